//! The article view with keys and commands as in the window, for tests of gestures: whatever is
//! done to it is counted, and every place is found by the words, roles and names of the
//! accessibility tree.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Vec2, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use postil::app::article::{ArticleView, Reading};
use postil::app::install_look;
use postil::app::keys::Keymap;
use postil::app::scene::{Inbox, Scene};
use postil::app::theme::ThemeChoice;
use postil::command::{Aim, Command, WindowCommand, listed};
use postil::project::Id;
use postil::workbench::{Request, Workbench};

use crate::support::{NOW, dispatch};

/// What stands behind the window.
pub struct Inside {
    /// The program.
    pub bench: Workbench,
    /// The view.
    pub view: ArticleView,
    /// Everything that was asked for.
    pub asked: Vec<Command>,
    /// What the window was asked for.
    pub requests: Vec<Request>,
    /// How the article is set.
    pub reading: Reading,
    keys: Keymap,
    inbox: Inbox,
    ready: bool,
}

/// What stands behind a window and knows the program.
pub trait Behind {
    /// The program.
    fn bench(&self) -> &Workbench;
}

impl Behind for Inside {
    fn bench(&self) -> &Workbench {
        &self.bench
    }
}

/// A window, and a count of what was done to it.
pub struct Desk<'a, S = Inside> {
    /// The window.
    pub harness: Harness<'a, S>,
    /// How many gestures there were: a click, a drag or a key each.
    pub gestures: usize,
    held: Modifiers,
}

impl Inside {
    /// Asks for a command, as a dialog does.
    pub fn ask(&mut self, command: Command) {
        self.inbox.push(command);
    }

    /// Carries out what was asked for, as the window does between two frames.
    fn before_frame(&mut self, ctx: &egui::Context) {
        let typing =
            ctx.egui_wants_keyboard_input() && !article_focused(ctx) || self.view.takes_letters();
        for command in self.keys.collect(ctx, typing, self.bench.mode()) {
            self.inbox.push(match command {
                Command::Tag(tag, aim) if aim == Aim::default() => {
                    Command::Tag(tag, self.view.aim(ctx, &self.bench))
                }
                Command::TagAgain(_) => Command::TagAgain(self.view.aim(ctx, &self.bench)),
                other => other,
            });
        }
        for command in self.inbox.drain() {
            ctx.request_repaint();
            self.asked.push(command.clone());
            if command == Command::StepBack && self.view.step_back() {
                continue;
            }
            let selects = matches!(command, Command::SelectText { .. });
            let outcome = dispatch(&mut self.bench, command);
            if !selects {
                self.view.forget_pointer();
            }
            if let Some(range) = outcome.reveal {
                self.view.reveal(range);
            }
            match outcome.request {
                Some(Request::Window(WindowCommand::StartLink)) => {
                    if let Some(mark) = self.bench.selected() {
                        self.view.start_link(mark.id.clone());
                    }
                }
                Some(Request::Window(WindowCommand::StartLinks)) => {
                    self.view.start_links(&self.bench);
                }
                Some(Request::Window(WindowCommand::Find)) => self.view.open_find(),
                Some(Request::Window(WindowCommand::ContextMenu)) => self.view.open_menu(),
                Some(Request::Window(WindowCommand::HiddenCharacters)) => {
                    self.view.toggle_hidden();
                }
                Some(request) => self.requests.push(request),
                None => {}
            }
        }
    }
}

fn article_focused(ctx: &egui::Context) -> bool {
    ctx.memory(|memory| memory.has_focus(postil::app::article::article_id()))
}

