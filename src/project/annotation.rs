//! Annotations, links and identities: what people add to an article.

use std::fmt;
use std::num::NonZero;

use super::tagset::Id;
use super::value::Attributes;
use super::words::{Author, Words};
use crate::span::Span;
use crate::text::Text;

/// One mark: words with a tag, or a tag with its own wording where the text has no words for it.
///
/// A project has a hundred thousand of them. What hardly any of them has is a pointer here, so that
/// they take little memory and many of them stand near the processor.
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
    pub note: Words,
    /// Whom or what it refers to.
    pub identity: Option<Box<Id>>,
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
        wording: Words,
        /// The mark that it was made from and is shown beside.
        beside: Option<Box<Id>>,
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
    pub note: Words,
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
    pub author: Author,
    /// When it was made, if that is known.
    pub created: Option<Time>,
    /// When it was last changed, if it was.
    pub changed: Option<Time>,
}

/// A moment: milliseconds since the start of 1970, UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time(NonZero<u64>);

impl Time {
    /// So many milliseconds after the start of 1970, or before.
    pub const fn new(milliseconds: i64) -> Self {
        // The numbers keep their order, and nobody asks for the first, some 290 million years ago: so a
        // time that may be unknown takes no more memory than one that is known.
        match NonZero::new(milliseconds.cast_unsigned() ^ (1 << 63)) {
            Some(number) => Self(number),
            None => Self(NonZero::<u64>::MIN),
        }
    }

    /// Milliseconds since the start of 1970.
    pub const fn milliseconds(self) -> i64 {
        (self.0.get() ^ (1 << 63)).cast_signed()
    }
}

impl Default for Time {
    fn default() -> Self {
        Self::new(0)
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Time({})", self.milliseconds())
    }
}

impl Stamp {
    /// Made by `author` at `now`.
    pub fn new(author: &str, now: Time) -> Self {
        Self {
            author: author.into(),
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
            Place::Implicit { wording, .. } => wording.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_small() {
        assert_eq!(size_of::<Place>(), 24);
        assert_eq!(size_of::<Stamp>(), 24);
        assert_eq!(size_of::<Annotation>(), 136);
    }

    #[test]
    fn times_keep_their_order_and_their_numbers() {
        let times = [i64::MIN + 1, -1, 0, 1, 1_700_000_000_000, i64::MAX];
        assert!(times.map(Time::new).is_sorted());
        assert_eq!(times.map(|it| Time::new(it).milliseconds()), times);
        assert_eq!(Time::new(i64::MIN), Time::new(i64::MIN + 1));
    }
}
