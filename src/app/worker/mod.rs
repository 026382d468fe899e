//! The worker: one thread for all that takes long or touches the disk, so that no frame waits.
//!
//! A [`Request`] goes in and [`Reply`]s come out, each with the number of the request that it
//! answers; nothing else is shared but a sign to cancel, one a request. `work.rs` does the work.

mod again;
pub mod merging;
mod projects;
mod read;
mod trade;
mod work;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use egui::Context;

pub use again::{Again, OtherWords};
pub use read::{OpenedProject, ReadArticle, ReadFiles, Signature, Way};

use super::dialogs::refused::Refusal;
use super::dialogs::several::{ArticlesFile, Columns};
use super::file_dialog::Side;
use super::import::data::{Form, Prospect};
use super::keeper::Announcer;
use super::keeping::SharedFile;
use crate::formats::Problem;
use crate::formats::articles;
use crate::formats::datasets::export::{Export, Wish};
use crate::formats::datasets::report::agreement::Measured;
use crate::formats::datasets::sight::Sight;
use crate::formats::datasets::{Format, Mapping};
use crate::formats::preferences::Preferences;
use crate::history::Revision;
use crate::project::{Id, Project, Tagset};
use crate::review::Colleague;
use crate::review::agreement::Agreement;
use crate::review::retag::Retag;
use crate::store::lock::Holder;
use crate::store::{Allowed, Source, shown};
use merging::{MergeAsk, MergeSight};

/// Something to do away from the frame.
#[derive(Clone, Debug)]
pub enum Request {
    /// Read articles, folders of them, or a dataset.
    Open(Vec<PathBuf>),
    /// Open a project in one of the ways in which it can be.
    OpenProject(PathBuf, Way, Signature),
    /// Let go of a project's file, and of its lock.
    LetGo(SharedFile),
    /// Say what differs between the open project and another version of it.
    Compare(PathBuf, Project),
    /// Look what would come of merging another version into the open project.
    LookAtMerge(Box<MergeAsk>),
    /// Read one article again in another encoding.
    ReadAs(PathBuf, String),
    /// Read the beginning of an article in an encoding, to look at.
    Preview(PathBuf, String),
    /// Look what becomes of an article's marks on the words that its file has now, which stands at
    /// one of these paths.
    Reread(Id, Vec<PathBuf>, Project),
    /// Put a part that was kept aside back, by its place in their list.
    PutBack(usize, Project),
    /// Read colleagues' files, in any format that there is, to be reviewed by somebody of this name
    /// with this project.
    Colleagues(Vec<PathBuf>, String, Project),
    /// Read them again, and say whether they say something else than these did.
    ColleaguesAgain(Vec<PathBuf>, String, Project, Vec<Colleague>),
    /// Save a project.
    Save {
        /// Where.
        path: PathBuf,
        /// What is known of the file there.
        file: SharedFile,
        /// What.
        project: Project,
        /// The state that it is.
        revision: Revision,
        /// What the user has allowed.
        allowed: Allowed,
        /// What is told before the file is in place.
        announcer: Announcer,
        /// Who saves, and when.
        by: Signature,
    },
    /// Look how an export will begin and what it will lose.
    LookAtExport(Box<Export>, Project),
    /// Look what a dataset would become.
    LookAtImport(Arc<Source>, Box<Form>, Option<Project>),
    /// Read a table of texts with these columns.
    ReadTable(Arc<ArticlesFile>, Columns),
    /// Write a project as a dataset.
    Export {
        /// As what.
        wish: Box<Wish>,
        /// What the dataset is called.
        name: String,
        /// Where: a file or a folder.
        path: PathBuf,
        /// What.
        project: Project,
        /// The project's own file, which is not written over.
        own: Option<PathBuf>,
        /// How far those in the review agree, for a report that says it.
        figures: Option<Arc<Measured>>,
    },
    /// Give colleagues' marks the tags that a table gives them, as a tagset has them.
    Retag(Vec<Colleague>, Box<Retag>, Arc<Tagset>),
    /// Measure how far colleagues agree.
    Measure(Vec<Colleague>),
    /// Write figures of agreement: a page where the name ends so, else a table.
    SaveFigures(PathBuf, Arc<Measured>),
    /// Read a tagset from a file of its own.
    LoadTagset(PathBuf),
    /// Write a tagset to a file of its own.
    SaveTagset(PathBuf, Arc<Tagset>),
    /// Read a table of what tags become.
    LoadTable(Side, PathBuf),
    /// Write a table of what tags become.
    SaveTable(Side, PathBuf, Mapping),
    /// Read the face of the article from a file.
    Face(PathBuf),
    /// Save the preferences in this folder.
    Preferences(PathBuf, Preferences),
}

