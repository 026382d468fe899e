//! Keeping the work: the journal of each gesture, what a crash has left, and saving by itself.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use egui::Context;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::dialogs::recovery::RecoveryAnswer;
use super::dialogs::refused::{Refusal, RefusedAnswer};
use super::keeper::{Announcer, Keeper, Order, Said, Start};
use super::window::App;
use super::worker::{Request, name_of};
use crate::formats::journal::{Base, Header};
use crate::history::Happening;
use crate::project::{Project, Time};
use crate::store::journal::{Found, LONG, Left, Recovered, Standing, step_of};
use crate::store::lock::Lock;
use crate::store::{Allowed, ProjectFile};
use crate::text::Digest;
use crate::workbench::{Notice, Workbench};

/// So long after the last gesture the project's own file is saved, in seconds.
const QUIET: f64 = 5.0;

/// So many edits of what can be undone are kept from one run to the next.
const PAST: usize = 10_000;

/// A project's file, which the worker saves to and the window knows.
pub type SharedFile = Arc<Mutex<KeptFile>>;

/// A project's file with what belongs to it.
#[derive(Debug)]
pub struct KeptFile {
    /// What it held when it was read or saved last.
    pub file: ProjectFile,
    /// Its lock; none if there can be none, or it is not ours to have.
    pub lock: Option<Lock>,
    /// The project that it held then, from which another version grows; none if that is unknown.
    pub base: Option<Project>,
}

/// What the window knows of the journal.
#[derive(Default)]
pub struct Keeping {
    keeper: Option<Keeper>,
    /// The project that has a journal, by its number.
    project: Option<u64>,
    /// The number of the last gesture.
    last: u64,
    /// The last gesture that the disk has, and when it was said so.
    kept: Option<(u64, Time)>,
    /// Why the disk takes nothing.
    fault: Option<String>,
    /// When the last gesture was, in the window's seconds; none if it was saved after that.
    edited: Option<f64>,
    had_focus: bool,
    /// The file and its content from which the steps that are kept lead back.
    past_of: Option<(PathBuf, Digest)>,
    /// The last gesture that is in the save that is under way.
    saving: u64,
    /// What the user has allowed the save that is asked about.
    allowed: Allowed,
}

impl App {
    /// Keeps a journal from now on, and looks for what crashes have left.
    pub fn keep_with(&mut self, keeper: Keeper) {
        keeper.ask(Order::Look((self.services.clock)()));
        self.keeping.keeper = Some(keeper);
    }

    /// Hands what has happened to the keeper, and takes what it says.
    pub(super) fn keep(&mut self, ctx: &Context) {
        let said = self.keeping.keeper.as_ref().map(Keeper::said);
        for said in said.into_iter().flatten() {
            self.keeper_said(said);
        }
        if self.keep_gestures() {
            self.keeping.edited = Some(ctx.input(|input| input.time));
        }
        self.save_by_itself(ctx);
    }

    /// Whether there were gestures to keep.
    pub(super) fn keep_gestures(&mut self) -> bool {
        let now = (self.services.clock)();
        let happened = self.workbench.happened();
        if happened.is_empty() {
            return false;
        }
        let before = self.keeping.last;
        let number =
            |(place, happening): (u64, Happening)| step_of(before + 1 + place, now, happening);
        let steps: Vec<_> = (0..).zip(happened).map(number).collect();
        self.keeping.last = steps.last().map_or(before, |step| step.number);
        let begun = self.keeping.project == Some(self.file.number);
        if !begun {
            self.begin_journal(before);
        }
        if let Some(keeper) = &self.keeping.keeper {
            keeper.ask(Order::Append(steps));
        }
        true
    }

    /// Begins a journal for the project that is shown: on its file, with all gestures after a
    /// number, or, if it has none, on the project itself as it is now.
    fn begin_journal(&mut self, before: u64) {
        let (start, in_base) = match self.base_digest() {
            Some(digest) => (Start::File(digest), before),
            None => {
                let project = self.workbench.project().clone();
                (Start::Whole(Box::new(project)), self.keeping.last)
            }
        };
        self.begin_with(start, in_base);
    }

    /// The file that the journal builds on holds something else now: from here on the journal holds
    /// the project itself.
    pub(super) fn journal_on_other_ground(&mut self) {
        self.keep_gestures();
        let project = Box::new(self.workbench.project().clone());
        self.begin_with(Start::Whole(project), self.keeping.last);
        self.keeping.edited.get_or_insert(0.0);
    }

    fn begin_with(&mut self, start: Start, in_base: u64) {
        if self.keeping.keeper.is_none() {
            return;
        }
        let session = (self.services.next_id)().to_string();
        let header = self.journal_header(self.base_digest().unwrap_or(Digest::of(b"")));
        self.keeping.project = Some(self.file.number);
        if let Some(keeper) = &self.keeping.keeper {
            keeper.ask(Order::Begin(session, Box::new(header), start, in_base));
        }
    }

