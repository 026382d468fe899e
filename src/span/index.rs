//! Marks by place: a sorted list under a tree of the furthest ends.

use std::cmp::{Ordering, Reverse};

use crate::text::{ByteIndex, TextRange};

/// A set of (range, key) in text order: by start, longer first, then by key.
///
/// A query costs O(log n) for each entry that it finds, however long and however nested they are.
/// One insertion or removal costs O(n) moves; many at once cost little more than one, see
/// [`Self::apply_batch`]. A key may stand at several ranges.
#[derive(Clone, Debug)]
pub struct SpanIndex<K> {
    entries: Vec<(TextRange, K)>,
    /// A binary tree in an array: node 1 is the root, node n has the children 2n and 2n + 1, and
    /// the second half are the entries, [`BLOCK`] to a node. Each node holds the furthest end below
    /// it, so that a walk can skip whatever ends before a place.
    furthest: Vec<ByteIndex>,
}

/// So many entries stand below a leaf of the tree: they lie beside each other in memory, and looking
/// at them all takes no longer than going down the tree, which would take as much memory as they do.
const BLOCK: usize = 16;

/// As many changes as are made one by one.
const FEW: usize = 8;

impl<K> Default for SpanIndex<K> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            furthest: Vec::new(),
        }
    }
}

impl<K: Clone + Ord> SpanIndex<K> {
    /// An index without entries.
    pub fn new() -> Self {
        Self::default()
    }

    /// The number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Adds an entry; says whether it was new.
    pub fn insert(&mut self, range: TextRange, key: K) -> bool {
        let Err(at) = self.find(range, &key) else {
            return false;
        };
        self.entries.insert(at, (range, key));
        self.refresh_from(at);
        true
    }

    /// Takes an entry out; says whether it was there.
    pub fn remove(&mut self, range: TextRange, key: &K) -> bool {
        let Ok(at) = self.find(range, key) else {
            return false;
        };
        self.entries.remove(at);
        self.refresh_from(at);
        true
    }

    /// Puts a key in the place of an equal one, which may carry something else along; says whether
    /// there was one.
    pub fn replace(&mut self, range: TextRange, key: K) -> bool {
        let Ok(at) = self.find(range, &key) else {
            return false;
        };
        if let Some((_, old)) = self.entries.get_mut(at) {
            *old = key;
        }
        true
    }

    /// Takes some entries out and then adds others. A few are moved one by one, each for no more
    /// than the entries behind it; many in one pass: O(n + m log m). Removed entries that are not
    /// there and added ones that are make no difference.
    pub fn apply(&mut self, removed: Vec<(TextRange, K)>, added: Vec<(TextRange, K)>) {
        if removed.len() + added.len() > FEW {
            return self.apply_batch(removed, added);
        }
        for (range, key) in removed {
            self.remove(range, &key);
        }
        for (range, key) in added {
            self.insert(range, key);
        }
    }

    /// Takes some entries out and then adds others, in one pass: O(n + m log m). Removed entries
    /// that are not there and added ones that are make no difference.
    pub fn apply_batch(
        &mut self,
        removed: impl IntoIterator<Item = (TextRange, K)>,
        added: impl IntoIterator<Item = (TextRange, K)>,
    ) {
        let mut removed: Vec<_> = removed.into_iter().collect();
        let mut added: Vec<_> = added.into_iter().collect();
        removed.sort_by(text_order);
        added.sort_by(text_order);
        added.dedup_by(|a, b| text_order(a, b) == Ordering::Equal);

        let mut removed = removed.into_iter().peekable();
        let kept = std::mem::take(&mut self.entries)
            .into_iter()
            .filter(|entry| {
                loop {
                    match removed.peek().map(|gone| text_order(gone, entry)) {
                        Some(Ordering::Less) => drop(removed.next()),
                        order => return order != Some(Ordering::Equal),
                    }
                }
            });
        self.entries = merge(kept, added);
        self.refresh_from(0);
    }

    /// Every entry that shares a byte with a range, in text order. An empty range shares none.
    pub fn query(&self, range: TextRange) -> impl Iterator<Item = (TextRange, &K)> {
        let until = if range.is_empty() {
            0
        } else {
            self.entries
                .partition_point(|(entry, _)| entry.start < range.end)
        };
        let mut from = 0;
        std::iter::from_fn(move || {
            while let Some(at) = self.next_ending_after(from, range.start) {
                from = at + 1;
                let (entry, key) = self.entries.get(at).filter(|_| at < until)?;
                // An entry without a byte may end inside the range and yet share nothing.
                if entry.overlaps(range) {
                    return Some((*entry, key));
                }
            }
            None
        })
    }

