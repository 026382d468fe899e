//! Draws a block: what is in dispute on its ground, the text, the lanes under it, and beside it
//! what the dispute is.

use std::collections::BTreeSet;

use egui::{
    CornerRadius, Id as UiId, Painter, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    pos2, vec2,
};

use super::data::{Bar, current_words};
use super::{LanesView, Places, lane_rect};
use crate::app::article::layout::{BlockLayout, Row};
use crate::app::fonts::TypeStyle;
use crate::app::icons::{Icon, icon};
use crate::app::review::data::{kind_words, one_line};
use crate::app::review::queue::ask;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::{hit_rect, line, put, put_centred};
use crate::command::ReviewCommand;
use crate::workbench::ReviewDesk;

/// A block and where it is drawn.
pub(super) struct Painted<'a> {
    pub(super) layout: &'a BlockLayout,
    pub(super) corner: Pos2,
    pub(super) index: usize,
    pub(super) places: &'a Places,
    pub(super) sheet: Option<usize>,
}

/// A letter needs a bar as wide as this, in points.
const FOR_LETTER: f32 = 14.0;
/// A mark is so much lower than one on the very same words under it, at each side.
const INSET: f32 = 2.0;
/// From the column to what stands beside it.
const BESIDE: f32 = 22.0;

impl LanesView {
    pub(super) fn paint_block(&self, ui: &mut Ui, scene: &mut Scene<'_>, block: &Painted<'_>) {
        let theme = Theme::of(ui);
        let workbench = scene.workbench;
        let Some(desk) = workbench.review() else {
            return;
        };
        let painter = ui.painter().clone();
        for words in current_words(workbench, desk, block.sheet) {
            for (row, left, right, _) in block.layout.stretches(words) {
                if let Some(row) = block.layout.rows.get(row) {
                    let ground = block.text_rect(row, left, right);
                    painter.rect_filled(ground, theme.radius.mark, theme.selection);
                }
            }
        }
        block
            .layout
            .paint(&painter, block.corner, theme.text.primary);
        let current = desk.case().and_then(|case| desk.review().spot(case));
        let current = current
            .filter(|spot| Some(spot.0) == block.sheet)
            .map(|it| it.1);
        self.paint_initials(&painter, &theme, block);
        let bars = self.bars.of_block.get(block.index).into_iter().flatten();
        let bars = bars.filter_map(|place| Some((*place, self.bars.all.get(*place)?)));
        let mut beside: Vec<(usize, usize)> = Vec::new();
        for (place, bar) in bars {
            let here = current == Some(bar.position);
            self.paint_bar(ui, scene, &theme, block, (place, bar, here), &mut beside);
        }
        beside.sort_unstable();
        beside.dedup();
        paint_beside(ui, &theme, block, (self, desk, current, &beside));
    }

    fn paint_initials(&self, painter: &Painter, theme: &Theme, block: &Painted<'_>) {
        if block.sheet.is_none() {
            return;
        }
        for row in &block.layout.rows {
            for (who, initial) in self.initials.iter().enumerate() {
                let rect = block.lane(row, who, (0.0, 1.0));
                let letter = line(painter, initial, TypeStyle::Letter, theme.text.secondary);
                let left = block.places.left - theme.space.s5 - letter.size().x / 2.0;
                put(painter, left, rect.center().y, letter);
            }
        }
    }

    fn paint_bar(
        &self,
        ui: &mut Ui,
        scene: &mut Scene<'_>,
        theme: &Theme,
        block: &Painted<'_>,
        (place, bar, here): (usize, &Bar, bool),
        beside: &mut Vec<(usize, usize)>,
    ) {
        let Some(span) = bar.mark.span() else { return };
        let colours = theme.tag(bar.colour);
        let painter = ui.painter().clone();
        for fragment in span.fragments() {
            let stretches = block.layout.stretches(*fragment).into_iter().enumerate();
            for (piece, (at, left, right, range)) in stretches {
                let Some(row) = block.layout.rows.get(at) else {
                    continue;
                };
                let rect = block.lane(row, bar.who, (left, right));
                let inset = INSET * bar.under.min(2) as f32;
                let rect = rect.shrink2(vec2(0.0, inset));
                let starts = range.start == fragment.start;
                let ends = range.end == fragment.end;
                let corners = corners(theme.radius.mark, starts, ends);
                let tint = if here {
                    colours.tint_strong
                } else {
                    colours.tint
                };
                painter.rect_filled(rect, corners, tint);
                if bar.agreed {
                    if starts {
                        let edge = rect.with_max_x(rect.left() + theme.stroke.start);
                        painter.rect_filled(edge, 0.0, colours.edge);
                    }
                    continue;
                }
                let width = if here {
                    theme.stroke.rule
                } else {
                    theme.stroke.hair
                };
                let stroke = Stroke::new(width, colours.edge);
                painter.rect_stroke(rect, corners, stroke, StrokeKind::Inside);
                if starts && rect.width() > FOR_LETTER {
                    let letter = line(&painter, &bar.letter, TypeStyle::Letter, colours.ink);
                    let centre = pos2(rect.left() + FOR_LETTER / 2.0 + 1.0, rect.center().y);
                    put_centred(&painter, centre, letter);
                }
                if range.start == span.start() {
                    beside.push((at, bar.position));
                }
                // A lane is too low to be hit: the words above it can be pressed as well.
                let words = block.text_rect(row, left, right);
                let hit = hit_rect(theme, words.union(rect));
                self.take_press(ui, scene, bar, hit, (place, range.start.0 + piece));
            }
        }
    }

