//! A word that acts: bold and underlined, as in notices and empty panels.

use egui::{Response, Sense, Ui, vec2};

use super::{hit_rect, line, put};
use crate::app::fonts::TypeStyle;
use crate::app::theme::Theme;

/// An underlined action in running text.
pub fn action_link(ui: &mut Ui, label: &str) -> Response {
    let theme = Theme::of(ui);
    let enabled = ui.is_enabled();
    let ink = if enabled {
        theme.text.primary
    } else {
        theme.text.disabled
    };
    let words = line(ui.painter(), label, TypeStyle::UiStrong, ink);
    let size = vec2(words.size().x, TypeStyle::UiStrong.line_height());
    let (rect, drawn) = ui.allocate_exact_size(size, Sense::hover());
    let response = ui.interact(hit_rect(&theme, rect), drawn.id.with(label), Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, ui.is_enabled(), label));
    if ui.is_rect_visible(rect) {
        let painter = super::painter(ui);
        put(&painter, rect.left(), rect.center().y, words);
        let width = if response.hovered() {
            theme.stroke.accent
        } else {
            theme.stroke.rule
        };
        painter.hline(rect.x_range(), rect.bottom(), (width, ink));
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}
