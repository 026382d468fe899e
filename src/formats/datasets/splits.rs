//! Which articles are for training, for development and for testing.
//!
//! Articles are dealt out one after the other, each to the part that most lacks the tags of its
//! marks, so that every part has its share of every tag; chance, from a seed, only settles what is
//! even. What was dealt stays when articles are added at the end. An article that nearly repeats
//! an earlier one goes to the same part, and one that nearly repeats articles of two parts to none.

use std::collections::{BTreeMap, BTreeSet};

use crate::project::{Entry, Id, Project};
use crate::text::Digest;

/// A part of a dataset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What is learned from.
    Train,
    /// What choices are made by.
    Dev,
    /// What is measured on.
    Test,
}

/// How articles are dealt out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split {
    /// The shares of train, dev and test; only their ratios count.
    pub shares: [u32; 3],
    /// Where chance starts.
    pub seed: u64,
}

/// What became of the articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dealt {
    /// The part of each article.
    pub parts: BTreeMap<Id, Part>,
    /// The articles that nearly repeat articles of two parts, and are in none.
    pub left_out: Vec<Id>,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 3] = [Self::Train, Self::Dev, Self::Test];

    /// The name of its folder.
    pub fn name(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Dev => "dev",
            Self::Test => "test",
        }
    }
}

impl Split {
    /// Shares as people write them: `80/10/10`, or `90/10` for train and test.
    pub fn parse(shares: &str, seed: u64) -> Option<Self> {
        let numbers: Option<Vec<u32>> =
            shares.split('/').map(|it| it.trim().parse().ok()).collect();
        let shares = match numbers?.as_slice() {
            [train, dev, test] => [*train, *dev, *test],
            [train, test] => [*train, 0, *test],
            _ => return None,
        };
        let sound =
            shares.iter().all(|share| *share <= 1_000_000) && shares.iter().any(|it| *it > 0);
        sound.then_some(Self { shares, seed })
    }

    /// Deals out the articles of a project.
    pub fn deal(&self, project: &Project) -> Dealt {
        let mut dealt = Dealt::default();
        let mut seen: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        let mut sketches: Vec<(BTreeSet<u64>, Option<Part>)> = Vec::new();
        let mut have = Have::default();
        for entry in project.entries() {
            let id = entry.article().id.clone();
            let sketch = sketch(entry.article().text.as_str());
            let near = sketch.iter().filter_map(|hash| seen.get(hash)).flatten();
            let near: BTreeSet<usize> = near.copied().collect();
            let near = near.into_iter().filter_map(|at| sketches.get(at));
            let near = near.filter(|(other, _)| is_near(other, &sketch));
            let parts: BTreeSet<Part> = near.filter_map(|(_, part)| *part).collect();
            let part = match (parts.len(), parts.first()) {
                (0, _) | (_, None) => Some(have.neediest(self, entry)),
                (1, Some(part)) => Some(*part),
                _ => None,
            };
            for hash in &sketch {
                seen.entry(*hash).or_default().push(sketches.len());
            }
            sketches.push((sketch, part));
            match part {
                Some(part) => {
                    have.take(part, entry);
                    dealt.parts.insert(id, part);
                }
                None => dealt.left_out.push(id),
            }
        }
        dealt
    }

    /// A number that only the seed and the text decide.
    fn chance(&self, entry: &Entry, part: Part) -> Digest {
        let text = entry.article().text.digest();
        let words = format!("{} {} {text}", self.seed, part.name());
        Digest::of(words.as_bytes())
    }
}

/// What each part has: marks by tag, and articles under no tag.
#[derive(Default)]
struct Have {
    parts: BTreeMap<(Part, Option<Id>), u64>,
    all: BTreeMap<Option<Id>, u64>,
}

impl Have {
    /// The part that lacks most of what an article has, against its share.
    fn neediest(&self, split: &Split, entry: &Entry) -> Part {
        let whole: u64 = split.shares.iter().map(|share| u64::from(*share)).sum();
        let open = Part::ALL
            .into_iter()
            .zip(split.shares)
            .filter(|(_, share)| *share > 0);
        let need = |part: Part, share: u32| -> i128 {
            let kinds = counts(entry).into_iter().map(|(kind, count)| {
                let have = self.parts.get(&(part, kind.clone())).copied().unwrap_or(0);
                let all = self.all.get(&kind).copied().unwrap_or(0) + count;
                // What is rare counts as much as what is common: a lack is a share of all there is.
                let due = i128::from(all) * i128::from(share);
                let lack = due - i128::from(have) * i128::from(whole);
                lack * 1_000_000 / i128::from(all.max(1))
            });
            kinds.sum()
        };
        let ranked = open.map(|(part, share)| (need(part, share), split.chance(entry, part), part));
        ranked.max().map_or(Part::Train, |(.., part)| part)
    }

    fn take(&mut self, part: Part, entry: &Entry) {
        for (kind, count) in counts(entry) {
            *self.all.entry(kind.clone()).or_default() += count;
            *self.parts.entry((part, kind)).or_default() += count;
        }
    }
}

fn counts(entry: &Entry) -> BTreeMap<Option<Id>, u64> {
    let mut counts = BTreeMap::from([(None, 1)]);
    for mark in entry.annotations().values() {
        *counts.entry(Some(mark.tag.clone())).or_default() += 1;
    }
    counts
}

/// How many numbers a sketch keeps.
const KEPT: usize = 64;

/// The smallest numbers that runs of five words come to (Broder 1997: bottom-k sketches); of two
/// texts that share half of their runs, about half are the same.
fn sketch(text: &str) -> BTreeSet<u64> {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let mut kept = BTreeSet::new();
    for run in words.windows(5.min(words.len().max(1))) {
        kept.insert(number(&run.join(" ")));
        if kept.len() > KEPT {
            kept.pop_last();
        }
    }
    kept
}

/// FNV-1a with a last stir, so that near words come to far numbers.
fn number(words: &str) -> u64 {
    let fold = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = words.bytes().fold(0xcbf2_9ce4_8422_2325, fold);
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^ (hash >> 33)
}

/// Whether two sketches share half of the smallest numbers of both.
fn is_near(one: &BTreeSet<u64>, other: &BTreeSet<u64>) -> bool {
    let both: BTreeSet<u64> = one.union(other).copied().take(KEPT).collect();
    let shared = both
        .iter()
        .filter(|it| one.contains(it) && other.contains(it));
    !both.is_empty() && shared.count() * 2 >= both.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_read_as_people_write_them() {
        assert_eq!(
            Split::parse("80/10/10", 1).map(|it| it.shares),
            Some([80, 10, 10])
        );
        assert_eq!(
            Split::parse("9 / 1", 1).map(|it| it.shares),
            Some([9, 0, 1])
        );
        for wrong in ["", "80", "a/b/c", "1/2/3/4", "-1/2/3", "0/0/0"] {
            assert_eq!(Split::parse(wrong, 1), None, "{wrong}");
        }
    }

    #[test]
    fn near_repeats_are_told_from_other_texts() {
        let long = |word: &str| (0..200).map(|n| format!("{word}{n} ")).collect::<String>();
        let (one, two) = (sketch(&long("a")), sketch(&long("b")));
        assert!(is_near(
            &one,
            &sketch(&(long("a") + "and a few words more"))
        ));
        assert!(!is_near(&one, &two));
        assert!(!is_near(&sketch(""), &sketch("")));
    }
}
