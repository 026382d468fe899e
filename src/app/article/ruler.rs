//! The overview ruler at the right edge: the whole article with its marks, what was found and what
//! is selected, and where the view is.
//!
//! It is drawn by the estimated heights of the blocks, which stand still while the article is
//! scrolled, and in cells of two points: what a cell shows is how many marks of each tag reach into
//! it, so that a hundred thousand marks look like what they are and not like noise.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{Color32, Mesh, Pos2, Rect, Sense, Shape, Stroke, StrokeKind, Ui, pos2};

use super::ArticleView;
use super::overview::{Cells, Column, Tally};
use super::scroll::Anchor;
use crate::app::excerpt;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::history::Revision;
use crate::project::dispute::Subject;
use crate::project::{Entry, Id, Project, Tag};
use crate::text::{ByteIndex, TextRange};
use crate::workbench::Filter;

/// The height of a cell: a mark is drawn at least this high.
const CELL: f32 = 2.0;
/// Statements are drawn this wide at the left, mentions at the right, what was found between them.
const STATEMENT: f32 = 6.0;
const MENTION: f32 = 4.0;
const FOUND: f32 = 2.0;
/// From so many marks on the ruler follows an edit one frame later: the edit itself is seen at once.
const MANY: usize = 2_000;
/// Half the height of the diamond of a dispute.
const DIAMOND: f32 = 4.0;

/// What is drawn on the ruler, made anew only when it changes.
#[derive(Default)]
pub(super) struct Bars {
    cells: Option<(Rect, usize, Cells)>,
    marks: Option<(MarksKey, Arc<Mesh>)>,
    /// The state of the marks that the last frame saw and the ruler does not show yet.
    behind: Option<Revision>,
    hits: Option<(u64, Arc<Mesh>)>,
    disputes: Option<((Revision, u64), Disputed)>,
    /// Counts up whenever the cells are made anew.
    version: u64,
}

/// What a merge left undecided in the article: how much, and in which cells it stands.
struct Disputed {
    count: usize,
    cells: BTreeSet<usize>,
}

#[derive(PartialEq)]
struct MarksKey {
    revision: Revision,
    filter: Filter,
    version: u64,
    colours: Vec<Color32>,
}

