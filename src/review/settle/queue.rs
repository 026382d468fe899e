//! Which cases are listed, and in which order.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::{Case, Matter, Progress, Review};
use crate::project::{Edit, Id, Project};
use crate::review::compare::{DisputeKind, Reading};
use crate::review::confusion::{Confusion, about, each_two, pair};
use crate::span::{Span, runs};
use crate::text::TextRange;

/// Which cases are listed; all, unless something is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Those of this kind, as in data.
    pub kind: Option<&'static str>,
    /// Those at positions where two colleagues gave these tags.
    pub cell: Option<Cell>,
    /// Those in which these two colleagues say different things.
    pub pair: Option<(usize, usize)>,
    /// Those at positions where somebody gave this tag.
    pub tag: Option<Id>,
    /// Those of this article.
    pub article: Option<Id>,
    /// Those whose words begin in this stretch of their article.
    pub words: Option<TextRange>,
    /// Those whose decision is stale.
    pub stale: bool,
}

impl Filter {
    /// The same kind, and nothing else asked for.
    pub fn of_kind(kind: Option<&'static str>) -> Self {
        Self {
            kind,
            ..Self::default()
        }
    }

    /// Whether more than a kind is asked for.
    pub fn is_narrow(&self) -> bool {
        *self != Self::of_kind(self.kind)
    }
}

/// Two colleagues, and the tag that each gave; none where they marked nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// The colleagues, oneself being 0.
    pub who: (usize, usize),
    /// What each said.
    pub tags: (Option<Id>, Option<Id>),
}

/// In which order cases are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// As they stand in the articles.
    #[default]
    Text,
    /// One kind after the other.
    Kind,
    /// By the tags that the readings give.
    Tags,
    /// By how much of the text is in dispute, most first.
    Weight,
}

impl Order {
    /// Every order.
    pub const ALL: [Self; 4] = [Self::Text, Self::Kind, Self::Tags, Self::Weight];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "by place",
            Self::Kind => "by kind",
            Self::Tags => "by tags",
            Self::Weight => "by weight",
        }
    }
}

/// How far a review is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Positions on which all agree.
    pub agreed: usize,
    /// Cases in all.
    pub cases: usize,
    /// Those that are decided.
    pub decided: usize,
    /// Those that were put aside.
    pub aside: usize,
    /// Those whose decision is stale.
    pub stale: usize,
}

impl Tally {
    /// Of a review of which nothing is decided.
    pub(super) fn of(review: &Review) -> Self {
        Self {
            agreed: review.sheets().iter().map(|it| it.report.agreed()).sum(),
            cases: review.cases().len(),
            ..Self::default()
        }
    }

    /// Counts a case that is so far, or no longer counts it.
    pub(super) fn count(&mut self, progress: &Progress, counts: bool) {
        let count = match progress {
            Progress::Open => return,
            Progress::Decided(_) => &mut self.decided,
            Progress::Aside(_) => &mut self.aside,
            Progress::Stale(_) => &mut self.stale,
        };
        *count = match counts {
            true => *count + 1,
            false => count.saturating_sub(1),
        };
    }
}

impl Review {
    /// The places of the cases that a filter lists, in order.
    pub fn listed(&self, filter: &Filter, order: Order) -> Vec<usize> {
        let cases = self.cases().iter().enumerate();
        let shown = cases.filter(|(_, case)| self.shows(filter, case));
        let mut places: Vec<usize> = shown.map(|(place, _)| place).collect();
        match order {
            Order::Text => {}
            Order::Kind => places.sort_by_cached_key(|place| self.kind_order(*place)),
            Order::Tags => places.sort_by_cached_key(|place| {
                let tags = self.cases().get(*place).map(|case| self.tags(case));
                (tags, self.kind_order(*place))
            }),
            Order::Weight => places.sort_by_cached_key(|place| {
                let case = self.cases().get(*place);
                Reverse(case.map_or(0, |case| self.weight(case)))
            }),
        }
        places
    }

    /// How many bytes of the text are in dispute: those that not all who take part have marked, or
    /// all, if it is about the tag. What is about no words weighs nothing, and what a merge has
    /// left most, for the marks around it may depend on it.
    pub fn weight(&self, case: &Case) -> usize {
        let Some((compared, dispute)) = self.dispute(case) else {
            return usize::MAX;
        };
        let whole = match dispute.kind {
            DisputeKind::Tag => true,
            DisputeKind::Missing | DisputeKind::Boundary | DisputeKind::Fragments => false,
            _ => return 0,
        };
        let position = compared.report.positions.get(dispute.position);
        let readings = position
            .map(|it| it.readings.as_slice())
            .unwrap_or_default();
        let part = readings
            .iter()
            .filter(|it| **it != Reading::NotDone)
            .count();
        let spans = readings.iter().enumerate().flat_map(|(number, reading)| {
            let spans = reading.marks().iter().filter_map(|mark| mark.span());
            spans.map(move |span| (number, span.clone()))
        });
        let spans: Vec<(usize, Span)> = spans.collect();
        let runs = runs(&spans, compared.sheet.article.text.range()).into_iter();
        let disputed = runs.filter(|run| {
            let who: BTreeSet<&usize> = run.keys.iter().collect();
            whole || who.len() < part
        });
        disputed.map(|run| run.range.len()).sum()
    }

