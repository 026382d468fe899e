//! Which marks of several colleagues mean each other.
//!
//! Marks on words go together by the words that they share and by their tags at once: the total
//! over all pairs is the greatest that one-to-one pairs can reach, so that neither the order of the
//! marks nor that of the colleagues changes anything. Words weigh more than tags, for one
//! colleague's rebuttal often stands on the words of the other's claim. Implicit marks go together
//! by their wording and by what they are linked to.

mod implicit;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::align::{Column, Sheet};
use super::assign::{Edge, cheapest};
use crate::project::{Annotation, Id, Place};
use crate::span::{Span, SpanIndex};
use crate::text::TextRange;

/// How much the same tag counts beside the words, whose share counts 1: little enough that the very
/// same words with another tag outweigh most of the words with the same, and enough that a short
/// name stays with the long one of its tag and does not leave it to a neighbour.
const SAME_TAG: f64 = 0.2;
/// The least share of common words at which marks with different tags can mean each other.
const LEAST_SHARE: f64 = 0.5;

/// A place in an article, with the marks that mean it: for each colleague, in their order, one, or
/// several that together stand against one of another colleague, or none.
pub type Group = Vec<Vec<Arc<Annotation>>>;

/// The places of an article at which somebody marked something, in text order, implicit ones
/// first. Colleagues who have not done the article have no marks in any of them.
pub fn groups(sheet: &Sheet) -> Vec<Group> {
    let order = canonical_order(sheet);
    let mut placed = placed_groups(sheet, &order);
    join_pieces(sheet, &mut placed);
    let implicit = implicit::groups(sheet, &order, &placed);
    let mut all: Vec<Group> = implicit.into_iter().chain(placed).collect();
    all.sort_by_cached_key(sort_key);
    all
}

/// How much two marks on words mean the same, from 0 to 1: the share of common bytes in all bytes
/// of both, and whether the tags are the same.
pub fn likeness(one: &Annotation, other: &Annotation) -> f64 {
    let (Some(a), Some(b)) = (one.span(), other.span()) else {
        return 0.0;
    };
    let share = share(a, b);
    let same_tag = one.tag == other.tag;
    let least = if same_tag {
        f64::MIN_POSITIVE
    } else {
        LEAST_SHARE
    };
    if share < least {
        return 0.0;
    }
    let tag = if same_tag { SAME_TAG } else { 0.0 };
    (share + tag) / (1.0 + SAME_TAG)
}

/// The share of the bytes that two spans have in common in all that they have.
pub fn share(one: &Span, other: &Span) -> f64 {
    let common = one.intersection_len(other);
    let all = one.len() + other.len() - common;
    ratio(common, all)
}

/// The numbers of the colleagues in an order that depends on what they marked and not on the order
/// in which they were named.
fn canonical_order(sheet: &Sheet) -> Vec<usize> {
    let content = |number: &usize| -> Vec<(Option<Span>, String, Id)> {
        let column = sheet.columns.get(*number).and_then(Option::as_ref);
        let marks = column.map(|column| column.marks.iter());
        marks
            .into_iter()
            .flatten()
            .map(|mark| {
                let wording = match &mark.place {
                    Place::Span(_) => String::new(),
                    Place::Implicit { wording, .. } => wording.to_string(),
                };
                (mark.span().cloned(), wording, mark.tag.clone())
            })
            .collect()
    };
    let mut order: Vec<usize> = (0..sheet.columns.len()).collect();
    order.sort_by_cached_key(content);
    order
}

fn placed_groups(sheet: &Sheet, order: &[usize]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for &number in order {
        let marks = marks_of(sheet, number, |mark| !mark.is_implicit());
        let index = index(&groups);
        let mut edges = Vec::new();
        for (row, mark) in marks.iter().enumerate() {
            let Some(span) = mark.span() else { continue };
            for (_, place) in index.query(span.hull()) {
                let likeness = groups.get(*place).map_or(0.0, |group| mean(group, mark));
                if likeness > 0.0 {
                    edges.push(Edge {
                        row,
                        column: *place,
                        cost: 1.0 - likeness,
                    });
                }
            }
        }
        put(sheet, number, &mut groups, marks, &edges);
    }
    groups
}

/// Puts each mark of a colleague into the group that goes with it, or into a new one.
fn put(
    sheet: &Sheet,
    number: usize,
    groups: &mut Vec<Group>,
    marks: Vec<Arc<Annotation>>,
    edges: &[Edge],
) {
    let found = cheapest(marks.len(), groups.len(), edges, 1.0);
    for (mark, place) in marks.into_iter().zip(found) {
        let place = place.unwrap_or_else(|| {
            groups.push(vec![Vec::new(); sheet.columns.len()]);
            groups.len() - 1
        });
        let slot = groups.get_mut(place).and_then(|g| g.get_mut(number));
        if let Some(slot) = slot {
            slot.push(mark);
        }
    }
}

fn mean(group: &Group, mark: &Annotation) -> f64 {
    let members = group.iter().flatten();
    let count = members.clone().count().max(1);
    members.map(|it| likeness(it, mark)).sum::<f64>() / as_f64(count)
}

