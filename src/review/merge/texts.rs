//! Articles whose texts nearly agree on the sides: which text stands, and the marks on it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::articles::{Outcome, parts};
use super::fields::Spot;
use super::{Merger, Names};
use crate::project::build::EntryParts;
use crate::project::{Annotation, Article, EditError, Entry, Id, Place, Project, Subject};
use crate::review::carry::{Carried, TextMap};
use crate::text::Text;

/// The sides with the same text wherever theirs nearly agree; none for a side that is as it was.
#[derive(Default)]
pub(super) struct OnOneText {
    pub(super) base: Option<Project>,
    pub(super) ours: Option<Project>,
    pub(super) theirs: Option<Project>,
    pub(super) carried: Vec<Carried>,
    pub(super) displaced: Vec<Displaced>,
}

/// A mark that found no place in the text that stands.
pub(super) struct Displaced {
    article: Id,
    mark: Id,
    words: String,
    is_ours: bool,
}

/// The texts that stand, by article.
type Standing<'p> = BTreeMap<&'p Id, &'p Text>;

/// Brings the sides onto one text, article by article.
pub(super) fn on_one_text(
    base: Option<&Project>,
    ours: &Project,
    theirs: &Project,
    names: Names<'_>,
) -> Result<OnOneText, EditError> {
    let mut standing = Standing::new();
    for entry in ours.entries() {
        let our = entry.article();
        let Some(other) = theirs.entry(&our.id) else {
            continue;
        };
        let (our, their) = (&our.text, &other.article().text);
        if our == their {
            continue;
        }
        let before = base.and_then(|base| base.entry(&entry.article().id));
        let before = before.map(|it| &it.article().text);
        // Whoever changed the text meant to; where both did, it must not matter who merges whom.
        let theirs_stands = match before {
            Some(before) if before == our => true,
            Some(before) if before == their => false,
            _ => their.digest() < our.digest(),
        };
        let (stands, other) = if theirs_stands {
            (their, our)
        } else {
            (our, their)
        };
        if TextMap::new(other, stands).is_some() {
            standing.insert(&entry.article().id, stands);
        }
    }
    let mut found = OnOneText::default();
    if standing.is_empty() {
        return Ok(found);
    }
    found.base = base
        .map(|base| found.onto(base, &standing, None))
        .transpose()?;
    let told = Some(((names.theirs, names.ours), true));
    found.ours = Some(found.onto(ours, &standing, told)?);
    let told = Some(((names.ours, names.theirs), false));
    found.theirs = Some(found.onto(theirs, &standing, told)?);
    Ok(found)
}

/// Who is told of what is carried: the names of who has the text and who is carried, and whether
/// that is this side.
type Told<'n> = Option<((&'n str, &'n str), bool)>;

impl OnOneText {
    /// A project with its marks on the texts that stand.
    fn onto(
        &mut self,
        project: &Project,
        standing: &Standing<'_>,
        told: Told<'_>,
    ) -> Result<Project, EditError> {
        let entries = project.entries().iter().filter_map(|entry| {
            let article = entry.article();
            match standing.get(&article.id) {
                Some(text) if **text != article.text => self.entry(entry, text, told),
                _ => Some(parts(entry)),
            }
        });
        let entries = entries.collect();
        let project = Project::build(
            Arc::clone(project.tagset()),
            project.identities().cloned().collect(),
            entries,
            project.aside().to_vec(),
        )?
        .with_disputes(project.disputes().cloned())
        .with_decisions(project.decisions().cloned())
        .with_comments(project.comments().cloned());
        Ok(project)
    }

    /// One article on another text; none if its own is too different.
    fn entry(&mut self, entry: &Arc<Entry>, text: &Text, told: Told<'_>) -> Option<EntryParts> {
        let article = entry.article();
        let map = TextMap::new(&article.text, text)?;
        let (one, other) = told.map(|it| it.0).unwrap_or_default();
        let mut carried = Carried::new(&article.id, one, other, &map);
        let mut taken = BTreeSet::new();
        let mut onto = parts(entry);
        for mark in &mut onto.annotations {
            let (tag, author) = (mark.tag.clone(), mark.stamp.author.clone());
            let found = carried.carry(&map, mark);
            // Where two of a kind would come to stand on the same words, the second has no place.
            let free = |it: &Annotation| {
                it.span()
                    .is_none_or(|span| taken.insert((tag, author, span.clone())))
            };
            if let Some(found) = found.filter(free) {
                *mark = Arc::new(found);
                continue;
            }
            let words = mark.words(&article.text);
            if let Some((_, is_ours)) = told {
                self.displaced.push(Displaced {
                    article: article.id.clone(),
                    mark: mark.id.clone(),
                    words: words.clone(),
                    is_ours,
                });
            }
            Arc::make_mut(mark).place = Place::Implicit {
                wording: words.into(),
                beside: None,
            };
        }
        onto.article = Arc::new(Article {
            text: text.clone(),
            ..Article::clone(article)
        });
        if told.is_some() {
            self.carried.push(carried);
        }
        Some(onto)
    }
}

impl Merger<'_> {
    /// Keeps the words of every mark that has no place in the text that stands.
    pub(super) fn without_place(&mut self, outcomes: &[Outcome]) {
        for it in self.displaced {
            let mut entries = outcomes.iter().map(|outcome| &outcome.entry);
            let here = entries.find(|entry| entry.article().id == it.article);
            let mark = here.and_then(|entry| entry.annotation(&it.mark));
            if !mark.is_some_and(|mark| mark.is_implicit()) {
                continue;
            }
            let spot = Spot {
                article: Some(&it.article),
                about: Subject::Mark,
                thing: &it.mark,
            };
            let words = Some(it.words.clone());
            let (ours, theirs) = if it.is_ours {
                (words, None)
            } else {
                (None, words)
            };
            self.conflict(spot, "place", ours, theirs);
        }
    }
}
