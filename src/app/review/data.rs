//! The queue and the current dispute as plain rows.

use std::collections::BTreeMap;

use crate::project::tagset::Colour;
use crate::project::{Annotation, Id, Verdict};
use crate::review::settle::{Case, Matter, Progress, Review, Tally};
use crate::text::boundary::count_words;
use crate::workbench::{ReviewDesk, Workbench};

/// A tag as a chip shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    /// Its letter.
    pub letter: String,
    /// Its colour.
    pub colour: Colour,
    /// Its name.
    pub name: String,
}

/// How many cases each kind has, in the order of kinds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kinds {
    /// All.
    pub all: usize,
    /// Each kind that there is, as in data.
    pub of: Vec<(&'static str, usize)>,
}

/// How far a case is, as its row shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Nothing was decided.
    Open,
    /// It is decided.
    Decided,
    /// It shall be talked about.
    Discuss,
    /// It waits.
    Later,
    /// It was decided, and a colleague says something else since.
    Stale,
}

/// A row of the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueRow {
    /// The kind in words.
    pub kind: String,
    /// What each who takes part says; none for nothing.
    pub faces: Vec<Option<Face>>,
    /// The words that it is about.
    pub words: String,
    /// How far it is.
    pub sign: Sign,
    /// Whether the guideline does not say what is right there.
    pub gap: bool,
}

impl Kinds {
    /// Counts the cases of a review.
    pub fn of(review: &Review) -> Self {
        let mut counts: BTreeMap<usize, (&'static str, usize)> = BTreeMap::new();
        for case in review.cases() {
            let dispute = review.dispute(case).map(|(_, dispute)| dispute.kind);
            let order = dispute.map_or(0, |kind| kind as usize + 1);
            counts.entry(order).or_insert((review.kind(case), 0)).1 += 1;
        }
        Self {
            all: review.cases().len(),
            of: counts.into_values().collect(),
        }
    }
}

impl Sign {
    /// The sign of the case at a place.
    pub fn of(desk: &ReviewDesk, place: usize) -> Self {
        match desk.progress(place) {
            None | Some(Progress::Open) => Self::Open,
            Some(Progress::Decided(_)) => Self::Decided,
            Some(Progress::Aside(Verdict::Discuss)) => Self::Discuss,
            Some(Progress::Aside(_)) => Self::Later,
            Some(Progress::Stale(_)) => Self::Stale,
        }
    }

    /// The word for it; nothing for what is open.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "",
            Self::Decided => "decided",
            Self::Discuss => "to discuss",
            Self::Later => "later",
            Self::Stale => "changed since",
        }
    }
}

/// The kind of a case in words: «link end».
pub fn kind_words(review: &Review, case: &Case) -> String {
    review.kind(case).replace('_', " ")
}

/// The row of the case at a place of the review.
pub fn row(workbench: &Workbench, desk: &ReviewDesk, place: usize) -> Option<QueueRow> {
    let review = desk.review();
    let case = review.cases().get(place)?;
    let (_, words) = review.place_words(case);
    let decision = workbench.project().decision(&case.key);
    Some(QueueRow {
        kind: kind_words(review, case),
        faces: faces(workbench, review, case),
        words: one_line(&words),
        sign: Sign::of(desk, place),
        gap: decision.is_some_and(|it| it.gap),
    })
}

impl QueueRow {
    /// What the row is called: «boundary “Those instruments”, decided».
    pub fn label(&self, number: usize) -> String {
        let sign = match self.sign.word() {
            "" => String::new(),
            word => format!(", {word}"),
        };
        let gap = if self.gap { ", guideline gap" } else { "" };
        format!(
            "Dispute {number}: {} “{}”{sign}{gap}",
            self.kind, self.words
        )
    }
}

fn faces(workbench: &Workbench, review: &Review, case: &Case) -> Vec<Option<Face>> {
    if let Matter::Conflict(dispute) = &case.about {
        let entry = dispute
            .article
            .as_ref()
            .and_then(|id| workbench.project().entry(id));
        let mark = entry.and_then(|entry| entry.annotation(&dispute.thing));
        return mark
            .map(|mark| Some(face(workbench, review, 0, &mark.tag)))
            .into_iter()
            .collect();
    }
    let voices = review.voices(case).into_iter();
    voices
        .map(|voice| {
            let tag = review.tag(case, voice.number)?;
            Some(face(workbench, review, voice.number, &tag))
        })
        .collect()
}

/// A tag as one's own tagset has it, or else a colleague's.
pub fn face(workbench: &Workbench, review: &Review, number: usize, tag: &Id) -> Face {
    let theirs = review.colleagues().get(number);
    let own = workbench.project().tagset().tag(tag);
    let known = own.or_else(|| theirs?.project.tagset().tag(tag));
    known.map_or_else(
        || Face {
            letter: "?".to_owned(),
            colour: Colour::Grey,
            name: tag.to_string(),
        },
        |tag| Face {
            letter: tag.letter.to_string(),
            colour: tag.colour,
            name: tag.name.clone(),
        },
    )
}

/// The letters that stand for the colleagues: the first of each name, with a number where two would
/// be the same.
pub fn initials(review: &Review) -> Vec<String> {
    let first = |name: &str| {
        let letter = name.chars().find(|it| it.is_alphanumeric()).unwrap_or('?');
        letter.to_uppercase().to_string()
    };
    let letters: Vec<String> = review.names().map(first).collect();
    let numbered = letters.iter().enumerate().map(|(place, letter)| {
        let same = |it: &&String| *it == letter;
        match letters.iter().filter(same).count() {
            1 => letter.clone(),
            _ => {
                let before = letters.iter().take(place).filter(same).count();
                format!("{letter}{}", before + 1)
            }
        }
    });
    numbered.collect()
}

/// «6 disputed, 2 of them decided» and whatever waits.
pub fn tally_words(tally: &Tally) -> Vec<String> {
    let mut words = vec![
        format!("{} agreed", tally.agreed),
        format!("{} disputed", tally.cases),
        format!("{} of them decided", tally.decided),
    ];
    if tally.aside > 0 {
        words.push(format!("{} waiting", tally.aside));
    }
    if tally.stale > 0 {
        words.push(format!("{} changed since", tally.stale));
    }
    words
}

/// What was decided, and by whom.
pub fn verdict_words(verdict: &Verdict, author: &str) -> String {
    let what = match verdict {
        Verdict::Open => return String::new(),
        Verdict::Reading(of) => format!("Taken: {of}’s reading"),
        Verdict::Both => "Taken: all readings".to_owned(),
        Verdict::Neither => "Taken: none of them".to_owned(),
        Verdict::Redrawn => "Set right by hand".to_owned(),
        Verdict::Discuss => "To be discussed".to_owned(),
        Verdict::Later => "Left for later".to_owned(),
    };
    match author {
        "" => what,
        author => format!("{what}, by {author}"),
    }
}

/// How many words marks have: «5 words»; «implicit» for those that have none in the text.
pub fn length(marks: &[std::sync::Arc<Annotation>], text: &crate::text::Text) -> String {
    if marks.iter().all(|mark| mark.is_implicit()) {
        return "implicit".to_owned();
    }
    let words = marks.iter().map(|mark| count_words(&mark.words(text)));
    let pieces = match marks.len() {
        0 | 1 => String::new(),
        many => format!(" in {many} marks"),
    };
    match words.sum::<usize>() {
        1 => format!("1 word{pieces}"),
        many => format!("{many} words{pieces}"),
    }
}

/// Words that may go over several lines, on one.
pub fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
