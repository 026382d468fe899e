//! What happens between frames: what came from the worker, what was asked for, what to tell.

use egui::{Context, Event};

use super::window::App;
use super::worker::{Reply, name_of, place_and_words};
use crate::command::{Aim, Command};
use crate::formats::Severity;
use crate::workbench::{Notice, Outcome, Request, World};

impl App {
    /// Everything between two frames.
    pub fn before_frame(&mut self, ctx: &Context) {
        self.theme_choice().follow(ctx);
        for reply in self.services.worker.replies() {
            self.receive(reply);
        }
        if let Some(answer) = self.services.dialog.poll() {
            self.dialog_answered(answer);
        }
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
        let hovered = self.inbox.take_hovered();
        self.view.hover_from_panel(hovered);
        self.follow_tagset();
        self.follow_title(ctx);
        if let Some(notice) = super::missing_fonts::notice(ctx, &self.workbench) {
            self.panels.say(notice);
        }
    }

    /// Turns keys into commands; those of tags aim at what the pointer is on.
    fn take_keys(&mut self, ctx: &Context) {
        // Letters are commands unless they go into a field or answer a dialog.
        let typing = ctx.text_edit_focused() || self.panels.asks() || self.view.takes_letters();
        let no_aim = Aim::default();
        for command in self.keymap.collect(ctx, typing) {
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
        let outcome = workbench.dispatch(command, &mut world);
        if !moves_pointer {
            self.view.forget_pointer();
        }
        self.show(ctx, outcome);
    }

    /// Does what a command left to the window.
    pub(super) fn show(&mut self, ctx: &Context, outcome: Outcome) {
        if let Some(range) = outcome.reveal {
            self.view.reveal(range);
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
            Some(Request::EditWording(_)) => self.panels.edit_wording(),
            None => {}
        }
    }

    /// Takes what the worker has done.
    fn receive(&mut self, reply: Reply) {
        match reply {
            Reply::Progress(what, share) => self.panels.progress = Some((what, share)),
            Reply::Done => self.panels.progress = None,
            Reply::Cancelled => self.told(Notice::plain("Cancelled", "Nothing was added.")),
            Reply::Project(path, loaded) => self.project_read(&path, *loaded),
            Reply::Dataset(path, imported) => self.dataset_read(&path, *imported),
            Reply::Articles(read, refused) => self.articles_read(read, refused),
            Reply::ReadAgain(path, reading) => self.article_read_again(&path, *reading),
            Reply::Saved(path, revision) => self.saved(path, revision),
            Reply::NotSaved(path, why) => self.not_saved(&path, why),
            Reply::Exported(path, losses) => {
                let title = format!("Exported to {}", name_of(&path));
                let detail = match losses.as_slice() {
                    [] => String::new(),
                    losses => format!("It has no place for: {}.", losses.join(", ")),
                };
                self.told(Notice::good(title, detail));
            }
            Reply::Tagset(path, tagset) => {
                let name = format!("Load the tagset {}", name_of(&path));
                self.inbox.push(Command::SetTagset(tagset, name));
                self.panels.progress = None;
            }
            Reply::TagsetSaved(path) => {
                self.told(Notice::good(
                    format!("Saved the tagset to {}", name_of(&path)),
                    "",
                ));
            }
            Reply::Failed(title, why) => {
                // What was to be given up for it is still there, and still unsaved.
                self.file.given_up = false;
                self.told(Notice::error(title, why));
            }
        }
    }

    pub(super) fn told(&mut self, notice: Notice) {
        self.panels.progress = None;
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
        let notice = match (errors, problems.len()) {
            (0, 0) => return,
            (0, n) => Notice::plain(format!("{n} things deserve a look"), ""),
            (1, _) => Notice::warning("One part of the file is damaged", KEPT),
            (n, _) => Notice::warning(format!("{n} parts of the file are damaged"), KEPT),
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

    /// Words that are pasted while no field has the focus become an article.
    fn take_pasted(&mut self, ctx: &Context) {
        if ctx.text_edit_focused() || self.panels.asks() {
            return;
        }
        let pasted = ctx.input(|input| {
            input.events.iter().find_map(|event| match event {
                Event::Paste(text) => Some(text.clone()),
                _ => None,
            })
        });
        if let Some(text) = pasted {
            self.open_pasted(&text);
        }
    }

    /// The window was asked to close: that waits until unsaved work is saved or given up.
    fn take_close(&mut self, ctx: &Context) {
        let asked = ctx.input(|input| input.viewport().close_requested());
        if !asked {
            return;
        }
        if self.workbench.is_modified() && !self.file.given_up {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            self.leave(ctx, super::files::Then::Quit);
        } else {
            self.keep_preferences(ctx);
        }
    }
}

const KEPT: &str = "They are kept aside; the rest is whole.";
