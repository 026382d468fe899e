//! Finding words in a text, with offsets that stay exact however case folding changes lengths.
//!
//! [`Finder`] is the way in: it looks for words or a pattern, piece by piece. [`Matches`] is the
//! automaton that the other ways are held against, and what is left where they cannot go.

mod finder;
mod fold;
mod quick;

use std::collections::VecDeque;
use std::str::CharIndices;

use super::{ByteIndex, Text, TextRange};
use fold::fold;

pub use finder::{Finder, PatternError};

/// How words are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SearchOptions {
    /// Compare exactly. Otherwise upper and lower case are one (`ß` is `ss`), and so are straight
    /// and curly quotation marks and apostrophes, and all blanks within a line.
    pub match_case: bool,
    /// Only where no letter, digit, mark or underscore goes on before or after: «Kim» is found in
    /// «Kim's» and in «Kim-led», not in «Kimono».
    pub whole_word: bool,
    /// Leave accents out of the comparison: `cafe` finds `café`, `lodz` finds `Łódź`.
    pub fold_accents: bool,
}

/// Every place of `needle`, in order, without overlaps. An empty needle is found nowhere.
pub fn find_all(text: &Text, needle: &str, options: SearchOptions) -> Vec<TextRange> {
    Finder::words(needle, options).all(text)
}

/// The places of `needle` one by one, for a caller that may stop early. Linear in the text,
/// whatever the needle.
pub fn matches<'a>(text: &'a Text, needle: &str, options: SearchOptions) -> Matches<'a> {
    Matches::new(text, (text.as_str(), 0), needle, options, Overlap::Skip)
}

/// The places of `needle`, exactly as written, those that overlap included.
pub(super) fn overlapping_matches<'a>(text: &'a Text, needle: &str) -> Matches<'a> {
    let exact = SearchOptions {
        match_case: true,
        ..SearchOptions::default()
    };
    Matches::new(text, (text.as_str(), 0), needle, exact, Overlap::Keep)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Overlap {
    Keep,
    Skip,
}

/// One folded character and where the character that it came from stands.
#[derive(Clone, Copy)]
struct Folded {
    char: char,
    start: usize,
    end: usize,
    first: bool,
    last: bool,
}

/// An iterator over the places of some words; see [`matches()`].
///
/// Knuth, Morris and Pratt's automaton over the folded characters. It remembers where the last
/// `needle.len()` of them came from, so that a match is given in the original's offsets, and a
/// match that would cut a folded character in two (one `s` of a `ß`) is passed over.
pub struct Matches<'a> {
    text: &'a Text,
    options: SearchOptions,
    overlap: Overlap,
    needle: Vec<char>,
    fallback: Vec<usize>,
    chars: CharIndices<'a>,
    /// Where the piece that is looked through begins.
    base: usize,
    pending: VecDeque<Folded>,
    window: VecDeque<Folded>,
    matched: usize,
}

impl<'a> Matches<'a> {
    /// The places in a piece of the text that begins at a byte; what counts as a whole word is
    /// seen beyond its ends.
    fn in_piece(
        text: &'a Text,
        piece: &'a str,
        base: usize,
        needle: &str,
        options: SearchOptions,
    ) -> Self {
        Self::new(text, (piece, base), needle, options, Overlap::Skip)
    }

    fn new(
        text: &'a Text,
        (piece, base): (&'a str, usize),
        needle: &str,
        options: SearchOptions,
        overlap: Overlap,
    ) -> Self {
        let mut folded = Vec::new();
        for char in needle.chars() {
            fold(char, options, |char| folded.push(char));
        }
        Self {
            text,
            options,
            overlap,
            fallback: fallbacks(&folded),
            needle: folded,
            chars: piece.char_indices(),
            base,
            pending: VecDeque::new(),
            window: VecDeque::new(),
            matched: 0,
        }
    }

    fn next_folded(&mut self) -> Option<Folded> {
        while self.pending.is_empty() {
            let (start, char) = self.chars.next()?;
            let start = self.base + start;
            let end = start + char.len_utf8();
            fold(char, self.options, |char| {
                let first = self.pending.is_empty();
                if let Some(previous) = self.pending.back_mut() {
                    previous.last = false;
                }
                self.pending.push_back(Folded {
                    char,
                    start,
                    end,
                    first,
                    last: true,
                });
            });
        }
        self.pending.pop_front()
    }

    fn feed(&mut self, char: char) {
        while self.matched > 0 && self.needle.get(self.matched) != Some(&char) {
            self.matched = self.fallback_of(self.matched);
        }
        if self.needle.get(self.matched) == Some(&char) {
            self.matched += 1;
        }
    }

    fn fallback_of(&self, matched: usize) -> usize {
        let last = matched.checked_sub(1);
        last.and_then(|last| self.fallback.get(last).copied())
            .unwrap_or(0)
    }

    fn found(&self) -> Option<TextRange> {
        let (first, last) = (self.window.front()?, self.window.back()?);
        let mut end = last.end;
        if self.options.fold_accents {
            let after = self.text.as_str().get(end..).unwrap_or_default();
            let accents = after.chars().take_while(|char| fold::is_accent(*char));
            end += accents.map(char::len_utf8).sum::<usize>();
        }
        let range = TextRange::new(first.start, end);
        let whole = !self.options.whole_word || is_whole_word(self.text.as_str(), range);
        (first.first && last.last && whole).then_some(range)
    }
}

impl Iterator for Matches<'_> {
    type Item = TextRange;

