//! Records of a dataset, put together as a project: the same for every format that is read.
//!
//! Nothing is guessed in silence: what does not fit is left out, counted and said; what is new to
//! the tagset is added and said; what clashes is renamed and said. No clock and no chance: the same
//! records always give the same project.

mod identities;
mod made;
mod marks;
mod meanings;
mod records;
mod said;
mod shelf;
mod start;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use made::Made;
use meanings::Meanings;
pub(super) use records::{ArticleRecord, IdentityRecord, LinkRecord, SpanRecord, mention};
pub(super) use said::Since;

use shelf::Shelf;

use super::grow::Owner;
use super::{DatasetError, Import, Imported, Mapping, Unit};
use crate::formats::{Problem, Severity, at_once, excerpt};
use crate::project::build::{EntryParts, marks_by_id};
use crate::project::{
    Annotation, Article, Aside, Attributes, Author, EditError, Entry, Id, Identity, Link, Metadata,
    Origin, Project, Stamp, Status, Tagset, Value,
};
use crate::text::{Digest, Text};

/// The project that is being put together.
pub(super) struct Gather {
    pub(super) tagset: Tagset,
    pub(super) added_links: BTreeSet<Id>,
    annotator: String,
    /// Whoever made something, so that all that one made shares the name.
    authors: BTreeSet<Author>,
    unit: Unit,
    mapping: Mapping,
    file: Option<String>,
    touched: bool,
    foreign_tags: BTreeMap<String, usize>,
    foreign_links: BTreeMap<String, usize>,
    aside: Vec<Arc<Aside>>,
    articles: Vec<Draft>,
    by_text: BTreeMap<Digest, usize>,
    article_ids: BTreeSet<Id>,
    identities: BTreeMap<Id, Identity>,
    problems: Vec<Problem>,
    left_out: usize,
}

struct Draft {
    file: Option<String>,
    line: usize,
    article: Article,
    status: Status,
    marks: Shelf<Annotation>,
    links: Shelf<Link>,
}

impl Gather {
    /// Nothing yet, or the project that the files are added to.
    pub(super) fn new(how: &Import<'_>, unit: Unit) -> Self {
        let tagset = how.into.map_or(how.tagset, |project| project.tagset());
        let mut gather = Self {
            tagset: tagset.clone(),
            added_links: BTreeSet::new(),
            annotator: how.annotator.unwrap_or_default().to_owned(),
            authors: BTreeSet::new(),
            unit,
            mapping: how.mapping.cloned().unwrap_or_default(),
            file: None,
            touched: false,
            foreign_tags: BTreeMap::new(),
            foreign_links: BTreeMap::new(),
            aside: Vec::new(),
            articles: Vec::new(),
            by_text: BTreeMap::new(),
            article_ids: BTreeSet::new(),
            identities: BTreeMap::new(),
            problems: Vec::new(),
            left_out: 0,
        };
        if let Some(project) = how.into {
            gather.start_from(project);
        }
        gather
    }

    /// An empty one.
    #[cfg(test)]
    pub(super) fn for_tests(unit: Unit) -> Self {
        let tagset = Tagset::default();
        Self::new(&Import::new(&tagset), unit)
    }

    /// Whether any article was read.
    pub(super) fn touched(&self) -> bool {
        self.touched
    }

    /// Says that the file was read, though it need not hold an article.
    pub(super) fn touch(&mut self) {
        self.touched = true;
    }

    /// What positions count.
    pub(super) fn unit(&self) -> Unit {
        self.unit
    }

    /// How many articles there are.
    pub(super) fn article_count(&self) -> usize {
        self.articles.len()
    }

