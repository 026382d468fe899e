//! Changing the tagset under marks that use it.

use std::sync::Arc;

use super::tagging::twin;
use super::{Notice, Outcome, Workbench, World};
use crate::command::{Command, TagMarks};
use crate::project::tagset::fits;
use crate::project::{Annotation, Attributes, Edit, Id, Link, Status, Tag, Tagset};

impl Workbench {
    /// How many marks have a tag, and in how many articles.
    pub fn uses_of(&self, tag: &Id) -> (usize, usize) {
        let counts = self.project.entries().iter().map(|entry| {
            entry
                .annotations()
                .values()
                .filter(|mark| mark.tag == *tag)
                .count()
        });
        counts
            .filter(|n| *n > 0)
            .fold((0, 0), |(marks, articles), n| (marks + n, articles + 1))
    }

    /// Puts another tagset in the place of this one. Values that it does not allow are taken away
    /// in the same step; a tag, link kind or kind of entity that is in use must stay.
    pub(super) fn set_tagset(&mut self, tagset: Tagset, name: &str) -> Outcome {
        if tagset == **self.project.tagset() {
            return Outcome::default();
        }
        if let Some(violation) = tagset.check().first() {
            return Outcome::notice(Notice::error(
                "The tagset was not changed",
                sentence(violation),
            ));
        }
        if let Some(missing) = self.missing_from(&tagset) {
            return Outcome::notice(Notice::error("The tagset was not changed", missing));
        }
        let mut edits = self.edits_dropping_values(&tagset);
        let dropped = edits.len();
        edits.insert(0, Edit::Tagset(Arc::new(tagset)));
        let mark = self.selection.mark.clone();
        let outcome = self.commit(name, edits, mark);
        match dropped {
            0 => outcome,
            n => outcome.saying(
                Notice::warning(format!("{name}: {n} values went with it"), "")
                    .with_action("Undo", Command::Undo),
            ),
        }
    }

    pub(super) fn delete_tag(
        &mut self,
        tag: &Id,
        marks: &TagMarks,
        world: &mut World<'_>,
    ) -> Outcome {
        let mut tagset = (**self.project.tagset()).clone();
        let Some(old) = tagset.tag(tag).cloned() else {
            return Outcome::default();
        };
        let uses = self.marks_with(tag);
        let mut edits = match marks {
            TagMarks::Retire => {
                tagset
                    .tags
                    .iter_mut()
                    .filter(|t| t.id == *tag)
                    .for_each(|t| t.retired = true);
                Vec::new()
            }
            TagMarks::Delete => self.edits_deleting(&uses),
            TagMarks::Retag(other) => match tagset.tag(other) {
                Some(other) if other.id != *tag => self.edits_retagging(&uses, other, world),
                _ => return Outcome::default(),
            },
        };
        if *marks != TagMarks::Retire {
            tagset.tags.retain(|t| t.id != *tag);
            for kind in &mut tagset.links {
                kind.joins.retain(|(from, to)| from != tag && to != tag);
            }
        }
        edits.push(Edit::Tagset(Arc::new(tagset)));
        let mark = self.selection.mark.clone();
        let outcome = self.commit(format!("Delete tag {}", old.name), edits, mark);
        let notice = Notice::plain(format!("Deleted the tag {}", old.name), "");
        outcome.saying(notice.with_action("Undo", Command::Undo))
    }

    fn marks_with(&self, tag: &Id) -> Vec<(Id, Id)> {
        let mut found = Vec::new();
        for entry in self.project.entries() {
            let marks = entry.annotations().values().filter(|mark| mark.tag == *tag);
            found.extend(marks.map(|mark| (entry.article().id.clone(), mark.id.clone())));
        }
        found
    }

    /// Gives marks another tag. One that would become the twin of a mark that is there goes.
    fn edits_retagging(&self, marks: &[(Id, Id)], tag: &Tag, world: &World<'_>) -> Vec<Edit> {
        let (mut edits, mut twins) = (Vec::new(), Vec::new());
        for (article, id) in marks {
            let Some(entry) = self.project.entry(article) else {
                continue;
            };
            let Some(old) = entry.annotation(id) else {
                continue;
            };
            let there = old
                .span()
                .and_then(|span| twin(entry, &tag.id, span, &old.stamp.author, Some(id)));
            if there.is_some() {
                twins.push((article.clone(), id.clone()));
                continue;
            }
            let mut new = Annotation {
                tag: tag.id.clone(),
                ..(**old).clone()
            };
            new.attributes
                .retain(|id, value| fits(&tag.attributes, id, value));
            new.stamp = old.stamp.touched(world.now);
            let (article, id) = (article.clone(), id.clone());
            edits.push(Edit::Annotation {
                article,
                id,
                to: Some(Arc::new(new)),
            });
        }
        edits.extend(self.edits_deleting(&twins));
        edits
    }

    /// What is in use and not in `tagset`, as a sentence.
    fn missing_from(&self, tagset: &Tagset) -> Option<String> {
        for entry in self.project.entries() {
            for mark in entry.annotations().values() {
                if tagset.tag(&mark.tag).is_none() {
                    return Some(format!(
                        "Marks have the tag «{}», which it lacks.",
                        mark.tag
                    ));
                }
            }
            for link in entry.links().values() {
                if tagset.link(&link.kind).is_none() {
                    return Some(format!(
                        "Links are of kind «{}», which it lacks.",
                        link.kind
                    ));
                }
            }
        }
        let mut lost = self.project.identities();
        let lost = lost.find(|identity| tagset.entity_kind(&identity.kind).is_none());
        lost.map(|identity| {
            format!(
                "Identities are of kind «{}», which it lacks.",
                identity.kind
            )
        })
    }

    fn edits_dropping_values(&self, tagset: &Tagset) -> Vec<Edit> {
        let mut edits = Vec::new();
        for entry in self.project.entries() {
            let article = &entry.article().id;
            let status = entry.status();
            if let Some(attributes) = fitting(&status.attributes, &tagset.article_attributes) {
                let to = Status {
                    attributes,
                    ..*status
                };
                edits.push(Edit::Status {
                    article: article.clone(),
                    to,
                });
            }
            for mark in entry.annotations().values() {
                let allowed = tagset.tag(&mark.tag).map_or(&[][..], |tag| &tag.attributes);
                if let Some(attributes) = fitting(&mark.attributes, allowed) {
                    let to = Some(Arc::new(Annotation {
                        attributes,
                        ..(**mark).clone()
                    }));
                    let (article, id) = (article.clone(), mark.id.clone());
                    edits.push(Edit::Annotation { article, id, to });
                }
            }
            for link in entry.links().values() {
                let allowed = tagset
                    .link(&link.kind)
                    .map_or(&[][..], |kind| &kind.attributes);
                if let Some(attributes) = fitting(&link.attributes, allowed) {
                    let to = Some(Arc::new(Link {
                        attributes,
                        ..(**link).clone()
                    }));
                    let (article, id) = (article.clone(), link.id.clone());
                    edits.push(Edit::Link { article, id, to });
                }
            }
        }
        edits
    }
}

/// The values that still fit; `None` if all do.
fn fitting(values: &Attributes, allowed: &[crate::project::Attribute]) -> Option<Attributes> {
    let mut kept = values.clone();
    kept.retain(|id, value| fits(allowed, id, value));
    (kept != *values).then_some(kept)
}

fn sentence(violation: &crate::project::Violation) -> String {
    let text = violation.to_string();
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(letters).chain(['.']).collect()
}
