//! Edits: every change that a project can undergo, each with its exact inverse.
//!
//! An edit says what something shall be; its inverse says what it was. Convenience (a mark that
//! is deleted takes its links with it) is built one floor up from several edits: here an edit that
//! would leave a dangling link is refused and changes nothing.

use std::sync::Arc;

use super::annotation::{Annotation, Identity, Link};
use super::article::Article;
use super::comment::Comment;
use super::decision::Decision;
use super::dispute::Dispute;
use super::edit_error::EditError;
use super::entry::{Entry, Status};
use super::tagset::{Id, Tagset};
use super::{Aside, Project};

/// A change to a project. `to` is what the thing shall be; `None` takes it away.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// The whole tagset.
    Tagset(Arc<Tagset>),
    /// An article: added at a place in the list, moved there, renamed, or taken away. Its text
    /// never changes, and it can only be taken away when nothing is marked on it.
    Article {
        /// The article's id.
        id: Id,
        /// Its place in the list, from 0.
        at: usize,
        /// What it shall be.
        to: Option<Arc<Article>>,
    },
    /// What is said of an article as a whole.
    Status {
        /// The article.
        article: Id,
        /// What shall be said.
        to: Status,
    },
    /// A mark.
    Annotation {
        /// The article that it stands in.
        article: Id,
        /// Its id.
        id: Id,
        /// What it shall be.
        to: Option<Arc<Annotation>>,
    },
    /// A link.
    Link {
        /// The article that it stands in.
        article: Id,
        /// Its id.
        id: Id,
        /// What it shall be.
        to: Option<Arc<Link>>,
    },
    /// An identity.
    Identity {
        /// Its id.
        id: Id,
        /// What it shall be.
        to: Option<Arc<Identity>>,
    },
    /// A dispute that a merge left; none if it is settled.
    Dispute {
        /// Its id.
        id: Id,
        /// What it shall be.
        to: Option<Arc<Dispute>>,
    },
    /// What a reviewer decided of a dispute; none if nothing is decided.
    Decision {
        /// Its id.
        id: Id,
        /// What it shall be.
        to: Option<Arc<Decision>>,
    },
    /// A comment; none if it is taken back.
    Comment {
        /// Its id.
        id: Id,
        /// What it shall be.
        to: Option<Arc<Comment>>,
    },
    /// A damaged part that was kept aside.
    Aside {
        /// Its place in the list, from 0.
        at: usize,
        /// What shall stand there.
        to: Option<Arc<Aside>>,
    },
}

impl Edit {
    /// Whether both say what one and the same thing shall be, so that the later leaves nothing of
    /// the earlier. A place in a list says nothing of what stands there.
    pub fn is_of_the_same(&self, other: &Self) -> bool {
        let thing = self.thing();
        thing.is_some() && thing == other.thing()
    }

    /// What is changed: its kind, its article and its id, as far as it has them.
    fn thing(&self) -> Option<(u8, Option<&Id>, Option<&Id>)> {
        Some(match self {
            Self::Tagset(_) => (0, None, None),
            Self::Article { id, .. } => (1, None, Some(id)),
            Self::Status { article, .. } => (2, None, Some(article)),
            Self::Annotation { article, id, .. } => (3, Some(article), Some(id)),
            Self::Link { article, id, .. } => (4, Some(article), Some(id)),
            Self::Identity { id, .. } => (5, None, Some(id)),
            Self::Dispute { id, .. } => (6, None, Some(id)),
            Self::Decision { id, .. } => (7, None, Some(id)),
            Self::Comment { id, .. } => (8, None, Some(id)),
            Self::Aside { .. } => return None,
        })
    }
}

