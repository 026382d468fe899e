//! One article of the file with its marks and links.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use serde::Deserialize;

use super::Part;
use super::decode::{Damage, Loader, read_record};
use super::quick;
use super::records::{self, SameEnds};
use super::twins::Twins;
use super::types::{FileAnnotation, FileLink, FileOrigin, Pairs};
use crate::formats::ron_file::fields;
use crate::formats::ron_file::scan::Item;
use crate::formats::ron_file::source::Source;
use crate::formats::ron_file::value::{FileValue, Words};
use crate::formats::{Position, excerpt};
use crate::project::build::EntryParts;
use crate::project::tagset::fits;
use crate::project::{Annotation, Article, Id, Link, Metadata, Place, Status};
use crate::text::{Digest, Text};

/// An article that is being loaded.
pub(super) struct Draft {
    pub(super) article: Arc<Article>,
    pub(super) status: Status,
    /// The marks in the order of the file, and their ids.
    pub(super) marks: Vec<Arc<Annotation>>,
    pub(super) mark_ids: HashSet<Id>,
    pub(super) links: BTreeMap<Id, Arc<Link>>,
    /// Which tag each annotator has put where.
    pub twins: Twins,
    /// Which link each annotator has drawn where.
    pub arrows: HashSet<SameEnds>,
    /// The implicit marks that are shown beside another mark.
    pub beside: Vec<Beside>,
    /// The marks that are kept aside, as far as their ids are known.
    pub lost: BTreeSet<Id>,
    /// How many more bytes may be searched for words that are not where they should be.
    pub budget: usize,
}

/// An implicit mark that is shown beside another. Whether that is sound is known only when all
/// marks are read, so that its record is kept until then.
pub(super) struct Beside {
    id: Id,
    other: Id,
    record: String,
    at: Position,
    /// Its place on the shelf, if it was kept aside before.
    shelf: Option<usize>,
}

/// The records of an article, as they stand in the file.
struct Lists<'g> {
    attributes: &'g [Item],
    annotations: &'g [Item],
    links: &'g [Item],
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

impl Loader {
    /// Loads an article and everything that was marked on it.
    pub(super) fn article(&mut self, source: &Source<'_>, item: &Item) -> Result<(), Damage> {
        let (mut draft, lists) = read_article(source, item)?;
        let id = draft.article.id.clone();
        if !self.article_ids.insert(id.clone()) {
            let reason =
                format!("article {id:?} has an id that stands twice; give one of the two another");
            return Err(Damage {
                reason,
                at: source.position(item.start),
            });
        }
        // Growing step by step would look at every mark again at each step.
        let count = lists.annotations.len();
        draft.marks.reserve(count);
        draft.mark_ids.reserve(count);
        self.spots.reserve(count);
        let article = Some(&id);
        self.each(
            Part::Attribute,
            article,
            source,
            lists.attributes,
            |loader, source, item| loader.attribute(&mut draft, source, item),
        );
        self.each(
            Part::Annotation,
            article,
            source,
            lists.annotations,
            |loader, source, item| loader.annotation(&mut draft, source, item),
        );
        self.put_lonely_aside(&mut draft);
        self.each(
            Part::Link,
            article,
            source,
            lists.links,
            |loader, source, item| loader.link(&mut draft, source, item),
        );
        self.entries.push(EntryParts {
            article: draft.article,
            status: draft.status,
            annotations: draft.marks,
            links: draft.links.into_values().collect(),
        });
        Ok(())
    }

    fn attribute(
        &mut self,
        draft: &mut Draft,
        source: &Source<'_>,
        item: &Item,
    ) -> Result<(), Damage> {
        let unreadable = |error| Damage::unreadable(Part::Attribute, None, error);
        let (name, FileValue(value)): (Words<'_>, FileValue) =
            source.read(item).map_err(unreadable)?;
        let id = Id::new(name.as_str());
        let attributes = &self.tagset.article_attributes;
        let taken = draft.status.attributes.contains_key(&id);
        let reason = match fits(attributes, &id, &value) {
            true if !taken => {
                draft.status.attributes.insert(id, value);
                return Ok(());
            }
            true => records::said_twice(&id),
            false => records::misfit(&id, &value),
        };
        let reason = format!("article {:?} {reason}", draft.article.id);
        Err(Damage {
            reason,
            at: source.position(item.start),
        })
    }

    fn annotation(
        &mut self,
        draft: &mut Draft,
        source: &Source<'_>,
        item: &Item,
    ) -> Result<(), Damage> {
        let file: FileAnnotation<'_> = match quick::annotation(source.value(item)) {
            Some(file) => file,
            None => read_record(Part::Annotation, source, item).map_err(|(damage, id)| {
                draft.lost.extend(id);
                damage
            })?,
        };
        let id = Id::new(file.id.as_str());
        let new = draft.mark_ids.insert(id.clone());
        let made = match new {
            true => records::annotation(&self.tagset, &self.identities, draft, file, &id),
            false => Err(records::ID_TWICE.to_owned()),
        };
        match made {
            Ok(annotation) => {
                if let Place::Implicit {
                    beside: Some(other),
                    ..
                } = &annotation.place
                {
                    draft.beside.push(Beside {
                        id: id.clone(),
                        other: other.clone(),
                        record: source.item(item).to_owned(),
                        at: source.position(item.start),
                        shelf: self.trying,
                    });
                }
                draft.marks.push(annotation);
                self.spots
                    .push((Some(draft.article.id.clone()), id, source.spot(item.start)));
                Ok(())
            }
            Err(reason) => {
                let reason = format!("mark {id:?} {reason}");
                if new {
                    draft.mark_ids.remove(&id);
                }
                draft.lost.insert(id);
                Err(Damage {
                    reason,
                    at: source.position(item.start),
                })
            }
        }
    }

