//! Tagsets that differ brought together by a table: what a tag or a kind of link of a colleague's
//! file is here.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::named::Named;
use crate::project::build::EntryParts;
use crate::project::{Annotation, Author, EditError, Entry, Id, Link, Place, Project, Tagset};
use crate::span::Span;

/// What tags and kinds of link become. What stands in no row stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retag {
    /// Tags: their ids in the files, and here; none leaves the marks out.
    pub tags: BTreeMap<Id, Option<Id>>,
    /// Kinds of link, in the same way.
    pub links: BTreeMap<Id, Option<Id>>,
}

/// A project with the tags and kinds of link that a table gives it. A tag that is new there is
/// defined as in `like`, or else as the tag that it was.
///
/// # Errors
/// If the parts do not fit together, which is a fault of the program.
pub fn retag(project: &Project, table: &Retag, like: &Tagset) -> Result<Project, EditError> {
    let entries = project.entries().iter().map(|it| entry(it, table));
    let project = Project::build(
        Arc::new(tagset(project.tagset(), table, like)),
        project.identities().cloned().collect(),
        entries.collect(),
        project.aside().to_vec(),
    )?
    .with_disputes(project.disputes().cloned())
    .with_decisions(project.decisions().cloned())
    .with_comments(project.comments().cloned());
    Ok(project)
}

/// The tags that marks of `other` have and `first` does not use, each with the tag of `first` that
/// is spelled alike: they may well be the same. A tag that `first` has in its tagset is nothing
/// foreign, unless one is spelled alike.
pub fn foreign(first: &Project, other: &Project) -> Vec<(Id, Option<Id>)> {
    let (here, there) = (used(first), used(other));
    let spelled: BTreeMap<String, &Id> = here.iter().map(|id| (spelling(id), id)).collect();
    let odd = there.into_iter().filter(|id| !here.contains(id));
    let found = odd.map(|id| {
        let alike = spelled.get(&spelling(&id)).copied().cloned();
        (id, alike)
    });
    let foreign =
        |(id, alike): &(Id, Option<Id>)| alike.is_some() || first.tagset().tag(id).is_none();
    found.filter(foreign).collect()
}

/// The tags that some mark has.
pub fn used(project: &Project) -> BTreeSet<Id> {
    let tags = project
        .entries()
        .iter()
        .flat_map(|entry| entry.count_by_tag());
    let used = tags.filter(|(_, count)| **count > 0);
    used.map(|(tag, _)| tag.clone()).collect()
}

/// The letters of a name, whatever their case, and without the end of a plural.
fn spelling(id: &Id) -> String {
    let letters = id.as_str().chars().filter(|it| it.is_alphanumeric());
    let letters: String = letters.flat_map(char::to_lowercase).collect();
    letters
        .strip_suffix('s')
        .map(str::to_owned)
        .unwrap_or(letters)
}

fn becomes(table: &BTreeMap<Id, Option<Id>>, id: &Id) -> Option<Id> {
    table.get(id).map_or_else(|| Some(id.clone()), Clone::clone)
}

fn tagset(own: &Tagset, table: &Retag, like: &Tagset) -> Tagset {
    let tags = renamed(&own.tags, &table.tags, |id| like.tag(id));
    let mut links = renamed(&own.links, &table.links, |id| like.link(id));
    let here: BTreeSet<&Id> = tags.iter().map(|tag| &tag.id).collect();
    for kind in &mut links {
        let joins = kind.joins.iter().filter_map(|(from, to)| {
            Some((becomes(&table.tags, from)?, becomes(&table.tags, to)?))
        });
        let joins: BTreeSet<(Id, Id)> = joins.collect();
        let known = joins
            .into_iter()
            .filter(|(from, to)| here.contains(from) && here.contains(to));
        kind.joins = known.collect();
    }
    Tagset {
        tags,
        links,
        ..own.clone()
    }
}

