//! Which marks are shown.

use std::collections::BTreeSet;

use crate::project::{Annotation, Id, Tagset};

/// Which marks are shown plainly; the others become a grey line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    hidden: BTreeSet<Id>,
}

impl Filter {
    /// Whether a mark is shown.
    pub fn shows(&self, annotation: &Annotation) -> bool {
        self.shows_tag(&annotation.tag)
    }

    /// Whether marks with a tag are shown.
    pub fn shows_tag(&self, tag: &Id) -> bool {
        !self.hidden.contains(tag)
    }

    /// Whether any mark is hidden.
    pub fn is_active(&self) -> bool {
        !self.hidden.is_empty()
    }

    pub(super) fn toggle(&mut self, tag: &Id) {
        if !self.hidden.remove(tag) {
            self.hidden.insert(tag.clone());
        }
    }

    /// Shows one tag only; all of them, if it already is the only one.
    pub(super) fn solo(&mut self, tag: &Id, tagset: &Tagset) {
        let others: BTreeSet<Id> = tagset
            .tags
            .iter()
            .map(|tag| &tag.id)
            .filter(|id| *id != tag)
            .cloned()
            .collect();
        self.hidden = if self.hidden == others {
            BTreeSet::new()
        } else {
            others
        };
    }

    pub(super) fn show_all(&mut self) {
        self.hidden.clear();
    }

    pub(super) fn retain(&mut self, tagset: &Tagset) {
        self.hidden.retain(|tag| tagset.tag(tag).is_some());
    }
}
