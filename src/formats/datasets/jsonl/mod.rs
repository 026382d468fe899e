//! `jsonl`, the neutral format: a line an article, a JSON object each.
//!
//! `{"id","title","text","meta":{},"attributes":{},"done":true,"spans":[{"id","tag",
//! "fragments":[[start,end],…],"wording","annotator","attributes":{},"note"}],"links":[{"id",
//! "type","from","to","annotator","attributes":{},"note"}],"identities":[{"id","name","kind",
//! "mentions":[span ids]}]}`. Offsets count Unicode code points, ends are exclusive, `text` is
//! exactly the article's; a key that is absent is empty; an implicit mark has no fragments and a
//! wording.

mod quick;
mod read;
pub(super) mod write;

pub(super) use read::read_object;

use super::feature::LEFT_OUT;
use super::{DatasetError, Encoded, Feature, Files, Format, Import, Imported, Options, Unit};
use crate::project::{Project, Tagset};

/// What the format is and can do.
pub const FORMAT: Format = Format {
    name: "jsonl",
    about: "Postil's neutral format, an article a line",
    purpose: "keep nearly everything, for a script of your own",
    extensions: &["jsonl", "ndjson"],
    folder: false,
    stream: None,
    lacks: &[&[
        (Feature::Times, LEFT_OUT),
        (Feature::Tagset, LEFT_OUT),
        (Feature::IdentityDetails, LEFT_OUT),
        (Feature::Beside, LEFT_OUT),
        (Feature::Origins, LEFT_OUT),
        (Feature::Aside, LEFT_OUT),
    ]],
    unit: Some(Unit::Chars),
    offsets: "",
    specification: "README, «The neutral dataset format»",
    recognises: read::recognises,
    read: Some(read::read),
    write: Some(write::write),
};

/// Reads one file of lines. Marks and links that name no annotator are `annotator`'s.
///
/// # Errors
/// As [`Format::decode`].
pub fn decode(
    bytes: &[u8],
    tagset: &Tagset,
    annotator: Option<&str>,
) -> Result<Imported, DatasetError> {
    let files = Files::from([(String::new(), bytes.to_vec())]);
    let how = Import {
        annotator,
        ..Import::new(tagset)
    };
    FORMAT.decode(&files, &how)
}

/// Writes one file of lines, with what it lost.
///
/// # Errors
/// None: the format is written.
pub fn encode(project: &Project, options: &Options) -> Result<Encoded, DatasetError> {
    FORMAT.encode(project, options)
}
