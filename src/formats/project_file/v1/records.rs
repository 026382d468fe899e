//! What makes a record of the file a sound mark, link or identity, and what is said if it is not.
//!
//! A reason is the end of a sentence that the thing begins: what is wrong, and what to do.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::ahead::Ground;
use super::articles::Draft;
use super::types::{
    FileAnnotation, FileComment, FileDecision, FileIdentity, FileLink, Pairs, stamp,
};
use crate::formats::excerpt;
use crate::formats::ron_file::value::{FileValue, Words};
use crate::project::{
    Annotation, Attribute, Attributes, Author, Comment, Decision, DisputeReading, Id, Identity,
    Link, Place, Tagset, Thread, Value, Verdict,
};
use crate::span::Span;
use crate::text::{Text, TextRange};

/// What goes from one mark's record to the next.
#[derive(Default)]
pub(super) struct Carried {
    /// How many more bytes may be searched for words that are not where they should be.
    pub(super) budget: usize,
    /// The annotator of the mark before: most marks have the same, and share the name in memory.
    author: Author,
}

impl Carried {
    pub(super) fn new(budget: usize) -> Self {
        Self {
            budget,
            author: Author::default(),
        }
    }

    fn author(&mut self, name: &Words<'_>) -> Author {
        if self.author != *name.as_str() {
            self.author = name.as_str().into();
        }
        self.author.clone()
    }
}

/// A link as what must not be there twice: one annotator's link of a kind between two marks.
pub(super) struct SameEnds(pub Arc<Link>);

impl SameEnds {
    fn key(&self) -> (&Id, &Id, &Id, &str) {
        (&self.0.kind, &self.0.from, &self.0.to, &self.0.stamp.author)
    }
}

