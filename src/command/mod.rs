//! Commands: everything that a user can ask for.
//!
//! [`listed()`] gives those that the palette, the menus and the list of keys show, with name, hint
//! and keys, in the palette's order. Gestures push the others, which carry what was pointed at.

mod listed;
mod review;
mod window;

use std::sync::Arc;

pub use listed::{Listed, listed};
pub use review::{Mode, ReviewCommand};
pub use window::WindowCommand;

use crate::project::{Article, Id, Project, Tagset, Thread, Value};
use crate::review::Colleague;
use crate::span::Span;
use crate::text::{ByteIndex, TextRange};

/// Something that a user asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Puts articles into the project and shows the first.
    AddArticles(Vec<Arc<Article>>),
    /// Puts an article in the place of one that was read in the wrong encoding and has no marks.
    ReplaceArticle(Id, Arc<Article>),
    /// Takes over what a project that grew from the open one has more; the words name the step in
    /// the history.
    Join(Arc<Project>, String),
    /// Asks in which encoding an article shall be read again.
    ReadAgain(Id),
    /// Takes an article and all its marks out of the project.
    RemoveArticle(Id),
    /// Shows an article.
    ShowArticle(Id),
    /// Shows the next or the previous article of the list.
    StepArticle(Direction),
    /// Shows the next article that is not done.
    NextUndone,
    /// Says whether an article is done.
    SetDone(Id, bool),
    /// Says whether the article in view is done.
    ToggleDone,
    /// Says that the article in view is done and shows the next that is not.
    DoneAndNext,
    /// Renames an article in the list.
    SetTitle(Id, String),
    /// Says something about an article: outlet, author, or a field of any name.
    SetMeta(Id, String, Option<Value>),
    /// Gives an article the value of an article attribute.
    SetArticleValue(Id, Id, Option<Value>),

    /// Selects words, or puts the caret somewhere if both ends are one.
    SelectText {
        /// Where the selection began.
        anchor: ByteIndex,
        /// Where it ends: the caret.
        head: ByteIndex,
    },
    /// Adds words to what is selected: to the selected mark as a fragment, if there is one.
    AddWords(TextRange),
    /// Keeps the selected words, so that further words can be selected beside them; with a mark
    /// selected, gives it the words that are selected next.
    KeepWords,
    /// Selects a mark.
    SelectMark(Id),
    /// Selects the innermost mark at the caret, and each time after it the next one out.
    SelectAtCaret,
    /// Steps back: from the palette, the armed tag, the selection, the mark.
    StepBack,
    /// Selects the next larger unit: word, quotation, sentence, paragraph.
    Expand,
    /// Goes back to the unit before.
    Shrink,
    /// Goes to the next or the previous mark, of one tag or of all.
    StepMark(Direction, Option<Id>),
    /// Goes to the next or the previous mark of the selected mark's tag.
    StepSameTag(Direction),
    /// Goes to the next or the previous sentence on which no mark is, and selects it.
    StepUntagged(Direction),
    /// Goes to the next mention of the selected mark's identity, round and round.
    NextMention,

    /// Tags the selection; without one retags or marks what is pointed at.
    Tag(Id, Aim),
    /// Tags many places at once, article by article.
    TagAll(Id, Vec<(Id, Vec<TextRange>)>),
    /// Repeats the last tag.
    TagAgain(Aim),
    /// Arms a tag: each selection is tagged as it ends. `None` disarms.
    Arm(Option<Id>),
    /// Gives a mark another tag.
    Retag(Id, Id),
    /// Deletes a mark and its links.
    DeleteMark(Id),
    /// Deletes the selected mark.
    Delete,
    /// Moves an end of the selected mark.
    MoveEnd {
        /// Which end.
        end: End,
        /// Which way.
        to: Direction,
        /// How far.
        by: Unit,
    },
    /// Puts a mark on other words.
    SetSpan(Id, Span),
    /// Adds a mark without words in the text.
    AddImplicit(Implicit),
    /// Words an implicit mark anew.
    SetWording(Id, String),
    /// Gives a mark the value of an attribute.
    SetValue(Id, Id, Option<Value>),
    /// Writes a mark's note.
    SetNote(Id, String),

    /// Says something of a mark or a dispute.
    AddComment(Thread, String),
    /// Takes one's own comment back.
    DeleteComment(Id),

    /// Links two marks. Without a kind the two tags decide.
    Link {
        /// From this mark.
        from: Id,
        /// To this one.
        to: Id,
        /// As this kind.
        kind: Option<Id>,
    },
    /// Deletes a link.
    Unlink(Id),
    /// Makes a link one of another kind.
    SetLinkKind(Id, Id),
    /// Gives a link the value of an attribute.
    SetLinkValue(Id, Id, Option<Value>),
    /// Writes a link's note.
    SetLinkNote(Id, String),

    /// Says whom a mark refers to.
    Identify(Id, Reference),
    /// Renames an identity.
    RenameIdentity(Id, String),
    /// Makes an identity one of another kind.
    SetIdentityKind(Id, Id),
    /// Writes an identity's note.
    SetIdentityNote(Id, String),
    /// Gives all mentions of the first identity to the second.
    MergeIdentities(Id, Id),

    /// Changes the tagset; the words name the step in the history.
    SetTagset(Box<Tagset>, String),
    /// Takes a tag out of the tagset.
    DeleteTag(Id, TagMarks),

    /// Takes the last step back.
    Undo,
    /// Makes it again.
    Redo,
    /// Undoes or redoes until this many steps are done.
    GoToStep(usize),
    /// Drops a damaged part that was kept aside.
    DropAside(usize),

    /// Shows or hides the marks of a tag.
    ToggleTag(Id),
    /// Shows the marks of one tag only, or of all again.
    SoloTag(Id),
    /// Shows all marks again.
    ShowAll,

    /// Opens a review of the project beside these colleagues' marks.
    StartReview(Arc<Vec<Colleague>>),
    /// Something in the review that is open.
    Review(ReviewCommand),

    /// Something that the window does alone.
    Window(WindowCommand),
}

/// What a tag key aims at when no words are selected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aim {
    /// The mark under the pointer.
    pub mark: Option<Id>,
    /// The character under the pointer.
    pub byte: Option<ByteIndex>,
}

/// Forwards or backwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Towards the end.
    Forward,
    /// Towards the start.
    Back,
}

/// An end of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Where it starts.
    Start,
    /// Where it ends.
    End,
}

/// How far an end moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// By what people see as one character.
    Character,
    /// By a word.
    Word,
}

/// A mark that has no words in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Implicit {
    /// A claim that is denied or relied on and nowhere stated.
    UnstatedClaim,
    /// A source that is not named: the accusers in «has been accused».
    UnnamedSource,
    /// The article itself: the outlet that vouches for it.
    ArticleItself,
}

/// Whom a mark shall refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// Nobody.
    Nobody,
    /// An identity that is there.
    Known(Id),
    /// A new identity of this name and kind.
    New(String, Id),
}

/// What becomes of the marks of a tag that is taken out of the tagset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagMarks {
    /// They get another tag.
    Retag(Id),
    /// They keep it; the tag is offered no more.
    Retire,
    /// They are deleted.
    Delete,
}
