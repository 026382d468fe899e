//! What an article is, and where the records of what was marked on it stand.

use std::sync::Arc;

use serde::Deserialize;

use super::Part;
use super::articles::Draft;
use super::decode::Damage;
use super::quick;
use super::types::{FileOrigin, Pairs};
use super::version::{Noted, Version};
use crate::formats::ron_file::fields;
use crate::formats::ron_file::scan::Item;
use crate::formats::ron_file::source::Source;
use crate::formats::ron_file::value::{FileValue, Words};
use crate::formats::{Position, excerpt};
use crate::project::{Article, Id, Metadata, Status};
use crate::text::{Digest, Text};

/// The records of an article, as they stand in the file.
pub(super) struct Lists<'g> {
    pub(super) attributes: &'g [Item],
    pub(super) annotations: &'g [Item],
    pub(super) links: &'g [Item],
}

/// The fields of an article, in the order in which they are written.
const FIELDS: [&str; 11] = [
    "id",
    "title",
    "meta",
    "origin",
    "done",
    "attributes",
    "bytes",
    "sha256",
    "text",
    "annotations",
    "links",
];

/// Reads what an article is, and finds the lists of what was marked on it.
pub(super) fn read_article<'g>(
    source: &Source<'_>,
    item: &'g Item,
    other: Option<Version<'_>>,
) -> Result<(Draft, Lists<'g>), Damage> {
    let group = source.group(item, "(");
    let group = group.map_err(|error| Damage::unreadable(Part::Article, None, error))?;
    let found = fields(source, group, "this article", FIELDS).map_err(|error| Damage {
        reason: error.to_string(),
        at: error
            .position()
            .unwrap_or_else(|| source.position(item.start)),
    })?;
    let [
        id,
        title,
        meta,
        origin,
        done,
        attributes,
        bytes,
        sha256,
        text,
        annotations,
        links,
    ] = found;
    let lacks = |field: &str| Damage {
        reason: format!("this article lacks the field {field:?}; add it"),
        at: source.position(item.start),
    };
    let id = Id::new(read::<String>(source, id)?.ok_or_else(|| lacks("id"))?);
    let lines = text.map_or(0..0, |item| item.value..item.end);
    let other = other.and_then(|other| Some((other.file, other.notes.articles.get(&id)?)));
    let text = text_of(source, text, other)?.ok_or_else(|| lacks("text"))?;
    let (bytes, sha256) = (read(source, bytes)?, read(source, sha256)?);
    if let Some(reason) = changed_text(&id, &text, bytes, sha256) {
        return Err(Damage {
            reason,
            at: source.position(item.start),
        });
    }
    let origin = read::<FileOrigin>(source, origin)?;
    let article = Article {
        id,
        title: read(source, title)?.unwrap_or_default(),
        text,
        meta: metadata(source, meta)?,
        origin: origin.unwrap_or_default().into(),
    };
    let status = Status {
        done: read(source, done)?.unwrap_or_default(),
        ..Status::default()
    };
    let lists = Lists {
        attributes: list(source, attributes)?,
        annotations: list(source, annotations)?,
        links: list(source, links)?,
    };
    Ok((Draft::new(shared(article, other), status, lines), lists))
}

fn metadata(source: &Source<'_>, item: Option<&Item>) -> Result<Metadata, Damage> {
    let pairs: Pairs<'_> = read(source, item)?.unwrap_or_default();
    let mut meta = Metadata::default();
    for (name, FileValue(value)) in pairs {
        if meta.0.insert(name.as_str().to_owned(), value).is_some() {
            return Err(Damage {
                reason: format!(
                    "this article has {:?} twice in its metadata; take one of them out",
                    excerpt(name.as_str(), 60)
                ),
                at: item.map_or(Position { line: 1, column: 1 }, |item| {
                    source.position(item.start)
                }),
            });
        }
    }
    Ok(meta)
}

fn read<'a, T: Deserialize<'a>>(
    source: &Source<'a>,
    item: Option<&Item>,
) -> Result<Option<T>, Damage> {
    let value = item.map(|item| source.read(item)).transpose();
    value.map_err(|error| Damage::unreadable(Part::Article, None, error))
}

fn list<'g>(source: &Source<'_>, item: Option<&'g Item>) -> Result<&'g [Item], Damage> {
    let items = item.map(|item| source.list(item)).transpose();
    let items = items.map_err(|error| Damage::unreadable(Part::Article, None, error))?;
    Ok(items.unwrap_or_default())
}

/// An article of this file, which may be the very same as another version's.
fn shared(article: Article, other: Option<(&[u8], &Noted)>) -> Arc<Article> {
    match other.map(|(_, noted)| &noted.article) {
        Some(same) if **same == article => Arc::clone(same),
        _ => Arc::new(article),
    }
}

/// The text that stands as a list of its lines; if these stand in another version of the file, it is
/// that version's.
fn text_of(
    source: &Source<'_>,
    item: Option<&Item>,
    other: Option<(&[u8], &Noted)>,
) -> Result<Option<Text>, Damage> {
    let here = item.map(|item| source.value(item).as_bytes());
    let same =
        other.filter(|(file, noted)| here.is_some() && file.get(noted.lines.clone()) == here);
    if let Some((_, noted)) = same {
        return Ok(Some(noted.article.text.clone()));
    }
    let lines = match item.and_then(|item| quick::lines(source.value(item))) {
        Some(lines) => Some(lines),
        None => read(source, item)?,
    };
    Ok(lines.map(|lines| join(&lines)))
}

fn join(lines: &[Words<'_>]) -> Text {
    let mut text = String::with_capacity(lines.iter().map(|line| line.as_str().len() + 1).sum());
    for (place, line) in lines.iter().enumerate() {
        if place > 0 {
            text.push('\n');
        }
        text.push_str(line.as_str());
    }
    Text::new(text)
}

/// Why a text is not the one that was marked, if it is not.
fn changed_text(
    id: &Id,
    text: &Text,
    bytes: Option<usize>,
    sha256: Option<String>,
) -> Option<String> {
    let length = text.len().0;
    let differs = if let Some(bytes) = bytes.filter(|bytes| *bytes != length) {
        format!("it has {length} bytes, not {bytes}")
    } else if sha256.is_some_and(|hex| Digest::from_hex(&hex) != Some(text.digest())) {
        "its SHA-256 differs".to_owned()
    } else {
        return None;
    };
    Some(format!(
        "the text of article {id:?} is not the one that was marked ({differs}); bring the old text back, or correct \"bytes\" and \"sha256\" if the change is meant"
    ))
}