impl Hash for SameEnds {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl PartialEq for SameEnds {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for SameEnds {}

/// A decision of a review; what it is about may be gone since.
pub(super) fn decision(
    taken: &BTreeMap<Id, Arc<Decision>>,
    file: &FileDecision<'_>,
) -> Result<Decision, String> {
    let id = Id::new(file.id.as_str());
    if taken.contains_key(&id) {
        return Err(ID_TWICE.to_owned());
    }
    let words = |words: &Words<'_>| words.as_str().to_owned();
    let of = file.of.as_ref().map(Words::as_str);
    let verdict = Verdict::from_name(file.verdict.as_str(), of);
    let verdict = verdict.ok_or_else(|| {
        let name = excerpt(file.verdict.as_str(), 40);
        format!("has verdict {name:?}, which is none; correct it")
    })?;
    let readings = file.readings.iter().map(|reading| DisputeReading {
        by: words(&reading.by),
        value: reading.value.as_ref().map(words),
    });
    Ok(Decision {
        id,
        article: file.article.as_ref().map(|it| Id::new(it.as_str())),
        kind: words(&file.kind),
        quote: words(&file.quote),
        verdict,
        gap: file.gap,
        comment: words(&file.comment),
        readings: readings.collect(),
        stamp: stamp(file.by.as_str().into(), file.created, file.changed),
    })
}

/// A comment; what it is about may be gone since.
pub(super) fn comment(
    taken: &BTreeMap<Id, Arc<Comment>>,
    file: &FileComment<'_>,
) -> Result<Comment, String> {
    let id = Id::new(file.id.as_str());
    if taken.contains_key(&id) {
        return Err(ID_TWICE.to_owned());
    }
    let of = |words: &Option<Words<'_>>| words.as_ref().map(|it| Id::new(it.as_str()));
    let about = match (of(&file.article), of(&file.mark), of(&file.dispute)) {
        (Some(article), Some(mark), None) => Thread::Mark { article, mark },
        (None, None, Some(dispute)) => Thread::Dispute(dispute),
        _ => {
            return Err(
                "is about neither a mark with its article nor a dispute; say one of them"
                    .to_owned(),
            );
        }
    };
    Ok(Comment {
        id,
        about,
        text: file.text.as_str().to_owned(),
        stamp: stamp(file.by.as_str().into(), file.created, file.changed),
    })
}

/// A sound identity, or what is wrong with it.
pub(super) fn identity(
    tagset: &Tagset,
    taken: &BTreeMap<Id, Arc<Identity>>,
    file: &FileIdentity<'_>,
) -> Result<Identity, String> {
    let id = Id::new(file.id.as_str());
    if taken.contains_key(&id) {
        return Err(ID_TWICE.to_owned());
    }
    let kind = tagset
        .entity_kinds
        .iter()
        .find(|kind| kind.id.is(file.kind.as_str()));
    let kind = kind.ok_or_else(|| not_in_tagset("kind", &file.kind))?;
    Ok(Identity {
        id,
        name: file.name.as_str().to_owned(),
        kind: kind.id.clone(),
        note: file.note.as_str().to_owned(),
        stamp: stamp(file.by.as_str().into(), file.created, file.changed),
    })
}

/// A mark that is sound whatever other marks there are, or what is wrong with it. So many bytes may
/// be searched for words that are not where they should be.
pub(super) fn annotation(
    ground: Ground<'_>,
    carried: &mut Carried,
    file: FileAnnotation<'_>,
    id: &Id,
) -> Result<Annotation, String> {
    let tags = &ground.tagset.tags;
    let tag = tags.iter().find(|tag| tag.id.is(file.tag.as_str()));
    let tag = tag.ok_or_else(|| not_in_tagset("tag", &file.tag))?;
    let identity = match &file.identity {
        Some(words) => match ground.identities.get(&Id::new(words.as_str())) {
            Some(identity) => Some(Box::new(identity.id.clone())),
            None => return Err(no_identity(words)),
        },
        None => None,
    };
    Ok(Annotation {
        id: id.clone(),
        tag: tag.id.clone(),
        place: place(&file, ground.text, &mut carried.budget)?,
        attributes: attributes(file.attributes, &tag.attributes)?,
        note: file.note.0.into_owned().into(),
        identity,
        stamp: stamp(carried.author(&file.by), file.created, file.changed),
    })
}

/// What is said of a mark that says the same as another.
pub(super) fn same_mark(other: &Id) -> String {
    format!("is the same as mark {other:?}; delete one of the two")
}

/// A sound link, or what is wrong with it.
pub(super) fn link(tagset: &Tagset, draft: &Draft, file: &FileLink<'_>) -> Result<Link, String> {
    let id = Id::new(file.id.as_str());
    if draft.links.contains_key(&id) {
        return Err(ID_TWICE.to_owned());
    }
    let kind = tagset
        .links
        .iter()
        .find(|kind| kind.id.is(file.kind.as_str()));
    let kind = kind.ok_or_else(|| not_in_tagset("kind", &file.kind))?;
    let (from, to) = (
        end(draft, "starts", &file.from)?,
        end(draft, "ends", &file.to)?,
    );
    if from == to {
        return Err(format!(
            "joins mark {from:?} to itself; give it another end or delete it"
        ));
    }
    let link = Arc::new(Link {
        id,
        kind: kind.id.clone(),
        from,
        to,
        attributes: attributes(file.attributes.clone(), &kind.attributes)?,
        note: file.note.as_str().into(),
        stamp: stamp(file.by.as_str().into(), file.created, file.changed),
    });
    let ends = SameEnds(link);
    if let Some(SameEnds(other)) = draft.arrows.get(&ends) {
        return Err(format!(
            "is the same as link {:?}; delete one of the two",
            other.id
        ));
    }
    Ok(Arc::unwrap_or_clone(ends.0))
}

pub(super) const ID_TWICE: &str = "has an id that stands twice; give one of the two another";

fn not_in_tagset(what: &str, found: &Words<'_>) -> String {
    let found = excerpt(found.as_str(), 60);
    format!("has {what} {found:?}, which is not in the tagset; add it there, or choose another")
}

fn no_identity(found: &Words<'_>) -> String {
    let found = excerpt(found.as_str(), 60);
    format!(
        "refers to identity {found:?}, which is not there or kept aside; restore it, or choose another"
    )
}

/// What is said of an implicit mark beside a mark that is not there.
pub(super) fn lonely(other: &Id, id: &Id, lost: &BTreeSet<Id>) -> String {
    if other == id {
        return "stands beside itself; take \"beside\" out".to_owned();
    }
    let where_it_is = where_it_is(lost, other);
    let other = excerpt(other.as_str(), 60);
    format!(
        "stands beside mark {other:?}, which is {where_it_is}; restore the mark or take \"beside\" out"
    )
}

fn where_it_is(lost: &BTreeSet<Id>, mark: &Id) -> &'static str {
    match lost.contains(mark) {
        true => "kept aside",
        false => "not there",
    }
}

/// What is said of an attribute with two values.
pub(super) fn said_twice(attribute: &Id) -> String {
    format!("has two values for {attribute:?}; take one of them out")
}

/// What is said of a value that does not fit.
pub(super) fn misfit(attribute: &Id, value: &Value) -> String {
    let value = excerpt(&value.to_string(), 60);
    format!(
        "has {value:?} for {attribute:?}, which the tagset does not allow; change one of the two"
    )
}

fn attributes(pairs: Pairs<'_>, allowed: &[Attribute]) -> Result<Attributes, String> {
    let mut values = Attributes::new();
    for (name, FileValue(value)) in pairs {
        let attribute = allowed
            .iter()
            .find(|attribute| attribute.id.is(name.as_str()));
        match attribute.filter(|attribute| attribute.kind.takes(&value)) {
            None => return Err(misfit(&Id::new(name.as_str()), &value)),
            Some(attribute) => {
                if values.insert(attribute.id.clone(), value).is_some() {
                    return Err(said_twice(&attribute.id));
                }
            }
        }
    }
    Ok(values)
}

fn end(draft: &Draft, verb: &str, mark: &Words<'_>) -> Result<Id, String> {
    let id = Id::new(mark.as_str());
    if draft.by_id.contains_key(&id) {
        return Ok(id);
    }
    let where_it_is = where_it_is(&draft.lost, &id);
    Err(format!(
        "{verb} at mark {:?}, which is {where_it_is}; restore the mark or delete the link",
        excerpt(id.as_str(), 60)
    ))
}

fn place(file: &FileAnnotation<'_>, text: &Text, budget: &mut usize) -> Result<Place, String> {
    match (&file.wording, file.at.is_empty()) {
        (None, true) => {
            Err("stands on no words and has no wording of its own; give it one or delete it".into())
        }
        (Some(_), false) => {
            Err("stands on words and has a wording of its own; take one of the two out".into())
        }
        (Some(wording), true) if wording.as_str().trim().is_empty() => {
            Err("has an empty wording; say what it stands for, or delete it".into())
        }
        (Some(wording), true) => Ok(Place::Implicit {
            wording: wording.as_str().into(),
            beside: (file.beside.as_ref()).map(|mark| Box::new(Id::new(mark.as_str()))),
        }),
        (None, false) => {
            if file.beside.is_some() {
                return Err("stands on words and beside another mark; take \"beside\" out".into());
            }
            span(file, text, budget).map(Place::Span)
        }
    }
}

fn span(file: &FileAnnotation<'_>, text: &Text, budget: &mut usize) -> Result<Span, String> {
    for (start, end, quote) in &file.at {
        if text.as_str().get(*start..*end) != Some(quote.as_str()) {
            return Err(misplaced(text, *start, *end, quote.as_str(), budget));
        }
    }
    let ranges = file
        .at
        .iter()
        .map(|(start, end, _)| TextRange::new(*start, *end))
        .collect();
    Span::new(ranges, text).map_err(|error| format!("is no span: {error}; correct its offsets"))
}

/// What is said of words that do not stand where their offsets say, with the place where they do.
fn misplaced(text: &Text, start: usize, end: usize, quote: &str, budget: &mut usize) -> String {
    let place = format!("{start}..{end}");
    let wrong = match text.as_str().get(start..end) {
        Some(found) => {
            let (quote, found) = (excerpt(quote, 40), excerpt(found, 40));
            format!("quotes {quote:?}, but at {place} stands {found:?}")
        }
        None if start > end => format!("ends before it starts ({place})"),
        None if end > text.len().0 => {
            format!(
                "reaches to {end}, past the end of the text at {}",
                text.len()
            )
        }
        None => format!("cuts a character ({place})"),
    };
    let advice = match nearest(text, quote, start, budget) {
        Some(found) => format!(
            "its words stand at {found}..{}: set its offsets to that if it is the place, or delete it",
            found + quote.len()
        ),
        None => "its words were not found in the text: correct its offsets or delete it".to_owned(),
    };
    format!("{wrong}; {advice}")
}

/// The place of the words that is nearest to where they should stand. The budget keeps a file with
/// thousands of lost marks in a long text from taking minutes.
pub(super) fn nearest(text: &Text, quote: &str, near: usize, budget: &mut usize) -> Option<usize> {
    *budget = budget.checked_sub(text.len().0)?;
    if quote.is_empty() {
        return None;
    }
    let places = text.as_str().match_indices(quote).map(|(at, _)| at);
    places.min_by_key(|at| at.abs_diff(near))
}
