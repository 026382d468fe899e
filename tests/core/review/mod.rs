//! Review: what differs between colleagues, how far they agree, what becomes of it in a merge.

mod agree;
mod command;
mod compare;
mod feedback;
mod figures;
mod forecast;
mod git;
mod maps;
mod merge;
mod peers;
mod reread;
mod rows;
mod scopes;
mod settle;
mod texts;

use std::path::PathBuf;
use std::sync::Arc;

use postil::formats::datasets::jsonl;
use postil::formats::project_file;
use postil::formats::tagset_file::default_tagset;
use postil::project::build::EntryParts;
use postil::project::{Article, Project};

use crate::support::markup::Bench;

/// A project of one article in the test language.
fn marked(markup: &str) -> Project {
    Bench::of(markup).it.project().clone()
}

/// A sample project that comes with the program.
fn sample(name: &str) -> Project {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("projects/{name}.ron"));
    let loaded = project_file::decode(&std::fs::read(path).unwrap()).unwrap();
    assert_eq!(loaded.problems, []);
    loaded.project
}

/// A project of one article with the article under another name.
fn renamed(project: &Project, id: &str) -> Project {
    let entry = &project.entries()[0];
    let article = Article {
        id: id.into(),
        ..(**entry.article()).clone()
    };
    let parts = EntryParts {
        article: Arc::new(article),
        status: entry.status().clone(),
        annotations: entry.annotations().values().cloned().collect(),
        links: entry.links().values().cloned().collect(),
    };
    let identities = project.identities().cloned().collect();
    Project::build(
        Arc::clone(project.tagset()),
        identities,
        vec![parts],
        Vec::new(),
    )
    .unwrap()
}

/// The real article as one colleague marked it. The files stand outside the project; where they
/// are not there, the test says that it was left out.
fn gold(name: &str, test: &str) -> Option<Project> {
    let bytes = optional(&format!("articles/gold-{name}.jsonl"), test)?;
    Some(
        jsonl::decode(&bytes, &default_tagset(), None)
            .unwrap()
            .project,
    )
}

/// A file of the collection that `POSTIL_COLLECTION` names, or that stands beside the work tree.
fn optional(name: &str, test: &str) -> Option<Vec<u8>> {
    let collection = std::env::var_os("POSTIL_COLLECTION").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    let path = collection.join(name);
    match std::fs::read(&path) {
        Ok(bytes) => Some(bytes),
        Err(_) => {
            let required = std::env::var_os("POSTIL_REQUIRE_ALL").is_some_and(|it| it == "1");
            assert!(
                !required,
                "{test} needs {name}, and every test is asked for"
            );
            eprintln!("left out: {test} needs {name}");
            None
        }
    }
}
