//! A heading in a panel, with a button to add one more where that makes sense.

use egui::{InnerResponse, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::icon_button::IconButton;
use super::{line, put};
use crate::app::fonts::TypeStyle;
use crate::app::icons::Icon;
use crate::app::theme::Theme;

/// A heading; `add` names the button at its right that adds one. The inner value is that button.
pub fn section(ui: &mut Ui, title: &str, add: Option<&str>) -> InnerResponse<Option<Response>> {
    let theme = Theme::of(ui);
    let size = vec2(ui.available_width(), theme.size.control);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, ui.is_enabled(), title));
    let painter = super::painter(ui);
    let words = line(&painter, title, TypeStyle::UiStrong, theme.text.primary);
    put(&painter, rect.left(), rect.center().y, words);
    let button = add.map(|label| {
        // The icon, not its invisible square, lines up with what stands below.
        let over = (theme.size.control - theme.size.icon_small) / 2.0;
        let centre = pos2(
            rect.right() + over - theme.size.control / 2.0,
            rect.center().y,
        );
        let square = Rect::from_center_size(centre, Vec2::splat(theme.size.control));
        // A child of its own, so that what reaches over the edge does not widen the panel.
        let mut child = ui.new_child(egui::UiBuilder::new().max_rect(square));
        child.add(IconButton::new(Icon::Plus, label).small())
    });
    InnerResponse::new(button, response)
}
