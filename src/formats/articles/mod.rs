//! Articles from outside: the bytes of a file, or pasted words, as texts with a title, with what is
//! known about them, and what it took to read them.
//!
//! Reading is pure: the same bytes give the same texts. Nothing is fetched, nothing is run and
//! nothing is unpacked to the disk. [`kinds`] is the table of formats; which one a file is in is told
//! by its content first and by its name second. Each format has a file here, which gives drafts; what
//! all texts have in common (line ends, titles, provenance) is done to them in one place.

mod content;
mod encoding;
mod facts;
mod html;
pub mod kinds;
mod mail;
mod markdown;
pub(in crate::formats) mod package;
mod pdf;
mod plain;
mod prose;
mod recognise;
mod rtf;
mod subtitles;
mod table;

pub use self::table::{Column, TableColumns};

use self::encoding::Decoded;
use self::facts::Draft;
use self::html::PageHow;
use self::kinds::Kind;
use self::plain::reading;
use crate::project::{LineEnds, Metadata, Origin};

/// A text that was read, not yet an article of a project.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What its format says, or its first line that is not blank, or its file's name.
    pub title: String,
    /// The text; every line ends in LF.
    pub text: String,
    /// What is known about it.
    pub meta: Metadata,
    /// Where it came from and what reading it took.
    pub origin: Origin,
    /// What the reader should know, a sentence each: what was guessed, repaired or left out.
    pub notices: Vec<String>,
    /// The names of the encodings that it may be in, likeliest first, for [`How::encoding`]; empty
    /// where there is no doubt, and where the file holds several texts.
    pub encodings: Vec<&'static str>,
}

/// How a file is read, where it is not left to its content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct How<'a> {
    /// What it is read as whatever it looks like: any name that the web knows («UTF-16LE»,
    /// «windows-1251», «KOI8-R»). Formats that know their encoding better do not heed it.
    pub encoding: Option<&'a str>,
    /// Of a web page, keep all text and not only the article.
    pub whole_page: bool,
    /// The column of a table that is the text, by its name.
    pub text_column: Option<&'a str>,
    /// The column of a table that is the title, by its name.
    pub title_column: Option<&'a str>,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The name of its format in [`kinds::FORMATS`].
    pub format: &'static str,
    /// The texts, at least one, in the order of the file.
    pub readings: Vec<Reading>,
    /// Of a table, its columns and what they were taken for.
    pub table: Option<TableColumns>,
}

