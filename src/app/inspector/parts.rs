//! What the inspector's views have in common: rows that can be pressed, fields with their labels.

use std::sync::Arc;

use egui::epaint::RectShape;
use egui::text::{TextFormat, TextWrapping};
use egui::{
    Color32, Galley, InnerResponse, Label, Layout, Painter, Rect, Response, Role, Sense, Shape, Ui,
    UiBuilder, WidgetInfo, pos2, vec2,
};

use super::data::{MarkFace, TagFace};
use crate::app::fonts::TypeStyle;
use crate::app::icons::{Icon, icon};
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::chip::{ChipSize, ChipState, chip_side, paint_chip};
use crate::app::widgets::key_cap::{key_cap_size, paint_key_cap};
use crate::app::widgets::reading_order::ordered;
use crate::app::widgets::{ground, put};
use crate::command::Command;

/// A line of things from left to right, drawn without widgets of their own.
pub struct Across {
    painter: Painter,
    theme: Arc<Theme>,
    left: f32,
    right: f32,
    middle: f32,
}

impl Across {
    /// A line through the middle of a rectangle.
    pub fn new(ui: &Ui, rect: Rect) -> Self {
        Self {
            painter: crate::app::widgets::painter(ui),
            theme: Theme::of(ui),
            left: rect.left(),
            right: rect.right(),
            middle: rect.center().y,
        }
    }

    /// A tag's chip.
    pub fn chip(&mut self, tag: &TagFace, size: ChipSize) {
        let side = chip_side(&self.theme, size);
        let centre = pos2(self.left + side / 2.0, self.middle);
        let colours = self.theme.tag(tag.colour);
        paint_chip(
            &self.painter,
            centre,
            &tag.letter,
            colours,
            size,
            ChipState::Plain,
        );
        self.left += side + self.theme.space.s3;
    }

    /// An icon.
    pub fn icon(&mut self, shown: Icon, size: f32, colour: Color32) {
        let centre = pos2(self.left + size / 2.0, self.middle);
        icon(&self.painter, shown, centre, size, colour);
        self.left += size + self.theme.space.s2;
    }

    /// Keeps this much room free at the right end.
    pub fn keep(&mut self, room: f32) {
        self.right -= room;
    }

    /// Words, cut where the room ends.
    pub fn words(&mut self, words: &str, style: TypeStyle, colour: Color32) {
        let room = (self.right - self.left).max(0.0);
        let galley = clipped(&self.painter, words, style, colour, room);
        self.left = put(&self.painter, self.left, self.middle, galley) + self.theme.space.s3;
    }

    /// Words at the right end.
    pub fn words_at_end(&mut self, words: &str, style: TypeStyle, colour: Color32) {
        let galley = clipped(&self.painter, words, style, colour, self.right - self.left);
        let left = self.right - galley.size().x;
        put(&self.painter, left, self.middle, galley);
        self.right = left - self.theme.space.s3;
    }

    /// The first of these at the right end that leaves the room that `words` need.
    pub fn either_at_end(&mut self, words: (&str, TypeStyle), ends: &[&str], colour: Color32) {
        let width = |words: &str, style| {
            let words = crate::app::widgets::line(&self.painter, words, style, colour);
            words.size().x
        };
        let left = self.right - self.left - width(words.0, words.1) - self.theme.space.s3;
        let end = ends.iter().find(|end| width(end, TypeStyle::Tiny) <= left);
        if let Some(end) = end {
            self.words_at_end(end, TypeStyle::Tiny, colour);
        }
    }

    /// A key in a column of this width.
    pub fn key(&mut self, keys: &str, width: f32) {
        if !keys.is_empty() {
            paint_key_cap(&self.painter, self.left, self.middle, keys, &self.theme);
        }
        self.left += width;
    }

    /// A key at the right end.
    pub fn key_at_end(&mut self, keys: &str) {
        if !keys.is_empty() {
            let left = self.right - key_cap_size(&self.painter, keys).x;
            paint_key_cap(&self.painter, left, self.middle, keys, &self.theme);
            self.right = left - self.theme.space.s3;
        }
    }
}

/// A line of words that ends with «…» where it is longer than the room.
pub fn clipped(
    painter: &Painter,
    words: &str,
    style: TypeStyle,
    colour: Color32,
    room: f32,
) -> Arc<Galley> {
    let format = TextFormat::simple(style.font(), colour);
    let wrap = TextWrapping::truncate_at_width(room.max(0.0));
    painter.layout_job(ordered(painter, words, format, wrap).job)
}

/// A row as wide as there is room that can be pressed. `label` says what pressing it does; what
/// it shows is drawn over its ground.
pub fn pressable(
    ui: &mut Ui,
    label: &str,
    height: f32,
    draw: impl FnOnce(&mut Across, &Theme),
) -> Response {
    pressable_part(ui, label, vec2(ui.available_width(), height), false, draw)
}

