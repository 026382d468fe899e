//! Spans: which words of a text a mark covers, in one piece or in several.
//!
//! A [`Span`] is checked once, when it is made, against the text that it lies in; afterwards its
//! invariant can be relied on. [`SpanIndex`] finds spans by place, [`runs`] cuts overlapping ones
//! into pieces to draw, [`TextSelection`] is what a drag or the shifted arrow keys select.
//!
//! This room knows the text and nothing of tags, marks or windows.

mod index;
mod selection;
mod sweep;

use std::cmp::{Ordering, Reverse};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::slice;
use std::sync::Arc;

use crate::text::{ByteIndex, Text, TextRange};

pub use index::SpanIndex;
pub use selection::{Granularity, TextSelection};
pub use sweep::{Run, runs};

/// What stands between two fragments' words where a span is shown as text.
const BETWEEN: &str = " … ";

/// Why some ranges are not a span of a text. Offsets are in bytes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpanError {
    /// There is no fragment at all.
    #[error("a span needs at least one fragment")]
    NoFragment,
    /// A fragment covers nothing.
    #[error("the fragment {fragment} is empty")]
    EmptyFragment {
        /// The fragment.
        fragment: TextRange,
    },
    /// A fragment starts before its predecessor ends.
    #[error("the fragment {fragment} starts before {previous} ends")]
    OutOfOrder {
        /// The fragment before.
        previous: TextRange,
        /// The fragment that should follow it.
        fragment: TextRange,
    },
    /// A fragment reaches further than the text.
    #[error("the fragment {fragment} ends past the text's end at {len}")]
    PastEnd {
        /// The fragment.
        fragment: TextRange,
        /// The text's length.
        len: ByteIndex,
    },
    /// A fragment starts or ends in the middle of a character.
    #[error("the fragment {fragment} cuts a character at {byte}")]
    CutsCharacter {
        /// The fragment.
        fragment: TextRange,
        /// The end of it that is no character boundary.
        byte: ByteIndex,
    },
    /// A moved end would leave nothing between it and the other end.
    #[error("an end moved to {byte} leaves nothing of {hull}")]
    NothingLeft {
        /// Where the end was to go.
        byte: ByteIndex,
        /// From the span's start to its end, as they were.
        hull: TextRange,
    },
}

/// One or more fragments of a text: non-empty, in order, disjoint, on character boundaries.
/// Fragments may meet without a gap, for some programs write them so.
///
/// Spans are ordered by start, then longer first, then by their fragments, so that of two nested
/// spans the outer comes first. A clone costs at most one reference count.
#[derive(Clone)]
pub struct Span(Fragments);

#[derive(Clone)]
enum Fragments {
    One(TextRange),
    /// Two or more.
    Many(Arc<[TextRange]>),
}

impl Span {
    /// Checks some ranges against the text.
    ///
    /// # Errors
    /// Names the first fragment that breaks the invariant.
    pub fn new(fragments: Vec<TextRange>, text: &Text) -> Result<Self, SpanError> {
        let mut previous: Option<TextRange> = None;
        for &fragment in &fragments {
            check_fragment(fragment, text)?;
            if let Some(previous) = previous.filter(|previous| fragment.start < previous.end) {
                return Err(SpanError::OutOfOrder { previous, fragment });
            }
            previous = Some(fragment);
        }
        Self::from_sorted(fragments).ok_or(SpanError::NoFragment)
    }

