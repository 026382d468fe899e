//! The inspector.

use std::sync::Arc;

use egui::Key;
use egui::accesskit::{Role, Toggled};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use postil::app::inspector::Inspector;
use postil::command::{Aim, Command, Implicit, Reference, WindowCommand};
use postil::project::{Annotation, Attribute, Id, Number, Value, ValueKind};
use postil::text::ByteIndex;
use postil::workbench::Workbench;

use crate::support::{Stage, click, dispatch, identity, labels, link, stage, type_into, workbench};

type Shown = Harness<'static, Stage<Inspector>>;

/// A rebuttal of a claim by a source, who is mentioned twice.
fn dam() -> Workbench {
    let mut bench = workbench(&[(
        "Dam",
        "[source: Ilan Verro] denied that [claim: the dam is moving]. [rebuttal: It stands], \
         [source: Verro] said to [entity: Ilana Moor].\n",
    )]);
    let mut tagset = (**bench.project().tagset()).clone();
    let attribute = |id: &str, kind| Attribute {
        id: id.into(),
        name: id.to_owned(),
        kind,
        guideline: format!("When to set {id}."),
    };
    let verdicts = ["unchecked", "accurate", "misleading", "false"];
    let verdicts = verdicts
        .iter()
        .map(|verdict| (*verdict).to_owned())
        .collect();
    tagset.tags[0].attributes.extend([
        attribute("verdict", ValueKind::Choice(verdicts)),
        attribute("quoted", ValueKind::Flag),
        attribute("remark", ValueKind::Text),
        attribute("weight", ValueKind::Number),
    ]);
    tagset.links[0]
        .attributes
        .push(attribute("remark", ValueKind::Text));
    tagset
        .article_attributes
        .push(attribute("checked", ValueKind::Flag));
    dispatch(
        &mut bench,
        Command::SetTagset(Box::new(tagset), "More attributes".to_owned()),
    );
    link(&mut bench, "dam", "l1", "rebuts", "m3", "m2");
    link(&mut bench, "dam", "l2", "attributed to", "m3", "m1");
    identity(
        &mut bench,
        "verro",
        "Ilan Verro",
        "person",
        &[("dam", "m1")],
    );
    identity(&mut bench, "moor", "Ilana Moor", "person", &[("dam", "m5")]);
    bench
}

fn shown(bench: Workbench) -> Shown {
    stage(bench, Inspector::default(), (296.0, 900.0), Inspector::ui)
}

fn on(mark: &str) -> Shown {
    let mut bench = dam();
    dispatch(&mut bench, Command::SelectMark(mark.into()));
    shown(bench)
}

fn mark(harness: &Shown, id: &str) -> Arc<Annotation> {
    let entry = harness.state().bench.entry().unwrap();
    Arc::clone(entry.annotation(&id.into()).unwrap())
}

fn value(harness: &Shown, id: &str, attribute: &str) -> Option<Value> {
    mark(harness, id).attributes.get(&attribute.into()).cloned()
}

fn last(harness: &Shown) -> &Command {
    harness
        .state()
        .asked
        .last()
        .expect("something was asked for")
}

fn named(harness: &Shown, id: &str) -> Option<String> {
    let bench = &harness.state().bench;
    let identity = mark(harness, id).identity.clone()?;
    bench
        .project()
        .identity(&identity)
        .map(|identity| identity.name.clone())
}

#[test]
fn a_mark_is_retagged_from_its_name() {
    let mut harness = on("m2");
    harness.get_by_role_and_label(Role::Label, "the dam is moving");
    click(&mut harness, Role::Button, "Tag: claim");
    click(&mut harness, Role::Button, "Retag as rebuttal");
    assert_eq!(mark(&harness, "m2").tag, "rebuttal".into());
    harness.get_by_role_and_label(Role::Button, "Tag: rebuttal");
    assert!(
        harness
            .query_by_role_and_label(Role::Button, "Retag as entity")
            .is_none()
    );
}

#[test]
fn values_are_set_by_their_kinds_of_control_and_taken_away() {
    let mut harness = on("m2");
    click(&mut harness, Role::RadioButton, "certain");
    assert_eq!(
        value(&harness, "m2", "certainty"),
        Some(Value::text("certain"))
    );
    click(&mut harness, Role::RadioButton, "certain");
    assert_eq!(value(&harness, "m2", "certainty"), None);
    click(&mut harness, Role::CheckBox, "quoted");
    assert_eq!(value(&harness, "m2", "quoted"), Some(Value::Flag(true)));
    let ticked = harness.get_by_role_and_label(Role::CheckBox, "quoted");
    assert_eq!(ticked.accesskit_node().toggled(), Some(Toggled::True));
    click(&mut harness, Role::CheckBox, "quoted");
    assert_eq!(value(&harness, "m2", "quoted"), None);
    click(&mut harness, Role::ComboBox, "verdict");
    harness.get_by_label("misleading").click();
    harness.run();
    assert_eq!(
        value(&harness, "m2", "verdict"),
        Some(Value::text("misleading"))
    );
    type_into(&mut harness, "remark", "see below");
    assert_eq!(
        value(&harness, "m2", "remark"),
        Some(Value::text("see below"))
    );
}

