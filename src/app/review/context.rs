//! A reading in its context: which of the words round a dispute one marked, and which of them only
//! they did.

use std::sync::Arc;

use crate::project::Annotation;
use crate::review::settle::{Review, Spot};
use crate::span::Span;
use crate::text::{ByteIndex, Text, TextRange};

/// A stretch of words that is drawn alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The words.
    pub words: String,
    /// They are marked in this reading.
    pub marked: bool,
    /// Not everybody who marked something here marked them.
    pub alone: bool,
}

/// So many bytes before and after the words in dispute are shown.
const AROUND: usize = 48;
/// Words longer than this are cut in the middle.
const LONG: usize = 480;

/// The words round a position as one reading marks them; nothing if nobody marked words.
pub fn stretches(review: &Review, spot: Spot, number: usize, text: &Text) -> Vec<Stretch> {
    let readings: Vec<Vec<TextRange>> = review
        .readings(spot)
        .iter()
        .map(|reading| fragments(reading.marks()))
        .filter(|fragments| !fragments.is_empty())
        .collect();
    let own = fragments(review.marks(spot, number));
    let all = readings.iter().flatten().copied();
    let Some(hull) = all.reduce(TextRange::hull) else {
        return Vec::new();
    };
    let window = around(text, hull);
    let mut cuts: Vec<ByteIndex> = readings
        .iter()
        .flatten()
        .flat_map(|range| [range.start, range.end])
        .chain([window.start, window.end])
        .filter(|cut| *cut >= window.start && *cut <= window.end)
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut found: Vec<Stretch> = Vec::new();
    for pair in cuts.array_windows() {
        let [start, end] = *pair;
        let range = TextRange { start, end };
        let Some(words) = text.slice(range) else {
            continue;
        };
        let marked = covers(&own, start);
        let alone = marked && !readings.iter().all(|it| covers(it, start));
        match found
            .last_mut()
            .filter(|last| (last.marked, last.alone) == (marked, alone))
        {
            Some(last) => last.words.push_str(words),
            None => found.push(Stretch {
                words: words.to_owned(),
                marked,
                alone,
            }),
        }
    }
    for stretch in &mut found {
        stretch.words = shortened(&stretch.words.replace('\n', " "));
    }
    found
}

fn fragments(marks: &[Arc<Annotation>]) -> Vec<TextRange> {
    let spans = marks.iter().filter_map(|mark| mark.span());
    spans.flat_map(Span::fragments).copied().collect()
}

fn covers(fragments: &[TextRange], byte: ByteIndex) -> bool {
    fragments
        .iter()
        .any(|range| range.start <= byte && byte < range.end)
}

/// Some words before and after, cut where words begin, and not past the paragraph.
fn around(text: &Text, hull: TextRange) -> TextRange {
    let all = text.as_str();
    let before = all.get(..hull.start.0).unwrap_or_default();
    let after = all.get(hull.end.0..).unwrap_or_default();
    let mut from = before.len().saturating_sub(AROUND);
    while !before.is_char_boundary(from) {
        from += 1;
    }
    let near = before.get(from..).unwrap_or_default();
    let near = near.rsplit('\n').next().unwrap_or_default();
    let near = match near.split_once(' ') {
        Some((_, whole)) if near.len() < before.len() && from > 0 => whole,
        _ => near,
    };
    let mut to = after.len().min(AROUND);
    while !after.is_char_boundary(to) {
        to -= 1;
    }
    let next = after.get(..to).unwrap_or_default();
    let next = next.split('\n').next().unwrap_or_default();
    let next = match next.rsplit_once(' ') {
        Some((whole, _)) if to < after.len() => whole,
        _ => next,
    };
    TextRange {
        start: ByteIndex(hull.start.0 - near.len()),
        end: ByteIndex(hull.end.0 + next.len()),
    }
}

/// Very long words with their middle left out.
fn shortened(words: &str) -> String {
    if words.len() <= LONG {
        return words.to_owned();
    }
    let mut head = LONG / 2;
    while !words.is_char_boundary(head) {
        head -= 1;
    }
    let mut tail = words.len() - LONG / 2;
    while !words.is_char_boundary(tail) {
        tail += 1;
    }
    let (head, tail) = (words.get(..head), words.get(tail..));
    format!(
        "{} … {}",
        head.unwrap_or_default(),
        tail.unwrap_or_default()
    )
}
