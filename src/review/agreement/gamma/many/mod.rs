//! The best alignment of three annotators or more: a walk along the line that keeps every way in
//! which the units so far can be put together and that could still become the best.
//!
//! Units are sorted by place. The first that stands in no row yet starts a row: alone or with later
//! ones near it. Two ways that leave the same units open differ only in cost, and the cheaper one
//! is kept; a way that costs more than a known alignment, with what the open units cost at the
//! least, is dropped. The number of ways is bounded: when the bound is hit, the gap says by how
//! much the result may miss.

mod rows;

use std::collections::BTreeMap;

use super::{BestAlignment, Costs, Unit, by_mean, float};
use rows::{Problem, as_place, members};

/// Ways that are kept at one unit while looking for a first good alignment.
const NARROW: usize = 16;
/// Ways that are kept at one unit at most, and over all units.
const WIDE: usize = 4000;
const WIDE_IN_ALL: usize = 4_000_000;
/// The cheapest way to put annotators' units together, or a cheap one and its gap.
pub(super) fn best_alignment(annotators: &[Vec<Unit>], costs: &Costs) -> BestAlignment {
    let mut problem = Problem::new(annotators, costs);
    problem.price();
    let first = problem.walk(NARROW, f64::INFINITY);
    let found = if first.lost == f64::INFINITY {
        first
    } else {
        let width = (WIDE_IN_ALL / problem.nodes.len().max(1)).clamp(NARROW, WIDE);
        let wide = problem.walk(width, first.excess);
        let better = wide.excess <= first.excess;
        let lost = wide.lost;
        if better { wide } else { Walk { lost, ..first } }
    };
    let count = problem.nodes.len();
    // Prices hold only for the rows that were thought of.
    let gap = if problem.complete {
        (found.excess - found.lost).max(0.0)
    } else {
        found.cost
    };
    BestAlignment {
        rows: problem.as_rows(&found.rows),
        disorder: by_mean(found.cost, count, annotators.len()),
        gap: by_mean(gap, count, annotators.len()),
    }
}

/// What a walk along the line found.
struct Walk {
    /// For each row its first node and its place among that node's rows.
    rows: Vec<(usize, usize)>,
    cost: f64,
    excess: f64,
    /// The least excess of a way that was dropped because there were too many.
    lost: f64,
}

/// One way to put the units so far together.
#[derive(Clone, Copy)]
struct Way {
    excess: f64,
    /// The step that led here, in the list of all steps.
    step: Option<usize>,
}

struct Step {
    before: Option<usize>,
    first: usize,
    row: usize,
}

impl Problem {
    /// Walks along the line with at most `width` ways at a time, none above `limit`.
    fn walk(&self, width: usize, limit: f64) -> Walk {
        let mut steps: Vec<Step> = Vec::new();
        let mut lost = f64::INFINITY;
        let start = Way {
            excess: 0.0,
            step: None,
        };
        // The ways at the unit where the walk is, by the later units that stand in rows already.
        let mut ways: BTreeMap<Vec<u32>, Way> = BTreeMap::from([(Vec::new(), start)]);
        for first in 0..self.nodes.len() {
            let rows = self.rows.get(first).map(Vec::as_slice).unwrap_or_default();
            let mut next: BTreeMap<Vec<u32>, Way> = BTreeMap::new();
            for (closed, way) in ways {
                if closed.first().is_some_and(|node| as_place(*node) == first) {
                    let rest = closed.into_iter().skip(1).collect();
                    keep(&mut next, rest, way);
                    continue;
                }
                for (number, row) in rows.iter().enumerate() {
                    let excess = way.excess + row.excess;
                    if excess > limit + 1e-12 {
                        break;
                    }
                    let Some(closed) = united(&closed, &row.rest) else {
                        continue;
                    };
                    if next
                        .get(&closed)
                        .is_some_and(|known| known.excess <= excess)
                    {
                        continue;
                    }
                    steps.push(Step {
                        before: way.step,
                        first,
                        row: number,
                    });
                    let step = Some(steps.len() - 1);
                    next.insert(closed, Way { excess, step });
                }
            }
            self.drop_dominated(&mut next);
            lost = lost.min(narrow(&mut next, width));
            ways = next;
        }
        self.end(ways, &steps, lost)
    }

