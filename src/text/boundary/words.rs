//! Words: Unicode's, with hyphenated compounds and dotted abbreviations kept whole, and by
//! dictionary where a script has no spaces.

use super::unspaced::{self, Pieces};
use super::{is_grapheme_boundary, paragraph_range_at, snap_to_graphemes};
use crate::text::{ByteIndex, Text, TextRange};

/// The word around an offset. Between words: the one that starts here, else the one that ends
/// here, else the blank or the punctuation that follows (at a paragraph's end, precedes). Empty in
/// an empty paragraph.
pub fn word_at(text: &Text, byte: ByteIndex) -> TextRange {
    let paragraph = paragraph_range_at(text, byte);
    let byte = text.clamp(byte).min(paragraph.end);
    let mut before = None;
    for token in tokens_near(text, paragraph, byte) {
        if token.range.contains(byte) {
            let ends_here = |before: &Token| before.is_word && before.range.end == byte;
            let ending = before.filter(|before| !token.is_word && ends_here(before));
            return ending.unwrap_or(token).range;
        }
        before = Some(token);
    }
    before.map_or(TextRange::at(byte), |token| token.range)
}

/// The range with each end that cuts a word moved outwards to take it whole; an end that stands at
/// a word's boundary stays.
pub fn snap_to_words(text: &Text, range: TextRange) -> TextRange {
    let range = snap_to_graphemes(text, range);
    let start = cut_word(text, range.start).map_or(range.start, |word| word.start);
    let end = cut_word(text, range.end).map_or(range.end, |word| word.end);
    snap_to_graphemes(text, TextRange::new(start, end))
}

/// The first start of a word after an offset; the text's end if there is none.
pub fn next_word_start(text: &Text, byte: ByteIndex) -> ByteIndex {
    next_word_edge(text, byte, |word| word.start)
}

/// The first end of a word after an offset; the text's end if there is none.
pub fn next_word_end(text: &Text, byte: ByteIndex) -> ByteIndex {
    next_word_edge(text, byte, |word| word.end)
}

/// The last start of a word before an offset; 0 if there is none.
pub fn previous_word_start(text: &Text, byte: ByteIndex) -> ByteIndex {
    previous_word_edge(text, byte, |word| word.start)
}

/// The last end of a word before an offset; 0 if there is none.
pub fn previous_word_end(text: &Text, byte: ByteIndex) -> ByteIndex {
    previous_word_edge(text, byte, |word| word.end)
}

/// How many words stand in some text.
pub fn count_words(text: &str) -> usize {
    let pieces = Pieces::new(text, 0);
    let tokens = Tokens { pieces, base: 0 };
    tokens.filter(|token| token.is_word).count()
}

/// The word that has characters on both sides of an offset.
fn cut_word(text: &Text, byte: ByteIndex) -> Option<TextRange> {
    let paragraph = paragraph_range_at(text, byte);
    tokens_near(text, paragraph, byte)
        .take_while(|token| token.range.start < byte)
        .find(|token| token.is_word && byte < token.range.end)
        .map(|token| token.range)
}

fn next_word_edge(
    text: &Text,
    byte: ByteIndex,
    edge: impl Fn(TextRange) -> ByteIndex,
) -> ByteIndex {
    let byte = text.clamp(byte);
    for index in text.paragraph_at(byte)..text.paragraph_count() {
        let Some(paragraph) = text.paragraph(index) else {
            break;
        };
        let mut edges = tokens_near(text, paragraph, byte)
            .filter(|token| token.is_word)
            .map(|word| edge(word.range));
        if let Some(found) = edges.find(|edge| *edge > byte) {
            return found;
        }
    }
    text.len()
}

fn previous_word_edge(
    text: &Text,
    byte: ByteIndex,
    edge: impl Fn(TextRange) -> ByteIndex,
) -> ByteIndex {
    let byte = text.clamp(byte);
    for index in (0..=text.paragraph_at(byte)).rev() {
        let Some(paragraph) = text.paragraph(index) else {
            break;
        };
        let mut until = byte.min(paragraph.end);
        loop {
            let from = safe_start(text, paragraph, until);
            let found = Tokens::new(text, paragraph, from)
                .take_while(|token| token.range.start < until)
                .filter(|token| token.is_word)
                .map(|word| edge(word.range))
                .filter(|edge| *edge < byte)
                .last();
            if let Some(found) = found {
                return found;
            }
            if from <= paragraph.start {
                break;
            }
            until = from;
        }
    }
    ByteIndex(0)
}

