//! Tables as records.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::is_formula;
use super::table::{ANNOTATOR, DOC, END, FROM, ID, Row, START, TAG, TEXT, TO, Table, is_known};
use super::units::{continuum, is_unit};
use crate::formats::datasets::Files;
use crate::formats::datasets::few::Few;
use crate::formats::datasets::gather::{
    ArticleRecord, Gather, IdentityRecord, LinkRecord, SpanRecord, mention,
};
use crate::formats::datasets::json::{text_of, values_of};
use crate::formats::datasets::pieces::Pieces;
use crate::formats::datasets::places::Places;
use crate::formats::{Severity, counted};
use crate::project::Id;
use crate::text::Text;

/// Whether a table has the columns of articles or of spans, or is one of units without a head.
pub(super) fn recognises(name: &str, bytes: &[u8], separator: u8) -> bool {
    let head = bytes.get(..bytes.len().min(1 << 16)).unwrap_or_default();
    let Ok(text) = std::str::from_utf8(bytes).or_else(|_| std::str::from_utf8(head)) else {
        return false;
    };
    let text = text.trim_start_matches('\u{feff}');
    let Some(first) = first_row(text, own_separator(text, separator)) else {
        return false;
    };
    let named = name.ends_with(if separator == b',' { ".csv" } else { ".tsv" });
    is_known(first.iter().map(str::to_owned).collect()) || (named && is_unit(&first))
}

/// What stands between the cells of a table: where a decimal comma is written, spreadsheets put a `;`
/// there, and call that a table with commas.
fn own_separator(text: &str, separator: u8) -> u8 {
    let known = |separator| {
        let first = first_row(text, separator);
        first.is_some_and(|first| is_known(first.iter().map(str::to_owned).collect()))
    };
    match separator == b',' && !known(b',') && known(b';') {
        true => b';',
        false => separator,
    }
}

fn first_row(text: &str, separator: u8) -> Option<csv::StringRecord> {
    reader(text, separator).records().next()?.ok()
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// The articles, by their ids.
type Articles<'t> = BTreeMap<String, Parts<'t>>;

/// The rows of an article, each with its table; those of marks and links by their numbers. Records are made of them when the article's turn
/// comes, so that those of a whole dataset never stand beside each other.
#[derive(Default)]
struct Parts<'t> {
    /// Its own row; none if its text stands beside the tables.
    own: Option<(&'t Table, Row<'t>)>,
    marks: Vec<(&'t Table, usize)>,
    links: Vec<(&'t Table, usize)>,
}

/// What identities are called, and of which kind they are.
type Names<'t> = BTreeMap<&'t str, (&'t str, Option<&'t str>)>;

/// Reads the tables of one dataset.
pub(super) fn read(gather: &mut Gather, files: &Files, separator: u8) {
    let mut tables = Vec::new();
    for (name, bytes) in files {
        gather.in_file(name);
        let text = (!name.ends_with(".txt")).then(|| text_of(gather, bytes));
        if let Some(text) = text.flatten() {
            tables.extend(table(gather, name, text, separator));
        }
    }
    of_tables(gather, files, tables);
}

/// Reads tables that belong together.
pub(in crate::formats::datasets) fn of_tables(
    gather: &mut Gather,
    files: &Files,
    tables: Vec<Table>,
) {
    let mut order = Vec::new();
    let mut articles = Articles::new();
    for table in tables.iter().filter(|table| table.is_articles()) {
        for row in table.rows() {
            let id = table.cell(row, DOC).unwrap_or_default().to_owned();
            order.push(id.clone());
            let own = Some((table, row));
            let parts = Parts {
                own,
                ..Parts::default()
            };
            articles.insert(id, parts);
        }
    }
    let mut names = Names::new();
    for table in tables.iter().filter(|table| !table.is_articles()) {
        gather.in_file(&table.file);
        for (number, row) in table.rows().enumerate() {
            let added = match table.has(&["identity_id"]) {
                true => identity(table, row, &mut names),
                false => add((table, number, row), files, &mut articles, &mut order),
            };
            if let Err(reason) = added {
                left_out(gather, row, &reason);
            }
        }
    }
    for id in order {
        if let Some(parts) = articles.remove(&id) {
            // An article is put together from several files: a line alone would say too little.
            let mut places = Places::new(gather, files);
            let record = parts.record(gather, &mut places, &id, &names);
            gather.article(record);
            places.settle(gather);
        }
    }
}

fn left_out(gather: &mut Gather, row: Row<'_>, reason: &str) {
    gather.leave_out(row.line, format!("this row was left out: {reason}"));
}

/// A row with the number of its place for its line.
fn numbered<'t>(places: &mut Places<'t>, (table, mut row): (&'t Table, Row<'t>)) -> Row<'t> {
    row.line = places.line(&table.file, row.line);
    row
}

