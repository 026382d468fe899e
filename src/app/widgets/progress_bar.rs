//! A thin bar that shows a share.

use egui::{Response, Sense, Ui, vec2};

use crate::app::theme::Theme;

/// A bar as wide as there is room; `share` is from 0 to 1. `chosen` is for the bar in a chosen
/// row, which stands out from that row's ground.
pub fn progress_bar(ui: &mut Ui, label: &str, share: f32, chosen: bool) -> Response {
    let theme = Theme::of(ui);
    let share = if share.is_finite() {
        share.clamp(0.0, 1.0)
    } else {
        0.0
    };
    let size = vec2(ui.available_width(), theme.size.progress);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| {
        let mut info =
            egui::WidgetInfo::labeled(egui::Role::ProgressIndicator, ui.is_enabled(), label);
        info.value = Some(f64::from((share * 100.0).round()));
        info
    });
    if ui.is_rect_visible(rect) {
        let (ground, ink) = if chosen {
            (theme.bg.surface, theme.accent.base)
        } else {
            (theme.bg.pressed, theme.text.muted)
        };
        let painter = super::painter(ui);
        painter.rect_filled(rect, theme.radius.bar, ground);
        let mut done = rect;
        done.set_width(rect.width() * share);
        painter.rect_filled(done, theme.radius.bar, ink);
    }
    response
}
