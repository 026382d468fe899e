//! Drawing the text and its marks, in the order that keeps words readable: grounds, the
//! selection, lines, threads, text.

use egui::epaint::CubicBezierShape;
use egui::{Color32, CornerRadius, Painter, Pos2, Rect, Stroke, Ui, pos2, vec2};

use super::lanes::Piece;
use super::layout::{BlockLayout, Row, Shown};
use super::{ArticleView, Placed};
use crate::app::scene::Scene;
use crate::app::theme::{TagColours, Theme};
use crate::app::widgets::line_sample::{line_depth, paint_line};
use crate::project::{Entry, Id, LineStyle, Tagset};
use crate::text::TextRange;

/// A statement's box above and below the baseline, as a multiple of the text's size, and what is
/// added below; how much each further level and lane adds, in points.
const ABOVE: f32 = 0.80;
const FOOT: f32 = 0.24;
const BOX_FOOT: f32 = 3.2;
const LEVEL_ABOVE: f32 = 3.0;
const LEVEL_BELOW: f32 = 4.0;
/// A mention's first lane below the foot of the letters, and the distance between lanes.
const FIRST_LANE: f32 = 1.4;
const LANE: f32 = 4.0;
/// The tick at a statement's end.
const TICK: f32 = 7.0;
/// How far a thread between fragments sags.
const SAG: f32 = 5.0;

/// How a mark is shown at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    /// Nobody points at it.
    Plain,
    /// The pointer is on it, or on what stands for it elsewhere, or a link would go to it.
    Hovered,
    /// It is selected.
    Selected,
}

/// What drawing a mark takes.
struct Look<'a> {
    painter: &'a Painter,
    theme: &'a Theme,
    colours: TagColours,
    style: LineStyle,
    statement: bool,
    state: State,
}

impl ArticleView {
    /// Draws what is in view.
    pub(super) fn draw(&mut self, ui: &mut Ui, entry: &Entry, scene: &mut Scene<'_>) {
        let painter = ui.painter_at(self.paper);
        let theme = Theme::of(ui);
        let tagset = std::sync::Arc::clone(scene.workbench.project().tagset());
        let words = self.selected_words(scene);
        self.taken.clear();
        for placed in &self.visible {
            if let Some(layout) = &placed.layout {
                self.draw_block(&painter, &theme, &tagset, placed, layout, &words, scene);
            }
        }
        self.draw_caret(&painter, &theme, ui, scene);
        self.meta_ui(ui, entry);
        self.implicit_ui(ui, entry, scene);
        self.margin_ui(ui, entry, scene);
        self.draw_links(ui, entry, scene);
        self.handles_ui(ui, entry, scene);
    }