    /// Puts each implicit mark aside that is shown beside a mark that is not there, and then those
    /// beside it.
    fn put_lonely_aside(&mut self, draft: &mut Draft) {
        let article = draft.article.id.clone();
        let mut by_other: BTreeMap<Id, Vec<Beside>> = BTreeMap::new();
        let mut lonely = Vec::new();
        for it in std::mem::take(&mut draft.beside) {
            match it.other != it.id && draft.mark_ids.contains(&it.other) {
                true => by_other.entry(it.other.clone()).or_default().push(it),
                false => lonely.push(it),
            }
        }
        while let Some(it) = lonely.pop() {
            lonely.extend(by_other.remove(&it.id).unwrap_or_default());
            draft.mark_ids.remove(&it.id);
            let reason = records::lonely(&it.other, &it.id, &draft.lost);
            let reason = format!("mark {:?} {reason}", it.id);
            draft.lost.insert(it.id);
            let damage = Damage { reason, at: it.at };
            match it.shelf {
                Some(place) => self.leave_on_shelf(place),
                None => self.put_aside(Part::Annotation, Some(&article), &it.record, damage),
            }
        }
        if draft.marks.len() != draft.mark_ids.len() {
            let stays = |mark: &Arc<Annotation>| draft.mark_ids.contains(&mark.id);
            draft.marks.retain(stays);
        }
    }

    fn link(&mut self, draft: &mut Draft, source: &Source<'_>, item: &Item) -> Result<(), Damage> {
        let file: FileLink<'_> =
            read_record(Part::Link, source, item).map_err(|(damage, _)| damage)?;
        let link = records::link(&self.tagset, draft, &file).map_err(|reason| Damage {
            reason: format!("link {:?} {reason}", file.id.as_str()),
            at: source.position(item.start),
        })?;
        let (id, link) = (link.id.clone(), Arc::new(link));
        draft.arrows.insert(SameEnds(Arc::clone(&link)));
        draft.links.insert(id.clone(), link);
        self.spots
            .push((Some(draft.article.id.clone()), id, source.spot(item.start)));
        Ok(())
    }
}

/// Reads what an article is, and finds the lists of what was marked on it.
fn read_article<'g>(source: &Source<'_>, item: &'g Item) -> Result<(Draft, Lists<'g>), Damage> {
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
    let id: String = read(source, id)?.ok_or_else(|| lacks("id"))?;
    let lines = match text.and_then(|item| quick::lines(source.value(item))) {
        Some(lines) => lines,
        None => read(source, text)?.ok_or_else(|| lacks("text"))?,
    };
    let text = join(&lines);
    let (bytes, sha256) = (read(source, bytes)?, read(source, sha256)?);
    if let Some(reason) = changed_text(&id, &text, bytes, sha256) {
        return Err(Damage {
            reason,
            at: source.position(item.start),
        });
    }
    let origin: FileOrigin = read(source, origin)?.unwrap_or_default();
    let article = Article {
        id: Id::new(id),
        title: read(source, title)?.unwrap_or_default(),
        text,
        meta: metadata(source, meta)?,
        origin: origin.into(),
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
    Ok((Draft::new(article, status), lists))
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
    id: &str,
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

impl Draft {
    fn new(article: Article, status: Status) -> Self {
        Self {
            article: Arc::new(article),
            status,
            marks: Vec::new(),
            mark_ids: HashSet::new(),
            links: BTreeMap::new(),
            twins: Twins::default(),
            arrows: HashSet::new(),
            beside: Vec::new(),
            lost: BTreeSet::new(),
            budget: 100_000_000,
        }
    }
}
