//! Tables in memory: the cells of all rows in one text, but for the texts of articles, which are
//! frozen at once: they are most of what such a table holds, and stay in the project.

use super::ATTRIBUTE;
use crate::formats::datasets::json::json_of;
use crate::project::{Number, Value};
use crate::text::Text;

/// Names that others give to columns, the usual one first: of an article's id …
pub(super) const DOC: &[&str] = &[
    "doc_id",
    "doc",
    "document",
    "document_id",
    "article",
    "article_id",
];
/// … of a mark's id,
pub(super) const ID: &[&str] = &["span_id", "id", "span"];
/// of its tag,
pub(super) const TAG: &[&str] = &["tag", "label", "type", "category"];
/// of where it starts
pub(super) const START: &[&str] = &["start", "begin", "start_char", "start_offset"];
/// and ends,
pub(super) const END: &[&str] = &["end", "end_char", "end_offset"];
/// of a text, or of the words of a mark,
pub(super) const TEXT: &[&str] = &["text", "quote", "span_text", "fragment_text"];
/// of where a link comes from
pub(super) const FROM: &[&str] = &["from", "from_id", "head", "source"];
/// and goes to,
pub(super) const TO: &[&str] = &["to", "to_id", "tail", "target"];
/// and of who made it.
pub(super) const ANNOTATOR: &[&str] = &["annotator", "author", "coder"];

/// Whether a table with these columns holds articles or fragments of marks.
pub(in crate::formats::datasets) fn is_known(columns: Vec<String>) -> bool {
    let table = Table::headed(columns);
    let spans = table.has(START) && table.has(END) && table.has(TAG);
    spans || (table.has(DOC) && table.has(TEXT))
}

/// A table with its head.
#[derive(Default)]
pub(in crate::formats::datasets) struct Table {
    pub(super) file: String,
    pub(super) head: Vec<String>,
    /// What the columns for attributes hold.
    kinds: Vec<Kind>,
    rows: Vec<Start>,
    /// The cells of all rows, one after the other, and how long each is.
    cells: String,
    lengths: Vec<u32>,
    /// The column of the texts, if it is a table of articles, and the text of each row.
    text: Option<usize>,
    texts: Vec<Text>,
}

/// Where a row begins: in the file, among the cells' letters, and among their lengths.
#[derive(Clone, Copy)]
struct Start {
    line: usize,
    letter: usize,
    cell: usize,
}

/// A row of a table.
#[derive(Clone, Copy)]
pub(super) struct Row<'t> {
    pub(super) line: usize,
    /// The text of an article; its cell is empty.
    pub(super) text: Option<&'t Text>,
    cells: &'t str,
    lengths: &'t [u32],
}

impl<'t> Row<'t> {
    fn get(&self, cell: usize) -> Option<&'t str> {
        let before: usize = self
            .lengths
            .get(..cell)?
            .iter()
            .map(|it| *it as usize)
            .sum();
        self.cells
            .get(before..before + *self.lengths.get(cell)? as usize)
    }

    fn iter(self) -> impl Iterator<Item = &'t str> {
        let mut rest = self.cells;
        self.lengths.iter().map(move |length| {
            let (cell, after) = rest.split_at_checked(*length as usize).unwrap_or_default();
            rest = after;
            cell
        })
    }
}

impl Table {
    /// A table of a file, with nothing below its head.
    pub(in crate::formats::datasets) fn of(file: &str, head: Vec<String>) -> Self {
        let table = Self::headed(head);
        Self {
            file: file.to_owned(),
            text: table.column(TEXT).filter(|_| table.is_articles()),
            ..table
        }
    }

    /// Makes room for cells of so many bytes in all.
    pub(super) fn make_room(&mut self, bytes: usize) {
        self.cells.reserve(bytes);
    }

    /// Adds a row, by its number.
    pub(in crate::formats::datasets) fn add(
        &mut self,
        number: usize,
        cells: impl Iterator<Item = impl AsRef<str>>,
    ) {
        self.rows.push(Start {
            line: number,
            letter: self.cells.len(),
            cell: self.lengths.len(),
        });
        let mut text = None;
        for (column, cell) in cells.enumerate() {
            let cell = cell.as_ref();
            let kept = match self.text == Some(column) {
                true => {
                    text = Some(Text::new(cell));
                    ""
                }
                // No table has a cell of four gigabytes; what is beyond is no text of an article.
                false => u32::try_from(cell.len()).map_or("", |_| cell),
            };
            self.cells.push_str(kept);
            self.lengths.push(kept.len() as u32);
            if let Some(kind) = self.kinds.get_mut(column)
                && *kind != Kind::Words
            {
                *kind = kind.with(kept);
            }
        }
        if self.text.is_some() {
            self.texts.push(text.unwrap_or_default());
        }
    }

