//! What is lost, and the first lines as they will be written.

use std::sync::Arc;

use egui::{Align, Frame, Galley, Label, Layout, ScrollArea, Ui, vec2};

use super::data::{instead, lost};
use super::options::named;
use super::{Ask, ExportWindow};
use crate::app::excerpt;
use crate::app::fonts::TypeStyle;
use crate::app::icons::{Icon, icon};
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::choice::choice;
use crate::app::widgets::line;
use crate::app::widgets::reading_order::label;
use crate::app::widgets::row::Row;
use crate::app::widgets::section::section;
use crate::formats::datasets::export::Lost;
use crate::formats::datasets::sight::{Beginning, Sight};

/// So many lines are shown at once; the others scroll.
const LINES: usize = 16;

/// Draws what the format cannot hold of this project. A click on what befalls marks asks to show
/// them.
pub(super) fn losses(window: &ExportWindow, ui: &mut Ui, scene: &Scene<'_>) -> Option<Ask> {
    let theme = Theme::of(ui);
    let sight = match sight(window) {
        None => {
            section(ui, "What is lost", None);
            said(ui, &theme, "…");
            return None;
        }
        Some(Err(_)) => return None,
        Some(Ok(sight)) => sight,
    };
    let count = sight.losses.len();
    let title = match count {
        0 => "What is lost".to_owned(),
        count => format!("What is lost ({count})"),
    };
    section(ui, &title, None);
    if count == 0 {
        said(ui, &theme, "Nothing: it holds everything in this project.");
    }
    let mut asked = None;
    let counts = sight.losses.iter().map(|loss| number(ui, &theme, loss));
    let widths = counts.map(|count| count.size().x);
    let width = widths.fold(theme.sheet.cell, f32::max);
    let people = window.facts.people.len();
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for loss in &sight.losses {
            if let Some(ask) = row(ui, &theme, (loss, people), width) {
                asked = Some(ask);
            }
        }
    });
    if !sight.left_out.is_empty() {
        let articles = excerpt::count(sight.left_out.len(), "article", "articles");
        let project = scene.workbench.project();
        let title = |id| project.entry(id).map(|entry| entry.article().title.clone());
        let titles: Vec<String> = sight.left_out.iter().filter_map(title).collect();
        let words = format!(
            "{articles} nearly repeat articles of two parts and are in none: {}.",
            titles.join(", ")
        );
        said(ui, &theme, &words);
    }
    asked
}

/// How much is lost, as it stands before the words.
fn number(ui: &Ui, theme: &Theme, of: &Lost) -> Arc<Galley> {
    let count = excerpt::grouped(of.loss.count);
    let ink = theme.text.primary;
    line(ui.painter(), &count, TypeStyle::UiStrong, ink)
}

/// Something that is lost; `width` is that of the widest number, `people` how many made marks.
fn row(ui: &mut Ui, theme: &Theme, (of, people): (&Lost, usize), width: f32) -> Option<Ask> {
    let (words, instead) = (lost(of), instead(of, people));
    let count = excerpt::grouped(of.loss.count);
    let marks = &of.loss.marks;
    let contents = |ui: &mut Ui| {
        let side = theme.size.icon_small;
        let (rect, _) = ui.allocate_exact_size(vec2(side, side), egui::Sense::hover());
        icon(
            ui.painter(),
            Icon::Warning,
            rect.center(),
            side,
            theme.warning.ink,
        );
        // Numbers stand below each other, so that words can.
        let size = vec2(width, theme.size.row);
        ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
            ui.add(Label::new(number(ui, theme, of)).selectable(false));
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if !marks.is_empty() {
                let show = TypeStyle::Small.text("Show").underline();
                ui.add(Label::new(show.color(theme.text.primary)).selectable(false));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let what = TypeStyle::Ui.text(&words).color(theme.text.primary);
                ui.add(Label::new(what).truncate().selectable(false));
                let instead = TypeStyle::Small.text(&instead).color(theme.text.muted);
                ui.add(Label::new(instead).truncate().selectable(false));
            });
        });
    };
    if marks.is_empty() {
        let size = vec2(ui.available_width(), theme.size.row);
        let pad = theme.space.s3;
        ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_height(size.y);
            ui.add_space(pad);
            contents(ui);
        });
        return None;
    }
    let name = format!("{words}: {count}");
    let shown = Row::new(&name).show(ui, contents);
    // The line may be cut where there is little room.
    let marks_shown = excerpt::count(marks.len(), "mark", "marks");
    let hint = format!("{name}; {instead}. Shows the {marks_shown} in the list of marks.");
    let pressed = shown.response.on_hover_text(hint).clicked();
    pressed.then(|| Ask::Show(name, marks.clone()))
}

