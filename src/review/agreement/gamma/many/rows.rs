//! Which units can stand in a row of a best alignment, and what each unit costs at the least.

use super::super::{Costs, Unit, float};

/// Rows that are thought of at most with one unit as the first of them, and over all units.
const ROWS_OF_ONE: usize = 4000;
const ROWS: usize = 400_000;
/// How often prices are raised as far as they go.
const ROUNDS: usize = 8;
/// Pairs of units that are looked at at most.
const PAIRS: usize = 4_000_000;

/// A unit of one annotator.
pub(super) struct Node {
    pub(super) annotator: usize,
    pub(super) place: usize,
    pub(super) unit: Unit,
}

/// A row that can be part of a best alignment.
pub(super) struct Row {
    /// The nodes after the first, sorted.
    pub(super) rest: Vec<u32>,
    /// What it costs beyond the least that its units must cost in any alignment.
    pub(super) excess: f64,
    pub(super) cost: f64,
}

pub(super) struct Problem {
    pub(super) nodes: Vec<Node>,
    /// For each node the later ones that can stand in a row with it, and the cost of the pair.
    near: Vec<Vec<(u32, f64)>>,
    /// For each node the rows that start with it.
    pub(super) rows: Vec<Vec<Row>>,
    /// How many pairs of annotators there are.
    pub(super) pairs: f64,
    pub(super) empty: f64,
    pub(super) annotators: usize,
    /// What each unit costs at the least: no row costs less than its units do.
    pub(super) prices: Vec<f64>,
    /// How many pairs may still be looked at.
    left: usize,
    /// Whether every row that can matter is there.
    pub(super) complete: bool,
}

impl Problem {
    pub(super) fn new(annotators: &[Vec<Unit>], costs: &Costs) -> Self {
        let mut nodes: Vec<Node> = annotators
            .iter()
            .enumerate()
            .flat_map(|(annotator, units)| {
                let units = units.iter().enumerate();
                units.map(move |(place, unit)| Node {
                    annotator,
                    place,
                    unit: *unit,
                })
            })
            .collect();
        nodes.sort_by(|one, other| {
            let start = one.unit.start.total_cmp(&other.unit.start);
            start.then(one.annotator.cmp(&other.annotator))
        });
        let count = annotators.len();
        let mut problem = Self {
            near: Vec::new(),
            rows: Vec::new(),
            pairs: float(count * count.saturating_sub(1)) / 2.0,
            empty: costs.empty,
            annotators: count,
            prices: Vec::new(),
            left: PAIRS,
            complete: true,
            nodes,
        };
        problem.find_near(costs);
        problem.find_rows();
        problem
    }

    /// No unit of a best row could leave it and make it cheaper, so that two units of it cost less
    /// together than as many empty partners as all pairs and all other members have.
    fn find_near(&mut self, costs: &Costs) {
        let limit = (self.pairs + float(self.annotators) - 1.0) * self.empty;
        let size = |unit: &Unit| unit.end - unit.start;
        let longest = self
            .nodes
            .iter()
            .map(|it| size(&it.unit))
            .fold(0.0, f64::max);
        let reach = (limit / (costs.alpha * costs.empty)).sqrt();
        for (number, node) in self.nodes.iter().enumerate() {
            let away = reach * (size(&node.unit) + longest);
            let later = self.nodes.iter().enumerate().skip(number + 1);
            let later = later.take_while(|(_, it)| it.unit.start - node.unit.start <= away);
            let near = later.filter(|(_, it)| it.annotator != node.annotator);
            let near = near.filter_map(|(other, it)| {
                let cost = costs.both(&node.unit, &it.unit);
                Some((u32::try_from(other).ok()?, cost)).filter(|_| cost < limit)
            });
            self.near.push(near.collect());
        }
    }

    fn find_rows(&mut self) {
        let mut total = 0;
        let most = (ROWS / self.nodes.len().max(1)).clamp(8, ROWS_OF_ONE);
        for first in 0..self.nodes.len() {
            let mut rows = Vec::new();
            let mut grow = vec![(vec![first], 0.0)];
            while let Some((members, sum)) = grow.pop() {
                if rows.len() >= most || total >= ROWS || self.left == 0 {
                    self.complete = false;
                    rows.push(self.row(&[first], 0.0));
                    break;
                }
                let near = self.near.get(first).map_or(0, Vec::len);
                self.left = self
                    .left
                    .saturating_sub(members.len() * (near + members.len()));
                self.extend(&members, sum, &mut grow);
                if self.holds(&members) {
                    rows.push(self.row(&members, sum));
                }
            }
            total += rows.len();
            self.rows.push(rows);
        }
    }

