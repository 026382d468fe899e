//! An article's entry made of another one that is mostly the same: in time for what differs, and for a
//! copy of the rest.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::annotation::{Annotation, Link};
use super::article::Article;
use super::edit_error::EditError;
use super::entry::{Entry, Status};
use super::tagset::Id;

/// What differs from an entry. What each thing shall be stands under its id; `None` takes it away.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Of its marks.
    pub marks: BTreeMap<Id, Option<Arc<Annotation>>>,
    /// Of its links.
    pub links: BTreeMap<Id, Option<Arc<Link>>>,
}

impl Entry {
    /// The entry with these changes made, of an article with the same text.
    ///
    /// # Errors
    /// Refuses what the edits would refuse: a mark beyond the text, a link without both ends, a thing
    /// under an id that is not its own, another text.
    pub fn with(
        &self,
        article: Arc<Article>,
        status: Status,
        changes: &Changes,
    ) -> Result<Self, EditError> {
        if article.text != self.article.text {
            return Err(EditError::Frozen(article.id.clone()));
        }
        let mut entry = Self {
            article,
            status,
            ..self.clone()
        };
        for id in changes.links.keys() {
            if let Some(link) = entry.links.remove(id) {
                entry.forget_ends(&link);
            }
        }
        let mut before = Vec::with_capacity(changes.marks.len());
        for (id, to) in &changes.marks {
            before.push(entry.put(id, to.as_ref())?);
        }
        let moves = before.iter().zip(changes.marks.values());
        entry.follow(moves.map(|(from, to)| (from.as_ref(), to.as_ref())));
        for (id, link) in &changes.links {
            let Some(link) = link else { continue };
            if link.id != *id {
                return Err(EditError::WrongId(id.clone()));
            }
            entry.accepts_link(link)?;
            entry.note_ends(link);
            entry.links.insert(id.clone(), Arc::clone(link));
        }
        let gone = changes.marks.iter().filter(|(_, to)| to.is_none());
        let mut dangling = gone.filter_map(|(id, _)| entry.ends.get(id)?.first());
        match dangling.next() {
            Some(link) => Err(EditError::Dangling(link.clone())),
            None => Ok(entry),
        }
    }

    /// Puts a mark under an id, whatever the indexes say; gives what stood there.
    fn put(
        &mut self,
        id: &Id,
        to: Option<&Arc<Annotation>>,
    ) -> Result<Option<Arc<Annotation>>, EditError> {
        let Some(mark) = to else {
            return Ok(self.annotations.remove(id));
        };
        if mark.id != *id {
            return Err(EditError::WrongId(id.clone()));
        }
        self.accepts(mark)?;
        Ok(self.annotations.insert(id.clone(), Arc::clone(mark)))
    }
}