    fn next(&mut self) -> Option<TextRange> {
        if self.needle.is_empty() {
            return None;
        }
        while let Some(folded) = self.next_folded() {
            self.window.push_back(folded);
            if self.window.len() > self.needle.len() {
                self.window.pop_front();
            }
            self.feed(folded.char);
            if self.matched < self.needle.len() {
                continue;
            }
            let found = self.found();
            self.matched = match (found, self.overlap) {
                (Some(_), Overlap::Skip) => 0,
                _ => self.fallback_of(self.matched),
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }
}

/// For each length of a matched start of the needle: the longest shorter start that also ends it.
fn fallbacks(needle: &[char]) -> Vec<usize> {
    let mut table: Vec<usize> = Vec::with_capacity(needle.len());
    let mut length = 0;
    for (at, char) in needle.iter().enumerate() {
        while length > 0 && needle.get(length) != Some(char) {
            let shorter = table.get(length.saturating_sub(1));
            length = shorter.copied().unwrap_or(0);
        }
        if at > 0 && needle.get(length) == Some(char) {
            length += 1;
        }
        table.push(length);
    }
    table
}

fn is_whole_word(text: &str, range: TextRange) -> bool {
    let splits_word = |at: ByteIndex| {
        let (before, after) = text.split_at_checked(at.0).unwrap_or_default();
        before.chars().next_back().is_some_and(goes_on) && after.chars().next().is_some_and(goes_on)
    };
    !splits_word(range.start) && !splits_word(range.end)
}

/// Whether a character belongs to the word before it.
fn goes_on(char: char) -> bool {
    char.is_alphanumeric() || char == '_' || ('\u{300}'..='\u{36f}').contains(&char)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(text: &'a Text, needle: &str, options: SearchOptions) -> Vec<&'a str> {
        find_all(text, needle, options)
            .into_iter()
            .map(|range| text.slice(range).unwrap())
            .collect()
    }

    const LOOSE: SearchOptions = SearchOptions {
        match_case: false,
        whole_word: false,
        fold_accents: false,
    };
    const WORD: SearchOptions = SearchOptions {
        match_case: false,
        whole_word: true,
        fold_accents: false,
    };

    #[test]
    fn folding_keeps_the_offsets_of_the_original() {
        let text = Text::new("İİ Straße STRASSE STRAẞE ΣΊΣΥΦΟΣ x");
        let street = ["Straße", "STRASSE", "STRAẞE"];
        assert_eq!(found(&text, "strasse", LOOSE), street);
        assert_eq!(found(&text, "straße", LOOSE), street);
        assert_eq!(found(&text, "σίσυφος", LOOSE), ["ΣΊΣΥΦΟΣ"]);
        assert_eq!(found(&text, "i", LOOSE), ["İ", "İ"]);
        assert_eq!(found(&text, "X", LOOSE), ["x"]);
    }

    #[test]
    fn half_a_folded_character_is_no_match() {
        let text = Text::new("ß as");
        assert_eq!(found(&text, "s", LOOSE), ["s"]);
        assert_eq!(found(&Text::new("sß"), "ss", LOOSE), ["ß"]);
    }

    #[test]
    fn typed_apostrophes_and_blanks_find_printed_ones() {
        let text = Text::new("They don’t say “10\u{a0}km”.");
        assert_eq!(found(&text, "DON'T", LOOSE), ["don’t"]);
        assert_eq!(found(&text, "\"10 km\"", LOOSE), ["“10\u{a0}km”"]);
        let exact = SearchOptions {
            match_case: true,
            ..LOOSE
        };
        assert!(found(&text, "don't", exact).is_empty());
    }

    #[test]
    fn whole_words_stand_free_of_letters() {
        let text = Text::new("Kim's Kimono, Kim-led; mankim _Kim kim");
        assert_eq!(find_all(&text, "Kim", WORD).len(), 3);
        assert_eq!(found(&Text::new("the U.S. and"), "U.S.", WORD), ["U.S."]);
    }

    #[test]
    fn matches_do_not_overlap_and_survive_false_starts() {
        assert_eq!(find_all(&Text::new("aaaa"), "aa", LOOSE).len(), 2);
        assert_eq!(found(&Text::new("aabaabaaab"), "aabaaa", LOOSE), ["aabaaa"]);
        assert_eq!(overlapping_matches(&Text::new("aaaa"), "aa").count(), 3);
        assert!(find_all(&Text::new("abc"), "", LOOSE).is_empty());
    }
}
