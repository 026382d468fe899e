//! The worker: one thread for all that takes long or touches the disk, so that no frame waits.
//!
//! A [`Request`] goes in and [`Reply`]s come out; nothing else is shared but the sign to cancel.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use egui::Context;

use crate::formats::articles::{self, How, Reading};
use crate::formats::datasets::{Imported, Options, jsonl};
use crate::formats::preferences::Preferences;
use crate::formats::project_file::{self, Loaded};
use crate::formats::{Problem, tagset_file};
use crate::history::Revision;
use crate::project::{Project, Tagset};
use crate::store::{self, ARTICLE_LIMIT, PROJECT_LIMIT, RealDisk, shown};

/// So many characters show whether an encoding is the right one.
const PREVIEW: usize = 600;

/// Something to do away from the frame.
#[derive(Clone, Debug)]
pub enum Request {
    /// Read articles, folders of them, a project or a dataset.
    Open(Vec<PathBuf>),
    /// Read one article again in another encoding.
    ReadAs(PathBuf, String),
    /// Save a project.
    Save {
        /// Where.
        path: PathBuf,
        /// What.
        project: Project,
        /// The state that it is.
        revision: Revision,
    },
    /// Write a project as a jsonl dataset.
    Export(PathBuf, Project),
    /// Read a tagset from a file of its own.
    LoadTagset(PathBuf),
    /// Write a tagset to a file of its own.
    SaveTagset(PathBuf, Arc<Tagset>),
    /// Save the preferences in this folder.
    Preferences(PathBuf, Preferences),
}

/// What came of it.
#[derive(Debug)]
pub enum Reply {
    /// How far it is: what is being done, and the share of it that is.
    Progress(String, f32),
    /// A project was read.
    Project(PathBuf, Box<Loaded>),
    /// A dataset was read.
    Dataset(PathBuf, Box<Imported>),
    /// Articles were read, and some files could not be.
    Articles(Vec<(PathBuf, Reading)>, Vec<String>),
    /// An article was read again in another encoding.
    ReadAgain(PathBuf, Box<Reading>),
    /// A project was saved.
    Saved(PathBuf, Revision),
    /// A project could not be saved.
    NotSaved(PathBuf, String),
    /// A dataset was written; what it could not hold.
    Exported(PathBuf, Vec<String>),
    /// A tagset was read.
    Tagset(PathBuf, Box<Tagset>),
    /// A tagset was written.
    TagsetSaved(PathBuf),
    /// It was cancelled.
    Cancelled,
    /// Something failed: what, and why with what to do.
    Failed(String, String),
    /// It is done and there is nothing to say.
    Done,
}

/// The worker as the window sees it.
pub struct Worker {
    requests: Option<Sender<Request>>,
    replies: Receiver<Reply>,
    inline: Option<Sender<Reply>>,
    cancel: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// A thread that wakes the window whenever it has something to say.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(ctx: &Context) -> std::io::Result<Self> {
        let (requests, inbox) = channel::<Request>();
        let (outbox, replies) = channel();
        let cancel = Arc::new(AtomicBool::new(false));
        let (ctx, cancelled) = (ctx.clone(), Arc::clone(&cancel));
        let thread = std::thread::Builder::new()
            .name("postil worker".to_owned())
            .spawn(move || {
                while let Ok(request) = inbox.recv() {
                    let say = |reply| {
                        // Nobody listens any more when the window is gone.
                        let _ = outbox.send(reply);
                        ctx.request_repaint();
                    };
                    carry_out(request, &say, &cancelled);
                }
            })?;
        Ok(Self {
            requests: Some(requests),
            replies,
            inline: None,
            cancel,
            thread: Some(thread),
        })
    }

    /// Does each request at once: for tests, which need no second thread to be exact.
    pub fn inline() -> Self {
        let (outbox, replies) = channel();
        Self {
            requests: None,
            replies,
            inline: Some(outbox),
            cancel: Arc::new(AtomicBool::new(false)),
            thread: None,
        }
    }

    /// Asks for something. Requests are carried out one after the other.
    pub fn ask(&mut self, request: Request) {
        self.cancel.store(false, Ordering::Relaxed);
        if let Some(outbox) = &self.inline {
            let say = |reply| {
                let _ = outbox.send(reply);
            };
            carry_out(request, &say, &self.cancel);
        } else if let Some(requests) = &self.requests {
            // The thread ends only with the window.
            let _ = requests.send(request);
        }
    }

    /// Asks for what is being done to be left.
    pub fn cancel(&self) {
        self.cancel.store(true, Ordering::Relaxed);
    }

    /// What came since the last time.
    pub fn replies(&mut self) -> Vec<Reply> {
        self.replies.try_iter().collect()
    }
}

