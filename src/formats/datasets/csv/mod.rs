//! `csv` and `tsv`: tables, a row a fragment of a mark, for spreadsheets and data frames.
//!
//! `articles` has the texts, `spans` a row a fragment, `relations` the links, `implicit` the marks
//! without words, `identities` who is who. Each attribute of a mark or a link has a column
//! `attribute:…`; an empty cell there is no value, and `""` (two quotation marks in the cell) is
//! the value of no words. What is known of an article is one cell of JSON.

mod read;
mod table;
mod units;
mod write;

pub(super) use read::of_tables;
pub(super) use table::{Table, is_known};

use super::feature::COMMON;
use super::{Format, Unit};

/// Tables with commas.
pub const CSV: Format = Format {
    name: "csv",
    about: "tables with commas: articles, spans, relations",
    purpose: "open in a spreadsheet or a data frame",
    extensions: &["csv"],
    folder: true,
    stream: None,
    lacks: &[COMMON],
    unit: Some(Unit::Chars),
    offsets: "",
    specification: "RFC 4180; the columns: README, «Tables»",
    recognises: |name, bytes| read::recognises(name, bytes, b','),
    read: Some(|gather, files| read::read(gather, files, b',')),
    write: Some(|corpus| write::write(corpus, b',', "csv")),
};

/// Tables with tabs.
pub const TSV: Format = Format {
    name: "tsv",
    about: "tables with tabs: articles, spans, relations",
    extensions: &["tsv"],
    recognises: |name, bytes| read::recognises(name, bytes, b'\t'),
    read: Some(|gather, files| read::read(gather, files, b'\t')),
    write: Some(|corpus| write::write(corpus, b'\t', "tsv")),
    ..CSV
};

/// What a column for an attribute begins with.
const ATTRIBUTE: &str = "attribute:";

/// Whether a spreadsheet takes a cell for a formula, or would without the `'` before it.
fn is_formula(cell: &str) -> bool {
    let bare = cell.trim_start_matches('\'');
    bare.starts_with(['=', '+', '-', '@', '\t', '\r'])
}
