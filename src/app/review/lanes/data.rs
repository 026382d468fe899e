//! What stands in the lanes, as plain bars, block by block.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::app::article::blocks::Blocks;
use crate::app::review::data::face;
use crate::project::Annotation;
use crate::project::tagset::Colour;
use crate::review::compare::Standing;
use crate::review::settle::Matter;
use crate::span::Span;
use crate::text::TextRange;
use crate::workbench::{ReviewDesk, Workbench};

/// A mark of one colleague, in their lane.
#[derive(Clone, Debug)]
pub struct Bar {
    /// Whose.
    pub who: usize,
    /// The position that it belongs to.
    pub position: usize,
    /// Whether all agree on it.
    pub agreed: bool,
    /// How many marks of the lane stand on the very same words under it.
    pub under: usize,
    /// The mark.
    pub mark: Arc<Annotation>,
    /// Its tag's letter.
    pub letter: String,
    /// Its tag's colour.
    pub colour: Colour,
}

/// The bars of an article.
#[derive(Clone, Debug, Default)]
pub struct Bars {
    /// All, the longest first: what is shorter lies over them.
    pub all: Vec<Bar>,
    /// For each block, the places of those that reach into it.
    pub of_block: Vec<Vec<usize>>,
    /// For each position in dispute, the places of its cases.
    pub cases: BTreeMap<usize, Vec<usize>>,
    /// For each position that somebody marked in the text: its words, and whether all agree.
    pub positions: BTreeMap<usize, (TextRange, Standing)>,
}

impl Bars {
    /// The bars of the article at a place of the review.
    pub fn of(workbench: &Workbench, desk: &ReviewDesk, sheet: usize, blocks: &Blocks) -> Self {
        let review = desk.review();
        let Some(compared) = review.sheets().get(sheet) else {
            return Self::default();
        };
        let mut bars = Self::default();
        for (position, it) in compared.report.positions.iter().enumerate() {
            for (who, reading) in it.readings.iter().enumerate() {
                for mark in reading.marks() {
                    let Some(span) = mark.span() else { continue };
                    let face = face(workbench, review, who, &mark.tag);
                    let place = bars.positions.entry(position);
                    let known = place.or_insert((span.hull(), it.standing));
                    known.0 = known.0.hull(span.hull());
                    bars.all.push(Bar {
                        who,
                        position,
                        agreed: it.standing != Standing::Disputed,
                        mark: Arc::clone(mark),
                        under: 0,
                        letter: face.letter,
                        colour: face.colour,
                    });
                }
            }
        }
        // What is shorter lies over what is longer, and of marks on the very same words that in
        // dispute over that on which all agree.
        bars.all.sort_by_key(|bar| {
            let length = bar.mark.span().map_or(0, Span::len);
            (std::cmp::Reverse(length), !bar.agreed)
        });
        let mut same: BTreeMap<(usize, &Span), usize> = BTreeMap::new();
        let mut under = Vec::with_capacity(bars.all.len());
        for bar in &bars.all {
            let Some(span) = bar.mark.span() else {
                continue;
            };
            let count = same.entry((bar.who, span)).or_default();
            under.push(*count);
            *count += 1;
        }
        for (bar, under) in bars.all.iter_mut().zip(under) {
            bar.under = under;
        }
        bars.of_block = vec![Vec::new(); blocks.len()];
        for (place, bar) in bars.all.iter().enumerate() {
            let Some(span) = bar.mark.span() else {
                continue;
            };
            let (first, last) = (blocks.at(span.start()), blocks.at(span.end()));
            for block in bars.of_block.iter_mut().take(last + 1).skip(first) {
                block.push(place);
            }
        }
        for (place, case) in review.cases().iter().enumerate() {
            if let (Matter::Dispute { sheet: of, .. }, Some(spot)) =
                (&case.about, review.spot(case))
                && *of == sheet
            {
                bars.cases.entry(spot.1).or_default().push(place);
            }
        }
        bars
    }
}

/// The words that the current case is about, in the article of a sheet; nothing if it is in another.
pub fn current_words(
    workbench: &Workbench,
    desk: &ReviewDesk,
    sheet: Option<usize>,
) -> Vec<TextRange> {
    let (review, Some(case)) = (desk.review(), desk.case()) else {
        return Vec::new();
    };
    match &case.about {
        Matter::Dispute { sheet: of, .. } if Some(*of) == sheet => {
            let Some(spot) = review.spot(case) else {
                return Vec::new();
            };
            let marks = review.readings(spot).iter().flat_map(|it| it.marks());
            let spans = marks.filter_map(|mark| mark.span());
            merged(spans.flat_map(Span::fragments).copied().collect())
        }
        Matter::Dispute { .. } => Vec::new(),
        Matter::Conflict(dispute) => {
            let entry = workbench.entry();
            let mark = entry.and_then(|entry| entry.annotation(&dispute.thing));
            let span = mark.and_then(|mark| mark.span());
            span.map(|span| span.fragments().to_vec())
                .unwrap_or_default()
        }
    }
}

/// Ranges in order, those that touch joined.
fn merged(mut ranges: Vec<TextRange>) -> Vec<TextRange> {
    ranges.sort();
    let mut found: Vec<TextRange> = Vec::new();
    for range in ranges {
        match found.last_mut().filter(|last| range.start <= last.end) {
            Some(last) => *last = last.hull(range),
            None => found.push(range),
        }
    }
    found
}
