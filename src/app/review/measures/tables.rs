//! Draws the tables of agreement: each with each, by tag and article, and the strip over the
//! article. A press on a cell lists its disputes.

use egui::{Align, Layout, Painter, Rect, Role, ScrollArea, Sense, StrokeKind, Ui, WidgetInfo};
use egui::{pos2, vec2};

use super::data::{self, ByTag, Figure, Figures, Shown, Stretch, cell};
use super::ui::spoken;
use crate::app::excerpt;
use crate::app::fonts::TypeStyle;
use crate::app::review::data::initials;
use crate::app::theme::Theme;
use crate::app::widgets::clipped::clipped;
use crate::app::widgets::{ground, line, put, put_centred};
use crate::project::{Entry, Id};
use crate::review::settle::Filter;
use crate::text::TextRange;
use crate::workbench::ReviewDesk;

/// A cell of the matrix of pairs is so wide, in points.
const PAIR: f32 = 48.0;
/// A column of the table by tag and article is at least so wide.
const COLUMN: f32 = 56.0;
/// The share of the table that titles take, and the least of it in points.
const TITLE: f32 = 0.34;
const TITLE_LEAST: f32 = 120.0;
/// Into so many stretches an article is cut.
pub(super) const STRETCHES: usize = 40;
/// The strip is so high.
const STRIP: f32 = 44.0;
/// How high a bar is.
const BAR: f32 = 4.0;
/// So many letters of a name are shown over a column of pairs.
const WORDS: usize = 4;

/// A bar that shows a figure, in the middle of the height.
pub(super) fn bar(painter: &Painter, theme: &Theme, rect: Rect, figure: &Figure) {
    let rect = Rect::from_center_size(rect.center(), vec2(rect.width(), BAR));
    painter.rect_filled(rect, theme.radius.bar, theme.bg.pressed);
    let mut part = rect;
    part.set_width(rect.width() * figure.share());
    painter.rect_filled(part, theme.radius.bar, theme.accent.base);
}

/// One figure for each two. A press lists what the two differ in.
pub(super) fn pairs(
    ui: &mut Ui,
    theme: &Theme,
    (desk, table): (&ReviewDesk, &ByTag),
    (figures, shown): (Option<&Figures>, Shown),
    listed: &mut Option<Filter>,
) {
    let review = desk.review();
    let names: Vec<&str> = review.names().collect();
    let letters = initials(review);
    let height = theme.size.control;
    let name_width = (ui.available_width() * TITLE).max(TITLE_LEAST);
    let count = names.len() as f32;
    ScrollArea::horizontal().id_salt("pairs").show(ui, |ui| {
        let size = vec2(name_width + PAIR * count, height * (count + 1.0));
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        let at = |row: usize, column: usize| {
            let corner = rect.min + vec2(name_width + PAIR * column as f32, height * row as f32);
            Rect::from_min_size(corner, vec2(PAIR, height))
        };
        for (place, (name, letter)) in names.iter().zip(&letters).enumerate() {
            let painter = ui.painter();
            let head = at(0, place).center();
            let words = line(
                painter,
                letter,
                TypeStyle::SmallStrong,
                theme.text.secondary,
            );
            put_centred(painter, head, words);
            let middle = at(place + 1, 0).center().y;
            let room = name_width - theme.space.s3;
            let words = format!("{letter}  {name}");
            let (style, ink) = (TypeStyle::Ui, theme.text.primary);
            let words = clipped(painter, &words, style, ink, room, WORDS);
            put(painter, rect.left(), middle, words);
        }
        for row in 0..names.len() {
            for column in 0..row {
                let (Some(one), Some(other)) = (names.get(column), names.get(row)) else {
                    continue;
                };
                let figure = figures.map(|it| it.find(shown, &[one, other], None, None));
                let figure = figure.unwrap_or_default();
                let disputes = table.pairs.get(&(column, row)).copied().unwrap_or(0);
                let name = format!("{one} and {other}, {}", shown.name);
                let label = format!("{}, {}", spoken(&name, &figure), disputed(disputes));
                let place = at(row + 1, column);
                if figure_cell(ui, theme, place, (&figure, disputes), &label) {
                    *listed = Some(data::of_two((column, row)));
                }
            }
        }
    });
}

/// A figure that lists disputes where there are some. Returns whether it was pressed.
fn figure_cell(
    ui: &Ui,
    theme: &Theme,
    rect: Rect,
    (figure, disputes): (&Figure, usize),
    label: &str,
) -> bool {
    let drawn = rect.shrink(theme.stroke.hair);
    let painter = ui.painter();
    let sense = match disputes {
        0 => Sense::hover(),
        _ => Sense::click(),
    };
    let response = ui.interact(rect, ui.scope_id().with(("figure", label)), sense);
    let role = match disputes {
        0 => Role::Label,
        _ => Role::Button,
    };
    response.widget_info(|| WidgetInfo::labeled(role, true, label));
    if disputes > 0 {
        let fill = ground(ui, theme, &response, theme.bg.raised);
        painter.rect_filled(drawn, theme.radius.chip, fill);
        painter.rect_stroke(drawn, theme.radius.chip, theme.frame(), StrokeKind::Inside);
    }
    let ink = match figure.value {
        Some(_) => theme.text.primary,
        None => theme.text.muted,
    };
    let words = line(painter, &figure.words(), TypeStyle::Small, ink);
    put_centred(painter, drawn.center() - vec2(0.0, BAR / 2.0), words);
    if figure.value.is_some() {
        let foot = drawn.with_min_y(drawn.bottom() - BAR - theme.space.s2);
        bar(
            painter,
            theme,
            foot.shrink2(vec2(theme.space.s2, 0.0)),
            figure,
        );
    }
    let pressed = response.clicked();
    response.on_hover_text(label);
    pressed
}

