//! What figures of agreement are about: tags in articles, and what a colleague's text lacks.

use postil::review::agreement::{Agreement, Measure, Unit, agreement, agreement_while};
use postil::review::colleagues;

use super::{marked, sample};

const BOTH: &str = "The [claim: moon is made of cheese], said Ada to Bo.";
const ALONE: &str = "\n\nThen [source: Cy] came by, and they all agreed on it.";

fn of(one: &str, other: &str) -> Agreement {
    agreement(&colleagues(vec![
        ("ana".to_owned(), marked(one)),
        ("ben".to_owned(), marked(other)),
    ]))
}

fn value(of: &Agreement, measure: Measure, unit: Unit) -> Option<f64> {
    let mut all = of.measurements.iter();
    let found = all.find(|it| {
        let scope = &it.scope;
        (it.measure, it.unit) == (measure, unit) && scope.tag.is_none() && scope.article.is_none()
    });
    found?.value.ok()
}

#[test]
fn a_paragraph_that_a_colleague_lacks_is_missing_and_not_unmarked() {
    let found = of(&format!("{BOTH}{ALONE}"), BOTH);
    assert_eq!(found.carried.len(), 1);
    for (measure, unit) in [
        (Measure::Raw, Unit::Token),
        (Measure::CohenKappa, Unit::Token),
        (Measure::CohenKappa, Unit::Character),
        (Measure::KrippendorffAlpha, Unit::Token),
        (Measure::FleissKappa, Unit::Character),
        (Measure::F1Exact, Unit::Span),
        (Measure::F1Overlap, Unit::Span),
        (Measure::F1Token, Unit::Token),
        (Measure::UAlpha, Unit::Character),
        (Measure::Gamma, Unit::Span),
    ] {
        let value = value(&found, measure, unit).unwrap();
        assert!((value - 1.0).abs() < 1e-9, "{measure:?} {unit:?}: {value}");
    }
    // Silence about words that one has seen is an answer.
    let silent = BOTH.replace("[claim: moon is made of cheese]", "moon is made of cheese");
    let seen = of(&format!("{silent}{ALONE}"), &format!("{BOTH}{ALONE}"));
    assert!(value(&seen, Measure::F1Exact, Unit::Span).unwrap() < 1.0);
}

#[test]
fn each_tag_has_figures_in_each_article_in_which_somebody_used_it() {
    let files = ["tarnholm", "tarnholm-jonas-weir"].map(|name| (name.to_owned(), sample(name)));
    let of = colleagues(files.to_vec());
    let found = agreement(&of);
    let both = found
        .measurements
        .iter()
        .filter(|it| it.scope.tag.is_some() && it.scope.article.is_some());
    let articles: std::collections::BTreeSet<_> = both
        .clone()
        .map(|it| it.scope.article.clone().unwrap())
        .collect();
    assert!(articles.len() > 1 && articles.len() <= found.articles);
    let f1 = both.filter(|it| it.measure == Measure::F1Exact).count();
    assert!(
        f1 >= articles.len() * 3,
        "{f1} of {} articles",
        articles.len()
    );
    let scopes = found.measurements.iter().map(|it| &it.scope);
    let mut before = scopes.clone().collect::<Vec<_>>();
    before.dedup();
    let once: std::collections::BTreeSet<_> = scopes.collect();
    assert_eq!(
        before.len(),
        once.len(),
        "the figures of a scope stand together"
    );
}

#[test]
fn a_study_is_left_when_nobody_wants_it_any_more() {
    let of = colleagues(vec![
        ("ana".to_owned(), marked(BOTH)),
        ("ben".to_owned(), marked(BOTH)),
    ]);
    let mut shares = Vec::new();
    let left = agreement_while(&of, &mut |share| {
        shares.push(share);
        shares.len() < 2
    });
    assert!(left.is_none());
    assert_eq!(shares, [0.0, 0.5]);
    assert_eq!(agreement_while(&of, &mut |_| true), Some(agreement(&of)));
}
