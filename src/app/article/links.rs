//! The links of the selected mark: arrows that run through the gutter, with their names there.

use egui::epaint::CubicBezierShape;
use egui::{
    Align2, Color32, Painter, Pos2, Rect, Sense, Shape, Stroke, StrokeKind, Ui, pos2, vec2,
};

use super::ArticleView;
use crate::app::fonts::TypeStyle;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::{line, put_centred};
use crate::command::Command;
use crate::project::{Entry, Id};

/// An arrow ends this far from its mark.
const CLEAR: f32 = 4.0;
/// A mark that reaches this close to the end of its line is met from the side.
const AT_END: f32 = 14.0;
/// From the column to where an arrow bends into the gutter.
const EXIT: f32 = 8.0;
/// The way down into the gap under a line.
const DOWN: f32 = 6.0;
/// The name's box: padding, and the distance from one to the next.
const NAME_PAD: f32 = 7.0;
const NAME_GAP: f32 = 3.0;
/// An arrow shorter than this has its name beside it, so far away, and not on it.
const SHORT: f32 = 40.0;
const NAME_AWAY: f32 = 34.0;
/// A gutter narrower than this has no room for names.
const NARROW: f32 = 64.0;
/// Length and half width of an arrow's head, radius of the dot at a link's start.
const HEAD: (f32, f32) = (7.0, 4.0);
const DOT: f32 = 2.5;
/// A bend of a cubic curve reaches this share of the way to its control points.
const BEND: f32 = 0.75;
/// Words that name a mark out of view.
const WORDS: usize = 3;

/// Where a link meets a mark.
#[derive(Clone, Copy, Debug)]
enum End {
    /// From the side, at the end of a line.
    Side(Pos2),
    /// From below.
    Foot(Pos2),
    /// The mark is above the view.
    Above,
    /// The mark is below the view.
    Below,
}

/// One link of the selected mark, ready to be drawn.
struct Arrow {
    here: End,
    there: End,
    /// It points to the other mark.
    outgoing: bool,
    name: String,
    other: Id,
    words: String,
}

