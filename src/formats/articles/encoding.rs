//! Bytes as text: which encoding they are in, and what it took to read them.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::ArticleError;
use crate::formats::counted;

/// Bytes that were read as text.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    /// The encoding's name; empty for UTF-8.
    pub encoding: &'static str,
    pub(super) byte_order_mark: bool,
    pub(super) notices: Vec<String>,
    /// The encodings that the bytes may be in, likeliest first; none where there is no doubt.
    pub encodings: Vec<&'static str>,
}

/// What else a text of unknown encoding may be in, by how common it is.
const COMMON: [&str; 14] = [
    "windows-1252",
    "windows-1251",
    "windows-1250",
    "KOI8-R",
    "ISO-8859-2",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "gb18030",
    "Big5",
    "Shift_JIS",
    "EUC-JP",
    "EUC-KR",
];

/// Reads a page that names its own encoding, as browsers do: a byte order mark is believed before
/// the page and the page before a guess.
pub(super) fn decode_page(bytes: &[u8]) -> Result<Decoded, ArticleError> {
    let declared = declared(bytes);
    let marked = Encoding::for_bom(bytes).is_some();
    let Some(declared) = declared.filter(|_| !marked) else {
        return decode(bytes, None);
    };
    let unicode = std::str::from_utf8(bytes).is_ok() && !bytes.is_ascii();
    if unicode && declared != UTF_8 {
        // Bytes that are UTF-8 by chance are rarer than pages that are wrong about themselves.
        let mut decoded = decode_as(bytes, UTF_8);
        let name = declared.name();
        decoded.notices.push(format!(
            "the page says that it is {name}, but it is UTF-8 and was read as that"
        ));
        return Ok(decoded);
    }
    if declared == UTF_8 && !mostly_utf8(bytes) {
        let mut decoded = decode(bytes, None)?;
        decoded
            .notices
            .push("the page says that it is UTF-8, but it is not".to_owned());
        return Ok(decoded);
    }
    Ok(decode_as(bytes, declared))
}

/// The encoding that a page names in its `<meta>` or its XML declaration.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4_096))?;
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let xml = head
        .strip_prefix("<?xml")
        .and_then(|rest| rest.split_once("?>"));
    let in_xml = xml.and_then(|(declaration, _)| declaration.split_once("encoding="));
    let in_meta = || {
        let tags = head
            .split("<meta")
            .skip(1)
            .filter_map(|rest| rest.split('>').next());
        tags.filter_map(|tag| tag.split_once("charset=")).next()
    };
    let (_, label) = in_xml.or_else(in_meta)?;
    let label = label.trim_start_matches([' ', '"', '\'']);
    let end =
        label.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '>' | '/' | '?'));
    let label = label.get(..end.unwrap_or(label.len()))?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    // A page whose declaration can be read in bytes is not in UTF-16, whatever it says.
    let wide = encoding == UTF_16LE || encoding == UTF_16BE;
    Some(if wide { UTF_8 } else { encoding })
}

/// Reads bytes in the encoding that is asked for, or in the one that they are most likely in.
pub(super) fn decode(bytes: &[u8], encoding: Option<&str>) -> Result<Decoded, ArticleError> {
    if let Some(what) = super::content::known_binary(bytes) {
        return Err(ArticleError::Binary(what));
    }
    if let Some(label) = encoding {
        let found = Encoding::for_label(label.trim().as_bytes());
        let found = found.ok_or_else(|| ArticleError::UnknownEncoding(label.to_owned()))?;
        return Ok(decode_as(bytes, found));
    }
    if bytes.starts_with(&[0xFF, 0xFE, 0, 0]) || bytes.starts_with(&[0, 0, 0xFE, 0xFF]) {
        return Err(ArticleError::Utf32);
    }
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Ok(decode_as(bytes, encoding));
    }
    if bytes.contains(&0)
        && let Some(encoding) = utf16_without_mark(bytes)
    {
        return Ok(decode_as(bytes, encoding));
    }
    if super::content::is_binary(bytes) {
        return Err(ArticleError::Binary("a binary file"));
    }
    // ISO-2022-JP is plain ASCII with escape sequences, so that it passes for UTF-8.
    let escapes = bytes.windows(2).any(|pair| pair == b"\x1b$");
    if !escapes && mostly_utf8(bytes) {
        return Ok(decode_as(bytes, UTF_8));
    }
    Ok(guess(bytes))
}