    /// The row of this number, from 0.
    pub(super) fn row(&self, number: usize) -> Option<Row<'_>> {
        let start = self.rows.get(number)?;
        let next = self.rows.get(number + 1);
        let letter = next.map_or(self.cells.len(), |next| next.letter);
        let cell = next.map_or(self.lengths.len(), |next| next.cell);
        Some(Row {
            line: start.line,
            text: self.texts.get(number),
            cells: self.cells.get(start.letter..letter)?,
            lengths: self.lengths.get(start.cell..cell)?,
        })
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.rows.len()).filter_map(|number| self.row(number))
    }

    fn headed(head: Vec<String>) -> Self {
        let head: Vec<_> = head.iter().map(|name| name.trim().to_owned()).collect();
        // Of the others it is not asked.
        let kind = |name: &String| match name.starts_with(ATTRIBUTE) {
            true => Kind::Empty,
            false => Kind::Words,
        };
        Self {
            kinds: head.iter().map(kind).collect(),
            head,
            ..Self::default()
        }
    }

    /// Whether it is of articles with their texts.
    pub(super) fn is_articles(&self) -> bool {
        self.has(DOC) && self.has(TEXT) && !self.has(START)
    }

    fn column(&self, names: &[&str]) -> Option<usize> {
        let is = |name: &str| {
            self.head
                .iter()
                .position(|it| it.eq_ignore_ascii_case(name))
        };
        names.iter().find_map(|name| is(name))
    }

    pub(super) fn has(&self, names: &[&str]) -> bool {
        self.column(names).is_some()
    }

    pub(super) fn cell<'r>(&self, row: Row<'r>, names: &[&str]) -> Option<&'r str> {
        row.get(self.column(names)?)
    }

    pub(super) fn number(&self, row: Row<'_>, names: &[&str]) -> Option<usize> {
        self.cell(row, names)?.trim().parse().ok()
    }

    /// The cells of the columns for attributes that are not empty.
    pub(super) fn attributes(&self, row: Row<'_>) -> Vec<(String, Value)> {
        let columns = self.head.iter().zip(&self.kinds).zip(row.iter());
        let named = columns
            .filter_map(|((name, kind), cell)| Some((name.strip_prefix(ATTRIBUTE)?, kind, cell)));
        let filled = named.filter(|(_, _, cell)| !cell.is_empty());
        filled
            .map(|(name, kind, cell)| (name.to_owned(), kind.value(cell)))
            .collect()
    }
}

/// What the cells of a column hold, all of them that are not empty. Where the tagset knows the
/// attribute by another kind, they are what it says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    /// No cell has been seen.
    #[default]
    Empty,
    /// `true` and `false`.
    Flags,
    /// Numbers, written as Postil writes them.
    Numbers,
    Words,
}

impl Kind {
    /// What a column holds that held this so far, and then a cell.
    fn with(self, cell: &str) -> Self {
        match self {
            Self::Words => Self::Words,
            kind if cell.is_empty() => kind,
            Self::Empty | Self::Flags if matches!(cell, "true" | "false") => Self::Flags,
            Self::Empty | Self::Numbers if number(cell).is_some() => Self::Numbers,
            _ => Self::Words,
        }
    }

    /// A cell as a value; words are taken out of their quotation marks if they have them.
    fn value(self, cell: &str) -> Value {
        let quoted = || cell.starts_with('"').then(|| serde_json::from_str(cell));
        let words = || quoted().and_then(Result::ok);
        match self {
            Self::Flags => Value::Flag(cell == "true"),
            Self::Numbers => number(cell).map_or_else(|| Value::text(cell), Value::Number),
            Self::Empty | Self::Words => Value::Text(words().unwrap_or_else(|| cell.to_owned())),
        }
    }
}

/// A cell as a number, if it is written as that number is: `007` and `1.50` are words.
fn number(cell: &str) -> Option<Number> {
    let number = cell.parse().ok().and_then(Number::new)?;
    let shown = json_of(&Value::Number(number)).to_string();
    (shown == cell).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cells_of_a_row_come_back_however_empty_they_are() {
        let mut table = Table::of("t.csv", vec!["doc".to_owned(), " Tag ".to_owned()]);
        let rows = [vec!["é", "b"], vec!["", ""], vec![], vec!["c", "", "d"]];
        for (number, row) in rows.iter().enumerate() {
            table.add(number + 2, row.iter());
        }
        let found: Vec<_> = table.rows().collect();
        assert_eq!(found.len(), rows.len());
        for ((number, cells), row) in rows.iter().enumerate().zip(found) {
            assert_eq!(row.line, number + 2);
            assert_eq!(row.iter().collect::<Vec<_>>(), *cells);
            let first = cells.first().copied();
            assert_eq!(table.cell(row, DOC), first);
            assert_eq!(row.get(cells.len()), None);
        }
    }

    #[test]
    fn the_text_of_an_article_is_kept_once() {
        let head = ["doc", "TEXT", "done"].map(str::to_owned).to_vec();
        let mut table = Table::of("t.csv", head);
        table.add(2, ["a", "Some words", "true"].iter());
        table.add(3, ["b"].iter());
        let texts = table.rows().map(|row| row.text.map(Text::as_str));
        assert_eq!(texts.collect::<Vec<_>>(), [Some("Some words"), Some("")]);
        let cells = table.rows().map(|row| table.cell(row, &["done"]));
        assert_eq!(cells.collect::<Vec<_>>(), [Some("true"), None]);
        assert_eq!(table.cells, "atrueb");
    }
}
