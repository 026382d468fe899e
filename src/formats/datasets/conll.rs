//! `conll`: a token a line, a blank line after a sentence, `-DOCSTART-` before an article, and in
//! the last column what the token is part of.
//!
//! A file holds one tag, for a token is in one mark there; what shares words with another mark of
//! its tag has to go. IOB2 and IOBES are written, IOB1 and BILOU read, too. The columns are those
//! of CoNLL-2003; the second of a `-DOCSTART-` line holds the article's id. The text is lost: what
//! comes back are its tokens with a blank between them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::corpus::{Corpus, Picked, TagNames};
use super::feature::{ABOUT_ARTICLES, COMMON, LEFT_OUT, LINK_SAYINGS, PIECES, SAYINGS};
use super::gather::{ArticleRecord, Gather, SpanRecord};
use super::json::text_of;
use super::names::{FileNames, decoded, encoded, plain};
use super::tokens::{is_blank, tokens};
use super::{Feature, Files, Format, Scheme};
use crate::formats::{Severity, at_once, excerpt};

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
    write: Some(write),
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

/// So many articles are set before their lines are put to the others: between them the export can
/// be cancelled.
const AT_ONCE: usize = 128;

fn write(corpus: &Corpus<'_>) -> Files {
    let mut names = FileNames::default();
    let mut tags = corpus.used_tags();
    if tags.is_empty() {
        // The tokens are worth having, even if nothing is marked.
        tags.push("unmarked");
    }
    let (called, scheme) = (corpus.called(), corpus.scheme);
    let set = |part: &[&Picked<'_>]| {
        let mut layers = vec![String::new(); tags.len()];
        for picked in part {
            let lines = Lines::of(called, picked);
            for (tag, text) in tags.iter().zip(&mut layers) {
                lines.layer(tag, scheme, text);
            }
        }
        layers
    };
    let mut layers = vec![Vec::new(); tags.len()];
    let mut rest = corpus.articles.iter();
    loop {
        let some: Vec<_> = rest.by_ref().take(AT_ONCE).collect();
        if some.is_empty() {
            break;
        }
        let parts = some.chunks(some.len().div_ceil(at_once::threads()));
        for part in at_once::each(parts.collect(), set) {
            for (whole, text) in layers.iter_mut().zip(part) {
                whole.extend_from_slice(text.as_bytes());
            }
        }
    }
    let mut files = Files::new();
    for (tag, lines) in tags.iter().zip(layers) {
        files.insert(format!("{}.conll", names.give(tag)), lines);
    }
    files
}

/// An article's tokens, which are the same in the file of each tag.
struct Lines<'p> {
    id: String,
    /// The lines as they are where nothing is marked.
    unmarked: String,
    /// Where the label of each token stands in them, which is one byte.
    labels: Vec<usize>,
    /// The tag of each piece of a mark, its first token and the one after its last.
    pieces: Vec<(&'p str, usize, usize)>,
}

impl<'p> Lines<'p> {
    fn of(called: &TagNames<'p>, picked: &Picked<'p>) -> Self {
        let text = picked.text();
        // A letter that joins itself to a blank makes a token that is partly blank.
        let solid = tokens(picked).into_iter().filter_map(|token| {
            let words = text.slice(token.range).unwrap_or_default();
            let plain = words.bytes().all(|byte| byte.is_ascii_graphic());
            let words = match !plain && words.contains(is_blank) {
                false => Cow::Borrowed(words),
                true => Cow::Owned(words.chars().filter(|it| !is_blank(*it)).collect()),
            };
            (!words.is_empty()).then_some((token.range, words))
        });
        let solid: Vec<_> = solid.collect();
        // Where a mark, of whatever tag, reaches over from the token before: no sentence ends there.
        let mut joined = vec![false; solid.len()];
        let mut pieces = Vec::new();
        for (mark, span) in picked.spans() {
            for fragment in span.fragments() {
                let first = solid.partition_point(|(range, _)| range.start < fragment.start);
                let after = solid.partition_point(|(range, _)| range.end <= fragment.end);
                let inner = joined.iter_mut().take(after).skip(first + 1);
                inner.for_each(|it| *it = true);
                if first < after {
                    pieces.push((called.tag(mark), first, after));
                }
            }
        }
        let mut unmarked = String::with_capacity(text.len().0 + 9 * solid.len());
        let mut labels = Vec::with_capacity(solid.len());
        let mut end = None;
        for ((range, words), joined) in solid.iter().zip(joined) {
            let between = end.and_then(|end| text.as_str().get(end..range.start.0));
            end = Some(range.end.0);
            if !joined && between.is_some_and(|between| between.contains('\n')) {
                unmarked.push('\n');
            }
            unmarked.push_str(words);
            unmarked.push_str(" -X- _ O\n");
            labels.push(unmarked.len() - 2);
        }
        Self {
            id: id_column(picked),
            unmarked,
            labels,
            pieces,
        }
    }

