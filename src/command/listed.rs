//! The commands that the palette, the menus and the list of keys show, in the palette's order.

use super::{Aim, Command, Direction, End, Implicit, Mode, ReviewCommand, Unit, WindowCommand};
use crate::project::Tagset;
use crate::review::settle::Strategy;

/// A command as the palette, the menus and the list of keys show it.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// Never changes: what `keys.ron` calls it.
    pub name: String,
    /// What people read.
    pub title: String,
    /// What it acts on, or what it does, in a few words.
    pub hint: String,
    /// Its keys, as «Ctrl+Shift+P»; the first is the one that is shown.
    pub keys: Vec<String>,
    /// The command.
    pub command: Command,
}

impl Listed {
    /// In which mode its keys mean it.
    pub fn mode(&self) -> Mode {
        self.command.mode()
    }
}

/// Every command that needs no pointing, in the palette's order.
pub fn listed(tagset: &Tagset) -> Vec<Listed> {
    let mut all = Vec::new();
    for tag in tagset.offered() {
        let (id, name) = (&tag.id, &tag.name);
        let digit = |prefix: &str| tag.key.iter().map(|key| format!("{prefix}{key}")).collect();
        let mut plain: Vec<String> = digit("");
        plain.push(tag.letter.to_uppercase().to_string());
        let rows = [
            (
                "tag",
                format!("Tag as {name}"),
                "the selection, or what is pointed at",
                plain,
            ),
            (
                "arm",
                format!("Arm {name}"),
                "every selection is tagged as it ends",
                digit("Shift+"),
            ),
            (
                "only",
                format!("Show only {name} marks"),
                "filter",
                digit("Ctrl+"),
            ),
            ("next", format!("Next {name}"), "article", digit("Alt+")),
        ];
        for (what, title, hint, keys) in rows {
            let command = match what {
                "tag" => Command::Tag(id.clone(), Aim::default()),
                "arm" => Command::Arm(Some(id.clone())),
                "only" => Command::SoloTag(id.clone()),
                _ => Command::StepMark(Direction::Forward, Some(id.clone())),
            };
            let (name, hint) = (format!("{what} {id}"), hint.to_owned());
            all.push(Listed {
                name,
                title,
                hint,
                keys,
                command,
            });
        }
    }
    all.extend(
        TABLE
            .iter()
            .map(|(name, title, hint, keys, command)| Listed {
                name: (*name).to_owned(),
                title: (*title).to_owned(),
                hint: (*hint).to_owned(),
                keys: keys.iter().map(|key| (*key).to_owned()).collect(),
                command: command.clone(),
            }),
    );
    all
}

type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
    Command,
);

use Command as C;
use ReviewCommand as R;
use WindowCommand as W;

