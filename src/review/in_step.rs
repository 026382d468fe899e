//! Two maps gone through in step: for a hundred thousand marks many times as quick as looking each up.

use std::collections::BTreeMap;

/// Everything that is in one of two maps, in the order of the keys, with what each map holds of it.
pub(super) fn in_step<'m, K: Ord, T>(
    one: &'m BTreeMap<K, T>,
    other: &'m BTreeMap<K, T>,
) -> impl Iterator<Item = (&'m K, Option<&'m T>, Option<&'m T>)> {
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    std::iter::from_fn(move || {
        let next = [one.peek(), other.peek()];
        let key = next.into_iter().flatten().map(|(key, _)| *key).min()?;
        let of_one = one.next_if(|(it, _)| *it == key).map(|(_, it)| it);
        let of_other = other.next_if(|(it, _)| *it == key).map(|(_, it)| it);
        Some((key, of_one, of_other))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_comes_once_with_what_both_hold() {
        let one = BTreeMap::from([(1, 'a'), (2, 'b'), (5, 'e')]);
        let other = BTreeMap::from([(0, 'z'), (2, 'B'), (6, 'f')]);
        let all: Vec<_> = in_step(&one, &other).collect();
        let wanted = [
            (&0, None, Some(&'z')),
            (&1, Some(&'a'), None),
            (&2, Some(&'b'), Some(&'B')),
            (&5, Some(&'e'), None),
            (&6, None, Some(&'f')),
        ];
        assert_eq!(all, wanted);
    }
}