    /// Drops every way that the cheapest could take the place of, whatever comes later: what one
    /// has in a row and the other has not can be put alone, or taken out of its row, at a known
    /// price at the most.
    fn drop_dominated(&self, ways: &mut BTreeMap<Vec<u32>, Way>) {
        let cheapest = ways.iter().min_by(|a, b| a.1.excess.total_cmp(&b.1.excess));
        let Some((best, cost)) = cheapest.map(|(closed, way)| (closed.clone(), way.excess)) else {
            return;
        };
        let out = (float(self.annotators) - 1.0) * self.empty / self.pairs;
        let price = |node: &u32| {
            self.prices
                .get(as_place(*node))
                .copied()
                .unwrap_or_default()
        };
        ways.retain(|closed, way| {
            let alone = closed
                .iter()
                .filter(|node| best.binary_search(node).is_err());
            let alone: f64 = alone.map(|node| self.empty - price(node)).sum();
            let taken = best
                .iter()
                .filter(|node| closed.binary_search(node).is_err());
            let taken: f64 = taken.map(|node| out + price(node)).sum();
            *closed == best || way.excess < cost + alone + taken
        });
    }

    fn end(&self, ways: BTreeMap<Vec<u32>, Way>, steps: &[Step], lost: f64) -> Walk {
        let best = ways
            .into_values()
            .min_by(|a, b| a.excess.total_cmp(&b.excess));
        let mut walk = Walk {
            rows: Vec::new(),
            cost: 0.0,
            excess: best.map_or(f64::INFINITY, |way| way.excess),
            lost,
        };
        let mut step = best.and_then(|way| way.step);
        while let Some(it) = step.and_then(|step| steps.get(step)) {
            walk.rows.push((it.first, it.row));
            step = it.before;
        }
        walk.rows.reverse();
        let rows = walk.rows.iter();
        let costs = rows.filter_map(|(first, row)| Some(self.rows.get(*first)?.get(*row)?.cost));
        walk.cost = costs.sum();
        walk
    }

    fn as_rows(&self, rows: &[(usize, usize)]) -> Vec<Vec<Option<usize>>> {
        let filled = rows.iter().filter_map(|(first, number)| {
            let row = self.rows.get(*first)?.get(*number)?;
            let mut places = vec![None; self.annotators];
            for node in members(*first, row) {
                let node = self.nodes.get(node)?;
                *places.get_mut(node.annotator)? = Some(node.place);
            }
            Some(places)
        });
        filled.collect()
    }
}

fn keep(ways: &mut BTreeMap<Vec<u32>, Way>, closed: Vec<u32>, way: Way) {
    let known = ways.entry(closed).or_insert(way);
    if way.excess < known.excess {
        *known = way;
    }
}

/// Drops the dearest ways until `width` are left. Returns the least excess that was dropped.
fn narrow(ways: &mut BTreeMap<Vec<u32>, Way>, width: usize) -> f64 {
    if ways.len() <= width {
        return f64::INFINITY;
    }
    let mut all: Vec<(Vec<u32>, Way)> = std::mem::take(ways).into_iter().collect();
    all.sort_by(|one, other| one.1.excess.total_cmp(&other.1.excess));
    let lost = all.get(width).map_or(f64::INFINITY, |(_, way)| way.excess);
    all.truncate(width);
    ways.extend(all);
    lost
}

/// Both lists as one sorted list; none if they have a node in common.
fn united(closed: &[u32], rest: &[u32]) -> Option<Vec<u32>> {
    if rest.iter().any(|node| closed.binary_search(node).is_ok()) {
        return None;
    }
    let mut all: Vec<u32> = closed.iter().chain(rest).copied().collect();
    all.sort_unstable();
    Some(all)
}
