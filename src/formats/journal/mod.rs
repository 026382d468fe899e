//! The journal: what was done since a project was last saved, so that a crash loses none of it.
//!
//! A file that is only ever added to. Its first line is `PostilJournal 1`; every line after it is a
//! record:
//!
//! ```text
//! LENGTH CHECK {"…": …}
//! ```
//!
//! `LENGTH` is the length of the JSON in bytes as eight hex digits. `CHECK` is the first sixteen hex
//! digits of the SHA-256 of the record before's check (sixteen zeros for the first) and this
//! record's JSON, so that a record that is torn, changed, missing or from elsewhere ends what is
//! believed. The first record says whose work it is and on what it builds; the others are gestures,
//! and marks that a save was about to put a file in place.

mod v1;

use std::fmt::Write as _;

use crate::project::{Edit, EditError, Id, Project, Time};
use crate::text::{Digest, TextRange};

/// The format that is written, and the newest that can be read.
pub const FORMAT: u32 = 1;

const MAGIC: &str = "PostilJournal ";
const NO_CHECK: &str = "0000000000000000";

/// Whose work a journal holds, and on what it builds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The program's version.
    pub version: String,
    /// What the project is called.
    pub name: String,
    /// The project's file; none if it has none, or its path is not Unicode.
    pub path: Option<String>,
    /// The state that the gestures start from.
    pub base: Base,
    /// The user's name on the system.
    pub user: String,
    /// When the journal was begun.
    pub begun: Time,
}

/// The state of a project that gestures start from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Base {
    /// What a file of this digest holds.
    File(Digest),
    /// This project file.
    Snapshot(String),
}

/// One gesture as it is kept: what [`crate::project::Project::apply`] was given, and where the user
/// was.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Gestures are numbered, and a number is never used twice in a session.
    pub number: u64,
    /// When it was made.
    pub at: Time,
    /// How it was made.
    pub how: How,
    /// What it did, as «Tag as claim».
    pub name: String,
    /// What it changed.
    pub edits: Vec<Edit>,
    /// Where the user was before.
    pub before: Spot,
    /// Where the user was afterwards.
    pub after: Spot,
    /// The field that was typed into: its article, its owner, and which.
    pub field: Option<(Option<Id>, Id, String)>,
}

/// How a gesture was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By doing something.
    Made,
    /// By taking a step back.
    Undone,
    /// By making a step again.
    Redone,
}

/// Where the user is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// The article in view.
    pub article: Option<Id>,
    /// The selected mark.
    pub mark: Option<Id>,
    /// The selected words.
    pub range: Option<TextRange>,
    /// Further words that belong to the selection.
    pub more: Vec<TextRange>,
}

/// A record that was read.
#[derive(Clone, Debug)]
pub enum Record {
    /// A gesture.
    Step(KeptStep),
    /// A save was about to put a file of this digest in place, with all gestures up to this number.
    Saving(Digest, u64),
}

/// A gesture that was read. What it changed is known only with the project that it changes, whose
/// texts say where marks can stand.
#[derive(Clone, Debug)]
pub struct KeptStep(Box<v1::FileStep>);

/// A journal that was read.
#[derive(Clone, Debug)]
pub struct Journal {
    /// Whose it is.
    pub header: Header,
    /// What it holds, in order.
    pub records: Vec<Record>,
    /// How many bytes at its end are torn or damaged and not believed.
    pub lost: usize,
}

/// Why a journal as a whole cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JournalError {
    /// It does not begin as a journal does.
    #[error("it is no journal")]
    NotAJournal,
    /// A newer program wrote it.
    #[error("a newer Postil wrote it (format {0})")]
    Newer(u32),
    /// Its first record is torn or damaged.
    #[error("its beginning is damaged")]
    NoHeader,
}

/// Why a gesture cannot be made again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StepError {
    /// What it says of a project is not sound.
    #[error("{0}")]
    Unsound(String),
    /// The project refuses it.
    #[error(transparent)]
    Refused(#[from] EditError),
}

/// The records of a journal that is being written.
#[derive(Clone, Debug)]
pub struct Writer {
    check: String,
}