/// The same of this size; `chosen` shows the ground of what the arrow keys stand on.
pub fn pressable_part(
    ui: &mut Ui,
    label: &str,
    size: egui::Vec2,
    chosen: bool,
    draw: impl FnOnce(&mut Across, &Theme),
) -> Response {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, label));
    if ui.is_rect_visible(rect) {
        let rest = if chosen {
            theme.bg.selected
        } else {
            Color32::TRANSPARENT
        };
        let fill = ground(ui, &theme, &response, rest);
        let wide = rect.expand2(vec2(theme.space.s2, 0.0));
        let shape = RectShape::filled(wide, theme.radius.row, fill);
        crate::app::widgets::painter(ui).add(Shape::Rect(shape));
        draw(&mut Across::new(ui, rect), &theme);
    }
    response
}

/// A row of a popup, set in so that its ground stays inside.
pub fn inset(
    ui: &mut Ui,
    label: &str,
    chosen: bool,
    draw: impl FnOnce(&mut Across, &Theme),
) -> Response {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(theme.space.s2);
        let size = vec2(ui.available_width() - theme.space.s2, theme.size.row);
        pressable_part(ui, label, size, chosen, draw)
    })
    .inner
}

/// Another mark: a click selects it, and the article shows it while the pointer is here.
pub fn mark_row(ui: &mut Ui, scene: &mut Scene<'_>, mark: &MarkFace, label: &str) -> Response {
    let height = Theme::of(ui).size.hit;
    let style = if mark.implicit {
        TypeStyle::Wording
    } else {
        TypeStyle::QuoteSmall
    };
    let response = pressable(ui, label, height, |across, theme| {
        across.chip(&mark.tag, ChipSize::Small);
        across.words(&mark.words, style, theme.text.primary);
    });
    if response.hovered() || response.has_focus() {
        scene.inbox.hover(&mark.id);
    }
    if response.clicked() {
        scene.inbox.push(Command::SelectMark(mark.id.clone()));
    }
    response
}

/// The width of a column that holds these labels: no more than half the room.
pub fn label_column<'a>(ui: &Ui, labels: impl IntoIterator<Item = &'a str>) -> f32 {
    let theme = Theme::of(ui);
    let width = |label: &str| {
        let style = TypeStyle::Ui;
        let words = crate::app::widgets::line(ui.painter(), label, style, Color32::PLACEHOLDER);
        words.size().x
    };
    let least = theme.size.label;
    let most = (ui.available_width() / 2.0).max(least);
    labels
        .into_iter()
        .map(width)
        .fold(least, f32::max)
        .min(most)
}

/// A label with its control: beside it, or below it where there is little room. `hint` is the
/// label's tooltip.
pub fn labelled<R>(
    ui: &mut Ui,
    (label, hint): (&str, &str),
    column: f32,
    control: impl FnOnce(&mut Ui) -> R,
) -> R {
    let theme = Theme::of(ui);
    let name = Label::new(TypeStyle::Ui.text(label).color(theme.text.secondary)).truncate();
    let hover = |response: Response| match hint.is_empty() {
        true => response,
        false => response.on_hover_text(hint),
    };
    if is_cramped(ui) {
        ui.spacing_mut().item_spacing.y = theme.space.s1;
        hover(ui.add(name));
        let inner = control(ui);
        ui.add_space(theme.space.s2);
        return inner;
    }
    let height = theme.size.control;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = theme.space.s3;
        let (rect, _) = ui.allocate_exact_size(vec2(column, height), Sense::hover());
        let builder = UiBuilder::new()
            .max_rect(rect)
            .layout(Layout::left_to_right(egui::Align::Center));
        hover(ui.new_child(builder).add(name));
        ui.vertical(|ui| control(ui)).inner
    })
    .inner
}

/// Whether there is too little room for a label and its control side by side.
pub fn is_cramped(ui: &Ui) -> bool {
    let theme = Theme::of(ui);
    ui.available_width() < theme.size.label * 3.0
}

/// Small muted words that wrap.
pub fn muted(ui: &mut Ui, words: &str) -> Response {
    let theme = Theme::of(ui);
    ui.add(Label::new(TypeStyle::Small.text(words).color(theme.text.muted)).wrap())
}

/// A sentence that says what is wrong with what was typed.
pub fn wrong(ui: &mut Ui, words: &str) -> Response {
    let theme = Theme::of(ui);
    ui.add(Label::new(TypeStyle::Small.text(words).color(theme.danger.ink)).wrap())
}

/// Buttons at the right end of a rectangle, the first at the far right; `show` takes no room.
pub fn at_end<R>(ui: &mut Ui, rect: Rect, show: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let layout = Layout::right_to_left(egui::Align::Center);
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect).layout(layout));
    child.spacing_mut().item_spacing.x = 0.0;
    let inner = show(&mut child);
    InnerResponse::new(inner, child.response())
}
