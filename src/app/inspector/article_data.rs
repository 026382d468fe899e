//! What the inspector shows of an article as a whole.

use super::data::{MarkFace, TagFace, ValueRow, counted};
use crate::project::{Article, Entry, Id, LineEnds, Metadata, Number, Tagset, Value};

/// How many digits of an article's digest are shown.
const SHORT_DIGEST: usize = 12;

/// An article as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleData {
    /// Which article.
    pub id: Id,
    /// What lists call it.
    pub title: String,
    /// What is known about it: the usual names first, then the others by name.
    pub fields: Vec<FieldRow>,
    /// What can be said of it.
    pub values: Vec<ValueRow>,
    /// Whether it is done.
    pub done: bool,
    /// The tags in use, with how many marks have each.
    pub counts: Vec<(TagFace, usize)>,
    /// Its implicit marks.
    pub implicit: Vec<MarkFace>,
    /// What reading it took: pairs of a name and what there is to say.
    pub origin: Vec<(&'static str, String)>,
    /// Its SHA-256 in hexadecimal digits.
    pub digest: String,
}

/// Something that is known about an article.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldRow {
    /// What.
    pub name: String,
    /// Whether the window always shows it.
    pub usual: bool,
    /// What is known.
    pub value: Option<Value>,
}

impl ArticleData {
    /// The article of `entry` as a whole.
    pub fn new(tagset: &Tagset, entry: &Entry) -> Self {
        let article = entry.article();
        let status = entry.status();
        let implicit = entry
            .implicit()
            .map(|mark| MarkFace::new(tagset, &article.text, mark));
        Self {
            id: article.id.clone(),
            title: article.title.clone(),
            fields: fields(&article.meta),
            values: ValueRow::all(&tagset.article_attributes, &status.attributes),
            done: status.done,
            counts: counts(tagset, entry),
            implicit: implicit.collect(),
            origin: origin(article),
            digest: article.text.digest().to_string(),
        }
    }

    /// The first digits of the digest.
    pub fn short_digest(&self) -> &str {
        self.digest.get(..SHORT_DIGEST).unwrap_or(&self.digest)
    }
}

impl FieldRow {
    /// The value as words; empty if there is none.
    pub fn shown(&self) -> String {
        self.value
            .as_ref()
            .map(Value::to_string)
            .unwrap_or_default()
    }

    /// What the field holds after `typed` was typed. A number stays one while it reads as one; a
    /// usual field that is emptied is gone, another stays, empty, until it is taken away.
    pub fn typed(&self, typed: &str) -> Option<Value> {
        if typed.is_empty() && self.usual {
            return None;
        }
        let number = typed.trim().parse().ok().and_then(Number::new);
        match (&self.value, number) {
            (Some(Value::Number(_)), Some(number)) => Some(Value::Number(number)),
            _ => Some(Value::text(typed)),
        }
    }
}

fn fields(meta: &Metadata) -> Vec<FieldRow> {
    let usual = Metadata::USUAL.iter().map(|name| FieldRow {
        name: (*name).to_owned(),
        usual: true,
        value: meta.0.get(*name).cloned(),
    });
    let others = meta
        .0
        .iter()
        .filter(|(name, _)| !Metadata::USUAL.contains(&name.as_str()));
    let others = others.map(|(name, value)| FieldRow {
        name: name.clone(),
        usual: false,
        value: Some(value.clone()),
    });
    usual.chain(others).collect()
}

/// How many marks each tag has here: in the tagset's order, tags that it lacks last.
fn counts(tagset: &Tagset, entry: &Entry) -> Vec<(TagFace, usize)> {
    let mut counted = std::collections::BTreeMap::<&Id, usize>::new();
    for mark in entry.annotations().values() {
        *counted.entry(&mark.tag).or_default() += 1;
    }
    let mut rows = Vec::new();
    for tag in &tagset.tags {
        if let Some(count) = counted.remove(&tag.id) {
            rows.push((TagFace::new(tag), count));
        }
    }
    rows.extend(
        counted
            .into_iter()
            .map(|(id, count)| (TagFace::of(tagset, id), count)),
    );
    rows
}

fn origin(article: &Article) -> Vec<(&'static str, String)> {
    let origin = &article.origin;
    let mut rows = Vec::new();
    if !origin.file.is_empty() {
        rows.push(("file", origin.file.clone()));
    }
    if !origin.encoding.is_empty() {
        rows.push(("read as", origin.encoding.clone()));
    }
    let ends = match origin.line_ends {
        LineEnds::Kept => "",
        LineEnds::FromCrLf => "each CRLF became LF",
        LineEnds::FromCr => "each CR became LF",
        LineEnds::FromMixed => "several kinds became LF",
    };
    if !ends.is_empty() {
        rows.push(("line ends", ends.to_owned()));
    }
    if origin.byte_order_mark {
        rows.push(("byte order mark", "left out".to_owned()));
    }
    let letters = article.text.as_str().chars().count();
    rows.push(("length", counted(letters, "character", "characters")));
    rows
}
