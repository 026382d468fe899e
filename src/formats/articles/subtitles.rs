//! Subtitles: what is said, without when.

use super::Draft;
use super::html;
use super::prose::{Gap, Prose, one_line};

/// A silence of so many milliseconds between two subtitles begins a new paragraph.
const PAUSE: u64 = 1_500;

/// One subtitle: when it comes and goes, in milliseconds, and its lines.
struct Cue {
    start: u64,
    end: u64,
    words: String,
}

/// Whether a text begins as subtitles do: WebVTT's word, or a number and a line of times.
pub(super) fn looks_like(head: &str) -> bool {
    let head = head.trim_start_matches('\u{feff}');
    let mut lines = head.lines().map(str::trim).filter(|line| !line.is_empty());
    match lines.next() {
        Some(first) if first == "WEBVTT" || first.starts_with("WEBVTT ") => true,
        Some(first) => {
            first.bytes().all(|byte| byte.is_ascii_digit())
                && lines.next().is_some_and(|line| times(line).is_some())
        }
        None => false,
    }
}

/// Reads subtitles. Those that follow each other without a pause are one paragraph; a dash or a
/// name at the start of a line begins a new one.
pub(super) fn read(text: &str) -> Draft {
    let cues = cues(text);
    let count = cues.len();
    let mut prose = Prose::new(usize::MAX);
    let (mut before, mut last): (Option<Cue>, String) = (None, String::new());
    for cue in cues {
        let pause = before
            .as_ref()
            .is_none_or(|before| cue.start.saturating_sub(before.end) >= PAUSE);
        prose.gap(if pause { Gap::Paragraph } else { Gap::Blank });
        for line in cue.words.lines().map(one_line) {
            // Rolling captions say the line before once more.
            if line.is_empty() || (line == last && !pause) {
                continue;
            }
            if begins_speech(&line) {
                prose.gap(Gap::Paragraph);
            }
            prose.gap(Gap::Blank);
            prose.words(&line);
            last = line;
        }
        before = Some(cue);
    }
    let mut draft = Draft::of(prose.finish());
    let what = crate::formats::counted(count, "subtitle");
    draft.notices.push(format!(
        "kept what is said in {what}; times and styles are left out"
    ));
    draft
}

/// Whether a line is another voice's.
fn begins_speech(line: &str) -> bool {
    let dash = line.starts_with(['-', '–', '—']) || line.starts_with(">>");
    let name = line.split_once(':').is_some_and(|(name, said)| {
        said.starts_with(' ')
            && name.chars().count() <= 30
            && name.chars().any(char::is_alphabetic)
            && name.chars().all(|c| c.is_uppercase() || !c.is_alphabetic())
    });
    dash || name
}

fn cues(text: &str) -> Vec<Cue> {
    let mut cues: Vec<Cue> = Vec::new();
    let mut open = false;
    let mut number = None;
    for line in text.lines() {
        if let Some((start, end)) = times(line) {
            cues.push(Cue {
                start,
                end,
                words: String::new(),
            });
            (open, number) = (true, None);
        } else if line.trim().is_empty() {
            open = false;
        } else if let Some(cue) = cues.last_mut() {
            // After an empty line comes the number of the next one; if no times follow, the empty
            // line stood inside.
            if !open && line.trim().bytes().all(|byte| byte.is_ascii_digit()) {
                number = Some(line);
            } else if open {
                for line in number.take().into_iter().chain([line]) {
                    cue.words.push_str(&plain(line));
                    cue.words.push('\n');
                }
            }
        }
    }
    cues
}

/// The words of a line: its tags are left out, the voice of WebVTT stands before its words.
fn plain(line: &str) -> String {
    let mut spoken = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("<v") {
        let Some((voice, after)) = after.split_once('>') else {
            break;
        };
        spoken.push_str(before);
        let name = voice.split_once(char::is_whitespace).map(|(_, name)| name);
        if let Some(name) = name.map(str::trim).filter(|name| !name.is_empty()) {
            spoken.push_str(&name.to_uppercase());
            spoken.push_str(": ");
        }
        rest = after;
    }
    spoken.push_str(rest);
    without_styles(&html::words_of(&spoken))
}

/// A line without the `{\an8}` of other programs.
fn without_styles(line: &str) -> String {
    let mut words = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("{\\") {
        words.push_str(before);
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    words.push_str(rest);
    words
}

/// The times of `00:00:01,000 --> 00:00:02,500`, in milliseconds.
fn times(line: &str) -> Option<(u64, u64)> {
    let (start, end) = line.split_once("-->")?;
    let end = end.split_whitespace().next()?;
    Some((time(start.trim())?, time(end)?))
}

fn time(text: &str) -> Option<u64> {
    let (clock, part) = text.rsplit_once([',', '.'])?;
    let part: u64 = part.parse().ok().filter(|part| *part < 1000)?;
    let mut seconds = 0_u64;
    for number in clock.split(':') {
        let number: u64 = number.parse().ok().filter(|number| *number < 100_000)?;
        seconds = seconds.checked_mul(60)?.checked_add(number)?;
    }
    clock.contains(':').then_some(())?;
    seconds.checked_mul(1000)?.checked_add(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_both_notations_and_nothing_else_is() {
        assert_eq!(times("00:00:01,000 --> 00:01:02,500"), Some((1000, 62_500)));
        assert_eq!(
            times("01:02.500 --> 01:03.000 align:start"),
            Some((62_500, 63_000))
        );
        for no in [
            "a --> b",
            "1 --> 2",
            "00:00:01,000",
            "99999999999:0,1 --> 0:0,1",
        ] {
            assert_eq!(times(no), None, "{no}");
        }
    }
}
