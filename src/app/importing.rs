//! Imports: the window that asks, and what becomes of what was read.

use std::path::Path;
use std::sync::Arc;

use egui::Context;

use super::dialogs::several::{ArticlesFile, SeveralAnswer, SeveralDialog};
use super::excerpt;
use super::file_dialog::Side;
use super::files::Then;
use super::import::data::Prospect;
use super::import::{Ask, Taken};
use super::scene::Scene;
use super::seen::Seen;
use super::window::App;
use super::worker::{ReadArticle, ReadFiles, Request};
use crate::command::Command;
use crate::formats::articles::Opened;
use crate::formats::datasets::Format;
use crate::store::Source as DatasetSource;
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
            Some(Ask::Table(asked)) => self.ask_for_table(Side::Import, asked),
            Some(Ask::Import) if self.panels.import.joins() => self.import(),
            Some(Ask::Import) => self.leave(Then::Import),
        }
    }

    /// Imports what is shown in the window, once nothing unsaved would be lost.
    pub(super) fn import(&mut self) {
        let seen = Seen::of(&self.workbench);
        let Some(taken) = self.panels.import.take(&seen) else {
            return;
        };
        self.remember_mapping(&taken);
        let Taken {
            name,
            form,
            prospect,
        } = taken;
        let problems = prospect.imported.problems.clone();
        if form.joins() {
            let project = Arc::new(prospect.imported.project);
            let step = format!("Import {name}");
            self.inbox.push(Command::Join(project, step));
        } else {
            self.import_alone(&name, prospect);
        }
        self.tell_problems(&problems);
    }

    /// Shows a dataset that was read, to be imported.
    pub(super) fn show_dataset(
        &mut self,
        name: String,
        source: Arc<DatasetSource>,
        format: &'static Format,
    ) {
        let memory = self.preferences.mappings.clone();
        self.panels.import.open(name, source, format, memory);
    }

    /// Keeps what the tags of a dataset became for the next one in its format.
    fn remember_mapping(&mut self, taken: &Taken) {
        let imported = &taken.prospect.imported;
        let format = taken.form.format.name;
        let known = self.preferences.mappings.entry(format.to_owned());
        let known = known.or_default();
        let before = known.clone();
        let (tags, links) = (&imported.foreign_tags, &imported.foreign_links);
        known.learn(&taken.form.mapping, tags.keys(), links.keys());
        let changed = *known != before;
        if known.is_empty() {
            self.preferences.mappings.remove(format);
        }
        if changed {
            self.store_preferences();
        }
    }

    fn import_alone(&mut self, name: &str, prospect: Prospect) {
        let file = Path::new(name).with_extension("ron");
        let project = prospect.imported.project;
        self.take_over(project, None, &file.to_string_lossy());
        let marks = self.workbench.project().mark_count();
        let marks = excerpt::count(marks, "mark", "marks");
        let title = format!("Imported {marks} from {name}");
        self.told(Notice::good(title, "Save it to keep it as a project."));
    }

    /// Files were opened: what they hold comes in, or is asked about.
    pub(super) fn files_read(&mut self, read: ReadFiles) {
        for (file, opened) in read.several {
            self.panels.several.ask(file, opened);
        }
        self.articles_read(read.articles, &read.refused);
    }

    /// The table that is asked about was read with other columns.
    pub(super) fn table_read(&mut self, file: &Arc<ArticlesFile>, opened: Opened) {
        if let Some(dialog) = self.panels.several.current() {
            dialog.looked(file, opened);
        }
    }

    /// The columns of the table that is asked about cannot be those that were chosen.
    pub(super) fn table_refused(&mut self, why: String) {
        if let Some(dialog) = self.panels.several.current() {
            dialog.refused(why);
        }
    }

    pub(super) fn ask_several(&mut self, ctx: &Context) {
        match self.panels.several.ui(ctx) {
            None => return,
            Some(SeveralAnswer::Look(columns)) => {
                if let Some(dialog) = self.panels.several.current() {
                    let request = Request::ReadTable(Arc::clone(dialog.file()), columns);
                    self.services.worker.ask(request);
                }
                return;
            }
            Some(SeveralAnswer::Add) => {
                if let Some(dialog) = self.panels.several.take() {
                    self.add_several(dialog);
                }
            }
            Some(SeveralAnswer::Cancel) => drop(self.panels.several.take()),
        }
        ctx.request_repaint();
    }

    fn add_several(&mut self, dialog: SeveralDialog) {
        let alone = dialog.holds_one();
        let (file, readings) = dialog.into_readings();
        // One of several articles of a file cannot be read again by itself.
        let path = match alone {
            true => file.path.as_path(),
            false => Path::new(""),
        };
        let readings = readings.into_iter();
        let read = readings.map(|reading| ReadArticle::new(path.to_owned(), reading));
        self.articles_read(read.collect(), &[]);
    }
}
