//! Marks and links that both sides made of the same: each pair becomes one, with all that was said
//! of both.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::Merger;
use super::marks::Entries;
use super::renamed::Renamed;
use crate::project::twins::twins;
use crate::project::{Annotation, Entry, Id, Link, Place};
use crate::text::TextRange;

/// The marks and links that go into another, each with the one that it goes into.
type Moved = BTreeMap<Id, Id>;

impl<'p> Merger<'p> {
    /// Two marks by one annotator with one tag on the very same words are one, and so are two links
    /// of one kind between the same marks. Of what both say in different ways, both readings are
    /// kept. No side had twins, so that one of two is a mark that was merged, and these stand from
    /// one of the `new` first words to the last.
    pub(super) fn join_twins(
        &mut self,
        entries: &Entries<'p>,
        (renamed, new): (&Renamed, &HashSet<TextRange>),
        marks: &mut BTreeMap<Id, Arc<Annotation>>,
        links: &mut BTreeMap<Id, Arc<Link>>,
    ) {
        let Some(ours) = entries.ours else { return };
        let (article, text) = (&ours.article().id, &ours.article().text);
        let here = |mark: &&Arc<Annotation>| mark.span().is_some_and(|it| new.contains(&it.hull()));
        let same = twins(marks.values().filter(here));
        let same = same
            .into_iter()
            .map(|(it, first)| (it.clone(), first.clone()));
        let moved: Moved = same.collect();
        for (other, first) in &moved {
            let (Some(other), Some(first)) = (marks.remove(other), marks.get(first)) else {
                continue;
            };
            let as_first = Annotation {
                id: first.id.clone(),
                ..Annotation::clone(&other)
            };
            let has = |entry: &Entry, id: &Id| entry.annotation(id).is_some();
            let is_ours = first_is_ours(entries, &first.id, &other.id, renamed, has);
            let both = match is_ours {
                true => self.mark(article, text, None, first, &as_first),
                false => self.mark(article, text, None, &as_first, first),
            };
            marks.insert(both.id.clone(), Arc::new(both));
        }
        repoint(&moved, marks, links);
        links.retain(|_, link| link.from != link.to);
        for (other, first) in &twin_links(links) {
            let (Some(other), Some(first)) = (links.remove(other), links.get(first)) else {
                continue;
            };
            let as_first = Link {
                id: first.id.clone(),
                ..Link::clone(&other)
            };
            let has = |entry: &Entry, id: &Id| entry.link(id).is_some();
            let is_ours = first_is_ours(entries, &first.id, &other.id, renamed, has);
            let both = match is_ours {
                true => self.link(Some(article), None, first, &as_first),
                false => self.link(Some(article), None, &as_first, first),
            };
            links.insert(both.id.clone(), Arc::new(both));
        }
    }
}

fn twin_links(links: &BTreeMap<Id, Arc<Link>>) -> Moved {
    let mut arrows: BTreeMap<(&Id, &Id, &Id, &str), &Id> = BTreeMap::new();
    let mut moved = Moved::new();
    for link in links.values() {
        let author = link.stamp.author.as_str();
        let key = (&link.kind, &link.from, &link.to, author);
        let first = *arrows.entry(key).or_insert(&link.id);
        if *first != link.id {
            moved.insert(link.id.clone(), first.clone());
        }
    }
    moved
}

/// Whose the first of two twins is: the other side's than the other twin, where that is clear.
fn first_is_ours(
    entries: &Entries<'_>,
    first: &Id,
    other: &Id,
    renamed: &Renamed,
    has: impl Fn(&Entry, &Id) -> bool,
) -> bool {
    let of = |side: Option<&Arc<Entry>>, renamed: &Moved, id: &Id| {
        side.is_some_and(|entry| has(entry, id)) || renamed.values().any(|it| it == id)
    };
    let ours = |id: &Id| of(entries.ours, &renamed.ours, id);
    let theirs = |id: &Id| of(entries.theirs, &renamed.theirs, id);
    match (ours(other), theirs(other)) {
        (true, false) => false,
        (false, true) => true,
        _ if theirs(first) != ours(first) => ours(first),
        // Both sides have both: whoever changed the first made it a twin.
        _ => {
            entries.ours.map(|it| it.annotation(first))
                != entries.base.map(|it| it.annotation(first))
        }
    }
}

/// Lets everything that hung on a mark hang on the one that it went into.
fn repoint(
    moved: &Moved,
    marks: &mut BTreeMap<Id, Arc<Annotation>>,
    links: &mut BTreeMap<Id, Arc<Link>>,
) {
    if moved.is_empty() {
        return;
    }
    for link in links.values_mut() {
        let end = |id: &Id| moved.get(id).unwrap_or(id).clone();
        let (from, to) = (end(&link.from), end(&link.to));
        if (&from, &to) != (&link.from, &link.to) {
            let link = Arc::make_mut(link);
            (link.from, link.to) = (from, to);
        }
    }
    for mark in marks.values_mut() {
        let to = match &mark.place {
            Place::Implicit { beside, .. } => beside.as_ref().and_then(|it| moved.get(it)),
            Place::Span(_) => None,
        };
        if let Some(to) = to
            && let Place::Implicit { beside, .. } = &mut Arc::make_mut(mark).place
        {
            *beside = Some(Box::new(to.clone()));
        }
    }
}
