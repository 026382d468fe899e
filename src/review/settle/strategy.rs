//! Settling many cases at once: what all agree on, by a rule, or as one was settled.

use std::collections::{BTreeMap, BTreeSet};

use super::decide::{Choice, Settled};
use super::draft::{Draft, Hand};
use super::{Case, Progress, Review, Voice};
use crate::project::{Annotation, Project};
use crate::review::compare::{About, DisputeKind, Reading};

/// A rule by which open cases are decided. What it leaves stays in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// What all say who take part.
    Unanimous,
    /// What more than half of those say who take part.
    Majority,
    /// What at least so many say, if no more than one reading reaches that.
    AtLeast(usize),
    /// What this colleague says, oneself being 0.
    Annotator(usize),
    /// Everything that anybody marked, side by side.
    Union,
}

impl Review {
    /// Takes over what all agree on where one has not begun the article oneself: marks with their
    /// links. Where one has, one has it already.
    pub fn take_agreed(&self, mine: &Project, hand: &mut Hand<'_>) -> Settled {
        let mut draft = Draft::new(self, mine, hand);
        let mut count = 0;
        for (sheet, compared) in self.sheets.iter().enumerate() {
            // Marks on which all agree may still be linked in different ways.
            let disputes = compared.report.disputes.iter();
            let disputed: BTreeSet<usize> = disputes
                .filter(|it| !matches!(it.about, About::Arrows(_)))
                .map(|it| it.position)
                .collect();
            for (position, it) in compared.report.positions.iter().enumerate() {
                let spot = (sheet, position);
                let begun = it.readings.first() != Some(&Reading::NotDone);
                if begun || disputed.contains(&position) || !draft.held(spot).is_empty() {
                    continue;
                }
                let readings = it.readings.iter().enumerate();
                let mut marked = readings.filter(|(_, it)| !it.marks().is_empty());
                let Some((number, reading)) = marked.next() else {
                    continue;
                };
                let before = draft.made();
                match draft.add_all(spot, number, reading.marks()) {
                    Ok(()) => count += 1,
                    Err(_) => draft.go_back(before),
                }
            }
        }
        draft.finish(count)
    }

    /// Decides by a rule what is open.
    pub fn by_strategy(&self, mine: &Project, strategy: Strategy, hand: &mut Hand<'_>) -> Settled {
        let cases = self.cases.iter().enumerate();
        let open = cases.filter(|(_, case)| self.progress(mine, case) == Progress::Open);
        let choices = open.filter_map(|(place, case)| Some((place, self.choose(case, strategy)?)));
        let choices: Vec<_> = choices.collect();
        self.decide_all(mine, &choices, hand)
    }

    /// What a rule says of a case; none if it leaves it.
    pub fn choose(&self, case: &Case, strategy: Strategy) -> Option<Choice> {
        // What a merge left is nobody's to decide by counting.
        let (_, dispute) = self.dispute(case)?;
        let voices = self.voices(case);
        let needed = match strategy {
            Strategy::Annotator(number) => {
                let place = voices.iter().position(|voice| voice.number == number);
                return place.map(Choice::Reading);
            }
            Strategy::Union => {
                let marks = dispute.about == About::Marks && dispute.kind != DisputeKind::Identity;
                let arrows = matches!(dispute.about, About::Arrows(_));
                return (marks || arrows).then_some(Choice::Both);
            }
            Strategy::Unanimous => voices.len(),
            Strategy::Majority => voices.len() / 2 + 1,
            Strategy::AtLeast(number) => number.max(1),
        };
        let mut counts: BTreeMap<Option<&str>, (usize, usize)> = BTreeMap::new();
        for (place, voice) in voices.iter().enumerate() {
            let known = counts.entry(voice.words.as_deref()).or_insert((0, place));
            known.0 += 1;
        }
        let mut enough = counts.values().filter(|(count, _)| *count >= needed);
        match (enough.next(), enough.next()) {
            (Some((_, place)), None) => Some(Choice::Reading(*place)),
            _ => None,
        }
    }

    /// The open cases that are like one: of its kind, with the same readings by the same people
    /// where readings are tags, values or names, and with the same tags where they are words.
    pub fn alike(&self, mine: &Project, place: usize) -> Vec<usize> {
        let Some(one) = self.cases.get(place).and_then(|case| self.likeness(case)) else {
            return Vec::new();
        };
        let cases = self.cases.iter().enumerate();
        let alike = cases.filter(|(other, case)| {
            *other != place
                && self.progress(mine, case) == Progress::Open
                && self.likeness(case).as_ref() == Some(&one)
        });
        alike.map(|(place, _)| place).collect()
    }

    /// What cases that are alike have in common; none for one that is like no other.
    fn likeness(&self, case: &Case) -> Option<(DisputeKind, Vec<(usize, String)>)> {
        let (compared, dispute) = self.dispute(case)?;
        let voices = self.voices(case);
        let words = |voice: &Voice| voice.words.clone().unwrap_or_default();
        let position = compared.report.positions.get(dispute.position);
        let marks = |number: usize| {
            let reading = position.and_then(|it| it.readings.get(number));
            reading.map(Reading::marks).unwrap_or_default()
        };
        let length = |mark: &Annotation| mark.span().map_or(0, crate::span::Span::len);
        let total = |number: usize| marks(number).iter().map(|mark| length(mark)).sum::<usize>();
        let longest = voices.iter().map(|voice| total(voice.number)).max();
        let common = voices.iter().map(|voice| {
            let tag = marks(voice.number).first().map_or("", |it| it.tag.as_str());
            let said = match dispute.kind {
                DisputeKind::Boundary | DisputeKind::Fragments => {
                    let longer = Some(total(voice.number)) == longest;
                    format!("{tag} {longer}")
                }
                DisputeKind::LinkEnd => {
                    let words = words(voice);
                    let kind = words.split(':').next().unwrap_or_default();
                    format!("{tag} {kind}")
                }
                _ => words(voice),
            };
            (voice.number, said)
        });
        Some((dispute.kind, common.collect()))
    }
}
