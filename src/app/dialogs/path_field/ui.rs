//! The path field: what is typed, what completes it, why it cannot be used.

use std::path::PathBuf;

use egui::text::{CCursor, CCursorRange};
use egui::{Context, Event, EventFilter, Key, Label, Modifiers, Response, ScrollArea, Ui};

use super::data::completed;
use super::{PathAnswer, PathDialog, PathPurpose, PathWorld, completions, expand, parts};
use crate::app::dialogs::sheet::{self, focus_once, sheet, well};
use crate::app::fonts::TypeStyle;
use crate::app::icons::{Icon, icon};
use crate::app::theme::Theme;
use crate::app::widgets::button::Button;
use crate::app::widgets::check::check;
use crate::app::widgets::row::Row;
use crate::app::widgets::text_field::TextField;

/// What is said of a path to be read where nothing is.
const NOT_THERE: &str = "There is nothing of this name; look at how it is written.";

/// What stands in the place of the list while it has no rows.
const NOTHING: &str = "Nothing else begins like this. Where something does, Tab completes it.";

impl PathDialog {
    /// Shows the question; returns the answer once there is one.
    pub fn ui(&mut self, ctx: &Context, world: &PathWorld<'_>) -> Option<PathAnswer> {
        let title = self.purpose.title();
        let shown = sheet(ctx, "path", title, |ui| self.body(ui, world));
        let answer = shown.or_cancelled(PathAnswer::Cancel);
        match answer {
            Some(PathAnswer::Path(path)) if !self.purpose.writes() => self.given = Some(path),
            Some(_) => return answer,
            None => {}
        }
        let path = self.given.take()?;
        match (world.exists)(&path) {
            Some(true) => return Some(PathAnswer::Path(path)),
            Some(false) => self.set_error(NOT_THERE),
            None => self.given = Some(path),
        }
        None
    }

