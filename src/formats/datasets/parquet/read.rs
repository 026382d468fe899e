//! Rows as articles.

use serde_json::{Map, Value as Json};

use super::COLUMNS;
use crate::formats::counted;
use crate::formats::datasets::Files;
use crate::formats::datasets::csv;
use crate::formats::datasets::gather::Gather;
use crate::formats::datasets::jsonl;
use crate::formats::parquet_file::{Table, is_parquet};
use crate::formats::{Severity, excerpt};

/// The most rows that are read of one file.
const MOST_ROWS: usize = 1_000_000;

/// Whether the rows are articles with their marks, or fragments of marks as in tables.
pub(super) fn recognises(_: &str, bytes: &[u8]) -> bool {
    if !is_parquet(bytes) {
        return false;
    }
    let table = Table::open(bytes);
    table.is_ok_and(|table| is_articles(&table) || is_flat(&table))
}

/// Reads every file of columns; what else stands in the folder is about them.
pub(super) fn read(gather: &mut Gather, files: &Files) {
    let mut tables = Vec::new();
    for (name, bytes) in files.iter().filter(|(_, bytes)| is_parquet(bytes)) {
        gather.in_file(name);
        let table = match Table::open(bytes) {
            Ok(table) => table,
            Err(error) => {
                gather.leave_out(1, error.to_string());
                continue;
            }
        };
        if table.row_count() > MOST_ROWS {
            let rows = counted(MOST_ROWS, "row");
            let what = format!("it says that it has more than {rows}; split it");
            gather.leave_out(1, what);
        } else if is_articles(&table) {
            articles(gather, &table);
        } else if is_flat(&table) {
            tables.push(flat(gather, name, &table));
        } else {
            let names: Vec<&str> = table.names().take(20).collect();
            let names = excerpt(&names.join(", "), 200);
            let what = format!("it has no column \"spans\" beside \"text\", only: {names}");
            gather.leave_out(1, what);
        }
    }
    csv::of_tables(gather, files, tables);
}

fn is_articles(table: &Table<'_>) -> bool {
    table.is_tree("spans") && table.names().any(|name| name == "text")
}

fn is_flat(table: &Table<'_>) -> bool {
    csv::is_known(table.names().map(str::to_owned).collect())
}

fn articles(gather: &mut Gather, table: &Table<'_>) {
    let known = |name: &str| COLUMNS.iter().any(|column| column.name == name);
    for name in table.names().filter(|name| !known(name)) {
        let name = excerpt(name, 40);
        let what = format!("column {name:?} is none that the format knows; it was left out");
        gather.say(1, Severity::Warning, what);
    }
    let mut number = 0;
    let read = table.each(&known, &mut |row| {
        number += 1;
        if let Err(reason) = article(gather, number, row) {
            gather.leave_out(number, format!("this row was left out: {reason}"));
        }
        true
    });
    if let Err(error) = read {
        let what = format!("this row and those after it were left out: {error}");
        gather.leave_out(number + 1, what);
    }
}

fn article(gather: &mut Gather, number: usize, mut row: Map<String, Json>) -> Result<(), String> {
    for name in ["spans", "relations"] {
        let records = row.get_mut(name).and_then(Json::as_array_mut);
        for record in records.into_iter().flatten() {
            let fields = record.as_object_mut();
            // A column cannot lack a name that nobody gave.
            let nobody = |fields: &&mut Map<String, Json>| {
                fields.get("annotator").and_then(Json::as_str) == Some("")
            };
            if let Some(fields) = fields.filter(nobody) {
                fields.shift_remove("annotator");
            }
        }
    }
    let record = jsonl::read_object(gather, number, row)?;
    gather.article(record);
    Ok(())
}

/// Rows as those of a table of cells.
fn flat(gather: &mut Gather, name: &str, table: &Table<'_>) -> csv::Table {
    let names: Vec<String> = table.names().map(str::to_owned).collect();
    let mut cells = csv::Table::of(name, names);
    let mut number = 0;
    let read = table.each(&|_| true, &mut |row| {
        number += 1;
        cells.add(number, row.into_iter().map(|(_, value)| cell(value)));
        true
    });
    if let Err(error) = read {
        let what = format!("this row and those after it were left out: {error}");
        gather.leave_out(number + 1, what);
    }
    cells
}

fn cell(value: Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(words) => words,
        // Positions among which one is missing are fractions in data frames.
        Json::Number(number) => match number.as_f64() {
            Some(float) if float.fract() == 0.0 && float.abs() < 1e15 => format!("{float:.0}"),
            _ => number.to_string(),
        },
        other => other.to_string(),
    }
}
