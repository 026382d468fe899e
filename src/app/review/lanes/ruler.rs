//! The overview ruler of a review: only positions, filled where they are in dispute, hollow where
//! that is decided, a hair where all agree.

use std::collections::BTreeMap;

use egui::{Painter, Pos2, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2};

use super::{ABOVE, LanesView};
use crate::app::review::queue::ask;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::command::ReviewCommand;
use crate::history::Revision;
use crate::review::compare::Standing;
use crate::text::ByteIndex;
use crate::workbench::ReviewDesk;

/// How wide and high what is in dispute is drawn.
const MARK: (f32, f32) = (10.0, 6.0);
/// A press this close to a mark means it.
const NEAR: f32 = 12.0;

/// What is drawn on the ruler, made anew only when it changes.
#[derive(Default)]
pub(super) struct Ruler {
    /// Where the ruler stands, and what stands on it, from top to bottom.
    lines: Option<(Rect, Vec<Line>)>,
    stretches: Option<(Revision, Vec<Stretch>)>,
}

/// What stands on one line of pixels, however much that is.
struct Line {
    y: f32,
    /// Whether something of it is in dispute.
    disputed: bool,
    /// The places of the cases about that.
    cases: Vec<usize>,
}

/// Lines one below the other that show the same.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stretch {
    first: f32,
    last: f32,
    shown: Shown,
}

/// What a line of the ruler shows: the open before the decided, and that before what all agree on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Agreed,
    Decided,
    Open,
}

impl LanesView {
    /// Draws the ruler; a press goes to the nearest dispute.
    pub(super) fn ruler_ui(&mut self, ui: &mut Ui, rect: Rect, scene: &mut Scene<'_>) {
        let theme = Theme::of(ui);
        let id = egui::Id::unique("review ruler");
        let response = ui.interact(rect, id, Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, "Overview of the review"));
        let painter = ui.painter().clone();
        painter.rect_filled(rect, 0.0, theme.bg.sunken);
        let y = |share: f64| rect.top() + share as f32 * rect.height();
        let (top, bottom) = (self.share(self.offset), self.share(self.offset + self.view));
        let view = Rect::from_min_max(pos2(rect.left(), y(top)), pos2(rect.right(), y(bottom)));
        painter.rect_filled(view, theme.radius.mark, theme.bg.surface);
        let Some(desk) = scene.workbench.review() else {
            return;
        };
        if self.ruler.lines.as_ref().is_none_or(|(of, _)| *of != rect) {
            self.ruler.lines = Some((rect, self.lines(rect)));
            self.ruler.stretches = None;
        }
        let current = desk.case().and_then(|case| desk.review().spot(case));
        let position = current.and_then(|spot| self.bars.positions.get(&spot.1));
        if let Some((words, _)) = position.filter(|(_, it)| *it == Standing::Disputed) {
            let tip = pos2(rect.left() - 2.0, y(self.share_of(words.start)).round());
            triangle(&painter, tip, theme.accent.base);
        }
        let Some((_, lines)) = &self.ruler.lines else {
            return;
        };
        let revision = scene.workbench.revision();
        let known = self.ruler.stretches.take();
        let known = known.filter(|(of, _)| *of == revision);
        let (_, stretches) = known.unwrap_or_else(|| (revision, stretches(lines, desk)));
        for stretch in &stretches {
            stretch.draw(&painter, &theme, rect);
        }
        self.ruler.stretches = Some((revision, stretches));
        let frame = Stroke::new(theme.stroke.hair, theme.border.strong);
        painter.rect_stroke(view, theme.radius.mark, frame, StrokeKind::Inside);
        if response.clicked()
            && let Some(pressed) = response.interact_pointer_pos()
            && let Some(place) = nearest(lines, pressed)
        {
            ask(scene, ReviewCommand::Go(place));
        }
    }

    /// What stands on which line.
    fn lines(&self, rect: Rect) -> Vec<Line> {
        let mut lines: BTreeMap<i32, Line> = BTreeMap::new();
        for (position, (words, standing)) in &self.bars.positions {
            let y = rect.top() + self.share_of(words.start) as f32 * rect.height();
            let y = y.round();
            let line = lines.entry(y as i32).or_insert_with(|| Line {
                y,
                disputed: false,
                cases: Vec::new(),
            });
            if *standing == Standing::Disputed {
                line.disputed = true;
                let cases = self.bars.cases.get(position).into_iter().flatten();
                line.cases.extend(cases);
            }
        }
        lines.into_values().collect()
    }

    /// The share of the article that stands above a height, from 0 to 1. What is laid out has become
    /// higher or lower than it is on the ruler.
    fn share(&self, y: f32) -> f64 {
        let (block, within) = self.heights.find(f64::from(y - ABOVE));
        let part = within / self.heights.get(block).max(1.0);
        self.share_within(block, part)
    }

    /// The share of the article that stands above a byte, from 0 to 1.
    fn share_of(&self, byte: ByteIndex) -> f64 {
        let block = self.blocks.at(byte);
        let range = self.blocks.get(block).map(|it| it.range);
        let part = range.map_or(0.0, |range| {
            let within = byte.0.saturating_sub(range.start.0) as f32;
            within / range.len().max(1) as f32
        });
        self.share_within(block, part)
    }

    fn share_within(&self, block: usize, part: f32) -> f64 {
        let within = part.clamp(0.0, 1.0) * self.scale.get(block);
        let y = self.scale.top(block) + f64::from(within);
        (y / self.scale.total().max(1.0)).clamp(0.0, 1.0)
    }
}

