//! Which format a file is in: by its content where that tells, by its name where it does not.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};

use super::kinds::{ArticleFormat, FORMATS, Kind};
use super::{ArticleError, Room, mail, package, pdf, rtf, subtitles};
use crate::formats::parquet_file;

/// So many bytes at the start of a file tell what it is.
const HEAD: usize = 8_192;

/// Which format a file is in.
///
/// # Errors
/// An archive that is damaged, or no document.
pub(super) fn kind(name: &str, bytes: &[u8], room: Room) -> Result<Kind, ArticleError> {
    if bytes.starts_with(b"PK\x03\x04") {
        return package::kind(bytes, room);
    }
    if parquet_file::is_parquet(bytes) {
        return Ok(Kind::Parquet);
    }
    if pdf::looks_like(bytes) {
        return Ok(Kind::Pdf);
    }
    if rtf::looks_like(bytes) {
        return Ok(Kind::Rtf);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") && is_locked(bytes) {
        return Err(ArticleError::Locked(
            "a document of Word, Excel or PowerPoint",
        ));
    }
    let head = head(bytes);
    let start = without_prologue(&head).to_ascii_lowercase();
    let begins = |tag: &str| start.starts_with(tag);
    match () {
        () if begins("<!doctype html") || begins("<html") || begins("<head") || begins("<body") => {
            return Ok(Kind::Html);
        }
        () if begins("<office:document") => return Ok(Kind::FlatOdt),
        () if mail::looks_like(&head) && mail::is_page(&head) => return Ok(Kind::Mhtml),
        () if mail::looks_like(&head) => return Ok(Kind::Email),
        () if subtitles::looks_like(&head) => return Ok(Kind::Subtitles),
        () => {}
    }
    Ok(by_name(name))
}

/// Which format a name says.
fn by_name(name: &str) -> Kind {
    let extension = extension(name).unwrap_or_default();
    match extension.as_str() {
        "md" | "markdown" => Kind::Markdown,
        "html" | "htm" | "xhtml" => Kind::Html,
        "mhtml" | "mht" => Kind::Mhtml,
        "eml" | "mbox" => Kind::Email,
        "srt" | "vtt" => Kind::Subtitles,
        "csv" => Kind::Csv,
        "tsv" | "tab" => Kind::Tsv,
        "jsonl" | "ndjson" => Kind::Jsonl,
        // What the content of these says has not been found: they are what they are.
        _ => Kind::Text,
    }
}

/// What to say when a file's name promises another format than its content is.
pub(super) fn surprise(name: &str, kind: Kind) -> Option<String> {
    let extension = extension(name)?;
    let promises = |format: &&ArticleFormat| format.extensions.contains(&extension.as_str());
    let promised = FORMATS.iter().find(promises)?;
    (promised.name != kind.name()).then(|| {
        let called = kind.called();
        format!("its name ends in .{extension}, but it is {called} and was read as that")
    })
}

fn extension(name: &str) -> Option<String> {
    name.rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase())
}

/// Whether a file of the old container of Office holds a new document that is encrypted.
fn is_locked(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    bytes.windows(name.len()).any(|window| window == name)
}

/// The start of a file, read roughly: enough to see what it is.
pub(super) fn head(bytes: &[u8]) -> Cow<'_, str> {
    let head = bytes.get(..HEAD.min(bytes.len())).unwrap_or_default();
    match Encoding::for_bom(head) {
        Some((encoding, _)) => encoding.decode(head).0,
        None => UTF_8.decode_without_bom_handling(head).0,
    }
}

/// What stands behind the declaration and the comments at the start of a page.
fn without_prologue(head: &str) -> &str {
    let mut rest = head.trim_start();
    loop {
        let (open, close) = match () {
            () if rest.starts_with("<?") => ("<?", "?>"),
            () if rest.starts_with("<!--") => ("<!--", "-->"),
            () => return rest,
        };
        let inner = rest.strip_prefix(open).unwrap_or_default();
        let Some((_, after)) = inner.split_once(close) else {
            return "";
        };
        rest = after.trim_start();
    }
}
