//! The field's own readers open what is exported, and find in it what the project holds but for
//! what the format lacks. They are Python programs, which `.ci/run` puts into `target/peers`.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use postil::formats::datasets::export::Wish;
use postil::formats::datasets::{Feature, Files, Format, Import, Options, format};
use postil::formats::project_file;
use postil::formats::tagset_file::default_tagset;
use postil::project::{Annotation, Entry, Project};
use postil::store::{RealDisk, read_folder};
use postil::text::Text;
use serde_json::{Value as Json, json};
use tempfile::TempDir;

use super::exchange::sample;

/// The formats with a reader, and the environment that it stands in.
const PEERS: [(&str, &str); 13] = [
    ("brat", "readers"),
    ("prodigy", "readers"),
    ("conll", "readers"),
    ("labelstudio", "labelstudio"),
    ("cas-json", "readers"),
    ("cas-xmi", "readers"),
    ("csv", "readers"),
    ("tsv", "readers"),
    ("qdpx", "readers"),
    ("semeval", "readers"),
    ("spacy", "readers"),
    ("parquet", "engines"),
    ("hf", "engines"),
];

/// The Python of an environment; none if it is not there, and that is all right.
fn python(environment: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/peers");
    let python = root.join(environment).join("bin/python");
    if python.exists() {
        return Some(python);
    }
    let required = std::env::var_os("POSTIL_REQUIRE_ALL").is_some();
    assert!(
        !required,
        "{} is not there: .ci/run makes it",
        python.display()
    );
    println!(
        "left out: the readers of other programs are not in {}",
        root.display()
    );
    None
}

fn projects() -> Vec<(&'static str, Project)> {
    let mut projects = vec![("the sample of the tests", sample())];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = std::fs::read_dir(root.join("projects")).unwrap();
    for path in own.map(|item| item.unwrap().path()) {
        if path.extension().is_some_and(|ending| ending == "ron") {
            let loaded = project_file::decode(&std::fs::read(path).unwrap()).unwrap();
            projects.push(("a finished project", loaded.project));
        }
    }
    match std::fs::read(root.join("../shared/articles/gold.jsonl")) {
        Ok(bytes) => {
            let files = Files::from([("gold.jsonl".to_owned(), bytes)]);
            let format = format("jsonl").unwrap();
            let imported = format
                .decode(&files, &Import::new(&default_tagset()))
                .unwrap();
            projects.push(("a real article", imported.project));
        }
        Err(_) => println!("left out: the real article is not there"),
    }
    projects
}

/// What a reader should find of an article, as sorted sentences.
fn expected(entry: &Entry, format: &Format) -> BTreeMap<String, usize> {
    let text = &entry.article().text;
    let placed = |mark: &&Annotation| mark.span().is_some();
    let mut said = Vec::new();
    let marks: Vec<&Annotation> = entry
        .in_text_order()
        .map(|mark| &**mark)
        .filter(placed)
        .collect();
    for mark in &marks {
        let places = places(mark, text);
        if format.lacks(Feature::Fragments) {
            let words = mark.span().unwrap().fragments().iter();
            for words in words.filter_map(|range| text.slice(*range)) {
                let words: String = words.split_whitespace().collect();
                said.push(json!([mark.tag.as_str(), [words]]).to_string());
            }
        } else {
            said.push(json!([mark.tag.as_str(), places]).to_string());
        }
    }
    if !format.lacks(Feature::Links) {
        for link in entry.links().values() {
            let end = |id| entry.annotation(id).filter(|mark| mark.span().is_some());
            let (Some(from), Some(to)) = (end(&link.from), end(&link.to)) else {
                continue;
            };
            if format.lacks(Feature::LinksAcross) && from.stamp.author != to.stamp.author {
                continue;
            }
            let mark = |mark: &Annotation| json!([mark.tag.as_str(), places(mark, text)]);
            said.push(json!([link.kind.as_str(), mark(from), mark(to)]).to_string());
        }
    }
    counted(said)
}

fn places(mark: &Annotation, text: &Text) -> Vec<[usize; 2]> {
    let fragments = mark.span().unwrap().fragments().iter();
    let char = |byte| text.char_from_byte(byte).unwrap().0;
    fragments
        .map(|fragment| [char(fragment.start), char(fragment.end)])
        .collect()
}

fn counted(said: Vec<String>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for words in said {
        *counts.entry(words).or_default() += 1;
    }
    counts
}