impl Desk<'_> {
    /// A window of this size, in points.
    pub fn new(bench: Workbench, (width, height): (f32, f32)) -> Self {
        let inside = Inside {
            keys: Keymap::new(listed(bench.project().tagset())),
            bench,
            view: ArticleView::default(),
            asked: Vec::new(),
            requests: Vec::new(),
            reading: Reading::default(),
            inbox: Inbox::default(),
            ready: false,
        };
        let mut harness = Harness::builder()
            .with_size(Vec2::new(width, height))
            .with_step_dt(1.0 / 60.0)
            .with_max_steps(90)
            .build_ui_state(
                |ui, inside: &mut Inside| {
                    if !inside.ready {
                        install_look(ui.ctx(), ThemeChoice::Light);
                        inside.ready = true;
                        ui.ctx().request_repaint();
                        return;
                    }
                    inside.before_frame(ui.ctx());
                    let mut scene = Scene {
                        workbench: &inside.bench,
                        keys: &inside.keys,
                        inbox: &mut inside.inbox,
                        now: NOW,
                    };
                    inside.view.ui(ui, &mut scene, inside.reading);
                    if !inside.inbox.is_empty() {
                        ui.ctx().request_repaint();
                    }
                },
                inside,
            );
        harness.run();
        Self::over(harness)
    }
}

impl<'a, S: Behind> Desk<'a, S> {
    /// Hands on a window that is there.
    pub fn over(harness: Harness<'a, S>) -> Self {
        Self {
            harness,
            gestures: 0,
            held: Modifiers::NONE,
        }
    }

    /// The program.
    pub fn bench(&self) -> &Workbench {
        self.harness.state().bench()
    }

    /// The marks of the article, in the order of the text: «claim: words», implicit ones first.
    pub fn marks(&self) -> Vec<String> {
        let entry = self.bench().entry().unwrap();
        let text = &entry.article().text;
        entry
            .in_text_order()
            .map(|mark| format!("{}: {}", mark.tag, mark.words(text)))
            .collect()
    }

    /// The selected words.
    pub fn selected_words(&self) -> String {
        let text = &self.bench().entry().unwrap().article().text;
        let ranges = self.bench().selection().ranges();
        let words = ranges.iter().map(|range| text.slice(*range).unwrap());
        words.collect::<Vec<_>>().join(" … ")
    }

    /// The selected mark's id.
    pub fn selected(&self) -> Option<&str> {
        self.bench().selection().mark.as_ref().map(Id::as_str)
    }

    /// The text before the caret, its last characters.
    pub fn before_caret(&self) -> &str {
        let text = &self.bench().entry().unwrap().article().text;
        &text.as_str()[..self.bench().selection().head.0]
    }

    /// Holds keys down for what follows.
    pub fn hold(&mut self, keys: Modifiers) -> &mut Self {
        self.held = keys;
        self.harness.event(Event::ModifiersChanged(keys));
        self.harness.step();
        self
    }

    /// Clicks with the right button.
    pub fn right_click(&mut self, at: Pos2) -> &mut Self {
        self.harness.hover_at(at);
        for pressed in [true, false] {
            self.harness.event(Event::PointerButton {
                pos: at,
                button: PointerButton::Secondary,
                pressed,
                modifiers: self.held,
            });
            self.harness.step();
        }
        self.gestures += 1;
        self.harness.run();
        self
    }

    /// The place of a mark's first line.
    pub fn mark_rect(&self, label: &str) -> egui::Rect {
        let node = self.harness.get_by_role_and_label(Role::Mark, label);
        node.rect()
    }

