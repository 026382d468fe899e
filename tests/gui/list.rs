//! The list of marks.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use postil::app::list::ListPanel;
use postil::app::list::data::{MarkRows, Parts};
use postil::app::list::query::{Links, Order, Query, Wanted};
use postil::command::Command;
use postil::project::Place;
use postil::workbench::Workbench;

use crate::support::{
    Stage, alter, certainty, click, dispatch, identity, labels, link, stage, type_into, workbench,
};

/// Two articles: m1 claims, m2 denies it, m3 is who said so, m4 is a claim that nobody denies.
fn two() -> Workbench {
    let mut bench = workbench(&[
        (
            "Dam",
            "[claim: The dam moves]. [rebuttal: It does not], said [source: Ilan Verro]. [claim: Gates hold].",
        ),
        ("Salt", "[entity: The depot] has [claim: no salt]."),
    ]);
    link(&mut bench, "dam", "l1", "rebuts", "m2", "m1");
    link(&mut bench, "dam", "l2", "attributed to", "m2", "m3");
    identity(
        &mut bench,
        "i1",
        "Ilan Verro, hydrologist",
        "person",
        &[("dam", "m3")],
    );
    alter(&mut bench, "dam", "m2", |mark| {
        mark.stamp.author = "Ben".into();
        mark.attributes.extend([certainty("certain")]);
    });
    bench
}

fn shown(bench: Workbench) -> Harness<'static, Stage<ListPanel>> {
    stage(bench, ListPanel::default(), (296.0, 700.0), ListPanel::ui)
}

fn rows(bench: &Workbench, query: &Query) -> Vec<String> {
    let mut rows = MarkRows::default();
    rows.refresh(bench, query);
    let row = |place| rows.row(bench.project(), place);
    let ids = (0..rows.count()).filter_map(row);
    ids.map(|row| format!("{} {}", row.entry.article().id, row.mark.id))
        .collect()
}

fn ask(change: impl FnOnce(&mut Query)) -> Query {
    let mut query = Query::default();
    change(&mut query);
    query
}

#[test]
fn marks_are_asked_for_by_words_links_values_and_people() {
    let bench = two();
    let dam = |ids: &[&str]| ids.iter().map(|id| format!("dam {id}")).collect::<Vec<_>>();
    let kind = |kind: &str, reverse| Links::Without {
        kind: kind.into(),
        reverse,
    };
    let cases = [
        (ask(|_| ()), dam(&["m1", "m2", "m3", "m4"])),
        (ask(|q| q.words = "DAM".into()), dam(&["m1"])),
        (ask(|q| q.words = "hydrologist".into()), dam(&["m3"])),
        (ask(|q| q.links = Links::Some), dam(&["m1", "m2", "m3"])),
        (ask(|q| q.links = Links::None), dam(&["m4"])),
        (ask(|q| q.links = kind("rebuts", true)), dam(&["m4"])),
        (ask(|q| q.links = kind("rebuts", false)), dam(&[])),
        (ask(|q| q.annotator = Some("Ben".into())), dam(&["m2"])),
        (ask(|q| q.identity = Some(true)), dam(&["m3"])),
        (ask(|q| q.implicit = Some(true)), dam(&[])),
        (
            ask(|q| q.attribute = Some(("certainty".into(), Wanted::Any))),
            dam(&["m2"]),
        ),
        (
            ask(|q| q.attribute = Some(("certainty".into(), Wanted::None))),
            dam(&["m1", "m3", "m4"]),
        ),
        (
            ask(|q| {
                let (id, value) = certainty("possible");
                q.attribute = Some((id, Wanted::Value(value)));
            }),
            dam(&[]),
        ),
    ];
    for (query, expected) in cases {
        assert_eq!(rows(&bench, &query), expected, "{query:?}");
    }
}

#[test]
fn marks_of_all_articles_are_sorted_as_asked() {
    let bench = two();
    let sorted = |order| {
        rows(
            &bench,
            &ask(|query| {
                query.all = true;
                query.order = order;
            }),
        )
    };
    let text = ["dam m1", "dam m2", "dam m3", "dam m4", "salt m1", "salt m2"];
    assert_eq!(sorted(Order::Text), text);
    let tag = ["dam m1", "dam m4", "salt m2", "dam m2", "salt m1", "dam m3"];
    assert_eq!(sorted(Order::Tag), tag);
    let words = ["dam m4", "dam m3", "dam m2", "salt m2", "dam m1", "salt m1"];
    assert_eq!(sorted(Order::Words), words);
    let annotator = ["dam m2", "dam m1", "dam m3", "dam m4", "salt m1", "salt m2"];
    assert_eq!(sorted(Order::Annotator), annotator);
}

#[test]
fn the_second_line_says_what_is_known() {
    let bench = two();
    let mut rows = MarkRows::default();
    rows.refresh(&bench, &Query::default());
    let parts = Parts {
        article: true,
        annotator: true,
    };
    let line = |place| {
        rows.row(bench.project(), place)
            .map(|row| row.second_line(bench.project(), parts))
    };
    assert_eq!(line(1).as_deref(), Some("Dam · certain · Ben"));
    assert_eq!(
        line(2).as_deref(),
        Some("Ilan Verro, hydrologist · Dam · Mara")
    );
}