/// Where brat cuts a mark at the ends of lines, its pieces are joined as it joins them.
fn joined(json: &Json, text: &str) -> Json {
    let letters: Vec<char> = text.chars().collect();
    let mark = |mark: &Json| {
        let mut places: Vec<[usize; 2]> = Vec::new();
        for place in mark[1].as_array().unwrap() {
            let end = |at: usize| usize::try_from(place[at].as_u64().unwrap()).unwrap();
            let (start, end) = (end(0), end(1));
            match places.last_mut() {
                Some(last) if letters[last[1]..start].iter().all(|it| *it == '\n') => last[1] = end,
                _ => places.push([start, end]),
            }
        }
        json!([mark[0], places])
    };
    match json[1][0].is_string() {
        true => json!([json[0], mark(&json[1]), mark(&json[2])]),
        false => mark(json),
    }
}

fn found(article: &Json, format: &Format) -> BTreeMap<String, usize> {
    let list = |name: &str| article[name].as_array().cloned().unwrap_or_default();
    let text = article["text"].as_str().unwrap_or_default();
    let all = list("marks").into_iter().chain(list("links"));
    let words = all.map(|json| match format.name {
        "brat" => joined(&json, text).to_string(),
        _ => json.to_string(),
    });
    counted(words.collect())
}

#[test]
fn the_readers_of_other_programs_find_what_the_project_holds() {
    for (name, environment) in PEERS {
        let Some(python) = python(environment) else {
            return;
        };
        let format = format(name).unwrap();
        for (about, project) in projects() {
            let folder = exported(&project, name, None);
            let words = [OsStr::new(name), folder.path().as_os_str()];
            let output = run(&python, "read.py", &words, about);
            let read: Json = serde_json::from_slice(&output).unwrap();
            compare(&project, format, &read, about);
        }
    }
}

#[test]
fn another_program_finds_the_same_statements_and_what_they_are_to_each_other() {
    let Some(python) = python("arguments") else {
        return;
    };
    let format = format("aif").unwrap();
    for (about, project) in projects() {
        let folder = exported(&project, "aif", None);
        let words = [OsStr::new("aif"), folder.path().as_os_str()];
        let read: Json = serde_json::from_slice(&run(&python, "read.py", &words, about)).unwrap();
        let mut articles = 0;
        for entry in project.entries() {
            let id = entry.article().id.as_str();
            let expected = statements(entry);
            articles += usize::from(!expected.is_empty());
            assert_eq!(found(&read[id], format), expected, "{about}: {id}");
        }
        assert!(articles > 0, "{about}");
    }
}

/// The statements of an article by their words alone, and what bears on them.
fn statements(entry: &Entry) -> BTreeMap<String, usize> {
    let words = |mark: &Annotation| match mark.span() {
        Some(span) => {
            let pieces = span.fragments().iter();
            let pieces = pieces.filter_map(|piece| entry.article().text.slice(*piece));
            let pieces = pieces.map(|piece| piece.split_whitespace().collect::<Vec<_>>().join(" "));
            pieces.collect::<Vec<_>>().join(" … ")
        }
        None => mark.words(&entry.article().text),
    };
    let said = |mark: &&Annotation| matches!(mark.tag.as_str(), "claim" | "rebuttal");
    let marks = entry.annotations().values().map(|mark| &**mark);
    let mut all: Vec<String> = marks
        .filter(said)
        .map(|mark| json!([words(mark)]).to_string())
        .collect();
    for link in entry.links().values() {
        let kind = match link.kind.as_str() {
            "rebuts" => "attack",
            "supports" => "support",
            _ => continue,
        };
        let end = |id| entry.annotation(id).map(|mark| &**mark).filter(said);
        if let (Some(from), Some(to)) = (end(&link.from), end(&link.to)) {
            all.push(json!([kind, words(from), words(to)]).to_string());
        }
    }
    counted(all)
}

/// A folder with an export in it.
pub(super) fn exported(project: &Project, format: &str, split: Option<&str>) -> TempDir {
    let wish = Wish {
        format: format.to_owned(),
        split: split.map(str::to_owned),
        ..Wish::default()
    };
    let exported = wish.export("articles").unwrap().encode(project).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in &exported.files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

/// What one of the scripts prints.
fn run(python: &Path, script: &str, words: &[&OsStr], about: &str) -> Vec<u8> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/peers")
        .join(script);
    let output = Command::new(python).arg(&script).args(words).output();
    let output = output.unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    let script = script.display();
    assert!(
        output.status.success(),
        "{script} {words:?}, {about}: {complaint}"
    );
    output.stdout
}

/// All articles of the tests as one project, so that engines that start slowly start once.
fn all_together() -> Project {
    let mut project = Project::new(default_tagset());
    for (_, other) in projects() {
        let lines = format("jsonl").unwrap();
        let encoded = lines.encode(&other, &Options::default()).unwrap();
        let tagset = default_tagset();
        let how = Import {
            into: Some(&project),
            ..Import::new(&tagset)
        };
        project = lines.decode(&encoded.files, &how).unwrap().project;
    }
    project
}

