//! The handles of the selected mark: a disc at each end that moves it, and one in the gutter from
//! which a link is drawn. None covers words.

use egui::{Id as UiId, Pos2, Rect, Sense, Stroke, Ui, Vec2, pos2};

use super::ArticleView;
use super::layout::BlockLayout;
use crate::app::icons::{Icon, icon};
use crate::app::scene::Scene;
use crate::app::theme::{TagColours, Theme};
use crate::project::{Annotation, Entry};

/// The ring of paper round a handle.
const RING: f32 = 1.5;
/// From the corner of a mark's box to the middle of the handle there.
const OUTSIDE: f32 = 4.0;
/// From the column to the middle of the handle from which a link is drawn.
const LINK_AWAY: f32 = 13.0;

impl ArticleView {
    /// Draws the handles and takes drags on them.
    pub(super) fn handles_ui(&mut self, ui: &mut Ui, entry: &Entry, scene: &mut Scene<'_>) {
        let theme = Theme::of(ui);
        self.draw_link_drag(ui, &theme, entry, scene);
        let Some(mark) = scene.workbench.selected().cloned() else {
            return;
        };
        let Some(tag) = scene.workbench.project().tagset().tag(&mark.tag) else {
            return;
        };
        let colours = theme.tag(tag.colour);
        let Some((start, end)) = self.handle_places(&mark) else {
            return;
        };
        for (at, is_start) in [(start, true), (end, false)] {
            if let Some(at) = at {
                self.end_handle(ui, &theme, &mark, colours, at, is_start);
            }
        }
        if let Some(rect) = self.link_handle_rect(&theme, scene) {
            self.link_handle(ui, &theme, &mark, colours, rect);
        }
    }

