//! Values: what is said of a mark, a link or an article.

use std::collections::BTreeMap;

use super::tagset::Id;

/// What is said: one value for each attribute that has one.
pub type Attributes = BTreeMap<Id, Value>;

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

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
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