    /// A span of one fragment.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn single(fragment: TextRange, text: &Text) -> Result<Self, SpanError> {
        check_fragment(fragment, text)?;
        Ok(Self(Fragments::One(fragment)))
    }

    /// The fragments, in order; there is at least one.
    pub fn fragments(&self) -> &[TextRange] {
        match &self.0 {
            Fragments::One(fragment) => slice::from_ref(fragment),
            Fragments::Many(fragments) => fragments,
        }
    }

    /// The first byte.
    pub fn start(&self) -> ByteIndex {
        self.hull().start
    }

    /// The byte after the last.
    pub fn end(&self) -> ByteIndex {
        self.hull().end
    }

    /// From the first byte to the last, gaps included.
    pub fn hull(&self) -> TextRange {
        match &self.0 {
            Fragments::One(fragment) => *fragment,
            Fragments::Many(fragments) => fragments
                .iter()
                .copied()
                .reduce(TextRange::hull)
                .unwrap_or_default(),
        }
    }

    /// The bytes covered, gaps not counted; never 0.
    #[expect(
        clippy::len_without_is_empty,
        reason = "a span is never empty, so the question would only mislead"
    )]
    pub fn len(&self) -> usize {
        self.fragments().iter().map(|range| range.len()).sum()
    }

    /// Whether a fragment covers this byte.
    pub fn contains(&self, byte: ByteIndex) -> bool {
        let before = |fragment: &TextRange| fragment.end <= byte;
        let at = self.fragments().partition_point(before);
        let fragment = self.fragments().get(at);
        fragment.is_some_and(|fragment| fragment.contains(byte))
    }

    /// Whether every byte of a range is covered, by one fragment or by several that meet. An empty
    /// range is contained where it lies in a fragment or at its ends.
    pub fn contains_range(&self, range: TextRange) -> bool {
        if range.is_empty() {
            let inside = |fragment: &TextRange| fragment.contains_range(range);
            return self.fragments().iter().any(inside);
        }
        self.overlap_with(range) == range.len()
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.intersection_len(other) > 0
    }

    /// Whether every byte of the other is covered by this one.
    pub fn covers(&self, other: &Self) -> bool {
        self.intersection_len(other) == other.len()
    }

    /// The number of bytes that both cover.
    pub fn intersection_len(&self, other: &Self) -> usize {
        let (mut ours, mut theirs) = (self.fragments().iter(), other.fragments().iter());
        let (mut our, mut their) = (ours.next(), theirs.next());
        let mut shared = 0;
        while let (Some(a), Some(b)) = (our, their) {
            shared += a.intersection(*b).map_or(0, TextRange::len);
            if a.end <= b.end {
                our = ours.next();
            } else {
                their = theirs.next();
            }
        }
        shared
    }

    /// The covered words, with ` … ` between fragments. Fragments that lie outside the text, as
    /// those of a span of another text may, are left out.
    pub fn words(&self, text: &Text) -> String {
        let words = self.fragments().iter().map(|range| text.slice(*range));
        words.flatten().collect::<Vec<_>>().join(BETWEEN)
    }

    /// The span with a fragment more. Fragments that overlap or touch it become one with it.
    ///
    /// # Errors
    /// As [`Self::new`], for the new fragment.
    pub fn with_fragment(&self, fragment: TextRange, text: &Text) -> Result<Self, SpanError> {
        check_fragment(fragment, text)?;
        let (merged, mut fragments): (Vec<TextRange>, Vec<_>) = self
            .fragments()
            .iter()
            .partition(|known| known.touches(fragment));
        let whole = merged.into_iter().fold(fragment, TextRange::hull);
        let at = fragments.partition_point(|known| *known < whole);
        fragments.insert(at, whole);
        Self::new(fragments, text)
    }

    /// The span without the bytes of a range, which is first widened to whole characters. None if
    /// nothing is left.
    pub fn without(&self, range: TextRange, text: &Text) -> Option<Self> {
        if range.is_empty() {
            return Some(self.clone());
        }
        let range = text.clamp_range(range);
        let rest = |fragment: &TextRange| {
            let before = TextRange {
                start: fragment.start,
                end: fragment.end.min(range.start),
            };
            let after = TextRange {
                start: fragment.start.max(range.end),
                end: fragment.end,
            };
            [before, after]
        };
        let fragments = self.fragments().iter().flat_map(rest);
        Self::from_sorted(fragments.filter(|range| !range.is_empty()).collect())
    }

    /// The span with its start moved. Outwards the first fragment grows; inwards what lies before
    /// goes, whole fragments too, so that a start moved into a gap stands at the next fragment.
    ///
    /// # Errors
    /// If nothing would be left, or the place is not one of the text.
    pub fn with_start(&self, byte: ByteIndex, text: &Text) -> Result<Self, SpanError> {
        let hull = self.hull();
        if byte >= hull.end {
            return Err(SpanError::NothingLeft { byte, hull });
        }
        self.refit(TextRange::new(byte, hull.end), text)
    }

    /// The span with its end moved, as [`Self::with_start`] moves the start.
    ///
    /// # Errors
    /// If nothing would be left, or the place is not one of the text.
    pub fn with_end(&self, byte: ByteIndex, text: &Text) -> Result<Self, SpanError> {
        let hull = self.hull();
        if byte <= hull.start {
            return Err(SpanError::NothingLeft { byte, hull });
        }
        self.refit(TextRange::new(hull.start, byte), text)
    }

    /// What lies within new outer ends, the outermost fragments stretched to reach them if they
    /// lie outside the old.
    fn refit(&self, ends: TextRange, text: &Text) -> Result<Self, SpanError> {
        let hull = self.hull();
        let stretch = |fragment: &TextRange| TextRange {
            start: if fragment.start == hull.start {
                fragment.start.min(ends.start)
            } else {
                fragment.start
            },
            end: if fragment.end == hull.end {
                fragment.end.max(ends.end)
            } else {
                fragment.end
            },
        };
        let stretched = self.fragments().iter().map(stretch);
        let fragments = stretched.filter_map(|fragment| fragment.intersection(ends));
        Self::new(fragments.collect(), text)
    }

    /// None if there is no fragment; the rest of the invariant is the caller's care.
    fn from_sorted(fragments: Vec<TextRange>) -> Option<Self> {
        match fragments.as_slice() {
            [] => None,
            [one] => Some(Self(Fragments::One(*one))),
            _ => Some(Self(Fragments::Many(fragments.into()))),
        }
    }

    fn overlap_with(&self, range: TextRange) -> usize {
        let shared = |fragment: &TextRange| fragment.intersection(range);
        let pieces = self.fragments().iter().filter_map(shared);
        pieces.map(TextRange::len).sum()
    }
}