/// A statement that one colleague made in one piece and another in several: the pieces that found
/// no partner of their own join the piece that did. Mentions are left apart, for a name inside a
/// longer name is another name.
fn join_pieces(sheet: &Sheet, groups: &mut Vec<Group>) {
    let index = index(groups);
    let mut moves: Vec<Move> = Vec::new();
    for (place, group) in groups.iter().enumerate() {
        let Some((number, mark)) = lone_statement(sheet, group) else {
            continue;
        };
        let Some(span) = mark.span() else { continue };
        let hosts = index.query(span.hull()).filter_map(|(_, host)| {
            let covered = covers(groups.get(*host)?, number, mark)?;
            Some((Reverse(covered), place, *host))
        });
        // Of several that cover it equally, the first in the text.
        moves.extend(hosts.min());
    }
    // The longest pieces come first: what lies inside a piece is no piece beside it.
    moves.sort_unstable();
    for (_, place, host) in moves {
        move_piece(sheet, groups, place, host);
    }
    groups.retain(|group| group.iter().any(|marks| !marks.is_empty()));
}

/// How many bytes of a piece its host covers, the group of the piece, and the host.
type Move = (Reverse<usize>, usize, usize);

/// Puts a lone mark beside its colleague's marks in another group, if it still fits there.
fn move_piece(sheet: &Sheet, groups: &mut [Group], place: usize, host: usize) {
    let lone = groups.get(place).and_then(|it| lone_statement(sheet, it));
    let Some((number, mark)) = lone.map(|(number, mark)| (number, Arc::clone(mark))) else {
        return;
    };
    let target = groups.get_mut(host);
    let Some(target) = target.filter(|target| covers(target, number, &mark).is_some()) else {
        return;
    };
    if let Some(marks) = target.get_mut(number) {
        marks.push(mark);
        marks.sort_by(|one, two| one.span().cmp(&two.span()));
    }
    if let Some(group) = groups.get_mut(place) {
        group.clear();
    }
}

/// The mark of a group that only one colleague marked, if it is a statement.
fn lone_statement<'g>(sheet: &Sheet, group: &'g Group) -> Option<(usize, &'g Arc<Annotation>)> {
    let mut found = group
        .iter()
        .enumerate()
        .filter(|(_, marks)| !marks.is_empty());
    let (number, marks) = found.next()?;
    let [mark] = marks.as_slice() else {
        return None;
    };
    let column = sheet.columns.get(number)?.as_ref()?;
    let statement = column
        .tagset
        .tag(&mark.tag)
        .is_some_and(crate::project::Tag::is_statement);
    (statement && found.next().is_none()).then_some((number, mark))
}

/// How many bytes of a colleague's lone mark stand in another's mark of this group, if the lone
/// mark can be a piece of what the group says.
fn covers(group: &Group, number: usize, mark: &Annotation) -> Option<usize> {
    let span = mark.span()?;
    let own = group.get(number)?;
    let fits = |piece: &Arc<Annotation>| {
        piece.tag == mark.tag && piece.span().is_some_and(|it| !it.overlaps(span))
    };
    if own.is_empty() || !own.iter().all(fits) {
        return None;
    }
    let others = group.iter().enumerate().filter(|(n, _)| *n != number);
    let covered = others
        .flat_map(|(_, marks)| marks)
        .filter_map(|other| other.span())
        .map(|other| other.intersection_len(span))
        .max()?;
    (2 * covered >= span.len()).then_some(covered)
}

/// The group of each of a colleague's marks.
pub(super) fn place_of(groups: &[Group], number: usize) -> BTreeMap<Id, usize> {
    let marks = groups.iter().enumerate().flat_map(|(place, group)| {
        let marks = group.get(number).map(Vec::as_slice).unwrap_or_default();
        marks.iter().map(move |mark| (mark.id.clone(), place))
    });
    marks.collect()
}

fn marks_of(
    sheet: &Sheet,
    number: usize,
    wanted: impl Fn(&Annotation) -> bool,
) -> Vec<Arc<Annotation>> {
    let column: Option<&Column> = sheet.columns.get(number).and_then(Option::as_ref);
    let marks = column
        .map(|column| column.marks.iter())
        .into_iter()
        .flatten();
    let mut marks: Vec<_> = marks.filter(|mark| wanted(mark)).cloned().collect();
    // Ids are a colleague's own, so they decide only among marks that are otherwise alike.
    marks.sort_by(|one, two| {
        let content = one.span().cmp(&two.span()).then(one.tag.cmp(&two.tag));
        content.then_with(|| one.id.cmp(&two.id))
    });
    marks
}

/// Where each group stands, by its place in the list.
fn index(groups: &[Group]) -> SpanIndex<usize> {
    let mut index = SpanIndex::new();
    let groups = groups.iter().enumerate();
    let hulls = groups.filter_map(|(place, group)| Some((hull(group)?, place)));
    index.apply_batch([], hulls);
    index
}

/// Where a group stands; none for implicit marks.
pub(super) fn hull(group: &Group) -> Option<TextRange> {
    let spans = group.iter().flatten().filter_map(|mark| mark.span());
    spans.map(Span::hull).reduce(TextRange::hull)
}

fn sort_key(group: &Group) -> (Option<Span>, Id, String) {
    let mut members: Vec<_> = group
        .iter()
        .flatten()
        .map(|mark| {
            let wording = match &mark.place {
                Place::Implicit { wording, .. } => wording.to_string(),
                Place::Span(_) => String::new(),
            };
            (mark.span().cloned(), mark.tag.clone(), wording)
        })
        .collect();
    members.sort();
    members
        .into_iter()
        .next()
        .unwrap_or((None, Id::new(""), String::new()))
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        as_f64(part) / as_f64(whole)
    }
}

/// Lengths of texts and counts of marks are far below 2^52, so nothing is lost.
fn as_f64(count: usize) -> f64 {
    count as f64
}
