//! The ways of links through the gutter: pure geometry, in points on the screen.

use egui::{Pos2, Rect, Vec2, pos2, vec2};

/// A quarter of a circle as a cubic curve: how far its control points lie from its ends, as a
/// share of the radius.
const QUARTER: f32 = 0.5523;
/// So many straight pieces make a quarter look round.
const PIECES: usize = 14;
/// Names are moved in steps of this size until they find a place.
const STEP: f32 = 4.0;

/// The place nearest to `wanted`, straight above or below it, that lies inside `within` and
/// touches none of `taken`. Where there is none it stays where it was wanted.
pub fn free_place(wanted: Rect, taken: &[Rect], within: Rect) -> Rect {
    let wanted = inside(wanted, within);
    let free = |place: &Rect| {
        let fits = within.top() <= place.top() && place.bottom() <= within.bottom();
        fits && taken.iter().all(|other| !other.intersects(*place))
    };
    let steps = (within.height() / STEP).ceil().clamp(0.0, 1000.0) as usize;
    let shifts = (0..=steps).flat_map(|step| {
        let away = step as f32 * STEP;
        [away, -away]
    });
    shifts
        .map(|shift| wanted.translate(vec2(0.0, shift)))
        .find(free)
        .unwrap_or(wanted)
}

/// A rectangle moved by no more than it must be to lie inside another.
fn inside(rect: Rect, within: Rect) -> Rect {
    let most = (within.max - rect.size()).max(within.min);
    Rect::from_min_size(rect.min.clamp(within.min, most), rect.size())
}

/// A curve that leaves `from` sideways and comes to `waist` from above or below.
pub fn quarter(from: Pos2, waist: Pos2) -> impl Iterator<Item = Pos2> {
    let reach = waist - from;
    let first = from + vec2(reach.x * QUARTER, 0.0);
    let second = waist - vec2(0.0, reach.y * QUARTER);
    (0..=PIECES).map(move |piece| {
        let t = piece as f32 / PIECES as f32;
        cubic([from, first, second, waist], t)
    })
}

fn cubic([a, b, c, d]: [Pos2; 4], t: f32) -> Pos2 {
    let s = 1.0 - t;
    let sum = a.to_vec2() * (s * s * s)
        + b.to_vec2() * (3.0 * s * s * t)
        + c.to_vec2() * (3.0 * s * t * t)
        + d.to_vec2() * (t * t * t);
    sum.to_pos2()
}

/// The way from below a mark to the gutter: down into the gap between two lines, round the
/// corner, and along it to `exit`.
pub fn along_the_gap(foot: Pos2, exit: Pos2, radius: f32) -> Vec<Pos2> {
    let radius = radius.min((exit.y - foot.y).max(0.0));
    let corner = pos2(foot.x, exit.y);
    let start = corner - vec2(0.0, radius);
    let round = quarter(corner + Vec2::X * radius, start);
    let mut way = vec![foot];
    let mut bend: Vec<Pos2> = round.collect();
    bend.reverse();
    way.extend(bend);
    way.push(exit);
    way
}

#[cfg(test)]
mod tests {
    use super::*;

    const WITHIN: Rect = Rect {
        min: pos2(0.0, 0.0),
        max: pos2(100.0, 200.0),
    };

    fn name(middle: f32) -> Rect {
        Rect::from_center_size(pos2(50.0, middle), vec2(60.0, 24.0))
    }

    #[test]
    fn names_that_want_one_place_lie_side_by_side() {
        let mut taken = Vec::new();
        for _ in 0..6 {
            let place = free_place(name(100.0), &taken, WITHIN);
            assert!(taken.iter().all(|other: &Rect| !other.intersects(place)));
            assert!(WITHIN.contains_rect(place), "{place}");
            taken.push(place);
        }
    }

    #[test]
    fn a_name_never_leaves_the_gutter() {
        for middle in [-500.0, 3.0, 199.0, 900.0] {
            let place = free_place(name(middle), &[], WITHIN);
            assert!(WITHIN.contains_rect(place), "{place}");
        }
    }

    #[test]
    fn where_there_is_no_room_a_name_stays() {
        let full = [WITHIN];
        assert_eq!(free_place(name(100.0), &full, WITHIN), name(100.0));
    }

    #[test]
    fn a_quarter_starts_and_ends_where_it_should() {
        let (from, waist) = (pos2(0.0, 10.0), pos2(40.0, 60.0));
        let points: Vec<Pos2> = quarter(from, waist).collect();
        assert_eq!(points.first(), Some(&from));
        assert!(points.last().is_some_and(|end| end.distance(waist) < 0.01));
        assert!(points.windows(2).all(|pair| pair[1].x >= pair[0].x));
    }

    #[test]
    fn a_way_along_the_gap_is_joined_at_every_point() {
        let way = along_the_gap(pos2(10.0, 50.0), pos2(90.0, 56.0), 4.0);
        assert_eq!(way.first(), Some(&pos2(10.0, 50.0)));
        assert_eq!(way.last(), Some(&pos2(90.0, 56.0)));
        assert!(way.iter().all(|at| (50.0..=56.01).contains(&at.y)));
        assert!(way.windows(2).all(|pair| pair[1].x >= pair[0].x - 0.01));
    }
}
