//! A tagset as a file of its own, `PostilTagset(format: 1, …`, and the tagset that new projects
//! start with.

mod layout;
mod types;

use super::Position;
use super::ron_file::scan::Item;
use super::ron_file::source::Source;
use super::ron_file::write::Writer;
use super::ron_file::{self, Document, FileError};
use crate::project::Tagset;

/// Why a tagset file cannot be read.
pub type TagsetFileError = FileError;

/// The format that is written, and the newest that can be read.
pub const FORMAT: u32 = 1;

/// The fields of a tagset, in the order in which they are written.
const FIELDS: [&str; 5] = [
    "name",
    "tags",
    "links",
    "entity_kinds",
    "article_attributes",
];

/// The tagset that a new project starts with: claims, rebuttals, entities and sources.
pub fn default_tagset() -> Tagset {
    // A unit test reads the asset, so that the tagset is never empty in a program that was built.
    decode(include_bytes!("../../../assets/tagset.ron")).unwrap_or_default()
}

/// A tagset as the text of a file. The same tagset always gives the same text.
pub fn encode(tagset: &Tagset) -> String {
    let mut writer = Writer::default();
    writer.line(0, "PostilTagset(");
    writer.line(1, &format!("format: {FORMAT},"));
    layout::write_tagset(&mut writer, 1, tagset);
    writer.line(0, ")");
    writer.into_string()
}

/// Reads a tagset file.
///
/// # Errors
/// Says what is wrong with the file or with the tagset in it, and where.
pub fn decode(bytes: &[u8]) -> Result<Tagset, TagsetFileError> {
    let opened = ron_file::open(bytes, Document::Tagset, FORMAT)?;
    let [_, name, tags, links, kinds, attributes] = ron_file::fields(
        &opened.source,
        &opened.root,
        "the tagset",
        [
            "format",
            "name",
            "tags",
            "links",
            "entity_kinds",
            "article_attributes",
        ],
    )?;
    let at = opened.source.position(opened.root.open);
    read_fields(&opened.source, at, [name, tags, links, kinds, attributes])
}

/// Writes a tagset as the field of a project.
pub(super) fn write_field(writer: &mut Writer, depth: usize, tagset: &Tagset) {
    writer.line(depth, "tagset: (");
    layout::write_tagset(writer, depth + 1, tagset);
    writer.line(depth, "),");
}

/// Reads a tagset from the field of a project.
pub(super) fn read_field(source: &Source<'_>, item: &Item) -> Result<Tagset, TagsetFileError> {
    let bad = |unreadable| bad_value("tagset", unreadable);
    let group = source.group(item, "(").map_err(bad)?;
    let fields = ron_file::fields(source, group, "the tagset", FIELDS)?;
    read_fields(source, source.position(item.start), fields)
}

fn read_fields(
    source: &Source<'_>,
    at: Position,
    [name, tags, links, kinds, attributes]: [Option<&Item>; 5],
) -> Result<Tagset, FileError> {
    let name: Option<String> = field(source, "name", name)?;
    let tags: Option<Vec<types::FileTag>> = field(source, "tags", tags)?;
    let links: Option<Vec<types::FileLinkKind>> = field(source, "links", links)?;
    let kinds: Option<Vec<types::FileEntityKind>> = field(source, "entity_kinds", kinds)?;
    let attributes: Option<Vec<types::FileAttribute>> =
        field(source, "article_attributes", attributes)?;
    let tagset = Tagset {
        name: name.unwrap_or_default(),
        tags: tags.into_iter().flatten().map(Into::into).collect(),
        links: links.into_iter().flatten().map(Into::into).collect(),
        entity_kinds: kinds.into_iter().flatten().map(Into::into).collect(),
        article_attributes: attributes.into_iter().flatten().map(Into::into).collect(),
    };
    match tagset.check().first() {
        Some(violation) => Err(FileError::Tagset {
            reason: violation.to_string(),
            at,
        }),
        None => Ok(tagset),
    }
}

fn field<T: serde::de::DeserializeOwned>(
    source: &Source<'_>,
    name: &str,
    item: Option<&Item>,
) -> Result<Option<T>, FileError> {
    let read = item.map(|item| source.read(item)).transpose();
    read.map_err(|unreadable| bad_value(name, unreadable))
}

fn bad_value(field: &str, unreadable: ron_file::source::Unreadable) -> FileError {
    FileError::BadValue {
        field: field.to_owned(),
        reason: unreadable.reason,
        at: unreadable.at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_tagset_is_sound_and_written_as_it_is_read() {
        let asset = include_str!("../../../assets/tagset.ron");
        let tagset = decode(asset.as_bytes()).unwrap();
        assert_eq!(tagset.tags.len(), 4);
        let body = asset.split_once("PostilTagset(").unwrap().1;
        assert_eq!(encode(&tagset).split_once("PostilTagset(").unwrap().1, body);
    }
}
