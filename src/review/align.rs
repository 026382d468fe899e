//! Colleagues' marks on the same articles, side by side.
//!
//! Articles go together when their texts are the same, whatever they are called. A project in which
//! several annotators worked gives a colleague for each of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::project::{Annotation, Article, Entry, Id, Identity, Link, Project, Tagset};
use crate::text::Digest;

/// Whoever's marks are looked at: one annotator of one project.
#[derive(Clone, Debug, PartialEq)]
pub struct Colleague {
    /// What reports call them; no two of a list have the same name.
    pub name: String,
    /// Where their marks stand.
    pub project: Project,
    /// Whose marks of the project count; everybody's if there is none.
    pub author: Option<String>,
}

/// All colleagues' marks on all articles.
#[derive(Clone, Debug, Default)]
pub struct Alignment {
    /// The articles in the order in which the colleagues' projects list them.
    pub sheets: Vec<Sheet>,
    /// Articles that have one name and different texts; each text has a sheet of its own.
    pub refused: Vec<Refused>,
}

/// One article as the colleagues marked it.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The article, as the first of them has it.
    pub article: Arc<Article>,
    /// What each colleague marked, in the order of the colleagues; none for one who does not have
    /// the article or has not begun it.
    pub columns: Vec<Option<Column>>,
}

/// What one colleague marked on one article.
#[derive(Clone, Debug)]
pub struct Column {
    /// Their marks in text order, implicit ones first.
    pub marks: Vec<Arc<Annotation>>,
    /// Their links, by id, as far as both ends are marks of theirs.
    pub links: Vec<Arc<Link>>,
    /// The identities that their marks refer to.
    pub identities: BTreeMap<Id, Arc<Identity>>,
    /// The tagset that they marked with.
    pub tagset: Arc<Tagset>,
}

/// An article whose text is not the same for two colleagues, so that their marks on it cannot be
/// held against each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The article's id in both projects.
    pub article: Id,
    /// One colleague.
    pub one: String,
    /// The other.
    pub other: String,
    /// The first line, from 1, at which the texts differ.
    pub line: usize,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            article,
            one,
            other,
            line,
        } = self;
        write!(
            f,
            "article {article:?}: the texts of {one} and {other} differ from line {line} on, so \
             their marks on it are not compared; give both the same text"
        )
    }
}

/// The colleagues of some projects, each with the name of its file or of whatever it came from.
///
/// A colleague is named by the annotator that the project names. Where a project names none, or
/// where two of a name would meet, the file's name tells them apart.
pub fn colleagues(projects: Vec<(String, Project)>) -> Vec<Colleague> {
    let mut found = Vec::new();
    for (file, project) in projects {
        let authors = authors(&project);
        if authors.len() < 2 {
            let name = authors.into_iter().next().unwrap_or_default();
            found.push((name, file, project, None));
            continue;
        }
        for author in authors {
            let (file, project) = (file.clone(), project.clone());
            found.push((author.clone(), file, project, Some(author)));
        }
    }
    let mut taken = BTreeSet::new();
    let shared: BTreeSet<String> = found
        .iter()
        .filter(|(name, ..)| !taken.insert(name.clone()))
        .map(|(name, ..)| name.clone())
        .collect();
    let mut names = BTreeSet::new();
    let named = found.into_iter().map(|(author, file, project, whose)| {
        let name = match author.as_str() {
            "" => file,
            _ if shared.contains(&author) => format!("{author} ({file})"),
            _ => author,
        };
        let name = free(&name, &mut names);
        Colleague {
            name,
            project,
            author: whose,
        }
    });
    named.collect()
}

/// Lays the colleagues' marks on each article side by side.
pub fn align(colleagues: &[Colleague]) -> Alignment {
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut places: BTreeMap<Digest, usize> = BTreeMap::new();
    let mut texts: BTreeMap<&Id, (&str, &Arc<Article>)> = BTreeMap::new();
    let mut refused = Vec::new();
    for (number, colleague) in colleagues.iter().enumerate() {
        for entry in colleague.project.entries() {
            let article = entry.article();
            let place = *places.entry(article.text.digest()).or_insert_with(|| {
                sheets.push(Sheet {
                    article: Arc::clone(article),
                    columns: colleagues.iter().map(|_| None).collect(),
                });
                sheets.len() - 1
            });
            let sheet = sheets.get_mut(place);
            if let Some(slot) = sheet.and_then(|sheet| sheet.columns.get_mut(number)) {
                *slot = column(colleague, entry);
            }
            let known = texts
                .entry(&article.id)
                .or_insert((&colleague.name, article));
            if known.1.text != article.text {
                refused.push(Refused {
                    article: article.id.clone(),
                    one: known.0.to_owned(),
                    other: colleague.name.clone(),
                    line: first_difference(known.1.text.as_str(), article.text.as_str()),
                });
            }
        }
    }
    Alignment { sheets, refused }
}

/// What a colleague marked on an article; none if nothing is marked and nobody says it is done.
fn column(colleague: &Colleague, entry: &Entry) -> Option<Column> {
    let theirs = |author: &str| colleague.author.as_deref().is_none_or(|it| it == author);
    let marks: Vec<_> = entry
        .in_text_order()
        .filter(|mark| theirs(&mark.stamp.author))
        .cloned()
        .collect();
    if marks.is_empty() && !entry.status().done {
        return None;
    }
    let ids: BTreeSet<&Id> = marks.iter().map(|mark| &mark.id).collect();
    let whole = |link: &&Arc<Link>| ids.contains(&link.from) && ids.contains(&link.to);
    let links = entry.links().values().filter(whole);
    let identities = marks.iter().filter_map(|mark| {
        let identity = colleague.project.identity(mark.identity.as_ref()?)?;
        Some((identity.id.clone(), Arc::clone(identity)))
    });
    Some(Column {
        links: links
            .filter(|link| theirs(&link.stamp.author))
            .cloned()
            .collect(),
        identities: identities.collect(),
        tagset: Arc::clone(colleague.project.tagset()),
        marks,
    })
}

fn authors(project: &Project) -> BTreeSet<String> {
    let marks = project
        .entries()
        .iter()
        .flat_map(|entry| entry.annotations().values());
    marks.map(|mark| mark.stamp.author.clone()).collect()
}

fn free(name: &str, names: &mut BTreeSet<String>) -> String {
    let numbered = (2_usize..).map(|number| format!("{name} {number}"));
    let mut wanted = std::iter::once(name.to_owned()).chain(numbered);
    let found = wanted
        .find(|name| !names.contains(name))
        .unwrap_or_default();
    names.insert(found.clone());
    found
}

fn first_difference(one: &str, other: &str) -> usize {
    let same = one
        .split('\n')
        .zip(other.split('\n'))
        .take_while(|(a, b)| a == b);
    same.count() + 1
}
