//! Krippendorff's measures of unitizing: how far annotators cut the same units out of a text.
//!
//! The family of u-alpha (Krippendorff, Mathet, Bouvry and Widlöcher, «On the reliability of
//! unitizing textual continua», Quality & Quantity 50, 2016; Krippendorff, «Content analysis»,
//! 4th edition, 2019, chapter 12) looks at the lengths on which units and gaps of two annotators
//! coincide. The older alpha of unitizing (Krippendorff 1995; 2004, page 251) compares one tag's
//! units by how far apart their ends are. Units of one annotator must not overlap.

use std::collections::BTreeMap;

use super::coding::{Tally, add_each};
use super::undefined::{Figure, Undefined};

/// A unit of one annotator: where it starts and ends, and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unit {
    /// The first place.
    pub start: u64,
    /// The place after the last.
    pub end: u64,
    /// The value, from 0.
    pub value: usize,
}

/// The coincidences of a stretch of text; they add up over stretches.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coincidences {
    /// How many values there are beside the gap.
    values: usize,
    /// A square of lengths, row by row; the first row and column are the gaps.
    lengths: Vec<f64>,
    /// What each value pairs with itself: squares of units' lengths, and the lengths of gaps.
    own: Vec<f64>,
    /// The squares of the mean lengths on which units meet units of others.
    met: Vec<f64>,
}

impl Tally for Coincidences {
    fn add(&mut self, other: &Self) {
        self.values = self.values.max(other.values);
        add_each(&mut self.lengths, &other.lengths);
        add_each(&mut self.own, &other.own);
        add_each(&mut self.met, &other.met);
    }
}

/// The coincidences of annotators' units from 0 to `length`; units need not be sorted.
///
/// # Errors
/// If there are fewer than two annotators, or units of one overlap.
pub fn coincidences(
    annotators: &[Vec<Unit>],
    length: u64,
    values: usize,
) -> Result<Coincidences, Undefined> {
    let parts = partitions(annotators, length)?;
    let others = float(annotators.len() as u64 - 1);
    let width = values + 1;
    let mut found = Coincidences {
        values,
        lengths: vec![0.0; width * width],
        own: vec![0.0; width],
        met: vec![0.0; width],
    };
    for part in parts.iter().flatten() {
        let length = float(part.end - part.start);
        let own = if part.value == 0 {
            length
        } else {
            length * length
        };
        bump(&mut found.own, part.value, own);
    }
    let mut met: BTreeMap<(usize, u64), f64> = BTreeMap::new();
    for (stretch, here) in stretches(&parts, length) {
        for (one, part) in here.iter().enumerate() {
            for (other, partner) in here.iter().enumerate() {
                if one == other {
                    continue;
                }
                let share = stretch / others;
                bump(
                    &mut found.lengths,
                    part.value * width + partner.value,
                    share,
                );
                if part.value > 0 && partner.value > 0 {
                    *met.entry((one, part.start)).or_default() += share;
                }
            }
        }
    }
    for (number, units) in parts.iter().enumerate() {
        for part in units {
            if let Some(shared) = met.get(&(number, part.start)) {
                bump(&mut found.met, part.value, shared * shared);
            }
        }
    }
    Ok(found)
}

impl Coincidences {
    /// u-alpha: units and gaps, whatever they are.
    pub fn u_alpha(&self) -> Figure {
        let (rows, total) = self.rows(0);
        let own: f64 = self.own.iter().sum();
        let observed = self.off_diagonal(0);
        let squares: f64 = rows.iter().map(|row| row * row).sum();
        let expected = (total * total - squares) / denominator(total, own)?;
        ratio(observed, expected)
    }

    /// |u|-alpha: whether something is marked or not, whatever its value.
    pub fn binary_u_alpha(&self) -> Figure {
        let (rows, total) = self.rows(0);
        let own: f64 = self.own.iter().sum();
        let gap = rows.first().copied().unwrap_or_default();
        let gaps: f64 = (1..=self.values).map(|value| self.at(0, value)).sum();
        let expected = gap * (total - gap) / denominator(total, own)?;
        ratio(gaps, expected)
    }

    /// cu-alpha: the values of units where units of two annotators meet.
    pub fn cu_alpha(&self) -> Figure {
        let (rows, total) = self.rows(1);
        if total <= 0.0 {
            return Err(Undefined::NoCommonWords);
        }
        let met: f64 = self.met.iter().sum();
        let squares: f64 = rows.iter().map(|row| row * row).sum();
        let expected = (total * total - squares) / denominator(total, met)?;
        ratio(self.off_diagonal(1), expected)
    }

    /// (k)u-alpha: one value, numbered from 0, where units of two annotators meet.
    pub fn ku_alpha(&self, value: usize) -> Figure {
        let (rows, total) = self.rows(1);
        let row = rows.get(value).copied().unwrap_or_default();
        if row <= 0.0 {
            return Err(Undefined::NoCommonWords);
        }
        let met: f64 = self.met.iter().sum();
        let below = denominator(total, met)?;
        let own = self.met.get(value + 1).copied().unwrap_or_default();
        let same = (row * row - own) / below;
        let squares: f64 = rows.iter().map(|other| row * other).sum();
        let expected_row = (squares - own) / below;
        let observed = row - self.at(value + 1, value + 1);
        let expected = expected_row - same;
        if expected <= 0.0 {
            return Err(Undefined::OneValue);
        }
        Ok(1.0 - (expected_row / row) * observed / expected)
    }

    fn at(&self, row: usize, column: usize) -> f64 {
        let place = row * (self.values + 1) + column;
        self.lengths.get(place).copied().unwrap_or_default()
    }

