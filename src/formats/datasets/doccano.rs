//! `doccano` and `doccano-labels`: a JSON object a line, as doccano's import takes it.
//!
//! For relation projects `{"text","entities":[{"id","start_offset","end_offset","label"}],
//! "relations":[{"id","from_id","to_id","type"}]}`, for sequence labelling
//! `{"text","label":[[start,end,label]]}`. doccano keeps other keys as what is known of the text:
//! the article's id is `doc_id` there, and the pieces of one mark share a `span_id`.

use serde_json::{Value as Json, json};

use super::corpus::{Corpus, Picked};
use super::feature::{COMMON, LEFT_OUT, PIECES, SAYINGS};
use super::gather::{ArticleRecord, Gather, LinkRecord, SpanRecord};
use super::json::{self, Fields, count_of, id_of, items_of, values_of, words_of};
use super::pieces::Pieces;
use super::{Feature, Files, Format, Unit};
use crate::formats::Severity;
use crate::project::{Id, Value};
use crate::text::Text;

/// The shape of relation projects.
pub const FORMAT: Format = Format {
    name: "doccano",
    about: "doccano's JSONL of entities and relations",
    purpose: "work on in doccano, with links",
    extensions: &["jsonl"],
    folder: false,
    stream: None,
    lacks: &[
        &[
            (Feature::Implicit, LEFT_OUT),
            (Feature::LinkIds, "numbered"),
            (Feature::LinkValues, LEFT_OUT),
            (Feature::LinkNotes, LEFT_OUT),
            (Feature::Status, LEFT_OUT),
        ],
        SAYINGS,
        COMMON,
    ],
    unit: Some(Unit::Chars),
    offsets: "",
    specification: "https://doccano.github.io/doccano/tutorial/",
    recognises: |_, bytes| has(bytes, &["text", "entities"]),
    read: Some(read),
    write: Some(write),
};

/// The shape of sequence labelling.
pub const LABELS: Format = Format {
    name: "doccano-labels",
    about: "doccano's JSONL of labels: start, end, label",
    purpose: "work on in doccano, marks alone",
    lacks: &[
        &[
            (Feature::MarkIds, LEFT_OUT),
            (Feature::Links, LEFT_OUT),
            (Feature::Implicit, LEFT_OUT),
            (Feature::Status, LEFT_OUT),
        ],
        PIECES,
        SAYINGS,
        COMMON,
    ],
    recognises: |_, bytes| {
        let has_label = |name| has(bytes, &["text", name]);
        has_label("label") || has_label("labels")
    },
    write: Some(write_labels),
    ..FORMAT
};

fn has(bytes: &[u8], names: &[&str]) -> bool {
    let fields = json::first_object(bytes);
    fields.is_some_and(|fields| {
        let text = fields.get("text").is_some_and(Json::is_string);
        text && names.iter().all(|name| fields.contains_key(*name))
    })
}

fn write(corpus: &Corpus<'_>) -> Files {
    let mut next = 0;
    let mut count = || {
        next += 1;
        next
    };
    let lines = corpus.articles.iter().enumerate().map(|(place, picked)| {
        let mut first = std::collections::BTreeMap::new();
        let mut entities = Vec::new();
        for (mark, span) in picked.spans() {
            for fragment in span.fragments() {
                let Some((start, end)) = Unit::Chars.offsets(picked.text(), *fragment) else {
                    continue;
                };
                let id = count();
                first.entry(&mark.id).or_insert(id);
                entities.push(json!({
                    "id": id, "start_offset": start, "end_offset": end,
                    "label": corpus.tag(mark), "span_id": mark.id.as_str(),
                }));
            }
        }
        let relations = picked.links.iter().filter_map(|link| {
            let (from, to) = (first.get(&link.from)?, first.get(&link.to)?);
            let kind = link.kind.as_str();
            Some(json!({"id": count(), "from_id": from, "to_id": to, "type": kind}))
        });
        let relations: Vec<Json> = relations.collect();
        with_head(
            place,
            picked,
            [("entities", entities), ("relations", relations)],
        )
    });
    // Each line is written before the next is made: as values they take many times their memory.
    Files::from([("doccano.jsonl".to_owned(), json::lines(lines))])
}

fn write_labels(corpus: &Corpus<'_>) -> Files {
    let lines = corpus.articles.iter().enumerate().map(|(place, picked)| {
        let labels = picked.spans().flat_map(|(mark, span)| {
            let fragments = span.fragments().iter();
            fragments.filter_map(move |fragment| {
                let (start, end) = Unit::Chars.offsets(picked.text(), *fragment)?;
                Some(json!([start, end, corpus.tag(mark)]))
            })
        });
        with_head(place, picked, [("label", labels.collect())])
    });
    Files::from([("doccano.jsonl".to_owned(), json::lines(lines))])
}

