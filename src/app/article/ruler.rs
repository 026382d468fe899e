//! The overview ruler at the right edge: the whole article with its marks, and where the view is.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{Pos2, Rect, Sense, Shape, Stroke, StrokeKind, Ui, pos2};

use super::ArticleView;
use super::scroll::Anchor;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::history::Revision;
use crate::project::{Annotation, Entry};
use crate::workbench::Filter;

/// A mark is drawn at least this high.
const LEAST: f32 = 2.0;
/// Statements are drawn this wide at the left, mentions at the right.
const STATEMENT: f32 = 6.0;
const MENTION: f32 = 4.0;

/// The marks on the ruler, found anew only when they, what is shown or the heights change: there
/// can be a hundred thousand of them.
#[derive(Default)]
pub(super) struct Bars {
    key: Option<(Revision, Filter, u32, u64)>,
    bars: Vec<Bar>,
}

/// A mark on the ruler, in points from its top.
struct Bar {
    /// Which of the tagset's tags.
    tag: usize,
    top: f32,
    bottom: f32,
}

impl ArticleView {
    /// Draws the ruler; a click or a drag goes there.
    pub(super) fn ruler_ui(&mut self, ui: &mut Ui, rect: Rect, entry: &Entry, scene: &Scene<'_>) {
        let theme = Theme::of(ui);
        let id = super::article_id().with("ruler");
        let response = ui.interact(rect, id, Sense::click_and_drag());
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::Role::Slider, true, "Overview of the article")
        });
        let view = self.paper.height();
        let whole = self.heights.total().max(f64::from(view));
        if let Some(point) = response.interact_pointer_pos() {
            let share = f64::from((point.y - rect.top()) / rect.height().max(1.0));
            let y = share * whole - f64::from(view) / 2.0;
            self.anchor = Anchor::at(&self.heights, y, view);
            ui.ctx().request_repaint();
        }
        let painter = ui.painter_at(rect.expand2(egui::vec2(theme.size.ruler, 0.0)));
        painter.rect_filled(rect, 0.0, theme.bg.sunken);
        let (top, share) = self.anchor.share(&self.heights, view);
        let scale = |share: f32| rect.top() + share * rect.height();
        let frame = Rect::from_min_max(
            pos2(rect.left(), scale(top)),
            pos2(rect.right(), scale((top + share).min(1.0))),
        );
        painter.rect_filled(frame, theme.radius.mark, theme.bg.surface);
        self.draw_ruler_marks(&painter, &theme, rect, entry, scene);
        let stroke = Stroke::new(theme.stroke.hair, theme.border.strong);
        painter.rect_stroke(frame, theme.radius.mark, stroke, StrokeKind::Inside);
        if let Some(y) = scene
            .workbench
            .selected()
            .and_then(|mark| self.share_of(mark))
        {
            triangle(
                &painter,
                pos2(rect.left() - 2.0, scale(y)),
                theme.accent.base,
            );
        }
    }

    fn draw_ruler_marks(
        &mut self,
        painter: &egui::Painter,
        theme: &Theme,
        rect: Rect,
        entry: &Entry,
        scene: &Scene<'_>,
    ) {
        let bench = scene.workbench;
        let (height, whole) = (rect.height().to_bits(), self.heights.total().to_bits());
        let key = (bench.revision(), bench.filter().clone(), height, whole);
        if self.bars.key.as_ref() != Some(&key) {
            self.bars.bars = self.bars_of(rect.height(), entry, scene);
            self.bars.key = Some(key);
        }
        let tagset = bench.project().tagset();
        for bar in &self.bars.bars {
            let Some(tag) = tagset.tags.get(bar.tag) else {
                continue;
            };
            let (left, right) = if tag.is_statement() {
                (rect.left() + 1.0, rect.left() + 1.0 + STATEMENT)
            } else {
                (rect.right() - 1.0 - MENTION, rect.right() - 1.0)
            };
            let top = rect.top() + bar.top;
            let bottom = rect.top() + bar.bottom;
            let shape = Rect::from_min_max(pos2(left, top), pos2(right, bottom));
            painter.rect_filled(shape, 0.0, theme.tag(tag.colour).edge);
        }
    }

    /// The bars of all marks that are shown. One pixel row shows at most one mark of each tag:
    /// those beyond that cannot be seen.
    fn bars_of(&self, height: f32, entry: &Entry, scene: &Scene<'_>) -> Vec<Bar> {
        let tags = &scene.workbench.project().tagset().tags;
        let mut taken: BTreeSet<(i32, usize)> = BTreeSet::new();
        let mut bars = Vec::new();
        let shown = |mark: &&Arc<Annotation>| scene.workbench.filter().shows(mark);
        for mark in entry.in_text_order().filter(shown) {
            let place = tags.iter().position(|tag| tag.id == mark.tag);
            let (Some(tag), Some(share)) = (place, self.share_of(mark)) else {
                continue;
            };
            let top = share * height;
            if !taken.insert((top as i32, tag)) {
                continue;
            }
            let statement = tags.get(tag).is_some_and(crate::project::Tag::is_statement);
            let end = self.share_of_end(mark).filter(|_| statement);
            let bottom = end.map_or(top, |end| end * height).max(top + LEAST);
            bars.push(Bar { tag, top, bottom });
        }
        bars
    }

    /// How far down the article a mark begins, from 0 to 1.
    fn share_of(&self, mark: &Annotation) -> Option<f32> {
        self.share_at(mark.span()?.start())
    }

    fn share_of_end(&self, mark: &Annotation) -> Option<f32> {
        self.share_at(mark.span()?.end())
    }

    /// How far down the article a position is, from 0 to 1: by the heights of whole blocks, and
    /// within a block by its bytes.
    fn share_at(&self, byte: crate::text::ByteIndex) -> Option<f32> {
        let index = self.blocks.at(byte);
        let block = self.blocks.get(index)?;
        let within = byte.0.saturating_sub(block.range.start.0) as f32;
        let within = within / block.range.len().max(1) as f32;
        let height = self.heights.get(index) - self.gap_after(index);
        let y = self.heights.top(index) + f64::from(height * within.min(1.0));
        let whole = self.heights.total().max(f64::from(self.paper.height()));
        Some((y / whole) as f32)
    }
}

/// A small triangle that points right.
fn triangle(painter: &egui::Painter, tip: Pos2, colour: egui::Color32) {
    let points = vec![
        tip,
        pos2(tip.x - 4.5, tip.y - 3.5),
        pos2(tip.x - 4.5, tip.y + 3.5),
    ];
    painter.add(Shape::convex_polygon(points, colour, Stroke::NONE));
}
