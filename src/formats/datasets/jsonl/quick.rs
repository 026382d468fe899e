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
use crate::project::{Id, Value};
use crate::text::Text;

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
            title: Some(self.title.unwrap_or_default()),
            text: Text::new(self.text),
            meta: self.meta.0,
            attributes: self.attributes.0,
            done: self.done,
            spans: self
                .spans
                .into_iter()
                .map(|it| it.0.into_record())
                .collect(),
            further: Vec::new(),
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
            id: self.id.map(Id::new),
            tag: Id::new(self.tag),
            fragments: self.fragments.into(),
            wording: self.wording.unwrap_or_default().into(),
            annotator: self.annotator,
            attributes: self.attributes.0,
            note: self.note.into(),
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
            note: self.note.into(),
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

#[cfg(test)]
mod tests {
    use super::super::read::read_object;
    use super::*;
    use crate::formats::datasets::{Imported, Unit};

    const WHOLE: &str = r#"{"id":"a","title":"T","text":"The moon, he said.","meta":{"n":3,"x":1.5,"ok":true,"w":"é"},
        "attributes":{"topic":"sky"},"done":true,"spans":[{"id":"m","tag":"claim","fragments":[[0,3],[4,8]],
        "annotator":"ann","attributes":{"sure":false},"note":"n"},{"id":"i","tag":"source","fragments":[],"wording":"he"},
        {"id":"m","tag":"claim","fragments":[[10,12]]}],"links":[{"id":"l","type":"rebuts","from":"m","to":"i"},
        {"type":"rebuts","from":"m-2","to":"i"}],"identities":[{"id":"p","name":"Paul","kind":"person","mentions":["i"]}]}"#;

    fn gather() -> Gather {
        Gather::for_tests(Unit::Chars)
    }

    fn slow(line: &str) -> Imported {
        let (mut gather, fields) = (gather(), serde_json::from_str(line).unwrap());
        let record = read_object(&mut gather, 1, fields).unwrap();
        gather.article(record);
        gather.finish().unwrap()
    }

    #[test]
    fn a_line_that_is_read_quickly_is_the_same_article() {
        for line in [
            WHOLE,
            r#"{"text":""}"#,
            r#"{"id":null,"text":"a","spans":[]}"#,
        ] {
            let mut gather = gather();
            assert!(read(&mut gather, 1, line), "{line}");
            assert_eq!(gather.finish().unwrap(), slow(line), "{line}");
        }
        // The second mark of an id is not meant by it, nor by the id that it gets.
        let imported = slow(WHOLE);
        let entry = &imported.project.entries()[0];
        let ids: Vec<_> = entry.annotations().keys().map(|id| id.as_str()).collect();
        assert_eq!(ids, ["i", "m", "m-2"]);
        assert_eq!((entry.links().len(), imported.left_out), (1, 1));
    }

    #[test]
    fn what_is_not_exactly_so_is_left_to_the_other_reader() {
        let lines = [
            r#"{"id":1,"text":"a"}"#,
            r#"{"id":"a"}"#,
            r#"["a",null,"a"]"#,
            r#"{"text":"a","text":"b"}"#,
            r#"{"text":"a","more":1}"#,
            r#"{"text":"a","done":null}"#,
            r#"{"text":"a","meta":{"a":null}}"#,
            r#"{"text":"a","meta":{"a":[1]}}"#,
            r#"{"text":"a","meta":{"a":12345678901234567890}}"#,
            r#"{"text":"a","spans":[["x","claim",[[0,1]]]]}"#,
            r#"{"text":"a","spans":[{"tag":"claim","fragments":[[0,1,2]]}]}"#,
            r#"{"text":"a","spans":[{"tag":"claim","fragments":[[0,-1]]}]}"#,
            r#"{"text":"a","spans":[{"tag":"claim","fragments":[[0,1.0]]}]}"#,
            r#"{"text":"a"} x"#,
            r#"{"text":"a""#,
        ];
        for line in lines {
            let mut gather = gather();
            assert!(!read(&mut gather, 1, line), "{line}");
            assert!(!gather.touched(), "{line}");
        }
    }
}