fn with_head<const N: usize>(
    place: usize,
    picked: &Picked<'_>,
    lists: [(&str, Vec<Json>); N],
) -> Json {
    let article = picked.article();
    let mut fields = Fields::new();
    fields.insert("id".to_owned(), json!(place + 1));
    fields.insert("doc_id".to_owned(), json!(picked.id()));
    fields.insert("title".to_owned(), json!(article.title));
    if !article.meta.0.is_empty() {
        let meta = article.meta.0.iter();
        let meta = json::object_of(meta.map(|(name, value)| (name.as_str(), value)));
        fields.insert("meta".to_owned(), meta);
    }
    fields.insert("text".to_owned(), json!(article.text.as_str()));
    for (name, list) in lists {
        fields.insert(name.to_owned(), Json::Array(list));
    }
    Json::Object(fields)
}

fn read(gather: &mut Gather, files: &Files) {
    json::each_line(gather, files, |gather, line, fields| {
        let text = words_of(&fields, "text").ok_or("it has no \"text\"")?;
        let id = fields.get("doc_id").or_else(|| fields.get("id"));
        let mut pieces = Pieces::default();
        for item in items_of(&fields, "entities") {
            entity(gather, line, item, &mut pieces);
        }
        for name in ["label", "labels"] {
            for item in items_of(&fields, name) {
                label(gather, line, item, &mut pieces);
            }
        }
        let mut names = std::collections::BTreeMap::new();
        for item in items_of(&fields, "entities") {
            let id = item.get("id").and_then(id_of).unwrap_or_default();
            let name = item.get("span_id").and_then(id_of);
            names.insert(id.clone(), name.unwrap_or(id));
        }
        let relations = items_of(&fields, "relations").iter();
        let links = relations.filter_map(|item| relation(gather, line, item, &names));
        let record = ArticleRecord {
            line,
            id: id.and_then(id_of),
            title: words_of(&fields, "title"),
            meta: meta(&fields),
            links: links.collect(),
            spans: pieces.marks(),
            text: Text::new(text),
            ..ArticleRecord::default()
        };
        gather.article(record);
        Ok(())
    });
}

/// What doccano keeps beside a text: `meta`, and every key that has no meaning of its own.
fn meta(fields: &Fields) -> Vec<(String, Value)> {
    const OWN: [&str; 10] = [
        "id",
        "doc_id",
        "title",
        "text",
        "label",
        "labels",
        "entities",
        "relations",
        "meta",
        "Comments",
    ];
    let mut meta = values_of(fields.get("meta"));
    let comments: Vec<_> = items_of(fields, "Comments")
        .iter()
        .filter_map(id_of)
        .collect();
    if !comments.is_empty() {
        meta.push(("Comments".to_owned(), Value::Text(comments.join("\n"))));
    }
    let rest = fields
        .iter()
        .filter(|(name, _)| !OWN.contains(&name.as_str()));
    let rest: Fields = rest
        .map(|(name, json)| (name.clone(), json.clone()))
        .collect();
    meta.extend(values_of(Some(&Json::Object(rest))));
    meta
}

fn entity(gather: &mut Gather, line: usize, item: &Json, pieces: &mut Pieces) {
    let start = item.get("start_offset").and_then(count_of);
    let end = item.get("end_offset").and_then(count_of);
    let tag = item.get("label").and_then(id_of);
    let (Some(start), Some(end), Some(tag)) = (start, end, tag) else {
        let what = "an entity was left out: it needs a start_offset, an end_offset and a label";
        return gather.leave_out(line, what.to_owned());
    };
    let name = item
        .get("span_id")
        .or_else(|| item.get("id"))
        .and_then(id_of);
    let record = SpanRecord {
        id: name.as_ref().map(Id::new),
        tag: Id::new(tag),
        fragments: [(start, end)].into(),
        ..SpanRecord::default()
    };
    pieces.add(item.get("span_id").and(name.as_deref()), record);
}

fn label(gather: &mut Gather, line: usize, item: &Json, pieces: &mut Pieces) {
    let parts = item.as_array().map(Vec::as_slice);
    let Some([start, end, tag]) = parts else {
        if item.is_string() {
            let what = format!("the label {item} of the whole text was left out");
            return gather.say(line, Severity::Warning, what);
        }
        return entity(gather, line, item, pieces);
    };
    let (Some(start), Some(end), Some(tag)) = (count_of(start), count_of(end), id_of(tag)) else {
        let what = format!("the label {item} was left out: it is not a start, an end and a name");
        return gather.leave_out(line, what);
    };
    let record = SpanRecord {
        tag: Id::new(tag),
        fragments: [(start, end)].into(),
        ..SpanRecord::default()
    };
    pieces.add(None, record);
}

fn relation(
    gather: &mut Gather,
    line: usize,
    item: &Json,
    names: &std::collections::BTreeMap<String, String>,
) -> Option<LinkRecord> {
    let field = |name| item.get(name).and_then(id_of);
    let (from, to, kind) = (field("from_id"), field("to_id"), field("type"));
    let (Some(from), Some(to), Some(kind)) = (from, to, kind) else {
        let what = "a relation was left out: it needs a from_id, a to_id and a type";
        gather.leave_out(line, what.to_owned());
        return None;
    };
    let named = |id: String| names.get(&id).cloned().unwrap_or(id);
    Some(LinkRecord {
        id: field("id"),
        kind,
        from: named(from),
        to: named(to),
        ..LinkRecord::default()
    })
}
