//! Nothing is ever lost: the work under a disk that fails at every call in every way, forgets what
//! was not made durable, is written to by others, or leaves out a step.

mod catalogue;
mod deaths;
mod door;
mod journal;
mod lock;
mod rows;
mod save;
mod traced;
mod two;

use std::io::Write as _;
use std::sync::{Arc, OnceLock};

use postil::formats::project_file;
use postil::formats::tagset_file::default_tagset;
use postil::project::{
    Annotation, Article, Edit, Id, Metadata, Origin, Place, Project, Stamp, Time,
};
use postil::span::Span;
use postil::text::{Text, TextRange};

/// Says a line even when the tests' own words are kept back: what was proved, in numbers.
pub fn proclaim(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// A project of one article that is longer than a disk's block, with `marks` marks, up to nine.
pub fn project(marks: usize) -> &'static Project {
    &made(marks).0
}

/// The bytes of the file of that project.
pub fn bytes(marks: usize) -> &'static Vec<u8> {
    &made(marks).1
}

fn made(marks: usize) -> &'static (Project, Vec<u8>) {
    static MADE: OnceLock<Vec<(Project, Vec<u8>)>> = OnceLock::new();
    let all = MADE.get_or_init(|| {
        let with_bytes = |project: Project| {
            let bytes = project_file::encode(&project).into_bytes();
            (project, bytes)
        };
        (0..10).map(make).map(with_bytes).collect()
    });
    &all[marks]
}

fn make(marks: usize) -> Project {
    let text = Text::new("The dam holds, the mayor said. Engineers deny it.\n".repeat(100));
    let article = Article {
        id: Id::new("a"),
        title: "The dam".to_owned(),
        text,
        meta: Metadata::default(),
        origin: Origin::default(),
    };
    let mut project = Project::new(default_tagset());
    let add = Edit::Article {
        id: article.id.clone(),
        at: 0,
        to: Some(Arc::new(article)),
    };
    project.apply(&[add]).unwrap();
    for number in 0..marks {
        project.apply(&[mark(&project, number)]).unwrap();
    }
    project
}

/// The edit that makes the mark of this number.
pub fn mark(project: &Project, number: usize) -> Edit {
    let entry = &project.entries()[0];
    let start = number * 50 + 4;
    let range = TextRange::new(start, start + 9);
    let id = Id::new(format!("m{number}"));
    Edit::Annotation {
        article: entry.article().id.clone(),
        id: id.clone(),
        to: Some(Arc::new(Annotation {
            id,
            tag: Id::new("claim"),
            place: Place::Span(Span::new(vec![range], &entry.article().text).unwrap()),
            attributes: Default::default(),
            note: Default::default(),
            identity: None,
            stamp: Stamp::new("Ana", Time::new(1_000)),
        })),
    }
}
