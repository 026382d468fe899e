//! How many marks two annotators have in common: F1 over exact marks, overlapping marks, tokens
//! and links.

use std::collections::{BTreeMap, BTreeSet};

use super::coding::{MISSING, Tally};
use super::study::{Level, Mark, Scope, Study};
use super::undefined::{Figure, Undefined};
use crate::project::Id;
use crate::review::align::Sheet;
use crate::review::assign::{Edge, cheapest};
use crate::review::pairing::{Group, place_of};
use crate::span::SpanIndex;
use crate::text::TextRange;

/// What two annotators have, and what they have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shared {
    /// What both have.
    pub both: f64,
    /// What the first has.
    pub one: f64,
    /// What the second has.
    pub other: f64,
}

impl Tally for Shared {
    fn add(&mut self, other: &Self) {
        self.both += other.both;
        self.one += other.one;
        self.other += other.other;
    }
}

impl Shared {
    /// Of what the second has, the share that the first has too.
    pub fn precision(&self) -> Figure {
        share(self.both, self.other, Undefined::NothingFound)
    }

    /// Of what the first has, the share that the second has too.
    pub fn recall(&self) -> Figure {
        share(self.both, self.one, Undefined::NothingToFind)
    }

    /// Twice what both have, by what each has.
    pub fn f1(&self, none: Undefined) -> Figure {
        share(2.0 * self.both, self.one + self.other, none)
    }
}

fn share(part: f64, whole: f64, none: Undefined) -> Figure {
    if whole > 0.0 {
        Ok(part / whole)
    } else {
        Err(none)
    }
}

/// Which marks are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// The same words and tag.
    Exact,
    /// At least one common character and the same tag, one to one, as many as there can be.
    Overlap,
}

/// The marks that two annotators share in a scope, a block each.
pub fn marks(study: &Study, scope: &Scope, (one, other): (usize, usize), by: Match) -> Vec<Shared> {
    let mut blocks = Blocks::default();
    for (number, text) in study.texts_of(scope) {
        let column = |annotator: usize, partner: usize| {
            let marks = text.marks.get(annotator)?.as_ref()?.iter();
            let tag = scope.tag;
            let wanted = marks.filter(move |mark| {
                tag.is_none_or(|tag| tag == mark.tag) && !text.hides(partner, mark)
            });
            let mut wanted: Vec<&Mark> = wanted.collect();
            wanted.sort();
            Some(wanted)
        };
        let (Some(ours), Some(theirs)) = (column(one, other), column(other, one)) else {
            continue;
        };
        let block = study.block(scope, number);
        let place = |mark: &Mark| block.of(text.paragraph(mark.hull().0));
        for mark in &ours {
            blocks.change(place(mark), |it| it.one += 1.0);
        }
        for mark in &theirs {
            blocks.change(place(mark), |it| it.other += 1.0);
        }
        for mark in matched(&ours, &theirs, by) {
            blocks.change(place(mark), |it| it.both += 1.0);
        }
    }
    blocks.0
}

/// The tagged tokens that two annotators share in a scope, a block each. A token counts once for
/// each of its tags.
pub fn tokens(study: &Study, scope: &Scope, one: usize, other: usize) -> Vec<Shared> {
    let tags = match scope.tag {
        Some(tag) => vec![tag],
        None => (0..study.tags.len()).collect(),
    };
    let mut blocks = Blocks::default();
    for tag in tags {
        let scope = Scope {
            tag: Some(tag),
            text: scope.text,
            annotators: vec![one, other],
        };
        let items = study.items(&scope, Level::Token);
        let [ours, theirs] = items.rows.as_slice() else {
            continue;
        };
        let pairs = ours
            .iter()
            .zip(theirs)
            .zip(&items.weights)
            .zip(&items.blocks);
        for (((ours, theirs), weight), block) in pairs {
            // Nobody is silent about what their text lacks.
            if [*ours, *theirs].contains(&MISSING) {
                continue;
            }
            let weight = *weight as f64;
            let given = |value: &u16| if *value > 0 { weight } else { 0.0 };
            let (ours, theirs) = (given(ours), given(theirs));
            blocks.change(*block, |it| {
                it.one += ours;
                it.other += theirs;
                it.both += ours.min(theirs);
            });
        }
    }
    blocks.0
}

