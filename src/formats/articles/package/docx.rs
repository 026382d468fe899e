//! Word documents: the words of `word/document.xml` and of its notes.

use std::collections::BTreeMap;

use super::xml::{Element, Node, Reader, XmlError};
use super::{Package, REPAIR};
use crate::formats::articles::facts::Draft;
use crate::formats::articles::prose::{Gap, Prose};
use crate::formats::articles::{ArticleError, Room};
use crate::formats::counted;

/// Elements whose words are not the document's: deleted ones, codes of fields, what stands there
/// for programs that can't draw a shape, and settings.
const SILENT: [&str; 10] = [
    "del",
    "moveFrom",
    "instrText",
    "delText",
    "Fallback",
    "pPr",
    "rPr",
    "sdtPr",
    "tblPr",
    "sectPr",
];

/// Reads a Word document.
pub(in crate::formats::articles) fn read(bytes: &[u8], room: Room) -> Result<Draft, ArticleError> {
    let mut package = Package::open(bytes, "a Word document", room)?;
    let mut body = package.xml("word/document.xml", |reader| body(reader, room))?;
    let mut draft = Draft::default();
    for (part, wanted, what) in [
        ("word/footnotes.xml", &body.footnotes, "footnote"),
        ("word/endnotes.xml", &body.endnotes, "endnote"),
    ] {
        if wanted.is_empty() || !package.has(part) {
            continue;
        }
        let notes = package.xml(part, |reader| notes(reader, what, room))?;
        for number in wanted {
            if let Some(words) = notes.get(number) {
                body.prose.gap(Gap::Paragraph);
                body.prose.verbatim(words.trim());
            }
        }
    }
    if body.prose.is_overfull() {
        return Err(room.overfull(package.what()));
    }
    if package.has("docProps/core.xml") {
        // What is said about a document may be damaged: its words are worth more.
        let core = package.xml("docProps/core.xml", super::odt::facts);
        for (name, value) in core.unwrap_or_default() {
            draft.fact(&name, &value);
        }
    }
    let notes = body.footnotes.len() + body.endnotes.len();
    draft.text = body.prose.finish();
    if notes > 0 {
        draft
            .notices
            .push(format!("put {} at the end", counted(notes, "note")));
    }
    if body.deletions > 0 {
        let what = counted(body.deletions, "deletion");
        draft
            .notices
            .push(format!("took tracked changes as accepted: left out {what}"));
    }
    if package.has("word/comments.xml") {
        draft.notices.push("left out its comments".to_owned());
    }
    if package.has("word/vbaProject.bin") {
        draft
            .notices
            .push("left out its macros, which were not run".to_owned());
    }
    if package.doubled {
        draft.notices.push(format!(
            "two of its parts have one name; if words are missing, {REPAIR}"
        ));
    }
    Ok(draft)
}

struct Body {
    prose: Prose,
    footnotes: Vec<String>,
    endnotes: Vec<String>,
    deletions: usize,
    silent: Option<(String, usize)>,
    /// How many cells of tables are open: paragraphs in them stand in one line.
    cells: usize,
}

impl Body {
    fn new(room: Room) -> Self {
        Self {
            prose: Prose::new(room.text),
            footnotes: Vec::new(),
            endnotes: Vec::new(),
            deletions: 0,
            silent: None,
            cells: 0,
        }
    }

    fn take(&mut self, node: Node, in_words: &mut bool) {
        match node {
            Node::Start(element) => self.start(&element, in_words),
            Node::End(name) => self.end(&name, in_words),
            Node::Words(words) if *in_words && self.silent.is_none() => self.prose.words(&words),
            Node::Words(_) => {}
        }
    }

    fn start(&mut self, element: &Element, in_words: &mut bool) {
        let name = element.name.as_str();
        if let Some((open, count)) = &mut self.silent {
            *count += usize::from(open == name);
            return;
        }
        match name {
            _ if SILENT.contains(&name) => {
                self.deletions += usize::from(matches!(name, "del" | "moveFrom"));
                self.silent = Some((name.to_owned(), 1));
            }
            "t" => *in_words = true,
            "p" if self.cells > 0 => self.prose.gap(Gap::Blank),
            "p" | "tbl" => self.prose.gap(Gap::Paragraph),
            "tr" => self.prose.gap(Gap::Line),
            "tc" => {
                self.prose.gap(Gap::Tab);
                self.cells += 1;
            }
            "tab" => self.prose.gap(Gap::Tab),
            "br" | "cr" => self.prose.line_end(),
            "noBreakHyphen" => self.prose.words("\u{2011}"),
            "footnoteReference" => self.footnotes.push(element.attribute("id").to_owned()),
            "endnoteReference" => self.endnotes.push(element.attribute("id").to_owned()),
            _ => {}
        }
    }

    fn end(&mut self, name: &str, in_words: &mut bool) {
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
            "t" => *in_words = false,
            "tc" => {
                self.cells = self.cells.saturating_sub(1);
                self.prose.gap(Gap::Tab);
            }
            "tr" => self.prose.gap(Gap::Line),
            "p" if self.cells > 0 => self.prose.gap(Gap::Blank),
            "p" | "tbl" => self.prose.gap(Gap::Paragraph),
            _ => {}
        }
    }
}

fn body(reader: &mut Reader<'_>, room: Room) -> Result<Body, XmlError> {
    let mut body = Body::new(room);
    let mut in_words = false;
    while let Some(node) = reader.next()? {
        body.take(node, &mut in_words);
        if body.prose.is_overfull() {
            return Err(XmlError::Overfull);
        }
    }
    Ok(body)
}

/// The words of each note by its id.
fn notes(
    reader: &mut Reader<'_>,
    what: &str,
    room: Room,
) -> Result<BTreeMap<String, String>, XmlError> {
    let mut notes = BTreeMap::new();
    let mut left = room.text;
    while let Some(node) = reader.next()? {
        let Node::Start(element) = node else {
            continue;
        };
        if element.name != what {
            continue;
        }
        let mut note = Body::new(Room { text: left, ..room });
        let (mut open, mut in_words) = (1_usize, false);
        while let Some(node) = reader.next()? {
            match &node {
                Node::Start(inner) if inner.name == what => open += 1,
                Node::End(name) if name == what => open -= 1,
                _ => {}
            }
            if open == 0 {
                break;
            }
            note.take(node, &mut in_words);
        }
        if note.prose.is_overfull() {
            return Err(XmlError::Overfull);
        }
        let words = note.prose.finish();
        left = left.saturating_sub(words.len());
        notes.insert(element.attribute("id").to_owned(), words);
    }
    Ok(notes)
}
