//! Opening a project: under its lock, or as somebody who only reads, or as a copy; and what stands
//! beside it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use egui::Context;

use super::dialogs::copies::CopiesAnswer;
use super::dialogs::in_use::{InUseAnswer, InUseDialog};
use super::keeping::KeptFile;
use super::window::App;
use super::worker::{OpenedProject, Request, Signature, Way, name_of};
use crate::command::{Command, WindowCommand};
use crate::store::lock::Holder;
use crate::workbench::Notice;

/// So often it is looked whether a project is free that is waited for, in seconds.
const EACH: f64 = 2.0;

impl App {
    /// Who asks the worker, and when.
    pub(super) fn signature(&self) -> Signature {
        Signature {
            user: self.workbench.author().to_owned(),
            now: (self.services.clock)(),
        }
    }

    /// Reads files in place of what is open.
    pub(super) fn read(&mut self, paths: Vec<PathBuf>) {
        match paths.as_slice() {
            [path] if super::files::is_whole(path) => self.read_project(path.clone(), Way::Own),
            _ => drop(self.services.worker.ask(Request::Open(paths))),
        }
    }

    fn read_project(&mut self, path: PathBuf, way: Way) {
        let by = self.signature();
        let request = Request::OpenProject(path, way, by);
        self.services.worker.ask(request);
    }

    /// Somebody else has a project open that was asked for.
    pub(super) fn in_use(&mut self, ctx: &Context, path: PathBuf, holder: &Holder, unsure: bool) {
        self.file.given_up = None;
        let now = (self.services.clock)();
        match &mut self.panels.in_use {
            Some(asked) if asked.path == path => {
                asked.dialog.still(holder, unsure, now);
                asked.next = ctx.input(|input| input.time) + EACH;
                ctx.request_repaint_after(Duration::from_secs_f64(EACH));
            }
            _ => {
                let dialog = InUseDialog::new(name_of(&path), holder, unsure, now);
                self.panels.ask_in_use(dialog, path);
            }
        }
    }

    /// How the user wants a project that somebody else has open.
    pub(super) fn in_use_answered(&mut self, path: PathBuf, answer: InUseAnswer) {
        match answer {
            InUseAnswer::ReadOnly => self.read_project(path, Way::ReadOnly),
            InUseAnswer::Copy => self.read_project(path, Way::Copy),
            InUseAnswer::Anyway => self.read_project(path, Way::Over),
            InUseAnswer::Wait | InUseAnswer::Cancel => {}
        }
    }

    /// Looks again, now and then, whether a project is free that is waited for.
    pub(super) fn look_again(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        let Some(asked) = self.panels.in_use.as_mut().filter(|it| it.dialog.waits()) else {
            return;
        };
        if now >= asked.next {
            // The answer says when it is looked again.
            asked.next = f64::INFINITY;
            let path = asked.path.clone();
            self.read_project(path, Way::Own);
        } else if asked.next.is_finite() {
            ctx.request_repaint_after(Duration::from_secs_f64(asked.next - now));
        }
    }

    /// A project was read.
    pub(super) fn project_read(&mut self, opened: OpenedProject) {
        let OpenedProject {
            file,
            loaded,
            way,
            lock,
            has_it,
            unlocked,
            copies,
        } = opened;
        let path = &file.path().to_owned();
        if self.must_wait(path) {
            return;
        }
        let lock = lock.or_else(|| self.own_lock().filter(|_| has_it));
        let name = match way {
            Way::Copy => copy_name(path),
            _ => name_of(path),
        };
        let own = (way != Way::Copy).then(|| path.clone());
        let base = loaded.project.clone();
        self.take_over(loaded.project, own, &name);
        self.tell_problems(&loaded.problems);
        self.remember(path);
        self.find_hidden();
        if way == Way::Copy {
            self.workbench.mark_unsaved();
            let what = "Save it under a name; «postil merge» makes one of both.";
            self.told(Notice::plain(format!("A copy of {}", name_of(path)), what));
            return;
        }
        let kept = KeptFile::opened(file, lock, base);
        self.project_file = Some(Arc::new(Mutex::new(kept)));
        self.panels.copies_found(copies);
        self.ask_past();
        self.tell_terms(path, way, unlocked);
    }

    /// Says on what terms a project was opened, if they are not the usual ones.
    fn tell_terms(&mut self, path: &Path, way: Way, unlocked: Option<String>) {
        let name = name_of(path);
        if way == Way::ReadOnly {
            self.file.read_only = true;
            self.workbench.set_read_only(true);
        }
        if let Some(why) = unlocked {
            let why = format!(
                "Others are not told that you have it open ({why}). Each save looks whether they have changed it."
            );
            self.told(Notice::plain(format!("{name} has no lock"), why));
        }
        let count = self.panels.copies.len();
        if count > 0 && way != Way::ReadOnly {
            let title = match count {
                1 => format!("A conflict copy of {name} stands beside it"),
                many => format!("{many} conflict copies of {name} stand beside it"),
            };
            let notice = Notice::warning(title, "It was changed in two places.");
            let see = Command::Window(WindowCommand::ConflictCopies);
            self.told(notice.with_action("Show", see));
        }
    }

    /// The lock of the project that is open, which goes over to what takes its place.
    pub(super) fn own_lock(&mut self) -> Option<crate::store::lock::Lock> {
        let file = self.project_file.as_ref()?;
        let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
        file.lock.take()
    }

    /// Shows the conflict copies, or says that there are none.
    pub(super) fn show_copies(&mut self) {
        if !self.panels.ask_copies() {
            let why = "No program that keeps folders in step has left one beside the project.";
            self.told(Notice::plain("There are no conflict copies", why));
        }
    }

    /// What shall become of a conflict copy.
    pub(super) fn copies_answered(&mut self, answer: CopiesAnswer) {
        match answer {
            CopiesAnswer::Compare(path) => {
                let project = self.workbench.project().clone();
                self.services.worker.ask(Request::Compare(path, project));
            }
            CopiesAnswer::Merge(path) => self.offer_merge(path, false),
            CopiesAnswer::Close => {}
        }
    }
}

/// What a copy of a file is called: `a copy.ron`.
fn copy_name(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default();
    let copy = format!("{} copy.ron", stem.to_string_lossy());
    name_of(Path::new(&copy))
}
