//! The list of problems.

use std::sync::Arc;

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use postil::app::problems::{LoadedProblem, ProblemsPanel};
use postil::project::{Aside, Edit};
use postil::workbench::Workbench;

use crate::support::{Stage, change, click, identity, labels, link, stage, workbench};

fn damaged() -> Workbench {
    let mut bench = workbench(&[("Dam", "[claim: The dam] moves, says [claim: a report].")]);
    let part = Aside {
        article: Some("dam".into()),
        reason: "the mark's end lies past the end of the text".to_owned(),
        data: "(id: \"01J8\", at: [(4100, 4512)])".to_owned(),
    };
    let to = Some(Arc::new(part));
    change(&mut bench, &[Edit::Aside { at: 0, to }]);
    link(&mut bench, "dam", "l1", "rebuts", "m2", "m1");
    identity(&mut bench, "i1", "Nobody", "person", &[]);
    bench
}

fn shown(bench: Workbench) -> Harness<'static, Stage<ProblemsPanel>> {
    let mut panel = ProblemsPanel::default();
    if !bench.project().entries().is_empty() {
        panel.loaded = vec![LoadedProblem {
            error: false,
            place: "dam.ron:12:4".to_owned(),
            what: "the quoted words were found 14 bytes further on".to_owned(),
        }];
    }
    stage(bench, panel, (296.0, 700.0), ProblemsPanel::ui)
}

#[test]
fn everything_that_is_wrong_stands_under_its_heading() {
    let mut harness = shown(damaged());
    let headings = ["Kept aside 1", "From reading the file 1", "Worth a look 2"];
    assert_eq!(labels(&harness, Role::Heading), headings);
    harness.get_by_label("The mark's end lies past the end of the text");
    harness.get_by_label("dam.ron:12:4");
    harness.get_by_label("No mark refers to «Nobody»");
    let stage = harness.state_mut();
    assert_eq!(stage.panel.count(&stage.bench), 4);
}

#[test]
fn a_part_that_was_kept_aside_is_shown_and_dropped() {
    let mut harness = shown(damaged());
    click(&mut harness, Role::Button, "Show it");
    harness.get_by_label("(id: \"01J8\", at: [(4100, 4512)])");
    click(&mut harness, Role::Button, "Drop it");
    assert!(harness.state().bench.project().aside().is_empty());
    assert_eq!(labels(&harness, Role::Heading).len(), 2);
}

#[test]
fn a_warning_about_a_link_leads_to_its_mark() {
    let mut harness = shown(damaged());
    let row = "A link «rebuts» joins claim and claim, which it should not: a report";
    click(&mut harness, Role::ListItem, row);
    assert_eq!(harness.state().bench.selected().unwrap().id, "m2".into());
}

#[test]
fn a_sound_project_says_so() {
    let mut harness = shown(Workbench::default());
    harness.get_by_label("Nothing is wrong with the project.");
    let stage = harness.state_mut();
    assert_eq!(stage.panel.count(&stage.bench), 0);
}
