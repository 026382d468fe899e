//! Tabs over a panel: an accent line under the chosen one.

use egui::{InnerResponse, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{line, put_centred};
use crate::app::fonts::TypeStyle;
use crate::app::theme::Theme;

/// Shows the tabs in a bar as wide as there is room, with a divider below. `chosen` is a place
/// in `names`; the inner value is the place that was pressed, if one was.
pub fn tab_bar(ui: &mut Ui, names: &[&str], chosen: usize) -> InnerResponse<Option<usize>> {
    let theme = Theme::of(ui);
    let size = vec2(ui.available_width(), theme.size.strip);
    let (bar, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::new(Role::TabList));
    let painter = super::painter(ui);
    painter.hline(
        bar.x_range(),
        bar.bottom() - theme.stroke.hair / 2.0,
        theme.divider(),
    );
    let pad = padding(&painter, &theme, names, bar.width());
    let mut left = bar.left() + pad + theme.stroke.hair;
    let mut pressed = None;
    for (index, name) in names.iter().enumerate() {
        let on = index == chosen;
        let measure = line(&painter, name, TypeStyle::Ui, theme.text.primary);
        let width = measure.size().x + 2.0 * pad;
        let tab = Rect::from_min_size(pos2(left, bar.top()), vec2(width, bar.height()));
        let part = ui.interact(tab, response.id.with(index), Sense::click());
        part.widget_info(|| WidgetInfo::selected(Role::Tab, ui.is_enabled(), on, name));
        if part.clicked() {
            pressed = Some(index);
        }
        let ink = if on || part.hovered() {
            theme.text.primary
        } else {
            theme.text.muted
        };
        put_centred(
            &painter,
            tab.center(),
            line(&painter, name, TypeStyle::Ui, ink),
        );
        if on {
            let mut under = tab;
            under.set_top(tab.bottom() - theme.stroke.accent);
            painter.rect_filled(under, 0.0, theme.accent.base);
        }
        left = tab.right() + theme.space.s1;
    }
    InnerResponse::new(pressed, response)
}

/// The room at each side of a tab's name: less than usual where the bar is too narrow for all.
fn padding(painter: &egui::Painter, theme: &Theme, names: &[&str], room: f32) -> f32 {
    let wide = |name: &&str| {
        line(painter, name, TypeStyle::Ui, theme.text.primary)
            .size()
            .x
    };
    let names_width: f32 = names.iter().map(wide).sum();
    let between = theme.space.s1 * names.len() as f32;
    let usual = theme.space.s3 + theme.stroke.hair;
    let sides = 2.0 * names.len().max(1) as f32 + 2.0;
    ((room - names_width - between) / sides).clamp(theme.space.s1, usual)
}
