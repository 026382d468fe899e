//! LibreOffice's text documents: the words of `content.xml`, or of one file that holds everything.

use super::xml::{Element, Node, Reader, XmlError};
use super::{Package, REPAIR};
use crate::formats::articles::facts::Draft;
use crate::formats::articles::prose::{Gap, Prose, one_line};
use crate::formats::articles::{ArticleError, Room};
use crate::formats::counted;

/// What the errors call it.
const WHAT: &str = "a LibreOffice document";

/// Elements whose words are not the document's.
const SILENT: [&str; 9] = [
    "tracked-changes",
    "annotation",
    "annotation-end",
    "note-citation",
    "sequence-decls",
    "variable-decls",
    "master-styles",
    "automatic-styles",
    "table-of-content-source",
];

/// Reads a document that is an archive.
pub(in crate::formats::articles) fn read(bytes: &[u8], room: Room) -> Result<Draft, ArticleError> {
    let mut package = Package::open(bytes, WHAT, room)?;
    if package.has("META-INF/manifest.xml") {
        // An encrypted document has its parts encrypted and says so in its manifest alone.
        let locked = package.xml("META-INF/manifest.xml", is_locked)?;
        if locked {
            return Err(ArticleError::Locked(WHAT));
        }
    }
    if !package.has("content.xml") {
        let why = "its text (content.xml) is missing".to_owned();
        return Err(ArticleError::unusable(WHAT, why, REPAIR));
    }
    let mut draft = package.xml("content.xml", |reader| document(reader, room))?;
    if package.has("meta.xml") {
        for (name, value) in package.xml("meta.xml", facts).unwrap_or_default() {
            draft.fact(&name, &value);
        }
    }
    if package.doubled {
        draft.notices.push(format!(
            "two of its parts have one name; if words are missing, {REPAIR}"
        ));
    }
    Ok(draft)
}

/// Reads a document that is one file of XML.
pub(in crate::formats::articles) fn read_flat(
    bytes: &[u8],
    room: Room,
) -> Result<Draft, ArticleError> {
    let wrong = |error| match error {
        XmlError::Overfull => room.overfull(WHAT),
        XmlError::Broken(why) => ArticleError::unusable(WHAT, why, REPAIR),
    };
    let mut draft = document(&mut Reader::new(bytes), room).map_err(wrong)?;
    for (name, value) in facts(&mut Reader::new(bytes)).unwrap_or_default() {
        draft.fact(&name, &value);
    }
    Ok(draft)
}

/// What is said about a document in the terms of Dublin Core, as both programs write it.
pub(super) fn facts(reader: &mut Reader<'_>) -> Result<Vec<(String, String)>, XmlError> {
    let mut facts = Vec::new();
    while let Some(node) = reader.next()? {
        let Node::Start(element) = node else {
            continue;
        };
        let name = match element.name.as_str() {
            "title" | "creator" | "language" => element.name.as_str(),
            "initial-creator" => "author",
            "created" | "creation-date" => "date",
            _ => continue,
        };
        let value = one_line(&reader.words()?);
        // Who wrote a document comes before who changed it last.
        let at = if name == "author" { 0 } else { facts.len() };
        facts.insert(at, (name.to_owned(), value));
        if facts.len() > 100 {
            break;
        }
    }
    Ok(facts)
}

fn is_locked(reader: &mut Reader<'_>) -> Result<bool, XmlError> {
    while let Some(node) = reader.next()? {
        if let Node::Start(element) = node
            && element.name == "encryption-data"
        {
            return Ok(true);
        }
    }
    Ok(false)
}

struct Body {
    prose: Prose,
    /// Notes, which come at the end.
    notes: Vec<String>,
    note: Option<Prose>,
    silent: Option<(String, usize)>,
    cells: usize,
    /// How many paragraphs are open: blanks between elements are no words.
    paragraphs: usize,
    comments: usize,
    changed: bool,
    room: Room,
    noted: usize,
}

fn document(reader: &mut Reader<'_>, room: Room) -> Result<Draft, XmlError> {
    let mut body = Body {
        prose: Prose::new(room.text),
        notes: Vec::new(),
        note: None,
        silent: None,
        cells: 0,
        paragraphs: 0,
        comments: 0,
        changed: false,
        room,
        noted: 0,
    };
    while let Some(node) = reader.next()? {
        match node {
            Node::Start(element) => body.start(&element),
            Node::End(name) => body.end(&name),
            Node::Words(words) if body.silent.is_none() && body.paragraphs > 0 => {
                body.out().words(&words);
            }
            Node::Words(_) => {}
        }
        if body.prose.is_overfull() || body.note.as_ref().is_some_and(Prose::is_overfull) {
            return Err(XmlError::Overfull);
        }
    }
    let notes = body.notes.len();
    for note in body.notes {
        body.prose.gap(Gap::Paragraph);
        body.prose.verbatim(note.trim());
    }
    if body.prose.is_overfull() {
        return Err(XmlError::Overfull);
    }
    let mut draft = Draft::of(body.prose.finish());
    if notes > 0 {
        draft
            .notices
            .push(format!("put {} at the end", counted(notes, "note")));
    }
    if body.changed {
        draft
            .notices
            .push("took tracked changes as accepted: left out what was deleted".to_owned());
    }
    if body.comments > 0 {
        let what = counted(body.comments, "comment");
        draft.notices.push(format!("left out {what}"));
    }
    Ok(draft)
}

impl Body {
    fn out(&mut self) -> &mut Prose {
        self.note.as_mut().unwrap_or(&mut self.prose)
    }

    fn start(&mut self, element: &Element) {
        let name = element.name.as_str();
        if let Some((open, count)) = &mut self.silent {
            *count += usize::from(open == name);
            return;
        }
        match name {
            _ if SILENT.contains(&name) => {
                self.comments += usize::from(name == "annotation");
                self.changed |= name == "tracked-changes";
                self.silent = Some((name.to_owned(), 1));
            }
            "p" | "h" => {
                self.paragraphs += 1;
                self.around_paragraph();
            }
            "note" if self.note.is_none() => {
                let left = self.room.text.saturating_sub(self.noted);
                self.note = Some(Prose::new(left));
            }
            "list-item" => self.out().gap(Gap::Line),
            "table-row" => self.out().gap(Gap::Line),
            "table-cell" => {
                self.out().gap(Gap::Tab);
                self.cells += 1;
            }
            "tab" => self.out().gap(Gap::Tab),
            "s" => self.out().gap(Gap::Blank),
            "line-break" => self.out().line_end(),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if let Some((open, count)) = &mut self.silent {
            if open == name {
                *count -= 1;
                if *count == 0 {
                    self.silent = None;
                }
            }
            return;
        }
        match name {
            "p" | "h" => {
                self.paragraphs = self.paragraphs.saturating_sub(1);
                self.around_paragraph();
            }
            "note" => {
                if let Some(note) = self.note.take() {
                    self.noted += note.len();
                    self.notes.push(note.finish());
                }
            }
            "table-row" => self.out().gap(Gap::Line),
            "table-cell" => {
                self.cells = self.cells.saturating_sub(1);
                self.out().gap(Gap::Tab);
            }
            _ => {}
        }
    }

    fn around_paragraph(&mut self) {
        let gap = if self.cells > 0 {
            Gap::Blank
        } else {
            Gap::Paragraph
        };
        self.out().gap(gap);
    }
}
