//! Lines become paragraphs: what a page breaks is joined, what is on every page is left out.

use std::collections::{BTreeMap, BTreeSet};

use super::lines::Line;

/// What stands on so many pages at the top or the bottom is no part of the text.
const OFTEN: usize = 3;
/// So many lines before and after a line tell how wide its column is.
const NEAR: usize = 4;

/// The text of a document, and what was done to it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Joined {
    pub(super) paragraphs: Vec<String>,
    /// Words that were broken at the end of a line.
    pub(super) hyphens: usize,
    /// Lines that stand on many pages.
    pub(super) repeated: usize,
}

/// Joins the lines of pages.
pub(super) fn join(mut pages: Vec<Vec<Line>>) -> Joined {
    let mut joined = Joined {
        repeated: leave_out_repeated(&mut pages),
        ..Joined::default()
    };
    let hyphenated = hyphenated(&pages);
    let mut before: Option<(Line, Column)> = None;
    for page in &pages {
        let leading = leading(page);
        let mut fresh = true;
        for (at, line) in page.iter().enumerate() {
            let near = page.iter().skip(at.saturating_sub(NEAR)).take(2 * NEAR + 1);
            let column = Column::of(line, near, leading);
            let goes_on = before.as_ref().is_some_and(|(before, of)| match fresh {
                true => goes_on_elsewhere(before, of, line),
                false => goes_on(before, of, line),
            });
            match joined.paragraphs.last_mut().filter(|_| goes_on) {
                Some(paragraph) => {
                    joined.hyphens += usize::from(append(paragraph, &line.text, &hyphenated));
                }
                None => joined.paragraphs.push(line.text.clone()),
            }
            before = Some((line.clone(), column));
            fresh = false;
        }
    }
    joined
}

/// What is known of the lines round a line.
#[derive(Clone, Copy, Debug)]
struct Column {
    /// Where the longest line of its column ends.
    right: f64,
    /// From line to line.
    leading: f64,
    /// Whether the line begins with a sign of a list.
    item: bool,
}

impl Column {
    fn of<'l>(line: &Line, near: impl Iterator<Item = &'l Line>, leading: f64) -> Self {
        let beside = |other: &&Line| {
            let near = (other.start - line.start).abs() < 3.0 * line.size;
            near && other.runs_with(line.towards) && other.size < 1.2 * line.size
        };
        let ends = near.filter(beside).map(|other| other.end);
        Self {
            right: ends.fold(line.end, f64::max),
            leading,
            item: is_item(&line.text),
        }
    }
}

/// Whether a line begins with the sign or the number of a list.
fn is_item(text: &str) -> bool {
    let head = text.split_whitespace().next().unwrap_or_default();
    let number = head.trim_end_matches(['.', ')']);
    let numbered = number.len() < head.len() && number.len() < 4;
    let digits = !number.is_empty() && number.chars().all(|it| it.is_ascii_digit());
    (numbered && digits) || ["•", "–", "—", "*", "▪", "◦", "·", "‣"].contains(&head)
}

/// Whether a line is one of a table of contents: dots, and the number of a page.
fn is_entry(text: &str) -> bool {
    let dots = ["....", ". . . .", ": : : :", "…….", "……"];
    text.ends_with(char::is_alphanumeric) && dots.iter().any(|it| text.contains(it))
}

/// Whether a line goes on with what the line before it says, which is of the same page.
fn goes_on(before: &Line, of: &Column, line: &Line) -> bool {
    let ratio = line.size / before.size;
    if !before.runs_with(line.towards) || !(0.93..1.08).contains(&ratio) {
        return false;
    }
    let down = before.height - line.height;
    if down <= 0.0 || down > 12.0 * of.leading {
        return goes_on_elsewhere(before, of, line);
    }
    let indent = line.start - before.start;
    let far = down > 1.35 * of.leading.max(line.size);
    // The words of a list stand to the right of its signs.
    let indented = indent > 0.8 * line.size && indent < 8.0 * line.size && !of.item;
    let ends = is_entry(&before.text) || is_item(&line.text) || is_short(before, of, line);
    !far && !indented && (!ends || is_open(before, line))
}

/// Whether a line goes on with what stands in another column or on another page.
fn goes_on_elsewhere(before: &Line, of: &Column, line: &Line) -> bool {
    let ratio = line.size / before.size;
    let same = before.runs_with(line.towards) && (0.93..1.08).contains(&ratio);
    let full = !ends_a_sentence(&before.text) && !is_short(before, of, line);
    same && (full || is_open(before, line))
}

/// Whether the words of two lines go on from one to the other in the middle of a sentence.
fn is_open(before: &Line, line: &Line) -> bool {
    let small = line.text.chars().next().is_some_and(char::is_lowercase);
    small && !ends_a_sentence(&before.text) && !is_entry(&before.text)
}