/// One figure for each tag in each article. A press lists its disputes.
pub(super) fn by_tag(
    ui: &mut Ui,
    desk: &ReviewDesk,
    table: &ByTag,
    (figures, shown): (Option<&Figures>, Shown),
    listed: &mut Option<Filter>,
) {
    let theme = Theme::of(ui);
    let names: Vec<&str> = desk.review().names().collect();
    let title = (ui.available_width() * TITLE).max(TITLE_LEAST);
    let columns = table.tags.len() as f32;
    let column = ((ui.available_width() - title - theme.space.s3) / columns).max(COLUMN);
    let height = theme.size.control;
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::horizontal()
        .id_salt("columns")
        .auto_shrink(false)
        .show(ui, |ui| {
            ui.set_width(title + column * columns);
            let size = vec2(title + column * columns, height);
            let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
            for (place, (_, name)) in table.tags.iter().enumerate() {
                let left = rect.left() + title + column * place as f32;
                let painter = ui.painter();
                let (style, ink) = (TypeStyle::Small, theme.text.secondary);
                let words = clipped(painter, name, style, ink, column - theme.space.s2, 1);
                put_centred(painter, pos2(left + column / 2.0, rect.center().y), words);
            }
            ScrollArea::vertical()
                .id_salt("articles")
                .auto_shrink(false)
                .show_rows(ui, height, table.articles.len(), |ui, rows| {
                    for (article, name) in table.articles.get(rows).unwrap_or_default() {
                        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
                        let painter = ui.painter();
                        let (style, ink) = (TypeStyle::Ui, theme.text.primary);
                        let room = title - theme.space.s3;
                        let words = clipped(painter, name, style, ink, room, 1);
                        put(painter, rect.left(), rect.center().y, words);
                        for (place, (tag, tag_name)) in table.tags.iter().enumerate() {
                            let left = rect.left() + title + column * place as f32;
                            let at = pos2(left, rect.top());
                            let at = Rect::from_min_size(at, vec2(column, height));
                            let (tag, article) = (tag.as_ref(), article.as_ref());
                            let figure = figures.map(|it| it.find(shown, &names, tag, article));
                            let figure = figure.unwrap_or_default();
                            let disputes = table.count(tag, article);
                            let said = spoken(&format!("{tag_name} in {name}"), &figure);
                            let label = format!("{said}, {}", disputed(disputes));
                            if figure_cell(ui, &theme, at, (&figure, disputes), &label) {
                                *listed = Some(cell(tag, article));
                            }
                        }
                    }
                });
        });
}

/// Where in the article disputes begin: a column a stretch, as high as it has disputes. A press
/// lists them.
pub(super) fn strip(
    ui: &mut Ui,
    theme: &Theme,
    entry: &Entry,
    stretches: &[Stretch],
    listed: &mut Option<Filter>,
) {
    let article = entry.article();
    let most = stretches.iter().map(|it| it.disputes).max().unwrap_or(0);
    let title = TypeStyle::Small
        .text(&article.title)
        .color(theme.text.muted);
    ui.with_layout(Layout::top_down(Align::Min), |ui| {
        ui.add(egui::Label::new(title).truncate());
    });
    let size = vec2(ui.available_width(), STRIP);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    ui.painter()
        .rect_filled(rect, theme.radius.card, theme.bg.sunken);
    let width = rect.width() / stretches.len().max(1) as f32;
    for (place, stretch) in stretches.iter().enumerate() {
        if stretch.disputes == 0 {
            continue;
        }
        let left = rect.left() + width * place as f32;
        let column = Rect::from_min_max(pos2(left, rect.top()), pos2(left + width, rect.bottom()));
        let words = first_words(entry, stretch.words);
        let label = format!("{} from “{words}” on", disputed(stretch.disputes));
        let id = ui.scope_id().with(("stretch", place));
        let response = ui.interact(column, id, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
        let share = stretch.disputes as f32 / most.max(1) as f32;
        let top = rect.bottom() - (rect.height() * share).max(BAR);
        let drawn = column.with_min_y(top).shrink2(vec2(theme.stroke.hair, 0.0));
        let fill = ground(ui, theme, &response, theme.accent.base);
        ui.painter().rect_filled(drawn, theme.radius.bar, fill);
        if response.clicked() {
            *listed = Some(in_stretch(&article.id, stretch.words));
        }
        response.on_hover_text(label);
    }
    if most == 0 {
        let words = "Nothing in this article is in dispute.";
        let words = line(ui.painter(), words, TypeStyle::Small, theme.text.muted);
        put_centred(ui.painter(), rect.center(), words);
    }
}

fn in_stretch(article: &Id, words: TextRange) -> Filter {
    Filter {
        article: Some(article.clone()),
        words: Some(words),
        ..Filter::default()
    }
}

/// The first whole words of a stretch.
fn first_words(entry: &Entry, words: TextRange) -> String {
    let text = entry.article().text.as_str();
    let mut start = words.start.0;
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let rest = text.get(start..).unwrap_or_default();
    let rest = match start {
        0 => rest,
        _ => rest.split_once(char::is_whitespace).map_or(rest, |it| it.1),
    };
    let words = rest.split_whitespace().take(WORDS);
    words.collect::<Vec<_>>().join(" ")
}

fn disputed(count: usize) -> String {
    excerpt::count(count, "dispute", "disputes")
}
