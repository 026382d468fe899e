//! A project made in one go from what was read, in time linear in its size.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::annotation::{Annotation, Identity, Link};
use super::article::Article;
use super::edit_error::EditError;
use super::entry::{Entry, Status};
use super::tagset::{Id, Tagset};
use super::{Aside, Project};

/// An article with everything that was marked on it, before its indexes are built.
#[derive(Clone, Debug)]
pub struct EntryParts {
    /// The article.
    pub article: Arc<Article>,
    /// What is said of it as a whole.
    pub status: Status,
    /// Its marks.
    pub annotations: Vec<Arc<Annotation>>,
    /// Its links.
    pub links: Vec<Arc<Link>>,
}

impl Project {
    /// A project of these parts: what a list of edits would make of them, without going through
    /// the whole list of articles for each.
    ///
    /// # Errors
    /// Refuses what the edits would refuse, and an id that stands twice ([`EditError::WrongId`]).
    pub fn build(
        tagset: Arc<Tagset>,
        identities: Vec<Arc<Identity>>,
        entries: Vec<EntryParts>,
        aside: Vec<Arc<Aside>>,
    ) -> Result<Self, EditError> {
        let identities = by_id(identities, |identity| &identity.id)?;
        let mut seen = BTreeSet::new();
        let mut built = Vec::with_capacity(entries.len());
        for parts in entries {
            let id = parts.article.id.clone();
            built.push(Arc::new(Entry::build(parts, &identities)?));
            if !seen.insert(id.clone()) {
                return Err(EditError::WrongId(id));
            }
        }
        let mut project = Self {
            tagset,
            entries: built,
            identities,
            aside,
            places: Arc::default(),
            disputes: BTreeMap::new(),
            decisions: BTreeMap::new(),
            comments: BTreeMap::new(),
        };
        project.find_places();
        Ok(project)
    }
}

impl Entry {
    fn build(
        parts: EntryParts,
        identities: &BTreeMap<Id, Arc<Identity>>,
    ) -> Result<Self, EditError> {
        let mut entry = Self::new(parts.article);
        entry.status = parts.status;
        let mut placed = Vec::with_capacity(parts.annotations.len());
        for annotation in &parts.annotations {
            entry.accepts(annotation)?;
            if let Some(identity) = &annotation.identity
                && !identities.contains_key(identity)
            {
                return Err(EditError::NoIdentity((**identity).clone()));
            }
            placed.extend(entry.take_up(annotation));
        }
        entry.annotations = by_id(parts.annotations, |annotation| &annotation.id)?;
        entry.index.apply_batch([], placed);
        for link in &parts.links {
            entry.accepts_link(link)?;
            entry.note_ends(link);
        }
        entry.links = by_id(parts.links, |link| &link.id)?;
        Ok(entry)
    }
}

fn by_id<T>(parts: Vec<Arc<T>>, id: impl Fn(&T) -> &Id) -> Result<BTreeMap<Id, Arc<T>>, EditError> {
    // The ids stand beside the parts, so that no comparison looks elsewhere in memory.
    let parts = parts.into_iter();
    let mut parts: Vec<_> = parts.map(|part| (id(&part).clone(), part)).collect();
    if !parts.is_sorted_by(|one, two| one.0 < two.0) {
        parts.sort_unstable_by(|one, two| one.0.cmp(&two.0));
    }
    let mut pairs = parts.iter().zip(parts.iter().skip(1));
    if let Some(((twice, _), _)) = pairs.find(|(one, two)| one.0 == two.0) {
        return Err(EditError::WrongId(twice.clone()));
    }
    // Sorted, they are put together from below, which is many times as quick as one by one.
    Ok(parts.into_iter().collect())
}