    /// The words that are selected or are just being selected.
    fn selected_words(&self, scene: &Scene<'_>) -> Vec<TextRange> {
        let mut words = scene.workbench.selection().ranges();
        if let Some(range) = self.gesture.selecting() {
            let adds = matches!(&self.gesture, super::Gesture::Select { adds: true, .. });
            if !adds {
                words.clear();
            }
            words.push(range);
        }
        words
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "what a frame draws with, passed on once"
    )]
    fn draw_block(
        &self,
        painter: &Painter,
        theme: &Theme,
        tagset: &Tagset,
        placed: &Placed,
        layout: &BlockLayout,
        words: &[TextRange],
        scene: &Scene<'_>,
    ) {
        let corner = placed.corner.to_vec2();
        let look = |shown: &Shown| {
            let tag = tagset.tag(&shown.annotation.tag)?;
            let state = self.state_of(&shown.annotation.id, scene);
            let (colours, style) = (theme.tag(tag.colour), tag.line);
            let statement = tag.is_statement();
            Some(Look {
                painter,
                theme,
                colours,
                style,
                statement,
                state,
            })
        };
        let mut drawn: Vec<(&Piece, &Row, &Shown, Look<'_>)> = layout
            .pieces
            .iter()
            .filter(|piece| piece.depth.is_some())
            .filter_map(|piece| {
                let shown = layout.marks.get(piece.mark)?;
                Some((piece, layout.rows.get(piece.row)?, shown, look(shown)?))
            })
            .collect();
        // Statements under mentions and the outermost first, so that the shorter lies on top.
        drawn.sort_by_key(|(piece, _, shown, _)| {
            (!shown.weight.statement, std::cmp::Reverse(piece.depth))
        });
        for (piece, row, shown, look) in &drawn {
            if piece.depth.is_some() && !shown.weight.dimmed {
                look.ground(
                    self.box_of(piece, row, shown.weight.statement)
                        .translate(corner),
                    piece,
                );
            }
        }
        for range in words.iter().chain(self.find.hits_in(layout.range())) {
            for (row, left, right, _) in layout.stretches(*range) {
                let Some(row) = layout.rows.get(row) else {
                    continue;
                };
                let rect = self.selection_box(row, left, right).translate(corner);
                painter.rect_filled(rect, 0.0, theme.selection);
            }
        }
        for (piece, row, shown, look) in &drawn {
            let rect = self
                .box_of(piece, row, shown.weight.statement)
                .translate(corner);
            match (piece.depth, shown.weight.dimmed) {
                (None, _) => {}
                (Some(_), true) => look.dimmed(rect, self.first_lane(row) + corner.y),
                (Some(_), false) if shown.weight.statement => look.statement(rect, piece),
                (Some(lane), false) => {
                    look.mention(rect, self.first_lane(row) + lane as f32 * LANE + corner.y);
                }
            }
        }
        let in_pieces = |shown: &Shown| {
            shown
                .annotation
                .span()
                .is_some_and(|it| it.fragments().len() > 1)
        };
        for (mark, shown) in layout.marks.iter().enumerate() {
            if !in_pieces(shown) {
                continue;
            }
            if let Some(look) = look(shown).filter(|_| !shown.weight.dimmed) {
                self.draw_threads(&look, mark, layout, placed.corner);
            }
        }
        layout.paint(painter, placed.corner, theme.text.primary);
    }

    /// How a mark is shown at this moment.
    pub(super) fn state_of(&self, mark: &Id, scene: &Scene<'_>) -> State {
        if scene.workbench.selection().mark.as_ref() == Some(mark) {
            return State::Selected;
        }
        let pointed = match self.linking() {
            Some(from) => !scene.workbench.link_kinds(from, mark).0.is_empty(),
            None => {
                self.pointed.as_ref() == Some(mark)
                    || self.row_hovered.as_ref() == Some(mark)
                    || linked_to_selected(mark, scene)
            }
        };
        if pointed {
            State::Hovered
        } else {
            State::Plain
        }
    }

    /// The box of a mark's words on a line: for a statement by its level, for a mention its line.
    pub(super) fn box_of(&self, piece: &Piece, row: &Row, statement: bool) -> Rect {
        let depth = piece.depth.unwrap_or_default() as f32;
        let size = row.size;
        let lanes = LANE * row.depths.lanes.saturating_sub(1) as f32;
        let (top, foot) = if statement {
            let foot = FOOT * size + BOX_FOOT + LEVEL_BELOW * depth + lanes;
            (ABOVE * size + LEVEL_ABOVE * depth, foot)
        } else {
            (ABOVE * size, FOOT * size + BOX_FOOT + LANE * depth)
        };
        Rect::from_min_max(
            pos2(piece.left, row.baseline - top),
            pos2(piece.right, row.baseline + foot),
        )
    }

    /// Where the first lane of mentions lies, from the block's top.
    fn first_lane(&self, row: &Row) -> f32 {
        row.baseline + FOOT * row.size + FIRST_LANE
    }

    fn selection_box(&self, row: &Row, left: f32, right: f32) -> Rect {
        let size = row.size;
        let (top, foot) = (
            row.baseline - ABOVE * size,
            row.baseline + FOOT * size + BOX_FOOT,
        );
        Rect::from_min_max(pos2(left, top), pos2(right, foot))
    }

    /// The thread from each fragment of a mark to the next: it sags under the words between; over
    /// the end of a line it runs flat.
    fn draw_threads(&self, look: &Look<'_>, mark: usize, layout: &BlockLayout, corner: Pos2) {
        let mut pieces: Vec<&Piece> = layout
            .pieces
            .iter()
            .filter(|piece| piece.mark == mark)
            .collect();
        pieces.sort_by_key(|piece| piece.range.start);
        let stroke = Stroke::new(look.theme.stroke.thread, look.colours.edge);
        let foot = |piece: &Piece| {
            let row = layout.rows.get(piece.row)?;
            let statement = layout.marks.get(piece.mark)?.weight.statement;
            Some(self.box_of(piece, row, statement).bottom())
        };
        for pair in pieces.windows(2) {
            let [from, to] = pair else { continue };
            if !(from.ends && to.starts) {
                continue;
            }
            let (Some(y), Some(then)) = (foot(from), foot(to)) else {
                continue;
            };
            let start = corner + vec2(from.end_x(), y);
            let end = corner + vec2(to.begin_x(), then);
            if from.row == to.row {
                sag(look.painter, start, end, stroke);
                continue;
            }
            let (Some(above), Some(below)) = (layout.rows.get(from.row), layout.rows.get(to.row))
            else {
                continue;
            };
            // To where the line ends, and from where the next begins.
            let out = corner.x + if above.rtl { above.left } else { above.right };
            let back = corner.x + if below.rtl { below.right } else { below.left };
            let flat = |from: f32, to: f32| from.min(to)..=from.max(to);
            look.painter.hline(flat(start.x, out), start.y, stroke);
            look.painter.hline(flat(back, end.x), end.y, stroke);
        }
    }

    fn draw_caret(&self, painter: &Painter, theme: &Theme, ui: &Ui, scene: &Scene<'_>) {
        let selection = scene.workbench.selection();
        let focused = ui.memory(|memory| memory.has_focus(super::article_id()));
        // A selected mark shows where one is: a caret at its start would only cover a letter.
        let on_mark = selection.mark.is_some() && !selection.has_words();
        if !focused || on_mark || self.gesture.selecting().is_some() {
            return;
        }
        let index = self.blocks.at(selection.head);
        let Some(placed) = self.visible.iter().find(|placed| placed.index == index) else {
            return;
        };
        let Some(layout) = &placed.layout else { return };
        let rect = layout.caret_rect(selection.head);
        let rect = rect.translate(placed.corner.to_vec2());
        let stroke = Stroke::new(theme.stroke.caret, theme.caret);
        painter.vline(rect.left(), rect.y_range(), stroke);
    }
}

