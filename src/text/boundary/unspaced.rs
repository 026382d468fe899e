//! Scripts that put no spaces between their words: Chinese and Japanese by a dictionary, Thai, Lao,
//! Khmer and Burmese by a trained model, all of them Unicode's own data.

use std::rc::Rc;

use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;
use unicode_segmentation::{GraphemeCursor, UWordBoundIndices, UnicodeSegmentation};

/// A run is cut at these distances from the paragraph's start, in bytes: looking a word up must not
/// read a book that stands in one line.
pub(super) const STRIDE: usize = 1 << 14;

/// Whether a character is of a script without spaces. Its digits and punctuation are not.
pub(super) fn is_unspaced(char: char) -> bool {
    matches!(char,
        '\u{e01}'..='\u{e3a}' | '\u{e40}'..='\u{e4e}'       // Thai
        | '\u{e81}'..='\u{ece}' | '\u{edc}'..='\u{edf}'     // Lao
        | '\u{1000}'..='\u{103f}' | '\u{1050}'..='\u{108f}' // Burmese
        | '\u{1780}'..='\u{17d3}'                           // Khmer
        | '々' | '〇'
        | 'ぁ'..='ゖ' | 'ゝ'..='ゟ'
        | 'ァ'..='ヺ' | 'ー'..='ヿ' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' // Han
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// Whether a word can never go on from `before` to `after`, whatever stands around them.
pub(super) fn always_parts(before: char, after: char) -> bool {
    match before {
        ' ' => after.is_alphanumeric(),
        '、' | '。' | '，' | '！' | '？' => is_unspaced(after),
        _ => false,
    }
}

/// The pieces into which Unicode's rules and the dictionaries cut a stretch of a paragraph, without
/// a gap: words, blanks, punctuation.
#[derive(Clone)]
pub(super) struct Pieces<'a> {
    words: &'a str,
    /// Where the stretch begins in its paragraph.
    offset: usize,
    plain: UWordBoundIndices<'a>,
    /// Where the pieces of `plain` count from.
    base: usize,
    /// Where the pieces of the current run begin and end. Shared, for whoever looks ahead clones.
    run: Rc<[(usize, usize)]>,
    /// So many of them are taken.
    taken: usize,
}

impl<'a> Pieces<'a> {
    pub(super) fn new(words: &'a str, offset: usize) -> Self {
        Self {
            words,
            offset,
            plain: words.split_word_bound_indices(),
            base: 0,
            run: Rc::default(),
            taken: 0,
        }
    }

    /// The next piece by Unicode's rules alone: in these scripts mostly a single letter.
    fn next_plain(&mut self) -> Option<(usize, &'a str)> {
        let (at, piece) = self.plain.next()?;
        Some((self.base + at, piece))
    }

    /// Cuts the run that begins with a piece into words.
    fn cut_run(&mut self, start: usize, first: &str) {
        let mut end = start + first.len();
        let mut ahead = self.plain.clone();
        while let Some((_, piece)) = ahead.next().filter(|(_, piece)| begins_unspaced(piece)) {
            end += piece.len();
            self.plain = ahead.clone();
        }
        let stop = self.first_stride_in(start, end);
        if let Some(stop) = stop {
            end = stop;
            self.base = stop;
            let rest = self.words.get(stop..).unwrap_or_default();
            self.plain = rest.split_word_bound_indices();
        }
        let run = self.words.get(start..end).unwrap_or_default();
        let segmenter = WordSegmenter::new_auto(WordBreakInvariantOptions::default());
        let mut pieces = Vec::new();
        let mut from = 0;
        for cut in segmenter.segment_str(run) {
            // What has no width of its own stays with the letter before it, as Unicode rules.
            let after = run.get(cut..).and_then(|rest| rest.chars().next());
            if cut > from && after.is_some_and(is_unspaced) && is_grapheme_start(run, cut) {
                pieces.push((start + from, start + cut));
                from = cut;
            }
        }
        if from < run.len() {
            pieces.push((start + from, end));
        }
        self.run = pieces.into();
        self.taken = 0;
    }

    /// The first place inside a run at which it is cut for its length alone.
    fn first_stride_in(&self, start: usize, end: usize) -> Option<usize> {
        let stride = (self.offset + start) / STRIDE + 1;
        let at = (stride * STRIDE).checked_sub(self.offset)?;
        (at < end).then(|| grapheme_start_from(self.words, at))
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        if self.taken >= self.run.len() {
            let (start, piece) = self.next_plain()?;
            if !begins_unspaced(piece) {
                return Some((start, piece));
            }
            self.cut_run(start, piece);
        }
        let (start, end) = *self.run.get(self.taken)?;
        self.taken += 1;
        Some((start, self.words.get(start..end)?))
    }
}

/// The first grapheme boundary at or after a place.
pub(super) fn grapheme_start_from(words: &str, at: usize) -> usize {
    let at = words.ceil_char_boundary(at);
    if is_grapheme_start(words, at) {
        return at;
    }
    let next = GraphemeCursor::new(at, words.len(), true).next_boundary(words, 0);
    next.ok().flatten().unwrap_or(words.len())
}

fn is_grapheme_start(words: &str, at: usize) -> bool {
    words.is_char_boundary(at)
        && GraphemeCursor::new(at, words.len(), true)
            .is_boundary(words, 0)
            .unwrap_or(true)
}

fn begins_unspaced(piece: &str) -> bool {
    piece.chars().next().is_some_and(is_unspaced)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(words: &str) -> Vec<&str> {
        Pieces::new(words, 0).map(|(_, piece)| piece).collect()
    }

    #[test]
    fn a_dictionary_finds_the_words_of_scripts_without_spaces() {
        assert_eq!(
            pieces("東京大学で研究する。"),
            ["東京", "大学", "で", "研究", "する", "。"]
        );
        assert_eq!(pieces("我们喜欢北京"), ["我们", "喜欢", "北京"]);
        assert_eq!(pieces("ภาษาไทย จบ"), ["ภาษา", "ไทย", " ", "จบ"]);
    }

    #[test]
    fn khmer_burmese_and_lao_are_cut_too() {
        for words in ["ភាសាខ្មែរភាសាខ្មែរ", "မြန်မာစာမြန်မာစကား", "ພາສາລາວພາສາລາວ"]
        {
            assert!(pieces(words).len() > 1, "{words}");
        }
    }

    #[test]
    fn pieces_cover_the_text_whatever_is_in_it() {
        let words = "In 東京 ภาษา1ไทย, カタカナ語 no ខ្មែរ မြန်မာ ລາວ.";
        let mut end = 0;
        for (at, piece) in Pieces::new(words, 0) {
            assert_eq!(at, end);
            end += piece.len();
        }
        assert_eq!(end, words.len());
    }

    #[test]
    fn a_run_of_any_length_is_cut_at_the_same_places_from_wherever_it_is_read() {
        let words = "漢".repeat(STRIDE);
        let cuts: Vec<usize> = Pieces::new(&words, 0).map(|(at, _)| at).collect();
        let from = grapheme_start_from(&words, STRIDE);
        let (_, rest) = words.split_at(from);
        let again: Vec<usize> = Pieces::new(rest, from).map(|(at, _)| at + from).collect();
        assert!(cuts.ends_with(&again));
    }
}
