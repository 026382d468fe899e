//! What annotators' own texts lack, where these nearly repeat the one that is measured.

/// Stretches of a text, in code points: sorted, apart from each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lacking(Vec<(u64, u64)>);

impl Lacking {
    /// These stretches, in any order.
    pub fn new(mut stretches: Vec<(u64, u64)>) -> Self {
        stretches.sort_unstable();
        let mut found: Vec<(u64, u64)> = Vec::new();
        for (start, end) in stretches {
            match found.last_mut().filter(|last| start <= last.1) {
                Some(last) => last.1 = last.1.max(end),
                None => found.push((start, end)),
            }
        }
        Self(found)
    }

    /// The stretches.
    pub fn stretches(&self) -> &[(u64, u64)] {
        &self.0
    }

    /// How much of them lies before a place.
    pub fn before(&self, place: u64) -> u64 {
        let before = self.0.iter().take_while(|it| it.0 < place);
        before.map(|(start, end)| place.min(*end) - start).sum()
    }

    /// Whether most of some words is lacking, so that silence about them means nothing.
    pub fn hides(&self, fragments: &[(u64, u64)]) -> bool {
        let lacking = fragments
            .iter()
            .map(|it| self.before(it.1) - self.before(it.0));
        let all = fragments.iter().map(|it| it.1 - it.0);
        2 * lacking.sum::<u64>() > all.sum::<u64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_lacking_before_a_place_is_counted_once() {
        let lacking = Lacking::new(vec![(20, 30), (5, 10), (8, 12)]);
        assert_eq!(lacking.stretches(), [(5, 12), (20, 30)]);
        let before = [0, 5, 6, 12, 15, 25, 40].map(|place| lacking.before(place));
        assert_eq!(before, [0, 0, 1, 7, 7, 12, 17]);
        assert!(lacking.hides(&[(5, 10)]) && lacking.hides(&[(4, 8)]));
        assert!(!lacking.hides(&[(0, 8)]) && !lacking.hides(&[(12, 20)]));
    }
}
