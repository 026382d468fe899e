//! What looks like a search field and opens one.

use egui::{Response, Role, Sense, StrokeKind, Ui, WidgetInfo, vec2};

use super::key_cap::{key_cap_size, paint_key_cap};
use super::{grounds, line, put};
use crate::app::fonts::TypeStyle;
use crate::app::icons::{Icon, icon};
use crate::app::theme::Theme;

/// A field to press, of this width in points; `words` stand in it and are its label.
pub fn search_button(ui: &mut Ui, words: &str, keys: &str, width: f32) -> Response {
    let theme = Theme::of(ui);
    let size = vec2(width, theme.size.control);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, words));
    if ui.is_rect_visible(rect) {
        let painter = super::painter(ui);
        let states = [theme.bg.surface, theme.bg.hover, theme.bg.pressed];
        let fill = grounds(ui, &theme, &response, states);
        let (frame, ink) = if enabled {
            (theme.frame(), theme.text.muted)
        } else {
            (theme.divider(), theme.text.disabled)
        };
        painter.rect(rect, theme.radius.control, fill, frame, StrokeKind::Inside);
        let (middle, size) = (rect.center().y, theme.size.icon_small);
        let left = rect.left() + theme.space.s3 + theme.stroke.hair;
        let centre = egui::pos2(left + size / 2.0, middle);
        icon(&painter, Icon::Search, centre, size, ink);
        let words = line(&painter, words, TypeStyle::Ui, ink);
        put(&painter, left + size + theme.space.s3, middle, words);
        if !keys.is_empty() {
            let left = rect.right() - theme.space.s3 - key_cap_size(&painter, keys).x;
            paint_key_cap(&painter, left, middle, keys, &theme);
        }
    }
    response
}
