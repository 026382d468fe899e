//! Merging another version into the open project: what would come of it is shown first, and then it
//! is one step.

use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use egui::Context;

use super::dialogs::merge::{MergeAnswer, MergeDialog};
use super::dialogs::tag_table;
use super::file_dialog::Purpose;
use super::window::App;
use super::worker::merging::{MergeAsk, MergeSight};
use super::worker::{JobId, Request, name_of};
use crate::command::{Command, WindowCommand};
use crate::workbench::Notice;

impl App {
    /// Asks for a colleague's file, unless a review holds the project as it was.
    pub(super) fn choose_merge(&mut self) {
        if self.workbench.review().is_some() {
            let how = "A review compares with the project as it was. Leave it first.";
            self.told(Notice::plain("A review is open", how));
            return;
        }
        self.ask_for_path(Purpose::Merge);
    }

    /// Shows what would come of merging the version in a file; `own` says that another program has
    /// written it into the project's own.
    pub(super) fn offer_merge(&mut self, path: PathBuf, own: bool) {
        self.panels.merge = Some(MergeDialog::new(path, own));
    }

    /// What a merge would do is known.
    pub(super) fn merge_seen(&mut self, job: JobId, sight: Result<MergeSight, String>) {
        let tagset = self.workbench.project().tagset();
        if let Some(dialog) = &mut self.panels.merge {
            dialog.looked(job, sight, &self.preferences.their_tags, tagset);
        }
    }

    /// Draws the question whether to merge, and does what is answered.
    pub(super) fn ask_merge(&mut self, ctx: &Context) {
        let Some(dialog) = &mut self.panels.merge else {
            return;
        };
        let answer = dialog.ui(ctx, self.workbench.project().tagset());
        if let Some(form) = dialog.wants().cloned() {
            let path = dialog.path().to_owned();
            let ask = MergeAsk {
                own: dialog.is_own(),
                ours: self.workbench.project().clone(),
                names: names(self.workbench.author(), &path, dialog.is_own()),
                file: self.project_file.clone(),
                base: form.base,
                tags: form.tags,
                path,
            };
            let request = Request::LookAtMerge(Box::new(ask));
            dialog.looking(self.services.worker.ask(request));
            ctx.request_repaint();
        }
        match answer {
            None => return,
            Some(MergeAnswer::ChooseBase) => self.ask_for_path(Purpose::MergeBase),
            Some(MergeAnswer::Merge) => {
                if let Some(dialog) = self.panels.merge.take() {
                    self.merge_now(dialog);
                }
            }
            Some(MergeAnswer::Cancel) => self.panels.merge = None,
        }
        ctx.request_repaint();
    }

    /// The file that a merge shall take as the common version.
    pub(super) fn merge_base_given(&mut self, path: PathBuf) {
        if let Some(dialog) = &mut self.panels.merge {
            dialog.set_base(path);
        }
    }

    fn merge_now(&mut self, dialog: MergeDialog) {
        let path = dialog.path().to_owned();
        let name = name_of(&path);
        let Some((sight, form)) = dialog.take() else {
            return;
        };
        if *self.workbench.project() != sight.ours {
            let why = "The project was changed meanwhile: merge again.";
            self.told(Notice::warning(format!("{name} was not merged"), why));
            return;
        }
        tag_table::keep(&sight.foreign, &form.tags, &mut self.preferences.their_tags);
        if !sight.foreign.is_empty() {
            self.store_preferences();
        }
        let step = format!("Merge {name}");
        let outcome = self.workbench.become_project(&sight.merged, step);
        if let Some(notice) = outcome.notice {
            self.told(notice);
            return;
        }
        let own = sight.kept.is_some();
        if let (Some((file, base)), Some(known)) = (sight.kept, &self.project_file) {
            let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
            // From here on their version is the one that ours grows out of.
            known.file = file;
            known.base = Some(base);
        }
        if own && self.file.path.as_deref() == Some(&path) {
            self.journal_on_other_ground();
        }
        let title = format!("{name} was merged");
        let forecast = sight.forecast;
        self.told(match forecast.conflicts {
            0 if forecast.is_empty() => Notice::plain(title, "It holds nothing that is not here."),
            0 => Notice::good(title, format!("{forecast}."))
                .with_action("Undo", Command::Undo)
                .about_the_step(),
            _ => {
                let settle = Command::Window(WindowCommand::ShowReview);
                let detail = format!(
                    "{forecast}. Of what both changed in different ways one reading stands, and both are kept."
                );
                Notice::warning(title, detail)
                    .with_action("Settle", settle)
                    .about_the_step()
            }
        });
    }
}

/// What the sides are called: oneself and the file, or here and there.
fn names(author: &str, path: &Path, own: bool) -> (String, String) {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let theirs = if own || stem == author {
        "there"
    } else {
        &*stem
    };
    let ours = if author.is_empty() { "here" } else { author };
    (ours.to_owned(), theirs.to_owned())
}
