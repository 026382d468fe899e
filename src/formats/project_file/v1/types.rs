//! The records of the file. They mirror the core's types, so that the file changes only on purpose.

use serde::Deserialize;

use crate::formats::ron_file::value::{FileTime, FileValue, Words};
use crate::project::{Author, LineEnds, Origin, Stamp};

/// Names and values.
pub(super) type Pairs<'a> = Vec<(Words<'a>, FileValue)>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename = "Annotation")]
pub(super) struct FileAnnotation<'a> {
    #[serde(borrow)]
    pub(super) id: Words<'a>,
    #[serde(borrow)]
    pub(super) tag: Words<'a>,
    /// First byte, byte after the last, and the words between them: one for each fragment.
    #[serde(borrow, default)]
    pub at: Vec<(usize, usize, Words<'a>)>,
    #[serde(borrow, default)]
    pub(super) wording: Option<Words<'a>>,
    #[serde(borrow, default)]
    pub(super) beside: Option<Words<'a>>,
    #[serde(borrow, default)]
    pub(super) attributes: Pairs<'a>,
    #[serde(borrow, default)]
    pub(super) identity: Option<Words<'a>>,
    #[serde(borrow, default)]
    pub(super) note: Words<'a>,
    #[serde(borrow, default)]
    pub(super) by: Words<'a>,
    #[serde(default)]
    pub(super) created: Option<FileTime>,
    #[serde(default)]
    pub(super) changed: Option<FileTime>,
}

/// The id of a record that cannot be read otherwise.
#[derive(Deserialize)]
pub(super) struct OnlyId<'a> {
    #[serde(borrow)]
    pub(super) id: Words<'a>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "Link")]
pub(super) struct FileLink<'a> {
    #[serde(borrow)]
    pub(super) id: Words<'a>,
    #[serde(borrow)]
    pub(super) kind: Words<'a>,
    #[serde(borrow)]
    pub(super) from: Words<'a>,
    #[serde(borrow)]
    pub(super) to: Words<'a>,
    #[serde(borrow, default)]
    pub(super) attributes: Pairs<'a>,
    #[serde(borrow, default)]
    pub(super) note: Words<'a>,
    #[serde(borrow, default)]
    pub(super) by: Words<'a>,
    #[serde(default)]
    pub(super) created: Option<FileTime>,
    #[serde(default)]
    pub(super) changed: Option<FileTime>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "Identity")]
pub(super) struct FileIdentity<'a> {
    #[serde(borrow)]
    pub(super) id: Words<'a>,
    #[serde(borrow)]
    pub(super) name: Words<'a>,
    #[serde(borrow)]
    pub(super) kind: Words<'a>,
    #[serde(borrow, default)]
    pub(super) note: Words<'a>,
    #[serde(borrow, default)]
    pub(super) by: Words<'a>,
    #[serde(default)]
    pub(super) created: Option<FileTime>,
    #[serde(default)]
    pub(super) changed: Option<FileTime>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "Dispute")]
pub(super) struct FileDispute<'a> {
    #[serde(borrow)]
    pub(super) about: Words<'a>,
    #[serde(borrow, default)]
    pub(super) article: Option<Words<'a>>,
    #[serde(borrow)]
    pub(super) thing: Words<'a>,
    #[serde(borrow)]
    pub(super) field: Words<'a>,
    #[serde(borrow, default)]
    pub(super) readings: Vec<FileReading<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "Decision")]
pub(super) struct FileDecision<'a> {
    #[serde(borrow)]
    pub(super) id: Words<'a>,
    #[serde(borrow, default)]
    pub(super) article: Option<Words<'a>>,
    #[serde(borrow)]
    pub(super) kind: Words<'a>,
    #[serde(borrow, default)]
    pub(super) quote: Words<'a>,
    #[serde(borrow)]
    pub(super) verdict: Words<'a>,
    #[serde(borrow, default)]
    pub(super) of: Option<Words<'a>>,
    #[serde(default)]
    pub(super) gap: bool,
    #[serde(borrow, default)]
    pub(super) comment: Words<'a>,
    #[serde(borrow, default)]
    pub(super) readings: Vec<FileReading<'a>>,
    #[serde(borrow, default)]
    pub(super) by: Words<'a>,
    #[serde(default)]
    pub(super) created: Option<FileTime>,
    #[serde(default)]
    pub(super) changed: Option<FileTime>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "Comment")]
pub(super) struct FileComment<'a> {
    #[serde(borrow)]
    pub(super) id: Words<'a>,
    #[serde(borrow, default)]
    pub(super) article: Option<Words<'a>>,
    #[serde(borrow, default)]
    pub(super) mark: Option<Words<'a>>,
    #[serde(borrow, default)]
    pub(super) dispute: Option<Words<'a>>,
    #[serde(borrow)]
    pub(super) text: Words<'a>,
    #[serde(borrow, default)]
    pub(super) by: Words<'a>,
    #[serde(default)]
    pub(super) created: Option<FileTime>,
    #[serde(default)]
    pub(super) changed: Option<FileTime>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "Reading")]
pub(super) struct FileReading<'a> {
    #[serde(borrow)]
    pub(super) by: Words<'a>,
    #[serde(borrow, default)]
    pub(super) value: Option<Words<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "Aside")]
pub(super) struct FileAside<'a> {
    #[serde(borrow, default)]
    pub(super) article: Option<Words<'a>>,
    #[serde(borrow)]
    pub(super) reason: Words<'a>,
    #[serde(borrow)]
    pub(super) data: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename = "Origin")]
pub(super) struct FileOrigin {
    file: String,
    encoding: String,
    line_ends: FileLineEnds,
    byte_order_mark: bool,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum FileLineEnds {
    #[default]
    Kept,
    FromCrlf,
    FromCr,
    FromMixed,
}

/// The name of a kind of line end in the file.
pub(super) fn line_ends_name(ends: LineEnds) -> &'static str {
    match ends {
        LineEnds::Kept => "kept",
        LineEnds::FromCrLf => "from_crlf",
        LineEnds::FromCr => "from_cr",
        LineEnds::FromMixed => "from_mixed",
    }
}

impl From<FileOrigin> for Origin {
    fn from(origin: FileOrigin) -> Self {
        Self {
            file: origin.file,
            encoding: origin.encoding,
            line_ends: match origin.line_ends {
                FileLineEnds::Kept => LineEnds::Kept,
                FileLineEnds::FromCrlf => LineEnds::FromCrLf,
                FileLineEnds::FromCr => LineEnds::FromCr,
                FileLineEnds::FromMixed => LineEnds::FromMixed,
            },
            byte_order_mark: origin.byte_order_mark,
        }
    }
}

/// Who made something and when, from its three fields.
pub(super) fn stamp(author: Author, created: Option<FileTime>, changed: Option<FileTime>) -> Stamp {
    Stamp {
        author,
        created: created.map(|time| time.0),
        changed: changed.map(|time| time.0),
    }
}
