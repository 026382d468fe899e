//! Why an edit is refused.

use super::tagset::Id;

/// Why an edit was refused. Nothing has changed then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// No article has this id.
    #[error("failed to find article {0:?}")]
    NoArticle(Id),
    /// The article still has marks or links.
    #[error("failed to remove an article that still has marks: {0:?}")]
    NotEmpty(Id),
    /// An article's text cannot change.
    #[error("failed to change the text of an article: {0:?}")]
    Frozen(Id),
    /// A link points to a mark that is not there, or a mark that has links would vanish.
    #[error("failed to keep both ends of link {0:?}")]
    Dangling(Id),
    /// Something refers to an identity that is not there.
    #[error("failed to find identity {0:?}")]
    NoIdentity(Id),
    /// An identity that marks refer to would vanish.
    #[error("failed to remove an identity that marks refer to: {0:?}")]
    InUse(Id),
    /// A mark reaches past the end of its article or cuts a character.
    #[error("failed to place mark {0:?} on the article's text")]
    OutOfText(Id),
    /// The id of a thing and the id that the edit names differ.
    #[error("failed to match the id of an edit with {0:?}")]
    WrongId(Id),
    /// There is no such place in a list.
    #[error("failed to find place {0} in a list")]
    NoPlace(usize),
}
