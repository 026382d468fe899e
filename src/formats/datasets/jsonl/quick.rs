//! Lines that are exactly as the format wants them, read without a tree of JSON between them and the
//! records. Nothing is mended here: a line with anything else in it is left to the reader that says
//! what is wrong with it.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use crate::formats::datasets::gather::{
    ArticleRecord, Gather, IdentityRecord, LinkRecord, SpanRecord,
};
use crate::formats::datasets::json::{Fields, value_of};
use crate::project::Value;

/// Reads a line as an article, if all that stands in it is as it should be; says whether it is.
pub(super) fn read(gather: &mut Gather, line: usize, words: &str) -> bool {
    match serde_json::from_str::<Object<Line>>(words) {
        Ok(Object(record)) => {
            gather.article(record.into_record(line));
            true
        }
        Err(_) => false,
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    id: Option<String>,
    title: Option<String>,
    text: String,
    #[serde(default)]
    meta: Values,
    #[serde(default)]
    attributes: Values,
    #[serde(default)]
    done: bool,
    #[serde(default)]
    spans: Vec<Object<Mark>>,
    #[serde(default)]
    links: Vec<Object<Arrow>>,
    #[serde(default)]
    identities: Vec<Object<Whom>>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Mark {
    id: Option<String>,
    tag: String,
    #[serde(default)]
    fragments: Vec<(usize, usize)>,
    wording: Option<String>,
    annotator: Option<String>,
    #[serde(default)]
    attributes: Values,
    #[serde(default)]
    note: String,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Arrow {
    id: Option<String>,
    r#type: String,
    from: String,
    to: String,
    annotator: Option<String>,
    #[serde(default)]
    attributes: Values,
    #[serde(default)]
    note: String,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Whom {
    id: Option<String>,
    name: String,
    kind: Option<String>,
    #[serde(default)]
    mentions: Vec<String>,
}

/// Names and values, none of them nested.
#[derive(Default)]
struct Values(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Fields::deserialize(deserializer)?.into_iter();
        let values: Option<_> = fields
            .map(|(name, json)| Some((name, value_of(&json)?)))
            .collect();
        values
            .map(Self)
            .ok_or_else(|| serde::de::Error::custom("a value is nested"))
    }
}

/// Something that is read from an object and not from a list of its values.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Fields<T> {
            type Value = Object<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Object)
            }
        }

        deserializer.deserialize_map(Fields(PhantomData))
    }
}

impl Line {
    fn into_record(self, line: usize) -> ArticleRecord {
        ArticleRecord {
            line,
            id: self.id,
            title: self.title,
            text: self.text,
            meta: self.meta.0,
            attributes: self.attributes.0,
            done: self.done,
            spans: self
                .spans
                .into_iter()
                .map(|it| it.0.into_record())
                .collect(),
            links: self
                .links
                .into_iter()
                .map(|it| it.0.into_record())
                .collect(),
            identities: self
                .identities
                .into_iter()
                .map(|it| it.0.into_record())
                .collect(),
        }
    }
}

impl Mark {
    fn into_record(self) -> SpanRecord {
        SpanRecord {
            id: self.id,
            tag: self.tag,
            fragments: self.fragments,
            wording: self.wording,
            annotator: self.annotator,
            attributes: self.attributes.0,
            note: self.note,
            ..SpanRecord::default()
        }
    }
}

impl Arrow {
    fn into_record(self) -> LinkRecord {
        LinkRecord {
            line: None,
            id: self.id,
            kind: self.r#type,
            from: self.from,
            to: self.to,
            annotator: self.annotator,
            attributes: self.attributes.0,
            note: self.note,
        }
    }
}

impl Whom {
    fn into_record(self) -> IdentityRecord {
        IdentityRecord {
            line: None,
            id: self.id,
            name: self.name,
            kind: self.kind,
            mentions: self.mentions,
        }
    }
}