    fn journal_header(&self, digest: Digest) -> Header {
        let path = self.file.path.as_deref().and_then(Path::to_str);
        Header {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            name: self.file.name.clone(),
            path: path.map(str::to_owned),
            base: Base::File(digest),
            user: self.workbench.author().to_owned(),
            begun: (self.services.clock)(),
        }
    }

    /// The digest of what the project's file holds. A path that is not Unicode cannot be in a
    /// journal, so that its project is.
    fn base_digest(&self) -> Option<Digest> {
        self.file.path.as_deref().and_then(Path::to_str)?;
        let file = self.project_file.as_ref()?;
        let file = file.lock().unwrap_or_else(PoisonError::into_inner);
        file.file.digest()
    }

    /// Asks what could be undone in the project that was just opened.
    pub(super) fn ask_past(&mut self) {
        let Some(digest) = self.base_digest() else {
            return;
        };
        self.past_is_of(digest);
        if let Some(keeper) = &self.keeping.keeper {
            let project = Box::new(self.workbench.project().clone());
            keeper.ask(Order::Past(self.file.number, digest, project));
        }
    }

    /// What can be undone belongs from here on to this content of the project's file; returns the
    /// content that it belonged to before, if that was the same file's.
    fn past_is_of(&mut self, digest: Digest) -> Option<Digest> {
        let now = self.file.path.clone().map(|path| (path, digest));
        let before = std::mem::replace(&mut self.keeping.past_of, now);
        let (path, before) = before?;
        (Some(path) == self.file.path).then_some(before)
    }

    /// The project that was shown is left: it was saved or given up.
    pub(super) fn leave_journal(&mut self) {
        if self.keeping.project.take().is_some()
            && let Some(keeper) = &self.keeping.keeper
        {
            keeper.ask(Order::Leave);
        }
        self.keeping.kept = None;
        self.keeping.edited = None;
    }

    /// What a save that begins now tells the journal.
    pub(super) fn announcer(&mut self) -> Announcer {
        // What was done in this very frame is in the save.
        self.keep_gestures();
        self.keeping.saving = self.keeping.last;
        let keeper = self.keeping.keeper.as_ref();
        keeper.map_or_else(Announcer::silent, |keeper| {
            keeper.announcer(self.keeping.last)
        })
    }

    /// The project's file has all that was done when its save began.
    pub(super) fn journal_saved(&mut self) {
        self.keeping.allowed = Allowed::default();
        let up_to = self.keeping.saving;
        if self.keeping.last == up_to {
            self.keeping.edited = None;
        }
        let begun = self.keeping.project == Some(self.file.number);
        if let Some(digest) = self.base_digest().filter(|_| begun) {
            let header = Box::new(self.journal_header(digest));
            let before = self.past_is_of(digest);
            // What was done while the file was being written does not lead back from it.
            let past = match self.workbench.is_modified() {
                true => Vec::new(),
                false => self.workbench.history().past(PAST),
            };
            if let Some(keeper) = &self.keeping.keeper {
                keeper.ask(Order::Saved(header, up_to, before, past));
            }
        }
    }

    /// What the status bar says instead of «unsaved»; nothing if there is no journal.
    pub(super) fn journal_words(&self) -> Option<String> {
        if let Some(why) = &self.keeping.fault {
            return Some(format!("cannot write: {why}"));
        }
        let (number, at) = self.keeping.kept?;
        let up_to_date = number == self.keeping.last && self.keeping.project.is_some();
        up_to_date.then(|| format!("journal {}", clock_words(at, &TimeZone::system())))
    }

    fn keeper_said(&mut self, said: Said) {
        match said {
            Said::Kept(number, len) => {
                self.keeping.fault = None;
                self.keeping.kept = Some((number, (self.services.clock)()));
                if len > LONG && number == self.keeping.last {
                    let project = Box::new(self.workbench.project().clone());
                    self.begin_with(Start::Whole(project), number);
                }
            }
            Said::NotKept(why) => {
                if self.keeping.fault.is_none() {
                    let words = format!("The journal takes nothing: {why}. Save your work.");
                    self.told(Notice::error("A crash would lose what you do now", words));
                }
                self.keeping.fault = Some(why);
            }
            Said::Past(number, history) => {
                if number == self.file.number {
                    self.workbench.restore(*history);
                }
            }
            Said::Left(left) => self.offer(*left),
            Said::Recovered(found, recovered) => self.take_recovered(*found, *recovered),
            Said::NotRecovered(error) => {
                let words = format!("{error}. What was done is kept; try again at the next start.");
                self.told(Notice::error("The work was not recovered", words));
            }
        }
    }

    fn offer(&mut self, left: Left) {
        for notice in left.notices {
            self.told(Notice::plain("Journals of earlier sessions", notice));
        }
        let now = (self.services.clock)();
        self.panels.offer_recovery(left.found, now);
    }

