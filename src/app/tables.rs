//! Tables of what tags become: asked for in the windows of export and import, kept in files that
//! the command line reads too.

use std::path::{Path, PathBuf};

use super::file_dialog::{Purpose, Side};
use super::window::App;
use super::worker::{Request, name_of};
use crate::formats::datasets::Mapping;
use crate::workbench::Notice;

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
        };
        if let Some(table) = table {
            self.services.worker.ask(Request::SaveTable(path, table));
        }
    }

    /// A table was read: it takes the place of the one in its window.
    pub(super) fn table_loaded(&mut self, side: Side, path: &Path, mapping: Mapping) {
        let rows = mapping.tags.len() + mapping.links.len();
        let fits = match side {
            Side::Export => self.panels.export.take_table(mapping),
            Side::Import => self.panels.import.take_table(mapping),
        };
        let name = name_of(path);
        self.told(match (fits, rows) {
            (0, _) => Notice::warning(
                format!("{name} changes nothing here"),
                "It names no tag and no kind of link that this window lists.",
            ),
            (1, _) => Notice::good(format!("{name} was loaded"), "It says what 1 name becomes."),
            (n, _) => {
                let words = format!("It says what {n} names become.");
                Notice::good(format!("{name} was loaded"), words)
            }
        });
    }
}
