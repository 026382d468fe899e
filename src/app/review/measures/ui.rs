//! Draws the window of agreement, and the figures beside the matrix of tags.

use egui::{Context, Label, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use super::data::{BESIDE, Figure, SHOWN, Shown, as_text};
use super::tables;
use super::{Ask, Measures, State, TITLE};
use crate::app::fonts::TypeStyle;
use crate::app::review::queue::ask;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::button::Button;
use crate::app::widgets::choice::choice;
use crate::app::widgets::dialog::dialog_whole;
use crate::app::widgets::progress_bar::progress_bar;
use crate::app::widgets::section::section;
use crate::app::widgets::small_button::small_button;
use crate::app::widgets::{line, put};
use crate::command::ReviewCommand;
use crate::review::settle::Filter;

/// The share of the window that what is beside the table takes.
const LEFT: f32 = 0.44;
/// In a narrow window the table is so many rows high.
const ROWS: f32 = 10.0;

pub(super) fn window(measures: &mut Measures, ctx: &Context, scene: &mut Scene<'_>) -> Option<Ask> {
    let theme = Theme::of_context(ctx);
    let (width, height) = theme.sheet.trade;
    let (mut open, mut asked, mut listed) = (true, None, None);
    dialog_whole(ctx, &mut open, TITLE, width, |ui, room| {
        let size = vec2(ui.available_width(), height.min(room));
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        if rect.width() < 2.0 * theme.sheet.trade_list + theme.space.s6 {
            let mut child = ui.new_child(UiBuilder::new().max_rect(rect));
            ScrollArea::vertical()
                .auto_shrink(false)
                .show(&mut child, |ui| {
                    ui.set_width(ui.available_width() - theme.space.s3);
                    asked = left(measures, ui, scene, &mut listed);
                    let rows = vec2(ui.available_width(), theme.size.control * ROWS);
                    let (rect, _) = ui.allocate_exact_size(rows, Sense::hover());
                    right(measures, ui, rect, scene, &mut listed);
                });
            return;
        }
        let middle = rect.left() + rect.width() * LEFT;
        let one = rect.with_max_x(middle - theme.space.s5 / 2.0);
        let other = rect.with_min_x(middle + theme.space.s5 / 2.0);
        ui.painter().vline(middle, rect.y_range(), theme.divider());
        let mut child = ui.new_child(UiBuilder::new().id_salt("left").max_rect(one));
        ScrollArea::vertical()
            .auto_shrink(false)
            .show(&mut child, |ui| {
                ui.set_width(ui.available_width() - theme.space.s3);
                asked = left(measures, ui, scene, &mut listed);
            });
        right(measures, ui, other, scene, &mut listed);
    });
    if let Some(filter) = listed {
        ask(scene, ReviewCommand::Filter(filter));
        open = false;
    }
    measures.open = open;
    asked
}

/// What is measured and what it means, each with each, and where in the article they differ.
fn left(
    measures: &mut Measures,
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    listed: &mut Option<Filter>,
) -> Option<Ask> {
    let theme = Theme::of(ui);
    let names: Vec<&str> = SHOWN.iter().map(|it| it.name).collect();
    let picked = choice(ui, "Measure", &names, Some(measures.shown)).inner;
    measures.shown = picked.unwrap_or(measures.shown);
    let shown = measure(measures.shown);
    muted(ui, &theme, &capital(shown.measure.meaning()));
    let beware = format!("Beware: {}.", shown.measure.caution());
    ui.add(Label::new(TypeStyle::Small.text(beware).color(theme.text.muted)).wrap());
    let asked = state(measures, ui, scene, shown);
    let workbench = scene.workbench;
    let desk = workbench.review()?;
    ui.add_space(theme.space.s3);
    section(ui, "Each with each", None);
    let figures = measures.figures().map(|it| &**it);
    if let Some(table) = &measures.table {
        tables::pairs(ui, &theme, (desk, table), (figures, shown), listed);
    }
    if let Some(entry) = workbench.entry() {
        ui.add_space(theme.space.s3);
        section(ui, "Where you differ", None);
        let stretches = measures.strip(desk, entry.article());
        tables::strip(ui, &theme, entry, stretches, listed);
    }
    asked
}

fn measure(place: usize) -> Shown {
    let [first, ..] = SHOWN;
    SHOWN.get(place).copied().unwrap_or(first)
}

/// How far the measuring is, or what can be done with the figures.
fn state(measures: &Measures, ui: &mut Ui, scene: &Scene<'_>, shown: Shown) -> Option<Ask> {
    let theme = Theme::of(ui);
    ui.add_space(theme.space.s2);
    match &measures.state {
        State::Going(_, share) => {
            muted(ui, &theme, "Measuring…");
            progress_bar(ui, "Measuring", *share, false);
            ui.add_space(theme.space.s2);
            let cancel = ui.add(Button::plain("Cancel"));
            cancel.clicked().then_some(Ask::Cancel)
        }
        State::None => {
            muted(ui, &theme, "Nothing is measured.");
            ui.add(Button::plain("Measure"))
                .clicked()
                .then_some(Ask::Again)
        }
        State::Failed(why) => {
            ui.add(Label::new(TypeStyle::Ui.text(why).color(theme.danger.ink)).wrap());
            ui.add(Button::plain("Measure"))
                .clicked()
                .then_some(Ask::Again)
        }
        State::Done(figures) => {
            let mut asked = None;
            ui.horizontal_wrapped(|ui| {
                let copy = ui.add(Button::plain("Copy as table"));
                let copy = copy.on_hover_text("For a spreadsheet: columns behind tabs");
                if copy.clicked()
                    && let (Some(desk), Some(table)) = (scene.workbench.review(), &measures.table)
                {
                    let names: Vec<&str> = desk.review().names().collect();
                    ui.ctx().copy_text(as_text(figures, shown, &names, table));
                }
                let save = ui.add(Button::plain("Save…"));
                let save = save.on_hover_text("Every figure, as CSV or as a page");
                if save.clicked() {
                    asked = Some(Ask::Save);
                }
            });
            asked
        }
    }
}

fn right(
    measures: &Measures,
    ui: &mut Ui,
    rect: Rect,
    scene: &Scene<'_>,
    listed: &mut Option<Filter>,
) {
    let (Some(desk), Some(table)) = (scene.workbench.review(), &measures.table) else {
        return;
    };
    let mut child = ui.new_child(UiBuilder::new().id_salt("right").max_rect(rect));
    let figures = measures.figures().map(|it| &**it);
    let shown = measure(measures.shown);
    tables::by_tag(&mut child, desk, table, (figures, shown), listed);
}

fn muted(ui: &mut Ui, theme: &Theme, words: &str) {
    let words = TypeStyle::Ui.text(words).color(theme.text.secondary);
    ui.add(Label::new(words).wrap());
}

/// A sentence of what is said in the middle of one.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).chain(['.']).collect()
}

