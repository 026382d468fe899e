//! Articles from outside: the bytes of a file, or pasted words, as a text with a title, and what
//! it took to read them.

mod content;
mod encoding;

use std::borrow::Cow;

use super::{counted, excerpt};
use crate::project::{LineEnds, Metadata, Origin};

/// The longest title that is made from a text, in code points.
const TITLE: usize = 120;

/// A text that was read, not yet an article of a project.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Its first line that is not blank, or its file's name.
    pub title: String,
    /// The text; every line ends in LF.
    pub text: String,
    /// What is known about it.
    pub meta: Metadata,
    /// Where it came from and what reading it took.
    pub origin: Origin,
    /// What the reader should know, a sentence each: what was guessed, repaired or lost.
    pub notices: Vec<String>,
    /// The names of the encodings that it may be in, likeliest first, for [`read`]'s `encoding`;
    /// empty where there is no doubt.
    pub encodings: Vec<&'static str>,
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
}

/// Reads the bytes of a file. `name` is the file's; `encoding`, if given, is what they are read as
/// whatever they look like (any name that the web knows: «UTF-16LE», «windows-1251», «KOI8-R»).
///
/// # Errors
/// Says what the bytes are, if they are no text or hold no words.
pub fn read(name: &str, bytes: &[u8], encoding: Option<&str>) -> Result<Reading, ArticleError> {
    if bytes.is_empty() {
        return Err(ArticleError::Empty);
    }
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let decoded = encoding::decode(bytes, encoding)?;
    let origin = Origin {
        file: file.to_owned(),
        encoding: decoded.encoding.to_owned(),
        line_ends: LineEnds::Kept,
        byte_order_mark: decoded.byte_order_mark,
    };
    let mut reading = reading(decoded.text, origin)?;
    reading.notices.splice(0..0, decoded.notices);
    reading.encodings = decoded.encodings;
    Ok(reading)
}

/// Takes pasted words as an article.
///
/// # Errors
/// [`ArticleError::Blank`] if there are none.
pub fn from_paste(text: &str) -> Result<Reading, ArticleError> {
    reading(text.to_owned(), Origin::default())
}

fn reading(text: String, mut origin: Origin) -> Result<Reading, ArticleError> {
    let text = text
        .strip_prefix('\u{feff}')
        .map(str::to_owned)
        .unwrap_or(text);
    if text.trim().is_empty() {
        return Err(ArticleError::Blank);
    }
    let mut notices = Vec::new();
    let (text, line_ends) = normal_line_ends(&text);
    origin.line_ends = line_ends;
    notices.extend(line_end_notice(line_ends));
    let hidden = text
        .chars()
        .filter(|char| char.is_control() && !"\n\t\u{c}".contains(*char));
    match hidden.count() {
        0 => {}
        count => notices.push(format!(
            "holds {}, kept as they are",
            counted(count, "control character")
        )),
    }
    Ok(Reading {
        title: title_of(&text, &origin.file),
        text: text.into_owned(),
        meta: Metadata::default(),
        origin,
        notices,
        encodings: Vec::new(),
    })
}

/// The text with LF for every line end, and which others there were.
fn normal_line_ends(text: &str) -> (Cow<'_, str>, LineEnds) {
    let (pairs, returns) = (text.matches("\r\n").count(), text.matches('\r').count());
    let feeds = text.matches('\n').count();
    let kind = match (pairs, returns - pairs, feeds - pairs) {
        (0, 0, _) => return (Cow::Borrowed(text), LineEnds::Kept),
        (_, 0, 0) => LineEnds::FromCrLf,
        (0, _, 0) => LineEnds::FromCr,
        _ => LineEnds::FromMixed,
    };
    (
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        kind,
    )
}

fn line_end_notice(line_ends: LineEnds) -> Option<String> {
    let found = match line_ends {
        LineEnds::Kept => return None,
        LineEnds::FromCrLf => "line ends were CRLF",
        LineEnds::FromCr => "line ends were CR",
        LineEnds::FromMixed => "line ends were of several kinds",
    };
    Some(format!("{found} and are LF now"))
}

/// The first line that is not blank, cut at a word if it is long; the file's name without its
/// extension if there is none.
fn title_of(text: &str, file: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty());
    let Some(line) = line else {
        return file
            .rsplit_once('.')
            .map_or(file, |(stem, _)| stem)
            .to_owned();
    };
    if line.chars().count() <= TITLE {
        return line.to_owned();
    }
    let cut = excerpt(line, TITLE - 1);
    let words = cut.trim_end_matches('…');
    let at_word = words
        .rsplit_once(char::is_whitespace)
        .map_or(words, |(start, _)| start);
    format!("{}…", at_word.trim_end())
}
