//! The path data of SVG, as far as the icons need it: straight lines and arcs of circles.

use std::f32::consts::{PI, TAU};

use egui::{Pos2, Vec2, pos2, vec2};

/// How far a chord may lie from its arc, in the path's units.
const FLATNESS: f32 = 0.03;

/// One stroke of a path.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outline {
    /// Its corners, in the path's units; curves are cut into short chords.
    pub points: Vec<Pos2>,
    /// Whether the last corner joins the first.
    pub closed: bool,
}

/// Reads path data of the commands `M L H V A Z` in both cases, arcs with equal radii. What is
/// not understood ends the path.
pub fn outlines(data: &str) -> Vec<Outline> {
    let mut reader = Reader {
        rest: data,
        outlines: Vec::new(),
        pen: Pos2::ZERO,
    };
    while reader.step().is_some() {}
    reader.outlines
}

struct Reader<'a> {
    rest: &'a str,
    outlines: Vec<Outline>,
    pen: Pos2,
}

impl Reader<'_> {
    /// Reads one command; none at the end.
    fn step(&mut self) -> Option<()> {
        let mut letters = self.rest.trim_start().chars();
        let command = letters.next()?;
        self.rest = letters.as_str();
        let base = if command.is_lowercase() {
            self.pen
        } else {
            Pos2::ZERO
        };
        match command.to_ascii_lowercase() {
            'm' => {
                self.pen = self.point(base)?;
                self.outlines.push(Outline {
                    points: vec![self.pen],
                    closed: false,
                });
            }
            'l' => {
                let to = self.point(base)?;
                self.line(to);
            }
            'h' => {
                let to = pos2(base.x + self.number()?, self.pen.y);
                self.line(to);
            }
            'v' => {
                let to = pos2(self.pen.x, base.y + self.number()?);
                self.line(to);
            }
            'a' => self.arc(base)?,
            'z' => self.close()?,
            _ => return None,
        }
        Some(())
    }

    fn line(&mut self, to: Pos2) {
        self.pen = to;
        if let Some(outline) = self.outlines.last_mut() {
            outline.points.push(to);
        }
    }

    fn close(&mut self) -> Option<()> {
        let outline = self.outlines.last_mut()?;
        outline.closed = true;
        self.pen = *outline.points.first()?;
        Some(())
    }

    fn arc(&mut self, base: Pos2) -> Option<()> {
        let radius = self.number()?;
        let (_, _) = (self.number()?, self.number()?);
        let large = self.number()? != 0.0;
        let clockwise = self.number()? != 0.0;
        let to = self.point(base)?;
        for point in arc(self.pen, to, radius, large, clockwise) {
            self.line(point);
        }
        Some(())
    }

    fn point(&mut self, base: Pos2) -> Option<Pos2> {
        Some(base + vec2(self.number()?, self.number()?))
    }

    fn number(&mut self) -> Option<f32> {
        let text = self.rest.trim_start_matches([' ', ',']);
        let mut seen_dot = false;
        let end = text
            .char_indices()
            .find(|&(at, letter)| match letter {
                '-' => at > 0,
                '.' => std::mem::replace(&mut seen_dot, true),
                _ => !letter.is_ascii_digit(),
            })
            .map_or(text.len(), |(at, _)| at);
        let (number, rest) = text.split_at_checked(end)?;
        self.rest = rest;
        number.parse().ok()
    }
}

/// The corners of an arc of a circle, without its start.
fn arc(from: Pos2, to: Pos2, radius: f32, large: bool, clockwise: bool) -> Vec<Pos2> {
    let half = (to - from) / 2.0;
    // A radius too small to reach is grown until it does, as SVG says.
    let radius = radius.max(half.length());
    let height = (radius * radius - half.length_sq()).max(0.0).sqrt();
    let side = if large == clockwise { -1.0 } else { 1.0 };
    let across = vec2(-half.y, half.x).normalized();
    let centre = from + half + across * height * side;
    let start = (from - centre).angle();
    let mut turn = (to - centre).angle() - start;
    if clockwise && turn <= 0.0 {
        turn += TAU;
    } else if !clockwise && turn >= 0.0 {
        turn -= TAU;
    }
    let chord = 2.0 * (1.0 - FLATNESS / radius.max(FLATNESS)).acos();
    let count = (turn.abs() / chord.clamp(PI / 90.0, PI / 2.0))
        .ceil()
        .max(1.0);
    (1..=count as u16)
        .map(|step| centre + Vec2::angled(start + turn * f32::from(step) / count) * radius)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_run_from_corner_to_corner() {
        let read = outlines("M8 3.5v9M3.5 8h9z");
        assert_eq!(
            read,
            [
                Outline {
                    points: vec![pos2(8.0, 3.5), pos2(8.0, 12.5)],
                    closed: false
                },
                Outline {
                    points: vec![pos2(3.5, 8.0), pos2(12.5, 8.0)],
                    closed: true
                },
            ]
        );
    }

    #[test]
    fn an_arc_keeps_its_radius_and_reaches_its_end() {
        let read = outlines("M7 2.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 0 1 0-9");
        let points = &read[0].points;
        for point in points {
            assert!(
                (point.distance(pos2(7.0, 7.0)) - 4.5).abs() < 0.01,
                "{point:?}"
            );
        }
        assert!(points.iter().any(|point| point.x > 11.0));
        assert!(points.iter().any(|point| point.x < 3.0));
        assert!(points.last().unwrap().distance(pos2(7.0, 2.5)) < 0.01);
    }

    #[test]
    fn a_small_arc_bulges_to_the_side_that_its_flag_says() {
        let clockwise = outlines("M0 0a5 5 0 0 1 6 0");
        assert!(clockwise[0].points.iter().all(|point| point.y < 0.01));
        let against = outlines("M0 0a5 5 0 0 0 6 0");
        assert!(against[0].points.iter().all(|point| point.y > -0.01));
    }

    #[test]
    fn numbers_may_lean_on_each_other() {
        let read = outlines("M12 4l-8 8M3.4 8h.1");
        assert_eq!(read[0].points, [pos2(12.0, 4.0), pos2(4.0, 12.0)]);
        assert_eq!(read[1].points, [pos2(3.4, 8.0), pos2(3.5, 8.0)]);
    }

    #[test]
    fn nonsense_ends_the_path() {
        assert_eq!(outlines("M1 1L2").len(), 1);
        assert!(outlines("what").is_empty());
    }
}
