//! The dialogs: each answer by role and label, by mouse and by key.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use egui::accesskit::Role;
use egui::{Context, Key, Modifiers, Vec2, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use postil::app::dialogs::annotator::{AnnotatorAnswer, AnnotatorDialog};
use postil::app::dialogs::close::{CloseAnswer, CloseDialog};
use postil::app::dialogs::encoding::{EncodingAnswer, EncodingDialog};
use postil::app::dialogs::link_kind::{LinkKindAnswer, LinkKindChoice};
use postil::app::dialogs::path_field::{PathAnswer, PathDialog, PathPurpose, PathWorld};
use postil::app::install_look;
use postil::app::theme::ThemeChoice;

use crate::support::{click, labels};

/// A dialog, and what it answered.
struct Asked<D, A> {
    dialog: D,
    answer: Option<A>,
    ready: bool,
}

/// Shows a dialog until it has an answer.
fn asked<D: 'static, A: 'static>(
    dialog: D,
    mut ui: impl FnMut(&mut D, &Context) -> Option<A> + 'static,
) -> Harness<'static, Asked<D, A>> {
    let asked = Asked {
        dialog,
        answer: None,
        ready: false,
    };
    let mut harness = Harness::builder()
        .with_size(Vec2::new(800.0, 600.0))
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(60)
        .build_ui_state(
            move |shown, asked: &mut Asked<D, A>| {
                if !asked.ready {
                    // The faces are there from the second frame on.
                    install_look(shown.ctx(), ThemeChoice::Light);
                    asked.ready = true;
                    shown.ctx().request_repaint();
                } else if asked.answer.is_none() {
                    asked.answer = ui(&mut asked.dialog, &shown.ctx().clone());
                }
            },
            asked,
        );
    harness.run();
    harness
}

fn press<D, A>(harness: &mut Harness<'_, Asked<D, A>>, key: Key) {
    harness.key_press(key);
    harness.run();
}

fn write<D, A>(harness: &mut Harness<'_, Asked<D, A>>, label: &str, text: &str) {
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run();
    harness
        .get_by_role_and_label(Role::TextInput, label)
        .type_text(text);
    harness.run();
}

fn close(file: &str) -> Harness<'static, Asked<CloseDialog, CloseAnswer>> {
    asked(CloseDialog::new(file), CloseDialog::ui)
}

#[test]
fn closing_with_changes_asks_once_in_words() {
    let answers = [
        ("Save", CloseAnswer::Save),
        ("Don’t save", CloseAnswer::Discard),
        ("Cancel", CloseAnswer::Cancel),
    ];
    for (button, answer) in answers {
        let mut dialog = close("dam-desk.ron");
        dialog.get_by_role_and_label(Role::Dialog, "Save dam-desk.ron?");
        dialog.get_by_label("dam-desk.ron has changes that are not saved.");
        click(&mut dialog, Role::Button, button);
        assert_eq!(dialog.state().answer, Some(answer));
    }
}

#[test]
fn closing_is_answered_by_keys() {
    let mut dialog = close("");
    dialog.get_by_label("This project has changes that are not saved.");
    press(&mut dialog, Key::Enter);
    assert_eq!(dialog.state().answer, Some(CloseAnswer::Save));
    let mut dialog = close("");
    press(&mut dialog, Key::Tab);
    press(&mut dialog, Key::Enter);
    assert_eq!(dialog.state().answer, Some(CloseAnswer::Discard));
    let mut dialog = close("");
    press(&mut dialog, Key::Escape);
    assert_eq!(dialog.state().answer, Some(CloseAnswer::Cancel));
}

#[test]
fn the_annotator_is_asked_for_a_name() {
    let name = |name: &str| asked(AnnotatorDialog::new(name), AnnotatorDialog::ui);
    let mut dialog = name("mara");
    press(&mut dialog, Key::Enter);
    assert_eq!(
        dialog.state().answer,
        Some(AnnotatorAnswer::Name("mara".to_owned()))
    );
    let mut dialog = name("mara");
    write(&mut dialog, "Your name", " Mara Lindqvist ");
    click(&mut dialog, Role::Button, "Use this name");
    let expected = AnnotatorAnswer::Name("Mara Lindqvist".to_owned());
    assert_eq!(dialog.state().answer, Some(expected));
    let mut dialog = name(" ");
    let button = dialog.get_by_role_and_label(Role::Button, "Use this name");
    assert!(button.accesskit_node().is_disabled());
    press(&mut dialog, Key::Enter);
    assert_eq!(dialog.state().answer, None);
    press(&mut dialog, Key::Escape);
    assert_eq!(dialog.state().answer, Some(AnnotatorAnswer::Cancel));
}

fn kinds() -> Harness<'static, Asked<LinkKindChoice, LinkKindAnswer>> {
    let kinds = [("rebuts", "rebuts"), ("qualifies", "qualifies")];
    let kinds = kinds.map(|(id, name)| (id.into(), name.to_owned()));
    let choice = LinkKindChoice::new(pos2(300.0, 200.0), kinds.to_vec());
    asked(choice, LinkKindChoice::ui)
}

