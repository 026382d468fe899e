//! Which function carries out which command: a table, one line a command.

use super::{Outcome, Request, Workbench, World};
use crate::command::Command;

use Command as C;

impl Workbench {
    /// Carries out a command. What it changed can be undone in one step.
    pub fn dispatch(&mut self, command: Command, world: &mut World<'_>) -> Outcome {
        match command {
            C::AddArticles(articles) => self.add_articles(articles, world),
            C::Join(grown, name) => self.join(&grown, &name),
            C::ReplaceArticle(old, new) => self.replace_article(&old, new, world),
            C::RemoveArticle(id) => self.remove_article(&id),
            C::ShowArticle(id) => self.show_article(&id),
            C::StepArticle(direction) => self.step_article(direction),
            C::NextUndone => self.next_undone(),
            C::SetDone(id, done) => self.set_done(&id, done),
            C::ToggleDone => self.toggle_done(),
            C::DoneAndNext => self.done_and_next(),
            C::SetTitle(id, title) => self.set_title(&id, title),
            C::SetMeta(id, name, value) => self.set_meta(&id, name, value),
            C::SetArticleValue(id, of, value) => self.set_article_value(&id, of, value),
            C::SelectText { anchor, head } => self.select_text(anchor, head),
            C::AddWords(range) => self.add_words(range, world),
            C::KeepWords => self.keep_words(world),
            C::SelectMark(id) => self.select_mark(&id),
            C::SelectAtCaret => self.select_at_caret(),
            C::StepBack => self.step_back(),
            C::Expand => self.expand(),
            C::Shrink => self.shrink(),
            C::StepMark(direction, tag) => self.step_mark(direction, tag.as_ref()),
            C::StepSameTag(direction) => self.step_same_tag(direction),
            C::StepUntagged(direction) => self.step_untagged(direction),
            C::NextMention => self.next_mention(),
            C::Tag(tag, aim) => self.tag(&tag, &aim, world),
            C::TagAll(tag, places) => self.tag_all(&tag, &places, world),
            C::TagAgain(aim) => self.tag_again(&aim, world),
            C::Arm(tag) => self.arm(tag),
            C::Retag(mark, tag) => self.retag(&mark, &tag, world),
            C::DeleteMark(mark) => self.delete_mark(&mark),
            C::Delete => self.delete_selected(),
            C::MoveEnd { end, to, by } => self.move_end(end, to, by, world),
            C::SetSpan(mark, span) => self.set_span(&mark, &span, world),
            C::AddImplicit(kind) => self.add_implicit(kind, world),
            C::SetWording(mark, wording) => self.set_wording(&mark, &wording, world),
            C::SetValue(mark, attribute, value) => self.set_value(&mark, attribute, value, world),
            C::SetNote(mark, note) => self.set_note(&mark, note, world),
            C::AddComment(..) | C::DeleteComment(_) => self.commenting(command, world),
            C::Link { from, to, kind } => self.link(&from, &to, kind, world),
            C::Unlink(link) => self.unlink(&link),
            C::SetLinkKind(link, kind) => self.set_link_kind(&link, &kind, world),
            C::SetLinkValue(link, of, value) => self.set_link_value(&link, of, value, world),
            C::SetLinkNote(link, note) => self.set_link_note(&link, note, world),
            C::Identify(mark, reference) => self.identify(&mark, &reference, world),
            C::RenameIdentity(id, name) => self.rename_identity(&id, name, world),
            C::SetIdentityKind(id, kind) => self.set_identity_kind(&id, &kind, world),
            C::SetIdentityNote(id, note) => self.set_identity_note(&id, note, world),
            C::MergeIdentities(from, into) => self.merge_identities(&from, &into, world),
            C::SetTagset(tagset, name) => self.set_tagset(*tagset, &name),
            C::DeleteTag(tag, marks) => self.delete_tag(&tag, &marks, world),
            C::Undo | C::Redo | C::GoToStep(_) => self.stepping(&command),
            C::DropAside(at) => self.drop_aside(at),
            C::ToggleTag(_) | C::SoloTag(_) | C::ShowAll => self.show_marks(&command),
            C::StartReview(_) | C::Review(_) => self.reviewing(command, world),
            C::ReadAgain(_) | C::Window(_) => for_the_window(command),
        }
    }

    /// Which marks are shown.
    fn show_marks(&mut self, command: &Command) -> Outcome {
        match command {
            C::ToggleTag(tag) => self.toggle_tag(tag),
            C::SoloTag(tag) => self.solo_tag(tag),
            _ => self.show_all(),
        }
    }
}

/// What only the window can do.
fn for_the_window(command: Command) -> Outcome {
    match command {
        C::ReadAgain(article) => Outcome::request(Request::ChooseEncoding(article)),
        C::Window(command) => Outcome::request(Request::Window(command)),
        _ => Outcome::default(),
    }
}
