//! `cas-json` and `cas-xmi`: UIMA's annotation structures, a file an article, as INCEpTION and
//! dkpro-cassis exchange them. Positions count UTF-16 units.
//!
//! A piece of a mark is a `webanno.custom.Mark` with its tag as `label`, and all pieces of a mark
//! have its id as `span_id`; a link is a `webanno.custom.Link` from `Governor` to `Dependent` that
//! stands where its target does. Values are one feature of JSON. Reading takes any layer: the tag
//! is the feature `label`, `value` or `tag`, else the layer's name; relations, slots and chains
//! become links.

mod json;
mod read;
mod structures;
mod xmi;

use super::feature::{COMMON, LEFT_OUT};
use super::{Feature, Format, Lack, Unit};

/// What the structures have no place for, beside what hardly any format has.
const NO_PLACE: &[Lack] = &[
    (Feature::Implicit, LEFT_OUT),
    (Feature::Meta, LEFT_OUT),
    (Feature::Status, LEFT_OUT),
];

/// The structures as JSON.
pub const JSON: Format = Format {
    name: "cas-json",
    about: "UIMA CAS as JSON 0.4, a file an article",
    purpose: "send to an INCEpTION user",
    extensions: &["json"],
    folder: true,
    stream: None,
    lacks: &[NO_PLACE, COMMON],
    unit: Some(Unit::Utf16),
    offsets: "",
    specification: "https://github.com/apache/uima-uimaj-io-jsoncas",
    recognises: |_, bytes| {
        super::json::first_object(bytes).is_some_and(|it| it.contains_key("%FEATURE_STRUCTURES"))
    },
    read: Some(json::read),
    write: Some(json::write),
};

/// The structures as XML.
pub const XMI: Format = Format {
    name: "cas-xmi",
    about: "UIMA CAS as XMI with its type system, a file an article",
    purpose: "process with UIMA or DKPro",
    extensions: &["xmi"],
    lacks: &[
        &[
            (Feature::Controls, "changed to U+FFFD"),
            (Feature::OddLetters, "changed to U+FFFD"),
        ],
        NO_PLACE,
        COMMON,
    ],
    specification: "https://uima.apache.org/d/uimaj-current/references.html",
    recognises: |_, bytes| {
        let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
        String::from_utf8_lossy(head).contains("http://www.omg.org/XMI")
    },
    read: Some(xmi::read),
    write: Some(xmi::write),
    ..JSON
};