    /// The sums of the rows from `first` on, over the columns from there on, and their sum.
    fn rows(&self, first: usize) -> (Vec<f64>, f64) {
        let row = |row: usize| {
            (first..=self.values)
                .map(|column| self.at(row, column))
                .sum()
        };
        let rows: Vec<f64> = (first..=self.values).map(row).collect();
        let total = rows.iter().sum();
        (rows, total)
    }

    fn off_diagonal(&self, first: usize) -> f64 {
        let (_, total) = self.rows(first);
        let same: f64 = (first..=self.values)
            .map(|value| self.at(value, value))
            .sum();
        total - same
    }
}

/// The alpha of unitizing of one value (Krippendorff 2004, page 251): observed and expected
/// disagreement, whose sums over all values give the alpha of all.
///
/// # Errors
/// As [`coincidences`].
pub fn end_disagreement(annotators: &[Vec<Unit>], length: u64) -> Result<(f64, f64), Undefined> {
    let parts = partitions(annotators, length)?;
    let (count, line) = (float(annotators.len() as u64), float(length));
    let mut observed = 0.0;
    for (one, units) in parts.iter().enumerate() {
        for (_, others) in parts.iter().enumerate().filter(|(n, _)| *n != one) {
            observed += squared_distances(units, others);
        }
    }
    observed /= count * (count - 1.0) * line * line;
    let marked = || parts.iter().flatten().filter(|part| part.value > 0);
    let mut gaps: Vec<f64> = parts
        .iter()
        .flatten()
        .filter(|part| part.value == 0)
        .map(|gap| float(gap.end - gap.start))
        .collect();
    gaps.sort_by(f64::total_cmp);
    let units = float(marked().count() as u64);
    let (mut above, mut below) = (0.0, count * line * (count * line - 1.0));
    for unit in marked() {
        let size = float(unit.end - unit.start);
        let places: f64 = gaps
            .iter()
            .rev()
            .take_while(|gap| **gap >= size)
            .map(|gap| gap - size + 1.0)
            .sum();
        let cubic = 2.0 * size.powi(3) - 3.0 * size * size + size;
        above += (units - 1.0) / 3.0 * cubic + size * size * places;
        below -= size * (size - 1.0);
    }
    if below <= 0.0 {
        return Err(Undefined::OneValue);
    }
    Ok((observed, 2.0 / line * above / below))
}

/// One minus observed by expected disagreement.
pub fn ratio(observed: f64, expected: f64) -> Figure {
    if expected > 0.0 {
        Ok(1.0 - observed / expected)
    } else {
        Err(Undefined::OneValue)
    }
}

fn squared_distances(units: &[Unit], others: &[Unit]) -> f64 {
    let mut sum = 0.0;
    for unit in units {
        let from = others.partition_point(|other| other.end <= unit.start);
        let near = others
            .iter()
            .skip(from)
            .take_while(|it| it.start < unit.end);
        for other in near {
            let size = |it: &Unit| float(it.end - it.start).powi(2);
            let apart = |a: u64, b: u64| float(a.abs_diff(b)).powi(2);
            let inside = |a: &Unit, b: &Unit| b.start <= a.start && a.end <= b.end;
            sum += match (unit.value > 0, other.value > 0) {
                (true, true) => apart(unit.start, other.start) + apart(unit.end, other.end),
                (true, false) if inside(unit, other) => size(unit),
                (false, true) if inside(other, unit) => size(other),
                _ => 0.0,
            };
        }
    }
    sum
}

/// Each annotator's units and gaps, of two annotators or more.
fn partitions(annotators: &[Vec<Unit>], length: u64) -> Result<Vec<Vec<Unit>>, Undefined> {
    if annotators.len() < 2 || length == 0 {
        return Err(Undefined::Alone);
    }
    let parts = annotators.iter().map(|units| partition(units, length));
    parts.collect()
}

/// Units and the gaps between them, in order; a gap has the value 0, others are one more.
fn partition(units: &[Unit], length: u64) -> Result<Vec<Unit>, Undefined> {
    let mut sorted = units.to_vec();
    sorted.sort_unstable();
    let mut parts = Vec::with_capacity(2 * sorted.len() + 1);
    let mut at = 0;
    let gap = |start, end| Unit {
        start,
        end,
        value: 0,
    };
    for unit in sorted {
        if unit.start < at {
            return Err(Undefined::Overlap);
        }
        if unit.start > at {
            parts.push(gap(at, unit.start));
        }
        parts.push(Unit {
            value: unit.value + 1,
            ..unit
        });
        at = unit.end;
    }
    if at < length {
        parts.push(gap(at, length));
    }
    Ok(parts)
}

/// The stretches of the line in which no annotator's part changes: the length, and each part.
fn stretches(parts: &[Vec<Unit>], length: u64) -> Vec<(f64, Vec<Unit>)> {
    let mut rests: Vec<_> = parts.iter().map(|part| part.iter().peekable()).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < length {
        let here: Vec<Unit> = rests
            .iter_mut()
            .filter_map(|rest| {
                while rest.next_if(|part| part.end <= at).is_some() {}
                rest.peek().copied().copied()
            })
            .collect();
        let next = here.iter().map(|part| part.end).min().unwrap_or(length);
        found.push((float(next - at), here));
        at = next.max(at + 1);
    }
    found
}

fn denominator(total: f64, own: f64) -> Result<f64, Undefined> {
    let below = total - own / total;
    if total > 0.0 && below > 0.0 {
        Ok(below)
    } else {
        Err(Undefined::OneValue)
    }
}

fn bump(sums: &mut [f64], place: usize, by: f64) {
    if let Some(sum) = sums.get_mut(place) {
        *sum += by;
    }
}

/// Lengths of texts are far below 2^52, so nothing is lost.
fn float(length: u64) -> f64 {
    length as f64
}
