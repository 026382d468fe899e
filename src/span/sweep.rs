//! The sweep that cuts overlapping spans into runs, each covered by the same spans throughout.

use std::collections::BTreeSet;

use super::Span;
use crate::text::{ByteIndex, TextRange};

/// A stretch of text that the same spans cover from its first byte to its last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run<K> {
    /// The stretch; never empty.
    pub range: TextRange,
    /// The keys of the spans that cover it, outermost first; never empty.
    pub keys: Vec<K>,
}

/// Cuts spans into runs, in order and disjoint, as far as they lie in `within`. Text that no span
/// covers is in no run, and two runs that meet differ in their keys.
///
/// Outermost is the span that starts first, of equals the one that ends last, of equals the one
/// that comes first in `items`. Costs O(n log n) and what it returns.
pub fn runs<K: Clone + PartialEq>(items: &[(K, Span)], within: TextRange) -> Vec<Run<K>> {
    let mut ordered: Vec<&(K, Span)> = items.iter().collect();
    ordered.sort_by_key(|(_, span)| (span.start(), std::cmp::Reverse(span.end())));

    let mut runs: Vec<Run<K>> = Vec::new();
    let mut covering = BTreeSet::new();
    let mut at = within.start;
    for (byte, edge, rank) in edges(&ordered, within) {
        if byte > at && !covering.is_empty() {
            let keys = covering
                .iter()
                .filter_map(|rank: &usize| ordered.get(*rank))
                .map(|(key, _)| key.clone());
            push(&mut runs, TextRange::new(at, byte), keys.collect());
        }
        at = byte;
        match edge {
            Edge::End => covering.remove(&rank),
            Edge::Start => covering.insert(rank),
        };
    }
    runs
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Edge {
    // Ends come first, so that a fragment which meets its neighbour is over before that begins.
    End,
    Start,
}

/// Where spans begin and end, in order, with their rank in the list.
fn edges<K>(ordered: &[&(K, Span)], within: TextRange) -> Vec<(ByteIndex, Edge, usize)> {
    let mut edges = Vec::new();
    for (rank, (_, span)) in ordered.iter().enumerate() {
        for fragment in span.fragments() {
            if let Some(range) = fragment.intersection(within) {
                edges.push((range.start, Edge::Start, rank));
                edges.push((range.end, Edge::End, rank));
            }
        }
    }
    edges.sort_unstable();
    edges
}

fn push<K: PartialEq>(runs: &mut Vec<Run<K>>, range: TextRange, keys: Vec<K>) {
    match runs.last_mut() {
        // One span's fragments may meet, and its words still look like one stretch.
        Some(last) if last.range.end == range.start && last.keys == keys => {
            last.range.end = range.end;
        }
        _ => runs.push(Run { range, keys }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;

    fn cut(items: &[(char, &[(usize, usize)])], within: (usize, usize)) -> Vec<String> {
        let text = Text::new("0123456789");
        let items: Vec<_> = items
            .iter()
            .map(|(key, fragments)| {
                let ranges = fragments.iter().map(|(a, b)| TextRange::new(*a, *b));
                (*key, Span::new(ranges.collect(), &text).unwrap())
            })
            .collect();
        runs(&items, TextRange::new(within.0, within.1))
            .into_iter()
            .map(|run| format!("{} {}", run.range, String::from_iter(run.keys)))
            .collect()
    }

    #[test]
    fn nested_and_crossing_spans_are_cut_at_every_edge() {
        assert_eq!(
            cut(
                &[('b', &[(2, 5)]), ('a', &[(0, 8)]), ('c', &[(4, 9)])],
                (0, 10)
            ),
            ["0..2 a", "2..4 ab", "4..5 abc", "5..8 ac", "8..9 c"]
        );
    }

    #[test]
    fn gaps_are_left_out_and_meeting_fragments_are_one_run() {
        assert_eq!(
            cut(&[('a', &[(0, 2), (2, 3), (5, 6)])], (0, 10)),
            ["0..3 a", "5..6 a"]
        );
    }

    #[test]
    fn equal_spans_keep_the_order_given() {
        assert_eq!(
            cut(&[('b', &[(1, 3)]), ('a', &[(1, 3)])], (0, 10)),
            ["1..3 ba"]
        );
    }

    #[test]
    fn only_what_lies_within_is_cut() {
        assert_eq!(
            cut(&[('a', &[(0, 9)]), ('b', &[(0, 3)])], (2, 5)),
            ["2..3 ab", "3..5 a"]
        );
        assert!(cut(&[('a', &[(0, 9)])], (5, 5)).is_empty());
    }
}
