//! The tagset: which tags there are, what they look like, which attributes they carry and which
//! links join them.
//!
//! Tags, attributes and link kinds are known by an [`Id`] that never changes; names, letters, keys
//! and colours are free to change under it.

use std::fmt;
use std::sync::Arc;

/// A stable name inside a project: of a tag, a mark, a link, an identity, an article.
///
/// An id is text that the program never reads a meaning into: a ULID for what is made here, and
/// whatever it came with for what was imported.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Arc<str>);

impl Id {
    /// An id of this text.
    pub fn new(text: impl AsRef<str>) -> Self {
        Self(Arc::from(text.as_ref()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

impl From<&str> for Id {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

/// A tag's colour: one of eight that were measured against each other and against the paper, for
/// the colour-blind too. The theme turns it into inks and tints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Colour {
    /// The first tag's by default (claim).
    Blue,
    /// The second's (rebuttal).
    Orange,
    /// The third's (entity).
    Green,
    /// The fourth's (source).
    Purple,
    /// The fifth's (evidence).
    Olive,
    /// The sixth's (question).
    Pink,
    /// The seventh's (context).
    Grey,
    /// The eighth's (number).
    Teal,
}

impl Colour {
    /// Every colour, in the order in which new tags take them.
    pub const ALL: [Self; 8] = [
        Self::Blue,
        Self::Orange,
        Self::Green,
        Self::Purple,
        Self::Olive,
        Self::Pink,
        Self::Grey,
        Self::Teal,
    ];
}

/// How a tag's line is drawn, so that colour is never the only sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineStyle {
    /// One line.
    Rule,
    /// Two thin lines.
    Double,
    /// One thick line.
    Thick,
    /// A wave.
    Wave,
    /// A bar.
    Bar,
    /// Dots.
    Dots,
    /// A line with ticks.
    Ticked,
    /// A line with a cap at each end.
    Capped,
}

impl LineStyle {
    /// Every style, in the order in which new tags take them.
    pub const ALL: [Self; 8] = [
        Self::Rule,
        Self::Double,
        Self::Thick,
        Self::Wave,
        Self::Bar,
        Self::Dots,
        Self::Ticked,
        Self::Capped,
    ];
}
