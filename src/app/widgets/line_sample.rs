//! The eight line styles: in the text under marks, and as a sample beside a tag's name.

use egui::{Color32, Painter, Pos2, Response, Sense, Shape, Stroke, Ui, pos2, vec2};

use crate::app::theme::{LineSizes, Theme};
use crate::project::tagset::LineStyle;

/// A short piece of a tag's line, beside its name.
pub fn line_sample(ui: &mut Ui, style: LineStyle, colour: Color32) -> Response {
    let theme = Theme::of(ui);
    let (width, height) = theme.size.sample;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    if ui.is_rect_visible(rect) {
        paint_sample(
            &super::painter(ui),
            rect.left(),
            rect.center().y,
            style,
            colour,
        );
    }
    response
}

/// Draws a sample with its left edge here and its ink round this middle.
pub fn paint_sample(painter: &Painter, left: f32, middle: f32, style: LineStyle, colour: Color32) {
    let theme = Theme::of_context(painter.ctx());
    let line = &theme.line;
    let below = match style {
        LineStyle::Double => line.double_gap / 2.0,
        LineStyle::Ticked => line.tick / 2.0,
        _ => 0.0,
    };
    let (width, _) = theme.size.sample;
    // A sample stands a little below the middle, as a line does under its words.
    let y = middle + below + theme.stroke.hair;
    paint_line(painter, style, left, left + width, y, colour);
}

/// How far a line reaches below the `y` that it is drawn at, in points: a statement's line is
/// drawn so far above the foot of its box.
pub fn line_depth(theme: &Theme, style: LineStyle) -> f32 {
    let line = &theme.line;
    match style {
        LineStyle::Rule => line.rule / 2.0,
        LineStyle::Double => line.double / 2.0,
        LineStyle::Thick => line.thick / 2.0,
        LineStyle::Wave => line.wave_height + line.wave / 2.0,
        LineStyle::Bar => line.bar / 2.0,
        LineStyle::Dots => line.dot / 2.0,
        LineStyle::Ticked => line.ticked / 2.0,
        LineStyle::Capped => line.cap / 2.0,
    }
}

/// Draws a tag's line from `from_x` to `to_x`. `y` is the middle of its stroke: of the lower one
/// of a double rule, of the long one where there are ticks or caps. All in points.
pub fn paint_line(
    painter: &Painter,
    style: LineStyle,
    from_x: f32,
    to_x: f32,
    y: f32,
    colour: Color32,
) {
    let theme = Theme::of_context(painter.ctx());
    let line = &theme.line;
    let flat = |y: f32, width: f32| {
        painter.hline(from_x..=to_x, y, Stroke::new(width, colour));
    };
    match style {
        LineStyle::Rule => flat(y, line.rule),
        LineStyle::Thick => flat(y, line.thick),
        LineStyle::Bar => flat(y, line.bar),
        LineStyle::Double => {
            flat(y, line.double);
            flat(y - line.double_gap, line.double);
        }
        LineStyle::Wave => {
            let points = wave(line, from_x, to_x, y);
            painter.add(Shape::line(points, Stroke::new(line.wave, colour)));
        }
        LineStyle::Dots => {
            for x in steps(from_x + line.dot / 2.0, to_x, line.dot_step) {
                painter.circle_filled(pos2(x, y), line.dot / 2.0, colour);
            }
        }
        LineStyle::Ticked => {
            let stroke = Stroke::new(line.ticked, colour);
            flat(y, line.ticked);
            for x in steps(from_x + line.tick_step / 2.0, to_x, line.tick_step) {
                painter.vline(x, y - line.tick..=y, stroke);
            }
        }
        LineStyle::Capped => {
            let stroke = Stroke::new(line.capped, colour);
            let inset = line.capped / 2.0;
            flat(y, line.capped);
            for x in [from_x + inset, to_x - inset] {
                painter.vline(x, y - line.cap / 2.0..=y + line.cap / 2.0, stroke);
            }
        }
    }
}

/// The corners of a wave: a parabola up, a parabola down, cut off where the words end.
fn wave(line: &LineSizes, from_x: f32, to_x: f32, y: f32) -> Vec<Pos2> {
    let height = |x: f32| {
        let along = (x - from_x) / line.wave_half;
        let within = along.fract();
        let up = along.rem_euclid(2.0) < 1.0;
        let bulge = 4.0 * line.wave_height * within * (1.0 - within);
        if up { y - bulge } else { y + bulge }
    };
    steps(from_x, to_x, line.wave_half / 5.0)
        .chain([to_x])
        .map(|x| pos2(x, height(x)))
        .collect()
}

/// `from`, and on in steps while below `to`; nothing where a step is no step.
fn steps(from: f32, to: f32, step: f32) -> impl Iterator<Item = f32> {
    let count = if step > 0.0 {
        ((to - from) / step).ceil().clamp(0.0, f32::from(u16::MAX))
    } else {
        0.0
    };
    (0..count as u16).map(move |index| from + f32::from(index) * step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::theme::Look;

    #[test]
    fn a_wave_runs_from_end_to_end_and_swings_to_both_sides() {
        let line = Theme::get(Look::Light).line;
        let points = wave(&line, 10.0, 40.5, 100.0);
        assert_eq!(points.first().map(|point| point.x), Some(10.0));
        assert_eq!(points.last().map(|point| point.x), Some(40.5));
        let top = points.iter().map(|point| point.y).fold(f32::MAX, f32::min);
        let foot = points.iter().map(|point| point.y).fold(f32::MIN, f32::max);
        assert!((100.0 - top - line.wave_height).abs() < 0.1, "{top}");
        assert!((foot - 100.0 - line.wave_height).abs() < 0.1, "{foot}");
    }

    #[test]
    fn steps_stay_below_their_end() {
        assert_eq!(steps(0.0, 10.0, 4.0).collect::<Vec<_>>(), [0.0, 4.0, 8.0]);
        assert_eq!(steps(5.0, 5.0, 4.0).count(), 0);
        assert_eq!(steps(9.0, 5.0, 4.0).count(), 0);
        assert_eq!(steps(0.0, 5.0, 0.0).count(), 0);
    }
}
