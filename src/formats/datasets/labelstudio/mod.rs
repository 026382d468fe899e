//! `labelstudio`: Label Studio's list of tasks, with the labelling configuration that fits.
//!
//! A region is `{"id","from_name","to_name","type":"labels","value":{"start","end","text",
//! "labels":[tag]},"meta"}`; values of a mark are further items with the region's id; a link is
//! `{"type":"relation","from_id","to_id","direction":"right","labels":[kind]}`. Each annotator has
//! an annotation of the task. The pieces of one mark share `meta.span_id`. Positions count code
//! points, as Label Studio's do today. Predictions and the short shape (`JSON_MIN`) are read, too.

mod config;
mod read;
mod write;

use super::feature::{COMMON, LEFT_OUT};
use super::{Feature, Format, Unit};

/// What the format is and can do.
pub const FORMAT: Format = Format {
    name: "labelstudio",
    about: "Label Studio's tasks, with the labelling configuration",
    purpose: "work on in Label Studio",
    extensions: &["json"],
    folder: true,
    stream: None,
    lacks: &[
        &[
            (Feature::Implicit, LEFT_OUT),
            (Feature::LinksAcross, LEFT_OUT),
            (Feature::Status, LEFT_OUT),
        ],
        COMMON,
    ],
    unit: Some(Unit::Chars),
    offsets: "",
    specification: "https://labelstud.io/guide/task_format",
    recognises: read::recognises,
    read: Some(read::read),
    write: Some(write::write),
};

/// What a control for an attribute of a tag is called: both names, for two tags may have
/// attributes of one name and of different kinds.
fn control(tag: &str, attribute: &str) -> String {
    format!("{tag}.{attribute}")
}
