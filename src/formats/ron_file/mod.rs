//! What the project file and the tagset file share: how they are opened, scanned and written, and
//! every way in which a whole file can be wrong.

pub(crate) mod scan;
pub(crate) mod source;
pub(crate) mod value;
pub(crate) mod write;

use super::{Position, Problem};
use scan::{Group, Item, ScanError, Scanned};
use source::Source;

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

/// A file that was opened: a document of ours, sound in its brackets.
pub(crate) struct Opened<'a> {
    pub(crate) source: Source<'a>,
    pub(crate) root: Group,
}

/// Opens a file whose format number is not beyond the newest known.
pub(crate) fn open(bytes: &[u8], document: Document, newest: u32) -> Result<Opened<'_>, FileError> {
    let text = text_of(bytes)?;
    let source = Source::new(text);
    if let Some(marker) = conflict_marker(text) {
        return Err(FileError::Conflict {
            at: source.position(marker),
        });
    }
    let scanned = scan::scan(text);
    let sniffed = match &scanned {
        Err(ScanError::Deep { .. }) => Ok(()),
        _ => sniff(text, document),
    };
    sniffed?;
    let Scanned { root } = scanned.map_err(|error| error.located(&source, document))?;
    let root = match root.group {
        Some(group) if source.name_before(root.value, &group) == document.name() => group,
        _ => return Err(FileError::NotPostil(document)),
    };
    check_format(&source, &root, document, newest)?;
    Ok(Opened { source, root })
}

fn text_of(bytes: &[u8]) -> Result<&str, FileError> {
    let wide = match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Some("UTF-32"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some("UTF-16"),
        [0, first, 0, ..] | [first, 0, _, 0, ..] if *first != 0 => Some("UTF-16"),
        _ => None,
    };
    if let Some(name) = wide {
        return Err(FileError::WideUnicode(name));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let byte = error.valid_up_to();
        let sound = bytes
            .get(..byte)
            .and_then(|sound| std::str::from_utf8(sound).ok());
        let at = Source::new(sound.unwrap_or_default()).position(byte);
        FileError::NotUtf8 { byte, at }
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// The byte at which the first line starts that git marked a conflict with. Our own files never
/// have such a line: every line of an article is indented and quoted.
fn conflict_marker(text: &str) -> Option<usize> {
    let marked = |at: usize| {
        let line = text.get(at..).unwrap_or_default();
        ["<<<<<<<", ">>>>>>>", "=======", "|||||||"]
            .iter()
            .any(|marker| line.starts_with(marker))
    };
    let after_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
    std::iter::once(0)
        .chain(after_breaks)
        .find(|at| marked(*at))
}

/// Tells from its first words whether a text is what it should be.
fn sniff(text: &str, document: Document) -> Result<(), FileError> {
    let start = text.get(scan::significant(text, 0)..).unwrap_or_default();
    if start.is_empty() {
        return Err(FileError::Empty(document));
    }
    let mut marks = start.chars().filter(|c| !c.is_whitespace());
    match (marks.next(), marks.next()) {
        (Some('{'), Some('"' | '}')) | (Some('['), Some('{' | '"')) => {
            return Err(FileError::Json(document));
        }
        _ => {}
    }
    let word_end = start
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(start.len());
    let (word, rest) = start.split_at(word_end);
    if word == document.name() {
        return Ok(());
    }
    for found in [Document::Project, Document::Tagset] {
        if word == found.name() {
            return Err(FileError::OtherDocument {
                found,
                expected: document,
            });
        }
    }
    let names_a_struct = !word.is_empty() && rest.trim_start().starts_with('(');
    if names_a_struct {
        let found = super::excerpt(word, 40);
        return Err(FileError::OtherProgram {
            found,
            expected: document,
        });
    }
    // A file that was cut inside its very first word is still recognised as one of ours.
    let cut = rest.trim().is_empty() && !word.is_empty() && document.name().starts_with(word);
    if cut {
        Ok(())
    } else {
        Err(FileError::NotPostil(document))
    }
}

fn check_format(
    source: &Source<'_>,
    root: &Group,
    document: Document,
    known: u32,
) -> Result<(), FileError> {
    let field = root
        .items
        .iter()
        .find(|item| source.field_name(item) == Some("format"));
    let Some(item) = field else {
        return Err(FileError::NoFormat {
            document,
            at: source.position(root.open + 1),
        });
    };
    let at = source.position(item.value);
    let found = source.value(item);
    match found.parse::<u32>() {
        Ok(format) if (1..=known).contains(&format) => Ok(()),
        Ok(found) if found > known => Err(FileError::Newer { found, known, at }),
        _ => Err(FileError::BadFormat {
            found: super::excerpt(found, 20),
            known,
            at,
        }),
    }
}

impl ScanError {
    fn located(&self, source: &Source<'_>, document: Document) -> FileError {
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

/// The fields of a struct, each once, each known.
///
/// # Errors
/// Names the first field that is unknown, nameless or there twice.
pub(crate) fn fields<'g, const N: usize>(
    source: &Source<'_>,
    group: &'g Group,
    owner: &'static str,
    names: [&str; N],
) -> Result<[Option<&'g Item>; N], FileError> {
    let mut found = [None; N];
    for item in &group.items {
        let at = source.position(item.start);
        let field = source.field_name(item).unwrap_or_else(|| source.item(item));
        let place = names.iter().position(|name| *name == field);
        let Some(slot) = place.and_then(|place| found.get_mut(place)) else {
            let field = super::excerpt(field, 40);
            return Err(FileError::UnknownField { owner, field, at });
        };
        if slot.replace(item).is_some() {
            let field = super::excerpt(field, 40);
            return Err(FileError::FieldTwice { owner, field, at });
        }
    }
    Ok(found)
}
