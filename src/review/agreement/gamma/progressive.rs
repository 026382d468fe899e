//! A good alignment of many annotators in one go: each one's units are assigned in turn to the rows
//! of those before.

use super::{BestAlignment, Costs, Unit, by_mean, float};
use crate::review::assign::{Edge, cheapest};

/// How far from a row a unit is looked at, by the limit of what the pair may cost.
const LIMIT: f64 = 4.0;

/// Rows that hold every unit, with the disorder they have. Nothing is proved: the gap is all of it.
pub(super) fn alignment(annotators: &[Vec<Unit>], costs: &Costs) -> BestAlignment {
    let count = annotators.len();
    let pairs = float(count * count.saturating_sub(1)) / 2.0;
    let mut rows: Vec<Vec<Option<usize>>> = Vec::new();
    for (number, units) in annotators.iter().enumerate() {
        let edges = edges(annotators, &rows, units, costs, pairs);
        let alone = (float(count) + pairs) * costs.empty;
        let found = cheapest(units.len(), rows.len(), &edges, alone);
        for (place, row) in found.into_iter().enumerate() {
            let row = row.unwrap_or_else(|| {
                rows.push(vec![None; count]);
                rows.len() - 1
            });
            if let Some(slot) = rows.get_mut(row).and_then(|row| row.get_mut(number)) {
                *slot = Some(place);
            }
        }
    }
    let sum: f64 = rows
        .iter()
        .map(|row| cost(annotators, row, costs, pairs))
        .sum();
    let units = annotators.iter().map(Vec::len).sum();
    let disorder = by_mean(sum, units, count);
    BestAlignment {
        rows,
        disorder,
        gap: disorder,
    }
}

fn members<'u>(
    annotators: &'u [Vec<Unit>],
    row: &'u [Option<usize>],
) -> impl Iterator<Item = &'u Unit> {
    let places = row.iter().zip(annotators);
    places.filter_map(|(place, units)| units.get((*place)?))
}

fn cost(annotators: &[Vec<Unit>], row: &[Option<usize>], costs: &Costs, pairs: f64) -> f64 {
    let units: Vec<&Unit> = members(annotators, row).collect();
    let mut sum = 0.0;
    for (place, one) in units.iter().enumerate() {
        let later = units.iter().skip(place + 1);
        sum += later.map(|other| costs.both(one, other)).sum::<f64>();
    }
    let filled = float(units.len() * units.len().saturating_sub(1)) / 2.0;
    (sum + (pairs - filled) * costs.empty) / pairs
}

/// What it costs to put each unit into a row near it, where that is worth it. A unit in a row saves
/// an empty partner for each member, and its own row.
fn edges(
    annotators: &[Vec<Unit>],
    rows: &[Vec<Option<usize>>],
    units: &[Unit],
    costs: &Costs,
    pairs: f64,
) -> Vec<Edge> {
    let first = |(number, row): (usize, &Vec<Option<usize>>)| {
        let unit = members(annotators, row).next()?;
        Some((unit.start, number))
    };
    let mut starts: Vec<(f64, usize)> = rows.iter().enumerate().filter_map(first).collect();
    starts.sort_by(|one, other| one.0.total_cmp(&other.0));
    let longest = annotators
        .iter()
        .flatten()
        .map(|unit| unit.end - unit.start)
        .fold(0.0, f64::max);
    let reach = (LIMIT / costs.alpha).sqrt();
    let base = float(annotators.len()) * costs.empty;
    let alone = base + pairs * costs.empty;
    let mut edges = Vec::new();
    for (row, unit) in units.iter().enumerate() {
        let away = reach * (unit.end - unit.start + longest);
        let from = starts.partition_point(|(start, _)| *start < unit.start - away);
        let near = starts.iter().skip(from);
        for (_, column) in near.take_while(|(start, _)| *start <= unit.start + away) {
            let Some(places) = rows.get(*column) else {
                continue;
            };
            let extra = members(annotators, places).map(|it| costs.both(unit, it) - costs.empty);
            let cost = base + extra.sum::<f64>();
            if cost < alone {
                edges.push(Edge {
                    row,
                    column: *column,
                    cost,
                });
            }
        }
    }
    edges
}
