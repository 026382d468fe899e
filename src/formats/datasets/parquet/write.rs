//! Articles as rows.

use serde_json::{Map, Value as Json, json};

use super::COLUMNS;
use crate::formats::datasets::corpus::{Corpus, Picked};
use crate::formats::datasets::jsonl::write::article;
use crate::formats::datasets::{Files, Unit};
use crate::formats::parquet_file::Writer;
use crate::project::Annotation;
use crate::span::Span;
use crate::text::Text;

/// Writes a batch of articles as a file.
pub(super) fn write(corpus: &Corpus<'_>) -> Files {
    let mut writer = Writer::new(COLUMNS);
    for picked in &corpus.articles {
        writer.row(&row(corpus, picked));
    }
    Files::from([("articles.parquet".to_owned(), writer.finish())])
}

/// The line of the neutral format, in the shapes that columns can have.
fn row(corpus: &Corpus<'_>, picked: &Picked<'_>) -> Json {
    let mut row = article(corpus, picked, &[]);
    name_values(&mut row, &["meta", "attributes"]);
    let spans = row.get_mut("spans").and_then(Json::as_array_mut);
    for (span, mark) in spans.into_iter().flatten().zip(&picked.marks) {
        if let Some(span) = span.as_object_mut() {
            name_values(span, &["attributes"]);
            span.insert("fragments".to_owned(), fragments(mark, picked.text()));
        }
    }
    let mut links = row.shift_remove("links").unwrap_or_default();
    for link in links.as_array_mut().into_iter().flatten() {
        if let Some(link) = link.as_object_mut() {
            name_values(link, &["attributes"]);
        }
    }
    row.insert("relations".to_owned(), links);
    Json::Object(row)
}

fn fragments(mark: &Annotation, text: &Text) -> Json {
    let pieces = mark.span().map(Span::fragments).unwrap_or_default();
    let pieces = pieces.iter().filter_map(|piece| {
        let (start, end) = Unit::Chars.offsets(text, *piece)?;
        Some(json!({"start": start, "end": end, "text": text.slice(*piece)}))
    });
    pieces.collect()
}

/// Objects of any names as lists of names and values.
fn name_values(fields: &mut Map<String, Json>, names: &[&str]) {
    for name in names {
        let Some(Json::Object(values)) = fields.get_mut(*name).map(Json::take) else {
            continue;
        };
        let named = values.into_iter().map(|(name, value)| {
            let kind = match value {
                Json::Bool(_) => "flag",
                Json::Number(_) => "number",
                _ => "text",
            };
            json!({"name": name, kind: value})
        });
        fields.insert((*name).to_owned(), named.collect());
    }
}
