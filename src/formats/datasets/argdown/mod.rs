//! `argdown`: each article's statements and what attacks or supports them, as Argdown.
//!
//! Statements that are read are looked for in the text that stands beside the file (`moon.txt`
//! beside `moon.argdown`); without one they are the text.

mod read;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::argument::{Bearing, FOUND_AGAIN, STATEMENTS_ALONE, bearing, words};
use super::corpus::{Corpus, Picked};
use super::feature::{COMMON, LINK_SAYINGS, SAYINGS};
use super::names::{is_plain, plain};
use super::{Feature, Files, Format};
use crate::project::Id;

/// What the format is and can do.
pub const FORMAT: Format = Format {
    name: "argdown",
    about: "statements, attacks and supports as Argdown, a file an article",
    purpose: "draw or write on the argument",
    extensions: &["argdown", "ad"],
    folder: true,
    stream: None,
    lacks: &[
        STATEMENTS_ALONE,
        FOUND_AGAIN,
        &[
            (Feature::OddNames, "written with _ for other letters"),
            (Feature::OddIds, "written with _ for other letters"),
        ],
        SAYINGS,
        LINK_SAYINGS,
        COMMON,
    ],
    unit: None,
    offsets: "none: words alone",
    specification: "https://argdown.org/syntax/",
    recognises: |name, _| name.ends_with(".argdown") || name.ends_with(".ad"),
    read: Some(read::read),
    write: Some(write),
};

fn write(corpus: &Corpus<'_>) -> Files {
    let file = |picked: &Picked<'_>| {
        let text = article(corpus, picked);
        (format!("{}.argdown", picked.file), text.into_bytes())
    };
    let marked = corpus.articles.iter().filter(|it| !it.marks.is_empty());
    marked.map(file).collect()
}

/// What the marks are called, each in its own way; those that need no change keep their ids.
fn names<'p>(picked: &Picked<'p>) -> BTreeMap<&'p Id, String> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut names = BTreeMap::new();
    for keeps in [true, false] {
        let marks = picked
            .marks
            .iter()
            .filter(|it| is_plain(it.id.as_str()) == keeps);
        for mark in marks {
            let name = plain(mark.id.as_str());
            let others = (2_usize..).map(|number| format!("{name}-{number}"));
            let mut all = std::iter::once(name.to_string()).chain(others);
            let unused = all.find(|name| taken.insert(name.clone()));
            names.insert(&mark.id, unused.unwrap_or_default());
        }
    }
    names
}

fn article(corpus: &Corpus<'_>, picked: &Picked<'_>) -> String {
    // A title is YAML, of which JSON is a part.
    let title = serde_json::Value::from(picked.article().title.as_str());
    let mut text = format!("===\ntitle: {title}\n===\n");
    let names = names(picked);
    let name = |id: &Id| names.get(id).map(String::as_str).unwrap_or_default();
    for mark in &picked.marks {
        let (own, tag) = (name(&mark.id), plain(corpus.tag(mark)));
        let words = escaped(&words(picked, mark));
        let _ = write!(text, "\n[{own}]: {words} #{tag}\n");
        for link in picked.links.iter().filter(|link| link.to == mark.id) {
            let sign = match bearing(&link.kind) {
                Some(Bearing::Support) => '+',
                _ => '-',
            };
            let _ = writeln!(text, "  {sign} [{}]", name(&link.from));
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