    /// Adds an article. A text that is already there takes the marks of both.
    pub(super) fn article(&mut self, mut record: ArticleRecord) {
        let line = record.line;
        self.touched = true;
        let text = record.text.clone();
        let place = self.by_text.get(&text.digest()).copied();
        let place = match place {
            Some(place) => {
                self.merge_meta(place, &record);
                place
            }
            None => self.add_article(&record, text),
        };
        let Some(mut draft) = self.take_draft(place) else {
            return;
        };
        draft.status.done |= record.done;
        for (name, value) in record.attributes {
            self.status_value(&mut draft, name, value, line);
        }
        let mut spans = vec![record.spans];
        spans.append(&mut record.further);
        draft.marks.open(spans.iter().map(Vec::len).sum());
        draft.links.open(record.links.len());
        let mut marks = Meanings::new(&draft);
        let made = self.make(&draft, &mut spans, line);
        for (span, made) in spans.iter_mut().flatten().zip(made) {
            match made {
                Made::Mark(mark, numbers) => {
                    let mark = (mark, numbers, Vec::new());
                    self.keep(&mut draft, &mut marks, mark, || span.line.unwrap_or(line));
                }
                Made::Place(place) => {
                    let line = span.line.unwrap_or(line);
                    self.mark(&mut draft, &mut marks, (span, place), line);
                }
            }
        }
        for link in record.links {
            let line = link.line.unwrap_or(line);
            self.link(&mut draft, &marks, link, line);
        }
        for identity in record.identities {
            let line = identity.line.unwrap_or(line);
            self.identity(&mut draft, &marks, identity, line);
        }
        draft.marks.close();
        draft.links.close();
        if let Some(slot) = self.articles.get_mut(place) {
            *slot = draft;
        }
    }

    /// Takes an article out while it is worked on, so that the tagset may grow meanwhile.
    fn take_draft(&mut self, place: usize) -> Option<Draft> {
        self.articles.get_mut(place).map(std::mem::take)
    }

    fn add_article(&mut self, record: &ArticleRecord, text: Text) -> usize {
        let digest = text.digest();
        let wanted = record
            .id
            .clone()
            .unwrap_or_else(|| digest.to_string().chars().take(16).collect());
        let id = unused(&wanted, |id| self.article_ids.contains(id));
        if id.as_str() != wanted {
            let what = format!(
                "article id {wanted:?} stands twice with different texts; the second is {id:?} now"
            );
            self.say(record.line, Severity::Warning, what);
        }
        self.article_ids.insert(id.clone());
        let article = Article {
            id,
            title: record.title.clone().unwrap_or_else(|| title_of(&text)),
            text,
            meta: Metadata(record.meta.iter().cloned().collect()),
            origin: Origin::default(),
        };
        let mut draft = Draft::new(article, record.line);
        draft.file = self.file.clone();
        self.articles.push(draft);
        self.by_text.insert(digest, self.articles.len() - 1);
        self.articles.len() - 1
    }

    /// Adds what a second record of the same text knows, and says where the two differ.
    fn merge_meta(&mut self, place: usize, record: &ArticleRecord) {
        let mut differing = Vec::new();
        let Some(draft) = self.articles.get_mut(place) else {
            return;
        };
        let article = &mut draft.article;
        for (name, value) in &record.meta {
            match article.meta.0.get(name) {
                None => {
                    article.meta.0.insert(name.clone(), value.clone());
                }
                Some(known) if known != value => differing.push(name.clone()),
                Some(_) => {}
            }
        }
        if record
            .title
            .as_ref()
            .is_some_and(|title| !title.is_empty() && *title != article.title)
        {
            differing.push("title".to_owned());
        }
        let id = article.id.clone();
        // In a project that it joins, an article has whatever id it has there.
        let is_read = draft.file.is_some();
        if is_read && record.id.as_ref().is_some_and(|other| !id.is(other)) {
            differing.insert(0, "id".to_owned());
        }
        if !differing.is_empty() {
            let what = format!(
                "the text of article {id:?} stands twice, with another {}; the first was kept",
                differing.join(", ")
            );
            self.say(record.line, Severity::Warning, what);
        }
    }

    fn status_value(&mut self, draft: &mut Draft, name: String, value: Value, line: usize) {
        let id = Id::new(&name);
        if let Some(known) = draft.status.attributes.get(&id) {
            if *known != value {
                let what = format!(
                    "article {:?} has two values for {name:?}; the first was kept",
                    draft.article.id
                );
                self.leave_out(line, what);
            }
            return;
        }
        if self.takes(Owner::Article, &name, &value, line) {
            draft.status.attributes.insert(id, value);
        } else {
            self.left_out += 1;
        }
    }

    fn values(
        &mut self,
        owner: Owner<'_>,
        values: Vec<(String, Value)>,
        line: usize,
    ) -> Attributes {
        let mut fitting = Attributes::new();
        for (name, value) in values {
            let value = self.of_known_kind(owner, &name, value);
            if self.takes(owner, &name, &value, line) {
                fitting.insert(Id::new(name), value);
            } else {
                self.left_out += 1;
            }
        }
        fitting
    }

