//! Formats that others know texts by in ways of their own: statements without a place, codebooks,
//! selections, rows that count a CRLF as one sign.

use std::path::Path;

use postil::formats::datasets::{Files, Import, Imported, Options, format};
use postil::formats::tagset_file::default_tagset;
use postil::project::{Colour, Id};
use serde_json::Value as Json;

fn read(name: &str, files: &[(&str, &str)]) -> Imported {
    let file = |(name, words): &(&str, &str)| ((*name).to_owned(), words.as_bytes().to_vec());
    let files: Files = files.iter().map(file).collect();
    let how = default_tagset();
    format(name)
        .unwrap()
        .decode(&files, &Import::new(&how))
        .unwrap()
}

/// The marks, the links, what was said.
fn told(imported: &Imported) -> String {
    let mut lines = Vec::new();
    for entry in imported.project.entries() {
        let text = &entry.article().text;
        for mark in entry.in_text_order() {
            let at = mark.span().map_or("nowhere".to_owned(), |span| {
                let ends = span.fragments().iter();
                let ends = ends.map(|it| format!("{}–{}", it.start.0, it.end.0));
                ends.collect::<Vec<_>>().join(" ")
            });
            lines.push(format!(
                "{} {} {at}: {}",
                mark.id,
                mark.tag,
                mark.words(text)
            ));
        }
        for link in entry.links().values() {
            lines.push(format!("{} {} {}", link.from, link.kind, link.to));
        }
    }
    lines.extend(imported.problems.iter().map(ToString::to_string));
    lines.join("\n")
}

#[test]
fn statements_are_found_in_the_text_beside_them() {
    let text = "Moon\nis cheese, he said, and blue. No. No.";
    let argdown = concat!(
        "===\ntitle: \"The moon\"\n===\n\n[c]: Moon is cheese … blue\\. #claim\n  - [n]: No. #rebuttal\n",
        "  - [m]: No. #rebuttal\n\n[x]: Nowhere.\n  <+ [c]\n  -> [m]\n// a remark\n# A heading\n"
    );
    let imported = read("argdown", &[("moon.argdown", argdown), ("moon.txt", text)]);
    assert_eq!(imported.project.entries()[0].article().title, "The moon");
    insta::assert_snapshot!(told(&imported), @r#"
    x claim nowhere: Nowhere.
    c claim 0–14 29–34: Moon
    is cheese … blue.
    n rebuttal 35–38: No.
    m rebuttal 39–42: No.
    n rebuts c
    m rebuts c
    c supports x
    x rebuts m
    1: warning: link "moon-l4" (rebuts) in article "moon" joins tags that it should not join
    9: warning: the words "Nowhere." are not in the text; they became a mark without words there
    "#);
}

#[test]
fn nodes_of_locutions_are_left_aside() {
    let aif = r#"{"nodes":[{"nodeID":"1","text":"A","type":"I"},{"nodeID":"2","text":"B","type":"I"},
        {"nodeID":"3","text":"Default Conflict","type":"CA"},{"nodeID":"4","text":"x : A","type":"L"},
        {"nodeID":"5","text":"Asserting","type":"YA"},{"nodeID":"6","text":"","type":"RA"}],
        "edges":[{"edgeID":"1","fromID":"2","toID":"3"},{"edgeID":"2","fromID":"3","toID":"1"},
        {"edgeID":"3","fromID":"4","toID":"5"},{"edgeID":"4","fromID":"5","toID":"1"},
        {"edgeID":"5","fromID":"9","toID":"1"}],"locutions":[]}"#;
    insta::assert_snapshot!(told(&read("aif", &[("a.json", aif)])), @r#"
    1 claim 0–1: A
    2 claim 3–4: B
    2 rebuts 1
    1: warning: link "a-l1" (rebuts) in article "a" joins tags that it should not join
    2:62: warning: 2 nodes of locutions were left aside
    3:55: node "6" joins no two statements
    6:9: edge "5" joins no two nodes and was left out
    "#);
}

