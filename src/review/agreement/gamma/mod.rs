//! Gamma: how far annotators agree on where units are and what they are, at once.
//!
//! Mathet, Widlöcher and Métivier, «The unified and holistic method gamma for inter-annotator
//! agreement measure and alignment», Computational Linguistics 41(3), 2015; gamma-cat and gamma-k:
//! Mathet, «The agreement measure gamma-cat», Computational Linguistics 43(3), 2017. Units of all
//! annotators are put together in the cheapest way, and its disorder is held against that of the
//! same units rotated by chance. The best alignment is exact: for two annotators an assignment, for
//! more a search that says by how much it may miss if its budget ends.

mod many;
mod progressive;
mod sample;

use super::rng::Rng;
use super::undefined::{Figure, Undefined};
use crate::review::assign::{Edge, cheapest};

/// A unit: where it starts and ends on the line, and its value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit {
    /// Where it starts.
    pub start: f64,
    /// Where it ends; after the start.
    pub end: f64,
    /// Its value.
    pub value: usize,
}

/// What differences cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Costs {
    /// The weight of places.
    pub alpha: f64,
    /// The weight of values.
    pub beta: f64,
    /// What a unit without a partner costs.
    pub empty: f64,
}

impl Default for Costs {
    fn default() -> Self {
        Self {
            alpha: 1.0,
            beta: 1.0,
            empty: 1.0,
        }
    }
}

/// Units of all annotators put together: each stands in exactly one row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BestAlignment {
    /// For each row the unit of each annotator, by its place in that annotator's list.
    pub rows: Vec<Vec<Option<usize>>>,
    /// The disorder of the rows, by the mean number of units of an annotator.
    pub disorder: f64,
    /// By how much the disorder may be too great; 0 if it is proved to be the least.
    pub gap: f64,
}

/// Gamma and its kin.
#[derive(Clone, Debug, PartialEq)]
pub struct Gamma {
    /// The best alignment.
    pub best: BestAlignment,
    /// The mean disorder by chance.
    pub expected: f64,
    /// How far the mean may be from what endless sampling would give, in 95 of 100 cases.
    pub precision: f64,
    /// Gamma.
    pub gamma: Figure,
    /// Gamma-cat: values alone, of units that mean each other.
    pub gamma_cat: Figure,
    /// Gamma-k for each value.
    pub gamma_k: Vec<Figure>,
}

/// The most annotators for whom the best alignment is looked for among all.
const EXACT: usize = 6;

/// How many rotations are sampled.
pub const SAMPLES: usize = 30;

impl Costs {
    /// What it costs that two units differ in place (equation 5 of the paper, by alpha).
    pub fn place(&self, one: &Unit, other: &Unit) -> f64 {
        let apart = (one.start - other.start).abs() + (one.end - other.end).abs();
        let sizes = (one.end - one.start) + (other.end - other.start);
        self.alpha * self.empty * (apart / sizes).powi(2)
    }

    /// What it costs that two units differ in value.
    pub fn value(&self, one: &Unit, other: &Unit) -> f64 {
        if one.value == other.value {
            0.0
        } else {
            self.beta * self.empty
        }
    }

    /// What it costs that two units mean each other.
    pub fn both(&self, one: &Unit, other: &Unit) -> f64 {
        self.place(one, other) + self.value(one, other)
    }
}

/// The cheapest way to put annotators' units together.
pub fn best_alignment(annotators: &[Vec<Unit>], costs: &Costs) -> BestAlignment {
    match annotators {
        [one, other] => pair(one, other, costs),
        _ if annotators.len() > EXACT => progressive::alignment(annotators, costs),
        _ => {
            let found = many::best_alignment(annotators, costs);
            if found.gap == 0.0 {
                return found;
            }
            let other = progressive::alignment(annotators, costs);
            let better = other.disorder < found.disorder;
            if better { other } else { found }
        }
    }
}

