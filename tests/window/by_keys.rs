//! The window without a mouse and without eyes: a client of the accessibility bus finds what a
//! screen reader reads out, and keys alone mark and save.

use std::process::Command;
use std::time::Duration;

use super::display::{Display, can_listen, can_run, wait_until};

const SOON: Duration = Duration::from_secs(20);
const READER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/window/screen_reader.py");

/// Marks of the project, as it stands on the disk.
fn marks(project: &str) -> u64 {
    let said = Command::new(env!("CARGO_BIN_EXE_postil"))
        .args(["info", "--json", project])
        .output()
        .expect("the program runs");
    let value: serde_json::Value = serde_json::from_slice(&said.stdout).unwrap_or_default();
    value["totals"]["marks"].as_u64().unwrap_or_default()
}

#[test]
fn a_screen_reader_finds_the_words_and_keys_alone_mark_and_save() {
    let test = "a_screen_reader_finds_the_words_and_keys_alone_mark_and_save";
    if !can_run(test) || !can_listen(test) {
        return;
    }
    let display = Display::start_with_bus(1400, 900);
    let text = display.home().join("harbour.txt");
    std::fs::write(
        &text,
        "The harbour lay quiet. Nobody came.\n\nAnna said that the river rose.\n",
    )
    .expect("the article can be written");
    let project = display.home().join("harbour.ron");
    let path = project.to_str().expect("a path in Unicode");
    let made = Command::new(env!("CARGO_BIN_EXE_postil"))
        .args(["new", path, text.to_str().expect("a path in Unicode")])
        .status();
    assert!(made.is_ok_and(|status| status.success()));

    let mut window = display.postil(&[path]);
    wait_until("the project is open", SOON, || {
        window.title().starts_with("harbour.ron")
    });
    let heard = display.hear(
        READER,
        &[
            "paragraph=Anna said that the river rose.",
            "document=Article: ",
        ],
    );
    assert!(heard.contains("Anna said that the river rose."), "{heard}");

    // The first sentence without a mark, and the key of the first tag; then to the next.
    window.key("ctrl+Home");
    window.key("u");
    std::thread::sleep(Duration::from_millis(500));
    window.key("1");
    std::thread::sleep(Duration::from_millis(500));
    window.key("u");
    std::thread::sleep(Duration::from_millis(500));
    window.key("2");
    let heard = display.hear(
        READER,
        &["=claim: The harbour lay quiet.", "=rebuttal: Nobody came."],
    );
    assert!(heard.contains("claim: The harbour lay quiet."), "{heard}");
    window.key("ctrl+s");
    wait_until("the marks are on the disk", SOON, || marks(path) == 2);
    window.close_window();
    assert!(window.wait_for_end(SOON).success(), "{}", window.said());
}