/// What came of it. The last reply to a request ends it; all before are progress.
#[derive(Debug)]
pub enum Reply {
    /// How far it is: what is being done, and the share of it that is.
    Progress(String, f32),
    /// Colleagues' files were read, these; what has to be said about them, a sentence each.
    Colleagues(Vec<PathBuf>, Vec<Colleague>, Vec<String>),
    /// Colleagues' files say something else than they did.
    ColleaguesChanged,
    /// A project was read.
    Project(Box<OpenedProject>),
    /// Somebody has the project open, or, if that cannot be known from here, may have.
    InUse(PathBuf, Box<Holder>, bool),
    /// What differs in another version, in sentences.
    Compared(PathBuf, Vec<String>),
    /// What would come of a merge, or why there can be none, in a sentence.
    MergeSeen(Box<Result<MergeSight, String>>),
    /// Files were read that are a dataset; they are called by this name, and look like this format.
    Dataset(String, Arc<Source>, &'static Format),
    /// What a dataset would become, or why it cannot be read.
    ImportSeen(Box<Result<Prospect, String>>),
    /// A table of texts was read again, with other columns.
    Table(Arc<ArticlesFile>, Box<articles::Opened>),
    /// The columns of a table cannot be those that were chosen.
    NoTable(String),
    /// Files of articles were read.
    Articles(ReadFiles),
    /// An article was read again in another encoding.
    ReadAgain(Box<ReadArticle>),
    /// How the beginning of a file reads in an encoding, or why it cannot be read.
    Preview(PathBuf, String, String),
    /// What the file of an article says now.
    Reread(Again),
    /// A part that was kept aside is back: the project as it was, and as it is with it.
    PutBack(Box<Project>, Box<Project>),
    /// A project was saved.
    Saved(PathBuf, Revision),
    /// A project could not be saved: why, and what the user may allow.
    NotSaved(PathBuf, String, Option<Refusal>),
    /// How an export will begin, or why it cannot be.
    ExportSeen(Box<Result<Sight, String>>),
    /// A dataset was written; what it could not hold.
    Exported(PathBuf, Box<Wish>, Vec<String>),
    /// Colleagues' marks have other tags.
    Retagged(Vec<Colleague>),
    /// How far colleagues agree.
    Measured(Box<Agreement>),
    /// Figures of agreement were written.
    FiguresSaved(PathBuf),
    /// A tagset was read.
    Tagset(PathBuf, Box<Tagset>),
    /// A tagset was written.
    TagsetSaved(PathBuf),
    /// A table of what tags become was read, or why it cannot be, in a sentence.
    TableLoaded(Side, PathBuf, Result<Mapping, String>),
    /// A table of what tags become was written, or why it cannot be, in a sentence.
    TableSaved(Side, PathBuf, Result<(), String>),
    /// The bytes of a face, or why it cannot be used, in a sentence.
    Face(PathBuf, Result<Vec<u8>, String>),
    /// It was cancelled; what that means, in a sentence.
    Cancelled(&'static str),
    /// Something failed: what, and why with what to do.
    Failed(String, String),
    /// It is done and there is nothing to say.
    Done,
}

/// The number of a request, by which its replies are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct JobId(u64);

/// A request on its way.
struct Job {
    id: JobId,
    request: Request,
    cancelled: Arc<AtomicBool>,
}

/// The worker as the window sees it.
pub struct Worker {
    jobs: Option<Sender<Job>>,
    replies: Receiver<(JobId, Reply)>,
    count: u64,
    /// The signs to cancel of what is not finished, for what can be left.
    signs: BTreeMap<JobId, Arc<AtomicBool>>,
    inline: Option<Hand>,
    thread: Option<JoinHandle<()>>,
    /// What was begun is not waited for when the window goes.
    unawaited: bool,
}

/// Does one request, says progress, and gives the last reply.
pub type Work = dyn Fn(Request, &dyn Fn(Reply), &AtomicBool) -> Reply;

/// Does what a worker was asked for, one request after the other.
pub struct Hand {
    jobs: Receiver<Job>,
    replies: Sender<(JobId, Reply)>,
}

impl Worker {
    /// A thread that wakes the window whenever it has something to say.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(ctx: &Context) -> std::io::Result<Self> {
        let (mut worker, hand) = Self::by_hand();
        let ctx = ctx.clone();
        let thread = std::thread::Builder::new()
            .name("postil worker".to_owned())
            .spawn(move || {
                while let Ok(job) = hand.jobs.recv() {
                    hand.carry_out(job, &|| ctx.request_repaint());
                }
            })?;
        worker.thread = Some(thread);
        Ok(worker)
    }

    /// The same for what need not be finished when the window goes, because it is kept nowhere.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start_unawaited(ctx: &Context) -> std::io::Result<Self> {
        let mut worker = Self::start(ctx)?;
        worker.unawaited = true;
        Ok(worker)
    }

