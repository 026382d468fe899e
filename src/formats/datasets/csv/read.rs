//! Tables as records.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::units::{continuum, is_unit};
use super::{ATTRIBUTE, is_formula};
use crate::formats::datasets::Files;
use crate::formats::datasets::gather::{
    ArticleRecord, Gather, IdentityRecord, LinkRecord, SpanRecord, mention,
};
use crate::formats::datasets::json::{text_of, values_of};
use crate::formats::datasets::pieces::Pieces;
use crate::formats::datasets::places::Places;
use crate::formats::{Severity, counted};
use crate::project::Value;

/// Names that others give to columns, the usual one first.
const DOC: &[&str] = &[
    "doc_id",
    "doc",
    "document",
    "document_id",
    "article",
    "article_id",
];
const ID: &[&str] = &["span_id", "id", "span"];
const TAG: &[&str] = &["tag", "label", "type", "category"];
const START: &[&str] = &["start", "begin", "start_char", "start_offset"];
const END: &[&str] = &["end", "end_char", "end_offset"];
const TEXT: &[&str] = &["text", "quote", "span_text", "fragment_text"];
const FROM: &[&str] = &["from", "from_id", "head", "source"];
const TO: &[&str] = &["to", "to_id", "tail", "target"];
const ANNOTATOR: &[&str] = &["annotator", "author", "coder"];

/// Whether a table has the columns of articles or of spans, or is one of units without a head.
pub(super) fn recognises(name: &str, bytes: &[u8], separator: u8) -> bool {
    let head = bytes.get(..bytes.len().min(1 << 16)).unwrap_or_default();
    let Ok(text) = std::str::from_utf8(bytes).or_else(|_| std::str::from_utf8(head)) else {
        return false;
    };
    let text = text.trim_start_matches('\u{feff}');
    let first = reader(text, separator)
        .records()
        .next()
        .and_then(Result::ok);
    let Some(first) = first else {
        return false;
    };
    let named = name.ends_with(if separator == b',' { ".csv" } else { ".tsv" });
    is_known(first.iter().map(str::to_owned).collect()) || (named && is_unit(&first))
}

/// Whether a table with these columns holds articles or fragments of marks.
pub(in crate::formats::datasets) fn is_known(columns: Vec<String>) -> bool {
    let table = Table::headed(columns);
    let spans = table.has(START) && table.has(END) && table.has(TAG);
    spans || (table.has(DOC) && table.has(TEXT))
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// A table with its head.
#[derive(Default)]
pub(in crate::formats::datasets) struct Table {
    file: String,
    head: Vec<String>,
    rows: Vec<(usize, Vec<String>)>,
}

impl Table {
    /// A table of a file, with nothing below its head.
    pub(in crate::formats::datasets) fn of(file: &str, head: Vec<String>) -> Self {
        Self {
            file: file.to_owned(),
            ..Self::headed(head)
        }
    }

    /// Adds a row, by its number.
    pub(in crate::formats::datasets) fn add(
        &mut self,
        number: usize,
        cells: impl Iterator<Item = String>,
    ) {
        self.rows.push((number, cells.collect()));
    }

    fn headed(head: Vec<String>) -> Self {
        Self {
            head: head.iter().map(|name| name.trim().to_owned()).collect(),
            ..Self::default()
        }
    }

    fn column(&self, names: &[&str]) -> Option<usize> {
        let is = |name: &str| {
            self.head
                .iter()
                .position(|it| it.eq_ignore_ascii_case(name))
        };
        names.iter().find_map(|name| is(name))
    }

    fn has(&self, names: &[&str]) -> bool {
        self.column(names).is_some()
    }

    fn cell<'r>(&self, row: &'r [String], names: &[&str]) -> Option<&'r str> {
        row.get(self.column(names)?).map(String::as_str)
    }

    fn number(&self, row: &[String], names: &[&str]) -> Option<usize> {
        self.cell(row, names)?.trim().parse().ok()
    }

    /// The cells of the columns for attributes that are not empty.
    fn attributes(&self, row: &[String]) -> Vec<(String, Value)> {
        let columns = self.head.iter().zip(row);
        let named = columns.filter_map(|(name, cell)| Some((name.strip_prefix(ATTRIBUTE)?, cell)));
        let filled = named.filter(|(_, cell)| !cell.is_empty());
        filled
            .map(|(name, cell)| (name.to_owned(), value(cell)))
            .collect()
    }
}

