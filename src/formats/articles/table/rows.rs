//! The rows of a table, gone through one after the other.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::object::Object;
use super::{MOST_CELLS, MOST_COLUMNS, MOST_ROWS};
use crate::formats::articles::ArticleError;
use crate::formats::articles::kinds::Kind;
use crate::formats::counted;
use crate::formats::parquet_file::{ParquetError, Table};

/// What the errors call it.
pub(super) const WHAT: &str = "a table of texts";

/// Keys of a record that hold marks in one of the formats of datasets.
const MARKS: [&str; 16] = [
    "spans",
    "links",
    "identities",
    "label",
    "labels",
    "entities",
    "relations",
    "annotations",
    "tokens",
    "predictions",
    "events",
    "catlabels",
    "completions",
    "fragments",
    "mentions",
    "ner_tags",
];

/// A row: the cells that are not empty, by their columns.
pub(super) type Row = Vec<(usize, String)>;

/// Where rows come from.
pub(super) enum Source<'t> {
    /// Cells between delimiters.
    Delimited {
        text: &'t str,
        delimiter: u8,
        names: Vec<String>,
        /// The first row holds the names.
        headed: bool,
    },
    /// A JSON object a line.
    Lines {
        text: &'t str,
        names: Vec<String>,
        /// How many lines are none, and the first of them.
        bad: RefCell<(usize, usize)>,
    },
    /// A file of columns.
    Columns {
        table: Table<'t>,
        names: Vec<String>,
        /// Where it ends too soon, and why.
        end: RefCell<Option<(usize, ParquetError)>>,
    },
}

impl<'t> Source<'t> {
    pub(super) fn of(text: &'t str, kind: Kind) -> Result<Self, ArticleError> {
        match kind {
            Kind::Jsonl => lines(text),
            Kind::Tsv => delimited(text, b'\t'),
            _ => delimited(text, likely_delimiter(text)),
        }
    }

    pub(super) fn of_columns(bytes: &'t [u8]) -> Result<Self, ArticleError> {
        let table = Table::open(bytes);
        let table = table.map_err(|error| ArticleError::Columns(error.to_string()))?;
        // Texts alone are read, and what becomes of them takes them a few times over.
        let table = table.within(3);
        if table.row_count() > MOST_ROWS {
            return Err(too_many(MOST_ROWS, "rows"));
        }
        let marked = |name: &str| table.is_tree(name) && MARKS.contains(&&*name.to_lowercase());
        if table.names().any(marked) {
            return Err(a_dataset("its rows hold marks, so that it is a dataset"));
        }
        let names = table.names().filter(|name| !table.is_tree(name));
        let names: Vec<String> = names.map(str::to_owned).collect();
        if names.len() > MOST_COLUMNS {
            return Err(too_many(MOST_COLUMNS, "columns"));
        }
        if names.len().saturating_mul(table.row_count()) > MOST_CELLS {
            return Err(too_many(MOST_CELLS, "cells"));
        }
        Ok(Self::Columns {
            table,
            names,
            end: RefCell::new(None),
        })
    }

    /// The names of the columns.
    pub(super) fn names(&self) -> &[String] {
        match self {
            Self::Delimited { names, .. }
            | Self::Lines { names, .. }
            | Self::Columns { names, .. } => names,
        }
    }

