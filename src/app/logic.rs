//! What happens between frames: what came from the worker, what was asked for, what to tell.

use std::path::Path;

use egui::{Context, Event};

use super::files::Then;
use super::window::App;
use super::worker::{JobId, ReadArticle, Reply, name_of, place_and_words};
use crate::command::{Aim, Command, Mode};
use crate::formats::Severity;
use crate::project::Tagset;
use crate::workbench::{Notice, Outcome, Request, World};

impl App {
    /// Everything between two frames.
    pub(super) fn between_frames(&mut self, ctx: &Context) {
        self.theme_choice().follow(ctx);
        for (job, reply) in self.services.worker.replies() {
            self.receive(ctx, job, reply);
        }
        if let Some(answer) = self.services.dialog.poll() {
            self.dialog_answered(answer);
        }
        self.go_on_with_paths();
        self.take_dropped(ctx);
        self.take_pasted(ctx);
        self.take_keys(ctx);
        self.take_close(ctx);
        let commands = self.inbox.drain();
        if !commands.is_empty() {
            ctx.request_repaint();
        }
        for command in commands {
            self.carry_out(ctx, command);
        }
        if !self.inbox.is_empty() {
            ctx.request_repaint();
        }
        self.keep(ctx);
        self.look_again(ctx);
        self.look_at_colleagues(ctx);
        let hovered = self.inbox.take_hovered();
        self.view.hover_from_panel(hovered);
        self.panels.follow_review(&self.workbench);
        self.follow_measures();
        self.follow_tagset();
        self.follow_title(ctx);
        if let Some(notice) = super::missing_fonts::notice(ctx, &self.workbench) {
            self.panels.say(notice);
        }
    }

    /// Turns keys into commands; those of tags aim at what the pointer is on.
    fn take_keys(&mut self, ctx: &Context) {
        // Letters are commands unless they go into a field or answer a dialog.
        let held = self.panels.holds_keys();
        let busy = held || self.panels.asks() || self.view.takes_letters();
        let typing = busy || ctx.text_edit_focused();
        let no_aim = Aim::default();
        let beside = self.panels.take_letters(ctx);
        for command in self.keymap.collect(ctx, typing, self.workbench.mode()) {
            if held && !command.is_over_a_window() || beside && !command.is_beside_marking() {
                continue;
            }
            let aimed = match command {
                Command::Tag(tag, aim) if aim == no_aim => Command::Tag(tag, self.aim(ctx)),
                Command::TagAgain(_) => Command::TagAgain(self.aim(ctx)),
                other => other,
            };
            self.inbox.push(aimed);
        }
    }

    fn aim(&self, ctx: &Context) -> Aim {
        self.view.aim(ctx, &self.workbench)
    }

    /// Carries out one command.
    fn carry_out(&mut self, ctx: &Context, command: Command) {
        let moves_pointer = matches!(command, Command::SelectText { .. });
        let back = command == Command::StepBack;
        if back && (self.panels.close_window() || self.view.step_back()) {
            return;
        }
        if self.workbench.mode() == Mode::Review && !command.is_for_review() {
            let how = "Leave the review, or press E to set marks right by hand.";
            self.told(Notice::plain("Readings are being decided between", how));
            return;
        }
        let Self {
            workbench,
            services,
            ..
        } = self;
        let now = (services.clock)();
        let mut world = World {
            now,
            next_id: &mut services.next_id,
        };
        let outcome = workbench.dispatch(command.clone(), &mut world);
        if outcome.changed {
            self.tell_hidden(&command);
        }
        if !moves_pointer {
            self.view.forget_pointer();
        }
        self.show(ctx, outcome);
    }

    /// Does what a command left to the window.
    pub(super) fn show(&mut self, ctx: &Context, outcome: Outcome) {
        if let Some(range) = outcome.reveal {
            self.view.reveal(range);
            self.panels.lanes.reveal(range);
        }
        if let Some(notice) = outcome.notice {
            self.panels.say(notice);
        }
        match outcome.request {
            Some(Request::Window(command)) => self.window_command(ctx, command),
            Some(Request::ChooseLinkKind { from, to, kinds }) => {
                self.panels
                    .ask_link_kind(ctx, &self.workbench, (from, to), &kinds);
            }
            Some(Request::WriteComment) => self.panels.focus_comment(),
            Some(Request::ShowReview) => self.panels.show_tab(super::panels::Tab::Review),
            Some(Request::EditWording(_)) => self.panels.edit_wording(),
            Some(Request::ChooseEncoding(article)) => self.choose_encoding_of(&article),
            None => {}
        }
    }

