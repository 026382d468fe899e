//! What the program is, in a small window.

use egui::{Context, Label};

use crate::app::fonts::TypeStyle;
use crate::app::theme::Theme;
use crate::app::widgets::dialog::dialog;

/// Draws the window, if it is open.
pub fn ui(ctx: &Context, open: &mut bool) {
    let theme = Theme::of_context(ctx);
    dialog(ctx, open, "About Postil", theme.chrome.dialog, |ui| {
        let version = format!("Postil {}", env!("CARGO_PKG_VERSION"));
        ui.label(TypeStyle::Title.text(version).color(theme.text.primary));
        let lines = [
            "A workbench for marking who claims what, who denies it, and on whose word.",
            "A postil is a note in the margin of a text.",
            "Free software under the MIT licence or the Apache licence 2.0, as you like. The faces \
             are Libertinus Serif (OFL) and Noto Sans (Apache 2.0).",
        ];
        for line in lines {
            let words = TypeStyle::Ui.text(line).color(theme.text.secondary);
            ui.add(Label::new(words).wrap());
            ui.add_space(theme.space.s2);
        }
    });
}
