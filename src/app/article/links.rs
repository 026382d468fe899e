//! The links of the selected mark: arrows that run through the gutter, with their names there.

use std::sync::Arc;

use egui::{Galley, Painter, Pos2, Rect, Sense, Shape, Stroke, StrokeKind, Ui, pos2, vec2};

use super::ArticleView;
use super::routes::{along_the_gap, free_place, quarter};
use crate::app::fonts::TypeStyle;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::clipped::clipped;
use crate::app::widgets::put_centred;
use crate::command::Command;
use crate::project::{Entry, Id};

/// An arrow ends this far from its mark.
const CLEAR: f32 = 4.0;
/// A mark that reaches this close to the end of its line is met from the side.
const AT_END: f32 = 14.0;
/// From the column to where an arrow bends into the gutter.
const EXIT: f32 = 8.0;
/// The way down into the gap under a line, and how round its corner is.
const DOWN: f32 = 6.0;
const CORNER: f32 = 4.0;
/// From one link to the next where several start at one place.
const APART: f32 = 5.0;
const WIDER: f32 = 1.8;
/// From the waist of one arrow to that of the next longer one.
const NEXT: f32 = 8.0;
/// The name's box: padding at the sides and over all, and the distance from one to the next.
const NAME_PAD: f32 = 7.0;
const NAME_OVER: f32 = 4.0;
const NAME_GAP: f32 = 2.0;
/// A gutter narrower than this has no room for names: a dot stands for each.
const NARROW: f32 = 72.0;
/// Length and half width of an arrow's head, radius of the dot at a link's start.
const HEAD: (f32, f32) = (5.0, 3.5);
const DOT: f32 = 2.5;
/// From the edge of the paper to what stands at it.
const EDGE: f32 = 3.0;
/// From the baseline to the middle of small letters, as a share of the text's size.
const MIDDLE: f32 = 0.3;
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

impl End {
    /// Whether the mark is out of view.
    fn is_out(self) -> bool {
        matches!(self, Self::Above | Self::Below)
    }

    /// The same end a little away along the mark's edge, so that several links can start there.
    fn beside(self, away: f32) -> Self {
        match self {
            Self::Side(at) => Self::Side(at + vec2(0.0, away)),
            // Heads lie side by side there, and are wider than dots are high.
            Self::Foot(at) => Self::Foot(at + vec2(away * WIDER, 0.0)),
            out @ (Self::Above | Self::Below) => out,
        }
    }
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

/// What is written in the gutter for a link.
struct Name {
    /// Where its box is drawn; without room for names, a dot.
    rect: Rect,
    /// What it says, and, of a mark out of view, the first of its words.
    lines: Vec<Arc<Galley>>,
}

impl ArticleView {
    /// Draws the links of the selected mark. A click on a link's name goes to its other end.
    pub(super) fn draw_links(&self, ui: &Ui, entry: &Entry, scene: &mut Scene<'_>) {
        let theme = Theme::of(ui);
        let painter = ui.painter_at(self.paper);
        let arrows = self.arrows(entry, scene);
        let mut taken: Vec<Rect> = self.link_handle_rect(&theme, scene).into_iter().collect();
        let lengths: Vec<f32> = arrows.iter().map(|arrow| self.length(arrow)).collect();
        let names: Vec<Name> = arrows
            .iter()
            .zip(&lengths)
            .map(|(arrow, length)| {
                // The longer runs round the shorter, and does not cross it.
                let inside = lengths.iter().filter(|other| *other < length).count();
                let aside = inside as f32 * NEXT;
                let name = self.name_of(&painter, &theme, arrow, aside, &taken);
                taken.push(hit_of(&theme, name.rect));
                name
            })
            .collect();
        // Every arrow lies under every name.
        for (arrow, name) in arrows.iter().zip(&names) {
            self.draw_arrow(&painter, &theme, arrow, name.rect.center());
        }
        for (arrow, name) in arrows.iter().zip(names) {
            self.name_ui(ui, &theme, scene, arrow, name);
        }
    }

