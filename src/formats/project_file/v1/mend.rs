//! A mark that was kept aside because its words stand elsewhere, set to where they stand.

use std::fmt::Write as _;

use super::Part;
use super::records::nearest;
use super::types::FileAnnotation;
use crate::formats::Position;
use crate::formats::ron_file::scan::scan;
use crate::formats::ron_file::source::Source;
use crate::formats::ron_file::write::quote;
use crate::text::Text;

/// The text of a part with its offsets where its words stand; none if it is no mark, or its words
/// stand where they should or nowhere.
pub(in crate::formats::project_file) fn mended(data: &str, text: &Text) -> Option<String> {
    let (part, record) = Part::of(data)?;
    if part != Part::Annotation {
        return None;
    }
    let scanned = scan(record).ok()?;
    let source = Source::inside(record, Position { line: 1, column: 1 });
    let file: FileAnnotation<'_> = source.read(&scanned.root).ok()?;
    let group = source.group(&scanned.root, "(").ok()?;
    let mut items = group.items.iter();
    let at = items.find(|item| source.field_name(item) == Some("at"))?;
    let places = places(&file, text)?;
    let (before, after) = (record.get(..at.value)?, record.get(at.end..)?);
    Some(format!("{}{before}[{places}]{after}", part.name()))
}

/// The fragments of a mark where their words stand, as they are written; none if nothing changes.
fn places(file: &FileAnnotation<'_>, text: &Text) -> Option<String> {
    let mut written = String::new();
    let mut moved = false;
    let mut budget = usize::MAX;
    for (start, end, words) in &file.at {
        let words = words.as_str();
        let here = text.as_str().get(*start..*end) == Some(words);
        let found = match here {
            true => *start,
            false => nearest(text, words, *start, &mut budget)?,
        };
        moved |= !here;
        if !written.is_empty() {
            written.push_str(", ");
        }
        // Writing to a string cannot fail.
        let _ = write!(written, "({found}, {}, ", found + words.len());
        quote(&mut written, words);
        written.push(')');
    }
    moved.then_some(written)
}
