//! What all texts have in common: one kind of line ends, a title, and what is said of both.

use std::borrow::Cow;

use super::facts::Draft;
use super::{ArticleError, Reading};
use crate::formats::{counted, excerpt};
use crate::project::{LineEnds, Origin};

/// The longest title, in code points.
const TITLE: usize = 120;

/// A draft as a text with a title and its provenance.
pub(super) fn reading(draft: Draft, mut origin: Origin) -> Result<Reading, ArticleError> {
    let text = draft.text.strip_prefix('\u{feff}').unwrap_or(&draft.text);
    if text.trim().is_empty() {
        return Err(ArticleError::Blank);
    }
    let mut notices = draft.notices;
    let (text, line_ends) = normal_line_ends(text);
    origin.line_ends = line_ends;
    notices.extend(line_end_notice(line_ends));
    let hidden = text
        .chars()
        .filter(|char| char.is_control() && !"\n\t\u{c}".contains(*char));
    match hidden.count() {
        0 => {}
        count => notices.push(format!(
            "holds {}, kept as they are",
            counted(count, "control character")
        )),
    }
    Ok(Reading {
        title: draft.title.map_or_else(
            || title_of(&text, &origin.file),
            |title| excerpt(&title, TITLE),
        ),
        text: text.into_owned(),
        meta: draft.meta,
        origin,
        notices,
        encodings: Vec::new(),
    })
}

/// The text with LF for every line end, and which others there were.
pub(super) fn normal_line_ends(text: &str) -> (Cow<'_, str>, LineEnds) {
    let (pairs, returns) = (text.matches("\r\n").count(), text.matches('\r').count());
    let feeds = text.matches('\n').count();
    let kind = match (pairs, returns - pairs, feeds - pairs) {
        (0, 0, _) => return (Cow::Borrowed(text), LineEnds::Kept),
        (_, 0, 0) => LineEnds::FromCrLf,
        (0, _, 0) => LineEnds::FromCr,
        _ => LineEnds::FromMixed,
    };
    (
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        kind,
    )
}

fn line_end_notice(line_ends: LineEnds) -> Option<String> {
    let found = match line_ends {
        LineEnds::Kept => return None,
        LineEnds::FromCrLf => "line ends were CRLF",
        LineEnds::FromCr => "line ends were CR",
        LineEnds::FromMixed => "line ends were of several kinds",
    };
    Some(format!("{found} and are LF now"))
}

/// The first line that is not blank, cut at a word if it is long; the file's name without its
/// extension if there is none.
fn title_of(text: &str, file: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty());
    let Some(line) = line else {
        return file
            .rsplit_once('.')
            .map_or(file, |(stem, _)| stem)
            .to_owned();
    };
    if line.chars().count() <= TITLE {
        return line.to_owned();
    }
    let cut = excerpt(line, TITLE - 1);
    let words = cut.trim_end_matches('…');
    let at_word = words
        .rsplit_once(char::is_whitespace)
        .map_or(words, |(start, _)| start);
    format!("{}…", at_word.trim_end())
}
