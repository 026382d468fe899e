//! `w3c`: Web Annotations as JSON-LD, with a text file an article.
//!
//! A mark is an annotation with its tag as a `TextualBody` for tagging and, for each of its
//! pieces, a target with a position (code points) and a quotation. A link is an annotation that
//! links: its body is the mark that it starts from, its target the mark that it points to. Notes
//! are bodies for commenting, values and identities bodies of JSON. Where a position does not fit
//! the quoted words, the words are looked for.

mod read;
mod walk;
mod write;

use serde_json::Value as Json;

use super::feature::{ABOUT_ARTICLES, COMMON, LEFT_OUT};
use super::json::first_object;
use super::{Feature, Format, Unit};

const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// What the format is and can do.
pub const FORMAT: Format = Format {
    name: "w3c",
    about: "W3C Web Annotations, JSON-LD with a text an article",
    purpose: "publish on the web, or read with Hypothesis and its like",
    extensions: &["jsonld"],
    folder: true,
    stream: None,
    lacks: &[
        &[
            (Feature::Implicit, LEFT_OUT),
            (
                Feature::ArticleIds,
                "changed to a name that a file can have",
            ),
        ],
        ABOUT_ARTICLES,
        COMMON,
    ],
    unit: Some(Unit::Chars),
    offsets: "",
    specification: "https://www.w3.org/TR/annotation-model/",
    recognises: |_, bytes| {
        first_object(bytes).is_some_and(|fields| {
            let context = fields.get("@context").map(Json::to_string);
            context.is_some_and(|context| context.contains("ns/anno"))
        })
    },
    read: Some(read::read),
    write: Some(write::write),
};