impl Project {
    /// Makes all of `edits`, in order, or none of them.
    ///
    /// Returns the edits that take them back, in the order in which they must be made.
    ///
    /// # Errors
    /// The first edit that cannot be made says why; the project is then as it was.
    pub fn apply(&mut self, edits: &[Edit]) -> Result<Vec<Edit>, EditError> {
        let mut inverse = Vec::with_capacity(edits.len());
        for edit in edits {
            match self.apply_one(edit) {
                Ok(undo) => inverse.push(undo),
                Err(error) => {
                    self.take_back(edits, &inverse);
                    return Err(error);
                }
            }
        }
        self.follow_moves(edits.iter().zip(&inverse));
        inverse.reverse();
        Ok(inverse)
    }

    /// Takes back what a refused list of edits had already done. Each inverse was valid the moment
    /// after its edit, so none of them can be refused.
    fn take_back(&mut self, edits: &[Edit], inverse: &[Edit]) {
        for undo in inverse.iter().rev() {
            let taken_back = self.apply_one(undo);
            debug_assert!(taken_back.is_ok(), "an inverse was refused: {undo:?}");
        }
        let there = edits.iter().zip(inverse);
        let back = there.clone().rev().map(|(edit, undo)| (undo, edit));
        self.follow_moves(there.chain(back));
    }

    fn apply_one(&mut self, edit: &Edit) -> Result<Edit, EditError> {
        match edit {
            Edit::Tagset(to) => Ok(Edit::Tagset(std::mem::replace(
                &mut self.tagset,
                Arc::clone(to),
            ))),
            Edit::Article { id, at, to } => self.set_article(id, *at, to.as_ref()),
            Edit::Status { article, to } => {
                let entry = self.entry_mut(article)?;
                let from = std::mem::replace(&mut entry.status, to.clone());
                Ok(Edit::Status {
                    article: article.clone(),
                    to: from,
                })
            }
            Edit::Annotation { article, id, to } => self.set_annotation(article, id, to.as_ref()),
            Edit::Link { article, id, to } => self.set_link(article, id, to.as_ref()),
            Edit::Identity { id, to } => self.set_identity(id, to.as_ref()),
            Edit::Dispute { id, to } => self.set_dispute(id, to.as_ref()),
            Edit::Decision { id, to } => self.set_decision(id, to.as_ref()),
            Edit::Comment { id, to } => self.set_comment(id, to.as_ref()),
            Edit::Aside { at, to } => self.set_aside(*at, to.as_ref()),
        }
    }

    pub(super) fn entry_mut(&mut self, article: &Id) -> Result<&mut Entry, EditError> {
        let place = self.position(article);
        let found = place.and_then(|place| self.entries.get_mut(place));
        found
            .map(Arc::make_mut)
            .ok_or_else(|| EditError::NoArticle(article.clone()))
    }

    fn set_article(
        &mut self,
        id: &Id,
        at: usize,
        to: Option<&Arc<Article>>,
    ) -> Result<Edit, EditError> {
        if to.is_some_and(|article| article.id != *id) {
            return Err(EditError::WrongId(id.clone()));
        }
        let now = self
            .position(id)
            .and_then(|place| Some((place, self.entries.get(place)?)));
        let undo = match (now, to) {
            (None, None) => return Err(EditError::NoArticle(id.clone())),
            (None, Some(article)) => {
                if at > self.entries.len() {
                    return Err(EditError::NoPlace(at));
                }
                self.insert_entry(at, Entry::new(Arc::clone(article)));
                Edit::Article {
                    id: id.clone(),
                    at,
                    to: None,
                }
            }
            (Some((place, entry)), None) => {
                if !entry.is_untouched() {
                    return Err(EditError::NotEmpty(id.clone()));
                }
                let entry = self.entries.remove(place);
                self.find_places();
                let to = Some(Arc::clone(&entry.article));
                Edit::Article {
                    id: id.clone(),
                    at: place,
                    to,
                }
            }
            (Some((place, entry)), Some(article)) => {
                if entry.article.text != article.text {
                    return Err(EditError::Frozen(id.clone()));
                }
                if at >= self.entries.len() {
                    return Err(EditError::NoPlace(at));
                }
                let mut entry = self.entries.remove(place);
                let kept = Arc::make_mut(&mut entry);
                let from = std::mem::replace(&mut kept.article, Arc::clone(article));
                self.entries.insert(at, entry);
                self.entry_moved(place, at);
                Edit::Article {
                    id: id.clone(),
                    at: place,
                    to: Some(from),
                }
            }
        };
        Ok(undo)
    }

