//! `parquet` and `hf`: articles as rows, their marks and links as lists in them, for the engines
//! that go through more than one machine holds.
//!
//! The columns are the keys of the neutral format: `id`, `title`, `text`, `meta`, `attributes`,
//! `done`, `spans`, `relations` (its links), `identities`. What has a name and a value there is a
//! list of records here, `name` and one of `text`, `number` and `flag`; a fragment is a record of
//! `start`, `end` and the words between them, `text`. Offsets count Unicode code points.
//!
//! `parquet` is a folder a part, `hf` one folder with a card that tells a hub of datasets where the
//! parts stand. Tables of a row a fragment, with the columns of `csv`, are read too.

mod read;
mod write;

use super::feature::COMMON;
use super::stream::Stream;
use super::{Format, Unit};
use crate::formats::parquet_file::{Field, Shape};

/// A folder a part.
pub const FORMAT: Format = Format {
    name: "parquet",
    about: "columns for engines, an article a row, in folders by part",
    purpose: "count and query with DuckDB, Polars or Spark",
    extensions: &["parquet"],
    folder: true,
    stream: Some(Stream::Partitions),
    lacks: &[COMMON],
    unit: Some(Unit::Chars),
    offsets: "",
    specification: "Apache Parquet 2; the columns: README, «Tables»",
    recognises: read::recognises,
    read: Some(read::read),
    write: Some(write::write),
};

/// A folder as hubs of datasets have it.
pub const HUB: Format = Format {
    name: "hf",
    about: "Parquet files with a card, as hubs of datasets want them",
    purpose: "load with Hugging Face datasets, or put on a hub",
    stream: Some(Stream::Hub),
    // It is read as any other folder of these files.
    recognises: |_, _| false,
    specification: "Hugging Face Hub, «Dataset cards» and «Data files configuration»; Apache Parquet 2",
    ..FORMAT
};

const fn words(name: &'static str) -> Field {
    field(name, false, Shape::Words)
}

const fn list(name: &'static str, item: &'static Field) -> Field {
    field(name, false, Shape::List(item))
}

const fn item(shape: Shape) -> Field {
    field("element", false, shape)
}

const fn field(name: &'static str, optional: bool, shape: Shape) -> Field {
    Field {
        name,
        optional,
        shape,
    }
}

/// The columns.
const COLUMNS: &[Field] = &[
    words("id"),
    words("title"),
    words("text"),
    list("meta", &VALUE),
    list("attributes", &VALUE),
    field("done", false, Shape::Flag),
    list("spans", &SPAN),
    list("relations", &RELATION),
    list("identities", &IDENTITY),
];

/// A name with its value, which is one of three.
const VALUE: Field = item(Shape::Group(&[
    words("name"),
    field("text", true, Shape::Words),
    field("number", true, Shape::Float),
    field("flag", true, Shape::Flag),
]));

const SPAN: Field = item(Shape::Group(&[
    words("id"),
    words("tag"),
    list("fragments", &FRAGMENT),
    field("wording", true, Shape::Words),
    words("annotator"),
    words("note"),
    list("attributes", &VALUE),
]));

const FRAGMENT: Field = item(Shape::Group(&[
    field("start", false, Shape::Whole),
    field("end", false, Shape::Whole),
    words("text"),
]));

const RELATION: Field = item(Shape::Group(&[
    words("id"),
    words("type"),
    words("from"),
    words("to"),
    words("annotator"),
    words("note"),
    list("attributes", &VALUE),
]));

const IDENTITY: Field = item(Shape::Group(&[
    words("id"),
    words("name"),
    words("kind"),
    list("mentions", &NAME),
]));

const NAME: Field = item(Shape::Words);
