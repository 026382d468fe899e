//! `conll`: a token a line, a blank line after a sentence, `-DOCSTART-` before an article, and in
//! the last column what the token is part of.
//!
//! A file holds one tag, for a token is in one mark there; what shares words with another mark of
//! its tag has to go. IOB2 and IOBES are written, IOB1 and BILOU read, too. The columns are those
//! of CoNLL-2003; the second of a `-DOCSTART-` line holds the article's id. The text is lost: what
//! comes back are its tokens with a blank between them.

mod write;

use memchr::memchr;

use super::feature::{ABOUT_ARTICLES, COMMON, LEFT_OUT, LINK_SAYINGS, PIECES, SAYINGS};
use super::gather::{ArticleRecord, Gather, SpanRecord};
use super::json::text_of;
use super::names::decoded;
use super::{Feature, Files, Format};
use crate::formats::{Severity, excerpt};
use crate::project::Id;
use crate::text::Text;

/// What the format is and can do.
pub const FORMAT: Format = Format {
    name: "conll",
    about: "CoNLL columns, a file a tag, IOB2 or IOBES",
    purpose: "train a tagger of tokens",
    extensions: &["conll", "bio", "iob"],
    folder: true,
    stream: None,
    lacks: &[
        &[
            (Feature::Texts, "tokens with a blank between them"),
            (Feature::Overlap, "one of them is written"),
            (Feature::Implicit, LEFT_OUT),
            (Feature::Blank, LEFT_OUT),
            (Feature::BlankEnds, "the blanks are left out"),
            (Feature::OddNames, "written with _ for other letters"),
            (Feature::MarkIds, LEFT_OUT),
            (Feature::Links, LEFT_OUT),
        ],
        PIECES,
        SAYINGS,
        LINK_SAYINGS,
        ABOUT_ARTICLES,
        COMMON,
    ],
    unit: None,
    offsets: "tokens: Unicode words, cut at the ends of marks",
    specification: "https://aclanthology.org/W03-0419/",
    recognises,
    read: Some(read),
    write: Some(write::write),
};

/// Whether the first lines are words with a tag of the kind in the last column.
fn recognises(name: &str, bytes: &[u8]) -> bool {
    let known = FORMAT
        .extensions
        .iter()
        .any(|end| name.ends_with(&format!(".{end}")));
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    let lines = head.lines().filter(|line| !line.trim().is_empty());
    let columns = |line: &str| {
        let tag = line.split([' ', '\t']).next_back();
        let several = line.trim().contains([' ', '\t']);
        several && tag.is_some_and(|tag| tag == "O" || label(tag).is_some())
    };
    let tagged = lines.clone().take(20).filter(|line| columns(line)).count();
    head.starts_with("-DOCSTART-")
        || (tagged > 0 && (known || tagged * 10 >= lines.take(20).count() * 9))
}

/// A label's prefix and tag; none if it is no label of a mark.
fn label(column: &str) -> Option<(char, &str)> {
    let mut letters = column.chars();
    let prefix = letters.next()?;
    let tag = letters.as_str().strip_prefix('-')?;
    ("BIESLUM".contains(prefix) && !tag.is_empty()).then_some((prefix, tag))
}

fn read(gather: &mut Gather, files: &Files) {
    for (name, bytes) in files {
        gather.in_file(name);
        let Some(text) = text_of(gather, bytes) else {
            continue;
        };
        let file = name.rsplit('/').next().unwrap_or(name);
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let mut article = Growing::default();
        let mut started = 0;
        let numbered = is_numbered(text);
        say_other_labels(gather, text, numbered);
        for (place, line) in text.lines().enumerate() {
            let line = line.trim_end_matches('\r');
            if numbered && is_beside_words(line) {
                continue;
            }
            let line = match numbered {
                true => without_number(line),
                false => line,
            };
            if let Some(rest) = line.strip_prefix("-DOCSTART-") {
                started += 1;
                let before = std::mem::take(&mut article);
                before.finish(gather);
                let id = rest.split([' ', '\t']).find(|column| !column.is_empty());
                let id = id.filter(|id| !matches!(*id, "-X-" | "O" | "."));
                article.id = Some(id.map_or_else(|| format!("{stem}-{started}"), decoded));
                article.line = place + 1;
            } else if is_empty(line) {
                article.end_sentence();
            } else if !is_comment(line) {
                article.token(gather, place + 1, line);
            }
        }
        article.id.get_or_insert_with(|| stem.to_owned());
        article.finish(gather);
    }
}

