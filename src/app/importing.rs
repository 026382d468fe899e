//! Imports: the window that asks, and what becomes of what was read.

use std::path::Path;
use std::sync::Arc;

use egui::Context;

use super::dialogs::table::{TableAnswer, TableDialog, TableFile};
use super::files::Then;
use super::import::Ask;
use super::import::data::Prospect;
use super::scene::Scene;
use super::seen::Seen;
use super::window::App;
use super::worker::{ReadArticle, Request};
use crate::command::Command;
use crate::formats::articles::Opened;
use crate::workbench::Notice;

impl App {
    /// Draws the window of the import, and does what is asked for there.
    pub(super) fn ask_import(&mut self, ctx: &Context) {
        let open = self.file.is_open.then(|| self.file.name.clone());
        let mut scene = Scene {
            workbench: &self.workbench,
            keys: &self.keymap,
            inbox: &mut self.inbox,
            now: (self.services.clock)(),
        };
        match self.panels.import.ui(ctx, &mut scene, open.as_deref()) {
            None => {}
            Some(Ask::Look(source, form)) => {
                let into = open.is_some().then(|| self.workbench.project().clone());
                let request = Request::LookAtImport(source, form, into);
                let job = self.services.worker.ask(request);
                self.panels.import.looking(job);
            }
            Some(Ask::Import) if self.panels.import.joins() => self.import(),
            Some(Ask::Import) => self.leave(Then::Import),
        }
    }

    /// Imports what is shown in the window, once nothing unsaved would be lost.
    pub(super) fn import(&mut self) {
        let seen = Seen::of(&self.workbench);
        let Some((name, joins, prospect)) = self.panels.import.take(&seen) else {
            return;
        };
        let problems = prospect.imported.problems.clone();
        if joins {
            let project = Arc::new(prospect.imported.project);
            let step = format!("Import {name}");
            self.inbox.push(Command::Join(project, step));
        } else {
            self.import_alone(&name, prospect);
        }
        self.tell_problems(&problems);
    }

    fn import_alone(&mut self, name: &str, prospect: Prospect) {
        let file = Path::new(name).with_extension("ron");
        let project = prospect.imported.project;
        self.take_over(project, None, &file.to_string_lossy());
        let marks = self.workbench.project().mark_count();
        let title = match marks {
            1 => format!("Imported 1 mark from {name}"),
            marks => format!("Imported {marks} marks from {name}"),
        };
        self.told(Notice::good(title, "Save it to keep it as a project."));
    }

    /// A table of texts was read: its columns are asked for, or were just chosen.
    pub(super) fn table_read(&mut self, table: Arc<TableFile>, opened: Opened) {
        match &mut self.panels.table {
            Some(dialog) if Arc::ptr_eq(dialog.table(), &table) => {
                dialog.looked(&table, opened);
            }
            _ => self.panels.table = TableDialog::new(table, opened),
        }
    }

    /// The columns of the table that is asked about cannot be those that were chosen.
    pub(super) fn table_refused(&mut self, why: String) {
        if let Some(dialog) = &mut self.panels.table {
            dialog.refused(why);
        }
    }

    pub(super) fn ask_table(&mut self, ctx: &Context) {
        let Some(dialog) = &mut self.panels.table else {
            return;
        };
        match dialog.ui(ctx) {
            None => return,
            Some(TableAnswer::Look(columns)) => {
                let table = Arc::clone(dialog.table());
                self.services.worker.ask(Request::ReadTable(table, columns));
                return;
            }
            Some(TableAnswer::Add) => {
                if let Some(dialog) = self.panels.table.take() {
                    self.add_table(dialog);
                }
            }
            Some(TableAnswer::Cancel) => self.panels.table = None,
        }
        ctx.request_repaint();
    }

    fn add_table(&mut self, dialog: TableDialog) {
        let (table, opened) = dialog.into_opened();
        // One of several articles of a file cannot be read again by itself.
        let path = match opened.readings.len() {
            1 => table.path.as_path(),
            _ => Path::new(""),
        };
        let readings = opened.readings.into_iter();
        let read = readings.map(|reading| ReadArticle::new(path.to_owned(), reading));
        self.articles_read(read.collect(), &[]);
    }
}
