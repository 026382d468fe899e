//! Articles as tasks.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::{config, control};
use crate::formats::datasets::Files;
use crate::formats::datasets::corpus::{Corpus, Picked};
use crate::formats::datasets::json::{Fields, attributes_of, json_of, object_of, pretty_list};
use crate::project::{Annotation, Id, Link, Value, ValueKind};

pub(super) fn write(corpus: &Corpus<'_>) -> Files {
    let marks = corpus.articles.iter().flat_map(|picked| &picked.marks);
    let authors: BTreeSet<&str> = marks.map(|mark| mark.stamp.author.as_str()).collect();
    let authors: Vec<&str> = authors.into_iter().collect();
    let mut next = 0;
    let tasks = corpus.articles.iter().enumerate().map(|(place, picked)| {
        let annotations = authors.iter().enumerate().filter_map(|(number, author)| {
            let result = result(corpus, picked, author);
            if result.is_empty() {
                return None;
            }
            next += 1;
            Some(json!({
                "id": next, "completed_by": number + 1, "was_cancelled": false,
                "ground_truth": false, "result": result,
            }))
        });
        json!({
            "id": place + 1,
            "data": data(picked),
            "meta": meta(corpus, picked, &authors),
            "annotations": annotations.collect::<Vec<_>>(),
        })
    });
    Files::from([
        ("tasks.json".to_owned(), pretty_list(tasks)),
        ("labels.xml".to_owned(), config::config(corpus).into_bytes()),
    ])
}

fn data(picked: &Picked<'_>) -> Json {
    let article = picked.article();
    json!({"text": article.text.as_str(), "doc_id": picked.id(), "title": article.title})
}

/// What the tasks know beside the text: who the annotators are, and the identities.
fn meta(corpus: &Corpus<'_>, picked: &Picked<'_>, authors: &[&str]) -> Json {
    let article = picked.article().meta.0.iter();
    let article = object_of(article.map(|(name, value)| (name.as_str(), value)));
    let numbered = authors.iter().enumerate();
    let annotators: Fields = numbered
        .map(|(number, author)| ((number + 1).to_string(), json!(author)))
        .collect();
    let ids: BTreeSet<_> = picked
        .marks
        .iter()
        .filter_map(|mark| mark.identity.as_deref())
        .collect();
    let identities = ids.into_iter().filter_map(|id| {
        let identity = corpus.project.identity(id)?;
        Some(json!({"id": id.as_str(), "name": identity.name, "kind": identity.kind.as_str()}))
    });
    json!({
        "article": article,
        "annotators": annotators,
        "identities": identities.collect::<Vec<_>>(),
    })
}

/// The regions, values and relations of one annotator.
fn result(corpus: &Corpus<'_>, picked: &Picked<'_>, author: &str) -> Vec<Json> {
    let mut result = Vec::new();
    for (mark, _) in picked
        .spans()
        .filter(|(mark, _)| mark.stamp.author == author)
    {
        result.extend(regions(corpus, picked, mark));
        result.extend(values(corpus, picked, mark));
    }
    let own = |link: &&&Link| {
        let from = picked.entry.annotation(&link.from);
        from.is_some_and(|mark| mark.stamp.author == author)
    };
    result.extend(picked.links.iter().filter(own).map(|link| relation(link)));
    result
}

fn regions(corpus: &Corpus<'_>, picked: &Picked<'_>, mark: &Annotation) -> Vec<Json> {
    let mut items = Vec::new();
    let fragments = mark.span().map(|span| span.fragments()).unwrap_or_default();
    for (number, fragment) in fragments.iter().enumerate() {
        let Some((start, end)) = corpus.unit.offsets(picked.text(), *fragment) else {
            continue;
        };
        let words = picked.text().slice(*fragment).unwrap_or_default();
        let id = match number {
            0 => mark.id.to_string(),
            number => format!("{}#{number}", mark.id),
        };
        let mut meta = Fields::new();
        meta.insert("span_id".to_owned(), json!(mark.id.as_str()));
        if number == 0 && !mark.note.is_empty() {
            meta.insert("text".to_owned(), json!([mark.note.as_str()]));
        }
        if let Some(identity) = mark.identity.as_deref().filter(|_| number == 0) {
            meta.insert("identity".to_owned(), json!(identity.as_str()));
        }
        items.push(json!({
            "id": id, "from_name": "label", "to_name": "text", "type": "labels",
            "value": {"start": start, "end": end, "text": words, "labels": [corpus.name(&mark.tag)]}, "meta": meta,
        }));
    }
    items
}

/// The values of a mark, each an item with the id and the place of its first region.
fn values(corpus: &Corpus<'_>, picked: &Picked<'_>, mark: &Annotation) -> Vec<Json> {
    let mut items = Vec::new();
    let first = mark.span().and_then(|span| span.fragments().first());
    let Some(first) = first else {
        return items;
    };
    let words = picked.text().slice(*first).unwrap_or_default();
    let Some((start, end)) = corpus.unit.offsets(picked.text(), *first) else {
        return items;
    };
    for (name, value) in &mark.attributes {
        let (kind, said) = match value {
            Value::Flag(flag) => ("choices", json!([flag.to_string()])),
            Value::Text(word) if is_choice(corpus, mark, name) => ("choices", json!([word])),
            Value::Text(words) => ("textarea", json!([words])),
            Value::Number(_) => ("number", json_of(value)),
        };
        let key = if kind == "textarea" { "text" } else { kind };
        let mut place = json!({"start": start, "end": end, "text": words});
        if let Some(fields) = place.as_object_mut() {
            fields.insert(key.to_owned(), said);
        }
        items.push(json!({
            "id": mark.id.as_str(), "from_name": control(corpus.name(&mark.tag), name.as_str()), "to_name": "text",
            "type": kind, "value": place,
        }));
    }
    items
}

/// Whether the tagset gives an attribute of a mark a choice of words.
fn is_choice(corpus: &Corpus<'_>, mark: &Annotation, name: &Id) -> bool {
    let tag = corpus.project.tagset().tag(&mark.tag);
    let attribute = tag.and_then(|tag| tag.attribute(name));
    attribute.is_some_and(|attribute| matches!(attribute.kind, ValueKind::Choice(_)))
}

fn relation(link: &Link) -> Json {
    let mut meta = Fields::new();
    meta.insert("id".to_owned(), json!(link.id.as_str()));
    meta.insert("annotator".to_owned(), json!(link.stamp.author.as_str()));
    if !link.note.is_empty() {
        meta.insert("note".to_owned(), json!(link.note.as_str()));
    }
    if !link.attributes.is_empty() {
        meta.insert("attributes".to_owned(), attributes_of(&link.attributes));
    }
    json!({
        "type": "relation", "from_id": link.from.as_str(), "to_id": link.to.as_str(),
        "direction": "right", "labels": [link.kind.as_str()], "meta": meta,
    })
}