/// Reads bytes in an encoding; a byte order mark of that encoding is taken off.
fn decode_as(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    let marked = Encoding::for_bom(bytes).is_some_and(|(found, _)| found == encoding);
    let replaced = text.matches('\u{fffd}').count();
    let mut notices = Vec::new();
    let own = plain_replacements(bytes, encoding);
    if replaced > own {
        notices.push(format!(
            "{} could not be read as {} and stand as \u{fffd}; change the encoding if that is wrong",
            counted(replaced - own, "place"),
            encoding.name()
        ));
    }
    Decoded {
        text: text.into_owned(),
        encoding: if encoding == UTF_8 {
            ""
        } else {
            encoding.name()
        },
        byte_order_mark: marked,
        notices,
        encodings: Vec::new(),
    }
}

/// How many replacement characters the bytes really hold.
fn plain_replacements(bytes: &[u8], encoding: &'static Encoding) -> usize {
    let needle: &[u8] = match encoding.name() {
        "UTF-8" => &[0xEF, 0xBF, 0xBD],
        "UTF-16LE" => &[0xFD, 0xFF],
        "UTF-16BE" => &[0xFF, 0xFD],
        _ => return 0,
    };
    bytes
        .windows(needle.len())
        .filter(|window| *window == needle)
        .count()
}

/// Guesses a legacy encoding as browsers do, and says so.
fn guess(bytes: &[u8]) -> Decoded {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let mut decoded = decode_as(bytes, encoding);
    let name = encoding.name();
    decoded.notices.insert(
        0,
        format!("read as {name}; change the encoding if letters are wrong"),
    );
    decoded.encodings.push(name);
    let possible = COMMON
        .iter()
        .filter(|label| **label != name)
        .filter(|label| {
            let encoding = Encoding::for_label(label.as_bytes());
            encoding.is_some_and(|encoding| !encoding.decode_without_bom_handling(bytes).1)
        });
    decoded.encodings.extend(possible);
    decoded
}

/// Whether bytes are UTF-8, or UTF-8 with a few damaged places: ten sound characters beyond ASCII
/// for each damaged one, which no other encoding gives by chance.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut sound, mut damaged) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        sound += chunk
            .valid()
            .chars()
            .filter(|char| !char.is_ascii())
            .count();
        damaged += usize::from(!chunk.invalid().is_empty());
    }
    damaged == 0 || sound >= damaged.saturating_mul(10)
}

/// Tells UTF-16 by its blanks and line ends, each of which holds a zero byte. A text in another
/// encoding has none, so that this is asked only of bytes that have.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let score = |encoding: &'static Encoding| {
        let (text, damaged) = encoding.decode_without_bom_handling(bytes);
        let is_text =
            |char: &char| !char.is_control() || matches!(char, '\n' | '\r' | '\t' | '\u{c}');
        let (chars, sound) = (text.chars().count(), text.chars().filter(is_text).count());
        let blanks = text
            .chars()
            .filter(|char| char.is_ascii_whitespace())
            .count();
        let ascii = text.chars().filter(char::is_ascii).count();
        let passes = !damaged && sound == chars && (blanks > 0 || ascii == chars);
        passes.then_some(blanks + ascii)
    };
    let even = bytes.len().is_multiple_of(2);
    let scored = [UTF_16LE, UTF_16BE]
        .into_iter()
        .filter_map(|one| Some((score(one)?, one)));
    scored
        .filter(|_| even)
        .max_by_key(|(score, _)| *score)
        .map(|(_, encoding)| encoding)
}
