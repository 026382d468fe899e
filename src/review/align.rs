//! Colleagues' marks on the same articles, side by side.
//!
//! Articles go together when their texts are the same, whatever they are called. Where two articles
//! of one name, or of the same letters, have texts that nearly agree, the marks are carried over to
//! the text of whoever was named first. A project in which several annotators worked gives a
//! colleague for each of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::carry::{Carried, TextMap};
use crate::project::{Annotation, Article, Entry, Id, Identity, Link, Project, Tagset};
use crate::text::{Digest, Text, TextRange};

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
    /// What became of marks that were carried over to a text that nearly agrees with theirs.
    pub carried: Vec<Carried>,
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
    /// What of the article's text their own text lacks, in order; nothing if it is the same.
    pub unseen: Vec<TextRange>,
}

impl Column {
    /// Whether they had most of these words before them, so that silence about them means something.
    pub fn saw(&self, words: TextRange) -> bool {
        let unseen = self.unseen.iter();
        let lacking = unseen.filter_map(|it| Some(it.intersection(words)?.len()));
        2 * lacking.sum::<usize>() <= words.len()
    }
}

/// An article whose texts are too different, so that two colleagues' marks on it cannot be held
/// against each other.
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
    let mut table = Table {
        colleagues,
        found: Alignment::default(),
        owners: Vec::new(),
        taken: BTreeSet::new(),
        texts: BTreeMap::new(),
        names: BTreeMap::new(),
        letters: BTreeMap::new(),
        spelled: 0,
        maps: BTreeMap::new(),
    };
    for (number, colleague) in colleagues.iter().enumerate() {
        for entry in colleague.project.entries() {
            table.put(number, colleague, entry);
        }
    }
    table.found
}

/// The sheets in the making.
struct Table<'c> {
    colleagues: &'c [Colleague],
    found: Alignment,
    /// Whose text each sheet has.
    owners: Vec<&'c str>,
    /// The sheets that hold something of a colleague's, by their places and the colleague's number.
    taken: BTreeSet<(usize, usize)>,
    /// The sheets of each text, the sheet of each article's name, and of each text's letters. The
    /// last are taken down only when somebody has a text that nobody else has.
    texts: BTreeMap<Digest, Vec<usize>>,
    names: BTreeMap<&'c Id, usize>,
    letters: BTreeMap<Digest, usize>,
    spelled: usize,
    /// How texts lie in those of sheets, for several may have marked the same text.
    maps: BTreeMap<(Digest, usize), Option<TextMap>>,
}

impl<'c> Table<'c> {
    fn put(&mut self, number: usize, colleague: &'c Colleague, entry: &'c Entry) {
        let article = entry.article();
        if let Some(place) = self.same(number, colleague, article) {
            self.set(place, number, column(colleague, entry));
            return;
        }
        if let Some(place) = self.near(number, article) {
            self.carry(place, number, colleague, entry);
            return;
        }
        if let Some(place) = self.names.get(&article.id).copied()
            && let Some(sheet) = self.found.sheets.get(place)
        {
            self.found.refused.push(Refused {
                article: article.id.clone(),
                one: self.owner(place).to_owned(),
                other: colleague.name.clone(),
                line: first_difference(sheet.article.text.as_str(), article.text.as_str()),
            });
        }
        let place = self.found.sheets.len();
        self.found.sheets.push(Sheet {
            article: Arc::clone(article),
            columns: self.colleagues.iter().map(|_| None).collect(),
        });
        self.owners.push(&colleague.name);
        let same = self.texts.entry(article.text.digest()).or_default();
        same.push(place);
        self.names.entry(&article.id).or_insert(place);
        self.set(place, number, column(colleague, entry));
    }

