//! The values of a mark, an article or a link, and how each is set.

use crate::project::{Attribute, Attributes, Id, Value, ValueKind};

/// Three values of at most this many letters together stand side by side; others unfold.
const SIDE_BY_SIDE: usize = 30;

/// An attribute with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueRow {
    /// Which attribute.
    pub attribute: Id,
    /// Its name.
    pub name: String,
    /// When to use which value.
    pub guideline: String,
    /// How it is set.
    pub control: Control,
    /// What is set.
    pub value: Option<Value>,
}

/// How a value is set.
#[derive(Clone, Debug, PartialEq)]
pub enum Control {
    /// A tick box.
    Tick,
    /// A few values side by side.
    Segments(Vec<String>),
    /// Values that unfold.
    Unfold(Vec<String>),
    /// A field for words.
    Words,
    /// A field for a number.
    Number,
}

impl ValueRow {
    /// A row for each attribute, in the tagset's order.
    pub fn all(attributes: &[Attribute], values: &Attributes) -> Vec<Self> {
        let row = |attribute: &Attribute| Self {
            attribute: attribute.id.clone(),
            name: attribute.name.clone(),
            guideline: attribute.guideline.clone(),
            control: Control::of(&attribute.kind),
            value: values.get(&attribute.id).cloned(),
        };
        attributes.iter().map(row).collect()
    }

    /// The value as words; empty if none is set.
    pub fn shown(&self) -> String {
        self.value
            .as_ref()
            .map(Value::to_string)
            .unwrap_or_default()
    }
}

impl Control {
    pub(super) fn of(kind: &ValueKind) -> Self {
        match kind {
            ValueKind::Flag => Self::Tick,
            ValueKind::Text => Self::Words,
            ValueKind::Number => Self::Number,
            ValueKind::Choice(values) => {
                let letters: usize = values.iter().map(|value| value.chars().count()).sum();
                match values.len() <= 3 && letters <= SIDE_BY_SIDE {
                    true => Self::Segments(values.clone()),
                    false => Self::Unfold(values.clone()),
                }
            }
        }
    }
}
