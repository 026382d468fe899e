//! Draws the start window.

use std::path::PathBuf;

use egui::{
    Align, Layout, Rect, Role, ScrollArea, Sense, Stroke, Ui, UiBuilder, Vec2, WidgetInfo, pos2,
    vec2,
};

use super::data::Recent;
use super::picture;
use crate::app::fonts::TypeStyle;
use crate::app::icons::{Icon, icon};
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::button::Button;
use crate::app::widgets::frame::dashed_frame;
use crate::app::widgets::row::Row;
use crate::app::widgets::{line, put_centred};
use crate::command::WindowCommand;

/// What the program is for.
const TAGLINE: &str = "Mark who claims what, who denies it, and on whose word.";

/// Draws the start window in all the room that there is. Returns the recent file that was
/// pressed, if one was.
pub fn ui(ui: &mut Ui, scene: &mut Scene<'_>, recent: &[Recent]) -> Option<PathBuf> {
    let theme = Theme::of(ui);
    let room = ui.available_rect_before_wrap();
    ui.painter().rect_filled(room, 0.0, theme.bg.surface);
    let width = theme.chrome.start.min(room.width() - 2.0 * theme.space.s6);
    let beside = width >= 2.0 * (theme.chrome.start_aside + theme.space.s7);
    ScrollArea::vertical()
        .id_salt("start window")
        .auto_shrink(false)
        .show(ui, |ui| {
            let height = height(recent.len(), beside, &theme);
            let over = ((room.height() - height) / 2.0).max(theme.space.s6);
            ui.add_space(over);
            let left = (ui.available_width() - width) / 2.0;
            let from = ui.cursor().min + vec2(left, 0.0);
            let rect = Rect::from_min_size(from, vec2(width, height));
            let builder = UiBuilder::new().max_rect(rect);
            let pressed = ui.scope_builder(builder, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                heading(ui, &theme);
                if beside {
                    columns(ui, scene, recent, &theme)
                } else {
                    drop_area(ui, scene, &theme);
                    ui.add_space(theme.space.s6);
                    aside(ui, scene, recent, &theme)
                }
            });
            ui.add_space(theme.space.s6);
            pressed.inner
        })
        .inner
}

/// How high it will be, in points.
fn height(recent: usize, beside: bool, theme: &Theme) -> f32 {
    let row = 2.0 * (theme.space.s3 + TypeStyle::Ui.line_height());
    let section = theme.size.control;
    let list = if recent == 0 {
        0.0
    } else {
        section + recent as f32 * row + theme.space.s5
    };
    let aside = list + section + row;
    let head = TypeStyle::Display.line_height() + TypeStyle::Tagline.line_height() + below(theme);
    if beside {
        head + aside.max(theme.chrome.drop)
    } else {
        head + theme.chrome.drop + theme.space.s6 + aside
    }
}

/// Between the heading and what stands below it.
fn below(theme: &Theme) -> f32 {
    theme.size.row
}

fn heading(ui: &mut Ui, theme: &Theme) {
    let name = TypeStyle::Display.text("Postil").color(theme.text.primary);
    let name = ui.add(egui::Label::new(name));
    name.widget_info(|| WidgetInfo::labeled(Role::Heading, true, "Postil"));
    let tagline = TypeStyle::Tagline.text(TAGLINE).color(theme.text.secondary);
    ui.add(egui::Label::new(tagline).wrap());
    ui.add_space(below(theme));
}

fn columns(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    recent: &[Recent],
    theme: &Theme,
) -> Option<PathBuf> {
    let all = ui.available_rect_before_wrap();
    let gap = theme.space.s7.min(all.width() / theme.space.s5);
    let split = all.right() - theme.chrome.start_aside;
    let left = Rect::from_min_max(all.min, pos2(split - gap, all.bottom()));
    // The words of the rows, not their grounds, line up with the headings.
    let inset = theme.space.s3 + theme.space.s1;
    let right = Rect::from_min_max(pos2(split - inset, all.top()), all.max + vec2(inset, 0.0));
    ui.scope_builder(UiBuilder::new().max_rect(left), |ui| {
        drop_area(ui, scene, theme);
    });
    let builder = UiBuilder::new().max_rect(right);
    ui.scope_builder(builder, |ui| aside(ui, scene, recent, theme))
        .inner
}