    /// What the user wants done with what crashes have left.
    pub(super) fn recovery_answered(&mut self, answer: RecoveryAnswer) {
        let order = match answer {
            RecoveryAnswer::Recover(_) if self.would_lose_work() => {
                let words =
                    "Save or close it first; what was lost is offered again at the next start.";
                self.told(Notice::warning("The open project has changes", words));
                return;
            }
            RecoveryAnswer::Recover(found) => Order::Recover(found),
            RecoveryAnswer::Discard(found) => Order::Discard(found),
            RecoveryAnswer::Later => return,
        };
        if let Some(keeper) = &self.keeping.keeper {
            keeper.ask(order);
        }
    }

    fn take_recovered(&mut self, found: Found, recovered: Recovered) {
        let Recovered {
            project,
            history,
            file,
            base,
            saved,
            skipped,
        } = recovered;
        let copy = file.is_none() && found.standing != Standing::Untitled;
        let path = file.as_ref().map(|file| file.path().to_owned());
        let name = match &path {
            Some(path) => name_of(path),
            None if copy => format!("recovered {}", found.header.name),
            None => found.header.name.clone(),
        };
        let lock = match path == self.file.path {
            true => self.own_lock(),
            false => None,
        };
        self.take_over(project.clone(), path, &name);
        let author = self.workbench.author().to_owned();
        self.workbench = Workbench::recovered(project, history, author);
        self.workbench.mark_saved(saved);
        self.project_file = file.map(|file| {
            let kept = KeptFile {
                file,
                lock,
                base: Some(base),
            };
            Arc::new(Mutex::new(kept))
        });
        if self.project_file.is_none() {
            self.workbench.mark_unsaved();
        }
        if !self.keep_gestures() {
            self.begin_journal(self.keeping.last);
        }
        let edits = match found.steps.len() {
            1 => "1 edit is back".to_owned(),
            many => format!("{many} edits are back"),
        };
        let mut words = match copy {
            true => {
                "Its file was changed since, so this is a copy: save it under a name. ".to_owned()
            }
            false => "Save to put them into the file. ".to_owned(),
        };
        if !skipped.is_empty() {
            words += &format!("Left out, because they do not fit: {}.", skipped.join("; "));
        }
        self.told(Notice::good(edits, words.trim_end()));
        if let Some(keeper) = &self.keeping.keeper {
            keeper.ask(Order::Adopt(Box::new(found)));
        }
    }

    /// What the user wants of a save that would replace what it should not.
    pub(super) fn refusal_answered(&mut self, path: PathBuf, why: Refusal, answer: RefusedAnswer) {
        let mut allowed = std::mem::take(&mut self.keeping.allowed);
        match answer {
            RefusedAnswer::Compare => {
                // The question goes on, and so does what was allowed.
                self.keeping.allowed = allowed;
                let project = self.workbench.project().clone();
                self.services.worker.ask(Request::Compare(path, project));
            }
            RefusedAnswer::KeepBoth => self.keep_both(path),
            RefusedAnswer::SaveAs => self.save_as(),
            RefusedAnswer::Merge => self.offer_merge(path, true),
            RefusedAnswer::Reload => {
                self.file.given_up = Some(self.workbench.revision());
                self.read(vec![path]);
            }
            RefusedAnswer::Replace => {
                match why {
                    Refusal::Changed(_) => allowed.changed = true,
                    Refusal::ReadOnly => allowed.read_only = true,
                    Refusal::HardLinks(_) => allowed.hard_links = true,
                }
                self.keeping.allowed = allowed;
                self.save_allowed(path, allowed);
            }
            RefusedAnswer::Cancel => {}
        }
    }

    /// Saves the project's own file some seconds after the last gesture, and when the window loses
    /// the focus. A window without a journal saves only when it is told to.
    fn save_by_itself(&mut self, ctx: &Context) {
        let (focused, now) = ctx.input(|input| (input.focused, input.time));
        let left = self.keeping.had_focus && !focused;
        self.keeping.had_focus = focused;
        let wanted = self.preferences.autosave && self.keeping.keeper.is_some();
        let Some(edited) = self.keeping.edited.filter(|_| wanted) else {
            return;
        };
        let can = self.file.path.is_some()
            && self.file.saving.is_none()
            && self.workbench.is_modified()
            && !self.panels.asks();
        if !can {
            return;
        }
        if left || now - edited >= QUIET {
            // Once for each state: a disk that takes nothing is not asked each frame.
            self.keeping.edited = None;
            self.save();
        } else {
            let rest = Duration::from_secs_f64(QUIET - (now - edited));
            ctx.request_repaint_after(rest);
        }
    }
}

/// The time of day of a moment, to the second, in a time zone.
fn clock_words(at: Time, zone: &TimeZone) -> String {
    match Timestamp::from_millisecond(at.milliseconds()) {
        Ok(moment) => moment
            .to_zoned(zone.clone())
            .strftime("%H:%M:%S")
            .to_string(),
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_day_is_said_to_the_second() {
        assert_eq!(
            clock_words(Time::new(1_764_072_271_000), &TimeZone::UTC),
            "12:04:31"
        );
    }
}