/// A word, or what stands between two.
#[derive(Clone, Copy)]
struct Token {
    range: TextRange,
    is_word: bool,
}

/// The tokens of a paragraph from somewhere before `byte`: those around it and on both sides of it
/// are among them.
fn tokens_near(text: &Text, paragraph: TextRange, byte: ByteIndex) -> Tokens<'_> {
    let from = safe_start(text, paragraph, byte);
    Tokens::new(text, paragraph, from)
}

/// The last place before `byte` where a token is sure to begin whatever stands before: a letter
/// after a space, or where a run of a script without spaces is cut for its length. So a look-up
/// reads a few words and not the whole paragraph.
fn safe_start(text: &Text, paragraph: TextRange, byte: ByteIndex) -> ByteIndex {
    let until = byte.min(paragraph.end).max(paragraph.start);
    let words = text.slice(TextRange::new(paragraph.start, until));
    let words = words.unwrap_or_default();
    let stride = last_stride(text, paragraph, words.len());
    let from = stride.unwrap_or(0);
    let mut after = None;
    for (at, char) in words.char_indices().rev() {
        if at < from {
            break;
        }
        let start = ByteIndex(paragraph.start.0 + at + char.len_utf8());
        if after.is_some_and(|after| unspaced::always_parts(char, after))
            && is_grapheme_boundary(text, start)
        {
            return start;
        }
        after = Some(char);
    }
    ByteIndex(paragraph.start.0 + from)
}

/// Where a run of a script without spaces was last cut for its length, before `end`; both counted
/// from the paragraph's start.
fn last_stride(text: &Text, paragraph: TextRange, end: usize) -> Option<usize> {
    let stride = end.checked_sub(1)? / unspaced::STRIDE * unspaced::STRIDE;
    let words = text.slice(paragraph)?;
    let at = unspaced::grapheme_start_from(words, stride);
    let (before, after) = words.split_at_checked(at)?;
    let inside = before
        .chars()
        .next_back()
        .is_some_and(unspaced::is_unspaced)
        && after.chars().next().is_some_and(unspaced::is_unspaced);
    (inside && at < end).then_some(at)
}

/// The tokens of a piece of a paragraph, which they cover without a gap.
struct Tokens<'a> {
    pieces: Pieces<'a>,
    base: usize,
}

impl<'a> Tokens<'a> {
    /// The tokens of `paragraph` from `from`, where one must begin.
    fn new(text: &'a Text, paragraph: TextRange, from: ByteIndex) -> Self {
        let words = text.slice(TextRange::new(from, paragraph.end));
        Self {
            pieces: Pieces::new(words.unwrap_or_default(), from.0 - paragraph.start.0),
            base: from.0,
        }
    }

    /// Takes what belongs to a word that has begun; gives its end.
    fn whole_word(&mut self, first: &'a str, mut end: usize) -> usize {
        let mut last = first;
        loop {
            if let Some(dot) = self.closing_dot(last) {
                end = dot + 1;
                last = "";
            } else if let Some((at, word)) = self.compound() {
                end = at + word.len();
                last = word;
            } else {
                return end;
            }
        }
    }

    /// Takes a hyphen and the word after it, when both follow at once.
    fn compound(&mut self) -> Option<(usize, &'a str)> {
        let mut ahead = self.pieces.clone();
        let (_, hyphen) = ahead.next()?;
        let (at, word) = ahead.next()?;
        if !matches!(hyphen, "-" | "‐" | "‑") || !is_word(word) {
            return None;
        }
        self.pieces = ahead;
        Some((at, word))
    }

    /// Takes the dot that ends an abbreviation such as «U.S.».
    fn closing_dot(&mut self, word: &str) -> Option<usize> {
        let mut ahead = self.pieces.clone();
        let (at, dot) = ahead.next()?;
        if dot != "." || !is_dotted(word) {
            return None;
        }
        self.pieces = ahead;
        Some(at)
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let (start, first) = self.pieces.next()?;
        let is_word = is_word(first);
        let end = start + first.len();
        let end = if is_word {
            self.whole_word(first, end)
        } else {
            end
        };
        Some(Token {
            range: TextRange::new(self.base + start, self.base + end),
            is_word,
        })
    }
}

fn is_word(piece: &str) -> bool {
    piece.chars().any(char::is_alphanumeric)
}

