//! Draws the window of keys.

use std::path::Path;

use egui::{Context, Id, Label, Role, ScrollArea, Ui, UiBuilder, WidgetInfo, vec2};

use super::data::{Group, Row, columns};
use crate::app::fonts::TypeStyle;
use crate::app::icons::Icon;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::check::check;
use crate::app::widgets::clipped::clipped;
use crate::app::widgets::dialog::dialog_whole;
use crate::app::widgets::empty::empty;
use crate::app::widgets::key_cap::{key_cap_size, paint_key_cap};
use crate::app::widgets::put;
use crate::app::widgets::section::section;
use crate::app::widgets::text_field::TextField;

/// The window's title.
pub const TITLE: &str = "Keys";

/// The window of keys.
#[derive(Debug, Default)]
pub struct KeysWindow {
    shown: bool,
    filter: String,
    focus: bool,
    /// The names of the commands are shown, for whoever writes a list of keys.
    names: bool,
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

    /// Draws the window, if it is open. `folder` is where settings are kept; `complaints` are
    /// what is wrong with the files there.
    pub fn ui(
        &mut self,
        ctx: &Context,
        scene: &Scene<'_>,
        folder: Option<&Path>,
        complaints: &[String],
    ) {
        let theme = Theme::of_context(ctx);
        let (width, height) = theme.chrome.keys;
        let Self {
            shown,
            filter,
            focus,
            names,
        } = self;
        dialog_whole(ctx, shown, TITLE, width, |ui, room| {
            let top = ui.cursor().top();
            let field = TextField::new(filter, "Filter keys")
                .hint("Filter by command or key")
                .icon(Icon::Search)
                .id(Id::unique("keys filter"))
                .show(ui);
            if std::mem::take(focus) {
                field.request_focus();
            }
            ui.add_space(theme.space.s2);
            own_keys(ui, scene, folder, complaints, &theme);
            check(ui, names, "Show the names that keys.ron uses");
            ui.add_space(theme.space.s3);
            let rest = height.min(room - (ui.cursor().top() - top));
            ScrollArea::vertical()
                .max_height(rest)
                .min_scrolled_height(rest)
                .auto_shrink([false, true])
                .show(ui, |ui| table(ui, scene, filter, *names, &theme));
        });
    }
}

/// Where a person's own keys stand, and what is wrong with them.
fn own_keys(
    ui: &mut Ui,
    scene: &Scene<'_>,
    folder: Option<&Path>,
    complaints: &[String],
    theme: &Theme,
) {
    let small = |ui: &mut Ui, text: &str, ink| {
        ui.add(Label::new(TypeStyle::Small.text(text).color(ink)).wrap());
    };
    let told = match folder {
        Some(folder) => format!(
            "Your own keys: a list such as [(\"find\", \"Ctrl+F\")] in {}, read when Postil starts.",
            folder.join("keys.ron").display()
        ),
        None => "There is no folder for settings here, so the keys are the usual ones.".to_owned(),
    };
    small(ui, &told, theme.text.secondary);
    for complaint in complaints.iter().chain(scene.keys.complaints()) {
        small(ui, complaint, theme.warning.ink);
    }
}

fn table(ui: &mut Ui, scene: &Scene<'_>, filter: &str, names: bool, theme: &Theme) {
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
        column(ui, &left, names, theme);
        column(ui, &right, names, theme);
        return;
    }
    let mut bottom = all.top();
    for (place, groups) in [(0.0, &left), (1.0, &right)] {
        let from = all.min + vec2(place * (width + gap), 0.0);
        let rect = egui::Rect::from_min_size(from, vec2(width, all.height()));
        let mut child = ui.new_child(UiBuilder::new().id_salt(place as u8).max_rect(rect));
        column(&mut child, groups, names, theme);
        bottom = f32::max(bottom, child.min_rect().bottom());
    }
    ui.allocate_rect(
        egui::Rect::from_min_max(all.min, egui::pos2(all.right() - theme.space.s3, bottom)),
        egui::Sense::hover(),
    );
}

fn column(ui: &mut Ui, groups: &[Group], names: bool, theme: &Theme) {
    ui.spacing_mut().item_spacing.y = 0.0;
    for group in groups {
        section(ui, group.title, None);
        for listed in &group.rows {
            row(ui, listed, names, theme);
        }
        ui.add_space(theme.space.s4);
    }
}

fn row(ui: &mut Ui, listed: &Row, names: bool, theme: &Theme) {
    let Row { title, name, keys } = listed;
    let second = if names {
        TypeStyle::Mono.line_height()
    } else {
        0.0
    };
    let size = vec2(ui.available_width(), theme.size.hit + second);
    let (rect, response) = ui.allocate_exact_size(size, egui::Sense::hover());
    let mut label = title.clone();
    if names {
        label += &format!(" ({name})");
    }
    if !keys.is_empty() {
        label += &format!(": {}", keys.join(", "));
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &label));
    let first = rect.with_max_y(rect.top() + theme.size.hit);
    let middle = first.center().y;
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
    let cut = |text: &str, style, ink, room| clipped(ui.painter(), text, style, ink, room, 1);
    let words = cut(title, TypeStyle::Ui, ink, end - rect.left());
    put(ui.painter(), rect.left(), middle, words);
    if names {
        let words = cut(name, TypeStyle::Mono, theme.text.muted, rect.width());
        let middle = first.bottom() + second / 2.0 - theme.space.s1;
        put(ui.painter(), rect.left(), middle, words);
    }
}
