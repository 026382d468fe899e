//! Datasets: what comes in whole, what is added, left out or renamed, and what an export loses.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use postil::formats::datasets::{
    DatasetError, Format, Imported, Options, format, format_of_extension, jsonl,
};
use postil::formats::project_file;
use postil::formats::tagset_file::default_tagset;
use postil::project::{Id, Project};
use proptest::prelude::*;
use serde_json::Value as Json;

use crate::support::arbitrary;

fn import(lines: &str) -> Imported {
    let imported = jsonl::decode(lines.as_bytes(), &default_tagset(), Some("me")).unwrap();
    assert_eq!(imported.project.check(), []);
    imported
}

fn told(imported: &Imported) -> String {
    let problems = imported.problems.iter().map(ToString::to_string);
    let left_out = format!("left out: {}", imported.left_out);
    problems.chain([left_out]).collect::<Vec<_>>().join("\n")
}

fn export(project: &Project) -> String {
    let encoded = jsonl::encode(project, &Options::default()).unwrap();
    String::from_utf8(encoded.bytes().to_vec()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_export_imports_as_what_it_was(project in arbitrary::project()) {
        let text = export(&project);
        prop_assume!(!text.is_empty());
        let imported = jsonl::decode(text.as_bytes(), project.tagset(), None).unwrap();
        prop_assert_eq!(imported.project.check(), []);
        let texts = project.entries().iter().map(|entry| entry.article().text.digest());
        let distinct: std::collections::BTreeSet<_> = texts.collect();
        if distinct.len() == project.entries().len() {
            prop_assert_eq!(imported.left_out, 0, "{:?}", imported.problems);
            prop_assert_eq!(export(&imported.project), text);
        }
    }

    #[test]
    fn no_bytes_harm_an_import(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(jsonl::decode(&bytes, &default_tagset(), None).is_err());
    }
}

#[test]
fn what_is_new_is_added_to_the_tagset_and_said() {
    let imported = import(concat!(
        r#"{"id":"a","text":"Moon 🌕 cheese","attributes":{"genre":"poem","mood":"odd"},"#,
        r#""spans":[{"id":"1","tag":"food","fragments":[[7,13]],"attributes":{"tasty":true}},"#,
        r#"{"id":"2","tag":"claim","fragments":[[0,6]],"attributes":{"certainty":"doubted"}}],"#,
        r#""links":[{"id":"l","type":"made_of","from":"2","to":"1","attributes":{"sure":0.5}}],"#,
        r#""identities":[{"id":"i","name":"The moon","kind":"place","mentions":["1"]}]}"#
    ));
    insta::assert_snapshot!(told(&imported), @r#"
    1: warning: attribute "mood" of articles is new and was added to the tagset
    1: warning: attribute "sure" of link kind "made_of" is new and was added to the tagset
    1: warning: attribute "tasty" of tag "food" is new and was added to the tagset
    1: warning: identity kind "place" is new and was added to the tagset
    1: warning: link kind "made_of" is new and was added to the tagset
    1: warning: tag "food" is new and was added to the tagset
    1: warning: value "doubted" of "certainty" is new and was added to the tagset
    1: warning: value "poem" of "genre" is new and was added to the tagset
    left out: 0
    "#);
    let tagset = imported.project.tagset();
    let food = tagset.tag(&Id::new("food")).unwrap();
    assert_eq!((food.letter, food.key), ('F', Some('5')));
    let made_of = tagset.link(&Id::new("made_of")).unwrap();
    assert!(made_of.may_join(&Id::new("claim"), &Id::new("food")));
    let entry = &imported.project.entries()[0];
    let mark = entry.annotation(&Id::new("1")).unwrap();
    assert_eq!(mark.words(&entry.article().text), "cheese");
    assert_eq!(mark.stamp.author, "me");
}

#[test]
fn what_is_damaged_is_left_out_counted_and_said() {
    let imported = import(concat!(
        r#"{"id":"a","text":"Moon","wild":1,"meta":{"n":[1],"big":123456789012345678901234567890},"spans":["#,
        r#"{"id":"1","tag":"claim","fragments":[[0,5]]},{"id":"2","tag":"claim","fragments":[[2,2]]},"#,
        r#"{"id":"3","tag":"claim","fragments":[[2,3],[0,1]]},{"id":"4","tag":"claim","fragments":[]},"#,
        r#"{"id":"5","tag":"claim","fragments":[[-1,2]]},{"id":"6","fragments":[[0,1]]},7,"#,
        r#"{"id":"8","tag":"claim","fragments":[[0,4]],"attributes":{"quoted":"maybe"}},"#,
        r#"{"id":"9","tag":"claim","fragments":[[0,4]]},{"id":"8","tag":"source","fragments":[[0,4]]}],"#,
        r#""links":[{"id":"l","type":"rebuts","from":"8","to":"1"},{"id":"m","type":"rebuts","from":"8","to":"9"}],"#,
        r#""identities":[{"id":"i","name":"M","kind":"person","mentions":["1","8","no"]}]}"#,
        "\nnot json\n"
    ));
    insta::assert_snapshot!(told(&imported), @r#"
    1: 7 in "spans" is not an object and was left out
    1: identity "i" is mentioned by span "no", which is not there; correct the id
    1: link "l" from "8" to "1" has an end at no other mark and was left out
    1: link "m" from "8" to "9" has an end at no other mark and was left out
    1: span "1" has no words at 0..5 and was left out; correct its offsets
    1: span "2" was left out: the fragment 2..2 is empty; correct its offsets
    1: span "3" was left out: the fragment 0..1 starts before 2..3 ends; correct its offsets
    1: span "4" has no fragments and no wording and was left out
    1: span "5" was left out: its fragments are not a list of [start, end]; correct it
    1: span "6" was left out: it has no tag
    1: value "maybe" does not fit "quoted" of tag "claim" and was left out; change the tagset or the file
    1: warning: "n" in "meta" is nested or too large and is kept as the words of its JSON
    1: warning: span "9" is the same as "8"; one of the two was kept
    1: warning: span id "8" is already taken in article "a"; the second is "8-2" now
    1: warning: this article has "wild", which the format does not know; it was left out
    2: this line was left out: expected ident at column 2
    left out: 13
    "#);
}

#[test]
fn the_same_text_twice_takes_the_marks_of_both() {
    let line = |who: &str, id: &str, tag: &str| {
        format!(
            r#"{{"id":"a","title":"T","text":"Moon","spans":[{{"id":"{id}","tag":"{tag}","fragments":[[0,4]],"annotator":"{who}"}}],"identities":[{{"id":"i","name":"{who}","kind":"person","mentions":["{id}"]}}]}}"#
        )
    };
    let lines = [
        line("ana", "1", "claim"),
        line("ben", "1", "claim"),
        line("ben", "2", "source"),
    ];
    let imported = import(&lines.join("\n"));
    insta::assert_snapshot!(told(&imported), @r#"
    2: warning: identity id "i" stands for two names; "ben" is "i-2" now
    2: warning: span id "1" is already taken in article "a"; the second is "1-2" now
    3: warning: identity id "i" stands for two names; "ben" is "i-2" now
    left out: 0
    "#);
    let entry = &imported.project.entries()[0];
    let ids: Vec<_> = entry.annotations().keys().map(Id::as_str).collect();
    assert_eq!(ids, ["1", "1-2", "2"]);
}

#[test]
fn other_texts_under_one_id_are_two_articles() {
    let imported = import(
        "{\"id\":\"a\",\"text\":\"one\"}\n{\"id\":\"a\",\"text\":\"two\"}\n{\"text\":\"three\"}",
    );
    insta::assert_snapshot!(told(&imported), @r#"
    2: warning: article id "a" stands twice with different texts; the second is "a-2" now
    left out: 0
    "#);
    assert_eq!(imported.project.entries().len(), 3);
}

#[test]
fn a_file_without_a_record_says_why() {
    let error = |bytes: &[u8]| jsonl::decode(bytes, &default_tagset(), None).unwrap_err();
    assert_eq!(error(b" \n"), DatasetError::Empty);
    let faults: [&[u8]; 4] = [b"a\xFF", b"\n[1]", b"{\"id\":3", b"{}"];
    let told = faults.map(|bytes| error(bytes).to_string());
    insta::assert_snapshot!(told.join("\n"), @r#"
    there is no article in it; line 1: the file is not UTF-8 at byte 1; save it as UTF-8
    there is no article in it; line 2: this line was left out: it is not a JSON object
    there is no article in it; line 1: this line was left out: EOF while parsing an object at column 7
    there is no article in it; line 1: this line was left out: it has no "text"
    "#);
}

#[test]
fn one_annotators_marks_are_exported_alone_and_losses_are_counted() {
    let imported = import(concat!(
        r#"{"id":"a","text":"Moon cheese","spans":[{"id":"1","tag":"claim","fragments":[[0,4]],"annotator":"ana"},"#,
        r#"{"id":"2","tag":"rebuttal","fragments":[[5,11]],"annotator":"ben"},"#,
        r#"{"id":"3","tag":"source","fragments":[],"wording":"someone","annotator":"ben"}],"#,
        r#""links":[{"id":"l","type":"rebuts","from":"2","to":"1","annotator":"ben"},"#,
        r#"{"id":"m","type":"attributed_to","from":"2","to":"3","annotator":"ben"}]}"#
    ));
    assert_eq!(imported.problems, []);
    let options = Options {
        annotators: Some(vec!["ben".to_owned()]),
        ..Options::default()
    };
    let encoded = jsonl::encode(&imported.project, &options).unwrap();
    let losses: Vec<_> = encoded.losses.iter().map(ToString::to_string).collect();
    assert_eq!(losses, ["links to marks of other annotators: 1, left out"]);
    insta::assert_snapshot!(String::from_utf8_lossy(encoded.bytes()), @r#"{"id":"a","title":"","text":"Moon cheese","meta":{},"spans":[{"id":"3","tag":"source","fragments":[],"wording":"someone","annotator":"ben"},{"id":"2","tag":"rebuttal","fragments":[[5,11]],"annotator":"ben"}],"links":[{"id":"m","type":"attributed_to","from":"2","to":"3","annotator":"ben"}],"identities":[]}"#);
}

#[test]
fn numbers_come_back_to_the_last_digit() {
    for number in [
        "7.931087536270646e-119",
        "0.1",
        "-3",
        "9007199254740992",
        "true",
    ] {
        let line = format!(
            r#"{{"id":"a","title":"","text":"x","meta":{{"n":{number}}},"spans":[],"links":[],"identities":[]}}"#
        );
        assert_eq!(export(&import(&line).project).trim_end(), line);
    }
}

#[test]
fn formats_are_found_by_name_and_extension() {
    let name = |format: Option<&'static Format>| format.map(|format| format.name);
    assert_eq!(name(format("jsonl")), Some("jsonl"));
    assert_eq!(name(format_of_extension("JSONL")), Some("jsonl"));
    assert_eq!(name(format_of_extension("exe")), None);
}

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
        let imported = jsonl::decode(&bytes, &default_tagset(), None).unwrap();
        assert_eq!(imported.project.check(), [], "{name}");
        assert_eq!(imported.left_out, 0, "{name}: {:?}", imported.problems);
        let saved = project_file::encode(&imported.project);
        let loaded = project_file::decode(saved.as_bytes()).unwrap();
        assert_eq!(loaded.project, imported.project, "{name}");
        let out = jsonl::encode(&loaded.project, &Options::default()).unwrap();
        assert_eq!(out.losses, [], "{name}");
        let before: Json = serde_json::from_slice(&bytes).unwrap();
        let after: Json = serde_json::from_slice(out.bytes()).unwrap();
        assert_eq!(plain(&before), plain(&after), "{name}");
    }
}

#[test]
fn positions_may_count_otherwise_where_the_words_stand_beside_them() {
    use postil::formats::datasets::{FORMATS, Import, Unit};
    let project = super::exchange::sample();
    let tagset = default_tagset();
    for format in FORMATS.iter().filter(|format| format.heeds().unit) {
        let mut texts = BTreeSet::new();
        for unit in Unit::ALL {
            let options = Options {
                unit: Some(unit),
                ..Options::default()
            };
            let files = format.encode(&project, &options).unwrap().files;
            let how = Import {
                unit: Some(unit),
                ..Import::new(&tagset)
            };
            let usual = format.encode(&project, &Options::default()).unwrap().files;
            let usual = format.decode(&usual, &Import::new(&tagset)).unwrap();
            assert_eq!(format.decode(&files, &how).unwrap(), usual, "{unit}");
            texts.insert(format!("{files:?}"));
        }
        assert_eq!(texts.len(), Unit::ALL.len(), "{}", format.name);
    }
}
