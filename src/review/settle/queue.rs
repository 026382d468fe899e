//! Which cases are listed, and in which order.

use std::collections::BTreeSet;

use super::{Case, Matter, Progress, Review};
use crate::project::{Edit, Id, Project};
use crate::review::compare::DisputeKind;
use crate::span::Span;
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
}

impl Order {
    /// Every order.
    pub const ALL: [Self; 3] = [Self::Text, Self::Kind, Self::Tags];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "by place",
            Self::Kind => "by kind",
            Self::Tags => "by tags",
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
        }
        places
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
        all && filter.cell.as_ref().is_none_or(|cell| {
            let two = [cell.who.0, cell.who.1].map(|number| self.tag(case, number));
            let same = two == [cell.tags.0.clone(), cell.tags.1.clone()];
            // Where the tags differ, the cell lists exactly the disputes about that.
            let about = match &cell.tags {
                (Some(one), Some(other)) => (one != other).then_some("tag"),
                _ => Some("missing"),
            };
            same && about.is_none_or(|about| self.kind(case) == about)
        })
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
        let agreed = self.sheets().iter().map(|it| it.report.agreed()).sum();
        let mut tally = Tally {
            agreed,
            cases: self.cases().len(),
            ..Tally::default()
        };
        for case in self.cases() {
            match self.progress(mine, case) {
                Progress::Open => {}
                Progress::Decided(_) => tally.decided += 1,
                Progress::Aside(_) => tally.aside += 1,
                Progress::Stale(_) => tally.stale += 1,
            }
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