    /// Does each request at once: for tests, which need no second thread to be exact.
    pub fn inline() -> Self {
        let (mut worker, hand) = Self::by_hand();
        worker.inline = Some(hand);
        worker
    }

    /// Does each request when the hand is told to: for tests of what happens meanwhile.
    pub fn by_hand() -> (Self, Hand) {
        let (jobs, inbox) = channel();
        let (outbox, replies) = channel();
        let worker = Self {
            jobs: Some(jobs),
            replies,
            count: 0,
            signs: BTreeMap::new(),
            inline: None,
            thread: None,
            unawaited: false,
        };
        let hand = Hand {
            jobs: inbox,
            replies: outbox,
        };
        (worker, hand)
    }

    /// Asks for something. Requests are carried out one after the other.
    pub fn ask(&mut self, request: Request) -> JobId {
        self.count += 1;
        let id = JobId(self.count);
        let cancelled = Arc::new(AtomicBool::new(false));
        if request.can_be_left() {
            self.signs.insert(id, Arc::clone(&cancelled));
        }
        let job = Job {
            id,
            request,
            cancelled,
        };
        if let Some(jobs) = &self.jobs {
            // Whoever does the work ends only with the window.
            let _ = jobs.send(job);
        }
        if let Some(hand) = &self.inline {
            hand.carry_out_next(&|| ());
        }
        id
    }

    /// Asks for one request to be left. What cannot be left, such as a save, goes on.
    pub fn cancel(&self, job: JobId) {
        if let Some(sign) = self.signs.get(&job) {
            sign.store(true, Ordering::Relaxed);
        }
    }

    /// What came since the last time, in order.
    pub fn replies(&mut self) -> Vec<(JobId, Reply)> {
        let replies: Vec<_> = self.replies.try_iter().collect();
        for (job, reply) in &replies {
            if !matches!(reply, Reply::Progress(..)) {
                self.signs.remove(job);
            }
        }
        replies
    }
}

/// What was asked for is finished before the window goes, so that no save is lost with it; what
/// was only to be read is left.
impl Drop for Worker {
    fn drop(&mut self) {
        for sign in self.signs.values() {
            sign.store(true, Ordering::Relaxed);
        }
        self.jobs = None;
        if let Some(thread) = self.thread.take().filter(|_| !self.unawaited) {
            // A thread that has panicked has said so itself.
            let _ = thread.join();
        }
    }
}

impl Hand {
    /// Does the next request, if there is one; `wake` is called with every reply. Says whether
    /// there was one.
    pub fn carry_out_next(&self, wake: &dyn Fn()) -> bool {
        let Ok(job) = self.jobs.try_recv() else {
            return false;
        };
        self.carry_out(job, wake);
        true
    }

    /// Does the next request by other work than the usual: for tests of faults in it.
    pub fn carry_out_next_by(&self, work: &Work, wake: &dyn Fn()) -> bool {
        let Ok(job) = self.jobs.try_recv() else {
            return false;
        };
        self.carry_out_by(work, job, wake);
        true
    }

    /// Does one thing. Says one reply at the end, and progress before.
    fn carry_out(&self, job: Job, wake: &dyn Fn()) {
        self.carry_out_by(&work::carry_out, job, wake);
    }

    fn carry_out_by(&self, work: &Work, job: Job, wake: &dyn Fn()) {
        let say = |reply| {
            // Nobody listens any more when the window is gone.
            let _ = self.replies.send((job.id, reply));
            wake();
        };
        let if_it_breaks = job.request.broken();
        let work = || work(job.request, &say, &job.cancelled);
        // A fault in one piece of work must not take the next save with it.
        say(catch_unwind(AssertUnwindSafe(work)).unwrap_or(if_it_breaks));
    }
}

