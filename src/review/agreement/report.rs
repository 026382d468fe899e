//! What a study of agreement gives.

use super::measure::{Measure, Unit};
use super::undefined::Figure;
use crate::review::align::Refused;
use crate::review::carry::Carried;

/// How far some annotators agree.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agreement {
    /// The annotators.
    pub annotators: Vec<String>,
    /// How many articles at least two of them did.
    pub articles: usize,
    /// Every figure: all marks first, then by tag, by pair, by article and by tag in each.
    pub measurements: Vec<Measurement>,
    /// Articles of one name whose texts are too different.
    pub refused: Vec<Refused>,
    /// What became of marks that were carried over to a text that nearly agrees with theirs.
    pub carried: Vec<Carried>,
}

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Measurement {
    /// Which measure.
    pub measure: Measure,
    /// What it counts.
    pub unit: Unit,
    /// What it is about.
    pub scope: ScopeNames,
    /// The figure, or why there is none.
    pub value: Figure,
    /// The interval that holds it in 95 of 100 cases, if one could be found.
    pub interval: Option<(f64, f64)>,
    /// By how much it may be too small because a search for the best alignment ended early.
    pub gap: f64,
}

/// What a figure is about, in names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScopeNames {
    /// One tag's id, or all tags.
    pub tag: Option<String>,
    /// One article's id, or all articles.
    pub article: Option<String>,
    /// The annotators.
    pub annotators: Vec<String>,
}
