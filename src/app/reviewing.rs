//! Opening a review: colleagues' files, what their tags are here, and marks that were hidden for a
//! blind pass.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Context, Event};

use super::dialogs::tag_table;
use super::dialogs::tags::{TagsAnswer, TagsDialog};
use super::file_dialog::Side;
use super::files::Then;
use super::window::App;
use super::worker::{JobId, Request, name_of};
use crate::command::{Command, WindowCommand};
use crate::review::Colleague;
use crate::review::blind::{only_done, without_marks};
use crate::workbench::Notice;

/// What colleagues' files were read for, if not for a plain review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ReadFor {
    /// A blind pass over the articles of this file.
    Blind(JobId, PathBuf),
    /// The end of one: what was hidden is shown.
    Reveal(JobId),
}

/// What colleagues' files said when they were read for the review.
#[derive(Debug)]
pub(super) struct Readings {
    paths: Vec<PathBuf>,
    read: Vec<Colleague>,
    /// The review was open since.
    opened: bool,
    /// It was said that they say something else by now.
    told: bool,
}

impl App {
    /// Asks for colleagues' files to be read, to be reviewed beside the project.
    pub(super) fn read_colleagues(&mut self, paths: Vec<PathBuf>) -> JobId {
        let me = self.workbench.author().to_owned();
        let project = self.workbench.project().clone();
        let request = Request::Colleagues(paths, me, project);
        self.services.worker.ask(request)
    }

    /// Colleagues' files were read.
    pub(super) fn colleagues_read(
        &mut self,
        job: JobId,
        paths: Vec<PathBuf>,
        theirs: Vec<Colleague>,
    ) {
        self.readings = None;
        match self.read_for.take() {
            Some(ReadFor::Blind(of, path)) if of == job => return self.begin_blind(&path, &theirs),
            Some(ReadFor::Reveal(of)) if of == job => return self.reveal_done(theirs),
            other => self.read_for = other,
        }
        self.readings = Some(Readings {
            paths,
            read: theirs.clone(),
            opened: false,
            told: false,
        });
        let mine = self.workbench.project();
        match TagsDialog::about(theirs, mine, &self.preferences.their_tags) {
            Ok(dialog) => self.panels.their_tags = Some(dialog),
            Err(theirs) => self.begin_review(theirs),
        }
    }

    /// Opens a review beside what colleagues have marked.
    pub(super) fn begin_review(&mut self, theirs: Vec<Colleague>) {
        self.inbox.push(Command::StartReview(Arc::new(theirs)));
    }

    /// Looks whether colleagues' files say something else by now, whenever the window is come back to.
    pub(super) fn look_at_colleagues(&mut self, ctx: &Context) {
        let is_open = self.workbench.review().is_some();
        // What a review has left behind is not held in memory.
        self.readings = self.readings.take().filter(|it| is_open || !it.opened);
        if let Some(readings) = &mut self.readings {
            readings.opened = is_open;
        }
        let is_back = |event: &Event| *event == Event::WindowFocused(true);
        if !ctx.input(|input| input.events.iter().any(is_back)) {
            return;
        }
        let (Some(desk), Some(readings)) = (self.workbench.review(), &self.readings) else {
            return;
        };
        let read = readings.read.iter().map(|it| it.name.as_str());
        let those = desk.review().names().skip(1).eq(read);
        if those && !readings.told {
            let me = self.workbench.author().to_owned();
            let mine = self.workbench.project().clone();
            let (paths, read) = (readings.paths.clone(), readings.read.clone());
            let request = Request::ColleaguesAgain(paths, me, mine, read);
            self.services.worker.ask(request);
        }
    }

    pub(super) fn colleagues_changed(&mut self) {
        let Some(readings) = &mut self.readings else {
            return;
        };
        readings.told = true;
        let names: Vec<String> = readings.paths.iter().map(|path| name_of(path)).collect();
        let (title, how) = match names.as_slice() {
            [one] => (format!("{one} says something else now"), "Until it is"),
            _ => (
                "Colleagues’ files say something else now".to_owned(),
                "Until they are",
            ),
        };
        let how = format!("{how} read again, the review shows what was read before.");
        let again = Command::Window(WindowCommand::ReviewAgain);
        self.told(Notice::warning(title, how).with_action("Read again", again));
    }

    /// Reads the colleagues' files of the review again, and goes on with what they say now.
    pub(super) fn review_again(&mut self) {
        match &self.readings {
            Some(readings) => {
                self.read_colleagues(readings.paths.clone());
            }
            None => self.told(Notice::plain("This review is of no colleague’s file", "")),
        }
    }

