//! What the list of marks is asked for: which marks, in which order.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::app::excerpt;
use crate::project::{Annotation, Entry, Id, Project, Value};

/// Which marks the list shows besides what the filter of the whole window hides, and in which
/// order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// Those of all articles, not only of the one in view.
    pub all: bool,
    /// Those with these words in their own words or their identity's name.
    pub words: String,
    /// Their order.
    pub order: Order,
    /// Those that this person made.
    pub annotator: Option<String>,
    /// Those with this attribute, and what it must be.
    pub attribute: Option<(Id, Wanted)>,
    /// Implicit ones only, or those on words only.
    pub implicit: Option<bool>,
    /// Those with these links.
    pub links: Links,
    /// Those with or without an identity.
    pub identity: Option<bool>,
    /// These alone, whatever they have in common.
    pub only: Option<Arc<Only>>,
}

/// Marks that were gathered elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Only {
    /// What they have in common, in words.
    pub what: String,
    /// Their articles and ids.
    pub marks: BTreeSet<(Id, Id)>,
}

/// The order of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// As they stand in the text.
    #[default]
    Text,
    /// By tag, as in the tagset.
    Tag,
    /// By their words.
    Words,
    /// By who made them.
    Annotator,
    /// The latest first.
    Time,
}

/// What an attribute must be.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    /// Anything.
    Any,
    /// Not said.
    None,
    /// This.
    Value(Value),
}

/// Which links a mark must have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Links {
    /// Any or none.
    #[default]
    Any,
    /// At least one.
    Some,
    /// None.
    None,
    /// One of a kind: starting at the mark, or ending there if `reverse`.
    With {
        /// The kind.
        kind: Id,
        /// Whether the mark is the link's end.
        reverse: bool,
    },
    /// None of a kind, though the mark's tag may have it: a claim without a rebuttal.
    Without {
        /// The kind.
        kind: Id,
        /// Whether the mark would be the link's end.
        reverse: bool,
    },
}

impl Order {
    /// Every order, as the panel offers them.
    pub const ALL: [Self; 5] = [
        Self::Text,
        Self::Tag,
        Self::Words,
        Self::Annotator,
        Self::Time,
    ];

    /// What the panel calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text order",
            Self::Tag => "by tag",
            Self::Words => "by words",
            Self::Annotator => "by annotator",
            Self::Time => "latest first",
        }
    }
}

impl Query {
    /// Whether it keeps any mark out.
    pub fn is_active(&self) -> bool {
        !self.words.trim().is_empty() || self.has_more()
    }

    /// Whether something besides the words keeps marks out.
    pub fn has_more(&self) -> bool {
        self.annotator.is_some()
            || self.attribute.is_some()
            || self.implicit.is_some()
            || self.links != Links::Any
            || self.identity.is_some()
            || self.only.is_some()
    }

    /// The same for every mark: scope and order stay.
    #[must_use]
    pub fn cleared(&self) -> Self {
        Self {
            all: self.all,
            order: self.order,
            ..Self::default()
        }
    }
}

/// A query made ready to be put to many marks.
pub struct Test<'a> {
    query: &'a Query,
    project: &'a Project,
    needle: String,
    named: BTreeSet<&'a Id>,
}

impl<'a> Test<'a> {
    /// Makes a query ready.
    pub fn new(query: &'a Query, project: &'a Project) -> Self {
        let needle = query.words.trim().to_lowercase();
        let named = project
            .identities()
            .filter(|identity| !needle.is_empty() && has(&identity.name, &needle))
            .map(|identity| &identity.id)
            .collect();
        Self {
            query,
            project,
            needle,
            named,
        }
    }

    /// Whether a mark of an article is asked for.
    pub fn passes(&self, entry: &Entry, mark: &Annotation) -> bool {
        let query = self.query;
        let implicit = query.implicit.is_none_or(|is| is == mark.is_implicit());
        let identity = query
            .identity
            .is_none_or(|has| has == mark.identity.is_some());
        let only = query.only.as_ref().is_none_or(|only| {
            let place = (entry.article().id.clone(), mark.id.clone());
            only.marks.contains(&place)
        });
        let annotator = query.annotator.as_ref();
        let author = annotator.is_none_or(|author| *author == mark.stamp.author);
        only && implicit
            && identity
            && author
            && self.has_attribute(mark)
            && self.has_links(entry, mark)
            && self.has_words(entry, mark)
    }

    fn has_attribute(&self, mark: &Annotation) -> bool {
        let Some((attribute, wanted)) = &self.query.attribute else {
            return true;
        };
        let value = mark.attributes.get(attribute);
        match wanted {
            Wanted::Any => value.is_some(),
            // Only where the tag has the attribute can it be missing.
            Wanted::None => {
                let tag = self.project.tagset().tag(&mark.tag);
                value.is_none() && tag.is_some_and(|tag| tag.attribute(attribute).is_some())
            }
            Wanted::Value(wanted) => value == Some(wanted),
        }
    }

    fn has_links(&self, entry: &Entry, mark: &Annotation) -> bool {
        let mut links = entry.links_of(&mark.id);
        let mut of = |kind: &Id, reverse: bool| {
            links.any(|link| {
                let end = if reverse { &link.to } else { &link.from };
                link.kind == *kind && *end == mark.id
            })
        };
        match &self.query.links {
            Links::Any => true,
            Links::Some => links.next().is_some(),
            Links::None => links.next().is_none(),
            Links::With { kind, reverse } => of(kind, *reverse),
            Links::Without { kind, reverse } => {
                self.may_have(kind, *reverse, &mark.tag) && !of(kind, *reverse)
            }
        }
    }

    fn may_have(&self, kind: &Id, reverse: bool, tag: &Id) -> bool {
        let kind = self.project.tagset().link(kind);
        kind.is_some_and(|kind| {
            let mut joins = kind.joins.iter();
            joins.any(|(from, to)| tag == if reverse { to } else { from })
        })
    }

    fn has_words(&self, entry: &Entry, mark: &Annotation) -> bool {
        if self.needle.is_empty() {
            return true;
        }
        let named = mark.identity.as_deref();
        if named.is_some_and(|identity| self.named.contains(identity)) {
            return true;
        }
        match mark.span() {
            Some(span) if span.fragments().len() == 1 => {
                let words = entry.article().text.slice(span.hull());
                words.is_some_and(|words| has(words, &self.needle))
            }
            _ => has(&mark.words(&entry.article().text), &self.needle),
        }
    }
}

/// Whether words hold a needle, which is in lower case.
fn has(words: &str, needle: &str) -> bool {
    words.to_lowercase().contains(needle)
}

/// What a line about a mark begins with for whoever cannot see its chip: «claim: the words».
pub fn label(project: &Project, entry: &Entry, mark: &Annotation) -> String {
    let tag = project.tagset().tag(&mark.tag);
    let name = tag.map_or(mark.tag.as_str(), |tag| tag.name.as_str());
    let words = excerpt::of_mark(mark, &entry.article().text);
    let implicit = if mark.is_implicit() { "implicit " } else { "" };
    format!("{implicit}{name}: {words}")
}