impl Request {
    /// Whether it can be left before it is finished. A save is not left.
    fn can_be_left(&self) -> bool {
        match self {
            Self::Open(_)
            | Self::OpenProject(..)
            | Self::Colleagues(..)
            | Self::ReadAs(..)
            | Self::Measure(_)
            | Self::Reread(..)
            | Self::Export { .. }
            | Self::LoadTagset(_)
            | Self::LoadTable(..) => true,
            Self::Preview(..)
            | Self::ColleaguesAgain(..)
            | Self::LookAtExport(..)
            | Self::Face(_)
            | Self::PutBack(..)
            | Self::LetGo(_)
            | Self::Compare(..)
            | Self::LookAtMerge(_)
            | Self::LookAtImport(..)
            | Self::ReadTable(..)
            | Self::Save { .. }
            | Self::SaveTagset(..)
            | Self::SaveTable(..)
            | Self::SaveFigures(..)
            | Self::Retag(..)
            | Self::Preferences(..) => false,
        }
    }

    /// What is said if the work on it ends in a fault of the program.
    fn broken(&self) -> Reply {
        let why = "The program has a fault there. Your project is still open: save it.".to_owned();
        let failed = |what: &str| Reply::Failed(what.to_owned(), why.clone());
        match self {
            Self::Open(_) | Self::OpenProject(..) | Self::ReadAs(..) => {
                failed("Nothing was opened")
            }
            Self::Face(path) => Reply::Face(path.clone(), Err(why)),
            Self::LetGo(_) | Self::ColleaguesAgain(..) => Reply::Done,
            Self::Compare(path, _) => Reply::Compared(path.clone(), vec![why]),
            Self::LookAtMerge(_) => Reply::MergeSeen(Box::new(Err(why))),
            Self::Reread(..) => failed("The file was not read again"),
            Self::PutBack(..) => failed("It was not put back"),
            Self::Colleagues(..) | Self::Retag(..) => failed("The review was not opened"),
            Self::Preview(path, encoding) => Reply::Preview(path.clone(), encoding.clone(), why),
            Self::Save { path, .. } => Reply::NotSaved(path.clone(), why, None),
            Self::LookAtExport(..) => Reply::ExportSeen(Box::new(Err(why))),
            Self::LookAtImport(..) => Reply::ImportSeen(Box::new(Err(why))),
            Self::ReadTable(..) => Reply::NoTable(why),
            Self::Export { .. } => failed("The dataset was not written"),
            Self::Measure(_) => failed("Nothing was measured"),
            Self::SaveFigures(..) => failed("The figures were not saved"),
            Self::LoadTagset(_) => failed("The tagset was not loaded"),
            Self::SaveTagset(..) => failed("The tagset was not saved"),
            Self::LoadTable(side, path) => Reply::TableLoaded(*side, path.clone(), Err(why)),
            Self::SaveTable(side, path, _) => Reply::TableSaved(*side, path.clone(), Err(why)),
            Self::Preferences(..) => failed("Your settings were not saved"),
        }
    }
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

/// A problem of a file as a person reads it: the place, and what is wrong.
pub fn place_and_words(problem: &Problem) -> (String, String) {
    let place = match (problem.line, problem.column) {
        (Some(line), Some(column)) => format!("line {line}, column {column}"),
        (Some(line), None) => format!("line {line}"),
        _ => String::new(),
    };
    let file = problem.file.as_deref().unwrap_or_default();
    let comma = match file.is_empty() || place.is_empty() {
        true => "",
        false => ", ",
    };
    (format!("{file}{comma}{place}"), sentence(&problem.what))
}

/// A file's name without its folder, safe to show.
pub fn name_of(path: &Path) -> String {
    path.file_name()
        .map_or_else(|| shown(path), |name| shown(Path::new(name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::tagset_file::default_tagset;
    use crate::project::Time;

    fn save(path: &Path, project: &Project) -> Request {
        Request::Save {
            path: path.to_owned(),
            file: Arc::new(std::sync::Mutex::new(
                super::super::keeping::KeptFile::chosen(path),
            )),
            project: project.clone(),
            revision: Revision::default(),
            allowed: Allowed::default(),
            announcer: Announcer::silent(),
            by: by(),
        }
    }

    fn by() -> Signature {
        Signature {
            user: "Ana".to_owned(),
            now: Time::new(1_000),
        }
    }

    fn last(worker: &mut Worker) -> Reply {
        let replies = worker.replies();
        replies.into_iter().next_back().expect("a reply").1
    }

    fn written(folder: &tempfile::TempDir, name: &str, text: &str) -> PathBuf {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path
    }

    #[test]
    fn what_cannot_be_opened_is_said_and_the_rest_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let good = written(&folder, "a.txt", "The dam holds.\n");
        let empty = written(&folder, "b.txt", "");
        let mut worker = Worker::inline();
        let none = folder.path().join("none.txt");
        worker.ask(Request::Open(vec![good.clone(), empty, none]));
        let Reply::Articles(read) = last(&mut worker) else {
            panic!("no articles")
        };
        let refused = &read.refused;
        let read: Vec<_> = read.articles.iter().map(|read| &read.path).collect();
        assert_eq!(read, [&good]);
        assert_eq!(refused.len(), 2, "{refused:?}");
        let sentences = refused.iter().all(|sentence| sentence.ends_with('.'));
        assert!(sentences, "{refused:?}");
    }

    #[test]
    fn a_project_saved_by_the_worker_is_the_one_it_reads() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("p.ron");
        let project = Project::new(default_tagset());
        let mut worker = Worker::inline();
        worker.ask(save(&path, &project));
        assert!(matches!(last(&mut worker), Reply::Saved(..)));
        worker.ask(Request::OpenProject(path, Way::Own, by()));
        let Reply::Project(opened) = last(&mut worker) else {
            panic!("no project")
        };
        assert_eq!(opened.loaded.project, project);
    }

    #[test]
    fn row_78_a_fault_in_one_piece_of_work_is_said_and_the_next_save_works() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("p.ron");
        let project = Project::new(default_tagset());
        let (mut worker, hand) = Worker::by_hand();
        let breaks = |_: Request, _: &dyn Fn(Reply), _: &AtomicBool| -> Reply {
            panic!("a fault that a test makes")
        };
        worker.ask(save(&path, &project));
        assert!(hand.carry_out_next_by(&breaks, &|| ()));
        let Reply::NotSaved(_, why, None) = last(&mut worker) else {
            panic!("it was saved")
        };
        assert!(why.contains("The program has a fault"), "{why}");
        worker.ask(save(&path, &project));
        assert!(hand.carry_out_next(&|| ()));
        assert!(matches!(last(&mut worker), Reply::Saved(..)));
    }

    #[test]
    fn a_later_request_does_not_take_a_cancel_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = written(&folder, "a.txt", "The dam holds.\n");
        let (mut worker, hand) = Worker::by_hand();
        let first = worker.ask(Request::Open(vec![path.clone()]));
        worker.cancel(first);
        let second = worker.ask(Request::Open(vec![path]));
        while hand.carry_out_next(&|| ()) {}
        let ends: Vec<_> = worker
            .replies()
            .into_iter()
            .filter(|(_, reply)| !matches!(reply, Reply::Progress(..)))
            .collect();
        let [(one, Reply::Cancelled(_)), (two, Reply::Articles(..))] = ends.as_slice() else {
            panic!("{ends:?}")
        };
        assert_eq!((*one, *two), (first, second));
    }

