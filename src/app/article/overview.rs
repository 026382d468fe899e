//! The whole article in a few hundred cells: which words stand in each, and how many marks.

use crate::text::{ByteIndex, TextRange};

/// Where each cell's words begin; the first begins with the article and each ends where the next
/// begins.
#[derive(Clone, Debug, Default)]
pub struct Cells {
    starts: Vec<ByteIndex>,
}

/// How many marks of each tag reach into each cell.
#[derive(Clone, Debug)]
pub struct Tally {
    cells: usize,
    /// Tag by tag; until they are summed up, by how much each cell differs from the one before.
    counts: Vec<i64>,
}

/// The tags that share a column.
pub struct Column<'a> {
    tally: &'a Tally,
    tags: Vec<usize>,
    most: i64,
}

/// Cells one below the other that show the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// The first cell.
    pub first: usize,
    /// The last.
    pub last: usize,
    /// Which tags are there, and the share of the marks that each has, from 0 to 1.
    pub shares: Vec<(usize, f32)>,
    /// How strongly it is drawn, from 0 to 1.
    pub strength: f32,
}

/// What has the fewest marks is drawn this strongly, where others have many.
const FAINTEST: f32 = 0.35;
/// Where no cell has more marks than this, all are drawn alike.
const SPARSE: i64 = 3;

impl Cells {
    /// Of cells that begin here, in order.
    pub fn new(starts: impl Iterator<Item = ByteIndex>) -> Self {
        let mut reached = ByteIndex(0);
        let starts = starts.map(|start| {
            reached = reached.max(start);
            reached
        });
        Self {
            starts: starts.collect(),
        }
    }

    /// The last cell that begins at or before a byte, looked for from a cell that does.
    pub fn from(&self, mut cell: usize, byte: ByteIndex) -> usize {
        while self.starts.get(cell + 1).is_some_and(|next| *next <= byte) {
            cell += 1;
        }
        cell
    }

    /// The last cell that some words reach into which begin in `first`.
    pub fn last(&self, first: usize, words: TextRange) -> usize {
        let ends_here = self
            .starts
            .get(first + 1)
            .is_none_or(|next| words.end <= *next);
        if ends_here {
            return first;
        }
        let after = self.starts.partition_point(|start| *start < words.end);
        after.saturating_sub(1).max(first)
    }

    /// The first and the last cell that some words reach into.
    pub fn touched(&self, words: TextRange) -> (usize, usize) {
        let after = self.starts.partition_point(|start| *start <= words.start);
        let first = after.saturating_sub(1);
        (first, self.last(first, words))
    }

    /// Stretches of cells, first and last, into which one of some sorted, disjoint ranges reaches.
    /// Looks for each cell and not for each range: there can be a million.
    pub fn filled(&self, ranges: &[TextRange]) -> Vec<(usize, usize)> {
        let mut filled: Vec<(usize, usize)> = Vec::new();
        for (cell, start) in self.starts.iter().enumerate() {
            let end = self.starts.get(cell + 1).copied();
            let at = ranges.partition_point(|range| range.end <= *start);
            let reaches = |range: &TextRange| end.is_none_or(|end| range.start < end);
            if end == Some(*start) || !ranges.get(at).is_some_and(reaches) {
                continue;
            }
            match filled.last_mut() {
                Some((_, last)) if *last + 1 == cell => *last = cell,
                _ => filled.push((cell, cell)),
            }
        }
        filled
    }
}

impl Tally {
    /// For so many tags, without marks.
    pub fn new(cells: &Cells, tags: usize) -> Self {
        let cells = cells.starts.len();
        Self {
            cells,
            counts: vec![0; (cells + 1) * tags],
        }
    }

    /// Counts a mark of a tag from a cell to a cell.
    pub fn add(&mut self, tag: usize, first: usize, last: usize) {
        let of = tag * (self.cells + 1);
        if let Some(count) = self.counts.get_mut(of + first) {
            *count += 1;
        }
        if let Some(count) = self.counts.get_mut(of + last + 1) {
            *count -= 1;
        }
    }

    /// Makes counts of what was added.
    pub fn sum(&mut self) {
        for counts in self.counts.chunks_mut(self.cells + 1) {
            let mut sum = 0;
            for count in counts {
                sum += *count;
                *count = sum;
            }
        }
    }

    fn count(&self, tag: usize, cell: usize) -> i64 {
        let at = tag * (self.cells + 1) + cell;
        self.counts.get(at).copied().unwrap_or_default()
    }
}

impl<'a> Column<'a> {
    /// Of these tags.
    pub fn new(tally: &'a Tally, tags: Vec<usize>) -> Self {
        let in_cell = |cell| tags.iter().map(|tag| tally.count(*tag, cell)).sum();
        let most = (0..tally.cells).map(in_cell).max().unwrap_or_default();
        Self { tally, tags, most }
    }

