//! The inspector of a narrow window: a drawer under the article.

use egui::{Label, Layout, Rect, ScrollArea, Sense, Ui, UiBuilder, pos2, vec2};

use super::Inspector;
use super::article::{counts, implicit_ui};
use super::article_data::ArticleData;
use super::data::{InspectorData, MarkData, ValueRow, WordsData, one_line};
use super::links::{arrow, links_ui, spoken};
use super::parts::{at_end, mark_row};
use super::values::{value_control, value_rows};
use super::words::heading;
use crate::app::fonts::TypeStyle;
use crate::app::icons::Icon;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::icon_button::IconButton;
use crate::app::widgets::reading_order::label;
use crate::app::widgets::section::section;
use crate::app::widgets::tag_button::TagButton;
use crate::command::{Aim, Command};
use crate::project::Value;

/// The lines of the quote in a low drawer.
const QUOTE_LINES: usize = 3;

/// The links that a low drawer shows.
const LINKS: usize = 2;

impl Inspector {
    /// How high the drawer is in a window that has this much room under its bars, in points.
    pub fn drawer_height(&self, theme: &Theme, room: f32) -> f32 {
        match self.drawer_open {
            true => (room / 2.0).max(theme.size.drawer),
            false => theme.size.drawer,
        }
    }

    /// Shows the drawer in all of `ui`.
    pub fn drawer_ui(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let theme = Theme::of(ui);
        let data = self.refresh(ui, scene);
        if self.focus_note || self.focus_identity || self.focus_wording {
            self.drawer_open = true;
        }
        let room = ui.max_rect().shrink2(vec2(theme.space.s5, theme.space.s3));
        ui.allocate_rect(ui.max_rect(), Sense::hover());
        let line = Rect::from_min_size(room.min, vec2(room.width(), theme.size.control));
        if self.drawer_open {
            self.high(ui, scene, &data, room);
            self.focus_given();
        } else {
            self.low(ui, scene, &data, room);
        }
        self.drawer_buttons(ui, &data, line);
    }

    fn low(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, data: &InspectorData, room: Rect) {
        match data {
            InspectorData::Mark(mark) => self.low_mark(ui, scene, mark, room),
            InspectorData::Words(words) => low_words(&mut child(ui, room), scene, words),
            InspectorData::Article(article) => low_article(ui, scene, article, room),
            InspectorData::Empty => {}
        }
    }

    fn drawer_buttons(&mut self, ui: &mut Ui, data: &InspectorData, line: Rect) {
        at_end(ui, line, |ui| {
            let open = self.drawer_open;
            let (icon, label) = match open {
                true => (Icon::ArrowDown, "Lower the drawer"),
                false => (Icon::ArrowUp, "Raise the drawer"),
            };
            if ui.add(IconButton::new(icon, label)).clicked() {
                self.drawer_open = !open;
            }
            let mark = matches!(data, InspectorData::Mark(_));
            if mark
                && ui
                    .add(IconButton::new(Icon::Comment, "Write a note"))
                    .clicked()
            {
                self.focus_note = true;
            }
        });
    }

    /// Tag and quote at the left; values, links and note at the right.
    fn low_mark(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, mark: &MarkData, room: Rect) {
        let theme = Theme::of(ui);
        let (left, right) = columns(&theme, room);
        let mut ui_left = child(ui, left);
        ui_left.set_clip_rect(left.expand(theme.space.s2).intersect(ui.clip_rect()));
        self.head(&mut ui_left, scene, mark);
        match mark.implicit {
            Some(_) => self.words(&mut ui_left, scene, mark),
            None => self.quote(&mut ui_left, mark, QUOTE_LINES),
        }
        let mut ui_right = child(ui, right);
        let mut line = Rect::from_min_size(right.min, vec2(right.width(), theme.size.control));
        line.set_right(right.right() - 2.0 * theme.size.control - theme.space.s3);
        ui_right.allocate_rect(line, Sense::hover());
        self.low_values(&mut ui_right, scene, mark, line);
        ui_right.spacing_mut().item_spacing.y = 0.0;
        ui_right.add_space(theme.space.s2);
        low_links(&mut ui_right, scene, mark);
    }

