//! Articles as annotations.

use serde_json::{Value as Json, json};

use super::CONTEXT;
use crate::formats::datasets::corpus::{Corpus, Picked};
use crate::formats::datasets::json::{self, Fields, attributes_of};
use crate::formats::datasets::names::encoded;
use crate::formats::datasets::{Files, Unit};
use crate::project::{Annotation, Link};
use crate::text::Quote;

pub(super) fn write(corpus: &Corpus<'_>) -> Files {
    let mut files = Files::new();
    let annotations = corpus.articles.iter().flat_map(|picked| {
        let text = picked.text().as_str().as_bytes().to_vec();
        files.insert(format!("{}.txt", picked.file), text);
        let marks = picked.spans();
        let marks = marks.map(move |(mark, _)| mark_of(corpus, picked, mark));
        let links = picked.links.iter();
        marks.chain(links.map(move |link| link_of(picked, link)))
    });
    let annotations = json::pretty_list(annotations);
    files.insert("annotations.jsonld".to_owned(), annotations);
    files
}

fn iri(picked: &Picked<'_>, kind: &str, id: &str) -> String {
    format!(
        "urn:postil:{kind}:{}:{}",
        encoded(&picked.file),
        encoded(id)
    )
}

fn mark_of(corpus: &Corpus<'_>, picked: &Picked<'_>, mark: &Annotation) -> Json {
    let mut bodies = vec![body(
        "tagging",
        "text/plain",
        corpus.name(&mark.tag).to_owned(),
    )];
    if !mark.note.is_empty() {
        bodies.push(body("commenting", "text/plain", mark.note.to_string()));
    }
    if !mark.attributes.is_empty() {
        let values = attributes_of(&mark.attributes).to_string();
        bodies.push(body("describing", "application/json", values));
    }
    if let Some(identity) = corpus.identity(mark) {
        let about = json!({
            "id": identity.id.as_str(), "name": identity.name, "kind": identity.kind.as_str(),
        });
        bodies.push(body("identifying", "application/json", about.to_string()));
    }
    let source = format!("urn:postil:doc:{}", encoded(&picked.file));
    let fragments = mark.span().map(|span| span.fragments()).unwrap_or_default();
    let targets = fragments.iter().filter_map(|fragment| {
        let (start, end) = Unit::Chars.offsets(picked.text(), *fragment)?;
        let quote = Quote::new(picked.text(), *fragment)?;
        Some(json!({"source": source, "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {"type": "TextQuoteSelector", "exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix},
        ]}))
    });
    let mut fields = Fields::new();
    fields.insert("@context".to_owned(), json!(CONTEXT));
    fields.insert(
        "id".to_owned(),
        json!(iri(picked, "mark", mark.id.as_str())),
    );
    fields.insert("type".to_owned(), json!("Annotation"));
    fields.insert("motivation".to_owned(), json!("tagging"));
    insert_creator(&mut fields, &mark.stamp.author);
    fields.insert("body".to_owned(), Json::Array(bodies));
    fields.insert("target".to_owned(), targets.collect());
    Json::Object(fields)
}

fn link_of(picked: &Picked<'_>, link: &Link) -> Json {
    let mut bodies = vec![
        json!(iri(picked, "mark", link.from.as_str())),
        body("classifying", "text/plain", link.kind.to_string()),
    ];
    if !link.note.is_empty() {
        bodies.push(body("commenting", "text/plain", link.note.to_string()));
    }
    if !link.attributes.is_empty() {
        let values = attributes_of(&link.attributes).to_string();
        bodies.push(body("describing", "application/json", values));
    }
    let mut fields = Fields::new();
    fields.insert("@context".to_owned(), json!(CONTEXT));
    fields.insert(
        "id".to_owned(),
        json!(iri(picked, "link", link.id.as_str())),
    );
    fields.insert("type".to_owned(), json!("Annotation"));
    fields.insert("motivation".to_owned(), json!("linking"));
    insert_creator(&mut fields, &link.stamp.author);
    fields.insert("body".to_owned(), Json::Array(bodies));
    fields.insert(
        "target".to_owned(),
        json!(iri(picked, "mark", link.to.as_str())),
    );
    Json::Object(fields)
}

fn body(purpose: &str, format: &str, value: String) -> Json {
    json!({"type": "TextualBody", "purpose": purpose, "format": format, "value": value})
}

fn insert_creator(fields: &mut Fields, author: &str) {
    if !author.is_empty() {
        fields.insert(
            "creator".to_owned(),
            json!({"type": "Person", "name": author}),
        );
    }
}
