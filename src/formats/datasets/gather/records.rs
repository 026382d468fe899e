//! What the reader of a format finds, before anything is made of it.

use crate::project::Value;

/// An article as a format's reader found it.
#[derive(Debug, Default)]
pub(in crate::formats::datasets) struct ArticleRecord {
    /// Where it stands in the file, from 1.
    pub line: usize,
    pub(in crate::formats::datasets) id: Option<String>,
    pub(in crate::formats::datasets) title: Option<String>,
    pub(in crate::formats::datasets) text: String,
    pub(in crate::formats::datasets) meta: Vec<(String, Value)>,
    pub(in crate::formats::datasets) attributes: Vec<(String, Value)>,
    pub(in crate::formats::datasets) done: bool,
    pub(in crate::formats::datasets) spans: Vec<SpanRecord>,
    pub(in crate::formats::datasets) links: Vec<LinkRecord>,
    pub(in crate::formats::datasets) identities: Vec<IdentityRecord>,
}

/// A mark as a format's reader found it.
#[derive(Debug, Default)]
pub(in crate::formats::datasets) struct SpanRecord {
    /// Where it stands in the file, if that is known better than the article's line.
    pub line: Option<usize>,
    pub(in crate::formats::datasets) id: Option<String>,
    pub(in crate::formats::datasets) tag: String,
    /// Starts and ends in the format's own unit; none for an implicit mark.
    pub fragments: Vec<(usize, usize)>,
    /// The words that the file says stand there, one item a fragment; none if it says nothing.
    pub quotes: Vec<String>,
    pub(in crate::formats::datasets) wording: Option<String>,
    pub(in crate::formats::datasets) annotator: Option<String>,
    pub(in crate::formats::datasets) attributes: Vec<(String, Value)>,
    pub(in crate::formats::datasets) note: String,
}

/// A link as a format's reader found it.
#[derive(Debug, Default)]
pub(in crate::formats::datasets) struct LinkRecord {
    /// Where it stands in the file, if that is known better than the article's line.
    pub line: Option<usize>,
    pub(in crate::formats::datasets) id: Option<String>,
    pub(in crate::formats::datasets) kind: String,
    pub(in crate::formats::datasets) from: String,
    pub(in crate::formats::datasets) to: String,
    pub(in crate::formats::datasets) annotator: Option<String>,
    pub(in crate::formats::datasets) attributes: Vec<(String, Value)>,
    pub(in crate::formats::datasets) note: String,
}

/// An identity as a format's reader found it, with the marks that refer to it.
#[derive(Debug, Default)]
pub(in crate::formats::datasets) struct IdentityRecord {
    /// Where it stands in the file, if that is known better than the article's line.
    pub line: Option<usize>,
    pub(in crate::formats::datasets) id: Option<String>,
    pub(in crate::formats::datasets) name: String,
    pub(in crate::formats::datasets) kind: Option<String>,
    pub(in crate::formats::datasets) mentions: Vec<String>,
}
