//! Differences of links between marks that those who differ have all marked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{About, Arrow, Dispute, DisputeKind, Said, quoted, words};
use crate::project::{Annotation, Id};
use crate::review::align::Sheet;
use crate::review::pairing::{Group, place_of};

/// For each pair of groups, from and to, the kinds of link that each colleague drew.
type Arrows = BTreeMap<(usize, usize), Vec<BTreeSet<Id>>>;

/// A link that one colleague drew and another, who marked both ends, did not.
struct Odd {
    from: usize,
    to: usize,
    kind: Id,
    /// Who drew it, and who could have: by their numbers.
    drew: BTreeSet<usize>,
    able: BTreeSet<usize>,
}

pub(super) fn compare(sheet: &Sheet, groups: &[Group], disputes: &mut Vec<Dispute>) {
    let mut odd: Vec<Odd> = Vec::new();
    for ((from, to), kinds) in &arrows(sheet, groups) {
        let able = able(groups, *from, *to);
        if able.len() < 2 {
            continue;
        }
        let sets: BTreeMap<usize, &BTreeSet<Id>> = kinds
            .iter()
            .enumerate()
            .filter(|(number, _)| able.contains(number))
            .collect();
        if let Some(readings) = other_kinds(&sets, sheet.columns.len()) {
            let arrow = Arrow {
                to: *to,
                kind: None,
            };
            let found = at(sheet, groups, DisputeKind::LinkKind, *from, readings);
            disputes.push(Dispute {
                about: About::Arrows(vec![arrow]),
                ..found
            });
            continue;
        }
        let all: BTreeSet<&Id> = sets.values().flat_map(|kinds| kinds.iter()).collect();
        for kind in all {
            let drew = sets.iter().filter(|(_, kinds)| kinds.contains(kind));
            let drew: BTreeSet<usize> = drew.map(|(number, _)| *number).collect();
            if drew.len() < able.len() {
                odd.push(Odd {
                    from: *from,
                    to: *to,
                    kind: kind.clone(),
                    drew,
                    able: able.clone(),
                });
            }
        }
    }
    for (one, other) in twins(odd) {
        disputes.push(end_dispute(sheet, groups, &one, other.as_ref()));
    }
}

fn arrows(sheet: &Sheet, groups: &[Group]) -> Arrows {
    let mut arrows = Arrows::new();
    let count = sheet.columns.len();
    for (number, column) in sheet.columns.iter().enumerate() {
        let Some(column) = column else { continue };
        let places = place_of(groups, number);
        for link in &column.links {
            let (Some(from), Some(to)) = (places.get(&link.from), places.get(&link.to)) else {
                continue;
            };
            // Pieces of one statement may be linked where another colleague has one mark.
            if from == to {
                continue;
            }
            let kinds = arrows
                .entry((*from, *to))
                .or_insert_with(|| vec![BTreeSet::new(); count]);
            if let Some(kinds) = kinds.get_mut(number) {
                kinds.insert(link.kind.clone());
            }
        }
    }
    arrows
}

/// Who marked both places.
fn able(groups: &[Group], from: usize, to: usize) -> BTreeSet<usize> {
    let marked = |place: usize, number: usize| {
        let marks = groups.get(place).and_then(|group| group.get(number));
        marks.is_some_and(|marks| !marks.is_empty())
    };
    let count = groups.get(from).map_or(0, Vec::len);
    (0..count)
        .filter(|number| marked(from, *number) && marked(to, *number))
        .collect()
}

/// What each says, if everybody joined the two marks by one link and not all by the same kind.
fn other_kinds(sets: &BTreeMap<usize, &BTreeSet<Id>>, count: usize) -> Option<Vec<Said>> {
    let distinct: BTreeSet<_> = sets.values().collect();
    let single = sets.values().all(|kinds| kinds.len() == 1);
    if !single || distinct.len() < 2 {
        return None;
    }
    let said = |number: usize| {
        let kind = sets.get(&number).and_then(|kinds| kinds.first());
        kind.map_or(Said::Absent, |kind| Said::Words(kind.to_string()))
    };
    Some((0..count).map(said).collect())
}

/// Puts two odd links together where each colleague drew one link of a kind from the same mark, to
/// different ends: that is one difference and not two.
fn twins(odd: Vec<Odd>) -> Vec<(Odd, Option<Odd>)> {
    let mut by_start: BTreeMap<(usize, Id), Vec<Odd>> = BTreeMap::new();
    for link in odd {
        let key = (link.from, link.kind.clone());
        by_start.entry(key).or_default().push(link);
    }
    let mut found = Vec::new();
    for links in by_start.into_values() {
        let mut links = links.into_iter();
        match (links.next(), links.next(), links.next()) {
            (Some(one), Some(other), None) if one.drew.is_disjoint(&other.drew) => {
                found.push((one, Some(other)));
            }
            (one, other, third) => {
                let all = one.into_iter().chain(other).chain(third).chain(links);
                found.extend(all.map(|link| (link, None)));
            }
        }
    }
    found.sort_by_key(|(one, _)| (one.from, one.to));
    found
}

fn end_dispute(sheet: &Sheet, groups: &[Group], one: &Odd, other: Option<&Odd>) -> Dispute {
    let marks_of = |place: usize, number: usize| -> &[Arc<Annotation>] {
        let marks = groups.get(place).and_then(|group| group.get(number));
        marks.map(Vec::as_slice).unwrap_or_default()
    };
    let said = |number: usize| {
        let drawn = [Some(one), other].into_iter().flatten();
        let mut drawn = drawn.filter(|odd| odd.drew.contains(&number));
        if let Some(odd) = drawn.next() {
            let end = words(sheet, marks_of(odd.to, number));
            return Said::Words(format!("{}: {end}", odd.kind));
        }
        if one.able.contains(&number) {
            Said::Nothing
        } else {
            Said::Absent
        }
    };
    let readings = (0..sheet.columns.len()).map(said).collect();
    let first = one.drew.first().copied().unwrap_or_default();
    let marks = marks_of(one.from, first);
    let arrows = [Some(one), other].into_iter().flatten().map(|odd| Arrow {
        to: odd.to,
        kind: Some(odd.kind.clone()),
    });
    Dispute {
        about: About::Arrows(arrows.collect()),
        ..quoted(sheet, DisputeKind::LinkEnd, one.from, marks, readings)
    }
}

fn at(
    sheet: &Sheet,
    groups: &[Group],
    kind: DisputeKind,
    place: usize,
    readings: Vec<Said>,
) -> Dispute {
    let group = groups.get(place);
    let marks = group.and_then(|group| group.iter().find(|marks| !marks.is_empty()));
    let marks = marks.map(Vec::as_slice).unwrap_or_default();
    quoted(sheet, kind, place, marks, readings)
}
