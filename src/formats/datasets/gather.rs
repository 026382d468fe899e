//! Records of a dataset, put together as a project: the same for every format that is read.
//!
//! Nothing is guessed in silence: what does not fit is left out, counted and said; what is new to
//! the tagset is added and said; what clashes is renamed and said. No clock and no chance: the same
//! records always give the same project.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::grow::Owner;
use super::{DatasetError, Imported};
use crate::formats::{Problem, Severity, excerpt};
use crate::project::build::EntryParts;
use crate::project::{
    Annotation, Article, Attributes, Id, Identity, Link, Metadata, Origin, Place, Project, Stamp,
    Status, Tagset, Value, Warning,
};
use crate::span::Span;
use crate::text::{Digest, Text, TextRange};

/// An article as a format's reader found it.
#[derive(Debug, Default)]
pub(super) struct ArticleRecord {
    /// Where it stands in the file, from 1.
    pub line: usize,
    pub(super) id: Option<String>,
    pub(super) title: Option<String>,
    pub(super) text: String,
    pub(super) meta: Vec<(String, Value)>,
    pub(super) attributes: Vec<(String, Value)>,
    pub(super) done: bool,
    pub(super) spans: Vec<SpanRecord>,
    pub(super) links: Vec<LinkRecord>,
    pub(super) identities: Vec<IdentityRecord>,
}

/// A mark as a format's reader found it.
#[derive(Debug, Default)]
pub(super) struct SpanRecord {
    pub(super) id: Option<String>,
    pub(super) tag: String,
    /// Starts and ends in the format's own unit; none for an implicit mark.
    pub fragments: Vec<(usize, usize)>,
    pub(super) wording: Option<String>,
    pub(super) annotator: Option<String>,
    pub(super) attributes: Vec<(String, Value)>,
    pub(super) note: String,
}

/// A link as a format's reader found it.
#[derive(Debug, Default)]
pub(super) struct LinkRecord {
    pub(super) id: Option<String>,
    pub(super) kind: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) annotator: Option<String>,
    pub(super) attributes: Vec<(String, Value)>,
    pub(super) note: String,
}

/// An identity as a format's reader found it, with the marks that refer to it.
#[derive(Debug, Default)]
pub(super) struct IdentityRecord {
    pub(super) id: Option<String>,
    pub(super) name: String,
    pub(super) kind: Option<String>,
    pub(super) mentions: Vec<String>,
}

/// Offsets of a format as a range of the text; none if they are none.
pub(super) type ToRange = fn(&Text, usize, usize) -> Option<TextRange>;

/// The project that is being put together.
pub(super) struct Gather {
    pub(super) tagset: Tagset,
    pub(super) added_links: BTreeSet<Id>,
    annotator: String,
    to_range: ToRange,
    articles: Vec<Draft>,
    by_text: BTreeMap<Digest, usize>,
    article_ids: BTreeSet<Id>,
    identities: BTreeMap<Id, Identity>,
    problems: Vec<Problem>,
    left_out: usize,
}

struct Draft {
    line: usize,
    article: Article,
    status: Status,
    marks: BTreeMap<Id, Annotation>,
    links: BTreeMap<Id, Link>,
    places: BTreeMap<(Id, String, Span), Id>,
    arrows: BTreeSet<(Id, Id, Id, String)>,
}

/// What became of the mark ids of one record: the id in the project, or none if it was left out.
type Marks = BTreeMap<String, Option<Id>>;

impl Gather {
    /// Nothing yet. `annotator` is who made the marks that name nobody.
    pub(super) fn new(tagset: &Tagset, annotator: Option<&str>, to_range: ToRange) -> Self {
        Self {
            tagset: tagset.clone(),
            added_links: BTreeSet::new(),
            annotator: annotator.unwrap_or_default().to_owned(),
            to_range,
            articles: Vec::new(),
            by_text: BTreeMap::new(),
            article_ids: BTreeSet::new(),
            identities: BTreeMap::new(),
            problems: Vec::new(),
            left_out: 0,
        }
    }

    /// Says something about a line of the file.
    pub(super) fn say(&mut self, line: usize, severity: Severity, what: String) {
        self.problems.push(Problem::on_line(line, severity, what));
    }

    /// Says that something could not be used, and counts it.
    pub(super) fn leave_out(&mut self, line: usize, what: String) {
        self.left_out += 1;
        self.say(line, Severity::Error, what);
    }

    /// How many articles there are.
    pub(super) fn article_count(&self) -> usize {
        self.articles.len()
    }