#[test]
fn a_number_is_checked_beside_its_field() {
    let mut harness = on("m2");
    type_into(&mut harness, "weight", "1.");
    type_into(&mut harness, "weight", "5");
    let number = |n| Number::new(n).map(Value::Number);
    assert_eq!(value(&harness, "m2", "weight"), number(1.5));
    let wrong = "This is no number. Write it as 12 or 0.5.";
    assert!(harness.query_by_label(wrong).is_none());
    type_into(&mut harness, "weight", "x");
    harness.get_by_label(wrong);
    assert_eq!(
        value(&harness, "m2", "weight"),
        number(1.5),
        "what cannot be used is not set"
    );
    click(&mut harness, Role::RadioButton, "possible");
    harness.get_by_label(wrong);
    let field = harness.get_by_role_and_label(Role::TextInput, "weight");
    assert_eq!(
        field.value().as_deref(),
        Some("1.5x"),
        "what was typed stays"
    );
}

#[test]
fn the_best_guess_is_one_click() {
    let mut harness = on("m4");
    click(&mut harness, Role::Button, "Identify as Ilan Verro");
    assert_eq!(named(&harness, "m4").as_deref(), Some("Ilan Verro"));
    harness.get_by_label("person · 2 mentions");
    click(&mut harness, Role::Button, "Next mention");
    assert_eq!(last(&harness), &Command::NextMention);
    assert_eq!(harness.state().bench.selection().mark, Some("m1".into()));
    click(&mut harness, Role::Button, "Clear the identity");
    assert_eq!(named(&harness, "m1"), None);
}

#[test]
fn an_identity_is_found_by_typing_and_taken_by_enter() {
    let mut harness = on("m4");
    type_into(&mut harness, "Identity", "ilan");
    let offered = labels(&harness, Role::Button);
    let offered: Vec<_> = offered
        .iter()
        .filter(|label| label.contains("mention") || label.starts_with("New identity"))
        .filter(|label| *label != "Next mention")
        .collect();
    assert_eq!(
        offered,
        [
            "Ilan Verro, person · 1 mention",
            "Ilana Moor, person · 1 mention",
            "New identity: ilan"
        ]
    );
    harness.key_press(Key::ArrowDown);
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(named(&harness, "m4").as_deref(), Some("Ilana Moor"));
    assert!(
        harness.query_by_label("New identity: ilan").is_none(),
        "the suggestions are closed"
    );
}

#[test]
fn a_new_identity_gets_its_kind_and_the_next_one_the_same() {
    let mut harness = on("m4");
    type_into(&mut harness, "Identity", "The council");
    click(
        &mut harness,
        Role::Button,
        "Kind of the new identity: person",
    );
    click(&mut harness, Role::Button, "Make it a new organisation");
    click(&mut harness, Role::Button, "New identity: The council");
    let council = Reference::New("The council".to_owned(), "organisation".into());
    assert_eq!(last(&harness), &Command::Identify("m4".into(), council));
    click(&mut harness, Role::Button, "Clear the identity");
    type_into(&mut harness, "Identity", "The union");
    harness.get_by_role_and_label(Role::Button, "Kind of the new identity: organisation");
}

#[test]
fn escape_and_a_click_elsewhere_close_the_suggestions() {
    let mut harness = on("m4");
    type_into(&mut harness, "Identity", "ilan");
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.query_by_label("New identity: ilan").is_none());
    type_into(&mut harness, "Identity", "ilan");
    click(&mut harness, Role::RadioButton, "certain");
    assert!(harness.query_by_label_contains("New identity").is_none());
    assert_eq!(named(&harness, "m4"), None);
}

#[test]
fn a_link_leads_to_its_other_end_and_shows_it_under_the_pointer() {
    let mut harness = on("m3");
    let label = "rebuts claim: the dam is moving";
    harness.get_by_role_and_label(Role::Button, label).hover();
    harness.run();
    assert_eq!(harness.state().hovered, Some("m2".into()));
    click(&mut harness, Role::Button, label);
    assert_eq!(harness.state().bench.selection().mark, Some("m2".into()));
    click(
        &mut harness,
        Role::Button,
        "rebutted by rebuttal: It stands",
    );
    assert_eq!(harness.state().bench.selection().mark, Some("m3".into()));
}

