//! What the worker does, request by request.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use super::projects::{self, Saving};
use super::{ReadArticle, Reply, Request, again, name_of, sentence, trade};
use crate::app::fonts::is_font;
use crate::formats::articles::{self, How, Reading};
use crate::formats::tagset_file;
use crate::project::Project;
use crate::store::{self, ARTICLE_LIMIT, PROJECT_LIMIT, RealDisk, shown};

/// So many characters show whether an encoding is the right one.
const PREVIEW: usize = 600;
/// The share of opening that is reading from the disk; the rest is making sense of it.
pub(super) const FROM_DISK: f32 = 0.3;

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

const NOTHING_ADDED: Reply = Reply::Cancelled("Nothing was added.");
pub(super) const NOTHING_CHANGED: Reply = Reply::Cancelled("Nothing was changed.");

/// Does one thing, and says progress. Returns the last reply.
pub(super) fn carry_out(request: Request, say: &dyn Fn(Reply), cancelled: &AtomicBool) -> Reply {
    let progress = Progress { say, cancelled };
    match request {
        Request::Open(paths) => open(paths, &progress),
        Request::Colleagues(paths, name, project) => {
            colleagues(&paths, (&name, &project), &progress)
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
        Request::Merge(path, file, project) => projects::merge_in(path, file.as_ref(), &project),
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
        } => trade::export(wish, &name, path, &project, own.as_deref(), &progress),
        Request::LoadTagset(path) => load_tagset(path, &progress),
        Request::SaveTagset(path, tagset) => {
            match store::save(&RealDisk, &path, tagset_file::encode(&tagset).as_bytes()) {
                Ok(_) => Reply::TagsetSaved(path),
                Err(error) => failed("The tagset was not saved", &error),
            }
        }
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
fn colleagues(paths: &[PathBuf], me: (&str, &Project), progress: &Progress<'_>) -> Reply {
    let first = paths.first().map(|path| name_of(path)).unwrap_or_default();
    if !progress.next(format!("reading {first}"), 0.0) {
        return NOTHING_CHANGED;
    }
    match crate::cli::read_colleagues(paths, me) {
        Ok((colleagues, said)) => Reply::Colleagues(colleagues, said),
        Err(error) => failed("The review was not opened", &error),
    }
}

fn open(paths: Vec<PathBuf>, progress: &Progress<'_>) -> Reply {
    if let Some(reply) = trade::dataset(&paths, progress) {
        return reply;
    }
    if let [path] = paths.as_slice()
        && let Some(table) = trade::table(path)
    {
        return table;
    }
    let (mut files, mut refused) = (Vec::new(), Vec::new());
    for path in paths {
        if trade::is_dataset(&path) {
            let why = "holds marks, so that it is opened alone";
            refused.push(sentence(&format!("{} {why}", shown(&path))));
            continue;
        }
        if store::is_folder(&RealDisk, &path) {
            match store::articles_in(&RealDisk, &path) {
                Ok(found) => files.extend(found),
                Err(error) => refused.push(sentence(&error.to_string())),
            }
        } else {
            files.push(path);
        }
    }
    let count = files.len();
    let mut read = Vec::new();
    for (done, path) in files.into_iter().enumerate() {
        let what = match count {
            1 => format!("reading {}", name_of(&path)),
            _ => format!("reading {} of {count} articles", done + 1),
        };
        if !progress.next(what, done as f32 / count.max(1) as f32) {
            return NOTHING_ADDED;
        }
        match read_articles(&path, &How::default()) {
            Ok(readings) => read.extend(articles_of(&path, readings)),
            Err(error) => refused.push(error),
        }
    }
    match progress.goes_on() {
        true => Reply::Articles(read, refused),
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

/// The articles of a file. One of several cannot be read again by itself.
fn articles_of(path: &Path, readings: Vec<Reading>) -> Vec<ReadArticle> {
    let path = match readings.len() {
        1 => path,
        _ => Path::new(""),
    };
    let readings = readings.into_iter();
    readings
        .map(|reading| ReadArticle::new(path.to_owned(), reading))
        .collect()
}

pub(super) fn read_articles(path: &Path, how: &How<'_>) -> Result<Vec<Reading>, String> {
    let bytes = store::read(&RealDisk, path, ARTICLE_LIMIT)
        .map_err(|error| sentence(&error.to_string()))?;
    articles::read_all(&name_of(path), &bytes, how)
        .map(trade::saying_its_format)
        .map_err(|error| sentence(&format!("{error}: {}", shown(path))))
}

fn read_article(path: &Path, encoding: &str) -> Result<Reading, String> {
    let bytes = store::read(&RealDisk, path, ARTICLE_LIMIT)
        .map_err(|error| sentence(&error.to_string()))?;
    articles::read(&name_of(path), &bytes, Some(encoding))
        .map_err(|error| sentence(&format!("{error}: {}", shown(path))))
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