    fn kind_order(&self, place: usize) -> Option<DisputeKind> {
        let case = self.cases().get(place)?;
        self.dispute(case).map(|(_, dispute)| dispute.kind)
    }

    fn shows(&self, filter: &Filter, case: &Case) -> bool {
        let kind = filter.kind.is_none_or(|kind| self.kind(case) == kind);
        let article = filter.article.as_ref();
        let article = article.is_none_or(|article| self.is_in(case, article));
        let tag = filter.tag.as_ref();
        let tag = tag.is_none_or(|tag| self.all_tags(case).contains(tag));
        let pair = filter.pair.is_none_or(|pair| self.parts(case, pair));
        let words = filter.words.is_none_or(|words| self.begins_in(case, words));
        let all = kind && article && tag && pair && words;
        all && filter
            .cell
            .as_ref()
            .is_none_or(|cell| self.is_in_cell(case, cell))
    }

    /// Whether a case lies behind a cell of the table of tags: where the tags differ, the disputes
    /// about that, and where they are the same, whatever else is in dispute.
    fn is_in_cell(&self, case: &Case, cell: &Cell) -> bool {
        let Some((compared, dispute)) = self.dispute(case) else {
            return false;
        };
        let position = compared.report.positions.get(dispute.position);
        let same = position.and_then(|it| pair(it, cell.who)).as_ref() == Some(&cell.tags);
        same && about(&cell.tags).is_none_or(|about| dispute.kind == about)
    }

    /// Who gave which tag where the other gave which, for each two of those who take part.
    pub fn confusions(&self) -> Vec<Confusion> {
        let names: Vec<&str> = self.names().collect();
        each_two(&names, self.sheets().iter().map(|it| &it.report))
    }

    /// Whether two colleagues take part in a case and say different things in it.
    fn parts(&self, case: &Case, (one, other): (usize, usize)) -> bool {
        if matches!(case.about, Matter::Conflict(_)) {
            return false;
        }
        let voices = self.voices(case);
        let said = |number: usize| {
            let voice = voices.iter().find(|voice| voice.number == number);
            voice.map(|voice| &voice.words)
        };
        match (said(one), said(other)) {
            (Some(one), Some(other)) => one != other,
            _ => false,
        }
    }

    fn begins_in(&self, case: &Case, words: TextRange) -> bool {
        let start = self.range(case).map(|range| range.start);
        start.is_some_and(|start| words.start <= start && start < words.end)
    }

    /// Every tag that somebody gave at a case's position.
    pub fn all_tags(&self, case: &Case) -> BTreeSet<Id> {
        let readings = self.spot(case).map(|spot| self.readings(spot));
        let marks = readings
            .unwrap_or_default()
            .iter()
            .flat_map(|it| it.marks());
        marks.map(|mark| mark.tag.clone()).collect()
    }

    /// The tag that a colleague gave at a case's position, of the first of several marks.
    pub fn tag(&self, case: &Case, number: usize) -> Option<Id> {
        let marks = self.marks(self.spot(case)?, number);
        marks.first().map(|mark| mark.tag.clone())
    }

    /// The tags that those who take part gave at a case's position.
    pub fn tags(&self, case: &Case) -> Vec<Option<Id>> {
        let voices = self.voices(case);
        voices
            .iter()
            .map(|voice| self.tag(case, voice.number))
            .collect()
    }

    /// Whether a case is about an article.
    pub fn is_in(&self, case: &Case, article: &Id) -> bool {
        match &case.about {
            Matter::Dispute { sheet, .. } => self.article(*sheet) == Some(article),
            Matter::Conflict(dispute) => dispute.article.as_ref() == Some(article),
        }
    }

    /// How far the review is.
    pub fn tally(&self, mine: &Project) -> Tally {
        let mut tally = Tally::of(self);
        for case in self.cases() {
            tally.count(&self.progress(mine, case), true);
        }
        tally
    }

    /// The article of a case.
    pub fn article_of(&self, case: &Case) -> Option<Id> {
        self.place_words(case).0
    }

    /// From the first to the last word of a case's position, of all readings; none if it has none
    /// in the text.
    pub fn range(&self, case: &Case) -> Option<TextRange> {
        let readings = self.readings(self.spot(case)?).iter();
        let marks = readings.flat_map(|reading| reading.marks());
        let hulls = marks.filter_map(|mark| mark.span()).map(Span::hull);
        hulls.reduce(TextRange::hull)
    }

    /// What strikes a case off that a merge has left; none for a difference of readings.
    pub fn strike_off(&self, case: &Case) -> Option<Edit> {
        match &case.about {
            Matter::Conflict(dispute) => Some(Edit::Dispute {
                id: dispute.id.clone(),
                to: None,
            }),
            Matter::Dispute { .. } => None,
        }
    }

    /// The first mark of one's own that stands for a case's position now.
    pub fn held_mark(&self, mine: &Project, case: &Case) -> Option<Id> {
        if let Matter::Conflict(dispute) = &case.about {
            let entry = mine.entry(dispute.article.as_ref()?)?;
            return entry.annotation(&dispute.thing).map(|mark| mark.id.clone());
        }
        let spot = self.spot(case)?;
        let entry = mine.entry(self.article(spot.0)?)?;
        let mut held = self.held.get(&spot)?.iter();
        held.find(|id| entry.annotation(id).is_some()).cloned()
    }
}
