//! Marks, links and what has become of them, in words.

use std::collections::BTreeSet;

use crate::project::{Annotation, Attributes, Entry, Id, Link, Place};
use crate::text::{ByteIndex, Text, TextRange};

/// How many letters of a mark's words a sentence quotes.
const QUOTED: usize = 60;

/// How a mark's words have moved.
pub(super) fn moved(
    one: &Text,
    other: &Text,
    name: &str,
    old: &Annotation,
    new: &Annotation,
) -> Vec<String> {
    let (Place::Span(from), Place::Span(to)) = (&old.place, &new.place) else {
        let words = quote(&new.words(other));
        return vec![format!("changed the words of {name} to {words}")];
    };
    let mut found = Vec::new();
    if !from.overlaps(to) {
        let words = quote(&to.words(other));
        return vec![format!("moved {name} to {words}")];
    }
    for (end, before, after) in [
        ("start", from.start(), to.start()),
        ("end", from.end(), to.end()),
    ] {
        if before != after {
            let at = |text: &Text, place: ByteIndex| around(text, end, place);
            let (before, after) = (at(one, before), at(other, after));
            found.push(format!(
                "moved the {end} of {name} from {before} to {after}"
            ));
        }
    }
    if found.is_empty() {
        let words = quote(&to.words(other));
        found.push(format!("cut {name} into other fragments: {words}"));
    }
    found
}

/// The word at the end of a mark: the first of it or the last.
fn around(text: &Text, end: &str, place: ByteIndex) -> String {
    let whole = text.range();
    if end == "start" {
        let rest = TextRange::new(place, whole.end);
        let words = text.slice(rest).unwrap_or_default();
        quote(words.split_whitespace().next().unwrap_or_default())
    } else {
        let before = TextRange::new(whole.start, place);
        let words = text.slice(before).unwrap_or_default();
        quote(words.split_whitespace().next_back().unwrap_or_default())
    }
}

pub(super) fn values(name: &str, old: &Attributes, new: &Attributes) -> Vec<String> {
    let ids: BTreeSet<&Id> = old.keys().chain(new.keys()).collect();
    let changed = ids.into_iter().filter(|id| old.get(*id) != new.get(*id));
    let sentences = changed.map(|id| match (old.get(id), new.get(id)) {
        (Some(from), Some(to)) => format!("changed {id} of {name} from {from} to {to}"),
        (None, Some(to)) => format!("set {id} of {name} to {to}"),
        (_, None) => format!("cleared {id} of {name}"),
    });
    sentences.collect()
}

pub(super) fn noted(name: &str, old: &str, new: &str) -> String {
    match (old.is_empty(), new.is_empty()) {
        (true, _) => format!("noted of {name}: {}", quote(new)),
        (_, true) => format!("deleted the note of {name}"),
        _ => format!("changed the note of {name} to {}", quote(new)),
    }
}

/// A mark by its tag and words.
pub fn named_mark(entry: &Entry, mark: &Annotation) -> String {
    format!("{} {}", mark.tag, quote(&mark.words(&entry.article().text)))
}

/// A link by its ends and kind.
pub fn named_link(entry: &Entry, link: &Link) -> String {
    let end = |id: &Id| match entry.annotation(id) {
        Some(mark) => named_mark(entry, mark),
        None => id.to_string(),
    };
    format!("{} {} {}", end(&link.from), link.kind, end(&link.to))
}

/// The first words of something on one line, in quotation marks.
pub(in crate::review) fn quote(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("«{}…»", line.get(..end).unwrap_or_default()),
        None => format!("«{line}»"),
    }
}
