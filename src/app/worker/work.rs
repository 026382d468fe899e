//! What the worker does, request by request.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::projects::{self, Saving};
use super::{ReadArticle, ReadFiles, Reply, Request, again, merging, name_of, sentence, trade};
use crate::app::fonts::is_font;
use crate::formats::articles::ArticleError::Blank;
use crate::formats::articles::{How, Opened, Reading};
use crate::formats::datasets::report::agreement::{Measured, page};
use crate::formats::tagset_file;
use crate::project::{Project, Tagset};
use crate::review::Colleague;
use crate::review::agreement::agreement_while;
use crate::review::retag::{Retag, retag};
use crate::store::{self, ARTICLE_LIMIT, PROJECT_LIMIT, RealDisk, shown};

/// So many characters show whether an encoding is the right one.
const PREVIEW: usize = 600;
/// The share of opening that is reading from the disk; the rest is making sense of it.
pub(super) const FROM_DISK: f32 = 0.3;
/// Progress is said when it has grown by this share.
const EACH: f32 = 0.01;

/// What a piece of work has to do with the window: it says how far it is, and asks whether it is
/// still wanted.
pub(super) struct Progress<'a> {
    say: &'a dyn Fn(Reply),
    cancelled: &'a AtomicBool,
}

impl Progress<'_> {
    /// Says what is done next, and how much is done. Says whether to go on.
    pub(super) fn next(&self, what: impl Into<String>, share: f32) -> bool {
        (self.say)(Reply::Progress(what.into(), share));
        self.goes_on()
    }

    pub(super) fn goes_on(&self) -> bool {
        !self.cancelled.load(Ordering::Relaxed)
    }
}

/// Work in so many steps that not each of them is told to the window.
pub(super) struct Steps<'a> {
    progress: &'a Progress<'a>,
    what: &'a str,
    /// The shares of the whole at which it begins and ends.
    shares: (f32, f32),
    told: Cell<f32>,
}

impl<'a> Steps<'a> {
    pub(super) fn new(progress: &'a Progress<'a>, what: &'a str, shares: (f32, f32)) -> Self {
        let told = Cell::new(shares.0);
        Self {
            progress,
            what,
            shares,
            told,
        }
    }

    /// Says that it is at a step of so many. Says whether to go on.
    pub(super) fn at(&self, step: usize, all: usize) -> bool {
        let (from, to) = self.shares;
        let done = (step as f32 / all.max(1) as f32).min(1.0);
        let share = from + (to - from) * done;
        if share - self.told.get() < EACH {
            return self.progress.goes_on();
        }
        self.told.set(share);
        self.progress.next(self.what, share)
    }
}

const NOTHING_ADDED: Reply = Reply::Cancelled("Nothing was added.");
pub(super) const NOTHING_CHANGED: Reply = Reply::Cancelled("Nothing was changed.");

/// Does one thing, and says progress. Returns the last reply.
pub(super) fn carry_out(request: Request, say: &dyn Fn(Reply), cancelled: &AtomicBool) -> Reply {
    let progress = Progress { say, cancelled };
    match request {
        Request::Open(paths) => open(paths, &progress),
        Request::Colleagues(paths, name, project) => {
            colleagues(paths, (&name, &project), &progress)
        }
        Request::ColleaguesAgain(paths, name, project, known) => {
            // One that cannot be read just now may be in the middle of being written.
            match crate::cli::read_colleagues(&paths, (&name, &project)) {
                Ok((now, _)) if now != known => Reply::ColleaguesChanged,
                Ok(_) | Err(_) => Reply::Done,
            }
        }
        Request::OpenProject(path, way, by) => projects::open(&path, way, &by, &progress),
        Request::LetGo(file) => {
            drop(file);
            Reply::Done
        }
        Request::Reread(article, paths, project) => {
            again::reread(&article, &paths, project, &progress)
        }
        Request::PutBack(place, project) => again::put_back(place, project),
        Request::Compare(path, project) => projects::compare(path, &project),
        Request::LookAtMerge(ask) => Reply::MergeSeen(Box::new(merging::look(*ask))),
        Request::ReadAs(path, encoding) => read_as(path, &encoding, &progress),
        Request::Preview(path, encoding) => {
            let words = preview(&path, &encoding);
            Reply::Preview(path, encoding, words)
        }
        Request::Save {
            path,
            file,
            project,
            revision,
            allowed,
            announcer,
            by,
        } => {
            let saving = Saving {
                path,
                file: &file,
                project,
                allowed,
                announcer,
                by,
            };
            projects::save(saving, revision)
        }
        Request::LookAtExport(export, project) => trade::look(&export, &project),
        Request::LookAtImport(source, form, into) => trade::prospect(&source, &form, into.as_ref()),
        Request::ReadTable(table, columns) => trade::read_table(table, &columns),
        Request::Export {
            wish,
            name,
            path,
            project,
            own,
            figures,
        } => {
            let own = own.as_deref();
            trade::export((wish, figures), &name, path, (&project, own), &progress)
        }
        Request::Retag(theirs, table, tagset) => retagged(theirs, &table, &tagset),
        Request::Measure(colleagues) => measure(&colleagues, &progress),
        Request::SaveFigures(path, figures) => save_figures(path, &figures),
        Request::LoadTagset(path) => load_tagset(path, &progress),
        Request::SaveTagset(path, tagset) => {
            match store::save(&RealDisk, &path, tagset_file::encode(&tagset).as_bytes()) {
                Ok(_) => Reply::TagsetSaved(path),
                Err(error) => failed("The tagset was not saved", &error),
            }
        }
        Request::LoadTable(side, path) => trade::load_mapping(side, path),
        Request::SaveTable(side, path, mapping) => trade::save_mapping(side, path, &mapping),
        Request::Face(path) => {
            let read = face(&path);
            Reply::Face(path, read)
        }
        Request::Preferences(folder, preferences) => {
            match store::preferences::store(&RealDisk, &folder, &preferences) {
                Ok(_) => Reply::Done,
                Err(error) => failed("Your settings were not saved", &error),
            }
        }
    }
}