/// Why bytes are no article.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArticleError {
    /// No byte at all.
    #[error("the file is empty")]
    Empty,
    /// Nothing but blanks.
    #[error("there is nothing in it but blanks")]
    Blank,
    /// A picture, an archive, a program.
    #[error("this is {0}, not a text; save its words as plain text first")]
    Binary(&'static str),
    /// UTF-32.
    #[error("this is UTF-32, which is not read; save it as UTF-8")]
    Utf32,
    /// No such encoding.
    #[error("there is no encoding {0:?}; use a name such as UTF-8 or windows-1251")]
    UnknownEncoding(String),
    /// A document that can only be read with a password.
    #[error(
        "this is {0} that is locked with a password; open it in its own program and save it without one"
    )]
    Locked(&'static str),
    /// A document that holds pictures, but no words.
    #[error("this is {0} without words; look whether it is the right file")]
    Wordless(&'static str),
    /// What another process has said of a document that it could not read, as a sentence of these.
    #[error("{0}")]
    Said(String),
    /// A document of a known format that can't be read.
    #[error("this is {what}, but {why}; {remedy}")]
    Unusable {
        /// What it is.
        what: &'static str,
        /// Why it can't be read.
        why: String,
        /// What to do.
        remedy: &'static str,
    },
    /// A file of columns that cannot be read.
    #[error("{0}")]
    Columns(String),
    /// No column of a table looks like texts.
    #[error("this is a table, but no column of it looks like the text; name it: {}", .0.listed())]
    NoTextColumn(Box<TableColumns>),
    /// A table has no such column.
    #[error("this is a table without a column {name:?}; it has: {names}")]
    NoColumn {
        /// What was asked for.
        name: String,
        /// The columns that there are.
        names: String,
    },
}

impl ArticleError {
    fn unusable(what: &'static str, why: String, remedy: &'static str) -> Self {
        Self::Unusable { what, why, remedy }
    }
}

/// How much a file may become in memory, in bytes. All of it together, and the project that is made
/// of it, stay within 64 MiB and twelve times the file.
#[derive(Clone, Copy, Debug)]
pub(in crate::formats) struct Room {
    /// Text.
    text: usize,
    /// What an archive unpacks to, which is gone through and not kept.
    unpacked: u64,
    /// What is needed for a while.
    working: usize,
}

impl Room {
    pub(in crate::formats) fn of(bytes: &[u8]) -> Self {
        let len = bytes.len();
        // An honest document unpacks to no more than 200 times its size, nor to more than 64 MiB.
        let unpacked = len.saturating_mul(200).clamp(1 << 20, 64 << 20);
        Self {
            text: (8 << 20) + len * 2,
            unpacked: u64::try_from(unpacked).unwrap_or(u64::MAX),
            working: (32 << 20) + len * 8,
        }
    }

    fn overfull(self, what: &'static str) -> ArticleError {
        let most = self.text >> 20;
        let why = format!(
            "it unpacks to more than 200 times its size, or to more than {most} MB of text"
        );
        ArticleError::unusable(what, why, "split it, or ask where it comes from")
    }
}

/// Reads the one text of a file, or the first of several. `name` is the file's; `encoding`, if given,
/// is what it is read as ([`How::encoding`]).
///
/// # Errors
/// Says what the bytes are, if they are no text or hold no words.
pub fn read(name: &str, bytes: &[u8], encoding: Option<&str>) -> Result<Reading, ArticleError> {
    let how = How {
        encoding,
        ..How::default()
    };
    let opened = read_all(name, bytes, &how)?;
    opened
        .readings
        .into_iter()
        .next()
        .ok_or(ArticleError::Blank)
}

/// Reads all texts of a file. `name` is the file's: it says the format where the content does not.
///
/// # Errors
/// Says what the bytes are, if they are no text or hold no words.
pub fn read_all(name: &str, bytes: &[u8], how: &How<'_>) -> Result<Opened, ArticleError> {
    if bytes.is_empty() {
        return Err(ArticleError::Empty);
    }
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let room = Room::of(bytes);
    let kind = recognise::kind(file, bytes, room)?;
    opened(file, kind, drafts(kind, bytes, how, room)?)
}

/// Whether this is a PDF document, of which nobody knows how long it takes and how much.
pub fn is_pdf(bytes: &[u8]) -> bool {
    pdf::looks_like(bytes)
}

/// What a process whose memory and time are limited says of a PDF document, for
/// [`of_pdf_answer`] in another.
pub fn pdf_answer(bytes: &[u8]) -> Vec<u8> {
    pdf::answer(bytes)
}

/// The text of a PDF document that another process has read. `name` is the file's.
///
/// # Errors
/// Says what the document is, if it holds no words.
pub fn of_pdf_answer(name: &str, answer: &[u8]) -> Result<Opened, ArticleError> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let drafts = Drafts {
        drafts: vec![pdf::of_answer(answer)?],
        ..Drafts::default()
    };
    opened(file, Kind::Pdf, drafts)
}

/// Why a PDF document is not read that another process broke off at.
pub fn pdf_broke() -> ArticleError {
    pdf::broken()
}

/// Why a PDF document is not read that took another process so long.
pub fn pdf_is_slow(seconds: u64) -> ArticleError {
    pdf::slow(seconds)
}

/// Drafts with what all texts have in common.
fn opened(file: &str, kind: Kind, mut drafts: Drafts) -> Result<Opened, ArticleError> {
    drafts.drafts.retain(|draft| !draft.text.trim().is_empty());
    if let Some(first) = drafts.drafts.first_mut() {
        let surprise = recognise::surprise(file, kind);
        first
            .notices
            .splice(0..0, surprise.into_iter().chain(drafts.notices));
    }
    let origin = Origin {
        file: file.to_owned(),
        encoding: drafts.encoding.to_owned(),
        line_ends: LineEnds::Kept,
        byte_order_mark: drafts.byte_order_mark,
    };
    let alone = drafts.drafts.len() == 1;
    let readings = drafts
        .drafts
        .into_iter()
        .map(|draft| reading(draft, origin.clone()));
    let mut readings = readings.collect::<Result<Vec<_>, _>>()?;
    match readings.first_mut() {
        Some(first) if alone => first.encodings = drafts.encodings,
        Some(_) => {}
        None => return Err(ArticleError::Wordless(kind.called())),
    }
    Ok(Opened {
        format: kind.name(),
        readings,
        table: drafts.table,
    })
}

