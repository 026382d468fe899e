//! Measures over items that each annotator gave one value: raw agreement, kappas and alpha.
//!
//! An item stands for several at once if they all have the same values, so that a text costs as
//! much as it has marks and not as it has characters.

use super::undefined::{Figure, Undefined};

/// The value of an annotator who did not judge an item.
pub const MISSING: u16 = u16::MAX;

/// Items and the value that each annotator gave them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Items {
    /// How many alike items each one stands for.
    pub weights: Vec<u64>,
    /// For each annotator one value an item, below `values`, or [`MISSING`].
    pub rows: Vec<Vec<u16>>,
    /// How many different values there are.
    pub values: usize,
    /// The block of text that each item stands in, for resampling.
    pub blocks: Vec<usize>,
}

/// What the measures over items need: sums that can be added up over blocks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sums {
    /// The items, or for alpha the values.
    total: f64,
    /// The weight of equal pairs.
    same: f64,
    /// How often each value was given, by the first of two annotators or by all.
    given: Vec<f64>,
    /// How often the second gave it.
    other: Vec<f64>,
}

/// What can be added up over blocks of text.
pub trait Tally: Clone {
    /// Adds another block's.
    fn add(&mut self, other: &Self);
}

impl Tally for Sums {
    fn add(&mut self, other: &Self) {
        self.total += other.total;
        self.same += other.same;
        add_each(&mut self.given, &other.given);
        add_each(&mut self.other, &other.other);
    }
}

/// Adds each number of `more` to the number at its place.
pub fn add_each(sums: &mut Vec<f64>, more: &[f64]) {
    if sums.len() < more.len() {
        sums.resize(more.len(), 0.0);
    }
    for (sum, more) in sums.iter_mut().zip(more) {
        *sum += more;
    }
}

impl Items {
    /// The sums for Cohen's kappa over two annotators, a block each.
    pub fn pair_sums(&self, one: usize, other: usize) -> Vec<Sums> {
        let row = |number: usize| self.rows.get(number).map(Vec::as_slice);
        let pair = row(one)
            .unwrap_or_default()
            .iter()
            .zip(row(other).unwrap_or_default());
        self.each(pair, |sums, weight, (a, b)| {
            if *a == MISSING || *b == MISSING {
                return;
            }
            sums.total += weight;
            if a == b {
                sums.same += weight;
            }
            count(&mut sums.given, *a, weight);
            count(&mut sums.other, *b, weight);
        })
    }

    /// The sums for Fleiss' kappa, a block each: of the items that all annotators judged.
    pub fn fleiss_sums(&self) -> Vec<Sums> {
        self.each_item(|sums, weight, values| {
            if values.contains(&MISSING) || values.len() < 2 {
                return;
            }
            let pairs = as_f64(values.len() * (values.len() - 1));
            sums.total += weight;
            sums.same += weight * equal_pairs(values) / pairs;
            values
                .iter()
                .for_each(|value| count(&mut sums.given, *value, weight));
        })
    }

    /// The sums for Krippendorff's alpha, a block each: of the items that two or more judged.
    pub fn alpha_sums(&self) -> Vec<Sums> {
        self.each_item(|sums, weight, values| {
            values.retain(|value| *value != MISSING);
            if values.len() < 2 {
                return;
            }
            sums.total += weight * as_f64(values.len());
            sums.same += weight * equal_pairs(values) / as_f64(values.len() - 1);
            values
                .iter()
                .for_each(|value| count(&mut sums.given, *value, weight));
        })
    }

    fn each<T>(
        &self,
        items: impl Iterator<Item = T>,
        add: impl Fn(&mut Sums, f64, T),
    ) -> Vec<Sums> {
        let mut found = self.no_sums();
        let blocks = self.blocks.iter().copied().chain(std::iter::repeat(0));
        for ((item, weight), block) in items.zip(&self.weights).zip(blocks) {
            if let Some(sums) = found.get_mut(block) {
                add(sums, whole(*weight), item);
            }
        }
        found
    }

