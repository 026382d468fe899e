//! Feedback: what was decided otherwise than an annotator marked it, and why.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::align::{Colleague, Refused};
use super::carry::Carried;
use super::compare::{ArticleReport, Dispute, DisputeKind, Position, Reading, Said, compare};
use crate::project::{self, Annotation, Article, DisputeReading, Id, Project, Subject};
use crate::span::Span;

/// What became of one annotator's marks.
#[derive(Clone, Debug, Default)]
pub struct Feedback {
    /// The annotator.
    pub annotator: String,
    /// Whose decisions they are held against.
    pub decider: String,
    /// The articles that the annotator did and on which something is decided.
    pub articles: Vec<ArticleFeedback>,
    /// Articles on which nothing is decided yet, by id.
    pub undecided: Vec<Id>,
    /// Articles of one name whose texts are too different.
    pub refused: Vec<Refused>,
    /// What became of decided marks on a text that nearly agrees with the annotator's.
    pub carried: Vec<Carried>,
}

/// What became of them on one article.
#[derive(Clone, Debug)]
pub struct ArticleFeedback {
    /// The article, as the annotator has it.
    pub article: Arc<Article>,
    /// How many places somebody marked.
    pub places: usize,
    /// How many of them are as the annotator marked them.
    pub same: usize,
    /// What was decided otherwise, in the order of the text.
    pub items: Vec<Item>,
}

/// One thing that was decided otherwise.
#[derive(Clone, Debug)]
pub struct Item {
    /// In what way.
    pub kind: DisputeKind,
    /// What it is about: the annotator's words, or those decided where they marked nothing.
    pub quote: String,
    /// What the annotator says; none if they say nothing.
    pub yours: Option<String>,
    /// What was decided; none if nothing is to stand there.
    pub decided: Option<String>,
    /// The notes on the marks that were decided.
    pub why: Vec<String>,
    /// Where the annotator's marks are.
    pub your_spans: Vec<Span>,
    /// Where the decided marks are.
    pub decided_spans: Vec<Span>,
    /// The mark that it is about: the annotator's, or the decided one where they have none.
    pub mark: Option<Id>,
}

impl Feedback {
    /// How often things were decided otherwise, by kind.
    pub fn counts(&self) -> BTreeMap<DisputeKind, usize> {
        let mut counts = BTreeMap::new();
        let items = self.articles.iter().flat_map(|article| &article.items);
        for item in items {
            *counts.entry(item.kind).or_default() += 1;
        }
        counts
    }

    /// How many places there are, and how many of them are as the annotator marked them.
    pub fn places(&self) -> (usize, usize) {
        let all = self.articles.iter();
        all.fold((0, 0), |sum, it| (sum.0 + it.places, sum.1 + it.same))
    }
}

/// Holds an annotator's marks against what was decided.
pub fn feedback(annotator: &Colleague, decided: &Colleague) -> Feedback {
    let report = compare(&[annotator.clone(), decided.clone()]);
    let alone = report.alone.into_iter();
    Feedback {
        annotator: annotator.name.clone(),
        decider: decided.name.clone(),
        articles: report.articles.iter().map(article).collect(),
        undecided: alone
            .filter(|(_, name)| *name == annotator.name)
            .map(|(id, _)| id)
            .collect(),
        refused: report.refused,
        carried: report.carried,
    }
}

/// The annotator's project with everything that was decided otherwise as disputes with both
/// readings, so that they can be gone through where the marks are.
pub fn with_disputes(project: &Project, feedback: &Feedback) -> Project {
    let mut all: Vec<Arc<project::Dispute>> = project.disputes().cloned().collect();
    let mut taken: BTreeMap<(Id, Id, DisputeKind), usize> = BTreeMap::new();
    for article in &feedback.articles {
        for item in &article.items {
            let reading = |value: &Option<String>, by: &str| DisputeReading {
                value: value.clone(),
                by: by.to_owned(),
            };
            let readings = vec![
                reading(&item.yours, &feedback.annotator),
                reading(&item.decided, &feedback.decider),
            ];
            let id = &article.article.id;
            let (subject, thing) = match &item.mark {
                Some(mark) => (Subject::Mark, mark),
                None => (Subject::Article, id),
            };
            let nth = taken.entry((id.clone(), thing.clone(), item.kind));
            let nth = nth.and_modify(|nth| *nth += 1).or_insert(1);
            // Of two values or links of one mark, each is a dispute of its own.
            let field = match nth {
                1 => item.kind.name().to_owned(),
                nth => format!("{} {nth}", item.kind.name()),
            };
            let dispute = project::Dispute::new(Some(id), subject, thing, &field, readings);
            all.push(Arc::new(dispute));
        }
    }
    project.clone().with_disputes(all)
}

fn article(report: &ArticleReport) -> ArticleFeedback {
    let items = report.disputes.iter().filter_map(|dispute| {
        let position = report.positions.get(dispute.position)?;
        Some(item(dispute, position))
    });
    ArticleFeedback {
        article: Arc::clone(&report.article),
        places: report.positions.len(),
        same: report.agreed(),
        items: items.collect(),
    }
}

fn item(dispute: &Dispute, position: &Position) -> Item {
    let marks = |number: usize| -> &[Arc<Annotation>] {
        let reading = position.readings.get(number);
        reading.map(Reading::marks).unwrap_or_default()
    };
    let said = |number: usize| match dispute.readings.get(number) {
        Some(Said::Words(words)) => Some(words.clone()),
        _ => None,
    };
    let spans = |number: usize| marks(number).iter().filter_map(|it| it.span().cloned());
    let notes = marks(1).iter().map(|mark| mark.note.trim().to_owned());
    let mark = marks(0).first().or(marks(1).first());
    Item {
        kind: dispute.kind,
        quote: dispute.quote.clone(),
        yours: said(0),
        decided: said(1),
        why: notes.filter(|note| !note.is_empty()).collect(),
        your_spans: spans(0).collect(),
        decided_spans: spans(1).collect(),
        mark: mark.map(|mark| mark.id.clone()),
    }
}