fn check_fragment(fragment: TextRange, text: &Text) -> Result<(), SpanError> {
    if fragment.is_empty() {
        return Err(SpanError::EmptyFragment { fragment });
    }
    if fragment.end > text.len() {
        let len = text.len();
        return Err(SpanError::PastEnd { fragment, len });
    }
    for byte in [fragment.start, fragment.end] {
        if !text.is_char_boundary(byte) {
            return Err(SpanError::CutsCharacter { fragment, byte });
        }
    }
    Ok(())
}

impl PartialEq for Span {
    fn eq(&self, other: &Self) -> bool {
        self.fragments() == other.fragments()
    }
}

impl Eq for Span {}

impl PartialOrd for Span {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Span {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |span: &Self| (span.start(), Reverse(span.end()));
        key(self)
            .cmp(&key(other))
            .then_with(|| self.fragments().cmp(other.fragments()))
    }
}

impl Hash for Span {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fragments().hash(state);
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, fragment) in self.fragments().iter().enumerate() {
            let between = if at == 0 { "" } else { "+" };
            write!(f, "{between}{fragment}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Span({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text() -> Text {
        Text::new("The “moon”, he said, is made of cheese.")
    }

    fn range(start: usize, end: usize) -> TextRange {
        TextRange::new(start, end)
    }

    fn span(fragments: &[(usize, usize)]) -> Span {
        let fragments = fragments.iter().map(|(a, b)| range(*a, *b)).collect();
        Span::new(fragments, &text()).unwrap()
    }

    fn refusal(fragments: &[(usize, usize)]) -> String {
        let fragments = fragments
            .iter()
            .map(|&(start, end)| TextRange {
                start: ByteIndex(start),
                end: ByteIndex(end),
            })
            .collect();
        Span::new(fragments, &text()).unwrap_err().to_string()
    }

    #[test]
    fn what_is_no_span_is_refused_by_name() {
        assert_eq!(refusal(&[]), "a span needs at least one fragment");
        assert_eq!(refusal(&[(3, 3)]), "the fragment 3..3 is empty");
        assert_eq!(refusal(&[(9, 3)]), "the fragment 9..3 is empty");
        assert_eq!(
            refusal(&[(0, 3), (2, 4)]),
            "the fragment 2..4 starts before 0..3 ends"
        );
        assert_eq!(
            refusal(&[(0, 99)]),
            "the fragment 0..99 ends past the text's end at 43"
        );
        assert_eq!(
            refusal(&[(0, 5)]),
            "the fragment 0..5 cuts a character at 5"
        );
    }

    #[test]
    fn words_show_the_gap() {
        assert_eq!(
            span(&[(7, 11), (25, 42)]).words(&text()),
            "moon … is made of cheese"
        );
        assert_eq!(span(&[(0, 3)]).words(&text()), "The");
    }

    #[test]
    fn fragments_that_meet_stay_apart_until_one_is_added() {
        let met = span(&[(0, 1), (1, 3)]);
        assert_eq!(met.fragments().len(), 2);
        assert!(met.contains_range(range(0, 3)));
        let more = met.with_fragment(range(2, 4), &text()).unwrap();
        assert_eq!(more, span(&[(0, 1), (1, 4)]));
        let all = more.with_fragment(range(1, 2), &text()).unwrap();
        assert_eq!(all, span(&[(0, 4)]));
    }

    #[test]
    fn a_fragment_in_the_gap_closes_it() {
        let both = span(&[(0, 3), (25, 27)]);
        let three = both.with_fragment(range(16, 20), &text()).unwrap();
        assert_eq!(three, span(&[(0, 3), (16, 20), (25, 27)]));
        let one = three.with_fragment(range(3, 25), &text()).unwrap();
        assert_eq!(one, span(&[(0, 27)]));
    }

    #[test]
    fn taking_words_out_splits_or_empties() {
        let whole = span(&[(0, 20)]);
        assert_eq!(
            whole.without(range(7, 11), &text()),
            Some(span(&[(0, 7), (11, 20)]))
        );
        // Half of the opening mark takes all of it.
        assert_eq!(
            whole.without(range(5, 6), &text()),
            Some(span(&[(0, 4), (7, 20)]))
        );
        assert_eq!(whole.without(range(0, 43), &text()), None);
        assert_eq!(whole.without(range(5, 5), &text()), Some(whole.clone()));
    }

    #[test]
    fn ends_move_out_and_in_over_gaps() {
        let both = span(&[(7, 11), (25, 42)]);
        let start = |byte| both.with_start(ByteIndex(byte), &text());
        assert_eq!(start(0), Ok(span(&[(0, 11), (25, 42)])));
        assert_eq!(start(9), Ok(span(&[(9, 11), (25, 42)])));
        assert_eq!(start(16), Ok(span(&[(25, 42)])));
        assert_eq!(start(30), Ok(span(&[(30, 42)])));
        assert!(matches!(start(42), Err(SpanError::NothingLeft { .. })));
        assert!(matches!(start(5), Err(SpanError::CutsCharacter { .. })));
        let end = |byte| both.with_end(ByteIndex(byte), &text());
        assert_eq!(end(43), Ok(span(&[(7, 11), (25, 43)])));
        assert_eq!(end(25), Ok(span(&[(7, 11)])));
        assert_eq!(end(9), Ok(span(&[(7, 9)])));
        assert_eq!(
            end(7).unwrap_err().to_string(),
            "an end moved to 7 leaves nothing of 7..42"
        );
        assert!(matches!(end(44), Err(SpanError::PastEnd { .. })));
    }

    #[test]
    fn outer_spans_come_first() {
        let mut spans = [span(&[(4, 7)]), span(&[(0, 3)]), span(&[(0, 20)])];
        spans.sort();
        assert_eq!(spans, [span(&[(0, 20)]), span(&[(0, 3)]), span(&[(4, 7)])]);
    }
}
