//! Formats: what goes in comes out, and what is damaged is said.

use std::collections::BTreeMap;
use std::path::Path;

use postil::formats::datasets::{Options, jsonl};
use postil::formats::{project_file, tagset_file};
use serde_json::Value as Json;

/// The real article, marked whole, which is not part of the source.
fn gold(name: &str) -> Option<Vec<u8>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/articles");
    let bytes = std::fs::read(Path::new(folder).join(name)).ok();
    if bytes.is_none() {
        println!("left out: {name} is not there");
    }
    bytes
}

/// JSON in which what is absent and what is empty are the same, and lists of records are sets.
fn plain(json: &Json) -> Json {
    match json {
        Json::Object(fields) => {
            let kept = fields
                .iter()
                .map(|(name, value)| (name.clone(), plain(value)));
            let empty = |value: &Json| {
                value.is_null()
                    || value.as_str() == Some("")
                    || value.as_array().is_some_and(Vec::is_empty)
                    || value.as_object().is_some_and(serde_json::Map::is_empty)
            };
            let kept: BTreeMap<_, _> = kept.filter(|(_, value)| !empty(value)).collect();
            Json::Object(kept.into_iter().collect())
        }
        Json::Array(items) => {
            let mut items: Vec<_> = items.iter().map(plain).collect();
            if items
                .iter()
                .all(|item| item.is_object() || item.is_string())
            {
                items.sort_by_key(ToString::to_string);
            }
            Json::Array(items)
        }
        other => other.clone(),
    }
}

#[test]
fn the_gold_article_goes_through_both_formats_unchanged() {
    for name in [
        "gold.jsonl",
        "gold-ana.jsonl",
        "gold-ben.jsonl",
        "gold-cyn.jsonl",
    ] {
        let Some(bytes) = gold(name) else { return };
        let imported = jsonl::decode(&bytes, &tagset_file::default_tagset(), None).unwrap();
        assert_eq!(imported.project.check(), [], "{name}");
        assert_eq!(imported.left_out, 0, "{name}: {:?}", imported.problems);
        let saved = project_file::encode(&imported.project);
        let loaded = project_file::decode(saved.as_bytes()).unwrap();
        assert_eq!(loaded.project, imported.project, "{name}");
        let out = jsonl::encode(&loaded.project, &Options::default());
        assert_eq!(out.losses, [], "{name}");
        let before: Json = serde_json::from_slice(&bytes).unwrap();
        let after: Json = serde_json::from_str(&out.text).unwrap();
        assert_eq!(plain(&before), plain(&after), "{name}");
    }
}
