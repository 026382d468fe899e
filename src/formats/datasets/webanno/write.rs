//! Articles as lines of tokens.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::json;

use super::{TEXT_ESCAPES, VALUE_ESCAPES, escaped};
use crate::formats::datasets::corpus::{Common, Corpus, Picked};
use crate::formats::datasets::json::attributes_of;
use crate::formats::datasets::offsets::Walk;
use crate::formats::datasets::tokens::{is_blank, tokens};
use crate::formats::datasets::{Files, Unit};
use crate::project::{Annotation, Attributes, Id, Link};
use crate::text::TextRange;

const HEAD: &str = "#FORMAT=WebAnno TSV 3.3\n\
#T_SP=webanno.custom.Mark|label|span_id|annotator|note|attributes|identity\n\
#T_RL=webanno.custom.Link|label|link_id|annotator|note|attributes|BT_webanno.custom.Mark\n\n\n";

/// How many columns the marks and the links have.
const COLUMNS: [usize; 2] = [6, 6];

/// As many columns as either has, with nothing in them.
const NONE: &str = "\t_\t_\t_\t_\t_\t_";

pub(super) fn write(corpus: &Corpus<'_>) -> Files {
    let mut files = Files::new();
    corpus.each(
        |common, picked| {
            let text = article(common, picked)?;
            Some((format!("{}.tsv", picked.file), text.into_bytes()))
        },
        |file| files.extend(file),
    );
    files
}

/// A piece of a mark on tokens; its number is its place in the list, from 1.
struct Piece {
    first: usize,
    after: usize,
    cells: Vec<String>,
}

fn article(corpus: &Common<'_>, picked: &Picked<'_>) -> Option<String> {
    let text = picked.text();
    let all = tokens(picked).into_iter().map(|token| token.range);
    let solid: Vec<TextRange> = all
        .filter(|range| !text.slice(*range).unwrap_or_default().chars().all(is_blank))
        .collect();
    let mut out = HEAD.to_owned();
    let rest = text.as_str().get(solid.first()?.start.0..)?;
    for line in rest.split('\n') {
        let _ = writeln!(out, "#Text={}", of_text(line));
    }
    let mut pieces: Vec<Piece> = Vec::new();
    let mut numbers: BTreeMap<&Id, usize> = BTreeMap::new();
    for (mark, span) in picked.spans() {
        for fragment in span.fragments() {
            let first = solid.partition_point(|token| token.start < fragment.start);
            let after = solid.partition_point(|token| token.end <= fragment.end);
            if first < after {
                let whole = !numbers.contains_key(&mark.id);
                let cells = of_mark(corpus, mark, whole);
                pieces.push(Piece {
                    first,
                    after,
                    cells,
                });
                numbers.entry(&mark.id).or_insert(pieces.len());
            }
        }
    }
    let rows = rows(picked, &pieces, &numbers);
    let mut walk = Walk::new(Unit::Utf16, text);
    for (place, range) in solid.iter().enumerate() {
        let (start, end) = walk.offsets(*range)?;
        let form = of_text(text.slice(*range)?);
        let _ = write!(out, "1-{}\t{start}-{end}\t{form}", place + 1);
        for (kind, columns) in COLUMNS.into_iter().enumerate() {
            let Some(items) = rows.on.get(&(place, kind)) else {
                out.push_str(NONE.get(..2 * columns).unwrap_or(NONE));
                continue;
            };
            for column in 0..columns {
                let cells = items
                    .iter()
                    .filter_map(|at| rows.cells.get(*at)?.get(column));
                for (number, cell) in cells.enumerate() {
                    out.push(if number == 0 { '\t' } else { '|' });
                    out.push_str(cell);
                }
            }
        }
        out.push_str("\t\n");
    }
    Some(out)
}

/// Words of the text, with escapes; an arrow needs none there.
fn of_text(words: &str) -> Cow<'_, str> {
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, ' ' | ',' | '.');
    match words.chars().all(plain) {
        true => Cow::Borrowed(words),
        false => Cow::Owned(escaped(words, &TEXT_ESCAPES).replace("\\->", "->")),
    }
}

/// The cells of the marks and the links.
#[derive(Default)]
struct Rows {
    cells: Vec<Vec<String>>,
    /// Which marks (0) and links (1) are on a token, by their places among the cells.
    on: BTreeMap<(usize, usize), Vec<usize>>,
}

fn rows(picked: &Picked<'_>, pieces: &[Piece], numbers: &BTreeMap<&Id, usize>) -> Rows {
    let mut rows = Rows::default();
    for (place, piece) in pieces.iter().enumerate() {
        let number = place + 1;
        let cells = piece.cells.iter().map(|cell| format!("{cell}[{number}]"));
        for token in piece.first..piece.after {
            rows.on.entry((token, 0)).or_default().push(place);
        }
        rows.cells.push(cells.collect());
    }
    for link in &picked.links {
        let end = |id| {
            let number = numbers.get(id)?;
            Some((*number, pieces.get(number.checked_sub(1)?)?.first))
        };
        let (Some((from, source)), Some((to, target))) = (end(&link.from), end(&link.to)) else {
            continue;
        };
        let mut cells = of_link(link);
        cells.push(format!("1-{}[{from}_{to}]", source + 1));
        let place = rows.cells.len();
        rows.on.entry((target, 1)).or_default().push(place);
        rows.cells.push(cells);
    }
    rows
}

/// What is said of a mark; of its second and further pieces only which mark they are of.
fn of_mark(corpus: &Common<'_>, mark: &Annotation, whole: bool) -> Vec<String> {
    let identity = corpus.identity(mark).map(|it| {
        let about = json!({"id": it.id.as_str(), "name": it.name, "kind": it.kind.as_str()});
        about.to_string()
    });
    let said = |words: &str| value(if whole { words } else { "" });
    vec![
        value(corpus.name(&mark.tag)),
        value(mark.id.as_str()),
        value(&mark.stamp.author),
        said(&mark.note),
        said(&values(&mark.attributes)),
        said(&identity.unwrap_or_default()),
    ]
}

fn of_link(link: &Link) -> Vec<String> {
    vec![
        value(link.kind.as_str()),
        value(link.id.as_str()),
        value(&link.stamp.author),
        value(&link.note),
        value(&values(&link.attributes)),
    ]
}

fn values(attributes: &Attributes) -> String {
    match attributes.is_empty() {
        true => String::new(),
        false => attributes_of(attributes).to_string(),
    }
}

/// A value as a cell: `*` for none, and as JSON if it has what the format has no escape for.
fn value(words: &str) -> String {
    if words.is_empty() {
        return "*".to_owned();
    }
    let odd = words
        .chars()
        .any(|letter| letter.is_control() && !matches!(letter, '\t' | '\n'));
    match odd || words.starts_with('"') {
        true => escaped(&json!(words).to_string(), &VALUE_ESCAPES),
        false => escaped(words, &VALUE_ESCAPES),
    }
}
