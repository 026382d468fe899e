//! JSON as it comes: what a file holds is handed on piece by piece, so that no more than one of them
//! is in memory beside the file.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Value as Json, json};

use super::gather::Gather;
use super::json::{Fields, damaged, text_of};

/// Reads a whole file as it comes. `read` says how much it has come to by the end, or until the file
/// is damaged; that many, and what stands before the damage, are given then.
pub(super) fn as_it_comes(
    gather: &mut Gather,
    bytes: &[u8],
    read: impl FnOnce(&mut Gather, &mut Reader<'_>) -> (usize, Result<(), serde_json::Error>),
) -> Option<(usize, Json)> {
    let text = text_of(gather, bytes)?;
    let mut reader = serde_json::Deserializer::from_str(text);
    let (done, result) = read(gather, &mut reader);
    let error = result.and_then(|()| reader.end()).err()?;
    damaged(gather, text, &error, done).map(|sound| (done, sound))
}

/// What reads the values of a file.
pub(super) type Reader<'t> = serde_json::Deserializer<serde_json::de::StrRead<'t>>;

/// Reads a list, an item at a time, with its number; what is no list is read as a whole.
pub(super) fn each_item(
    gather: &mut Gather,
    bytes: &[u8],
    mut read: impl FnMut(&mut Gather, Option<usize>, Json),
) {
    let rest = as_it_comes(gather, bytes, |gather, reader| {
        let mut done = 0;
        let result = reader.deserialize_any(Items(|item, json| {
            done += 1;
            read(gather, item, json);
        }));
        (done, result)
    });
    match rest {
        Some((done, Json::Array(items))) => {
            let items = items.into_iter().enumerate().skip(done);
            items.for_each(|(item, json)| read(gather, Some(item), json));
        }
        Some((_, json)) => read(gather, None, json),
        None => {}
    }
}

/// The items of a list, handed on one by one.
struct Items<F>(F);

impl<'de, F: FnMut(Option<usize>, Json)> Visitor<'de> for Items<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        let mut number = 0;
        while let Some(item) = items.next_element()? {
            (self.0)(Some(number), item);
            number += 1;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, fields: A) -> Result<(), A::Error> {
        let fields = Fields::deserialize(MapAccessDeserializer::new(fields))?;
        (self.0)(None, Json::Object(fields));
        Ok(())
    }

    fn visit_bool<E>(mut self, flag: bool) -> Result<(), E> {
        (self.0)(None, Json::Bool(flag));
        Ok(())
    }

    fn visit_i64<E>(mut self, number: i64) -> Result<(), E> {
        (self.0)(None, json!(number));
        Ok(())
    }

    fn visit_u64<E>(mut self, number: u64) -> Result<(), E> {
        (self.0)(None, json!(number));
        Ok(())
    }

    fn visit_f64<E>(mut self, number: f64) -> Result<(), E> {
        (self.0)(None, json!(number));
        Ok(())
    }

    fn visit_str<E>(mut self, words: &str) -> Result<(), E> {
        (self.0)(None, json!(words));
        Ok(())
    }

    fn visit_unit<E>(mut self) -> Result<(), E> {
        (self.0)(None, Json::Null);
        Ok(())
    }
}