/// So many lines tell what columns a file has.
const HEAD: usize = 200;

/// The columns of a line.
fn cells(line: &str) -> impl Iterator<Item = &str> {
    let by = if line.contains('\t') { '\t' } else { ' ' };
    line.split(by).map(str::trim)
}

/// Whether the words stand behind their numbers in the sentence, as in the files of GermEval and in
/// CoNLL-U: 1, 2, 3 … anew in every sentence.
fn is_numbered(text: &str) -> bool {
    let (mut expected, mut seen) = (1, 0);
    for line in text.lines().take(HEAD) {
        if is_empty(line) {
            expected = 1;
        } else if !is_beside_words(line) && !line.starts_with("-DOCSTART-") {
            let number = cells(line).next().and_then(|cell| cell.parse().ok());
            if number != Some(expected) || cells(line).count() < 3 {
                return false;
            }
            (expected, seen) = (expected + 1, seen + 1);
        }
    }
    seen > 1
}

/// Whether a line of a file in which words are numbered is about no single word that stands there: a
/// comment, or what CoNLL-U says of several words (`1-2`) or of one that was left out (`1.1`).
fn is_beside_words(line: &str) -> bool {
    let number = cells(line).next().unwrap_or_default();
    let of_others = number.starts_with(|letter: char| letter.is_ascii_digit());
    line.starts_with('#') || (of_others && number.contains(['-', '.']))
}

/// A line of a file in which words are numbered, from the word on; the whole line if it has no number.
fn without_number(line: &str) -> &str {
    let parts = line.split_once(['\t', ' ']);
    let numbered = parts.filter(|(number, _)| number.trim().parse::<usize>().is_ok());
    numbered.map_or(line, |(_, rest)| rest)
}

/// Says so if a column before the last holds labels, too, which are left out.
fn say_other_labels(gather: &mut Gather, text: &str, numbered: bool) {
    let first = 1 + usize::from(numbered);
    for (place, line) in text.lines().take(HEAD).enumerate() {
        let cells: Vec<&str> = cells(line).collect();
        let middle = cells.iter().enumerate().skip(first);
        let mut middle = middle.take(cells.len().saturating_sub(first + 1));
        if let Some((column, cell)) = middle.find(|(_, cell)| label(cell).is_some()) {
            let what = format!(
                "column {} holds labels such as {cell:?}, too; those of the last column alone are read",
                column + 1
            );
            return gather.say(place + 1, Severity::Warning, what);
        }
    }
}

/// Whether there are but blanks; most lines begin with a letter that is plain to see.
fn is_empty(line: &str) -> bool {
    let first = line.as_bytes().first();
    !first.is_some_and(u8::is_ascii_graphic) && line.trim().is_empty()
}

fn is_comment(line: &str) -> bool {
    line.starts_with("# ") && {
        let last = line.split([' ', '\t']).next_back().unwrap_or_default();
        last != "O" && label(last).is_none()
    }
}

/// The first column of a line and the last, if it is another, and how many there are: what stands
/// between tabs, or between blanks where there is none. A word alone lacks its label.
fn ends(line: &str) -> (&str, Option<&str>, usize) {
    let bytes = line.as_bytes();
    let tabbed = memchr(b'\t', bytes).is_some();
    let by = if tabbed { b'\t' } else { b' ' };
    let first = bytes.iter().position(|byte| *byte == by);
    let last = bytes.iter().rposition(|byte| *byte == by);
    let more = bytes.iter().filter(|byte| **byte == by).count();
    let word = line.get(..first.unwrap_or(line.len()));
    let column = last.and_then(|last| line.get(last + 1..));
    (
        word.unwrap_or_default().trim(),
        column.map(str::trim),
        more.max(1) + 1,
    )
}

