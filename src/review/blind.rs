//! A blind pass: articles are marked while what was marked on them before is out of sight.

use std::sync::Arc;

use super::merge::entry_parts;
use crate::project::build::EntryParts;
use crate::project::{Entry, Project, Status};

/// The articles of a project with its tagset, and nothing marked or said of them.
pub fn without_marks(project: &Project) -> Project {
    let entries = project.entries().iter().map(|entry| EntryParts {
        article: Arc::clone(entry.article()),
        status: Status::default(),
        annotations: Vec::new(),
        links: Vec::new(),
    });
    let tagset = Arc::clone(project.tagset());
    let built = Project::build(tagset, Vec::new(), entries.collect(), Vec::new());
    // Articles alone cannot fail to fit together.
    built.unwrap_or_default()
}

/// The project with those of its articles only that are done in another.
pub fn only_done(project: &Project, other: &Project) -> Project {
    let done = |entry: &&Arc<Entry>| {
        let twin = other.entry(&entry.article().id);
        twin.is_some_and(|it| it.status().done)
    };
    let entries = project.entries().iter().filter(done);
    let built = Project::build(
        Arc::clone(project.tagset()),
        project.identities().cloned().collect(),
        entries.map(entry_parts).collect(),
        Vec::new(),
    );
    // Whole articles of a sound project fit together.
    built.unwrap_or_default()
}
