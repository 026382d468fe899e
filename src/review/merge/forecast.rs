//! What a merge would do to one's own project, told before it is done.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::Merged;
use crate::project::{Dispute, Entry, Id, Project, Subject};
use crate::review::diff::{How, diff, named_link, named_mark, quote};

/// What a merge would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forecast {
    /// How many things are new: marks, links, identities, articles, parts of the tagset.
    pub added: usize,
    /// How many are changed.
    pub changed: usize,
    /// How many are taken away, because the other side deleted them.
    pub deleted: usize,
    /// How many both changed in different ways.
    pub conflicts: usize,
    /// What is of no article first, then article by article in their order.
    pub parts: Vec<Part>,
}

/// What it would do to one article, or to what stands in none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// The article's title; none for tagset, identities and the list of articles.
    pub title: Option<String>,
    /// What was changed in different ways, a sentence each without a full stop.
    pub conflicts: Vec<String>,
    /// What would be new, changed or gone, likewise.
    pub changes: Vec<String>,
}

impl Forecast {
    /// What a merge does to `ours`.
    pub fn of(ours: &Project, merged: &Merged) -> Self {
        let project = &merged.project;
        let mut found = Self {
            conflicts: merged.conflicts.len(),
            ..Self::default()
        };
        let mut parts: BTreeMap<Option<Id>, Part> = BTreeMap::new();
        for conflict in &merged.conflicts {
            let part = parts.entry(conflict.article.clone()).or_default();
            part.conflicts.push(sentence(project, conflict));
        }
        let mut counted = BTreeSet::new();
        for change in diff(ours, project) {
            let thing = (change.article.clone(), change.about, change.thing.clone());
            // Several sentences may be about one thing.
            if counted.insert(thing) {
                *match change.how {
                    How::Added => &mut found.added,
                    How::Deleted => &mut found.deleted,
                    How::Changed => &mut found.changed,
                } += 1;
            }
            let part = parts.entry(change.article).or_default();
            part.changes.push(change.sentence);
        }
        found.parts.extend(parts.remove(&None));
        for entry in project.entries() {
            let article = entry.article();
            if let Some(part) = parts.remove(&Some(article.id.clone())) {
                found.parts.push(Part {
                    title: Some(article.title.clone()),
                    ..part
                });
            }
        }
        found
    }

    /// Whether the merge would change nothing.
    pub fn is_empty(&self) -> bool {
        self.added + self.changed + self.deleted + self.conflicts == 0
    }
}

/// «12 new, 3 changed, 1 conflict».
impl fmt::Display for Forecast {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let conflicts = match self.conflicts {
            1 => "conflict",
            _ => "conflicts",
        };
        let counts = [
            (self.added, "new"),
            (self.changed, "changed"),
            (self.deleted, "gone"),
            (self.conflicts, conflicts),
        ];
        let words = counts.iter().filter(|(count, _)| *count > 0);
        let words: Vec<String> = words.map(|(n, what)| format!("{n} {what}")).collect();
        match words.as_slice() {
            [] => f.write_str("nothing that is not here"),
            words => f.write_str(&words.join(", ")),
        }
    }
}

/// A conflict in words: «tag of claim «The dam holds»: Mara says «claim», Jonas says «rebuttal»».
pub fn sentence(project: &Project, conflict: &Dispute) -> String {
    let named = named(project, conflict);
    let said = conflict.readings.iter().map(|reading| {
        let by = &reading.by;
        match (conflict.field.as_str(), reading.value.as_deref()) {
            ("deleted", Some("deleted")) => format!("{by} deleted it"),
            ("deleted", _) => format!("{by} changed it"),
            (_, Some(words)) => format!("{by} says {}", quote(words)),
            (_, None) => format!("{by} says nothing"),
        }
    });
    let said: Vec<String> = said.collect();
    let what = match conflict.field.as_str() {
        "deleted" => named,
        field => format!("{field} of {named}"),
    };
    format!("{what}: {}", said.join(", "))
}

/// What a conflict is about, in words.
fn named(project: &Project, conflict: &Dispute) -> String {
    let entry = |id: &Id| -> Option<&Entry> { project.entry(id) };
    let here = conflict.article.as_ref().and_then(entry);
    let thing = &conflict.thing;
    let found = match conflict.about {
        Subject::Mark => here.and_then(|it| Some(named_mark(it, it.annotation(thing)?))),
        Subject::Link => here.and_then(|it| Some(named_link(it, it.link(thing)?))),
        Subject::Identity => project
            .identity(thing)
            .map(|it| format!("the identity {}", quote(&it.name))),
        Subject::Article => {
            entry(thing).map(|it| format!("the article {}", quote(&it.article().title)))
        }
        Subject::Tagset => Some(format!("the tagset, {thing}")),
    };
    found.unwrap_or_else(|| format!("{} {thing}", conflict.about.name()))
}
