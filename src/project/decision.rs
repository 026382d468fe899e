//! What a reviewer decided where colleagues' readings differ: who, when, from which readings, why.

use std::sync::Arc;

use super::Project;
use super::annotation::Stamp;
use super::dispute::DisputeReading;
use super::edit::Edit;
use super::edit_error::EditError;
use super::tagset::Id;

/// What became of one dispute. The marks themselves are marks of the project; this says where they
/// come from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decision {
    /// Unique in the project: which dispute, so that it is found again in another review.
    pub id: Id,
    /// The article that it is in, if it is in one.
    pub article: Option<Id>,
    /// In what the readings differ: «tag», «boundary» …
    pub kind: String,
    /// The words that it is about.
    pub quote: String,
    /// What was decided.
    pub verdict: Verdict,
    /// Whether the guideline does not say what is right here.
    pub gap: bool,
    /// Why, in free words.
    pub comment: String,
    /// What each said when it was decided, in the order of the colleagues.
    pub readings: Vec<DisputeReading>,
    /// Who decided, and when.
    pub stamp: Stamp,
}

/// What was decided.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing yet: there is only a comment, or a gap in the guideline was found.
    #[default]
    Open,
    /// This colleague's reading.
    Reading(String),
    /// All readings, side by side.
    Both,
    /// None of them.
    Neither,
    /// Words that the reviewer chose.
    Redrawn,
    /// Nothing before it has been talked about.
    Discuss,
    /// Nothing before the others.
    Later,
}

impl Verdict {
    /// Every verdict that takes nobody's reading.
    const PLAIN: [Self; 6] = [
        Self::Open,
        Self::Both,
        Self::Neither,
        Self::Redrawn,
        Self::Discuss,
        Self::Later,
    ];

    /// Its name in files.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Reading(_) => "reading",
            Self::Both => "both",
            Self::Neither => "neither",
            Self::Redrawn => "redrawn",
            Self::Discuss => "discuss",
            Self::Later => "later",
        }
    }

    /// The verdict of this name; `of` says whose reading, and is nothing for any other.
    pub fn from_name(name: &str, of: Option<&str>) -> Option<Self> {
        match of {
            Some(of) => (name == "reading").then(|| Self::Reading(of.to_owned())),
            None => Self::PLAIN.into_iter().find(|it| it.name() == name),
        }
    }

    /// Whose reading it is, if it is one's.
    pub fn of(&self) -> Option<&str> {
        match self {
            Self::Reading(of) => Some(of),
            _ => None,
        }
    }

    /// Whether nothing is left to do.
    pub fn settles(&self) -> bool {
        !matches!(self, Self::Open | Self::Discuss | Self::Later)
    }
}

impl Project {
    /// What was decided in reviews, by id.
    pub fn decisions(&self) -> impl Iterator<Item = &Arc<Decision>> {
        self.decisions.values()
    }

    /// What was decided of the dispute of this id.
    pub fn decision(&self, id: &Id) -> Option<&Arc<Decision>> {
        self.decisions.get(id)
    }

    /// The same with these decisions and no others.
    #[must_use]
    pub fn with_decisions(mut self, decisions: impl IntoIterator<Item = Arc<Decision>>) -> Self {
        let by_id = decisions.into_iter().map(|it| (it.id.clone(), it));
        self.decisions = by_id.collect();
        self
    }

    pub(super) fn set_decision(
        &mut self,
        id: &Id,
        to: Option<&Arc<Decision>>,
    ) -> Result<Edit, EditError> {
        let from = match to {
            Some(decision) if decision.id != *id => return Err(EditError::WrongId(id.clone())),
            Some(decision) => self.decisions.insert(id.clone(), Arc::clone(decision)),
            None => self.decisions.remove(id),
        };
        Ok(Edit::Decision {
            id: id.clone(),
            to: from,
        })
    }
}
