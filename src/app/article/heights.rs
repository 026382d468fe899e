//! The heights of blocks: a Fenwick tree, so that where a block stands and which block stands
//! somewhere cost the logarithm of their number, and a new height costs no more.

/// Heights in points, in double precision: a long article is millions of points high.
#[derive(Clone, Debug, Default)]
pub struct Heights {
    tree: Vec<f64>,
    values: Vec<f32>,
}

impl Heights {
    /// Of these heights.
    pub fn new(values: Vec<f32>) -> Self {
        let mut tree: Vec<f64> = std::iter::once(0.0)
            .chain(values.iter().map(|v| f64::from(*v)))
            .collect();
        for index in 1..tree.len() {
            let parent = index + lowest_bit(index);
            let value = tree.get(index).copied().unwrap_or_default();
            if let Some(sum) = tree.get_mut(parent) {
                *sum += value;
            }
        }
        Self { tree, values }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Gives a block another height.
    pub fn set(&mut self, index: usize, value: f32) {
        let Some(old) = self.values.get_mut(index) else {
            return;
        };
        let change = f64::from(value) - f64::from(*old);
        if change == 0.0 {
            return;
        }
        *old = value;
        let mut node = index + 1;
        while let Some(sum) = self.tree.get_mut(node) {
            *sum += change;
            node += lowest_bit(node);
        }
    }

    /// The height of a block.
    pub fn get(&self, index: usize) -> f32 {
        self.values.get(index).copied().unwrap_or_default()
    }

    /// Where a block begins: the sum of the heights before it.
    pub fn top(&self, index: usize) -> f64 {
        let mut node = index.min(self.values.len());
        let mut sum = 0.0;
        while node > 0 {
            sum += self.tree.get(node).copied().unwrap_or_default();
            node -= lowest_bit(node);
        }
        sum
    }

    /// The sum of all heights.
    pub fn total(&self) -> f64 {
        self.top(self.values.len())
    }

    /// The block that stands at `y`, and how far into it `y` is.
    pub fn find(&self, y: f64) -> (usize, f32) {
        let mut node = 0;
        let mut left = y.max(0.0);
        let mut step = self
            .values
            .len()
            .checked_ilog2()
            .map_or(0, |bits| 1usize << bits);
        while step > 0 {
            if let Some(sum) = self.tree.get(node + step)
                && *sum <= left
            {
                node += step;
                left -= sum;
            }
            step >>= 1;
        }
        let last = self.values.len().saturating_sub(1);
        if node > last {
            (last, self.get(last))
        } else {
            (node, left as f32)
        }
    }
}

fn lowest_bit(node: usize) -> usize {
    node & node.wrapping_neg()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_agrees_with_plain_sums(
            mut values in prop::collection::vec(0u16..200, 1..60),
            changes in prop::collection::vec((0usize..60, 0u16..200), 0..20),
            y in 0.0f64..8000.0,
        ) {
            let mut heights = Heights::new(values.iter().map(|v| f32::from(*v)).collect());
            for (index, value) in changes {
                if let Some(old) = values.get_mut(index) {
                    *old = value;
                }
                heights.set(index, f32::from(value));
            }
            let mut sum = 0.0;
            let mut found = None;
            for (index, value) in values.iter().enumerate() {
                prop_assert_eq!(heights.top(index), sum);
                if found.is_none() && y < sum + f64::from(*value) {
                    found = Some((index, (y - sum) as f32));
                }
                sum += f64::from(*value);
            }
            prop_assert_eq!(heights.total(), sum);
            if let Some(found) = found {
                prop_assert_eq!(heights.find(y), found);
            }
        }
    }
}
