//! Every reader against files that are damaged: cut off anywhere, with a byte changed, with other
//! numbers, ids or line ends, in another unit, or made to harm. Nothing panics, whatever cannot be
//! used is said in a sentence with its file and line, and what is sound comes in.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use postil::formats::Severity;
use postil::formats::datasets::{
    DatasetError, FORMATS, Files, Format, Import, Imported, Options, Unit,
};
use postil::formats::tagset_file::default_tagset;

use super::exchange::sample;

fn readers() -> impl Iterator<Item = &'static Format> {
    FORMATS.iter().filter(|format| format.reads())
}

/// The sample as a format's files; only texts are marked up if it is not written.
fn files(format: &Format) -> Files {
    format.encode(&sample(), &Options::default()).unwrap().files
}

fn decode(format: &Format, files: &Files) -> Result<Imported, DatasetError> {
    format.decode(files, &Import::new(&default_tagset()))
}

/// The files with one of them changed.
fn with(files: &Files, name: &str, bytes: Vec<u8>) -> Files {
    let mut files = files.clone();
    files.insert(name.to_owned(), bytes);
    files
}

/// How many articles, marks and links there are.
fn count(imported: &Imported) -> usize {
    let entries = imported.project.entries();
    let inner = entries
        .iter()
        .map(|it| it.annotations().len() + it.links().len());
    entries.len() + inner.sum::<usize>()
}

/// The marks by their tags and words, with as many blanks as they may have.
fn words(imported: &Imported) -> BTreeSet<(String, String)> {
    let entries = imported.project.entries().iter();
    let marks = entries.flat_map(|entry| {
        let text = &entry.article().text;
        entry.annotations().values().map(|mark| {
            let words = mark.words(text);
            let words: Vec<_> = words.split_whitespace().collect();
            (mark.tag.to_string(), words.concat())
        })
    });
    marks.collect()
}

/// That what was read is sound and what was not is said; gives whether anything was said at all.
fn is_told(format: &Format, files: &Files, read: &Result<Imported, DatasetError>) -> bool {
    let name = format.name;
    let sentence = |what: &str| {
        assert!(
            !what.trim().is_empty() && !what.ends_with('.'),
            "{name}: {what:?}"
        );
        assert!(what.chars().count() < 600, "{name}: {what:?}");
    };
    match read {
        Err(error) => {
            sentence(&error.to_string());
            if let DatasetError::NoRecord(problem) = error {
                assert!(problem.file.is_some(), "{name}: {error}");
            }
            true
        }
        Ok(imported) => {
            assert_eq!(imported.project.check(), [], "{name}");
            for problem in &imported.problems {
                sentence(&problem.what);
                if problem.severity == Severity::Error {
                    let file = problem.file.as_ref();
                    let known = file.is_some_and(|it| files.contains_key(it));
                    assert!(known && problem.line.is_some(), "{name}: {problem:?}");
                }
            }
            let errors = imported.problems.iter();
            let errors = errors.filter(|it| it.severity == Severity::Error).count();
            assert!(imported.left_out == 0 || errors > 0, "{name}: {imported:?}");
            !imported.problems.is_empty()
        }
    }
}

/// That nothing went away or was changed without a word.
fn nothing_goes_in_silence(
    format: &Format,
    files: &Files,
    whole: &Imported,
    about: &str,
) -> Option<Imported> {
    let read = decode(format, files);
    let told = is_told(format, files, &read);
    let less = match &read {
        Err(_) => true,
        Ok(read) => count(read) < count(whole) || !words(read).is_subset(&words(whole)),
    };
    let name = format.name;
    assert!(
        told || !less,
        "{name}: {about}: something is lost and nothing is said"
    );
    read.ok()
}

