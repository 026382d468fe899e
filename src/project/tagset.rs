//! The tagset: which tags there are, what they look like, which attributes they carry and which
//! links join them.
//!
//! Tags, attributes and link kinds are known by an [`Id`] that never changes; names, letters, keys
//! and colours are free to change under it.

pub use super::id::Id;
use super::value::{Value, ValueKind};

/// The tags, links, attributes and kinds of entity of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tagset {
    /// What the tagset is called.
    pub name: String,
    /// The tags, in the order of their keys.
    pub tags: Vec<Tag>,
    /// The kinds of link; where two fit the same ends, the first is offered first.
    pub links: Vec<LinkKind>,
    /// The kinds that an identity can be of.
    pub entity_kinds: Vec<EntityKind>,
    /// What can be said of an article as a whole.
    pub article_attributes: Vec<Attribute>,
}

/// One tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Never changes.
    pub id: Id,
    /// What people call it.
    pub name: String,
    /// The letter in its chip; also a key that tags.
    pub letter: char,
    /// The digit key that tags, if it has one.
    pub key: Option<char>,
    /// Its colour.
    pub colour: Colour,
    /// Its line.
    pub line: LineStyle,
    /// How it stands in the text.
    pub style: TagStyle,
    /// When to use it, in the words of whoever leads the project.
    pub guideline: String,
    /// What can be said of a mark with this tag.
    pub attributes: Vec<Attribute>,
    /// Not offered any more; marks that have it keep it.
    pub retired: bool,
}

/// How a tag stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TagStyle {
    /// Says something: tints its line (claim, rebuttal).
    Statement,
    /// Names something: an underline (entity, source).
    Mention,
}

/// Something that can be said of a mark, a link or an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Never changes.
    pub id: Id,
    /// What people call it.
    pub name: String,
    /// What values it takes.
    pub kind: ValueKind,
    /// When to use which value.
    pub guideline: String,
}

/// A kind of link and the tags that it joins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkKind {
    /// Never changes.
    pub id: Id,
    /// What people call it, read from the start to the end: «rebuts».
    pub name: String,
    /// The same read backwards: «rebutted by».
    pub reverse: String,
    /// The pairs of tags that it may join, from and to.
    pub joins: Vec<(Id, Id)>,
    /// When to use it.
    pub guideline: String,
    /// What can be said of a link of this kind.
    pub attributes: Vec<Attribute>,
}

/// A kind of identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityKind {
    /// Never changes.
    pub id: Id,
    /// What people call it.
    pub name: String,
}

impl Tagset {
    /// The tag of this id.
    pub fn tag(&self, id: &Id) -> Option<&Tag> {
        self.tags.iter().find(|tag| tag.id == *id)
    }

    /// The tags that are offered: those not retired.
    pub fn offered(&self) -> impl Iterator<Item = &Tag> {
        self.tags.iter().filter(|tag| !tag.retired)
    }

    /// The link kind of this id.
    pub fn link(&self, id: &Id) -> Option<&LinkKind> {
        self.links.iter().find(|kind| kind.id == *id)
    }

    /// The kind of entity of this id.
    pub fn entity_kind(&self, id: &Id) -> Option<&EntityKind> {
        self.entity_kinds.iter().find(|kind| kind.id == *id)
    }

    /// The kinds of link that may go from a mark with one tag to a mark with another, in order.
    pub fn links_between(&self, from: &Id, to: &Id) -> Vec<&LinkKind> {
        self.links
            .iter()
            .filter(|kind| kind.may_join(from, to))
            .collect()
    }

    /// Whether `value` may stand for this attribute of a mark with tag `tag`.
    pub fn fits_mark(&self, tag: &Id, attribute: &Id, value: &Value) -> bool {
        self.tag(tag)
            .is_some_and(|tag| fits(&tag.attributes, attribute, value))
    }
}

/// Whether one of `attributes` has this id and takes this value.
pub fn fits(attributes: &[Attribute], id: &Id, value: &Value) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.id == *id && attribute.kind.takes(value))
}

impl Tag {
    /// The attribute of this id.
    pub fn attribute(&self, id: &Id) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.id == *id)
    }

    /// Whether it tints its line.
    pub fn is_statement(&self) -> bool {
        self.style == TagStyle::Statement
    }
}

impl LinkKind {
    /// Whether it may go from a mark with tag `from` to one with tag `to`.
    pub fn may_join(&self, from: &Id, to: &Id) -> bool {
        self.joins.iter().any(|(a, b)| a == from && b == to)
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
