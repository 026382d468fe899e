//! Exports: the window that asks, the work on the worker, and what is said afterwards.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::export::Ask;
use super::file_dialog::{Purpose, Side, Target};
use super::panels::Tab;
use super::window::App;
use super::worker::{Request, name_of};
use crate::command::{Command, WindowCommand};
use crate::formats::datasets::export::{Export, Wish};
use crate::formats::datasets::report::agreement::Measured;
use crate::formats::preferences::LastExport;
use crate::project::Id;
use crate::workbench::Notice;

impl App {
    /// Opens the window of the export, with what was wished for last.
    pub(super) fn open_export(&mut self) {
        let fresh = *self.panels.export.wish() == Wish::default();
        let last = self.preferences.export.as_ref().filter(|_| fresh);
        let wish = last.map(|last| last.wish.clone());
        self.panels.export.open(wish);
    }

    /// Exports as last time, to the same place; asks where nothing is known of a last time.
    pub(super) fn export_again(&mut self) {
        let Some((wish, path)) = self.last_export() else {
            self.open_export();
            return;
        };
        self.export_to(wish, path);
    }

    /// What was last wished for, and where this project went then.
    fn last_export(&self) -> Option<(Wish, PathBuf)> {
        let last = self.preferences.export.as_ref()?;
        let here = self.file.exported.clone().or_else(|| {
            let project = self.file.path.as_deref().and_then(Path::to_str)?;
            (last.project == project && !last.target.is_empty())
                .then(|| PathBuf::from(&last.target))
        });
        Some((last.wish.clone(), here?))
    }

    /// Draws the window of the export, and does what is asked for there.
    pub(super) fn ask_export(&mut self, ctx: &egui::Context) {
        let name = self.dataset_name();
        let open = self.panels.export.wish();
        let again = self.last_export();
        let again = again.filter(|(wish, _)| wish == open);
        let again = again.map(|(_, path)| name_of(&path));
        let asked = self.draw_export(ctx, &name, again.as_deref());
        match asked {
            None => {}
            Some(Ask::Look(mut export)) => {
                export.options.figures = self.wished_figures();
                let project = self.workbench.project().clone();
                let request = Request::LookAtExport(export, project);
                let job = self.services.worker.ask(request);
                self.panels.export.looking(job);
            }
            Some(Ask::Write(export)) => {
                self.ask_for_path(Purpose::Export(target(&export, &name)));
            }
            Some(Ask::Again) => self.export_again(),
            Some(Ask::Table(asked)) => self.ask_for_table(Side::Export, asked),
            Some(Ask::Show(what, marks)) => self.show_lost(&what, marks),
        }
    }

    /// A place to write to was given.
    pub(super) fn export_wished(&mut self, path: PathBuf) {
        let wish = self.panels.export.wish().clone();
        self.export_to(wish, path);
    }

    fn export_to(&mut self, wish: Wish, path: PathBuf) {
        let figures = wish.figures.then(|| self.measured_now()).flatten();
        self.panels.export.close();
        self.services.worker.ask(Request::Export {
            figures,
            wish: Box::new(wish),
            name: self.dataset_name(),
            path,
            project: self.workbench.project().clone(),
            own: self.file.path.clone(),
        });
    }

    /// The figures of the review, if they are to go into the export.
    fn wished_figures(&mut self) -> Option<Arc<Measured>> {
        let wished = self.panels.export.wish().figures;
        wished.then(|| self.measured_now()).flatten()
    }

    /// An export stands on the disk.
    pub(super) fn exported(&mut self, path: &Path, wish: Wish, losses: &[String]) {
        let words = |path: Option<&Path>| {
            let words = path.and_then(Path::to_str).unwrap_or_default();
            words.to_owned()
        };
        self.preferences.export = Some(LastExport {
            wish,
            project: words(self.file.path.as_deref()),
            target: words(Some(path)),
        });
        self.store_preferences();
        self.file.exported = Some(path.to_owned());
        let title = format!("Exported to {}", name_of(path));
        let detail = match losses {
            [] => String::new(),
            losses => format!("It has no place for: {}.", losses.join(", ")),
        };
        let show = Command::Window(WindowCommand::ShowExport);
        self.told(Notice::good(title, detail).with_action("Open folder", show));
    }

    /// Opens the folder in which the last export stands.
    pub(super) fn show_export(&mut self) {
        let Some(path) = self.file.exported.clone() else {
            self.told(Notice::plain("Nothing was exported yet", ""));
            return;
        };
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        if let Err(error) = (self.services.open_folder)(folder) {
            let why = format!("{error}. The files stand in {}.", folder.display());
            self.told(Notice::error("The folder was not opened", why));
        }
    }

    /// Shows the marks that a loss befalls in the list of marks, and selects the first.
    fn show_lost(&mut self, what: &str, marks: Vec<(Id, Id)>) {
        self.panels.export.close();
        if self.workbench.filter().is_active() {
            self.inbox.push(Command::ShowAll);
        }
        if let Some((article, mark)) = marks.first().cloned() {
            self.inbox.push(Command::ShowArticle(article));
            self.inbox.push(Command::SelectMark(mark));
        }
        self.panels.list_only(what, marks);
        self.panels.show_tab(Tab::List);
    }

    /// What a dataset of this project is called.
    pub(super) fn dataset_name(&self) -> String {
        self.file.name.trim_end_matches(".ron").to_owned()
    }
}

/// Where an export goes, as far as the format says it.
fn target(export: &Export, name: &str) -> Target {
    let format = export.format;
    let folder = export.is_folder();
    let ending = format.extensions.first().copied().unwrap_or_default();
    Target {
        name: match folder {
            true => format!("{name}-{}", format.name),
            false => format!("{name}.{ending}"),
        },
        ending: if folder { "" } else { ending },
        format: format.name,
    }
}