/// Draws the first lines of the files as they will be written.
pub(super) fn preview(window: &mut ExportWindow, ui: &mut Ui, name: &str) {
    let theme = Theme::of(ui);
    section(ui, "How it begins", None);
    if let Some(wrong) = window.wrong(name) {
        return said(ui, &theme, wrong);
    }
    let (file, sight) = (window.file, sight(window));
    let sight = match sight {
        None => return said(ui, &theme, "…"),
        Some(Err(error)) => return said(ui, &theme, error),
        Some(Ok(sight)) => sight,
    };
    let file = file.filter(|place| *place < sight.files.len());
    let file = file.unwrap_or_else(|| telling(&sight.files));
    let Some(beginning) = sight.files.get(file) else {
        return said(ui, &theme, "No file: there is nothing to write.");
    };
    let mut picked = None;
    if sight.files.len() > 1 {
        let title = match sight.count {
            Some(count) => excerpt::count(count, "file", "files"),
            None => "Files".to_owned(),
        };
        named(ui, &title, |ui| {
            let names = sight.files.iter().map(|file| file.name.as_str());
            picked = choice(ui, "File", &names.collect::<Vec<_>>(), Some(file)).inner;
        });
    }
    lines(ui, &theme, beginning, sight);
    window.file = picked.or(window.file);
}

fn lines(ui: &mut Ui, theme: &Theme, file: &Beginning, sight: &Sight) {
    let Some(lines) = &file.lines else {
        let bytes = excerpt::count(file.bytes, "byte", "bytes");
        return said(ui, theme, &format!("{} is no text: {bytes}.", file.name));
    };
    // The bar stands below the last line and not on it.
    let bar = theme.space.s3 + theme.space.s1;
    let height = LINES as f32 * TypeStyle::Mono.line_height() + bar;
    Frame::new()
        .fill(theme.bg.surface)
        .stroke(theme.divider())
        .corner_radius(theme.radius.card)
        .inner_margin(theme.space.s3)
        .show(ui, |ui| {
            ScrollArea::both()
                .id_salt("lines")
                .max_height(height)
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    let words = TypeStyle::Mono.text(lines.join("\n"));
                    let words = words.color(theme.text.primary);
                    ui.add(Label::new(words).extend().selectable(true));
                    ui.add_space(bar);
                });
        });
    if sight.count.is_none() {
        said(
            ui,
            theme,
            "Of this long project only the first articles were looked at.",
        );
    }
}

/// The file that tells most of the format: the longest.
fn telling(files: &[Beginning]) -> usize {
    let longest = files.iter().enumerate();
    let longest = longest.max_by_key(|(place, file)| (file.bytes, usize::MAX - place));
    longest.map_or(0, |(place, _)| place)
}

/// What is known of the look: the last one that was had, while a newer is on its way.
fn sight(window: &ExportWindow) -> Option<Result<&Sight, &str>> {
    let ((_, wish, _), sight) = window.look.known.as_ref()?;
    // Another format's losses would be lies; those of the wish before are soon mended.
    (wish.format == window.wish.format).then(|| sight.as_ref().map_err(String::as_str))
}

fn said(ui: &mut Ui, theme: &Theme, words: &str) {
    label(ui, words, TypeStyle::Ui, theme.text.secondary);
}
