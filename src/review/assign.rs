//! Who goes with whom at the least cost: the sparse assignment problem, solved exactly.
//!
//! Rows are assigned to columns one to one, or stay alone at a fixed cost. Rows enter one after the
//! other, each along a shortest augmenting path under reduced costs (Jonker and Volgenant, «A
//! shortest augmenting path algorithm for dense and sparse linear assignment problems», Computing
//! 38, 1987). Staying alone is a column of the row's own, so only edges that are worth it cost time.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// A row and a column that may go together, and what that costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Edge {
    pub(super) row: usize,
    pub(super) column: usize,
    /// At least 0. An edge that costs as much as staying alone is never taken.
    pub(super) cost: f64,
}

/// The column of each row in an assignment of least total cost; none for a row that stays alone,
/// which costs `alone`. Edges must be sorted by row. The same edges always give the same answer.
pub(super) fn cheapest(
    rows: usize,
    columns: usize,
    edges: &[Edge],
    alone: f64,
) -> Vec<Option<usize>> {
    let mut solver = Solver::new(rows, columns, edges, alone);
    for row in 0..rows {
        solver.enter(row);
    }
    solver.column_of
}

struct Solver<'e> {
    /// The edges of each row.
    rows: Vec<&'e [Edge]>,
    alone: f64,
    columns: Vec<Column>,
    column_of: Vec<Option<usize>>,
    /// The columns that the search of this row has reached, so that only they are reset.
    reached: Vec<usize>,
    heap: BinaryHeap<Reverse<(Cost, usize)>>,
}

#[derive(Clone, Copy)]
struct Column {
    /// The dual price; never positive.
    price: f64,
    row: Option<usize>,
    /// The cost of its row's edge to it.
    cost: f64,
    distance: f64,
    /// The row from which the search came here, and the cost of that edge.
    from: (usize, f64),
    settled: bool,
}

/// Where a search ends: at a free column, or at a row that stays alone from now on.
enum End {
    Free(usize),
    Alone(usize),
}

impl<'e> Solver<'e> {
    fn new(rows: usize, columns: usize, edges: &'e [Edge], alone: f64) -> Self {
        let fresh = Column {
            price: 0.0,
            row: None,
            cost: 0.0,
            distance: f64::INFINITY,
            from: (0, 0.0),
            settled: false,
        };
        let mut slices: Vec<&[Edge]> = vec![&[]; rows];
        for chunk in edges.chunk_by(|one, two| one.row == two.row) {
            let row = chunk.first().and_then(|edge| slices.get_mut(edge.row));
            if let Some(slot) = row {
                *slot = chunk;
            }
        }
        Self {
            rows: slices,
            alone,
            columns: vec![fresh; columns],
            column_of: vec![None; rows],
            reached: Vec::new(),
            heap: BinaryHeap::new(),
        }
    }

    fn enter(&mut self, row: usize) {
        let (end, total) = self.search(row);
        for place in std::mem::take(&mut self.reached) {
            let Some(column) = self.columns.get_mut(place) else {
                continue;
            };
            if column.settled {
                column.price += column.distance - total;
            }
            column.settled = false;
            column.distance = f64::INFINITY;
        }
        self.heap.clear();
        self.augment(row, end);
    }

    /// The nearest end for a row, and how far it is.
    fn search(&mut self, row: usize) -> (End, f64) {
        let mut alone = (self.alone, row);
        self.relax(row, 0.0);
        while let Some(Reverse((Cost(distance), place))) = self.heap.pop() {
            if distance > alone.0 {
                break;
            }
            let Some(column) = self.columns.get_mut(place) else {
                continue;
            };
            if column.settled || distance > column.distance {
                continue;
            }
            let Some(next) = column.row else {
                return (End::Free(place), distance);
            };
            column.settled = true;
            let base = distance - (column.cost - column.price);
            if base + self.alone < alone.0 {
                alone = (base + self.alone, next);
            }
            self.relax(next, base);
        }
        (End::Alone(alone.1), alone.0)
    }

    fn relax(&mut self, row: usize, base: f64) {
        let edges = self.rows.get(row).copied().unwrap_or_default();
        for edge in edges {
            let Some(column) = self.columns.get_mut(edge.column) else {
                continue;
            };
            let distance = base + edge.cost - column.price;
            if column.settled || distance >= column.distance {
                continue;
            }
            if column.distance == f64::INFINITY {
                self.reached.push(edge.column);
            }
            column.distance = distance;
            column.from = (row, edge.cost);
            self.heap.push(Reverse((Cost(distance), edge.column)));
        }
    }

    /// Moves every row on the path from `first` to the end by one.
    fn augment(&mut self, first: usize, end: End) {
        let mut free = match end {
            End::Free(column) => Some(column),
            End::Alone(row) => {
                let left = self.column_of.get_mut(row).and_then(Option::take);
                if row == first { None } else { left }
            }
        };
        while let Some(place) = free {
            let Some(column) = self.columns.get_mut(place) else {
                return;
            };
            let (row, cost) = column.from;
            (column.row, column.cost) = (Some(row), cost);
            let left = self
                .column_of
                .get_mut(row)
                .and_then(|slot| slot.replace(place));
            free = if row == first { None } else { left };
        }
    }
}

/// A finite cost that can be compared.
#[derive(Clone, Copy, PartialEq)]
struct Cost(f64);

impl Eq for Cost {}

impl PartialOrd for Cost {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Cost {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every assignment, one after the other.
    fn slow(rows: usize, edges: &[Edge], alone: f64, row: usize, taken: &mut Vec<usize>) -> f64 {
        if row == rows {
            return 0.0;
        }
        let mut best = alone + slow(rows, edges, alone, row + 1, taken);
        for edge in edges.iter().filter(|edge| edge.row == row) {
            if !taken.contains(&edge.column) {
                taken.push(edge.column);
                best = best.min(edge.cost + slow(rows, edges, alone, row + 1, taken));
                taken.pop();
            }
        }
        best
    }

    fn total(found: &[Option<usize>], edges: &[Edge], alone: f64) -> f64 {
        let cost = |(row, column): (usize, &Option<usize>)| match column {
            None => alone,
            Some(column) => {
                let edge = edges.iter().find(|e| e.row == row && e.column == *column);
                edge.expect("an edge that is there").cost
            }
        };
        found.iter().enumerate().map(cost).sum()
    }

    proptest! {
        #[test]
        fn the_cheapest_is_as_cheap_as_the_best_of_all(
            costs in proptest::collection::vec(proptest::option::of(0_u8..20), 30),
            rows in 0_usize..6,
        ) {
            let edges: Vec<Edge> = (0..rows)
                .flat_map(|row| (0..5).map(move |column| (row, column)))
                .zip(&costs)
                .filter_map(|((row, column), cost)| {
                    Some(Edge { row, column, cost: f64::from((*cost)?) })
                })
                .collect();
            let found = cheapest(rows, 5, &edges, 12.0);
            let mut columns: Vec<_> = found.iter().flatten().collect();
            columns.sort_unstable();
            columns.dedup();
            prop_assert_eq!(columns.len(), found.iter().flatten().count());
            let best = slow(rows, &edges, 12.0, 0, &mut Vec::new());
            prop_assert!((total(&found, &edges, 12.0) - best).abs() < 1e-9);
        }
    }
}
