//! A collection of other people's readers, where one stands beside the work tree: each of its
//! checkers opens an export with the format's own reader and holds what it finds against the marks
//! and links that went out. What they need is put into `target/peers/checkers` by `.ci/run`.

use std::path::{Path, PathBuf};
use std::process::Command;

use postil::formats::datasets::{Files, Import, Options, format};
use postil::formats::project_file;
use postil::formats::tagset_file::default_tagset;
use postil::project::Project;
use serde_json::{Value as Json, json};

use super::peers::exported;

/// Each format, its checker, and the file of the export that it is given where that is not the
/// folder or the only file.
const CHECKERS: [(&str, &str, Option<&str>); 19] = [
    ("aif", "check_aif.py", None),
    ("argdown", "check_argdown.py", None),
    ("brat", "check_brat_pypi.py", None),
    ("cas-json", "check_cas.py", None),
    ("cas-xmi", "check_cas.py", None),
    ("claimreview", "check_claimreview.py", None),
    ("conll", "check_conll.py", None),
    ("csv", "check_csv.py", None),
    ("doccano", "check_jsonl_doccano.py", None),
    ("doccano-labels", "check_jsonl_doccano.py", None),
    ("hf", "check_parquet.py", None),
    ("labelstudio", "check_labelstudio.py", Some("tasks.json")),
    ("parquet", "check_parquet.py", None),
    ("prodigy", "check_jsonl_spacy.py", None),
    ("qdpx", "check_qdpx.py", None),
    ("spacy", "check_spacy.py", None),
    ("tsv", "check_csv.py", None),
    ("w3c", "check_w3c.py", Some("annotations.jsonld")),
    ("webanno", "check_webanno_tsv.py", None),
];

fn beside(path: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("..").join("shared").join(path)
}

/// Where the checkers' environments stand; none if the collection or they are not there, and that
/// is all right.
fn environments() -> Option<PathBuf> {
    if !beside("oracle").is_dir() {
        println!("left out: no collection of checkers stands beside the work tree");
        return None;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/peers/checkers");
    let python = root.join("venv/bin/python");
    let required = std::env::var_os("POSTIL_REQUIRE_ALL").is_some();
    assert!(
        python.exists() || !required,
        "{} is not there: .ci/run makes it",
        python.display()
    );
    if !python.exists() {
        println!("left out: {} is not there", python.display());
        return None;
    }
    Some(root)
}

/// What checkers know of an article: its text, what is marked in it and the links between these.
fn known(article: &Json) -> Json {
    let list = |name: &str| article[name].as_array().cloned().unwrap_or_default();
    let spans = list("spans").into_iter();
    // An implicit mark has none.
    let has_words = |span: &Json| {
        span["fragments"]
            .as_array()
            .is_some_and(|it| !it.is_empty())
    };
    let spans = spans.filter(has_words);
    let spans: Vec<Json> = spans
        .map(|span| json!({"id": span["id"], "tag": span["tag"], "fragments": span["fragments"]}))
        .collect();
    let is_there = |end: &Json| spans.iter().any(|span| span["id"] == *end);
    let links = list("links").into_iter().chain(list("relations"));
    let links = links.filter(|link| is_there(&link["from"]) && is_there(&link["to"]));
    let links: Vec<Json> = links
        .map(|link| json!({"type": link["type"], "from": link["from"], "to": link["to"]}))
        .collect();
    json!({"id": article["id"], "text": article["text"], "spans": spans, "links": links})
}

fn project(articles: &[Json]) -> Project {
    let lines: Vec<String> = articles.iter().map(Json::to_string).collect();
    let files = Files::from([("articles.jsonl".to_owned(), lines.join("\n").into_bytes())]);
    let tagset = default_tagset();
    let read = format("jsonl")
        .unwrap()
        .decode(&files, &Import::new(&tagset));
    let read = read.unwrap();
    assert_eq!(read.left_out, 0, "{:?}", read.problems);
    read.project
}

fn lines(bytes: &[u8]) -> Vec<Json> {
    let text = std::str::from_utf8(bytes).unwrap();
    let lines = text.lines().filter(|line| !line.is_empty());
    lines
        .map(|line| known(&serde_json::from_str(line).unwrap()))
        .collect()
}

/// Exports the articles as each format and lets its checker look at that.
fn check(articles: &[Json]) {
    let Some(root) = environments() else {
        return;
    };
    let project = project(articles);
    let documents = articles.iter().map(|article| {
        json!({
            "id": article["id"], "text": article["text"], "spans": article["spans"],
            "relations": article["links"],
        })
    });
    let documents = json!({"documents": documents.collect::<Vec<_>>()});
    let folder = tempfile::tempdir().unwrap();
    let expected = folder.path().join("expected.json");
    std::fs::write(&expected, documents.to_string()).unwrap();
    let mut looked = 0;
    for (format, checker, file) in CHECKERS {
        if format == "argdown" && !root.join("npm/node_modules/@argdown/core").exists() {
            println!("left out: the parser of Argdown comes from npm and is not there");
            continue;
        }
        let export = exported(&project, format, None);
        let mut path = export.path().to_owned();
        let inside = std::fs::read_dir(&path).unwrap();
        let inside: Vec<PathBuf> = inside.map(|item| item.unwrap().path()).collect();
        match (file, inside.as_slice()) {
            (Some(file), _) => path.push(file),
            (None, [only]) => path.clone_from(only),
            (None, _) => {}
        }
        let output = Command::new(root.join("venv/bin/python"))
            .env("ORACLE_ROOT", &root)
            // One of them unpacks what it reads where it is started.
            .current_dir(folder.path())
            .arg(beside("oracle").join(checker))
            .args([&path, &expected])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{format}: {said}{complaint}");
        assert!(said.contains("compared; OK"), "{format}: {said}");
        looked += 1;
    }
    println!("{looked} of {} formats checked", CHECKERS.len());
}

#[test]
fn the_collections_checkers_accept_the_collections_articles() {
    let Ok(bytes) = std::fs::read(beside("oracle/fixtures/expected.json")) else {
        println!("left out: the collection's articles are not there");
        return;
    };
    let expected: Json = serde_json::from_slice(&bytes).unwrap();
    let articles = expected["documents"].as_array().unwrap();
    check(&articles.iter().map(known).collect::<Vec<_>>());
}

#[test]
fn the_collections_checkers_accept_a_real_article() {
    match std::fs::read(beside("articles/gold.jsonl")) {
        Ok(bytes) => check(&lines(&bytes)),
        Err(_) => println!("left out: the real article is not there"),
    }
}

#[test]
fn the_collections_checkers_accept_the_sample_project() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/tarnholm.ron");
    let loaded = project_file::decode(&std::fs::read(path).unwrap()).unwrap();
    let jsonl = format("jsonl").unwrap();
    let written = jsonl.encode(&loaded.project, &Options::default()).unwrap();
    let bytes: Vec<u8> = written.files.into_values().flatten().collect();
    check(&lines(&bytes));
}
