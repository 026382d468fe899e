//! Sentences: Unicode's rules, with abbreviations, initials, quotations and footnotes kept in.

use unicode_segmentation::{USentenceBoundIndices, UnicodeSegmentation};

use super::abbreviations::{
    Abbreviation, abbreviation, begins_after_a_name, counts, is_counted, is_starter,
};
use super::words::is_dotted;
use super::{paragraph_range_at, trim};
use crate::text::{ByteIndex, Text, TextRange};

/// The sentence around an offset, within its paragraph and without blanks at its ends. Between two
/// sentences it is the one before; empty where the paragraph has no word.
pub fn sentence_at(text: &Text, byte: ByteIndex) -> TextRange {
    let paragraph = paragraph_range_at(text, byte);
    let byte = text.clamp(byte).min(paragraph.end);
    Sentences::new(text, paragraph)
        .take_while(|sentence| sentence.start <= byte)
        .last()
        .and_then(|sentence| trim(text, sentence))
        .unwrap_or(TextRange::at(byte))
}

/// The first sentence that starts after an offset, in this paragraph or a later one.
pub fn next_sentence(text: &Text, byte: ByteIndex) -> Option<TextRange> {
    let paragraphs = text.paragraph_at(byte)..text.paragraph_count();
    paragraphs
        .filter_map(|index| text.paragraph(index))
        .flat_map(|paragraph| Sentences::new(text, paragraph))
        .filter_map(|sentence| trim(text, sentence))
        .find(|sentence| sentence.start > byte)
}

/// The last sentence that starts before an offset, in this paragraph or an earlier one.
pub fn previous_sentence(text: &Text, byte: ByteIndex) -> Option<TextRange> {
    (0..=text.paragraph_at(byte)).rev().find_map(|index| {
        Sentences::new(text, text.paragraph(index)?)
            .filter_map(|sentence| trim(text, sentence))
            .take_while(|sentence| sentence.start < byte)
            .last()
    })
}

/// The sentences of a paragraph with the blanks after them: they cover it without a gap.
struct Sentences<'a> {
    paragraph: &'a str,
    base: usize,
    start: usize,
    pieces: USentenceBoundIndices<'a>,
}

impl<'a> Sentences<'a> {
    fn new(text: &'a Text, paragraph: TextRange) -> Self {
        let words = text.slice(paragraph).unwrap_or_default();
        Self {
            paragraph: words,
            base: paragraph.start.0,
            start: 0,
            pieces: words.split_sentence_bound_indices(),
        }
    }
}

impl Iterator for Sentences<'_> {
    type Item = TextRange;

    fn next(&mut self) -> Option<TextRange> {
        let mut end = self.start;
        for (at, piece) in self.pieces.by_ref() {
            let bound = at + piece.len();
            let bound = after_closing_mark(self.paragraph, after_footnote(self.paragraph, bound));
            if bound <= self.start {
                continue;
            }
            end = bound;
            let before = self.paragraph.get(self.start..end).unwrap_or_default();
            let after = self.paragraph.get(end..).unwrap_or_default();
            if !goes_on(before, after) {
                break;
            }
        }
        let sentence = TextRange::new(self.base + self.start, self.base + end);
        self.start = end;
        (!sentence.is_empty()).then_some(sentence)
    }
}

/// Unicode breaks `moon.[3] Then` after the bracket that opens; the footnote belongs before.
fn after_footnote(paragraph: &str, bound: usize) -> usize {
    let (before, mut rest) = paragraph.split_at_checked(bound).unwrap_or_default();
    if !before.ends_with('[') {
        return bound;
    }
    loop {
        let note = rest.trim_start_matches(|char: char| char.is_alphanumeric());
        let Some(behind) = note.strip_prefix(']') else {
            return bound;
        };
        let Some(next) = behind.strip_prefix('[') else {
            return paragraph.len() - behind.trim_start().len();
        };
        rest = next;
    }
}

/// Unicode breaks `« Non. » Puis` before the mark that closes, for a blank goes before it.
fn after_closing_mark(paragraph: &str, bound: usize) -> usize {
    let rest = paragraph.get(bound..).unwrap_or_default();
    let behind = rest.trim_start_matches(['»', '›']);
    let next = behind.chars().next();
    if behind.len() == rest.len() || next.is_some_and(char::is_alphanumeric) {
        return bound;
    }
    paragraph.len() - behind.trim_start().len()
}

/// Whether the sentence goes on over a boundary that Unicode's rules see.
fn goes_on(before: &str, after: &str) -> bool {
    if before.ends_with(['\r', '\u{85}', '\u{2028}', '\u{2029}']) {
        return false;
    }
    let body = before.trim_end();
    let next = after.chars().next();
    // “Really?” he asked. Yahoo! is a company.
    if next.is_some_and(char::is_lowercase) {
        return true;
    }
    if body.ends_with(['」', '』']) {
        // A particle follows what is quoted; a sentence would mostly begin with another script.
        return next.is_some_and(|next| ('ぁ'..='ゖ').contains(&next));
    }
    let Some(stem) = body.strip_suffix('.') else {
        return false;
    };
    let word = stem.rsplit(char::is_whitespace).next().unwrap_or(stem);
    let word = word.trim_start_matches(|char: char| !char.is_alphanumeric());
    abbreviation_goes_on(word, after)
}

