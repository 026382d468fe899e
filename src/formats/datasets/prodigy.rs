//! `prodigy`: a task a line, as Prodigy and spaCy's JSONL have them.
//!
//! `{"text","tokens":[{"text","start","end","id","ws"}],"spans":[{"start","end","label",
//! "token_start","token_end"}],"relations":[{"head","child","label","head_span","child_span"}],
//! "meta":{"doc_id"}}`. `token_end` is the last token itself, and a relation's `head` and `child`
//! are the last tokens of their spans. The pieces of one mark share a `span_id`.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value as Json, json};

use super::corpus::{Common, Corpus, Picked};
use super::feature::{COMMON, LEFT_OUT, LINK_SAYINGS, SAYINGS};
use super::gather::{ArticleRecord, Gather, LinkRecord, SpanRecord};
use super::json::{self, Fields, count_of, id_of, items_of, value_of, words_of};
use super::offsets::Walk;
use super::pieces::Pieces;
use super::tokens::{Token, tokens};
use super::{Feature, Files, Format, Unit};
use crate::formats::counted;
use crate::project::{Annotation, Id, Value};
use crate::text::{Text, TextRange};

/// What the format is and can do.
pub const FORMAT: Format = Format {
    name: "prodigy",
    about: "Prodigy's and spaCy's JSONL: tokens, spans, relations",
    purpose: "work on in Prodigy, or train with spaCy's recipes",
    extensions: &["jsonl"],
    folder: false,
    stream: None,
    lacks: &[
        &[(Feature::Implicit, LEFT_OUT), (Feature::Status, LEFT_OUT)],
        SAYINGS,
        LINK_SAYINGS,
        COMMON,
    ],
    unit: Some(Unit::Chars),
    offsets: "",
    specification: "https://prodi.gy/docs/api-interfaces",
    recognises,
    read: Some(read),
    write: Some(write),
};

fn recognises(_: &str, bytes: &[u8]) -> bool {
    let Some(fields) = json::first_object(bytes) else {
        return false;
    };
    let span = fields.get("spans").and_then(|spans| spans.get(0));
    let ours = |span: &Json| span.get("start").is_some() && span.get("label").is_some();
    fields.contains_key("text") && (fields.contains_key("tokens") || span.is_some_and(ours))
}

/// A piece of a mark: its place in both counts.
struct Piece<'p> {
    mark: &'p Annotation,
    label: &'p str,
    chars: (usize, usize),
    /// The first and the last token.
    tokens: (usize, usize),
}

fn write(corpus: &Corpus<'_>) -> Files {
    let mut lines = Vec::new();
    corpus.each(
        |common, picked| json::line(&task(common, picked)),
        |line| lines.extend_from_slice(&line),
    );
    Files::from([("prodigy.jsonl".to_owned(), lines)])
}

/// A line, with its fields in their order.
#[derive(Serialize)]
struct Task<'p> {
    text: &'p str,
    meta: Fields,
    tokens: Vec<TokenItem<'p>>,
    spans: Vec<Json>,
    relations: Vec<Json>,
    answer: &'static str,
}

#[derive(Serialize)]
struct TokenItem<'p> {
    text: &'p str,
    start: usize,
    end: usize,
    id: usize,
    ws: bool,
}

fn task<'p>(corpus: &Common<'p>, picked: &Picked<'p>) -> Task<'p> {
    let text = picked.text();
    let tokens = tokens(picked);
    let pieces: Vec<Piece<'_>> = picked
        .spans()
        .flat_map(|(mark, span)| span.fragments().iter().map(move |it| (mark, *it)))
        .filter_map(|(mark, range)| {
            Some(Piece {
                mark,
                label: corpus.tag(mark),
                chars: Unit::Chars.offsets(text, range)?,
                tokens: covered(&tokens, range)?,
            })
        })
        .collect();
    let mut first: BTreeMap<&str, &Piece<'_>> = BTreeMap::new();
    for piece in &pieces {
        first.entry(piece.mark.id.as_str()).or_insert(piece);
    }
    let relations = picked.links.iter().filter_map(|link| {
        let (head, child) = (first.get(link.from.as_str())?, first.get(link.to.as_str())?);
        Some(json!({
            "head": head.tokens.1, "child": child.tokens.1, "label": link.kind.as_str(),
            "head_span": span(head), "child_span": span(child),
        }))
    });
    let relations: Vec<Json> = relations.collect();
    let mut meta = Fields::new();
    meta.insert("doc_id".to_owned(), json!(picked.id()));
    meta.insert("title".to_owned(), json!(picked.article().title));
    for (name, value) in &picked.article().meta.0 {
        // What would take the place of the article's own goes one level deeper.
        let name = match name.as_str() {
            "doc_id" | "title" => format!("meta.{name}"),
            _ if name.starts_with("meta.") => format!("meta.{name}"),
            _ => name.clone(),
        };
        meta.insert(name, json::json_of(value));
    }
    Task {
        text: text.as_str(),
        meta,
        tokens: token_list(&tokens, text),
        spans: pieces.iter().map(span).collect(),
        relations,
        answer: "accept",
    }
}

