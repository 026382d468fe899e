//! Annotations of layers as records.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value as Json;

use super::cells::numbered;
use super::parse::{Parsed, parse};
use crate::formats::Severity;
use crate::formats::datasets::Files;
use crate::formats::datasets::gather::{
    ArticleRecord, Gather, IdentityRecord, LinkRecord, SpanRecord, mention,
};
use crate::formats::datasets::json::{text_of, values_of};
use crate::formats::datasets::pieces::Pieces;
use crate::project::{Id, Value};
use crate::text::Text;

/// Features that have a place of their own in a record.
const OWN: [&str; 9] = [
    "label",
    "value",
    "tag",
    "span_id",
    "link_id",
    "annotator",
    "note",
    "attributes",
    "identity",
];

pub(super) fn read(gather: &mut Gather, files: &Files) {
    for (name, bytes) in files {
        gather.in_file(name);
        let Some(text) = text_of(gather, bytes) else {
            continue;
        };
        if !text.starts_with("#FORMAT=WebAnno TSV 3") {
            gather.leave_out(
                1,
                "this is no WebAnno TSV of version 3; export it again as that".to_owned(),
            );
            continue;
        }
        let parsed = parse(text);
        for (line, why) in &parsed.faults {
            gather.leave_out(*line, why.clone());
        }
        if parsed.text.trim().is_empty() {
            let what = "there is no text in it; look whether it is cut off".to_owned();
            gather.say(1, Severity::Warning, what);
        }
        let file = name.rsplit('/').next().unwrap_or(name);
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let record = record(gather, &parsed, stem);
        gather.article(record);
    }
}

type Features = [(String, String)];

fn record(gather: &mut Gather, parsed: &Parsed<'_>, stem: &str) -> ArticleRecord {
    let mut pieces = Pieces::default();
    let mut names = BTreeMap::new();
    let mut identities: Vec<IdentityRecord> = Vec::new();
    for (at, annotation) in parsed.annotations.iter().enumerate() {
        let features = annotation.features.as_slice();
        let shared = said(features, &["span_id"]);
        let name = shared.clone().unwrap_or_else(|| format!("m{}", at + 1));
        names.insert(at, name.clone());
        if let Some(identity) = json(features, "identity") {
            mention(&mut identities, IdentityRecord::of_json(&identity), &name);
        }
        let piece = SpanRecord {
            line: Some(annotation.line),
            id: Some(Id::new(name)),
            tag: Id::new(tag(features, &annotation.layer)),
            fragments: [(annotation.begin, annotation.end)].into(),
            annotator: said(features, &["annotator"]),
            attributes: values(features),
            note: said(features, &["note"]).unwrap_or_default().into(),
            ..SpanRecord::default()
        };
        pieces.add(shared.as_deref(), piece);
    }
    let mut links = relations(gather, parsed, &names);
    links.extend(slots(parsed, &names));
    let mut spans = pieces.marks();
    chains(parsed, &mut spans, &mut links);
    ArticleRecord {
        line: 1,
        id: Some(stem.to_owned()),
        text: Text::new(parsed.text.as_str()),
        spans,
        links,
        identities,
        ..ArticleRecord::default()
    }
}

/// What a feature says; ours may be JSON strings.
fn said(features: &Features, names: &[&str]) -> Option<String> {
    let found = |name: &&str| features.iter().find(|(key, _)| key == name);
    let (_, words) = names.iter().find_map(found)?;
    let quoted = words.starts_with('"').then(|| serde_json::from_str(words));
    Some(quoted.and_then(Result::ok).unwrap_or_else(|| words.clone()))
}

fn json(features: &Features, name: &str) -> Option<Json> {
    serde_json::from_str(&said(features, &[name])?).ok()
}

/// The tag that a feature says, else the layer's own name.
fn tag(features: &Features, layer: &str) -> String {
    let short = layer.rsplit('.').next().unwrap_or(layer);
    said(features, &["label", "value", "tag"]).unwrap_or_else(|| short.to_owned())
}

