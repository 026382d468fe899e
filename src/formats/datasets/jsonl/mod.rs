//! `jsonl`, the neutral format: a line an article, a JSON object each.
//!
//! `{"id","title","text","meta":{},"attributes":{},"done":true,"spans":[{"id","tag",
//! "fragments":[[start,end],…],"wording","annotator","attributes":{},"note"}],"links":[{"id",
//! "type","from","to","annotator","attributes":{},"note"}],"identities":[{"id","name","kind",
//! "mentions":[span ids]}]}`. Offsets count Unicode code points, ends are exclusive, `text` is
//! exactly the article's; a key that is absent is empty; an implicit mark has no fragments and a
//! wording.

mod read;
mod write;

pub use read::decode;
pub use write::encode;

use super::Format;

/// What the format is and can do.
pub const FORMAT: Format = Format {
    name: "jsonl",
    about: "Postil's neutral format, an article a line",
    extensions: &["jsonl", "ndjson"],
    reads: true,
    writes: true,
    cannot_hold: &[
        "times",
        "names, colours, keys and guidelines of the tagset",
        "notes and authors of identities",
        "the mark that an implicit mark stands beside",
        "where a text came from and how it was read",
        "damaged parts that are kept aside",
    ],
    offsets: "Unicode code points, end-exclusive",
    specification: "README, «The neutral dataset format»",
};