#[test]
fn the_kind_of_a_link_is_chosen_at_the_pointer() {
    let chosen = |id: &str| Some(LinkKindAnswer::Kind(id.into()));
    let mut choice = kinds();
    choice.get_by_role_and_label(Role::Menu, "Kind of link");
    click(&mut choice, Role::Button, "qualifies");
    assert_eq!(choice.state().answer, chosen("qualifies"));
    let mut choice = kinds();
    press(&mut choice, Key::Num3);
    assert_eq!(choice.state().answer, None);
    press(&mut choice, Key::Num2);
    assert_eq!(choice.state().answer, chosen("qualifies"));
    let mut choice = kinds();
    press(&mut choice, Key::Enter);
    assert_eq!(choice.state().answer, chosen("rebuts"));
    let mut choice = kinds();
    press(&mut choice, Key::ArrowDown);
    press(&mut choice, Key::Enter);
    assert_eq!(choice.state().answer, chosen("qualifies"));
    let mut choice = kinds();
    press(&mut choice, Key::Escape);
    assert_eq!(choice.state().answer, Some(LinkKindAnswer::Cancel));
}

#[test]
fn a_click_elsewhere_makes_no_link() {
    let mut choice = kinds();
    let far = pos2(700.0, 500.0);
    choice.drag_at(far);
    choice.run();
    choice.drop_at(far);
    choice.run();
    assert_eq!(choice.state().answer, Some(LinkKindAnswer::Cancel));
}

#[test]
fn an_encoding_is_chosen_by_how_it_reads() {
    let dialog = EncodingDialog::new("storm.txt", "windows-1251");
    let mut dialog = asked(dialog, |dialog: &mut EncodingDialog, ctx| {
        dialog.ui(ctx, &|label| Some(format!("read as {label}")))
    });
    dialog.get_by_role_and_label(Role::Dialog, "Read storm.txt in another encoding");
    dialog.get_by_label("read as windows-1251");
    click(&mut dialog, Role::ListItem, "KOI8-R");
    dialog.get_by_label("read as KOI8-R");
    click(&mut dialog, Role::Button, "Read it again");
    let expected = EncodingAnswer::Encoding("KOI8-R".to_owned());
    assert_eq!(dialog.state().answer, Some(expected));
}

#[test]
fn an_encoding_is_chosen_by_arrows_and_enter() {
    let dialog = EncodingDialog::new("storm.txt", "windows-1251");
    let mut dialog = asked(dialog, |dialog: &mut EncodingDialog, ctx| {
        dialog.ui(ctx, &|label| Some(format!("read as {label}")))
    });
    press(&mut dialog, Key::ArrowDown);
    press(&mut dialog, Key::ArrowDown);
    press(&mut dialog, Key::ArrowUp);
    dialog.get_by_label("read as KOI8-R");
    press(&mut dialog, Key::Enter);
    let expected = EncodingAnswer::Encoding("KOI8-R".to_owned());
    assert_eq!(dialog.state().answer, Some(expected));
}

#[test]
fn an_encoding_that_is_not_listed_is_listed_first() {
    let dialog = EncodingDialog::new("", "IBM866");
    let mut dialog = asked(dialog, |dialog: &mut EncodingDialog, ctx| {
        dialog.ui(ctx, &|_| None)
    });
    assert_eq!(labels(&dialog, Role::ListItem)[0], "IBM866");
    press(&mut dialog, Key::Escape);
    assert_eq!(dialog.state().answer, Some(EncodingAnswer::Cancel));
}

/// A path field over a disk with two folders; counts how often the disk is asked.
fn path(purpose: PathPurpose, typed: &str) -> Harness<'static, Asked<PathDialog, PathAnswer>> {
    let asked_disk = Cell::new(0);
    asked(
        PathDialog::new(purpose, typed),
        move |dialog: &mut PathDialog, ctx| {
            let entries = |folder: &str| {
                asked_disk.set(asked_disk.get() + 1);
                assert!(asked_disk.get() < 10, "the disk is asked in every frame");
                let names: &[&str] = match folder {
                    "/home/mara/" => &["texts/", "desk.ron", ".cache/"],
                    "/home/mara/texts/" => &["dam.txt", "storm.txt"],
                    _ => &[],
                };
                Some(names.iter().map(|name| (*name).to_owned()).collect())
            };
            let world = PathWorld {
                home: "/home/mara",
                entries: &entries,
                exists: &|path| {
                    let there = ["", "desk.ron", "texts/dam.txt", "texts/storm.txt"];
                    let there = there.map(|it| Path::new("/home/mara").join(it));
                    Some(there.contains(&path.to_owned()))
                },
            };
            dialog.ui(ctx, &world)
        },
    )
}

fn given(path: &str) -> Option<PathAnswer> {
    Some(PathAnswer::Path(PathBuf::from(path)))
}

