//! The desktop's own file dialogs, asked on a thread of their own.
//!
//! A desktop without a portal and without zenity shows none, and rfd then answers what it answers
//! to «Cancel»: nothing. No person cancels within a third of a second, so an answer that quick
//! means that there is no dialog, and the window asks for a path itself.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::{Duration, Instant};

use egui::Context;

/// What a path is wanted for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Articles or a project.
    Open,
    /// A folder of articles.
    OpenFolder,
    /// Colleagues' files, to be reviewed.
    Review,
    /// A colleague's version of the project, to be merged into it.
    Merge,
    /// The version that both grew out of.
    MergeBase,
    /// A colleague's file, whose articles are marked while its marks are hidden.
    Blind,
    /// A project; the suggested name.
    SaveAs(String),
    /// A dataset.
    Export(Target),
    /// A tagset.
    LoadTagset,
    /// A tagset; the suggested name.
    SaveTagset(String),
    /// A table of what tags become.
    LoadTable(Side),
    /// A table of what tags become; the suggested name.
    SaveTable(Side, String),
    /// Figures of agreement, as a table or a page; the suggested name.
    SaveFigures(String),
}

/// The window that a table of tags belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// That of the export.
    Export,
    /// That of the import.
    Import,
    /// The question what colleagues' tags are.
    Review,
}

/// Where a dataset shall go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The suggested name of the file or folder.
    pub name: String,
    /// The ending of the file, without the dot; empty for a folder.
    pub ending: &'static str,
    /// The format's name.
    pub format: &'static str,
}

impl Target {
    /// Whether it is a folder of files.
    pub fn is_folder(&self) -> bool {
        self.ending.is_empty()
    }
}

/// What was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// These paths.
    Paths(Vec<PathBuf>),
    /// Nothing.
    Cancelled,
    /// The desktop has no dialog.
    NoDialog,
}

/// Whoever asks for paths: the desktop, or a test.
pub trait FileDialog {
    /// Asks. A question that is still open stays the only one.
    fn ask(&mut self, purpose: &Purpose);
    /// The answer, once it is there.
    fn poll(&mut self) -> Option<Answer>;
}

/// The desktop's dialogs.
pub struct DesktopDialog {
    ctx: Context,
    open: Option<(Instant, Receiver<Vec<PathBuf>>)>,
}

/// An answer quicker than this was given by no person.
const TOO_QUICK: Duration = Duration::from_millis(300);

impl DesktopDialog {
    /// Dialogs that wake the window of `ctx` when they are answered.
    pub fn new(ctx: &Context) -> Self {
        Self {
            ctx: ctx.clone(),
            open: None,
        }
    }
}

impl FileDialog for DesktopDialog {
    fn ask(&mut self, purpose: &Purpose) {
        if self.open.is_some() {
            return;
        }
        let (answer, answers) = channel();
        self.open = Some((Instant::now(), answers));
        let (ctx, purpose) = (self.ctx.clone(), purpose.clone());
        let thread = std::thread::Builder::new().name("postil dialog".to_owned());
        let started = thread.spawn(move || {
            // Nobody listens any more when the window is gone.
            let _ = answer.send(show(&purpose));
            ctx.request_repaint();
        });
        if started.is_err() {
            // Without a thread there is no sender: the next poll finds that there is no dialog.
            self.ctx.request_repaint();
        }
    }

    fn poll(&mut self) -> Option<Answer> {
        let (asked, answers) = self.open.as_ref()?;
        let answer = match answers.try_recv() {
            Ok(paths) if !paths.is_empty() => Answer::Paths(paths),
            Ok(_) if asked.elapsed() < TOO_QUICK => Answer::NoDialog,
            Ok(_) => Answer::Cancelled,
            Err(TryRecvError::Disconnected) => Answer::NoDialog,
            Err(TryRecvError::Empty) => return None,
        };
        self.open = None;
        Some(answer)
    }
}

/// Shows a dialog and waits for it.
fn show(purpose: &Purpose) -> Vec<PathBuf> {
    let dialog = rfd::FileDialog::new();
    let one = |path: Option<PathBuf>| path.into_iter().collect();
    match purpose {
        Purpose::Open => {
            let dialog = dialog.set_title("Open articles or a project");
            let articles = crate::formats::articles::kinds::extensions();
            let known: Vec<&str> = ["ron", "jsonl"].into_iter().chain(articles).collect();
            let dialog = dialog.add_filter("Projects and articles", &known);
            dialog
                .add_filter("All files", &["*"])
                .pick_files()
                .unwrap_or_default()
        }
        Purpose::OpenFolder => one(dialog.set_title("Open a folder of articles").pick_folder()),
        Purpose::Review => dialog
            .set_title("Review colleagues’ files")
            .pick_files()
            .unwrap_or_default(),
        Purpose::Merge => one(project(dialog.set_title("Merge a colleague’s file"))),
        Purpose::MergeBase => one(project(
            dialog.set_title("The version that both grew out of"),
        )),
        Purpose::Blind => one(dialog
            .set_title("Mark a colleague’s articles, blind")
            .pick_file()),
        Purpose::SaveAs(name) => {
            let dialog = dialog.set_title("Save the project").set_file_name(name);
            one(dialog.add_filter("Postil project", &["ron"]).save_file())
        }
        Purpose::Export(target) if target.is_folder() => {
            let title = format!("Choose the folder in which «{}» shall stand", target.name);
            let chosen = dialog.set_title(title).pick_folder();
            one(chosen.map(|folder| folder.join(&target.name)))
        }
        Purpose::Export(target) => {
            let title = format!("Export as {}", target.format);
            let dialog = dialog.set_title(title).set_file_name(&target.name);
            one(dialog
                .add_filter(target.format, &[target.ending])
                .save_file())
        }
        Purpose::LoadTagset => one(dialog
            .set_title("Load a tagset")
            .add_filter("Tagset", &["ron"])
            .pick_file()),
        Purpose::SaveTagset(name) => {
            let dialog = dialog.set_title("Save the tagset").set_file_name(name);
            one(dialog.add_filter("Tagset", &["ron"]).save_file())
        }
        Purpose::LoadTable(_) => one(dialog
            .set_title("Load a table of tags")
            .add_filter("Table", &["tsv", "txt"])
            .add_filter("All files", &["*"])
            .pick_file()),
        Purpose::SaveTable(_, name) => {
            let dialog = dialog.set_title("Save the table of tags");
            let dialog = dialog.set_file_name(name);
            one(dialog.add_filter("Table", &["tsv"]).save_file())
        }
        Purpose::SaveFigures(name) => {
            let dialog = dialog.set_title("Save the figures").set_file_name(name);
            let dialog = dialog.add_filter("Table", &["csv"]);
            one(dialog.add_filter("Page", &["html"]).save_file())
        }
    }
}

/// Asks for a project, or a version of one that is kept under another ending.
fn project(dialog: rfd::FileDialog) -> Option<PathBuf> {
    let dialog = dialog.add_filter("Postil project", &["ron"]);
    dialog.add_filter("All files", &["*"]).pick_file()
}