    fn end_handle(
        &mut self,
        ui: &Ui,
        theme: &Theme,
        mark: &Annotation,
        colours: TagColours,
        at: Pos2,
        start: bool,
    ) {
        let rect = Rect::from_center_size(at, Vec2::splat(theme.size.hit));
        if !self.paper.contains(at) {
            return;
        }
        let response = ui.interact(rect, handle_id(start), Sense::drag());
        self.taken.push(rect);
        let label = if start {
            "Start of the mark"
        } else {
            "End of the mark"
        };
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Slider, true, label));
        if response.hovered() || response.dragged() {
            ui.ctx().set_cursor_icon(egui::CursorIcon::ResizeHorizontal);
        }
        if let Some(span) = mark.span().filter(|_| response.drag_started()) {
            let (mark, span) = (mark.id.clone(), span.clone());
            self.gesture = super::Gesture::MoveEnd { mark, span, start };
        }
        let painter = ui.painter_at(self.paper);
        let radius = theme.size.handle / 2.0;
        painter.circle_filled(at, radius + RING, theme.bg.surface);
        painter.circle_filled(at, radius, colours.edge);
    }

    fn link_handle(
        &mut self,
        ui: &Ui,
        theme: &Theme,
        mark: &Annotation,
        colours: TagColours,
        rect: Rect,
    ) {
        let at = rect.center();
        let response = ui.interact(rect, article_handle("link"), Sense::click_and_drag());
        self.taken.push(rect);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "Draw a link"));
        if response.drag_started() {
            self.gesture = super::Gesture::Link {
                from: mark.id.clone(),
            };
        } else if response.clicked() {
            self.start_link(mark.id.clone());
        }
        let painter = ui.painter_at(self.paper);
        let ground = if response.hovered() {
            colours.tint
        } else {
            theme.bg.surface
        };
        let radius = theme.size.icon_small / 2.0 + RING;
        painter.circle(
            at,
            radius,
            ground,
            Stroke::new(theme.stroke.hair, colours.edge),
        );
        icon(&painter, Icon::Link, at, theme.size.icon_tiny, colours.ink);
        response.on_hover_text("Drag to another mark to link it, or click and then click there");
    }

    /// Where a link is drawn from: in the gutter, beside the end of the selected mark, as far as
    /// that is in view.
    pub(super) fn link_handle_rect(&self, theme: &Theme, scene: &Scene<'_>) -> Option<Rect> {
        let mark = scene.workbench.selected()?;
        let (_, end) = self.handle_places(mark)?;
        let at = pos2(self.column.right() + LINK_AWAY, end?.y);
        let inside = self.paper.contains(at);
        inside.then(|| Rect::from_center_size(at, Vec2::splat(theme.size.hit)))
    }

    /// The line from the mark that a link is drawn from to the pointer.
    fn draw_link_drag(&self, ui: &Ui, theme: &Theme, entry: &Entry, scene: &Scene<'_>) {
        let Some(from) = self.linking() else { return };
        let Some(pointer) = ui.input(|input| input.pointer.hover_pos()) else {
            return;
        };
        let target = self.link_target(entry, scene, from, pointer);
        let stroke = Stroke::new(theme.stroke.link, theme.accent.base);
        let painter = ui.painter_at(self.paper);
        if let Some(start) = self.end_of(entry, from) {
            painter.line_segment([start, pointer], stroke);
        }
        let radius = theme.size.handle / 2.0;
        match target {
            Some(_) => painter.circle_filled(pointer, radius, theme.accent.base),
            None => painter.circle(pointer, radius, theme.bg.surface, stroke),
        };
    }

    /// Where the start and the end of a mark's words are, if they are in view.
    fn handle_places(&self, mark: &Annotation) -> Option<(Option<Pos2>, Option<Pos2>)> {
        let span = match self.gesture.moving() {
            Some((moving, span)) if *moving == mark.id => span,
            _ => mark.span()?,
        };
        let first = span.fragments().first()?;
        let last = span.fragments().last()?;
        let start = self.on_row(first.start, |layout, row| {
            let piece = layout
                .pieces_of(&mark.id)
                .find(|piece| piece.range.start == first.start)?;
            let statement = layout.marks.get(piece.mark)?.weight.statement;
            let rect = self.box_of(piece, layout.rows.get(row)?, statement);
            Some(pos2(piece.begin_x(), rect.top() - OUTSIDE))
        });
        let end = self.on_row_before(last.end, |layout| {
            let piece = layout
                .pieces_of(&mark.id)
                .find(|piece| piece.range.end == last.end)?;
            let statement = layout.marks.get(piece.mark)?.weight.statement;
            let rect = self.box_of(piece, layout.rows.get(piece.row)?, statement);
            Some(pos2(piece.end_x(), rect.bottom() + OUTSIDE))
        });
        Some((start, end))
    }

    fn on_row(
        &self,
        byte: crate::text::ByteIndex,
        place: impl Fn(&BlockLayout, usize) -> Option<Pos2>,
    ) -> Option<Pos2> {
        let index = self.blocks.at(byte);
        let placed = self.visible.iter().find(|placed| placed.index == index)?;
        let layout = placed.layout.as_ref()?;
        Some(place(layout, layout.caret(byte).0)? + placed.corner.to_vec2())
    }

    fn on_row_before(
        &self,
        byte: crate::text::ByteIndex,
        place: impl Fn(&BlockLayout) -> Option<Pos2>,
    ) -> Option<Pos2> {
        let index = self
            .blocks
            .at(crate::text::ByteIndex(byte.0.saturating_sub(1)));
        let placed = self.visible.iter().find(|placed| placed.index == index)?;
        Some(place(placed.layout.as_ref()?)? + placed.corner.to_vec2())
    }

    /// Where a link from a mark begins: at the end of its words, or at its chip.
    fn end_of(&self, entry: &Entry, mark: &crate::project::Id) -> Option<Pos2> {
        if let Some((_, rect)) = self.chip_places.iter().find(|(id, _)| id == mark) {
            return Some(rect.right_center());
        }
        let annotation = entry.annotation(mark)?;
        self.mark_rects(annotation.span()?)
            .last()
            .map(Rect::right_center)
    }
}

fn handle_id(start: bool) -> UiId {
    article_handle(if start { "start" } else { "end" })
}

fn article_handle(name: &str) -> UiId {
    super::article_id().with(("handle", name))
}
