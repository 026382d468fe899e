//! All figures of a study: which measures over which marks.

use super::bootstrap::interval;
use super::coding::{self, Tally, sum};
use super::f1::{self, Match, Shared};
use super::gamma::{self, Costs, Gamma};
use super::measure::{Measure, Unit};
use super::report::{Agreement, Measurement};
use super::scopes::{by_scope, pairs, scopes};
use super::study::{Level, Scope, Study};
use super::undefined::{Figure, Undefined};
use super::unitizing::{self, Coincidences};
use crate::review::align::{Alignment, Colleague, align};
use crate::review::pairing::{Group, groups};

/// The seed of every rotation.
const SEED: u64 = 2015;

/// Every figure of some colleagues' marks.
pub fn agreement(colleagues: &[Colleague]) -> Agreement {
    agreement_while(colleagues, &mut |_| true).unwrap_or_default()
}

/// The same, as long as it is wanted: `go_on` is told the share that is done, from 0 to 1, and says
/// whether to go on. None if it said that it was not wanted any more.
pub fn agreement_while(
    colleagues: &[Colleague],
    go_on: &mut dyn FnMut(f32) -> bool,
) -> Option<Agreement> {
    let alignment = align(colleagues);
    let study = Study::new(colleagues, &alignment);
    let paired: Vec<Vec<Group>> = alignment.sheets.iter().map(groups).collect();
    let done = |text: &&super::study::StudyText| text.marks.iter().flatten().count() > 1;
    let articles = study.texts.iter().filter(done).count();
    let work = Work {
        study: &study,
        alignment: &alignment,
        paired: &paired,
    };
    let scopes = scopes(&study);
    let mut measurements = Vec::new();
    for (done, scope) in scopes.iter().enumerate() {
        if !go_on(done as f32 / scopes.len() as f32) {
            return None;
        }
        measurements.extend(work.figures(scope));
    }
    Some(Agreement {
        annotators: study.annotators.clone(),
        articles,
        measurements: by_scope(measurements),
        refused: alignment.refused.clone(),
        carried: alignment.carried.clone(),
    })
}

struct Work<'s> {
    study: &'s Study,
    alignment: &'s Alignment,
    paired: &'s [Vec<Group>],
}

