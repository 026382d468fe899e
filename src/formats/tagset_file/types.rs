//! The file's own types. They mirror the core's, so that the file changes only on purpose.

use serde::Deserialize;

use crate::project::{
    Attribute, Colour, EntityKind, Id, LineStyle, LinkKind, Tag, TagStyle, ValueKind,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "Tag")]
pub(super) struct FileTag {
    id: String,
    name: String,
    letter: char,
    #[serde(default)]
    key: Option<char>,
    colour: FileColour,
    line: FileLine,
    style: FileStyle,
    #[serde(default)]
    guideline: String,
    #[serde(default)]
    attributes: Vec<FileAttribute>,
    #[serde(default)]
    retired: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "Attribute")]
pub(super) struct FileAttribute {
    id: String,
    name: String,
    kind: FileKind,
    #[serde(default)]
    guideline: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "LinkKind")]
pub(super) struct FileLinkKind {
    id: String,
    name: String,
    #[serde(default)]
    reverse: String,
    #[serde(default)]
    joins: Vec<(String, String)>,
    #[serde(default)]
    guideline: String,
    #[serde(default)]
    attributes: Vec<FileAttribute>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "EntityKind")]
pub(super) struct FileEntityKind {
    id: String,
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum FileKind {
    Flag,
    Choice(Vec<String>),
    Text,
    Number,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum FileStyle {
    Statement,
    Mention,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum FileColour {
    Blue,
    Orange,
    Green,
    Purple,
    Olive,
    Pink,
    Grey,
    Teal,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum FileLine {
    Rule,
    Double,
    Thick,
    Wave,
    Bar,
    Dots,
    Ticked,
    Capped,
}

impl From<FileTag> for Tag {
    fn from(tag: FileTag) -> Self {
        Self {
            id: Id::new(tag.id),
            name: tag.name,
            letter: tag.letter,
            key: tag.key,
            colour: tag.colour.into(),
            line: tag.line.into(),
            style: match tag.style {
                FileStyle::Statement => TagStyle::Statement,
                FileStyle::Mention => TagStyle::Mention,
            },
            guideline: tag.guideline,
            attributes: tag.attributes.into_iter().map(Into::into).collect(),
            retired: tag.retired,
        }
    }
}

impl From<FileAttribute> for Attribute {
    fn from(attribute: FileAttribute) -> Self {
        Self {
            id: Id::new(attribute.id),
            name: attribute.name,
            kind: match attribute.kind {
                FileKind::Flag => ValueKind::Flag,
                FileKind::Choice(words) => ValueKind::Choice(words),
                FileKind::Text => ValueKind::Text,
                FileKind::Number => ValueKind::Number,
            },
            guideline: attribute.guideline,
        }
    }
}

impl From<FileLinkKind> for LinkKind {
    fn from(kind: FileLinkKind) -> Self {
        let joins = kind
            .joins
            .into_iter()
            .map(|(from, to)| (Id::new(from), Id::new(to)));
        Self {
            id: Id::new(kind.id),
            name: kind.name,
            reverse: kind.reverse,
            joins: joins.collect(),
            guideline: kind.guideline,
            attributes: kind.attributes.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<FileEntityKind> for EntityKind {
    fn from(kind: FileEntityKind) -> Self {
        Self {
            id: Id::new(kind.id),
            name: kind.name,
        }
    }
}

impl From<FileColour> for Colour {
    fn from(colour: FileColour) -> Self {
        match colour {
            FileColour::Blue => Self::Blue,
            FileColour::Orange => Self::Orange,
            FileColour::Green => Self::Green,
            FileColour::Purple => Self::Purple,
            FileColour::Olive => Self::Olive,
            FileColour::Pink => Self::Pink,
            FileColour::Grey => Self::Grey,
            FileColour::Teal => Self::Teal,
        }
    }
}

impl From<FileLine> for LineStyle {
    fn from(line: FileLine) -> Self {
        match line {
            FileLine::Rule => Self::Rule,
            FileLine::Double => Self::Double,
            FileLine::Thick => Self::Thick,
            FileLine::Wave => Self::Wave,
            FileLine::Bar => Self::Bar,
            FileLine::Dots => Self::Dots,
            FileLine::Ticked => Self::Ticked,
            FileLine::Capped => Self::Capped,
        }
    }
}