    #[test]
    fn whatever_is_only_read_or_exported_can_be_cancelled_and_a_save_cannot() {
        let folder = tempfile::tempdir().expect("a folder");
        let project = Project::new(default_tagset());
        let (mut worker, hand) = Worker::by_hand();
        let (ron, jsonl) = (folder.path().join("p.ron"), folder.path().join("p.jsonl"));
        let save = save(&ron, &project);
        let asked = [
            save,
            Request::OpenProject(ron.clone(), Way::Own, by()),
            Request::Export {
                wish: Box::default(),
                name: "p".to_owned(),
                path: jsonl.clone(),
                project,
                own: None,
                figures: None,
            },
            Request::Open(vec![jsonl.clone()]),
            Request::LoadTagset(ron.clone()),
            Request::ReadAs(ron.clone(), "UTF-8".to_owned()),
        ];
        for request in asked {
            let job = worker.ask(request);
            worker.cancel(job);
        }
        while hand.carry_out_next(&|| ()) {}
        let replies = worker.replies();
        let mut ends = replies
            .iter()
            .map(|(_, reply)| reply)
            .filter(|reply| !matches!(reply, Reply::Progress(..)));
        assert!(matches!(ends.next(), Some(Reply::Saved(..))));
        assert!(
            ends.all(|reply| matches!(reply, Reply::Cancelled(_))),
            "{replies:?}"
        );
        assert!(ron.exists() && !jsonl.exists());
    }
}
