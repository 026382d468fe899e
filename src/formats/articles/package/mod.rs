//! Documents that are ZIP archives. Nothing is ever unpacked to the disk: single parts are read by
//! their names, in memory, and only so far as they may unpack.

pub(super) mod docx;
pub(super) mod epub;
pub(super) mod odt;
pub(in crate::formats) mod xml;

use std::cell::Cell;
use std::io::{self, BufReader, Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::kinds::Kind;
use super::{ArticleError, Room};

/// More parts than any document has.
const MOST_PARTS: usize = 20_000;

/// An archive that is open, and what may still be unpacked of it.
pub(in crate::formats) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// What the errors call it.
    what: &'static str,
    room: Room,
    /// Bytes that may still be unpacked.
    left: Cell<u64>,
    /// Two parts have one name.
    doubled: bool,
}

impl<'a> Package<'a> {
    /// Opens an archive.
    pub(in crate::formats) fn open(
        bytes: &'a [u8],
        what: &'static str,
        room: Room,
    ) -> Result<Self, ArticleError> {
        let parts = bytes.windows(4).filter(|at| at == b"PK\x01\x02").count();
        if parts > MOST_PARTS {
            let why = format!("it holds more than {MOST_PARTS} files");
            return Err(ArticleError::unusable(
                what,
                why,
                "open it in its own program and save it once more",
            ));
        }
        let archive = ZipArchive::new(Cursor::new(bytes));
        let mut archive = archive.map_err(|error| broken(what, &error))?;
        let doubled = archive.has_duplicate_names();
        if archive.has_overlapping_entries().unwrap_or(true) {
            let why =
                "files in it overlap, as they do only in one that was made to harm".to_owned();
            return Err(ArticleError::unusable(what, why, "ask where it comes from"));
        }
        Ok(Self {
            archive,
            what,
            room,
            left: Cell::new(room.unpacked),
            doubled,
        })
    }

    /// What the errors call it.
    fn what(&self) -> &'static str {
        self.what
    }

    /// Whether there is a part of this name.
    fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// The names of its parts, in their order.
    pub(in crate::formats) fn names(&self) -> Vec<String> {
        let names = self.archive.file_names().filter_map(Result::ok);
        names.map(|name| name.into_owned()).collect()
    }

    /// Unpacks a part.
    pub(in crate::formats) fn part(&mut self, name: &str) -> Result<Vec<u8>, ArticleError> {
        let (what, room, left) = (self.what, self.room, self.left.get());
        let mut file = self
            .archive
            .by_name(name)
            .map_err(|error| broken(what, &error))?;
        let mut bytes = Vec::new();
        let read = file
            .by_ref()
            .take(left.saturating_add(1))
            .read_to_end(&mut bytes);
        read.map_err(|error| broken(what, &ZipError::Io(error)))?;
        let used = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if used > left {
            return Err(room.overfull(what));
        }
        self.left.set(left - used);
        Ok(bytes)
    }

    /// Goes through a part that is XML while it is unpacked.
    fn xml<T>(
        &mut self,
        name: &str,
        go: impl FnOnce(&mut xml::Reader<'_>) -> Result<T, xml::XmlError>,
    ) -> Result<T, ArticleError> {
        let (what, room) = (self.what, self.room);
        let file = self
            .archive
            .by_name(name)
            .map_err(|error| broken(what, &error))?;
        let metered = Metered {
            inner: Box::new(file),
            left: &self.left,
        };
        let mut reader = xml::Reader::new(BufReader::new(metered));
        let gone = go(&mut reader);
        if self.left.get() == 0 {
            return Err(room.overfull(what));
        }
        gone.map_err(|error| match error {
            xml::XmlError::Overfull => room.overfull(what),
            xml::XmlError::Broken(why) => {
                let why = format!("a part of it ({name}) is damaged: {why}");
                ArticleError::unusable(what, why, REPAIR)
            }
        })
    }
}

/// What to do about a damaged document.
const REPAIR: &str = "open it in its own program and save it once more";

/// Counts what is unpacked, and ends when there is no more room.
struct Metered<'a> {
    inner: Box<dyn Read + 'a>,
    left: &'a Cell<u64>,
}

impl Read for Metered<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.get();
        if left == 0 {
            return Err(io::Error::other("it unpacks to more than is read"));
        }
        let most = usize::try_from(left)
            .unwrap_or(usize::MAX)
            .min(buffer.len());
        let read = self
            .inner
            .read(buffer.get_mut(..most).unwrap_or_default())?;
        self.left.set(left - u64::try_from(read).unwrap_or(left));
        Ok(read)
    }
}

/// Which kind of document an archive is.
pub(super) fn kind(bytes: &[u8], room: Room) -> Result<Kind, ArticleError> {
    let mut package = Package::open(bytes, "a ZIP archive", room)?;
    if package.has("word/document.xml") {
        return Ok(Kind::Docx);
    }
    if package.has("META-INF/container.xml") && !package.has("content.xml") {
        return Ok(Kind::Epub);
    }
    let kind = if package.has("mimetype") {
        String::from_utf8_lossy(&package.part("mimetype")?)
            .trim()
            .to_owned()
    } else {
        String::new()
    };
    match kind.as_str() {
        "application/epub+zip" => Ok(Kind::Epub),
        _ if kind.starts_with("application/vnd.oasis.opendocument.text") => Ok(Kind::Odt),
        _ if kind.starts_with("application/vnd.oasis.opendocument.spreadsheet") => {
            Err(ArticleError::Binary("a LibreOffice spreadsheet"))
        }
        _ if kind.starts_with("application/vnd.oasis.opendocument") => Err(ArticleError::Binary(
            "a LibreOffice presentation or drawing",
        )),
        _ if package.has("xl/workbook.xml") => Err(ArticleError::Binary("an Excel workbook")),
        _ if package.has("ppt/presentation.xml") => Err(ArticleError::Binary("a presentation")),
        _ if package.has("[Content_Types].xml") => Err(ArticleError::unusable(
            "a Word document",
            "its text (word/document.xml) is missing".to_owned(),
            REPAIR,
        )),
        _ if package.has("content.xml") => Ok(Kind::Odt),
        _ => Err(ArticleError::Binary("a ZIP archive")),
    }
}

/// Why an archive or a part of it can't be read.
fn broken(what: &'static str, error: &ZipError) -> ArticleError {
    let why = match error {
        ZipError::UnsupportedArchive(why) if *why == ZipError::PASSWORD_REQUIRED => {
            return ArticleError::Locked(what);
        }
        ZipError::FileNotFound => "a part of it is missing".to_owned(),
        ZipError::CompressionMethodNotSupported(_) | ZipError::UnsupportedArchive(_) => {
            "it is packed in a way that is not read".to_owned()
        }
        ZipError::Io(_) | ZipError::InvalidArchive(_) => "it is damaged or cut off".to_owned(),
        _ => "it can't be unpacked".to_owned(),
    };
    ArticleError::unusable(what, why, REPAIR)
}
