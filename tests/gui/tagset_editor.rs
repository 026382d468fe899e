//! The tagset editor: every change is one step of the history, by role and label.

use egui::accesskit::{Role, Toggled};
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use postil::app::tagset_editor::TagsetEditor;
use postil::app::tagset_editor::data::Uses;
use postil::command::{Command, TagMarks, WindowCommand};
use postil::project::{Colour, LineStyle, Tag, TagStyle, Tagset, ValueKind};
use postil::workbench::Workbench;

use crate::support::{
    Stage, alter, certainty, click, dispatch, identity, labels, link, stage, workbench,
};

type Editor = Harness<'static, Stage<TagsetEditor>>;

fn three() -> Workbench {
    let mut bench = workbench(&[
        (
            "Ferry fares",
            "One [claim: two] [claim: three] [source: four].\n",
        ),
        ("Grain audit", "[claim: One] [rebuttal: two].\n"),
        ("Salt", "Nothing here.\n"),
    ]);
    link(&mut bench, "grain-audit", "l1", "rebuts", "m2", "m1");
    let mentions = [("ferry-fares", "m3")];
    identity(&mut bench, "i1", "Dana", "person", &mentions);
    bench
}

fn shown() -> Editor {
    let mut editor = TagsetEditor::default();
    editor.open = true;
    stage(three(), editor, (1100.0, 800.0), |panel, ui, scene| {
        panel.ui(ui.ctx(), scene);
    })
}

fn tagset(editor: &Editor) -> Tagset {
    (**editor.state().bench.project().tagset()).clone()
}

fn tag(editor: &Editor, id: &str) -> Tag {
    tagset(editor).tag(&id.into()).unwrap().clone()
}

/// The names of the steps that were made, the last one last.
fn steps(editor: &Editor) -> Vec<String> {
    let history = editor.state().bench.history();
    history
        .done()
        .iter()
        .map(|step| step.name().to_owned())
        .collect()
}

fn check(editor: &Editor) {
    assert_eq!(editor.state().bench.project().check(), []);
}

/// Types something else into a field and stays there.
fn retype(editor: &mut Editor, role: Role, label: &str, text: &str) {
    editor.get_by_role_and_label(role, label).focus();
    editor.run();
    editor.key_press_modifiers(Modifiers::COMMAND, Key::A);
    editor.run();
    match text {
        "" => editor.key_press(Key::Backspace),
        _ => editor.get_by_role_and_label(role, label).type_text(text),
    }
    editor.run();
}

/// Types something else into a field and presses Enter.
fn enter(editor: &mut Editor, label: &str, text: &str) {
    retype(editor, Role::TextInput, label, text);
    editor.key_press(Key::Enter);
    editor.run();
}

/// Chooses a tag or a link in the list.
fn choose(editor: &mut Editor, row: &str) {
    click(editor, Role::ListItem, row);
}

fn undo(editor: &mut Editor) {
    click(editor, Role::Button, "Undo");
}

#[test]
fn tags_are_listed_in_order_with_their_uses() {
    let editor = shown();
    let rows = labels(&editor, Role::ListItem);
    let expected = [
        "claim, 3 marks in 2 articles",
        "rebuttal, 1 mark in 1 article",
        "entity, no marks",
        "source, 1 mark in 1 article",
    ];
    assert_eq!(rows, expected);
}

#[test]
fn uses_are_what_the_workbench_counts() {
    let mut bench = three();
    let mut uses = Uses::default();
    uses.refresh(&bench);
    dispatch(&mut bench, Command::ShowArticle("ferry-fares".into()));
    dispatch(&mut bench, Command::DeleteMark("m1".into()));
    uses.refresh(&bench);
    for tag in &bench.project().tagset().tags {
        assert_eq!(uses.of_tag(&tag.id), bench.uses_of(&tag.id), "{}", tag.name);
    }
    assert_eq!(uses.of_link(&"rebuts".into()), 1);
    assert_eq!(uses.of_kind(&"person".into()), 1);
    // Another project in its first state.
    uses.refresh(&three());
    assert_eq!(uses.of_tag(&"claim".into()), (3, 2));
}