    /// Adds an article. A text that is already there takes the marks of both.
    pub(super) fn article(&mut self, record: ArticleRecord) {
        let line = record.line;
        let text = Text::new(record.text.as_str());
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
        let mut marks = Marks::new();
        for span in record.spans {
            self.mark(&mut draft, &mut marks, span, line);
        }
        for link in record.links {
            self.link(&mut draft, &marks, link, line);
        }
        for identity in record.identities {
            self.identity(&mut draft, &marks, identity, line);
        }
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
            title: record.title.clone().unwrap_or_default(),
            text,
            meta: Metadata(record.meta.iter().cloned().collect()),
            origin: Origin::default(),
        };
        self.articles.push(Draft::new(article, record.line));
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
            .is_some_and(|title| *title != article.title)
        {
            differing.push("title".to_owned());
        }
        let id = article.id.clone();
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
            if self.takes(owner, &name, &value, line) {
                fitting.insert(Id::new(name), value);
            } else {
                self.left_out += 1;
            }
        }
        fitting
    }

    fn stamp(&self, annotator: Option<String>) -> Stamp {
        let author = annotator.unwrap_or_else(|| self.annotator.clone());
        Stamp {
            author,
            ..Stamp::default()
        }
    }

    fn mark(&mut self, draft: &mut Draft, marks: &mut Marks, record: SpanRecord, line: usize) {
        let wanted = record
            .id
            .unwrap_or_else(|| format!("{}-s{}", draft.article.id, marks.len() + 1));
        if marks.contains_key(&wanted) {
            let what = format!(
                "span id {wanted:?} stands twice; the second was left out, give it an id of its own"
            );
            return self.leave_out(line, what);
        }
        let place = match self.place(draft, &record.fragments, record.wording) {
            Ok(place) => place,
            Err(reason) => {
                marks.insert(wanted.clone(), None);
                return self.leave_out(line, format!("span {wanted:?} {reason}"));
            }
        };
        let tag = self.tag(&record.tag, line);
        let stamp = self.stamp(record.annotator);
        if let Place::Span(span) = &place {
            let key = (tag.clone(), stamp.author.clone(), span.clone());
            if let Some(same) = draft.places.get(&key).cloned() {
                let what =
                    format!("span {wanted:?} is the same as {same:?}; one of the two was kept");
                marks.insert(wanted, Some(same));
                return self.say(line, Severity::Warning, what);
            }
        }
        let id = unused(&wanted, |id| draft.marks.contains_key(id));
        if id.as_str() != wanted {
            let what = format!(
                "span id {wanted:?} is already taken in article {:?}; the second is {id:?} now",
                draft.article.id
            );
            self.say(line, Severity::Warning, what);
        }
        marks.insert(wanted, Some(id.clone()));
        let attributes = self.values(Owner::Tag(&tag), record.attributes, line);
        if let Place::Span(span) = &place {
            draft.places.insert(
                (tag.clone(), stamp.author.clone(), span.clone()),
                id.clone(),
            );
        }
        let mark = Annotation {
            id: id.clone(),
            tag,
            place,
            attributes,
            note: record.note,
            identity: None,
            stamp,
        };
        draft.marks.insert(id, mark);
    }

    fn place(
        &self,
        draft: &Draft,
        fragments: &[(usize, usize)],
        wording: Option<String>,
    ) -> Result<Place, String> {
        let text = &draft.article.text;
        let mut ranges = Vec::with_capacity(fragments.len());
        for (start, end) in fragments {
            let range = (self.to_range)(text, *start, *end);
            ranges.push(range.ok_or_else(|| {
                format!("has no words at {start}..{end} and was left out; correct its offsets")
            })?);
        }
        if ranges.is_empty() {
            let wording = wording.filter(|wording| !wording.trim().is_empty());
            let wording = wording.ok_or("has no fragments and no wording and was left out")?;
            return Ok(Place::Implicit {
                wording,
                beside: None,
            });
        }
        let span = Span::new(ranges, text);
        span.map(Place::Span)
            .map_err(|error| format!("was left out: {error}; correct its offsets"))
    }

    fn link(&mut self, draft: &mut Draft, marks: &Marks, record: LinkRecord, line: usize) {
        let wanted = record
            .id
            .unwrap_or_else(|| format!("{}-l{}", draft.article.id, draft.links.len() + 1));
        let ends = draft
            .end(marks, &record.from)
            .zip(draft.end(marks, &record.to));
        let Some((from, to)) = ends.filter(|(from, to)| from.id != to.id) else {
            let what = format!(
                "link {wanted:?} from {:?} to {:?} has an end at no other mark and was left out",
                excerpt(&record.from, 60),
                excerpt(&record.to, 60)
            );
            return self.leave_out(line, what);
        };
        let kind = self.link_kind(&record.kind, (&from.tag, &to.tag), line);
        let (from, to) = (from.id.clone(), to.id.clone());
        let stamp = self.stamp(record.annotator);
        let arrow = (kind.clone(), from.clone(), to.clone(), stamp.author.clone());
        if !draft.arrows.insert(arrow) {
            let what = format!("link {wanted:?} is already there; one of the two was kept");
            return self.say(line, Severity::Warning, what);
        }
        let id = unused(&wanted, |id| draft.links.contains_key(id));
        if id.as_str() != wanted {
            let what = format!(
                "link id {wanted:?} is already taken in article {:?}; the second is {id:?} now",
                draft.article.id
            );
            self.say(line, Severity::Warning, what);
        }
        let attributes = self.values(Owner::Link(&kind), record.attributes, line);
        let link = Link {
            id: id.clone(),
            kind,
            from,
            to,
            attributes,
            note: record.note,
            stamp,
        };
        draft.links.insert(id, link);
    }

    fn identity(&mut self, draft: &mut Draft, marks: &Marks, record: IdentityRecord, line: usize) {
        let id = self.identity_id(&record, line);
        for mention in &record.mentions {
            let mark = match marks.get(mention) {
                Some(Some(mark)) => draft.marks.get_mut(mark),
                // It was said already that this mark was left out.
                Some(None) => {
                    self.left_out += 1;
                    continue;
                }
                None => None,
            };
            match mark {
                Some(mark) if mark.identity.is_none() => mark.identity = Some(id.clone()),
                Some(mark) if mark.identity.as_ref() == Some(&id) => {}
                Some(mark) => {
                    let what = format!(
                        "span {mention:?} is a mention of {:?} and of {id:?}; the first was kept",
                        mark.identity.as_ref().map_or("", Id::as_str)
                    );
                    self.leave_out(line, what);
                }
                None => {
                    let mention = excerpt(mention, 60);
                    let what = format!(
                        "identity {id:?} is mentioned by span {mention:?}, which is not there; correct the id"
                    );
                    self.leave_out(line, what);
                }
            }
        }
    }

    /// The identity that a record means: one that is known by this id and name, or a new one.
    fn identity_id(&mut self, record: &IdentityRecord, line: usize) -> Id {
        let kind = self.entity_kind(record.kind.as_deref().unwrap_or("other"), line);
        let wanted = record
            .id
            .clone()
            .unwrap_or_else(|| format!("i-{}", record.name));
        let differs = |id: &Id| {
            self.identities
                .get(id)
                .is_some_and(|known| known.name != record.name)
        };
        let id = unused(&wanted, differs);
        if id.as_str() != wanted {
            let what = format!(
                "identity id {wanted:?} stands for two names; {:?} is {id:?} now",
                excerpt(&record.name, 60)
            );
            self.say(line, Severity::Warning, what);
        }
        let known = self.identities.get(&id).map(|known| known.kind.clone());
        if let Some(known) = known {
            if known != kind {
                let what = format!("identity {id:?} is of two kinds; {known:?} was kept");
                self.say(line, Severity::Warning, what);
            }
            return id;
        }
        let (name, note, stamp) = (record.name.clone(), String::new(), Stamp::default());
        self.identities.insert(
            id.clone(),
            Identity {
                id: id.clone(),
                name,
                kind,
                note,
                stamp,
            },
        );
        id
    }

    /// The project, with what was said about it.
    pub(super) fn finish(mut self) -> Result<Imported, DatasetError> {
        let lines: BTreeMap<Id, usize> = self
            .articles
            .iter()
            .map(|draft| (draft.article.id.clone(), draft.line))
            .collect();
        let entries = self.articles.into_iter().map(|draft| EntryParts {
            article: Arc::new(draft.article),
            status: draft.status,
            annotations: draft.marks.into_values().map(Arc::new).collect(),
            links: draft.links.into_values().map(Arc::new).collect(),
        });
        let identities = self.identities.into_values().map(Arc::new).collect();
        let built = Project::build(
            Arc::new(self.tagset),
            identities,
            entries.collect(),
            Vec::new(),
        );
        let project = built.map_err(|error| DatasetError::Inconsistent(error.to_string()))?;
        if let Some(violation) = project.check().first() {
            return Err(DatasetError::Inconsistent(violation.to_string()));
        }
        self.problems
            .extend(project.warnings().iter().map(|warning| {
                let article = match warning {
                    Warning::OddLink { article, .. }
                    | Warning::CutsGrapheme { article, .. }
                    | Warning::Times { article, .. } => Some(article),
                    Warning::Unmentioned { .. } => None,
                };
                let line = article.and_then(|id| lines.get(id)).copied();
                Problem {
                    line,
                    ..Problem::warning(None, warning.to_string())
                }
            }));
        self.problems.sort();
        Ok(Imported {
            project,
            problems: self.problems,
            left_out: self.left_out,
        })
    }
}

impl Draft {
    fn new(article: Article, line: usize) -> Self {
        Self {
            line,
            article,
            status: Status::default(),
            marks: BTreeMap::new(),
            links: BTreeMap::new(),
            places: BTreeMap::new(),
            arrows: BTreeSet::new(),
        }
    }

    /// The mark that a record means by an id of its own.
    fn end(&self, marks: &Marks, id: &str) -> Option<&Annotation> {
        self.marks.get(marks.get(id)?.as_ref()?)
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

/// The wanted id, or the first of `wanted-2`, `wanted-3`, … that is not taken.
fn unused(wanted: &str, taken: impl Fn(&Id) -> bool) -> Id {
    let first = Id::new(wanted);
    if !taken(&first) {
        return first;
    }
    let others = (2_usize..).map(|number| Id::new(format!("{wanted}-{number}")));
    others.into_iter().find(|id| !taken(id)).unwrap_or(first)
}