/// Whether the first word of the next line would have had room in the one before: then it ends
/// where it does on purpose.
fn is_short(before: &Line, of: &Column, line: &Line) -> bool {
    let letters = line.text.chars().count().max(1) as f64;
    let letter = (line.end - line.start) / letters;
    let word = line.text.split_whitespace().next().unwrap_or_default();
    let word = (word.chars().count() + 1) as f64 * letter;
    of.right - before.end > word + line.size
}

fn ends_a_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '”', '»', '’', '\'', ')', ']']);
    text.ends_with(['.', '!', '?', '…', ':', '。', '！', '？'])
}

/// How far it is from line to line, as often as not.
fn leading(page: &[Line]) -> f64 {
    let pairs = page.iter().zip(page.iter().skip(1));
    let down = pairs.filter_map(|(one, next)| {
        let down = one.height - next.height;
        let near = down > 0.5 * one.size && down < 2.5 * one.size;
        (near && (one.size / next.size - 1.0).abs() < 0.08).then_some(down)
    });
    let mut down: Vec<f64> = down.collect();
    down.sort_by(f64::total_cmp);
    // The lower third: gaps between paragraphs are larger.
    let usual = down.get(down.len() / 3).copied();
    usual.unwrap_or_else(|| page.iter().map(|it| 1.2 * it.size).fold(0.0, f64::max))
}

/// Adds a line to a paragraph. Says whether a word that was broken was made whole.
fn append(paragraph: &mut String, line: &str, hyphenated: &BTreeSet<String>) -> bool {
    let small = line.chars().next().is_some_and(char::is_lowercase);
    let broken = paragraph.strip_suffix(['-', '\u{2010}', '\u{ad}']);
    let broken = broken.filter(|it| small && it.ends_with(char::is_alphabetic));
    if let Some(whole) = broken {
        let head = last_word(whole);
        let word = line.split_whitespace().next().unwrap_or_default();
        let word = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        let kept = hyphenated.contains(&format!("{head}-{word}").to_lowercase());
        if !kept {
            paragraph.truncate(whole.len());
        }
        paragraph.push_str(line);
        return !kept;
    }
    let wide = |letter: Option<char>| letter.is_some_and(is_wide);
    let slash = paragraph.ends_with(['-', '/', '\u{2010}']);
    let together = wide(paragraph.chars().next_back()) && wide(line.chars().next());
    if !slash && !together {
        paragraph.push(' ');
    }
    paragraph.push_str(line);
    false
}

/// Whether no blanks stand between words of such letters.
fn is_wide(letter: char) -> bool {
    matches!(letter, '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{ffef}')
}

fn last_word(text: &str) -> &str {
    let start = text.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let word = text.get(start..).unwrap_or(text);
    word.trim_start_matches(|letter: char| !letter.is_alphanumeric())
}

/// The words with a hyphen that stand within lines.
fn hyphenated(pages: &[Vec<Line>]) -> BTreeSet<String> {
    let lines = pages.iter().flatten();
    let words = lines.flat_map(|line| line.text.split_whitespace());
    let words = words.map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric()));
    let words = words.filter(|word| word.contains('-'));
    words.map(str::to_lowercase).collect()
}

/// Takes away what stands on many pages at the top or the bottom, such as the page's number. Says
/// how many lines that are.
fn leave_out_repeated(pages: &mut [Vec<Line>]) -> usize {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages.iter() {
        let keys: BTreeSet<String> = edges(page)
            .into_iter()
            .filter_map(|at| key(page, at))
            .collect();
        for key in keys {
            *counts.entry(key).or_default() += 1;
        }
    }
    let mut gone = 0;
    for page in pages {
        let often = |at: &usize| {
            let key = key(page, *at);
            key.is_some_and(|key| counts.get(&key).is_some_and(|count| *count >= OFTEN))
        };
        let repeated: BTreeSet<usize> = edges(page).into_iter().filter(often).collect();
        gone += repeated.len();
        let mut at = 0..;
        page.retain(|_| at.next().is_none_or(|at| !repeated.contains(&at)));
    }
    gone
}

/// The places of the highest and the lowest lines of a page: two of each where there are many.
fn edges(page: &[Line]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..page.len()).collect();
    let height = |at: &usize| page.get(*at).map_or(0.0, |line| line.height);
    places.sort_by(|one, other| height(one).total_cmp(&height(other)));
    let each = match places.len() {
        0..=2 => 0,
        3..=8 => 1,
        _ => 2,
    };
    let high = places.iter().rev().take(each);
    places.iter().take(each).chain(high).copied().collect()
}

/// What a line says, with one sign for every number, and about how high it stands.
fn key(page: &[Line], at: usize) -> Option<String> {
    let line = page.get(at)?;
    let mut key = String::new();
    for letter in line.text.chars() {
        match letter.is_numeric() {
            true if key.ends_with('#') => {}
            true => key.push('#'),
            false => key.push(letter),
        }
    }
    Some(format!("{key} {:.0}", line.height / 4.0))
}
