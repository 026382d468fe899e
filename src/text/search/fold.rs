//! When two characters are one for whoever looks for words.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::OnceLock;

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use super::SearchOptions;

/// Gives the characters that a character stands for; none for an accent that is not looked at.
pub(super) fn fold(char: char, options: SearchOptions, mut push: impl FnMut(char)) {
    match (options.match_case, options.fold_accents) {
        (true, false) => push(char),
        (false, false) => fold_case(char, push),
        (true, true) => without_accents(char, push),
        (false, true) => without_accents(char, |char| fold_case(char, &mut push)),
    }
}

fn fold_case(char: char, mut push: impl FnMut(char)) {
    match char {
        'A'..='Z' => push(char.to_ascii_lowercase()),
        '\t' => push(' '),
        '‘' | '’' | '‚' | '‛' | 'ʼ' => push('\''),
        '“' | '”' | '„' | '‟' => push('"'),
        // Its own lower case is ß, which has no upper case of one letter.
        'ẞ' => ['s', 's'].into_iter().for_each(push),
        // Its own lower case is an i with a second dot above, which nobody types.
        'İ' => push('i'),
        _ if char.is_ascii() => push(char),
        _ if char.is_whitespace() => push(' '),
        // Upper case first, for it takes ß, ς and ligatures apart.
        _ => char
            .to_uppercase()
            .flat_map(char::to_lowercase)
            .for_each(push),
    }
}

/// The letters under the accents, by Unicode's canonical decomposition; and of the letters with a
/// stroke, which it does not take apart, the plain ones.
fn without_accents(char: char, mut push: impl FnMut(char)) {
    if char.is_ascii() {
        return push(char);
    }
    decompose_canonical(char, |part| match part {
        'ł' => push('l'),
        'Ł' => push('L'),
        'ø' => push('o'),
        'Ø' => push('O'),
        'đ' => push('d'),
        'Đ' => push('D'),
        'ħ' => push('h'),
        'Ħ' => push('H'),
        'ŧ' => push('t'),
        'Ŧ' => push('T'),
        _ if is_combining_mark(part) => {}
        _ => push(part),
    });
}

/// Whether a character is only an accent on the one before it.
pub(super) fn is_accent(char: char) -> bool {
    !char.is_ascii() && is_combining_mark(char)
}

/// Where characters stand that fold to others: going through all of Unicode would be felt.
const CASED: [RangeInclusive<char>; 7] = [
    '\0'..='\u{33ff}',
    '\u{a640}'..='\u{abff}',
    '\u{f900}'..='\u{ffff}',
    '\u{10400}'..='\u{10fff}',
    '\u{11800}'..='\u{118ff}',
    '\u{16e40}'..='\u{16eff}',
    '\u{1e900}'..='\u{1e9ff}',
];

/// Every character that folds to something with this one in it, any case; itself too if it does.
pub(super) fn preimages(char: char) -> Vec<char> {
    static REVERSE: OnceLock<HashMap<char, Vec<char>>> = OnceLock::new();
    let reverse = REVERSE.get_or_init(|| {
        let mut reverse: HashMap<char, Vec<char>> = HashMap::new();
        for from in CASED.into_iter().flatten() {
            let mut last = None;
            let mut note = |to: char| {
                if to != from && last.replace(to) != Some(to) {
                    reverse.entry(to).or_default().push(from);
                }
            };
            fold_case(from, &mut note);
        }
        reverse
    });
    let mut found = reverse.get(&char).cloned().unwrap_or_default();
    let mut itself = false;
    fold_case(char, |to| itself |= to == char);
    if itself {
        found.push(char);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_folds_to_a_letter_is_known() {
        let sorted = |char| {
            let mut found = preimages(char);
            found.sort_unstable();
            String::from_iter(found)
        };
        assert_eq!(sorted('e'), "Ee");
        assert_eq!(sorted('k'), "Kk\u{212a}");
        assert_eq!(sorted('i'), "Iiİıﬁﬃ");
        assert_eq!(sorted('s'), "Ssßſẞﬅﬆ");
        assert_eq!(
            sorted('к'),
            "Ккᲀ"
                .chars()
                .filter(|c| preimages('к').contains(c))
                .collect::<String>()
        );
        assert!(preimages('\'').contains(&'’'));
    }

    #[test]
    fn no_character_that_folds_is_overlooked() {
        let overlooked = ('\0'..=char::MAX).filter(|char| {
            let mut same = true;
            fold_case(*char, |to| same &= to == *char);
            !same && !CASED.iter().any(|range| range.contains(char))
        });
        assert_eq!(overlooked.collect::<String>(), "");
    }

    #[test]
    fn accents_are_left_out_and_strokes_too() {
        let options = SearchOptions {
            fold_accents: true,
            ..SearchOptions::default()
        };
        let folded = |words: &str| {
            let mut out = String::new();
            words
                .chars()
                .for_each(|char| fold(char, options, |to| out.push(to)));
            out
        };
        assert_eq!(
            folded("Łódź café cafe\u{301} ΆΣ Việt"),
            "lodz cafe cafe ας viet".replace('ς', "σ")
        );
    }
}
