//! Format 1 of the project file.
//!
//! | field of the file | holds |
//! |---|---|
//! | `format` | 1 |
//! | `tagset` | tags, kinds of link, kinds of entity, article attributes |
//! | `identities` | one a line |
//! | `articles` | title, metadata, origin, the text as its lines, marks and links one a line |
//! | `disputes` | what a merge could not decide, with the readings of both sides |
//! | `decisions` | what reviewers decided where colleagues' readings differ, one a line |
//! | `comments` | what people say of a mark or a dispute, one a line |
//! | `aside` | damaged parts as they were found, each with its article and a reason |
//!
//! Offsets count UTF-8 bytes. What is empty is left out.

mod ahead;
mod articles;
mod back;
mod beside;
mod decode;
mod encode;
mod head;
mod loose;
mod mend;
mod quick;
mod records;
mod several;
mod twins;
mod types;
mod version;

pub(super) use back::holds;
pub(super) use decode::{decode, decode_noting};
pub(super) use encode::{How, encode};
pub(super) use mend::mended;
pub(super) use several::{First, decode_version};
pub use version::Notes;
pub(super) use version::Version;

/// What kind of record a damaged part is. Its name stands before the part's own text, so that it
/// can be tried again at the next load.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Identity,
    Article,
    Attribute,
    Annotation,
    Link,
    Dispute,
    Decision,
    Comment,
}

impl Part {
    const ALL: [Self; 8] = [
        Self::Identity,
        Self::Article,
        Self::Attribute,
        Self::Annotation,
        Self::Link,
        Self::Dispute,
        Self::Decision,
        Self::Comment,
    ];

    /// The name before the part's text.
    fn name(self) -> &'static str {
        match self {
            Self::Identity => "Identity",
            Self::Article => "Article",
            Self::Attribute => "Attribute",
            Self::Annotation => "Annotation",
            Self::Link => "Link",
            Self::Dispute => "Dispute",
            Self::Decision => "Decision",
            Self::Comment => "Comment",
        }
    }

    /// The word for it in a sentence.
    fn noun(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Article => "article",
            Self::Attribute => "article attribute",
            Self::Annotation => "mark",
            Self::Link => "link",
            Self::Dispute => "dispute",
            Self::Decision => "decision",
            Self::Comment => "comment",
        }
    }

    /// Takes the text of a part that was kept aside apart into its kind and its record.
    fn of(data: &str) -> Option<(Self, &str)> {
        Self::ALL
            .iter()
            .find_map(|part| Some((*part, data.strip_prefix(part.name())?)))
    }
}
