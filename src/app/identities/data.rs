//! The rows of the list of identities.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::app::seen::Seen;
use crate::project::{Annotation, Id, Identity, Project};
use crate::workbench::Workbench;

/// One line of the list.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// An identity.
    Identity(IdentityRow),
    /// What can be done with the identity above, which is unfolded.
    Tools(Id),
    /// What is noted of it.
    Note(Id),
    /// A mark that refers to the identity above.
    Mention(Mention),
}

/// An identity, as the list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct IdentityRow {
    /// The identity.
    pub identity: Arc<Identity>,
    /// Its kind's name.
    pub kind: String,
    /// How many marks refer to it, over all articles.
    pub mentions: usize,
    /// Whether its mentions are unfolded.
    pub open: bool,
}

/// A mark that refers to an identity.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The place of its article in the project.
    pub article: usize,
    /// The mark.
    pub mark: Arc<Annotation>,
}

/// The order of the identities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By name.
    #[default]
    Name,
    /// By kind, as in the tagset, then by name.
    Kind,
    /// The most mentioned first.
    Mentions,
}

/// The rows, made once a state of project and panel.
#[derive(Debug, Default)]
pub struct IdentityRows {
    seen: Seen,
    asked: Asked,
    rows: Vec<Row>,
    shown: usize,
    total: usize,
}

/// What the list is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// Words of names or kinds.
    pub filter: String,
    /// The order.
    pub order: Order,
    /// Which identities are unfolded.
    pub open: BTreeSet<Id>,
}

impl Order {
    /// Every order, as the panel offers them.
    pub const ALL: [Self; 3] = [Self::Name, Self::Kind, Self::Mentions];

    /// What the panel calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Kind => "kind",
            Self::Mentions => "mentions",
        }
    }
}

impl IdentityRow {
    /// What the row is called for whoever cannot see it.
    pub fn label(&self) -> String {
        let mentions = crate::app::excerpt::count(self.mentions, "mention", "mentions");
        format!("{}, {}, {mentions}", self.identity.name, self.kind)
    }
}

impl IdentityRows {
    /// Brings the rows up to date. Costs nothing while nothing changed.
    pub fn refresh(&mut self, workbench: &Workbench, asked: &Asked) {
        let seen = Seen::of(workbench);
        if self.seen == seen && self.asked == *asked {
            return;
        }
        self.seen = seen;
        self.asked = asked.clone();
        self.make(workbench.project());
    }

    /// Every line.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// How many identities are shown.
    pub fn shown(&self) -> usize {
        self.shown
    }

    /// How many there are.
    pub fn total(&self) -> usize {
        self.total
    }

    fn make(&mut self, project: &Project) {
        let mut counts: BTreeMap<&Id, usize> = BTreeMap::new();
        for entry in project.entries() {
            for id in entry.named().filter_map(|mark| mark.identity.as_deref()) {
                *counts.entry(id).or_default() += 1;
            }
        }
        let kind_of = |identity: &Identity| project.tagset().entity_kind(&identity.kind);
        let wanted: Vec<String> = self
            .asked
            .filter
            .split_whitespace()
            .map(str::to_lowercase)
            .collect();
        self.total = project.identities().count();
        let mut shown: Vec<IdentityRow> = project
            .identities()
            .map(|identity| IdentityRow {
                identity: Arc::clone(identity),
                kind: kind_of(identity).map_or_else(String::new, |kind| kind.name.clone()),
                mentions: counts.get(&identity.id).copied().unwrap_or_default(),
                open: self.asked.open.contains(&identity.id),
            })
            .filter(|row| fits(row, &wanted))
            .collect();
        shown.sort_by_cached_key(|row| row.identity.name.to_lowercase());
        match self.asked.order {
            Order::Name => {}
            Order::Kind => {
                let kinds = &project.tagset().entity_kinds;
                let at = |id: &Id| kinds.iter().position(|kind| kind.id == *id);
                shown.sort_by_key(|row| at(&row.identity.kind));
            }
            Order::Mentions => shown.sort_by_key(|row| std::cmp::Reverse(row.mentions)),
        }
        self.shown = shown.len();
        let open = mentions(project, &self.asked.open);
        self.rows.clear();
        for row in shown {
            let id = row.identity.id.clone();
            let below = row.open.then(|| open.get(&id)).flatten();
            let unfolded = row.open;
            self.rows.push(Row::Identity(row));
            if unfolded {
                self.rows.push(Row::Tools(id.clone()));
                self.rows.push(Row::Note(id));
            }
            let below = below.into_iter().flatten().cloned();
            self.rows.extend(below.map(Row::Mention));
        }
    }
}

fn fits(row: &IdentityRow, wanted: &[String]) -> bool {
    let words = format!("{} {}", row.identity.name, row.kind).to_lowercase();
    wanted.iter().all(|word| words.contains(word))
}

/// The mentions of the unfolded identities, in the order of the text.
fn mentions<'a>(project: &Project, open: &'a BTreeSet<Id>) -> BTreeMap<&'a Id, Vec<Mention>> {
    let mut found: BTreeMap<&Id, Vec<Mention>> = BTreeMap::new();
    if open.is_empty() {
        return found;
    }
    for (article, entry) in project.entries().iter().enumerate() {
        for mark in entry.named() {
            let identity = mark.identity.as_deref().and_then(|id| open.get(id));
            if let Some(identity) = identity {
                let mark = Arc::clone(mark);
                found
                    .entry(identity)
                    .or_default()
                    .push(Mention { article, mark });
            }
        }
    }
    for list in found.values_mut() {
        list.sort_by_key(|mention| {
            let start = mention.mark.span().map(crate::span::Span::start);
            (mention.article, start, mention.mark.id.clone())
        });
    }
    found
}
