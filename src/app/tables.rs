//! Tables of what tags become: asked for in the windows of export and import and before a review,
//! kept in files that the command line reads too.

use std::path::{Path, PathBuf};

use egui::{Label, Ui};

use super::dialogs::tags::TagsDialog;
use super::file_dialog::{Purpose, Side};
use super::fonts::TypeStyle;
use super::theme::Theme;
use super::widgets::link::action_link;
use super::window::App;
use super::worker::{Request, name_of};
use crate::formats::datasets::Mapping;

/// What is asked for at a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableAsk {
    /// To load one from a file.
    Load,
    /// To save this one to a file.
    Save,
}

impl App {
    /// Asks where a table shall be loaded from or saved to.
    pub(super) fn ask_for_table(&mut self, side: Side, asked: TableAsk) {
        self.ask_for_path(match asked {
            TableAsk::Load => Purpose::LoadTable(side),
            TableAsk::Save => Purpose::SaveTable(side, "tags.tsv".to_owned()),
        });
    }

    /// Saves the table of a window to a file.
    pub(super) fn save_table(&mut self, side: Side, path: PathBuf) {
        let table = match side {
            Side::Export => Some(self.panels.export.table()),
            Side::Import => self.panels.import.table(),
            Side::Review => self.panels.their_tags.as_ref().map(TagsDialog::table),
        };
        if let Some(table) = table {
            self.services
                .worker
                .ask(Request::SaveTable(side, path, table));
        }
    }

    /// A table was read: it takes the place of the one in its window.
    pub(super) fn table_loaded(&mut self, side: Side, path: &Path, read: Result<Mapping, String>) {
        let name = name_of(path);
        let known = read.map(|mapping| match side {
            Side::Export => self.panels.export.take_table(mapping),
            Side::Import => self.panels.import.take_table(mapping),
            Side::Review => {
                let tagset = self.workbench.project().tagset();
                let dialog = self.panels.their_tags.as_mut();
                dialog.map_or(0, |it| it.take_table(&mapping, tagset))
            }
        });
        self.note(
            side,
            match known {
                Ok(0) => Err(format!(
                    "{name} names no tag or link of these, and changes nothing."
                )),
                Ok(1) => Ok(format!("{name} says what 1 name becomes.")),
                Ok(n) => Ok(format!("{name} says what {n} names become.")),
                Err(why) => Err(why),
            },
        );
    }

    /// A table was written.
    pub(super) fn table_saved(&mut self, side: Side, path: &Path, saved: Result<(), String>) {
        let name = name_of(path);
        self.note(side, saved.map(|()| format!("Saved as {name}.")));
    }

    /// Says something where it was asked for: a notice could cover the buttons.
    fn note(&mut self, side: Side, note: Note) {
        match side {
            Side::Export => self.panels.export.note(note),
            Side::Import => self.panels.import.note(note),
            Side::Review => {
                if let Some(dialog) = &mut self.panels.their_tags {
                    dialog.note(note);
                }
            }
        }
    }
}

/// What came of a table, in a sentence; an error if nothing did.
pub type Note = Result<String, String>;

/// The links below a table, with what came of the last of them. `changed` says whether the table
/// changes anything, and `back` names what makes it change nothing, which is done by `clear`.
pub fn links(
    ui: &mut Ui,
    note: Option<&Note>,
    (changed, back): (bool, &str),
    clear: impl FnOnce(),
) -> Option<TableAsk> {
    let theme = Theme::of(ui);
    let asked = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme.space.s4;
        if changed && action_link(ui, back).clicked() {
            clear();
        }
        let load = action_link(ui, "Load a table…").clicked();
        let save = action_link(ui, "Save as a table…").clicked();
        match (load, save) {
            (true, _) => Some(TableAsk::Load),
            (_, true) => Some(TableAsk::Save),
            _ => None,
        }
    });
    if let Some(note) = note {
        let (words, ink) = match note {
            Ok(words) => (words, theme.text.secondary),
            Err(words) => (words, theme.danger.ink),
        };
        ui.add(Label::new(TypeStyle::Ui.text(words).color(ink)).wrap());
    }
    asked.inner
}