impl MarksKey {
    /// Whether only marks have changed since.
    fn differs_by_edits(&self, now: &Self) -> bool {
        self.revision != now.revision
            && self.version == now.version
            && self.filter == now.filter
            && self.colours == now.colours
    }
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
        if let Some(point) = response.interact_pointer_pos() {
            let share = (point.y - rect.top()) / rect.height().max(1.0);
            self.go_to_share(ui, share, entry, scene);
            ui.ctx().request_repaint();
        }
        let painter = ui.painter_at(rect.expand2(egui::vec2(theme.size.ruler, 0.0)));
        painter.rect_filled(rect, 0.0, theme.bg.sunken);
        let scale = |share: f32| rect.top() + share * rect.height();
        let (top, bottom) = self.shares_in_view();
        let frame = Rect::from_min_max(
            pos2(rect.left(), scale(top)),
            pos2(rect.right(), scale(bottom).max(scale(top) + CELL)),
        );
        painter.rect_filled(frame, theme.radius.mark, theme.bg.surface);
        self.make_cells(rect);
        self.draw_marks(&painter, &theme, rect, entry, scene);
        self.draw_hits(&painter, &theme, rect);
        let disputes = self.draw_disputes(&painter, &theme, rect, entry, scene);
        if disputes > 0 {
            let said = excerpt::count(disputes, "dispute", "disputes");
            ui.ctx()
                .accesskit_node_builder(id, |node| node.set_description(said.clone()));
            response.on_hover_text(said);
        }
        self.draw_selection(&painter, &theme, rect, scene);
        let stroke = Stroke::new(theme.stroke.hair, theme.border.strong);
        painter.rect_stroke(frame, theme.radius.mark, stroke, StrokeKind::Inside);
    }

    /// Brings a place of the ruler, from 0 to 1, into the middle of the view. The block there is laid
    /// out first: marks can make it twice as high as was estimated, and its end would be missed.
    fn go_to_share(&mut self, ui: &Ui, share: f32, entry: &Entry, scene: &Scene<'_>) {
        let (block, within) = self.scale.find(f64::from(share) * self.scale.total());
        let placed = self.lay_out_block(ui, block, entry, scene);
        self.heights
            .set(block, placed.height + self.gap_after(block));
        let part = within / self.scale.get(block).max(1.0);
        let offset = part.clamp(0.0, 1.0) * self.heights.get(block);
        self.anchor = Anchor { block, offset };
        self.scroll_by(-self.paper.height() / 2.0);
    }

    /// From where to where the view shows the article, from 0 to 1.
    fn shares_in_view(&self) -> (f32, f32) {
        let share = |block: usize, depth: f32| {
            let part = depth / self.heights.get(block).max(1.0);
            let within = part.clamp(0.0, 1.0) * self.scale.get(block);
            let y = self.scale.top(block) + f64::from(within);
            (y / self.scale.total().max(1.0)) as f32
        };
        let top = share(self.anchor.block, self.anchor.offset);
        let bottom = self.visible.last().map_or(1.0, |last| {
            share(last.index, self.paper.bottom() - last.corner.y)
        });
        (top.clamp(0.0, 1.0), bottom.clamp(0.0, 1.0))
    }

    /// Finds which words stand in which cell, if the ruler or the heights have changed.
    fn make_cells(&mut self, rect: Rect) {
        let whole = (self.scale.total(), self.scale.len());
        let version = whole.1 ^ whole.0.to_bits() as usize;
        let known = self.bars.cells.as_ref();
        if known.is_some_and(|(of, made, _)| *of == rect && *made == version) {
            return;
        }
        let count = (rect.height() / CELL).ceil().max(1.0) as usize;
        let starts = (0..count).map(|cell| {
            let share = f64::from(cell as f32 * CELL / rect.height().max(1.0));
            self.byte_at(share * whole.0)
        });
        let cells = Cells::new(starts);
        self.bars.version += 1;
        self.bars.hits = None;
        self.bars.cells = Some((rect, version, cells));
    }

    /// The position that stands about so many estimated points below the article's top.
    fn byte_at(&self, y: f64) -> ByteIndex {
        let (index, within) = self.scale.find(y);
        let Some(block) = self.blocks.get(index) else {
            return ByteIndex(0);
        };
        let part = within / self.scale.get(index).max(1.0);
        let bytes = block.range.len() as f32 * part.clamp(0.0, 1.0);
        ByteIndex(block.range.start.0 + bytes as usize)
    }

    fn draw_marks(
        &mut self,
        painter: &egui::Painter,
        theme: &Theme,
        rect: Rect,
        entry: &Entry,
        scene: &Scene<'_>,
    ) {
        let Some((_, _, cells)) = &self.bars.cells else {
            return;
        };
        let bench = scene.workbench;
        let tags = &bench.project().tagset().tags;
        let key = MarksKey {
            revision: bench.revision(),
            filter: bench.filter().clone(),
            version: self.bars.version,
            colours: tags.iter().map(|tag| theme.tag(tag.colour).edge).collect(),
        };
        let shown = self.bars.marks.as_ref();
        if shown.is_some_and(|(of, _)| of.differs_by_edits(&key))
            && entry.index().len() >= MANY
            && self.bars.behind != Some(key.revision)
        {
            self.bars.behind = Some(key.revision);
            painter.ctx().request_repaint();
        } else if shown.is_none_or(|(of, _)| *of != key) {
            let tally = tally(cells, entry, tags, &key.filter);
            let mesh = mesh_of(&tally, tags, &key.colours, rect);
            self.bars.marks = Some((key, Arc::new(mesh)));
        }
        if let Some((_, mesh)) = &self.bars.marks {
            painter.add(Shape::mesh(Arc::clone(mesh)));
        }
    }

    fn draw_hits(&mut self, painter: &egui::Painter, theme: &Theme, rect: Rect) {
        let Some((_, _, cells)) = &self.bars.cells else {
            return;
        };
        let (version, hits) = self.find.hits();
        if hits.is_empty() {
            self.bars.hits = None;
            return;
        }
        if self.bars.hits.as_ref().is_none_or(|(of, _)| *of != version) {
            let mut mesh = Mesh::default();
            let left = rect.left() + 2.0 + STATEMENT;
            for (first, last) in cells.filled(hits) {
                let top = rect.top() + first as f32 * CELL;
                let bottom = rect.top() + (last + 1) as f32 * CELL;
                let cell = Rect::from_min_max(pos2(left, top), pos2(left + FOUND, bottom));
                mesh.add_colored_rect(cell, theme.accent.base);
            }
            self.bars.hits = Some((version, Arc::new(mesh)));
        }
        if let Some((_, mesh)) = &self.bars.hits {
            painter.add(Shape::mesh(Arc::clone(mesh)));
        }
    }

    /// A diamond where a mark or a link stands of which a merge left two readings. Gives how many
    /// disputes there are in the article.
    fn draw_disputes(
        &mut self,
        painter: &egui::Painter,
        theme: &Theme,
        rect: Rect,
        entry: &Entry,
        scene: &Scene<'_>,
    ) -> usize {
        let Some((_, _, cells)) = &self.bars.cells else {
            return 0;
        };
        let key = (scene.workbench.revision(), self.bars.version);
        if self.bars.disputes.as_ref().is_none_or(|(of, _)| *of != key) {
            let found = disputed(cells, entry, scene.workbench.project());
            self.bars.disputes = Some((key, found));
        }
        let Some((_, disputed)) = &self.bars.disputes else {
            return 0;
        };
        for cell in &disputed.cells {
            let y = rect.top() + (*cell as f32 + 0.5) * CELL;
            let inside = rect.y_range().shrink(DIAMOND);
            let centre = pos2(rect.center().x, inside.clamp(y));
            diamond(painter, centre, theme.danger.ink, theme.bg.sunken);
        }
        disputed.count
    }

    /// The selected words as a line over the whole width, the selected mark with a triangle.
    fn draw_selection(
        &self,
        painter: &egui::Painter,
        theme: &Theme,
        rect: Rect,
        scene: &Scene<'_>,
    ) {
        let Some((_, _, cells)) = &self.bars.cells else {
            return;
        };
        let y = |cell: usize| rect.top() + cell as f32 * CELL;
        for words in scene.workbench.selection().ranges() {
            let (first, last) = cells.touched(words);
            let (top, bottom) = (y(first), y(last + 1));
            let words = Rect::from_min_max(pos2(rect.left(), top), pos2(rect.right(), bottom));
            painter.rect_filled(words, 0.0, theme.selection);
        }
        let selected = scene.workbench.selected().and_then(|mark| mark.span());
        if let Some(span) = selected {
            let tip = pos2(
                rect.left() - 2.0,
                y(cells.touched(span.hull()).0) + CELL / 2.0,
            );
            triangle(painter, tip, theme.accent.base);
        }
    }
}

