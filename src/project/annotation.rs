//! Annotations, links and identities: what people add to an article.

use super::tagset::Id;
use super::value::Attributes;
use crate::span::Span;
use crate::text::Text;

/// One mark: words with a tag, or a tag with its own wording where the text has no words for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// Unique in its article, and never changed.
    pub id: Id,
    /// Which tag.
    pub tag: Id,
    /// The words.
    pub place: Place,
    /// What is said of it.
    pub attributes: Attributes,
    /// A note in free words.
    pub note: String,
    /// Whom or what it refers to.
    pub identity: Option<Id>,
    /// Who made it and when.
    pub stamp: Stamp,
}

/// Where a mark stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// On these words.
    Span(Span),
    /// On none: an implicit mark.
    Implicit {
        /// What it stands for, in the annotator's words.
        wording: String,
        /// The mark that it was made from and is shown beside.
        beside: Option<Id>,
    },
}

/// A typed arrow from one mark to another in the same article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Unique among the links of its article.
    pub id: Id,
    /// Which kind.
    pub kind: Id,
    /// The mark that it starts from.
    pub from: Id,
    /// The mark that it points to.
    pub to: Id,
    /// What is said of it.
    pub attributes: Attributes,
    /// A note in free words.
    pub note: String,
    /// Who made it and when.
    pub stamp: Stamp,
}

/// The one person, body, place, work or claim that several marks refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Unique in the project.
    pub id: Id,
    /// Its full name.
    pub name: String,
    /// Which kind of entity.
    pub kind: Id,
    /// A note in free words.
    pub note: String,
    /// Who made it and when.
    pub stamp: Stamp,
}

/// Who made something, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    /// The annotator's name; empty if it is not known.
    pub author: String,
    /// When it was made, if that is known.
    pub created: Option<Time>,
    /// When it was last changed, if it was.
    pub changed: Option<Time>,
}

/// A moment: milliseconds since the start of 1970, UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time(pub i64);

impl Stamp {
    /// Made by `author` at `now`.
    pub fn new(author: &str, now: Time) -> Self {
        Self {
            author: author.to_owned(),
            created: Some(now),
            changed: None,
        }
    }

    /// The same, changed at `now`.
    #[must_use]
    pub fn touched(&self, now: Time) -> Self {
        Self {
            changed: Some(now),
            ..self.clone()
        }
    }
}

impl Annotation {
    /// The words that it stands on; none for an implicit mark.
    pub fn span(&self) -> Option<&Span> {
        match &self.place {
            Place::Span(span) => Some(span),
            Place::Implicit { .. } => None,
        }
    }

    /// Whether it stands on no words of the text.
    pub fn is_implicit(&self) -> bool {
        matches!(self.place, Place::Implicit { .. })
    }

    /// Its words: those of the text, fragments joined by « … », or the annotator's own.
    pub fn words(&self, text: &Text) -> String {
        match &self.place {
            Place::Span(span) => span.words(text),
            Place::Implicit { wording, .. } => wording.clone(),
        }
    }
}
