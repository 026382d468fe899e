//! The small framed key: «Ctrl+F».

use egui::{Color32, Painter, Response, Sense, StrokeKind, Ui, Vec2, pos2, vec2};

use super::{line, put_centred};
use crate::app::fonts::TypeStyle;
use crate::app::theme::Theme;

/// A key as a hint in running text or at the right of a row.
pub fn key_cap(ui: &mut Ui, keys: &str) -> Response {
    let theme = Theme::of(ui);
    let size = key_cap_size(ui.painter(), keys);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, ui.is_enabled(), keys));
    if ui.is_rect_visible(rect) {
        paint_key_cap(
            &super::painter(ui),
            rect.left(),
            rect.center().y,
            keys,
            &theme,
        );
    }
    response
}

/// How large the key is when drawn, in points.
pub fn key_cap_size(painter: &Painter, keys: &str) -> Vec2 {
    let theme = Theme::of_context(painter.ctx());
    let text = line(painter, keys, TypeStyle::Tiny, Color32::PLACEHOLDER)
        .size()
        .x;
    vec2(text + 2.0 * theme.size.key_pad, theme.size.key)
}

/// Draws a key with its left edge and its middle here.
pub fn paint_key_cap(painter: &Painter, left: f32, middle: f32, keys: &str, theme: &Theme) {
    let size = key_cap_size(painter, keys);
    let rect = egui::Rect::from_min_size(pos2(left, middle - size.y / 2.0), size);
    painter.rect(
        rect,
        theme.radius.key,
        theme.bg.surface,
        theme.divider(),
        StrokeKind::Inside,
    );
    let text = line(painter, keys, TypeStyle::Tiny, theme.text.muted);
    put_centred(painter, rect.center(), text);
}