/// Runs `damage` over every file of every reader; every format's first fault is shown.
fn each_file(damage: impl Fn(&'static Format, &Files, &Imported, &str, &[u8])) {
    let mut faulty = Vec::new();
    for format in readers() {
        let files = files(format);
        let whole = decode(format, &files).unwrap();
        let run = AssertUnwindSafe(|| {
            for (name, bytes) in &files {
                damage(format, &files, &whole, name, bytes);
            }
        });
        if catch_unwind(run).is_err() {
            faulty.push(format.name);
        }
    }
    assert_eq!(faulty, Vec::<&str>::new());
}

/// Every place of a short file, and some two hundred of a longer one.
fn places(bytes: &[u8]) -> impl Iterator<Item = usize> {
    (0..bytes.len()).step_by(bytes.len() / 200 + 1)
}

#[test]
fn a_file_may_end_at_any_byte() {
    each_file(|format, files, whole, name, bytes| {
        for at in places(bytes) {
            let cut = with(files, name, bytes[..at].to_vec());
            let about = format!("{name} ends at {at}");
            // A file of lines that ends with one, and a text that is shorter, are whole in
            // themselves.
            let end = at == 0 || bytes[at - 1] == b'\n' || bytes[at] == b'\n';
            if end || name.ends_with(".txt") {
                is_told(format, &cut, &decode(format, &cut));
            } else {
                nothing_goes_in_silence(format, &cut, whole, &about);
            }
        }
    });
}

#[test]
fn what_stands_before_the_end_of_a_file_comes_in() {
    each_file(|format, files, whole, name, bytes| {
        if bytes.len() < 3
            || bytes.starts_with(b"PK")
            || bytes.starts_with(b"PAR1")
            || name.ends_with(".txt")
            || count(whole) == 0
        {
            return;
        }
        let cut = with(files, name, bytes[..bytes.len() - 3].to_vec());
        let read = decode(format, &cut).unwrap();
        assert!(
            count(&read) + 4 > count(whole),
            "{}: {name}: {:?}",
            format.name,
            read.problems
        );
    });
}

#[test]
fn any_byte_may_be_another() {
    each_file(|format, files, _, name, bytes| {
        for (at, flip) in places(bytes).zip([0x01, 0x80, 0x10, 0xff].into_iter().cycle()) {
            let mut bytes = bytes.to_vec();
            bytes[at] ^= flip;
            let changed = with(files, name, bytes);
            is_told(format, &changed, &decode(format, &changed));
        }
    });
}

/// The text with each whole word that `is` says replaced, one at a time.
fn replaced(text: &str, is: impl Fn(&str) -> bool, by: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut start = 0;
    let is_part = |letter: char| letter.is_ascii_alphanumeric();
    while let Some(first) = text[start..].find(is_part) {
        let first = start + first;
        let rest = &text[first..];
        let len = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
        if is(&rest[..len]) {
            found.push(format!("{}{by}{}", &text[..first], &rest[len..]));
        }
        start = first + len;
    }
    found
}

#[test]
fn a_number_may_be_any_other() {
    let is_number = |word: &str| word.bytes().all(|it| it.is_ascii_digit());
    each_file(|format, files, whole, name, bytes| {
        let Some(text) = std::str::from_utf8(bytes)
            .ok()
            .filter(|_| !name.ends_with(".txt"))
        else {
            return;
        };
        for by in ["999999", "18446744073709551616", "-1", "1e3", ""] {
            let all = replaced(text, is_number, by);
            let step = all.len() / 20 + 1;
            for text in all.into_iter().step_by(step) {
                let changed = with(files, name, text.into_bytes());
                let read = decode(format, &changed);
                let told = is_told(format, &changed, &read);
                let less = read
                    .as_ref()
                    .map_or(true, |read| count(read) < count(whole));
                assert!(told || !less, "{}: {name}: {by}", format.name);
            }
        }
    });
}

#[test]
fn an_id_may_stand_twice_or_nowhere() {
    each_file(|format, files, whole, name, bytes| {
        let Some(text) = std::str::from_utf8(bytes)
            .ok()
            .filter(|_| !name.ends_with(".txt"))
        else {
            return;
        };
        for id in ["c1", "r1", "e1", "s1", "l1", "T1", "T2", "R1", "i1", "moon"] {
            for by in ["c1", "T1", "nowhere"] {
                for text in replaced(text, |word| word == id, by) {
                    let changed = with(files, name, text.into_bytes());
                    let read = decode(format, &changed);
                    let told = is_told(format, &changed, &read);
                    let less = read
                        .as_ref()
                        .map_or(true, |read| count(read) < count(whole));
                    assert!(told || !less, "{}: {name}: {id} → {by}", format.name);
                }
            }
        }
    });
}

#[test]
fn lines_may_end_in_either_way() {
    each_file(|format, files, whole, name, bytes| {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return;
        };
        for turn in 0..2 {
            let lines = text.split_inclusive('\n').enumerate();
            let mixed: String = lines
                .map(|(place, line)| match place % 2 == turn {
                    true => line.replace('\n', "\r\n"),
                    false => line.to_owned(),
                })
                .collect();
            let mixed = with(files, name, mixed.into_bytes());
            let read = nothing_goes_in_silence(format, &mixed, whole, name);
            assert!(read.is_some(), "{}: {name}", format.name);
        }
    });
}

