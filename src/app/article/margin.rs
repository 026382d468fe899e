//! The left margin: a chip for each statement that starts on a line, a letter for each mention,
//! and the extent of the selected mark.

use egui::{Rect, Response, Sense, Ui, Vec2, pos2};

use super::paint::State;
use super::{ArticleView, Placed};
use crate::app::fonts::TypeStyle;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::chip::{ChipSize, ChipState, paint_chip, paint_letter};
use crate::app::widgets::{line, put_centred};
use crate::project::{Entry, Id, Tag};

/// From one chip to the next, from one letter to the next.
const CHIP_STEP: f32 = 20.0;
const LETTER_STEP: f32 = 12.0;
/// So many letters are shown, then how many more there are.
const LETTERS: usize = 3;
/// So many chips are shown.
const CHIPS: usize = 3;
/// From the column to the bar that shows the extent of the selected mark, and its width.
const EXTENT: f32 = 8.0;

/// What the margin shows beside a line.
struct Beside {
    middle: f32,
    chips: Vec<Id>,
    letters: Vec<Id>,
    more: usize,
}

impl ArticleView {
    /// Draws the margin; a click on a chip selects its mark, a drag from it links it.
    pub(super) fn margin_ui(&mut self, ui: &mut Ui, entry: &Entry, scene: &mut Scene<'_>) {
        let theme = Theme::of(ui);
        self.margin_places.clear();
        let lines: Vec<Beside> = self
            .visible
            .iter()
            .flat_map(|placed| self.beside(placed, scene))
            .collect();
        for beside in lines {
            self.line_ui(ui, &theme, entry, scene, &beside);
        }
        self.draw_extent(ui, &theme, scene);
    }

    /// What stands beside the lines of a block, the mark nearest to the text last.
    fn beside(&self, placed: &Placed, scene: &Scene<'_>) -> Vec<Beside> {
        let Some(layout) = &placed.layout else {
            return Vec::new();
        };
        let middle = |row: &super::layout::Row| placed.corner.y + row.baseline - row.size * 0.3;
        let mut lines: Vec<Beside> = layout
            .rows
            .iter()
            .map(|row| Beside {
                middle: middle(row),
                chips: Vec::new(),
                letters: Vec::new(),
                more: row.depths.more + row.crowd,
            })
            .collect();
        let shown = |id: &Id| self.state_of(id, scene) == State::Selected;
        for piece in layout.pieces.iter().filter(|piece| piece.first) {
            let (Some(mark), Some(line)) = (layout.marks.get(piece.mark), lines.get_mut(piece.row))
            else {
                continue;
            };
            let id = &mark.annotation.id;
            if mark.weight.dimmed && !shown(id) {
                continue;
            }
            let list = if mark.weight.statement {
                &mut line.chips
            } else {
                &mut line.letters
            };
            list.push(id.clone());
        }
        lines
    }

    fn line_ui(
        &mut self,
        ui: &mut Ui,
        theme: &Theme,
        entry: &Entry,
        scene: &mut Scene<'_>,
        beside: &Beside,
    ) {
        if beside.middle < self.paper.top() || beside.middle > self.paper.bottom() {
            return;
        }
        let side = theme.size.chip;
        let mut x = self.column.left() - theme.size.margin_chip + side / 2.0;
        let hidden = beside.chips.len().saturating_sub(CHIPS);
        for mark in beside.chips.iter().rev().take(CHIPS) {
            let size = Vec2::new(CHIP_STEP, theme.size.hit);
            let rect = Rect::from_center_size(pos2(x, beside.middle), size);
            let Some((response, tag)) = self.margin_mark(ui, entry, scene, mark, rect) else {
                continue;
            };
            let state = match self.state_of(mark, scene) {
                State::Selected => ChipState::Selected,
                State::Hovered => ChipState::Hovered,
                State::Plain if response.hovered() => ChipState::Hovered,
                State::Plain => ChipState::Plain,
            };
            let painter = ui.painter_at(self.paper);
            let (letter, colours) = (tag.letter.to_string(), theme.tag(tag.colour));
            paint_chip(
                &painter,
                rect.center(),
                &letter,
                colours,
                ChipSize::Small,
                state,
            );
            x -= CHIP_STEP;
        }
        x = x.min(self.column.left() - theme.size.margin_chip + side / 2.0);
        for mark in beside.letters.iter().rev().take(LETTERS) {
            let size = Vec2::new(LETTER_STEP, theme.size.hit);
            let rect = Rect::from_center_size(pos2(x, beside.middle), size);
            if let Some((_, tag)) = self.margin_mark(ui, entry, scene, mark, rect) {
                let painter = ui.painter_at(self.paper);
                let letter = tag.letter.to_string();
                paint_letter(&painter, rect.center(), &letter, theme.tag(tag.colour));
                x -= LETTER_STEP;
            }
        }
        let more = beside.more + hidden + beside.letters.len().saturating_sub(LETTERS);
        if more > 0 {
            let painter = ui.painter_at(self.paper);
            let words = line(
                &painter,
                &format!("+{more}"),
                TypeStyle::Tiny,
                theme.text.muted,
            );
            put_centred(
                &painter,
                pos2(x - words.size().x / 2.0, beside.middle),
                words,
            );
        }
    }

    /// What stands for a mark in the margin: a click selects the mark, a drag links it.
    fn margin_mark(
        &mut self,
        ui: &Ui,
        entry: &Entry,
        scene: &mut Scene<'_>,
        mark: &Id,
        rect: Rect,
    ) -> Option<(Response, Tag)> {
        let annotation = entry.annotation(mark)?;
        let tag = scene
            .workbench
            .project()
            .tagset()
            .tag(&annotation.tag)?
            .clone();
        let id = super::article_id().with(("margin", mark.as_str()));
        let response = ui.interact(rect, id, Sense::click_and_drag());
        self.taken.push(rect);
        self.margin_places.push((mark.clone(), rect));
        let words = annotation.words(&entry.article().text);
        response.widget_info(|| {
            let label = format!("margin {}: {words}", tag.name);
            egui::WidgetInfo::labeled(egui::Role::Button, true, label)
        });
        ui.ctx()
            .accesskit_node_builder(id, |node| node.set_author_id(mark.as_str().to_owned()));
        if response.hovered() {
            self.pointed = Some(mark.clone());
        }
        if response.clicked() {
            self.choose(scene, mark);
        }
        if response.drag_started() {
            self.gesture = super::Gesture::Link { from: mark.clone() };
        }
        Some((response, tag))
    }

    /// The bar that shows from which line to which the selected mark goes.
    fn draw_extent(&self, ui: &Ui, theme: &Theme, scene: &Scene<'_>) {
        let Some(mark) = scene.workbench.selected() else {
            return;
        };
        let Some(span) = mark.span() else { return };
        let Some(tag) = scene.workbench.project().tagset().tag(&mark.tag) else {
            return;
        };
        let rects = self.mark_rects(span);
        let (Some(first), Some(last)) = (rects.first(), rects.last()) else {
            return;
        };
        if !tag.is_statement() || first.top() == last.top() {
            return;
        }
        let inset = self.measure.line_height / 6.0;
        let stroke = egui::Stroke::new(theme.stroke.bar, theme.tag(tag.colour).edge);
        let ends = first.top() + inset..=last.bottom() - inset;
        ui.painter_at(self.paper)
            .vline(self.column.left() - EXTENT, ends, stroke);
    }
}