    /// Every row with one later unit more.
    fn extend(&self, members: &[usize], sum: f64, grow: &mut Vec<(Vec<usize>, f64)>) {
        let Some((first, last)) = members.first().zip(members.last()) else {
            return;
        };
        let near = self.near.get(*first).map(Vec::as_slice).unwrap_or_default();
        let from = near.partition_point(|(node, _)| as_place(*node) <= *last);
        for (node, _) in near.iter().skip(from) {
            let node = as_place(*node);
            let costs = members.iter().map(|member| self.between(*member, node));
            let Some(costs) = costs.collect::<Option<Vec<f64>>>() else {
                continue;
            };
            let sum = sum + costs.iter().sum::<f64>();
            if sum < float(self.annotators) * self.pairs * self.empty {
                let mut more = members.to_vec();
                more.push(node);
                grow.push((more, sum));
            }
        }
    }

    /// Whether no unit of a row would be better alone.
    fn holds(&self, members: &[usize]) -> bool {
        let limit = (float(members.len()) - 1.0 + self.pairs) * self.empty;
        members.len() < 2
            || members.iter().all(|one| {
                let others = members.iter().filter(|other| *other != one);
                let costs = others.map(|other| self.between(*one.min(other), *one.max(other)));
                costs.flatten().sum::<f64>() < limit
            })
    }

    fn between(&self, one: usize, other: usize) -> Option<f64> {
        let near = self.near.get(one)?;
        let at = near.binary_search_by_key(&other, |(node, _)| as_place(*node));
        near.get(at.ok()?).map(|(_, cost)| *cost)
    }

    fn row(&self, members: &[usize], sum: f64) -> Row {
        let count = float(members.len());
        let open = self.pairs - count * (count - 1.0) / 2.0;
        let rest = members.iter().skip(1);
        Row {
            rest: rest.filter_map(|node| u32::try_from(*node).ok()).collect(),
            excess: 0.0,
            cost: (sum + open * self.empty) / self.pairs,
        }
    }

    /// Finds for each unit a price such that no row costs less than its units' prices, and what
    /// each row costs beyond them. The sum of the prices is the least that any alignment costs.
    pub(super) fn price(&mut self) {
        let mut rows_of: Vec<Vec<(usize, usize)>> = vec![Vec::new(); self.nodes.len()];
        let mut prices = vec![self.empty; self.nodes.len()];
        for (first, rows) in self.rows.iter().enumerate() {
            for (number, row) in rows.iter().enumerate() {
                let share = row.cost / float(row.rest.len() + 1);
                for node in members(first, row) {
                    if let Some(list) = rows_of.get_mut(node) {
                        list.push((first, number));
                    }
                    if let Some(price) = prices.get_mut(node) {
                        *price = price.min(share);
                    }
                }
            }
        }
        for _ in 0..ROUNDS {
            for node in 0..self.nodes.len() {
                let rows = rows_of.get(node).into_iter().flatten();
                let slacks = rows.filter_map(|(first, number)| {
                    let row = self.rows.get(*first)?.get(*number)?;
                    Some(row.cost - price_of(&prices, *first, row))
                });
                let slack = slacks.fold(f64::INFINITY, f64::min);
                if let Some(price) = prices.get_mut(node)
                    && slack.is_finite()
                {
                    *price += slack.max(0.0);
                }
            }
        }
        for (first, rows) in self.rows.iter_mut().enumerate() {
            for row in rows.iter_mut() {
                row.excess = (row.cost - price_of(&prices, first, row)).max(0.0);
            }
            rows.sort_by(|one, other| one.excess.total_cmp(&other.excess));
        }
        self.prices = prices;
    }
}

pub(super) fn members(first: usize, row: &Row) -> impl Iterator<Item = usize> {
    std::iter::once(first).chain(row.rest.iter().map(|node| as_place(*node)))
}

fn price_of(prices: &[f64], first: usize, row: &Row) -> f64 {
    members(first, row)
        .filter_map(|node| prices.get(node))
        .sum()
}

pub(super) fn as_place(node: u32) -> usize {
    usize::try_from(node).unwrap_or(usize::MAX)
}
