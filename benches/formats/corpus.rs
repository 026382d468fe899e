//! The inputs: many articles of one length, each with a hundred marks.

use std::sync::Arc;

use postil::formats::datasets::export::{Export, Wish};
use postil::formats::datasets::{Files, format};
use postil::project::Project;
use postil::text::Text;

use crate::input::{
    L, annotations, article, marks, marks_from, project_of, standoff, text, text_from,
};

/// Code points of an article.
const CHARS: usize = 10_000;
/// Marks on an article.
pub const MARKS: usize = 100;

/// So many articles, the same as those of the scripts of the collection.
pub fn project(articles: usize) -> Project {
    let made = (0..articles).map(|number| {
        let seed = u64::try_from(number).expect("a small number");
        let text = Text::new(text_from(CHARS, 100 + seed));
        let marks = annotations(&text, &marks_from(text.as_str(), MARKS, 200 + seed));
        (article(&format!("article {number}"), text), marks)
    });
    project_of(made.collect())
}

/// So many short articles with five marks each.
pub fn many(articles: usize) -> Project {
    let made = (0..articles).map(|number| {
        let seed = u64::try_from(number).expect("a small number");
        let text = Text::new(text_from(600, 7 + seed));
        let marks = annotations(&text, &marks_from(text.as_str(), 5, 11 + seed));
        (article(&format!("article {number}"), text), marks)
    });
    project_of(made.collect())
}

/// A long book in brat's standoff format.
pub fn book() -> Files {
    let text = Text::new(text(L.chars));
    let lines = standoff(&text, &marks(text.as_str(), L.marks));
    Files::from([
        ("L.txt".to_owned(), text.as_str().as_bytes().to_vec()),
        ("L.ann".to_owned(), lines.into_bytes()),
    ])
}

/// A project as the files of a format.
pub fn files(project: &Project, name: &str) -> Files {
    let format = format(name).expect("a format");
    let encoded = format.encode(project, &Default::default());
    encoded.expect("a format that is written").files
}

/// The export that writes a format.
pub fn export(name: &str) -> Export {
    let wish = Wish {
        format: name.to_owned(),
        ..Wish::default()
    };
    wish.export("bench").expect("a format")
}

/// How many bytes there are in all.
pub fn size(files: &Files) -> usize {
    files.values().map(Vec::len).sum()
}

/// The tagset that a file is read with.
pub fn tagset() -> Arc<postil::project::Tagset> {
    Arc::new(postil::formats::tagset_file::default_tagset())
}
