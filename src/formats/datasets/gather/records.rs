//! What the reader of a format finds, before anything is made of it.

use serde_json::Value as Json;

use crate::formats::datasets::few::Few;
use crate::formats::datasets::json::id_of;
use crate::project::{Id, Value, Words};
use crate::text::Text;

/// An article as a format's reader found it.
#[derive(Debug, Default)]
pub(in crate::formats::datasets) struct ArticleRecord {
    /// Where it stands in the file, from 1.
    pub line: usize,
    pub(in crate::formats::datasets) id: Option<String>,
    pub(in crate::formats::datasets) title: Option<String>,
    pub(in crate::formats::datasets) text: Text,
    pub(in crate::formats::datasets) meta: Vec<(String, Value)>,
    pub(in crate::formats::datasets) attributes: Vec<(String, Value)>,
    pub(in crate::formats::datasets) done: bool,
    pub(in crate::formats::datasets) spans: Vec<SpanRecord>,
    /// Those behind them, if they were read in several parts.
    pub further: Vec<Vec<SpanRecord>>,
    pub(in crate::formats::datasets) links: Vec<LinkRecord>,
    pub(in crate::formats::datasets) identities: Vec<IdentityRecord>,
}

/// A mark as a format's reader found it.
#[derive(Debug, Default)]
pub(in crate::formats::datasets) struct SpanRecord {
    /// Where it stands in the file, if that is known better than the article's line.
    pub line: Option<usize>,
    pub(in crate::formats::datasets) id: Option<Id>,
    pub(in crate::formats::datasets) tag: Id,
    /// Starts and ends in the format's own unit; none for an implicit mark.
    pub fragments: Few<(usize, usize)>,
    /// The same as the file says it of the only one, if it counts otherwise; none if it does not.
    pub written: Option<Box<(usize, usize)>>,
    /// The words that the file says stand there, one item a fragment; none if it says nothing.
    pub quotes: Few<Box<str>>,
    pub(in crate::formats::datasets) wording: Words,
    pub(in crate::formats::datasets) annotator: Option<String>,
    pub(in crate::formats::datasets) attributes: Vec<(String, Value)>,
    pub(in crate::formats::datasets) note: Words,
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
    pub(in crate::formats::datasets) note: Words,
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

impl IdentityRecord {
    /// An identity without mentions, as an object of `id`, `name` and `kind` says it.
    pub(in crate::formats::datasets) fn of_json(json: &Json) -> Self {
        let field = |name| json.get(name).and_then(id_of);
        Self {
            id: field("id"),
            name: field("name").unwrap_or_default(),
            kind: field("kind"),
            ..Self::default()
        }
    }
}

/// Adds a mention of an identity, and the identity if no other mark mentions it yet.
pub(in crate::formats::datasets) fn mention(
    identities: &mut Vec<IdentityRecord>,
    identity: IdentityRecord,
    mark: &str,
) {
    let place = identities.iter().position(|known| known.id == identity.id);
    let place = place.unwrap_or(identities.len());
    if place == identities.len() {
        identities.push(identity);
    }
    let known = identities.get_mut(place).map(|known| &mut known.mentions);
    // The pieces of a mark stand beside each other, and mention it once.
    if let Some(mentions) = known.filter(|mentions| mentions.last().is_none_or(|it| it != mark)) {
        mentions.push(mark.to_owned());
    }
}