    fn body(&mut self, ui: &mut Ui, world: &PathWorld<'_>) -> Option<PathAnswer> {
        let theme = Theme::of(ui);
        let offered = self.offered(world);
        let enter = self.keys(ui, &offered);
        let field = self.field(ui, !offered.is_empty());
        let enter = enter || (field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter)));
        if let Some(error) = &self.error {
            let words = TypeStyle::Ui.text(error).color(theme.danger.ink);
            ui.add(Label::new(words).wrap());
        }
        ui.add_space(theme.space.s2);
        self.list(ui, &offered);
        let path = expand(&self.text, world.home);
        let there = match self.purpose.writes() {
            true => self.is_there(&path, world),
            false => Some(false),
        };
        if there == Some(true) {
            check(ui, &mut self.replace, self.purpose.replacing());
        }
        let nameless = self.purpose.writes() && parts(&path).1.is_empty();
        let may = there == Some(false) || (there == Some(true) && self.replace);
        let ready = !path.is_empty() && !nameless && may;
        // Whoever types quickly presses Enter before the disk has said whether a file is there.
        let enter = match there {
            None if enter => {
                self.awaited = Some(path.clone());
                true
            }
            None => false,
            Some(_) => enter || self.awaited.take().is_some_and(|of| of == path),
        };
        sheet::buttons(ui, |ui| {
            let go = Button::primary(self.purpose.action());
            let pressed = ui.add_enabled(ready, go).clicked();
            let cancel = ui.add(Button::plain("Cancel")).clicked();
            if ready && (pressed || enter) {
                return Some(PathAnswer::Path(PathBuf::from(path)));
            }
            if enter {
                field.request_focus();
            }
            cancel.then_some(PathAnswer::Cancel)
        })
    }

    /// What the name that is being typed can become. The disk is asked once a folder.
    fn offered(&mut self, world: &PathWorld<'_>) -> Vec<String> {
        let whole = match self.text.trim() {
            "~" => "~/",
            _ => self.text.as_str(),
        };
        let (folder, name) = parts(whole);
        let folder = expand(folder, world.home);
        let known = self.folder.as_ref().is_some_and(|(of, _)| *of == folder);
        if !known {
            let entries = (world.entries)(&folder);
            self.folder = entries.map(|entries| (folder, entries));
        }
        let entries = self.folder.as_ref().map(|(_, entries)| entries.as_slice());
        let mut found = completions(name, entries.unwrap_or_default());
        if self.purpose == PathPurpose::OpenFolder {
            found.retain(|entry| entry.ends_with(std::path::is_separator));
        }
        found
    }

    /// Whether a file is there; none while that is not known.
    fn is_there(&mut self, path: &str, world: &PathWorld<'_>) -> Option<bool> {
        let known = self.found.as_ref().filter(|(of, _)| of == path);
        if let Some((_, there)) = known {
            return Some(*there);
        }
        let there = match path.is_empty() {
            true => false,
            false => (world.exists)(path.as_ref())?,
        };
        self.found = Some((path.to_owned(), there));
        // What was agreed to for one file says nothing about another.
        self.replace = false;
        Some(there)
    }

    /// Down and Up walk through what is offered, Tab takes it, and so does Enter on a row.
    /// Returns whether Enter was pressed for the path as it is.
    fn keys(&mut self, ui: &Ui, offered: &[String]) -> bool {
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if !ui.memory(|memory| memory.has_focus(field_id())) {
            return false;
        }
        let last = offered.len().checked_sub(1);
        self.row = self.row.zip(last).map(|(row, last)| row.min(last));
        if pressed(Key::ArrowDown) {
            self.row = last.map(|last| self.row.map_or(0, |row| (row + 1).min(last)));
        }
        if pressed(Key::ArrowUp) {
            self.row = self.row.and_then(|row| row.checked_sub(1));
        }
        let enter = ui.input(|input| input.key_pressed(Key::Enter));
        let takes = (self.row.is_some() && enter) || (!offered.is_empty() && pressed(Key::Tab));
        if !takes {
            return enter;
        }
        ui.input_mut(|input| {
            let is_enter = |event: &Event| {
                matches!(
                    event,
                    Event::Key {
                        key: Key::Enter,
                        ..
                    }
                )
            };
            input.events.retain(|event| !is_enter(event));
        });
        if let Some(entry) = offered.get(self.row.unwrap_or(0)) {
            self.take(entry);
        }
        false
    }

    fn take(&mut self, entry: &str) {
        self.text = completed(&self.text, entry);
        self.row = None;
        self.error = None;
        self.to_end = true;
    }

    fn field(&mut self, ui: &mut Ui, offers: bool) -> Response {
        if std::mem::take(&mut self.to_end) {
            caret_to_end(ui, &self.text);
        }
        let wrong = self.error.is_some();
        let field = TextField::new(&mut self.text, "Path").hint("~/articles/");
        let field = field.id(field_id()).error(wrong).show(ui);
        if !self.came {
            caret_to_end(ui, &self.text);
        }
        focus_once(&field, &mut self.came);
        if field.changed() {
            self.error = None;
            self.row = None;
        }
        // While something is offered, Tab takes it and the arrows walk through it.
        let filter = EventFilter {
            tab: offers,
            horizontal_arrows: true,
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(field.id, filter));
        field
    }

    fn list(&mut self, ui: &mut Ui, offered: &[String]) {
        let theme = Theme::of(ui);
        let mut taken = None;
        // Always as high, so that the buttons stay where they are while one types.
        well(ui, |ui| {
            if offered.is_empty() {
                ui.label(TypeStyle::Small.text(NOTHING).color(theme.text.muted));
                return;
            }
            ui.spacing_mut().item_spacing.y = 0.0;
            ScrollArea::vertical()
                .id_salt("entries")
                .auto_shrink(false)
                .show_rows(ui, theme.size.row, offered.len(), |ui, rows| {
                    let shown = offered.iter().enumerate();
                    for (place, entry) in shown.skip(rows.start).take(rows.len()) {
                        if self.entry(ui, entry, self.row == Some(place)) {
                            taken = Some(entry.clone());
                        }
                    }
                });
        });
        if let Some(entry) = taken {
            self.take(&entry);
            ui.memory_mut(|memory| memory.request_focus(field_id()));
        }
    }

    /// One thing in the folder; returns whether it was pressed.
    fn entry(&self, ui: &mut Ui, entry: &str, on: bool) -> bool {
        let theme = Theme::of(ui);
        let row = Row::new(entry).selected(on).show(ui, |ui| {
            let folder = entry.ends_with(std::path::is_separator);
            let shown = if folder { Icon::Folder } else { Icon::File };
            let side = theme.size.icon_small;
            let square = egui::Vec2::splat(side);
            let (rect, _) = ui.allocate_exact_size(square, egui::Sense::hover());
            icon(ui.painter(), shown, rect.center(), side, theme.text.muted);
            ui.add(Label::new(TypeStyle::Ui.text(entry)).truncate());
        });
        if on {
            row.response.scroll_to_me(None);
        }
        row.response.clicked()
    }
}

fn field_id() -> egui::Id {
    egui::Id::unique("path field")
}

/// Puts the caret behind everything.
fn caret_to_end(ui: &Ui, text: &str) {
    let mut state = egui::TextEdit::load_state(ui.ctx(), field_id()).unwrap_or_default();
    let end = CCursor::new(text.chars().count());
    state.cursor.set_char_range(Some(CCursorRange::one(end)));
    egui::TextEdit::store_state(ui.ctx(), field_id(), state);
}
