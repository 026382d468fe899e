//! What figures are about, and in which order they stand.

use std::collections::BTreeMap;

use super::report::{Measurement, ScopeNames};
use super::study::{Scope, Study};

/// Everything, each tag, each pair with each tag, each article, each tag in each article.
pub(super) fn scopes(study: &Study) -> Vec<Scope> {
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
                let used = |tag: &Option<usize>| {
                    let mut marks = text.marks.iter().flatten().flatten();
                    tag.is_none_or(|tag| marks.any(|mark| mark.tag == tag))
                };
                let here = tags().filter(used);
                found.extend(here.map(|tag| scope(tag, Some(number), &all)));
            }
        }
    }
    found
}

/// Every two of some numbers.
pub(super) fn pairs(numbers: &[usize]) -> Vec<(usize, usize)> {
    let firsts = numbers.iter().enumerate();
    let pairs = firsts.flat_map(|(place, one)| {
        let later = numbers.iter().skip(place + 1);
        later.map(move |other| (*one, *other))
    });
    pairs.collect()
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
