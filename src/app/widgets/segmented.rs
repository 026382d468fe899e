//! One of a few values, side by side: for three at most, [`super::choice`] is for more.

use egui::{
    Color32, CornerRadius, InnerResponse, Rect, Role, Sense, StrokeKind, Ui, WidgetInfo, vec2,
};

use super::{grounds, line, put_centred};
use crate::app::fonts::TypeStyle;
use crate::app::theme::Theme;

/// Shows the values in one frame, as wide as there is room. `label` says what is chosen, `chosen`
/// is a place in `values`. The inner value is the place that was pressed, if one was.
pub fn segmented(
    ui: &mut Ui,
    label: &str,
    values: &[&str],
    chosen: Option<usize>,
) -> InnerResponse<Option<usize>> {
    let theme = Theme::of(ui);
    let size = vec2(ui.available_width(), theme.size.control);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::RadioGroup, enabled, label));
    let painter = super::painter(ui);
    let radius = theme.radius.control;
    let frame = if enabled {
        theme.frame()
    } else {
        theme.disabled_frame()
    };
    painter.rect_filled(rect, radius, theme.bg.surface);
    let mut pressed = None;
    let mut from = rect.left();
    for (index, (value, width)) in values.iter().zip(widths(ui, values, rect)).enumerate() {
        let segment = Rect::from_min_size(egui::pos2(from, rect.top()), vec2(width, rect.height()));
        let on = chosen == Some(index);
        let part = ui.interact(segment, response.id.with(index), Sense::click());
        part.widget_info(|| WidgetInfo::selected(Role::RadioButton, enabled, on, value));
        if part.clicked() {
            pressed = Some(index);
        }
        let (ink, states) = colours(&theme, enabled, on);
        let corners = corners(radius, index, values.len());
        painter.rect_filled(segment, corners, grounds(ui, &theme, &part, states));
        if index > 0 && !on && chosen != Some(index - 1) {
            painter.vline(
                from,
                rect.shrink(theme.stroke.hair).y_range(),
                theme.divider(),
            );
        }
        put_centred(
            &painter,
            segment.center(),
            line(&painter, value, TypeStyle::Small, ink),
        );
        from = segment.right();
    }
    painter.rect_stroke(rect, radius, frame, StrokeKind::Inside);
    InnerResponse::new(pressed, response)
}

/// The segments' widths: each as its words need it, and what is left shared alike.
fn widths(ui: &Ui, values: &[&str], rect: Rect) -> Vec<f32> {
    let needed: Vec<f32> = values
        .iter()
        .map(|value| {
            let words = line(ui.painter(), value, TypeStyle::Small, Color32::PLACEHOLDER);
            words.size().x
        })
        .collect();
    let left = rect.width() - needed.iter().sum::<f32>();
    let share = left / values.len().max(1) as f32;
    needed.into_iter().map(|width| width + share).collect()
}

/// Ink, and the grounds at rest, hovered, pressed.
fn colours(theme: &Theme, enabled: bool, on: bool) -> (Color32, [Color32; 3]) {
    let accent = theme.accent;
    let bg = theme.bg;
    match (enabled, on) {
        (true, true) => (
            theme.text.on_accent,
            [accent.base, accent.hover, accent.hover],
        ),
        (true, false) => (theme.text.secondary, [bg.surface, bg.hover, bg.pressed]),
        (false, true) => (theme.text.disabled, [bg.pressed; 3]),
        (false, false) => (theme.text.disabled, [bg.surface; 3]),
    }
}

/// Only the outer corners are round.
fn corners(radius: f32, index: usize, count: usize) -> CornerRadius {
    let round = CornerRadius::from(radius);
    let first = index == 0;
    let last = index + 1 == count;
    CornerRadius {
        nw: if first { round.nw } else { 0 },
        sw: if first { round.sw } else { 0 },
        ne: if last { round.ne } else { 0 },
        se: if last { round.se } else { 0 },
    }
}
