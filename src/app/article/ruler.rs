//! The overview ruler at the right edge: the whole article with its marks, and where the view is.

use egui::{Pos2, Rect, Sense, Shape, Stroke, StrokeKind, Ui, pos2};

use super::ArticleView;
use super::scroll::Anchor;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::project::{Annotation, Entry};

/// A mark is drawn at least this high.
const LEAST: f32 = 2.0;
/// Statements are drawn this wide at the left, mentions at the right.
const STATEMENT: f32 = 6.0;
const MENTION: f32 = 4.0;

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
        &self,
        painter: &egui::Painter,
        theme: &Theme,
        rect: Rect,
        entry: &Entry,
        scene: &Scene<'_>,
    ) {
        let tagset = scene.workbench.project().tagset();
        // One pixel row shows at most one mark of each tag: marks beyond that cannot be seen, and
        // a hundred thousand of them must not be drawn in each frame.
        let mut drawn: std::collections::BTreeSet<(i32, usize)> = std::collections::BTreeSet::new();
        for mark in entry
            .in_text_order()
            .filter(|mark| scene.workbench.filter().shows(mark))
        {
            let place = tagset.tags.iter().position(|tag| tag.id == mark.tag);
            let (Some(place), Some(share)) = (place, self.share_of(mark)) else {
                continue;
            };
            let Some(tag) = tagset.tags.get(place) else {
                continue;
            };
            let y = rect.top() + share * rect.height();
            if !drawn.insert((y as i32, place)) {
                continue;
            }
            let colour = theme.tag(tag.colour).edge;
            let end = self
                .share_of_end(mark)
                .map_or(y, |end| rect.top() + end * rect.height());
            let bottom = end.max(y + LEAST);
            let (left, right) = if tag.is_statement() {
                (rect.left() + 1.0, rect.left() + 1.0 + STATEMENT)
            } else {
                (rect.right() - 1.0 - MENTION, rect.right() - 1.0)
            };
            let bottom = if tag.is_statement() {
                bottom
            } else {
                y + LEAST
            };
            let bar = Rect::from_min_max(pos2(left, y), pos2(right, bottom));
            painter.rect_filled(bar, 0.0, colour);
        }
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
