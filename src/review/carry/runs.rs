//! What two texts have in common, as runs of bytes.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput};

/// Bytes that both texts have: where they start in each, and how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) len: usize,
}

impl Run {
    /// Where it ends in the first text.
    pub(super) fn end(&self) -> usize {
        self.from + self.len
    }

    /// Where it ends in the other.
    pub(super) fn other_end(&self) -> usize {
        self.to + self.len
    }
}

/// A piece of a text that is compared as a whole: where it is, and without what does not count.
#[derive(Clone, Copy)]
struct Piece<'t> {
    start: usize,
    end: usize,
    words: &'t str,
}

/// The runs of two texts, in order; none touches the next in both texts.
pub(super) fn runs(from: &str, to: &str) -> Vec<Run> {
    let mut found = Runs(Vec::new());
    let (ours, theirs) = (lines(from), lines(to));
    compared(&ours, &theirs, |step| match step {
        Step::Same(one, other) => {
            found.add(one.start, other.start, one.words.len());
            let ends = (one.start + one.words.len(), other.start + other.words.len());
            let end = from.get(ends.0..one.end);
            if end == to.get(ends.1..other.end) {
                found.add(ends.0, ends.1, one.end - ends.0);
            }
        }
        Step::Other(one, other) => lines_differ(from, to, (one, other), &mut found),
    });
    found.0
}

fn lines_differ(
    from: &str,
    to: &str,
    (one, other): (Range<usize>, Range<usize>),
    found: &mut Runs,
) {
    let (ours, theirs) = (words(from, one), words(to, other));
    compared(&ours, &theirs, |step| match step {
        Step::Same(one, other) => found.add(one.start, other.start, one.words.len()),
        Step::Other(one, other) => {
            let here = from.get(one.clone()).unwrap_or_default();
            let there = to.get(other.clone()).unwrap_or_default();
            let head = common(here.chars(), there.chars());
            found.add(one.start, other.start, head);
            let (here, there) = (
                here.get(head..).unwrap_or_default(),
                there.get(head..).unwrap_or_default(),
            );
            let tail = common(here.chars().rev(), there.chars().rev());
            found.add(one.end - tail, other.end - tail, tail);
        }
    });
}

/// What stands next: a piece that both have, or stretches of bytes that differ.
enum Step<'t> {
    Same(Piece<'t>, Piece<'t>),
    Other(Range<usize>, Range<usize>),
}

fn compared<'t>(ours: &[Piece<'t>], theirs: &[Piece<'t>], mut next: impl FnMut(Step<'t>)) {
    let mut input = InternedInput::default();
    input.update_before(ours.iter().map(|piece| piece.words));
    input.update_after(theirs.iter().map(|piece| piece.words));
    let diff = Diff::compute(Algorithm::Histogram, &input);
    let place = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
    let mut at = (0, 0);
    let all = (ours.len(), theirs.len());
    let hunks = diff.hunks().map(|hunk| {
        let Range { start, end } = hunk.before;
        let before = place(start)..place(end);
        let Range { start, end } = hunk.after;
        (before, place(start)..place(end))
    });
    for (before, after) in hunks.chain([(all.0..all.0, all.1..all.1)]) {
        for (one, other) in same_pieces(ours, theirs, at, before.start) {
            next(Step::Same(one, other));
        }
        at = (before.end, after.end);
        if !(before.is_empty() && after.is_empty()) {
            next(Step::Other(bytes(ours, before), bytes(theirs, after)));
        }
    }
}