    /// Takes what the worker says of a request.
    fn receive(&mut self, ctx: &Context, job: JobId, reply: Reply) {
        if let Reply::Progress(what, share) = reply {
            let now = ctx.input(|input| input.time);
            self.panels.progressed(job, what, share, now);
            return;
        }
        self.panels.finished(job);
        match reply {
            Reply::Progress(..) | Reply::Done | Reply::Measured(_) => {}
            Reply::Cancelled(what) => self.stayed(Notice::plain("Cancelled", what)),
            Reply::Colleagues(paths, theirs, said) => {
                self.panels.say_all(said);
                self.colleagues_read(job, paths, theirs);
            }
            Reply::ColleaguesChanged => self.colleagues_changed(),
            Reply::Retagged(theirs) => self.begin_review(theirs),
            Reply::Project(opened) => self.project_read(*opened),
            Reply::InUse(path, holder, unsure) => self.in_use(ctx, path, &holder, unsure),
            Reply::Compared(path, lines) => self.panels.compared(path, lines),
            Reply::MergeSeen(sight) => self.merge_seen(job, *sight),
            Reply::Dataset(name, source, format) => self.show_dataset(name, source, format),
            Reply::ImportSeen(prospect) => self.panels.import.looked(job, *prospect),
            Reply::Table(table, opened) => self.table_read(&table, *opened),
            Reply::NoTable(why) => self.table_refused(why),
            Reply::Articles(read) => self.files_read(read),
            Reply::ReadAgain(read) => self.received_again(job, &read),
            Reply::Reread(again) => self.reread_seen(again),
            Reply::PutBack(ours, project) => self.was_put_back(&ours, &project),
            Reply::Preview(path, encoding, words) => self.panels.previewed(&path, encoding, words),
            Reply::Saved(path, revision) => self.saved(job, path, revision),
            Reply::NotSaved(path, why, asks) => self.not_saved(job, &path, why, asks),
            Reply::ExportSeen(sight) => self.panels.export.looked(job, *sight),
            Reply::Exported(path, wish, losses) => self.exported(&path, *wish, &losses),
            Reply::Face(path, face) => self.face_read(ctx, &path, face),
            Reply::Tagset(path, tagset) => self.tagset_read(&path, tagset),
            Reply::TagsetSaved(path) => {
                let title = format!("Saved the tagset to {}", name_of(&path));
                self.told(Notice::good(title, ""));
            }
            Reply::TableLoaded(side, path, read) => self.table_loaded(side, &path, read),
            Reply::TableSaved(side, path, saved) => self.table_saved(side, &path, saved),
            Reply::FiguresSaved(path) => self.figures_saved(path),
            Reply::Failed(title, why) => self.stayed(Notice::error(title, why)),
        }
    }

    /// What was asked for did not come: what was to be given up for it is still there, and still
    /// unsaved.
    fn stayed(&mut self, notice: Notice) {
        self.file.given_up = None;
        self.told(notice);
    }

    fn received_again(&mut self, job: JobId, read: &ReadArticle) {
        let again = self.file.reading_again.take_if(|(of, _)| *of == job);
        if let Some((_, article)) = again {
            self.article_read_again(article, read);
        }
    }

    fn tagset_read(&mut self, path: &Path, tagset: Box<Tagset>) {
        if self.file.is_open {
            let name = format!("Load the tagset {}", name_of(path));
            self.inbox.push(Command::SetTagset(tagset, name));
        }
    }

    pub(super) fn told(&mut self, notice: Notice) {
        self.panels.say(notice);
    }

    /// Puts what was wrong with a file into the Problems panel, and says so once.
    pub(super) fn tell_problems(&mut self, problems: &[crate::formats::Problem]) {
        let errors = problems
            .iter()
            .filter(|it| it.severity == Severity::Error)
            .count();
        let rows = problems.iter().map(|problem| {
            let (place, what) = place_and_words(problem);
            (problem.severity == Severity::Error, place, what)
        });
        self.panels.set_loaded_problems(rows.collect());
        let grouped = super::excerpt::grouped;
        let notice = match (errors, problems.len()) {
            (0, 0) => return,
            (0, n) => Notice::plain(format!("{} things deserve a look", grouped(n)), ""),
            (1, _) => Notice::warning("One part of the file is damaged", KEPT),
            (n, _) => {
                let title = format!("{} parts of the file are damaged", grouped(n));
                Notice::warning(title, KEPT)
            }
        };
        let list = Command::Window(crate::command::WindowCommand::Problems);
        self.panels.say(notice.with_action("List", list));
    }

    fn take_dropped(&mut self, ctx: &Context) {
        let dropped = ctx.input(|input| input.raw.dropped_files.clone());
        let paths: Vec<_> = dropped.iter().map(|file| file.path().to_owned()).collect();
        let paths: Vec<_> = paths
            .into_iter()
            .filter(|path| !path.as_os_str().is_empty())
            .collect();
        if !paths.is_empty() {
            self.open_paths(paths);
        }
    }

    /// Words that are pasted while no field has the focus become an article, and so do those that
    /// were asked for by «Paste an article».
    fn take_pasted(&mut self, ctx: &Context) {
        let held = self.panels.holds_keys() || self.panels.asks();
        let typing = held || ctx.text_edit_focused();
        let asked = self.panels.pastes;
        let (pasted, busy) = ctx.input_mut(|input| {
            let is_paste = |event: &Event| matches!(event, Event::Paste(_));
            let place = input.events.iter().position(is_paste);
            let place = place.filter(|_| asked || !typing);
            let pasted = place.map(|place| input.events.remove(place));
            (pasted, input.events.iter().any(is_press))
        });
        // The clipboard was empty: what is pasted later goes where the focus is.
        self.panels.pastes = asked && !busy && pasted.is_none();
        if let Some(Event::Paste(text)) = pasted {
            self.open_pasted(&text);
        }
    }

    /// The window was asked to close: that waits until unsaved work is saved or given up.
    fn take_close(&mut self, ctx: &Context) {
        let asked = ctx.input(|input| input.viewport().close_requested());
        if !asked {
            return;
        }
        if self.would_lose_work() {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            self.leave(Then::Quit);
        } else {
            self.leave_journal();
            self.keep_preferences(ctx);
        }
    }
}

/// Whether the user did something, other than moving the pointer.
fn is_press(event: &Event) -> bool {
    match event {
        Event::Key { pressed, .. } | Event::PointerButton { pressed, .. } => *pressed,
        Event::Text(_) => true,
        _ => false,
    }
}

const KEPT: &str = "They are kept aside; the rest is whole.";