impl<'t> Parts<'t> {
    /// The article with its marks and links; says which of them cannot be used.
    fn record(
        self,
        gather: &mut Gather,
        places: &mut Places<'t>,
        id: &str,
        names: &Names<'_>,
    ) -> ArticleRecord {
        let mut record = match self.own {
            Some((table, row)) => article(table, numbered(places, (table, row))),
            None => ArticleRecord {
                id: Some(id.to_owned()),
                text: Text::new(text_beside(places.files(), id).unwrap_or_default()),
                ..ArticleRecord::default()
            },
        };
        let mut pieces = Pieces::default();
        for (table, row) in rows(self.marks) {
            let row = numbered(places, (table, row));
            match mark(table, row) {
                Ok(mark) => {
                    let name = table.cell(row, ID);
                    let identity = table.cell(row, &["identity"]);
                    if let Some(identity) = identity.filter(|id| !id.is_empty()) {
                        let identity = named(identity, names);
                        let name = name.unwrap_or_default();
                        mention(&mut record.identities, identity, name);
                    }
                    pieces.add(name, mark);
                }
                Err(reason) => left_out(gather, row, &reason),
            }
        }
        for (table, row) in rows(self.links) {
            let row = numbered(places, (table, row));
            match link(table, row) {
                Ok(link) => record.links.push(link),
                Err(reason) => left_out(gather, row, &reason),
            }
        }
        record.spans = pieces.marks();
        record
    }
}

/// Rows by their numbers.
fn rows<'t>(numbers: Vec<(&'t Table, usize)>) -> impl Iterator<Item = (&'t Table, Row<'t>)> {
    let numbers = numbers.into_iter();
    numbers.filter_map(|(table, number)| Some((table, table.row(number)?)))
}

/// The text of an article that stands in a file of its own.
fn text_beside<'f>(files: &'f Files, id: &str) -> Option<&'f str> {
    let text = files.get(&format!("{id}.txt"))?;
    std::str::from_utf8(text).ok()
}

/// A cell without the sign that keeps a spreadsheet from running it; what is no formula has its `'`
/// for another reason.
fn unguarded(cell: &str) -> &str {
    let bare = cell.strip_prefix('\'').filter(|_| is_formula(cell));
    bare.unwrap_or(cell)
}

fn table(gather: &mut Gather, name: &str, text: &str, separator: u8) -> Option<Table> {
    let mut table = Table::default();
    let mut units = Vec::new();
    let mut last = None;
    let separator = own_separator(text, separator);
    for record in reader(text, separator).records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, |position| position.line());
                let line = usize::try_from(line).unwrap_or_default();
                gather.leave_out(line, format!("this row was left out: {error}"));
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let line = usize::try_from(line).unwrap_or_default();
        last = record.position().map(|it| (line, it.byte()));
        if table.head.is_empty() && units.is_empty() && !is_unit(&record) {
            let head = record.iter().map(str::to_owned).collect();
            table = Table::of(name, head);
            table.make_room(text.len());
        } else if table.head.is_empty() {
            units.push((line, record.iter().map(str::to_owned).collect()));
        } else if record.len() < table.head.len() {
            let (cells, columns) = (counted(record.len(), "cell"), table.head.len());
            let what = format!("this row was left out: it has {cells}, the head {columns}");
            gather.leave_out(line, what);
        } else {
            // Spreadsheets put empty ones behind a row.
            let mut beyond = record.iter().skip(table.head.len());
            if beyond.any(|it| !it.is_empty()) {
                let (cells, columns) = (counted(record.len(), "cell"), table.head.len());
                let what =
                    format!("this row has {cells}, the head {columns}: the last were left out");
                gather.leave_out(line, what);
            }
            table.add(line, record.iter().map(unguarded).take(table.head.len()));
        }
    }
    if let Some((line, byte)) = last {
        let row = text.get(usize::try_from(byte).unwrap_or_default()..);
        if is_open(row.unwrap_or_default(), separator) {
            let what = "a cell of this row begins with a \" that is never closed, so that all behind it was taken for the cell; look whether the file is cut off";
            gather.say(line, Severity::Error, what.to_owned());
        }
    }
    if table.rows().next().is_none() && !table.head.is_empty() && !text.ends_with('\n') {
        let what = "there is nothing below its head; look whether it is cut off".to_owned();
        gather.say(1, Severity::Warning, what);
    }
    if !units.is_empty() {
        continuum(gather, name, &units);
        return None;
    }
    (!table.head.is_empty()).then_some(table)
}

