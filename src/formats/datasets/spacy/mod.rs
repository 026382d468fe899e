//! `spacy`: a `DocBin`, the file that spaCy trains from.
//!
//! The file is zlib's stream of one msgpack map. A word is there as its number: MurmurHash64A of
//! its UTF-8 with seed 1, or a small number for the words that spaCy keeps for itself. A piece of a
//! mark is a span of the group `sc`, with the mark's tag as label and the mark's id as id. What
//! spaCy has no place for stands in `user_data`, as the neutral format calls it; links are there as
//! `relations`.

mod hash;
mod pack;

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use serde_json::json;

use super::corpus::{Corpus, Picked};
use super::feature::{COMMON, LEFT_OUT};
use super::json::Fields;
use super::tokens::{Token, tokens};
use super::{Feature, Files, Format, Unit, jsonl};
use hash::Words;
use pack::Packed;

/// What the format is and can do.
pub const FORMAT: Format = Format {
    name: "spacy",
    about: "spaCy's DocBin, marks as spans in doc.spans[\"sc\"]",
    purpose: "train spaCy",
    extensions: &["spacy"],
    folder: false,
    stream: None,
    lacks: &[&[(Feature::Implicit, LEFT_OUT)], COMMON],
    unit: Some(Unit::Chars),
    offsets: "tokens, and code points beside them",
    specification: "https://spacy.io/api/docbin",
    recognises: |_, _| false,
    read: None,
    write: Some(write),
};

/// The number of the attribute that holds a token's words.
const ORTH: u64 = 65;

fn write(corpus: &Corpus<'_>) -> Files {
    let mut words = Words::default();
    let (mut orths, mut spaces, mut lengths) = (Vec::new(), Vec::new(), Vec::new());
    let (mut groups, mut data) = (Vec::new(), Vec::new());
    for picked in &corpus.articles {
        let tokens = tokens(picked);
        for token in &tokens {
            let number = words.number(picked.text().slice(token.range).unwrap_or_default());
            orths.extend(number.to_le_bytes());
            spaces.push(u8::from(token.blank_after));
        }
        let length = u32::try_from(tokens.len()).unwrap_or(u32::MAX);
        lengths.extend(length.to_le_bytes());
        groups.push(group(corpus, picked, &tokens, &mut words));
        data.push(user_data(corpus, picked));
    }
    let count = groups.len();
    let mut map = Packed::map(10);
    map.words("version").words("0.1");
    map.words("attrs").list(1).number(ORTH);
    map.words("tokens").bytes(&orths);
    map.words("spaces").bytes(&spaces);
    map.words("lengths").bytes(&lengths);
    let strings = words.all();
    map.words("strings").list(strings.len());
    for it in &strings {
        map.words(it);
    }
    map.words("cats").list(count);
    for _ in 0..count {
        map.json(&json!({}));
    }
    map.words("flags").list(count);
    for _ in 0..count {
        map.json(&json!({"has_unknown_spaces": false}));
    }
    map.words("span_groups").list(count);
    for it in &groups {
        map.bytes(it);
    }
    map.words("user_data").list(count);
    for it in &data {
        map.bytes(it);
    }
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing to memory cannot fail.
    let _ = zlib.write_all(&map.done());
    let file = zlib.finish().unwrap_or_default();
    Files::from([("dataset.spacy".to_owned(), file)])
}

/// The marks of an article: one group of spans in a map by itself.
fn group(corpus: &Corpus<'_>, picked: &Picked<'_>, tokens: &[Token], words: &mut Words) -> Vec<u8> {
    let text = picked.text();
    let mut spans = Vec::new();
    for (mark, span) in picked.spans() {
        let (id, label) = (
            words.number(mark.id.as_str()),
            words.number(corpus.tag(mark)),
        );
        for fragment in span.fragments() {
            let first = tokens.partition_point(|token| token.range.end <= fragment.start);
            let after = tokens.partition_point(|token| token.range.start < fragment.end);
            let Some(ends) = Unit::Chars.offsets(text, *fragment) else {
                continue;
            };
            let mut packed = Vec::with_capacity(40);
            // The id, no entry of a knowledge base, the label.
            [id, 0, label]
                .iter()
                .for_each(|it| packed.extend(it.to_be_bytes()));
            for place in [first, after, ends.0, ends.1] {
                let place = i32::try_from(place).unwrap_or(i32::MAX);
                packed.extend(place.to_be_bytes());
            }
            spans.push(packed);
        }
    }
    let mut group = Packed::map(3);
    group
        .words("name")
        .words("sc")
        .words("attrs")
        .json(&json!({}));
    group.words("spans").list(spans.len());
    for it in &spans {
        group.bytes(it);
    }
    let mut groups = Packed::map(1);
    groups.bytes(&group.done()).json(&json!(["sc"]));
    groups.done()
}

fn user_data(corpus: &Corpus<'_>, picked: &Picked<'_>) -> Vec<u8> {
    let mut fields: Fields = jsonl::write::article(corpus, picked, &[]);
    let id = fields.remove("id");
    fields.remove("text");
    fields.insert("doc_id".to_owned(), id.unwrap_or_default());
    let links = fields.remove("links");
    fields.insert("relations".to_owned(), links.unwrap_or_else(|| json!([])));
    let mut packed = Packed::default();
    packed.json(&fields.into());
    packed.done()
}
