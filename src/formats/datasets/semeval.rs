//! `semeval`: a text an article, and a table of article, technique, start and end, as in
//! SemEval-2020's task on propaganda (and, without the technique, its first half).
//!
//! Positions are those of the text as Python reads it, where every line end is one character.

use super::corpus::Corpus;
use super::feature::LEFT_OUT;
use super::gather::{ArticleRecord, Gather, SpanRecord};
use super::json::{text_of, utf8};
use super::names::plain;
use super::{Feature, Files, Format, Unit};

/// What the format is and can do.
pub const FORMAT: Format = Format {
    name: "semeval",
    about: "SemEval's tables of spans, with a text an article",
    purpose: "take part in a SemEval task on spans",
    extensions: &["labels"],
    folder: true,
    lacks: &[
        (Feature::Fragments, "each piece becomes a mark of its own"),
        (
            Feature::MeetingFragments,
            "each piece becomes a mark of its own",
        ),
        (Feature::Implicit, LEFT_OUT),
        (Feature::OddNames, "written with _ for other letters"),
        (
            Feature::ArticleIds,
            "changed to a name that a file can have",
        ),
        (Feature::MarkIds, LEFT_OUT),
        (Feature::Links, LEFT_OUT),
        (Feature::Values, LEFT_OUT),
        (Feature::Notes, LEFT_OUT),
        (Feature::Authors, LEFT_OUT),
        (Feature::Times, LEFT_OUT),
        (Feature::Identities, LEFT_OUT),
        (Feature::LooseIdentities, LEFT_OUT),
        (Feature::IdentityDetails, LEFT_OUT),
        (Feature::Titles, LEFT_OUT),
        (Feature::Meta, LEFT_OUT),
        (Feature::Status, LEFT_OUT),
        (Feature::Beside, LEFT_OUT),
        (Feature::Origins, LEFT_OUT),
        (Feature::Aside, LEFT_OUT),
    ],
    unit: Some(Unit::Chars),
    offsets: "Unicode code points, every line end one",
    specification: "https://propaganda.qcri.org/semeval2020-task11/",
    recognises: |name, _| name.ends_with(".labels"),
    read: Some(read),
    write: Some(write),
};

fn write(corpus: &Corpus<'_>) -> Files {
    let mut files = Files::new();
    let mut table = String::new();
    for picked in &corpus.articles {
        let text = picked.text();
        let extra = extra(text.as_str());
        let file = &picked.file;
        let bytes = text.as_str().as_bytes().to_vec();
        files.insert(format!("articles/article{file}.txt"), bytes);
        for (mark, span) in picked.spans() {
            let tag = plain(corpus.tag(mark));
            for fragment in span.fragments() {
                if let Some((start, end)) = Unit::Chars.offsets(text, *fragment) {
                    let (start, end) = (shorter(&extra, start), shorter(&extra, end));
                    table.push_str(&format!("{file}\t{tag}\t{start}\t{end}\n"));
                }
            }
        }
    }
    files.insert("spans.labels".to_owned(), table.into_bytes());
    files
}

/// The code points that are the second half of a line end, in order.
fn extra(text: &str) -> Vec<usize> {
    let letters = text.chars().zip(text.chars().skip(1)).enumerate();
    let pairs = letters.filter(|(_, pair)| *pair == ('\r', '\n'));
    pairs.map(|(place, _)| place + 1).collect()
}

/// A position without what Python does not see.
fn shorter(extra: &[usize], position: usize) -> usize {
    position - extra.partition_point(|place| *place < position)
}

/// The position that became this one; of two, the one after the line end.
fn longer(extra: &[usize], position: usize) -> usize {
    let mut found = position;
    for place in extra {
        if *place > found {
            break;
        }
        found = found.saturating_add(1);
    }
    found
}

fn read(gather: &mut Gather, files: &Files) {
    let mut rows: Vec<(String, String, usize, Row)> = Vec::new();
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".labels")) {
        gather.in_file(name);
        let Some(text) = text_of(gather, bytes) else {
            continue;
        };
        for (place, line) in text.lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            match row(line) {
                Some((article, row)) => rows.push((article, name.clone(), place + 1, row)),
                None => {
                    let what =
                        "this line was left out: it is not an article, a tag, a start and an end";
                    gather.leave_out(place + 1, what.to_owned());
                }
            }
        }
    }
    let mut texts = std::collections::BTreeMap::new();
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".txt")) {
        let file = name.rsplit('/').next().unwrap_or(name);
        let stem = file.strip_suffix(".txt").unwrap_or(file);
        let id = stem.strip_prefix("article").unwrap_or(stem);
        texts.insert(id.to_owned(), (name, bytes));
    }
    for (id, name, line, _) in &rows {
        if !texts.contains_key(id) {
            gather.in_file(name);
            let what = format!("there is no text of article {id:?}; the mark was left out");
            gather.leave_out(*line, what);
        }
    }
    for (id, (name, bytes)) in texts {
        gather.in_file(name);
        let Some(text) = utf8(gather, bytes) else {
            continue;
        };
        let extra = extra(text);
        let own = rows.iter().filter(|(article, ..)| *article == id);
        let spans = own.map(|(_, _, line, row)| SpanRecord {
            line: Some(*line),
            tag: row.tag.clone(),
            fragments: vec![(longer(&extra, row.start), longer(&extra, row.end))],
            ..SpanRecord::default()
        });
        let spans: Vec<SpanRecord> = spans.collect();
        if let Some((_, table, ..)) = rows.iter().find(|(article, ..)| *article == id) {
            gather.in_file(table);
        }
        gather.article(ArticleRecord {
            id: Some(id),
            text: text.to_owned(),
            spans,
            ..ArticleRecord::default()
        });
    }
}

struct Row {
    tag: String,
    start: usize,
    end: usize,
}

fn row(line: &str) -> Option<(String, Row)> {
    let cells: Vec<&str> = line.trim_end_matches('\r').split('\t').collect();
    let (id, tag, start, end) = match cells.as_slice() {
        [id, tag, start, end] => (id, *tag, start, end),
        [id, start, end] => (id, "span", start, end),
        _ => return None,
    };
    let row = Row {
        tag: tag.to_owned(),
        start: start.trim().parse().ok()?,
        end: end.trim().parse().ok()?,
    };
    Some(((*id).to_owned(), row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_end_of_two_counts_as_one_and_back() {
        let text = "a\r\nb\r\n\r\nc\rd";
        let extra = extra(text);
        assert_eq!(extra, [2, 5, 7]);
        // Python reads "a\nb\n\nc\nd".
        for (ours, theirs) in [
            (0, 0),
            (1, 1),
            (3, 2),
            (4, 3),
            (6, 4),
            (8, 5),
            (9, 6),
            (11, 8),
        ] {
            assert_eq!(shorter(&extra, ours), theirs, "{ours}");
            assert_eq!(longer(&extra, theirs), ours, "{theirs}");
        }
    }
}