impl Look<'_> {
    /// The ground: a statement's tint, or a mention's when someone points at it.
    fn ground(&self, rect: Rect, piece: &Piece) {
        let Some(colour) = self.ground_colour() else {
            return;
        };
        let radius = self.theme.radius.mark;
        let (left, right) = match piece.rtl {
            false => (piece.starts, piece.ends),
            true => (piece.ends, piece.starts),
        };
        let corners = CornerRadius {
            nw: if left { radius as u8 } else { 0 },
            sw: 0,
            ne: if right { radius as u8 } else { 0 },
            se: 0,
        };
        self.painter.rect_filled(rect, corners, colour);
    }

    fn ground_colour(&self) -> Option<Color32> {
        match self.state {
            State::Plain => Some(self.colours.tint).filter(|_| self.statement),
            State::Hovered if !self.statement => Some(self.colours.tint),
            State::Hovered | State::Selected => Some(self.colours.tint_strong),
        }
    }

    /// A statement's rule, the bar at its start and the tick at its end.
    fn statement(&self, rect: Rect, piece: &Piece) {
        let edge = self.colours.edge;
        let y = rect.bottom() - line_depth(self.theme, self.style);
        paint_line(self.painter, self.style, rect.left(), rect.right(), y, edge);
        let bar = Stroke::new(self.theme.stroke.start, edge);
        let inset = self.theme.stroke.start / 2.0;
        let (begin, end) = match piece.rtl {
            true => (rect.right(), rect.left() + inset),
            false => (rect.left(), rect.right() - inset),
        };
        if piece.starts {
            // Between the first letter and what stands before it, on neither.
            self.painter.vline(begin, rect.y_range(), bar);
        }
        if self.state == State::Selected {
            let rule = Stroke::new(self.theme.stroke.rule, edge);
            self.painter.hline(
                rect.x_range(),
                rect.top() + self.theme.stroke.rule / 2.0,
                rule,
            );
        }
        if piece.ends {
            let top = match self.state {
                State::Selected => rect.top(),
                _ => rect.bottom() - TICK,
            };
            self.painter.vline(end, top..=rect.bottom(), bar);
        }
    }

    fn mention(&self, rect: Rect, y: f32) {
        paint_line(
            self.painter,
            self.style,
            rect.left(),
            rect.right(),
            y,
            self.colours.edge,
        );
    }

    /// A mark that the filter hides: a grey line without a letter.
    fn dimmed(&self, rect: Rect, y: f32) {
        let stroke = Stroke::new(self.theme.stroke.hair, self.theme.text.disabled);
        self.painter.hline(rect.x_range(), y, stroke);
    }
}

/// Whether a link of the selected mark leads to or from a mark.
fn linked_to_selected(mark: &Id, scene: &Scene<'_>) -> bool {
    let selected = scene.workbench.selection().mark.as_ref();
    let (Some(selected), Some(entry)) = (selected, scene.workbench.entry()) else {
        return false;
    };
    entry
        .links_of(mark)
        .any(|link| link.from == *selected || link.to == *selected)
}

/// A thread that sags between two points.
fn sag(painter: &Painter, start: Pos2, end: Pos2, stroke: Stroke) {
    let deep = SAG * 4.0 / 3.0;
    let quarter = (end.x - start.x) / 4.0;
    let low = start.y.max(end.y) + deep;
    let points = [
        start,
        pos2(start.x + quarter, low),
        pos2(end.x - quarter, low),
        end,
    ];
    let shape = CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, stroke);
    painter.add(shape);
}
