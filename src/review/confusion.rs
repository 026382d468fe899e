//! Who gave which tag where the other gave which: the table that shows which tags two annotators
//! take for each other.

use std::collections::BTreeMap;

use super::compare::{ArticleReport, DisputeKind, Position, Reading, Report};
use crate::project::Id;

/// The tags that two gave at one position; none where one has marked nothing.
pub type TagPair = (Option<Id>, Option<Id>);

/// The table of two annotators.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Confusion {
    /// Their names: whose tags are the rows, and whose the columns.
    pub names: (String, String),
    /// For each pair of tags how many positions where both gave the same, or how many disputes
    /// where they did not; a pair that only other disputes lie behind counts none.
    pub counts: BTreeMap<TagPair, usize>,
}

impl Confusion {
    /// The tags that either gave, sorted.
    pub fn tags(&self) -> Vec<&Id> {
        let all = self.counts.keys().flat_map(|(one, other)| [one, other]);
        let mut tags: Vec<&Id> = all.flatten().collect();
        tags.sort();
        tags.dedup();
        tags
    }

    /// How many a pair of tags has.
    pub fn count(&self, one: Option<&Id>, other: Option<&Id>) -> usize {
        let key = (one.cloned(), other.cloned());
        self.counts.get(&key).copied().unwrap_or(0)
    }
}

/// The table of each two of those who were compared, of all articles that both have begun.
pub fn confusions(report: &Report) -> Vec<Confusion> {
    let names: Vec<&str> = report.colleagues.iter().map(String::as_str).collect();
    each_two(&names, report.articles.iter())
}

/// The table of each two of some colleagues, by their names.
pub fn each_two<'r>(
    names: &[&str],
    articles: impl Iterator<Item = &'r ArticleReport> + Clone,
) -> Vec<Confusion> {
    let mut found = Vec::new();
    for (one, name) in names.iter().enumerate() {
        for (other, its) in names.iter().enumerate().skip(one + 1) {
            found.push(Confusion {
                names: ((*name).to_owned(), (*its).to_owned()),
                counts: counts(articles.clone(), (one, other)),
            });
        }
    }
    found
}

/// The counts of two colleagues, by their places.
pub fn counts<'r>(
    articles: impl IntoIterator<Item = &'r ArticleReport>,
    who: (usize, usize),
) -> BTreeMap<TagPair, usize> {
    let mut counts: BTreeMap<TagPair, usize> = BTreeMap::new();
    for article in articles {
        for pair in article.positions.iter().filter_map(|it| pair(it, who)) {
            match pair {
                (None, None) => {}
                (one, other) if one == other => *counts.entry((one, other)).or_default() += 1,
                pair => {
                    counts.entry(pair).or_default();
                }
            }
        }
        for dispute in &article.disputes {
            let position = article.positions.get(dispute.position);
            let Some(pair) = position.and_then(|it| pair(it, who)) else {
                continue;
            };
            if about(&pair) == Some(dispute.kind) {
                *counts.entry(pair).or_default() += 1;
            }
        }
    }
    counts
}

/// The tags that two gave at a position, of the first of several marks; none if one of them takes
/// no part in it.
pub fn pair(position: &Position, (one, other): (usize, usize)) -> Option<TagPair> {
    let tag = |number: usize| match position.readings.get(number) {
        None | Some(Reading::NotDone) => None,
        Some(reading) => Some(reading.marks().first().map(|mark| mark.tag.clone())),
    };
    Some((tag(one)?, tag(other)?))
}

/// In what way two differ who gave these tags; none if the tags are the same.
pub fn about((one, other): &TagPair) -> Option<DisputeKind> {
    match (one, other) {
        _ if one == other => None,
        (Some(_), Some(_)) => Some(DisputeKind::Tag),
        _ => Some(DisputeKind::Missing),
    }
}
