//! A project as lines.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json, json};

use crate::formats::datasets::corpus::{Corpus, Picked};
use crate::formats::datasets::json::{self, attributes_of, object_of};
use crate::formats::datasets::{Files, Unit};
use crate::project::{Annotation, Attributes, Id, Identity, Link, Place, Project, Stamp};
use crate::text::Text;

/// Writes the articles, a line each, in their order.
pub(super) fn write(corpus: &Corpus<'_>) -> Files {
    let unmentioned = unmentioned(corpus.project);
    let lines = corpus.articles.iter().enumerate().map(|(place, picked)| {
        let loose = if place == 0 {
            unmentioned.as_slice()
        } else {
            &[]
        };
        Json::Object(article(corpus, picked, loose))
    });
    Files::from([("dataset.jsonl".to_owned(), json::lines(lines))])
}

/// The identities that no mark at all refers to; they go with the first article.
fn unmentioned(project: &Project) -> Vec<&Identity> {
    let marks = project
        .entries()
        .iter()
        .flat_map(|entry| entry.annotations().values());
    let mentioned: BTreeSet<&Id> = marks.filter_map(|mark| mark.identity.as_ref()).collect();
    let loose = project
        .identities()
        .filter(|identity| !mentioned.contains(&identity.id));
    loose.map(|identity| &**identity).collect()
}

/// An article as it is written, with identities that no mark refers to.
pub(in crate::formats::datasets) fn article(
    corpus: &Corpus<'_>,
    picked: &Picked<'_>,
    loose: &[&Identity],
) -> Map<String, Json> {
    let article = picked.article();
    let mut fields = Map::new();
    fields.insert("id".to_owned(), json!(article.id.as_str()));
    fields.insert("title".to_owned(), json!(article.title));
    fields.insert("text".to_owned(), json!(article.text.as_str()));
    let meta = article.meta.0.iter();
    let meta = meta.map(|(name, value)| (name.as_str(), value));
    fields.insert("meta".to_owned(), object_of(meta));
    insert_attributes(&mut fields, &picked.entry.status().attributes);
    if picked.entry.status().done {
        fields.insert("done".to_owned(), json!(true));
    }
    let marks = &picked.marks;
    let spans = marks
        .iter()
        .map(|mark| span(corpus.tag(mark), mark, &article.text));
    fields.insert("spans".to_owned(), spans.collect());
    let links = picked.links.iter().map(|it| link(it)).collect();
    fields.insert("links".to_owned(), Json::Array(links));
    fields.insert(
        "identities".to_owned(),
        Json::Array(identities(corpus.project, marks, loose)),
    );
    fields
}

fn span(tag: &str, mark: &Annotation, text: &Text) -> Json {
    let mut fields = Map::new();
    fields.insert("id".to_owned(), json!(mark.id.as_str()));
    fields.insert("tag".to_owned(), json!(tag));
    let fragments = mark.span().map(|span| span.fragments()).unwrap_or_default();
    let ends = fragments.iter().filter_map(|fragment| {
        let (start, end) = Unit::Chars.offsets(text, *fragment)?;
        Some(json!([start, end]))
    });
    fields.insert("fragments".to_owned(), ends.collect());
    if let Place::Implicit { wording, .. } = &mark.place {
        fields.insert("wording".to_owned(), json!(wording));
    }
    insert_author(&mut fields, &mark.stamp);
    insert_attributes(&mut fields, &mark.attributes);
    insert_note(&mut fields, &mark.note);
    Json::Object(fields)
}

fn link(link: &Link) -> Json {
    let mut fields = Map::new();
    for (name, id) in [
        ("id", &link.id),
        ("type", &link.kind),
        ("from", &link.from),
        ("to", &link.to),
    ] {
        fields.insert(name.to_owned(), json!(id.as_str()));
    }
    insert_author(&mut fields, &link.stamp);
    insert_attributes(&mut fields, &link.attributes);
    insert_note(&mut fields, &link.note);
    Json::Object(fields)
}

/// The identities that an article's marks refer to, each with its mentions in the order of the
/// text.
fn identities(project: &Project, marks: &[&Annotation], loose: &[&Identity]) -> Vec<Json> {
    let mut mentions: BTreeMap<&Id, Vec<&str>> = BTreeMap::new();
    for mark in marks {
        if let Some(identity) = &mark.identity {
            mentions.entry(identity).or_default().push(mark.id.as_str());
        }
    }
    let mentioned = mentions
        .iter()
        .filter_map(|(id, marks)| Some(identity(project.identity(id)?, marks)));
    mentioned
        .chain(loose.iter().map(|loose| identity(loose, &[])))
        .collect()
}

fn identity(identity: &Identity, mentions: &[&str]) -> Json {
    json!({
        "id": identity.id.as_str(),
        "name": identity.name,
        "kind": identity.kind.as_str(),
        "mentions": mentions,
    })
}

fn insert_author(fields: &mut Map<String, Json>, stamp: &Stamp) {
    if !stamp.author.is_empty() {
        fields.insert("annotator".to_owned(), json!(stamp.author));
    }
}

fn insert_attributes(fields: &mut Map<String, Json>, attributes: &Attributes) {
    if !attributes.is_empty() {
        fields.insert("attributes".to_owned(), attributes_of(attributes));
    }
}

fn insert_note(fields: &mut Map<String, Json>, note: &str) {
    if !note.is_empty() {
        fields.insert("note".to_owned(), json!(note));
    }
}
