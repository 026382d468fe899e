//! Why a figure is not defined: one convention for all measures.

use std::fmt;

/// Why a measure has no value. No measure gives 0, 1 or «not a number» in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Undefined {
    /// Fewer than two annotators did the same article.
    Alone,
    /// There is not one item that two of them could have judged.
    NoItems,
    /// Nobody marked anything.
    NothingMarked,
    /// Everybody gave one and the same value throughout, so that chance alone explains it.
    OneValue,
    /// No item was judged by all of them.
    NoCommonItem,
    /// One annotator's marks overlap, which this measure cannot hold.
    Overlap,
    /// No two marks of different annotators share words.
    NoCommonWords,
    /// No two marks that mean each other have this tag.
    NoPair,
    /// Chance would give no disorder either.
    NoChance,
    /// Nobody drew a link between marks that both have.
    NoLinks,
    /// The reference has nothing that could be found.
    NothingToFind,
    /// Nothing was marked that could be right.
    NothingFound,
}

impl fmt::Display for Undefined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Alone => "fewer than two annotators did the same article",
            Self::NoItems => "there is nothing that two annotators judged",
            Self::NothingMarked => "nobody marked anything",
            Self::OneValue => "all gave one and the same value throughout",
            Self::NoCommonItem => "there is nothing that all annotators judged",
            Self::Overlap => "marks of one annotator overlap",
            Self::NoCommonWords => "no two annotators' marks share words",
            Self::NoPair => "no two marks that mean each other have it",
            Self::NoChance => "chance would give no disorder either",
            Self::NoLinks => "nobody linked marks that both annotators have",
            Self::NothingToFind => "the reference has nothing that could be found",
            Self::NothingFound => "nothing was marked that could be right",
        })
    }
}

/// A figure, or why there is none.
pub type Figure = Result<f64, Undefined>;
