//! Words in letters of two scripts, of which one may stand in for the other's look-alike.

/// A word in letters of two scripts whose letters look alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MixedWord<'a> {
    /// The word.
    pub word: &'a str,
    /// The two scripts, by their names, sorted.
    pub scripts: (&'static str, &'static str),
}

/// The first word in letters of Latin, Greek and Cyrillic at once: «Pаul» with a Cyrillic «а» is not
/// the name that it looks like. Other scripts share few letters with another that one could be
/// misled by (Unicode Technical Standard 39, «Unicode Security Mechanisms», §5.1).
pub fn mixed_word(words: &str) -> Option<MixedWord<'_>> {
    // A text in one script is told at a glance.
    if words.is_ascii() {
        return None;
    }
    let mut parts = words.split(|letter: char| !letter.is_alphanumeric());
    parts.find_map(|word| {
        let mut scripts = word.chars().filter_map(script);
        let first = scripts.next()?;
        let second = scripts.find(|script| *script != first)?;
        let scripts = (first.min(second), first.max(second));
        Some(MixedWord { word, scripts })
    })
}

/// The script of a letter, if it is one of the three.
fn script(letter: char) -> Option<&'static str> {
    match letter {
        'A'..='Z' | 'a'..='z' => Some("Latin"),
        _ if !letter.is_alphabetic() => None,
        // The sign for a millionth and the ohm are letters of formulas, not of words.
        '\u{b5}' | '\u{2126}' => None,
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{ff21}'..='\u{ff5a}' => Some("Latin"),
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Some("Greek"),
        '\u{400}'..='\u{52f}' | '\u{1c80}'..='\u{1c8f}' | '\u{a640}'..='\u{a69f}' => {
            Some("Cyrillic")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_of_another_script_in_a_word_is_found() {
        let found = mixed_word("said P\u{430}ul Vale").unwrap();
        assert_eq!(found.word, "P\u{430}ul");
        assert_eq!(found.scripts, ("Cyrillic", "Latin"));
        assert_eq!(
            mixed_word("\u{391}pple").unwrap().scripts,
            ("Greek", "Latin")
        );
    }

    #[test]
    fn words_of_several_scripts_side_by_side_are_none_of_it() {
        for words in [
            "Paul",
            "Пауль Paul",
            "α-Teilchen",
            "Noémi Þór",
            "5 µm",
            "東京Tower",
            "Ω3 x²",
        ] {
            assert_eq!(mixed_word(words), None, "{words}");
        }
    }
}
