//! Who said something: the initial in a disc.

use egui::{Response, Role, Sense, Ui, Vec2, WidgetInfo};

use super::{line, put_centred};
use crate::app::fonts::TypeStyle;
use crate::app::theme::Theme;

/// The initial of a person's name.
pub fn avatar(ui: &mut Ui, name: &str) -> Response {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(theme.size.avatar), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, ui.is_enabled(), name));
    if ui.is_rect_visible(rect) {
        let painter = super::painter(ui);
        painter.circle_filled(rect.center(), theme.size.avatar / 2.0, theme.bg.pressed);
        let initial: String = name
            .chars()
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .collect();
        let text = line(&painter, &initial, TypeStyle::Letter, theme.text.primary);
        put_centred(&painter, rect.center(), text);
    }
    response
}
