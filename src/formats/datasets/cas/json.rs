//! Feature structures as JSON.

use serde_json::{Value as Json, json};

use super::read::{Found, Sofa, Structures};
use super::structures::{Feature, TYPES, structures, type_name};
use crate::formats::Position;
use crate::formats::datasets::Files;
use crate::formats::datasets::corpus::{Common, Corpus, Picked};
use crate::formats::datasets::gather::Gather;
use crate::formats::datasets::json::{Fields, count_of, id_of, pretty, whole, words_of};
use crate::formats::datasets::places::{Places, escaped};

pub(super) fn write(corpus: &Corpus<'_>) -> Files {
    let mut files = Files::new();
    corpus.each(
        |common, picked| (format!("{}.json", picked.file), article(common, picked)),
        |file| files.extend([file]),
    );
    files
}

fn article(corpus: &Common<'_>, picked: &Picked<'_>) -> Vec<u8> {
    let sofa = json!({
        "%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView",
        "mimeType": "text/plain", "sofaString": picked.text().as_str(),
    });
    let list = structures(corpus, picked);
    let members: Vec<usize> = list.iter().map(|structure| structure.id).collect();
    let mut all = vec![sofa];
    for structure in list {
        let mut fields = Fields::new();
        fields.insert("%ID".to_owned(), json!(structure.id));
        fields.insert("%TYPE".to_owned(), json!(type_name(structure.kind)));
        fields.insert("@sofa".to_owned(), json!(1));
        fields.insert("begin".to_owned(), json!(structure.begin));
        fields.insert("end".to_owned(), json!(structure.end));
        for (name, feature) in structure.features {
            match feature {
                Feature::Words(words) => fields.insert(name.to_owned(), json!(words)),
                Feature::Structure(id) => fields.insert(format!("@{name}"), json!(id)),
            };
        }
        all.push(Json::Object(fields));
    }
    pretty(&json!({
        "%TYPES": types(),
        "%FEATURE_STRUCTURES": all,
        "%VIEWS": {"_InitialView": {"%SOFA": 1, "%MEMBERS": members}},
    }))
}

fn types() -> Json {
    let mut types = Fields::new();
    for (name, parent, features) in TYPES {
        let mut fields = Fields::new();
        fields.insert("%NAME".to_owned(), json!(name));
        fields.insert("%SUPER_TYPE".to_owned(), json!(parent));
        for (feature, range) in features {
            let about = json!({"%NAME": feature, "%RANGE": range});
            fields.insert((*feature).to_owned(), about);
        }
        types.insert(name.to_owned(), Json::Object(fields));
    }
    Json::Object(types)
}

pub(super) fn read(gather: &mut Gather, files: &Files) {
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".json")) {
        gather.in_file(name);
        let Some(json) = whole(gather, bytes) else {
            continue;
        };
        let Some(list) = json.get("%FEATURE_STRUCTURES") else {
            let what = "there are no %FEATURE_STRUCTURES in it".to_owned();
            gather.leave_out_at(Position::START, what);
            continue;
        };
        let mut structures = Structures::default();
        let mut places = Places::new(gather, files);
        let mut at = |key: &str| places.pointer(name, format!("/%FEATURE_STRUCTURES/{key}"));
        match list {
            Json::Array(list) => {
                for (number, it) in list.iter().enumerate() {
                    structure(&mut structures, at(&number.to_string()), it, None);
                }
            }
            Json::Object(list) => {
                for (id, it) in list {
                    structure(&mut structures, at(&escaped(id)), it, Some(id));
                }
            }
            _ => {
                let what = "%FEATURE_STRUCTURES is no list".to_owned();
                gather.leave_out_at(Position::START, what);
            }
        }
        structures.gather(gather, name);
        places.settle(gather);
    }
}

fn structure(structures: &mut Structures, at: usize, json: &Json, key: Option<&String>) {
    let Some(fields) = json.as_object() else {
        return;
    };
    let id = fields.get("%ID").and_then(id_of).or_else(|| key.cloned());
    let id = id.unwrap_or_default();
    let kind = words_of(fields, "%TYPE").unwrap_or_default();
    if kind == "uima.cas.Sofa" {
        structures.sofas.push(Sofa {
            at,
            id,
            name: words_of(fields, "sofaID").unwrap_or_default(),
            text: words_of(fields, "sofaString"),
        });
        return;
    }
    let mut found = Found {
        at,
        kind,
        sofa: fields.get("@sofa").and_then(id_of),
        begin: fields.get("begin").and_then(count_of),
        end: fields.get("end").and_then(count_of),
        misplaced: ["begin", "end"].iter().any(|it| {
            let offset = fields.get(*it);
            offset.is_some_and(|it| count_of(it).is_none())
        }),
        ..Found::default()
    };
    for (name, value) in fields {
        match (name.strip_prefix('@'), value) {
            (Some("sofa"), _) => {}
            (Some(name), value) => {
                let ids = id_of(value).into_iter().collect();
                found.references.push((name.to_owned(), ids));
            }
            (None, Json::Array(items)) if name == "%ELEMENTS" => {
                found.elements = items.iter().filter_map(id_of).collect();
            }
            (None, _) if name.starts_with('%') || matches!(name.as_str(), "begin" | "end") => {}
            (None, value) => found.features.push((name.clone(), value.clone())),
        }
    }
    structures.found.push((id, found));
}
