//! Tokens: one tokenizer for every format that needs one. Unicode's words, every other sign by
//! itself, and cut further at the ends of marks, so that no mark is lost to a token's border.

use unicode_segmentation::UnicodeSegmentation as _;

use super::corpus::Picked;
use crate::text::TextRange;

/// A token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Its words.
    pub(super) range: TextRange,
    /// Whether one blank follows that is no token of its own.
    pub(super) blank_after: bool,
}

/// The tokens of an article, blanks too where they are more than one between two words or where
/// a mark ends at them. Put together with their blanks they are the text.
pub(super) fn tokens(picked: &Picked<'_>) -> Vec<Token> {
    let (mut starts, mut ends) = (Vec::new(), Vec::new());
    for (_, span) in picked.spans() {
        starts.extend(span.fragments().iter().map(|fragment| fragment.start.0));
        ends.extend(span.fragments().iter().map(|fragment| fragment.end.0));
    }
    starts.sort_unstable();
    ends.sort_unstable();
    let mut cuts = [starts.as_slice(), ends.as_slice()].concat();
    cuts.sort_unstable();
    cuts.dedup();
    let mut cuts = cuts.into_iter().peekable();
    let mut tokens: Vec<Token> = Vec::new();
    for (start, word) in picked.text().as_str().split_word_bound_indices() {
        let end = start + word.len();
        while cuts.next_if(|cut| *cut <= start).is_some() {}
        let mut from = start;
        loop {
            let to = cuts.next_if(|cut| *cut < end).unwrap_or(end);
            let is_own = || starts.binary_search(&from).is_ok() || ends.binary_search(&to).is_ok();
            let folds = word == " " && !is_own();
            match tokens.last_mut() {
                Some(last) if folds && !last.blank_after => last.blank_after = true,
                _ => tokens.push(Token {
                    range: TextRange::new(from, to),
                    blank_after: false,
                }),
            }
            from = to;
            if to == end {
                break;
            }
        }
    }
    tokens
}

/// Whether Python, too, takes this for a blank.
pub(super) fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{1c}'..='\u{1f}')
}
