//! PDF documents: the words of their pages, as paragraphs.
//!
//! A page is a list of steps that draw letters at places; nothing says what a word, a line or a
//! paragraph is. `walk` finds the letters and their places, `font` what they are, `lines` and
//! `paragraphs` put them together. Pictures are not looked at.
//!
//! What is packed in such a file can be very long, and a crate that unpacks it has no limits of its
//! own. So the program reads one in a process of its own ([`answer`]), whose memory and time are
//! limited, and takes the answer from there ([`of_answer`]).

mod font;
mod lines;
mod names;
mod paragraphs;
mod room;
mod walk;

use hayro_syntax::{LoadPdfError, Pdf};
use serde::{Deserialize, Serialize};

use self::font::text_string;
use self::paragraphs::{Joined, join};
use self::room::PdfRoom;
use self::walk::{Found, Walk};
use super::facts::Draft;
use super::{ArticleError, Room};
use crate::formats::counted;

/// What a sentence calls it.
const WHAT: &str = "a PDF document";

/// So many pages are read.
const MOST_PAGES: usize = 5_000;

/// What a process that has read a document says of it, as JSON.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Answer {
    /// Why it cannot be read; empty if it was.
    error: String,
    text: String,
    /// What is known of it, by names.
    facts: Vec<(String, String)>,
    notices: Vec<String>,
}

/// Whether this is a PDF document.
pub(super) fn looks_like(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
}

/// Reads a document in this process.
pub(super) fn read(bytes: &[u8], room: Room) -> Result<Draft, ArticleError> {
    Ok(draft(words(bytes, room)?))
}

/// Reads a document in a process that may end at any time, and says what came of it.
pub(super) fn answer(bytes: &[u8]) -> Vec<u8> {
    let answer = words(bytes, Room::of(bytes)).unwrap_or_else(|error| Answer {
        error: error.to_string(),
        ..Answer::default()
    });
    // Words can always be written.
    serde_json::to_vec(&answer).unwrap_or_default()
}

/// What another process has said of a document.
pub(super) fn of_answer(said: &[u8]) -> Result<Draft, ArticleError> {
    match serde_json::from_slice::<Answer>(said) {
        Ok(answer) if answer.error.is_empty() => Ok(draft(answer)),
        Ok(answer) => Err(ArticleError::Said(answer.error)),
        Err(_) => Err(broken()),
    }
}

/// Why a document is not read on which a process has ended.
pub(super) fn broken() -> ArticleError {
    let why = "reading it broke off: it is damaged, or takes more memory than it may".to_owned();
    ArticleError::unusable(
        WHAT,
        why,
        "print it to a new PDF, or save its words as text",
    )
}

/// Why a document is not read on which a process would still be at work.
pub(super) fn slow(seconds: u64) -> ArticleError {
    let why = format!("reading it takes more than {seconds} seconds");
    ArticleError::unusable(
        WHAT,
        why,
        "print it to a new PDF, or save its words as text",
    )
}

fn draft(answer: Answer) -> Draft {
    let mut draft = Draft::of(answer.text);
    draft.notices = answer.notices;
    for (name, value) in &answer.facts {
        draft.fact(name, value);
    }
    draft
}

fn words(bytes: &[u8], room: Room) -> Result<Answer, ArticleError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => ArticleError::Locked(WHAT),
        LoadPdfError::Invalid => damaged(),
    })?;
    let mut left = PdfRoom::of(room);
    let mut walk = Walk::new(&mut left);
    let pages = pdf.pages().iter().take(MOST_PAGES);
    let pages = pages.map(|page| lines::lines(walk.page(page)));
    let pages: Vec<_> = pages.collect();
    let found = walk.found;
    if left.is_full() || pdf.pages().len() > MOST_PAGES {
        return Err(room.overfull(WHAT));
    }
    let joined = join(pages);
    refuse_unreadable(&found)?;
    Ok(Answer {
        error: String::new(),
        facts: facts(&pdf),
        notices: notices(&found, &joined),
        text: joined.paragraphs.join("\n\n"),
    })
}

fn damaged() -> ArticleError {
    let why = "it is damaged".to_owned();
    ArticleError::unusable(
        WHAT,
        why,
        "open it in a reader of PDF and print it to a new one",
    )
}

/// Refuses what has no words, and what does not say which letters it has.
fn refuse_unreadable(found: &Found) -> Result<(), ArticleError> {
    let recognise = "have its text recognised (OCR), and open what comes of that";
    match found {
        Found {
            letters: 0,
            pictures: 0,
            ..
        } => Err(ArticleError::Wordless(WHAT)),
        Found { letters: 0, .. } => {
            let why = "its pages are pictures without text, as a scanner makes them".to_owned();
            Err(ArticleError::unusable(WHAT, why, recognise))
        }
        Found {
            letters, nameless, ..
        } if nameless * 4 > *letters => {
            let why = "it draws its letters without saying which they are".to_owned();
            Err(ArticleError::unusable(WHAT, why, recognise))
        }
        _ => Ok(()),
    }
}

fn notices(found: &Found, joined: &Joined) -> Vec<String> {
    let mut notices = Vec::new();
    let mut say = |count: usize, words: String| {
        if count > 0 {
            notices.push(words);
        }
    };
    say(
        joined.hyphens,
        format!(
            "{} broken at line ends joined",
            counted(joined.hyphens, "word")
        ),
    );
    say(
        joined.repeated,
        format!(
            "{} left out that stand on many pages, such as running heads and page numbers",
            counted(joined.repeated, "line")
        ),
    );
    say(
        found.nameless,
        format!(
            "{} of which the file does not say which they are, shown as \u{fffd}",
            counted(found.nameless, "letter")
        ),
    );
    let mostly_hidden = usize::from(found.hidden * 2 > found.letters);
    say(
        mostly_hidden,
        "its words were recognised in pictures of its pages; look for letters misread".to_owned(),
    );
    notices
}

/// What the document says of itself.
fn facts(pdf: &Pdf) -> Vec<(String, String)> {
    let about = pdf.metadata();
    let words = |bytes: &Option<Box<[u8]>>| bytes.as_deref().map(text_string).unwrap_or_default();
    let mut facts = Vec::new();
    let title = words(&about.title);
    if !is_of_a_file(&title) {
        facts.push(("title".to_owned(), title));
    }
    facts.push(("author".to_owned(), words(&about.author)));
    if let Some(day) = &about.creation_date {
        let (year, month, day) = (day.year, day.month, day.day);
        facts.push(("date".to_owned(), format!("{year:04}-{month:02}-{day:02}")));
    }
    facts.retain(|(_, value)| !value.trim().is_empty());
    facts
}

/// Whether a title is what a program has made of the name of a file.
fn is_of_a_file(title: &str) -> bool {
    let title = title.trim().to_lowercase();
    let endings = [
        ".doc", ".docx", ".odt", ".rtf", ".indd", ".tex", ".pdf", ".htm", ".html", ".txt",
    ];
    let by_program = title.starts_with("microsoft word - ") || title.starts_with("untitled");
    by_program
        || title.starts_with("about:")
        || endings.iter().any(|ending| title.ends_with(ending))
}
