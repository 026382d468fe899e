//! XML and HTML as text: what has a meaning there is escaped.

/// Words for an attribute or between tags of XML. What XML allows nowhere becomes U+FFFD, one for
/// one, so that positions stay.
pub(super) fn escaped(words: &str) -> String {
    with(words, |letter| match letter {
        '\n' => Some("&#10;"),
        '\r' => Some("&#13;"),
        '\t' => Some("&#9;"),
        letter => is_forbidden(letter).then_some("\u{fffd}"),
    })
}

/// Words as text of a page of HTML, or in the quotation marks of an attribute there.
pub(super) fn of_page(words: &str) -> String {
    // A parser would turn these two into something else.
    with(words, |letter| match letter {
        '\r' => Some("&#13;"),
        '\0' => Some("\u{fffd}"),
        _ => None,
    })
}

/// Words without the signs of mark-up, and with what else must not stand there changed.
fn with(words: &str, change: impl Fn(char) -> Option<&'static str>) -> String {
    let mut text = String::with_capacity(words.len());
    for letter in words.chars() {
        let escape = match letter {
            '&' => Some("&amp;"),
            '<' => Some("&lt;"),
            '>' => Some("&gt;"),
            '"' => Some("&quot;"),
            '\'' => Some("&#39;"),
            letter => change(letter),
        };
        match escape {
            Some(escape) => text.push_str(escape),
            None => text.push(letter),
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
        assert_eq!(
            of_page("a<b & \"c\"\n'\u{1}é\0\r"),
            "a&lt;b &amp; &quot;c&quot;\n&#39;\u{1}é\u{fffd}&#13;"
        );
    }
}
