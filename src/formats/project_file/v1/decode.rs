//! The text of a file as a project: what is sound is loaded, what is not is kept aside.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Part;
use super::types::{FileAside, OnlyId};
use super::version::{Noted, Notes, Version};
use crate::formats::project_file::Loaded;
use crate::formats::ron_file::scan::{Item, scan};
use crate::formats::ron_file::source::{Source, Spot, Unreadable};
use crate::formats::ron_file::{FileError, Opened, fields};
use crate::formats::{Position, Problem, tagset_file};
use crate::project::build::{ById, EntryParts};
use crate::project::{Aside, Comment, Decision, Dispute, Id, Identity, Project, Tagset, Warning};

/// Reads a project out of an opened file.
pub(in crate::formats::project_file) fn decode(opened: &Opened<'_>) -> Result<Loaded, FileError> {
    load(opened, None, Wanted::PLACES)?.finish(&opened.source)
}

/// Reads a project, and notes what its words became, for other versions of the file.
pub(in crate::formats::project_file) fn decode_noting(
    opened: &Opened<'_>,
) -> Result<(Loaded, Notes), FileError> {
    let mut loader = load(opened, None, Wanted::BOTH)?;
    let notes = loader.take_notes();
    Ok((loader.finish(&opened.source)?, notes))
}

/// What is wanted beside the project.
#[derive(Clone, Copy, Default)]
pub(super) struct Wanted {
    /// What the words of the file became.
    notes: bool,
    /// Where each thing stands, to say of what deserves a look where it is.
    places: bool,
}

impl Wanted {
    pub(super) const NOTES: Self = Self::new(true, false);
    const PLACES: Self = Self::new(false, true);
    const BOTH: Self = Self::new(true, true);

    const fn new(notes: bool, places: bool) -> Self {
        Self { notes, places }
    }
}

/// Loads all parts of a file.
pub(super) fn load<'v>(
    opened: &Opened<'_>,
    other: Option<Version<'v>>,
    wanted: Wanted,
) -> Result<Loader<'v>, FileError> {
    let source = &opened.source;
    let names = [
        "format",
        "tagset",
        "identities",
        "articles",
        "disputes",
        "decisions",
        "comments",
        "aside",
    ];
    let [
        _,
        tagset,
        identities,
        articles,
        disputes,
        decisions,
        comments,
        aside,
    ] = fields(source, &opened.root, "the project", names)?;
    let tagset = tagset
        .map(|item| tagset_file::read_field(source, item))
        .transpose()?;
    let mut loader = Loader::new(tagset.unwrap_or_default());
    loader.other = other;
    loader.noted = wanted.notes.then(BTreeMap::new);
    loader.spots = wanted.places.then(Vec::new);
    loader.fill_shelf(source, list(source, "aside", aside)?);
    let identities = list(source, "identities", identities)?;
    loader.each(Part::Identity, None, source, identities, Loader::identity);
    let articles = list(source, "articles", articles)?;
    loader.each(Part::Article, None, source, articles, Loader::article);
    let disputes = list(source, "disputes", disputes)?;
    loader.each(Part::Dispute, None, source, disputes, Loader::dispute);
    let decisions = list(source, "decisions", decisions)?;
    loader.each(Part::Decision, None, source, decisions, Loader::decision);
    let comments = list(source, "comments", comments)?;
    loader.each(Part::Comment, None, source, comments, Loader::comment);
    Ok(loader)
}

fn list<'g>(
    source: &Source<'_>,
    field: &str,
    item: Option<&'g Item>,
) -> Result<&'g [Item], FileError> {
    let items = item.map(|item| source.list(item)).transpose();
    let items = items.map_err(|Unreadable { reason, at }| {
        let field = field.to_owned();
        FileError::BadValue { field, reason, at }
    })?;
    Ok(items.unwrap_or_default())
}

/// What is wrong with a record, and where.
#[derive(Debug)]
pub(super) struct Damage {
    pub(super) reason: String,
    pub(super) at: Position,
}

impl Damage {
    /// A record that is not what its list holds. Its id is said as far as it can be read.
    pub(super) fn unreadable(part: Part, id: Option<&Id>, unreadable: Unreadable) -> Self {
        let what = id.map_or_else(
            || format!("this {}", part.noun()),
            |id| format!("{} {id:?}", part.noun()),
        );
        let reason = format!("{what} {}", unreadable.reason);
        Self {
            reason,
            at: unreadable.at,
        }
    }
}

