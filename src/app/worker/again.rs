//! What is looked at again: an article whose file was edited, a part that was kept aside.

use std::path::{Path, PathBuf};

use super::work::{NOTHING_CHANGED, Progress, read_again};
use super::{Reply, name_of};
use crate::formats::articles::{How, Reading};
use crate::formats::project_file;
use crate::project::{Article, Entry, Id, Project};
use crate::review::reread::Reread;
use crate::store::{self, RealDisk};
use crate::text::Text;

const NOT_READ: &str = "The file was not read again";

/// What the file of an article says now.
#[derive(Debug)]
pub enum Again {
    /// What the article says.
    Same(PathBuf),
    /// What another article of the project says.
    Known(Id),
    /// Something else.
    Other(Box<OtherWords>),
}

/// Other words than the article has.
#[derive(Clone, Debug)]
pub struct OtherWords {
    /// The file.
    pub path: PathBuf,
    /// The project that was looked at.
    pub ours: Project,
    /// An article of the words, still under the old one's id.
    pub article: Article,
    /// What becomes of the marks.
    pub reread: Reread,
}

/// Reads the file of an article, and looks what becomes of its marks.
pub(super) fn reread(
    article: &Id,
    paths: &[PathBuf],
    ours: Project,
    progress: &Progress<'_>,
) -> Reply {
    let not_read = |why: String| Reply::Failed(NOT_READ.to_owned(), why);
    let Some(entry) = ours.entry(article) else {
        return NOTHING_CHANGED;
    };
    let there = paths.iter().find(|path| store::exists(&RealDisk, path));
    let Some(path) = there else {
        let name = name_of(Path::new(&entry.article().origin.file));
        return not_read(format!(
            "«{name}» does not stand beside the project any more."
        ));
    };
    if !progress.next(format!("reading {}", name_of(path)), 0.0) {
        return NOTHING_CHANGED;
    }
    let encoding = entry.article().origin.encoding.as_str();
    let how = How {
        encoding: Some(encoding).filter(|it| !it.is_empty()),
        ..How::default()
    };
    let readings = match read_again(path, &how) {
        Ok(readings) => readings,
        Err(why) => return not_read(why),
    };
    let Some(reading) = of_article(readings, entry) else {
        let name = name_of(path);
        return not_read(format!(
            "«{name}» holds several articles, and none of this title."
        ));
    };
    let text = Text::new(reading.text.as_str());
    if text == entry.article().text {
        return Reply::Reread(Again::Same(path.clone()));
    }
    if let Some(known) = ours.entry_with_text(&text) {
        return Reply::Reread(Again::Known(known.article().id.clone()));
    }
    let old = entry.article();
    let has_meta = !old.meta.0.is_empty();
    let other = OtherWords {
        path: path.clone(),
        reread: Reread::new(entry, &text),
        article: Article {
            id: old.id.clone(),
            title: old.title.clone(),
            text,
            meta: if has_meta {
                old.meta.clone()
            } else {
                reading.meta
            },
            origin: reading.origin,
        },
        ours,
    };
    match progress.goes_on() {
        true => Reply::Reread(Again::Other(Box::new(other))),
        false => NOTHING_CHANGED,
    }
}

/// The one of several texts of a file that an article was read from.
fn of_article(readings: Vec<Reading>, entry: &Entry) -> Option<Reading> {
    let alone = readings.len() == 1;
    let title = &entry.article().title;
    let mut readings = readings.into_iter();
    readings.find(|reading| alone || reading.title == *title)
}

/// Puts a part that was kept aside back.
pub(super) fn put_back(place: usize, ours: Project) -> Reply {
    match project_file::put_back(&ours, place) {
        Some(project) => Reply::PutBack(Box::new(ours), Box::new(project)),
        None => {
            let why = "Its words stand there, and something else in it does not fit: show it.";
            Reply::Failed("It was not put back".to_owned(), why.to_owned())
        }
    }
}