    /// What it shows, from top to bottom; nothing where there are no marks.
    pub fn stretches(&self) -> Vec<Stretch> {
        let mut stretches: Vec<Stretch> = Vec::new();
        for cell in 0..self.tally.cells {
            let counts = self
                .tags
                .iter()
                .map(|tag| (*tag, self.tally.count(*tag, cell)));
            let counts: Vec<_> = counts.filter(|(_, count)| *count > 0).collect();
            let all: i64 = counts.iter().map(|(_, count)| count).sum();
            if all == 0 {
                continue;
            }
            let share = |count: i64| count as f32 / all as f32;
            let stretch = Stretch {
                first: cell,
                last: cell,
                shares: counts
                    .into_iter()
                    .map(|(tag, it)| (tag, share(it)))
                    .collect(),
                strength: self.strength(all),
            };
            match stretches.last_mut() {
                Some(last) if last.last + 1 == cell && last.shows_the_same(&stretch) => {
                    last.last = cell;
                }
                _ => stretches.push(stretch),
            }
        }
        stretches
    }

    fn strength(&self, count: i64) -> f32 {
        if self.most <= SPARSE {
            return 1.0;
        }
        let share = count as f32 / self.most as f32;
        FAINTEST + (1.0 - FAINTEST) * share.sqrt()
    }
}

impl Stretch {
    fn shows_the_same(&self, other: &Self) -> bool {
        self.shares == other.shares && self.strength == other.strength
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cells() -> Cells {
        Cells::new([0, 10, 20, 30].map(ByteIndex).into_iter())
    }

    fn tally(marks: &[(usize, usize, usize)]) -> Tally {
        let cells = cells();
        let mut tally = Tally::new(&cells, 2);
        for (tag, start, end) in marks {
            let (first, last) = cells.touched(TextRange::new(*start, *end));
            tally.add(*tag, first, last);
        }
        tally.sum();
        tally
    }

    #[test]
    fn a_few_marks_are_drawn_alike_and_where_they_are() {
        let tally = tally(&[(0, 5, 25), (1, 31, 33)]);
        let stretches = Column::new(&tally, vec![0, 1]).stretches();
        let seen: Vec<_> = stretches
            .iter()
            .map(|it| (it.first, it.last, it.strength))
            .collect();
        assert_eq!(seen, [(0, 2, 1.0), (3, 3, 1.0)]);
    }

    #[test]
    fn where_there_are_more_marks_it_is_stronger_and_tags_share_the_width() {
        let mut marks = vec![(0, 0, 5); 9];
        marks.extend([(1, 0, 5), (0, 12, 14)]);
        let tally = tally(&marks);
        let stretches = Column::new(&tally, vec![0, 1]).stretches();
        let [dense, sparse] = stretches.as_slice() else {
            panic!("{stretches:?}")
        };
        assert_eq!(dense.shares, [(0, 0.9), (1, 0.1)]);
        assert_eq!(dense.strength, 1.0);
        assert!(sparse.strength < 0.7 && sparse.strength > FAINTEST);
    }

    #[test]
    fn a_mark_that_ends_where_a_cell_ends_does_not_reach_into_the_next() {
        assert_eq!(cells().touched(TextRange::new(5, 10)), (0, 0));
        assert_eq!(cells().touched(TextRange::new(5, 11)), (0, 1));
        assert_eq!(cells().touched(TextRange::new(99, 99)), (3, 3));
    }

    proptest! {
        #[test]
        fn cells_are_filled_where_a_slow_look_finds_a_hit(
            starts in prop::collection::btree_set(0usize..100, 0..12),
            edges in prop::collection::btree_set(0usize..110, 0..20),
        ) {
            let starts: Vec<usize> = std::iter::once(0).chain(starts).collect();
            let cells = Cells::new(starts.iter().map(|start| ByteIndex(*start)));
            let edges: Vec<usize> = edges.into_iter().collect();
            let ranges: Vec<_> = edges
                .chunks_exact(2)
                .map(|pair| TextRange::new(pair[0], pair[1]))
                .collect();
            let mut found = vec![false; starts.len()];
            for (first, last) in cells.filled(&ranges) {
                found[first..=last].fill(true);
            }
            for (cell, start) in starts.iter().enumerate() {
                let end = starts.get(cell + 1).copied().unwrap_or(usize::MAX);
                let hit = |range: &TextRange| range.start.0 < end && range.end.0 > *start;
                let expected = end > *start && ranges.iter().any(hit);
                prop_assert_eq!(found[cell], expected, "cell {}", cell);
            }
        }
    }
}