    /// As many values as there is room for.
    fn low_values(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, mark: &MarkData, line: Rect) {
        let theme = Theme::of(ui);
        let mut left = line.left();
        let owner = egui::Id::unique(("drawer value", mark.id.as_str()));
        for row in &mark.values {
            let (label, control) = widths(ui, row);
            if left + label + theme.space.s3 + control > line.right() {
                break;
            }
            let place =
                Rect::from_min_max(pos2(left, line.top()), pos2(line.right(), line.bottom()));
            let layout = Layout::left_to_right(egui::Align::Center);
            let mut child = ui.new_child(UiBuilder::new().max_rect(place).layout(layout));
            let words = TypeStyle::Ui.text(&row.name).color(theme.text.secondary);
            child.add(Label::new(words)).on_hover_text(&row.guideline);
            let from = left + label + theme.space.s3;
            let place = Rect::from_min_size(pos2(from, line.top()), vec2(control, line.height()));
            let id = owner.with(row.attribute.as_str());
            let mut child = ui.new_child(UiBuilder::new().id_salt(id).max_rect(place));
            if let Some(value) = value_control(&mut child, &mut self.drafts, id, row) {
                let (mark, attribute) = (mark.id.clone(), row.attribute.clone());
                scene.inbox.push(Command::SetValue(mark, attribute, value));
            }
            left = place.right() + theme.space.s5;
        }
    }

    /// Everything, in two columns that scroll.
    fn high(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, data: &InspectorData, room: Rect) {
        let theme = Theme::of(ui);
        let mut room = room;
        room.set_right(room.right() - 2.0 * theme.size.control - theme.space.s3);
        let InspectorData::Mark(mark) = data else {
            let mut child = child(ui, room);
            ScrollArea::vertical()
                .auto_shrink(false)
                .show(&mut child, |ui| self.view(ui, scene, data));
            return;
        };
        let half = (room.width() - theme.space.s6) / 2.0;
        let left = Rect::from_min_size(room.min, vec2(half, room.height()));
        let right = Rect::from_min_max(pos2(left.right() + theme.space.s6, room.top()), room.max);
        let scroll = |salt| ScrollArea::vertical().id_salt(salt).auto_shrink(false);
        scroll("drawer left").show(&mut child(ui, left), |ui| {
            self.head(ui, scene, mark);
            self.words(ui, scene, mark);
            ui.add_space(theme.space.s2);
            self.identity(ui, scene, mark);
        });
        scroll("drawer right").show(&mut child(ui, right), |ui| {
            let owner = egui::Id::unique(("inspector value", mark.id.as_str()));
            value_rows(
                ui,
                &mut self.drafts,
                owner,
                &mark.values,
                |row, value: Option<Value>| {
                    let (mark, attribute) = (mark.id.clone(), row.attribute.clone());
                    scene.inbox.push(Command::SetValue(mark, attribute, value));
                },
            );
            links_ui(ui, scene, &mut self.drafts, &mut self.unfolded, mark);
            section(ui, "Note", None);
            self.note(ui, scene, mark, 2);
        });
    }
}

