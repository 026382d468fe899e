//! Rich Text Format: groups in braces, words of control, and text in the code pages of the fonts.

mod fonts;
mod words;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::facts::Draft;
use super::prose::{Gap, Prose};
use super::{ArticleError, Room};

/// What the errors call it.
const WHAT: &str = "an RTF document";
/// More groups inside each other than any program writes.
const DEEPEST: usize = 1_000;

/// Whether a file is RTF.
pub(super) fn looks_like(bytes: &[u8]) -> bool {
    bytes.starts_with(b"{\\rtf")
}

/// Reads an RTF document.
pub(super) fn read(bytes: &[u8], room: Room) -> Result<Draft, ArticleError> {
    let mut reader = Reader::new(bytes, room);
    reader.run()?;
    reader.flush();
    let notes = reader.notes.finish();
    reader.prose.gap(Gap::Paragraph);
    reader.prose.verbatim(notes.trim());
    if reader.prose.is_overfull() {
        return Err(room.overfull(WHAT));
    }
    let mut draft = Draft::of(reader.prose.finish());
    draft.fact("title", &reader.title);
    draft.fact("author", &reader.author);
    if reader.cut {
        draft
            .notices
            .push("the document is cut off at its end; kept what is there".to_owned());
    }
    if reader.noted > 0 {
        let what = crate::formats::counted(reader.noted, "note");
        draft.notices.push(format!("put {what} at the end"));
    }
    let hidden = reader.hidden;
    if hidden > 0 {
        let what = crate::formats::counted(hidden, "piece");
        draft
            .notices
            .push(format!("left out {what} of hidden or deleted words"));
    }
    Ok(draft)
}

/// What holds inside a group and ends with it.
#[derive(Clone, Copy)]
struct Group {
    silent: bool,
    hidden: bool,
    /// What is gathered from it instead.
    fact: Option<Fact>,
    /// How many characters in another encoding stand behind each `\u`.
    stand_ins: usize,
    encoding: &'static Encoding,
    in_fonts: bool,
    /// It is a note, which comes at the end.
    note: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fact {
    Title,
    Author,
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    group: Group,
    outer: Vec<Group>,
    prose: Prose,
    notes: Prose,
    noted: usize,
    /// Bytes in the code page of the font that are not decoded yet: a character may take two.
    pending: Vec<u8>,
    /// The first half of a character beyond the basic plane.
    half: Option<u16>,
    /// How many stand-ins are still to be left out.
    left_out: usize,
    /// The code page of each font, by its number.
    fonts: std::collections::BTreeMap<i32, &'static Encoding>,
    font: i32,
    code_page: &'static Encoding,
    /// The next word of control says what the group is.
    starred: bool,
    title: String,
    author: String,
    hidden: usize,
    cut: bool,
}

impl<'a> Reader<'a> {
    fn new(bytes: &'a [u8], room: Room) -> Self {
        let group = Group {
            silent: false,
            hidden: false,
            fact: None,
            stand_ins: 1,
            encoding: WINDOWS_1252,
            in_fonts: false,
            note: false,
        };
        Self {
            bytes,
            at: 0,
            group,
            outer: Vec::new(),
            prose: Prose::new(room.text),
            notes: Prose::new(room.text),
            noted: 0,
            pending: Vec::new(),
            half: None,
            left_out: 0,
            fonts: std::collections::BTreeMap::new(),
            font: 0,
            code_page: WINDOWS_1252,
            starred: false,
            title: String::new(),
            author: String::new(),
            hidden: 0,
            cut: false,
        }
    }

    fn run(&mut self) -> Result<(), ArticleError> {
        while let Some(byte) = self.next() {
            match byte {
                b'{' => self.open()?,
                b'}' => {
                    self.close();
                    if self.outer.is_empty() {
                        return Ok(());
                    }
                }
                b'\\' => self.control(),
                b'\r' | b'\n' => {}
                byte => self.byte(byte),
            }
        }
        self.cut = true;
        Ok(())
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.at).copied()?;
        self.at += 1;
        Some(byte)
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn open(&mut self) -> Result<(), ArticleError> {
        self.flush();
        if self.outer.len() >= DEEPEST {
            let why = format!("its groups stand more than {DEEPEST} deep inside each other");
            return Err(ArticleError::unusable(
                WHAT,
                why,
                "save its words as plain text",
            ));
        }
        self.outer.push(self.group);
        self.left_out = 0;
        Ok(())
    }

    fn close(&mut self) {
        self.flush();
        if let Some(outer) = self.outer.pop() {
            self.group = outer;
        }
        self.left_out = 0;
    }

