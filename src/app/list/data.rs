//! The rows of the list of marks.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::query::{Order, Query, Test, Wanted};
use crate::app::excerpt;
use crate::app::seen::Seen;
use crate::project::{Annotation, Entry, Id, Project, Value};
use crate::text::ByteIndex;
use crate::workbench::{Filter, Workbench};

/// The marks that the list shows, gathered and sorted once a state of project, filter and query.
///
/// A row is a hold on its mark and no more: what it says is worked out for the rows in view.
#[derive(Debug, Default)]
pub struct MarkRows {
    seen: Seen,
    query: Query,
    filter: Filter,
    in_view: Option<Id>,
    rows: Vec<Kept>,
    total: usize,
    tags: BTreeMap<Id, usize>,
    annotators: BTreeSet<String>,
    values: Vec<Value>,
    place: Option<(Id, Id, Option<usize>)>,
}

/// A mark, and the place of its article in the project.
#[derive(Clone, Debug)]
struct Kept {
    article: usize,
    mark: Arc<Annotation>,
}

/// A mark with the article that it stands in.
#[derive(Clone, Copy, Debug)]
pub struct MarkRow<'a> {
    /// The article with its marks.
    pub entry: &'a Entry,
    /// The mark.
    pub mark: &'a Arc<Annotation>,
}

impl MarkRows {
    /// Brings the rows up to date. Costs nothing while nothing changed.
    pub fn refresh(&mut self, workbench: &Workbench, query: &Query) {
        let seen = Seen::of(workbench);
        let in_view = workbench.entry().map(|entry| &entry.article().id);
        let moved = !query.all && self.in_view.as_ref() != in_view;
        let same = self.seen == seen && self.query == *query && self.filter == *workbench.filter();
        if same && !moved {
            return;
        }
        self.seen = seen;
        self.query = query.clone();
        self.filter = workbench.filter().clone();
        self.in_view = in_view.cloned();
        self.gather(workbench);
        self.sort(workbench.project());
        self.place = None;
    }

    /// How many marks are shown.
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    /// How many there are in the article in view, or in all.
    pub fn total(&self) -> usize {
        self.total
    }

    /// How many of those have a tag.
    pub fn of_tag(&self, tag: &Id) -> usize {
        self.tags.get(tag).copied().unwrap_or_default()
    }

    /// Who made them.
    pub fn annotators(&self) -> impl Iterator<Item = &str> {
        self.annotators.iter().map(String::as_str)
    }

    /// The values that the attribute asked for has among them.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// A row by its place, from 0.
    pub fn row<'a>(&'a self, project: &'a Project, place: usize) -> Option<MarkRow<'a>> {
        let kept = self.rows.get(place)?;
        let entry = project.entries().get(kept.article)?;
        let mark = &kept.mark;
        Some(MarkRow { entry, mark })
    }

    /// Where the selected mark stands among the rows.
    pub fn selected(&mut self, workbench: &Workbench) -> Option<usize> {
        let entry = workbench.entry()?;
        let mark = workbench.selected()?;
        let article = &entry.article().id;
        if let Some((known, selected, place)) = &self.place
            && known == article
            && *selected == mark.id
        {
            return *place;
        }
        let at = workbench.project().position(article)?;
        let is = |kept: &Kept| kept.article == at && kept.mark.id == mark.id;
        let place = self.rows.iter().position(is);
        self.place = Some((article.clone(), mark.id.clone(), place));
        place
    }

    fn gather(&mut self, workbench: &Workbench) {
        let project = workbench.project();
        let test = Test::new(&self.query, project);
        let wanted = self.query.attribute.as_ref().map(|(id, _)| id);
        let mut values: Vec<&Value> = Vec::new();
        self.rows.clear();
        self.tags.clear();
        self.annotators.clear();
        self.total = 0;
        for (article, entry) in project.entries().iter().enumerate() {
            if !self.query.all && Some(&entry.article().id) != self.in_view.as_ref() {
                continue;
            }
            self.total += entry.annotations().len();
            for mark in entry.annotations().values() {
                if let Some(count) = self.tags.get_mut(&mark.tag) {
                    *count += 1;
                } else {
                    self.tags.insert(mark.tag.clone(), 1);
                }
                if !self.annotators.contains(mark.stamp.author.as_str()) {
                    self.annotators.insert(mark.stamp.author.to_string());
                }
                let value = wanted.and_then(|attribute| mark.attributes.get(attribute));
                values.extend(value.filter(|value| values.len() < MOST && !values.contains(value)));
                if self.filter.shows(mark) && test.passes(entry, mark) {
                    let mark = Arc::clone(mark);
                    self.rows.push(Kept { article, mark });
                }
            }
        }
        values.sort_by_key(|value| value.to_string());
        self.values = values.into_iter().cloned().collect();
    }