/// A cell as a value: words, out of their quotation marks if they have them. What kind it is of is
/// known to the tagset.
fn value(cell: &str) -> Value {
    let quoted = cell.starts_with('"').then(|| serde_json::from_str(cell));
    Value::Text(
        quoted
            .and_then(Result::ok)
            .unwrap_or_else(|| cell.to_owned()),
    )
}

/// The articles, by their ids, as the tables are read.
type Articles = BTreeMap<String, (ArticleRecord, Pieces)>;

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
    // An article is put together from several files, so that a line alone says too little.
    let mut places = Places::new(gather, files);
    let mut order = Vec::new();
    let mut articles = Articles::new();
    for table in tables.iter().filter(|table| is_articles(table)) {
        for (line, row) in &table.rows {
            let at = places.line(&table.file, *line);
            let id = table.cell(row, DOC).unwrap_or_default().to_owned();
            order.push(id.clone());
            articles.insert(id, (article(table, at, row), Pieces::default()));
        }
    }
    // Who is who is told after who is mentioned.
    let mut others: Vec<&Table> = tables.iter().filter(|table| !is_articles(table)).collect();
    others.sort_by_key(|table| table.has(&["identity_id"]));
    for table in others {
        for (line, row) in &table.rows {
            let at = places.line(&table.file, *line);
            if let Err(reason) = add(table, at, row, files, &mut articles, &mut order) {
                gather.leave_out(at, format!("this row was left out: {reason}"));
            }
        }
    }
    for id in order {
        if let Some((mut article, pieces)) = articles.remove(&id) {
            article.spans.extend(pieces.marks());
            gather.article(article);
        }
    }
    places.settle(gather);
}

/// A cell without the sign that keeps a spreadsheet from running it; what is no formula has its `'`
/// for another reason.
fn unguarded(cell: &str) -> String {
    let bare = cell.strip_prefix('\'').filter(|_| is_formula(cell));
    bare.unwrap_or(cell).to_owned()
}

fn is_articles(table: &Table) -> bool {
    table.has(DOC) && table.has(TEXT) && !table.has(START)
}

fn table(gather: &mut Gather, name: &str, text: &str, separator: u8) -> Option<Table> {
    let mut table = Table::default();
    let mut units = Vec::new();
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
        if table.head.is_empty() && units.is_empty() && !is_unit(&record) {
            let head = record.iter().map(str::to_owned).collect();
            table = Table::of(name, head);
        } else if table.head.is_empty() {
            units.push((line, record.iter().map(str::to_owned).collect()));
        } else if record.len() < table.head.len() {
            let (cells, columns) = (counted(record.len(), "cell"), table.head.len());
            let what = format!("this row was left out: it has {cells}, the head {columns}");
            gather.leave_out(line, what);
        } else {
            table
                .rows
                .push((line, record.iter().map(unguarded).collect()));
        }
    }
    if table.rows.is_empty() && !table.head.is_empty() && !text.ends_with('\n') {
        let what = "there is nothing below its head; look whether it is cut off".to_owned();
        gather.say(1, Severity::Warning, what);
    }
    if !units.is_empty() {
        continuum(gather, name, &units);
        return None;
    }
    (!table.head.is_empty()).then_some(table)
}

fn article(table: &Table, line: usize, row: &[String]) -> ArticleRecord {
    let cell = |name| table.cell(row, &[name]);
    let object = |name| {
        let json: Option<Json> = cell(name).and_then(|cell| serde_json::from_str(cell).ok());
        values_of(json.as_ref())
    };
    ArticleRecord {
        line,
        id: table.cell(row, DOC).map(str::to_owned),
        title: cell("title").map(str::to_owned),
        text: table.cell(row, TEXT).unwrap_or_default().to_owned(),
        meta: object("meta"),
        attributes: object("attributes"),
        done: cell("done") == Some("true"),
        ..ArticleRecord::default()
    }
}