#[test]
fn a_path_is_typed_with_the_home_folder() {
    let mut dialog = path(PathPurpose::Open, "~/");
    dialog.get_by_role_and_label(Role::Dialog, "Open articles or a project");
    assert_eq!(labels(&dialog, Role::ListItem), ["texts/", "desk.ron"]);
    write(&mut dialog, "Path", "~/texts/storm.txt");
    press(&mut dialog, Key::Enter);
    assert_eq!(dialog.state().answer, given("/home/mara/texts/storm.txt"));
}

#[test]
fn a_path_is_completed_by_tab_arrows_and_clicks() {
    let mut dialog = path(PathPurpose::Open, "~/te");
    press(&mut dialog, Key::Tab);
    assert_eq!(labels(&dialog, Role::ListItem), ["dam.txt", "storm.txt"]);
    press(&mut dialog, Key::ArrowDown);
    press(&mut dialog, Key::ArrowDown);
    press(&mut dialog, Key::Enter);
    assert_eq!(dialog.state().answer, None);
    click(&mut dialog, Role::Button, "Open");
    assert_eq!(dialog.state().answer, given("/home/mara/texts/storm.txt"));
    let mut dialog = path(PathPurpose::Open, "~/");
    click(&mut dialog, Role::ListItem, "texts/");
    click(&mut dialog, Role::ListItem, "dam.txt");
    press(&mut dialog, Key::Enter);
    assert_eq!(dialog.state().answer, given("/home/mara/texts/dam.txt"));
}

#[test]
fn typing_goes_on_after_what_was_completed() {
    let mut dialog = path(PathPurpose::SaveAs, "~/te");
    press(&mut dialog, Key::Tab);
    dialog
        .get_by_role_and_label(Role::TextInput, "Path")
        .type_text("new.ron");
    dialog.run();
    press(&mut dialog, Key::Enter);
    assert_eq!(dialog.state().answer, given("/home/mara/texts/new.ron"));
}

#[test]
fn a_file_is_replaced_only_when_that_is_ticked() {
    let mut dialog = path(PathPurpose::SaveAs, "~/desk.ron");
    press(&mut dialog, Key::Enter);
    assert_eq!(dialog.state().answer, None);
    let save = dialog.get_by_role_and_label(Role::Button, "Save");
    assert!(save.accesskit_node().is_disabled());
    click(
        &mut dialog,
        Role::CheckBox,
        "Replace the file that is there",
    );
    click(&mut dialog, Role::Button, "Save");
    assert_eq!(dialog.state().answer, given("/home/mara/desk.ron"));
    // What is opened must be there.
    let dialog = path(PathPurpose::Open, "~/desk.ron");
    assert!(dialog.query_by_role(Role::CheckBox).is_none());
}

#[test]
fn a_file_needs_a_name_and_a_folder_none() {
    let dialog = path(PathPurpose::Export, "~/texts/");
    let export = dialog.get_by_role_and_label(Role::Button, "Export");
    assert!(export.accesskit_node().is_disabled());
    let mut dialog = path(PathPurpose::OpenFolder, "~/");
    assert_eq!(labels(&dialog, Role::ListItem), ["texts/"]);
    press(&mut dialog, Key::Enter);
    assert_eq!(dialog.state().answer, given("/home/mara/"));
}

#[test]
fn an_error_stands_beside_the_path_until_it_is_changed() {
    let mut dialog = path(PathPurpose::LoadTagset, "~/nowhere.ron");
    dialog
        .state_mut()
        .dialog
        .set_error("There is no such file.");
    dialog.run();
    dialog.get_by_label("There is no such file.");
    dialog
        .get_by_role_and_label(Role::TextInput, "Path")
        .type_text("x");
    dialog.run();
    assert!(dialog.query_by_label("There is no such file.").is_none());
    press(&mut dialog, Key::Escape);
    assert_eq!(dialog.state().answer, Some(PathAnswer::Cancel));
}

#[test]
fn a_folder_that_has_not_answered_yet_keeps_nobody_from_typing_and_nothing_is_given_before() {
    for (purpose, name) in [
        (PathPurpose::Open, "dam.txt"),
        (PathPurpose::SaveAs, "new.ron"),
    ] {
        let known = Rc::new(Cell::new(false));
        let now = Rc::clone(&known);
        let dialog = PathDialog::new(purpose, "~/");
        let mut dialog = asked(dialog, move |dialog: &mut PathDialog, ctx| {
            let answer = |yes: bool| known.get().then_some(yes);
            let world = PathWorld {
                home: "/home/mara",
                entries: &|_| known.get().then(|| vec!["dam.txt".to_owned()]),
                exists: &|path| answer(path == Path::new("/home/mara/dam.txt")),
            };
            dialog.ui(ctx, &world)
        });
        assert_eq!(labels(&dialog, Role::ListItem), [""; 0]);
        write(&mut dialog, "Path", &format!("~/{name}"));
        press(&mut dialog, Key::Enter);
        assert_eq!(dialog.state().answer, None);
        now.set(true);
        dialog.run();
        dialog.step();
        assert_eq!(dialog.state().answer, given(&format!("/home/mara/{name}")));
    }
}