fn values(features: &Features) -> Vec<(String, Value)> {
    let mut values = values_of(json(features, "attributes").as_ref());
    let others = features
        .iter()
        .filter(|(name, _)| !OWN.contains(&name.as_str()));
    values.extend(others.map(|(name, words)| (name.clone(), Value::text(words.clone()))));
    values
}

fn relations(
    gather: &mut Gather,
    parsed: &Parsed<'_>,
    names: &BTreeMap<usize, String>,
) -> Vec<LinkRecord> {
    let mut links = Vec::new();
    let mut units: Option<HashSet<&str>> = None;
    for relation in &parsed.relations {
        // `1-13[4_1]`: the unit that it comes from, and the numbers of both ends.
        let (unit, numbers) = match relation.from.split_once('[') {
            Some((unit, rest)) => {
                let (one, two) = rest
                    .trim_end_matches(']')
                    .split_once('_')
                    .unwrap_or(("0", "0"));
                (unit, (one.parse().unwrap_or(0), two.parse().unwrap_or(0)))
            }
            None => (relation.from.as_str(), (0, 0)),
        };
        let from = parsed.target(&relation.base, unit, numbers.0);
        let to = parsed.target(&relation.base, &relation.unit, numbers.1);
        let ends = from
            .and_then(|it| names.get(&it))
            .zip(to.and_then(|it| names.get(&it)));
        let Some((from, to)) = ends else {
            let units = units.get_or_insert_with(|| parsed.units.iter().copied().collect());
            let tokens = [unit, &relation.unit].iter().all(|it| units.contains(*it));
            let why = if tokens {
                "it joins bare tokens, which are no marks"
            } else {
                "its ends are not there"
            };
            let what = format!(
                "a relation from {unit} to {} was left out: {why}",
                relation.unit
            );
            gather.leave_out(relation.line, what);
            continue;
        };
        let features = relation.features.as_slice();
        links.push(LinkRecord {
            line: Some(relation.line),
            id: said(features, &["link_id"]),
            kind: tag(features, &relation.layer),
            from: from.clone(),
            to: to.clone(),
            annotator: said(features, &["annotator"]),
            attributes: values(features),
            note: said(features, &["note"]).unwrap_or_default().into(),
        });
    }
    links
}

/// A slot is a link to what fills it, of the kind that its role says.
fn slots(parsed: &Parsed<'_>, names: &BTreeMap<usize, String>) -> Vec<LinkRecord> {
    let mut links = Vec::new();
    for (at, annotation) in parsed.annotations.iter().enumerate() {
        for (role, target) in &annotation.slots {
            let (unit, number) = numbered(target);
            let to = parsed.target("", unit, number.unwrap_or(0));
            let ends = names.get(&at).zip(to.and_then(|to| names.get(&to)));
            if let Some((from, to)) = ends {
                let kind = if role.is_empty() { "slot" } else { role };
                links.push(LinkRecord {
                    line: Some(annotation.line),
                    kind: kind.to_owned(),
                    from: from.clone(),
                    to: to.clone(),
                    ..LinkRecord::default()
                });
            }
        }
    }
    links
}

/// An element of a chain is a mark, with a link to the next.
fn chains(parsed: &Parsed<'_>, spans: &mut Vec<SpanRecord>, links: &mut Vec<LinkRecord>) {
    for ((layer, chain, number), element) in &parsed.chains {
        let name = |number: usize| format!("chain{chain}-{number}");
        let next = number.saturating_add(1);
        let short = layer.rsplit('.').next().unwrap_or(layer);
        spans.push(SpanRecord {
            line: Some(element.line),
            id: Some(Id::new(name(*number))),
            tag: Id::new(element.kind.as_deref().unwrap_or(short)),
            fragments: [(element.begin, element.end)].into(),
            ..SpanRecord::default()
        });
        if parsed.chains.contains_key(&(layer.clone(), *chain, next)) {
            let kind = element.relation.clone();
            links.push(LinkRecord {
                line: Some(element.line),
                kind: kind.unwrap_or_else(|| "next".to_owned()),
                from: name(*number),
                to: name(next),
                ..LinkRecord::default()
            });
        }
    }
}