    /// The same over the values that all annotators gave each item.
    fn each_item(&self, add: impl Fn(&mut Sums, f64, &mut Vec<u16>)) -> Vec<Sums> {
        // One list for all items: a million small ones would cost more than the sums.
        let mut values = Vec::with_capacity(self.rows.len());
        let mut found = self.no_sums();
        let blocks = self.blocks.iter().copied().chain(std::iter::repeat(0));
        for ((item, weight), block) in self.weights.iter().enumerate().zip(blocks) {
            values.clear();
            let row = |row: &Vec<u16>| row.get(item).copied().unwrap_or(MISSING);
            values.extend(self.rows.iter().map(row));
            if let Some(sums) = found.get_mut(block) {
                add(sums, whole(*weight), &mut values);
            }
        }
        found
    }

    fn no_sums(&self) -> Vec<Sums> {
        let last = self.blocks.iter().max().map_or(1, |block| block + 1);
        let none = Sums {
            given: vec![0.0; self.values],
            other: vec![0.0; self.values],
            ..Sums::default()
        };
        vec![none; last]
    }
}

/// The sums of all blocks.
pub fn sum<T: Tally + Default>(blocks: &[T]) -> T {
    let mut all = T::default();
    blocks.iter().for_each(|block| all.add(block));
    all
}

/// The share of items on which two annotators agree.
pub fn raw(sums: &Sums) -> Figure {
    if sums.total > 0.0 {
        Ok(sums.same / sums.total)
    } else {
        Err(Undefined::NoItems)
    }
}

/// Cohen's kappa (Cohen 1960): chance from each annotator's own use of the values.
pub fn cohen_kappa(sums: &Sums) -> Figure {
    let observed = raw(sums)?;
    let products = sums.given.iter().zip(&sums.other).map(|(a, b)| a * b);
    let chance = products.sum::<f64>() / (sums.total * sums.total);
    beyond_chance(observed, chance)
}

/// Fleiss' kappa (Fleiss 1971): chance from the use of the values by all annotators together.
pub fn fleiss_kappa(sums: &Sums) -> Figure {
    let ratings: f64 = sums.given.iter().sum();
    if sums.total <= 0.0 {
        return Err(Undefined::NoCommonItem);
    }
    let squares = sums.given.iter().map(|count| (count / ratings).powi(2));
    beyond_chance(sums.same / sums.total, squares.sum())
}

/// Krippendorff's alpha for nominal values (Krippendorff 2004, 2011), over the coincidence matrix.
pub fn krippendorff_alpha(sums: &Sums) -> Figure {
    let total = sums.total;
    if total <= 0.0 {
        return Err(Undefined::NoItems);
    }
    let squares = sums.given.iter().map(|count| count * count).sum::<f64>();
    let expected = total * total - squares;
    if expected <= 0.0 {
        return Err(Undefined::OneValue);
    }
    Ok(1.0 - (total - 1.0) * (total - sums.same) / expected)
}

fn beyond_chance(observed: f64, chance: f64) -> Figure {
    if chance >= 1.0 {
        return Err(Undefined::OneValue);
    }
    Ok((observed - chance) / (1.0 - chance))
}

/// How many ordered pairs of annotators gave equal values.
fn equal_pairs(values: &[u16]) -> f64 {
    let equal = values.iter().enumerate().map(|(place, value)| {
        let later = values.iter().skip(place + 1);
        later.filter(|other| *other == value).count()
    });
    2.0 * as_f64(equal.sum())
}

fn count(counts: &mut [f64], value: u16, weight: f64) {
    if let Some(slot) = counts.get_mut(usize::from(value)) {
        *slot += weight;
    }
}

/// Counts here are far below 2^52, so nothing is lost.
fn as_f64(count: usize) -> f64 {
    count as f64
}

fn whole(weight: u64) -> f64 {
    weight as f64
}