/// Reads a record; one that cannot be read is damage, and its id is given as far as it can be.
pub(super) fn read_record<'a, T: serde::Deserialize<'a>>(
    part: Part,
    source: &Source<'a>,
    item: &Item,
) -> Result<T, (Damage, Option<Id>)> {
    source.read(item).map_err(|unreadable| {
        let id = source
            .read::<OnlyId<'_>>(item)
            .ok()
            .map(|only| Id::new(only.id.as_str()));
        (Damage::unreadable(part, id.as_ref(), unreadable), id)
    })
}

/// A part that the file already holds aside.
struct Shelved {
    aside: Arc<Aside>,
    at: Position,
    /// Whether it has become sound and is back in the project.
    back: bool,
}

/// What has been loaded so far.
pub(super) struct Loader<'v> {
    /// Another version of the file.
    pub(super) other: Option<Version<'v>>,
    /// What is noted of each article, if it is.
    pub(super) noted: Option<BTreeMap<Id, Noted>>,
    pub(super) tagset: Arc<Tagset>,
    pub(super) identities: BTreeMap<Id, Arc<Identity>>,
    /// The articles, each with its marks by their ids.
    pub(super) entries: Vec<(EntryParts, ById)>,
    pub(super) article_ids: BTreeSet<Id>,
    pub(super) disputes: Vec<Arc<Dispute>>,
    pub(super) decisions: BTreeMap<Id, Arc<Decision>>,
    pub(super) comments: BTreeMap<Id, Arc<Comment>>,
    shelf: Vec<Shelved>,
    /// Where on the shelf the parts of a kind and an article lie.
    waiting: BTreeMap<(Part, Option<Id>), Vec<usize>>,
    /// The place on the shelf of the part that is being tried again.
    pub(super) trying: Option<usize>,
    newly_aside: Vec<Arc<Aside>>,
    problems: Vec<Problem>,
    /// Where each mark, link and identity stands, by its article, if that is wanted.
    spots: Option<Vec<(Option<Id>, Id, Spot)>>,
}