/// Adds a row of a mark, a link or an identity.
fn add(
    table: &Table,
    line: usize,
    row: &[String],
    files: &Files,
    articles: &mut Articles,
    order: &mut Vec<String>,
) -> Result<(), String> {
    if table.has(&["identity_id"]) {
        return identity(table, row, articles);
    }
    let id = table.cell(row, DOC).ok_or("it names no article")?;
    if !articles.contains_key(id) {
        // The texts may stand beside the table.
        let text = files.get(&format!("{id}.txt"));
        let text = text.and_then(|bytes| std::str::from_utf8(bytes).ok());
        let text = text.ok_or_else(|| format!("there is no text of article {id:?}"))?;
        let record = ArticleRecord {
            id: Some(id.to_owned()),
            text: text.to_owned(),
            ..ArticleRecord::default()
        };
        order.push(id.to_owned());
        articles.insert(id.to_owned(), (record, Pieces::default()));
    }
    let (article, pieces) = articles.get_mut(id).ok_or("it names no article")?;
    if table.has(FROM) && table.has(TO) {
        article.links.push(link(table, line, row)?);
        return Ok(());
    }
    let name = table.cell(row, ID);
    let mark = mark(table, line, row)?;
    if let Some(identity) = table.cell(row, &["identity"]).filter(|id| !id.is_empty()) {
        let identity = IdentityRecord {
            id: Some(identity.to_owned()),
            name: identity.to_owned(),
            ..IdentityRecord::default()
        };
        mention(&mut article.identities, identity, name.unwrap_or_default());
    }
    pieces.add(name, mark);
    Ok(())
}

fn mark(table: &Table, line: usize, row: &[String]) -> Result<SpanRecord, String> {
    let wording = table.cell(row, &["wording"]).map(str::to_owned);
    let fragments = if wording.is_some() {
        Vec::new()
    } else {
        let ends = table.number(row, START).zip(table.number(row, END));
        vec![ends.ok_or("it has no start and end that are whole numbers")?]
    };
    let quote = table.cell(row, TEXT).filter(|_| !fragments.is_empty());
    Ok(SpanRecord {
        written: Vec::new(),
        line: Some(line),
        id: table.cell(row, ID).map(str::to_owned),
        tag: table.cell(row, TAG).ok_or("it has no tag")?.to_owned(),
        fragments,
        quotes: quote.map(str::to_owned).into_iter().collect(),
        wording,
        annotator: table.cell(row, ANNOTATOR).map(str::to_owned),
        attributes: table.attributes(row),
        note: table.cell(row, &["note"]).unwrap_or_default().to_owned(),
    })
}

fn link(table: &Table, line: usize, row: &[String]) -> Result<LinkRecord, String> {
    let cell = |names: &[&str]| table.cell(row, names).map(str::to_owned);
    Ok(LinkRecord {
        line: Some(line),
        id: cell(&["relation_id", "id"]),
        kind: cell(&["type", "label", "relation", "kind"]).ok_or("it has no type")?,
        from: cell(FROM).ok_or("it has no start")?,
        to: cell(TO).ok_or("it has no end")?,
        annotator: cell(ANNOTATOR),
        attributes: table.attributes(row),
        note: cell(&["note"]).unwrap_or_default(),
    })
}

/// Who an identity is, for the marks that name it.
fn identity(table: &Table, row: &[String], articles: &mut Articles) -> Result<(), String> {
    let id = table.cell(row, &["identity_id"]).ok_or("it has no id")?;
    let name = table.cell(row, &["name"]).ok_or("it has no name")?;
    let kind = table.cell(row, &["kind"]);
    for (article, _) in articles.values_mut() {
        for record in &mut article.identities {
            if record.id.as_deref() == Some(id) {
                name.clone_into(&mut record.name);
                record.kind = kind.map(str::to_owned);
            }
        }
    }
    Ok(())
}
