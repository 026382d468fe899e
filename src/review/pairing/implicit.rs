//! Which implicit marks mean each other: those that say much the same and are linked to the same
//! marks on words.

use std::collections::{BTreeMap, BTreeSet};

use super::{Group, as_f64, marks_of, place_of, put, ratio};
use crate::project::{Annotation, Id, Place};
use crate::review::align::Sheet;
use crate::review::assign::{Edge, cheapest};

/// What another tag leaves of the likeness of two implicit marks.
const OTHER_TAG: f64 = 0.9;
/// How much the wording counts for implicit marks; their links count the rest.
const WORDING: f64 = 0.6;
/// The least likeness at which implicit marks can mean each other.
const LEAST_IMPLICIT: f64 = 0.3;
/// A word or neighbour that more implicit marks than this have in common tells none of them apart.
const COMMON: usize = 200;

/// The implicit marks of an article, put together. `placed` are the groups of those on words.
pub(super) fn groups(sheet: &Sheet, order: &[usize], placed: &[Group]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut traits: Vec<Vec<Traits>> = Vec::new();
    for &number in order {
        let marks = marks_of(sheet, number, Annotation::is_implicit);
        let neighbours = neighbours(sheet, number, placed);
        let own: Vec<Traits> = marks
            .iter()
            .map(|mark| Traits::of(mark, &neighbours))
            .collect();
        let edges = implicit_edges(&own, &traits);
        let before = groups.len();
        let found = cheapest(marks.len(), before, &edges, 1.0);
        put(sheet, number, &mut groups, marks, &edges);
        traits.resize_with(groups.len(), Vec::new);
        let mut fresh = before..;
        for (own, place) in own.into_iter().zip(found) {
            let place = place.or_else(|| fresh.next()).unwrap_or_default();
            if let Some(slot) = traits.get_mut(place) {
                slot.push(own);
            }
        }
    }
    groups
}

/// What an implicit mark is known by.
struct Traits {
    tag: Id,
    words: BTreeSet<String>,
    neighbours: BTreeSet<Neighbour>,
}

/// A link's kind, whether it starts here, and the group at its other end.
type Neighbour = (Id, bool, usize);

impl Traits {
    fn of(mark: &Annotation, neighbours: &BTreeMap<&Id, BTreeSet<Neighbour>>) -> Self {
        let wording = match &mark.place {
            Place::Implicit { wording, .. } => wording.as_str(),
            Place::Span(_) => "",
        };
        let words = wording.split(|c: char| !c.is_alphanumeric());
        Self {
            tag: mark.tag.clone(),
            words: words
                .filter(|word| !word.is_empty())
                .map(str::to_lowercase)
                .collect(),
            neighbours: neighbours.get(&mark.id).cloned().unwrap_or_default(),
        }
    }

    fn likeness(&self, other: &Self) -> f64 {
        let words = jaccard(&self.words, &other.words);
        let links = jaccard(&self.neighbours, &other.neighbours);
        let tag = if self.tag == other.tag {
            1.0
        } else {
            OTHER_TAG
        };
        let both = self.neighbours.is_empty() && other.neighbours.is_empty();
        let sum = if both {
            words
        } else {
            WORDING * words + (1.0 - WORDING) * links
        };
        let found = sum * tag;
        if found >= LEAST_IMPLICIT { found } else { 0.0 }
    }
}

fn implicit_edges(marks: &[Traits], groups: &[Vec<Traits>]) -> Vec<Edge> {
    let mut by_word: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let mut by_neighbour: BTreeMap<&Neighbour, BTreeSet<usize>> = BTreeMap::new();
    for (place, members) in groups.iter().enumerate() {
        for member in members {
            for word in &member.words {
                by_word.entry(word).or_default().insert(place);
            }
            for neighbour in &member.neighbours {
                by_neighbour.entry(neighbour).or_default().insert(place);
            }
        }
    }
    let mut edges = Vec::new();
    for (row, mark) in marks.iter().enumerate() {
        let words = mark.words.iter().filter_map(|w| by_word.get(w.as_str()));
        let links = mark.neighbours.iter().filter_map(|n| by_neighbour.get(n));
        let telling = words.chain(links).filter(|places| places.len() <= COMMON);
        let places: BTreeSet<usize> = telling.flatten().copied().collect();
        for place in places {
            let Some(members) = groups.get(place) else {
                continue;
            };
            let sum: f64 = members.iter().map(|it| it.likeness(mark)).sum();
            let likeness = sum / as_f64(members.len().max(1));
            if likeness > 0.0 {
                edges.push(Edge {
                    row,
                    column: place,
                    cost: 1.0 - likeness,
                });
            }
        }
    }
    edges
}

/// For each of a colleague's marks, the groups on words that its links go to and come from.
fn neighbours<'s>(
    sheet: &'s Sheet,
    number: usize,
    placed: &[Group],
) -> BTreeMap<&'s Id, BTreeSet<Neighbour>> {
    let Some(column) = sheet.columns.get(number).and_then(Option::as_ref) else {
        return BTreeMap::new();
    };
    let places = place_of(placed, number);
    let mut found: BTreeMap<&Id, BTreeSet<Neighbour>> = BTreeMap::new();
    for link in &column.links {
        for (here, there, starts) in [(&link.from, &link.to, true), (&link.to, &link.from, false)] {
            if let Some(place) = places.get(there) {
                let neighbour = (link.kind.clone(), starts, *place);
                found.entry(here).or_default().insert(neighbour);
            }
        }
    }
    found
}

fn jaccard<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> f64 {
    let common = one.intersection(other).count();
    ratio(common, one.len() + other.len() - common)
}
