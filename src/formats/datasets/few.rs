//! A list that most often holds one thing.

use std::ops::{Deref, DerefMut};

/// A list that asks for no memory as long as it holds one thing: a hundred thousand marks have a
/// hundred thousand lists of fragments, and each of nearly all of them has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Few<T> {
    One([T; 1]),
    /// None, or two or more.
    Many(Vec<T>),
}

impl<T> Default for Few<T> {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl<T> Deref for Few<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Self::One(one) => one,
            Self::Many(list) => list,
        }
    }
}

impl<T> DerefMut for Few<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        match self {
            Self::One(one) => one,
            Self::Many(list) => list,
        }
    }
}

impl<T> From<[T; 1]> for Few<T> {
    fn from(one: [T; 1]) -> Self {
        Self::One(one)
    }
}

impl<T> FromIterator<T> for Few<T> {
    fn from_iter<I: IntoIterator<Item = T>>(things: I) -> Self {
        let mut things = things.into_iter();
        match (things.next(), things.next()) {
            (Some(one), None) => Self::One([one]),
            (one, two) => Self::Many(one.into_iter().chain(two).chain(things).collect()),
        }
    }
}

impl<T> Extend<T> for Few<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, things: I) {
        match self {
            Self::Many(list) if !list.is_empty() => list.extend(things),
            _ => *self = std::mem::take(self).into_iter().chain(things).collect(),
        }
    }
}

impl<T> From<Vec<T>> for Few<T> {
    fn from(list: Vec<T>) -> Self {
        match <[T; 1]>::try_from(list) {
            Ok(one) => Self::One(one),
            Err(list) => Self::Many(list),
        }
    }
}

impl<T> IntoIterator for Few<T> {
    type Item = T;
    type IntoIter =
        std::iter::Chain<std::iter::Flatten<std::option::IntoIter<[T; 1]>>, std::vec::IntoIter<T>>;

    fn into_iter(self) -> Self::IntoIter {
        let (one, list) = match self {
            Self::One(one) => (Some(one), Vec::new()),
            Self::Many(list) => (None, list),
        };
        one.into_iter().flatten().chain(list)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_things_are_a_list_like_any_other() {
        for count in 0..4 {
            let list: Vec<usize> = (0..count).collect();
            let few: Few<usize> = list.iter().copied().collect();
            assert_eq!(few.to_vec(), list);
            assert_eq!(Few::from(list.clone()), few);
            assert_eq!(matches!(few, Few::One(_)), count == 1);
            let mut more = few.clone();
            more.extend([9]);
            assert_eq!(
                more.into_iter().collect::<Vec<_>>(),
                [list.clone(), vec![9]].concat()
            );
            assert_eq!(few.into_iter().collect::<Vec<_>>(), list);
        }
    }
}
