//! The inputs: news-like text and marks on it, the same bytes on every machine.
//!
//! A size is known by the SHA-256 of its text and of its marks as standoff lines, so that two
//! figures measured in two places are of the same input.

use std::sync::Arc;

use postil::formats::tagset_file::default_tagset;
use postil::project::build::EntryParts;
use postil::project::{
    Annotation, Article, Id, Metadata, Origin, Place, Project, Stamp, Status, Time,
};
use postil::span::Span;
use postil::text::{CharIndex, Digest, Text, TextRange};

/// How much text there is, in code points, and how many marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// What it is called in the table.
    pub name: &'static str,
    /// Code points, at least; the last paragraph is finished.
    pub chars: usize,
    /// Marks.
    pub marks: usize,
    /// The first 16 digits of the SHA-256 of the text and of the marks as standoff lines.
    pub digests: [&'static str; 2],
}

/// A long report.
pub const S: Size = Size {
    name: "S",
    chars: 100_000,
    marks: 1_000,
    digests: ["88bf6e5542e8251c", "4193b0a24f959149"],
};
/// A short book.
pub const M: Size = Size {
    name: "M",
    chars: 1_000_000,
    marks: 10_000,
    digests: ["50c8267f5a34042a", "72960647e2cc89b0"],
};
/// A long book.
pub const L: Size = Size {
    name: "L",
    chars: 10_000_000,
    marks: 100_000,
    digests: ["8e65811bacd9db08", "84efc6539f2baa71"],
};

/// A mark: first and last code point (exclusive) and which of [`LABELS`].
pub type Mark = (usize, usize, usize);

/// The tags of the marks.
pub const LABELS: [&str; 4] = ["claim", "rebuttal", "entity", "source"];

const WORDS: &str = "the of and to in a said that for on is was with he as by at from his it an \
    were are which has have be this had but not they who will one been more government minister \
    report police people year time official company market city state president court study \
    claims evidence source according spokesman denied rejected policy energy vaccine climate \
    border trade million percent economy bank election party vote parliament research university \
    hospital council Zürich São café naïve “quoted” résumé Łódź Київ 東京 😀 — …";

/// Steele, Lea and Flood's SplitMix64.
pub struct Random(u64);

impl Random {
    /// A sequence of its own for each seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `end`, which it never is.
    pub fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }
}

/// Text of about `chars` code points: sentences of 8 to 24 words, paragraphs of 3 to 6 sentences.
pub fn text(chars: usize) -> String {
    text_from(chars, 1)
}

/// The same from another seed.
pub fn text_from(chars: usize, seed: u64) -> String {
    let words: Vec<(&str, usize)> = WORDS
        .split_whitespace()
        .map(|word| (word, word.chars().count()))
        .collect();
    let mut random = Random::new(seed);
    let (mut text, mut count) = (String::with_capacity(chars + chars / 10), 0);
    while count < chars {
        for sentence in 0..3 + random.below(4) {
            if sentence > 0 {
                text.push(' ');
                count += 1;
            }
            for place in 0..8 + random.below(17) {
                let (word, length) = words[random.below(words.len())];
                count += length + 1;
                if place > 0 {
                    text.push(' ');
                    text.push_str(word);
                    continue;
                }
                let mut letters = word.chars();
                text.extend(letters.next().into_iter().flat_map(char::to_uppercase));
                text.push_str(letters.as_str());
            }
            // The blanks between the words and the full stop are as many as the words.
            text.push('.');
        }
        text.push('\n');
        count += 1;
    }
    text
}

/// Marks on whole words, never over the end of a line, sorted; they may overlap.
pub fn marks(text: &str, count: usize) -> Vec<Mark> {
    marks_from(text, count, 2)
}