#[test]
fn a_name_is_one_step_however_many_letters_it_has() {
    let mut editor = shown();
    retype(&mut editor, Role::TextInput, "Name of the tag", "thesis");
    assert_eq!(steps(&editor), [""; 0]);
    editor.key_press(Key::Enter);
    editor.run();
    assert_eq!(steps(&editor), ["Rename tag claim to thesis"]);
    assert_eq!(tag(&editor, "claim").name, "thesis");
    undo(&mut editor);
    assert_eq!(tag(&editor, "claim").name, "claim");
    check(&editor);
}

#[test]
fn typing_is_kept_when_another_tag_is_chosen() {
    let mut editor = shown();
    retype(&mut editor, Role::TextInput, "Name of the tag", "thesis");
    choose(&mut editor, "entity, no marks");
    assert_eq!(steps(&editor), ["Rename tag claim to thesis"]);
    let field = editor.get_by_role_and_label(Role::TextInput, "Name of the tag");
    assert_eq!(field.accesskit_node().value().as_deref(), Some("entity"));
}

#[test]
fn typing_is_kept_when_the_window_is_closed() {
    let mut editor = shown();
    retype(&mut editor, Role::TextInput, "Name of the tag", "thesis");
    click(&mut editor, Role::Button, "Close the tagset");
    assert!(!editor.state().panel.open);
    assert_eq!(tag(&editor, "claim").name, "thesis");
    // And when it is closed from outside.
    let mut editor = shown();
    retype(&mut editor, Role::TextInput, "Name of the tag", "thesis");
    editor.state_mut().panel.open = false;
    editor.run();
    assert_eq!(tag(&editor, "claim").name, "thesis");
}

#[test]
fn a_click_that_ends_the_typing_does_what_it_says_too() {
    let mut editor = shown();
    retype(&mut editor, Role::TextInput, "Name of the tag", "thesis");
    click(&mut editor, Role::RadioButton, "pink");
    assert_eq!(
        steps(&editor),
        ["Rename tag claim to thesis", "Colour tag thesis pink"]
    );
    let claim = tag(&editor, "claim");
    assert_eq!(
        (claim.name.as_str(), claim.colour),
        ("thesis", Colour::Pink)
    );
}

#[test]
fn escape_takes_typing_back() {
    let mut editor = shown();
    retype(&mut editor, Role::TextInput, "Name of the tag", "thesis");
    editor.key_press(Key::Escape);
    editor.run();
    assert_eq!(steps(&editor), [""; 0]);
    let field = editor.get_by_role_and_label(Role::TextInput, "Name of the tag");
    assert_eq!(field.accesskit_node().value().as_deref(), Some("claim"));
}

#[test]
fn clashes_stand_beside_the_field_and_are_not_committed() {
    let mut editor = shown();
    enter(&mut editor, "Letter", "r");
    editor.get_by_label("R is the letter of rebuttal.");
    enter(&mut editor, "Digit key", "3");
    editor.get_by_label("3 is the key of entity.");
    enter(&mut editor, "Name of the tag", "Source");
    editor.get_by_label("There is a tag named source already.");
    assert_eq!(steps(&editor), [""; 0]);
    enter(&mut editor, "Letter", "k");
    enter(&mut editor, "Digit key", "7");
    enter(&mut editor, "Name of the tag", "claim");
    assert_eq!(
        steps(&editor),
        ["Give tag claim the letter K", "Give tag claim the key 7"]
    );
    assert!(
        editor
            .query_by_label("R is the letter of rebuttal.")
            .is_none()
    );
    enter(&mut editor, "Digit key", "");
    assert_eq!(tag(&editor, "claim").key, None);
    check(&editor);
}

#[test]
fn a_letter_that_runs_a_command_says_so() {
    let mut editor = shown();
    enter(&mut editor, "Letter", "l");
    editor.get_by_label("Then it does not run “Link the mark…”.");
    assert_eq!(tag(&editor, "claim").letter, 'L');
}

