//! Comments on marks and disputes.

use std::sync::Arc;

use super::{Notice, Outcome, Workbench, World};
use crate::command::Command;
use crate::project::{Comment, Edit, Id, Stamp, Thread};

impl Workbench {
    /// Says something, or takes it back.
    pub(super) fn commenting(&mut self, command: Command, world: &mut World<'_>) -> Outcome {
        match command {
            Command::AddComment(about, text) => self.add_comment(about, &text, world),
            Command::DeleteComment(id) => self.delete_comment(&id),
            _ => Outcome::default(),
        }
    }

    /// Says something of a mark or a dispute, as the last of its thread.
    fn add_comment(&mut self, about: Thread, text: &str, world: &mut World<'_>) -> Outcome {
        let text = text.trim();
        if text.is_empty() {
            return Outcome::default();
        }
        let replies = !self.project.thread(&about).is_empty();
        let comment = Comment {
            id: (world.next_id)(),
            about,
            text: text.to_owned(),
            stamp: Stamp::new(&self.author, world.now),
        };
        let (id, to) = (comment.id.clone(), Some(Arc::new(comment)));
        let name = if replies { "Reply" } else { "Comment" };
        let mark = self.selection.mark.clone();
        self.commit(name, vec![Edit::Comment { id, to }], mark)
    }

    /// Takes one's own comment back.
    fn delete_comment(&mut self, id: &Id) -> Outcome {
        let Some(comment) = self.project.comment(id) else {
            return Outcome::default();
        };
        if comment.stamp.author != self.author {
            let why = "Only who wrote a comment takes it back.";
            return Outcome::notice(Notice::plain("This comment is another's", why));
        }
        let edit = Edit::Comment {
            id: id.clone(),
            to: None,
        };
        let mark = self.selection.mark.clone();
        self.commit("Take a comment back", vec![edit], mark)
    }
}
