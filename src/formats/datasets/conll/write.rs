//! Articles as lines of tokens.

use crate::formats::at_once;
use crate::formats::datasets::corpus::{Corpus, Picked, TagNames};
use crate::formats::datasets::names::{FileNames, encoded, plain};
use crate::formats::datasets::tokens::{Token, is_blank, tokens};
use crate::formats::datasets::{Files, Scheme};

/// So many articles are set before their lines are put to the others: between them the export can
/// be cancelled.
const AT_ONCE: usize = 128;

pub(super) fn write(corpus: &Corpus<'_>) -> Files {
    let mut names = FileNames::default();
    let mut tags = corpus.used_tags();
    if tags.is_empty() {
        // The tokens are worth having, even if nothing is marked.
        tags.push("unmarked");
    }
    let (called, scheme) = (corpus.called(), corpus.scheme);
    let mut layers: Vec<_> = tags.iter().map(|tag| (*tag, Vec::new())).collect();
    let mut rest = corpus.articles.iter();
    loop {
        let some: Vec<_> = rest.by_ref().take(AT_ONCE).collect();
        if some.is_empty() {
            break;
        }
        let lines = at_once::in_parts(some, 1, |part| {
            let lines = part.into_iter().map(|picked| Lines::of(called, picked));
            lines.collect::<Vec<_>>()
        });
        // Most of the work is to ask the system for the memory of files: each thread has its own.
        let parts = layers.chunks_mut(tags.len().div_ceil(at_once::threads()));
        at_once::each(parts.collect(), |part| {
            for (tag, whole) in part {
                let lines = lines.iter().flatten();
                lines.for_each(|it| it.layer(tag, scheme, whole));
            }
        });
    }
    let mut files = Files::new();
    for (tag, lines) in layers {
        files.insert(format!("{}.conll", names.give(tag)), lines);
    }
    files
}

/// An article's tokens, which are the same in the file of each tag.
struct Lines<'p> {
    id: String,
    /// The lines as they are where nothing is marked.
    unmarked: Vec<u8>,
    /// Where the label of each token stands in them, which is one byte.
    labels: Vec<usize>,
    pieces: Pieces<'p>,
}

/// What stands behind a token that is in no mark.
const UNMARKED: [u8; 9] = *b" -X- _ O\n";

impl<'p> Lines<'p> {
    fn of(called: &TagNames<'p>, picked: &Picked<'p>) -> Self {
        let text = picked.text().as_str();
        let mut solid = tokens(picked);
        // A letter that joins itself to a blank makes a token that is partly blank, or nothing else.
        solid.retain(|token| {
            let words = text.get(token.range.start.0..token.range.end.0);
            let words = words.unwrap_or_default();
            let first = words.as_bytes().first();
            first.is_some_and(u8::is_ascii_graphic) || !words.chars().all(is_blank)
        });
        let (pieces, joined) = pieces(called, picked, &solid);
        let mut unmarked = Sheet::of(text.len() + (UNMARKED.len() + 1) * solid.len());
        let mut labels = Vec::with_capacity(solid.len());
        let mut end = None;
        for (token, joined) in solid.iter().zip(joined) {
            let (from, to) = (token.range.start.0, token.range.end.0);
            let between = end.and_then(|end| text.as_bytes().get(end..from));
            if !joined && between.is_some_and(|between| between.contains(&b'\n')) {
                unmarked.put(b"\n");
            }
            let words = text.as_bytes().get(from..to).unwrap_or_default();
            match words.iter().all(u8::is_ascii_graphic) {
                true => unmarked.put_short(text.as_bytes().get(from..), words),
                false => {
                    let words = text.get(from..to).unwrap_or_default();
                    for part in words.split(is_blank) {
                        unmarked.put(part.as_bytes());
                    }
                }
            }
            unmarked.put_behind();
            labels.push(unmarked.len - 2);
            end = Some(to);
        }
        unmarked.bytes.truncate(unmarked.len);
        Self {
            id: id_column(picked),
            unmarked: unmarked.bytes,
            labels,
            pieces,
        }
    }

