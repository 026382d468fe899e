//! Two windows on one project, and whom a window speaks to.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::display::{Display, can_run, wait_until};

const SOON: Duration = Duration::from_secs(30);

fn lock_of(project: &Path) -> PathBuf {
    project.with_file_name(".harbour.ron.lock")
}

#[test]
fn row_69_a_second_window_says_who_has_the_project_open() {
    if !can_run("row_69_a_second_window_says_who_has_the_project_open") {
        return;
    }
    let display = Display::start(1400, 900);
    let project = display.project();
    let path = project.to_str().expect("a path in Unicode");
    let first = display.postil(&[path]);
    wait_until("the project is open", SOON, || {
        first.title().starts_with("harbour.ron")
    });
    assert!(lock_of(&project).exists());
    let second = display.postil(&[path]);
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(second.title(), "Postil", "it is not opened twice");
    // «Read only» has the focus.
    second.key("Return");
    wait_until("it is open to be read", SOON, || {
        second.title().starts_with("harbour.ron (read only)")
    });
    drop(second);
    // A window that is killed leaves its lock, which hinders nobody.
    drop(first);
    assert!(lock_of(&project).exists());
    let mut third = display.postil(&[path]);
    wait_until("the project is open again", SOON, || {
        third.title().starts_with("harbour.ron —")
    });
    third.close_window();
    assert!(third.wait_for_end(SOON).success());
    assert!(
        !lock_of(&project).exists(),
        "a window that is closed leaves none"
    );
}

#[test]
fn row_45_a_window_speaks_to_the_display_and_the_bus_and_to_nobody_else() {
    let test = "row_45_a_window_speaks_to_the_display_and_the_bus_and_to_nobody_else";
    if !can_run(test) {
        return;
    }
    let traces = Command::new("strace")
        .args(["-f", "-o", "/dev/null", "true"])
        .output();
    if !traces.is_ok_and(|it| it.status.success()) {
        let required = std::env::var_os("POSTIL_REQUIRE_ALL").is_some_and(|value| value == "1");
        assert!(
            !required,
            "{test} needs strace (package strace) and the right to trace"
        );
        println!("left out: {test} needs strace (package strace) and the right to trace");
        return;
    }
    let display = Display::start_with_bus(1400, 900);
    let project = display.project();
    let page = display.home().join("page.html");
    let words = "<html><head><link rel=stylesheet href=\"http://192.0.2.1/x.css\"></head><body>\
        <img src=\"http://192.0.2.1/a.png\"><p>The dam holds.</p></body></html>";
    std::fs::write(&page, words).expect("a page can be written");
    let log = display.home().join("trace.log");
    let path = |path: &Path| path.to_str().expect("a path in Unicode").to_owned();
    let (log_path, project_path) = (path(&log), path(&project));
    let arguments = ["-f", "-e", "trace=network", "-o", &log_path];
    let program = [env!("CARGO_BIN_EXE_postil"), &project_path];
    let mut window = display.open("strace", &[&arguments[..], &program].concat(), "Postil");
    wait_until("the project is open", SOON, || {
        window.title().starts_with("harbour.ron")
    });
    window.double_click(375, 202);
    std::thread::sleep(Duration::from_millis(500));
    window.key("3");
    wait_until("the mark is made", SOON, || window.title().starts_with('●'));
    window.key("ctrl+s");
    wait_until("it is saved", SOON, || {
        window.title().starts_with("harbour.ron")
    });
    window.close_window();
    window.wait_for_end(SOON);

    let log = std::fs::read_to_string(log).expect("the log can be read");
    let calls = log
        .lines()
        .filter(|line| !line.contains("+++") && !line.contains("---"));
    let calls: Vec<&str> = calls.collect();
    let of = |call: &str| -> Vec<&&str> {
        let named = calls.iter().filter(|line| line.contains(call));
        named.collect()
    };
    assert!(!of("connect(").is_empty(), "it reached the display: {log}");
    for line in of("socket(") {
        assert!(line.contains("AF_UNIX"), "{line}");
    }
    let places = [
        "/tmp/.X11-unix/X",
        "/dbus",
        "/bus",
        "/at-spi",
        "/tmp/dbus-",
        "/run/",
    ];
    for line in of("connect(") {
        let known = line.contains("AF_UNIX") && places.iter().any(|place| line.contains(place));
        assert!(
            known || line.contains("AF_UNIX") && line.contains("ENOENT"),
            "{line}"
        );
    }
    for line in of("bind(").into_iter().chain(of("listen(")) {
        assert!(line.contains("AF_UNIX"), "{line}");
    }
}
