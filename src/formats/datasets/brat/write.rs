//! Articles as standoff.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{conf, on_one_line};
use crate::formats::datasets::corpus::{Corpus, Picked, is_break};
use crate::formats::datasets::json::json_of;
use crate::formats::datasets::names::{encoded, is_plain, plain};
use crate::formats::datasets::{Files, Unit};
use crate::project::{Annotation, Attributes, Id, Value};
use crate::span::Span;
use crate::text::{Text, TextRange};

pub(super) fn write(corpus: &Corpus<'_>) -> Files {
    let mut files = Files::new();
    let conf = [
        ("annotation.conf", conf::annotation(corpus)),
        ("visual.conf", conf::visual(corpus)),
    ];
    for (name, text) in conf {
        files.insert(name.to_owned(), text.into_bytes());
    }
    for picked in &corpus.articles {
        let text = picked.text().as_str().as_bytes().to_vec();
        files.insert(format!("{}.txt", picked.file), text);
        let lines = Lines::of(corpus, picked);
        files.insert(format!("{}.ann", picked.file), lines.text.into_bytes());
    }
    files
}

/// Whether a value is one that an `A` line can hold and that comes back as the same.
pub(super) fn is_a_word(value: &str) -> bool {
    is_plain(value) && value.starts_with(|letter: char| letter.is_ascii_alphabetic())
}

/// The lines of an annotation file as they grow.
struct Lines {
    text: String,
    attributes: usize,
    notes: usize,
}

impl Lines {
    fn of(corpus: &Corpus<'_>, picked: &Picked<'_>) -> Self {
        let mut lines = Self {
            text: String::new(),
            attributes: 0,
            notes: 0,
        };
        let numbers = numbers('T', picked.marks.iter().map(|mark| &mark.id));
        let number = |id: &Id| numbers.get(id).map(String::as_str).unwrap_or_default();
        for (mark, span) in picked.spans() {
            lines.mark(
                number(&mark.id),
                &plain(corpus.tag(mark)),
                span,
                picked.text(),
            );
        }
        let arrows = self::numbers('R', picked.links.iter().map(|link| &link.id));
        for link in &picked.links {
            let (id, kind) = (arrows.get(&link.id), plain(link.kind.as_str()));
            let id = id.map(String::as_str).unwrap_or_default();
            let (from, to) = (number(&link.from), number(&link.to));
            let _ = writeln!(lines.text, "{id}\t{kind} Arg1:{from} Arg2:{to}");
        }
        for (place, mark) in picked.marks.iter().enumerate() {
            lines.values(number(&mark.id), &mark.attributes, true);
            lines.reference(place + 1, number(&mark.id), corpus, mark);
            lines.note("AnnotatorNotes", number(&mark.id), &mark.note);
        }
        for link in &picked.links {
            let id = arrows.get(&link.id).map(String::as_str).unwrap_or_default();
            lines.values(id, &link.attributes, false);
            lines.note("AnnotatorNotes", id, &link.note);
        }
        lines
    }

    fn mark(&mut self, id: &str, tag: &str, span: &Span, text: &Text) {
        let pieces = line_pieces(span, text);
        let ends = pieces.iter().filter_map(|piece| {
            let (start, end) = Unit::Chars.offsets(text, *piece)?;
            Some(format!("{start} {end}"))
        });
        let ends = ends.collect::<Vec<_>>().join(";");
        let words = pieces.iter().filter_map(|piece| text.slice(*piece));
        let words = words.collect::<Vec<_>>().join(" ");
        let _ = writeln!(self.text, "{id}\t{tag} {ends}\t{words}");
    }

    /// The values of a mark; those of a link all go into notes, for brat has none.
    fn values(&mut self, id: &str, values: &Attributes, of_mark: bool) {
        for (name, value) in values {
            let name = plain(name.as_str());
            let said = match value {
                Value::Flag(true) if of_mark => Some(format!("{name} {id}")),
                Value::Text(word) if of_mark && is_a_word(word) => {
                    Some(format!("{name} {id} {word}"))
                }
                _ => None,
            };
            if let Some(said) = said {
                self.attributes += 1;
                let _ = writeln!(self.text, "A{}\t{said}", self.attributes);
            } else {
                let value = format!("{name} = {}", json_of(value));
                self.note("Value", id, &value);
            }
        }
    }

    fn reference(&mut self, number: usize, id: &str, corpus: &Corpus<'_>, mark: &Annotation) {
        if let Some(identity) = corpus.identity(mark) {
            let (base, key) = (
                encoded(identity.kind.as_str()),
                encoded(identity.id.as_str()),
            );
            let name = on_one_line(&identity.name);
            let _ = writeln!(self.text, "N{number}\tReference {id} {base}:{key}\t{name}");
        }
    }

    fn note(&mut self, kind: &str, id: &str, note: &str) {
        if !note.is_empty() {
            self.notes += 1;
            let note = on_one_line(note);
            let _ = writeln!(self.text, "#{}\t{kind} {id}\t{note}", self.notes);
        }
    }
}

/// The fragments of a span, cut at every line break, for a span of brat must not cross one.
pub(super) fn line_pieces(span: &Span, text: &Text) -> Vec<TextRange> {
    let mut pieces = Vec::new();
    for fragment in span.fragments() {
        let mut start = fragment.start.0;
        for part in text.slice(*fragment).unwrap_or_default().split(is_break) {
            if !part.is_empty() {
                pieces.push(TextRange::new(start, start + part.len()));
            }
            let rest = text.as_str().get(start + part.len()..);
            let cut = rest.and_then(|rest| rest.chars().next());
            start += part.len() + cut.map_or(0, char::len_utf8);
        }
    }
    let mut joined: Vec<TextRange> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match joined.last_mut() {
            Some(last) if last.end == piece.start => last.end = piece.end,
            _ => joined.push(piece),
        }
    }
    joined
}

/// What each id is called: itself if all are a letter and a number, else numbered.
fn numbers<'i>(letter: char, ids: impl Iterator<Item = &'i Id>) -> BTreeMap<Id, String> {
    let ids: Vec<&Id> = ids.collect();
    let fits = |id: &&Id| {
        let digits = id.as_str().strip_prefix(letter).unwrap_or_default();
        !digits.is_empty() && digits.len() < 10 && digits.bytes().all(|it| it.is_ascii_digit())
    };
    let keep = ids.iter().all(fits);
    let name = |(place, id): (usize, &Id)| match keep {
        true => (id.clone(), id.to_string()),
        false => (id.clone(), format!("{letter}{}", place + 1)),
    };
    ids.into_iter().enumerate().map(name).collect()
}