#[test]
fn a_link_is_described_and_deleted() {
    let mut harness = on("m3");
    click(
        &mut harness,
        Role::Button,
        "Values and note of the link: rebuts claim: the dam is moving",
    );
    type_into(&mut harness, "remark", "word for word");
    let note = harness.get_by_role_and_label(Role::MultilineTextInput, "Note on the link");
    note.focus();
    harness.run();
    harness
        .get_by_role_and_label(Role::MultilineTextInput, "Note on the link")
        .type_text("sure");
    harness.run();
    let entry = harness.state().bench.entry().unwrap();
    let changed = entry.link(&"l1".into()).unwrap();
    assert_eq!(changed.note, "sure");
    assert_eq!(
        changed.attributes.get(&"remark".into()),
        Some(&Value::text("word for word"))
    );
    click(
        &mut harness,
        Role::Button,
        "Values and note of the link: rebuts claim: the dam is moving",
    );
    harness.get_by_label("remark: word for word · sure");
    click(
        &mut harness,
        Role::Button,
        "More about the link: rebuts claim: the dam is moving",
    );
    click(&mut harness, Role::MenuItem, "Delete the link");
    assert_eq!(last(&harness), &Command::Unlink("l1".into()));
    assert!(
        harness
            .state()
            .bench
            .entry()
            .unwrap()
            .link(&"l1".into())
            .is_none()
    );
}

#[test]
fn buttons_and_the_menu_ask_the_window() {
    let mut harness = on("m3");
    click(&mut harness, Role::Button, "Link this mark");
    assert_eq!(last(&harness), &Command::Window(WindowCommand::StartLink));
    click(&mut harness, Role::Button, "Add a link");
    assert_eq!(harness.state().asked.len(), 2);
    click(&mut harness, Role::Button, "More about this mark");
    click(&mut harness, Role::MenuItem, "Show in the list");
    assert_eq!(last(&harness), &Command::Window(WindowCommand::List));
    click(&mut harness, Role::Button, "More about this mark");
    click(&mut harness, Role::MenuItem, "Add a fragment…");
    harness.get_by_label_contains("Hold Ctrl and drag");
    click(&mut harness, Role::Button, "More about this mark");
    click(&mut harness, Role::MenuItem, "Delete the mark");
    assert_eq!(last(&harness), &Command::DeleteMark("m3".into()));
    harness.get_by_role_and_label(Role::Heading, "Article");
}

#[test]
fn a_note_takes_the_focus_and_is_one_step_of_the_history() {
    let mut harness = on("m3");
    harness.state_mut().panel.focus_note = true;
    harness.run();
    let note = |harness: &Shown| {
        let note = harness.get_by_role_and_label(Role::MultilineTextInput, "Note");
        (note.is_focused(), note.value().unwrap_or_default())
    };
    assert_eq!(note(&harness), (true, String::new()));
    let steps = harness.state().bench.history().done().len();
    for typed in ["Ask ", "the ", "council."] {
        harness
            .get_by_role_and_label(Role::MultilineTextInput, "Note")
            .type_text(typed);
        harness.run();
    }
    assert_eq!(mark(&harness, "m3").note, "Ask the council.");
    assert_eq!(harness.state().bench.history().done().len(), steps + 1);
    let bench = &mut harness.state_mut().bench;
    dispatch(bench, Command::Undo);
    harness.run();
    assert_eq!(
        note(&harness).1,
        "",
        "what was undone does not stay in the field"
    );
}

#[test]
fn an_implicit_mark_is_worded_by_typing_over_what_it_was_called() {
    let mut bench = dam();
    dispatch(&mut bench, Command::SelectMark("m3".into()));
    dispatch(&mut bench, Command::AddImplicit(Implicit::UnstatedClaim));
    let implicit = bench.selection().mark.clone().unwrap();
    let mut harness = shown(bench);
    harness.state_mut().panel.focus_wording = true;
    harness.run();
    harness
        .get_by_role_and_label(Role::MultilineTextInput, "Wording")
        .type_text("It leaks");
    harness.run();
    assert_eq!(
        last(&harness),
        &Command::SetWording(implicit, "It leaks".to_owned())
    );
    click(&mut harness, Role::Button, "beside rebuttal: It stands");
    assert_eq!(harness.state().bench.selection().mark, Some("m3".into()));
}