/// The first links, and the note if there is room.
fn low_links(ui: &mut Ui, scene: &mut Scene<'_>, mark: &MarkData) {
    let theme = Theme::of(ui);
    let note = one_line(&mark.note);
    let names = mark.links.iter().take(LINKS).map(|link| link.name.as_str());
    let column = super::parts::label_column(ui, names) + theme.size.icon_tiny + theme.space.s2;
    let row = |ui: &mut Ui, name: &str, shown: Option<Icon>, add: &mut dyn FnMut(&mut Ui)| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme.space.s3;
            let (rect, _) = ui.allocate_exact_size(vec2(column, theme.size.hit), Sense::hover());
            let mut across = super::parts::Across::new(ui, rect);
            if let Some(icon) = shown {
                across.icon(icon, theme.size.icon_tiny, theme.text.muted);
            }
            across.words(name, TypeStyle::Ui, theme.text.secondary);
            add(ui);
        });
    };
    for link in mark.links.iter().take(LINKS) {
        row(ui, &link.name, Some(arrow(link)), &mut |ui| {
            mark_row(ui, scene, &link.other, &spoken(link));
        });
    }
    if !note.is_empty() {
        row(ui, "note", None, &mut |ui| {
            ui.add(Label::new(TypeStyle::Ui.text(&note)).truncate());
        });
    }
}

fn low_words(ui: &mut Ui, scene: &mut Scene<'_>, words: &WordsData) {
    let theme = Theme::of(ui);
    ui.add(Label::new(TypeStyle::UiStrong.text(heading(words))));
    let quoted = TypeStyle::Ui
        .text(format!("“{}”", words.words))
        .color(theme.text.secondary);
    ui.add(Label::new(quoted).truncate());
    ui.add_space(theme.space.s2);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(theme.space.s1, theme.space.s1);
        for tag in &words.tags {
            let button = TagButton::new(&tag.name, &tag.letter, tag.colour).key(&tag.key);
            let label = format!("Tag as {}", tag.name);
            let pressed = ui.push_id(tag.id.as_str(), |ui| ui.add(button)).inner;
            if pressed.accessible_name(label).clicked() {
                scene
                    .inbox
                    .push(Command::Tag(tag.id.clone(), Aim::default()));
            }
        }
    });
}

/// Title and counts at the left, implicit marks at the right.
fn low_article(ui: &mut Ui, scene: &mut Scene<'_>, article: &ArticleData, room: Rect) {
    let theme = Theme::of(ui);
    let (left, mut right) = columns(&theme, room);
    let mut ui_left = child(ui, left);
    ScrollArea::vertical().show(&mut ui_left, |ui| {
        label(ui, &article.title, TypeStyle::UiStrong, theme.text.primary);
        counts(ui, article);
    });
    right.set_right(right.right() - theme.size.control - theme.space.s3);
    let mut ui_right = child(ui, right);
    ui_right.push_id("implicit", |ui| {
        ScrollArea::vertical().show(ui, |ui| implicit_ui(ui, scene, &article.implicit));
    });
}

/// Quote at the left, the rest at the right.
fn columns(theme: &Theme, room: Rect) -> (Rect, Rect) {
    let wide = theme.size.drawer_quote.min(room.width() / 3.0);
    let left = Rect::from_min_size(room.min, vec2(wide, room.height()));
    let right = Rect::from_min_max(pos2(left.right() + theme.space.s6, room.top()), room.max);
    (left, right)
}

/// How wide an attribute's label and its control are in a low drawer.
fn widths(ui: &Ui, row: &ValueRow) -> (f32, f32) {
    use super::data::Control;
    let theme = Theme::of(ui);
    let width = |words: &str, style| {
        crate::app::widgets::line(ui.painter(), words, style, theme.text.primary)
            .size()
            .x
    };
    let control = match &row.control {
        Control::Tick => theme.size.check,
        Control::Segments(values) => {
            let words: f32 = values
                .iter()
                .map(|value| width(value, TypeStyle::Small))
                .sum();
            words + values.len() as f32 * 2.0 * theme.space.s3
        }
        Control::Unfold(_) | Control::Words | Control::Number => 2.0 * theme.size.label,
    };
    (width(&row.name, TypeStyle::Ui), control)
}

fn child(ui: &mut Ui, place: Rect) -> Ui {
    let mut child = ui.new_child(UiBuilder::new().max_rect(place));
    child.spacing_mut().item_spacing.y = Theme::of(ui).space.s2;
    child
}
