//! Values: what is said of a mark, a link or an article.

use std::collections::{BTreeMap, btree_map};
use std::fmt;
use std::ops::{Deref, DerefMut};

use super::tagset::Id;

/// What is said: one value for each attribute that has one. It can do what a map can, and takes no more
/// than a pointer, for most marks have none.
#[derive(Clone, Default)]
pub struct Attributes(Option<Box<Kept>>);

#[derive(Clone, Default)]
struct Kept(BTreeMap<Id, Value>);

/// The value of an attribute.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd)]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number(Number),
    /// Words: one of a choice, or free text.
    Text(String),
}

/// A finite number.
///
/// Invariant: neither infinite nor «not a number», so that equal files give equal values.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Number(f64);

/// What values an attribute takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// Yes or no.
    Flag,
    /// One of these words.
    Choice(Vec<String>),
    /// Any words.
    Text,
    /// Any finite number.
    Number,
}

// A finite number is equal to itself. By this marks are `Eq`, so that one that two projects share in
// memory is found equal without a look at it.
impl Eq for Number {}

impl Attributes {
    /// No value.
    pub const fn new() -> Self {
        Self(None)
    }
}

impl Deref for Attributes {
    type Target = BTreeMap<Id, Value>;

    fn deref(&self) -> &Self::Target {
        static NONE: BTreeMap<Id, Value> = BTreeMap::new();
        self.0.as_ref().map_or(&NONE, |kept| &kept.0)
    }
}

impl DerefMut for Attributes {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0.get_or_insert_default().0
    }
}

impl PartialEq for Attributes {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Attributes {}

impl fmt::Debug for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl FromIterator<(Id, Value)> for Attributes {
    fn from_iter<I: IntoIterator<Item = (Id, Value)>>(values: I) -> Self {
        let mut values = values.into_iter().peekable();
        let some = values.peek().is_some();
        Self(some.then(|| Box::new(Kept(values.collect()))))
    }
}

impl<'a> IntoIterator for &'a Attributes {
    type Item = (&'a Id, &'a Value);
    type IntoIter = btree_map::Iter<'a, Id, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Attributes {
    type Item = (Id, Value);
    type IntoIter = btree_map::IntoIter<Id, Value>;

    fn into_iter(self) -> Self::IntoIter {
        let kept = self.0.map(|kept| kept.0).unwrap_or_default();
        kept.into_iter()
    }
}

impl Number {
    /// A number, if it is finite.
    pub fn new(number: f64) -> Option<Self> {
        number.is_finite().then_some(Self(number))
    }

    /// As a float.
    pub fn get(self) -> f64 {
        self.0
    }
}

impl Value {
    /// Words as a value.
    pub fn text(words: impl Into<String>) -> Self {
        Self::Text(words.into())
    }

    /// The words, if these are words.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(words) => Some(words),
            Self::Flag(_) | Self::Number(_) => None,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(true) => f.write_str("yes"),
            Self::Flag(false) => f.write_str("no"),
            Self::Number(number) => write!(f, "{}", number.get()),
            Self::Text(words) => f.write_str(words),
        }
    }
}

impl ValueKind {
    /// Whether an attribute of this kind takes this value.
    pub fn takes(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Flag, Value::Flag(_))
            | (Self::Number, Value::Number(_))
            | (Self::Text, Value::Text(_)) => true,
            (Self::Choice(words), Value::Text(word)) => words.contains(word),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_a_map_that_is_nothing_when_it_is_empty() {
        let mut values = Attributes::new();
        assert!(values.is_empty());
        values.insert("certainty".into(), Value::text("sure"));
        assert_eq!(values.len(), 1);
        assert_eq!(values.clone().into_iter().collect::<Attributes>(), values);
        values.clear();
        assert_eq!(values, Attributes::new());
        assert_eq!(size_of::<Attributes>(), size_of::<usize>());
    }
}
