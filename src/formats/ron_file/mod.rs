//! What the project file and the tagset file share: how they are opened, scanned and written, and
//! every way in which a whole file can be wrong.

mod error;
pub(crate) mod scan;
pub(crate) mod source;
pub(crate) mod value;
pub(crate) mod write;

use scan::{Group, Item, ScanError, Scanned};
use source::Source;

pub use error::{Document, FileError};

/// A file that was opened: a document of ours, sound in its brackets.
pub(crate) struct Opened<'a> {
    pub(crate) source: Source<'a>,
    pub(crate) root: Group,
}

/// Opens a file whose format number is not beyond the newest known.
pub(crate) fn open(bytes: &[u8], document: Document, newest: u32) -> Result<Opened<'_>, FileError> {
    open_text(text_of(bytes)?, document, newest)
}

/// As [`open`], of a file that is known to be UTF-8 without a byte order mark.
pub(crate) fn open_text(
    text: &str,
    document: Document,
    newest: u32,
) -> Result<Opened<'_>, FileError> {
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
        Some(group) if source.name_before(root.value, &group) == document.name() => *group,
        Some(_) => return Err(FileError::NotPostil(document)),
        // Only a file that was cut inside its very first word gets here without a bracket.
        None => return Err(ScanError::Cut { whole: None }.located(&source, document)),
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
    let text = simdutf8::compat::from_utf8(bytes).map_err(|error| {
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
        // Hardly any line is looked at further.
        let may = matches!(line.as_bytes().first(), Some(b'<' | b'>' | b'=' | b'|'));
        may && ["<<<<<<<", ">>>>>>>", "=======", "|||||||"]
            .iter()
            .any(|marker| line.starts_with(marker))
    };
    let after_breaks = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
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
    // Only what is wrong is looked up: that takes a list of all lines.
    let at = || source.position(item.value);
    let found = source.value(item);
    match found.parse::<u32>() {
        Ok(format) if (1..=known).contains(&format) => Ok(()),
        Ok(found) if found > known => Err(FileError::Newer {
            found,
            known,
            at: at(),
        }),
        _ => Err(FileError::BadFormat {
            // It may go over several lines, and a message does not.
            found: super::excerpt(&found.split_whitespace().collect::<Vec<_>>().join(" "), 20),
            known,
            at: at(),
        }),
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
        let at = || source.position(item.start);
        let field = source.field_name(item).unwrap_or_else(|| source.item(item));
        let place = names.iter().position(|name| *name == field);
        let Some(slot) = place.and_then(|place| found.get_mut(place)) else {
            let field = super::excerpt(field, 40);
            let at = at();
            return Err(FileError::UnknownField { owner, field, at });
        };
        if slot.replace(item).is_some() {
            let field = super::excerpt(field, 40);
            let at = at();
            return Err(FileError::FieldTwice { owner, field, at });
        }
    }
    Ok(found)
}
