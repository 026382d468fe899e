//! Which state of which project a panel's rows were made from, so that they are made once a state
//! and not once a frame.

use std::sync::{Arc, Weak};

use crate::history::Revision;
use crate::project::{Entry, Tagset};
use crate::workbench::Workbench;

/// A state of a project; two are equal only if nothing can have changed between them.
///
/// Revisions begin anew with each project, so tagset and first article stand beside the revision.
/// The article is held weakly: that keeps its address taken without making the project copy it
/// before it changes it.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    revision: Revision,
    tagset: Option<Arc<Tagset>>,
    first: Weak<Entry>,
    articles: usize,
    aside: usize,
}

impl Seen {
    /// The state that the workbench's project is in.
    pub fn of(workbench: &Workbench) -> Self {
        let project = workbench.project();
        let first = project.entries().first();
        Self {
            revision: workbench.revision(),
            tagset: Some(Arc::clone(project.tagset())),
            first: first.map(Arc::downgrade).unwrap_or_default(),
            articles: project.entries().len(),
            aside: project.aside().len(),
        }
    }
}

impl PartialEq for Seen {
    fn eq(&self, other: &Self) -> bool {
        let tagset = match (&self.tagset, &other.tagset) {
            (Some(one), Some(two)) => Arc::ptr_eq(one, two),
            (one, two) => one.is_none() && two.is_none(),
        };
        tagset
            && self.revision == other.revision
            && self.articles == other.articles
            && self.aside == other.aside
            && Weak::ptr_eq(&self.first, &other.first)
    }
}

/// Whether an article is still exactly what a weak hold on it was taken from.
pub fn is_same(held: &Weak<Entry>, entry: &Arc<Entry>) -> bool {
    std::ptr::eq(held.as_ptr(), Arc::as_ptr(entry))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Project;

    #[test]
    fn two_projects_of_one_revision_are_told_apart() {
        let one = Workbench::new(Project::default(), "");
        let two = Workbench::new(Project::default(), "");
        assert!(Seen::of(&one) == Seen::of(&one));
        assert!(Seen::of(&one) != Seen::of(&two));
        assert!(Seen::default() != Seen::of(&one));
    }
}
