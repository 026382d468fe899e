//! The menu row: the program's name, the menus, the file and its state, search, commands.

use egui::containers::menu::{MenuBar, MenuButton, MenuConfig};
use egui::style::StyleModifier;
use egui::{Color32, Rect, Role, ScrollArea, Sense, Stroke, Style, Ui, WidgetInfo, pos2, vec2};

use super::data::{Menu, menu, menu_titles};
use super::{Edge, SaveState, Status, bar, from_left, from_right};
use crate::app::can_run::can_run;
use crate::app::fonts::TypeStyle;
use crate::app::icons::Icon;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::button::Button;
use crate::app::widgets::icon_button::IconButton;
use crate::app::widgets::menu::menu_style;
use crate::app::widgets::menu_row::{menu_line, menu_row, menu_row_width};
use crate::app::widgets::search_button::search_button;
use crate::app::widgets::{line, put};
use crate::command::{Command, WindowCommand};

/// Draws the menu row.
pub fn ui(ui: &mut Ui, scene: &mut Scene<'_>, status: &Status) {
    let theme = Theme::of(ui);
    let rect = bar(ui, theme.size.menu, theme.bg.window, Edge::Bottom);
    let inside = Rect::from_min_max(
        pos2(rect.left() + theme.space.s4 + theme.space.s1, rect.top()),
        pos2(rect.right() - theme.space.s3, rect.bottom()),
    );
    let mut left = from_left(ui, inside, "menus");
    let menus_end = menus(&mut left, scene, &theme);
    let mut right = from_right(ui, inside, "search and commands");
    tools(&mut right, scene, &theme, inside.right() - menus_end);
    if !status.file.is_empty() {
        let from = menus_end + theme.space.s3;
        let to = right.min_rect().left() - theme.space.s3;
        let room = Rect::from_x_y_ranges(from..=to.max(from), rect.y_range());
        file(ui, room, status, &theme);
    }
}

/// Name and menus. Returns where they end.
fn menus(ui: &mut Ui, scene: &mut Scene<'_>, theme: &Theme) -> f32 {
    ui.spacing_mut().item_spacing.x = 0.0;
    let brand = line(ui.painter(), "Postil", TypeStyle::Brand, theme.text.primary);
    let size = vec2(brand.size().x, theme.size.control);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, "Postil"));
    put(ui.painter(), rect.left(), rect.center().y, brand);
    ui.add_space(theme.space.s5);
    let config = MenuConfig::new().style(menu_style(ui));
    MenuBar::new()
        .style(title_style(theme))
        .config(config)
        .ui(ui, |ui| {
            let mut end = ui.min_rect().left();
            for title in menu_titles() {
                let words = egui::RichText::new(title).font(TypeStyle::Ui.font());
                let (button, _) = MenuButton::new(words).ui(ui, |ui| {
                    if let Some(menu) = menu(title, scene.workbench, scene.keys) {
                        // In a small window, or a large zoom, a menu scrolls.
                        let theme = Theme::of(ui);
                        let room = ui.ctx().content_rect().height() - theme.size.menu;
                        ScrollArea::vertical()
                            .max_height(room - theme.size.status)
                            .min_scrolled_height(room - theme.size.status)
                            .show(ui, |ui| rows(ui, scene, &menu));
                    }
                });
                end = button.rect.right();
            }
            end
        })
        .inner
}

/// The titles in the row: words without a frame.
fn title_style(theme: &Theme) -> StyleModifier {
    let (secondary, primary) = (theme.text.secondary, theme.text.primary);
    let padding = vec2(theme.space.s3 + theme.stroke.hair, theme.space.s2);
    StyleModifier::from(move |style: &mut Style| {
        style.spacing.button_padding = padding;
        style.spacing.item_spacing.x = 0.0;
        let widgets = &mut style.visuals.widgets;
        widgets.inactive.weak_bg_fill = Color32::TRANSPARENT;
        widgets.inactive.fg_stroke.color = secondary;
        for state in [
            &mut widgets.inactive,
            &mut widgets.hovered,
            &mut widgets.active,
            &mut widgets.open,
        ] {
            state.bg_stroke = Stroke::NONE;
        }
        widgets.open.fg_stroke.color = primary;
    })
}

