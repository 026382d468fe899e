//! The eight colours and the eight lines to choose from.

use egui::{Rect, Response, Role, Sense, StrokeKind, Ui, Vec2, WidgetInfo, vec2};

use super::data::names::{of_colour, of_line};
use crate::app::theme::{TagColours, Theme};
use crate::app::widgets::focus::chosen_frame;
use crate::app::widgets::ground;
use crate::app::widgets::line_sample::paint_sample;
use crate::project::{Colour, LineStyle};

/// Shows the colours; returns the one that was pressed.
pub(super) fn swatches(ui: &mut Ui, chosen: Colour) -> Option<Colour> {
    row(ui, &Colour::ALL, |ui, colour| {
        let theme = Theme::of(ui);
        let side = theme.size.control;
        let on = colour == chosen;
        let (rect, response) = option(ui, Vec2::splat(side), of_colour(colour), on);
        let TagColours { tint, edge, .. } = theme.tag(colour);
        let painter = crate::app::widgets::painter(ui);
        let radius = theme.radius.chip_large;
        let square = Rect::from_center_size(rect.center(), Vec2::splat(theme.size.chip_large));
        let frame = (theme.stroke.accent, edge);
        painter.rect(square, radius, tint, frame, StrokeKind::Inside);
        if on {
            chosen_frame(&painter, square, radius);
        }
        response
    })
}

/// Shows the lines in this colour; returns the one that was pressed.
pub(super) fn lines(ui: &mut Ui, chosen: LineStyle, colour: Colour) -> Option<LineStyle> {
    row(ui, &LineStyle::ALL, |ui, style| {
        let theme = Theme::of(ui);
        let (width, _) = theme.size.sample;
        let size = vec2(width + theme.space.s3, theme.size.control);
        let on = style == chosen;
        let (rect, response) = option(ui, size, of_line(style), on);
        let painter = crate::app::widgets::painter(ui);
        let rest = match on {
            true => theme.bg.selected,
            false => egui::Color32::TRANSPARENT,
        };
        let fill = ground(ui, &theme, &response, rest);
        painter.rect_filled(rect, theme.radius.control, fill);
        let left = rect.center().x - width / 2.0;
        let edge = theme.tag(colour).edge;
        paint_sample(&painter, left, rect.center().y, style, edge);
        if on {
            chosen_frame(
                &painter,
                rect.shrink(theme.stroke.accent),
                theme.radius.control,
            );
        }
        response
    })
}

/// Options side by side; returns the one that was pressed.
fn row<T: Copy>(ui: &mut Ui, all: &[T], mut show: impl FnMut(&mut Ui, T) -> Response) -> Option<T> {
    let gap = Theme::of(ui).space.s2;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(gap);
        let pressed = all
            .iter()
            .copied()
            .filter(|value| show(ui, *value).clicked());
        pressed.last()
    })
    .inner
}

/// One of several that exclude each other, named for whoever cannot see it.
fn option(ui: &mut Ui, size: Vec2, name: &str, on: bool) -> (Rect, Response) {
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), on, name));
    (rect, response.on_hover_text(name))
}