/// Whether the last row of a table ends within a quoted cell: a letter and a `"` behind it add that letter
/// to the cell and nothing else. A `"` amid other letters opens none.
fn is_open(row: &str, separator: u8) -> bool {
    let end = |row: &str| {
        let records = reader(row, separator).into_records();
        let records: Vec<_> = records.collect::<Result<_, _>>().ok()?;
        let cell = records.last()?.iter().next_back()?.to_owned();
        Some((records.len(), cell))
    };
    let more = || end(row).map(|(count, cell)| (count, format!("{cell}.")));
    row.contains('"') && more() == end(&format!("{row}.\""))
}

fn article(table: &Table, row: Row<'_>) -> ArticleRecord {
    let cell = |name| table.cell(row, &[name]);
    let object = |name| {
        let json: Option<Json> = cell(name).and_then(|cell| serde_json::from_str(cell).ok());
        values_of(json.as_ref())
    };
    ArticleRecord {
        line: row.line,
        id: table.cell(row, DOC).map(str::to_owned),
        title: cell("title").map(str::to_owned),
        text: row.text.cloned().unwrap_or_default(),
        meta: object("meta"),
        attributes: object("attributes"),
        done: cell("done") == Some("true"),
        ..ArticleRecord::default()
    }
}

/// Adds a row of a mark or a link.
fn add<'t>(
    (table, number, row): (&'t Table, usize, Row<'t>),
    files: &Files,
    articles: &mut Articles<'t>,
    order: &mut Vec<String>,
) -> Result<(), String> {
    let id = table.cell(row, DOC).ok_or("it names no article")?;
    if !articles.contains_key(id) {
        // The texts may stand beside the table.
        text_beside(files, id).ok_or_else(|| format!("there is no text of article {id:?}"))?;
        order.push(id.to_owned());
        articles.insert(id.to_owned(), Parts::default());
    }
    let parts = articles.get_mut(id).ok_or("it names no article")?;
    let list = match table.has(FROM) && table.has(TO) {
        true => &mut parts.links,
        false => &mut parts.marks,
    };
    list.push((table, number));
    Ok(())
}

fn mark(table: &Table, row: Row<'_>) -> Result<SpanRecord, String> {
    let wording = table.cell(row, &["wording"]);
    let fragments = if wording.is_some() {
        Few::default()
    } else {
        let ends = table.number(row, START).zip(table.number(row, END));
        [ends.ok_or("it has no start and end that are whole numbers")?].into()
    };
    let quote = table.cell(row, TEXT).filter(|_| !fragments.is_empty());
    Ok(SpanRecord {
        line: Some(row.line),
        id: table.cell(row, ID).map(Id::new),
        tag: Id::new(table.cell(row, TAG).ok_or("it has no tag")?),
        fragments,
        written: None,
        quotes: quote.map(Box::from).into_iter().collect(),
        wording: wording.unwrap_or_default().into(),
        annotator: table.cell(row, ANNOTATOR).map(str::to_owned),
        attributes: table.attributes(row),
        note: table.cell(row, &["note"]).unwrap_or_default().into(),
    })
}

fn link(table: &Table, row: Row<'_>) -> Result<LinkRecord, String> {
    let cell = |names: &[&str]| table.cell(row, names).map(str::to_owned);
    Ok(LinkRecord {
        line: Some(row.line),
        id: cell(&["relation_id", "id"]),
        kind: cell(&["type", "label", "relation", "kind"]).ok_or("it has no type")?,
        from: cell(FROM).ok_or("it has no start")?,
        to: cell(TO).ok_or("it has no end")?,
        annotator: cell(ANNOTATOR),
        attributes: table.attributes(row),
        note: cell(&["note"]).unwrap_or_default().into(),
    })
}

/// Notes who an identity is, for the marks that name it.
fn identity<'t>(table: &Table, row: Row<'t>, names: &mut Names<'t>) -> Result<(), String> {
    let id = table.cell(row, &["identity_id"]).ok_or("it has no id")?;
    let name = table.cell(row, &["name"]).ok_or("it has no name")?;
    names.insert(id, (name, table.cell(row, &["kind"])));
    Ok(())
}

/// An identity as it is called; as it is known by, if no table tells more.
fn named(id: &str, names: &Names<'_>) -> IdentityRecord {
    let (name, kind) = names.get(id).copied().unwrap_or((id, None));
    IdentityRecord {
        id: Some(id.to_owned()),
        name: name.to_owned(),
        kind: kind.map(str::to_owned),
        ..IdentityRecord::default()
    }
}