/// The area to drop files on, with the buttons that do the same.
fn drop_area(ui: &mut Ui, scene: &mut Scene<'_>, theme: &Theme) {
    let hovers = ui.input(|input| !input.raw.hovered_files.is_empty());
    let size = vec2(ui.available_width(), theme.chrome.drop);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let words = if hovers {
        "Let go to open"
    } else {
        "Drop articles or a project here"
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Group, true, words));
    let (ground, ink) = if hovers {
        (theme.bg.selected, theme.accent.base)
    } else {
        (theme.bg.window, theme.border.strong)
    };
    let radius = theme.radius.drop;
    ui.painter().rect_filled(rect, radius, ground);
    let stroke = Stroke::new(theme.stroke.rule, ink);
    dashed_frame(
        ui.painter(),
        rect.shrink(stroke.width / 2.0),
        radius,
        stroke,
        theme.dash,
    );
    let (width, height) = theme.chrome.drop_picture;
    let gap = theme.space.s2 + theme.space.s1;
    let titles = TypeStyle::UiLarge.line_height() + gap + TypeStyle::Ui.line_height();
    let buttons = theme.space.s5 + gap + theme.size.control_large;
    let mut top = rect.center().y - (height + theme.space.s5 + titles + buttons) / 2.0;
    let middle = rect.center().x;
    picture::paint(
        ui.painter(),
        pos2((middle - width / 2.0).round(), top.round()),
        theme,
    );
    top += height + theme.space.s5;
    let lines = [
        (words, TypeStyle::UiLarge, theme.text.primary),
        (
            "text files, or a folder of them",
            TypeStyle::Ui,
            theme.text.muted,
        ),
    ];
    for (words, style, ink) in lines {
        let height = style.line_height();
        let words = line(ui.painter(), words, style, ink);
        put_centred(ui.painter(), pos2(middle, top + height / 2.0), words);
        top += height + gap;
    }
    top += theme.space.s5;
    let row = Rect::from_min_size(
        pos2(rect.left(), top),
        vec2(rect.width(), theme.size.control_large),
    );
    ways_in(ui, scene, row, theme);
}

/// «Open…» and «Paste an article», in the middle of their row.
fn ways_in(ui: &mut Ui, scene: &mut Scene<'_>, row: Rect, theme: &Theme) {
    let gap = theme.space.s3 + theme.space.s1;
    let key = |name| scene.keys.shown(name).unwrap_or_default();
    let open = Button::primary("Open…")
        .icon(Icon::Folder)
        .key(key("open"))
        .large();
    let paste = Button::plain("Paste an article")
        .icon(Icon::Clipboard)
        .key(key("paste"))
        .large();
    // Where they stand in the middle is known once they were drawn.
    let id = ui.scope_id().with("ways in");
    let before = ui.ctx().data(|data| data.get_temp::<f32>(id));
    let left = row.center().x - before.unwrap_or(row.width()) / 2.0;
    let place = Rect::from_min_max(pos2(left.max(row.left()), row.top()), row.max);
    let layout = Layout::left_to_right(Align::Center);
    let mut child = ui.new_child(UiBuilder::new().max_rect(place).layout(layout));
    child.spacing_mut().item_spacing.x = gap;
    let opens = child.add(open).clicked();
    let pastes = child.add(paste).clicked();
    let width = child.min_rect().width();
    if before != Some(width) {
        ui.ctx().data_mut(|data| data.insert_temp(id, width));
        ui.ctx().request_discard("the buttons go to the middle");
    }
    if opens {
        scene.inbox.window(WindowCommand::Open);
    }
    if pastes {
        scene.inbox.window(WindowCommand::Paste);
    }
}

/// Recent files and the sample.
fn aside(ui: &mut Ui, scene: &mut Scene<'_>, recent: &[Recent], theme: &Theme) -> Option<PathBuf> {
    let mut pressed = None;
    if !recent.is_empty() {
        section(ui, "Recent", theme);
        for file in recent {
            let shown = ui.push_id(&file.path, |ui| {
                entry(ui, Icon::File, &file.name, &file.detail, theme)
            });
            let path = file.path.display().to_string();
            if shown.inner.on_hover_text(path).clicked() {
                pressed = Some(file.path.clone());
            }
        }
        ui.add_space(theme.space.s5);
    }
    section(ui, "New here?", theme);
    let sample = scene.keys.command("sample");
    let hint = sample.map_or("", |listed| listed.hint.as_str());
    if entry(ui, Icon::Flask, "Open the sample", hint, theme).clicked() {
        scene.inbox.window(WindowCommand::OpenSample);
    }
    pressed
}

fn section(ui: &mut Ui, title: &str, theme: &Theme) {
    let size = vec2(ui.available_width(), theme.size.control);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, title));
    let words = line(ui.painter(), title, TypeStyle::UiStrong, theme.text.primary);
    let left = rect.left() + theme.space.s3 + theme.space.s1;
    let top = rect.top() + words.size().y / 2.0 + theme.space.s1 / 2.0;
    crate::app::widgets::put(ui.painter(), left, top, words);
}

/// A row with an icon, a name and what else there is to know.
fn entry(ui: &mut Ui, shown: Icon, name: &str, detail: &str, theme: &Theme) -> egui::Response {
    let row = Row::new(name).tall().show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            ui.add_space(theme.space.s1);
            let side = theme.chrome.recent_icon;
            let height = TypeStyle::Ui.line_height() + TypeStyle::Small.line_height();
            let (rect, _) = ui.allocate_exact_size(vec2(side, height), Sense::hover());
            icon(ui.painter(), shown, rect.center(), side, theme.text.muted);
            ui.add_space(theme.space.s3 + theme.stroke.bar);
            ui.vertical(|ui| {
                let name = TypeStyle::Ui.text(name).color(theme.text.primary);
                ui.add(egui::Label::new(name).truncate());
                let detail = TypeStyle::Small.text(detail).color(theme.text.muted);
                ui.add(egui::Label::new(detail).truncate());
            });
        });
    });
    row.response
}
