//! Windows that hold the keys: nothing behind them hears one, and nothing covers what they are for.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::whole::{Whole, on};

const DAM: &str = "The dam\n\nThe dam holds, the council said. Nobody believed it.\n";
const ANN: &str = "T1\tPER 24 35\tthe council\nT2\tEvent 9 22\tThe dam holds\n";

/// A window on an article with a mark.
fn marked() -> Whole {
    let mut window = on(&[("dam.txt", DAM)]);
    window.mark_word("believed");
    window.write("brat/dam.txt", DAM);
    window.write("brat/dam.ann", ANN);
    window
}

fn exporting() -> Whole {
    let mut window = marked();
    window.forget();
    window.keys(Modifiers::COMMAND, Key::E);
    assert!(window.asks("Export"));
    window
}

fn importing() -> Whole {
    let mut window = marked();
    window.forget();
    window.drop_files(&["brat"]);
    assert!(window.asks("Import"));
    window
}

/// The role and name of what has the focus.
fn focused(window: &Whole) -> Option<(Role, String)> {
    let mut all = window.harness.query_all_by(|node| node.is_focused());
    let node = all.next()?;
    let node = node.accesskit_node();
    Some((node.role(), node.label().unwrap_or_default()))
}

#[test]
fn keys_do_nothing_behind_the_windows_of_export_and_import() {
    for (title, mut window) in [("Export", exporting()), ("Import", importing())] {
        let before = window.bench().project().clone();
        let selection = window.bench().selection().clone();
        // Nothing in the window has the focus.
        let ctx = window.harness.ctx.clone();
        ctx.memory_mut(|memory| memory.stop_text_input());
        window.keys(Modifiers::COMMAND, Key::Z);
        window.keys(Modifiers::COMMAND, Key::A);
        window.keys(Modifiers::COMMAND, Key::Num1);
        window.keys(Modifiers::SHIFT, Key::ArrowRight);
        window.key(Key::Delete).key(Key::Num1).key(Key::F4);
        window.paste("The mill stands still.");
        assert_eq!(*window.bench().project(), before, "{title}");
        assert_eq!(*window.bench().selection(), selection, "{title}");
        assert!(!window.bench().filter().is_active(), "{title}");
        assert!(window.asks(title));
        window.key(Key::Escape);
        assert!(!window.asks(title));
        window.keys(Modifiers::COMMAND, Key::Z);
        assert_ne!(*window.bench().project(), before, "{title} is gone");
    }
}

#[test]
fn a_click_behind_the_window_of_the_export_does_nothing() {
    let mut window = exporting();
    window.press_named(Role::Button, "File");
    assert!(!window.has(Role::MenuItem, "Open…"));
    assert!(window.asks("Export"));
}

#[test]
fn the_focus_stays_in_the_window_of_the_export() {
    let mut window = exporting();
    window.types("zzz").key(Key::Enter);
    let field = (Role::TextInput, "Find a format".to_owned());
    assert_eq!(focused(&window), Some(field));
    window.types_over("");
    for _ in 0..60 {
        window.key(Key::Tab);
        let of = focused(&window);
        let outside = ["File", "Edit", "Filter the articles"];
        let label = of.as_ref().map_or("", |(_, label)| label.as_str());
        assert!(!outside.contains(&label), "{of:?}");
    }
}

#[test]
fn enter_presses_the_button_of_the_import_also_where_it_joins() {
    let mut window = importing();
    let button = (Role::Button, "Add to the project".to_owned());
    assert_eq!(focused(&window), Some(button));
    window.key(Key::Enter);
    assert!(!window.asks("Import"));
    assert_eq!(window.marks().len(), 3);
    // Nothing has the focus any more after a click on what takes none.
    let mut window = importing();
    let ctx = window.harness.ctx.clone();
    ctx.memory_mut(|memory| memory.stop_text_input());
    window.key(Key::Enter);
    assert_eq!(window.marks().len(), 3);
}

#[test]
fn no_notice_covers_the_buttons_of_export_and_import() {
    let windows = [
        ("Export…", exporting()),
        ("Add to the project", importing()),
    ];
    for (label, mut window) in windows {
        window.write("empty.txt", "");
        window.drop_files(&["empty.txt"]);
        let alert = window.harness.get_by_role(Role::Alert);
        let button = window.harness.get_by_role_and_label(Role::Button, label);
        assert!(!alert.rect().intersects(button.rect()), "{label}");
    }
}
