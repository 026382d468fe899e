//! Units by chance: each annotator's line is turned by an amount of its own.

use super::{Unit, float};
use crate::review::agreement::rng::Rng;

/// How often another amount is tried for a line that would come to stand on another.
const TRIES: usize = 20;

/// Every annotator's units, moved along the line by one amount an annotator; what passes the end
/// comes in at the start. As in the paper, the amounts are further apart than units are long.
pub(super) fn rotate(annotators: &[Vec<Unit>], length: f64, rng: &mut Rng) -> Vec<Vec<Unit>> {
    let all = || annotators.iter().flatten();
    let ends = all().map(|unit| unit.end).fold(length, f64::max);
    let sum: f64 = all().map(|unit| unit.end - unit.start).sum();
    let apart = sum / float(all().count().max(1));
    let mut taken: Vec<f64> = Vec::new();
    let turn = |units: &Vec<Unit>| {
        let shift = amount(ends, apart, &taken, rng);
        taken.push(shift);
        units.iter().map(|unit| moved(unit, shift, ends)).collect()
    };
    annotators.iter().map(turn).collect()
}

fn amount(length: f64, apart: f64, taken: &[f64], rng: &mut Rng) -> f64 {
    let mut shift = 0.0;
    for _ in 0..TRIES {
        // 2^32 steps are finer than any text is long.
        shift = length * whole(rng.below(1 << 32)) / whole(1 << 32);
        let far = |other: &f64| {
            let distance = (shift - other).abs();
            distance.min(length - distance) >= apart
        };
        if taken.iter().all(far) {
            break;
        }
    }
    shift.floor()
}

fn moved(unit: &Unit, shift: f64, length: f64) -> Unit {
    let start = (unit.start + shift) % length;
    Unit {
        start,
        end: start + (unit.end - unit.start),
        value: unit.value,
    }
}

fn whole(number: u64) -> f64 {
    number as f64
}
