//! How far colleagues agree: measured beside everything else, shown in a window, written to a file.

use std::path::PathBuf;
use std::sync::Arc;

use egui::Context;

use super::file_dialog::Purpose;
use super::review::measures::Ask;
use super::scene::Scene;
use super::window::App;
use super::worker::{JobId, Reply, Request, name_of};
use crate::formats::datasets::report::agreement::Measured;
use crate::workbench::Notice;

impl App {
    /// Measures the review that was opened, and leaves that of one that was closed.
    pub(super) fn follow_measures(&mut self) {
        let (wanted, left) = self.panels.measures().follow(&self.workbench);
        if let Some(job) = left {
            self.services.measurer.cancel(job);
        }
        if wanted.is_some() {
            self.measure();
        }
        for (job, reply) in self.services.measurer.replies() {
            self.measured(job, reply);
        }
    }

    fn measure(&mut self) {
        let Some(desk) = self.workbench.review() else {
            return;
        };
        let colleagues = desk.review().colleagues().to_vec();
        let job = self.services.measurer.ask(Request::Measure(colleagues));
        self.panels.measures().measuring(job);
    }

    fn measured(&mut self, job: JobId, reply: Reply) {
        let measures = self.panels.measures();
        match reply {
            Reply::Progress(_, share) => measures.progressed(job, share),
            Reply::Measured(found) => measures.measured(job, Ok(Some(*found))),
            Reply::Failed(_, why) => measures.measured(job, Err(why)),
            _ => measures.measured(job, Ok(None)),
        }
    }

    /// Opens the window with all figures.
    pub(super) fn show_agreement(&mut self) {
        match self.workbench.review() {
            Some(_) => self.panels.measures().open = true,
            None => {
                let how = "Open a review: its figures are those of who takes part in it.";
                self.told(Notice::plain("No review is open", how));
            }
        }
    }

    /// Draws the window with all figures, and does what is asked for there.
    pub(super) fn ask_measures(&mut self, ctx: &Context) {
        let mut scene = Scene {
            workbench: &self.workbench,
            keys: &self.keymap,
            inbox: &mut self.inbox,
            now: (self.services.clock)(),
        };
        let asked = self.panels.measures().window(ctx, &mut scene);
        match asked {
            None => return,
            Some(Ask::Cancel) => {
                if let Some(job) = self.panels.measures().going() {
                    self.services.measurer.cancel(job);
                }
            }
            Some(Ask::Again) => self.measure(),
            Some(Ask::Save) => {
                let name = format!("{}-agreement.csv", self.dataset_name());
                self.ask_for_path(Purpose::SaveFigures(name));
            }
        }
        ctx.request_repaint();
    }

    /// What is measured of the review that is open, once it is.
    pub(super) fn measured_now(&mut self) -> Option<Arc<Measured>> {
        let agreement = self.panels.measures().figures()?.agreement.clone();
        let tables = self.workbench.review()?.review().confusions();
        Some(Arc::new(Measured { agreement, tables }))
    }

    /// A place to write the figures to was given.
    pub(super) fn save_figures(&mut self, path: PathBuf) {
        if let Some(figures) = self.measured_now() {
            self.services
                .worker
                .ask(Request::SaveFigures(path, figures));
        }
    }

    /// The figures stand on the disk.
    pub(super) fn figures_saved(&mut self, path: PathBuf) {
        let title = format!("Saved the figures to {}", name_of(&path));
        self.told(Notice::good(title, ""));
    }
}