#[test]
fn a_crlf_is_one_sign_to_the_rows_of_semeval() {
    let text = "One\r\ntwo\r\nthree";
    let rows = "7\tDoubt\t4\t7\n7\t8\t13\n7\t?\t0\t3\n7\tDoubt\t9\t99\n8\tDoubt\t0\t1\n7 x\n";
    let files = [("article7.txt", text), ("article7.task2-TC.labels", rows)];
    let imported = read("semeval", &files);
    insta::assert_snapshot!(told(&imported), @r#"
    7-s3 propaganda 0–3: One
    7-s1 Doubt 5–8: two
    7-s2 propaganda 10–15: three
    1: warning: tag "Doubt" is new and was added to the tagset
    2: warning: tag "propaganda" is new and was added to the tagset
    4: span "7-s4" has no words at 9..99 and was left out; correct its offsets
    5: this row was left out: there is no article8.txt beside it
    6: this row was left out: it is not article, tag, start, end with tabs between them
    "#);
    let out = format("semeval").unwrap();
    let out = out.encode(&imported.project, &Options::default()).unwrap();
    let rows = String::from_utf8_lossy(&out.files["article7.task2-TC.labels"]);
    assert_eq!(
        rows,
        "7\tpropaganda\t0\t3\n7\tDoubt\t4\t7\n7\tpropaganda\t8\t13\n"
    );
}

#[test]
fn a_codebook_gives_tags_with_their_guidelines_and_back() {
    let book = concat!(
        "<?xml version=\"1.0\"?>\n<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\"><Codes>\n",
        "<Code guid=\"{A}\" name=\"Topics\" isCodable=\"false\">\n",
        "<Code guid=\"B\" name=\"Tax &amp; jobs\" isCodable=\"true\" color=\"#a9d8a4\"><Description>Any\ntax</Description></Code></Code>\n",
        "<Code guid=\"C\" name=\"claim\" isCodable=\"true\"/></Codes></CodeBook>\n"
    );
    let imported = read("qdc", &[("a.qdc", book)]);
    let tagset = imported.project.tagset();
    let tag = tagset.tag(&Id::new("Tax & jobs")).unwrap();
    assert_eq!(
        (tag.guideline.as_str(), tag.colour),
        ("Any\ntax", Colour::Green)
    );
    assert_eq!(tagset.tags.len(), default_tagset().tags.len() + 1);
    insta::assert_snapshot!(told(&imported), @r#"
    3: warning: code "Topics" only groups others; it is no tag here
    4: warning: tag "Tax & jobs" is new and was added to the tagset
    "#);
    let out = format("qdc").unwrap();
    let out = out.encode(&imported.project, &Options::default()).unwrap();
    assert_eq!(out.losses, []);
    let again = format("qdc").unwrap();
    let how = default_tagset();
    let again = again.decode(&out.files, &Import::new(&how)).unwrap();
    assert_eq!(
        again.project.tagset().tag(&tag.id).unwrap().guideline,
        tag.guideline
    );
}

/// A file beside the project, which is not part of it.
fn shared(path: &str) -> Option<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let bytes = std::fs::read(root.join(path)).ok();
    if bytes.is_none() {
        println!("left out: {path} is not there");
    }
    bytes
}

#[test]
fn a_project_of_another_program_comes_in_whole() {
    let Some(bytes) = shared("oracle/fixtures/project.qdpx") else {
        return;
    };
    let expected = shared("oracle/fixtures/expected.json").unwrap();
    let expected: Json = serde_json::from_slice(&expected).unwrap();
    let files = Files::from([("project.qdpx".to_owned(), bytes)]);
    let how = default_tagset();
    let imported = format("qdpx").unwrap();
    let imported = imported.decode(&files, &Import::new(&how)).unwrap();
    assert_eq!(imported.left_out, 0, "{:?}", imported.problems);
    for document in expected["documents"].as_array().unwrap() {
        let entry = imported
            .project
            .entry(&Id::new(document["id"].as_str().unwrap()));
        let entry = entry.unwrap();
        let list = |name: &str| document[name].as_array().map_or(0, Vec::len);
        assert_eq!(entry.annotations().len(), list("spans"));
        assert_eq!(entry.links().len(), list("relations"));
        let by_ana = |mark: &&std::sync::Arc<_>| {
            let mark: &postil::project::Annotation = mark;
            mark.stamp.author == "ana"
        };
        assert_eq!(
            entry.annotations().values().filter(by_ana).count(),
            list("spans")
        );
    }
}

#[test]
fn codebooks_and_arguments_of_others_come_in() {
    for folder in ["refi-qda-codebooks", "argdown-examples"] {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
        let Ok(items) = std::fs::read_dir(root.join(folder)) else {
            println!("left out: {folder} is not there");
            continue;
        };
        let mut read = 0;
        for path in items.map(|item| item.unwrap().path()) {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let bytes = std::fs::read(&path).unwrap();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let files = Files::from([(name.clone(), bytes)]);
            let Some(format) = postil::formats::datasets::recognise(&files) else {
                continue;
            };
            let how = default_tagset();
            let imported = format.decode(&files, &Import::new(&how));
            let Ok(imported) = imported else {
                assert_eq!(format.name, "argdown", "{name}: {imported:?}");
                continue;
            };
            assert_eq!(imported.project.check(), [], "{name}");
            read += 1;
            if format.name == "qdc" {
                let codes = text.matches("isCodable=\"true\"").count();
                let added = imported.project.tagset().tags.len() - how.tags.len();
                assert_eq!(added, codes, "{name}: {:?}", imported.problems);
            }
        }
        assert!(read > 2, "{folder}");
    }
}
