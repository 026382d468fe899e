//! Formats: bytes in, values out, and back. No files, no window, no clock.
//!
//! [`project_file`] is the project's own file and [`tagset_file`] a tagset's; both are RON and share
//! [`ron_file`]. [`articles`] reads texts from outside, [`datasets`] trades projects with other
//! programs; both read tables of `parquet_file`. What is damaged is kept aside or left out and said
//! as a [`Problem`], never in silence.
//! [`journal`] holds what was done since the last save, [`lock`] says who has a project open.
//! [`preferences`] and [`keys`] belong to a person and not to a project.

pub mod articles;
pub(crate) mod at_once;
pub mod datasets;
pub mod journal;
pub mod keys;
pub mod lock;
mod parquet_file;
pub mod preferences;
pub mod project_file;
pub mod ron_file;
pub mod tagset_file;

use std::fmt;

/// Something that is wrong with a file, or deserves a look, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file that it is in, if there are several: its name as the reader was given it.
    pub file: Option<String>,
    /// The line of the file, from 1, if it has a place there.
    pub line: Option<usize>,
    /// The column in code points, from 1, if it has a place on the line.
    pub column: Option<usize>,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong and what to do, in a sentence without a full stop.
    pub what: String,
}

impl Position {
    /// Where a file begins.
    pub const START: Self = Self { line: 1, column: 1 };
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something could not be used.
    Error,
    /// Everything was used, but a look is due.
    Warning,
}

/// A place in a file: line and column, both from 1; the column counts code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Problem {
    /// A problem that something could not be used.
    pub fn error(at: Option<Position>, what: impl Into<String>) -> Self {
        Self::new(at, Severity::Error, what.into())
    }

    /// A problem that only deserves a look.
    pub fn warning(at: Option<Position>, what: impl Into<String>) -> Self {
        Self::new(at, Severity::Warning, what.into())
    }

    /// A problem of a line as a whole.
    pub fn on_line(line: usize, severity: Severity, what: impl Into<String>) -> Self {
        Self {
            line: Some(line),
            ..Self::new(None, severity, what.into())
        }
    }

    fn new(at: Option<Position>, severity: Severity, what: String) -> Self {
        let (line, column) = (at.map(|at| at.line), at.map(|at| at.column));
        Self {
            file: None,
            line,
            column,
            severity,
            what,
        }
    }
}

/// `line:column: what`, as far as the place is known.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for number in [self.line, self.column].into_iter().flatten() {
            write!(f, "{number}:")?;
        }
        let blank = if self.line.is_some() { " " } else { "" };
        let kind = if self.severity == Severity::Warning {
            "warning: "
        } else {
            ""
        };
        write!(f, "{blank}{kind}{}", self.what)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// At most `limit` code points of `text`, with an ellipsis where something was cut away, so that a
/// message stays a sentence whatever a file holds.
pub(crate) fn excerpt(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// A count with its noun: «1 mark», «2 marks».
pub(crate) fn counted(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}