/// Whether a sentence goes on behind a word and a dot, when no small letter follows.
fn abbreviation_goes_on(word: &str, after: &str) -> bool {
    let mut parts = after.split(|char: char| !char.is_alphanumeric());
    let following = parts.next().unwrap_or_default();
    let behind = after.get(following.len()..).unwrap_or_default();
    // «L’homme», «D’après»: an article of one letter begins a sentence.
    let elided = behind.starts_with(['’', '\'']) && is_letter(following);
    if counts(word) && following.starts_with(char::is_numeric) {
        return true;
    }
    if word == "No" {
        return false;
    }
    if word.parse::<u8>().is_ok() {
        return is_counted(following);
    }
    // «J. K. Rowling», «z. B.», «А. С. Пушкин»
    if is_letter(word) && is_letter(following) && behind.starts_with('.') {
        return word != "I";
    }
    match abbreviation(word) {
        Some(Abbreviation::Title) => true,
        Some(Abbreviation::Either) => !elided && !is_starter(following),
        None if is_dotted(word) => !elided && !is_starter(following),
        None if is_initial(word) => !elided && !begins_after_a_name(following),
        None => false,
    }
}

/// «J.» in a name; not «I», which ends sentences.
fn is_initial(word: &str) -> bool {
    let last = word.rsplit('-').next().unwrap_or(word);
    word != "I" && is_letter(last) && last.chars().all(char::is_uppercase)
}

/// One letter, as in «z. B.»
fn is_letter(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(words: &str) -> Vec<String> {
        let text = Text::new(words);
        let mut found = Vec::new();
        let mut next = Some(sentence_at(&text, ByteIndex(0)));
        while let Some(sentence) = next {
            found.push(text.slice(sentence).unwrap().to_owned());
            next = next_sentence(&text, sentence.start);
        }
        found
    }

    #[test]
    fn abbreviations_and_initials_end_no_sentence() {
        for whole in [
            "Dr. Smith of St. Louis met Mr. Kim vs. Gen. Lee on Jan. 3.",
            "Room No. 5 is J. K. Rowling’s, as J.-P. Sartre said.",
            "The U.S. Senate and the U.S. government met at 5 p.m. Monday, e.g. Tuesday.",
            "It costs 3.50 dollars at Apple Inc. Cupertino.",
            "Am 3. Oktober war das z. B. Herrn Dr. Weiß neu.",
            "Yahoo! is a company.",
        ] {
            assert_eq!(sentences(whole), [whole]);
        }
    }

    #[test]
    fn an_abbreviation_before_a_fresh_start_ends_one() {
        assert_eq!(
            sentences(
                "He left the U.S. The talks failed. So do I. No. He is from Apple Inc. It is."
            )
            .len(),
            6
        );
    }

    #[test]
    fn closing_marks_belong_to_what_they_close() {
        assert_eq!(
            sentences("“It is over.” He left. “Really?” he asked. \"No!\" they said. (Yes.) Ok"),
            [
                "“It is over.”",
                "He left.",
                "“Really?” he asked.",
                "\"No!\" they said.",
                "(Yes.)",
                "Ok",
            ]
        );
        assert_eq!(
            sentences("Er sagte: »Nein.« Dann „Ja.“ Gut."),
            ["Er sagte: »Nein.«", "Dann „Ja.“", "Gut."]
        );
    }

    #[test]
    fn quotations_of_other_scripts_stay_whole() {
        assert_eq!(
            sentences(
                "Il dit : « C’est faux. » Puis il partit. »Nein. »Doch!« 彼は「違う。」と言った。次。"
            ),
            [
                "Il dit : « C’est faux. »",
                "Puis il partit.",
                "»Nein.",
                "»Doch!«",
                "彼は「違う。」と言った。",
                "次。",
            ]
        );
    }

    #[test]
    fn a_line_separator_ends_a_sentence_whatever_follows() {
        assert_eq!(sentences("Dr.\u{2028}and"), ["Dr.", "and"]);
    }

    #[test]
    fn footnotes_stay_with_their_sentence() {
        assert_eq!(
            sentences("It is cheese.[1][23] Then not.[4] End."),
            ["It is cheese.[1][23]", "Then not.[4]", "End."]
        );
    }

    #[test]
    fn the_walk_crosses_paragraphs_both_ways() {
        let words = "One.  Two!\n\nThree? Four";
        assert_eq!(sentences(words), ["One.", "Two!", "Three?", "Four"]);
        let text = Text::new(words);
        let back = previous_sentence(&text, ByteIndex(12)).unwrap();
        assert_eq!(text.slice(back), Some("Two!"));
        assert_eq!(previous_sentence(&text, ByteIndex(0)), None);
        assert_eq!(text.slice(sentence_at(&text, ByteIndex(4))), Some("One."));
        assert_eq!(sentence_at(&text, ByteIndex(11)), TextRange::at(11));
    }
}