    /// The sheet of an article with this text: the one of the same name, or else one that this
    /// colleague has under no name of their own. A project may hold a text several times.
    fn same(&self, number: usize, colleague: &Colleague, article: &Article) -> Option<usize> {
        let digest = article.text.digest();
        let named = |place: usize| self.found.sheets.get(place).map(|it| &it.article.id);
        let has = |id: &Id| {
            let entry = colleague.project.entry(id);
            entry.is_some_and(|it| it.article().text.digest() == digest)
        };
        let places = self.texts.get(&digest)?.iter().copied();
        let mut free = places.filter(|place| !self.taken.contains(&(*place, number)));
        let own = free
            .clone()
            .find(|place| named(*place) == Some(&article.id));
        own.or_else(|| free.find(|place| !named(*place).is_some_and(has)))
    }

    fn set(&mut self, place: usize, number: usize, column: Option<Column>) {
        self.taken.insert((place, number));
        let sheet = self.found.sheets.get_mut(place);
        if let Some(slot) = sheet.and_then(|sheet| sheet.columns.get_mut(number)) {
            *slot = column;
        }
    }

    fn owner(&self, place: usize) -> &'c str {
        self.owners.get(place).copied().unwrap_or_default()
    }

    /// The sheet of an article with nearly this text, of the same name or else of the same letters,
    /// on which this colleague has marked nothing yet.
    fn near(&mut self, number: usize, article: &Article) -> Option<usize> {
        let known = self.names.get(&article.id).copied();
        let place = known.or_else(|| self.spelled_alike(number, article))?;
        let sheet = self.found.sheets.get(place)?;
        let free = !self.taken.contains(&(place, number));
        let map = self.maps.entry((article.text.digest(), place));
        let map = map.or_insert_with(|| TextMap::new(&article.text, &sheet.article.text));
        (free && map.is_some()).then_some(place)
    }

    fn spelled_alike(&mut self, number: usize, article: &Article) -> Option<usize> {
        if number == 0 {
            return None;
        }
        let rest = self.found.sheets.iter().enumerate().skip(self.spelled);
        for (place, sheet) in rest {
            let letters = letters(&sheet.article.text);
            self.letters.entry(letters).or_insert(place);
        }
        self.spelled = self.found.sheets.len();
        self.letters.get(&letters(&article.text)).copied()
    }

    fn carry(&mut self, place: usize, number: usize, colleague: &Colleague, entry: &Entry) {
        let Some(mut column) = column(colleague, entry) else {
            return;
        };
        let article = entry.article();
        let map = self.maps.get(&(article.text.digest(), place));
        let (Some(Some(map)), Some(sheet)) = (map, self.found.sheets.get(place)) else {
            return;
        };
        let owner = self.owner(place);
        let mut carried = Carried::new(&sheet.article.id, owner, &colleague.name, map);
        let marks = column.marks.iter();
        let found = marks.filter_map(|mark| carried.carry(map, mark).map(Arc::new));
        column.marks = found.collect();
        column.unseen = map.unseen();
        column.marks.sort_by(|one, two| one.span().cmp(&two.span()));
        let here: BTreeSet<&Id> = column.marks.iter().map(|mark| &mark.id).collect();
        column
            .links
            .retain(|link| here.contains(&link.from) && here.contains(&link.to));
        self.found.carried.push(carried);
        self.set(place, number, Some(column));
    }
}

/// The letters and digits of a text, whatever stands between them.
fn letters(text: &Text) -> Digest {
    let letters = text.as_str().chars().filter(|it| it.is_alphanumeric());
    Digest::of(letters.collect::<String>().as_bytes())
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
        let identity = colleague.project.identity(mark.identity.as_deref()?)?;
        Some((identity.id.clone(), Arc::clone(identity)))
    });
    Some(Column {
        links: links
            .filter(|link| theirs(&link.stamp.author))
            .cloned()
            .collect(),
        identities: identities.collect(),
        tagset: Arc::clone(colleague.project.tagset()),
        unseen: Vec::new(),
        marks,
    })
}

fn authors(project: &Project) -> BTreeSet<String> {
    let marks = project
        .entries()
        .iter()
        .flat_map(|entry| entry.annotations().values());
    marks.map(|mark| mark.stamp.author.to_string()).collect()
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
