//! Feedback: what was decided otherwise than an annotator marked it, and why, with what was said of
//! it.

mod talk;

use std::collections::BTreeMap;
use std::sync::Arc;

use self::talk::{Talk, in_order};
use super::align::{Colleague, Refused};
use super::carry::Carried;
use super::compare::{ArticleReport, Dispute, DisputeKind, Position, Reading, Said, compare};
use crate::project::{
    self, Annotation, Article, Comment, DisputeReading, Id, Project, Subject, Thread,
};
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
    /// What was said of places that are as the annotator marked them.
    pub talks: Vec<Talked>,
}

/// A thread about marks of which nothing was decided otherwise.
#[derive(Clone, Debug)]
pub struct Talked {
    /// The words of the marks.
    pub quote: String,
    /// The first of the annotator's marks, or else of those that were decided.
    pub mark: Option<Id>,
    /// The comments, the oldest first.
    pub talk: Vec<Arc<Comment>>,
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
    /// The notes on the marks that were decided, and what was written of the decision.
    pub why: Vec<String>,
    /// The guideline does not say what is right here.
    pub gap: bool,
    /// What was said of it, the oldest first.
    pub talk: Vec<Arc<Comment>>,
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
    let talk = Talk::of(annotator, decided);
    Feedback {
        annotator: annotator.name.clone(),
        decider: decided.name.clone(),
        articles: report
            .articles
            .iter()
            .map(|it| article(it, &talk))
            .collect(),
        undecided: alone
            .filter(|(_, name)| *name == annotator.name)
            .map(|(id, _)| id)
            .collect(),
        refused: report.refused,
        carried: report.carried,
    }
}

/// The annotator's project with everything that was decided otherwise as disputes with both
/// readings, so that they can be gone through where the marks are, and with what was said of it.
pub fn with_disputes(project: &Project, feedback: &Feedback) -> Project {
    let mut all: Vec<Arc<project::Dispute>> = project.disputes().cloned().collect();
    let mut comments: Vec<Arc<Comment>> = project.comments().cloned().collect();
    let mut say = |talk: &[Arc<Comment>], about: &Thread| {
        let new = talk.iter().filter(|it| project.comment(&it.id).is_none());
        comments.extend(new.map(|it| {
            Arc::new(Comment {
                about: about.clone(),
                ..Comment::clone(it)
            })
        }));
    };
    for article in &feedback.articles {
        let mut taken: BTreeMap<(&Id, DisputeKind), usize> = BTreeMap::new();
        let id = &article.article.id;
        for item in &article.items {
            let thing = item.mark.as_ref().unwrap_or(id);
            let nth = taken.entry((thing, item.kind)).or_default();
            *nth += 1;
            let dispute = dispute(id, item, *nth, feedback);
            say(&item.talk, &Thread::Dispute(dispute.case()));
            all.push(Arc::new(dispute));
        }
        for it in &article.talks {
            if let Some(mark) = it.mark.clone() {
                let article = id.clone();
                say(&it.talk, &Thread::Mark { article, mark });
            }
        }
    }
    project.clone().with_disputes(all).with_comments(comments)
}

/// The nth dispute of a kind about one thing.
fn dispute(article: &Id, item: &Item, nth: usize, feedback: &Feedback) -> project::Dispute {
    let reading = |value: &Option<String>, by: &str| DisputeReading {
        value: value.clone(),
        by: by.to_owned(),
    };
    let readings = vec![
        reading(&item.yours, &feedback.annotator),
        reading(&item.decided, &feedback.decider),
    ];
    let (subject, thing) = match &item.mark {
        Some(mark) => (Subject::Mark, mark),
        None => (Subject::Article, article),
    };
    // Of two values or links of one mark, each is a dispute of its own.
    let field = match nth {
        1 => item.kind.name().to_owned(),
        nth => format!("{} {nth}", item.kind.name()),
    };
    project::Dispute::new(Some(article), subject, thing, &field, readings)
}

fn article(report: &ArticleReport, talk: &Talk<'_>) -> ArticleFeedback {
    let mut items = Vec::new();
    let mut talks = Vec::new();
    let mut disputes = report.disputes.iter().peekable();
    for (place, position) in report.positions.iter().enumerate() {
        let mut here = talk.at(&report.article, position);
        let first = items.len();
        while let Some(dispute) = disputes.next_if(|it| it.position == place) {
            let mut item = item(dispute, position);
            here.tell(dispute, &mut item);
            items.push(item);
        }
        let rest = here.rest();
        match items.get_mut(first) {
            // What is said of the marks themselves stands with what comes first of them.
            Some(item) => item.talk.extend(rest),
            None if rest.is_empty() => {}
            None => talks.extend(talked(report, position, rest)),
        }
        for item in items.iter_mut().skip(first) {
            item.talk = in_order(std::mem::take(&mut item.talk));
        }
    }
    ArticleFeedback {
        article: Arc::clone(&report.article),
        places: report.positions.len(),
        same: report.agreed(),
        items,
        talks,
    }
}

fn talked(report: &ArticleReport, position: &Position, talk: Vec<Arc<Comment>>) -> Option<Talked> {
    let mut readings = position.readings.iter().map(Reading::marks);
    let marks = readings.find(|marks| !marks.is_empty())?;
    let words = marks.iter().map(|it| it.words(&report.article.text));
    Some(Talked {
        quote: words.collect::<Vec<_>>().join(" "),
        mark: marks.first().map(|mark| mark.id.clone()),
        talk,
    })
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
        gap: false,
        talk: Vec::new(),
        your_spans: spans(0).collect(),
        decided_spans: spans(1).collect(),
        mark: mark.map(|mark| mark.id.clone()),
    }
}
