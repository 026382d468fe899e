//! The window: the egui shell that shows the workbench and turns gestures into commands.

pub mod article;
pub mod articles;
pub mod bars;
pub mod can_run;
pub mod dialogs;
pub mod excerpt;
pub mod fonts;
pub mod history;
pub mod icons;
pub mod identities;
pub mod inspector;
pub mod keys;
pub mod list;
pub mod palette;
pub mod problems;
pub mod scene;
pub mod seen;
pub mod tagset_editor;
pub mod theme;
pub mod widgets;

/// Gives a context Postil's look: its faces, its theme, its focus frames.
pub fn install_look(ctx: &egui::Context, choice: theme::ThemeChoice) {
    fonts::install(ctx, None);
    widgets::focus::install(ctx);
    choice.follow(ctx);
}
