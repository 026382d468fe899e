//! Feature structures as records: which are marks, which join them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use crate::formats::Position;
use crate::formats::datasets::gather::{
    ArticleRecord, Gather, IdentityRecord, LinkRecord, SpanRecord, mention,
};
use crate::formats::datasets::json::{value_of, values_of};
use crate::formats::datasets::pieces::Pieces;
use crate::project::{Id, Value};
use crate::text::Text;

/// Types that say how a text is made, not what is marked in it.
const SCAFFOLD: [&str; 9] = [
    "DocumentAnnotation",
    "DocumentMetaData",
    "Token",
    "Sentence",
    "CASMetadata",
    "LayerDefinition",
    "FeatureDefinition",
    "TagsetDescription",
    "Paragraph",
];

/// Features that have a place of their own in a record.
const OWN: [&str; 10] = [
    "label",
    "span_id",
    "spanId",
    "link_id",
    "annotator",
    "note",
    "attributes",
    "identity",
    "Governor",
    "Dependent",
];

/// The structures of one file.
#[derive(Default)]
pub(super) struct Structures {
    pub(super) sofas: Vec<Sofa>,
    pub(super) found: Vec<(String, Found)>,
}

/// A text.
pub(super) struct Sofa {
    /// The number of its place in the file.
    pub(super) at: usize,
    pub(super) id: String,
    pub(super) name: String,
    /// None if it is not text, or stands elsewhere.
    pub(super) text: Option<String>,
}

/// A structure as it was found.
#[derive(Default)]
pub(super) struct Found {
    /// The number of its place in the file.
    pub(super) at: usize,
    pub(super) kind: String,
    pub(super) sofa: Option<String>,
    pub(super) begin: Option<usize>,
    pub(super) end: Option<usize>,
    /// Whether it has a place that cannot be used.
    pub(super) misplaced: bool,
    pub(super) features: Vec<(String, Json)>,
    /// What a feature refers to, by the structures' ids.
    pub(super) references: Vec<(String, Vec<String>)>,
    /// The members, if it is an array.
    pub(super) elements: Vec<String>,
}

impl Found {
    fn short(&self) -> &str {
        self.kind.rsplit('.').next().unwrap_or(&self.kind)
    }

    fn is_scaffold(&self) -> bool {
        SCAFFOLD.contains(&self.short())
    }

    fn words(&self, names: &[&str]) -> Option<String> {
        let feature = |name: &&str| {
            let (_, value) = self.features.iter().find(|(key, _)| key == name)?;
            value.as_str().filter(|words| !words.is_empty())
        };
        names.iter().find_map(feature).map(str::to_owned)
    }

    fn reference(&self, names: &[&str]) -> Option<&str> {
        let found = self
            .references
            .iter()
            .find(|(key, _)| names.contains(&key.as_str()));
        let (_, ids) = found?;
        ids.first().map(String::as_str).filter(|_| ids.len() == 1)
    }

    /// Both ends, if it is a relation.
    fn ends(&self) -> Option<(&str, &str)> {
        let from = self.reference(&["Governor", "source"])?;
        Some((from, self.reference(&["Dependent", "target"])?))
    }

    fn place(&self) -> Option<(usize, usize)> {
        self.begin.zip(self.end)
    }

    fn tag(&self) -> String {
        let said = self.words(&["label", "value", "tag"]);
        said.unwrap_or_else(|| self.short().to_owned())
    }

    fn json(&self, name: &str) -> Option<Json> {
        serde_json::from_str(&self.words(&[name])?).ok()
    }

    /// What is said of a mark beside its tag: our own values, and what other layers say.
    fn values(&self) -> Vec<(String, Value)> {
        let mut values = values_of(self.json("attributes").as_ref());
        let tag = self.tag();
        for (name, json) in &self.features {
            let known = OWN.contains(&name.as_str()) || json.as_str() == Some(tag.as_str());
            let refers = self.references.iter().any(|(key, ids)| {
                key == name
                    && matches!(key.as_str(), "target" | "source" | "next" | "first")
                    && !ids.is_empty()
            });
            if let Some(value) = value_of(json).filter(|_| !known && !refers) {
                values.push((name.clone(), value));
            }
        }
        values
    }
}

impl Structures {
    /// Hands each text on with its marks.
    pub(super) fn gather(self, gather: &mut Gather, name: &str) {
        let by_id: BTreeMap<&str, &Found> = self
            .found
            .iter()
            .map(|(id, found)| (id.as_str(), found))
            .collect();
        let file = name.rsplit('/').next().unwrap_or(name);
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let texts: BTreeSet<&str> = self.sofas.iter().map(|sofa| sofa.id.as_str()).collect();
        let lost = |found: &Found| {
            let elsewhere = found.sofa.as_deref().is_some_and(|it| !texts.contains(it));
            found.misplaced || (elsewhere && found.place().is_some())
        };
        for (id, found) in self.found.iter().filter(|(_, found)| lost(found)) {
            let kind = found.short();
            let what = format!("{kind} {id:?} stands at no place of a text and was left out");
            gather.leave_out(found.at, what);
        }
        for (place, sofa) in self.sofas.iter().enumerate() {
            let Some(text) = &sofa.text else {
                let what = format!("view {:?} holds no text and was left out", sofa.name);
                gather.leave_out(sofa.at, what);
                continue;
            };
            let mut record = self.article(sofa, text, stem, &by_id);
            if place > 0 {
                let id = record.id.unwrap_or_default();
                record.id = Some(format!("{id}-{}", sofa.name));
            }
            gather.article(record);
        }
        if self.sofas.is_empty() {
            gather.leave_out_at(Position::START, "there is no text in it".to_owned());
        }
    }

