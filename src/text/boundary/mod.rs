//! Where graphemes, words, sentences, quotations and paragraphs begin and end.
//!
//! Every function takes any offset: one past the end counts as the end, one inside a character as
//! that character's start. None looks further than the paragraph it was asked about, but for those
//! that walk on into the next.

mod abbreviations;
mod quotations;
mod sentences;
mod unspaced;
mod words;

use unicode_segmentation::GraphemeCursor;

use super::{ByteIndex, Text, TextRange};

pub use quotations::quotation_at;
pub use sentences::{next_sentence, previous_sentence, sentence_at};
pub use words::{
    count_words, next_word_end, next_word_start, previous_word_end, previous_word_start,
    snap_to_words, word_at,
};

/// Whether a user-perceived character begins or the text ends here. Not so past the end or inside
/// a character.
pub fn is_grapheme_boundary(text: &Text, byte: ByteIndex) -> bool {
    if !text.is_char_boundary(byte) {
        return false;
    }
    // Both ends of a text are boundaries, and an error only asks for text that we do not have.
    cursor(text, byte)
        .is_boundary(text.as_str(), 0)
        .unwrap_or(true)
}

/// The first grapheme boundary after an offset; the end if there is none.
pub fn next_grapheme(text: &Text, byte: ByteIndex) -> ByteIndex {
    let next = cursor(text, text.clamp(byte)).next_boundary(text.as_str(), 0);
    next.ok().flatten().map_or(text.len(), ByteIndex)
}

/// The last grapheme boundary before an offset; 0 if there is none.
pub fn previous_grapheme(text: &Text, byte: ByteIndex) -> ByteIndex {
    let inside = text.clamp(byte);
    if inside < byte && inside < text.len() && is_grapheme_boundary(text, inside) {
        return inside;
    }
    let previous = cursor(text, inside).prev_boundary(text.as_str(), 0);
    previous.ok().flatten().map_or(ByteIndex(0), ByteIndex)
}

/// The smallest range of whole graphemes that holds a range.
pub fn snap_to_graphemes(text: &Text, range: TextRange) -> TextRange {
    let range = text.clamp_range(range);
    let start = if is_grapheme_boundary(text, range.start) {
        range.start
    } else {
        previous_grapheme(text, range.start)
    };
    let end = if is_grapheme_boundary(text, range.end) {
        range.end
    } else {
        next_grapheme(text, range.end)
    };
    TextRange::new(start, end)
}

/// The paragraph around an offset, without its line end.
pub fn paragraph_range_at(text: &Text, byte: ByteIndex) -> TextRange {
    // The index comes from the text itself, so the paragraph is there.
    text.paragraph(text.paragraph_at(byte)).unwrap_or_default()
}

/// The range without the blanks at both ends: white space, zero-width spaces, byte-order marks.
/// None if nothing else is in it. A blank that carries an accent stays, being half a grapheme.
pub fn trim(text: &Text, range: TextRange) -> Option<TextRange> {
    let range = text.clamp_range(range);
    let words = text.slice(range)?;
    let rest = words.trim_start_matches(is_blank);
    if rest.is_empty() {
        return None;
    }
    let end = range.start.0 + words.trim_end_matches(is_blank).len();
    let mut start = ByteIndex(range.end.0 - rest.len());
    if start > range.start && !is_grapheme_boundary(text, start) {
        start = previous_grapheme(text, start).max(range.start);
    }
    Some(TextRange::new(start, end))
}

/// The next larger unit that holds the range and more: word, quotation, sentence, paragraph or all,
/// whichever is smallest. A range that spans several sentences or paragraphs grows to them all. All
/// stays all.
pub fn expand(text: &Text, range: TextRange) -> TextRange {
    let range = text.clamp_range(range);
    let last = if range.is_empty() {
        range.end
    } else {
        previous_grapheme(text, range.end)
    };
    let whole = |unit: fn(&Text, ByteIndex) -> TextRange| {
        unit(text, range.start).hull(unit(text, last)).hull(range)
    };
    let word = if range.is_empty() {
        word_at(text, range.start)
    } else {
        snap_to_words(text, range)
    };
    let quotation = quotations::quotation_around(text, range);
    let sentence = whole(sentence_at);
    let within = quotation.and_then(|quotation| inside_of(text, sentence, quotation));
    let units = [
        Some(word),
        quotation,
        within.or(Some(sentence)),
        Some(whole(paragraph_range_at)),
    ];
    units
        .into_iter()
        .flatten()
        .filter(|unit| unit.contains_range(range) && unit.len() > range.len())
        .filter(|unit| trim(text, *unit).is_some())
        .min_by_key(|unit| unit.len())
        .unwrap_or_else(|| text.range())
}

