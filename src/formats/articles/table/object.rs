//! A JSON object of which only the words are kept: what lists and objects inside it hold is passed
//! over, so that it takes no memory.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::MOST_COLUMNS;

/// The words of an object.
#[derive(Debug, Default)]
pub(super) struct Object {
    /// The keys whose values are words, a number or a truth, and those as words, in their order.
    pub(super) words: Vec<(String, String)>,
    /// The keys whose values are lists or objects.
    pub(super) inner: Vec<String>,
}

/// A value, as far as it is kept.
enum Cell {
    Words(String),
    Inner,
    Nothing,
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor)
    }
}

struct ObjectVisitor;

impl<'de> Visitor<'de> for ObjectVisitor {
    type Value = Object;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
        let mut object = Object::default();
        while let Some(name) = map.next_key::<String>()? {
            let cell = map.next_value::<Cell>()?;
            // One more than there may be tells that there are too many.
            if object.words.len() > MOST_COLUMNS || object.inner.len() > MOST_COLUMNS {
                continue;
            }
            match cell {
                Cell::Words(words) => object.words.push((name, words)),
                Cell::Inner => object.inner.push(name),
                Cell::Nothing => {}
            }
        }
        Ok(object)
    }
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CellVisitor)
    }
}

struct CellVisitor;

impl<'de> Visitor<'de> for CellVisitor {
    type Value = Cell;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, words: &str) -> Result<Cell, E> {
        Ok(Cell::Words(words.to_owned()))
    }

    fn visit_string<E>(self, words: String) -> Result<Cell, E> {
        Ok(Cell::Words(words))
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Cell, E> {
        Ok(Cell::Words(truth.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Cell, E> {
        Ok(Cell::Words(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Cell, E> {
        Ok(Cell::Words(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Cell, E> {
        Ok(Cell::Words(number.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Cell, E> {
        Ok(Cell::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Cell, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Cell::Inner)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Cell, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Cell::Inner)
    }
}
