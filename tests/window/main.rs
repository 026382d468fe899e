//! The real program on a real screen, worked by mouse and keys.
#![cfg(test)]

mod by_keys;
mod display;
mod killed;
mod lost;
mod main_job;
mod primary;
mod two;

use display::{Display, can_run, cpu_ticks, wait_until};
use std::fs;
use std::time::Duration;

const SOON: Duration = Duration::from_secs(10);

#[test]
fn an_empty_screen_can_be_photographed() {
    if !can_run("an_empty_screen_can_be_photographed") {
        return;
    }
    let display = Display::start(640, 480);
    let path = display.home().join("screen.png");
    display.screenshot(&path);
    let picture = fs::read(&path).expect("the picture can be read");
    assert!(picture.starts_with(b"\x89PNG"), "the picture is no PNG");
    // The width and height stand at fixed places of a PNG's head, most significant byte first.
    let number = |at: usize| {
        picture[at..at + 4]
            .iter()
            .fold(0, |n, b| n << 8 | u32::from(*b))
    };
    assert_eq!((number(16), number(20)), (640, 480));
}

/// The helper itself, tried on a program that only says what reaches it.
#[test]
fn mouse_keys_and_the_wish_to_close_reach_a_window() {
    if !can_run("mouse_keys_and_the_wish_to_close_reach_a_window") {
        return;
    }
    let display = Display::start(800, 600);
    let mut window = display.open("xev", &["-geometry", "400x300+50+50"], "Event Tester");
    assert_eq!(window.title(), "Event Tester");
    window.click(21, 43);
    window.double_click(60, 70);
    window.drag((100, 110), (180, 190));
    window.key("ctrl+s");
    window.holding("shift", |window| window.click(200, 210));
    window.type_text("No");
    assert!(
        cpu_ticks(window.process()) < 500,
        "a window that waits uses the processor"
    );
    window.close_window();
    assert!(window.wait_for_end(SOON).success());

    let events = events(&window.said());
    assert_eq!(
        presses(&events),
        [
            ((21, 43), "0x0"),
            ((60, 70), "0x0"),
            ((60, 70), "0x0"),
            ((100, 110), "0x0"),
            ((200, 210), "0x1"),
        ]
        .map(|((x, y), state)| format!("({x},{y}) state {state}"))
    );
    let seen = |parts: &[&str]| {
        events
            .iter()
            .any(|event| parts.iter().all(|part| event.contains(part)))
    };
    assert!(
        seen(&["MotionNotify", "(140,150)", "state 0x100"]),
        "a drag has a middle"
    );
    assert!(seen(&["ButtonRelease", "(180,190)"]), "a drag has an end");
    assert!(
        seen(&["KeyPress", "state 0x4,", ", s)"]),
        "ctrl+s arrives with its modifier"
    );
    assert!(
        seen(&["KeyPress", ", N)"]) && seen(&["KeyPress", ", o)"]),
        "text arrives"
    );
    assert!(
        seen(&["ClientMessage", "WM_DELETE_WINDOW"]),
        "the window is asked, not destroyed"
    );
}

#[test]
fn waiting_ends_when_the_condition_holds() {
    let mut looks = 0;
    wait_until("it was looked at three times", SOON, || {
        looks += 1;
        looks == 3
    });
    assert_eq!(looks, 3);
}

/// The events that `xev` prints, a line each.
fn events(said: &str) -> Vec<String> {
    said.split("\n\n")
        .map(|event| event.replace('\n', " "))
        .collect()
}

/// Where the left button went down, and with which keys held.
fn presses(events: &[String]) -> Vec<String> {
    let presses = events
        .iter()
        .filter(|event| event.starts_with("ButtonPress"));
    let part = |event: &str, from: &str, to: &str| {
        let (_, rest) = event.split_once(from).unwrap_or_default();
        rest.split_once(to).unwrap_or_default().0.to_owned()
    };
    presses
        .map(|event| {
            let (place, state) = (part(event, ", (", "), root"), part(event, "state ", ","));
            format!("({place}) state {state}")
        })
        .collect()
}
