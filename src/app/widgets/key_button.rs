//! A key and what it does, side by side; a press does it too.

use egui::{Color32, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::key_cap::{key_cap_size, paint_key_cap};
use super::{ground, line, put};
use crate::app::fonts::TypeStyle;
use crate::app::theme::Theme;

/// A key with words after it; `label` says what it does, where the words alone do not.
pub fn key_button(ui: &mut Ui, keys: &str, words: &str, label: &str) -> Response {
    let theme = Theme::of(ui);
    let text = line(ui.painter(), words, TypeStyle::Ui, theme.text.secondary);
    let cap = if keys.is_empty() {
        0.0
    } else {
        key_cap_size(ui.painter(), keys).x + theme.space.s2
    };
    let width = cap + text.size().x + 2.0 * theme.space.s2;
    let (rect, response) = ui.allocate_exact_size(vec2(width, theme.size.hit), Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, label));
    if ui.is_rect_visible(rect) {
        let painter = super::painter(ui);
        let fill = ground(ui, &theme, &response, Color32::TRANSPARENT);
        painter.rect_filled(rect, theme.radius.control, fill);
        let (left, middle) = (rect.left() + theme.space.s2, rect.center().y);
        if !keys.is_empty() {
            paint_key_cap(&painter, left, middle, keys, &theme);
        }
        put(&painter, left + cap, middle, text);
    }
    response.on_hover_text(label)
}
