//! The invariants and warnings, each with its sentence.

use crate::project::tagset::Id;

/// An invariant that does not hold, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Violation {
    /// Two articles, tags, link kinds, attributes or kinds of entity have one id.
    #[error("{what} id {id:?} stands twice; give one of them another id")]
    IdTwice {
        /// What kind of thing.
        what: &'static str,
        /// The id.
        id: Id,
    },
    /// Two tags that are offered have one letter or key.
    #[error("tags {first:?} and {second:?} have the same letter or key; change one of them")]
    KeyTwice {
        /// One tag.
        first: Id,
        /// The other.
        second: Id,
    },
    /// A tag, link kind, attribute or kind of entity has no name.
    #[error("{what} {id:?} has no name; give it one")]
    Nameless {
        /// What kind of thing.
        what: &'static str,
        /// Its id.
        id: Id,
    },
    /// A tagset has more of something than anybody can choose from.
    #[error("there are {count} {what}; {most} are the most, so put some together")]
    TooMany {
        /// What there are too many of.
        what: &'static str,
        /// How many there are.
        count: usize,
        /// How many there may be.
        most: usize,
    },
    /// A name holds a NUL, which other programs take for its end.
    #[error("{what} {id:?} has a NUL in its name; take it out")]
    NulInName {
        /// What kind of thing.
        what: &'static str,
        /// Its id.
        id: Id,
    },
    /// A link kind joins a tag that is not there.
    #[error("link kind {kind:?} joins tag {tag:?}, which is not in the tagset")]
    JoinsNothing {
        /// The link kind.
        kind: Id,
        /// The tag.
        tag: Id,
    },
    /// A mark's tag is not in the tagset.
    #[error("mark {mark:?} in article {article:?} has tag {tag:?}, which is not in the tagset")]
    UnknownTag {
        /// The article.
        article: Id,
        /// The mark.
        mark: Id,
        /// The tag.
        tag: Id,
    },
    /// A mark reaches past the text or cuts a character.
    #[error("mark {mark:?} in article {article:?} does not stand on the article's text")]
    OutOfText {
        /// The article.
        article: Id,
        /// The mark.
        mark: Id,
    },
    /// An implicit mark says nothing.
    #[error("implicit mark {mark:?} in article {article:?} has no wording")]
    Wordless {
        /// The article.
        article: Id,
        /// The mark.
        mark: Id,
    },
    /// An implicit mark is shown beside a mark that is not there, or beside itself.
    #[error("implicit mark {mark:?} in article {article:?} stands beside no other mark")]
    BesideNothing {
        /// The article.
        article: Id,
        /// The implicit mark.
        mark: Id,
    },
    /// Two marks by one annotator have the same tag on the very same words.
    #[error("marks {first:?} and {second:?} in article {article:?} are the same; delete one")]
    Twins {
        /// The article.
        article: Id,
        /// One mark.
        first: Id,
        /// The other.
        second: Id,
    },
    /// A value's attribute is unknown or does not take it.
    #[error("{what} {id:?} has {value:?} for {attribute:?}, which the tagset does not allow")]
    BadValue {
        /// What kind of thing.
        what: &'static str,
        /// Its id.
        id: Id,
        /// The attribute.
        attribute: Id,
        /// The value, as words.
        value: String,
    },
    /// A link's kind is not in the tagset.
    #[error("link {link:?} in article {article:?} is of kind {kind:?}, which is not in the tagset")]
    UnknownLinkKind {
        /// The article.
        article: Id,
        /// The link.
        link: Id,
        /// Its kind.
        kind: Id,
    },
    /// A link's end is not there, or both ends are one mark.
    #[error("link {link:?} in article {article:?} has an end at no other mark of the article")]
    Dangling {
        /// The article.
        article: Id,
        /// The link.
        link: Id,
    },
    /// Two links by one annotator are the same.
    #[error("links {first:?} and {second:?} in article {article:?} are the same; delete one")]
    LinkTwins {
        /// The article.
        article: Id,
        /// One link.
        first: Id,
        /// The other.
        second: Id,
    },
    /// A mark refers to an identity that is not there.
    #[error("mark {mark:?} in article {article:?} refers to no identity: {identity:?}")]
    UnknownIdentity {
        /// The article.
        article: Id,
        /// The mark.
        mark: Id,
        /// The identity.
        identity: Id,
    },
    /// An identity's kind is not in the tagset.
    #[error("identity {identity:?} is of kind {kind:?}, which is not in the tagset")]
    UnknownEntityKind {
        /// The identity.
        identity: Id,
        /// Its kind.
        kind: Id,
    },
    /// An index does not hold what the project holds: a fault of the program.
    #[error("the index of article {article:?} is out of step; please report this")]
    Index {
        /// The article.
        article: Id,
    },
}

/// Something that may be, but deserves a look.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Warning {
    /// A link joins tags that its kind does not join, as when one end was given another tag.
    #[error("link {link:?} ({kind}) in article {article:?} joins tags that it should not join")]
    OddLink {
        /// The article.
        article: Id,
        /// The link.
        link: Id,
        /// Its kind's name.
        kind: String,
    },
    /// A mark begins or ends inside what people see as one character.
    #[error("mark {mark:?} in article {article:?} cuts a character in two")]
    CutsGrapheme {
        /// The article.
        article: Id,
        /// The mark.
        mark: Id,
    },
    /// No mark refers to an identity.
    #[error("no mark refers to identity {identity:?} ({name})")]
    Unmentioned {
        /// The identity.
        identity: Id,
        /// Its name.
        name: String,
    },
    /// A mark's words, which name somebody, or an identity's name have a word in two scripts.
    #[error("{} has a word in {} and {} letters, {word:?}: it may be another than it looks like", named(article.as_ref(), id), scripts.0, scripts.1)]
    MixedScripts {
        /// The article, if it is a mark.
        article: Option<Id>,
        /// The mark or identity.
        id: Id,
        /// The word.
        word: String,
        /// The two scripts.
        scripts: (&'static str, &'static str),
    },
    /// A mark was changed before it was made.
    #[error("mark {mark:?} in article {article:?} was changed before it was made")]
    Times {
        /// The article.
        article: Id,
        /// The mark.
        mark: Id,
    },
}

impl Warning {
    /// The article that it is about, if it is about one, and what in it or in the project.
    pub fn about(&self) -> (Option<&Id>, &Id) {
        match self {
            Self::OddLink { article, link, .. } => (Some(article), link),
            Self::CutsGrapheme { article, mark } | Self::Times { article, mark } => {
                (Some(article), mark)
            }
            Self::MixedScripts { article, id, .. } => (article.as_ref(), id),
            Self::Unmentioned { identity, .. } => (None, identity),
        }
    }
}

fn named(article: Option<&Id>, id: &Id) -> String {
    match article {
        Some(article) => format!("mark {id:?} in article {article:?}"),
        None => format!("identity {id:?}"),
    }
}