    fn sort(&mut self, project: &Project) {
        self.rows
            .sort_by(|one, two| text_order(one).cmp(&text_order(two)));
        match self.query.order {
            Order::Text => {}
            Order::Tag => {
                let tags = &project.tagset().tags;
                let at = |id: &Id| tags.iter().position(|tag| tag.id == *id);
                self.rows.sort_by_key(|kept| at(&kept.mark.tag));
            }
            Order::Words => self.rows.sort_by_cached_key(|kept| {
                let entry = project.entries().get(kept.article);
                let words = entry.map(|entry| excerpt::of_mark(&kept.mark, &entry.article().text));
                words.unwrap_or_default().to_lowercase()
            }),
            Order::Annotator => self
                .rows
                .sort_by(|one, two| one.mark.stamp.author.cmp(&two.mark.stamp.author)),
            Order::Time => self.rows.sort_by_key(|kept| {
                let stamp = &kept.mark.stamp;
                Reverse(stamp.changed.or(stamp.created))
            }),
        }
    }
}

/// As many values of an attribute as a choice can sensibly offer.
const MOST: usize = 40;

type TextOrder<'a> = (usize, Option<(ByteIndex, Reverse<ByteIndex>)>, &'a Id);

/// The order of the text: the longer of two marks that start together first, and implicit marks
/// before all others of their article.
fn text_order(kept: &Kept) -> TextOrder<'_> {
    let span = kept.mark.span();
    let place = span.map(|span| (span.start(), Reverse(span.end())));
    (kept.article, place, &kept.mark.id)
}

/// What the line below the words says besides whom the mark refers to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Parts {
    /// In which article it stands.
    pub article: bool,
    /// Who made it.
    pub annotator: bool,
}

impl MarkRow<'_> {
    /// What the line below the words says.
    pub fn second_line(&self, project: &Project, parts: Parts) -> String {
        let identity = self.mark.identity.as_deref();
        let identity = identity.and_then(|id| project.identity(id));
        let article = parts
            .article
            .then(|| excerpt::of(&self.entry.article().title));
        let parts = [
            self.mark.is_implicit().then(|| "implicit".to_owned()),
            identity.map(|identity| identity.name.clone()),
            article,
            Some(self.values(project)),
            parts.annotator.then(|| self.mark.stamp.author.to_string()),
        ];
        let parts: Vec<String> = parts
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect();
        parts.join(" · ")
    }

    /// What its attributes say, in the tagset's order.
    fn values(&self, project: &Project) -> String {
        let tag = project.tagset().tag(&self.mark.tag);
        let attributes = tag.into_iter().flat_map(|tag| &tag.attributes);
        let said =
            attributes.filter_map(|attribute| match self.mark.attributes.get(&attribute.id)? {
                Value::Flag(true) => Some(attribute.name.clone()),
                Value::Flag(false) => None,
                Value::Number(number) => Some(format!("{} {}", attribute.name, number.get())),
                Value::Text(words) => Some(excerpt::of(words)),
            });
        said.collect::<Vec<_>>().join(" · ")
    }

    /// How many links start or end at the mark.
    pub fn links(&self) -> usize {
        self.entry.links_of(&self.mark.id).count()
    }
}

/// What the panel offers as values of an attribute: those that the tagset gives, else those that
/// marks have.
pub fn offered_values(project: &Project, attribute: &Id, found: &[Value]) -> Vec<Wanted> {
    use crate::project::ValueKind;
    let mut all = vec![Wanted::Any, Wanted::None];
    let tags = project.tagset().tags.iter();
    let kind = tags.filter_map(|tag| tag.attribute(attribute)).next();
    match kind.map(|attribute| &attribute.kind) {
        Some(ValueKind::Choice(words)) => {
            all.extend(words.iter().map(|word| Wanted::Value(Value::text(word))));
        }
        Some(ValueKind::Flag) => {
            all.extend([true, false].map(|is| Wanted::Value(Value::Flag(is))));
        }
        _ => all.extend(found.iter().cloned().map(Wanted::Value)),
    }
    all
}