/// Single letters with dots between them, as in «U.S», «e.g», «т.д», or doubled for a plural, as in
/// «EE.UU».
pub(super) fn is_dotted(word: &str) -> bool {
    let mut letters = word.split('.');
    word == "Ph.D"
        || word.contains('.')
            && letters.all(|part| {
                let mut chars = part.chars();
                let first = chars.next().filter(|first| first.is_alphabetic());
                first.is_some_and(|first| match chars.next() {
                    None => true,
                    second => {
                        second == Some(first) && first.is_uppercase() && chars.next().is_none()
                    }
                })
            })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word<'a>(text: &'a Text, at: &str) -> &'a str {
        let byte = ByteIndex(text.as_str().find(at).unwrap());
        text.slice(word_at(text, byte)).unwrap()
    }

    /// Drags from `|` to `|` and says what is selected then.
    fn snapped(marked: &str) -> String {
        let start = marked.find('|').unwrap();
        let end = marked.rfind('|').unwrap() - 1;
        let text = Text::new(marked.replace('|', ""));
        let range = snap_to_words(&text, TextRange::new(start, end));
        text.slice(range).unwrap().to_owned()
    }

    #[test]
    fn words_are_counted_in_scripts_without_spaces_too() {
        assert_eq!(count_words("ใน"), 1);
        assert_eq!(count_words("“โครงการนี้”"), 2);
        assert_eq!(count_words("東京大学の報告書"), 4);
        assert_eq!(count_words("The U.S.-led talks, 1,200 of them."), 6);
        assert_eq!(count_words(" — "), 0);
    }

    #[test]
    fn compounds_and_abbreviations_are_one_word() {
        let text = Text::new(
            "The anti-Russian U.S.-led talks — Kim Jong-un’s and Washington's, e.g. “so”.",
        );
        assert_eq!(word(&text, "ti-"), "anti-Russian");
        assert_eq!(word(&text, "-R"), "anti-Russian");
        assert_eq!(word(&text, "led"), "U.S.-led");
        assert_eq!(word(&text, "un’"), "Jong-un’s");
        assert_eq!(word(&text, "'s"), "Washington's");
        assert_eq!(word(&text, "g. "), "e.g.");
        assert_eq!(word(&text, "so"), "so");
    }

    #[test]
    fn between_words_the_one_that_starts_here_wins() {
        let text = Text::new("one  two, (three)");
        let at = |byte| text.slice(word_at(&text, ByteIndex(byte))).unwrap();
        assert_eq!(at(0), "one");
        assert_eq!(at(3), "one");
        assert_eq!(at(4), "  ");
        assert_eq!(at(5), "two");
        assert_eq!(at(8), "two");
        assert_eq!(at(9), " ");
        assert_eq!(at(10), "(");
        assert_eq!(at(11), "three");
        assert_eq!(at(17), ")");
        assert_eq!(at(99), ")");
    }

    #[test]
    fn a_drag_takes_whole_words_and_no_more() {
        assert_eq!(snapped("The m|oon is ma|de."), "moon is made");
        assert_eq!(snapped("The |moon| is."), "moon");
        assert_eq!(snapped("The |moon |is."), "moon ");
        assert_eq!(snapped("an anti|-Russian| view"), "anti-Russian");
        assert_eq!(snapped("the |U.S|. said"), "U.S.");
        assert_eq!(snapped("a dash||—here"), "");
        assert_eq!(snapped("in|s||ide"), "inside");
    }

    #[test]
    fn walking_crosses_paragraphs() {
        let text = Text::new("ab, cd\n\n“ef”");
        let walk = |step: fn(&Text, ByteIndex) -> ByteIndex, mut at: usize| {
            let mut stops = Vec::new();
            for _ in 0..4 {
                at = step(&text, ByteIndex(at)).0;
                stops.push(at);
            }
            stops
        };
        assert_eq!(walk(next_word_start, 0), [4, 11, 16, 16]);
        assert_eq!(walk(next_word_end, 0), [2, 6, 13, 16]);
        assert_eq!(walk(previous_word_start, 16), [11, 4, 0, 0]);
        assert_eq!(walk(previous_word_end, 16), [13, 6, 2, 0]);
    }

    #[test]
    fn an_empty_paragraph_has_an_empty_word() {
        let text = Text::new("a\n\nb");
        assert_eq!(word_at(&text, ByteIndex(2)), TextRange::at(2));
        assert_eq!(word_at(&Text::new(""), ByteIndex(0)), TextRange::at(0));
    }
}
