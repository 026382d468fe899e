//! What of a tagset is in use, counted once for each state of the project.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::history::Revision;
use crate::project::{Id, Project, Tagset};
use crate::workbench::Workbench;

/// How often the parts of a tagset are used.
#[derive(Clone, Debug, Default)]
pub struct Uses {
    /// Marks and articles by tag.
    tags: BTreeMap<Id, (usize, usize)>,
    links: BTreeMap<Id, usize>,
    kinds: BTreeMap<Id, usize>,
    /// The state that was counted. Each project that is opened brings its own tagset, so the two
    /// together never belong to another project.
    counted: Option<(Revision, Arc<Tagset>)>,
}

impl Uses {
    /// Counts anew if the project is in another state than when it was counted last.
    pub fn refresh(&mut self, workbench: &Workbench) {
        let tagset = workbench.project().tagset();
        let now = workbench.revision();
        let same = |(then, of): &(Revision, Arc<Tagset>)| *then == now && Arc::ptr_eq(of, tagset);
        if !self.counted.as_ref().is_some_and(same) {
            *self = Self::of(workbench.project());
            self.counted = Some((now, Arc::clone(tagset)));
        }
    }

    /// Marks that have this tag, and the articles that they stand in.
    pub fn of_tag(&self, tag: &Id) -> (usize, usize) {
        self.tags.get(tag).copied().unwrap_or_default()
    }

    /// Links of this kind.
    pub fn of_link(&self, kind: &Id) -> usize {
        self.links.get(kind).copied().unwrap_or_default()
    }

    /// Identities of this kind.
    pub fn of_kind(&self, kind: &Id) -> usize {
        self.kinds.get(kind).copied().unwrap_or_default()
    }

    fn of(project: &Project) -> Self {
        let mut uses = Self::default();
        for entry in project.entries() {
            let mut here: BTreeMap<&Id, usize> = BTreeMap::new();
            for mark in entry.annotations().values() {
                *here.entry(&mark.tag).or_default() += 1;
            }
            for (tag, count) in here {
                let (marks, articles) = uses.tags.entry(tag.clone()).or_default();
                *marks += count;
                *articles += 1;
            }
            for link in entry.links().values() {
                *uses.links.entry(link.kind.clone()).or_default() += 1;
            }
        }
        for identity in project.identities() {
            *uses.kinds.entry(identity.kind.clone()).or_default() += 1;
        }
        uses
    }
}

/// «12 marks in 3 articles».
pub fn marks_in_articles((marks, articles): (usize, usize)) -> String {
    match marks {
        0 => "no marks".to_owned(),
        _ => format!(
            "{} in {}",
            counted(marks, "mark"),
            counted(articles, "article")
        ),
    }
}

fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