/// The links that two annotators share on one article, of those whose ends both marked: by kind or
/// whatever their kind.
pub fn links(sheet: &Sheet, groups: &[Group], one: usize, other: usize, labelled: bool) -> Shared {
    let arrows = |number: usize, partner: usize| -> BTreeSet<(usize, usize, Option<&Id>)> {
        let column = sheet.columns.get(number).and_then(Option::as_ref);
        let places: BTreeMap<Id, usize> = place_of(groups, number);
        let marked = |place: &usize| {
            let marks = groups.get(*place).and_then(|group| group.get(partner));
            marks.is_some_and(|marks| !marks.is_empty())
        };
        let links = column.map(|column| column.links.iter());
        let ends = links.into_iter().flatten().filter_map(|link| {
            let (from, to) = (places.get(&link.from)?, places.get(&link.to)?);
            let both = from != to && marked(from) && marked(to);
            both.then_some((*from, *to, labelled.then_some(&link.kind)))
        });
        ends.collect()
    };
    let (ours, theirs) = (arrows(one, other), arrows(other, one));
    Shared {
        both: ours.intersection(&theirs).count() as f64,
        one: ours.len() as f64,
        other: theirs.len() as f64,
    }
}

/// The marks of the first that have a partner among those of the second. Both lists are sorted.
fn matched<'m>(ours: &[&'m Mark], theirs: &[&Mark], by: Match) -> Vec<&'m Mark> {
    match by {
        Match::Exact => {
            let mut rest = theirs.iter().peekable();
            let has_partner = |mark: &&&'m Mark| {
                while rest.next_if(|other| ***other < ***mark).is_some() {}
                rest.next_if(|other| **other == **mark).is_some()
            };
            ours.iter().filter(has_partner).copied().collect()
        }
        Match::Overlap => {
            let mut index = SpanIndex::new();
            let hulls = theirs.iter().enumerate();
            index.apply_batch([], hulls.map(|(place, mark)| (range(mark), place)));
            let mut edges = Vec::new();
            for (row, mark) in ours.iter().enumerate() {
                for (_, column) in index.query(range(mark)) {
                    let partner = theirs.get(*column);
                    if partner.is_some_and(|it| it.tag == mark.tag && overlap(it, mark)) {
                        edges.push(Edge {
                            row,
                            column: *column,
                            cost: 0.0,
                        });
                    }
                }
            }
            let found = cheapest(ours.len(), theirs.len(), &edges, 1.0);
            let pairs = ours.iter().zip(found);
            let with = pairs.filter(|(_, partner)| partner.is_some());
            with.map(|(mark, _)| *mark).collect()
        }
    }
}

fn overlap(one: &Mark, other: &Mark) -> bool {
    let theirs = &other.fragments;
    one.fragments
        .iter()
        .any(|(start, end)| theirs.iter().any(|(from, to)| start < to && from < end))
}

/// A mark's hull as a range; the index takes any offsets, here code points.
fn range(mark: &Mark) -> TextRange {
    let (start, end) = mark.hull();
    let place = |place: u64| usize::try_from(place).unwrap_or(usize::MAX);
    TextRange::new(place(start), place(end))
}

/// Block sums, as many as are asked for.
#[derive(Default)]
struct Blocks(Vec<Shared>);

impl Blocks {
    fn change(&mut self, block: usize, change: impl FnOnce(&mut Shared)) {
        if self.0.len() <= block {
            self.0.resize(block + 1, Shared::default());
        }
        if let Some(shared) = self.0.get_mut(block) {
            change(shared);
        }
    }
}
