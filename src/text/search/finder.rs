//! Looking for words or a pattern piece by piece, so that nobody waits for the end of it.

use regex::{Regex, RegexBuilder};

use super::quick::Quick;
use super::{Matches, SearchOptions, fold};
use crate::text::{ByteIndex, Text, TextRange};

/// What is looked for, ready to be looked for in any text.
#[derive(Clone, Debug)]
pub struct Finder {
    options: SearchOptions,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    Nothing,
    Quick(Box<Quick>),
    /// The words as they were typed: looked for by an automaton over folded characters.
    Folded(String),
    Pattern(Box<Regex>),
}

/// Why a pattern cannot be looked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// It is no regular expression.
    #[error("failed to read the pattern: {0}")]
    Syntax(String),
    /// It would take more memory than a search may.
    #[error("failed to take the pattern: it is too large; make it simpler")]
    TooLarge,
}

/// Longer words and patterns are not looked for.
const LONGEST: usize = 2_000;
/// As large as a compiled pattern may be, in bytes: what bounds the time for each byte of text.
const LARGEST: usize = 256 * 1024;
/// As deep as groups may be nested in a pattern.
const DEEPEST: u32 = 50;
/// A hit may reach this many bytes beyond the piece of text that it begins in.
const BEYOND: usize = 4_096;

impl Finder {
    /// Words to look for. An empty needle is found nowhere.
    pub fn words(needle: &str, options: SearchOptions) -> Self {
        let mut folded = Vec::new();
        for char in needle.chars() {
            fold::fold(char, options, |char| folded.push(char));
        }
        let kind = match Quick::new(&folded, options) {
            _ if folded.is_empty() => Kind::Nothing,
            Some(quick) => Kind::Quick(Box::new(quick)),
            None => Kind::Folded(needle.to_owned()),
        };
        Self { options, kind }
    }

    /// A regular expression to look for, in the syntax of the `regex` crate. `^` and `$` stand for
    /// the ends of a paragraph. Accents are what they are: the pattern itself says what may vary.
    ///
    /// # Errors
    /// Says what is wrong with the pattern, or that it is too large.
    pub fn pattern(pattern: &str, options: SearchOptions) -> Result<Self, PatternError> {
        if pattern.len() > LONGEST {
            return Err(PatternError::TooLarge);
        }
        let mut kind = Kind::Nothing;
        if !pattern.is_empty() {
            let regex = RegexBuilder::new(pattern)
                .case_insensitive(!options.match_case)
                .multi_line(true)
                .size_limit(LARGEST)
                .dfa_size_limit(8 * LARGEST)
                .nest_limit(DEEPEST)
                .build()
                .map_err(|error| said(&error))?;
            kind = Kind::Pattern(Box::new(regex));
        }
        Ok(Self { options, kind })
    }

    /// Looks on from a position through about so many bytes, and adds what begins there to `hits`,
    /// in order and without overlaps. Gives where to look on; none at the end of the text.
    ///
    /// `hits` must hold what was found before in the same text, and nothing else behind it.
    pub fn advance(
        &self,
        text: &Text,
        from: ByteIndex,
        bytes: usize,
        hits: &mut Vec<TextRange>,
    ) -> Option<ByteIndex> {
        let words = text.as_str();
        let until = words.ceil_char_boundary(from.0.saturating_add(bytes.max(1)));
        let end = words.ceil_char_boundary(until.saturating_add(BEYOND));
        let begun = hits.len();
        match &self.kind {
            Kind::Nothing => return None,
            Kind::Quick(quick) => quick.find(words, from.0, until, hits),
            Kind::Folded(needle) => {
                let piece = words.get(from.0..end).unwrap_or_default();
                let found = Matches::in_piece(text, piece, from.0, needle, self.options);
                hits.extend(found.take_while(|hit| hit.start.0 < until));
            }
            Kind::Pattern(regex) => find_pattern(regex, words, (from.0, until, end), hits),
        }
        if self.options.whole_word && matches!(self.kind, Kind::Pattern(_)) {
            let mut at = 0;
            hits.retain(|hit| {
                at += 1;
                at <= begun || super::is_whole_word(words, *hit)
            });
        }
        let last = hits.get(begun..).and_then(<[TextRange]>::last);
        let next = last.map_or(until, |hit| until.max(hit.end.0));
        (next < words.len()).then_some(ByteIndex(next))
    }

    /// Every place in a text.
    pub fn all(&self, text: &Text) -> Vec<TextRange> {
        let mut hits = Vec::new();
        let mut from = Some(ByteIndex(0));
        while let Some(at) = from {
            from = self.advance(text, at, text.len().0, &mut hits);
        }
        hits
    }
}

