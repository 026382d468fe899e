//! The tagset, three ways, and marks made to fit it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Merger;
use super::articles::Outcome;
use super::fields::{Fate, Sides, Spot, Three};
use crate::project::changes::Changes;
use crate::project::tagset::fits;
use crate::project::{
    Annotation, Attribute, Attributes, EditError, Entry, Id, Identity, Link, Subject, Tagset,
};
use crate::review::named::Named;

impl Merger<'_> {
    /// The merged tagset. What marks, links or identities of the result use is in it, although a
    /// side took it out.
    pub(super) fn tagset(&mut self, outcomes: &[Outcome], identities: &[Arc<Identity>]) -> Tagset {
        let (ours, theirs) = (self.ours.tagset(), self.theirs.tagset());
        let base = self.base.map(|it| it.tagset());
        let spot_id = Id::new("tagset");
        let spot = Spot {
            article: None,
            about: Subject::Tagset,
            thing: &spot_id,
        };
        let entries = || outcomes.iter().map(|it| &it.entry);
        let tags: BTreeSet<&Id> = entries().flat_map(|it| it.count_by_tag().keys()).collect();
        let links = entries().flat_map(|it| it.links().values());
        let kinds: BTreeSet<&Id> = links.map(|link| &link.kind).collect();
        let entity_kinds: BTreeSet<&Id> = identities.iter().map(|it| &it.kind).collect();
        let said: BTreeSet<&Id> = entries()
            .flat_map(|it| it.status().attributes.keys())
            .collect();
        let name = (base.map(|it| &it.name), &ours.name, &theirs.name);
        let mut merged = Tagset {
            name: self.field(spot, "name", name, |name| Some(name.clone())),
            tags: self.list(base.map(|it| &it.tags), &ours.tags, &theirs.tags, &tags),
            links: self.list(base.map(|it| &it.links), &ours.links, &theirs.links, &kinds),
            entity_kinds: self.list(
                base.map(|it| &it.entity_kinds),
                &ours.entity_kinds,
                &theirs.entity_kinds,
                &entity_kinds,
            ),
            article_attributes: self.list(
                base.map(|it| &it.article_attributes),
                &ours.article_attributes,
                &theirs.article_attributes,
                &said,
            ),
        };
        make_sound(&mut merged);
        merged
    }

    /// A list of named parts, each as a whole; the order is that of the version before, with new
    /// parts behind it.
    fn list<T: Named>(
        &mut self,
        base: Option<&Vec<T>>,
        ours: &[T],
        theirs: &[T],
        used: &BTreeSet<&Id>,
    ) -> Vec<T> {
        if ours == theirs || base.is_some_and(|base| base == theirs) {
            return with_used(ours, theirs, base, used);
        }
        if base.is_some_and(|base| base == ours) {
            return with_used(theirs, ours, base, used);
        }
        let by_id = |list: &'_ [T]| -> BTreeMap<Id, T> {
            list.iter()
                .map(|it| (it.id().clone(), it.clone()))
                .collect()
        };
        let (base_map, our_map, their_map) = (
            base.map(|it| by_id(it)).unwrap_or_default(),
            by_id(ours),
            by_id(theirs),
        );
        let sides = Sides {
            has_base: base.is_some(),
            base: base_map.iter().collect(),
            ours: our_map.iter().collect(),
            theirs: their_map.iter().collect(),
        };
        let mut found: BTreeMap<Id, T> = BTreeMap::new();
        for (id, it) in sides.walk() {
            let kept = match it.fate() {
                Fate::Gone if used.contains(id) => it.any(),
                Fate::Gone => None,
                Fate::Kept(part) | Fate::Deleted(part) => Some(part),
                Fate::Both => self.part(id, it),
            };
            found.extend(kept.map(|part| (id.clone(), part)));
        }
        let order = base.into_iter().flatten().map(|it| it.id().clone());
        let order: Vec<Id> = order.filter(|id| found.contains_key(id)).collect();
        let mut list: Vec<T> = order.iter().filter_map(|id| found.remove(id)).collect();
        list.extend(found.into_values());
        list
    }

    fn part<T: Named>(&mut self, id: &Id, it: Three<'_, T>) -> Option<T> {
        let (ours, theirs) = it.ours.zip(it.theirs)?;
        let spot = Spot {
            article: None,
            about: Subject::Tagset,
            thing: id,
        };
        let words = |part: &T| Some(format!("{part:?}"));
        Some(self.field(spot, "definition", (it.base, ours, theirs), words))
    }

    /// The entries with every value that the merged tagset does not allow taken out of its mark or
    /// link and kept as a dispute: one side set a value where the other changed what may be set.
    pub(super) fn fitted(
        &mut self,
        tagset: &Tagset,
        outcomes: Vec<Outcome>,
    ) -> Result<Vec<Arc<Entry>>, EditError> {
        let mut sides = [self.ours, self.theirs].into_iter();
        // What a side has fits its own tagset.
        let as_before = sides.all(|side| **side.tagset() == *tagset);
        let fit = |Outcome { entry, changed }: Outcome| {
            let odd = match as_before {
                true => {
                    let marks = changed.iter().filter_map(|id| entry.annotation(id));
                    self.odd(tagset, &entry, marks)
                }
                false => self.odd(tagset, &entry, entry.annotations().values()),
            };
            let mut status = entry.status().clone();
            let misfits = misfits(&status.attributes, &tagset.article_attributes);
            status.attributes.retain(|id, _| !misfits.contains_key(id));
            if odd.marks.is_empty() && odd.links.is_empty() && misfits.is_empty() {
                return Ok(entry);
            }
            let article = entry.article();
            self.left_over(None, Subject::Article, &article.id, misfits);
            let fitted = entry.with(Arc::clone(article), status, &odd)?;
            Ok(Arc::new(fitted))
        };
        outcomes.into_iter().map(fit).collect()
    }

    /// What becomes of those of an article's marks and of its links that hold a value which the tagset
    /// does not allow: they go without it.
    fn odd<'m>(
        &mut self,
        tagset: &Tagset,
        entry: &Entry,
        marks: impl Iterator<Item = &'m Arc<Annotation>>,
    ) -> Changes {
        let article = Some(&entry.article().id);
        let mut changes = Changes::default();
        for mark in marks {
            let allowed = tagset.tag(&mark.tag).map(|tag| tag.attributes.as_slice());
            let odd = misfits(&mark.attributes, allowed.unwrap_or_default());
            if !odd.is_empty() {
                let mut fit = Annotation::clone(mark);
                fit.attributes.retain(|id, _| !odd.contains_key(id));
                self.left_over(article, Subject::Mark, &mark.id, odd);
                changes.marks.insert(mark.id.clone(), Some(Arc::new(fit)));
            }
        }
        for link in entry.links().values() {
            let allowed = tagset.link(&link.kind).map(|it| it.attributes.as_slice());
            let odd = misfits(&link.attributes, allowed.unwrap_or_default());
            if !odd.is_empty() {
                let mut fit = Link::clone(link);
                fit.attributes.retain(|id, _| !odd.contains_key(id));
                self.left_over(article, Subject::Link, &link.id, odd);
                changes.links.insert(link.id.clone(), Some(Arc::new(fit)));
            }
        }
        changes
    }

    fn left_over(&mut self, article: Option<&Id>, about: Subject, thing: &Id, odd: Attributes) {
        for (id, value) in odd {
            let spot = Spot {
                article,
                about,
                thing,
            };
            let field = format!("attribute {id}");
            self.conflict(spot, &field, None, Some(value.to_string()));
        }
    }
}

