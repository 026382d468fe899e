//! The links of a mark, as they are read from it.

use std::sync::Arc;

use super::{MarkFace, ValueRow, one_line};
use crate::project::{Annotation, Entry, Id, Link, Tagset, Value};

/// A link of the selected mark.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkRow {
    /// Which link.
    pub id: Id,
    /// Which kind.
    pub kind: Id,
    /// The kind's name, read from the selected mark.
    pub name: String,
    /// When to use the kind.
    pub guideline: String,
    /// Whether it starts at the selected mark.
    pub outgoing: bool,
    /// The mark at its other end.
    pub other: MarkFace,
    /// The kinds that it could be of, itself among them, with their names read from here.
    pub kinds: Vec<(Id, String)>,
    /// What can be said of it.
    pub values: Vec<ValueRow>,
    /// Its note.
    pub note: String,
}

impl LinkRow {
    /// What is said of the link, in one line; empty if nothing is.
    pub fn summary(&self) -> String {
        let said = self.values.iter().filter_map(|row| match &row.value {
            Some(Value::Flag(true)) => Some(row.name.clone()),
            Some(Value::Flag(false)) | None => None,
            Some(value) => Some(format!("{}: {value}", row.name)),
        });
        let note = Some(one_line(&self.note)).filter(|note| !note.is_empty());
        said.chain(note).collect::<Vec<_>>().join(" · ")
    }
}

pub(super) fn link_rows(tagset: &Tagset, entry: &Entry, mark: &Annotation) -> Vec<LinkRow> {
    let rank = |kind: &Id| tagset.links.iter().position(|other| other.id == *kind);
    let mut links: Vec<&Arc<Link>> = entry.links_of(&mark.id).collect();
    links.sort_by_key(|link| (link.from != mark.id, rank(&link.kind)));
    let row = |link: &Arc<Link>| link_row(tagset, entry, mark, link);
    links.into_iter().filter_map(row).collect()
}

fn link_row(tagset: &Tagset, entry: &Entry, mark: &Annotation, link: &Link) -> Option<LinkRow> {
    let outgoing = link.from == mark.id;
    let other = entry.annotation(if outgoing { &link.to } else { &link.from })?;
    let kind = tagset.link(&link.kind);
    let (from, to) = if outgoing {
        (&mark.tag, &other.tag)
    } else {
        (&other.tag, &mark.tag)
    };
    let name = |id: &Id| link_name(tagset, id, outgoing);
    let fitting = tagset.links_between(from, to);
    let mut kinds: Vec<(Id, String)> = fitting
        .iter()
        .map(|kind| (kind.id.clone(), name(&kind.id)))
        .collect();
    if !kinds.iter().any(|(id, _)| *id == link.kind) {
        kinds.insert(0, (link.kind.clone(), name(&link.kind)));
    }
    Some(LinkRow {
        id: link.id.clone(),
        kind: link.kind.clone(),
        name: name(&link.kind),
        guideline: kind.map(|kind| kind.guideline.clone()).unwrap_or_default(),
        outgoing,
        other: MarkFace::new(tagset, &entry.article().text, other),
        kinds,
        values: ValueRow::all(kind.map_or(&[], |kind| &kind.attributes), &link.attributes),
        note: link.note.to_string(),
    })
}

/// A link kind's name, read from its start or from its end; one without a reverse is read as it
/// is, since the arrow says which way it runs.
fn link_name(tagset: &Tagset, kind: &Id, outgoing: bool) -> String {
    match tagset.link(kind) {
        Some(kind) if outgoing || kind.reverse.is_empty() => kind.name.clone(),
        Some(kind) => kind.reverse.clone(),
        None => kind.to_string(),
    }
}
