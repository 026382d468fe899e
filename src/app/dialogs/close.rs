//! What becomes of changes that are not saved, before the project is closed.

use egui::Context;

use super::sheet::{self, focus_once, said, sheet};
use crate::app::widgets::button::Button;

/// The question that is asked before a project with changes is closed: to close it, to leave the
/// program, or to open another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CloseDialog {
    file: String,
    came: bool,
}

/// What the user wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseAnswer {
    /// To save first.
    Save,
    /// To lose the changes.
    Discard,
    /// To stay.
    Cancel,
}

impl CloseDialog {
    /// The question about the project in this file; an empty name if it is in none yet.
    pub fn new(file: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            came: false,
        }
    }

    /// Shows the question; returns the answer once there is one.
    pub fn ui(&mut self, ctx: &Context) -> Option<CloseAnswer> {
        let (title, name) = match self.file.as_str() {
            "" => ("Save the project?".to_owned(), "This project"),
            file => (format!("Save {file}?"), file),
        };
        let words = format!("{name} has changes that are not saved.");
        let came = &mut self.came;
        let shown = sheet(ctx, "close", &title, |ui| {
            said(ui, &words);
            sheet::buttons(ui, |ui| {
                let save = ui.add(Button::primary("Save"));
                focus_once(&save, came);
                let discard = ui.add(Button::plain("Don’t save").danger());
                let cancel = ui.add(Button::plain("Cancel"));
                let answers = [
                    (save, CloseAnswer::Save),
                    (discard, CloseAnswer::Discard),
                    (cancel, CloseAnswer::Cancel),
                ];
                let mut answers = answers.into_iter();
                answers.find_map(|(button, answer)| button.clicked().then_some(answer))
            })
        });
        shown.or_cancelled(CloseAnswer::Cancel)
    }
}