impl ArticleView {
    /// Draws the links of the selected mark. A click on a link's name goes to its other end.
    pub(super) fn draw_links(&self, ui: &Ui, entry: &Entry, scene: &mut Scene<'_>) {
        let theme = Theme::of(ui);
        let painter = ui.painter_at(self.paper);
        let mut names: Vec<Rect> = Vec::new();
        for (nth, arrow) in self.arrows(entry, scene).iter().enumerate() {
            let (from, to) = (self.exit(arrow.here), self.exit(arrow.there));
            let apart = (from.y - to.y).abs();
            // A short way bends little, or its curve would be all loop.
            let bend = self.bend(nth).min((EXIT * 2.0 + apart) / BEND);
            let stroke = Stroke::new(theme.stroke.link, theme.accent.base);
            let control = vec2(bend, 0.0);
            let points = [from, from + control, to + control, to];
            let curve =
                CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, stroke);
            painter.add(curve);
            draw_end(&painter, arrow.here, from, !arrow.outgoing, stroke);
            draw_end(&painter, arrow.there, to, arrow.outgoing, stroke);
            let beside = if apart < SHORT { NAME_AWAY } else { 0.0 };
            let middle = pos2(from.x + bend * BEND + beside, (from.y + to.y) / 2.0);
            self.name_ui(ui, &theme, scene, arrow, middle, &mut names);
        }
    }

    /// How far an arrow bends into the gutter: the first least, within the gutter.
    fn bend(&self, nth: usize) -> f32 {
        let room = self.paper.right() - self.column.right() - EXIT * 2.0;
        let wanted = room * 0.55 + 10.0 * nth as f32;
        wanted.clamp(EXIT, room.max(EXIT)) / BEND
    }

    fn arrows(&self, entry: &Entry, scene: &Scene<'_>) -> Vec<Arrow> {
        let Some(mark) = scene.workbench.selected() else {
            return Vec::new();
        };
        let Some(here) = self.end_at(entry, &mark.id) else {
            return Vec::new();
        };
        let tagset = scene.workbench.project().tagset();
        let links = entry.links_of(&mark.id).filter_map(|link| {
            let outgoing = link.from == mark.id;
            let other = if outgoing { &link.to } else { &link.from };
            let kind = tagset.link(&link.kind);
            let there = self.end_at(entry, other)?;
            Some(Arrow {
                here,
                there: if meets(here, there) {
                    self.foot_of(other).unwrap_or(there)
                } else {
                    there
                },
                outgoing,
                name: kind.map_or_else(|| link.kind.to_string(), |kind| kind.name.clone()),
                other: other.clone(),
                words: entry.annotation(other)?.words(&entry.article().text),
            })
        });
        let mut arrows: Vec<Arrow> = links.collect();
        arrows.sort_by(|a, b| self.exit(a.there).y.total_cmp(&self.exit(b.there).y));
        arrows
    }

    /// Where links meet a mark: at the first line that it fills to the end, else under it.
    fn end_at(&self, entry: &Entry, mark: &Id) -> Option<End> {
        if let Some((_, rect)) = self.chip_places.iter().find(|(id, _)| id == mark) {
            return Some(End::Foot(rect.center_bottom()));
        }
        let span = entry.annotation(mark)?.span();
        let Some(span) = span else {
            return Some(End::Above);
        };
        let places = self.places_of(mark);
        let side = places.iter().find_map(|(side, _)| *side);
        if let Some(at) = side {
            return Some(End::Side(at));
        }
        let foot = places.last().map(|(_, foot)| End::Foot(*foot));
        let first = self
            .visible
            .iter()
            .find_map(|placed| placed.layout.as_ref());
        let above = first.is_some_and(|layout| span.start() < layout.range().start);
        Some(foot.unwrap_or(if above { End::Above } else { End::Below }))
    }

    /// Under the first words of a mark.
    fn foot_of(&self, mark: &Id) -> Option<End> {
        self.places_of(mark)
            .first()
            .map(|(_, foot)| End::Foot(*foot))
    }

    /// Where a mark can be met on each line in view: from the side, if it fills the line to its
    /// end, and from below.
    fn places_of(&self, mark: &Id) -> Vec<(Option<Pos2>, Pos2)> {
        let mut places = Vec::new();
        for placed in &self.visible {
            let Some(layout) = &placed.layout else {
                continue;
            };
            for piece in layout.pieces_of(mark) {
                let (Some(row), Some(shown)) =
                    (layout.rows.get(piece.row), layout.marks.get(piece.mark))
                else {
                    continue;
                };
                let middle = placed.corner.y + row.baseline - row.size * BEND / 2.0;
                if !self.paper.y_range().contains(middle) {
                    continue;
                }
                let at_end = piece.right + AT_END >= row.right;
                let side = at_end.then(|| pos2(placed.corner.x + row.right + CLEAR, middle));
                let x = placed.corner.x + (piece.left + piece.right) / 2.0;
                let bottom = self.box_of(piece, row, shown.weight.statement).bottom();
                places.push((side, pos2(x, bottom + placed.corner.y)));
            }
        }
        places
    }

    /// Where an arrow leaves the column for the gutter.
    fn exit(&self, end: End) -> Pos2 {
        let x = self.column.right() + EXIT;
        match end {
            End::Side(at) => pos2(x.max(at.x), at.y),
            End::Foot(at) => pos2(x, at.y + DOWN),
            End::Above => pos2(x + EXIT, self.paper.top() + EXIT),
            End::Below => pos2(x + EXIT, self.paper.bottom() - EXIT),
        }
    }

    fn name_ui(
        &self,
        ui: &Ui,
        theme: &Theme,
        scene: &mut Scene<'_>,
        arrow: &Arrow,
        middle: Pos2,
        taken: &mut Vec<Rect>,
    ) {
        if self.paper.right() - self.column.right() < NARROW {
            return;
        }
        let painter = ui.painter_at(self.paper);
        let out_of_view = matches!(arrow.there, End::Above | End::Below);
        let few: Vec<&str> = arrow.words.split_whitespace().take(WORDS).collect();
        let name = arrow.name.clone();
        let text = line(&painter, &name, TypeStyle::Tiny, theme.text.primary);
        let size = text.size() + vec2(NAME_PAD * 2.0, 4.0);
        let left = self.column.right() + EXIT;
        let right = (self.paper.right() - 3.0 - size.x).max(left);
        let x = (middle.x - size.x / 2.0).clamp(left, right);
        let mut rect = Rect::from_min_size(pos2(x, middle.y - size.y / 2.0), size);
        while let Some(other) = taken.iter().find(|other| other.intersects(rect)) {
            rect = rect.translate(vec2(0.0, other.bottom() + NAME_GAP - rect.top()));
        }
        taken.push(rect.expand(NAME_GAP / 2.0));
        let hit = rect.expand2(vec2(0.0, (theme.size.hit - size.y) / 2.0));
        let id = super::article_id().with(("link", arrow.other.as_str(), arrow.outgoing, &name));
        let response = ui.interact(hit.intersect(self.paper), id, Sense::click());
        response.widget_info(|| {
            let label = format!("link {name}: {}", arrow.words);
            egui::WidgetInfo::labeled(egui::Role::Button, true, label)
        });
        if response.clicked() {
            scene.inbox.push(Command::SelectMark(arrow.other.clone()));
        }
        let ground = if response.hovered() {
            theme.bg.hover
        } else {
            theme.bg.surface
        };
        let frame = Stroke::new(theme.stroke.hair, theme.border.strong);
        painter.rect(rect, rect.height() / 2.0, ground, frame, StrokeKind::Inside);
        put_centred(&painter, rect.center(), text);
        if out_of_view {
            let at = match arrow.there {
                End::Above => (self.paper.top() + EXIT * 2.0, Align2::RIGHT_TOP),
                _ => (self.paper.bottom() - EXIT * 2.0, Align2::RIGHT_BOTTOM),
            };
            let words = format!("{}…", few.join(" "));
            let font = TypeStyle::Tiny.font();
            let place = pos2(self.paper.right() - 4.0, at.0);
            painter.text(place, at.1, words, font, theme.text.secondary);
        }
        response.on_hover_text(&arrow.words);
    }
}