/// A list of parts under the ids that a table gives them, each id once: as `known` has them, or else
/// as they were.
fn renamed<'l, T: Named + 'l>(
    parts: &[T],
    table: &BTreeMap<Id, Option<Id>>,
    known: impl Fn(&Id) -> Option<&'l T>,
) -> Vec<T> {
    let ids = parts.iter().map(Named::id);
    let stays = ids.filter(|id| becomes(table, id).as_ref() == Some(id));
    let mut taken: BTreeSet<Id> = stays.cloned().collect();
    let found = parts.iter().filter_map(|part| {
        let to = becomes(table, part.id())?;
        if to == *part.id() {
            return Some(part.clone());
        }
        let renamed = || {
            known(&to)
                .cloned()
                .unwrap_or_else(|| part.under(to.clone()))
        };
        taken.insert(to.clone()).then(renamed)
    });
    found.collect()
}

fn entry(entry: &Entry, table: &Retag) -> EntryParts {
    let (mut marks, into) = marks(entry, table);
    let here: BTreeSet<Id> = marks.keys().cloned().collect();
    let end = |id: &Id| {
        let id = into.get(id).unwrap_or(id);
        here.contains(id).then(|| id.clone())
    };
    for mark in marks.values_mut() {
        let moved = match &mark.place {
            Place::Implicit {
                beside: Some(id), ..
            } => end(id).as_ref() != Some(id),
            _ => false,
        };
        if moved && let Place::Implicit { beside, .. } = &mut Arc::make_mut(mark).place {
            *beside = beside.as_deref().and_then(end).map(Box::new);
        }
    }
    let links = entry.links().values().filter_map(|link| {
        let link = Link {
            kind: becomes(&table.links, &link.kind)?,
            from: end(&link.from)?,
            to: end(&link.to)?,
            ..Link::clone(link)
        };
        (link.from != link.to).then_some(link)
    });
    let mut arrows = BTreeSet::new();
    let links = links.filter(|link| {
        let author = link.stamp.author.clone();
        let ends = (link.from.clone(), link.to.clone());
        arrows.insert((link.kind.clone(), ends, author))
    });
    let links = links.map(Arc::new).collect();
    EntryParts {
        article: Arc::clone(entry.article()),
        status: entry.status().clone(),
        annotations: marks.into_values().collect(),
        links,
    }
}

/// The marks of an article with their tags, by id, and those that went into another. Two tags may
/// become one: marks on the same words are then the same mark.
fn marks(entry: &Entry, table: &Retag) -> (BTreeMap<Id, Arc<Annotation>>, BTreeMap<Id, Id>) {
    let mut places: BTreeMap<(Id, Author, Span), Id> = BTreeMap::new();
    let mut marks: BTreeMap<Id, Arc<Annotation>> = BTreeMap::new();
    let mut into: BTreeMap<Id, Id> = BTreeMap::new();
    for mark in entry.annotations().values() {
        let Some(tag) = becomes(&table.tags, &mark.tag) else {
            continue;
        };
        if let Some(span) = mark.span() {
            let key = (tag.clone(), mark.stamp.author.clone(), span.clone());
            let first = places.entry(key).or_insert_with(|| mark.id.clone());
            if *first != mark.id {
                into.insert(mark.id.clone(), first.clone());
                if let Some(known) = marks.get_mut(first) {
                    take_in(Arc::make_mut(known), mark);
                }
                continue;
            }
        }
        let mut mark = Arc::clone(mark);
        if mark.tag != tag {
            Arc::make_mut(&mut mark).tag = tag;
        }
        marks.insert(mark.id.clone(), mark);
    }
    (marks, into)
}

/// Takes in what another mark says and this one does not.
fn take_in(mark: &mut Annotation, other: &Annotation) {
    for (id, value) in &other.attributes {
        let slot = mark.attributes.entry(id.clone());
        slot.or_insert_with(|| value.clone());
    }
    if mark.note.is_empty() {
        mark.note.clone_from(&other.note);
    }
    if mark.identity.is_none() {
        mark.identity.clone_from(&other.identity);
    }
}
