//! The annotator's name: asked for once.

use egui::{Context, Key};

use super::sheet::{self, focus_once, said, sheet};
use crate::app::theme::Theme;
use crate::app::widgets::button::Button;
use crate::app::widgets::text_field::TextField;

/// The question for the annotator's name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnnotatorDialog {
    name: String,
    came: bool,
}

/// What the user said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnnotatorAnswer {
    /// This name; neither empty nor with blanks at its ends.
    Name(String),
    /// Nothing: it stays as it was.
    Cancel,
}

impl AnnotatorDialog {
    /// The question with a name to begin with: the present one, or the one that the system knows.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            came: false,
        }
    }

    /// Shows the question; returns the answer once there is one.
    pub fn ui(&mut self, ctx: &Context) -> Option<AnnotatorAnswer> {
        let Self { name, came } = self;
        let shown = sheet(ctx, "annotator", "Who annotates?", |ui| {
            let theme = Theme::of(ui);
            said(
                ui,
                "Your name goes on each mark that you make, so that colleagues can tell whose it \
                 is. It is asked for once; a click on it in the status bar changes it.",
            );
            ui.add_space(theme.space.s3);
            let field = TextField::new(name, "Your name").show(ui);
            focus_once(&field, came);
            let enter = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            sheet::buttons(ui, |ui| {
                let ready = !name.trim().is_empty();
                let accept = ui.add_enabled(ready, Button::primary("Use this name"));
                let cancel = ui.add(Button::plain("Cancel"));
                if ready && (enter || accept.clicked()) {
                    return Some(AnnotatorAnswer::Name(name.trim().to_owned()));
                }
                cancel.clicked().then_some(AnnotatorAnswer::Cancel)
            })
        });
        shown.or_cancelled(AnnotatorAnswer::Cancel)
    }
}