fn misfits(values: &Attributes, allowed: &[Attribute]) -> Attributes {
    let odd = values
        .iter()
        .filter(|(id, value)| !fits(allowed, id, value));
    odd.map(|(id, value)| (id.clone(), value.clone())).collect()
}

/// A list with what it lacks of the parts that are in use.
fn with_used<T: Named>(
    list: &[T],
    other: &[T],
    base: Option<&Vec<T>>,
    used: &BTreeSet<&Id>,
) -> Vec<T> {
    let mut found = list.to_vec();
    let here: BTreeSet<Id> = list.iter().map(|it| it.id().clone()).collect();
    let rest = other.iter().chain(base.into_iter().flatten());
    let mut missing: BTreeMap<Id, T> = BTreeMap::new();
    for part in rest.filter(|it| used.contains(it.id()) && !here.contains(it.id())) {
        missing
            .entry(part.id().clone())
            .or_insert_with(|| part.clone());
    }
    found.extend(missing.into_values());
    found
}

/// Gives offered tags that came to share a letter or a key others, and lets links join known tags.
fn make_sound(tagset: &mut Tagset) {
    let known: BTreeSet<Id> = tagset.tags.iter().map(|tag| tag.id.clone()).collect();
    for kind in &mut tagset.links {
        kind.joins
            .retain(|(from, to)| known.contains(from) && known.contains(to));
    }
    let lower = |letter: char| letter.to_lowercase().collect::<String>();
    let mut letters: BTreeSet<String> = BTreeSet::new();
    let mut keys: BTreeSet<char> = BTreeSet::new();
    for tag in tagset.tags.iter_mut().filter(|tag| !tag.retired) {
        if letters.contains(&lower(tag.letter)) {
            let wanted = tag
                .name
                .chars()
                .filter(|c| c.is_alphabetic())
                .chain('A'..='Z');
            let free = wanted
                .flat_map(char::to_uppercase)
                .find(|letter| !letters.contains(&lower(*letter)));
            tag.letter = free.unwrap_or(tag.letter);
        }
        letters.insert(lower(tag.letter));
        if tag.key.is_some_and(|key| !keys.insert(key)) {
            tag.key = None;
        }
    }
}