/// Gamma of annotators' units on a line of some length, with chance from `samples` rotations.
///
/// # Errors
/// If there are fewer than two annotators or no units. The figures inside have reasons of their
/// own.
pub fn gamma(
    annotators: &[Vec<Unit>],
    length: f64,
    costs: &Costs,
    samples: usize,
    seed: u64,
) -> Result<Gamma, Undefined> {
    if annotators.len() < 2 {
        return Err(Undefined::Alone);
    }
    if annotators.iter().all(Vec::is_empty) {
        return Err(Undefined::NothingMarked);
    }
    let values = annotators.iter().flatten().map(|unit| unit.value + 1).max();
    let values = values.unwrap_or_default();
    let mut best = best_alignment(annotators, costs);
    if best.gap > 0.0 {
        best.gap = best.gap.min(best.disorder - floor(annotators, costs));
    }
    let mut rng = Rng::new(seed);
    let mut disorders = Vec::with_capacity(samples);
    let mut chance = vec![Vec::new(); values + 1];
    for _ in 0..samples {
        let rotated = sample::rotate(annotators, length, &mut rng);
        let aligned = best_alignment(&rotated, costs);
        disorders.push(aligned.disorder);
        let by_value = value_disorders(&rotated, &aligned, costs, values);
        for (slot, disorder) in chance.iter_mut().zip(by_value) {
            slot.extend(disorder);
        }
    }
    let (expected, precision) = mean(&disorders);
    let observed = value_disorders(annotators, &best, costs, values);
    let mut figures = observed.into_iter().zip(&chance).map(|(observed, chance)| {
        let observed = observed.ok_or(Undefined::NoPair)?;
        over_chance(observed, mean(chance).0)
    });
    Ok(Gamma {
        gamma: over_chance(best.disorder, expected),
        gamma_cat: figures.next().unwrap_or(Err(Undefined::NoPair)),
        gamma_k: figures.collect(),
        best,
        expected,
        precision,
    })
}

fn over_chance(observed: f64, expected: f64) -> Figure {
    if expected > 0.0 {
        Ok(1.0 - observed / expected)
    } else {
        Err(Undefined::NoChance)
    }
}

/// The mean, and half the width of its interval of 95 in 100.
fn mean(numbers: &[f64]) -> (f64, f64) {
    let count = float(numbers.len());
    if numbers.is_empty() {
        return (0.0, 0.0);
    }
    let mean = numbers.iter().sum::<f64>() / count;
    let squares: f64 = numbers.iter().map(|n| (n - mean).powi(2)).sum();
    let deviation = (squares / (count - 1.0).max(1.0)).sqrt();
    (mean, 1.96 * deviation / count.sqrt())
}

/// The best alignment of two annotators is an assignment: only units that together cost less than
/// two alone can be partners.
fn pair(one: &[Unit], other: &[Unit], costs: &Costs) -> BestAlignment {
    let alone = 2.0 * costs.empty;
    let edges = edges(one, other, costs, alone);
    let found = cheapest(one.len(), other.len(), &edges, alone);
    let mut taken = vec![false; other.len()];
    let mut rows: Vec<Vec<Option<usize>>> = Vec::with_capacity(one.len() + other.len());
    let mut sum = 0.0;
    for (row, partner) in found.into_iter().enumerate() {
        if let Some(slot) = partner.and_then(|it| taken.get_mut(it)) {
            *slot = true;
        }
        let both = partner.and_then(|it| Some(costs.both(one.get(row)?, other.get(it)?)));
        sum += both.unwrap_or(costs.empty);
        rows.push(vec![Some(row), partner]);
    }
    for (column, _) in taken.iter().enumerate().filter(|(_, taken)| !**taken) {
        sum += costs.empty;
        rows.push(vec![None, Some(column)]);
    }
    BestAlignment {
        rows,
        disorder: by_mean(sum, one.len() + other.len(), 2),
        gap: 0.0,
    }
}

/// The least disorder that an alignment of all can have: what the annotators of each pair cost at
/// the least, for a row of all holds a row of each pair.
fn floor(annotators: &[Vec<Unit>], costs: &Costs) -> f64 {
    let (mut sum, mut pairs) = (0.0, 0_usize);
    for (place, one) in annotators.iter().enumerate() {
        for other in annotators.iter().skip(place + 1) {
            let mean = float(one.len() + other.len()) / 2.0;
            sum += pair(one, other, costs).disorder * mean;
            pairs += 1;
        }
    }
    let units = annotators.iter().map(Vec::len).sum();
    by_mean(sum / float(pairs.max(1)), units, annotators.len())
}

/// A sum of costs by the mean number of units of an annotator.
fn by_mean(sum: f64, units: usize, annotators: usize) -> f64 {
    if units == 0 {
        0.0
    } else {
        sum * float(annotators) / float(units)
    }
}

