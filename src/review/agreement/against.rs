//! How well others, a model perhaps, found what a reference has: precision, recall and F1.

use super::f1::{self, Match, Shared};
use super::figures::over;
use super::measure::{Measure, Unit};
use super::report::{Agreement, Measurement};
use super::scopes::by_scope;
use super::study::{Scope, Study};
use super::undefined::Undefined;
use crate::review::align::{Colleague, align};

/// Holds every other colleague against the first of a list, who is right by definition: over all
/// marks, by tag and by article. An article that one of the two has not done is left out.
pub fn against(colleagues: &[Colleague]) -> Agreement {
    let alignment = align(colleagues);
    let study = Study::new(colleagues, &alignment);
    let others = 1..study.annotators.len();
    let both = |other: usize, text: &super::study::StudyText| {
        let done = |number: usize| text.marks.get(number).is_some_and(Option::is_some);
        done(0) && done(other)
    };
    let some_other = |text: &&super::study::StudyText| others.clone().any(|it| both(it, text));
    let articles = study.texts.iter().filter(some_other).count();
    let mut measurements = Vec::new();
    for other in others.clone() {
        let scope = |tag, text| Scope {
            tag,
            text,
            annotators: vec![0, other],
        };
        let tags = std::iter::once(None).chain((0..study.tags.len()).map(Some));
        let mut scopes: Vec<Scope> = tags.map(|tag| scope(tag, None)).collect();
        if study.texts.len() > 1 {
            let texts = study.texts.iter().enumerate();
            let texts = texts.filter(|(_, text)| both(other, text));
            scopes.extend(texts.map(|(number, _)| scope(None, Some(number))));
        }
        let figures = scopes
            .iter()
            .flat_map(|scope| figures(&study, scope, other));
        measurements.extend(figures);
    }
    Agreement {
        annotators: study.annotators,
        articles,
        measurements: by_scope(measurements),
        refused: alignment.refused,
        carried: alignment.carried,
    }
}

fn figures(study: &Study, scope: &Scope, other: usize) -> Vec<Measurement> {
    let marks = |by| f1::marks(study, scope, (0, other), by);
    let tokens = f1::tokens(study, scope, 0, other);
    let rows = [
        (
            marks(Match::Exact),
            Unit::Span,
            [
                Measure::PrecisionExact,
                Measure::RecallExact,
                Measure::F1Exact,
            ],
        ),
        (
            marks(Match::Overlap),
            Unit::Span,
            [
                Measure::PrecisionOverlap,
                Measure::RecallOverlap,
                Measure::F1Overlap,
            ],
        ),
        (
            tokens,
            Unit::Token,
            [
                Measure::PrecisionToken,
                Measure::RecallToken,
                Measure::F1Token,
            ],
        ),
    ];
    let mut found = Vec::new();
    for (blocks, unit, [precision, recall, f1]) in &rows {
        let either = |shared: &Shared| shared.f1(Undefined::NothingMarked);
        for (measure, (value, interval)) in [
            (precision, over(blocks, Shared::precision)),
            (recall, over(blocks, Shared::recall)),
            (f1, over(blocks, either)),
        ] {
            found.push(Measurement {
                measure: *measure,
                unit: *unit,
                scope: scope.names(study),
                interval: interval.filter(|_| value.is_ok()),
                value,
                gap: 0.0,
            });
        }
    }
    found
}
