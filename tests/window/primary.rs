//! What is selected with the mouse is what the middle button pastes, here and in other programs.

use std::time::Duration;

use super::display::{Display, can_run, wait_until};

const SOON: Duration = Duration::from_secs(20);
/// Where the first word of the first paragraph stands, and the field of what is looked for.
const WORD: (i32, i32) = (375, 202);
const FIELD: (i32, i32) = (560, 100);

#[test]
fn selected_words_are_offered_to_others_and_theirs_are_pasted_by_the_middle_button() {
    if !can_run("selected_words_are_offered_to_others_and_theirs_are_pasted_by_the_middle_button") {
        return;
    }
    let display = Display::start(1400, 900);
    let text = display.home().join("harbour.txt");
    let words = "Harbour\n\nA line under the title.\n\nAnnaberg said that the river rose again.\n";
    std::fs::write(&text, words).expect("the article can be written");
    let window = display.postil(&[text.to_str().expect("a path in Unicode")]);
    wait_until("the article is open", SOON, || {
        window.title().contains("untitled")
    });
    wait_until("others see the selected word", SOON, || {
        window.double_click(WORD.0, WORD.1);
        std::thread::sleep(Duration::from_millis(500));
        display.primary() == "Annaberg"
    });

    // Words of another program, looked for in any case: what is found is selected, and is offered as
    // it stands in the article.
    let _other = display.select("RIVER ROSE");
    wait_until("another program has the selection", SOON, || {
        display.primary() == "RIVER ROSE"
    });
    window.key("ctrl+f");
    std::thread::sleep(Duration::from_millis(500));
    window.middle_click(FIELD.0, FIELD.1);
    wait_until("what was pasted is found", SOON, || {
        window.key("Return");
        std::thread::sleep(Duration::from_millis(500));
        display.primary() == "river rose"
    });
}
