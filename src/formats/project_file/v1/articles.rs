//! One article of the file with its marks and links.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;
use std::sync::Arc;

use super::Part;
use super::ahead::{self, Ground, Made};
use super::beside::Beside;
use super::decode::{Damage, Loader, read_record};
use super::head::read_article;
use super::quick;
use super::records::{self, Carried, SameEnds};
use super::twins::Twins;
use super::types::{FileAnnotation, FileLink};
use super::version::{Finder, Noted};
use crate::formats::ron_file::scan::Item;
use crate::formats::ron_file::source::Source;
use crate::formats::ron_file::value::{FileValue, Words};
use crate::project::build::{ById, EntryParts};
use crate::project::tagset::fits;
use crate::project::{Annotation, Article, Id, Link, Place, Status};
use crate::text::Text;

/// An article that is being loaded.
pub(super) struct Draft {
    pub(super) article: Arc<Article>,
    pub(super) status: Status,
    /// The marks in the order of the file, and by their ids.
    pub(super) marks: Vec<Arc<Annotation>>,
    /// The marks that were made before their turn, in the order of the file.
    ahead: std::vec::IntoIter<Option<Made>>,
    /// Where the lines of the text and the sound marks stand, for other versions of the file.
    lines: Range<usize>,
    noted: Vec<(Range<usize>, Made)>,
    pub(super) by_id: ById,
    pub(super) links: BTreeMap<Id, Arc<Link>>,
    /// Which tag each annotator has put where.
    pub twins: Twins,
    /// Which link each annotator has drawn where.
    pub arrows: HashSet<SameEnds>,
    /// The implicit marks that are shown beside another mark.
    pub beside: Vec<Beside>,
    /// The marks that are kept aside, as far as their ids are known.
    pub lost: BTreeSet<Id>,
    /// What goes from one mark's record to the next.
    carried: Carried,
}

/// What is known of a mark in its turn.
enum Read<'a> {
    /// It was made before.
    Made(Made),
    /// Its record, which has yet to be found sound.
    Record(Box<FileAnnotation<'a>>),
}

