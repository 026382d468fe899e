//! A window whose display goes away, or that sleeps in the midst of its work.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use postil::project::Time;
use postil::store::RealDisk;
use postil::store::journal::find;

use super::display::{Display, Window, can_run, wait_until};

const SOON: Duration = Duration::from_secs(20);

/// A window on the project, in which a mark was just made.
fn with_a_mark<'d>(display: &'d Display, project: &Path) -> Window<'d> {
    let path = project.to_str().expect("a path in Unicode");
    let window = display.postil(&[path]);
    wait_until("the project is open", SOON, || {
        window.title().contains("harbour.ron")
    });
    std::thread::sleep(Duration::from_millis(500));
    window.double_click(375, 202);
    std::thread::sleep(Duration::from_millis(250));
    window.key("3");
    wait_until("the mark is made", SOON, || window.title().starts_with('●'));
    window
}

fn signal(process: u32, signal: &str) {
    let sent = Command::new("kill")
        .args([signal, &process.to_string()])
        .status()
        .expect("kill runs");
    assert!(sent.success());
}

/// How many gestures the journals hold that nobody has open.
fn kept(folder: &Path) -> usize {
    let left = find(&RealDisk, folder, Time::new(0));
    left.found.iter().map(|found| found.steps.len()).sum()
}

#[test]
fn row_76_a_display_that_dies_leaves_the_journal_and_no_process() {
    if !can_run("row_76_a_display_that_dies_leaves_the_journal_and_no_process") {
        return;
    }
    let display = Display::start(1400, 900);
    let project = display.project();
    let folder = display.home().join("state/postil/journals");
    let mut window = with_a_mark(&display, &project);
    display.die();
    let status = window.wait_for_end(SOON);
    assert!(!status.success(), "it did not end because it was closed");
    assert_eq!(kept(&folder), 1, "it said: {}", window.said());
}

#[test]
fn row_76_a_window_that_slept_in_the_midst_of_its_work_goes_on() {
    if !can_run("row_76_a_window_that_slept_in_the_midst_of_its_work_goes_on") {
        return;
    }
    let display = Display::start(1400, 900);
    let project = display.project();
    let window = with_a_mark(&display, &project);
    window.key("ctrl+s");
    signal(window.process(), "-STOP");
    std::thread::sleep(Duration::from_secs(2));
    signal(window.process(), "-CONT");
    wait_until("it is saved", SOON, || {
        window.title().starts_with("harbour.ron")
    });
    let saved = std::fs::read_to_string(&project).expect("the project can be read");
    assert_eq!(saved.matches("tag: \"entity\"").count(), 1);
}