    fn entry_moved(&mut self, from: usize, to: usize) {
        if from != to {
            self.find_places();
        }
    }

    /// Puts an article into the list. Ten thousand put at its end one after the other must not be
    /// noted anew each time.
    fn insert_entry(&mut self, at: usize, entry: Entry) {
        let id = entry.article.id.clone();
        self.entries.insert(at, Arc::new(entry));
        if at + 1 == self.entries.len() {
            Arc::make_mut(&mut self.places).insert(id, at);
        } else {
            self.find_places();
        }
    }

    fn set_annotation(
        &mut self,
        article: &Id,
        id: &Id,
        to: Option<&Arc<Annotation>>,
    ) -> Result<Edit, EditError> {
        if let Some(annotation) = to {
            if annotation.id != *id {
                return Err(EditError::WrongId(id.clone()));
            }
            if let Some(identity) = &annotation.identity
                && !self.identities.contains_key(identity)
            {
                return Err(EditError::NoIdentity((**identity).clone()));
            }
        }
        let entry = self.entry_mut(article)?;
        match to {
            Some(annotation) => entry.accepts(annotation)?,
            None => {
                if let Some(link) = entry.ends.get(id).and_then(|links| links.first()) {
                    return Err(EditError::Dangling(link.clone()));
                }
            }
        }
        let from = match to {
            Some(annotation) => entry.annotations.insert(id.clone(), Arc::clone(annotation)),
            None => entry.annotations.remove(id),
        };
        Ok(Edit::Annotation {
            article: article.clone(),
            id: id.clone(),
            to: from,
        })
    }

    fn set_link(
        &mut self,
        article: &Id,
        id: &Id,
        to: Option<&Arc<Link>>,
    ) -> Result<Edit, EditError> {
        let entry = self.entry_mut(article)?;
        if let Some(link) = to {
            if link.id != *id {
                return Err(EditError::WrongId(id.clone()));
            }
            entry.accepts_link(link)?;
        }
        let from = match to {
            Some(link) => entry.links.insert(id.clone(), Arc::clone(link)),
            None => entry.links.remove(id),
        };
        if let Some(link) = &from {
            entry.forget_ends(link);
        }
        if let Some(link) = to {
            entry.note_ends(link);
        }
        Ok(Edit::Link {
            article: article.clone(),
            id: id.clone(),
            to: from,
        })
    }

    fn set_identity(&mut self, id: &Id, to: Option<&Arc<Identity>>) -> Result<Edit, EditError> {
        let from = match to {
            Some(identity) if identity.id != *id => return Err(EditError::WrongId(id.clone())),
            Some(identity) => self.identities.insert(id.clone(), Arc::clone(identity)),
            None if self.refers_to(id) => return Err(EditError::InUse(id.clone())),
            None => self.identities.remove(id),
        };
        Ok(Edit::Identity {
            id: id.clone(),
            to: from,
        })
    }

    fn refers_to(&self, identity: &Id) -> bool {
        let mut marks = self
            .entries
            .iter()
            .flat_map(|entry| entry.annotations.values());
        marks.any(|annotation| annotation.identity.as_deref() == Some(identity))
    }

    fn set_aside(&mut self, at: usize, to: Option<&Arc<Aside>>) -> Result<Edit, EditError> {
        match to {
            Some(part) if at <= self.aside.len() => {
                self.aside.insert(at, Arc::clone(part));
                Ok(Edit::Aside { at, to: None })
            }
            None if at < self.aside.len() => Ok(Edit::Aside {
                at,
                to: Some(self.aside.remove(at)),
            }),
            _ => Err(EditError::NoPlace(at)),
        }
    }
}
