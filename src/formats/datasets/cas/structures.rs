//! An article as feature structures, before they are written as JSON or XML.

use std::collections::BTreeMap;

use serde_json::json;

use crate::formats::datasets::Unit;
use crate::formats::datasets::corpus::{Common, Picked};
use crate::formats::datasets::json::attributes_of;
use crate::project::{Annotation, Attributes, Link};

/// A type: its name, what it is a kind of, and its features with what each holds.
pub(super) type Type = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

/// The types that are not UIMA's own: name, what they are a kind of, and their features with what
/// each holds.
pub(super) const TYPES: [Type; 3] = [
    (
        "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData",
        "uima.tcas.DocumentAnnotation",
        &[
            ("documentTitle", "uima.cas.String"),
            ("documentId", "uima.cas.String"),
        ],
    ),
    (
        "webanno.custom.Mark",
        "uima.tcas.Annotation",
        &[
            ("label", "uima.cas.String"),
            ("span_id", "uima.cas.String"),
            ("annotator", "uima.cas.String"),
            ("note", "uima.cas.String"),
            ("attributes", "uima.cas.String"),
            ("identity", "uima.cas.String"),
        ],
    ),
    (
        "webanno.custom.Link",
        "uima.tcas.Annotation",
        &[
            ("Governor", "uima.tcas.Annotation"),
            ("Dependent", "uima.tcas.Annotation"),
            ("label", "uima.cas.String"),
            ("link_id", "uima.cas.String"),
            ("annotator", "uima.cas.String"),
            ("note", "uima.cas.String"),
            ("attributes", "uima.cas.String"),
        ],
    ),
];

/// A feature structure that stands on words.
pub(super) struct Structure {
    pub(super) id: usize,
    /// Its place in [`TYPES`].
    pub(super) kind: usize,
    pub(super) begin: usize,
    pub(super) end: usize,
    pub(super) features: Vec<(&'static str, Feature)>,
}

/// What a feature holds.
pub(super) enum Feature {
    Words(String),
    Structure(usize),
}

/// The structures of an article; the number 1 is the text's.
pub(super) fn structures(corpus: &Common<'_>, picked: &Picked<'_>) -> Vec<Structure> {
    let text = picked.text();
    let (begin, end) = Unit::Utf16.offsets(text, text.range()).unwrap_or_default();
    let about = [
        ("documentTitle", picked.article().title.clone()),
        ("documentId", picked.id().to_owned()),
    ];
    let mut list = vec![Structure {
        id: 2,
        kind: 0,
        begin,
        end,
        features: words(about.into()),
    }];
    let mut first = BTreeMap::new();
    for (mark, span) in picked.spans() {
        let said = said_of_mark(corpus, mark);
        for (number, fragment) in span.fragments().iter().enumerate() {
            let Some((begin, end)) = Unit::Utf16.offsets(text, *fragment) else {
                continue;
            };
            let id = list.len() + 2;
            first.entry(&mark.id).or_insert((id, begin, end));
            // What is said of the mark stands at its first piece; the others name it.
            let own = if number == 0 { said.len() } else { 3 };
            list.push(Structure {
                id,
                kind: 1,
                begin,
                end,
                features: words(said.iter().take(own).cloned().collect()),
            });
        }
    }
    for link in &picked.links {
        let ends = first.get(&link.from).zip(first.get(&link.to));
        let Some(((from, ..), (to, begin, end))) = ends else {
            continue;
        };
        let mut features = vec![
            ("Governor", Feature::Structure(*from)),
            ("Dependent", Feature::Structure(*to)),
        ];
        features.extend(words(said_of_link(link)));
        list.push(Structure {
            id: list.len() + 2,
            kind: 2,
            begin: *begin,
            end: *end,
            features,
        });
    }
    list
}

type Said = Vec<(&'static str, String)>;

/// What is said of a mark; the first three say which it is.
fn said_of_mark(corpus: &Common<'_>, mark: &Annotation) -> Said {
    let identity = corpus.identity(mark).map(|it| {
        let about = json!({"id": it.id.as_str(), "name": it.name, "kind": it.kind.as_str()});
        about.to_string()
    });
    vec![
        ("label", corpus.name(&mark.tag).to_owned()),
        ("span_id", mark.id.to_string()),
        ("annotator", mark.stamp.author.to_string()),
        ("note", mark.note.to_string()),
        ("attributes", values(&mark.attributes)),
        ("identity", identity.unwrap_or_default()),
    ]
}

fn said_of_link(link: &Link) -> Said {
    vec![
        ("label", link.kind.to_string()),
        ("link_id", link.id.to_string()),
        ("annotator", link.stamp.author.to_string()),
        ("note", link.note.to_string()),
        ("attributes", values(&link.attributes)),
    ]
}

fn values(attributes: &Attributes) -> String {
    match attributes.is_empty() {
        true => String::new(),
        false => attributes_of(attributes).to_string(),
    }
}

/// Features of words; those without any are not there.
fn words(said: Said) -> Vec<(&'static str, Feature)> {
    let said = said.into_iter().filter(|(_, words)| !words.is_empty());
    said.map(|(name, words)| (name, Feature::Words(words)))
        .collect()
}

/// The name of a type.
pub(super) fn type_name(kind: usize) -> &'static str {
    TYPES.get(kind).map(|(name, ..)| *name).unwrap_or_default()
}