    /// Goes through the rows.
    pub(super) fn each(&self, visit: &mut dyn FnMut(&Row)) {
        match self {
            Self::Delimited {
                text,
                delimiter,
                headed,
                ..
            } => {
                let mut reader = reader(text, *delimiter);
                let mut record = csv::StringRecord::new();
                let mut first = *headed;
                while reader.read_record(&mut record).unwrap_or(false) {
                    if std::mem::take(&mut first) {
                        continue;
                    }
                    let cells = record
                        .iter()
                        .enumerate()
                        .filter(|(_, cell)| !cell.is_empty());
                    visit(&cells.map(|(at, cell)| (at, cell.to_owned())).collect());
                }
            }
            Self::Lines { text, names, bad } => {
                let places: BTreeMap<&str, usize> = names
                    .iter()
                    .enumerate()
                    .map(|(at, name)| (name.as_str(), at))
                    .collect();
                *bad.borrow_mut() = (0, 0);
                for (number, line) in text.lines().enumerate() {
                    if line.trim().is_empty() {
                        continue;
                    }
                    match serde_json::from_str::<Object>(line) {
                        Ok(object) => visit(&row(object, &places)),
                        Err(_) => {
                            let mut bad = bad.borrow_mut();
                            if bad.0 == 0 {
                                bad.1 = number + 1;
                            }
                            bad.0 += 1;
                        }
                    }
                }
            }
            Self::Columns { table, names, end } => {
                let mut number = 0;
                let read = table.each(&|name| names.iter().any(|it| it == name), &mut |row| {
                    number += 1;
                    let cells = row.into_iter().map(|(_, value)| words_of(value));
                    let cells = cells.enumerate().filter(|(_, words)| !words.is_empty());
                    visit(&cells.collect());
                    true
                });
                *end.borrow_mut() = read.err().map(|error| (number, error));
            }
        }
    }

    /// What was wrong with some rows.
    pub(super) fn complaint(&self) -> Option<String> {
        let bad = match self {
            Self::Lines { bad, .. } => bad,
            Self::Columns { end, .. } => {
                let end = end.borrow();
                let (rows, error) = end.as_ref()?;
                let rows = counted(*rows, "row");
                return Some(format!("only the first {rows} could be read: {error}"));
            }
            Self::Delimited { .. } => return None,
        };
        let (count, first) = *bad.borrow();
        match count {
            0 => None,
            1 => Some(format!("left out line {first}, which is no JSON object")),
            _ => Some(format!(
                "left out {count} lines that are no JSON objects, the first of them line {first}"
            )),
        }
    }
}

fn row(object: Object, places: &BTreeMap<&str, usize>) -> Row {
    let cells = object.words.into_iter().filter_map(|(name, words)| {
        let at = places.get(name.as_str())?;
        (!words.is_empty()).then_some((*at, words))
    });
    cells.collect()
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

fn delimited(text: &str, delimiter: u8) -> Result<Source<'_>, ArticleError> {
    let delimiters = text.bytes().filter(|byte| *byte == delimiter).count();
    let lines = text.bytes().filter(|byte| *byte == b'\n').count();
    if delimiters + lines > MOST_CELLS {
        return Err(too_many(MOST_CELLS, "cells"));
    }
    let mut reader = reader(text, delimiter);
    let mut record = csv::StringRecord::new();
    let (mut first, mut second, mut rows, mut columns) = (Vec::new(), Vec::new(), 0_usize, 0_usize);
    while reader.read_record(&mut record).unwrap_or(false) {
        let cells = || record.iter().map(str::to_owned).collect();
        match rows {
            0 => first = cells(),
            1 => second = cells(),
            _ => {}
        }
        rows += 1;
        columns = columns.max(record.len());
    }
    if columns > MOST_COLUMNS {
        return Err(too_many(MOST_COLUMNS, "columns"));
    }
    if rows > MOST_ROWS + 1 {
        return Err(too_many(MOST_ROWS, "rows"));
    }
    let headed = rows > 1 && are_names(&first, &second);
    let name = |at: usize| {
        let given = first
            .get(at)
            .map(|name| name.trim())
            .filter(|name| headed && !name.is_empty());
        given.map_or_else(|| format!("column {}", at + 1), str::to_owned)
    };
    Ok(Source::Delimited {
        text,
        delimiter,
        names: (0..columns).map(name).collect(),
        headed,
    })
}

