//! The inputs: the same units, items and versions of marks as other people's programs are given.

use std::collections::HashMap;
use std::sync::Arc;

use postil::project::{Annotation, Edit, Id, Project};
use postil::review::agreement::coding::{Items, MISSING};
use postil::review::agreement::gamma::Unit;
use postil::span::Span;

use crate::input::{LABELS, Random};

/// Units of annotators on a line of 100 times their count: the first annotator's, and what the
/// others made of them.
pub fn units(count: usize, annotators: usize) -> Vec<Vec<Unit>> {
    let mut random = Random::new(7);
    let base: Vec<(usize, usize, usize)> = (0..count)
        .map(|number| {
            let start = 100 * number + random.below(60);
            (start, start + 8 + random.below(80), random.below(4))
        })
        .collect();
    let unit = |start: usize, end: usize, value: usize| Unit {
        start: start as f64,
        end: end as f64,
        value,
    };
    let first = base.iter().map(|it| unit(it.0, it.1, it.2)).collect();
    let others = (1..annotators).map(|_| {
        let mut units = Vec::new();
        for (start, end, value) in &base {
            let dice = random.below(100);
            if dice < 10 {
                continue;
            }
            if dice < 20 {
                let at = random.below(100 * count);
                let size = 8 + random.below(80);
                units.push(unit(at, at + size, random.below(4)));
            }
            let start = (start + random.below(21)).saturating_sub(10);
            let end = (end + random.below(21)).saturating_sub(10).max(start + 1);
            let other = random.below(100) < 15;
            let value = if other { random.below(4) } else { *value };
            units.push(unit(start, end, value));
        }
        units
    });
    std::iter::once(first).chain(others).collect()
}

/// Items with one of four values by each annotator: a fifth of them by chance, and a tenth missing
/// where there are more than two.
pub fn items(count: usize, annotators: usize) -> Items {
    let mut random = Random::new(11);
    let mut rows = vec![vec![MISSING; count]; annotators];
    for item in 0..count {
        let value = random.below(4);
        for row in &mut rows {
            if random.below(100) < 10 && annotators > 2 {
                continue;
            }
            let kept = random.below(100) < 80;
            row[item] = if kept { value } else { random.below(4) } as u16;
        }
    }
    Items {
        weights: vec![1; count],
        blocks: vec![0; count],
        values: 4,
        rows,
    }
}

/// A version of a project: of its marks one in fifty is gone, three in a hundred have another tag,
/// and one in fifty is new.
pub fn version(base: &Project, side: &str, seed: u64) -> Project {
    let mut random = Random::new(seed);
    let entry = &base.entries()[0];
    let article = entry.article().id.clone();
    let mut edits = Vec::new();
    let mut set = |id: &Id, to: Option<Annotation>| {
        edits.push(Edit::Annotation {
            article: article.clone(),
            id: id.clone(),
            to: to.map(Arc::new),
        });
    };
    // A retag of one of two marks on the same words could make them one and the same.
    let mut on: HashMap<&Span, usize> = HashMap::new();
    for span in entry.in_text_order().filter_map(|it| it.span()) {
        *on.entry(span).or_default() += 1;
    }
    for mark in entry.in_text_order() {
        let dice = random.below(100);
        let alone = mark.span().is_some_and(|span| on.get(span) == Some(&1));
        if dice < 2 {
            set(&mark.id, None);
        } else if dice < 5 && alone {
            let mut other = Annotation::clone(mark);
            other.tag = LABELS[random.below(4)].into();
            set(&mark.id, Some(other));
        } else if dice >= 98 {
            let mut new = Annotation::clone(mark);
            new.id = Id::new(format!("{side} {}", mark.id));
            new.tag = LABELS[random.below(4)].into();
            new.stamp.author = format!("{side} {}", mark.id).into();
            set(&new.id.clone(), Some(new));
        }
    }
    let mut project = base.clone();
    project.apply(&edits).expect("the edits fit");
    project
}
