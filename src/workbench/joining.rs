//! What was read from elsewhere joins the project: one step, whatever it adds.

use std::sync::Arc;

use super::{Notice, Outcome, Workbench};
use crate::command::Command;
use crate::history::Whereabouts;
use crate::project::{Edit, Entry, Id, Project};

impl Workbench {
    /// Takes over what another project, which grew from this one, has more or otherwise. What it
    /// lacks stays.
    pub(super) fn join(&mut self, grown: &Project, name: &str) -> Outcome {
        let edits = edits_to(&self.project, grown);
        let (mut marks, mut articles) = (0_usize, 0_usize);
        let mut first: Option<Id> = None;
        for edit in &edits {
            match edit {
                Edit::Annotation { article, id, .. } => {
                    let known = self.project.entry(article);
                    let new = known.is_none_or(|entry| entry.annotation(id).is_none());
                    marks += usize::from(new);
                    first.get_or_insert_with(|| article.clone());
                }
                Edit::Article { id, .. } if self.project.entry(id).is_none() => {
                    articles += 1;
                    first.get_or_insert_with(|| id.clone());
                }
                _ => {}
            }
        }
        if edits.is_empty() {
            let why = "All of it is in the project already.";
            return Outcome::notice(Notice::plain("Nothing was added", why));
        }
        let here = self.article.as_ref() == first.as_ref();
        let going = match first.filter(|_| !here) {
            Some(article) => Whereabouts {
                article: Some(article),
                ..Whereabouts::default()
            },
            None => self.whereabouts(),
        };
        let outcome = self.commit_going(name, edits, going, None);
        let counted = |count: usize, noun: &str| match count {
            1 => format!("1 {noun}"),
            count => format!("{count} {noun}s"),
        };
        let title = match articles {
            0 => format!("Added {}", counted(marks, "mark")),
            _ => format!(
                "Added {} and {}",
                counted(marks, "mark"),
                counted(articles, "article")
            ),
        };
        let notice = Notice::good(title, "It is one step of the history.");
        outcome.saying(notice.with_action("Undo", Command::Undo))
    }
}

/// The edits that give a project what another has more or otherwise, in an order in which each
/// can be made.
fn edits_to(from: &Project, to: &Project) -> Vec<Edit> {
    let mut edits = Vec::new();
    if from.tagset() != to.tagset() {
        edits.push(Edit::Tagset(Arc::clone(to.tagset())));
    }
    for identity in to.identities() {
        if from.identity(&identity.id) != Some(identity) {
            edits.push(Edit::Identity {
                id: identity.id.clone(),
                to: Some(Arc::clone(identity)),
            });
        }
    }
    let mut end = from.entries().len();
    for entry in to.entries() {
        let known = from.entry(&entry.article().id);
        if known.is_none() {
            edits.push(Edit::Article {
                id: entry.article().id.clone(),
                at: end,
                to: Some(Arc::clone(entry.article())),
            });
            end += 1;
        }
        of_entry(from, known, entry, &mut edits);
    }
    edits
}

/// What an entry has more or otherwise than the one that is known.
fn of_entry(from: &Project, known: Option<&Entry>, entry: &Entry, edits: &mut Vec<Edit>) {
    let article = &entry.article().id;
    if let Some(known) = known
        && known.article() != entry.article()
        && let Some(at) = from.position(article)
    {
        edits.push(Edit::Article {
            id: article.clone(),
            at,
            to: Some(Arc::clone(entry.article())),
        });
    }
    let status = known.map(Entry::status).cloned().unwrap_or_default();
    if status != *entry.status() {
        edits.push(Edit::Status {
            article: article.clone(),
            to: entry.status().clone(),
        });
    }
    for mark in entry.annotations().values() {
        if known.and_then(|known| known.annotation(&mark.id)) != Some(mark) {
            edits.push(Edit::Annotation {
                article: article.clone(),
                id: mark.id.clone(),
                to: Some(Arc::clone(mark)),
            });
        }
    }
    for link in entry.links().values() {
        if known.and_then(|known| known.links().get(&link.id)) != Some(link) {
            edits.push(Edit::Link {
                article: article.clone(),
                id: link.id.clone(),
                to: Some(Arc::clone(link)),
            });
        }
    }
}