    /// The tokens with the marks of one tag.
    fn layer(&self, tag: &str, scheme: Scheme, out: &mut Vec<u8>) {
        let mut prefixes: Vec<(usize, u8)> = Vec::new();
        for (_, first, after) in self.pieces.iter().filter(|(own, ..)| *own == tag) {
            for at in *first..*after {
                prefixes.push((at, prefix(scheme, at - first, after - first)));
            }
        }
        // Where two are on a token, the later counts: it comes first, and the other is passed over.
        prefixes.reverse();
        prefixes.sort_by_key(|(at, _)| *at);
        prefixes.dedup_by_key(|(at, _)| *at);
        let name = plain(tag);
        for part in ["-DOCSTART- ", &self.id, " O O\n\n"] {
            out.extend_from_slice(part.as_bytes());
        }
        let mut from = 0;
        for (token, prefix) in prefixes {
            let Some(label) = self.labels.get(token) else {
                break;
            };
            out.extend_from_slice(self.unmarked.get(from..*label).unwrap_or_default());
            out.extend_from_slice(&[prefix, b'-']);
            out.extend_from_slice(name.as_bytes());
            from = label + 1;
        }
        out.extend_from_slice(self.unmarked.get(from..).unwrap_or_default());
        if !self.labels.is_empty() {
            out.push(b'\n');
        }
    }
}

/// Lines that are written into memory that is there already: a word has some five letters, and to put
/// it behind a list by a call for each would take longer than all else.
struct Sheet {
    bytes: Vec<u8>,
    /// How much of it is written.
    len: usize,
}

/// As many bytes are written at once.
const WIDTH: usize = 16;

impl Sheet {
    /// With room for so many bytes.
    fn of(bytes: usize) -> Self {
        Self {
            bytes: vec![0; bytes + WIDTH],
            len: 0,
        }
    }

    fn put(&mut self, bytes: &[u8]) {
        let place = self.bytes.get_mut(self.len..self.len + bytes.len());
        if let Some(place) = place {
            place.copy_from_slice(bytes);
            self.len += bytes.len();
        }
    }

    /// Puts the first bytes of some. A few more than those may be written, and then are written over.
    fn put_short(&mut self, all: Option<&[u8]>, first: &[u8]) {
        let from = all.and_then(|all| all.first_chunk::<WIDTH>());
        let place = self.bytes.get_mut(self.len..);
        let place = place.and_then(|place| place.first_chunk_mut::<WIDTH>());
        match (from, place) {
            (Some(from), Some(place)) if first.len() <= WIDTH => {
                *place = *from;
                self.len += first.len();
            }
            _ => self.put(first),
        }
    }

    fn put_behind(&mut self) {
        let place = self.bytes.get_mut(self.len..);
        if let Some(place) = place.and_then(|place| place.first_chunk_mut()) {
            *place = UNMARKED;
            self.len += UNMARKED.len();
        }
    }
}

/// The tag of each piece of a mark, its first token and the one after its last.
type Pieces<'p> = Vec<(&'p str, usize, usize)>;

/// The pieces of marks, and for each token whether a mark, of whatever tag, reaches over to it from
/// the one before: no sentence ends there.
fn pieces<'p>(
    called: &TagNames<'p>,
    picked: &Picked<'p>,
    solid: &[Token],
) -> (Pieces<'p>, Vec<bool>) {
    let mut joined = vec![false; solid.len()];
    let mut pieces = Vec::new();
    for (mark, span) in picked.spans() {
        for fragment in span.fragments() {
            let first = solid.partition_point(|token| token.range.start < fragment.start);
            let after = solid.partition_point(|token| token.range.end <= fragment.end);
            let inner = joined.get_mut(first + 1..after);
            inner.into_iter().flatten().for_each(|it| *it = true);
            if first < after {
                pieces.push((called.tag(mark), first, after));
            }
        }
    }
    (pieces, joined)
}

/// The article's id, which must not be empty there.
fn id_column(picked: &Picked<'_>) -> String {
    match encoded(picked.id()) {
        code if code.is_empty() => ".".to_owned(),
        code => code,
    }
}

fn prefix(scheme: Scheme, place: usize, count: usize) -> u8 {
    match scheme {
        Scheme::Iobes if count == 1 => b'S',
        Scheme::Iobes if place + 1 == count => b'E',
        _ if place == 0 => b'B',
        _ => b'I',
    }
}