/// Takes pasted words as an article.
///
/// # Errors
/// [`ArticleError::Blank`] if there are none.
pub fn from_paste(text: &str) -> Result<Reading, ArticleError> {
    reading(Draft::of(text.to_owned()), Origin::default())
}

/// Whether the lines of a file, which are JSON, are texts. If they hold marks, it is a dataset.
pub fn lines_are_texts(bytes: &[u8]) -> bool {
    let decoded = encoding::decode(bytes, None);
    decoded.is_ok_and(|decoded| table::holds_texts(&decoded.text))
}

/// The texts of a file and what it took to read it as a whole.
#[derive(Default)]
struct Drafts {
    drafts: Vec<Draft>,
    encoding: &'static str,
    byte_order_mark: bool,
    encodings: Vec<&'static str>,
    notices: Vec<String>,
    table: Option<TableColumns>,
}

fn drafts(kind: Kind, bytes: &[u8], how: &How<'_>, room: Room) -> Result<Drafts, ArticleError> {
    let page = PageHow {
        whole: how.whole_page,
        xml: bytes.starts_with(b"<?xml"),
    };
    if kind == Kind::Parquet {
        let rows = table::read_columns(bytes, how)?;
        return Ok(Drafts {
            drafts: rows.drafts,
            table: Some(rows.columns),
            ..Drafts::default()
        });
    }
    let many = match kind {
        Kind::Docx => vec![package::docx::read(bytes, room)?],
        Kind::Odt => vec![package::odt::read(bytes, room)?],
        Kind::FlatOdt => vec![package::odt::read_flat(bytes, room)?],
        Kind::Rtf => vec![rtf::read(bytes, room)?],
        Kind::Epub => package::epub::read(bytes, room)?,
        Kind::Email => mail::read(bytes, room)?,
        Kind::Pdf => vec![pdf::read(bytes, room)?],
        Kind::Mhtml => vec![mail::read_page(bytes, page, room)?],
        Kind::Text
        | Kind::Markdown
        | Kind::Html
        | Kind::Subtitles
        | Kind::Csv
        | Kind::Tsv
        | Kind::Jsonl
        | Kind::Parquet => {
            return of_text(kind, bytes, how, page, room);
        }
    };
    Ok(Drafts {
        drafts: many,
        ..Drafts::default()
    })
}

/// The texts of a file that is text itself, in some encoding.
fn of_text(
    kind: Kind,
    bytes: &[u8],
    how: &How<'_>,
    page: PageHow,
    room: Room,
) -> Result<Drafts, ArticleError> {
    let Decoded {
        text,
        encoding,
        byte_order_mark,
        notices,
        encodings,
    } = match (kind, how.encoding) {
        (Kind::Html, None) => encoding::decode_page(bytes)?,
        (_, encoding) => encoding::decode(bytes, encoding)?,
    };
    let text = match text.strip_prefix('\u{feff}') {
        Some(text) => text.to_owned(),
        None => text,
    };
    if text.trim().is_empty() {
        return Err(ArticleError::Blank);
    }
    let mut table = None;
    let drafts = match kind {
        Kind::Markdown => vec![markdown::read(&plain::normal_line_ends(&text).0, room)],
        Kind::Html => vec![html::read(&text, page, room)?],
        Kind::Subtitles => vec![subtitles::read(&text)],
        Kind::Csv | Kind::Tsv | Kind::Jsonl => {
            let rows = table::read(&text, kind, how)?;
            table = Some(rows.columns);
            rows.drafts
        }
        _ => vec![Draft::of(text)],
    };
    Ok(Drafts {
        drafts,
        encoding,
        byte_order_mark,
        encodings,
        notices,
        table,
    })
}