#[test]
fn a_tag_looks_as_it_is_told() {
    let mut editor = shown();
    click(&mut editor, Role::RadioButton, "teal");
    click(&mut editor, Role::RadioButton, "ticked rule");
    click(&mut editor, Role::RadioButton, "mention");
    let field = "Guideline of the tag";
    retype(
        &mut editor,
        Role::MultilineTextInput,
        field,
        "Only what can be checked.",
    );
    choose(&mut editor, "entity, no marks");
    let claim = tag(&editor, "claim");
    assert_eq!(
        (claim.colour, claim.line),
        (Colour::Teal, LineStyle::Ticked)
    );
    assert_eq!(claim.style, TagStyle::Mention);
    assert_eq!(claim.guideline, "Only what can be checked.");
    assert_eq!(steps(&editor).len(), 4);
    choose(&mut editor, "claim, 3 marks in 2 articles");
    let teal = editor.get_by_role_and_label(Role::RadioButton, "teal");
    assert_eq!(teal.accesskit_node().toggled(), Some(Toggled::True));
}

#[test]
fn a_tag_is_added_by_its_name_alone() {
    let mut editor = shown();
    enter(&mut editor, "Name of the new tag", "evidence");
    let new = tag(&editor, "evidence");
    assert_eq!(
        (new.letter, new.key, new.colour),
        ('V', Some('5'), Colour::Olive)
    );
    let field = editor.get_by_role_and_label(Role::TextInput, "Name of the tag");
    assert_eq!(field.accesskit_node().value().as_deref(), Some("evidence"));
    retype(&mut editor, Role::TextInput, "Name of the new tag", "claim");
    editor.get_by_label("There is a tag named claim already.");
    let add = editor.get_by_role_and_label(Role::Button, "Add tag");
    assert!(add.accesskit_node().is_disabled());
    undo(&mut editor);
    assert_eq!(tagset(&editor).tags.len(), 4);
}

fn order(editor: &Editor) -> String {
    let tags = tagset(editor).tags;
    tags.iter().map(|tag| tag.letter).collect()
}

#[test]
fn tags_are_moved_by_buttons() {
    let mut editor = shown();
    click(&mut editor, Role::Button, "Move down");
    assert_eq!(order(&editor), "RCES");
    click(&mut editor, Role::Button, "Move down");
    click(&mut editor, Role::Button, "Move down");
    assert_eq!(order(&editor), "RESC");
    click(&mut editor, Role::Button, "Move up");
    assert_eq!(order(&editor), "RECS");
    assert_eq!(steps(&editor).last().unwrap(), "Move tag claim up");
}

#[test]
fn tags_are_moved_by_dragging() {
    let mut editor = shown();
    let middle = |editor: &Editor, label: &str| {
        editor
            .get_by_role_and_label(Role::Button, label)
            .rect()
            .center()
    };
    let (from, to) = (
        middle(&editor, "Drag source"),
        middle(&editor, "Drag rebuttal"),
    );
    editor.drag_at(from);
    editor.run();
    editor.hover_at(to - egui::vec2(0.0, 12.0));
    editor.run();
    assert_eq!(steps(&editor), [""; 0]);
    editor.drop_at(to - egui::vec2(0.0, 12.0));
    editor.run();
    assert_eq!(order(&editor), "CSRE");
    assert_eq!(steps(&editor), ["Move tag source up"]);
}

#[test]
fn a_tag_is_retired_and_offered_again() {
    let mut editor = shown();
    click(&mut editor, Role::Button, "Retire");
    assert!(tag(&editor, "claim").retired);
    choose(&mut editor, "rebuttal, 1 mark in 1 article");
    enter(&mut editor, "Letter", "c");
    choose(&mut editor, "claim, retired, 3 marks in 2 articles");
    click(&mut editor, Role::Button, "Offer again");
    editor.get_by_label("C is the letter of rebuttal by now: change one of the two first.");
    enter(&mut editor, "Letter", "k");
    click(&mut editor, Role::Button, "Offer again");
    assert!(!tag(&editor, "claim").retired);
    check(&editor);
}

#[test]
fn a_tag_without_marks_goes_at_once() {
    let mut editor = shown();
    choose(&mut editor, "entity, no marks");
    click(&mut editor, Role::Button, "Delete…");
    assert_eq!(order(&editor), "CRS");
    undo(&mut editor);
    assert_eq!(order(&editor), "CRES");
}

