//! The overview ruler of a review: only positions, filled where they are in dispute, hollow where
//! that is decided, a hair where all agree.

use std::collections::BTreeMap;

use egui::{Painter, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::{ABOVE, LanesView, gap};
use crate::app::review::data::Sign;
use crate::app::review::queue::ask;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::command::ReviewCommand;
use crate::review::compare::Standing;
use crate::text::ByteIndex;

/// How wide and high what is in dispute is drawn.
const MARK: (f32, f32) = (10.0, 6.0);
/// A press this close to a mark means it.
const NEAR: f32 = 12.0;

impl LanesView {
    /// Draws the ruler; a press goes to the nearest dispute.
    pub(super) fn ruler_ui(&mut self, ui: &mut Ui, rect: Rect, scene: &mut Scene<'_>) {
        let theme = Theme::of(ui);
        let id = egui::Id::unique("review ruler");
        let response = ui.interact(rect, id, Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, "Overview of the review"));
        let painter = ui.painter().clone();
        painter.rect_filled(rect, 0.0, theme.bg.sunken);
        let total = self.total(&theme).max(1.0);
        let scale = |y: f32| rect.top() + y / total * rect.height();
        let view = Rect::from_min_max(
            pos2(rect.left(), scale(self.offset)),
            pos2(rect.right(), scale((self.offset + self.view).min(total))),
        );
        painter.rect_filled(view, theme.radius.mark, theme.bg.surface);
        let Some(desk) = scene.workbench.review() else {
            return;
        };
        let current = desk.case().and_then(|case| desk.review().spot(case));
        let tops = self.tops(&theme);
        let mut nearest: Option<(f32, usize)> = None;
        let pressed = response.interact_pointer_pos();
        // What stands on one line of pixels is drawn once, however much there is: the open before
        // the decided, and that before what all agree on.
        let mut drawn: BTreeMap<i32, (f32, Shown)> = BTreeMap::new();
        for (position, (words, standing)) in &self.bars.positions {
            let y = scale(self.y_of(words.start, &tops)).round();
            let (_, shown) = drawn.entry(y as i32).or_insert((y, Shown::Agreed));
            if *standing != Standing::Disputed {
                continue;
            }
            if *shown != Shown::Open {
                let cases = self.bars.cases.get(position).into_iter().flatten();
                let mut cases = cases.filter_map(|place| desk.review().cases().get(*place));
                let sign = |case| Sign::of(scene.workbench, desk.review(), case);
                *shown = match cases.any(|case| sign(case) != Sign::Decided) {
                    true => Shown::Open,
                    false => Shown::Decided,
                };
            }
            if current.map(|it| it.1) == Some(*position) {
                triangle(&painter, pos2(rect.left() - 2.0, y), theme.accent.base);
            }
            if let Some(pressed) = pressed {
                let far = (pressed.y - y).abs();
                let first = self.bars.cases.get(position).and_then(|it| it.first());
                if let Some(place) = first.filter(|_| nearest.is_none_or(|(it, _)| far < it)) {
                    nearest = Some((far, *place));
                }
            }
        }
        for (y, shown) in drawn.into_values() {
            shown.draw(&painter, &theme, rect, y);
        }
        let frame = Stroke::new(theme.stroke.hair, theme.border.strong);
        painter.rect_stroke(view, theme.radius.mark, frame, StrokeKind::Inside);
        if response.clicked()
            && let Some((_, place)) = nearest.filter(|(far, _)| *far <= NEAR)
        {
            ask(scene, ReviewCommand::Go(place));
        }
    }

    /// Where each block begins, from the top of everything.
    fn tops(&self, theme: &Theme) -> Vec<f32> {
        let mut top = ABOVE;
        let blocks = self.heights.iter().zip(self.blocks.iter());
        let tops = blocks.map(|(height, block)| {
            let own = top;
            top += height + gap(theme, Some(block));
            own
        });
        tops.collect()
    }

    /// Where a byte stands, from the top of everything.
    fn y_of(&self, byte: ByteIndex, tops: &[f32]) -> f32 {
        let block = self.blocks.at(byte);
        let top = tops.get(block).copied().unwrap_or(ABOVE);
        let (Some(it), Some(height)) = (self.blocks.get(block), self.heights.get(block)) else {
            return top;
        };
        let within = byte.0.saturating_sub(it.range.start.0) as f32;
        top + height * (within / it.range.len().max(1) as f32).min(1.0)
    }
}

/// What a line of the ruler shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Agreed,
    Decided,
    Open,
}

impl Shown {
    fn draw(self, painter: &Painter, theme: &Theme, rect: Rect, y: f32) {
        let centre = pos2(rect.center().x, y);
        let mark = Rect::from_center_size(centre, vec2(MARK.0, MARK.1));
        match self {
            Self::Agreed => {
                let hair = Stroke::new(theme.stroke.start, theme.border.strong);
                painter.hline(rect.shrink(3.0).x_range(), y, hair);
            }
            Self::Decided => {
                let edge = Stroke::new(theme.stroke.thread, theme.accent.base);
                let fill = theme.bg.surface;
                painter.rect(mark, theme.radius.mark, fill, edge, StrokeKind::Inside);
            }
            Self::Open => {
                painter.rect_filled(mark, theme.radius.mark, theme.accent.base);
            }
        }
    }
}

fn triangle(painter: &Painter, tip: egui::Pos2, colour: egui::Color32) {
    let points = vec![
        tip,
        pos2(tip.x - 4.5, tip.y - 3.5),
        pos2(tip.x - 4.5, tip.y + 3.5),
    ];
    painter.add(Shape::convex_polygon(points, colour, Stroke::NONE));
}
