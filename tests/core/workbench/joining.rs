//! What was read from elsewhere joins the project in one step.

use std::sync::Arc;

use postil::command::Command;
use postil::formats::datasets::{Files, Import, jsonl};
use postil::project::Project;

use crate::support::markup::Bench;

/// The project with what a line of the neutral format holds.
fn grown(project: &Project, line: &str) -> Arc<Project> {
    let files = Files::from([("x.jsonl".to_owned(), line.as_bytes().to_vec())]);
    let how = Import {
        into: Some(project),
        ..Import::new(project.tagset())
    };
    Arc::new(jsonl::FORMAT.decode(&files, &how).unwrap().project)
}

fn join(bench: &mut Bench, line: &str) -> String {
    let project = grown(bench.it.project(), line);
    let outcome = bench.run(Command::Join(project.clone(), "Import x".to_owned()));
    assert_eq!(*bench.it.project(), *project, "it is what was read");
    outcome.notice.unwrap().title
}

#[test]
fn marks_links_tags_and_articles_join_in_one_step() {
    let mut bench = Bench::articles(&["[claim#1: The dam] holds."]);
    let before = bench.it.project().clone();
    let text = before.entries()[0].article().text.as_str().to_owned();
    let line = serde_json::json!({
        "id": "x", "text": text,
        "spans": [
            {"id": "p", "tag": "PLACE", "fragments": [[4, 7]], "annotator": "Ben"},
            {"id": "q", "tag": "claim", "fragments": [[8, 13]], "annotator": "Ben"},
        ],
        "links": [{"id": "l", "type": "about", "from": "q", "to": "p", "annotator": "Ben"}],
        "identities": [{"id": "i", "name": "Dam", "kind": "place", "mentions": ["p"]}],
    });
    let lines = format!("{line}\n{{\"id\":\"y\",\"text\":\"Another.\"}}\n");
    assert_eq!(join(&mut bench, &lines), "Added 2 marks and 1 article");
    assert_eq!(bench.it.history().done().len(), 1);
    assert_eq!(bench.last_step(), "Import x");
    bench.run(Command::Undo);
    assert_eq!(*bench.it.project(), before);
    bench.run(Command::Redo);
    bench.goes_back_and_forth();
}

#[test]
fn what_is_here_already_is_no_step() {
    let mut bench = Bench::articles(&["[claim#1: The dam] holds."]);
    let same = Arc::new(bench.it.project().clone());
    let outcome = bench.run(Command::Join(same, "Import x".to_owned()));
    assert_eq!(outcome.notice.unwrap().title, "Nothing was added");
    assert!(bench.it.history().done().is_empty());
}
