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
        let by_id = |it: &EntryParts| marks_by_id(it.annotations.iter().cloned());
        let parts = entries
            .into_iter()
            .map(|it| by_id(&it).map(|marks| (it, marks)));
        let parts = parts.collect::<Result<_, _>>()?;
        Self::of_parts(tagset, identities, parts, aside)
    }

    /// A project of these parts, of which the same marks are known by id.
    ///
    /// # Errors
    /// As [`Self::build`].
    pub fn of_parts(
        tagset: Arc<Tagset>,
        identities: Vec<Arc<Identity>>,
        parts: Vec<(EntryParts, ById)>,
        aside: Vec<Arc<Aside>>,
    ) -> Result<Self, EditError> {
        let entries = parts.into_iter();
        let entries = entries.map(|(parts, marks)| parts.stand()?.known_by(marks).map(Arc::new));
        let entries = entries.collect::<Result<_, _>>()?;
        Self::of_entries(tagset, identities, entries, aside)
    }

    /// A project of articles whose marks and links are known to fit them.
    ///
    /// # Errors
    /// As [`Self::build`].
    pub fn of_entries(
        tagset: Arc<Tagset>,
        identities: Vec<Arc<Identity>>,
        entries: Vec<Arc<Entry>>,
        aside: Vec<Arc<Aside>>,
    ) -> Result<Self, EditError> {
        let identities = by_id(identities, |identity| &identity.id)?;
        let mut seen = BTreeSet::new();
        for entry in &entries {
            let id = &entry.article.id;
            if !seen.insert(id) {
                return Err(EditError::WrongId(id.clone()));
            }
            let mut named = entry.named().filter_map(|mark| mark.identity.as_deref());
            if let Some(identity) = named.find(|it| !identities.contains_key(it)) {
                return Err(EditError::NoIdentity(identity.clone()));
            }
        }
        let mut project = Self {
            tagset,
            entries,
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

/// The marks of an article by their ids.
pub type ById = BTreeMap<Id, Arc<Annotation>>;

/// An article whose marks stand in their places, and are yet to be known by their ids.
pub struct Standing {
    entry: Entry,
    links: Vec<Arc<Link>>,
}

impl EntryParts {
    /// Sets the marks in their places.
    ///
    /// # Errors
    /// A mark that is beyond the text.
    pub fn stand(self) -> Result<Standing, EditError> {
        let mut entry = Entry::new(self.article);
        entry.status = self.status;
        let mut placed = Vec::with_capacity(self.annotations.len());
        for annotation in &self.annotations {
            entry.accepts(annotation)?;
            placed.extend(entry.take_up(annotation));
        }
        entry.index.apply_batch([], placed);
        let links = self.links;
        Ok(Standing { entry, links })
    }
}

impl Standing {
    /// The article with the same marks by their ids, and with its links.
    ///
    /// # Errors
    /// A link without both ends, or an id that stands twice.
    pub fn known_by(self, marks: ById) -> Result<Entry, EditError> {
        let Self { mut entry, links } = self;
        entry.annotations = marks;
        for link in &links {
            entry.accepts_link(link)?;
            entry.note_ends(link);
        }
        entry.links = by_id(links, |link| &link.id)?;
        Ok(entry)
    }
}

/// Marks by their ids.
///
/// # Errors
/// An id that stands twice ([`EditError::WrongId`]).
pub fn marks_by_id(marks: impl IntoIterator<Item = Arc<Annotation>>) -> Result<ById, EditError> {
    by_id(marks, |mark| &mark.id)
}

fn by_id<T>(
    parts: impl IntoIterator<Item = Arc<T>>,
    id: impl Fn(&T) -> &Id,
) -> Result<BTreeMap<Id, Arc<T>>, EditError> {
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
