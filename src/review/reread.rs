//! An article whose file has other words now: what becomes of each mark on them, and the project once
//! it is chosen which of them are taken over.
//!
//! The project keeps its own text until then, and loses nothing by it: marks that are not taken over
//! stay where they are, on the text that they were made on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::carry::{Difference, TextMap};
use crate::project::{
    Annotation, Article, Author, Edit, EditError, Entry, Id, Link, Place, Project, Status,
};
use crate::span::Span;
use crate::text::{Quote, Text, TextRange, find_quote};

/// What is put behind the title of a text that marks stayed on.
const EARLIER: &str = "earlier text";

/// An article, the words that its file has now, and what becomes of the marks.
#[derive(Clone, Debug)]
pub struct Reread {
    /// The article in the project.
    pub article: Id,
    /// How the words differ, in the order of the text; none if they have too little in common.
    pub differences: Vec<Difference>,
    /// What becomes of each mark, in the order of the text, those without words first.
    pub fates: Vec<Fate>,
}

/// What becomes of a mark.
#[derive(Clone, Debug)]
pub struct Fate {
    /// The mark as it is.
    pub mark: Arc<Annotation>,
    /// Whether its words were found.
    pub found: Found,
    now: Option<Annotation>,
}

/// Whether the words of a mark were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// They stand where they stood, or it has none.
    Here,
    /// They stand elsewhere.
    Moved,
    /// Other words stand in their place.
    Changed,
    /// They are gone, or the same is marked there already.
    Lost,
}

/// The project with the new words, and what they are called in it.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The project.
    pub project: Project,
    /// Whether marks stayed on the earlier text, so that it stayed too.
    pub earlier_stays: bool,
}

impl Reread {
    /// Looks what becomes of the marks of an article on other words.
    pub fn new(entry: &Entry, text: &Text) -> Self {
        let from = &entry.article().text;
        let map = TextMap::new(from, text);
        let mut places: BTreeSet<(Id, Author, Vec<TextRange>)> = BTreeSet::new();
        let fates = entry.in_text_order().map(|mark| {
            let now = map.as_ref().and_then(|map| map.mark(mark));
            let now = now.map(|(now, _)| now).or_else(|| quoted(mark, from, text));
            let fragments = now.as_ref().and_then(Annotation::span);
            let fragments = fragments.map(|span| span.fragments().to_vec());
            let twin = fragments.is_some_and(|fragments| {
                let author = mark.stamp.author.clone();
                !places.insert((mark.tag.clone(), author, fragments))
            });
            let now = now.filter(|_| !twin);
            Fate {
                mark: Arc::clone(mark),
                found: found(mark, now.as_ref(), from, text),
                now,
            }
        });
        Self {
            article: entry.article().id.clone(),
            fates: fates.collect(),
            differences: map.map(|map| map.differences()).unwrap_or_default(),
        }
    }

    /// The project with an article of the new words beside the old one, or, if every mark goes over
    /// to it, in its place. Links go with their ends.
    ///
    /// # Errors
    /// If the project is not the one that was looked at.
    pub fn taken(
        &self,
        project: &Project,
        new: Article,
        chosen: &BTreeSet<Id>,
    ) -> Result<Taken, EditError> {
        let missing = || EditError::NoArticle(self.article.clone());
        let entry = project.entry(&self.article).ok_or_else(missing)?;
        let at = project.position(&self.article).ok_or_else(missing)?;
        let marks = self.marks(chosen);
        let links: Vec<&Arc<Link>> = entry.links().values().collect();
        let goes =
            |link: &&&Arc<Link>| marks.contains_key(&link.from) && marks.contains_key(&link.to);
        let earlier_stays = marks.len() < entry.annotations().len();
        let id = new.id.clone();
        let status = Status {
            done: false,
            ..entry.status().clone()
        };
        let mut edits = vec![
            article_edit(&id, at + 1, Some(Arc::new(new))),
            status_edit(&id, status),
        ];
        // What is shown beside another mark comes after it.
        let (beside, alone): (Vec<_>, Vec<_>) = marks.values().partition(|it| is_beside(it));
        edits.extend(alone.iter().chain(&beside).map(|mark| mark_edit(&id, mark)));
        edits.extend(links.iter().filter(goes).map(|link| Edit::Link {
            article: id.clone(),
            id: link.id.clone(),
            to: Some(Arc::clone(link)),
        }));
        edits.extend(match earlier_stays {
            true => vec![renamed(entry, at)],
            false => removed(entry, at),
        });
        let mut project = project.clone();
        project.apply(&edits)?;
        Ok(Taken {
            project,
            earlier_stays,
        })
    }

