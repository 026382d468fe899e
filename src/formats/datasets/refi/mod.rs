//! `qdpx` and `qdc`: what programs for qualitative research exchange, REFI-QDA projects and
//! codebooks.
//!
//! A project is a ZIP archive of `project.qde` and the texts. A tag is a code, a piece of a mark a
//! selection that is coded with it; the pieces are named after the mark, `c1#1`, `c1#2` where it has
//! several. A note is a note, a link a link between selections, what is known of an article a
//! variable, a title the description of its source. Positions count code points. What a program
//! that is not Postil calls a selection is no id, for many put the words there.

mod codes;
mod read;
mod tree;
mod write;

use super::feature::{COMMON, LEFT_OUT};
use super::{Feature, Format, Unit};

/// A project.
pub const PROJECT: Format = Format {
    name: "qdpx",
    about: "a REFI-QDA project: texts, codes, selections, notes, links",
    purpose: "open in ATLAS.ti, MAXQDA, NVivo or another program for qualitative research",
    extensions: &["qdpx"],
    folder: false,
    stream: None,
    lacks: &[
        &[
            (Feature::Implicit, LEFT_OUT),
            (Feature::OddLetters, "changed to U+FFFD"),
            (Feature::Values, LEFT_OUT),
            (Feature::Identities, LEFT_OUT),
            (Feature::LinkIds, LEFT_OUT),
            (Feature::LinkValues, LEFT_OUT),
            (Feature::LinkAuthors, LEFT_OUT),
            (Feature::Status, LEFT_OUT),
        ],
        COMMON,
    ],
    unit: Some(Unit::Chars),
    offsets: "",
    specification: "https://www.qdasoftware.org/",
    recognises: |name, bytes| name.ends_with(".qdpx") || read::is_project(bytes),
    read: Some(read::project),
    write: Some(write::project),
};

/// A codebook.
pub const CODEBOOK: Format = Format {
    name: "qdc",
    about: "a REFI-QDA codebook: the tags with their guidelines",
    purpose: "start a project on the same codes in a program for qualitative research",
    extensions: &["qdc"],
    lacks: &[&[
        (Feature::Articles, LEFT_OUT),
        (Feature::LooseIdentities, LEFT_OUT),
        (Feature::IdentityDetails, LEFT_OUT),
        (Feature::Aside, LEFT_OUT),
    ]],
    unit: None,
    offsets: "none: it holds no text",
    recognises: |_, bytes| {
        let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
        let head = String::from_utf8_lossy(head);
        head.contains("<CodeBook") && head.contains("urn:QDA-XML:codebook")
    },
    read: Some(read::codebook),
    write: Some(write::codebook),
    ..PROJECT
};

/// The space that the names of a project's elements are in.
const PROJECT_SPACE: &str = "urn:QDA-XML:project:1.0";

/// The space that the names of a codebook's elements are in.
const CODEBOOK_SPACE: &str = "urn:QDA-XML:codebook:1.0";
