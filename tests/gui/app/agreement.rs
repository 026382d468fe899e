//! How far colleagues agree: figures beside the matrix, and a window in which each cell lists the
//! very disputes that it is about.

use std::collections::BTreeSet;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use postil::app::file_dialog::Purpose;
use postil::project::Id;
use postil::review::compare::Said;
use postil::review::settle::Case;

use super::whole::{Setup, Whole};

const MARA: &str = include_str!("../../../projects/tarnholm.ron");
const JONAS: &str = include_str!("../../../projects/tarnholm-jonas-weir.ron");

/// A review of three: the third is Jonas under another name, with another tag here and there.
fn reviewing() -> Whole {
    reviewing_in(Setup::files(&[("mara.ron", MARA)]))
}

/// The same, and its figures are measured.
fn measured() -> Whole {
    reviewing_in(Setup::files(&[("mara.ron", MARA)]).measuring())
}

fn reviewing_in(setup: Setup) -> Whole {
    let mut window = setup.size((1280.0, 1200.0)).open();
    window.write("jonas.ron", JONAS);
    let ines = JONAS
        .replace("Jonas Weir", "Ines Falk")
        .replace("tag: \"entity\"", "tag: \"source\"");
    window.write("ines.ron", ines);
    window.will_choose(&["jonas.ron", "ines.ron"]);
    window.menu("Review", "Review colleagues’ files…");
    assert!(window.bench().review().is_some(), "{:?}", window.notices());
    window.forget();
    window
}

fn open(window: &mut Whole) {
    window.menu("Review", "Agreement figures…");
    assert!(window.asks("Agreement"));
}

/// The labels of all buttons that begin so.
fn buttons(window: &Whole, start: &str) -> Vec<String> {
    let all = window.harness.query_all_by_role(Role::Button);
    let labels = all.filter_map(|node| node.accesskit_node().label());
    labels.filter(|label| label.starts_with(start)).collect()
}

fn count(label: &str) -> usize {
    let words = label.rsplit(", ").next().unwrap();
    words.split(' ').next().unwrap().parse().unwrap()
}

/// The places of the cases that a condition holds for, found without the list's own filter.
fn cases(window: &Whole, wanted: impl Fn(&Case) -> bool) -> BTreeSet<usize> {
    let review = window.bench().review().unwrap().review();
    let cases = review.cases().iter().enumerate();
    cases
        .filter(|(_, case)| wanted(case))
        .map(|(place, _)| place)
        .collect()
}

fn listed(window: &Whole) -> BTreeSet<usize> {
    let desk = window.bench().review().unwrap();
    desk.listed().iter().copied().collect()
}

#[test]
fn figures_stand_beside_the_matrix_of_tags() {
    let window = measured();
    for name in [
        "Cohen’s κ, by word: 0.",
        "Krippendorff’s α, by word: 0.",
        "γ, places and tags: 0.",
        "F1, the same words: 0.",
    ] {
        let found = window.harness.query_all_by_label_contains(name).count();
        assert_eq!(found, 1, "{name}");
    }
}

#[test]
fn a_press_on_a_pair_lists_exactly_what_the_two_differ_in() {
    let mut window = reviewing();
    open(&mut window);
    let names = ["Mara Lindqvist", "Jonas Weir", "Ines Falk"];
    for (one, other) in [(0, 1), (0, 2), (1, 2)] {
        let start = format!("{} and {}, Cohen", names[one], names[other]);
        let labels = buttons(&window, &start);
        let [label] = labels.as_slice() else {
            panic!("{start}: {labels:?}")
        };
        let expected = cases(&window, |case| {
            let review = window.bench().review().unwrap().review();
            let Some((_, dispute)) = review.dispute(case) else {
                return false;
            };
            let (one, other) = (&dispute.readings[one], &dispute.readings[other]);
            *one != Said::Absent && *other != Said::Absent && one != other
        });
        assert_eq!(count(label), expected.len(), "{label}");
        window.button(label);
        assert!(!window.asks("Agreement"), "the list can be seen");
        assert_eq!(listed(&window), expected);
        open(&mut window);
    }
}

#[test]
fn a_press_on_a_tag_in_an_article_lists_exactly_its_disputes() {
    let mut window = reviewing();
    open(&mut window);
    let (article, title) = {
        let entry = &window.bench().project().entries()[0];
        (entry.article().id.clone(), entry.article().title.clone())
    };
    for tag in ["claim", "entity", "source"] {
        let labels = buttons(&window, &format!("{tag} in {title}"));
        let [label] = labels.as_slice() else {
            panic!("{tag}: {labels:?}")
        };
        let expected = cases(&window, |case| {
            let review = window.bench().review().unwrap().review();
            let Some(spot) = review.spot(case) else {
                return false;
            };
            let mut marks = review.readings(spot).iter().flat_map(|it| it.marks());
            review.article(spot.0) == Some(&article) && marks.any(|it| it.tag == Id::new(tag))
        });
        assert_eq!(count(label), expected.len(), "{label}");
        window.button(label);
        assert_eq!(listed(&window), expected, "{label}");
        open(&mut window);
    }
    let all = buttons(&window, "all tags in All articles");
    window.button(&all[0]);
    assert_eq!(listed(&window), cases(&window, |_| true));
}