    fn article(
        &self,
        sofa: &Sofa,
        text: &str,
        stem: &str,
        by_id: &BTreeMap<&str, &Found>,
    ) -> ArticleRecord {
        let here = || {
            let own = |found: &&(String, Found)| found.1.sofa.as_ref() == Some(&sofa.id);
            self.found.iter().filter(own)
        };
        let about = here().find(|(_, found)| found.short() == "DocumentMetaData");
        let about = about.map(|(_, found)| found);
        // Words that only a relation refers to are marks, too, or the relation had no ends.
        let ends = here().filter_map(|(_, found)| found.ends());
        let joined: BTreeSet<&str> = ends.flat_map(|(from, to)| [from, to]).collect();
        let mut pieces = Pieces::default();
        let mut names = BTreeMap::new();
        let mut identities: Vec<IdentityRecord> = Vec::new();
        for (id, found) in here() {
            let Some(place) = found.place() else { continue };
            let scaffold = found.is_scaffold() && !joined.contains(id.as_str());
            if found.ends().is_some() || scaffold {
                continue;
            }
            let shared = found.words(&["span_id", "spanId"]);
            let name = shared.clone().unwrap_or_else(|| format!("fs{id}"));
            names.insert(id.as_str(), name.clone());
            if let Some(identity) = found.json("identity") {
                mention(&mut identities, IdentityRecord::of_json(&identity), &name);
            }
            let piece = SpanRecord {
                line: Some(found.at),
                id: Some(Id::new(name)),
                tag: Id::new(found.tag()),
                fragments: [place].into(),
                annotator: found.words(&["annotator"]),
                attributes: found.values(),
                note: found.words(&["note"]).unwrap_or_default().into(),
                ..SpanRecord::default()
            };
            pieces.add(shared.as_deref(), piece);
        }
        let links = here().flat_map(|(id, found)| links(id, found, by_id, &names));
        let links = links.collect();
        ArticleRecord {
            line: sofa.at,
            id: about
                .and_then(|about| about.words(&["documentId", "documentTitle"]))
                .or_else(|| Some(stem.to_owned())),
            title: about.map(|about| about.words(&["documentTitle"]).unwrap_or_default()),
            text: Text::new(text),
            spans: pieces.marks(),
            links,
            identities,
            ..ArticleRecord::default()
        }
    }
}

/// The links that a structure makes: it is a relation, or has slots, or has a next in its chain.
fn links(
    id: &str,
    found: &Found,
    by_id: &BTreeMap<&str, &Found>,
    names: &BTreeMap<&str, String>,
) -> Vec<LinkRecord> {
    let named = |id: &str| names.get(id).cloned().unwrap_or_else(|| format!("fs{id}"));
    let link = |kind: String, from: &str, to: &str| LinkRecord {
        line: Some(found.at),
        kind,
        from: named(from),
        to: named(to),
        ..LinkRecord::default()
    };
    if let Some((from, to)) = found.ends() {
        return vec![LinkRecord {
            id: Some(
                found
                    .words(&["link_id"])
                    .unwrap_or_else(|| format!("fs{id}")),
            ),
            annotator: found.words(&["annotator"]),
            note: found.words(&["note"]).unwrap_or_default().into(),
            attributes: found.values(),
            ..link(found.tag(), from, to)
        }];
    }
    if !names.contains_key(id) {
        return Vec::new();
    }
    let mut links = Vec::new();
    for (feature, ids) in &found.references {
        let members = ids.iter().flat_map(|id| match by_id.get(id.as_str()) {
            Some(array) if !array.elements.is_empty() => array.elements.clone(),
            _ => vec![id.clone()],
        });
        for member in members {
            let Some(other) = by_id.get(member.as_str()) else {
                continue;
            };
            // A slot: a structure without a place that names a role and a target.
            let target = other
                .reference(&["target"])
                .filter(|_| other.place().is_none());
            match target {
                Some(target) if names.contains_key(target) => {
                    let role = other.words(&["role"]).unwrap_or_else(|| feature.clone());
                    links.push(link(role, id, target));
                }
                _ if feature == "next" && names.contains_key(member.as_str()) => {
                    let kind = found.words(&["referenceRelation"]);
                    let kind = kind.unwrap_or_else(|| "next".to_owned());
                    links.push(link(kind, id, &member));
                }
                _ => {}
            }
        }
    }
    links
}
