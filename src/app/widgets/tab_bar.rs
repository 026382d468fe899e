//! Tabs over a panel: an accent line under the chosen one.

use egui::{InnerResponse, Popup, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::icon_button::IconButton;
use super::menu_row::{menu_row, menu_row_width};
use super::{line, put_centred};
use crate::app::fonts::TypeStyle;
use crate::app::icons::Icon;
use crate::app::theme::Theme;

/// Shows the tabs in a bar as wide as there is room, with a divider below. `chosen` is a place
/// in `names`; the inner value is the place that was pressed, if one was. Tabs for which there is
/// no room are in a menu at the end of the bar; the chosen one is always shown.
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
    let widths: Vec<f32> = names
        .iter()
        .map(|name| {
            let words = line(&painter, name, TypeStyle::Ui, theme.text.primary);
            words.size().x + 2.0 * pad
        })
        .collect();
    let start = pad + theme.stroke.hair;
    let room = bar.width() - start;
    let shown = that_fit(&widths, theme.space.s1, room, theme.size.control, chosen);
    let mut left = bar.left() + start;
    let mut pressed = None;
    for (index, (name, width)) in names.iter().zip(&widths).enumerate() {
        if !shown.contains(&index) {
            continue;
        }
        let on = index == chosen;
        let tab = Rect::from_min_size(pos2(left, bar.top()), vec2(*width, bar.height()));
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
    let hidden: Vec<usize> = (0..names.len())
        .filter(|index| !shown.contains(index))
        .collect();
    if !hidden.is_empty() {
        pressed = more(ui, bar, names, &hidden).or(pressed);
    }
    InnerResponse::new(pressed, response)
}

/// The button at the end of the bar, and its menu. Returns the place of the tab that was pressed.
fn more(ui: &mut Ui, bar: Rect, names: &[&str], hidden: &[usize]) -> Option<usize> {
    let theme = Theme::of(ui);
    let size = vec2(theme.size.control, theme.size.control);
    let centre = pos2(bar.right() - size.x / 2.0, bar.center().y);
    let place = Rect::from_center_size(centre, size);
    let mut end = ui.new_child(egui::UiBuilder::new().max_rect(place));
    let button = end.add(IconButton::new(Icon::More, "More tabs").small());
    let name = |index: &usize| names.get(*index).copied().unwrap_or_default();
    let menu = Popup::menu(&button).show(|ui| {
        let widths = hidden
            .iter()
            .map(|index| menu_row_width(ui, name(index), ""));
        ui.set_width(widths.fold(0.0, f32::max));
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut rows = hidden.iter();
        rows.find(|index| menu_row(ui, name(index), "", None).clicked())
            .copied()
    });
    menu.and_then(|menu| menu.inner)
}

/// Which of some tabs fit into `room`, in their order: all, or as many as leave `more` points for
/// the button with the others. `chosen` is always one of them.
fn that_fit(widths: &[f32], gap: f32, room: f32, more: f32, chosen: usize) -> Vec<usize> {
    let width = |index: usize| widths.get(index).copied().unwrap_or_default() + gap;
    let all: f32 = (0..widths.len()).map(width).sum();
    if all - gap <= room {
        return (0..widths.len()).collect();
    }
    let mut left = room - more - width(chosen);
    let mut full = false;
    let fits = |index: &usize| {
        if *index == chosen {
            return true;
        }
        full = full || width(*index) > left;
        if !full {
            left -= width(*index);
        }
        !full
    };
    (0..widths.len()).filter(fits).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_that_do_not_fit_are_left_out_but_never_the_chosen_one() {
        let widths = [50.0, 30.0, 60.0, 40.0];
        let fit = |room, chosen| that_fit(&widths, 2.0, room, 26.0, chosen);
        assert_eq!(fit(186.0, 0), [0, 1, 2, 3]);
        assert_eq!(fit(185.0, 0), [0, 1, 2]);
        assert_eq!(fit(160.0, 3), [0, 1, 3]);
        assert_eq!(fit(10.0, 2), [2]);
    }
}