/// Name, title, hint, keys.
#[rustfmt::skip]
static TABLE: &[Row] = &[
    ("undo", "Undo", "the last step", &["Ctrl+Z"], C::Undo),
    ("redo", "Redo", "the step undone last", &["Ctrl+Shift+Z", "Ctrl+Y"], C::Redo),
    ("tag-again", "Tag again", "with the tag used last", &["."], C::TagAgain(Aim { mark: None, byte: None })),
    ("link", "Link the mark…", "then choose the other mark", &["L"], C::Window(W::StartLink)),
    ("link-on", "Link mark after mark…", "a letter each, until Escape", &["Shift+L"], C::Window(W::StartLinks)),
    ("delete", "Delete the mark", "and its links", &["Delete", "Backspace"], C::Delete),
    ("note", "Write a note", "on the selected mark", &["Ctrl+M"], C::Window(W::Note)),
    ("comment-mark", "Comment on the mark", "to your colleagues; they can reply", &["Ctrl+Alt+M"], C::Window(W::CommentMark)),
    ("identity", "Say whom it refers to", "identity of the selected mark", &["I"], C::Window(W::Identity)),
    ("next-mention", "Next mention", "of the same identity", &["M"], C::NextMention),
    ("disarm", "Disarm", "selections are not tagged any more", &[], C::Arm(None)),
    ("step-back", "Step back", "from the tag, the selection, the mark", &["Escape"], C::StepBack),
    ("end-word-right", "Move the end right by a word", "selected mark", &["Alt+Right"], C::MoveEnd { end: End::End, to: Direction::Forward, by: Unit::Word }),
    ("end-word-left", "Move the end left by a word", "selected mark", &["Alt+Left"], C::MoveEnd { end: End::End, to: Direction::Back, by: Unit::Word }),
    ("start-word-right", "Move the start right by a word", "selected mark", &["Alt+Shift+Right"], C::MoveEnd { end: End::Start, to: Direction::Forward, by: Unit::Word }),
    ("start-word-left", "Move the start left by a word", "selected mark", &["Alt+Shift+Left"], C::MoveEnd { end: End::Start, to: Direction::Back, by: Unit::Word }),
    ("end-character-right", "Move the end right by a character", "selected mark", &["Ctrl+Alt+Right"], C::MoveEnd { end: End::End, to: Direction::Forward, by: Unit::Character }),
    ("end-character-left", "Move the end left by a character", "selected mark", &["Ctrl+Alt+Left"], C::MoveEnd { end: End::End, to: Direction::Back, by: Unit::Character }),
    ("start-character-right", "Move the start right by a character", "selected mark", &["Ctrl+Alt+Shift+Right"], C::MoveEnd { end: End::Start, to: Direction::Forward, by: Unit::Character }),
    ("start-character-left", "Move the start left by a character", "selected mark", &["Ctrl+Alt+Shift+Left"], C::MoveEnd { end: End::Start, to: Direction::Back, by: Unit::Character }),
    ("expand", "Select more", "word, quotation, sentence, paragraph", &["W"], C::Expand),
    ("shrink", "Select less", "back to the unit before", &["Shift+W"], C::Shrink),
    ("keep-words", "Keep the words, select more", "a mark in several pieces; or more words for the mark", &["A"], C::KeepWords),
    ("select-mark", "Select the mark at the caret", "again: the next one out; Enter in the text", &[], C::SelectAtCaret),
    ("unstated-claim", "Add an unstated claim", "an implicit mark", &[], C::AddImplicit(Implicit::UnstatedClaim)),
    ("unnamed-source", "Add an unnamed source", "an implicit mark", &[], C::AddImplicit(Implicit::UnnamedSource)),
    ("article-itself", "Add the article itself as a source", "an implicit mark", &[], C::AddImplicit(Implicit::ArticleItself)),
    ("next-mark", "Next mark", "article", &["J", "F6"], C::StepMark(Direction::Forward, None)),
    ("previous-mark", "Previous mark", "article", &["K", "Shift+F6"], C::StepMark(Direction::Back, None)),
    ("next-same", "Next mark of the same tag", "article", &["Shift+J"], C::StepSameTag(Direction::Forward)),
    ("previous-same", "Previous mark of the same tag", "article", &["Shift+K"], C::StepSameTag(Direction::Back)),
    ("next-untagged", "Next sentence without a mark", "article", &["U"], C::StepUntagged(Direction::Forward)),
    ("previous-untagged", "Previous sentence without a mark", "article", &["Shift+U"], C::StepUntagged(Direction::Back)),
    ("next-article", "Next article", "project", &["Ctrl+PageDown"], C::StepArticle(Direction::Forward)),
    ("previous-article", "Previous article", "project", &["Ctrl+PageUp"], C::StepArticle(Direction::Back)),
    ("next-undone", "Next article not done", "project", &["N"], C::NextUndone),
    ("done", "Done or not done", "the article in view", &["D"], C::ToggleDone),
    ("done-next", "Done, next article", "project", &["Ctrl+Enter"], C::DoneAndNext),
    ("show-all", "Show all marks", "filter", &["Ctrl+0"], C::ShowAll),
    ("review", "Review colleagues’ files…", "beside the project; they are only read", &["Ctrl+R"], C::Window(W::Review)),
    ("review-again", "Read colleagues’ files again", "what was decided stays", &[], C::Window(W::ReviewAgain)),
    ("show-review", "Settle what a merge has left", "conflicts in the project", &[], C::Window(W::ShowReview)),
    ("merge", "Merge a colleague’s file…", "into the project; shown first", &[], C::Window(W::Merge)),
    ("agreement", "Agreement figures…", "how far you agree; by pair, tag and article", &[], C::Window(W::Agreement)),
    ("mark-again", "Mark again, blind", "your marks are hidden until you are done", &[], C::Window(W::MarkAgain)),
    ("mark-blind", "Mark a colleague’s articles, blind…", "their marks are hidden until you are done", &[], C::Window(W::MarkBlind)),
    ("reveal", "Reveal the hidden marks", "of articles that are done, beside yours", &[], C::Window(W::Reveal)),
    ("take-1", "Take the first reading", "review", &["1"], C::Review(R::Take(0))),
    ("take-2", "Take the second reading", "review", &["2"], C::Review(R::Take(1))),
    ("take-3", "Take the third reading", "review", &["3"], C::Review(R::Take(2))),
    ("take-4", "Take the fourth reading", "review", &["4"], C::Review(R::Take(3))),
    ("take-5", "Take the fifth reading", "review", &["5"], C::Review(R::Take(4))),
    ("take-6", "Take the sixth reading", "review", &["6"], C::Review(R::Take(5))),
    ("take-7", "Take the seventh reading", "review", &["7"], C::Review(R::Take(6))),
    ("take-8", "Take the eighth reading", "review", &["8"], C::Review(R::Take(7))),
    ("take-9", "Take the ninth reading", "review", &["9"], C::Review(R::Take(8))),
    ("take-both", "Keep all readings", "review", &["B"], C::Review(R::Both)),
    ("take-neither", "Take neither reading", "review", &["0"], C::Review(R::Neither)),
    ("redraw", "Set it right by hand", "review; Enter comes back", &["E"], C::Review(R::Redraw)),
    ("redrawn", "It is right now", "review, after setting it right by hand", &["Enter"], C::Review(R::Redrawn)),
    ("stop-redrawing", "Back to the readings", "review, without deciding", &["Escape"], C::Review(R::StopRedrawing)),
    ("comment", "Comment on the dispute", "review", &["C"], C::Review(R::Comment)),
    ("discuss", "Discuss the dispute", "review; it stays open", &["D"], C::Review(R::Discuss)),
    ("gap", "Note a gap in the guideline", "review", &["G"], C::Review(R::Gap)),
    ("keep-decision", "Keep the decision", "review; a colleague says something else since", &["K"], C::Review(R::Keep)),
    ("later", "Decide later", "review; it stays open", &["S"], C::Review(R::Later)),
    ("with-alike", "Decide all like this", "review; the next decision is theirs too", &["A"], C::Review(R::WithAlike)),
    ("next-dispute", "Next dispute", "review", &["Down"], C::Review(R::Step(Direction::Forward))),
    ("previous-dispute", "Previous dispute", "review", &["Up"], C::Review(R::Step(Direction::Back))),
    ("rule-majority", "Decide by majority", "review; every open dispute", &[], C::Review(R::Rule(Strategy::Majority))),
    ("rule-two", "Decide what two agree on", "review; every open dispute", &[], C::Review(R::Rule(Strategy::AtLeast(2)))),
    ("rule-mine", "Keep my own reading everywhere", "review; every open dispute", &[], C::Review(R::Rule(Strategy::Annotator(0)))),
    ("rule-first", "Take the first colleague’s reading everywhere", "review; every open dispute", &[], C::Review(R::Rule(Strategy::Annotator(1)))),
    ("rule-union", "Keep everything that anybody marked", "review; every open dispute", &[], C::Review(R::Rule(Strategy::Union))),
    ("leave-review", "Leave the review", "what was decided stays", &[], C::Review(R::Leave)),
    ("open", "Open…", "articles, a project, or a dataset to import", &["Ctrl+O"], C::Window(W::Open)),
    ("open-folder", "Open a folder…", "of articles, or a dataset to import", &["Ctrl+Shift+O"], C::Window(W::OpenFolder)),
    ("import", "Import…", "a dataset; one in a folder by «Open a folder…»", &[], C::Window(W::Open)),
    ("paste", "Paste an article", "from the clipboard", &["Ctrl+V"], C::Window(W::Paste)),
    ("sample", "Open the sample", "a finished project, nothing to lose", &[], C::Window(W::OpenSample)),
    ("save", "Save", "the project", &["Ctrl+S"], C::Window(W::Save)),
    ("save-as", "Save as…", "the project, elsewhere", &["Ctrl+Shift+S"], C::Window(W::SaveAs)),
    ("export", "Export…", "a dataset, a table, a report", &["Ctrl+E"], C::Window(W::Export)),
    ("export-again", "Export again", "as last time, to the same place", &["Ctrl+Shift+E"], C::Window(W::ExportAgain)),
    ("show-export", "Open the folder of the last export", "", &[], C::Window(W::ShowExport)),
    ("close", "Close the project", "", &["Ctrl+W"], C::Window(W::Close)),
    ("quit", "Quit", "", &["Ctrl+Q"], C::Window(W::Quit)),
    ("conflict copies", "Conflict copies…", "beside the project", &[], C::Window(W::ConflictCopies)),
    ("reread", "Read the article's file again…", "it was edited outside", &[], C::Window(W::Reread)),
    ("encoding", "Read again in another encoding…", "the article opened last", &[], C::Window(W::Encoding)),
    ("find", "Find", "words in the article", &["Ctrl+F"], C::Window(W::Find)),
    ("context-menu", "Menu at the caret", "of the mark or the words there", &["Shift+F10", "Menu"], C::Window(W::ContextMenu)),
    ("hidden-characters", "Show or hide hidden characters", "controls, without width, turned order", &["H"], C::Window(W::HiddenCharacters)),
    ("palette", "Commands", "every command by name", &["Ctrl+K", "Ctrl+Shift+P"], C::Window(W::Palette)),
    ("keys", "Keys", "every key", &["F1", "?"], C::Window(W::Keys)),
    ("articles", "Show or hide the articles", "panel", &["Ctrl+B"], C::Window(W::Articles)),
    ("side-panel", "Show or hide the side panel", "panel", &["Ctrl+Shift+B"], C::Window(W::SidePanel)),
    ("inspector", "Inspector", "panel", &["F2"], C::Window(W::Inspector)),
    ("list", "List of marks", "panel", &["F3"], C::Window(W::List)),
    ("identities", "Identities", "panel", &["F4"], C::Window(W::Identities)),
    ("history", "History", "panel", &["F7"], C::Window(W::History)),
    ("problems", "Problems", "panel", &["F8"], C::Window(W::Problems)),
    ("article-details", "Article details", "outlet, author, date", &[], C::Window(W::ArticleDetails)),
    ("annotator", "Annotator…", "the name that goes on each mark", &[], C::Window(W::Annotator)),
    ("tagset", "Edit the tagset…", "tags, attributes, links", &["Ctrl+T"], C::Window(W::Tagset)),
    ("load-tagset", "Load a tagset…", "from a file of its own", &[], C::Window(W::LoadTagset)),
    ("save-tagset", "Save the tagset…", "to a file of its own", &[], C::Window(W::SaveTagset)),
    ("zoom-in", "Zoom in", "everything", &["Ctrl+Plus", "Ctrl+Equals"], C::Window(W::ZoomIn)),
    ("zoom-out", "Zoom out", "everything", &["Ctrl+Minus"], C::Window(W::ZoomOut)),
    ("zoom-reset", "Zoom to 100 %", "everything", &[], C::Window(W::ZoomReset)),
    ("text-larger", "Larger text", "article", &["Plus", "Equals"], C::Window(W::TextLarger)),
    ("text-smaller", "Smaller text", "article", &["Minus"], C::Window(W::TextSmaller)),
    ("wider", "Wider column", "article", &[], C::Window(W::Wider)),
    ("narrower", "Narrower column", "article", &[], C::Window(W::Narrower)),
    ("theme-system", "Theme as the system", "look", &[], C::Window(W::ThemeSystem)),
    ("theme-light", "Light theme", "look", &[], C::Window(W::ThemeLight)),
    ("theme-dark", "Dark theme", "look", &[], C::Window(W::ThemeDark)),
    ("theme-contrast", "High contrast", "look", &[], C::Window(W::ThemeContrast)),
    ("theme-contrast-light", "High contrast, light", "look", &[], C::Window(W::ThemeContrastLight)),
    ("theme-contrast-dark", "High contrast, dark", "look", &[], C::Window(W::ThemeContrastDark)),
    ("settings", "Settings…", "faces, theme, keys", &["Ctrl+Comma"], C::Window(W::Settings)),
    ("notices", "Notices", "what was said", &[], C::Window(W::Notices)),
    ("about", "About Postil", "", &[], C::Window(W::About)),
];
