//! Words in any case, found at the speed of a search for bytes: the rarest character of the words
//! is looked for in each form that it can have, and only where it stands are the others looked at.

use memchr::memmem;

use super::fold::{fold, preimages};
use super::{SearchOptions, is_whole_word};
use crate::text::TextRange;

/// Words ready to be looked for.
#[derive(Clone, Debug)]
pub(super) struct Quick {
    options: SearchOptions,
    /// The words, folded.
    needle: Vec<char>,
    /// Which of their characters is looked for.
    anchor: usize,
    /// Its forms of one byte, at most three, and a search for each longer one.
    bytes: Vec<u8>,
    longer: Vec<memmem::Finder<'static>>,
}

/// English letters, the commonest first, in which the rarest letter of a word is looked for.
const COMMON: &str = " etaoinshrdlcumwfgypbvkjxqz";

impl Quick {
    /// Words to look for; none if they cannot be looked for like this.
    pub(super) fn new(needle: &[char], options: SearchOptions) -> Option<Self> {
        if options.fold_accents || needle.is_empty() {
            return None;
        }
        let forms = |char: char| match options.match_case {
            true => vec![char],
            false => preimages(char),
        };
        let cost = |char: char| {
            let rank = COMMON.chars().position(|common| common == char);
            let often = rank.map_or(0, |rank| COMMON.len() - rank);
            let short = |form: &char| form.is_ascii();
            let (bytes, longer): (Vec<char>, Vec<char>) = forms(char).into_iter().partition(short);
            // A form of more bytes costs one more search, which is cheap where it never stands.
            (bytes.len() > 3, often + 4 * longer.len())
        };
        let anchor = (0..needle.len()).min_by_key(|at| needle.get(*at).map(|char| cost(*char)))?;
        let mut quick = Self {
            options,
            needle: needle.to_vec(),
            anchor,
            bytes: Vec::new(),
            longer: Vec::new(),
        };
        for form in forms(*needle.get(anchor)?) {
            match u8::try_from(form) {
                Ok(byte) if form.is_ascii() => quick.bytes.push(byte),
                _ => {
                    let finder = memmem::Finder::new(form.to_string().as_bytes()).into_owned();
                    quick.longer.push(finder);
                }
            }
        }
        (quick.bytes.len() <= 3).then_some(quick)
    }

    /// Every place of the words that begins from `from` on and before `until`, in order, without
    /// overlaps.
    pub(super) fn find(&self, text: &str, from: usize, until: usize, hits: &mut Vec<TextRange>) {
        let begun = hits.len();
        // A character before the words' anchor may be as long as any.
        let reach = self.anchor * 4 + 4;
        let end = text.floor_char_boundary(until.saturating_add(reach));
        let area = text.as_bytes().get(from..end).unwrap_or_default();
        let mut streams: Vec<Stream<'_>> = self
            .longer
            .iter()
            .map(|finder| Stream::new(Box::new(finder.find_iter(area))))
            .collect();
        let bytes: Option<Box<dyn Iterator<Item = usize> + '_>> = match self.bytes.as_slice() {
            [] => None,
            [one] => Some(Box::new(memchr::memchr_iter(*one, area))),
            [one, two] => Some(Box::new(memchr::memchr2_iter(*one, *two, area))),
            [one, two, three, ..] => Some(Box::new(memchr::memchr3_iter(*one, *two, *three, area))),
        };
        streams.extend(bytes.map(Stream::new));
        if let [only] = streams.as_mut_slice() {
            let first = only.next.take();
            for at in first.into_iter().chain(&mut only.rest) {
                self.look_at(text, from + at, (from, until), hits);
            }
        } else {
            while let Some(stream) = streams
                .iter_mut()
                .filter(|stream| stream.next.is_some())
                .min_by_key(|stream| stream.next)
            {
                let Some(at) = stream.next.take() else { break };
                stream.next = stream.rest.next();
                self.look_at(text, from + at, (from, until), hits);
            }
        }
        tidy(hits, begun);
    }

    /// Looks whether the words stand where their anchor does.
    fn look_at(
        &self,
        text: &str,
        at: usize,
        (from, until): (usize, usize),
        hits: &mut Vec<TextRange>,
    ) {
        let Some((before, after)) = text.split_at_checked(at) else {
            return;
        };
        let Some(char) = after.chars().next() else {
            return;
        };
        let mut folded = ['\0'; 3];
        let count = self.folded(char, &mut folded);
        let folded = folded.get(..count).unwrap_or_default();
        for offset in (0..count).rev() {
            let Some(first) = self.anchor.checked_sub(offset) else {
                continue;
            };
            let here = self.needle.get(first..first + count);
            if here != Some(folded) {
                continue;
            }
            let (head, tail) = (self.needle.get(..first), self.needle.get(first + count..));
            let rest = after.get(char.len_utf8()..).unwrap_or_default();
            let start = self.backward(before, head.unwrap_or_default());
            let end = self.forward(rest, tail.unwrap_or_default());
            let (Some(start), Some(end)) = (start, end) else {
                continue;
            };
            let range = TextRange::new(at - start, at + char.len_utf8() + end);
            let inside = range.start.0 >= from && range.start.0 < until;
            if inside && (!self.options.whole_word || is_whole_word(text, range)) {
                hits.push(range);
            }
        }
    }

    /// How many bytes before the anchor the words' head takes.
    fn backward(&self, text: &str, mut head: &[char]) -> Option<usize> {
        let mut taken = 0;
        let mut chars = text.chars().rev();
        while !head.is_empty() {
            let char = chars.next()?;
            let mut folded = ['\0'; 3];
            let count = self.folded(char, &mut folded);
            head = head.strip_suffix(folded.get(..count)?)?;
            taken += char.len_utf8();
        }
        Some(taken)
    }

    /// How many bytes after the anchor the words' tail takes.
    fn forward(&self, text: &str, mut tail: &[char]) -> Option<usize> {
        let mut taken = 0;
        let mut chars = text.chars();
        while !tail.is_empty() {
            let char = chars.next()?;
            let mut folded = ['\0'; 3];
            let count = self.folded(char, &mut folded);
            tail = tail.strip_prefix(folded.get(..count)?)?;
            taken += char.len_utf8();
        }
        Some(taken)
    }

    /// What a character folds to, three characters at most, and how many they are.
    fn folded(&self, char: char, folded: &mut [char; 3]) -> usize {
        let mut count = 0;
        fold(char, self.options, |to| {
            if let Some(slot) = folded.get_mut(count) {
                *slot = to;
                count += 1;
            }
        });
        count
    }
}

/// The places of one form, the next of them at hand.
struct Stream<'a> {
    next: Option<usize>,
    rest: Box<dyn Iterator<Item = usize> + 'a>,
}

impl<'a> Stream<'a> {
    fn new(mut rest: Box<dyn Iterator<Item = usize> + 'a>) -> Self {
        Self {
            next: rest.next(),
            rest,
        }
    }
}

/// Puts what was found since `begun` in order and takes out what overlaps something before it.
fn tidy(hits: &mut Vec<TextRange>, begun: usize) {
    let mut last = begun
        .checked_sub(1)
        .and_then(|at| hits.get(at))
        .map(|hit| hit.end);
    let found = hits.get_mut(begun..).unwrap_or_default();
    if !found.is_sorted() {
        found.sort_unstable();
    }
    let mut at = 0;
    hits.retain(|hit| {
        at += 1;
        if at <= begun {
            return true;
        }
        let free = last.is_none_or(|last| hit.start >= last);
        if free {
            last = Some(hit.end);
        }
        free
    });
}
