//! A project as lines.

use std::collections::{BTreeMap, BTreeSet, btree_map};
use std::iter;

use serde::Serialize;
use serde_json::{Map, Value as Json};

use crate::formats::datasets::corpus::{Corpus, Picked};
use crate::formats::datasets::json::{self, Pairs};
use crate::formats::datasets::{Files, Unit};
use crate::project::{Annotation, Attributes, Id, Identity, Link, Place, Project, Value};
use crate::span::Span;
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
        line(corpus, picked, loose)
    });
    Files::from([("dataset.jsonl".to_owned(), json::lines(lines))])
}

/// The identities that no mark at all refers to; they go with the first article.
fn unmentioned(project: &Project) -> Vec<&Identity> {
    let marks = project
        .entries()
        .iter()
        .flat_map(|entry| entry.annotations().values());
    let mentioned: BTreeSet<&Id> = marks.filter_map(|mark| mark.identity.as_deref()).collect();
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
    match serde_json::to_value(line(corpus, picked, loose)) {
        Ok(Json::Object(fields)) => fields,
        // What has names for all its fields can always be an object.
        _ => Map::new(),
    }
}

/// A line, with its fields in their order; those that are empty and may be are left away.
#[derive(Serialize)]
struct Line<'c> {
    id: &'c str,
    title: &'c str,
    text: &'c str,
    meta: Pairs<Meta<'c>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attributes: Option<Pairs<Said<'c>>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    done: bool,
    spans: Vec<SpanLine<'c>>,
    links: Vec<LinkLine<'c>>,
    identities: Vec<IdentityLine<'c>>,
}

/// What is known about an article.
type Meta<'c> =
    iter::Map<btree_map::Iter<'c, String, Value>, fn((&'c String, &'c Value)) -> Pair<'c>>;
/// What is said of something.
type Said<'c> = iter::Map<btree_map::Iter<'c, Id, Value>, fn((&'c Id, &'c Value)) -> Pair<'c>>;
/// A name with its value.
type Pair<'c> = (&'c str, &'c Value);

#[derive(Serialize)]
struct SpanLine<'c> {
    id: &'c str,
    tag: &'c str,
    fragments: Vec<(usize, usize)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wording: Option<&'c str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    annotator: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    attributes: Option<Pairs<Said<'c>>>,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'c str,
}

#[derive(Serialize)]
struct LinkLine<'c> {
    id: &'c str,
    #[serde(rename = "type")]
    kind: &'c str,
    from: &'c str,
    to: &'c str,
    #[serde(skip_serializing_if = "str::is_empty")]
    annotator: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    attributes: Option<Pairs<Said<'c>>>,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'c str,
}

#[derive(Serialize)]
struct IdentityLine<'c> {
    id: &'c str,
    name: &'c str,
    kind: &'c str,
    mentions: Vec<&'c str>,
}

fn line<'c>(corpus: &'c Corpus<'_>, picked: &'c Picked<'_>, loose: &[&'c Identity]) -> Line<'c> {
    let article = picked.article();
    let status = picked.entry.status();
    let pair: fn((&'c String, &'c Value)) -> Pair<'c> = |(name, value)| (name.as_str(), value);
    let marks = picked.marks.iter();
    Line {
        id: article.id.as_str(),
        title: &article.title,
        text: article.text.as_str(),
        meta: Pairs(article.meta.0.iter().map(pair)),
        attributes: said(&status.attributes),
        done: status.done,
        spans: marks
            .map(|mark| span(corpus.tag(mark), mark, &article.text))
            .collect(),
        links: picked.links.iter().map(|it| link(it)).collect(),
        identities: identities(corpus.project, &picked.marks, loose),
    }
}

fn span<'c>(tag: &'c str, mark: &'c Annotation, text: &Text) -> SpanLine<'c> {
    let fragments = mark.span().map(Span::fragments).unwrap_or_default();
    let ends = fragments.iter();
    let ends = ends.filter_map(|fragment| Unit::Chars.offsets(text, *fragment));
    SpanLine {
        id: mark.id.as_str(),
        tag,
        fragments: ends.collect(),
        wording: match &mark.place {
            Place::Implicit { wording, .. } => Some(wording),
            Place::Span(_) => None,
        },
        annotator: &mark.stamp.author,
        attributes: said(&mark.attributes),
        note: &mark.note,
    }
}

fn link(link: &Link) -> LinkLine<'_> {
    LinkLine {
        id: link.id.as_str(),
        kind: link.kind.as_str(),
        from: link.from.as_str(),
        to: link.to.as_str(),
        annotator: &link.stamp.author,
        attributes: said(&link.attributes),
        note: &link.note,
    }
}

fn said(attributes: &Attributes) -> Option<Pairs<Said<'_>>> {
    fn pair<'c>((id, value): (&'c Id, &'c Value)) -> Pair<'c> {
        (id.as_str(), value)
    }
    let pairs = Pairs(attributes.iter().map(pair as fn(_) -> _));
    (!attributes.is_empty()).then_some(pairs)
}

/// The identities that an article's marks refer to, each with its mentions in the order of the
/// text.
fn identities<'c>(
    project: &'c Project,
    marks: &[&'c Annotation],
    loose: &[&'c Identity],
) -> Vec<IdentityLine<'c>> {
    let mut mentions: BTreeMap<&Id, Vec<&str>> = BTreeMap::new();
    for mark in marks {
        if let Some(identity) = &mark.identity {
            mentions.entry(identity).or_default().push(mark.id.as_str());
        }
    }
    let mentioned = mentions
        .into_iter()
        .filter_map(|(id, marks)| Some(identity(project.identity(id)?, marks)));
    let loose = loose.iter().map(|loose| identity(loose, Vec::new()));
    mentioned.chain(loose).collect()
}

fn identity<'c>(identity: &'c Identity, mentions: Vec<&'c str>) -> IdentityLine<'c> {
    IdentityLine {
        id: identity.id.as_str(),
        name: &identity.name,
        kind: identity.kind.as_str(),
        mentions,
    }
}