#[test]
fn four_engines_count_the_same_marks() {
    let Some(python) = python("engines") else {
        return;
    };
    let project = all_together();
    let mut expected: BTreeMap<String, usize> = BTreeMap::new();
    let entries = project.entries().iter();
    for mark in entries.flat_map(|entry| entry.annotations().values()) {
        *expected.entry(mark.tag.to_string()).or_default() += 1;
    }
    assert!(expected.len() >= 4, "{expected:?}");
    let folders = [None, Some("60/20/20")].map(|split| exported(&project, "parquet", split));
    for folder in &folders {
        let manifest = std::fs::read(folder.path().join("MANIFEST.json")).unwrap();
        let manifest: Json = serde_json::from_slice(&manifest).unwrap();
        let mut written: BTreeMap<String, usize> = BTreeMap::new();
        for part in manifest["parts"].as_array().unwrap() {
            for (tag, count) in part["tags"].as_object().unwrap() {
                let count = usize::try_from(count.as_u64().unwrap()).unwrap();
                *written.entry(tag.clone()).or_default() += count;
            }
        }
        assert_eq!(written, expected);
    }
    let paths = folders.each_ref().map(|folder| folder.path().as_os_str());
    let counts = run(&python, "count.py", &paths, "counts");
    type Counts = BTreeMap<String, BTreeMap<String, usize>>;
    let counts: Vec<Counts> = serde_json::from_slice(&counts).unwrap();
    assert_eq!(counts.len(), folders.len());
    for counts in counts {
        let engines: Vec<&str> = counts.keys().map(String::as_str).collect();
        assert_eq!(engines, ["datasets", "duckdb", "polars", "spark"]);
        for (engine, counted) in counts {
            assert_eq!(counted, expected, "{engine}");
        }
    }
}

#[test]
fn what_engines_write_comes_in_as_it_went_out() {
    let Some(python) = python("engines") else {
        return;
    };
    let project = all_together();
    let (ours, theirs) = (exported(&project, "parquet", None), tempfile::tempdir());
    let theirs = theirs.unwrap();
    let folders = [ours.path().as_os_str(), theirs.path().as_os_str()];
    run(&python, "rewrite.py", &folders, "writes again");
    let tagset = default_tagset();
    let parquet = format("parquet").unwrap();
    let read = |folder: &Path| {
        let files = read_folder(&RealDisk, folder, u64::MAX).unwrap();
        let imported = parquet.decode(&files, &Import::new(&tagset));
        imported.unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
    };
    let whole = read(ours.path());
    assert_eq!(
        (whole.left_out, &whole.project.entries().len()),
        (0, &project.entries().len())
    );
    let mut ways = Vec::new();
    for item in std::fs::read_dir(theirs.path()).unwrap() {
        let folder = item.unwrap().path();
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let read = read(&folder);
        assert_eq!(read.left_out, 0, "{name}: {:?}", read.problems);
        assert!(read.project == whole.project, "{name}: another project");
        ways.push(name);
    }
    ways.sort();
    insta::assert_snapshot!(ways.join(" "), @"arrow arrow-deltas arrow-new arrow-old arrow-plain arrow-sums duckdb-v1 duckdb-v2 polars spark");
}

fn compare(project: &Project, format: &Format, read: &Json, about: &str) {
    let dropped = format.losses(project, &Options::default());
    let dropped: BTreeSet<_> = dropped
        .iter()
        .filter(|loss| loss.what == Feature::Overlap.words())
        .flat_map(|loss| loss.marks.iter().cloned())
        .collect();
    for entry in project.entries() {
        let id = entry.article().id.as_str();
        let article = &read[id];
        assert!(
            article.is_object(),
            "{}, {about}: {id} is missing",
            format.name
        );
        if let Some(text) = article["text"].as_str() {
            assert_eq!(
                text,
                entry.article().text.as_str(),
                "{}, {about}",
                format.name
            );
        }
        let (mut expected, found) = (expected(entry, format), found(article, format));
        if format.lacks(Feature::Fragments) {
            for (_, mark) in dropped.iter().filter(|(article, _)| article.as_str() == id) {
                let mark = entry.annotation(mark).unwrap();
                for fragment in mark.span().unwrap().fragments() {
                    let words = entry.article().text.slice(*fragment).unwrap();
                    let words: String = words.split_whitespace().collect();
                    let key = json!([mark.tag.as_str(), [words]]).to_string();
                    *expected.get_mut(&key).unwrap() -= 1;
                }
            }
            expected.retain(|_, count| *count > 0);
        }
        assert_eq!(found, expected, "{}, {about}: {id}", format.name);
    }
}