    fn button(&mut self, at: Pos2, pressed: bool) {
        self.harness.event(Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: self.held,
        });
        self.harness.step();
    }

    /// Moves the pointer.
    pub fn point(&mut self, at: Pos2) -> &mut Self {
        self.harness.hover_at(at);
        self.harness.run();
        self
    }

    /// Waits until a further click is a click of its own.
    pub fn pause(&mut self) -> &mut Self {
        self.harness.run_steps(40);
        self
    }

    /// Clicks: one gesture however many clicks follow one another at once.
    pub fn clicks(&mut self, at: Pos2, count: usize) -> &mut Self {
        self.pause();
        self.harness.hover_at(at);
        for _ in 0..count {
            self.button(at, true);
            self.button(at, false);
        }
        self.gestures += 1;
        self.harness.run();
        self
    }

    /// Clicks once.
    pub fn click(&mut self, at: Pos2) -> &mut Self {
        self.clicks(at, 1)
    }

    /// Presses after `count - 1` clicks, drags along and lets go.
    pub fn drag_after(&mut self, count: usize, from: Pos2, to: Pos2) -> &mut Self {
        self.press(count, from);
        self.harness.hover_at(from + (to - from) * 0.5);
        self.harness.hover_at(to);
        self.harness.step();
        self.release(to)
    }

    /// Presses after `count - 1` clicks, and holds.
    pub fn press(&mut self, count: usize, at: Pos2) -> &mut Self {
        self.pause();
        self.harness.hover_at(at);
        self.harness.step();
        for _ in 1..count {
            self.button(at, true);
            self.button(at, false);
        }
        self.button(at, true);
        self
    }

    /// Lets go of what was pressed.
    pub fn release(&mut self, at: Pos2) -> &mut Self {
        self.button(at, false);
        self.gestures += 1;
        self.harness.run();
        self
    }

    /// Drags.
    pub fn drag(&mut self, from: Pos2, to: Pos2) -> &mut Self {
        self.drag_after(1, from, to)
    }

    /// Presses a key.
    pub fn key(&mut self, key: Key) -> &mut Self {
        self.keys(Modifiers::NONE, key)
    }

    /// Presses a key while others are held.
    pub fn keys(&mut self, held: Modifiers, key: Key) -> &mut Self {
        self.harness.key_press_modifiers(held, key);
        self.gestures += 1;
        self.harness.run();
        self
    }

    /// Types words into what has the focus.
    pub fn types(&mut self, words: &str) -> &mut Self {
        self.harness.event(egui::Event::Text(words.to_owned()));
        self.harness.run();
        self
    }

    /// Clicks what has this role and name.
    pub fn press_named(&mut self, role: Role, label: &str) -> &mut Self {
        let at = self.named(role, label);
        self.click(at)
    }

    /// The middle of what has this role and name.
    pub fn named(&self, role: Role, label: &str) -> Pos2 {
        let node = self.harness.get_by_role_and_label(role, label);
        node.rect().center()
    }

    /// Whether there is something of this role and name.
    pub fn has(&self, role: Role, label: &str) -> bool {
        self.harness.query_by_role_and_label(role, label).is_some()
    }

    /// The middle of a mark's first line.
    pub fn mark(&self, label: &str) -> Pos2 {
        self.named(Role::Mark, label)
    }

    /// Just before these words, which must stand on one line in view.
    pub fn before(&self, words: &str) -> Pos2 {
        let (left, _, y) = self
            .find(words)
            .unwrap_or_else(|| panic!("«{words}» is not in view"));
        pos2(left + 0.5, y)
    }

    /// Just after these words.
    pub fn after(&self, words: &str) -> Pos2 {
        let (_, right, y) = self
            .find(words)
            .unwrap_or_else(|| panic!("«{words}» is not in view"));
        pos2(right - 0.5, y)
    }

    /// In the middle of these words.
    pub fn on(&self, words: &str) -> Pos2 {
        self.before(words).lerp(self.after(words), 0.5)
    }

    /// Whether these words are in view.
    pub fn shows(&self, words: &str) -> bool {
        self.find(words).is_some()
    }

    /// Left, right and middle of the first place of these words.
    pub fn find(&self, words: &str) -> Option<(f32, f32, f32)> {
        let area = self.harness.get_by_role(Role::Document).rect();
        let runs = self.harness.query_all_by_role(Role::TextRun);
        let mut found: Vec<(f32, f32, f32)> = Vec::new();
        for run in runs {
            let node = run.accesskit_node();
            let (value, data) = (node.value().unwrap_or_default(), node.data());
            let Some(at) = value.find(words) else {
                continue;
            };
            let rect = run.rect();
            let (Some(places), Some(widths)) =
                (data.character_positions(), data.character_widths())
            else {
                continue;
            };
            let first = value[..at].chars().count();
            let last = first + words.chars().count() - 1;
            let left = rect.left() + places[first];
            let right = rect.left() + places[last] + widths[last];
            if area.y_range().contains(rect.center().y) {
                found.push((left, right, rect.center().y));
            }
        }
        found.sort_by(|one, two| one.2.total_cmp(&two.2));
        found.first().copied()
    }
}

impl<S> Desk<'_, S> {
    /// Does something and says how many gestures it took.
    pub fn count(&mut self, act: impl FnOnce(&mut Self)) -> usize {
        let before = self.gestures;
        act(self);
        self.gestures - before
    }
}
