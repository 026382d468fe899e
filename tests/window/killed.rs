//! A window that is killed: its work is offered at the next start, and comes back.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::display::{Display, can_run, wait_until};

const SOON: Duration = Duration::from_secs(20);

fn marks(project: &Path) -> u64 {
    let said = Command::new(env!("CARGO_BIN_EXE_postil"))
        .args(["info", "--json"])
        .arg(project)
        .output()
        .expect("the program runs");
    let info: serde_json::Value = serde_json::from_slice(&said.stdout).expect("one JSON value");
    info["totals"]["marks"].as_u64().expect("a number")
}

fn journals(folder: &Path) -> usize {
    std::fs::read_dir(folder).map_or(0, Iterator::count)
}

#[test]
fn row_60_a_window_that_is_killed_has_the_mark_at_the_next_start() {
    if !can_run("row_60_a_window_that_is_killed_has_the_mark_at_the_next_start") {
        return;
    }
    let display = Display::start(1400, 900);
    let project = display.project();
    let kept = display.home().join("state/postil/journals");

    let path = project.to_str().expect("a path in Unicode");
    let window = display.postil(&[path]);
    wait_until("the project is open", SOON, || {
        window.title().contains("harbour.ron")
    });
    std::thread::sleep(Duration::from_millis(500));
    window.double_click(375, 202);
    std::thread::sleep(Duration::from_millis(250));
    window.key("3");
    wait_until("the mark is in the journal", SOON, || journals(&kept) == 1);
    // The child that this kills is asked nothing and told nothing.
    drop(window);
    assert_eq!(marks(&project), 0, "nothing was saved yet");

    let again = display.postil(&[path]);
    wait_until("the project is open", SOON, || {
        again.title().contains("harbour.ron")
    });
    std::thread::sleep(Duration::from_secs(1));
    // «Recover» has the focus.
    again.key("Return");
    wait_until("the mark is back", SOON, || again.title().starts_with('●'));
    again.key("ctrl+s");
    wait_until("the mark is in the file", SOON, || marks(&project) == 1);
    wait_until("the journal is empty", SOON, || journals(&kept) == 0);
}