/// The tags of all marks.
fn marks(editor: &Editor) -> Vec<String> {
    let entries = editor.state().bench.project().entries();
    let marks = entries
        .iter()
        .flat_map(|entry| entry.annotations().values());
    marks.map(|mark| mark.tag.to_string()).collect()
}

/// Asks to delete the tag claim, answers, and undoes; returns the marks in between.
fn deleted(answer: impl FnOnce(&mut Editor), asked: TagMarks) -> Vec<String> {
    let mut editor = shown();
    let (before, tags) = (marks(&editor), tagset(&editor));
    click(&mut editor, Role::Button, "Delete…");
    editor.get_by_role_and_label(Role::Dialog, "Delete the tag claim?");
    editor.get_by_label("3 marks in 2 articles have this tag.");
    answer(&mut editor);
    assert!(editor.query_by_role(Role::Dialog).is_none());
    let last = editor.state().asked.last();
    assert_eq!(last, Some(&Command::DeleteTag("claim".into(), asked)));
    let after = marks(&editor);
    check(&editor);
    undo(&mut editor);
    assert_eq!(marks(&editor), before);
    assert_eq!(tagset(&editor), tags);
    check(&editor);
    after
}

#[test]
fn marks_of_a_deleted_tag_are_retagged() {
    let retag = |editor: &mut Editor| {
        click(editor, Role::ComboBox, "Another tag");
        let dialog = editor.get_all_by_label("entity").last().unwrap();
        dialog.click();
        editor.run();
        click(editor, Role::Button, "Retag");
    };
    let after = deleted(retag, TagMarks::Retag("entity".into()));
    assert_eq!(after, ["entity", "entity", "source", "entity", "rebuttal"]);
}

#[test]
fn marks_of_a_deleted_tag_keep_it_retired() {
    let retire = |editor: &mut Editor| {
        click(editor, Role::Button, "Keep it as retired");
        assert_eq!(steps(editor), ["Retire tag claim"]);
        assert!(tag(editor, "claim").retired);
    };
    let after = deleted(retire, TagMarks::Retire);
    assert_eq!(after, ["claim", "claim", "source", "claim", "rebuttal"]);
}

#[test]
fn marks_of_a_deleted_tag_are_deleted() {
    let delete = |editor: &mut Editor| click(editor, Role::Button, "Delete 3 marks");
    assert_eq!(deleted(delete, TagMarks::Delete), ["source", "rebuttal"]);
}

#[test]
fn a_tag_is_not_deleted_after_all() {
    let mut editor = shown();
    for by_key in [false, true] {
        click(&mut editor, Role::Button, "Delete…");
        match by_key {
            true => {
                editor.key_press(Key::Escape);
                editor.run();
            }
            false => click(&mut editor, Role::Button, "Cancel"),
        }
        assert!(editor.query_by_role(Role::Dialog).is_none());
    }
    assert_eq!(editor.state().asked, []);
}

#[test]
fn links_are_added_changed_and_joined() {
    let mut editor = shown();
    click(&mut editor, Role::Tab, "Links");
    enter(&mut editor, "Name of the new link", "about");
    enter(&mut editor, "Name read backwards", "topic of");
    click(&mut editor, Role::CheckBox, "claim to entity");
    click(&mut editor, Role::CheckBox, "rebuttal to entity");
    click(&mut editor, Role::CheckBox, "claim to entity");
    let kind = tagset(&editor).link(&"about".into()).unwrap().clone();
    assert_eq!(kind.reverse, "topic of");
    assert_eq!(kind.joins, [("rebuttal".into(), "entity".into())]);
    click(&mut editor, Role::Button, "Remove link");
    assert_eq!(tagset(&editor).links.len(), 2);
    check(&editor);
}

#[test]
fn a_link_in_use_stays() {
    let mut editor = shown();
    click(&mut editor, Role::Tab, "Links");
    choose(&mut editor, "rebuts, 1 link");
    let remove = editor.get_by_role_and_label(Role::Button, "Remove link");
    assert!(remove.accesskit_node().is_disabled());
}

