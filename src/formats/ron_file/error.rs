//! Every way in which a whole file can be wrong, each a sentence that says what to do.

use super::scan::{self, ScanError};
use super::source::Source;
use crate::formats::{Position, Problem};

/// Which of the two files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Document {
    /// A project with its articles.
    Project,
    /// A tagset alone.
    Tagset,
}

impl Document {
    /// The word that such a file opens with.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Project => "PostilProject",
            Self::Tagset => "PostilTagset",
        }
    }
}

impl std::fmt::Display for Document {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Project => "project",
            Self::Tagset => "tagset",
        })
    }
}

/// Why a file as a whole cannot be read. The message says what is wrong and what to do;
/// [`FileError::position`] says where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// Nothing but blanks and comments.
    #[error("the file is empty; look for a copy of the {0}, or start a new one")]
    Empty(Document),
    /// UTF-16 or UTF-32.
    #[error("the file is {0}, not UTF-8; save it as UTF-8")]
    WideUnicode(&'static str),
    /// Some byte is no UTF-8.
    #[error("the file is not UTF-8 at byte {byte}; get a fresh copy of it, or save it as UTF-8")]
    NotUtf8 {
        /// The first such byte, from 0.
        byte: usize,
        /// Where it stands.
        at: Position,
    },
    /// git wrote both sides of a merge into it.
    #[error("the file holds an unresolved git merge; resolve the merge first")]
    Conflict {
        /// The first marker.
        at: Position,
    },
    /// JSON.
    #[error("this is JSON, not a Postil {0}; a dataset in a JSON format is opened by import")]
    Json(Document),
    /// A tagset where a project is expected, or the other way round.
    #[error("this is a Postil {found}, not a Postil {expected}; open it as a {found}")]
    OtherDocument {
        /// What it is.
        found: Document,
        /// What it should be.
        expected: Document,
    },
    /// RON, but of another program.
    #[error("this is RON of another program (it begins with {found:?}), not a Postil {expected}")]
    OtherProgram {
        /// The word that it begins with.
        found: String,
        /// What it should be.
        expected: Document,
    },
    /// Something else.
    #[error("this is no Postil {0}: it does not begin with {name}(", name = .0.name())]
    NotPostil(Document),
    /// The file ends before its last bracket.
    #[error("the file is cut off{}; look for a whole copy of it", whole_up_to(*.whole))]
    Cut {
        /// Where it ends.
        at: Position,
        /// Where the last part that is whole ends, if any is.
        whole: Option<Position>,
    },
    /// A bracket or a comma stands where none can.
    #[error(
        "{found:?} is out of place here; look for a bracket, comma or quotation mark too many or too few"
    )]
    Syntax {
        /// The character.
        found: char,
        /// Where it stands.
        at: Position,
    },
    /// Brackets in brackets beyond all use.
    #[error(
        "the brackets are nested more than {} deep, which Postil never writes; get a sound copy of the file",
        scan::DEPTH
    )]
    TooDeep {
        /// Where it goes too far.
        at: Position,
    },
    /// Something follows the last bracket.
    #[error("there is more after the end of the {document}; take it out")]
    Trailing {
        /// The file.
        document: Document,
        /// Where it starts.
        at: Position,
    },
    /// No format number.
    #[error("the {document} does not say its format; it must begin with {name}(format: 1,", name = .document.name())]
    NoFormat {
        /// The file.
        document: Document,
        /// Where it should stand.
        at: Position,
    },
    /// A format number that never was.
    #[error("format {found} never existed; this Postil reads format {known}")]
    BadFormat {
        /// What stands there.
        found: String,
        /// The newest format that can be read.
        known: u32,
        /// Where it stands.
        at: Position,
    },
    /// A newer format.
    #[error(
        "written by a newer Postil (format {found}); this one reads {known}: update Postil, the file stays as it is"
    )]
    Newer {
        /// The format.
        found: u32,
        /// The newest format that can be read.
        known: u32,
        /// Where it stands.
        at: Position,
    },
    /// A field that this format does not have.
    #[error(
        "{owner} has a field {field:?} that this Postil does not know; take it out, or open the file with a newer Postil"
    )]
    UnknownField {
        /// What has it.
        owner: &'static str,
        /// Its name.
        field: String,
        /// Where it stands.
        at: Position,
    },
    /// A field that is there twice.
    #[error("{owner} has the field {field:?} twice; take one of them out")]
    FieldTwice {
        /// What has it.
        owner: &'static str,
        /// Its name.
        field: String,
        /// Where the second stands.
        at: Position,
    },
    /// A field that has no sensible value.
    #[error("{field:?} {reason}")]
    BadValue {
        /// Its name.
        field: String,
        /// What is wrong and what to do.
        reason: String,
        /// Where.
        at: Position,
    },
    /// The tagset contradicts itself.
    #[error("the tagset cannot be used: {reason}")]
    Tagset {
        /// What is wrong and what to do.
        reason: String,
        /// Where the tagset stands.
        at: Position,
    },
}

fn whole_up_to(whole: Option<Position>) -> String {
    whole.map_or_else(String::new, |whole| format!(" (it is whole up to {whole})"))
}

impl FileError {
    /// Where in the file it stands, if it has a place.
    pub fn position(&self) -> Option<Position> {
        match self {
            Self::Empty(_)
            | Self::WideUnicode(_)
            | Self::Json(_)
            | Self::OtherDocument { .. }
            | Self::OtherProgram { .. }
            | Self::NotPostil(_) => Some(Position { line: 1, column: 1 }),
            Self::NotUtf8 { at, .. }
            | Self::Conflict { at }
            | Self::Cut { at, .. }
            | Self::Syntax { at, .. }
            | Self::TooDeep { at }
            | Self::Trailing { at, .. }
            | Self::NoFormat { at, .. }
            | Self::BadFormat { at, .. }
            | Self::Newer { at, .. }
            | Self::UnknownField { at, .. }
            | Self::FieldTwice { at, .. }
            | Self::BadValue { at, .. }
            | Self::Tagset { at, .. } => Some(*at),
        }
    }

    /// The same with its place, as a line of a problem list.
    pub fn problem(&self) -> Problem {
        Problem::error(self.position(), self.to_string())
    }
}

impl ScanError {
    /// The same as the fault of a file.
    pub(super) fn located(&self, source: &Source<'_>, document: Document) -> FileError {
        match *self {
            Self::Cut { whole } => FileError::Cut {
                at: source.position(source.text().len()),
                whole: whole.map(|whole| source.position(whole)),
            },
            Self::Misplaced { at } => FileError::Syntax {
                found: source.char_at(at),
                at: source.position(at),
            },
            Self::Deep { at } => FileError::TooDeep {
                at: source.position(at),
            },
            Self::Trailing { at } => FileError::Trailing {
                document,
                at: source.position(at),
            },
        }
    }
}
