//! `brat`: a folder with a `.txt` and an `.ann` an article, `annotation.conf` and `visual.conf`.
//!
//! As brat's own reader wants it: `T1<TAB>type start end[;start end]…<TAB>words`, a fragment a
//! line of the text, `R1<TAB>type Arg1:T1 Arg2:T2`, `A1<TAB>name T1 [value]`,
//! `N1<TAB>Reference T1 base:id<TAB>name`, `#1<TAB>AnnotatorNotes T1<TAB>note`, `*<TAB>Equiv T1 T2`.
//! What an `A` line cannot say (a number, a «no», several words) stands in a note of the type
//! `Value`, as a name and JSON.

mod conf;
mod parts;
mod read;
mod write;

use super::feature::{ABOUT_ARTICLES, COMMON, LEFT_OUT};
use super::{Feature, Format, Unit};

/// What the format is and can do.
pub const FORMAT: Format = Format {
    name: "brat",
    about: "brat standoff, a text and an annotation file an article",
    purpose: "work on in brat, or train what reads brat",
    extensions: &["ann"],
    folder: true,
    stream: None,
    lacks: &[
        &[
            (
                Feature::Authors,
                "left out; --separately writes a folder for each annotator",
            ),
            (Feature::Implicit, LEFT_OUT),
            (Feature::Breaks, LEFT_OUT),
            (Feature::BreakEnds, "the breaks are left out"),
            (Feature::MeetingFragments, "joined to one piece"),
            (Feature::MarkIds, "numbered T1, T2, …"),
            (Feature::LinkIds, "numbered R1, R2, …"),
            (Feature::OddNames, "written with _ for other letters"),
            (
                Feature::ArticleIds,
                "changed to a name that a file can have",
            ),
        ],
        ABOUT_ARTICLES,
        COMMON,
    ],
    unit: Some(Unit::Chars),
    offsets: "",
    specification: "https://brat.nlplab.org/standoff.html",
    recognises: |name, _| name.ends_with(".ann"),
    read: Some(read::read),
    write: Some(write::write),
};

/// A note or a name on one line: a backslash, a line break and a tab become escapes.
fn on_one_line(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '\\' => line.push_str("\\\\"),
            '\n' => line.push_str("\\n"),
            '\t' => line.push_str("\\t"),
            letter if super::corpus::is_break(letter) => {
                line.push_str(&format!("\\u{{{:x}}}", u32::from(letter)));
            }
            letter => line.push(letter),
        }
    }
    line
}

/// What [`on_one_line`] was made from; a backslash before anything else stays.
fn off_one_line(line: &str) -> String {
    let mut words = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('\\') {
        words.push_str(before);
        let (letter, skipped) = match after.chars().next() {
            Some('\\') => ('\\', 1),
            Some('n') => ('\n', 1),
            Some('t') => ('\t', 1),
            Some('u') => coded(after).unwrap_or(('\\', 0)),
            _ => ('\\', 0),
        };
        words.push(letter);
        rest = after.get(skipped..).unwrap_or_default();
    }
    words.push_str(rest);
    words
}

/// The letter of `u{85}`, and how long that is.
fn coded(after: &str) -> Option<(char, usize)> {
    let (code, _) = after.strip_prefix("u{")?.split_once('}')?;
    let letter = char::from_u32(u32::from_str_radix(code, 16).ok()?)?;
    Some((letter, code.len() + 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_goes_on_one_line_and_back() {
        for note in [
            "a\nb\tc\\d",
            "C:\\new",
            "\\u{85}",
            "x\u{85}\u{2028}\ry",
            "",
            "\\",
        ] {
            let line = on_one_line(note);
            assert_eq!(off_one_line(&line), note, "{line}");
            assert!(!line.contains(['\n', '\t', '\r', '\u{85}', '\u{2028}']));
        }
        assert_eq!(off_one_line("50\\% \\x \\u{zz}"), "50\\% \\x \\u{zz}");
    }
}