    /// The tokens with the marks of one tag.
    fn layer(&self, tag: &str, scheme: Scheme, out: &mut String) {
        let mut prefixes: BTreeMap<usize, char> = BTreeMap::new();
        for (_, first, after) in self.pieces.iter().filter(|(own, ..)| *own == tag) {
            let marked = (*first..*after).enumerate();
            prefixes.extend(marked.map(|(place, at)| (at, prefix(scheme, place, after - first))));
        }
        let name = plain(tag);
        for part in ["-DOCSTART- ", &self.id, " O O\n\n"] {
            out.push_str(part);
        }
        let mut from = 0;
        for (token, prefix) in prefixes {
            let Some(label) = self.labels.get(token) else {
                break;
            };
            out.push_str(self.unmarked.get(from..*label).unwrap_or_default());
            out.push(prefix);
            out.push('-');
            out.push_str(&name);
            from = label + 1;
        }
        out.push_str(self.unmarked.get(from..).unwrap_or_default());
        if !self.labels.is_empty() {
            out.push('\n');
        }
    }
}

/// The article's id, which must not be empty there.
fn id_column(picked: &Picked<'_>) -> String {
    match encoded(picked.id()) {
        code if code.is_empty() => ".".to_owned(),
        code => code,
    }
}

fn prefix(scheme: Scheme, place: usize, count: usize) -> char {
    match scheme {
        Scheme::Iobes if count == 1 => 'S',
        Scheme::Iobes if place + 1 == count => 'E',
        _ if place == 0 => 'B',
        _ => 'I',
    }
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
        for (place, line) in text.lines().enumerate() {
            let line = line.trim_end_matches('\r');
            if let Some(rest) = line.strip_prefix("-DOCSTART-") {
                started += 1;
                let before = std::mem::take(&mut article);
                before.finish(gather);
                let id = rest.split([' ', '\t']).find(|column| !column.is_empty());
                let id = id.filter(|id| !matches!(*id, "-X-" | "O" | "."));
                article.id = Some(id.map_or_else(|| format!("{stem}-{started}"), decoded));
                article.line = place + 1;
            } else if line.trim().is_empty() {
                article.end_sentence();
            } else if !is_comment(line) {
                article.token(gather, place + 1, line);
            }
        }
        article.id.get_or_insert_with(|| stem.to_owned());
        article.finish(gather);
    }
}

fn is_comment(line: &str) -> bool {
    let last = line.split([' ', '\t']).next_back().unwrap_or_default();
    line.starts_with("# ") && last != "O" && label(last).is_none()
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
        let tabbed = columns.contains('\t');
        let mut parts = columns.split(move |it| it == '\t' || (!tabbed && it == ' '));
        let word = parts.next().unwrap_or_default().trim();
        let column = parts.next_back().map(str::trim);
        let width = parts.count() + 2;
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
        self.chars += word.chars().count();
        self.gap = Some(' ');
        match column {
            Some("O" | "_") => self.open = false,
            column => match column.and_then(label) {
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
            .filter(|last| goes_on && last.tag == tag);
        let fragment = last.and_then(|last| last.fragments.first_mut());
        match fragment {
            Some(fragment) => fragment.1 = self.chars,
            None => self.spans.push(SpanRecord {
                line: Some(line),
                tag: tag.to_owned(),
                fragments: vec![(start, self.chars)],
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
            text: self.text,
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