#[test]
fn a_click_selects_the_mark_in_its_article() {
    let mut harness = shown(two());
    click(&mut harness, Role::RadioButton, "project");
    click(&mut harness, Role::ListItem, "claim: no salt");
    let bench = &harness.state().bench;
    assert_eq!(bench.entry().unwrap().article().title, "Salt");
    assert_eq!(bench.selected().unwrap().id, "m2".into());
    harness.key_press(Key::ArrowUp);
    harness.run();
    harness.key_press(Key::ArrowUp);
    harness.run();
    let bench = &harness.state().bench;
    assert_eq!(bench.entry().unwrap().article().title, "Dam");
    assert_eq!(bench.selected().unwrap().id, "m4".into());
}

#[test]
fn the_pointer_on_a_row_shows_the_mark_in_the_article() {
    let mut harness = shown(two());
    harness
        .get_by_role_and_label(Role::ListItem, "source: Ilan Verro")
        .hover();
    harness.run();
    assert_eq!(harness.state().hovered, Some("m3".into()));
}

#[test]
fn delete_takes_the_mark_away_and_goes_on_to_the_next() {
    let mut harness = shown(two());
    click(&mut harness, Role::ListItem, "rebuttal: It does not");
    harness.key_press(Key::Delete);
    harness.run();
    let bench = &harness.state().bench;
    assert_eq!(bench.entry().unwrap().annotations().len(), 3);
    assert_eq!(bench.selected().unwrap().id, "m3".into());
}

#[test]
fn enter_hands_the_keys_on_to_the_article() {
    let mut harness = shown(two());
    click(&mut harness, Role::ListItem, "claim: The dam moves");
    assert!(harness.ctx.memory(|memory| memory.focused().is_some()));
    harness.key_press(Key::Enter);
    harness.run();
    assert!(harness.ctx.memory(|memory| memory.focused().is_none()));
    assert_eq!(
        harness.state().asked.last(),
        Some(&Command::SelectMark("m1".into()))
    );
}

#[test]
fn a_tag_is_hidden_by_a_click_and_alone_by_alt() {
    let mut harness = shown(two());
    click(&mut harness, Role::CheckBox, "claim marks");
    let left = ["rebuttal: It does not", "source: Ilan Verro"];
    assert_eq!(labels(&harness, Role::ListItem), left);
    harness.get_by_label("2 of 4");
    click(&mut harness, Role::Button, "Show all");
    assert_eq!(labels(&harness, Role::ListItem).len(), 4);
    harness
        .get_by_role_and_label(Role::CheckBox, "source marks")
        .click_modifiers(Modifiers::ALT);
    harness.run();
    assert_eq!(labels(&harness, Role::ListItem), ["source: Ilan Verro"]);
}

#[test]
fn a_double_click_on_a_tag_shows_it_alone() {
    let mut harness = shown(two());
    let chip = harness
        .get_by_role_and_label(Role::CheckBox, "claim marks")
        .rect()
        .center();
    for pressed in [true, false, true, false] {
        harness.event(egui::Event::PointerMoved(chip));
        harness.event(egui::Event::PointerButton {
            pos: chip,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        harness.step();
    }
    harness.run();
    let left = ["claim: The dam moves", "claim: Gates hold"];
    assert_eq!(labels(&harness, Role::ListItem), left);
}

#[test]
fn a_claim_without_a_rebuttal_is_found_by_clicks() {
    let mut harness = shown(two());
    click(&mut harness, Role::Button, "More filters");
    click(&mut harness, Role::ComboBox, "links");
    click(&mut harness, Role::Button, "without «rebutted by»");
    assert_eq!(labels(&harness, Role::ListItem), ["claim: Gates hold"]);
    harness.get_by_label("1 of 4");
    click(&mut harness, Role::Button, "Show all");
    assert_eq!(labels(&harness, Role::ListItem).len(), 4);
}

#[test]
fn words_that_no_mark_has_leave_a_sentence_and_a_way_back() {
    let mut harness = shown(two());
    type_into(&mut harness, "Filter the marks", "nowhere");
    assert!(labels(&harness, Role::ListItem).is_empty());
    click(&mut harness, Role::Button, "Clear the filters");
    assert_eq!(labels(&harness, Role::ListItem).len(), 4);
}

#[test]
fn an_implicit_mark_says_that_it_is_one() {
    let mut bench = two();
    alter(&mut bench, "dam", "m4", |mark| {
        mark.place = Place::Implicit {
            wording: "The wall is safe".into(),
            beside: None,
        };
    });
    let harness = shown(bench);
    let first = labels(&harness, Role::ListItem).into_iter().next();
    assert_eq!(first.as_deref(), Some("implicit claim: The wall is safe"));
}

#[test]
fn rows_follow_the_marks() {
    let mut bench = two();
    let mut rows = MarkRows::default();
    rows.refresh(&bench, &Query::default());
    assert_eq!(
        (rows.count(), rows.total(), rows.of_tag(&"claim".into())),
        (4, 4, 2)
    );
    dispatch(&mut bench, Command::DeleteMark("m1".into()));
    rows.refresh(&bench, &Query::default());
    assert_eq!(
        (rows.count(), rows.total(), rows.of_tag(&"claim".into())),
        (3, 3, 1)
    );
    dispatch(&mut bench, Command::ShowArticle("salt".into()));
    rows.refresh(&bench, &Query::default());
    assert_eq!(rows.count(), 2);
    dispatch(&mut bench, Command::SelectMark("m2".into()));
    assert_eq!(rows.selected(&bench), Some(1));
}