    /// Every entry that covers a byte, in text order, so the outermost first.
    pub fn at(&self, byte: ByteIndex) -> impl Iterator<Item = (TextRange, &K)> {
        self.query(TextRange {
            start: byte,
            end: ByteIndex(byte.0.saturating_add(1)),
        })
    }

    /// Every entry in text order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (TextRange, &K)> {
        self.entries.iter().map(|(range, key)| (*range, key))
    }

    /// How many entries stand before one in text order; none if it is not there. O(log n).
    pub fn rank(&self, range: TextRange, key: &K) -> Option<usize> {
        self.find(range, key).ok()
    }

    fn find(&self, range: TextRange, key: &K) -> Result<usize, usize> {
        self.entries.binary_search_by(|(known, known_key)| {
            place(*known)
                .cmp(&place(range))
                .then_with(|| known_key.cmp(key))
        })
    }

    /// The number of leaves, a power of two.
    fn width(&self) -> usize {
        self.furthest.len() / 2
    }

    /// Brings the tree up to date with the entries from `at` on; those before have not changed.
    fn refresh_from(&mut self, at: usize) {
        let width = self.entries.len().div_ceil(BLOCK).next_power_of_two();
        let mut from = at / BLOCK;
        if width != self.width() {
            self.furthest.clear();
            self.furthest.resize(2 * width, ByteIndex(0));
            self.furthest.shrink_to_fit();
            from = 0;
        }
        let ends = |block: &[(TextRange, K)]| block.iter().map(|(range, _)| range.end).max();
        let ends = self.entries.chunks(BLOCK).skip(from).filter_map(ends);
        // Behind the last entry the leaves are reset, for one may just have gone.
        let ends = ends.chain(std::iter::repeat(ByteIndex(0)));
        for (leaf, end) in self.furthest.iter_mut().skip(width + from).zip(ends) {
            *leaf = end;
        }
        let (mut low, mut high) = ((width + from) / 2, width);
        while low > 0 {
            let (parents, children) = self.furthest.split_at_mut(high);
            let level = parents.iter_mut().skip(low);
            let pairs = children.chunks_exact(2).skip(low - high / 2);
            for (parent, pair) in level.zip(pairs) {
                *parent = pair.iter().copied().max().unwrap_or_default();
            }
            high /= 2;
            low /= 2;
        }
    }

    /// The first entry at or after a position that ends after a byte.
    fn next_ending_after(&self, from: usize, byte: ByteIndex) -> Option<usize> {
        let first = |from: usize, until: usize| {
            let block = self.entries.get(from..until.min(self.entries.len()))?;
            let at = block.iter().position(|(range, _)| range.end > byte)?;
            Some(from + at)
        };
        let next = (from / BLOCK + 1) * BLOCK;
        first(from, next).or_else(|| {
            let start = self.next_block(next / BLOCK, byte)? * BLOCK;
            first(start, start + BLOCK)
        })
    }

    /// The first block at or after a position in which something ends after a byte.
    fn next_block(&self, from: usize, byte: ByteIndex) -> Option<usize> {
        let width = self.width();
        if from >= width {
            return None;
        }
        let reaches = |node: usize| self.furthest.get(node).is_some_and(|end| *end > byte);
        let mut node = width + from;
        // Up and to the right until something below reaches far enough,
        while !reaches(node) {
            while node % 2 == 1 {
                node /= 2;
            }
            if node == 0 {
                return None;
            }
            node += 1;
        }
        // then down to the first that does.
        while node < width {
            node *= 2;
            if !reaches(node) {
                node += 1;
            }
        }
        Some(node - width)
    }
}

impl<K: Clone + Ord> Extend<(TextRange, K)> for SpanIndex<K> {
    fn extend<I: IntoIterator<Item = (TextRange, K)>>(&mut self, entries: I) {
        self.apply_batch([], entries);
    }
}

impl<K: Clone + Ord> FromIterator<(TextRange, K)> for SpanIndex<K> {
    fn from_iter<I: IntoIterator<Item = (TextRange, K)>>(entries: I) -> Self {
        let mut index = Self::new();
        index.extend(entries);
        index
    }
}