/// The pairs of units that cost less than `limit`, by row. Only units near each other are looked
/// at: how near follows from the longest unit.
fn edges(one: &[Unit], other: &[Unit], costs: &Costs, limit: f64) -> Vec<Edge> {
    let mut order: Vec<usize> = (0..other.len()).collect();
    let start_of = |place: &usize| other.get(*place).map_or(0.0, |unit| unit.start);
    order.sort_by(|a, b| start_of(a).total_cmp(&start_of(b)));
    let sorted: Vec<(usize, Unit)> = order
        .into_iter()
        .filter_map(|place| Some((place, *other.get(place)?)))
        .collect();
    let longest = other.iter().map(|it| it.end - it.start).fold(0.0, f64::max);
    let reach = (limit / (costs.alpha * costs.empty)).sqrt();
    let mut edges = Vec::new();
    for (row, unit) in one.iter().enumerate() {
        let away = reach * (unit.end - unit.start + longest);
        let from = sorted.partition_point(|(_, it)| it.start < unit.start - away);
        let near = sorted.iter().skip(from);
        for (column, partner) in near.take_while(|(_, it)| it.start <= unit.start + away) {
            let cost = costs.both(unit, partner);
            if cost < limit {
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

/// The disorder of values alone, first over all pairs of partners and then for each value over the
/// pairs in which it occurs; none where there is no such pair. Partners count by how well their
/// places fit, and the pairs of a row count as much as the row has units beyond the first.
fn value_disorders(
    annotators: &[Vec<Unit>],
    aligned: &BestAlignment,
    costs: &Costs,
    values: usize,
) -> Vec<Option<f64>> {
    let mut sums = vec![(0.0, 0.0); values + 1];
    for row in &aligned.rows {
        let units = row.iter().zip(annotators);
        let units: Vec<&Unit> = units
            .filter_map(|(place, units)| units.get((*place)?))
            .collect();
        if units.len() < 2 {
            continue;
        }
        let share = 1.0 / float(units.len() - 1);
        for (place, one) in units.iter().enumerate() {
            for other in units.iter().skip(place + 1) {
                let weight = share * (1.0 - costs.place(one, other)).max(0.0);
                let cost = costs.value(one, other) / costs.beta.max(f64::MIN_POSITIVE);
                let again = (one.value != other.value).then_some(other.value + 1);
                for slot in [Some(0), Some(one.value + 1), again].into_iter().flatten() {
                    if let Some((disorder, total)) = sums.get_mut(slot) {
                        *disorder += weight * cost;
                        *total += weight;
                    }
                }
            }
        }
    }
    let mean = |(disorder, total): (f64, f64)| (total > 0.0).then(|| disorder / total);
    sums.into_iter().map(mean).collect()
}

fn float(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(start: f64, end: f64, value: usize) -> Unit {
        Unit { start, end, value }
    }

    #[test]
    fn places_cost_what_figure_10_of_the_paper_prints() {
        let costs = Costs::default();
        let place = |a: (f64, f64), b: (f64, f64)| {
            let cost = costs.place(&unit(a.0, a.1, 0), &unit(b.0, b.1, 0));
            (cost * 100.0).round() / 100.0
        };
        assert_eq!(place((4.0, 14.0), (40.0, 44.0)), 22.22);
        assert_eq!(place((4.0, 14.0), (4.0, 14.0)), 0.0);
        assert_eq!(place((4.0, 14.0), (20.0, 25.0)), 3.24);
        assert_eq!(place((4.0, 14.0), (14.0, 24.0)), 1.0);
        assert_eq!(place((20.0, 30.0), (20.0, 25.0)), 0.11);
        assert_eq!(place((20.0, 25.0), (14.0, 24.0)), 0.22);
    }

    #[test]
    fn identical_units_have_no_disorder_and_gamma_1() {
        let units = vec![unit(1.0, 5.0, 0), unit(10.0, 15.0, 1)];
        let found = gamma(&[units.clone(), units], 40.0, &Costs::default(), 30, 1).unwrap();
        assert_eq!(found.best.disorder, 0.0);
        assert_eq!(found.gamma, Ok(1.0));
        assert_eq!(found.gamma_cat, Ok(1.0));
    }

    #[test]
    fn nothing_marked_is_undefined() {
        let none = gamma(&[Vec::new(), Vec::new()], 9.0, &Costs::default(), 30, 1);
        assert_eq!(none, Err(Undefined::NothingMarked));
    }
}