impl Writer {
    /// The beginning of a journal, as bytes, and what writes the rest.
    pub fn begin(header: &Header) -> (Self, Vec<u8>) {
        let mut writer = Self {
            check: NO_CHECK.to_owned(),
        };
        let mut bytes = format!("{MAGIC}{FORMAT}\n").into_bytes();
        bytes.extend(writer.record(&v1::header(header)));
        (writer, bytes)
    }

    /// A record as the bytes that are added to the file; `json` is of [`step`] or [`saving`].
    pub fn record(&mut self, json: &str) -> Vec<u8> {
        self.check = check(&self.check, json);
        format!("{:08x} {} {json}\n", json.len(), self.check).into_bytes()
    }
}

/// A gesture as JSON on one line.
pub fn step(step: &Step) -> String {
    v1::step(step)
}

/// A mark that a save is about to put a file of this digest in place, as JSON on one line.
pub fn saving(digest: Digest, up_to: u64) -> String {
    v1::saving(digest, up_to)
}

/// Reads a journal up to the first record that is not whole.
///
/// # Errors
/// If not even its first record is.
pub fn read(bytes: &[u8]) -> Result<Journal, JournalError> {
    let magic = bytes.strip_prefix(MAGIC.as_bytes());
    let line = magic.and_then(|rest| rest.split(|byte| *byte == b'\n').next());
    let format = line.and_then(|line| std::str::from_utf8(line).ok()?.parse::<u32>().ok());
    match format {
        Some(FORMAT) => {}
        Some(newer) if newer > FORMAT => return Err(JournalError::Newer(newer)),
        _ => return Err(JournalError::NotAJournal),
    }
    let after = MAGIC.len() + line.map_or(0, <[u8]>::len) + 1;
    let mut rest = bytes.get(after..).unwrap_or_default();
    let mut before = NO_CHECK.to_owned();
    let header = take(&mut rest, &mut before).and_then(|json| v1::read_header(&json));
    let header = header.ok_or(JournalError::NoHeader)?;
    let mut records = Vec::new();
    loop {
        let here = rest;
        let record = take(&mut rest, &mut before).and_then(|json| v1::read_record(&json));
        let Some(record) = record else {
            let lost = here.len();
            return Ok(Journal {
                header,
                records,
                lost,
            });
        };
        records.push(record);
    }
}

/// Takes one record's JSON from the front, if it is whole and follows the one before.
fn take(rest: &mut &[u8], before: &mut String) -> Option<String> {
    let (front, tail) = rest.split_at_checked(26)?;
    let front = std::str::from_utf8(front).ok()?;
    let (len, found) = front.strip_suffix(' ')?.split_once(' ')?;
    let len = usize::from_str_radix(len, 16).ok()?;
    let (json, tail) = tail.split_at_checked(len)?;
    let tail = tail.strip_prefix(b"\n")?;
    let json = std::str::from_utf8(json).ok()?;
    let expected = check(before, json);
    if expected != found {
        return None;
    }
    *before = expected;
    *rest = tail;
    Some(json.to_owned())
}

fn check(before: &str, json: &str) -> String {
    let digest = Digest::of(format!("{before}{json}").as_bytes());
    let mut check = String::with_capacity(16);
    for byte in digest.as_bytes().iter().take(8) {
        // Writing to a string cannot fail.
        let _ = write!(check, "{byte:02x}");
    }
    check
}

impl KeptStep {
    /// Its number.
    pub fn number(&self) -> u64 {
        self.0.number
    }

    /// When it was made.
    pub fn at(&self) -> Time {
        Time::new(self.0.at)
    }

    /// What it did, as «Tag as claim».
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// How it was made.
    pub fn how(&self) -> How {
        self.0.how.into()
    }