    /// Draws the question what their tags are, and does what is answered.
    pub(super) fn ask_tags(&mut self, ctx: &Context) {
        let Some(dialog) = &mut self.panels.their_tags else {
            return;
        };
        let Some(answer) = dialog.ui(ctx, self.workbench.project().tagset()) else {
            return;
        };
        if let TagsAnswer::Table(asked) = answer {
            return self.ask_for_table(Side::Review, asked);
        }
        let dialog = self.panels.their_tags.take();
        ctx.request_repaint();
        let Some(dialog) = dialog.filter(|_| answer == TagsAnswer::Review) else {
            return;
        };
        let (theirs, table) = dialog.into_parts();
        tag_table::keep(
            &table.foreign,
            &table.tags,
            &mut self.preferences.their_tags,
        );
        self.store_preferences();
        let tagset = Arc::clone(self.workbench.project().tagset());
        self.services
            .worker
            .ask(Request::Retag(theirs, Box::new(table.tags), tagset));
    }

    /// Marks one's own articles again, without what is marked on them now.
    pub(super) fn mark_again(&mut self) {
        match self.file.path.clone() {
            Some(path) => self.leave(Then::Blind(path)),
            None => {
                let how = "Save the project first: its marks are hidden in its file.";
                self.told(Notice::plain("The project is in no file", how));
            }
        }
    }

    /// Reads the file whose marks shall be hidden.
    pub(super) fn hide_marks_of(&mut self, path: PathBuf) {
        let job = self.read_colleagues(vec![path.clone()]);
        self.read_for = Some(ReadFor::Blind(job, path));
    }

    /// Shows the articles of a file without its marks, as a project of its own.
    fn begin_blind(&mut self, path: &Path, theirs: &[Colleague]) {
        let Some(project) = theirs.first().map(|it| without_marks(&it.project)) else {
            let why = "Nothing is marked in it, so that there is nothing to hide.";
            self.told(Notice::plain(
                format!("{} holds no marks", name_of(path)),
                why,
            ));
            return;
        };
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        self.take_over(project, None, &format!("{stem}-blind.ron"));
        self.workbench.mark_unsaved();
        self.file.hidden = Some(path.to_owned());
        let title = format!("The marks of {} are hidden", name_of(path));
        let how = "Mark the articles and say of each that it is done; then «Reveal the hidden marks» shows both side by side.";
        self.told(Notice::good(title, how));
    }

    /// Reads the hidden marks, to be shown where one's own are done.
    pub(super) fn reveal(&mut self) {
        let Some(path) = self.file.hidden.clone() else {
            let how = "«Mark again, blind» hides what is marked until you are done.";
            self.told(Notice::plain("No marks are hidden", how));
            return;
        };
        let done = |entry: &Arc<crate::project::Entry>| entry.status().done;
        if !self.workbench.project().entries().iter().any(done) {
            let how = "Say first of an article that it is done.";
            self.told(Notice::plain("Nothing is revealed yet", how));
            return;
        }
        let job = self.read_colleagues(vec![path]);
        self.read_for = Some(ReadFor::Reveal(job));
    }

    fn reveal_done(&mut self, theirs: Vec<Colleague>) {
        let mine = self.workbench.project();
        let shown = theirs.into_iter().map(|it| Colleague {
            project: only_done(&it.project, mine),
            ..it
        });
        let shown = shown.collect();
        self.begin_review(shown);
    }

    /// An article that is done can be held against what is hidden.
    pub(super) fn tell_hidden(&mut self, command: &Command) {
        let about = matches!(
            command,
            Command::SetDone(..) | Command::ToggleDone | Command::DoneAndNext
        );
        if !about || self.file.hidden.is_none() {
            return;
        }
        let entries = self.workbench.project().entries();
        let done = entries.iter().filter(|it| it.status().done).count();
        if done > 0 {
            let title = format!("{done} of {} articles done", entries.len());
            let reveal = Command::Window(WindowCommand::Reveal);
            let notice = Notice::plain(title, "What is hidden can be shown for these.");
            self.told(notice.with_action("Reveal", reveal));
        }
    }

    /// Remembers whose marks are hidden in a project that was saved.
    pub(super) fn keep_hidden(&mut self) {
        let words = |path: Option<&PathBuf>| path.and_then(|it| it.to_str()).map(str::to_owned);
        let here = words(self.file.path.as_ref());
        if let (Some(here), Some(hidden)) = (here, words(self.file.hidden.as_ref())) {
            let before = self.preferences.hidden.insert(here, hidden.clone());
            if before.as_ref() != Some(&hidden) {
                self.store_preferences();
            }
        }
    }

    /// Whose marks are hidden in a project that was opened from a file.
    pub(super) fn find_hidden(&mut self) {
        let here = self.file.path.as_ref().and_then(|it| it.to_str());
        let hidden = here.and_then(|here| self.preferences.hidden.get(here));
        self.file.hidden = hidden.map(PathBuf::from);
    }
}