#[test]
fn selected_words_are_tagged_by_their_buttons() {
    let mut bench = dam();
    let (anchor, head) = (ByteIndex(0), ByteIndex(17));
    dispatch(&mut bench, Command::SelectText { anchor, head });
    let mut harness = shown(bench);
    harness.get_by_label("3 words selected");
    harness.get_by_label("“Ilan Verro denied”");
    click(&mut harness, Role::Button, "Tag as rebuttal");
    assert_eq!(
        last(&harness),
        &Command::Tag("rebuttal".into(), Aim::default())
    );
    harness.get_by_role_and_label(Role::Button, "Tag: rebuttal");
    dispatch(
        &mut harness.state_mut().bench,
        Command::SelectText { anchor, head },
    );
    harness.run();
    harness.get_by_role_and_label(Role::Button, "tag again, as rebuttal");
    click(&mut harness, Role::Button, "let go");
    assert!(!harness.state().bench.selection().has_words());
}

#[test]
fn the_article_is_described() {
    let mut harness = shown(dam());
    let article = |harness: &Shown| Arc::clone(harness.state().bench.entry().unwrap().article());
    type_into(&mut harness, "outlet", "Courier");
    assert_eq!(article(&harness).meta.text("outlet"), Some("Courier"));
    click(&mut harness, Role::Button, "Add a field");
    type_into(&mut harness, "Name of the new field", "desk");
    harness.key_press(Key::Enter);
    harness.run();
    type_into(&mut harness, "desk", "national");
    assert_eq!(article(&harness).meta.text("desk"), Some("national"));
    click(&mut harness, Role::Button, "Remove the field desk");
    assert_eq!(article(&harness).meta.text("desk"), None);
    click(&mut harness, Role::CheckBox, "Done");
    assert!(harness.state().bench.entry().unwrap().status().done);
    click(&mut harness, Role::CheckBox, "checked");
    let value = harness
        .state()
        .bench
        .entry()
        .unwrap()
        .status()
        .attributes
        .clone();
    assert_eq!(value.get(&Id::new("checked")), Some(&Value::Flag(true)));
    harness.get_by_label("source 2");
}

#[test]
fn implicit_marks_are_added_and_found_in_the_article() {
    let mut harness = shown(dam());
    click(&mut harness, Role::Button, "Unnamed source");
    assert_eq!(
        last(&harness),
        &Command::AddImplicit(Implicit::UnnamedSource)
    );
    let implicit = harness.state().bench.selection().mark.clone();
    let selection = harness.state().bench.selection().clone();
    harness.state_mut().panel.show_details(&selection);
    harness.run();
    click(&mut harness, Role::Button, "Back to the mark");
    harness.get_by_role_and_label(Role::Button, "Tag: source");
    dispatch(&mut harness.state_mut().bench, Command::StepBack);
    harness.run();
    click(
        &mut harness,
        Role::Button,
        "implicit source: unnamed source",
    );
    assert_eq!(harness.state().bench.selection().mark, implicit);
}

#[test]
fn a_title_needs_words() {
    let mut harness = shown(dam());
    let field = harness.get_by_role_and_label(Role::MultilineTextInput, "Title");
    field.focus();
    harness.run();
    for _ in 0.."Dam".len() {
        harness.key_press(Key::Backspace);
        harness.run();
    }
    harness.get_by_label("An article needs a title.");
    assert!(
        !harness
            .state()
            .bench
            .entry()
            .unwrap()
            .article()
            .title
            .is_empty()
    );
}

#[test]
fn a_narrow_window_has_a_drawer() {
    let mut bench = dam();
    dispatch(&mut bench, Command::SelectMark("m3".into()));
    let mut harness: Shown = stage(
        bench,
        Inspector::default(),
        (840.0, 128.0),
        Inspector::drawer_ui,
    );
    harness.get_by_role_and_label(Role::Button, "rebuts claim: the dam is moving");
    click(&mut harness, Role::RadioButton, "possible");
    assert_eq!(
        value(&harness, "m3", "certainty"),
        Some(Value::text("possible"))
    );
    let theme = postil::app::theme::Theme::get(postil::app::theme::Look::Light);
    let height = |harness: &Shown| harness.state().panel.drawer_height(&theme, 600.0);
    assert_eq!(height(&harness), 128.0);
    click(&mut harness, Role::Button, "Raise the drawer");
    assert_eq!(height(&harness), 300.0);
    harness.get_by_role_and_label(Role::MultilineTextInput, "Note");
    click(&mut harness, Role::Button, "Lower the drawer");
    click(&mut harness, Role::Button, "Write a note");
    let note = harness.get_by_role_and_label(Role::MultilineTextInput, "Note");
    assert!(note.is_focused());
}

#[test]
fn nothing_is_asked_for_by_only_looking() {
    let mut harness = on("m3");
    let revision = harness.state().bench.revision();
    for _ in 0..100 {
        harness.step();
    }
    assert_eq!(harness.state().asked, []);
    assert_eq!(harness.state().bench.revision(), revision);
}
