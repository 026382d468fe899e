//! A small disc beside a word that says how things stand, such as «saved»; never without it.

use egui::{Color32, Response, Sense, Ui, Vec2};

use crate::app::theme::Theme;

/// A disc of this colour.
pub fn disc(ui: &mut Ui, colour: Color32) -> Response {
    let theme = Theme::of(ui);
    let side = theme.size.disc;
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::hover());
    super::painter(ui).circle_filled(rect.center(), side / 2.0, colour);
    response
}