    /// A press on what is in dispute goes to it.
    fn take_press(
        &self,
        ui: &Ui,
        scene: &mut Scene<'_>,
        bar: &Bar,
        rect: Rect,
        id: (usize, usize),
    ) {
        let id = UiId::unique("review bar").with(id);
        let response = ui.interact(rect, id, Sense::CLICK);
        let Some(case) = self.bars.cases.get(&bar.position).and_then(|it| it.first()) else {
            return;
        };
        response.widget_info(|| {
            let name = scene
                .workbench
                .review()
                .map_or("", |desk| desk.review().name(bar.who));
            let text = scene.workbench.entry().map(|entry| &entry.article().text);
            let words = text.map(|text| bar.mark.words(text)).unwrap_or_default();
            let label = format!("{name}: {} “{}”", bar.mark.tag, one_line(&words));
            WidgetInfo::labeled(Role::Button, true, label)
        });
        if response.clicked() {
            ask(scene, ReviewCommand::Go(*case));
        }
    }
}

impl Painted<'_> {
    fn middle(&self, row: &Row) -> f32 {
        self.corner.y + (row.top + row.bottom) / 2.0
    }

    /// The ground of words on a line.
    fn text_rect(&self, row: &Row, left: f32, right: f32) -> Rect {
        let half = row.size * super::LINE / 2.0;
        let middle = self.middle(row);
        Rect::from_min_max(
            pos2(self.corner.x + left, middle - half),
            pos2(self.corner.x + right, middle + half),
        )
    }

    fn lane(&self, row: &Row, who: usize, (left, right): (f32, f32)) -> Rect {
        let ends = (self.corner.x + left, self.corner.x + right);
        lane_rect(self.places, self.middle(row), row.size, who, ends)
    }
}

fn corners(radius: f32, starts: bool, ends: bool) -> CornerRadius {
    let round = CornerRadius::from(radius);
    CornerRadius {
        nw: if starts { round.nw } else { 0 },
        sw: if starts { round.sw } else { 0 },
        ne: if ends { round.ne } else { 0 },
        se: if ends { round.se } else { 0 },
    }
}

/// What the disputes are that begin on each line: their kind, or a check once all are decided.
fn paint_beside(
    ui: &Ui,
    theme: &Theme,
    block: &Painted<'_>,
    (view, desk, current, beside): (&LanesView, &ReviewDesk, Option<usize>, &[(usize, usize)]),
) {
    let painter = ui.painter();
    let right = painter.clip_rect().right();
    let left = block.places.left + block.places.width + BESIDE;
    if right - left < theme.size.chip * 3.0 {
        return;
    }
    let rows: BTreeSet<usize> = beside.iter().map(|(row, _)| *row).collect();
    for at in rows {
        let Some(row) = block.layout.rows.get(at) else {
            continue;
        };
        let here: Vec<usize> = beside
            .iter()
            .filter(|(row, _)| *row == at)
            .map(|(_, position)| *position)
            .collect();
        let middle = block.lane(row, 0, (0.0, 1.0)).center().y;
        let now = here.iter().find(|it| Some(**it) == current);
        let Some(position) = now.or(here.first()) else {
            continue;
        };
        let review = desk.review();
        let shown = if now.is_some() {
            desk.case()
        } else {
            let mut cases = view.bars.cases.get(position).into_iter().flatten();
            let open = cases.find(|place| !desk.is_decided(**place));
            open.and_then(|place| review.cases().get(*place))
        };
        let Some(case) = shown else {
            let centre = pos2(left + theme.size.icon / 2.0, middle);
            icon(
                painter,
                Icon::Check,
                centre,
                theme.size.icon,
                theme.text.secondary,
            );
            continue;
        };
        let words = kind_words(review, case);
        if now.is_some() {
            let ink = theme.text.on_accent;
            let words = line(painter, &words, TypeStyle::Small, ink);
            let pad = vec2(theme.space.s3, theme.space.s1);
            let size = words.size() + pad * 2.0;
            let ground = Rect::from_min_size(pos2(left - pad.x, middle - size.y / 2.0), size);
            painter.rect_filled(ground, theme.radius.chip, theme.accent.base);
            put(painter, left, middle, words);
        } else {
            let words = line(painter, &words, TypeStyle::Small, theme.text.secondary);
            put(painter, left, middle, words);
        }
    }
}