    /// How far an arrow goes up or down.
    fn length(&self, arrow: &Arrow) -> f32 {
        (self.exit(arrow.there).y - self.exit(arrow.here).y).abs()
    }

    /// The column for names in the gutter. Where it is too narrow for names, dots have all of it.
    fn gutter(&self) -> Rect {
        let mut gutter = self.paper.with_min_x(self.column.right());
        if gutter.width() >= NARROW {
            gutter.set_left(gutter.left() + EXIT / 2.0);
            gutter.set_right(gutter.right() - EDGE);
        }
        gutter
    }

    /// What is written for a link, at the place nearest to the middle of its arrow that is free.
    fn name_of(
        &self,
        painter: &Painter,
        theme: &Theme,
        arrow: &Arrow,
        aside: f32,
        taken: &[Rect],
    ) -> Name {
        let gutter = self.gutter();
        let named = self.paper.right() - self.column.right() >= NARROW;
        let room = gutter.width() - 2.0 * NAME_PAD;
        let row = |text: &str, ink| clipped(painter, text, TypeStyle::Tiny, ink, room, 1);
        let mut lines = Vec::new();
        if named {
            lines.push(row(&arrow.name, theme.text.primary));
            if arrow.there.is_out() {
                let mut few: Vec<&str> = arrow.words.split_whitespace().collect();
                let cut = few.len() > WORDS;
                few.truncate(WORDS);
                let words = few.join(" ") + if cut { "…" } else { "" };
                lines.push(row(&words, theme.text.secondary));
            }
        }
        let dot = vec2(theme.size.handle, theme.size.handle);
        let size = lines.iter().fold(vec2(0.0, NAME_OVER), |size, line| {
            vec2(size.x.max(line.size().x), size.y + line.size().y)
        });
        let size = if named {
            size + vec2(2.0 * NAME_PAD, 0.0)
        } else {
            dot
        };
        let (from, to) = (self.exit(arrow.here), self.exit(arrow.there));
        let y = match arrow.there {
            End::Above => self.paper.top() + EXIT * 2.0 + size.y / 2.0,
            End::Below => self.paper.bottom() - EXIT * 2.0 - size.y / 2.0,
            End::Side(_) | End::Foot(_) => (from.y + to.y) / 2.0,
        };
        let x = gutter.left() + theme.size.gutter_link + aside;
        let wanted = hit_of(theme, Rect::from_center_size(pos2(x, y), size));
        let place = free_place(wanted, taken, gutter);
        let rect = Rect::from_center_size(place.center(), size);
        Name { rect, lines }
    }

