//! Rows of a menu: a title, and the key that does the same.

use egui::{Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::key_cap::{key_cap_size, paint_key_cap};
use super::{ground, line, put};
use crate::app::fonts::TypeStyle;
use crate::app::theme::Theme;

/// How wide a row needs to be, in points.
pub fn menu_row_width(ui: &Ui, title: &str, keys: &str) -> f32 {
    let theme = Theme::of(ui);
    let words = line(ui.painter(), title, TypeStyle::Ui, theme.text.primary);
    let keys = if keys.is_empty() {
        0.0
    } else {
        theme.space.s6 + key_cap_size(ui.painter(), keys).x
    };
    words.size().x + keys + 2.0 * theme.space.s3
}

/// A row of a menu, as wide as there is room. What cannot be done now is shown disabled, with
/// the reason as its tooltip.
pub fn menu_row(ui: &mut Ui, title: &str, keys: &str, why_not: Option<&str>) -> Response {
    let theme = Theme::of(ui);
    let size = vec2(ui.available_width(), theme.size.control);
    let shown = ui.add_enabled_ui(why_not.is_none(), |ui| {
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        let enabled = ui.is_enabled();
        response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, enabled, title));
        if ui.is_rect_visible(rect) {
            let painter = super::painter(ui);
            let fill = ground(ui, &theme, &response, theme.bg.raised);
            painter.rect_filled(rect, theme.radius.control, fill);
            let ink = if enabled {
                theme.text.primary
            } else {
                theme.text.disabled
            };
            let middle = rect.center().y;
            let words = line(&painter, title, TypeStyle::Ui, ink);
            put(&painter, rect.left() + theme.space.s3, middle, words);
            if !keys.is_empty() {
                let left = rect.right() - theme.space.s3 - key_cap_size(&painter, keys).x;
                paint_key_cap(&painter, left, middle, keys, &theme);
            }
        }
        response
    });
    match why_not {
        Some(reason) => shown.inner.on_disabled_hover_text(reason),
        None => shown.inner,
    }
}

/// The line between two groups of rows.
pub fn menu_line(ui: &mut Ui) {
    let theme = Theme::of(ui);
    let size = vec2(
        ui.available_width(),
        2.0 * theme.space.s2 + theme.stroke.hair,
    );
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    ui.painter()
        .hline(rect.x_range(), rect.center().y, theme.divider());
}
