//! Differences of the marks themselves: missing, tag, words, values.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{About, Dispute, DisputeKind, Said, differ, dispute, said, words};
use crate::project::{Annotation, Id, Place, Value};
use crate::review::align::Sheet;
use crate::review::pairing::{Group, hull};
use crate::span::Span;
use crate::text::TextRange;

pub(super) fn compare(sheet: &Sheet, place: usize, group: &Group, disputes: &mut Vec<Dispute>) {
    let mut add = |kind, readings: Vec<Said>| {
        if differ(&readings) {
            disputes.push(dispute(sheet, kind, place, group, readings));
        }
    };
    let tags = |marks: &[Arc<Annotation>]| {
        let tags: BTreeSet<&str> = marks.iter().map(|mark| mark.tag.as_str()).collect();
        tags.into_iter().collect::<Vec<_>>().join(", ")
    };
    let missing = group.iter().zip(&sheet.columns);
    let hull = hull(group);
    let missing = missing.map(|(marks, column)| match column {
        None => Said::Absent,
        Some(column) if marks.is_empty() => match hull {
            Some(hull) if !column.saw(hull) => Said::Absent,
            _ => Said::Nothing,
        },
        Some(_) => Said::Words(tags(marks)),
    });
    let missing: Vec<Said> = missing.collect();
    if missing.contains(&Said::Nothing) {
        add(DisputeKind::Missing, missing);
    }
    add(
        DisputeKind::Tag,
        said(group, |_, marks| Said::Words(tags(marks))),
    );
    if let Some(kind) = place_kind(group) {
        let readings = said(group, |_, marks| Said::Words(words(sheet, marks)));
        let kinds = group.iter().filter(|marks| !marks.is_empty()).count();
        if kinds > 1 {
            disputes.push(dispute(sheet, kind, place, group, readings));
        }
    }
    for attribute in attributes(group) {
        let readings = said(group, |_, marks| {
            let value = marks.iter().find_map(|mark| mark.attributes.get(attribute));
            value.map_or(Said::Nothing, |value| value_words(attribute, value))
        });
        if differ(&readings) {
            let about = About::Value(attribute.clone());
            let found = dispute(sheet, DisputeKind::Attribute, place, group, readings);
            disputes.push(Dispute { about, ..found });
        }
    }
}

fn value_words(attribute: &Id, value: &Value) -> Said {
    Said::Words(format!("{attribute}: {value}"))
}

/// The attributes that all who marked something here could have given a value, and of which
/// somebody did: a value of an attribute that only another's tag carries is no difference of its
/// own.
fn attributes(group: &Group) -> BTreeSet<&Id> {
    let first = |marks: &'_ Vec<Arc<Annotation>>| marks.first().map(|mark| mark.tag.clone());
    let tags: BTreeSet<Id> = group.iter().filter_map(first).collect();
    let values = |marks: &'_ Vec<Arc<Annotation>>| -> BTreeSet<Id> {
        let all = marks.iter().flat_map(|mark| mark.attributes.keys());
        all.cloned().collect()
    };
    let spoken: Vec<BTreeSet<Id>> = group
        .iter()
        .filter(|marks| !marks.is_empty())
        .map(values)
        .collect();
    let all = group
        .iter()
        .flatten()
        .flat_map(|mark| mark.attributes.keys());
    all.filter(|id| tags.len() < 2 || spoken.iter().all(|it| it.contains(*id)))
        .collect()
}

/// Whether the words differ, and how. Implicit marks differ in their wording.
fn place_kind(group: &Group) -> Option<DisputeKind> {
    let mut shapes = group
        .iter()
        .filter(|marks| !marks.is_empty())
        .map(|marks| Shape::of(marks));
    let first = shapes.next()?;
    let mut kind = None;
    for shape in shapes {
        if first.hull != shape.hull || first.count != shape.count || first.wording != shape.wording
        {
            return Some(DisputeKind::Boundary);
        }
        if first.fragments != shape.fragments {
            kind = Some(DisputeKind::Fragments);
        }
    }
    kind
}

#[derive(PartialEq)]
struct Shape<'m> {
    hull: Option<TextRange>,
    count: usize,
    fragments: Vec<TextRange>,
    wording: Vec<&'m str>,
}

impl<'m> Shape<'m> {
    fn of(marks: &'m [Arc<Annotation>]) -> Self {
        let spans = || marks.iter().filter_map(|mark| mark.span());
        let wording = marks.iter().filter_map(|mark| match &mark.place {
            Place::Implicit { wording, .. } => Some(wording.as_str()),
            Place::Span(_) => None,
        });
        Self {
            hull: spans().map(Span::hull).reduce(TextRange::hull),
            count: marks.len(),
            fragments: spans().flat_map(Span::fragments).copied().collect(),
            wording: wording.collect(),
        }
    }
}
