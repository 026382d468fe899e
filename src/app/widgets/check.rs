//! A tick box with its words.

use egui::{Pos2, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use super::{grounds, line, put};
use crate::app::fonts::TypeStyle;
use crate::app::icons::{Icon, icon};
use crate::app::theme::Theme;

/// A tick box; a click turns it over.
pub fn check(ui: &mut Ui, ticked: &mut bool, label: &str) -> Response {
    let theme = Theme::of(ui);
    let enabled = ui.is_enabled();
    let ink = if enabled {
        theme.text.primary
    } else {
        theme.text.disabled
    };
    let words = line(ui.painter(), label, TypeStyle::Ui, ink);
    let side = theme.size.check;
    let size = vec2(side + theme.space.s3 + words.size().x, theme.size.control);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    if ui.is_rect_visible(rect) {
        let left = rect.left() + side + theme.space.s3;
        put(&super::painter(ui), left, rect.center().y, words);
    }
    let centre = pos2(rect.left() + side / 2.0, rect.center().y);
    square(ui, response, centre, ticked, label)
}

/// A tick box alone in a square cell of this side, in points; `label` is what it would say.
pub fn cell_check(ui: &mut Ui, ticked: &mut bool, label: &str, side: f32) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::click());
    square(ui, response, rect.center(), ticked, label)
}

/// The box round this centre, and what pressing it does.
fn square(
    ui: &Ui,
    mut response: Response,
    centre: Pos2,
    ticked: &mut bool,
    label: &str,
) -> Response {
    let theme = Theme::of(ui);
    let enabled = ui.is_enabled();
    let side = theme.size.check;
    if response.clicked() {
        *ticked = !*ticked;
        response.mark_changed();
    }
    let on = *ticked;
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, enabled, on, label));
    if ui.is_rect_visible(response.rect) {
        let painter = super::painter(ui);
        let (states, frame) = match (enabled, on) {
            (false, _) => ([theme.bg.raised; 3], theme.disabled_frame()),
            (true, true) => (
                [theme.accent.base, theme.accent.hover, theme.accent.hover],
                Stroke::NONE,
            ),
            (true, false) => (
                [theme.bg.surface, theme.bg.hover, theme.bg.pressed],
                theme.frame(),
            ),
        };
        let fill = grounds(ui, &theme, &response, states);
        let square = Rect::from_center_size(centre, Vec2::splat(side));
        painter.rect(square, theme.radius.key, fill, frame, StrokeKind::Inside);
        if on {
            let tick = if enabled {
                theme.text.on_accent
            } else {
                theme.text.disabled
            };
            icon(&painter, Icon::Check, centre, theme.size.icon_tiny, tick);
        }
    }
    response
}
