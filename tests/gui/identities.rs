//! The list of identities.

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use postil::app::identities::IdentitiesPanel;
use postil::workbench::Workbench;

use crate::support::{Stage, click, identity, labels, stage, type_into, workbench};

fn three() -> Workbench {
    let mut bench = workbench(&[
        (
            "Dam",
            "[source: Ilan Verro] said so. [source: He] knows. [entity: The ministry] too.",
        ),
        ("Salt", "[source: Mr Verro] again."),
    ]);
    identity(
        &mut bench,
        "i1",
        "Ilan Verro",
        "person",
        &[("dam", "m1"), ("dam", "m2")],
    );
    identity(&mut bench, "i2", "Verro", "person", &[("salt", "m1")]);
    identity(
        &mut bench,
        "i3",
        "Ministry of Water",
        "organisation",
        &[("dam", "m3")],
    );
    bench
}

fn shown(bench: Workbench) -> Harness<'static, Stage<IdentitiesPanel>> {
    stage(
        bench,
        IdentitiesPanel::default(),
        (296.0, 600.0),
        IdentitiesPanel::ui,
    )
}

const ILAN: &str = "Ilan Verro, person, 2 mentions";
const MINISTRY: &str = "Ministry of Water, organisation, 1 mention";
const VERRO: &str = "Verro, person, 1 mention";
const ONE: &str = "Ilan Verro, person, 3 mentions";

#[test]
fn identities_stand_by_name_and_are_filtered_by_name_and_kind() {
    let mut harness = shown(three());
    assert_eq!(labels(&harness, Role::ListItem), [ILAN, MINISTRY, VERRO]);
    type_into(&mut harness, "Filter the identities", "person verro");
    assert_eq!(labels(&harness, Role::ListItem), [ILAN, VERRO]);
    harness.get_by_label("2 of 3");
}

#[test]
fn identities_stand_by_mentions_and_by_kind() {
    let mut harness = shown(three());
    click(&mut harness, Role::ComboBox, "Sort the identities by");
    click(&mut harness, Role::Button, "kind");
    assert_eq!(labels(&harness, Role::ListItem), [ILAN, VERRO, MINISTRY]);
}

#[test]
fn an_unfolded_identity_takes_a_note() {
    let mut harness = shown(three());
    click(&mut harness, Role::ListItem, VERRO);
    type_into(&mut harness, "Note on Verro", "the elder");
    let project = harness.state().bench.project();
    assert_eq!(project.identity(&"i2".into()).unwrap().note, "the elder");
    assert_eq!(harness.state().bench.history().done().len(), 1);
}

#[test]
fn an_unfolded_identity_leads_to_its_mentions() {
    let mut harness = shown(three());
    click(&mut harness, Role::ListItem, VERRO);
    click(&mut harness, Role::ListItem, "source: Mr Verro");
    let bench = &harness.state().bench;
    assert_eq!(bench.entry().unwrap().article().title, "Salt");
    assert_eq!(bench.selected().unwrap().id, "m1".into());
    click(&mut harness, Role::ListItem, VERRO);
    assert_eq!(labels(&harness, Role::ListItem).len(), 3);
}

#[test]
fn an_identity_is_renamed_in_place() {
    let mut harness = shown(three());
    click(&mut harness, Role::ListItem, VERRO);
    click(&mut harness, Role::Button, "Rename");
    let field = harness.get_by_role_and_label(Role::TextInput, "Name of the identity");
    field.type_text(" junior");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    let id = "i2".into();
    let name = |harness: &Harness<'_, Stage<IdentitiesPanel>>| {
        harness
            .state()
            .bench
            .project()
            .identity(&id)
            .unwrap()
            .name
            .clone()
    };
    assert_eq!(name(&harness), "Verro junior");
    click(&mut harness, Role::Button, "Rename");
    let field = harness.get_by_role_and_label(Role::TextInput, "Name of the identity");
    field.type_text(" and more");
    harness.run();
    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(name(&harness), "Verro junior");
}

#[test]
fn the_kind_is_changed_from_the_menu_and_from_the_row() {
    let mut harness = shown(three());
    harness
        .get_by_role_and_label(Role::ListItem, VERRO)
        .click_secondary();
    harness.run();
    click(&mut harness, Role::MenuItemCheckBox, "organisation");
    click(
        &mut harness,
        Role::ListItem,
        "Verro, organisation, 1 mention",
    );
    click(&mut harness, Role::ComboBox, "Kind of Verro");
    click(&mut harness, Role::Button, "claim");
    harness.get_by_role_and_label(Role::ListItem, "Verro, claim, 1 mention");
}

#[test]
fn a_drag_of_one_onto_another_merges_them() {
    let mut harness = shown(three());
    let from = harness
        .get_by_role_and_label(Role::ListItem, VERRO)
        .rect()
        .center();
    let to = harness
        .get_by_role_and_label(Role::ListItem, ILAN)
        .rect()
        .center();
    harness.drag_at(from);
    harness.run();
    harness.hover_at(from + egui::vec2(0.0, -20.0));
    harness.run();
    harness.hover_at(to);
    harness.run();
    harness.drop_at(to);
    harness.run();
    assert_eq!(labels(&harness, Role::ListItem), [ONE, MINISTRY]);
}

#[test]
fn merging_by_the_menu_takes_a_second_click() {
    let mut harness = shown(three());
    harness
        .get_by_role_and_label(Role::ListItem, VERRO)
        .click_secondary();
    harness.run();
    click(&mut harness, Role::MenuItem, "Merge into…");
    harness.get_by_label("Click the one that «Verro» shall be.");
    click(&mut harness, Role::ListItem, ILAN);
    assert_eq!(labels(&harness, Role::ListItem), [ONE, MINISTRY]);
}

#[test]
fn keys_go_from_identity_to_identity_and_unfold() {
    let mut harness = shown(three());
    click(&mut harness, Role::ListItem, ILAN);
    harness.key_press(Key::ArrowDown);
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    let rows = labels(&harness, Role::ListItem);
    assert_eq!(
        rows,
        [
            ILAN,
            "source: Ilan Verro",
            "source: He",
            MINISTRY,
            "entity: The ministry",
            VERRO
        ]
    );
}

#[test]
fn no_identity_leaves_a_sentence() {
    let harness = shown(workbench(&[("Dam", "Words.")]));
    assert!(labels(&harness, Role::ListItem).is_empty());
    harness.get_by_label_contains("name its identity in the inspector");
}