    /// The gesture, on the project that it changes.
    ///
    /// # Errors
    /// If it speaks of an article that is not there, or of words that its text does not have.
    pub fn on(&self, project: &Project) -> Result<Step, StepError> {
        v1::read_step(&self.0, project).map_err(StepError::Unsound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> Header {
        Header {
            version: "0.1.0".to_owned(),
            name: "p.ron".to_owned(),
            path: Some("/work/p.ron".to_owned()),
            base: Base::File(Digest::of(b"base")),
            user: "ana".to_owned(),
            begun: Time::new(1_764_072_000_000),
        }
    }

    fn journal() -> Vec<u8> {
        let (mut writer, mut bytes) = Writer::begin(&header());
        for number in 1..4 {
            let made = Step {
                number,
                at: Time::new(1_764_072_000_000 + i64::try_from(number).unwrap()),
                how: How::Made,
                name: "Finish the article".to_owned(),
                edits: Vec::new(),
                before: Spot::default(),
                after: Spot::default(),
                field: None,
            };
            bytes.extend(writer.record(&step(&made)));
        }
        bytes.extend(writer.record(&saving(Digest::of(b"new"), 3)));
        bytes
    }

    #[test]
    fn the_first_version_is_written_as_it_always_was() {
        insta::assert_snapshot!(String::from_utf8(journal()).unwrap(), @r#"
        PostilJournal 1
        000000ad 5e94069b9bf89ca3 {"version":"0.1.0","name":"p.ron","path":"/work/p.ron","base":{"file":"cae662172fd450bb0cd710a769079c05bfc5d8e35efa6576edc7d0377afdd4a2"},"user":"ana","begun":1764072000000}
        0000005c 82fa1bec4ac2c52b {"step":{"number":1,"at":1764072000001,"how":"made","name":"Finish the article","edits":[]}}
        0000005c 9113c3baadeefb3d {"step":{"number":2,"at":1764072000002,"how":"made","name":"Finish the article","edits":[]}}
        0000005c e43c0f9eadd8c3c1 {"step":{"number":3,"at":1764072000003,"how":"made","name":"Finish the article","edits":[]}}
        00000062 090cf4061fbc7045 {"saving":{"digest":"11507a0e2f5e69d5dfa40a62a1bd7b6ee57e6bcd85c67c9b8431b36fff21c437","up_to":3}}
        "#);
    }

    #[test]
    fn what_is_written_is_read() {
        let read = read(&journal()).unwrap();
        assert_eq!(read.header, header());
        assert_eq!((read.records.len(), read.lost), (4, 0));
        assert!(
            matches!(read.records.last(), Some(Record::Saving(digest, 3)) if *digest == Digest::of(b"new"))
        );
    }

    #[test]
    fn row_82_a_journal_that_is_cut_anywhere_keeps_all_whole_records() {
        let bytes = journal();
        let mut ends = vec![];
        for len in 0..bytes.len() {
            match read(&bytes[..len]) {
                Ok(journal) => ends.push(journal.records.len()),
                Err(error) => assert!(ends.is_empty(), "{error} at {len}"),
            }
        }
        assert!(ends.is_sorted());
        ends.dedup();
        assert_eq!(ends, [0, 1, 2, 3]);
    }

    #[test]
    fn row_82_a_bit_that_is_flipped_ends_what_is_believed() {
        let bytes = journal();
        let whole = read(&bytes).unwrap();
        for at in 0..bytes.len() {
            let mut bytes = bytes.clone();
            bytes[at] ^= 4;
            let Ok(journal) = read(&bytes) else { continue };
            assert!(journal.records.len() < whole.records.len(), "at {at}");
            assert!(journal.lost > 0);
        }
    }

    #[test]
    fn row_82_a_record_that_is_missing_or_comes_twice_ends_what_is_believed() {
        let text = String::from_utf8(journal()).unwrap();
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let without: String = [&lines[..3], &lines[4..]].concat().concat();
        assert_eq!(read(without.as_bytes()).unwrap().records.len(), 1);
        let twice: String = [&lines[..4], &lines[3..]].concat().concat();
        assert_eq!(read(twice.as_bytes()).unwrap().records.len(), 2);
    }

    #[test]
    fn row_81_what_is_no_journal_or_a_newer_one_is_said() {
        assert_eq!(read(b"").unwrap_err(), JournalError::NotAJournal);
        assert_eq!(
            read(b"PostilJournal 2\nwhatever").unwrap_err(),
            JournalError::Newer(2)
        );
        assert_eq!(
            read(b"PostilJournal 1\n").unwrap_err(),
            JournalError::NoHeader
        );
        assert_eq!(
            read(b"PostilJournal x\n").unwrap_err(),
            JournalError::NotAJournal
        );
    }
}