/// What was asked for is finished before the window goes: a save must not be lost with it.
impl Drop for Worker {
    fn drop(&mut self) {
        self.requests = None;
        if let Some(thread) = self.thread.take() {
            // A thread that has panicked has said so itself.
            let _ = thread.join();
        }
    }
}

/// Does one thing. Says one reply at the end, and progress before.
fn carry_out(request: Request, say: &dyn Fn(Reply), cancel: &AtomicBool) {
    let reply = match request {
        Request::Open(paths) => open(paths, say, cancel),
        Request::ReadAs(path, encoding) => read_as(path, &encoding),
        Request::Save {
            path,
            project,
            revision,
        } => match store::save(&RealDisk, &path, project_file::encode(&project).as_bytes()) {
            Ok(_) => Reply::Saved(path, revision),
            Err(error) => Reply::NotSaved(path, sentence(&error.to_string())),
        },
        Request::Export(path, project) => export(path, &project),
        Request::LoadTagset(path) => load_tagset(path),
        Request::SaveTagset(path, tagset) => {
            match store::save(&RealDisk, &path, tagset_file::encode(&tagset).as_bytes()) {
                Ok(_) => Reply::TagsetSaved(path),
                Err(error) => failed("The tagset was not saved", &error),
            }
        }
        Request::Preferences(folder, preferences) => {
            match store::preferences::store(&RealDisk, &folder, &preferences) {
                Ok(_) => Reply::Done,
                Err(error) => failed("Your settings were not saved", &error),
            }
        }
    };
    say(reply);
}

fn open(paths: Vec<PathBuf>, say: &dyn Fn(Reply), cancel: &AtomicBool) -> Reply {
    if let Some(path) = paths.iter().find(|path| has_extension(path, "ron")) {
        return open_project(path);
    }
    if let Some(path) = paths.iter().find(|path| is_dataset(path)) {
        return open_dataset(path);
    }
    let (mut files, mut refused) = (Vec::new(), Vec::new());
    for path in paths {
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
        if cancel.load(Ordering::Relaxed) {
            return Reply::Cancelled;
        }
        let share = done as f32 / count.max(1) as f32;
        say(Reply::Progress(
            format!("reading {done} of {count} articles"),
            share,
        ));
        match read_articles(&path, &How::default()) {
            Ok(readings) => read.extend(readings.into_iter().map(|it| (path.clone(), it))),
            Err(error) => refused.push(error),
        }
    }
    Reply::Articles(read, refused)
}

fn open_project(path: &Path) -> Reply {
    let title = format!("{} was not opened", name_of(path));
    let bytes = match store::read(&RealDisk, path, PROJECT_LIMIT) {
        Ok(bytes) => bytes,
        Err(error) => return failed(&title, &error),
    };
    match project_file::decode(&bytes) {
        Ok(loaded) => Reply::Project(path.to_owned(), Box::new(loaded)),
        Err(error) => failed(&title, &error),
    }
}

fn open_dataset(path: &Path) -> Reply {
    let title = format!("{} was not opened", name_of(path));
    let bytes = match store::read(&RealDisk, path, PROJECT_LIMIT) {
        Ok(bytes) => bytes,
        Err(error) => return failed(&title, &error),
    };
    match jsonl::decode(&bytes, &tagset_file::default_tagset(), None) {
        Ok(imported) => Reply::Dataset(path.to_owned(), Box::new(imported)),
        Err(error) => failed(&title, &error),
    }
}

/// Whether a file of JSON lines holds marks. What cannot be read is taken for a dataset, which says
/// why.
fn is_dataset(path: &Path) -> bool {
    has_extension(path, "jsonl")
        && !store::read(&RealDisk, path, PROJECT_LIMIT)
            .is_ok_and(|bytes| articles::lines_are_texts(&bytes))
}

fn read_articles(path: &Path, how: &How<'_>) -> Result<Vec<Reading>, String> {
    let bytes = store::read(&RealDisk, path, ARTICLE_LIMIT)
        .map_err(|error| sentence(&error.to_string()))?;
    articles::read_all(&name_of(path), &bytes, how)
        .map(|opened| opened.readings)
        .map_err(|error| sentence(&format!("{error}: {}", shown(path))))
}

