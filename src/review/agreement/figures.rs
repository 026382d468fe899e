//! All figures of a study: which measures over which marks.

use std::collections::BTreeMap;

use super::bootstrap::interval;
use super::coding::{self, Tally, sum};
use super::f1::{self, Match, Shared};
use super::gamma::{self, Costs, Gamma};
use super::measure::{Measure, Unit};
use super::report::{Agreement, Measurement, ScopeNames};
use super::study::{Level, Mark, Scope, Study};
use super::undefined::{Figure, Undefined};
use super::unitizing::{self, Coincidences};
use crate::review::align::{Alignment, Colleague, align};
use crate::review::pairing::{Group, groups};

/// The seed of every rotation.
const SEED: u64 = 2015;

/// Every figure of some colleagues' marks.
pub fn agreement(colleagues: &[Colleague]) -> Agreement {
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
    let measurements = scopes.iter().flat_map(|scope| work.figures(scope));
    Agreement {
        annotators: study.annotators.clone(),
        articles,
        measurements: by_scope(measurements.collect()),
        refused: alignment.refused.clone(),
        carried: alignment.carried.clone(),
    }
}

/// The same figures with those of a scope side by side, in the order of each scope's first.
pub(super) fn by_scope(measurements: Vec<Measurement>) -> Vec<Measurement> {
    let mut order: BTreeMap<ScopeNames, usize> = BTreeMap::new();
    for it in &measurements {
        let next = order.len();
        order.entry(it.scope.clone()).or_insert(next);
    }
    let mut sorted = measurements;
    sorted.sort_by_key(|it| order.get(&it.scope).copied());
    sorted
}

/// What figures are about: everything, each tag, each pair with each tag, each article.
fn scopes(study: &Study) -> Vec<Scope> {
    let all: Vec<usize> = (0..study.annotators.len()).collect();
    let scope = |tag, text, annotators: &[usize]| Scope {
        tag,
        text,
        annotators: annotators.to_vec(),
    };
    let tags = || std::iter::once(None).chain((0..study.tags.len()).map(Some));
    let mut found: Vec<Scope> = tags().map(|tag| scope(tag, None, &all)).collect();
    if all.len() > 2 {
        for (one, other) in pairs(&all) {
            found.extend(tags().map(|tag| scope(tag, None, &[one, other])));
        }
    }
    if study.texts.len() > 1 {
        for (number, text) in study.texts.iter().enumerate() {
            if text.marks.iter().flatten().count() > 1 {
                found.push(scope(None, Some(number), &all));
            }
        }
    }
    found
}

fn pairs(numbers: &[usize]) -> Vec<(usize, usize)> {
    let firsts = numbers.iter().enumerate();
    let pairs = firsts.flat_map(|(place, one)| {
        let later = numbers.iter().skip(place + 1);
        later.map(move |other| (*one, *other))
    });
    pairs.collect()
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
        self.on_a_line(scope, |mark, before, units| {
            let fragments = mark.fragments.iter();
            units.extend(fragments.map(|(start, end)| unitizing::Unit {
                start: before + start,
                end: before + end,
                value: mark.tag,
            }));
        })
    }

    /// What the marks of each annotator of a scope are on the line of all texts, and its length.
    fn on_a_line<U: Clone>(
        &self,
        scope: &Scope,
        put: impl Fn(&Mark, u64, &mut Vec<U>),
    ) -> (Vec<Vec<U>>, u64) {
        let mut units = vec![Vec::new(); scope.annotators.len()];
        let mut before = 0;
        for (_, text) in self.study.texts_of(scope) {
            let columns = text.columns(scope);
            if !columns.iter().all(Option::is_some) {
                continue;
            }
            for (units, marks) in units.iter_mut().zip(columns.into_iter().flatten()) {
                let wanted = marks
                    .iter()
                    .filter(|mark| scope.tag.is_none_or(|tag| tag == mark.tag));
                wanted.for_each(|mark| put(mark, before, units));
            }
            before += text.length;
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
        let (units, length) = self.on_a_line(scope, |mark, before, units| {
            let (start, end) = mark.hull();
            units.push(gamma::Unit {
                start: (before + start) as f64,
                end: (before + end) as f64,
                value: mark.tag,
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
