//! A framed group of things that belong together.

use egui::{Frame, InnerResponse, Ui};

use crate::app::theme::Theme;

/// A card with padding round its contents, as wide as there is room.
pub fn card<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let theme = Theme::of(ui);
    Frame::new()
        .fill(theme.bg.raised)
        .stroke(theme.frame())
        .corner_radius(theme.radius.card)
        .inner_margin(theme.space.s4)
        .show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            contents(ui)
        })
}