/// The disputes about an article: those about a mark stand where its words begin, those about a
/// link where both its ends do, all others at the top.
fn disputed(cells: &Cells, entry: &Entry, project: &Project) -> Disputed {
    let here = &entry.article().id;
    let start = |mark: &Id| {
        let mark = entry.annotation(mark)?;
        Some(mark.span().map_or(ByteIndex(0), |span| span.start()))
    };
    let mut found = Disputed {
        count: 0,
        cells: BTreeSet::new(),
    };
    for dispute in project
        .disputes()
        .filter(|it| it.article.as_ref() == Some(here))
    {
        let ends = match dispute.about {
            Subject::Mark => vec![start(&dispute.thing)],
            Subject::Link => {
                let link = entry.link(&dispute.thing);
                link.map_or_else(Vec::new, |link| vec![start(&link.from), start(&link.to)])
            }
            Subject::Identity | Subject::Article | Subject::Tagset => Vec::new(),
        };
        let mut places: Vec<ByteIndex> = ends.into_iter().flatten().collect();
        if places.is_empty() {
            places.push(ByteIndex(0));
        }
        found.count += 1;
        let cell = |byte| cells.touched(TextRange::at(byte)).0;
        found.cells.extend(places.into_iter().map(cell));
    }
    found
}

/// How many marks of each tag reach into each cell.
fn tally(cells: &Cells, entry: &Entry, tags: &[Tag], filter: &Filter) -> Tally {
    let mut tally = Tally::new(cells, tags.len());
    let shown: Vec<bool> = tags.iter().map(|tag| filter.shows_tag(&tag.id)).collect();
    let mut at = 0;
    for (hull, placed) in entry.index().iter() {
        at = cells.from(at, hull.start);
        let tag = tags.iter().position(|tag| tag.id == placed.mark().tag);
        if let Some(tag) = tag.filter(|tag| shown.get(*tag) == Some(&true)) {
            tally.add(tag, at, cells.last(at, hull));
        }
    }
    tally.sum();
    tally
}