/// The same from another seed.
pub fn marks_from(text: &str, count: usize, seed: u64) -> Vec<Mark> {
    let (mut starts, mut ends, mut line_ends) = (Vec::new(), Vec::new(), Vec::new());
    let (mut in_word, mut length) = (false, 0);
    for (at, letter) in text.chars().enumerate() {
        length = at + 1;
        let blank = matches!(letter, ' ' | '\n');
        if !blank && !in_word {
            starts.push(at);
        } else if blank && in_word {
            ends.push(at);
        }
        in_word = !blank;
        if letter == '\n' {
            line_ends.push(at);
        }
    }
    if in_word {
        ends.push(length);
    }
    let mut random = Random::new(seed);
    let mut marks: Vec<Mark> = (0..count)
        .map(|_| {
            let first = random.below(starts.len());
            let words = if random.below(4) == 0 {
                5 + random.below(15)
            } else {
                1 + random.below(3)
            };
            let last = (first + words - 1).min(starts.len() - 1);
            let (start, mut end) = (starts[first], ends[last]);
            let line = line_ends.partition_point(|at| *at < start);
            if let Some(at) = line_ends.get(line)
                && end > *at
            {
                end = *at;
            }
            if end <= start {
                end = ends[first];
            }
            (start, end, random.below(LABELS.len()))
        })
        .collect();
    // By the names of the labels, and those are in no order of the alphabet that matters here.
    marks.sort_by_key(|(start, end, label)| (*start, *end, LABELS[*label]));
    marks
}

/// The marks as lines of brat's standoff format.
pub fn standoff(text: &Text, marks: &[Mark]) -> String {
    use std::fmt::Write as _;
    let mut lines = String::new();
    for (at, (start, end, label)) in marks.iter().enumerate() {
        let words = text.slice(range(text, *start, *end)).expect("whole words");
        writeln!(
            lines,
            "T{}\t{} {start} {end}\t{words}",
            at + 1,
            LABELS[*label]
        )
        .expect("a string takes all");
    }
    lines
}

fn range(text: &Text, start: usize, end: usize) -> TextRange {
    let byte = |char| text.byte_from_char(CharIndex(char)).expect("a place");
    TextRange::new(byte(start), byte(end))
}

/// The marks as annotations. The same words never have the same tag by the same person twice.
pub fn annotations(text: &Text, marks: &[Mark]) -> Vec<Arc<Annotation>> {
    let mut same = 0;
    let made = marks.iter().enumerate().map(|(at, mark)| {
        let before = at.checked_sub(1).map(|before| marks[before]);
        same = if before == Some(*mark) { same + 1 } else { 0 };
        let (start, end, label) = *mark;
        let author = match same {
            0 => "Mara".to_owned(),
            more => format!("reader {more}"),
        };
        Arc::new(Annotation {
            id: Id::new(format!("T{:07}", at + 1)),
            tag: LABELS[label].into(),
            place: Place::Span(Span::single(range(text, start, end), text).expect("whole words")),
            attributes: Default::default(),
            note: Default::default(),
            identity: None,
            stamp: Stamp::new(&author, Time::new(1_700_000_000_000)),
        })
    });
    made.collect()
}

/// An article with this text and nothing else.
pub fn article(id: &str, text: Text) -> Arc<Article> {
    Arc::new(Article {
        id: id.into(),
        title: id.to_owned(),
        text,
        meta: Metadata::default(),
        origin: Origin::default(),
    })
}

/// A project of articles with marks.
pub fn project_of(articles: Vec<(Arc<Article>, Vec<Arc<Annotation>>)>) -> Project {
    let parts = articles
        .into_iter()
        .map(|(article, annotations)| EntryParts {
            article,
            status: Status::default(),
            annotations,
            links: Vec::new(),
        });
    let tagset = Arc::new(default_tagset());
    Project::build(tagset, Vec::new(), parts.collect(), Vec::new()).expect("a sound project")
}

/// The digests of an input of this size as it is made here.
pub fn digests(size: Size) -> [String; 2] {
    let text = Text::new(text(size.chars));
    let lines = standoff(&text, &marks(text.as_str(), size.marks));
    [text.digest(), Digest::of(lines.as_bytes())].map(|digest| {
        let mut digits = digest.to_string();
        digits.truncate(16);
        digits
    })
}

/// A short article, and after it one of this size with its marks.
pub fn project(size: Size) -> Project {
    let short = article(
        "Short",
        Text::new("The harbour lay quiet. Boats came and went.\n"),
    );
    let text = Text::new(text(size.chars));
    let marks = annotations(&text, &marks(text.as_str(), size.marks));
    project_of(vec![(article(size.name, text), marks), (short, Vec::new())])
}
