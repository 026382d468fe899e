//! `argdown`: each article's statements and what attacks or supports them, as Argdown.

use std::fmt::Write as _;

use super::argument::{Bearing, LACKS, bearing, title, words};
use super::corpus::{Corpus, Picked};
use super::names::plain;
use super::{Files, Format};

/// What the format is and can do.
pub const FORMAT: Format = Format {
    name: "argdown",
    about: "statements, attacks and supports as Argdown, a file an article",
    purpose: "draw or write on the argument",
    extensions: &["argdown", "ad"],
    folder: true,
    lacks: &LACKS,
    unit: None,
    offsets: "none: words alone",
    specification: "https://argdown.org/syntax/",
    recognises: |_, _| false,
    read: None,
    write: Some(write),
};

fn write(corpus: &Corpus<'_>) -> Files {
    let file = |picked: &Picked<'_>| {
        let text = article(corpus, picked);
        (format!("{}.argdown", picked.file), text.into_bytes())
    };
    corpus.articles.iter().map(file).collect()
}

fn article(corpus: &Corpus<'_>, picked: &Picked<'_>) -> String {
    // A title is YAML, of which JSON is a part.
    let title = serde_json::Value::from(title(picked));
    let mut text = format!("===\ntitle: {title}\n===\n");
    for mark in &picked.marks {
        let (name, tag) = (plain(mark.id.as_str()), plain(corpus.tag(mark)));
        let words = escaped(&words(picked, mark));
        let _ = write!(text, "\n[{name}]: {words} #{tag}\n");
        for link in picked.links.iter().filter(|link| link.to == mark.id) {
            let sign = match bearing(&link.kind) {
                Some(Bearing::Support) => '+',
                _ => '-',
            };
            let _ = writeln!(text, "  {sign} [{}]", plain(link.from.as_str()));
        }
    }
    text
}

/// Words in which no sign means anything.
fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for letter in words.chars() {
        if letter.is_ascii_punctuation() {
            text.push('\\');
        }
        text.push(letter);
    }
    text
}