#[test]
fn positions_in_another_unit_are_noticed() {
    let tagset = default_tagset();
    let mut noticed = Vec::new();
    for format in readers() {
        let Some(unit) = format.unit else { continue };
        for other in Unit::ALL.into_iter().filter(|other| *other != unit) {
            let files = files(format);
            let how = Import {
                unit: Some(other),
                ..Import::new(&tagset)
            };
            let read = format.decode(&files, &how);
            is_told(format, &files, &read);
            let said = format!(
                "the positions in article \"moon\" look like {unit}, not {other}: read the file again with --offsets {}",
                unit.name()
            );
            let read = read.unwrap();
            if read.problems.iter().any(|problem| problem.what == said) {
                noticed.push(format!("{} {}", format.name, other.name()));
            }
        }
    }
    insta::assert_snapshot!(noticed.join("\n"), @r"
    jsonl utf16
    jsonl bytes
    brat utf16
    brat bytes
    labelstudio utf16
    labelstudio bytes
    prodigy utf16
    prodigy bytes
    doccano utf16
    doccano bytes
    doccano-labels utf16
    doccano-labels bytes
    semeval utf16
    semeval bytes
    csv utf16
    csv bytes
    tsv utf16
    tsv bytes
    parquet utf16
    parquet bytes
    hf utf16
    hf bytes
    w3c utf16
    w3c bytes
    qdpx utf16
    qdpx bytes
    ");
}

#[test]
fn depth_and_length_harm_no_reader() {
    let hostile = [
        "[".repeat(10_000),
        "{\"a\":".repeat(10_000),
        "<a>".repeat(10_000),
        "\0".repeat(1 << 20),
        "\t".repeat(100_000),
        "a,".repeat(100_000),
        "#Text=".repeat(10_000),
        "<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\">".to_owned()
            + &"<Code name=\"a\">".repeat(10_000),
        "===\n".to_owned() + &"  ".repeat(10_000) + "- [a]: b",
        "(".repeat(10_000),
        "T1\tclaim 0 99999999999999999999\tx\n".to_owned(),
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=a|b\n\n\n#Text=a\n1-1\t18446744073709551615-3\ta\t*[1]\n"
            .to_owned(),
        "doc_id,start,end,tag\na,18446744073709551615,1,x\n".to_owned(),
        "x,y,0,1e308\n".to_owned(),
        "a\tx\t18446744073709551615\t3\n".to_owned(),
        format!(
            "{{\"text\":\"a\",\"label\":[{}]}}",
            "[0,1,\"x\"],".repeat(10_000) + "[0,1,\"x\"]"
        ),
    ];
    for format in readers() {
        for words in &hostile {
            let files = Files::from([
                ("a.txt".to_owned(), b"a".to_vec()),
                (
                    format!("a.{}", format.extensions[0]),
                    words.clone().into_bytes(),
                ),
            ]);
            is_told(format, &files, &decode(format, &files));
        }
    }
}

/// What is said of files in a format, a line each.
fn said(name: &str, files: &[(&str, &str)]) -> String {
    let files = files
        .iter()
        .map(|(file, text)| ((*file).to_owned(), text.as_bytes().to_vec()));
    let format = postil::formats::datasets::format(name).unwrap();
    let read = decode(format, &files.collect());
    let problems = match read {
        Ok(imported) => imported.problems,
        Err(error) => return error.to_string(),
    };
    let lines = problems.iter().map(|problem| {
        let file = problem.file.as_deref().unwrap_or("no file");
        format!("{file}:{problem}")
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_fault_in_a_list_of_tasks_has_its_line_and_column() {
    let tasks = r#"[
  {"id": 1, "data": {"text": "Moon"}, "annotations": [{"result": [
    {"id": "a", "type": "labels", "value": {"start": 0, "end": 4, "labels": ["claim"]}},
    {"id": "b", "type": "labels", "value": {"start": 0, "end": 40, "labels": ["claim"]}}, {"id": "c", "type": "labels", "value": {"labels": ["claim"]}},
    {"id": "a", "type": "labels", "value": {"start": 0, "end": 3, "labels": ["lie"]}},
    {"type": "relation", "from_id": "a", "to_id": "nobody", "labels": ["rebuts"]}
  ]}]},
  {"id": 2, "data": {}, "annotations": []},
  7
]"#;
    insta::assert_snapshot!(said("labelstudio", &[("tasks.json", tasks)]), @r#"
    tasks.json:4:5: span "b" has no words at 0..40 and was left out; correct its offsets
    tasks.json:4:91: region "c" has no start and end and was left out
    tasks.json:5:5: warning: span id "a" is already taken in article "1"; the second is "a-2" now
    tasks.json:5:5: warning: tag "lie" is new and was added to the tagset
    tasks.json:6:5: link "1-l1" from "a" to "nobody" has an end at no other mark and was left out
    tasks.json:8:3: this task has no text and was left out
    tasks.json:9:3: this is no task: it is not an object; it was left out
    "#);
}

#[test]
fn a_fault_in_an_annotation_of_the_web_has_its_file_line_and_column() {
    let page = r#"{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": [
  {"id": "urn:x:a", "type": "Annotation", "body": {"value": "claim", "purpose": "tagging"},
   "target": {"source": "moon.txt", "selector": {"type": "TextPositionSelector", "start": 0, "end": 99}}},
  {"id": "urn:x:b", "type": "Annotation", "body": {"value": "claim", "purpose": "tagging"},
   "target": {"source": "moon.txt", "selector": {"type": "TextQuoteSelector", "exact": "cheese"}}},
  {"id": "urn:x:l", "type": "Annotation", "motivation": "linking", "body": "urn:x:b", "target": "urn:x:a"}
]}"#;
    let other = r#"[{"id": "urn:x:c", "type": "Annotation", "bodyValue": "lie",
  "target": {"source": "sun.txt"}}]"#;
    let files = [
        ("a.jsonld", page),
        ("b.jsonld", other),
        ("moon.txt", "Moon"),
        ("sun.txt", "Sun"),
    ];
    insta::assert_snapshot!(said("w3c", &files), @r#"
    a.jsonld:2:3: span "a" has no words at 0..99 and was left out; correct its offsets
    a.jsonld:4:3: annotation "urn:x:b" was left out: its words "cheese" are not in the text
    a.jsonld:6:3: link "l" starts at no annotation of the file
    b.jsonld:1:2: annotation "urn:x:c" was left out: its target has no position and no quotation
    "#);
}

#[test]
fn a_fault_in_a_feature_structure_has_its_line_and_column() {
    let json = r#"{"%TYPES": {}, "%FEATURE_STRUCTURES": [
  {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaID": "_InitialView", "sofaString": "Moon"},
  {"%ID": 2, "%TYPE": "custom.Claim", "@sofa": 1, "begin": 0, "end": 4},
    {"%ID": 3, "%TYPE": "custom.Claim", "@sofa": 1, "begin": 0, "end": 40},
  {"%ID": 4, "%TYPE": "custom.Claim", "@sofa": 1, "begin": -1, "end": 4},
  {"%ID": 5, "%TYPE": "custom.Rebuts", "@sofa": 1, "begin": 0, "end": 4, "@Governor": 2, "@Dependent": 9}
]}"#;
    insta::assert_snapshot!(said("cas-json", &[("moon.json", json)]), @r#"
    moon.json:3:3: warning: tag "Claim" is new and was added to the tagset
    moon.json:4:5: span "fs3" has no words at 0..40 and was left out; correct its offsets
    moon.json:5:3: Claim "4" stands at no place of a text and was left out
    moon.json:6:3: link "fs5" from "fs2" to "fs9" has an end at no other mark and was left out
    "#);
    let xmi = r#"<?xml version="1.0"?>
<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:c="http:///custom.ecore">
  <c:Claim xmi:id="2" sofa="1" begin="0" end="4"/>
  <c:Claim xmi:id="3" sofa="1" begin="0" end="40"/> <c:Claim xmi:id="4" sofa="1" begin="-1" end="4"/>
  <c:Rebuts xmi:id="5" sofa="1" begin="0" end="4" Governor="2" Dependent="9"/>
  <cas:Sofa xmi:id="1" sofaID="_InitialView" sofaString="Moon"/>
  <c:Claim xmi:id="3" sofa="1" begin="0" end="4></xmi:XMI>"#;
    insta::assert_snapshot!(said("cas-xmi", &[("moon.xmi", xmi)]), @r#"
    moon.xmi:3:3: warning: tag "Claim" is new and was added to the tagset
    moon.xmi:4:3: span "fs3" has no words at 0..40 and was left out; correct its offsets
    moon.xmi:4:53: Claim "4" stands at no place of a text and was left out
    moon.xmi:5:3: link "fs5" from "fs2" to "fs9" has an end at no other mark and was left out
    moon.xmi:7:3: this is not sound XML from here on: syntax error: attribute value not closed: `"` not found before end of input
    "#);
}

#[test]
fn a_fault_in_a_graph_of_arguments_has_its_line_and_column() {
    let graph = r#"{"nodes": [
  {"nodeID": "1", "text": "The moon is cheese.", "type": "I"},
  {"nodeID": "1", "text": "It is not.", "type": "I"}, {"nodeID": "2", "text": " ", "type": "I"},
  {"nodeID": "3", "text": "Default Conflict", "type": "CA"},
  {"nodeID": "4", "text": "he said", "type": "L"},
  5],
 "edges": [
  {"edgeID": "1", "fromID": "1", "toID": "3"},
  {"edgeID": "2", "fromID": "3", "toID": "nobody"}
]}"#;
    insta::assert_snapshot!(said("aif", &[("moon.json", graph)]), @r#"
    moon.json:3:3: node "1" stands twice; the first was kept
    moon.json:3:55: node "2" has no words and was left out
    moon.json:4:3: node "3" joins no two statements
    moon.json:5:3: warning: 1 node of locutions were left aside
    moon.json:6:3: a node that is no object was left out
    moon.json:9:3: edge "2" joins no two nodes and was left out
    "#);
}

#[test]
fn a_row_that_is_wrong_is_quoted_as_it_stands() {
    let files = [
        ("article1.labels", "1\tclaim\t3\t999\r\n"),
        ("article1.txt", "Moon\r\nis\r\ncheese\r\n"),
    ];
    insta::assert_snapshot!(said("semeval", &files), @r#"article1.labels:1: span "1-s1" has no words at 3..999 and was left out; correct its offsets"#);
}

#[test]
fn a_row_of_one_table_is_not_said_of_another() {
    let files = [
        ("articles.csv", "doc_id,text\na,Moon\n"),
        ("relations.csv", "doc_id,type,from,to\na,rebuts,c,x\n"),
        (
            "spans.csv",
            "doc_id,span_id,tag,start,end\n\na,c,claim,0,4\na,d,claim,0,9\na,e,claim,0\n",
        ),
    ];
    insta::assert_snapshot!(said("csv", &files), @r#"
    relations.csv:2: link "a-l1" from "c" to "x" has an end at no other mark and was left out
    spans.csv:4: span "d" has no words at 0..9 and was left out; correct its offsets
    spans.csv:5: this row was left out: it has 4 cells, the head 5
    "#);
}
