//! Comments: what people say to each other of a mark or of a dispute, in threads.

use std::sync::Arc;

use super::Project;
use super::annotation::Stamp;
use super::edit::Edit;
use super::edit_error::EditError;
use super::tagset::Id;

/// Something that one said. Those about one thing are a thread, the oldest first; what comes later
/// replies to what came before.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Comment {
    /// Unique in the project.
    pub id: Id,
    /// What it is about. It stays when that is gone.
    pub about: Thread,
    /// The words.
    pub text: String,
    /// Who said it, and when.
    pub stamp: Stamp,
}

/// What comments can be about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thread {
    /// A mark.
    Mark {
        /// Its article.
        article: Id,
        /// The mark.
        mark: Id,
    },
    /// A dispute of colleagues' readings, called as its decision is.
    Dispute(Id),
}

impl Thread {
    /// The article that it is in, as far as that is known.
    pub fn article(&self) -> Option<&Id> {
        match self {
            Self::Mark { article, .. } => Some(article),
            Self::Dispute(_) => None,
        }
    }
}

impl Project {
    /// Every comment, by id.
    pub fn comments(&self) -> impl Iterator<Item = &Arc<Comment>> {
        self.comments.values()
    }

    /// The comment of this id.
    pub fn comment(&self, id: &Id) -> Option<&Arc<Comment>> {
        self.comments.get(id)
    }

    /// The comments about one thing, the oldest first.
    pub fn thread(&self, about: &Thread) -> Vec<&Arc<Comment>> {
        let here = self.comments().filter(|it| it.about == *about);
        let mut found: Vec<&Arc<Comment>> = here.collect();
        found.sort_by_key(|it| (it.stamp.created, &it.id));
        found
    }

    /// The same with these comments and no others.
    #[must_use]
    pub fn with_comments(mut self, comments: impl IntoIterator<Item = Arc<Comment>>) -> Self {
        let by_id = comments.into_iter().map(|it| (it.id.clone(), it));
        self.comments = by_id.collect();
        self
    }

    pub(super) fn set_comment(
        &mut self,
        id: &Id,
        to: Option<&Arc<Comment>>,
    ) -> Result<Edit, EditError> {
        let from = match to {
            Some(comment) if comment.id != *id => return Err(EditError::WrongId(id.clone())),
            Some(comment) => self.comments.insert(id.clone(), Arc::clone(comment)),
            None => self.comments.remove(id),
        };
        Ok(Edit::Comment {
            id: id.clone(),
            to: from,
        })
    }
}
