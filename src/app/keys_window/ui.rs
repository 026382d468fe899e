//! Draws the window of keys.

use egui::{Context, Id, Label, Role, ScrollArea, Ui, UiBuilder, WidgetInfo, vec2};

use super::data::{Group, columns};
use crate::app::fonts::TypeStyle;
use crate::app::icons::Icon;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::dialog::dialog;
use crate::app::widgets::empty::empty;
use crate::app::widgets::key_cap::{key_cap_size, paint_key_cap};
use crate::app::widgets::section::section;
use crate::app::widgets::text_field::TextField;
use crate::app::widgets::{line, put};

/// The window of keys.
#[derive(Debug, Default)]
pub struct KeysWindow {
    shown: bool,
    filter: String,
    focus: bool,
}

impl KeysWindow {
    /// Shows the window, or takes it away if it is there.
    pub fn toggle(&mut self) {
        self.shown = !self.shown;
        self.focus = self.shown;
        self.filter.clear();
    }

    /// Whether it is there.
    pub fn is_open(&self) -> bool {
        self.shown
    }

    /// Draws the window, if it is open.
    pub fn ui(&mut self, ctx: &Context, scene: &Scene<'_>) {
        let theme = Theme::of_context(ctx);
        let (width, height) = theme.chrome.keys;
        let Self {
            shown,
            filter,
            focus,
        } = self;
        dialog(ctx, shown, "Keys", width, |ui| {
            let field = TextField::new(filter, "Filter keys")
                .hint("Filter by command or key")
                .icon(Icon::Search)
                .id(Id::unique("keys filter"))
                .show(ui);
            if std::mem::take(focus) {
                field.request_focus();
            }
            ui.add_space(theme.space.s3);
            let room = ui.ctx().content_rect().height() - theme.size.strip * 4.0;
            ScrollArea::vertical()
                .max_height(height.min(room))
                .min_scrolled_height(height.min(room))
                .auto_shrink([false, true])
                .show(ui, |ui| table(ui, scene, filter, &theme));
        });
    }
}

fn table(ui: &mut Ui, scene: &Scene<'_>, filter: &str, theme: &Theme) {
    let [left, right] = columns(scene.keys, filter);
    if left.is_empty() && right.is_empty() {
        empty(ui, |ui| {
            ui.label(format!("No command or key matches “{}”.", filter.trim()));
        });
        return;
    }
    let all = ui.available_rect_before_wrap();
    let gap = theme.space.s6;
    let beside = all.width() >= 2.0 * theme.size.inspector;
    let width = if beside {
        (all.width() - gap) / 2.0
    } else {
        all.width()
    };
    if !beside {
        column(ui, &left, theme);
        column(ui, &right, theme);
        return;
    }
    let mut bottom = all.top();
    for (place, groups) in [(0.0, &left), (1.0, &right)] {
        let from = all.min + vec2(place * (width + gap), 0.0);
        let rect = egui::Rect::from_min_size(from, vec2(width, all.height()));
        let mut child = ui.new_child(UiBuilder::new().id_salt(place as u8).max_rect(rect));
        column(&mut child, groups, theme);
        bottom = f32::max(bottom, child.min_rect().bottom());
    }
    ui.allocate_rect(
        egui::Rect::from_min_max(all.min, egui::pos2(all.right() - theme.space.s3, bottom)),
        egui::Sense::hover(),
    );
}

fn column(ui: &mut Ui, groups: &[Group], theme: &Theme) {
    ui.spacing_mut().item_spacing.y = 0.0;
    for group in groups {
        section(ui, group.title, None);
        for (title, keys) in &group.rows {
            row(ui, title, keys, theme);
        }
        ui.add_space(theme.space.s4);
    }
}

fn row(ui: &mut Ui, title: &str, keys: &[String], theme: &Theme) {
    let size = vec2(ui.available_width(), theme.size.hit);
    let (rect, response) = ui.allocate_exact_size(size, egui::Sense::hover());
    let label = if keys.is_empty() {
        title.to_owned()
    } else {
        format!("{title}: {}", keys.join(", "))
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &label));
    let middle = rect.center().y;
    let mut end = rect.right() - theme.space.s4;
    for key in keys.iter().rev() {
        end -= key_cap_size(ui.painter(), key).x;
        paint_key_cap(ui.painter(), end, middle, key, theme);
        end -= theme.space.s2;
    }
    let ink = if keys.is_empty() {
        theme.text.muted
    } else {
        theme.text.primary
    };
    let words = line(ui.painter(), title, TypeStyle::Ui, ink);
    if rect.left() + words.size().x <= end {
        put(ui.painter(), rect.left(), middle, words);
    } else {
        let mut place = rect;
        place.set_right(end);
        let title = TypeStyle::Ui.text(title).color(ink);
        ui.put(place, Label::new(title).truncate().halign(egui::Align::Min));
    }
}
