//! The quoted words of a mark, with a bar in the tag's colour at their left.

use egui::{Color32, Label, Response, Ui, UiBuilder, pos2};

use crate::app::fonts::TypeStyle;
use crate::app::theme::Theme;

/// Quoted words, as wide as there is room; `edge` is the tag's edge colour.
pub fn quote(ui: &mut Ui, words: &str, edge: Color32) -> Response {
    let theme = Theme::of(ui);
    let mut room = ui.available_rect_before_wrap();
    let left = room.left();
    room.set_left(left + theme.stroke.accent + theme.space.s4);
    let shown = ui.scope_builder(UiBuilder::new().max_rect(room), |ui| {
        ui.add_space(theme.space.s1);
        let text = TypeStyle::Quote.text(words).color(theme.text.primary);
        let response = ui.add(Label::new(text).wrap());
        ui.add_space(theme.space.s1);
        response
    });
    let mut bar = shown.response.rect;
    bar.set_left(left);
    bar.max = pos2(left + theme.stroke.accent, bar.bottom());
    ui.painter().rect_filled(bar, 0.0, edge);
    shown.inner
}
