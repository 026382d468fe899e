//! `semeval`: spans of propaganda as SemEval-2020 task 11 has them: `article7.txt`, and beside it a
//! row a mark: the article, the tag, where the mark starts and ends.
//!
//! Positions count code points of a text in which a CRLF is one sign, for the task's own programs
//! open the texts so. Files of marks without a tag, as they are for the finding of spans alone, are
//! read, too.

use std::collections::BTreeMap;

use super::corpus::{Corpus, Picked};
use super::feature::{ABOUT_ARTICLES, COMMON, LEFT_OUT, PIECES, SAYINGS};
use super::gather::{ArticleRecord, Gather, SpanRecord};
use super::json::text_of;
use super::names::plain;
use super::offsets::FoldedBreaks;
use super::utf8::utf8;
use super::{Feature, Files, Format, Unit};
use crate::formats::{Severity, excerpt};
use crate::project::Id;
use crate::text::Text;

/// What the format is and can do.
pub const FORMAT: Format = Format {
    name: "semeval",
    about: "texts and rows of article, tag, start, end",
    purpose: "train or score a finder of propaganda (SemEval-2020 task 11)",
    extensions: &["labels"],
    folder: true,
    stream: None,
    lacks: &[
        &[
            (Feature::Implicit, LEFT_OUT),
            (Feature::CutBreaks, LEFT_OUT),
            (Feature::OddNames, "written with _ for other letters"),
            (Feature::MarkIds, LEFT_OUT),
            (Feature::Links, LEFT_OUT),
            (
                Feature::ArticleIds,
                "changed to a name that a file can have",
            ),
        ],
        PIECES,
        SAYINGS,
        ABOUT_ARTICLES,
        COMMON,
    ],
    unit: Some(Unit::Chars),
    offsets: "Unicode code points, a CRLF as one",
    specification: "https://propaganda.qcri.org/semeval2020-task11/",
    recognises,
    read: Some(read),
    write: Some(write),
};

/// The tag of marks that have none.
const UNTAGGED: &str = "propaganda";

/// Whether the file is called as the task calls its files, and begins with a row.
fn recognises(name: &str, bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    let first = head.lines().find(|line| !line.trim().is_empty());
    let named = [".labels", ".labels.tsv", ".task-flc-tc.tsv"];
    named.iter().any(|end| name.ends_with(end)) && first.is_none_or(|line| row(line).is_ok())
}

fn write(corpus: &Corpus<'_>) -> Files {
    let mut files = Files::new();
    for picked in &corpus.articles {
        let text = picked.text().as_str().as_bytes().to_vec();
        let (name, rows) = (&picked.file, rows(corpus, picked));
        files.insert(format!("article{name}.txt"), text);
        files.insert(format!("article{name}.task2-TC.labels"), rows.into_bytes());
    }
    files
}

fn rows(corpus: &Corpus<'_>, picked: &Picked<'_>) -> String {
    let (text, breaks) = (picked.text(), FoldedBreaks::of(picked.text().as_str()));
    let mut rows = String::new();
    for (mark, span) in picked.spans() {
        let tag = plain(corpus.tag(mark));
        for fragment in span.fragments() {
            let Some((start, end)) = Unit::Chars.offsets(text, *fragment) else {
                continue;
            };
            let (id, start, end) = (&picked.file, breaks.fold(start), breaks.fold(end));
            rows.push_str(&format!("{id}\t{tag}\t{start}\t{end}\n"));
        }
    }
    rows
}

/// A text, with how many marks it has so far.
struct Known<'f> {
    text: &'f str,
    breaks: FoldedBreaks,
    marks: usize,
}

fn read(gather: &mut Gather, files: &Files) {
    let mut texts: BTreeMap<&str, Known<'_>> = BTreeMap::new();
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".txt")) {
        gather.in_file(name);
        let Some(text) = utf8(gather, bytes) else {
            continue;
        };
        let file = name.rsplit('/').next().unwrap_or(name);
        let stem = file.strip_suffix(".txt").unwrap_or(file);
        let id = stem.strip_prefix("article").unwrap_or(stem);
        gather.article(ArticleRecord {
            line: 1,
            id: Some(id.to_owned()),
            text: Text::new(text),
            ..ArticleRecord::default()
        });
        let (breaks, marks) = (FoldedBreaks::of(text), 0);
        texts.insert(
            id,
            Known {
                text,
                breaks,
                marks,
            },
        );
    }
    for (name, bytes) in files.iter().filter(|(name, _)| !name.ends_with(".txt")) {
        gather.in_file(name);
        if let Some(rows) = text_of(gather, bytes) {
            labels(gather, rows, &mut texts);
        }
    }
}

/// Adds the marks of a file, which may be of one article or of many.
fn labels(gather: &mut Gather, rows: &str, texts: &mut BTreeMap<&str, Known<'_>>) {
    let mut marks: BTreeMap<&str, Vec<(usize, Row<'_>)>> = BTreeMap::new();
    if !rows.is_empty() && !rows.ends_with('\n') {
        let what = "the last row has no end; look whether it is cut off".to_owned();
        gather.say(rows.lines().count(), Severity::Warning, what);
    }
    for (place, line) in rows.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let found = row(line).and_then(|row| {
            let missing = || {
                let id = excerpt(row.article, 60);
                format!("there is no article{id}.txt beside it")
            };
            texts.get(row.article).ok_or_else(missing)?;
            Ok(row)
        });
        match found {
            Ok(row) => marks.entry(row.article).or_default().push((place + 1, row)),
            Err(why) => gather.leave_out(place + 1, format!("this row was left out: {why}")),
        }
    }
    for (id, rows) in marks {
        let Some(known) = texts.get_mut(id) else {
            continue;
        };
        let rows = rows.into_iter();
        let spans = rows.map(|(line, row)| known.mark(gather.unit(), line, &row));
        let spans = spans.collect();
        gather.article(ArticleRecord {
            id: Some(id.to_owned()),
            text: Text::new(known.text),
            spans,
            ..ArticleRecord::default()
        });
    }
}

impl Known<'_> {
    /// The mark of a row.
    fn mark(&mut self, unit: Unit, line: usize, row: &Row<'_>) -> SpanRecord {
        self.marks += 1;
        let unfold = |offset| match unit {
            Unit::Chars => self.breaks.unfold(offset),
            _ => offset,
        };
        SpanRecord {
            line: Some(line),
            id: Some(Id::new(format!("{}-s{}", row.article, self.marks))),
            tag: Id::new(row.tag),
            fragments: [(unfold(row.start), unfold(row.end))].into(),
            written: Some(Box::new((row.start, row.end))),
            ..SpanRecord::default()
        }
    }
}

/// A row of a file of marks.
struct Row<'l> {
    article: &'l str,
    tag: &'l str,
    start: usize,
    end: usize,
}

fn row(line: &str) -> Result<Row<'_>, String> {
    let cells: Vec<&str> = line.trim_end_matches('\r').split('\t').collect();
    let (article, tag, start, end) = match cells.as_slice() {
        [article, start, end] => (*article, UNTAGGED, start, end),
        [article, "?" | "", start, end] => (*article, UNTAGGED, start, end),
        [article, tag, start, end] => (*article, *tag, start, end),
        _ => return Err("it is not article, tag, start, end with tabs between them".to_owned()),
    };
    let number = |cell: &str| cell.trim().parse::<usize>();
    match (number(start), number(end)) {
        (Ok(start), Ok(end)) => Ok(Row {
            article,
            tag,
            start,
            end,
        }),
        _ => Err("its start and end are no whole numbers".to_owned()),
    }
}
