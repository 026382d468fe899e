//! The one picture of the program: a page with marks, on the area to drop files on.

use egui::{Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};

use crate::app::theme::{TagColours, Theme};
use crate::project::tagset::Colour;

/// The corners of the page and of its fold, in a box of 92 × 74 like all that follows.
const PAGE: [(f32, f32); 5] = [
    (20.0, 0.5),
    (58.0, 0.5),
    (71.5, 14.0),
    (71.5, 73.5),
    (20.0, 73.5),
];
const FOLD: [(f32, f32); 3] = [(58.0, 0.5), (58.0, 14.0), (71.5, 14.0)];
/// Left, top, width and height of the two statements.
const CLAIM: [f32; 4] = [28.0, 22.0, 35.0, 12.5];
const REBUTTAL: [f32; 4] = [28.0, 50.0, 26.5, 11.5];
/// From, to and height of plain words, and of a name.
const WORDS: [f32; 3] = [28.0, 48.0, 42.0];
const NAME: [f32; 3] = [52.0, 63.5, 42.0];
/// From, to and height of the notes in the margins.
const NOTES: [[f32; 3]; 4] = [
    [1.0, 13.0, 26.0],
    [1.0, 9.0, 31.0],
    [80.0, 91.0, 54.0],
    [80.0, 88.0, 59.0],
];

/// Draws the picture in a box whose left upper corner is `corner`.
pub(super) fn paint(painter: &Painter, corner: Pos2, theme: &Theme) {
    let at = |(x, y): (f32, f32)| corner + vec2(x, y);
    let ink = Stroke::new(theme.stroke.icon, theme.border.strong);
    let page = PAGE.map(at).to_vec();
    painter.add(Shape::convex_polygon(page, theme.bg.surface, ink));
    painter.add(Shape::line(FOLD.map(at).to_vec(), ink));
    statement(painter, corner, CLAIM, theme.tag(Colour::Blue), theme, 1);
    statement(
        painter,
        corner,
        REBUTTAL,
        theme.tag(Colour::Orange),
        theme,
        2,
    );
    let line = |[from, to, y]: [f32; 3], stroke: Stroke| {
        painter.hline(corner.x + from..=corner.x + to, corner.y + y, stroke);
    };
    line(WORDS, Stroke::new(theme.stroke.accent, theme.border.strong));
    let edge = theme.tag(Colour::Green).edge;
    line(NAME, Stroke::new(theme.stroke.accent, edge));
    for note in NOTES {
        line(note, ink);
    }
}

fn statement(
    painter: &Painter,
    corner: Pos2,
    [left, top, width, height]: [f32; 4],
    colours: TagColours,
    theme: &Theme,
    rules: u8,
) {
    let rect = Rect::from_min_size(pos2(corner.x + left, corner.y + top), vec2(width, height));
    painter.rect_filled(rect, 0.0, colours.tint);
    painter.vline(
        rect.left(),
        rect.y_range(),
        Stroke::new(theme.stroke.start, colours.edge),
    );
    let width = if rules > 1 {
        theme.line.double
    } else {
        theme.line.rule
    };
    for rule in 0..rules {
        let y = rect.bottom() - f32::from(rule) * theme.line.double_gap;
        painter.hline(rect.x_range(), y, Stroke::new(width, colours.edge));
    }
}
