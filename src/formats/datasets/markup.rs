//! XML and HTML as text: what has a meaning there is escaped.

/// Words for an attribute or between tags of XML. What XML allows nowhere becomes U+FFFD, one for
/// one, so that positions stay.
pub(super) fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\'' => text.push_str("&#39;"),
            '\n' => text.push_str("&#10;"),
            '\r' => text.push_str("&#13;"),
            '\t' => text.push_str("&#9;"),
            letter if is_forbidden(letter) => text.push('\u{fffd}'),
            letter => text.push(letter),
        }
    }
    text
}

/// Whether XML 1.0 has no place for a letter, not even escaped.
pub(super) fn is_forbidden(letter: char) -> bool {
    let control = letter < ' ' && !matches!(letter, '\n' | '\r' | '\t');
    control || matches!(letter, '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_meaning_is_escaped_and_nothing_else() {
        assert_eq!(
            escaped("a<b & \"c\"\n'\u{1}é"),
            "a&lt;b &amp; &quot;c&quot;&#10;&#39;\u{fffd}é"
        );
    }
}
