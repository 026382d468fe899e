//! What the program is and what comes with it, in a small window.

use egui::{Context, Label, Ui};

use crate::app::fonts::TypeStyle;
use crate::app::theme::Theme;
use crate::app::widgets::dialog::dialog;
use crate::app::widgets::section::section;

/// The window's title.
pub const TITLE: &str = "About Postil";

/// The faces that come with the program: the name, what it is for, and its licence. Emoji
/// and other scripts are drawn with the system's faces.
pub const FACES: [(&str, &str, &str); 3] = [
    ("Libertinus Serif", "articles and quotes", "OFL 1.1"),
    ("Noto Sans", "everything else", "Apache 2.0"),
    ("Hack", "paths and offsets", "MIT and Bitstream Vera"),
];

/// Draws the window, if it is open.
pub fn ui(ctx: &Context, open: &mut bool) {
    let theme = Theme::of_context(ctx);
    dialog(ctx, open, TITLE, theme.chrome.dialog, |ui| {
        let version = format!("Postil {}", env!("CARGO_PKG_VERSION"));
        ui.label(TypeStyle::Title.text(version).color(theme.text.primary));
        let lines = [
            "A workbench for marking who claims what, who denies it, and on whose word.",
            "A postil is a note in the margin of a text.",
            "Free software under the MIT licence or the Apache licence 2.0, as you like.",
        ];
        for line in lines {
            let words = TypeStyle::Ui.text(line).color(theme.text.secondary);
            ui.add(Label::new(words).wrap());
            ui.add_space(theme.space.s2);
        }
        ui.add_space(theme.space.s3);
        section(ui, "Faces", None);
        for face in FACES {
            self::face(ui, face, &theme);
        }
        ui.add_space(theme.space.s2);
        let rest = "Emoji and other scripts are drawn with the faces of your system.";
        let rest = TypeStyle::Small.text(rest).color(theme.text.muted);
        ui.add(Label::new(rest).wrap());
    });
}

/// A face on a line: its name, and below it in small type what it is for and its licence.
fn face(ui: &mut Ui, (name, use_for, licence): (&str, &str, &str), theme: &Theme) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = theme.space.s3;
        ui.label(TypeStyle::Ui.text(name).color(theme.text.primary));
        let rest = format!("{use_for}, {licence}");
        ui.label(TypeStyle::Small.text(rest).color(theme.text.muted));
    });
}