/// The cells as rectangles: each column as wide as it is, parted among its tags by how many marks
/// each has there, and the fainter the fewer there are.
fn mesh_of(tally: &Tally, tags: &[Tag], colours: &[Color32], rect: Rect) -> Mesh {
    let mut mesh = Mesh::default();
    let columns = [
        (true, rect.left() + 1.0, STATEMENT),
        (false, rect.right() - 1.0 - MENTION, MENTION),
    ];
    for (statements, left, width) in columns {
        let of = tags.iter().enumerate();
        let of = of.filter(|(_, tag)| tag.is_statement() == statements);
        let column = Column::new(tally, of.map(|(tag, _)| tag).collect());
        for stretch in column.stretches() {
            let top = rect.top() + stretch.first as f32 * CELL;
            let bottom = rect.top() + (stretch.last + 1) as f32 * CELL;
            let mut x = left;
            for (tag, share) in &stretch.shares {
                let colour = colours.get(*tag).copied().unwrap_or_default();
                let right = x + share * width;
                let cell = Rect::from_min_max(pos2(x, top), pos2(right, bottom));
                mesh.add_colored_rect(cell, colour.gamma_multiply(stretch.strength));
                x = right;
            }
        }
    }
    mesh
}

/// A small diamond with a rim, so that it stands out from what lies under it.
fn diamond(painter: &egui::Painter, centre: Pos2, colour: Color32, rim: Color32) {
    let corners = [
        (0.0, -DIAMOND),
        (DIAMOND, 0.0),
        (0.0, DIAMOND),
        (-DIAMOND, 0.0),
    ];
    let points = corners.map(|(x, y)| centre + egui::vec2(x, y)).to_vec();
    painter.add(Shape::convex_polygon(points, colour, Stroke::new(1.0, rim)));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_parted_among_its_tags() {
        let cells = Cells::new([0, 10, 20].map(ByteIndex).into_iter());
        let mut tally = Tally::new(&cells, 1);
        let hull = TextRange::new(12, 14);
        let at = cells.from(0, hull.start);
        tally.add(0, at, cells.last(at, hull));
        tally.sum();
        let tag = crate::formats::tagset_file::default_tagset().tags;
        let rect = Rect::from_min_max(pos2(0.0, 0.0), pos2(14.0, 6.0));
        let mesh = mesh_of(&tally, tag.get(..1).expect("a tag"), &[Color32::RED], rect);
        assert_eq!(mesh.vertices.len(), 4);
        assert_eq!(mesh.calc_bounds().y_range(), egui::Rangef::new(2.0, 4.0));
    }
}