/// The figures of two beside their matrix of tags, each with a bar. Returns whether the window with
/// all figures is asked for.
pub(in crate::app::review) fn beside(ui: &mut Ui, measures: &Measures, names: &[&str]) -> bool {
    let theme = Theme::of(ui);
    let mut asked = false;
    ui.add_space(theme.space.s3);
    match &measures.state {
        State::Done(figures) => {
            for shown in SHOWN.iter().take(BESIDE) {
                let figure = figures.find(*shown, names, None, None);
                figure_row(ui, &theme, *shown, &figure);
            }
        }
        State::Going(_, share) => {
            muted(ui, &theme, "Measuring…");
            progress_bar(ui, "Measuring", *share, false);
        }
        State::None => muted(ui, &theme, "Nothing is measured."),
        State::Failed(why) => muted(ui, &theme, why),
    }
    ui.horizontal(|ui| {
        let more = small_button(ui, "All figures…", "All figures…");
        asked = more
            .on_hover_text("By pair, tag and article, and where in the text")
            .clicked();
    });
    asked
}

/// The share of a row that the name of a measure takes, and that of its value.
const NAME: f32 = 0.52;
const VALUE: f32 = 0.14;

fn figure_row(ui: &mut Ui, theme: &Theme, shown: Shown, figure: &Figure) {
    let size = vec2(ui.available_width(), theme.size.hit);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let label = spoken(shown.name, figure);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &label));
    let painter = ui.painter();
    let middle = rect.center().y;
    let name = line(painter, shown.name, TypeStyle::Ui, theme.text.secondary);
    put(painter, rect.left(), middle, name);
    let value = line(
        painter,
        &figure.words(),
        TypeStyle::UiStrong,
        theme.text.primary,
    );
    let left = rect.left() + rect.width() * NAME;
    put(painter, left, middle, value);
    let bar = rect.with_min_x(left + rect.width() * VALUE);
    tables::bar(painter, theme, bar, figure);
    let hint = format!("{}\nBeware: {}.", label, shown.measure.caution());
    response.on_hover_text(hint);
}

/// A figure in words: «F1, by word: 0.74 (0.70 to 0.78)».
pub(super) fn spoken(name: &str, figure: &Figure) -> String {
    match (figure.value, figure.more.as_str()) {
        (Some(_), "") => format!("{name}: {}", figure.words()),
        (Some(_), more) => format!("{name}: {} ({more})", figure.words()),
        (None, "") => format!("{name}: not measured"),
        (None, more) => format!("{name}: {more}"),
    }
}
