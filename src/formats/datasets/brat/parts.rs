//! The lines of a file, in parts that are read at once: most are marks in one piece, which say
//! nothing of other lines.

use memchr::{memchr, memchr_iter};

use crate::formats::datasets::few::Few;
use crate::formats::datasets::gather::{Gather, SpanRecord};
use crate::formats::datasets::utf8::{NotUtf8, checked};
use crate::formats::{Position, Severity, at_once};
use crate::project::Id;
use crate::text::Text;

/// Some of the lines of a file: the marks in one piece, which most lines are, and all that has to be
/// read in its turn.
pub(super) struct Part<'t> {
    pub(super) spans: Vec<SpanRecord>,
    /// The other lines, with their numbers.
    pub(super) rest: Vec<(usize, &'t str)>,
}

impl<'t> Part<'t> {
    /// Of some lines, with the number of the first.
    pub(super) fn of((first, lines): (usize, &'t str)) -> Self {
        let mut part = Self {
            spans: Vec::with_capacity(memchr_iter(b'\n', lines.as_bytes()).count()),
            rest: Vec::new(),
        };
        for (place, words) in lines.split('\n').enumerate() {
            let words = words.strip_suffix('\r').unwrap_or(words);
            match plain_mark(first + place, words) {
                Some(mark) => part.spans.push(mark),
                None if words.trim().is_empty() => {}
                None => part.rest.push((first + place, words)),
            }
        }
        part
    }
}

/// The lines of a file in parts, and the text, frozen; both at once if they are long.
pub(super) fn parts_and_text<'l>(
    lines: &'l [u8],
    text: &[u8],
) -> (Result<Vec<Part<'l>>, NotUtf8>, Result<Text, NotUtf8>) {
    /// As many bytes of lines are worth another thread.
    const LONG: usize = 1 << 20;
    let freeze = || Ok(Text::new(checked(text)?));
    let lines = lines.strip_prefix("\u{feff}".as_bytes()).unwrap_or(lines);
    let split = || Ok(parts(checked(lines)?));
    if lines.len() < LONG {
        let parts = split().map(|parts| parts.into_iter().map(Part::of).collect());
        return (parts, freeze());
    }
    let read = || split().map(|parts| at_once::each(parts, Part::of));
    let (parts, text) = at_once::both(read, freeze);
    (parts, text.unwrap_or_else(freeze))
}

/// The text as the positions count it. Many programs read a CRLF as one letter, and no byte order mark:
/// if more marks stand on their words then, the text is taken so, which is said.
pub(super) fn as_counted(gather: &mut Gather, text: Text, parts: &[Part<'_>]) -> Text {
    let words = text.as_str();
    let bare = words.strip_prefix('\u{feff}');
    let joined = words.contains("\r\n").then(|| words.replace("\r\n", "\n"));
    let both = joined.as_deref().and_then(|it| it.strip_prefix('\u{feff}'));
    let others = [
        (bare, "without its byte order mark"),
        (joined.as_deref(), "with LF for CRLF"),
        (both, "with LF for CRLF and without its byte order mark"),
    ];
    let unit = gather.unit();
    let in_place = |text: &Text, span: &SpanRecord| {
        let piece = span.fragments.first().zip(span.quotes.first());
        piece.is_some_and(|((start, end), quote)| {
            let range = unit.range(text, *start, *end);
            range.and_then(|range| text.slice(range)) == Some(&**quote)
        })
    };
    let spans = || parts.iter().flat_map(|part| &part.spans);
    let count = |text: &Text| spans().filter(|span| in_place(text, span)).count();
    let mut best = None;
    for (words, how) in others {
        let other = words.map(Text::new);
        let most = |it: &Text| count(best.as_ref().map_or(&text, |(best, _)| best)) < count(it);
        if let Some(other) = other.filter(most) {
            best = Some((other, how));
        }
    }
    let Some((best, how)) = best else {
        return text;
    };
    let what = format!("the positions are those of the text {how}: it was taken so");
    gather.say_at(Position::START, Severity::Warning, what);
    best
}

/// A text in parts, one a thread, that end with a line's end; each with the number of its first line.
fn parts(lines: &str) -> Vec<(usize, &str)> {
    let size = lines.len().div_ceil(at_once::threads());
    let (mut parts, mut first, mut rest) = (Vec::new(), 1, lines);
    while !rest.is_empty() {
        let bytes = rest.as_bytes();
        let end = bytes.get(size..).and_then(|late| memchr(b'\n', late));
        let end = end.map_or(rest.len(), |end| size + end + 1);
        let (part, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        parts.push((first, part));
        first += memchr_iter(b'\n', part.as_bytes()).count();
        rest = after;
    }
    parts
}

/// The mark of a line, if it is one piece that says its words.
fn plain_mark(line: usize, words: &str) -> Option<SpanRecord> {
    let mut cells = words.splitn(3, '\t');
    let (id, middle, mention) = (cells.next()?, cells.next()?, cells.next()?);
    let (tag, ends) = middle.split_once(' ')?;
    let piece = pair(ends).filter(|_| id.starts_with('T'))?;
    Some(SpanRecord {
        line: Some(line),
        id: Some(Id::new(id)),
        tag: Id::new(tag),
        quotes: quotes(&[piece], mention),
        fragments: [piece].into(),
        ..SpanRecord::default()
    })
}

/// The start and the end of a piece.
pub(super) fn pair(ends: &str) -> Option<(usize, usize)> {
    let (start, end) = ends.trim().split_once(' ')?;
    Some((start.parse().ok()?, end.trim().parse().ok()?))
}

/// The words of each fragment: they stand in the mention one after the other, a blank between.
pub(super) fn quotes(pieces: &[(usize, usize)], mention: &str) -> Few<Box<str>> {
    let mut rest = mention;
    let quote = |(start, end): &(usize, usize)| {
        let length = end.saturating_sub(*start);
        let at = match rest.is_ascii() {
            true => length.min(rest.len()),
            false => rest
                .char_indices()
                .nth(length)
                .map_or(rest.len(), |it| it.0),
        };
        let (words, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let mut after = after.chars();
        after.next();
        rest = after.as_str();
        words.into()
    };
    pieces.iter().map(quote).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_end_with_lines_and_know_their_numbers() {
        for lines in [
            "",
            "a",
            "a\n",
            "\n\n",
            "a\nb\nc\nd",
            "long line\r\nb\n\n\nc",
        ] {
            let parts = parts(lines);
            let whole: String = parts.iter().map(|(_, part)| *part).collect();
            assert_eq!(whole, lines);
            let mut first = 1;
            for (number, part) in parts {
                assert_eq!(number, first, "{lines:?}");
                first += part.matches('\n').count();
            }
        }
    }

    #[test]
    fn a_mark_in_one_piece_that_says_its_words_is_plain() {
        let plain = |line: &str| {
            plain_mark(1, line).map(|mark| (mark.fragments.to_vec(), mark.quotes.to_vec()))
        };
        let quote = |words: &str| Some((vec![(3, 8)], vec![Box::from(words)]));
        assert_eq!(plain("T1\tclaim 3 8\tłwords"), quote("łword"));
        assert_eq!(plain("T1\tclaim 3 8\t"), quote(""));
        for line in [
            "T1\tclaim 3 8",
            "T1\tclaim 3 5;6 8\tab cd",
            "T1\tclaim 3\tab",
            "T1\tclaim -3 8\tab",
            "E1\tclaim 3 8\tab",
            "",
        ] {
            assert_eq!(plain(line), None, "{line:?}");
        }
    }
}