/// Reads colleagues' files. They are opened to be read and never otherwise.
fn colleagues(paths: Vec<PathBuf>, me: (&str, &Project), progress: &Progress<'_>) -> Reply {
    let first = paths.first().map(|path| name_of(path)).unwrap_or_default();
    if !progress.next(format!("reading {first}"), 0.0) {
        return NOTHING_CHANGED;
    }
    match crate::cli::read_colleagues(&paths, me) {
        Ok((colleagues, said)) => Reply::Colleagues(paths, colleagues, said),
        Err(error) => failed("The review was not opened", &error),
    }
}

/// Colleagues' marks under the tags of a table.
fn retagged(theirs: Vec<Colleague>, table: &Retag, tagset: &Tagset) -> Reply {
    let mut found = Vec::new();
    for colleague in theirs {
        match retag(&colleague.project, table, tagset) {
            Ok(project) => found.push(Colleague {
                project,
                ..colleague
            }),
            Err(error) => return failed("The review was not opened", &error),
        }
    }
    Reply::Retagged(found)
}

fn measure(colleagues: &[Colleague], progress: &Progress<'_>) -> Reply {
    let mut go_on = |share| progress.next("measuring agreement", share);
    match agreement_while(colleagues, &mut go_on) {
        Some(agreement) => Reply::Measured(Box::new(agreement)),
        None => Reply::Cancelled("Nothing was measured."),
    }
}

fn save_figures(path: PathBuf, measured: &Measured) -> Reply {
    let title = "The figures were not saved";
    let is_page = path
        .extension()
        .is_some_and(|it| it.eq_ignore_ascii_case("html") || it.eq_ignore_ascii_case("htm"));
    let text = match is_page {
        true => Ok(page(measured)),
        false => crate::cli::agreement_as_csv(&measured.agreement),
    };
    let bytes = match text {
        Ok(text) => text,
        Err(error) => return failed(title, &error),
    };
    match store::save(&RealDisk, &path, bytes.as_bytes()) {
        Ok(_) => Reply::FiguresSaved(path),
        Err(error) => failed(title, &error),
    }
}

fn open(paths: Vec<PathBuf>, progress: &Progress<'_>) -> Reply {
    if let Some(reply) = trade::dataset(&paths, progress) {
        return reply;
    }
    let mut files = Vec::new();
    let mut read = ReadFiles::default();
    for path in paths {
        if trade::is_dataset(&path) {
            let why = "holds marks, so that it is opened alone";
            let why = format!("{} {why}", shown(&path));
            read.refused.push(sentence(&why));
            continue;
        }
        if store::is_folder(&RealDisk, &path) {
            match store::articles_in(&RealDisk, &path) {
                Ok(found) => files.extend(found),
                Err(error) => read.refused.push(sentence(&error.to_string())),
            }
        } else {
            files.push(path);
        }
    }
    let count = files.len();
    for (done, path) in files.into_iter().enumerate() {
        let what = match count {
            1 => format!("reading {}", name_of(&path)),
            _ => format!("reading {} of {count} articles", done + 1),
        };
        if !progress.next(what, done as f32 / count.max(1) as f32) {
            return NOTHING_ADDED;
        }
        match trade::read_articles(path) {
            Ok((file, opened)) if asks(&opened) => read.several.push((Arc::new(file), opened)),
            Ok((file, opened)) => read.articles.extend(articles_of(&file.path, opened)),
            Err(error) => read.refused.push(error),
        }
    }
    match progress.goes_on() {
        true => Reply::Articles(read),
        false => NOTHING_ADDED,
    }
}