    /// Draws an arrow through the middle of its name.
    fn draw_arrow(&self, painter: &Painter, theme: &Theme, arrow: &Arrow, waist: Pos2) {
        let stroke = Stroke::new(theme.stroke.link, theme.accent.base);
        for (end, head) in [(arrow.here, !arrow.outgoing), (arrow.there, arrow.outgoing)] {
            let exit = self.exit(end);
            let (way, tip, direction) = match end {
                End::Side(at) => (vec![at], at, vec2(-1.0, 0.0)),
                End::Foot(at) => (along_the_gap(at, exit, CORNER), at, vec2(0.0, -1.0)),
                End::Above => (Vec::new(), pos2(waist.x, exit.y), vec2(0.0, -1.0)),
                End::Below => (Vec::new(), pos2(waist.x, exit.y), vec2(0.0, 1.0)),
            };
            let way: Vec<Pos2> = match end {
                End::Above | End::Below => vec![tip, waist],
                End::Side(_) | End::Foot(_) => {
                    way.into_iter().chain(quarter(exit, waist)).collect()
                }
            };
            painter.add(Shape::line(way, stroke));
            draw_end(painter, tip, direction, head, stroke);
        }
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
            if here.is_out() && there.is_out() {
                return None;
            }
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
        // From the uppermost start go those that lead up, the shortest first, then those that lead
        // down, the longest first: so the longer can run round the shorter.
        let from = self.exit(here).y;
        arrows.sort_by(|a, b| {
            let (a, b) = (self.exit(a.there).y, self.exit(b.there).y);
            (a > from).cmp(&(b > from)).then(b.total_cmp(&a))
        });
        let middle = arrows.len().saturating_sub(1) as f32 / 2.0;
        for (nth, arrow) in arrows.iter_mut().enumerate() {
            let away = (nth as f32 - middle) * APART;
            arrow.here = arrow.here.beside(away.clamp(-2.0 * APART, 2.0 * APART));
        }
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
        if let Some((_, foot)) = places.last() {
            return Some(End::Foot(*foot));
        }
        let first = self
            .visible
            .iter()
            .find_map(|placed| placed.layout.as_ref());
        // A block in view may have its first lines above the paper.
        let above = match self.mark_rects(span).first() {
            Some(rect) => rect.center().y < self.paper.center().y,
            None => first.is_some_and(|layout| span.start() < layout.range().start),
        };
        Some(if above { End::Above } else { End::Below })
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
                let middle = placed.corner.y + row.baseline - row.size * MIDDLE;
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
            End::Above => pos2(x, self.paper.top() + EDGE),
            End::Below => pos2(x, self.paper.bottom() - EDGE),
        }
    }

    fn name_ui(
        &self,
        ui: &Ui,
        theme: &Theme,
        scene: &mut Scene<'_>,
        arrow: &Arrow,
        Name { rect, lines }: Name,
    ) {
        let painter = ui.painter_at(self.paper);
        let hit = hit_of(theme, rect).intersect(self.paper);
        let name = &arrow.name;
        let id = super::article_id().with(("link", arrow.other.as_str(), arrow.outgoing, name));
        let response = ui.interact(hit, id, Sense::click());
        let label = format!("link {name}: {}", arrow.words);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &label));
        if response.clicked() {
            scene.inbox.push(Command::SelectMark(arrow.other.clone()));
        }
        if response.hovered() {
            scene.inbox.hover(&arrow.other);
        }
        let ground = if response.hovered() {
            theme.bg.hover
        } else {
            theme.bg.surface
        };
        let frame = Stroke::new(theme.stroke.hair, theme.border.strong);
        let round = (rect.height() / 2.0).min(theme.radius.drop);
        painter.rect(rect, round, ground, frame, StrokeKind::Inside);
        let mut top = rect.top() + NAME_OVER / 2.0;
        let bare = lines.is_empty();
        for line in lines {
            let height = line.size().y;
            put_centred(&painter, pos2(rect.center().x, top + height / 2.0), line);
            top += height;
        }
        let told = if bare {
            format!("{name}: {}", arrow.words)
        } else {
            arrow.words.clone()
        };
        response.on_hover_text(told);
    }
}

/// What a name or a dot is pressed on.
fn hit_of(theme: &Theme, drawn: Rect) -> Rect {
    crate::app::widgets::hit_rect(theme, drawn.expand2(vec2(0.0, NAME_GAP)))
}

/// Whether two ends are one place, as where a statement stands inside another: an arrow between
/// them would have no length.
fn meets(a: End, b: End) -> bool {
    matches!((a, b), (End::Side(a), End::Side(b)) if a.distance(b) < HEAD.0)
}

/// An open arrow's head that points in `direction`, or a dot.
fn draw_end(painter: &Painter, at: Pos2, direction: egui::Vec2, head: bool, stroke: Stroke) {
    if !head {
        painter.circle_filled(at, DOT, stroke.color);
        return;
    }
    let back = at - direction * HEAD.0;
    let side = direction.rot90() * HEAD.1;
    painter.add(Shape::line(vec![back + side, at, back - side], stroke));
}