/// An article as its lines are read.
#[derive(Default)]
struct Growing {
    line: usize,
    id: Option<String>,
    text: String,
    chars: usize,
    /// How many columns the first line has.
    width: Option<usize>,
    /// What stands before the next token.
    gap: Option<char>,
    spans: Vec<SpanRecord>,
    /// Whether the last mark may go on.
    open: bool,
}

impl Growing {
    fn end_sentence(&mut self) {
        self.open = false;
        if !self.text.is_empty() {
            self.gap = Some('\n');
        }
    }

    fn token(&mut self, gather: &mut Gather, line: usize, columns: &str) {
        let (word, column, width) = ends(columns);
        let whole = *self.width.get_or_insert(width);
        if width < whole {
            let what = format!("this line has {width} columns, not {whole}; its last is taken");
            gather.say(line, Severity::Warning, what);
        }
        if word.is_empty() {
            let what = "this line was left out: it has no word in its first column";
            return gather.leave_out(line, what.to_owned());
        }
        if let Some(gap) = self.gap.take() {
            self.text.push(gap);
            self.chars += 1;
        }
        let start = self.chars;
        self.text.push_str(word);
        self.chars += match word.is_ascii() {
            true => word.len(),
            false => word.chars().count(),
        };
        self.gap = Some(' ');
        match column.map(str::as_bytes) {
            Some([b'O' | b'_']) => self.open = false,
            _ => match column.and_then(label) {
                Some((prefix, tag)) => self.mark(line, prefix, tag, start),
                None => {
                    self.open = false;
                    let column = excerpt(column.unwrap_or_default(), 40);
                    let what = format!(
                        "{column:?} is no tag of a token such as O or B-claim; the word is unmarked"
                    );
                    gather.leave_out(line, what);
                }
            },
        }
    }

    /// One rule for IOB1, IOB2, IOBES and BILOU: a mark goes on where the label says so, the tag
    /// is the same and the mark before has not ended.
    fn mark(&mut self, line: usize, prefix: char, tag: &str, start: usize) {
        let goes_on = self.open && matches!(prefix, 'I' | 'E' | 'L' | 'M');
        let last = self
            .spans
            .last_mut()
            .filter(|last| goes_on && last.tag.is(tag));
        let fragment = last.and_then(|last| last.fragments.first_mut());
        match fragment {
            Some(fragment) => fragment.1 = self.chars,
            None => self.spans.push(SpanRecord {
                line: Some(line),
                tag: Id::new(tag),
                fragments: [(start, self.chars)].into(),
                ..SpanRecord::default()
            }),
        }
        self.open = !matches!(prefix, 'E' | 'L' | 'S' | 'U');
    }

    fn finish(self, gather: &mut Gather) {
        if self.text.is_empty() {
            return;
        }
        gather.article(ArticleRecord {
            line: self.line,
            id: self.id,
            text: Text::new(self.text),
            spans: self.spans,
            ..ArticleRecord::default()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::datasets::Unit;

    fn marks(labels: &str) -> String {
        let mut article = Growing::default();
        let mut gather = Gather::for_tests(Unit::Chars);
        for (place, label) in labels.split(' ').enumerate() {
            match label {
                "|" => article.end_sentence(),
                label => article.token(&mut gather, place + 1, &format!("w\t{label}")),
            }
        }
        let spans = article.spans.iter().map(|span| {
            let (start, end) = span.fragments.first().copied().unwrap_or_default();
            format!("{}:{}-{}", span.tag, start / 2, end.div_ceil(2))
        });
        spans.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_scheme_says_the_same() {
        let expected = "a:0-2 a:2-3 b:3-5";
        for labels in [
            "B-a I-a B-a B-b I-b O",
            "B-a E-a S-a B-b E-b O",
            "B-a L-a U-a B-b L-b O",
            "I-a I-a B-a I-b I-b O",
        ] {
            assert_eq!(marks(labels), expected, "{labels}");
        }
        assert_eq!(marks("I-a | I-a"), "a:0-1 a:1-2");
        assert_eq!(marks("O I-a I-b O-a"), "a:1-2 b:2-3");
    }
}