/// The rows of an open menu.
fn rows(ui: &mut Ui, scene: &mut Scene<'_>, menu: &Menu) {
    let all = menu.groups.iter().flatten();
    let widths = all.map(|row| menu_row_width(ui, &row.title, &row.keys));
    ui.set_width(widths.fold(0.0, f32::max));
    ui.spacing_mut().item_spacing.y = 0.0;
    for (place, group) in menu.groups.iter().enumerate() {
        if place > 0 {
            menu_line(ui);
        }
        for row in group {
            if menu_row(ui, &row.title, &row.keys, row.why_not).clicked() {
                scene.inbox.push(row.command.clone());
                ui.close();
            }
        }
    }
}

/// With less room than this beside the menus, in points, «Commands» is an icon.
const CRAMPED: f32 = 190.0;

/// Search and commands, from the right, in so much room.
fn tools(ui: &mut Ui, scene: &mut Scene<'_>, theme: &Theme, room: f32) {
    ui.spacing_mut().item_spacing.x = theme.space.s3;
    let one = theme.size.control + theme.space.s3;
    // Where not even an icon has room, the menus and the keys do the same.
    if room < one {
        return;
    }
    let keys = scene.keys;
    let commands = keys.shown("palette").unwrap_or_default();
    let pressed = if room < CRAMPED {
        ui.add(IconButton::new(Icon::More, "Commands").key(commands))
    } else {
        ui.add(Button::quiet("Commands").key(commands))
    };
    if pressed.clicked() {
        scene.inbox.window(WindowCommand::Palette);
    }
    let find = Command::Window(WindowCommand::Find);
    if room < 2.0 * one || !can_run(scene.workbench, &find) {
        return;
    }
    let key = keys.shown("find").unwrap_or_default();
    let pressed = if ui.ctx().content_rect().width() < theme.chrome.narrow {
        ui.add(IconButton::new(Icon::Search, "Find").key(key))
            .clicked()
    } else {
        search_button(ui, "Find", key, theme.chrome.search).clicked()
    };
    if pressed {
        scene.inbox.push(find);
    }
}

/// The file's name, its disc and the word for its state, in the middle of the room.
fn file(ui: &mut Ui, room: Rect, status: &Status, theme: &Theme) {
    let word = status.saved.word();
    // Where nothing can be read the disc alone stands; it says the rest when it is pointed at.
    let bare = room.width() < theme.size.list / 2.0;
    let shown = |text: &str| if bare { String::new() } else { text.to_owned() };
    let painter = ui.painter().with_clip_rect(room.intersect(ui.clip_rect()));
    let state = line(
        &painter,
        &shown(word),
        TypeStyle::Ui,
        state_ink(status.saved, theme),
    );
    let gap = theme.space.s3 - theme.stroke.hair;
    let after = gap + theme.chrome.disc + gap + state.size().x;
    let name = {
        let font = TypeStyle::Ui.font();
        let mut job =
            egui::text::LayoutJob::simple_singleline(shown(&status.file), font, theme.text.primary);
        job.wrap = egui::text::TextWrapping::truncate_at_width((room.width() - after).max(0.0));
        painter.layout_job(job)
    };
    let width = name.size().x + after;
    let from = room.center().x - width / 2.0;
    let rect = Rect::from_min_size(pos2(from, room.top()), vec2(width, room.height()));
    let middle = rect.center().y;
    let mut left = put(&painter, from, middle, name) + gap;
    let radius = theme.chrome.disc / 2.0;
    let centre = pos2(left + radius, middle);
    painter.circle_filled(centre, radius, status.saved.colour(theme));
    left += theme.chrome.disc + gap;
    put(&painter, left, middle, state);
    let response = ui.interact(rect, ui.scope_id().with("file"), Sense::hover());
    let label = format!("{}, {word}", status.file);
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &label));
    response.on_hover_text(label);
}

fn state_ink(saved: SaveState, theme: &Theme) -> Color32 {
    match saved {
        SaveState::Failed => theme.danger.ink,
        _ => theme.text.muted,
    }
}
