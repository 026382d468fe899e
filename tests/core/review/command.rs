//! The commands of review, run as people run them.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const ANA: &str = concat!(
    r#"{"id":"moon","title":"The moon","text":"The moon 😀 is made of cheese, they say.","#,
    r#""spans":[{"id":"1","tag":"claim","fragments":[[0,28]],"annotator":"ana","attributes":{"certainty":"reported"}},"#,
    r#"{"id":"2","tag":"source","fragments":[[30,34]],"annotator":"ana"}],"#,
    r#""links":[{"id":"l","type":"attributed_to","from":"1","to":"2","annotator":"ana"}]}"#,
);
const BEN: &str = concat!(
    r#"{"id":"moon","title":"The moon","text":"The moon 😀 is made of cheese, they say.","#,
    r#""spans":[{"id":"1","tag":"claim","fragments":[[4,28]],"annotator":"ben","attributes":{"certainty":"reported"}},"#,
    r#"{"id":"2","tag":"source","fragments":[[30,34]],"annotator":"ben"}],"links":[]}"#,
);

/// A folder with what Ana and Ben made of one article.
pub fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ana.jsonl"), ANA).unwrap();
    std::fs::write(folder.path().join("ben.jsonl"), BEN).unwrap();
    folder
}

/// Runs the program with the words of a line.
pub fn run(folder: &Path, line: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_postil"))
        .current_dir(folder)
        .stdin(Stdio::null())
        .env("XDG_CONFIG_HOME", folder.join(".config"))
        .args(line.split(' '))
        .output()
        .unwrap()
}

/// Code, standard output and standard error.
pub fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let code = output.status.code();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    format!("{out}--- {code:?}\n{err}")
}

pub fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn compare_says_every_dispute_and_ends_with_1() {
    let folder = folder();
    let output = run(folder.path(), "compare ana.jsonl ben.jsonl");
    insta::assert_snapshot!(said(&output), @r"
    moon: The moon: 2 positions, 1 agreed, 2 disputes
      0 boundary: «The moon 😀 is made of cheese»
        ana: The moon 😀 is made of cheese
        ben: moon 😀 is made of cheese
      0 link_end: «The moon 😀 is made of cheese»
        ana: attributed_to: they
        ben: –
    ana, ben: 2 disputes: boundary 1, link_end 1
    --- Some(1)
    ");
    let output = run(folder.path(), "compare ana.jsonl ben.jsonl --json");
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(json(&output), @r#"{"annotators":["ana","ben"],"articles":[{"id":"moon","positions":2,"agreed":1,"disputes":[{"kind":"boundary","quote":"The moon 😀 is made of cheese","start":0,"readings":{"ana":"The moon 😀 is made of cheese","ben":"moon 😀 is made of cheese"}},{"kind":"link_end","quote":"The moon 😀 is made of cheese","start":0,"readings":{"ana":"attributed_to: they","ben":null}}]}]}"#);
}

#[test]
fn compare_ends_with_0_if_nothing_differs_and_with_2_if_there_is_nobody_to_compare_with() {
    let folder = folder();
    let output = run(folder.path(), "compare ana.jsonl ana.jsonl");
    insta::assert_snapshot!(said(&output), @r"
    moon: The moon: 2 positions, 2 agreed, 0 disputes
    ana (ana), ana (ana) 2: 0 disputes
    --- Some(0)
    ");
    let output = run(folder.path(), "compare ana.jsonl");
    insta::assert_snapshot!(said(&output), @r"
    --- Some(2)
    postil: failed to compare: all marks are one annotator's; name another file
    ");
}