#[test]
fn the_strip_over_the_article_lists_what_begins_there() {
    let mut window = reviewing();
    let article = window.bench().entry().unwrap().article().id.clone();
    open(&mut window);
    let all = window.harness.query_all_by_label_contains("” on");
    let labels: Vec<String> = all
        .filter_map(|node| node.accesskit_node().label())
        .collect();
    assert!(labels.len() > 3, "{labels:?}");
    let mut seen = BTreeSet::new();
    for label in labels {
        window.button(&label);
        let here = listed(&window);
        let number: usize = label.split(' ').next().unwrap().parse().unwrap();
        assert_eq!(here.len(), number, "{label}");
        assert!(seen.is_disjoint(&here), "no dispute begins twice");
        seen.extend(here);
        open(&mut window);
    }
    let in_words = cases(&window, |case| {
        let review = window.bench().review().unwrap().review();
        review.is_in(case, &article) && review.range(case).is_some()
    });
    assert_eq!(seen, in_words);
}

#[test]
fn figures_are_copied_as_a_table_and_saved_as_csv_and_as_a_page() {
    let mut window = measured();
    open(&mut window);
    window.button("Copy as table");
    let copied = window.copied();
    let rows: Vec<&str> = copied.lines().collect();
    assert!(
        rows[0].starts_with("Cohen’s κ, by word\tMara Lindqvist\tJonas Weir"),
        "{copied}"
    );
    assert_eq!(
        rows.iter().filter(|row| row.contains('\t')).count(),
        3 + 1 + 1 + 1 + 3
    );
    window.will_choose(&["figures.csv"]);
    window.button("Save…");
    assert!(matches!(
        window.dialogs().last(),
        Some(Purpose::SaveFigures(_))
    ));
    let table = window.read("figures.csv");
    assert!(table.starts_with("measure,unit,tag,article,annotators,value,"));
    assert!(table.contains("cohen_kappa,token,claim,"));
    window.will_choose(&["figures.html"]);
    window.button("Save…");
    let page = window.read("figures.html");
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("krippendorff_alpha"));
}

#[test]
fn another_measure_is_shown_and_the_list_is_whole_again_afterwards() {
    let mut window = reviewing();
    open(&mut window);
    window.unfold("Measure", "F1, overlapping words");
    assert_eq!(
        buttons(&window, "Mara Lindqvist and Jonas Weir, F1, overlapping").len(),
        1
    );
    let label = buttons(&window, "claim in All articles");
    window.button(&label[0]);
    assert!(listed(&window).len() < cases(&window, |_| true).len());
    window.button("Show all again");
    assert_eq!(listed(&window), cases(&window, |_| true));
    open(&mut window);
    window.key(Key::Escape);
    assert!(!window.asks("Agreement"));
    window.keys(Modifiers::NONE, Key::Num1);
    assert_eq!(window.bench().tally().decided, 1);
}

#[test]
fn the_report_says_how_far_those_in_the_review_agree_if_that_is_ticked() {
    const TICK: &str = "Say how far its annotators agree";
    let mut window = measured();
    window.keys(Modifiers::COMMAND, Key::E);
    window.types_over("html");
    let label = "html: read on paper or on the screen";
    window.press_named(Role::ListItem, label);
    assert!(window.has(Role::CheckBox, TICK));
    window.will_choose(&["plain.html"]);
    window.button("Export…");
    assert!(
        !window
            .read("plain.html")
            .contains("How far annotators agree")
    );
    window.keys(Modifiers::COMMAND, Key::E);
    window.press_named(Role::CheckBox, TICK);
    window.will_choose(&["report.html"]);
    window.button("Export…");
    let page = window.read("report.html");
    assert!(page.contains("<h2>How far annotators agree</h2>"));
    assert_eq!(page.matches("<caption>Rows: ").count(), 3);
    assert!(page.contains("cohen_kappa (token)"));
    // A format for programs has no place for them, and without a review there are none.
    window.keys(Modifiers::COMMAND, Key::E);
    window.types_over("jsonl");
    window.key(Key::ArrowDown);
    assert!(!window.has(Role::CheckBox, TICK));
    window.key(Key::Escape);
    window.command("Leave the review");
    window.keys(Modifiers::COMMAND, Key::E);
    window.types_over("html");
    window.press_named(Role::ListItem, label);
    assert!(!window.has(Role::CheckBox, TICK));
}