    fn stamp(&mut self, annotator: Option<String>) -> Stamp {
        if let Some(known) = self.known_stamp(annotator.as_deref()) {
            return known;
        }
        let author = Author::from(annotator.unwrap_or_else(|| self.annotator.clone()));
        self.authors.insert(author.clone());
        Stamp {
            author,
            ..Stamp::default()
        }
    }

    /// The project, with what was said about it.
    pub(super) fn finish(mut self) -> Result<Imported, DatasetError> {
        let drafts = self.articles.iter();
        let places: BTreeMap<Id, (Option<String>, usize)> = drafts
            .map(|draft| (draft.article.id.clone(), (draft.file.clone(), draft.line)))
            .collect();
        // What was only needed to find things makes room.
        drop((self.by_text, self.article_ids, self.authors));
        let entries = self.articles.into_iter().map(|draft| EntryParts {
            article: Arc::new(draft.article),
            status: draft.status,
            annotations: draft.marks.into_things(),
            links: draft.links.into_things(),
        });
        let identities = self.identities.into_values().map(Arc::new).collect();
        let entries: Result<Vec<_>, _> = entries.map(built).collect();
        let tagset = Arc::new(self.tagset);
        let built = entries.and_then(|it| Project::of_entries(tagset, identities, it, self.aside));
        let project = built.map_err(|error| DatasetError::Inconsistent(error.to_string()))?;
        let (violations, warnings) = at_once::both(|| project.check(), || project.warnings());
        if let Some(violation) = violations.first() {
            return Err(DatasetError::Inconsistent(violation.to_string()));
        }
        let warnings = warnings.unwrap_or_else(|| project.warnings());
        self.problems.extend(warnings.iter().map(|warning| {
            let (article, _) = warning.about();
            let place = article.and_then(|id| places.get(id)).cloned();
            let (file, line) = place.unwrap_or_default();
            Problem {
                file,
                line: Some(line).filter(|line| *line > 0),
                ..Problem::warning(None, warning.to_string())
            }
        }));
        self.problems.sort();
        Ok(Imported {
            project,
            problems: self.problems,
            left_out: self.left_out,
            foreign_tags: self.foreign_tags,
            foreign_links: self.foreign_links,
        })
    }
}

impl Draft {
    fn new(article: Article, line: usize) -> Self {
        Self {
            file: None,
            line,
            article,
            status: Status::default(),
            marks: Shelf::default(),
            links: Shelf::default(),
        }
    }
}

impl Default for Draft {
    fn default() -> Self {
        let nothing = Article {
            id: Id::new(""),
            title: String::new(),
            text: Text::default(),
            meta: Metadata::default(),
            origin: Origin::default(),
        };
        Self::new(nothing, 0)
    }
}

/// An article with its marks in their places and known by their ids: both at once if there are many.
fn built(parts: EntryParts) -> Result<Arc<Entry>, EditError> {
    /// As many marks are worth another thread.
    const MANY: usize = 1 << 12;
    let marks = parts.annotations.clone();
    let by_id = || marks_by_id(marks.iter().cloned());
    let (standing, by_ids) = match marks.len() < MANY {
        true => (parts.stand(), by_id()),
        false => {
            let (standing, by_ids) = at_once::both(|| parts.stand(), by_id);
            (standing, by_ids.unwrap_or_else(by_id))
        }
    };
    standing?.known_by(by_ids?).map(Arc::new)
}

/// What an article is called of which the file does not say it: how it begins.
fn title_of(text: &Text) -> String {
    const LONGEST: usize = 80;
    let mut lines = text.as_str().lines().map(str::trim);
    let first = lines.find(|line| !line.is_empty());
    excerpt(first.unwrap_or_default(), LONGEST)
}

/// The wanted id, or the first of `wanted-2`, `wanted-3`, … that is not taken.
fn unused(wanted: &str, taken: impl Fn(&Id) -> bool) -> Id {
    let first = Id::new(wanted);
    if !taken(&first) {
        return first;
    }
    let others = (2_usize..).map(|number| Id::new(format!("{wanted}-{number}")));
    others.into_iter().find(|id| !taken(id)).unwrap_or(first)
}
