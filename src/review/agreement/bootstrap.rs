//! How far a figure might be another if the texts had been others: intervals by resampling.

use super::coding::Tally;
use super::rng::Rng;
use super::undefined::Figure;

/// How often blocks are drawn again.
const RESAMPLES: usize = 1000;
/// Fewer blocks than this say nothing about others.
const FEWEST: usize = 5;
/// The seed of every interval.
const SEED: u64 = 1905;

/// The interval that holds 95 of 100 figures of as many blocks drawn by chance, with repetition
/// (Efron and Tibshirani, «An introduction to the bootstrap», 1993: percentiles). None if there are
/// too few blocks, or if the figure is undefined for one draw in twenty.
pub fn interval<T: Tally + Default>(
    blocks: &[T],
    figure: impl Fn(&T) -> Figure,
) -> Option<(f64, f64)> {
    if blocks.len() < FEWEST {
        return None;
    }
    let count = u64::try_from(blocks.len()).ok()?;
    let mut rng = Rng::new(SEED);
    let mut figures = Vec::with_capacity(RESAMPLES);
    for _ in 0..RESAMPLES {
        let mut sum = T::default();
        for _ in 0..count {
            let place = usize::try_from(rng.below(count)).ok()?;
            sum.add(blocks.get(place)?);
        }
        figures.extend(figure(&sum));
    }
    if figures.len() * 20 < RESAMPLES * 19 {
        return None;
    }
    figures.sort_by(f64::total_cmp);
    let low = figures.get(figures.len() / 40)?;
    let high = figures.get(figures.len() - 1 - figures.len() / 40)?;
    Some((*low, *high))
}
