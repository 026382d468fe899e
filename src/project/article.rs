//! Articles: frozen texts with what is known about them.

use std::collections::BTreeMap;

use super::tagset::Id;
use super::value::Value;
use crate::text::Text;

/// One article: a text that never changes here, and what is known about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Unique in the project.
    pub id: Id,
    /// What lists call it.
    pub title: String,
    /// The text.
    pub text: Text,
    /// Outlet, author, date and whatever else is known.
    pub meta: Metadata,
    /// Where the text came from and what reading it took.
    pub origin: Origin,
}

/// What is known about an article, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata(pub BTreeMap<String, Value>);

/// Where a text came from and what reading it took.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The file's name without its folder; empty if it came from elsewhere.
    pub file: String,
    /// The encoding that it was read as; empty if it came as Unicode.
    pub encoding: String,
    /// What was done to the line ends.
    pub line_ends: LineEnds,
    /// Whether the file began with a byte order mark, which is no part of the text.
    pub byte_order_mark: bool,
}

/// What was done to the line ends of a file, so that every line of the text ends in LF.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineEnds {
    /// Nothing.
    #[default]
    Kept,
    /// Each CRLF became LF.
    FromCrLf,
    /// Each CR became LF.
    FromCr,
    /// Several kinds became LF.
    FromMixed,
}

impl Metadata {
    /// The names that have a field of their own in the window, in its order.
    pub const USUAL: [&'static str; 5] = ["outlet", "author", "date", "url", "language"];

    /// The words that stand for `name`, if words do and not just blanks.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0
            .get(name)
            .and_then(Value::as_text)
            .filter(|words| !words.trim().is_empty())
    }
}
