//! Properties of the span room, held against sets of bytes and lists that are searched from end to
//! end.

use std::collections::BTreeSet;

use postil::span::*;
use postil::text::*;
use proptest::prelude::*;

const LEN: usize = 40;

/// Forty bytes in which some characters are wider than one.
fn text() -> Text {
    let text = Text::new("ab“c”d éfgh 😀ijkl mnop qrst uvwx");
    assert_eq!(text.len(), ByteIndex(LEN));
    text
}

fn any_range() -> impl Strategy<Value = TextRange> {
    (0..LEN + 3, 0..LEN + 3).prop_map(|(a, b)| TextRange::new(a, b))
}

/// A range that a fragment can have.
fn fragment() -> impl Strategy<Value = TextRange> {
    any_range()
        .prop_map(|range| text().clamp_range(range))
        .prop_filter("empty", |range| !range.is_empty())
}

fn any_span() -> impl Strategy<Value = Span> {
    prop::collection::vec(fragment(), 1..5).prop_map(|mut fragments| {
        fragments.sort();
        let mut end = ByteIndex(0);
        fragments.retain(|fragment| {
            let free = fragment.start >= end;
            end = if free { fragment.end } else { end };
            free
        });
        Span::new(fragments, &text()).unwrap()
    })
}

fn bytes(span: &Span) -> BTreeSet<usize> {
    let fragments = span.fragments().iter();
    fragments
        .flat_map(|range| range.start.0..range.end.0)
        .collect()
}

fn of_range(range: TextRange) -> BTreeSet<usize> {
    (range.start.0..range.end.0).collect()
}

/// That a span keeps what `Span::new` demands.
fn is_sound(span: &Span) -> bool {
    Span::new(span.fragments().to_vec(), &text()).as_ref() == Ok(span)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn a_list_is_a_span_exactly_when_it_keeps_the_invariant(
        ranges in prop::collection::vec(any_range(), 0..4),
    ) {
        let text = text();
        let holds = !ranges.is_empty()
            && ranges.iter().all(|range| !range.is_empty() && text.slice(*range).is_some())
            && ranges.windows(2).all(|pair| pair[0].end <= pair[1].start);
        let made = Span::new(ranges.clone(), &text);
        prop_assert_eq!(made.is_ok(), holds, "{:?}", made);
        if let Ok(span) = made {
            prop_assert_eq!(span.fragments(), ranges);
        }
    }

    #[test]
    fn spans_answer_as_sets_of_bytes(a in any_span(), b in any_span(), range in any_range()) {
        let (ours, theirs) = (bytes(&a), bytes(&b));
        let shared = ours.intersection(&theirs).count();
        prop_assert_eq!(a.len(), ours.len());
        prop_assert_eq!(a.intersection_len(&b), shared);
        prop_assert_eq!(a.overlaps(&b), shared > 0);
        prop_assert_eq!(a.covers(&b), theirs.is_subset(&ours));
        prop_assert_eq!(a.start().0, *ours.first().unwrap());
        prop_assert_eq!(a.end().0, *ours.last().unwrap() + 1);
        for byte in 0..LEN + 3 {
            prop_assert_eq!(a.contains(ByteIndex(byte)), ours.contains(&byte));
        }
        if !range.is_empty() {
            prop_assert_eq!(a.contains_range(range), of_range(range).is_subset(&ours));
        }
    }

    #[test]
    fn adding_and_taking_out_are_union_and_difference(
        span in any_span(),
        added in fragment(),
        taken in any_range(),
    ) {
        let text = text();
        let more = span.with_fragment(added, &text).unwrap();
        prop_assert!(is_sound(&more));
        prop_assert_eq!(bytes(&more), &bytes(&span) | &of_range(added));

        let gone = if taken.is_empty() { taken } else { text.clamp_range(taken) };
        let left = &bytes(&span) - &of_range(gone);
        match span.without(taken, &text) {
            None => prop_assert!(left.is_empty()),
            Some(less) => {
                prop_assert!(is_sound(&less));
                prop_assert_eq!(bytes(&less), left);
            }
        }
    }

    #[test]
    fn moved_ends_stand_where_they_were_put(span in any_span(), byte in 0..LEN + 3) {
        let text = text();
        let place = ByteIndex(byte);
        let kept = |keep: &dyn Fn(usize) -> bool| -> BTreeSet<usize> {
            bytes(&span).into_iter().filter(|at| keep(*at)).collect()
        };
        if let Ok(moved) = span.with_start(place, &text) {
            prop_assert!(is_sound(&moved));
            let stretched = of_range(TextRange::new(place.min(span.start()), span.start()));
            prop_assert_eq!(bytes(&moved), &kept(&|at| at >= byte) | &stretched);
        } else {
            let cuts_a_fragment = !text.is_char_boundary(place)
                && (place < span.start() || span.contains(place));
            prop_assert!(place >= span.end() || cuts_a_fragment);
        }
        if let Ok(moved) = span.with_end(place, &text) {
            prop_assert!(is_sound(&moved));
            let stretched = of_range(TextRange::new(span.end(), place.max(span.end())));
            prop_assert_eq!(bytes(&moved), &kept(&|at| at < byte) | &stretched);
        } else {
            let cuts_a_fragment = !text.is_char_boundary(place)
                && (place > span.end() || span.contains(place));
            prop_assert!(place <= span.start() || cuts_a_fragment);
        }
    }

    #[test]
    fn runs_are_cut_where_the_covering_changes(
        spans in prop::collection::vec(any_span(), 0..8),
        within in any_range(),
    ) {
        let items: Vec<(usize, Span)> = spans.iter().cloned().enumerate().collect();
        let cut = runs(&items, within);
        for byte in 0..LEN + 3 {
            let place = ByteIndex(byte);
            let mut expected: Vec<&(usize, Span)> = items
                .iter()
                .filter(|(_, span)| within.contains(place) && span.contains(place))
                .collect();
            expected.sort_by_key(|(_, span)| (span.start(), std::cmp::Reverse(span.end())));
            let expected: Vec<usize> = expected.into_iter().map(|(key, _)| *key).collect();
            let mut here = cut.iter().filter(|run| run.range.contains(place));
            let keys = here.next().map(|run| run.keys.clone()).unwrap_or_default();
            prop_assert_eq!(keys, expected, "at {}", byte);
            prop_assert!(here.next().is_none(), "two runs at {}", byte);
        }
        for run in &cut {
            prop_assert!(!run.range.is_empty() && !run.keys.is_empty());
        }
        for pair in cut.windows(2) {
            let (a, b) = (&pair[0], &pair[1]);
            prop_assert!(a.range.end < b.range.start || (a.range.end == b.range.start && a.keys != b.keys));
        }
    }

    #[test]
    fn the_index_answers_as_a_list_does_after_any_changes(
        changes in prop::collection::vec(change(), 0..40),
        range in any_range(),
        byte in 0..LEN + 3,
    ) {
        let mut index = SpanIndex::new();
        let mut list: BTreeSet<(usize, usize, u8)> = BTreeSet::new();
        for change in changes {
            apply(&change, &mut index, &mut list);
            check(&index, &list, range, ByteIndex(byte))?;
        }
    }

    #[test]
    fn a_selection_holds_its_first_unit_and_its_head(
        from in 0..LEN + 3,
        to in 0..LEN + 3,
        granularity in prop::sample::select(vec![
            Granularity::Grapheme, Granularity::Word, Granularity::Sentence, Granularity::Paragraph,
        ]),
    ) {
        let text = text();
        let begun = TextSelection::begin(&text, ByteIndex(from), granularity);
        let there = begun.extend_to(&text, ByteIndex(to));
        prop_assert!(text.slice(there.range()).is_some());
        prop_assert!(there.range().contains_range(begun.range()));
        let caret = there.caret();
        prop_assert!(caret == there.range().start || caret == there.range().end);
        let back = there.extend_to(&text, ByteIndex(from));
        prop_assert_eq!(back.range(), begun.range(), "the way back undoes the way there");
    }
}

