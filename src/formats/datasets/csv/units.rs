//! Tables of units without a head and without a text: annotator, tag, start, end.

use crate::formats::Severity;
use crate::formats::datasets::gather::{ArticleRecord, Gather, SpanRecord};
use crate::project::Id;
use crate::text::Text;

/// A row of a table of units: annotator, tag, start, end.
pub(super) fn is_unit(row: &csv::StringRecord) -> bool {
    let number = |at| {
        row.get(at)
            .is_some_and(|cell| cell.trim().parse::<f64>().is_ok())
    };
    row.len() == 4 && number(2) && number(3)
}

/// Units of annotators on a line of time or text that is not there: marks on dots.
pub(super) fn continuum(gather: &mut Gather, name: &str, units: &[(usize, Vec<String>)]) {
    let number = |cell: Option<&String>| {
        let float: f64 = cell?.trim().parse().ok()?;
        // As a word, so that no cast can go wrong.
        format!("{:.0}", float.round()).parse::<usize>().ok()
    };
    let mut spans = Vec::new();
    for (line, row) in units {
        let (annotator, tag) = (row.first(), row.get(1));
        match (number(row.get(2)), number(row.get(3))) {
            (Some(start), Some(end)) => spans.push(SpanRecord {
                line: Some(*line),
                tag: Id::new(tag.map_or("", String::as_str)),
                fragments: [(start, end)].into(),
                annotator: annotator.cloned(),
                ..SpanRecord::default()
            }),
            _ => gather.leave_out(*line, "this row has no start and end".to_owned()),
        }
    }
    let last = spans
        .iter()
        .flat_map(|span| span.fragments.iter())
        .map(|(_, end)| *end)
        .max();
    // A number of a stranger must not fill the memory.
    const LONGEST: usize = 10_000_000;
    let length = last.unwrap_or_default().min(LONGEST);
    let file = name.rsplit('/').next().unwrap_or(name);
    let what = "there is no text, only positions: the marks stand on dots";
    gather.say(1, Severity::Warning, what.to_owned());
    gather.article(ArticleRecord {
        line: 1,
        id: Some(
            file.rsplit_once('.')
                .map_or(file, |(stem, _)| stem)
                .to_owned(),
        ),
        text: Text::new("·".repeat(length)),
        spans,
        ..ArticleRecord::default()
    });
}
