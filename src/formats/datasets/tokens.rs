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
    let mut cuts = cuts(picked).into_iter().peekable();
    let bytes = picked.text().as_str().as_bytes();
    // A word and its blank have six letters.
    let mut tokens: Vec<Token> = Vec::with_capacity(bytes.len() / 5);
    for (start, end) in words(picked.text().as_str()) {
        if cuts.peek().is_none_or(|cut| cut.at > end) {
            // No mark begins or ends here, as with most words.
            let folds = end - start == 1 && bytes.get(start) == Some(&b' ');
            match tokens.last_mut().filter(|_| folds) {
                Some(last) if !last.blank_after => last.blank_after = true,
                _ => tokens.push(Token {
                    range: TextRange::new(start, end),
                    blank_after: false,
                }),
            }
            continue;
        }
        // Whether a mark begins with the token, and whether one ends with it.
        let mut begins = false;
        while let Some(cut) = cuts.next_if(|cut| cut.at <= start) {
            begins = cut.begins && cut.at == start;
        }
        let mut from = start;
        loop {
            let inner = cuts.next_if(|cut| cut.at < end);
            let to = inner.map_or(end, |cut| cut.at);
            let ends = inner.or(cuts.peek().copied().filter(|cut| cut.at == end));
            let is_own = begins || ends.is_some_and(|cut| cut.ends);
            let folds = end - start == 1 && bytes.get(start) == Some(&b' ') && !is_own;
            match tokens.last_mut() {
                Some(last) if folds && !last.blank_after => last.blank_after = true,
                _ => tokens.push(Token {
                    range: TextRange::new(from, to),
                    blank_after: false,
                }),
            }
            from = to;
            begins = inner.is_some_and(|cut| cut.begins);
            if to == end {
                break;
            }
        }
    }
    tokens
}

/// A place at which marks begin or end.
#[derive(Clone, Copy)]
struct Cut {
    at: usize,
    begins: bool,
    ends: bool,
}

/// The ends of marks, in the order of the text.
fn cuts(picked: &Picked<'_>) -> Vec<Cut> {
    let fragments = picked.spans().flat_map(|(_, span)| span.fragments());
    let both = |fragment: &TextRange| [(fragment.start.0, true), (fragment.end.0, false)];
    let mut places: Vec<(usize, bool)> = fragments.flat_map(both).collect();
    places.sort_unstable();
    let mut cuts: Vec<Cut> = Vec::with_capacity(places.len());
    for (at, begins) in places {
        match cuts.last_mut().filter(|last| last.at == at) {
            Some(last) => {
                last.begins |= begins;
                last.ends |= !begins;
            }
            None => cuts.push(Cut {
                at,
                begins,
                ends: !begins,
            }),
        }
    }
    cuts
}

/// The first byte of each word of a text, by Unicode's rules, and the one after its last.
///
/// A rule that joins what stands around a place needs letters there that other rules do not part.
/// So the words behind the end of a word are the same whatever stands before it, and those that are
/// plain to see, which are most, need not go through the tables: «Unicode Text Segmentation» (Unicode
/// Standard Annex 29), §4.1.
fn words(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        let rest = text.get(from..).filter(|rest| !rest.is_empty())?;
        let length = plain_word(rest.as_bytes());
        let length = length.or_else(|| rest.split_word_bounds().next().map(str::len));
        let start = from;
        from += length?;
        Some((start, from))
    })
}

/// The length of the word that some bytes begin with, if it is of plain letters alone, of digits alone,
/// or a single blank or sign, and what follows surely is a word of its own.
fn plain_word(bytes: &[u8]) -> Option<usize> {
    let mut letters = 0;
    while let Some(length) = plain_letter(bytes, letters) {
        letters += length;
    }
    if letters > 0 {
        let joins = match bytes.get(letters)? {
            next if !next.is_ascii() => plain_sign(bytes, letters).is_none(),
            // Such a sign joins letters alone, so that it ends a sentence before a blank.
            b'\'' | b'.' | b':' => {
                let behind = bytes.get(letters + 1)?;
                !behind.is_ascii() || behind.is_ascii_alphabetic()
            }
            next => next.is_ascii_digit() || *next == b'_',
        };
        return (!joins).then_some(letters);
    }
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit());
    let digits = digits.count();
    let (length, next) = match bytes.first()? {
        b'0'..=b'9' => (digits, bytes.get(digits)?),
        b'\n' => return Some(1),
        b' ' | b'!'..=b'/' | b':'..=b'@' | b'['..=b'^' => (1, bytes.get(1)?),
        _ => {
            let length = plain_sign(bytes, 0)?;
            (length, bytes.get(length)?)
        }
    };
    let joins = match bytes.first()? {
        b' ' => *next == b' ',
        b'0'..=b'9' => {
            next.is_ascii_alphabetic() || matches!(next, b'_' | b'\'' | b'.' | b',' | b';')
        }
        _ => false,
    };
    (next.is_ascii() && !joins).then_some(length)
}

/// The length of the letter at a place, if it is of ASCII, of the Latin alphabet with its accents or
/// of the Cyrillic one (U+00C0 to U+017F, U+0400 to U+047F).
fn plain_letter(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'a'..=b'z' | b'A'..=b'Z' => Some(1),
        // Two signs stand among the letters: × and ÷.
        0xc3 => (!matches!(bytes.get(at + 1)?, 0x97 | 0xb7)).then_some(2),
        0xc4 | 0xc5 | 0xd0 | 0xd1 => Some(2),
        _ => None,
    }
}

/// The length of the sign at a place, if it is a dash, a quotation mark that is no apostrophe, or an
/// ellipsis.
fn plain_sign(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at..)? {
        [0xc2, 0xab | 0xbb, ..] => Some(2),
        [0xe2, 0x80, 0x93 | 0x94 | 0x9c..=0x9e | 0xa6, ..] => Some(3),
        _ => None,
    }
}

/// Whether Python, too, takes this for a blank.
pub(super) fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{1c}'..='\u{1f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn words_that_are_plain_to_see_are_those_of_unicode(
            text in r#"([a-z]{0,3}|[ .,:;'"_!-]|[0-9]{1,2}|[\r\n\t]|[é́א🇫🇬👩‍🚀ア。]|[łßжЄ×÷µªÀſƀЀѿ҃ҁ“”„’‘«»–—…]){0,20}"#,
        ) {
            let ours: Vec<_> = words(&text).collect();
            let theirs: Vec<_> = text
                .split_word_bound_indices()
                .map(|(start, word)| (start, start + word.len()))
                .collect();
            prop_assert_eq!(ours, theirs);
        }
    }
}
