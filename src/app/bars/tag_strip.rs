//! The tag strip: the tags with their keys, and undo and redo.

use egui::{Rect, ScrollArea, Ui, pos2};

use super::{Edge, bar, from_left, from_right};
use crate::app::can_run::why_not;
use crate::app::icons::Icon;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::icon_button::IconButton;
use crate::app::widgets::menu_row::{menu_row, menu_row_width};
use crate::app::widgets::tag_button::TagButton;
use crate::command::{Command, WindowCommand};
use crate::project::Tag;

/// How much of each tag is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Detail {
    /// Name, sample of its line, key.
    Whole,
    /// Name and key.
    Names,
    /// Letter and key.
    Letters,
}

/// Draws the strip.
pub fn ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let theme = Theme::of(ui);
    let rect = bar(ui, theme.size.strip, theme.bg.surface, Edge::Bottom);
    let inside = rect.shrink2(egui::vec2(theme.space.s3, 0.0));
    let mut right = from_right(ui, inside, "history");
    history(&mut right, scene, &theme);
    let end = right.min_rect().left() - theme.space.s3;
    let room = Rect::from_min_max(inside.min, pos2(end.max(inside.left()), inside.bottom()));
    let mut left = from_left(ui, room, "tags");
    left.set_clip_rect(room.intersect(ui.clip_rect()));
    let detail = detail(&left, scene, room.width(), &theme);
    ScrollArea::horizontal()
        .id_salt("tag strip")
        .scroll_bar_visibility(egui::scroll_area::ScrollBarVisibility::AlwaysHidden)
        .auto_shrink(false)
        .show(&mut left, |ui| {
            ui.horizontal_centered(|ui| tags(ui, scene, detail, &theme));
        });
}

fn tags(ui: &mut Ui, scene: &mut Scene<'_>, detail: Detail, theme: &Theme) {
    ui.spacing_mut().item_spacing.x = theme.space.s1;
    let workbench = scene.workbench;
    for tag in workbench.project().tagset().offered() {
        let response = ui.push_id(&tag.id, |ui| {
            let letter = tag.letter.to_string();
            ui.add(button(scene, tag, &letter, detail))
        });
        let response = response.inner.on_hover_text(hint(tag));
        if response.clicked() {
            scene.inbox.push(Command::Arm(Some(tag.id.clone())));
        }
        response.context_menu(|ui| menu(ui, scene, tag));
    }
    let add = IconButton::new(Icon::Plus, "Edit the tagset…")
        .key(scene.keys.shown("tagset").unwrap_or_default());
    if ui.add(add).clicked() {
        scene.inbox.window(WindowCommand::Tagset);
    }
}

fn button<'a>(scene: &Scene<'a>, tag: &'a Tag, letter: &'a str, detail: Detail) -> TagButton<'a> {
    let workbench = scene.workbench;
    let armed = workbench.armed().is_some_and(|armed| armed.id == tag.id);
    let name = format!("tag {}", tag.id);
    let keys = scene.keys.shown(&name).unwrap_or_default();
    let note = match (armed, workbench.filter().shows_tag(&tag.id)) {
        (true, _) => "armed",
        (false, false) => "hidden",
        (false, true) => "",
    };
    let button = TagButton::new(&tag.name, letter, tag.colour)
        .key(keys)
        .note(note)
        .armed(armed);
    match detail {
        Detail::Whole => button.sample(tag.line),
        Detail::Names => button,
        Detail::Letters => button.without_name(),
    }
}

/// The most that is shown of each tag in this window and this room.
fn detail(ui: &Ui, scene: &Scene<'_>, room: f32, theme: &Theme) -> Detail {
    let window = ui.ctx().content_rect().width();
    let most = if window < theme.chrome.very_narrow {
        Detail::Letters
    } else if window < theme.chrome.narrow {
        Detail::Names
    } else {
        Detail::Whole
    };
    let tags: Vec<_> = scene.workbench.project().tagset().offered().collect();
    let needed = |detail| {
        let width = |tag: &&Tag| {
            let letter = tag.letter.to_string();
            button(scene, tag, &letter, detail).width(ui.painter()) + theme.space.s1
        };
        tags.iter().map(width).sum::<f32>() + theme.size.control
    };
    let order = [Detail::Whole, Detail::Names, Detail::Letters];
    order
        .into_iter()
        .skip_while(|detail| *detail != most)
        .find(|detail| needed(*detail) <= room)
        .unwrap_or(Detail::Letters)
}

fn hint(tag: &Tag) -> String {
    let what = format!("Arm {}: every selection is tagged as it ends", tag.name);
    if tag.guideline.is_empty() {
        what
    } else {
        format!("{}\n\n{what}", tag.guideline)
    }
}

/// What a right click on a tag offers.
fn menu(ui: &mut Ui, scene: &mut Scene<'_>, tag: &Tag) {
    let shown = scene.workbench.filter().shows_tag(&tag.id);
    let only = format!("Show only {} marks", tag.name);
    let hide = if shown {
        format!("Hide {} marks", tag.name)
    } else {
        format!("Show {} marks", tag.name)
    };
    let only_keys = scene.keys.shown(&format!("only {}", tag.id));
    let tagset_keys = scene.keys.shown("tagset");
    let rows = [
        (only, only_keys, Command::SoloTag(tag.id.clone())),
        (hide, None, Command::ToggleTag(tag.id.clone())),
        (
            "Edit the tagset…".to_owned(),
            tagset_keys,
            Command::Window(WindowCommand::Tagset),
        ),
    ];
    let widths = rows
        .iter()
        .map(|(title, keys, _)| menu_row_width(ui, title, keys.unwrap_or_default()));
    ui.set_width(widths.fold(0.0, f32::max));
    ui.spacing_mut().item_spacing.y = 0.0;
    for (title, keys, command) in rows {
        if menu_row(ui, &title, keys.unwrap_or_default(), None).clicked() {
            scene.inbox.push(command);
            ui.close();
        }
    }
}

/// Redo and undo, from the right.
fn history(ui: &mut Ui, scene: &mut Scene<'_>, theme: &Theme) {
    ui.spacing_mut().item_spacing.x = theme.space.s1;
    let history = scene.workbench.history();
    let redo = history.undone().last().map(|step| step.name());
    let undo = history.done().last().map(|step| step.name());
    let buttons = [
        (Icon::Redo, "Redo", "redo", Command::Redo, redo),
        (Icon::Undo, "Undo", "undo", Command::Undo, undo),
    ];
    for (icon, label, name, command, step) in buttons {
        let hint = step.map_or_else(|| label.to_owned(), |step| format!("{label}: {step}"));
        let reason = why_not(scene.workbench, &command);
        let key = scene.keys.shown(name).unwrap_or_default();
        let button = IconButton::new(icon, label).key(key).hint(&hint);
        let mut response = ui.add_enabled(reason.is_none(), button);
        if let Some(reason) = reason {
            response = response.on_disabled_hover_text(reason);
        }
        if response.clicked() {
            scene.inbox.push(command);
        }
    }
}
