//! The records of the file. They mirror the core's types, so that the file changes only on purpose.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::formats::journal::How;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileHeader {
    pub(super) version: String,
    pub(super) name: String,
    pub(super) path: Option<String>,
    pub(super) base: FileBase,
    pub(super) user: String,
    pub(super) begun: i64,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FileBase {
    File(String),
    Snapshot(String),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FileRecord {
    Step(Box<FileStep>),
    Saving { digest: String, up_to: u64 },
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::formats::journal) struct FileStep {
    pub(in crate::formats::journal) number: u64,
    pub(in crate::formats::journal) at: i64,
    pub(in crate::formats::journal) how: FileHow,
    pub(in crate::formats::journal) name: String,
    pub(super) edits: Vec<FileEdit>,
    #[serde(default, skip_serializing_if = "is_nowhere")]
    pub(super) before: FileSpot,
    #[serde(default, skip_serializing_if = "is_nowhere")]
    pub(super) after: FileSpot,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) field: Option<(Option<String>, String, String)>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::formats::journal) enum FileHow {
    Made,
    Undone,
    Redone,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FileSpot {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) article: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) mark: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) range: Option<(usize, usize)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) more: Vec<(usize, usize)>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FileEdit {
    Tagset(String),
    Article(String, usize, Option<FileArticle>),
    Status(String, FileAttributes, bool),
    Annotation(String, String, Option<FileMark>),
    Link(String, String, Option<FileLink>),
    Identity(String, Option<FileIdentity>),
    Aside(usize, Option<(Option<String>, String, String)>),
    Dispute(String, Option<FileDispute>),
    Decision(String, Option<FileDecision>),
    Comment(String, Option<FileComment>),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileComment {
    pub(super) about: FileThread,
    pub(super) text: String,
    pub(super) stamp: FileStamp,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FileThread {
    /// Article and mark.
    Mark(String, String),
    Dispute(String),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct FileDispute {
    pub(super) article: Option<String>,
    pub(super) about: String,
    pub(super) thing: String,
    pub(super) field: String,
    pub(super) readings: Vec<(String, Option<String>)>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileDecision {
    pub(super) article: Option<String>,
    pub(super) kind: String,
    pub(super) quote: String,
    pub(super) verdict: String,
    pub(super) of: Option<String>,
    pub(super) gap: bool,
    pub(super) comment: String,
    pub(super) readings: Vec<(String, Option<String>)>,
    pub(super) stamp: FileStamp,
}

pub(super) type FileAttributes = BTreeMap<String, FileValue>;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum FileValue {
    Flag(bool),
    Number(f64),
    Text(String),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileArticle {
    pub(super) title: String,
    pub(super) text: String,
    pub(super) meta: BTreeMap<String, FileValue>,
    pub(super) file: String,
    pub(super) encoding: String,
    pub(super) line_ends: FileLineEnds,
    pub(super) byte_order_mark: bool,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FileLineEnds {
    Kept,
    FromCrlf,
    FromCr,
    FromMixed,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileMark {
    pub(super) tag: String,
    pub(super) place: FilePlace,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) attributes: FileAttributes,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) note: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) identity: Option<String>,
    pub(super) stamp: FileStamp,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FilePlace {
    /// First byte and byte after the last of each fragment.
    At(Vec<(usize, usize)>),
    Implicit(String, Option<String>),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileLink {
    pub(super) kind: String,
    pub(super) from: String,
    pub(super) to: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) attributes: FileAttributes,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) note: String,
    pub(super) stamp: FileStamp,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileIdentity {
    pub(super) name: String,
    pub(super) kind: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) note: String,
    pub(super) stamp: FileStamp,
}

/// Author, created, changed.
pub(super) type FileStamp = (String, Option<i64>, Option<i64>);

pub(super) fn is_nowhere(spot: &FileSpot) -> bool {
    *spot == FileSpot::default()
}

impl From<FileHow> for How {
    fn from(how: FileHow) -> Self {
        match how {
            FileHow::Made => Self::Made,
            FileHow::Undone => Self::Undone,
            FileHow::Redone => Self::Redone,
        }
    }
}