    /// The chosen marks as they are on the new words.
    fn marks(&self, chosen: &BTreeSet<Id>) -> BTreeMap<Id, Annotation> {
        let fates = self.fates.iter();
        let taken = fates.filter(|fate| chosen.contains(&fate.mark.id));
        let mut marks: BTreeMap<Id, Annotation> = taken
            .filter_map(|fate| Some((fate.mark.id.clone(), fate.now.clone()?)))
            .collect();
        let ids: BTreeSet<Id> = marks.keys().cloned().collect();
        for mark in marks.values_mut() {
            if let Place::Implicit { beside, .. } = &mut mark.place {
                *beside = beside.take().filter(|id| ids.contains(id));
            }
        }
        marks
    }
}

impl Fate {
    /// Whether it can be taken over.
    pub fn can_go(&self) -> bool {
        self.now.is_some()
    }

    /// The words that it would stand on.
    pub fn words(&self, text: &Text) -> String {
        let now = self.now.as_ref();
        now.map_or_else(String::new, |mark| mark.words(text))
    }
}

/// A mark where its words are found again in a text that has little else in common with its own.
fn quoted(mark: &Annotation, from: &Text, to: &Text) -> Option<Annotation> {
    let fragments = mark.span()?.fragments().iter();
    let found: Option<Vec<TextRange>> = fragments
        .map(|range| find_quote(to, &Quote::new(from, *range)?, range.start))
        .collect();
    let span = Span::new(found?, to).ok()?;
    Some(Annotation {
        place: Place::Span(span),
        ..mark.clone()
    })
}

fn found(mark: &Annotation, now: Option<&Annotation>, from: &Text, to: &Text) -> Found {
    match (mark.span(), now.map(|now| (now, now.span()))) {
        (_, None) => Found::Lost,
        (Some(old), Some((now, Some(new)))) if mark.words(from) == now.words(to) => {
            match old.fragments() == new.fragments() {
                true => Found::Here,
                false => Found::Moved,
            }
        }
        (None, Some(_)) => Found::Here,
        (Some(_), Some(_)) => Found::Changed,
    }
}

fn is_beside(mark: &Annotation) -> bool {
    matches!(
        mark.place,
        Place::Implicit {
            beside: Some(_),
            ..
        }
    )
}

fn article_edit(id: &Id, at: usize, to: Option<Arc<Article>>) -> Edit {
    let id = id.clone();
    Edit::Article { id, at, to }
}

fn status_edit(article: &Id, to: Status) -> Edit {
    let article = article.clone();
    Edit::Status { article, to }
}

fn mark_edit(article: &Id, mark: &Annotation) -> Edit {
    Edit::Annotation {
        article: article.clone(),
        id: mark.id.clone(),
        to: Some(Arc::new(mark.clone())),
    }
}

/// The old article, said to be that.
fn renamed(entry: &Entry, at: usize) -> Edit {
    let mut article = (**entry.article()).clone();
    if !article.title.ends_with(EARLIER) {
        article.title = format!("{}, {EARLIER}", article.title);
    }
    article_edit(&article.id.clone(), at, Some(Arc::new(article)))
}

/// The old article goes, with all that stands on it.
fn removed(entry: &Entry, at: usize) -> Vec<Edit> {
    let article = &entry.article().id;
    let links = entry.links().keys().map(|id| Edit::Link {
        article: article.clone(),
        id: id.clone(),
        to: None,
    });
    let marks = entry.annotations().values();
    let (beside, alone): (Vec<_>, Vec<_>) = marks.partition(|it| is_beside(it));
    let marks = beside
        .into_iter()
        .chain(alone)
        .map(|mark| Edit::Annotation {
            article: article.clone(),
            id: mark.id.clone(),
            to: None,
        });
    let mut edits: Vec<Edit> = links.chain(marks).collect();
    edits.push(status_edit(article, Status::default()));
    edits.push(article_edit(article, at, None));
    edits
}
