//! The start window: every way in is one click.

use std::path::PathBuf;

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use postil::app::start::{self, Recent};
use postil::command::{Command, WindowCommand};
use postil::workbench::Workbench;

use crate::support::{Stage, click, stage};

fn start<'a>(width: f32) -> Harness<'a, Stage<Option<PathBuf>>> {
    let recent = |folder: &str| Recent {
        path: format!("/{folder}/dam-desk.ron").into(),
        name: format!("{folder}-desk.ron"),
        detail: "40 articles, 6 done, an hour ago".to_owned(),
    };
    let files = [recent("dam"), recent("harbour")];
    stage(
        Workbench::default(),
        None,
        (width, 700.0),
        move |opened, ui, scene| {
            if let Some(path) = start::ui(ui, scene, &files) {
                *opened = Some(path);
            }
        },
    )
}

#[test]
fn open_paste_and_sample_are_buttons_at_any_width() {
    for width in [1280.0, 640.0] {
        let ways = [
            (Role::Button, "Open…", WindowCommand::Open),
            (Role::Button, "Paste an article", WindowCommand::Paste),
            (Role::ListItem, "Open the sample", WindowCommand::OpenSample),
        ];
        for (role, label, command) in ways {
            let mut harness = start(width);
            harness.get_by_role_and_label(role, label).scroll_to_me();
            harness.run();
            click(&mut harness, role, label);
            assert_eq!(harness.state().asked, [Command::Window(command)]);
        }
    }
}

#[test]
fn a_recent_file_is_handed_to_the_shell() {
    let mut harness = start(1280.0);
    click(&mut harness, Role::ListItem, "harbour-desk.ron");
    assert_eq!(harness.state().panel, Some("/harbour/dam-desk.ron".into()));
    assert!(harness.state().asked.is_empty());
}

#[test]
fn the_area_says_that_a_file_is_over_it() {
    let mut harness = start(1280.0);
    harness.get_by_role_and_label(Role::Group, "Drop articles or a project here");
    let file = egui::HoveredFile::default();
    harness.input_mut().hovered_files.push(file);
    // A window with a file over it repaints all the time.
    harness.run_steps(3);
    harness.get_by_role_and_label(Role::Group, "Let go to open");
}
