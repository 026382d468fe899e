//! `webanno`: WebAnno TSV 3.3, a file an article, as WebAnno and INCEpTION write it. Positions
//! count UTF-16 units.
//!
//! Tokens stand a line each, with a column a feature of each layer; a mark is on every line of its
//! tokens and has a number in brackets. The text is one sentence of several `#Text` lines. Reading
//! takes any layer: the tag is the feature `label`, `value` or `tag`, else the layer's name;
//! relations, slots and chains become links.

mod cells;
mod parse;
mod read;
mod write;

use super::feature::{ABOUT_ARTICLES, COMMON, LEFT_OUT};
use super::{Feature, Format, Unit};

/// What the format is and can do.
pub const FORMAT: Format = Format {
    name: "webanno",
    about: "WebAnno TSV 3.3, a file an article",
    purpose: "look at in INCEpTION or WebAnno, or in a text editor",
    extensions: &["tsv"],
    folder: true,
    stream: None,
    lacks: &[
        &[
            (Feature::Implicit, LEFT_OUT),
            (Feature::Blank, LEFT_OUT),
            (Feature::BlankEnds, "the blanks are left out"),
            (Feature::BlankTexts, LEFT_OUT),
            (Feature::LeadingBlanks, "become spaces"),
            (
                Feature::ArticleIds,
                "changed to a name that a file can have",
            ),
        ],
        ABOUT_ARTICLES,
        COMMON,
    ],
    unit: Some(Unit::Utf16),
    offsets: "",
    specification: "https://inception-project.github.io/releases/36.0/docs/user-guide.html#sect_webannotsv",
    recognises: |_, bytes| bytes.starts_with(b"#FORMAT=WebAnno TSV"),
    read: Some(read::read),
    write: Some(write::write),
};

/// What stands for a letter of a text or a token.
const TEXT_ESCAPES: [(char, &str); 6] = [
    ('\\', "\\\\"),
    ('\t', "\\t"),
    ('\n', "\\n"),
    ('\r', "\\r"),
    ('\u{c}', "\\f"),
    ('\u{8}', "\\b"),
];

/// What stands for a letter of a value.
const VALUE_ESCAPES: [(char, &str); 9] = [
    ('\\', "\\\\"),
    ('[', "\\["),
    (']', "\\]"),
    ('|', "\\|"),
    ('_', "\\_"),
    (';', "\\;"),
    ('\t', "\\t"),
    ('\n', "\\n"),
    ('*', "\\*"),
];

fn escaped(words: &str, escapes: &[(char, &str)]) -> String {
    let mut text = String::with_capacity(words.len());
    let mut letters = words.chars().peekable();
    while let Some(letter) = letters.next() {
        match escapes.iter().find(|(it, _)| *it == letter) {
            Some((_, escape)) => text.push_str(escape),
            None if letter == '-' && letters.peek() == Some(&'>') => text.push_str("\\-"),
            None => text.push(letter),
        }
    }
    text
}

/// The letters of an escaped text: `\t`, `\n`, `\r`, `\f`, `\b` are what they are called, and a
/// backslash before anything else stands for that.
fn unescaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    let mut letters = words.chars();
    while let Some(letter) = letters.next() {
        let letter = match letter {
            '\\' => match letters.next() {
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                Some('f') => '\u{c}',
                Some('b') => '\u{8}',
                Some(other) => other,
                None => '\\',
            },
            letter => letter,
        };
        text.push(letter);
    }
    text
}

/// The parts between separators that no backslash stands before.
fn split(cell: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (at, letter) in cell.char_indices() {
        if letter == separator && !escaped {
            parts.extend(cell.get(start..at));
            start = at + letter.len_utf8();
        }
        escaped = letter == '\\' && !escaped;
    }
    parts.extend(cell.get(start..));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_come_back_and_hide_separators() {
        for words in ["a|b;c[1]_*", "\\", "x->y", "a\tb\nc", "", "-"] {
            let value = escaped(words, &VALUE_ESCAPES);
            assert_eq!(unescaped(&value), words, "{value}");
            assert_eq!(split(&value, '|'), [value.as_str()]);
        }
        assert_eq!(split("a\\|b|c\\\\|d", '|'), ["a\\|b", "c\\\\", "d"]);
        let text = "a\\\t\r\u{c}\u{8}b";
        assert_eq!(unescaped(&escaped(text, &TEXT_ESCAPES)), text);
    }
}