/// Whether two ends are one place, as where a statement stands inside another: an arrow between
/// them would have no length.
fn meets(a: End, b: End) -> bool {
    matches!((a, b), (End::Side(a), End::Side(b)) if a.distance(b) < HEAD.0)
}

/// The way from a mark to the gutter, with an arrow's head or a dot at the mark.
fn draw_end(painter: &Painter, end: End, exit: Pos2, head: bool, stroke: Stroke) {
    match end {
        End::Side(at) => {
            painter.line_segment([at, exit], stroke);
            mark_end(painter, at, vec2(-1.0, 0.0), head, stroke.color);
        }
        End::Foot(at) => {
            let low = pos2(at.x, exit.y);
            painter.line_segment([at + vec2(0.0, 1.0), low], stroke);
            painter.line_segment([low, exit], stroke);
            mark_end(
                painter,
                at + vec2(0.0, 1.0),
                vec2(0.0, -1.0),
                head,
                stroke.color,
            );
        }
        End::Above => mark_end(painter, exit, vec2(0.0, -1.0), head, stroke.color),
        End::Below => mark_end(painter, exit, vec2(0.0, 1.0), head, stroke.color),
    }
}

/// An arrow's head that points in `direction`, or a dot.
fn mark_end(painter: &Painter, at: Pos2, direction: egui::Vec2, head: bool, colour: Color32) {
    if !head {
        painter.circle_filled(at, DOT, colour);
        return;
    }
    let back = at - direction * HEAD.0;
    let side = direction.rot90() * HEAD.1;
    let points = vec![at, back + side, back - side];
    painter.add(Shape::convex_polygon(points, colour, Stroke::NONE));
}
