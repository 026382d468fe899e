//! A button in small type without a frame, as in the status bar.

use egui::{Color32, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::{ground, line, put_centred};
use crate::app::fonts::TypeStyle;
use crate::app::theme::Theme;

/// Small words that can be pressed; `label` says what for, where the words alone do not.
pub fn small_button(ui: &mut Ui, words: &str, label: &str) -> Response {
    let theme = Theme::of(ui);
    let width = small_button_width(ui, words);
    let (rect, response) = ui.allocate_exact_size(vec2(width, theme.size.hit), Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, label));
    if ui.is_rect_visible(rect) {
        let painter = super::painter(ui);
        let fill = ground(ui, &theme, &response, Color32::TRANSPARENT);
        painter.rect_filled(rect, theme.radius.control, fill);
        let ink = match (enabled, response.hovered()) {
            (false, _) => theme.text.disabled,
            (true, true) => theme.text.primary,
            (true, false) => theme.text.secondary,
        };
        let words = line(&painter, words, TypeStyle::Small, ink);
        put_centred(&painter, rect.center(), words);
    }
    response
}

/// How wide such a button is, in points.
pub fn small_button_width(ui: &Ui, words: &str) -> f32 {
    let theme = Theme::of(ui);
    let words = line(ui.painter(), words, TypeStyle::Small, Color32::PLACEHOLDER);
    words.size().x + 2.0 * theme.space.s2
}
