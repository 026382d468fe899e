//! Changing the tagset under marks that use it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::changing::without_neighbour;
use super::tagging::twin;
use super::{Notice, Outcome, Workbench, World};
use crate::command::{Command, TagMarks};
use crate::project::tagset::fits;
use crate::project::{
    Annotation, Attribute, Attributes, Edit, Id, Link, Status, Tag, Tagset, Value, ValueKind,
};

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

    /// Puts another tagset in the place of this one. In the same step values follow a word of a
    /// choice that was renamed, and those that the new tagset does not allow are taken away; a
    /// tag, link kind or kind of entity that is in use must stay.
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
        let (mut edits, dropped) = self.edits_to_values(&tagset);
        edits.insert(0, Edit::Tagset(Arc::new(tagset)));
        let mark = self.selection.mark.clone();
        let outcome = self.commit(name, edits, mark);
        match dropped {
            0 => outcome,
            n => {
                let values = if n == 1 { "value" } else { "values" };
                let title = format!("{name}: {n} {values} went with it");
                outcome.saying(Notice::warning(title, "").with_action("Undo", Command::Undo))
            }
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
        if old.retired && *marks == TagMarks::Retire {
            return Outcome::default();
        }
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
        let (does, did) = match marks {
            TagMarks::Retire => ("Retire", "Retired"),
            TagMarks::Retag(_) | TagMarks::Delete => ("Delete", "Deleted"),
        };
        let outcome = self.commit(format!("{does} tag {}", old.name), edits, mark);
        let notice = Notice::plain(format!("{did} the tag {}", old.name), "");
        outcome.saying(notice.with_action("Undo", Command::Undo))
    }

    fn marks_with(&self, tag: &Id) -> BTreeSet<(Id, Id)> {
        let mut found = BTreeSet::new();
        for entry in self.project.entries() {
            let marks = entry.annotations().values().filter(|mark| mark.tag == *tag);
            found.extend(marks.map(|mark| (entry.article().id.clone(), mark.id.clone())));
        }
        found
    }

    /// Gives marks another tag. One that would become the twin of a mark that is there goes.
    fn edits_retagging(
        &self,
        marks: &BTreeSet<(Id, Id)>,
        tag: &Tag,
        world: &World<'_>,
    ) -> Vec<Edit> {
        let find = |(article, id): &(Id, Id)| {
            let entry = self.project.entry(article)?;
            Some((entry, entry.annotation(id)?))
        };
        let is_twin = |place: &(Id, Id)| {
            let Some((entry, old)) = find(place) else {
                return false;
            };
            let author = &old.stamp.author;
            old.span()
                .is_some_and(|span| twin(entry, &tag.id, span, author, Some(&old.id)).is_some())
        };
        let (twins, others): (BTreeSet<_>, BTreeSet<_>) = marks.iter().cloned().partition(is_twin);
        let mut edits = self.edits_deleting(&twins);
        for place in others {
            let Some((_, old)) = find(&place) else {
                continue;
            };
            let gone = |mark: &Id| twins.contains(&(place.0.clone(), mark.clone()));
            let mut new = without_neighbour(old, gone).unwrap_or_else(|| (**old).clone());
            new.tag = tag.id.clone();
            new.attributes
                .retain(|id, value| fits(&tag.attributes, id, value));
            new.stamp = old.stamp.touched(world.now);
            let (article, id) = place.clone();
            edits.push(Edit::Annotation {
                article,
                id,
                to: Some(Arc::new(new)),
            });
        }
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

    /// What becomes of values under another tagset, and how many are lost.
    fn edits_to_values(&self, tagset: &Tagset) -> (Vec<Edit>, usize) {
        let old = self.project.tagset();
        let (mut edits, mut lost) = (Vec::new(), 0);
        let mut fit = |values: &Attributes, before: &[Attribute], after: &[Attribute]| {
            let kept = fitting(values, before, after);
            lost += values.len() - kept.len();
            (kept != *values).then_some(kept)
        };
        for entry in self.project.entries() {
            let article = &entry.article().id;
            let status = entry.status();
            let (before, after) = (&old.article_attributes, &tagset.article_attributes);
            if let Some(attributes) = fit(&status.attributes, before, after) {
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
                let (before, after) = (old.tag(&mark.tag), tagset.tag(&mark.tag));
                let [before, after] = [before, after].map(|tag| tag.map(|tag| &*tag.attributes));
                let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
                if let Some(attributes) = fit(&mark.attributes, before, after) {
                    let to = Some(Arc::new(Annotation {
                        attributes,
                        ..(**mark).clone()
                    }));
                    let (article, id) = (article.clone(), mark.id.clone());
                    edits.push(Edit::Annotation { article, id, to });
                }
            }
            for link in entry.links().values() {
                let (before, after) = (old.link(&link.kind), tagset.link(&link.kind));
                let [before, after] =
                    [before, after].map(|kind| kind.map(|kind| &*kind.attributes));
                let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
                if let Some(attributes) = fit(&link.attributes, before, after) {
                    let to = Some(Arc::new(Link {
                        attributes,
                        ..(**link).clone()
                    }));
                    let (article, id) = (article.clone(), link.id.clone());
                    edits.push(Edit::Link { article, id, to });
                }
            }
        }
        (edits, lost)
    }
}

/// The values that fit after a change of attributes; those of a renamed choice under its new word.
fn fitting(values: &Attributes, before: &[Attribute], after: &[Attribute]) -> Attributes {
    let kept = values.iter().filter_map(|(id, value)| {
        if fits(after, id, value) {
            return Some((id.clone(), value.clone()));
        }
        let of = |list: &[Attribute]| {
            let found = list.iter().find(|attribute| attribute.id == *id);
            found.map(|attribute| attribute.kind.clone())
        };
        let renamed = renamed(value.as_text()?, &of(before)?, &of(after)?)?;
        Some((id.clone(), Value::text(renamed)))
    });
    kept.collect()
}

/// The word that now stands in the place of `word`, if both choices have as many and the new one
/// was not there before: then it is the same choice in other words.
fn renamed(word: &str, before: &ValueKind, after: &ValueKind) -> Option<String> {
    let (ValueKind::Choice(before), ValueKind::Choice(after)) = (before, after) else {
        return None;
    };
    let place = before.iter().position(|other| other == word)?;
    let new = after.get(place).filter(|_| before.len() == after.len())?;
    (!before.contains(new)).then(|| new.clone())
}

fn sentence(violation: &crate::project::Violation) -> String {
    let text = violation.to_string();
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(letters).chain(['.']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_renamed_choice_is_told_from_another_one() {
        let choice = |words: &str| ValueKind::Choice(words.split(' ').map(str::to_owned).collect());
        let renamed = |word, before, after| renamed(word, &choice(before), &choice(after));
        let sure = Some("sure".to_owned());
        assert_eq!(
            renamed("certain", "possible certain", "possible sure"),
            sure
        );
        assert_eq!(
            renamed("certain", "possible certain", "sure possible"),
            None
        );
        assert_eq!(renamed("certain", "possible certain", "possible"), None);
        assert_eq!(
            renamed("certain", "certain possible", "possible sure"),
            None
        );
        assert_eq!(renamed("certain", "certain", "possible sure"), None);
    }
}