/// Of a sentence that crosses the bounds of a quotation: its words in there, so that the first of
/// two quoted sentences does not take the mark that opens both.
fn inside_of(text: &Text, sentence: TextRange, quotation: TextRange) -> Option<TextRange> {
    let crosses = !sentence.contains_range(quotation) && !quotation.contains_range(sentence);
    let within = sentence.intersection(quotation).filter(|_| crosses)?;
    trim(text, within)
}

/// What never belongs to a mark's ends.
fn is_blank(char: char) -> bool {
    char.is_whitespace() || matches!(char, '\u{200b}' | '\u{feff}')
}

fn cursor(text: &Text, byte: ByteIndex) -> GraphemeCursor {
    GraphemeCursor::new(byte.0, text.len().0, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn graphemes_are_what_a_reader_sees() {
        // A family of emoji, a flag, an e with an accent of its own, a line end of two characters.
        let text = Text::new("👨‍👩‍👧🇩🇪e\u{301}\r\nx");
        let mut stops = vec![0];
        let mut at = ByteIndex(0);
        while at < text.len() {
            at = next_grapheme(&text, at);
            stops.push(at.0);
        }
        assert_eq!(stops, [0, 18, 26, 29, 31, 32]);
        assert_eq!(previous_grapheme(&text, ByteIndex(31)), ByteIndex(29));
        assert_eq!(previous_grapheme(&text, ByteIndex(9)), ByteIndex(0));
        assert_eq!(
            snap_to_graphemes(&text, TextRange::new(4, 27)),
            TextRange::new(0, 29)
        );
        assert!(!is_grapheme_boundary(&text, ByteIndex(22)));
        assert!(!is_grapheme_boundary(&text, ByteIndex(99)));
    }

    #[test]
    fn trimming_takes_every_blank_and_no_more() {
        let text = Text::new("\u{feff} \u{a0}a b\u{200b}\n\n");
        let words = trim(&text, text.range()).unwrap();
        assert_eq!(text.slice(words), Some("a b"));
        assert_eq!(trim(&text, TextRange::new(0, 6)), None);
        assert_eq!(trim(&text, TextRange::at(7)), None);
    }

    #[test]
    fn a_blank_under_an_accent_is_not_cut_from_it() {
        let text = Text::new("  \u{301}x");
        let words = trim(&text, text.range()).unwrap();
        assert_eq!(text.slice(words), Some(" \u{301}x"));
    }

    #[test]
    fn expanding_goes_outwards_one_unit_at_a_time() {
        let text = Text::new("It rains. He said “the moon is cheese” twice. So.\nNext.");
        let mut range = TextRange::at(text.as_str().find("oon").unwrap());
        let mut steps = Vec::new();
        for _ in 0..6 {
            range = expand(&text, range);
            steps.push(text.slice(range).unwrap());
        }
        assert_eq!(
            steps,
            [
                "moon",
                "the moon is cheese",
                "He said “the moon is cheese” twice.",
                "It rains. He said “the moon is cheese” twice. So.",
                text.as_str(),
                text.as_str(),
            ]
        );
    }

    #[test]
    fn expanding_in_a_long_quotation_goes_by_its_sentences_first() {
        let text = Text::new("“It rains. It pours,” he said.");
        let mut range = TextRange::at(text.as_str().find("ains").unwrap());
        let mut steps = Vec::new();
        for _ in 0..4 {
            range = expand(&text, range);
            steps.push(text.slice(range).unwrap());
        }
        assert_eq!(
            steps,
            [
                "rains",
                "It rains.",
                "It rains. It pours,",
                "“It rains. It pours,” he said.",
            ]
        );
    }

    #[test]
    fn expanding_two_halves_of_sentences_takes_both() {
        let text = Text::new("One two. Three four. Five six.");
        let range = TextRange::new(4, 14);
        let range = expand(&text, range);
        assert_eq!(text.slice(range), Some("One two. Three four."));
    }
}