#[derive(Clone, Debug)]
enum Change {
    Insert(TextRange, u8),
    Remove(TextRange, u8),
    Batch(Vec<(TextRange, u8)>, Vec<(TextRange, u8)>),
}

fn entry() -> impl Strategy<Value = (TextRange, u8)> {
    // Few places and few keys, so that removals hit.
    (0usize..12, 0usize..12, 0u8..4).prop_map(|(a, b, key)| (TextRange::new(a * 3, b * 3 + 1), key))
}

fn change() -> impl Strategy<Value = Change> {
    let entries = || prop::collection::vec(entry(), 0..12);
    prop_oneof![
        entry().prop_map(|(range, key)| Change::Insert(range, key)),
        entry().prop_map(|(range, key)| Change::Remove(range, key)),
        (entries(), entries()).prop_map(|(removed, added)| Change::Batch(removed, added)),
    ]
}

/// A key of the list that stands in the index's order.
fn listed((range, key): &(TextRange, u8)) -> (usize, usize, u8) {
    (range.start.0, usize::MAX - range.end.0, *key)
}

fn apply(change: &Change, index: &mut SpanIndex<u8>, list: &mut BTreeSet<(usize, usize, u8)>) {
    match change {
        Change::Insert(range, key) => {
            assert_eq!(
                index.insert(*range, *key),
                list.insert(listed(&(*range, *key)))
            );
        }
        Change::Remove(range, key) => {
            assert_eq!(
                index.remove(*range, key),
                list.remove(&listed(&(*range, *key)))
            );
        }
        Change::Batch(removed, added) => {
            index.apply_batch(removed.iter().copied(), added.iter().copied());
            removed.iter().for_each(|entry| {
                list.remove(&listed(entry));
            });
            list.extend(added.iter().map(listed));
        }
    }
}

fn check(
    index: &SpanIndex<u8>,
    list: &BTreeSet<(usize, usize, u8)>,
    range: TextRange,
    byte: ByteIndex,
) -> Result<(), TestCaseError> {
    let all: Vec<(TextRange, u8)> = list
        .iter()
        .map(|(start, end, key)| (TextRange::new(*start, usize::MAX - end), *key))
        .collect();
    let owned = |(range, key): (TextRange, &u8)| (range, *key);
    let those = |keep: &dyn Fn(TextRange) -> bool| -> Vec<(TextRange, u8)> {
        all.iter()
            .copied()
            .filter(|(range, _)| keep(*range))
            .collect()
    };
    prop_assert_eq!(index.len(), all.len());
    prop_assert_eq!(&index.iter().map(owned).collect::<Vec<_>>(), &all);
    prop_assert_eq!(
        index.query(range).map(owned).collect::<Vec<_>>(),
        those(&|known| known.overlaps(range))
    );
    prop_assert_eq!(
        index.at(byte).map(owned).collect::<Vec<_>>(),
        those(&|known| known.contains(byte))
    );
    Ok(())
}