impl Loader<'_> {
    /// Loads an article and everything that was marked on it.
    pub(super) fn article(&mut self, source: &Source<'_>, item: &Item) -> Result<(), Damage> {
        let (mut draft, lists) = read_article(source, item, self.other)?;
        let id = draft.article.id.clone();
        if !self.article_ids.insert(id.clone()) {
            let reason =
                format!("article {id:?} has an id that stands twice; give one of the two another");
            return Err(Damage {
                reason,
                at: source.position(item.start),
            });
        }
        let left = self.take_ahead(&mut draft, source, lists.annotations);
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
            left,
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
        if let Some(noted) = self.noted.as_mut().filter(|_| source.is_file()) {
            let it = Noted {
                article: Arc::clone(&draft.article),
                lines: draft.lines,
                marks: draft.noted,
            };
            noted.insert(id, it);
        }
        let parts = EntryParts {
            article: draft.article,
            status: draft.status,
            annotations: draft.marks,
            links: draft.links.into_values().collect(),
        };
        self.entries.push((parts, draft.by_id));
        Ok(())
    }

    /// Takes up the marks of an article that can be made before their turn, if these are all of them;
    /// gives those that wait for their turn.
    fn take_ahead<'g>(
        &mut self,
        draft: &mut Draft,
        source: &Source<'_>,
        items: &'g [Item],
    ) -> &'g [Item] {
        // Growing step by step would look at every mark again at each step.
        self.expect_spots(items.len());
        let ahead = self.ahead(draft, source, items);
        let Some((marks, by_id, twins)) = ahead::all_of(&ahead) else {
            draft.ahead = ahead.into_iter();
            return items;
        };
        draft.marks = marks;
        (draft.by_id, draft.twins) = (by_id, twins);
        for (item, made) in items.iter().zip(ahead.into_iter().flatten()) {
            self.note(draft, source, item, made);
        }
        &[]
    }

    /// The marks of an article that can be made before their turn.
    fn ahead(&self, draft: &Draft, source: &Source<'_>, items: &[Item]) -> Vec<Option<Made>> {
        let article = &draft.article;
        let other = self.other.and_then(|other| {
            let noted = other.notes.articles.get(&article.id)?;
            let same = other.notes.tagset == self.tagset && noted.article.text == article.text;
            same.then(|| Finder::new(other.file, noted))
        });
        let threads = ahead::threads(items.len());
        let ground = self.ground(&article.text);
        ahead::marks(ground, source.text(), items, other, threads)
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
        let (id, read) = match draft.ahead.next().flatten() {
            Some(made) => (made.mark.id.clone(), Read::Made(made)),
            None => {
                let file = read_mark(draft, source, item)?;
                (Id::new(file.id.as_str()), Read::Record(Box::new(file)))
            }
        };
        let new = !draft.by_id.contains_key(&id);
        let made = match (read, new) {
            (_, false) => Err(records::ID_TWICE.to_owned()),
            (Read::Made(made), true) => Ok(made),
            (Read::Record(file), true) => {
                let ground = self.ground(&draft.article.text);
                records::annotation(ground, &mut draft.carried, *file, &id).map(Made::new)
            }
        };
        // The last that is looked at: a mark that is refused must not be known as standing there.
        let made = made.and_then(|made| {
            let twin = draft.twins.twin_of(&made, &draft.marks);
            twin.map_or(Ok(made), |twin| Err(records::same_mark(&twin.id)))
        });
        match made {
            Ok(made) => {
                draft.by_id.insert(id, Arc::clone(&made.mark));
                draft.marks.push(Arc::clone(&made.mark));
                self.note(draft, source, item, made);
                Ok(())
            }
            Err(reason) => {
                let reason = format!("mark {id:?} {reason}");
                draft.lost.insert(id);
                Err(Damage {
                    reason,
                    at: source.position(item.start),
                })
            }
        }
    }

    /// Notes what has yet to be known of a mark that was taken up.
    fn note(&mut self, draft: &mut Draft, source: &Source<'_>, item: &Item, made: Made) {
        let mark = &made.mark;
        if made.hull.is_none()
            && let Place::Implicit {
                beside: Some(other),
                ..
            } = &mark.place
        {
            draft.beside.push(Beside {
                id: mark.id.clone(),
                other: (**other).clone(),
                record: source.item(item).to_owned(),
                at: source.position(item.start),
                shelf: self.trying,
            });
        }
        self.note_spot(Some(&draft.article.id), &mark.id, source, item.start);
        if self.noted.is_some() && source.is_file() {
            draft.noted.push((item.start..item.end, made));
        }
    }

    fn ground<'g>(&'g self, text: &'g Text) -> Ground<'g> {
        Ground {
            tagset: &self.tagset,
            identities: &self.identities,
            text,
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
        self.note_spot(Some(&draft.article.id), &id, source, item.start);
        draft.links.insert(id, link);
        Ok(())
    }
}

/// Reads the record of a mark.
fn read_mark<'a>(
    draft: &mut Draft,
    source: &Source<'a>,
    item: &Item,
) -> Result<FileAnnotation<'a>, Damage> {
    if let Some(file) = quick::annotation(source.value(item)) {
        return Ok(file);
    }
    read_record(Part::Annotation, source, item).map_err(|(damage, id)| {
        draft.lost.extend(id);
        damage
    })
}

impl Draft {
    pub(super) fn new(article: Arc<Article>, status: Status, lines: Range<usize>) -> Self {
        Self {
            article,
            status,
            marks: Vec::new(),
            ahead: Vec::new().into_iter(),
            lines,
            noted: Vec::new(),
            by_id: ById::new(),
            links: BTreeMap::new(),
            twins: Twins::default(),
            arrows: HashSet::new(),
            beside: Vec::new(),
            lost: BTreeSet::new(),
            carried: Carried::new(100_000_000),
        }
    }
}