fn same_pieces<'t>(
    ours: &[Piece<'t>],
    theirs: &[Piece<'t>],
    at: (usize, usize),
    until: usize,
) -> Vec<(Piece<'t>, Piece<'t>)> {
    let count = until.saturating_sub(at.0);
    let pairs = ours.iter().skip(at.0).zip(theirs.iter().skip(at.1));
    pairs
        .take(count)
        .map(|(one, other)| (*one, *other))
        .collect()
}

/// From the first of some pieces to the end of the last.
fn bytes(pieces: &[Piece<'_>], range: Range<usize>) -> Range<usize> {
    let after = pieces.last().map_or(0, |piece| piece.end);
    let start = pieces.get(range.start).map_or(after, |piece| piece.start);
    let last = range.end.checked_sub(1).filter(|last| *last >= range.start);
    let end = last.and_then(|last| pieces.get(last));
    start..end.map_or(start, |piece| piece.end)
}

/// Lines without their ends, which may be of any system.
fn lines(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut start = 0;
    while let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
        let words = rest.find(['\r', '\n']).map_or(rest, |end| {
            let (words, _) = rest.split_at(end);
            words
        });
        let after = rest.get(words.len()..).unwrap_or_default();
        let end = match after {
            it if it.starts_with("\r\n") => 2,
            "" => 0,
            _ => 1,
        };
        let end = start + words.len() + end;
        found.push(Piece { start, end, words });
        start = end;
    }
    found
}

/// Letters and digits together, any other sign alone.
fn words(text: &str, range: Range<usize>) -> Vec<Piece<'_>> {
    let mut found: Vec<Piece<'_>> = Vec::new();
    let mut in_word = false;
    let part = text.get(range.clone()).unwrap_or_default();
    for (place, sign) in part.char_indices() {
        let (start, end) = (range.start + place, range.start + place + sign.len_utf8());
        let letter = sign.is_alphanumeric();
        match found.last_mut() {
            Some(last) if letter && in_word => {
                last.end = end;
                last.words = text.get(last.start..end).unwrap_or_default();
            }
            _ => found.push(Piece {
                start,
                end,
                words: text.get(start..end).unwrap_or_default(),
            }),
        }
        in_word = letter;
    }
    found
}

/// How many bytes two rows of letters have in common at their start.
fn common(ours: impl Iterator<Item = char>, theirs: impl Iterator<Item = char>) -> usize {
    let same = ours.zip(theirs).take_while(|(one, other)| one == other);
    same.map(|(letter, _)| letter.len_utf8()).sum()
}

/// Runs in the making; those that touch become one.
struct Runs(Vec<Run>);

impl Runs {
    fn add(&mut self, from: usize, to: usize, len: usize) {
        if len == 0 {
            return;
        }
        match self.0.last_mut() {
            Some(last) if last.end() == from && last.other_end() == to => last.len += len,
            _ => self.0.push(Run { from, to, len }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(one: &str, other: &str) -> Vec<String> {
        let found = runs(one, other).into_iter();
        found
            .map(|run| one[run.from..run.end()].to_owned())
            .collect()
    }

    #[test]
    fn other_line_ends_leave_every_line_as_it_is() {
        assert_eq!(shown("a b\r\nc\r\n", "a b\nc\n"), ["a b", "c"]);
        assert_eq!(shown("a b\nc", "a b\nc"), ["a b\nc"]);
    }

    #[test]
    fn a_typo_is_a_letter_and_not_a_line() {
        let found = shown("x\nthe goverment said\ny", "x\nthe government said\ny");
        assert_eq!(found, ["x\nthe gover", "ment said\ny"]);
    }

    #[test]
    fn a_lost_paragraph_is_the_only_difference() {
        assert_eq!(
            shown("one\ntwo\nthree\n", "one\nthree\n"),
            ["one\n", "three\n"]
        );
        assert_eq!(
            shown("one\nthree\n", "one\ntwo\nthree\n"),
            ["one\n", "three\n"]
        );
    }

    proptest! {
        #[test]
        fn runs_are_words_of_both_texts_in_order(
            one in "[aé😀 \r\n.b]{0,40}",
            other in "[aé😀 \r\n.b]{0,40}",
        ) {
            let (mut from, mut to) = (0, 0);
            for run in runs(&one, &other) {
                prop_assert!(run.len > 0 && run.from >= from && run.to >= to);
                prop_assert_eq!(one.get(run.from..run.end()), other.get(run.to..run.other_end()));
                prop_assert!(one.get(run.from..run.end()).is_some());
                (from, to) = (run.end(), run.other_end());
            }
            let whole = Run { from: 0, to: 0, len: one.len() };
            let same = runs(&one, &one);
            prop_assert_eq!(same, if one.is_empty() { vec![] } else { vec![whole] });
        }
    }
}
