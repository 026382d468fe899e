//! What a merge could not decide: two readings of one thing, kept until somebody settles them.

use std::sync::Arc;

use super::Project;
use super::edit::Edit;
use super::edit_error::EditError;
use super::tagset::Id;

/// Two people changed one thing in different ways. One of the readings stands in the project.
///
/// Readings are words and not values, so that one of a tag, a place or a note that the project no
/// longer knows can be kept as well.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dispute {
    /// Unique in the project: what it is about, in one word.
    pub id: Id,
    /// The article that the thing stands in, if it stands in one.
    pub article: Option<Id>,
    /// What kind of thing.
    pub about: Subject,
    /// The thing's id.
    pub thing: Id,
    /// What of it: «tag», «place», «note», «attribute certainty», «deleted» …
    pub field: String,
    /// What each says, in the order of their words.
    pub readings: Vec<DisputeReading>,
}

/// What one side says of a disputed thing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DisputeReading {
    /// The words; none if there is nothing, or if the thing is deleted.
    pub value: Option<String>,
    /// Whose reading it is.
    pub by: String,
}

/// What a dispute is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A mark.
    Mark,
    /// A link.
    Link,
    /// An identity.
    Identity,
    /// An article as a whole.
    Article,
    /// A tag, a kind of link or another part of the tagset.
    Tagset,
}

impl Subject {
    /// Every subject.
    pub const ALL: [Self; 5] = [
        Self::Mark,
        Self::Link,
        Self::Identity,
        Self::Article,
        Self::Tagset,
    ];

    /// Its name in files and sentences.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mark => "mark",
            Self::Link => "link",
            Self::Identity => "identity",
            Self::Article => "article",
            Self::Tagset => "tagset",
        }
    }
}

impl Dispute {
    /// A dispute whose id follows from what it is about, so that it is found again.
    pub fn new(
        article: Option<&Id>,
        about: Subject,
        thing: &Id,
        field: &str,
        mut readings: Vec<DisputeReading>,
    ) -> Self {
        readings.sort();
        let place = article.map(|id| format!("{id}/")).unwrap_or_default();
        Self {
            id: Id::new(format!("{}/{place}{thing}/{field}", about.name())),
            article: article.cloned(),
            about,
            thing: thing.clone(),
            field: field.to_owned(),
            readings,
        }
    }

    /// What its decision is called, and the thread of comments about it.
    pub fn case(&self) -> Id {
        Id::new(format!("conflict/{}", self.id))
    }
}

impl std::fmt::Display for Dispute {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(article) = &self.article {
            write!(f, "article {article}, ")?;
        }
        write!(f, "{} {}, {}: ", self.about.name(), self.thing, self.field)?;
        for (place, reading) in self.readings.iter().enumerate() {
            let between = if place == 0 { "" } else { ", " };
            match &reading.value {
                Some(words) => write!(f, "{between}{} says «{words}»", reading.by)?,
                None => write!(f, "{between}{} says nothing", reading.by)?,
            }
        }
        Ok(())
    }
}

impl Project {
    /// The disputes that nobody has settled yet, by id.
    pub fn disputes(&self) -> impl Iterator<Item = &Arc<Dispute>> {
        self.disputes.values()
    }

    /// The dispute of this id.
    pub fn dispute(&self, id: &Id) -> Option<&Arc<Dispute>> {
        self.disputes.get(id)
    }

    /// The same with these disputes and no others.
    #[must_use]
    pub fn with_disputes(mut self, disputes: impl IntoIterator<Item = Arc<Dispute>>) -> Self {
        let by_id = disputes.into_iter().map(|it| (it.id.clone(), it));
        self.disputes = by_id.collect();
        self
    }

    pub(super) fn set_dispute(
        &mut self,
        id: &Id,
        to: Option<&Arc<Dispute>>,
    ) -> Result<Edit, EditError> {
        let from = match to {
            Some(dispute) if dispute.id != *id => return Err(EditError::WrongId(id.clone())),
            Some(dispute) => self.disputes.insert(id.clone(), Arc::clone(dispute)),
            None => self.disputes.remove(id),
        };
        Ok(Edit::Dispute {
            id: id.clone(),
            to: from,
        })
    }
}
