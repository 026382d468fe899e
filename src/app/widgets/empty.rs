//! What stands in an empty panel: one sentence that says what would be here and the gesture that
//! fills it.

use egui::{Frame, InnerResponse, Margin, Stroke, Ui};

use crate::app::theme::Theme;

/// A quiet card round running text: labels, [`super::key_cap`], [`super::link`].
pub fn empty<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let theme = Theme::of(ui);
    let side = theme.space.s4 + theme.space.s1;
    let over = theme.space.s3 + theme.space.s1;
    let across = Margin::from(side);
    let along = Margin::from(over);
    let pad = Margin {
        left: across.left,
        right: across.right,
        top: along.top,
        bottom: along.bottom,
    };
    // Where grounds do not differ, a line says where the card ends.
    let frame = if theme.contrast {
        theme.divider()
    } else {
        Stroke::NONE
    };
    Frame::new()
        .fill(theme.bg.sunken)
        .stroke(frame)
        .corner_radius(theme.radius.row)
        .inner_margin(pad)
        .show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            ui.visuals_mut().override_text_color = Some(theme.text.secondary);
            ui.spacing_mut().item_spacing = egui::vec2(theme.space.s2, 0.0);
            ui.spacing_mut().interact_size.y = 0.0;
            ui.horizontal_wrapped(contents).inner
        })
}