impl<K: PartialEq> PartialEq for SpanIndex<K> {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl<K: Eq> Eq for SpanIndex<K> {}

fn place(range: TextRange) -> (ByteIndex, Reverse<ByteIndex>) {
    (range.start, Reverse(range.end))
}

fn text_order<K: Ord>(a: &(TextRange, K), b: &(TextRange, K)) -> Ordering {
    place(a.0).cmp(&place(b.0)).then_with(|| a.1.cmp(&b.1))
}

/// Two sorted lists as one; what stands in both stands in it once.
fn merge<K: Ord>(
    kept: impl Iterator<Item = (TextRange, K)>,
    added: Vec<(TextRange, K)>,
) -> Vec<(TextRange, K)> {
    let mut added = added.into_iter().peekable();
    let mut all = Vec::with_capacity(kept.size_hint().1.unwrap_or(0) + added.len());
    for entry in kept {
        loop {
            match added.peek().map(|new| text_order(new, &entry)) {
                Some(Ordering::Less) => all.extend(added.next()),
                Some(Ordering::Equal) => drop(added.next()),
                _ => break,
            }
        }
        all.push(entry);
    }
    all.extend(added);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start: usize, end: usize) -> TextRange {
        TextRange::new(start, end)
    }

    fn keys<'a>(found: impl Iterator<Item = (TextRange, &'a char)>) -> String {
        found.map(|(_, key)| *key).collect()
    }

    fn index() -> SpanIndex<char> {
        [
            (range(4, 6), 'd'),
            (range(0, 3), 'b'),
            (range(0, 90), 'a'),
            (range(4, 6), 'c'),
            (range(80, 90), 'e'),
        ]
        .into_iter()
        .collect()
    }

    #[test]
    fn entries_stand_in_text_order_the_outer_first() {
        assert_eq!(keys(index().iter()), "abcde");
        assert_eq!(keys(index().at(ByteIndex(5))), "acd");
        assert_eq!(keys(index().query(range(2, 5))), "abcd");
        assert_eq!(keys(index().query(range(3, 4))), "a");
        assert_eq!(keys(index().query(range(5, 5))), "");
        assert_eq!(keys(index().query(range(90, 99))), "");
    }

    #[test]
    fn an_entry_is_kept_once_and_removed_once() {
        let mut index = index();
        assert!(!index.insert(range(0, 3), 'b'));
        assert!(index.remove(range(0, 3), &'b'));
        assert!(!index.remove(range(0, 3), &'b'));
        assert_eq!(keys(index.iter()), "acde");
        assert_eq!(keys(index.query(range(0, 4))), "a");
        assert!(index.remove(range(0, 90), &'a'));
        assert_eq!(keys(index.query(range(0, 100))), "cde");
    }

    #[test]
    fn what_reaches_into_a_range_is_found_among_any_number() {
        for count in [0, 1, 7, 8, 9, 63, 64, 65, 200] {
            let entry = |n: usize| (range(n * 3 % 101, n * 3 % 101 + 1 + n * n % 13), n);
            let index: SpanIndex<usize> = (0..count).map(entry).collect();
            for start in (0..120).step_by(7) {
                let wanted = range(start, start + 5);
                let slow = index.iter().filter(|(range, _)| range.overlaps(wanted));
                assert!(index.query(wanted).eq(slow), "{count} {start}");
            }
        }
    }

    #[test]
    fn few_changes_and_many_lead_to_the_same() {
        for count in [1, 3, 30] {
            let entry = |n: usize| (range(n % 7, n % 7 + 1 + n % 5), n);
            let old = || (0..60).map(entry);
            let removed: Vec<_> = (0..count).map(|n| entry(n * 2)).collect();
            let added: Vec<_> = (0..count).map(|n| entry(100 + n)).collect();
            let (mut one, mut all): (SpanIndex<_>, SpanIndex<_>) =
                (old().collect(), old().collect());
            one.apply(removed.clone(), added.clone());
            all.apply_batch(removed, added);
            assert_eq!(one, all);
            let found = |index: &SpanIndex<usize>| {
                index
                    .query(range(3, 5))
                    .map(|(_, key)| *key)
                    .collect::<Vec<_>>()
            };
            assert_eq!(found(&one), found(&all));
        }
    }

    #[test]
    fn an_empty_index_answers() {
        let mut index = SpanIndex::<char>::new();
        assert!(index.is_empty());
        assert_eq!(keys(index.query(range(0, 9))), "");
        index.insert(range(1, 2), 'x');
        index.apply_batch([(range(1, 2), 'x')], []);
        assert_eq!(keys(index.query(range(0, 9))), "");
        assert_eq!(index, SpanIndex::new());
    }
}
