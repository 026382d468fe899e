//! Annotations in whatever collections and pages they stand in.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value as Json;

use super::read::list;
use crate::formats::datasets::json::Fields;

/// Every annotation in lists, collections and pages, with the JSON pointer to it.
pub(super) fn collect<'j>(json: &'j Json, way: String, found: &mut Vec<(String, &'j Fields)>) {
    match json {
        Json::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                collect(item, format!("{way}/{number}"), found);
            }
        }
        Json::Object(fields) if is_annotation(fields.get("type")) => found.push((way, fields)),
        Json::Object(fields) => {
            for name in INNER {
                if let Some(inner) = fields.get(name) {
                    collect(inner, format!("{way}/{name}"), found);
                }
            }
        }
        _ => {}
    }
}

/// What annotations may stand in, in a collection or a page.
const INNER: [&str; 4] = ["@graph", "items", "first", "annotations"];

fn is_annotation(kind: Option<&Json>) -> bool {
    list(kind).any(|it| it == "Annotation")
}

/// A walk over a file that takes every annotation as it comes to it, with the JSON pointer to it.
pub(super) struct Walk<'w> {
    pub(super) way: String,
    pub(super) take: &'w mut dyn FnMut(String, &Fields),
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("annotations")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        for number in 0_usize.. {
            let walk = Walk {
                way: format!("{}/{number}", self.way),
                take: &mut *self.take,
            };
            if items.next_element_seed(walk)?.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut fields = Fields::new();
        // Whether it is an annotation is known when its type was read. Others are not kept.
        let mut kind = None;
        while let Some(name) = map.next_key::<String>()? {
            if kind == Some(false) && INNER.contains(&name.as_str()) {
                map.next_value_seed(Walk {
                    way: format!("{}/{name}", self.way),
                    take: &mut *self.take,
                })?;
                continue;
            }
            let value: Json = map.next_value()?;
            if name == "type" {
                kind = Some(is_annotation(Some(&value)));
            }
            fields.insert(name, value);
        }
        if kind == Some(true) {
            (self.take)(self.way, &fields);
            return Ok(());
        }
        let mut found = Vec::new();
        let rest = Json::Object(fields);
        collect(&rest, self.way, &mut found);
        found.into_iter().for_each(|(way, it)| (self.take)(way, it));
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}