fn token_list<'p>(tokens: &[Token], text: &'p Text) -> Vec<TokenItem<'p>> {
    let mut walk = Walk::new(Unit::Chars, text);
    let token = |(id, token): (usize, &Token)| {
        let (start, end) = walk.offsets(token.range)?;
        Some(TokenItem {
            text: text.slice(token.range)?,
            start,
            end,
            id,
            ws: token.blank_after,
        })
    };
    tokens.iter().enumerate().filter_map(token).collect()
}

fn span(piece: &Piece<'_>) -> Json {
    json!({
        "start": piece.chars.0, "end": piece.chars.1, "label": piece.label,
        "token_start": piece.tokens.0, "token_end": piece.tokens.1,
        "span_id": piece.mark.id.as_str(),
    })
}

/// The first and the last of the tokens that lie in a range.
fn covered(tokens: &[Token], range: TextRange) -> Option<(usize, usize)> {
    let first = tokens.partition_point(|token| token.range.start < range.start);
    let after = tokens.partition_point(|token| token.range.end <= range.end);
    Some((first, after.checked_sub(1)?))
}

fn read(gather: &mut Gather, files: &Files) {
    json::each_line_without(gather, files, &["tokens"], |gather, line, fields| {
        let text = words_of(&fields, "text").ok_or("it has no \"text\"")?;
        let no_meta = Fields::new();
        let meta = fields
            .get("meta")
            .and_then(Json::as_object)
            .unwrap_or(&no_meta);
        let annotator = fields
            .get("_annotator_id")
            .or_else(|| fields.get("_session_id"));
        let annotator = annotator.and_then(id_of);
        let rejected = is_rejected(gather, line, &fields);
        let items = |name| items_of(&fields, name).iter().filter(|_| !rejected);
        let mut pieces = Pieces::default();
        let mut keys = BTreeMap::new();
        for (number, item) in items("spans").enumerate() {
            let name = item.get("span_id").and_then(id_of);
            let id = name
                .clone()
                .unwrap_or_else(|| format!("span-{}", number + 1));
            match piece(item, &id, annotator.clone()) {
                Some(record) => {
                    keys.entry(key(item)).or_insert(id);
                    pieces.add(name.as_deref(), record);
                }
                None => {
                    let what = "a span was left out: it needs a start, an end and a label";
                    gather.leave_out(line, what.to_owned());
                }
            }
        }
        let mut links = Vec::new();
        for item in items("relations") {
            match link(item, &keys, annotator.clone()) {
                Some(record) => links.push(record),
                None => {
                    let what = "a relation was left out: its label or its spans are not there";
                    gather.leave_out(line, what.to_owned());
                }
            }
        }
        let id = meta
            .get("doc_id")
            .or_else(|| fields.get("doc_id"))
            .or_else(|| fields.get("id"));
        gather.article(ArticleRecord {
            line,
            id: id.and_then(id_of),
            title: words_of(meta, "title"),
            meta: rest(meta),
            spans: pieces.marks(),
            links,
            text: Text::new(text),
            ..ArticleRecord::default()
        });
        Ok(())
    });
}

/// Whether the marks of a task were said to be wrong, or it was passed over: they are no marks then,
/// which is said.
fn is_rejected(gather: &mut Gather, line: usize, fields: &Fields) -> bool {
    let answer = fields.get("answer").and_then(Json::as_str);
    let Some(answer @ ("reject" | "ignore")) = answer else {
        return false;
    };
    let spans = counted(items_of(fields, "spans").len(), "span");
    let what = format!("the answer to this task is {answer:?}: {spans} left out");
    gather.leave_out(line, what);
    true
}

fn rest(meta: &Fields) -> Vec<(String, Value)> {
    let own = |name: &str| matches!(name, "doc_id" | "title");
    let rest = meta
        .iter()
        .filter(|(name, json)| !own(name) && !json.is_null());
    let value = |json: &Json| value_of(json).unwrap_or_else(|| Value::Text(json.to_string()));
    let name = |name: &str| name.strip_prefix("meta.").unwrap_or(name).to_owned();
    rest.map(|(key, json)| (name(key), value(json))).collect()
}

/// What tells a span that names no id: its ends and its label.
fn key(item: &Json) -> String {
    let field = |name| item.get(name).map(Json::to_string).unwrap_or_default();
    if let Some(id) = item.get("span_id").and_then(id_of) {
        return format!("id {id}");
    }
    format!("{} {} {}", field("start"), field("end"), field("label"))
}

fn piece(item: &Json, id: &str, annotator: Option<String>) -> Option<SpanRecord> {
    let start = item.get("start").and_then(count_of)?;
    let end = item.get("end").and_then(count_of)?;
    let quote = item.get("text").and_then(Json::as_str).map(Box::from);
    Some(SpanRecord {
        id: Some(Id::new(id)),
        tag: Id::new(item.get("label").and_then(id_of)?),
        fragments: [(start, end)].into(),
        quotes: quote.into_iter().collect(),
        annotator,
        ..SpanRecord::default()
    })
}

fn link(
    item: &Json,
    keys: &BTreeMap<String, String>,
    annotator: Option<String>,
) -> Option<LinkRecord> {
    let end = |name| keys.get(&key(item.get(name)?)).cloned();
    Some(LinkRecord {
        kind: item.get("label").and_then(id_of)?,
        from: end("head_span")?,
        to: end("child_span")?,
        annotator,
        ..LinkRecord::default()
    })
}
