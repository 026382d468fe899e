//! The status bar: what is selected, counts, work that goes on, annotator, state, zoom.

use egui::{Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::data::{Summaries, Summary};
use super::{Edge, SaveState, Status, bar, from_left, from_right};
use crate::app::can_run::has_project;
use crate::app::fonts::TypeStyle;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::progress_bar::progress_bar;
use crate::app::widgets::small_button::{small_button, small_button_width};
use crate::app::widgets::{line, put};
use crate::command::{Command, Mode, WindowCommand};

/// The status bar.
#[derive(Debug, Default)]
pub struct StatusBar {
    summaries: Summaries,
}

/// Shown while marks are hidden; a press shows them all.
const HIDDEN: &str = "some marks hidden: show all";

impl StatusBar {
    /// Draws the bar. Returns whether the user wants the work that goes on stopped.
    pub fn ui(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, status: &Status) -> bool {
        let theme = Theme::of(ui);
        let rect = bar(ui, theme.size.status, theme.bg.window, Edge::Top);
        // The words of the last button, not its ground, end where those of the first begin.
        let inside = Rect::from_min_max(
            pos2(rect.left() + theme.space.s4, rect.top()),
            pos2(rect.right() - theme.space.s3, rect.bottom()),
        );
        let mut right = from_right(ui, inside, "person and state");
        let open = has_project(scene.workbench) || !status.file.is_empty();
        let cancelled = if open {
            person_and_state(&mut right, scene, status, &theme)
        } else {
            right.add_space(theme.space.s2);
            let key = scene.keys.shown("keys").unwrap_or_default();
            text(&mut right, &format!("Press {key} for every key"), &theme);
            progress(&mut right, status, &theme)
        };
        let end = right.min_rect().left() - theme.space.s4;
        let room = Rect::from_min_max(inside.min, pos2(end.max(inside.left()), inside.bottom()));
        let mut left = from_left(ui, room, "selection and counts");
        left.set_clip_rect(room.intersect(ui.clip_rect()));
        left.spacing_mut().item_spacing.x = theme.space.s4 + theme.space.s1;
        if open {
            if scene.workbench.mode() == Mode::Review {
                review(&mut left, scene, status, &theme);
            } else {
                let summary = self.summaries.get(scene.workbench);
                selection_and_counts(&mut left, scene, &summary, &theme);
            }
        } else {
            text(&mut left, "No project open", &theme);
        }
        cancelled
    }
}

/// Whose marks they will be, whether they are safe, how large all is; from the right.
fn person_and_state(ui: &mut Ui, scene: &mut Scene<'_>, status: &Status, theme: &Theme) -> bool {
    ui.spacing_mut().item_spacing.x = theme.space.s3 + theme.space.s1;
    let zoom = format!("{:.0} %", status.zoom * 100.0);
    let hint = "Zoom: a press makes everything its own size";
    if small_button(ui, &zoom, &format!("Zoom: {zoom}"))
        .on_hover_text(hint)
        .clicked()
    {
        scene.inbox.window(WindowCommand::ZoomReset);
    }
    let kept = status
        .journal
        .as_deref()
        .filter(|_| matches!(status.saved, SaveState::Unsaved | SaveState::Failed));
    text(ui, kept.unwrap_or(status.saved.word()), theme);
    let author = scene.workbench.author();
    let words = if author.is_empty() {
        "annotator?"
    } else {
        author
    };
    let room = (ui.available_width() / 2.0).max(theme.size.hit);
    let words = fitted(ui, words, room);
    if small_button(ui, &words, &format!("Annotator: {author}"))
        .on_hover_text("The name that goes on each mark")
        .clicked()
    {
        scene.inbox.window(WindowCommand::Annotator);
    }
    progress(ui, status, theme)
}

/// Work that goes on; from the right.
fn progress(ui: &mut Ui, status: &Status, theme: &Theme) -> bool {
    let Some(progress) = &status.progress else {
        return false;
    };
    let cancelled = progress.can_cancel && small_button(ui, "Cancel", "Cancel").clicked();
    let size = vec2(theme.chrome.progress, theme.size.status);
    ui.allocate_ui_with_layout(
        size,
        egui::Layout::left_to_right(egui::Align::Center),
        |ui| progress_bar(ui, &progress.what, progress.share, false),
    );
    text(ui, &progress.what, theme);
    cancelled
}

/// Which dispute is current, and how many are decided.
fn review(ui: &mut Ui, scene: &Scene<'_>, status: &Status, theme: &Theme) {
    let (Some(desk), Some(tally)) = (scene.workbench.review(), status.review) else {
        return;
    };
    if tally.cases > 0 {
        let place = format!("dispute {} of {}", desk.current() + 1, tally.cases);
        text(ui, &place, theme);
    }
    text(ui, &format!("{} decided", tally.decided), theme);
}

/// What is selected, what is hidden, and how many marks there are, while there is room.
fn selection_and_counts(ui: &mut Ui, scene: &mut Scene<'_>, summary: &Summary, theme: &Theme) {
    for words in [&summary.selected, &summary.words] {
        if !words.is_empty() {
            text(ui, words, theme);
        }
    }
    let has_room = small_button_width(ui, HIDDEN) <= ui.available_width();
    if summary.hides && has_room && small_button(ui, HIDDEN, HIDDEN).clicked() {
        scene.inbox.push(Command::ShowAll);
    }
    let tagset = scene.workbench.project().tagset();
    for (id, count) in &summary.counts {
        let Some(tag) = tagset.tag(id) else {
            continue;
        };
        let ink = theme.tag(tag.colour).ink;
        let letter = line(
            ui.painter(),
            &tag.letter.to_string(),
            TypeStyle::SmallStrong,
            ink,
        );
        let count_words = count.to_string();
        let number = line(
            ui.painter(),
            &count_words,
            TypeStyle::Small,
            theme.text.secondary,
        );
        let width = letter.size().x + theme.space.s2 + number.size().x;
        if width > ui.available_width() {
            break;
        }
        let size = vec2(width, theme.size.hit);
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        let label = format!("{}: {count}", tag.name);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &label));
        let end = put(ui.painter(), rect.left(), rect.center().y, letter);
        put(ui.painter(), end + theme.space.s2, rect.center().y, number);
        response.on_hover_text(label);
    }
}

/// Small words, if there is room for them.
fn text(ui: &mut Ui, words: &str, theme: &Theme) {
    let galley = line(ui.painter(), words, TypeStyle::Small, theme.text.secondary);
    if galley.size().x > ui.available_width() {
        return;
    }
    let size = vec2(galley.size().x, theme.size.hit);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    put(ui.painter(), rect.left(), rect.center().y, galley);
}

/// The words, cut with «…» where they are wider than the room.
fn fitted(ui: &Ui, words: &str, room: f32) -> String {
    let mut shown = words.to_owned();
    let mut cut = words.to_owned();
    while small_button_width(ui, &shown) > room && cut.pop().is_some() {
        shown = format!("{}…", cut.trim_end());
    }
    shown
}