    fn control(&mut self) {
        let Some(first) = self.next() else {
            return;
        };
        if first.is_ascii_alphabetic() {
            let (word, number) = self.word(first);
            self.obey(&word, number);
            return;
        }
        match first {
            b'\'' => {
                let digits = [self.next(), self.next()];
                let digit = |at: usize| char::from(digits.get(at).copied().flatten()?).to_digit(16);
                if let (Some(high), Some(low)) = (digit(0), digit(1)) {
                    self.byte(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                }
            }
            b'*' => self.starred = true,
            b'~' => self.put('\u{a0}'),
            b'_' => self.put('\u{2011}'),
            b'\r' | b'\n' => self.gap(Gap::Paragraph),
            b'{' | b'}' | b'\\' => self.byte(first),
            _ => {}
        }
    }

    /// A word of control, at most 32 letters, and its number.
    fn word(&mut self, first: u8) -> (String, Option<i32>) {
        let mut word = String::from(char::from(first));
        while let Some(letter) = self.peek().filter(u8::is_ascii_alphabetic) {
            if word.len() >= 32 {
                break;
            }
            word.push(char::from(letter));
            self.at += 1;
        }
        let mut digits = String::new();
        if self.peek() == Some(b'-') {
            digits.push('-');
            self.at += 1;
        }
        while let Some(digit) = self.peek().filter(u8::is_ascii_digit) {
            if digits.len() > 10 {
                break;
            }
            digits.push(char::from(digit));
            self.at += 1;
        }
        if self.peek() == Some(b' ') {
            self.at += 1;
        }
        (word, digits.parse().ok())
    }

    fn obey(&mut self, word: &str, number: Option<i32>) {
        let starred = std::mem::take(&mut self.starred);
        match word {
            "u" => self.unicode(number.unwrap_or_default()),
            "uc" => {
                self.group.stand_ins = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(16)
            }
            "bin" => {
                self.at = self
                    .at
                    .saturating_add(usize::try_from(number.unwrap_or(0)).unwrap_or(0))
            }
            "ansicpg" => self.code_page(number),
            "mac" => self.take_encoding(encoding_rs::MACINTOSH),
            "f" | "deff" => self.font(number.unwrap_or_default()),
            "fcharset" => self.charset(number),
            "plain" => self.group.hidden = false,
            "v" | "deleted" => self.hide(number != Some(0)),
            "fonttbl" => (self.group.in_fonts, self.group.silent) = (true, true),
            "title" if self.group.silent => self.group.fact = Some(Fact::Title),
            "author" if self.group.silent => self.group.fact = Some(Fact::Author),
            _ if words::is_silent(word) => self.silence(),
            "footnote" => self.note(),
            "fldrslt" | "shptxt" => {}
            // A group that a reader may leave out and that we do not know.
            _ if starred => self.silence(),
            _ => self.sign(word),
        }
    }

    /// Words of control that stand for characters and gaps.
    fn sign(&mut self, word: &str) {
        match word {
            "par" | "sect" | "page" => self.gap(Gap::Paragraph),
            "line" => self.line_end(),
            "row" => self.gap(Gap::Line),
            "cell" | "tab" => self.gap(Gap::Tab),
            "emdash" => self.put('—'),
            "endash" => self.put('–'),
            "lquote" => self.put('‘'),
            "rquote" => self.put('’'),
            "ldblquote" => self.put('“'),
            "rdblquote" => self.put('”'),
            "bullet" => self.put('•'),
            "emspace" | "enspace" => self.gap(Gap::Blank),
            _ => {}
        }
    }

    fn silence(&mut self) {
        self.flush();
        self.group.silent = true;
    }

    fn note(&mut self) {
        self.flush();
        if !self.group.silent && !self.group.note {
            self.noted += 1;
            self.group.note = true;
            self.notes.gap(Gap::Paragraph);
        }
    }

    fn out(&mut self) -> &mut Prose {
        if self.group.note {
            &mut self.notes
        } else {
            &mut self.prose
        }
    }

    fn hide(&mut self, hides: bool) {
        self.flush();
        if hides && !self.group.hidden && !self.group.silent {
            self.hidden += 1;
        }
        self.group.hidden = hides;
    }

    fn unicode(&mut self, number: i32) {
        self.flush();
        self.left_out = self.group.stand_ins;
        // Numbers above 32767 are written as negative ones.
        let Ok(unit) = u16::try_from(number & 0xffff) else {
            return;
        };
        let half = self.half.take();
        let units = half.into_iter().chain([unit]);
        if (0xd800..0xdc00).contains(&unit) {
            self.half = Some(unit);
            return;
        }
        for char in char::decode_utf16(units) {
            let kept = self.left_out;
            self.left_out = 0;
            self.put(char.unwrap_or(char::REPLACEMENT_CHARACTER));
            self.left_out = kept;
        }
    }

    fn byte(&mut self, byte: u8) {
        self.starred = false;
        if self.left_out > 0 {
            self.left_out -= 1;
        } else {
            self.pending.push(byte);
        }
    }

    fn put(&mut self, char: char) {
        self.flush();
        if self.left_out > 0 {
            self.left_out -= 1;
            return;
        }
        self.words(char.encode_utf8(&mut [0; 4]));
    }

    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let pending = std::mem::take(&mut self.pending);
        let (words, _) = self.group.encoding.decode_without_bom_handling(&pending);
        self.words(&words);
    }

    fn words(&mut self, words: &str) {
        let fact = match self.group.fact {
            Some(Fact::Title) => &mut self.title,
            Some(Fact::Author) => &mut self.author,
            None => {
                if !self.group.silent && !self.group.hidden {
                    self.out().words(words);
                }
                return;
            }
        };
        if fact.len() < 4_000 {
            fact.push_str(words);
        }
    }

    fn gap(&mut self, gap: Gap) {
        self.flush();
        if !self.group.silent {
            self.out().gap(gap);
        }
    }

    fn line_end(&mut self) {
        self.flush();
        if !self.group.silent {
            self.out().line_end();
        }
    }
}