/// The bytes of a project or a dataset, or the reply that ends it.
pub(super) fn bytes_of(
    path: &Path,
    title: &str,
    progress: &Progress<'_>,
) -> Result<Vec<u8>, Reply> {
    if !progress.next(format!("reading {}", name_of(path)), 0.0) {
        return Err(NOTHING_CHANGED);
    }
    let bytes =
        store::read(&RealDisk, path, PROJECT_LIMIT).map_err(|error| failed(title, &error))?;
    match progress.next(format!("opening {}", name_of(path)), FROM_DISK) {
        true => Ok(bytes),
        false => Err(NOTHING_CHANGED),
    }
}

/// Whether a user chooses what of a file comes in.
fn asks(opened: &Opened) -> bool {
    opened.table.is_some() || opened.readings.len() > 1
}

/// The article of a file that holds one; it says what it was read as.
fn articles_of(path: &Path, opened: Opened) -> impl Iterator<Item = ReadArticle> {
    let readings = trade::saying_its_format(opened).into_iter();
    readings.map(|reading| ReadArticle::new(path.to_owned(), reading))
}

pub(super) fn read_again(path: &Path, how: &How<'_>) -> Result<Vec<Reading>, String> {
    let bytes = store::read(&RealDisk, path, ARTICLE_LIMIT)
        .map_err(|error| sentence(&error.to_string()))?;
    crate::cli::read_articles(&name_of(path), &bytes, how)
        .map(trade::saying_its_format)
        .map_err(|error| sentence(&format!("{error}: {}", shown(path))))
}

fn read_article(path: &Path, encoding: &str) -> Result<Reading, String> {
    let bytes = store::read(&RealDisk, path, ARTICLE_LIMIT)
        .map_err(|error| sentence(&error.to_string()))?;
    let how = How {
        encoding: Some(encoding),
        ..How::default()
    };
    let opened = crate::cli::read_articles(&name_of(path), &bytes, &how);
    let first = opened.and_then(|opened| opened.readings.into_iter().next().ok_or(Blank));
    first.map_err(|error| sentence(&format!("{error}: {}", shown(path))))
}

fn read_as(path: PathBuf, encoding: &str, progress: &Progress<'_>) -> Reply {
    let name = name_of(&path);
    if !progress.next(format!("reading {name} as {encoding}"), 0.0) {
        return NOTHING_CHANGED;
    }
    match read_article(&path, encoding) {
        _ if !progress.goes_on() => NOTHING_CHANGED,
        Ok(reading) => Reply::ReadAgain(Box::new(ReadArticle::new(path, reading))),
        Err(error) => Reply::Failed(format!("{name} was not read again"), error),
    }
}

fn load_tagset(path: PathBuf, progress: &Progress<'_>) -> Reply {
    let title = "The tagset was not loaded";
    if !progress.next(format!("reading {}", name_of(&path)), 0.0) {
        return NOTHING_CHANGED;
    }
    let bytes = match store::read(&RealDisk, &path, ARTICLE_LIMIT) {
        Ok(bytes) => bytes,
        Err(error) => return failed(title, &error),
    };
    match tagset_file::decode(&bytes) {
        _ if !progress.goes_on() => NOTHING_CHANGED,
        Ok(tagset) => Reply::Tagset(path, Box::new(tagset)),
        Err(error) => failed(title, &error),
    }
}

/// The bytes of a face, or why it cannot be used, in a sentence.
fn face(path: &Path) -> Result<Vec<u8>, String> {
    let bytes = store::read(&RealDisk, path, ARTICLE_LIMIT).map_err(|error| error.to_string())?;
    match is_font(&bytes) {
        true => Ok(bytes),
        false => Err("This file is no font; choose a .ttf or .otf file.".to_owned()),
    }
}

pub(super) fn failed(title: &str, error: &dyn std::error::Error) -> Reply {
    Reply::Failed(title.to_owned(), sentence(&error.to_string()))
}

/// The beginning of a file as it reads in an encoding.
fn preview(path: &Path, encoding: &str) -> String {
    match read_article(path, encoding) {
        Ok(reading) => reading.text.chars().take(PREVIEW).collect(),
        Err(error) => error,
    }
}