fn lines(text: &str) -> Result<Source<'_>, ArticleError> {
    let mut names: Vec<String> = Vec::new();
    let mut known: BTreeSet<String> = BTreeSet::new();
    let (mut rows, mut objects) = (0_usize, 0_usize);
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        rows += 1;
        if rows > MOST_ROWS {
            return Err(too_many(MOST_ROWS, "lines"));
        }
        let Ok(object) = serde_json::from_str::<Object>(line) else {
            continue;
        };
        objects += 1;
        for (name, _) in object.words {
            if known.insert(name.clone()) {
                names.push(name);
            }
        }
        if names.len() > MOST_COLUMNS {
            return Err(too_many(MOST_COLUMNS, "keys"));
        }
    }
    if objects == 0 {
        let why = "none of its lines is a JSON object".to_owned();
        return Err(ArticleError::unusable(
            WHAT,
            why,
            "write an object a line, such as {\"title\": \"…\", \"text\": \"…\"}",
        ));
    }
    if !holds_texts(text) {
        return Err(a_dataset("its lines hold marks, so that it is a dataset"));
    }
    Ok(Source::Lines {
        text,
        names,
        bad: RefCell::new((0, 0)),
    })
}

/// Whether the first lines that are objects hold words and no marks.
pub(super) fn holds_texts(text: &str) -> bool {
    let lines = text.lines().filter(|line| !line.trim().is_empty()).take(20);
    let mut objects = lines
        .filter_map(|line| serde_json::from_str::<Object>(line).ok())
        .peekable();
    if objects.peek().is_none() {
        return false;
    }
    objects.all(|object| {
        let marked = |name: &String| MARKS.contains(&name.to_lowercase().as_str());
        !object.inner.iter().any(marked) && object.words.iter().any(|(_, words)| !words.is_empty())
    })
}

fn a_dataset(why: &str) -> ArticleError {
    ArticleError::unusable(
        WHAT,
        why.to_owned(),
        "open it as a project, or use «postil import»",
    )
}

/// A value as a cell: nothing for lists and records.
fn words_of(value: Json) -> String {
    match value {
        Json::String(words) => words,
        Json::Bool(_) | Json::Number(_) => value.to_string(),
        Json::Null | Json::Array(_) | Json::Object(_) => String::new(),
    }
}

fn too_many(limit: usize, what: &str) -> ArticleError {
    let why = format!("it has more than {limit} {what}");
    ArticleError::unusable(WHAT, why, "split it")
}

/// The delimiter that stands most often in the first row, outside quotes.
fn likely_delimiter(text: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0), (b'|', 0)];
    for byte in text.bytes().take(65_536) {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            byte if !quoted => {
                for (delimiter, count) in &mut counts {
                    *count += usize::from(*delimiter == byte);
                }
            }
            _ => {}
        }
    }
    // The first of equals stands: a comma before the others.
    let most = counts.iter().rev().max_by_key(|(_, count)| *count);
    most.map_or(b',', |(delimiter, _)| *delimiter)
}

/// Whether the first row names the columns.
fn are_names(first: &[String], second: &[String]) -> bool {
    let short = first.iter().all(|cell| cell.chars().count() <= 60);
    let words = first.iter().all(|cell| cell.trim().parse::<f64>().is_err());
    let mut sorted: Vec<&str> = first.iter().map(|cell| cell.trim()).collect();
    sorted.sort_unstable();
    let distinct = sorted.windows(2).all(|pair| pair.first() != pair.last());
    let known = first.iter().any(|cell| super::columns::is_known(cell));
    let numbers = second.iter().any(|cell| cell.trim().parse::<f64>().is_ok());
    let longest = |row: &[String]| {
        row.iter()
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or(0)
    };
    short && words && distinct && (known || numbers || longest(second) > 2 * longest(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_of_the_first_row_outside_quotes() {
        assert_eq!(likely_delimiter("a;\"b,c,d\";e\n1,2,3,4"), b';');
        assert_eq!(likely_delimiter("a,b\n"), b',');
        assert_eq!(likely_delimiter("text\n"), b',');
        assert_eq!(likely_delimiter("a\tb|c\td"), b'\t');
    }
}