/// The places of a pattern that begin in a piece of text. Those of no length are none.
fn find_pattern(
    regex: &Regex,
    text: &str,
    (from, until, end): (usize, usize, usize),
    hits: &mut Vec<TextRange>,
) {
    // What stands before is given along, so that `^` and `\b` know it.
    let piece = text.get(..end).unwrap_or_default();
    let mut at = from;
    while let Some(hit) = regex.find_at(piece, at).filter(|hit| hit.start() < until) {
        if hit.is_empty() {
            at = text.ceil_char_boundary(hit.end() + 1);
            if at > end {
                break;
            }
        } else {
            hits.push(TextRange::new(hit.start(), hit.end()));
            at = hit.end();
        }
    }
}

fn said(error: &regex::Error) -> PatternError {
    match error {
        regex::Error::CompiledTooBig(_) => PatternError::TooLarge,
        other => {
            // The last line says what is wrong; those before it draw the pattern.
            let words = other.to_string();
            let last = words.lines().last().unwrap_or_default();
            PatternError::Syntax(last.trim_start_matches("error: ").to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn slow(text: &Text, needle: &str, options: SearchOptions) -> Vec<TextRange> {
        super::super::matches(text, needle, options).collect()
    }

    fn piecewise(finder: &Finder, text: &Text, bytes: usize) -> Vec<TextRange> {
        let (mut hits, mut from) = (Vec::new(), Some(ByteIndex(0)));
        while let Some(at) = from {
            from = finder.advance(text, at, bytes, &mut hits);
        }
        hits
    }

    proptest! {
        #[test]
        fn the_quick_way_finds_what_the_slow_way_finds(
            text in "[abßssſSkKKiIıİﬁfﬃ Ééeё’' “\"кКçc\u{301}]{0,60}",
            needle in "[abßsSkKiIfFﬁ éÉ'\"кcç]{1,4}",
            match_case: bool,
            whole_word: bool,
            fold_accents: bool,
            bytes in 1usize..40,
        ) {
            let text = Text::new(text);
            let options = SearchOptions { match_case, whole_word, fold_accents };
            let finder = Finder::words(&needle, options);
            let expected = slow(&text, &needle, options);
            prop_assert_eq!(&finder.all(&text), &expected);
            prop_assert_eq!(&piecewise(&finder, &text, bytes), &expected);
        }

        #[test]
        fn a_pattern_finds_piecewise_what_it_finds_at_once(
            text in "[ab \n]{0,80}",
            bytes in 1usize..40,
            pattern in prop::sample::select(vec!["a+", "^a", "b$", r"\ba", "a b", "(a|b){2}", "a*"]),
        ) {
            let text = Text::new(text);
            let finder = Finder::pattern(pattern, SearchOptions::default()).expect("a pattern");
            let plain = RegexBuilder::new(pattern).multi_line(true).build().expect("a pattern");
            let expected: Vec<_> = plain
                .find_iter(text.as_str())
                .filter(|hit| !hit.is_empty())
                .map(|hit| TextRange::new(hit.start(), hit.end()))
                .collect();
            prop_assert_eq!(piecewise(&finder, &text, bytes), expected);
        }
    }

    #[test]
    fn a_pattern_that_cannot_be_used_says_why() {
        let error = |pattern: &str| match Finder::pattern(pattern, SearchOptions::default()) {
            Ok(_) => panic!("{pattern} can be used"),
            Err(error) => error.to_string(),
        };
        assert_eq!(error("(a"), "failed to read the pattern: unclosed group");
        assert_eq!(
            error("(((a{1,200}){1,200}){1,200})"),
            "failed to take the pattern: it is too large; make it simpler"
        );
        assert_eq!(
            error(&"x".repeat(3_000)),
            "failed to take the pattern: it is too large; make it simpler"
        );
    }

    #[test]
    fn accents_are_folded_on_request() {
        let text = Text::new("cafe\u{301} Café CAFÉS kawa Łódź");
        let options = SearchOptions {
            fold_accents: true,
            ..SearchOptions::default()
        };
        let found = |needle: &str| {
            let hits = Finder::words(needle, options).all(&text);
            let words = hits.into_iter().map(|hit| text.slice(hit).expect("words"));
            words.collect::<Vec<_>>()
        };
        assert_eq!(found("cafe"), ["cafe\u{301}", "Café", "CAFÉ"]);
        assert_eq!(found("café"), ["cafe\u{301}", "Café", "CAFÉ"]);
        assert_eq!(found("lodz"), ["Łódź"]);
        assert_eq!(found("\u{301}"), Vec::<&str>::new());
    }
}
