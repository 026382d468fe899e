//! The main job, as its user does it: open an article, mark ten places, link three, save, close,
//! open again.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::display::{Display, Window, can_run, cpu_ticks, wait_until};

const SOON: Duration = Duration::from_secs(20);
/// How long a window may take to come to rest.
const SETTLED: Duration = Duration::from_secs(60);
/// The screen, so that a window of the usual size and its frame fit.
const SCREEN: (u32, u32) = (1400, 900);
/// Where the lines of the article stand: the first one's middle and the way to the next, in points
/// of a window of the usual size. A first word is always at `WORD`, a margin chip at `CHIP`.
const FIRST: i32 = 202;
const NEXT: i32 = 44;
const WORD: i32 = 375;
const LATER: i32 = 560;
const CHIP: i32 = 330;

/// Ten paragraphs of one line each, under a title and a standfirst.
fn article() -> String {
    let mut text = "Harbour\n\nA line under the title.\n\n".to_owned();
    for name in [
        "Anna", "Bert", "Cora", "Dora", "Emil", "Fritz", "Gerda", "Hanna", "Ingo", "Jule",
    ] {
        text += &format!("{name}berg said that the river rose again.\n\n");
    }
    text
}

fn line(nth: i32) -> i32 {
    FIRST + nth * NEXT
}

/// What `postil info --json` says of a project.
fn info(project: &Path) -> serde_json::Value {
    let said = Command::new(env!("CARGO_BIN_EXE_postil"))
        .args(["info", "--json"])
        .arg(project)
        .output()
        .expect("the program runs");
    assert!(
        said.status.success(),
        "{}",
        String::from_utf8_lossy(&said.stderr)
    );
    serde_json::from_slice(&said.stdout).expect("one JSON value")
}

/// A hand is slower than a frame.
fn rest() {
    std::thread::sleep(Duration::from_millis(250));
}

/// Ten marks, each by a gesture of its own kind.
fn mark_ten(window: &Window<'_>) {
    window.double_click(WORD, line(0));
    rest();
    window.key("3");
    rest();
    window.double_click(WORD, line(1));
    rest();
    window.key("s");
    rest();
    window.move_to(LATER, line(2));
    rest();
    window.key("1");
    rest();
    window.move_to(LATER, line(3));
    rest();
    window.key("2");
    rest();
    // Words dragged over, and one click in the palette below the pointer.
    window.drag((WORD, line(4)), (LATER, line(4)));
    rest();
    window.click(LATER + 40, line(4) + 30);
    rest();
    window.drag((WORD, line(5)), (LATER, line(5)));
    rest();
    window.key("c");
    rest();
    // Armed, a selection is tagged as it ends.
    window.key("shift+3");
    rest();
    window.double_click(WORD, line(6));
    rest();
    window.key("Escape");
    rest();
    window.move_to(WORD, line(7));
    rest();
    window.key("4");
    rest();
    window.move_to(WORD, line(8));
    rest();
    window.key("e");
    rest();
    window.move_to(LATER, line(9));
    rest();
    window.key("1");
    rest();
}

/// Three links: two by dragging from the margin, one by a key and a click.
fn link_three(window: &Window<'_>) {
    window.drag((CHIP, line(2)), (WORD, line(1)));
    rest();
    window.drag((CHIP, line(9)), (WORD, line(7)));
    rest();
    window.click(LATER, line(3));
    rest();
    window.key("l");
    rest();
    window.click(WORD, line(1));
    rest();
}

#[test]
fn an_article_is_marked_linked_saved_closed_and_opened_again() {
    if !can_run("an_article_is_marked_linked_saved_closed_and_opened_again") {
        return;
    }
    let display = Display::start(SCREEN.0, SCREEN.1);
    let text = display.home().join("harbour.txt");
    std::fs::write(&text, article()).expect("the article can be written");
    let project = display.home().join("harbour.ron");
    let mut window = display.postil(&[text.to_str().expect("a path in Unicode")]);
    wait_until("the article is open", SOON, || {
        window.title().contains("untitled")
    });

    mark_ten(&window);
    link_three(&window);
    window.key("ctrl+s");
    // The window asks for a path; what it suggests is written over.
    std::thread::sleep(Duration::from_secs(1));
    window.key("ctrl+a");
    window.type_text(project.to_str().expect("a path in Unicode"));
    window.key("Return");
    wait_until("the project is on the disk", SOON, || project.exists());
    wait_until("the dot goes out", SOON, || {
        window.title().starts_with("harbour.ron")
    });
    let saved = info(&project);
    assert_eq!(saved["totals"]["marks"], 10, "{saved:#}");
    assert_eq!(saved["totals"]["links"], 3, "{saved:#}");
    window.close_window();
    assert!(window.wait_for_end(SOON).success(), "{}", window.said());

    let bytes = std::fs::read(&project).expect("the project can be read");
    let mut again = display.postil(&[project.to_str().expect("a path in Unicode")]);
    wait_until("the project is open", SOON, || {
        again.title().starts_with("harbour.ron")
    });
    // A busy machine is slow to finish with a window's first frames; one that goes on drawing
    // never has five quiet seconds.
    wait_until(
        "the idle window leaves the processor alone",
        SETTLED,
        || {
            let before = cpu_ticks(again.process());
            std::thread::sleep(Duration::from_secs(5));
            cpu_ticks(again.process()) == before
        },
    );
    again.close_window();
    assert!(again.wait_for_end(SOON).success(), "{}", again.said());
    assert_eq!(
        std::fs::read(&project).expect("the project can be read"),
        bytes
    );
}

#[test]
fn without_a_display_the_program_says_why_there_is_no_window() {
    let said = Command::new(env!("CARGO_BIN_EXE_postil"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .output()
        .expect("the program runs");
    let words = String::from_utf8_lossy(&said.stderr);
    assert_eq!(said.status.code(), Some(2), "{words}");
    assert!(
        words.starts_with("postil: failed to open the window: "),
        "{words}"
    );
}