impl Loader<'_> {
    fn new(tagset: Tagset) -> Self {
        Self {
            other: None,
            noted: None,
            tagset: Arc::new(tagset),
            identities: BTreeMap::new(),
            entries: Vec::new(),
            article_ids: BTreeSet::new(),
            disputes: Vec::new(),
            decisions: BTreeMap::new(),
            comments: BTreeMap::new(),
            shelf: Vec::new(),
            waiting: BTreeMap::new(),
            trying: None,
            newly_aside: Vec::new(),
            problems: Vec::new(),
            spots: None,
        }
    }

    /// Takes up what the file holds aside, to be tried again in its turn.
    fn fill_shelf(&mut self, source: &Source<'_>, items: &[Item]) {
        for item in items {
            let at = source.position(item.start);
            let aside = match source.read::<FileAside<'_>>(item) {
                Ok(file) => Aside {
                    article: file.article.map(|id| Id::new(id.as_str())),
                    reason: file.reason.0.into_owned(),
                    data: file.data.0.into_owned(),
                },
                Err(unreadable) => Aside {
                    article: None,
                    reason: format!("this part that was kept aside {}", unreadable.reason),
                    data: source.item(item).to_owned(),
                },
            };
            if let Some((part, _)) = Part::of(&aside.data) {
                let place = self.shelf.len();
                self.waiting
                    .entry((part, aside.article.clone()))
                    .or_default()
                    .push(place);
            }
            self.shelf.push(Shelved {
                aside: Arc::new(aside),
                at,
                back: false,
            });
        }
    }

    /// Loads each record of a list, then those of the same kind and article that were kept aside
    /// and may be sound by now.
    pub(super) fn each(
        &mut self,
        part: Part,
        article: Option<&Id>,
        source: &Source<'_>,
        items: &[Item],
        mut load: impl FnMut(&mut Self, &Source<'_>, &Item) -> Result<(), Damage>,
    ) {
        // An article that is tried again brings parts that were never on the shelf.
        let outer = self.trying.take();
        for item in items {
            if let Err(damage) = load(self, source, item) {
                self.put_aside(part, article, source.item(item), damage);
            }
        }
        for place in self
            .waiting
            .remove(&(part, article.cloned()))
            .unwrap_or_default()
        {
            let Some((aside, at)) = self.shelf.get(place).map(|s| (Arc::clone(&s.aside), s.at))
            else {
                continue;
            };
            let record = Part::of(&aside.data).map_or("", |(_, record)| record);
            let Ok(scanned) = scan(record) else { continue };
            self.trying = Some(place);
            let loaded = load(self, &Source::inside(record, at), &scanned.root);
            self.trying = None;
            if let Some(shelved) = self.shelf.get_mut(place) {
                shelved.back = loaded.is_ok();
            }
        }
        self.trying = outer;
    }

    /// Whether nothing was or is kept aside.
    pub(super) fn is_whole(&self) -> bool {
        self.shelf.is_empty() && self.newly_aside.is_empty()
    }

    /// What was noted of the file.
    pub(super) fn take_notes(&mut self) -> Notes {
        Notes {
            tagset: Arc::clone(&self.tagset),
            articles: self.noted.take().unwrap_or_default(),
            written: false,
        }
    }

    /// Makes room for so many more things in the list of where they stand.
    pub(super) fn expect_spots(&mut self, count: usize) {
        if let Some(spots) = &mut self.spots {
            spots.reserve(count);
        }
    }

    /// Notes where a mark, a link or an identity stands, by its article.
    pub(super) fn note_spot(
        &mut self,
        article: Option<&Id>,
        id: &Id,
        source: &Source<'_>,
        at: usize,
    ) {
        if let Some(spots) = &mut self.spots {
            spots.push((article.cloned(), id.clone(), source.spot(at)));
        }
    }

    /// Leaves a part on the shelf after all.
    pub(super) fn leave_on_shelf(&mut self, place: usize) {
        if let Some(shelved) = self.shelf.get_mut(place) {
            shelved.back = false;
        }
    }

    pub(super) fn put_aside(
        &mut self,
        part: Part,
        article: Option<&Id>,
        record: &str,
        damage: Damage,
    ) {
        let record = record.strip_prefix(part.name()).unwrap_or(record);
        self.newly_aside.push(Arc::new(Aside {
            article: article.cloned(),
            reason: damage.reason.clone(),
            data: format!("{}{record}", part.name()),
        }));
        self.problems
            .push(Problem::error(Some(damage.at), damage.reason));
    }

    /// Puts everything together, and looks for what is wrong with the whole or deserves a look.
    pub(super) fn finish(mut self, source: &Source<'_>) -> Result<Loaded, FileError> {
        let project = self.put_together()?;
        let left = project.check().into_iter();
        self.problems
            .extend(left.map(|violation| Problem::error(None, violation.to_string())));
        self.warn(source, &project.warnings());
        self.problems.sort();
        Ok(Loaded {
            project,
            problems: self.problems,
        })
    }

    /// Puts everything together. Every part was checked as it was read, and what only deserves a
    /// look is not looked for.
    pub(super) fn finish_version(mut self) -> Result<Loaded, FileError> {
        let project = self.put_together()?;
        self.problems.sort();
        Ok(Loaded {
            project,
            problems: self.problems,
        })
    }

    fn put_together(&mut self) -> Result<Project, FileError> {
        let still_aside: Vec<_> = self.shelf.iter().filter(|shelved| !shelved.back).collect();
        let repeated = still_aside
            .iter()
            .map(|s| Problem::error(Some(s.at), s.aside.reason.clone()));
        self.problems.extend(repeated);
        let aside = still_aside.iter().map(|shelved| Arc::clone(&shelved.aside));
        let aside = aside.chain(self.newly_aside.iter().cloned()).collect();
        let identities = self.identities.values().cloned().collect();
        let entries = std::mem::take(&mut self.entries);
        let built = Project::of_parts(Arc::clone(&self.tagset), identities, entries, aside);
        // Every part was checked before, so that this cannot be refused.
        let project = built.map_err(|error| FileError::BadValue {
            field: "articles".to_owned(),
            reason: format!("cannot be put together: {error}"),
            at: Position { line: 1, column: 1 },
        })?;
        let decisions = std::mem::take(&mut self.decisions);
        Ok(project
            .with_disputes(std::mem::take(&mut self.disputes))
            .with_decisions(decisions.into_values())
            .with_comments(std::mem::take(&mut self.comments).into_values()))
    }

    /// Lists what deserves a look, each where it stands.
    fn warn(&mut self, source: &Source<'_>, warnings: &[Warning]) {
        if warnings.is_empty() {
            return;
        }
        let spots: BTreeMap<_, _> = self
            .spots
            .iter()
            .flatten()
            .map(|(article, id, spot)| ((article.as_ref(), id), *spot))
            .collect();
        let problems = warnings.iter().map(|warning| {
            let at = spots
                .get(&warning.about())
                .map(|spot| source.resolve(*spot));
            Problem::warning(at, warning.to_string())
        });
        self.problems.extend(problems);
    }
}
