//! The project: tagset, articles, marks, links and identities. It is what is saved, shared and
//! undone.
//!
//! Nothing here knows when it is, where it is saved or how it is shown. A project changes only by
//! [`Project::apply`], which takes [`Edit`]s and gives back the edits that undo them.

pub mod annotation;
pub mod article;
pub mod build;
pub mod changes;
pub mod check;
pub mod comment;
pub mod decision;
mod difference;
pub mod dispute;
pub mod edit;
mod edit_error;
pub mod entry;
mod id;
mod moves;
pub mod tagset;
pub(crate) mod twins;
pub mod value;
mod words;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

pub use annotation::{Annotation, Identity, Link, Place, Stamp, Time};
pub use article::{Article, LineEnds, Metadata, Origin};
pub use check::{Violation, Warning};
pub use comment::{Comment, Thread};
pub use decision::{Decision, Verdict};
pub use difference::edits_between;
pub use dispute::{Dispute, DisputeReading, Subject};
pub use edit::Edit;
pub use edit_error::EditError;
pub use entry::{Entry, Placed, Status};
pub use tagset::{Attribute, Colour, EntityKind, Id, LineStyle, LinkKind, Tag, TagStyle, Tagset};
pub use value::{Attributes, Number, Value, ValueKind};
pub use words::{Author, Words};

/// A tagset, articles and everything that was marked on them.
///
/// Cheap to clone: a clone shares all that neither side changes afterwards.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Project {
    tagset: Arc<Tagset>,
    entries: Vec<Arc<Entry>>,
    identities: BTreeMap<Id, Arc<Identity>>,
    aside: Vec<Arc<Aside>>,
    disputes: BTreeMap<Id, Arc<Dispute>>,
    decisions: BTreeMap<Id, Arc<Decision>>,
    comments: BTreeMap<Id, Arc<Comment>>,
    /// Where in the list each article stands. `edit.rs` and `build.rs` keep it up to date.
    places: Arc<HashMap<Id, usize>>,
}

/// A damaged part of a file: kept as it was found, so that nothing is lost by loading and saving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// The article that it belongs to, if that is known.
    pub article: Option<Id>,
    /// What is wrong with it, in a sentence.
    pub reason: String,
    /// The part itself, as it stood in the file.
    pub data: String,
}

impl Project {
    /// A project without articles.
    pub fn new(tagset: Tagset) -> Self {
        Self {
            tagset: Arc::new(tagset),
            ..Self::default()
        }
    }

    /// The tagset.
    pub fn tagset(&self) -> &Arc<Tagset> {
        &self.tagset
    }

    /// The articles with their marks, in the order of the list.
    pub fn entries(&self) -> &[Arc<Entry>] {
        &self.entries
    }

    /// The article of this id with its marks.
    pub fn entry(&self, article: &Id) -> Option<&Entry> {
        self.entries
            .get(self.position(article)?)
            .map(|entry| &**entry)
    }

    /// Where in the list the article of this id stands, from 0.
    pub fn position(&self, article: &Id) -> Option<usize> {
        self.places.get(article).copied()
    }

    /// The article with exactly this text, if there is one.
    pub fn entry_with_text(&self, text: &crate::text::Text) -> Option<&Entry> {
        self.entries
            .iter()
            .find(|entry| entry.article().text == *text)
            .map(|entry| &**entry)
    }

    /// The identities, by id.
    pub fn identities(&self) -> impl Iterator<Item = &Arc<Identity>> {
        self.identities.values()
    }

    /// The identity of this id.
    pub fn identity(&self, id: &Id) -> Option<&Arc<Identity>> {
        self.identities.get(id)
    }

    /// The marks that refer to an identity, with their articles, in the order of the text.
    pub fn mentions(&self, identity: &Id) -> Vec<(&Id, &Arc<Annotation>)> {
        let mut mentions = Vec::new();
        for entry in &self.entries {
            let named = entry.named();
            let mut here: Vec<_> = named
                .filter(|mark| mark.identity.as_deref() == Some(identity))
                .collect();
            here.sort_by_cached_key(|mark| entry.rank(mark));
            mentions.extend(here.into_iter().map(|mark| (&entry.article().id, mark)));
        }
        mentions
    }

    /// Notes anew where each article stands.
    fn find_places(&mut self) {
        let ids = self.entries.iter().map(|entry| entry.article().id.clone());
        self.places = Arc::new(ids.enumerate().map(|(at, id)| (id, at)).collect());
    }

    /// The damaged parts that were kept aside when the project was read.
    pub fn aside(&self) -> &[Arc<Aside>] {
        &self.aside
    }

    /// How many marks there are in all.
    pub fn mark_count(&self) -> usize {
        self.entries
            .iter()
            .map(|entry| entry.annotations().len())
            .sum()
    }
}