fn read_article(path: &Path, encoding: &str) -> Result<Reading, String> {
    let bytes = store::read(&RealDisk, path, ARTICLE_LIMIT)
        .map_err(|error| sentence(&error.to_string()))?;
    articles::read(&name_of(path), &bytes, Some(encoding))
        .map_err(|error| sentence(&format!("{error}: {}", shown(path))))
}

fn read_as(path: PathBuf, encoding: &str) -> Reply {
    match read_article(&path, encoding) {
        Ok(reading) => Reply::ReadAgain(path, Box::new(reading)),
        Err(error) => Reply::Failed(format!("{} was not read again", name_of(&path)), error),
    }
}

fn export(path: PathBuf, project: &Project) -> Reply {
    let encoded = match jsonl::encode(project, &Options::default()) {
        Ok(encoded) => encoded,
        Err(error) => return failed("The dataset was not written", &error),
    };
    match store::save(&RealDisk, &path, encoded.bytes()) {
        Ok(_) => {
            let losses = encoded.losses.iter();
            let losses = losses
                .map(|loss| format!("{} {}", loss.count, loss.what))
                .collect();
            Reply::Exported(path, losses)
        }
        Err(error) => failed("The dataset was not written", &error),
    }
}

fn load_tagset(path: PathBuf) -> Reply {
    let title = "The tagset was not loaded";
    let bytes = match store::read(&RealDisk, &path, ARTICLE_LIMIT) {
        Ok(bytes) => bytes,
        Err(error) => return failed(title, &error),
    };
    match tagset_file::decode(&bytes) {
        Ok(tagset) => Reply::Tagset(path, Box::new(tagset)),
        Err(error) => failed(title, &error),
    }
}

fn failed(title: &str, error: &dyn std::error::Error) -> Reply {
    Reply::Failed(title.to_owned(), sentence(&error.to_string()))
}

/// An error as a person reads it: with a capital and a full stop.
fn sentence(error: &str) -> String {
    let mut letters = error.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    let text: String = first.chain(letters).collect();
    if text.ends_with('.') {
        text
    } else {
        text + "."
    }
}

/// The beginning of a file as it reads in an encoding.
pub fn preview(path: &Path, encoding: &str) -> String {
    match read_article(path, encoding) {
        Ok(reading) => reading.text.chars().take(PREVIEW).collect(),
        Err(error) => error,
    }
}

/// A problem of a file as a person reads it: the place, and what is wrong.
pub fn place_and_words(problem: &Problem) -> (String, String) {
    let place = match (problem.line, problem.column) {
        (Some(line), Some(column)) => format!("line {line}, column {column}"),
        (Some(line), None) => format!("line {line}"),
        _ => String::new(),
    };
    (place, sentence(&problem.what))
}

/// A file's name without its folder, safe to show.
pub fn name_of(path: &Path) -> String {
    path.file_name()
        .map_or_else(|| shown(path), |name| shown(Path::new(name)))
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension()
        .is_some_and(|found| found.eq_ignore_ascii_case(extension))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_opened_is_said_and_the_rest_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let good = folder.path().join("a.txt");
        std::fs::write(&good, "The dam holds.\n").expect("a file");
        let empty = folder.path().join("b.txt");
        std::fs::write(&empty, "").expect("a file");
        let mut worker = Worker::inline();
        worker.ask(Request::Open(vec![
            good.clone(),
            empty,
            folder.path().join("none.txt"),
        ]));
        let replies = worker.replies();
        let Some(Reply::Articles(read, refused)) = replies.last() else {
            panic!("{replies:?}")
        };
        assert_eq!(
            read.iter().map(|(path, _)| path).collect::<Vec<_>>(),
            [&good]
        );
        assert_eq!(refused.len(), 2, "{refused:?}");
        assert!(
            refused.iter().all(|sentence| sentence.ends_with('.')),
            "{refused:?}"
        );
    }

    #[test]
    fn a_project_saved_by_the_worker_is_the_one_it_reads() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("p.ron");
        let project = Project::new(tagset_file::default_tagset());
        let mut worker = Worker::inline();
        let (saved, revision) = (project.clone(), Revision::default());
        worker.ask(Request::Save {
            path: path.clone(),
            project: saved,
            revision,
        });
        assert!(matches!(worker.replies().last(), Some(Reply::Saved(..))));
        worker.ask(Request::Open(vec![path]));
        let replies = worker.replies();
        let Some(Reply::Project(_, loaded)) = replies.last() else {
            panic!("{replies:?}")
        };
        assert_eq!(loaded.project, project);
    }
}