impl Work<'_> {
    fn figures(&self, scope: &Scope) -> Vec<Measurement> {
        let mut found = Vec::new();
        let mut add = |scope: &Scope, measure, unit, (value, interval): (Figure, Interval)| {
            found.push(Measurement {
                measure,
                unit,
                scope: scope.names(self.study),
                value,
                interval: interval.filter(|_| value.is_ok()),
                gap: 0.0,
            });
        };
        self.coding(scope, &mut add);
        self.shared(scope, &mut add);
        // Of one tag in one article there is too little for what looks at whole lines of text.
        if scope.tag.is_some() && scope.text.is_some() {
            found.iter_mut().for_each(|it| it.interval = None);
            return found;
        }
        self.unitizing(scope, &mut add);
        let gaps = self.gamma(scope, &mut add);
        let gammas = found.iter_mut().filter(|it| it.measure == Measure::Gamma);
        gammas.for_each(|it| it.gap = gaps);
        found
    }

    fn coding(&self, scope: &Scope, add: &mut Adder<'_>) {
        for (level, unit) in [
            (Level::Character, Unit::Character),
            (Level::Token, Unit::Token),
        ] {
            let items = self.study.items(scope, level);
            if let [_, _] = scope.annotators.as_slice() {
                let blocks = items.pair_sums(0, 1);
                add(scope, Measure::Raw, unit, over(&blocks, coding::raw));
                add(
                    scope,
                    Measure::CohenKappa,
                    unit,
                    over(&blocks, coding::cohen_kappa),
                );
            }
            let blocks = items.fleiss_sums();
            add(
                scope,
                Measure::FleissKappa,
                unit,
                over(&blocks, coding::fleiss_kappa),
            );
            let blocks = items.alpha_sums();
            let alpha = over(&blocks, coding::krippendorff_alpha);
            add(scope, Measure::KrippendorffAlpha, unit, alpha);
        }
    }

    fn shared(&self, scope: &Scope, add: &mut Adder<'_>) {
        let pairs = pairs(&scope.annotators);
        let pooled = |of_pair: &dyn Fn(usize, usize) -> Vec<Shared>| {
            let mut blocks: Vec<Shared> = Vec::new();
            for (one, other) in &pairs {
                let found = of_pair(*one, *other);
                blocks.resize(blocks.len().max(found.len()), Shared::default());
                for (block, more) in blocks.iter_mut().zip(&found) {
                    block.add(more);
                }
            }
            blocks
        };
        let nothing = |shared: &Shared| shared.f1(Undefined::NothingMarked);
        for (measure, by) in [
            (Measure::F1Exact, Match::Exact),
            (Measure::F1Overlap, Match::Overlap),
        ] {
            let blocks = pooled(&|one, other| f1::marks(self.study, scope, (one, other), by));
            add(scope, measure, Unit::Span, over(&blocks, nothing));
        }
        let blocks = pooled(&|one, other| f1::tokens(self.study, scope, one, other));
        add(scope, Measure::F1Token, Unit::Token, over(&blocks, nothing));
        if scope.tag.is_some() {
            return;
        }
        for (measure, labelled) in [
            (Measure::F1LinksLabelled, true),
            (Measure::F1LinksUnlabelled, false),
        ] {
            let blocks = pooled(&|one, other| {
                let sheets = self.alignment.sheets.iter().zip(self.paired).enumerate();
                let wanted = sheets.filter(|(number, _)| scope.text.is_none_or(|it| it == *number));
                let shared = wanted
                    .map(|(_, (sheet, groups))| f1::links(sheet, groups, one, other, labelled));
                shared.collect()
            });
            let links = |shared: &Shared| shared.f1(Undefined::NoLinks);
            add(scope, measure, Unit::Link, over(&blocks, links));
        }
    }

    fn unitizing(&self, scope: &Scope, add: &mut Adder<'_>) {
        let (units, length) = self.line(scope);
        let unit = Unit::Character;
        add(
            scope,
            Measure::UnitizedAlpha,
            unit,
            (self.unitized(scope), None),
        );
        let values = self.study.tags.len();
        let found = unitizing::coincidences(&units, length, values);
        let figure =
            |of: fn(&Coincidences) -> Figure| found.as_ref().map_err(|it| *it).and_then(of);
        add(
            scope,
            Measure::UAlpha,
            unit,
            (figure(Coincidences::u_alpha), None),
        );
        if scope.tag.is_some() {
            return;
        }
        let binary = figure(Coincidences::binary_u_alpha);
        add(scope, Measure::BinaryUAlpha, unit, (binary, None));
        add(
            scope,
            Measure::CuAlpha,
            unit,
            (figure(Coincidences::cu_alpha), None),
        );
        for of_tag in self.by_tag(scope) {
            let tag = of_tag.tag.unwrap_or_default();
            let value = found
                .as_ref()
                .map_err(|it| *it)
                .and_then(|it| it.ku_alpha(tag));
            add(&of_tag, Measure::KuAlpha, unit, (value, None));
        }
    }

    /// The scope for each tag, of figures that come from looking at all tags at once.
    fn by_tag(&self, scope: &Scope) -> Vec<Scope> {
        let count = match scope.text {
            Some(_) => 0,
            None => self.study.tags.len(),
        };
        let of_tag = |tag| Scope {
            tag: Some(tag),
            ..scope.clone()
        };
        (0..count).map(of_tag).collect()
    }

    /// The older alpha of unitizing: the disagreements of all tags together, or of one.
    fn unitized(&self, scope: &Scope) -> Figure {
        let tags = match scope.tag {
            Some(tag) => vec![tag],
            None => (0..self.study.tags.len()).collect(),
        };
        let (mut observed, mut expected) = (0.0, 0.0);
        for tag in tags {
            let one = Scope {
                tag: Some(tag),
                ..scope.clone()
            };
            let (units, length) = self.line(&one);
            if units.iter().all(Vec::is_empty) {
                continue;
            }
            let (seen, chance) = unitizing::end_disagreement(&units, length)?;
            observed += seen;
            expected += chance;
        }
        if expected > 0.0 {
            Ok(1.0 - observed / expected)
        } else {
            Err(Undefined::NothingMarked)
        }
    }

    /// The texts that all annotators of a scope did, one after the other, as one line of fragments.
    fn line(&self, scope: &Scope) -> (Vec<Vec<unitizing::Unit>>, u64) {
        self.on_a_line(scope, |fragments, value, units| {
            let fragments = fragments.iter();
            units.extend(fragments.map(|(start, end)| unitizing::Unit {
                start: *start,
                end: *end,
                value,
            }));
        })
    }

    /// What the marks of each annotator of a scope are on the line of all texts, and its length.
    /// What somebody's text lacks is left out of the line.
    fn on_a_line<U: Clone>(
        &self,
        scope: &Scope,
        put: impl Fn(&[(u64, u64)], usize, &mut Vec<U>),
    ) -> (Vec<Vec<U>>, u64) {
        let mut units = vec![Vec::new(); scope.annotators.len()];
        let mut before = 0;
        for (_, text) in self.study.texts_of(scope) {
            let columns = text.columns(scope);
            if !columns.iter().all(Option::is_some) {
                continue;
            }
            let lacking = text.lacking(&scope.annotators);
            let at = |place: u64| before + place - lacking.before(place);
            for (units, marks) in units.iter_mut().zip(columns.into_iter().flatten()) {
                let wanted = marks
                    .iter()
                    .filter(|mark| scope.tag.is_none_or(|tag| tag == mark.tag));
                for mark in wanted {
                    let fragments = mark.fragments.iter().map(|it| (at(it.0), at(it.1)));
                    let left: Vec<(u64, u64)> = fragments.filter(|it| it.0 < it.1).collect();
                    if !left.is_empty() {
                        put(&left, mark.tag, units);
                    }
                }
            }
            before += text.length - lacking.before(text.length);
        }
        (units, before)
    }

    fn gamma(&self, scope: &Scope, add: &mut Adder<'_>) -> f64 {
        let found = self.run_gamma(scope);
        let figure = found.as_ref().map_err(|it| *it).and_then(|it| it.gamma);
        let interval = found.as_ref().ok().and_then(|it| {
            let (low, high) = (it.expected - it.precision, it.expected + it.precision);
            (low > 0.0).then(|| (1.0 - it.best.disorder / low, 1.0 - it.best.disorder / high))
        });
        add(scope, Measure::Gamma, Unit::Span, (figure, interval));
        if scope.tag.is_none() {
            let cat = found.as_ref().map_err(|it| *it).and_then(|it| it.gamma_cat);
            add(scope, Measure::GammaCat, Unit::Span, (cat, None));
            for (tag, of_tag) in self.by_tag(scope).iter().enumerate() {
                let figure = found.as_ref().map_err(|it| *it).and_then(|it| {
                    let figure = it.gamma_k.get(tag).copied();
                    figure.unwrap_or(Err(Undefined::NoPair))
                });
                add(of_tag, Measure::GammaK, Unit::Span, (figure, None));
            }
        }
        found.map_or(0.0, |it| {
            if it.expected > 0.0 {
                it.best.gap / it.expected
            } else {
                0.0
            }
        })
    }

    fn run_gamma(&self, scope: &Scope) -> Result<Gamma, Undefined> {
        let (units, length) = self.on_a_line(scope, |fragments, value, units| {
            let start = fragments.first().map_or(0, |it| it.0);
            let end = fragments.last().map_or(start, |it| it.1);
            units.push(gamma::Unit {
                start: start as f64,
                end: end as f64,
                value,
            });
        });
        let costs = Costs::default();
        gamma::gamma(&units, length as f64, &costs, gamma::SAMPLES, SEED)
    }
}

type Interval = Option<(f64, f64)>;

/// Takes a figure in.
type Adder<'a> = dyn FnMut(&Scope, Measure, Unit, (Figure, Interval)) + 'a;

/// The figure of all blocks together, and its interval.
pub(super) fn over<T: Tally + Default>(
    blocks: &[T],
    figure: impl Fn(&T) -> Figure,
) -> (Figure, Interval) {
    (figure(&sum(blocks)), interval(blocks, figure))
}
