//! Tables of texts: an article for each row. Which column is the text is asked for, or guessed by
//! the names of the columns and by what stands in them.

mod columns;
mod object;
mod rows;

pub use self::columns::{Column, TableColumns};

use self::rows::Source;
use super::facts::{Draft, known_name};
use super::kinds::Kind;
use super::{ArticleError, How};
use crate::formats::counted;

/// The most rows of a table.
const MOST_ROWS: usize = 100_000;
/// The most cells of a table.
const MOST_CELLS: usize = 4_000_000;
/// The most columns of a table.
const MOST_COLUMNS: usize = 1_000;

/// What a table gives.
pub(super) struct Rows {
    pub(super) drafts: Vec<Draft>,
    pub(super) columns: TableColumns,
}

/// Reads a table.
pub(super) fn read(text: &str, kind: Kind, how: &How<'_>) -> Result<Rows, ArticleError> {
    of_source(&Source::of(text, kind)?, how)
}

/// Reads a table of a file of columns.
pub(super) fn read_columns(bytes: &[u8], how: &How<'_>) -> Result<Rows, ArticleError> {
    of_source(&Source::of_columns(bytes)?, how)
}

fn of_source(source: &Source<'_>, how: &How<'_>) -> Result<Rows, ArticleError> {
    let mut columns = columns::of(source)?;
    columns.choose(how)?;
    let mut drafts = Vec::new();
    let mut empty = 0;
    source.each(&mut |row| {
        let cell = |at: Option<usize>| row.iter().find(|(column, _)| Some(*column) == at);
        let words = cell(columns.text)
            .map(|(_, words)| words.as_str())
            .unwrap_or_default();
        if words.trim().is_empty() {
            empty += 1;
            return;
        }
        let mut draft = Draft::of(words.to_owned());
        if let Some((_, title)) = cell(columns.title) {
            draft.fact("title", title);
        }
        for (at, value) in row
            .iter()
            .filter(|(at, _)| Some(*at) != columns.text && Some(*at) != columns.title)
        {
            let name = columns.name(*at);
            // A column that another was preferred to is no second title.
            if known_name(name) == Some("title") {
                draft.detail(&format!("{name} (column)"), value);
            } else {
                draft.detail(name, value);
            }
        }
        drafts.push(draft);
    });
    if let Some(first) = drafts.first_mut() {
        let mut notices = vec![columns.said()];
        if empty > 0 {
            let what = counted(empty, "row");
            notices.push(format!("left out {what} without words in that column"));
        }
        notices.extend(source.complaint());
        first.notices.extend(notices);
    }
    Ok(Rows { drafts, columns })
}

/// Whether the lines of a JSON Lines file are texts, and not marks on texts, which are a dataset.
pub(super) fn holds_texts(text: &str) -> bool {
    rows::holds_texts(text)
}