#[test]
fn kinds_of_identity_are_kept_while_used() {
    let mut editor = shown();
    click(&mut editor, Role::Tab, "Identities");
    let remove = editor.get_by_role_and_label(Role::Button, "Remove person");
    assert!(remove.accesskit_node().is_disabled());
    click(&mut editor, Role::Button, "Remove organisation");
    enter(&mut editor, "Name of claim", "statement");
    enter(&mut editor, "Name of the new kind", "outlet");
    let kinds = tagset(&editor).entity_kinds;
    let names: Vec<&str> = kinds.iter().map(|kind| kind.name.as_str()).collect();
    assert_eq!(names, ["person", "statement", "outlet"]);
    assert_eq!(steps(&editor).len(), 3);
}

#[test]
fn attributes_of_articles_are_made() {
    let mut editor = shown();
    click(&mut editor, Role::Tab, "Articles");
    enter(&mut editor, "Name of the new attribute", "genre");
    click(&mut editor, Role::RadioButton, "choice");
    let choices = "Choices of genre, one a line";
    retype(
        &mut editor,
        Role::MultilineTextInput,
        choices,
        "report\nopinion",
    );
    enter(&mut editor, "Name of genre", "kind of piece");
    let attributes = tagset(&editor).article_attributes;
    let words = vec!["report".to_owned(), "opinion".to_owned()];
    assert_eq!(attributes[0].kind, ValueKind::Choice(words));
    assert_eq!(attributes[0].name, "kind of piece");
    assert_eq!(attributes[0].id.as_str(), "genre");
    click(&mut editor, Role::Button, "Remove kind of piece");
    assert_eq!(tagset(&editor).article_attributes, []);
    assert_eq!(steps(&editor).len(), 5);
}

#[test]
fn attributes_of_tags_are_changed() {
    let mut editor = shown();
    click(&mut editor, Role::RadioButton, "number");
    assert_eq!(tag(&editor, "claim").attributes[0].kind, ValueKind::Number);
    assert_eq!(
        steps(&editor),
        ["Make attribute certainty of claim a number"]
    );
    undo(&mut editor);
    let choices = "Choices of certainty, one a line";
    let field = editor.get_by_role_and_label(Role::MultilineTextInput, choices);
    let value = field.accesskit_node().value();
    assert_eq!(value.as_deref(), Some("possible\ncertain"));
}

#[test]
fn values_follow_a_renamed_choice() {
    let mut editor = shown();
    let value = |editor: &Editor| {
        let project = editor.state().bench.project();
        let entry = project.entry(&"ferry-fares".into()).unwrap();
        let mark = entry.annotation(&"m1".into()).unwrap();
        mark.attributes.values().next().map(ToString::to_string)
    };
    let (attribute, certain) = certainty("certain");
    let bench = &mut editor.state_mut().bench;
    alter(bench, "ferry-fares", "m1", |mark| {
        mark.attributes.insert(attribute, certain);
    });
    let choices = "Choices of certainty, one a line";
    retype(
        &mut editor,
        Role::MultilineTextInput,
        choices,
        "possible\nsure",
    );
    choose(&mut editor, "entity, no marks");
    assert_eq!(value(&editor).as_deref(), Some("sure"));
    assert_eq!(steps(&editor).len(), 1);
    check(&editor);
    undo(&mut editor);
    assert_eq!(value(&editor).as_deref(), Some("certain"));
    choose(&mut editor, "claim, 3 marks in 2 articles");
    retype(&mut editor, Role::MultilineTextInput, choices, "possible");
    choose(&mut editor, "entity, no marks");
    assert_eq!(value(&editor), None);
    check(&editor);
}

#[test]
fn a_tagset_is_named_loaded_and_saved() {
    let mut editor = shown();
    enter(&mut editor, "Name of the tagset", "Ours");
    click(&mut editor, Role::Button, "Load…");
    click(&mut editor, Role::Button, "Save…");
    assert_eq!(tagset(&editor).name, "Ours");
    let last = &editor.state().asked[1..];
    let expected = [WindowCommand::LoadTagset, WindowCommand::SaveTagset];
    assert_eq!(last, expected.map(Command::Window));
}