/// The first case on the line that is nearest to a press, if it is near.
fn nearest(lines: &[Line], pressed: Pos2) -> Option<usize> {
    let far = |line: &&Line| (line.y - pressed.y).abs();
    let with_cases = lines.iter().filter(|line| !line.cases.is_empty());
    let nearest = with_cases.min_by(|one, other| far(one).total_cmp(&far(other)))?;
    let near = far(&nearest) <= NEAR;
    nearest.cases.first().copied().filter(|_| near)
}

/// What the lines show now. Marks that would lie one over the other are one.
fn stretches(lines: &[Line], desk: &ReviewDesk) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    for line in lines {
        let shown = match line.disputed {
            false => Shown::Agreed,
            true if line.cases.iter().all(|case| desk.is_decided(*case)) => Shown::Decided,
            true => Shown::Open,
        };
        match found.last_mut() {
            Some(it) if it.shown == shown && line.y - it.last <= shown.reach() => it.last = line.y,
            _ => found.push(Stretch {
                first: line.y,
                last: line.y,
                shown,
            }),
        }
    }
    found
}

impl Shown {
    /// How far below a line the next must stand not to touch it.
    fn reach(self) -> f32 {
        match self {
            Self::Agreed => 1.0,
            Self::Decided | Self::Open => MARK.1,
        }
    }
}

impl Stretch {
    fn draw(self, painter: &Painter, theme: &Theme, rect: Rect) {
        let mark = Rect::from_x_y_ranges(
            rect.center().x - MARK.0 / 2.0..=rect.center().x + MARK.0 / 2.0,
            self.first - MARK.1 / 2.0..=self.last + MARK.1 / 2.0,
        );
        match self.shown {
            Shown::Agreed => {
                let half = theme.stroke.start / 2.0;
                let lines = self.first - half..=self.last + half;
                let hair = Rect::from_x_y_ranges(rect.shrink(3.0).x_range(), lines);
                painter.rect_filled(hair, 0.0, theme.border.strong);
            }
            Shown::Decided => {
                let edge = Stroke::new(theme.stroke.thread, theme.accent.base);
                let fill = theme.bg.surface;
                painter.rect(mark, theme.radius.mark, fill, edge, StrokeKind::Inside);
            }
            Shown::Open => {
                painter.rect_filled(mark, theme.radius.mark, theme.accent.base);
            }
        }
    }
}

fn triangle(painter: &Painter, tip: Pos2, colour: egui::Color32) {
    let points = vec![
        tip,
        pos2(tip.x - 4.5, tip.y - 3.5),
        pos2(tip.x - 4.5, tip.y + 3.5),
    ];
    painter.add(Shape::convex_polygon(points, colour, Stroke::NONE));
}
