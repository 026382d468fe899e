//! The article: every gesture on it, found by words, role and name, and counted.

use egui::accesskit::Role;
use egui::{Key, Modifiers, pos2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use postil::command::Command;
use postil::project::{Edit, LinkKind, Place};
use postil::workbench::{Request, Workbench};

use crate::desk::Desk;
use crate::support::{alter, change, labels, link, workbench};

const TEXT: &str = "The moon [claim: is made of [entity: cheese]]. [rebuttal: It is not], said \
    [source: Dr Vale].\n“Nobody has ever eaten of it,” she told us. The harbour lay quiet. Boats came \
    and went.\nA third paragraph stands here, with some more words.";

fn desk<'a>() -> Desk<'a> {
    Desk::new(workbench(&[("Moon", TEXT)]), (900.0, 600.0))
}

/// An article of many paragraphs, the first with a claim and the last with an entity.
fn long<'a>() -> Desk<'a> {
    let mut text = "[claim: The first words] stand here.\n".to_owned();
    for n in 0..80 {
        text += &format!("Paragraph {n} says that the river rose again.\n");
    }
    text += "The [entity: last] words.";
    Desk::new(workbench(&[("Long", &text)]), (900.0, 600.0))
}

// Tag.

#[test]
fn a_drag_and_a_click_in_the_palette_tag() {
    let mut desk = desk();
    let gestures = desk.count(|desk| {
        desk.drag(desk.before("harbour"), desk.after("quiet"));
        desk.press_named(Role::Button, "claim");
    });
    assert_eq!(gestures, 2);
    assert!(
        desk.marks()
            .contains(&"claim: harbour lay quiet".to_owned())
    );
    assert!(!desk.has(Role::Button, "entity"), "the palette is gone");
    assert!(
        desk.bench().selected().is_some(),
        "the new mark is selected"
    );
}

#[test]
fn a_drag_and_a_key_tag() {
    let mut desk = desk();
    let gestures = desk.count(|desk| {
        desk.drag(desk.before("harbour"), desk.after("quiet"));
        desk.key(Key::Num2);
    });
    assert_eq!(gestures, 2);
    assert!(
        desk.marks()
            .contains(&"rebuttal: harbour lay quiet".to_owned())
    );
}

#[test]
fn a_letter_tags_as_the_digit_does() {
    let mut desk = desk();
    desk.drag(desk.before("harbour"), desk.after("quiet"))
        .key(Key::E);
    assert!(
        desk.marks()
            .contains(&"entity: harbour lay quiet".to_owned())
    );
}

#[test]
fn with_an_armed_tag_a_selection_is_enough() {
    let mut desk = desk();
    desk.keys(Modifiers::SHIFT, Key::Num3);
    let gestures = desk.count(|desk| {
        desk.drag(desk.before("harbour"), desk.after("lay"));
    });
    assert_eq!(gestures, 1);
    assert!(desk.marks().contains(&"entity: harbour lay".to_owned()));
    let gestures = desk.count(|desk| {
        desk.clicks(desk.on("Boats"), 2);
    });
    assert_eq!(gestures, 1);
    assert!(desk.marks().contains(&"entity: Boats".to_owned()));
    assert!(!desk.has(Role::Button, "claim"), "no palette comes");
}

#[test]
fn a_key_over_a_word_marks_the_word() {
    let mut desk = desk();
    desk.point(desk.on("harbour"));
    assert_eq!(
        desk.count(|desk| {
            _ = desk.key(Key::Num3);
        }),
        1
    );
    assert!(desk.marks().contains(&"entity: harbour".to_owned()));
}

#[test]
fn the_last_letter_of_a_word_is_still_that_word() {
    let mut desk = desk();
    let end = desk.after("harbour");
    desk.point(end - vec2(1.0, 0.0)).key(Key::Num3);
    assert!(desk.marks().contains(&"entity: harbour".to_owned()));
}

#[test]
fn a_statement_key_marks_the_sentence_at_hand() {
    let mut desk = desk();
    desk.point(desk.on("lay"));
    assert_eq!(
        desk.count(|desk| {
            _ = desk.key(Key::Num1);
        }),
        1
    );
    assert!(
        desk.marks()
            .contains(&"claim: The harbour lay quiet.".to_owned())
    );
}

#[test]
fn a_statement_key_marks_the_quotation_at_hand() {
    let mut desk = desk();
    desk.point(desk.on("eaten"));
    assert_eq!(
        desk.count(|desk| {
            _ = desk.key(Key::Num1);
        }),
        1
    );
    let quotation = desk
        .marks()
        .into_iter()
        .find(|mark| mark.contains("Nobody"));
    let quotation = quotation.unwrap();
    assert!(
        quotation.contains("Nobody has ever eaten of it") && !quotation.contains("she"),
        "{quotation}"
    );
}

#[test]
fn a_key_at_the_caret_marks_the_word_there() {
    let mut desk = desk();
    desk.click(desk.on("quiet"));
    desk.harness.remove_cursor();
    desk.harness.run();
    desk.key(Key::Num4);
    assert!(desk.marks().contains(&"source: quiet".to_owned()));
}

// Change.

#[test]
fn another_key_over_a_mark_retags_it_and_keeps_all_else() {
    let mut desk = desk();
    desk.point(desk.mark("claim: is made of cheese") - vec2(30.0, 0.0));
    assert_eq!(
        desk.count(|desk| {
            _ = desk.key(Key::Num2);
        }),
        1
    );
    let entry = desk.bench().entry().unwrap();
    assert_eq!(
        entry.annotation(&"m1".into()).unwrap().tag.as_str(),
        "rebuttal"
    );
}

#[test]
fn another_key_retags_the_selected_mark() {
    let mut desk = desk();
    desk.click(desk.mark("source: Dr Vale"));
    assert_eq!(desk.selected(), Some("m4"));
    assert_eq!(
        desk.count(|desk| {
            _ = desk.key(Key::Num3);
        }),
        1
    );
    assert!(desk.marks().contains(&"entity: Dr Vale".to_owned()));
    assert_eq!(desk.marks().len(), 4);
}

#[test]
fn delete_deletes_and_undo_brings_back() {
    let mut desk = desk();
    let before = desk.marks();
    desk.click(desk.mark("rebuttal: It is not"));
    assert_eq!(
        desk.count(|desk| {
            _ = desk.key(Key::Delete);
        }),
        1
    );
    assert_eq!(desk.marks().len(), 3);
    assert!(!desk.has(Role::Mark, "rebuttal: It is not"));
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(desk.marks(), before);
    assert!(desk.has(Role::Mark, "rebuttal: It is not"));
}

#[test]
fn a_handle_moves_an_end_in_one_drag() {
    let mut desk = desk();
    desk.click(desk.mark("rebuttal: It is not"));
    let end = desk.named(Role::Slider, "End of the mark");
    let to = desk.after("said");
    assert_eq!(
        desk.count(|desk| {
            _ = desk.drag(end, to);
        }),
        1
    );
    assert!(
        desk.marks()
            .contains(&"rebuttal: It is not, said".to_owned()),
        "{:?}",
        desk.marks()
    );
    let start = desk.named(Role::Slider, "Start of the mark");
    desk.drag(start, desk.before("not"));
    assert!(
        desk.marks().contains(&"rebuttal: not, said".to_owned()),
        "{:?}",
        desk.marks()
    );
    assert_eq!(desk.bench().history().done().len(), 2, "a step a drag");
}

#[test]
fn with_alt_a_handle_moves_an_end_exactly_but_never_onto_a_blank() {
    let mut desk = desk();
    desk.click(desk.mark("rebuttal: It is not"));
    let end = desk.named(Role::Slider, "End of the mark");
    let to = desk.after("It is n");
    desk.hold(Modifiers::ALT).drag(end, to);
    assert!(
        desk.marks().contains(&"rebuttal: It is n".to_owned()),
        "{:?}",
        desk.marks()
    );
    let end = desk.named(Role::Slider, "End of the mark");
    let to = desk.after("It is ");
    desk.drag(end, to).hold(Modifiers::NONE);
    assert!(
        desk.marks().contains(&"rebuttal: It is".to_owned()),
        "{:?}",
        desk.marks()
    );
}

#[test]
fn a_short_mark_under_its_handles_can_still_be_clicked_through() {
    let mut desk = desk();
    desk.click(desk.mark("entity: cheese"));
    assert_eq!(desk.selected(), Some("m2"));
    desk.click(desk.mark("entity: cheese"));
    assert_eq!(desk.selected(), Some("m1"));
}

#[test]
fn alt_and_an_arrow_move_an_end() {
    let mut desk = desk();
    desk.click(desk.mark("rebuttal: It is not"));
    assert_eq!(
        desk.count(|desk| {
            _ = desk.keys(Modifiers::ALT, Key::ArrowLeft);
        }),
        1
    );
    assert!(desk.marks().contains(&"rebuttal: It is".to_owned()));
    desk.keys(Modifiers::ALT | Modifiers::SHIFT, Key::ArrowRight);
    assert!(desk.marks().contains(&"rebuttal: is".to_owned()));
    desk.keys(Modifiers::ALT | Modifiers::COMMAND, Key::ArrowLeft);
    assert!(
        desk.marks().contains(&"rebuttal: i".to_owned()),
        "{:?}",
        desk.marks()
    );
}

#[test]
fn a_drag_with_ctrl_adds_a_fragment() {
    let mut desk = desk();
    desk.click(desk.mark("rebuttal: It is not"));
    desk.hold(Modifiers::COMMAND);
    let gestures = desk.count(|desk| {
        _ = desk.drag(desk.before("harbour"), desk.after("quiet"));
    });
    desk.hold(Modifiers::NONE);
    assert_eq!(gestures, 1);
    let mark = desk.bench().selected().unwrap();
    assert_eq!(mark.span().unwrap().fragments().len(), 2);
    assert_eq!(mark.id.as_str(), "m3");
}

#[test]
fn clicks_go_from_the_innermost_mark_outwards_and_round() {
    let mut desk = desk();
    let at = desk.on("cheese");
    let mut seen = Vec::new();
    for _ in 0..3 {
        desk.click(at);
        seen.push(desk.selected().unwrap().to_owned());
    }
    assert_eq!(seen, ["m2", "m1", "m2"]);
}

// Select.

#[test]
fn a_drag_takes_whole_words_and_with_alt_exactly() {
    let mut desk = desk();
    let (from, to) = (desk.after("The har"), desk.after("lay qu"));
    desk.drag(from, to);
    assert_eq!(desk.selected_words(), "harbour lay quiet");
    desk.hold(Modifiers::ALT)
        .drag(from, to)
        .hold(Modifiers::NONE);
    assert_eq!(desk.selected_words(), "bour lay qu");
    desk.drag(to, from);
    assert_eq!(
        desk.selected_words(),
        "harbour lay quiet",
        "backwards as well"
    );
}

#[test]
fn clicks_in_quick_succession_select_word_sentence_and_paragraph() {
    let mut desk = desk();
    let at = desk.on("lay");
    desk.clicks(at, 2);
    assert_eq!(desk.selected_words(), "lay");
    desk.clicks(at, 3);
    assert_eq!(desk.selected_words().trim(), "The harbour lay quiet.");
    desk.clicks(at, 4);
    assert!(
        desk.selected_words().starts_with("“Nobody") && desk.selected_words().ends_with("went.")
    );
    assert!(desk.has(Role::Button, "claim"), "the palette comes");
}

#[test]
fn the_drag_after_them_goes_on_by_that_unit() {
    let mut desk = desk();
    desk.drag_after(2, desk.on("harbour"), desk.after("qu"));
    assert_eq!(desk.selected_words(), "harbour lay quiet");
    desk.drag_after(3, desk.on("harbour"), desk.on("Boats"));
    assert_eq!(
        desk.selected_words().trim(),
        "The harbour lay quiet. Boats came and went."
    );
    desk.drag_after(4, desk.on("harbour"), desk.on("third"));
    let words = desk.selected_words();
    assert!(
        words.starts_with("“Nobody") && words.ends_with("more words."),
        "{words}"
    );
}

#[test]
fn a_click_with_shift_extends_the_selection() {
    let mut desk = desk();
    desk.click(desk.before("harbour"));
    let end = desk.after("quiet");
    desk.hold(Modifiers::SHIFT).click(end).hold(Modifiers::NONE);
    assert_eq!(desk.selected_words(), "harbour lay quiet");
}

#[test]
fn blanks_at_the_ends_never_belong_to_a_mark() {
    let mut desk = desk();
    let (from, to) = (desk.after("us. The"), desk.after("quiet. "));
    desk.hold(Modifiers::ALT)
        .drag(from, to)
        .hold(Modifiers::NONE);
    desk.key(Key::Num1);
    assert!(
        desk.marks()
            .contains(&"claim: harbour lay quiet.".to_owned()),
        "{:?}",
        desk.marks()
    );
}

#[test]
fn a_selection_goes_over_paragraphs() {
    let mut desk = desk();
    desk.drag(desk.before("Boats"), desk.after("third"));
    assert_eq!(desk.selected_words(), "Boats came and went.\nA third");
}

#[test]
fn escape_steps_back_one_thing_at_a_time() {
    let mut desk = desk();
    desk.keys(Modifiers::SHIFT, Key::Num1);
    desk.click(desk.mark("rebuttal: It is not"));
    desk.key(Key::L);
    assert!(desk.harness.state().view.linking().is_some());
    desk.key(Key::Escape);
    assert!(desk.harness.state().view.linking().is_none());
    assert_eq!(desk.selected(), Some("m3"), "the mark is still selected");
    desk.key(Key::Escape);
    assert!(desk.bench().armed().is_none());
    assert_eq!(desk.selected(), Some("m3"), "the mark is still selected");
    desk.key(Key::Escape);
    assert_eq!(desk.selected(), None);
    desk.drag(desk.before("harbour"), desk.after("quiet"))
        .key(Key::Escape);
    assert_eq!(desk.selected_words(), "");
    assert!(!desk.has(Role::Button, "claim"), "the palette is gone");
}

#[test]
fn escape_gives_up_a_drag() {
    let mut desk = desk();
    let (from, to) = (desk.before("harbour"), desk.after("quiet"));
    desk.press(1, from).point(to).key(Key::Escape).release(to);
    assert_eq!(desk.selected_words(), "");
}

#[test]
fn a_drag_beyond_the_edge_scrolls() {
    let mut desk = long();
    let from = desk.before("Paragraph 3 ");
    desk.press(1, from);
    desk.harness.hover_at(pos2(400.0, 640.0));
    desk.harness.run_steps(60);
    assert!(!desk.shows("Paragraph 3 "), "it scrolled");
    desk.release(pos2(400.0, 590.0));
    let words = desk.selected_words();
    assert!(
        words.starts_with("Paragraph 3 ") && words.len() > 700,
        "{} bytes",
        words.len()
    );
}

#[test]
fn press_drag_and_release_in_one_slow_frame_select() {
    let mut desk = desk();
    let (from, to) = (desk.before("harbour"), desk.after("quiet"));
    desk.point(from);
    desk.pause();
    let button = |pos, pressed| egui::Event::PointerButton {
        pos,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    let events = &mut desk.harness.input_mut().events;
    events.extend([
        button(from, true),
        egui::Event::PointerMoved(to),
        button(to, false),
    ]);
    desk.harness.run();
    assert_eq!(desk.selected_words(), "harbour lay quiet");
}

#[test]
fn a_key_in_the_frame_of_a_move_means_what_the_pointer_came_to() {
    let mut desk = desk();
    desk.point(desk.on("harbour"));
    let to = desk.on("Boats");
    let key = |pressed| egui::Event::Key {
        key: Key::Num3,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    let events = &mut desk.harness.input_mut().events;
    events.extend([egui::Event::PointerMoved(to), key(true), key(false)]);
    desk.harness.run();
    assert!(
        desk.marks().contains(&"entity: Boats".to_owned()),
        "{:?}",
        desk.marks()
    );
}

#[test]
fn a_double_click_in_one_slow_frame_selects_a_word() {
    let mut desk = desk();
    let at = desk.on("harbour");
    desk.point(at);
    desk.pause();
    let button = |pressed| egui::Event::PointerButton {
        pos: at,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    let events = &mut desk.harness.input_mut().events;
    events.extend([button(true), button(false), button(true), button(false)]);
    desk.harness.run();
    assert_eq!(desk.selected_words(), "harbour");
}

// Link.

fn linked(desk: &Desk<'_>) -> Vec<String> {
    let links = desk.bench().entry().unwrap().links().values();
    links
        .map(|link| format!("{} {} {}", link.from, link.kind, link.to))
        .collect()
}

#[test]
fn a_drag_from_a_chip_in_the_margin_to_a_mark_links() {
    let mut desk = desk();
    let from = desk.named(Role::Button, "margin rebuttal: It is not");
    let to = desk.mark("claim: is made of cheese");
    assert_eq!(
        desk.count(|desk| {
            _ = desk.drag(from, to);
        }),
        1
    );
    assert_eq!(linked(&desk), ["m3 rebuts m1"]);
}

#[test]
fn a_drag_to_a_chip_in_the_margin_links() {
    let mut desk = desk();
    let from = desk.named(Role::Button, "margin rebuttal: It is not");
    let to = desk.named(Role::Button, "margin source: Dr Vale");
    desk.drag(from, to);
    assert_eq!(linked(&desk), ["m3 attributed to m4"]);
}

#[test]
fn a_drag_from_the_handle_beside_the_selected_mark_links() {
    let mut desk = desk();
    desk.click(desk.mark("rebuttal: It is not"));
    let from = desk.named(Role::Button, "Draw a link");
    let to = desk.mark("source: Dr Vale");
    assert_eq!(
        desk.count(|desk| {
            _ = desk.drag(from, to);
        }),
        1
    );
    assert_eq!(linked(&desk), ["m3 attributed to m4"]);
    assert!(desk.has(Role::Button, "link attributed to: Dr Vale"));
    desk.press_named(Role::Button, "link attributed to: Dr Vale");
    assert_eq!(desk.selected(), Some("m4"));
}

#[test]
fn a_drag_from_the_target_back_makes_the_same_link() {
    let mut desk = desk();
    desk.click(desk.mark("source: Dr Vale"));
    let from = desk.named(Role::Button, "Draw a link");
    desk.drag(from, desk.mark("rebuttal: It is not"));
    assert_eq!(linked(&desk), ["m3 attributed to m4"]);
}

#[test]
fn the_key_and_a_click_link() {
    let mut desk = desk();
    desk.click(desk.mark("rebuttal: It is not"));
    desk.key(Key::L);
    desk.click(desk.before("is made") + vec2(6.0, 0.0));
    assert_eq!(linked(&desk), ["m3 rebuts m1"]);
    assert!(desk.harness.state().view.linking().is_none());
}

#[test]
fn a_link_goes_to_no_mark_that_it_cannot_join() {
    let mut desk = desk();
    desk.click(desk.mark("rebuttal: It is not"));
    let from = desk.named(Role::Button, "Draw a link");
    // The innermost mark there is an entity, the next one out the claim.
    desk.drag(from, desk.on("cheese"));
    assert_eq!(linked(&desk), ["m3 rebuts m1"]);
    let from = desk.named(Role::Button, "Draw a link");
    desk.drag(from, desk.on("harbour"));
    assert_eq!(linked(&desk).len(), 1);
}

#[test]
fn where_two_kinds_fit_the_window_is_asked() {
    let mut bench = workbench(&[("Moon", TEXT)]);
    let mut tagset = (**bench.project().tagset()).clone();
    let second = LinkKind {
        id: "doubts".into(),
        name: "doubts".to_owned(),
        ..tagset.links[0].clone()
    };
    tagset.links.push(second);
    change(&mut bench, &[Edit::Tagset(std::sync::Arc::new(tagset))]);
    let mut desk = Desk::new(bench, (900.0, 600.0));
    let from = desk.named(Role::Button, "margin rebuttal: It is not");
    desk.drag(from, desk.mark("claim: is made of cheese"));
    assert!(linked(&desk).is_empty());
    let asked = &desk.harness.state().requests;
    assert!(
        matches!(&asked[..], [Request::ChooseLinkKind { kinds, .. }] if kinds.len() == 2),
        "{asked:?}"
    );
}

fn with_implicit() -> Workbench {
    let mut bench = workbench(&[("Moon", TEXT)]);
    alter(&mut bench, "moon", "m4", |mark| {
        mark.place = Place::Implicit {
            wording: "unnamed accusers".into(),
            beside: None,
        };
    });
    bench
}

#[test]
fn an_implicit_mark_is_linked_as_any_other() {
    let mut desk = Desk::new(with_implicit(), (900.0, 600.0));
    let chip = "source: unnamed accusers (implicit)";
    desk.click(desk.mark("rebuttal: It is not"));
    desk.drag(
        desk.named(Role::Button, "Draw a link"),
        desk.named(Role::Button, chip),
    );
    assert_eq!(linked(&desk), ["m3 attributed to m4"]);
    desk.drag(
        desk.named(Role::Button, chip),
        desk.mark("claim: is made of cheese") - vec2(30.0, 0.0),
    );
    assert_eq!(linked(&desk).len(), 2);
    desk.press_named(Role::Button, chip);
    assert_eq!(desk.selected(), Some("m4"));
}

// What the filter hides.

#[test]
fn a_hidden_mark_gives_way_but_can_still_be_clicked() {
    let mut desk = desk();
    desk.keys(Modifiers::COMMAND, Key::Num1);
    let at = desk.on("cheese");
    desk.click(at);
    assert_eq!(
        desk.selected(),
        Some("m1"),
        "the one that is shown comes first"
    );
    desk.click(at);
    assert_eq!(desk.selected(), Some("m2"));
    let chips = labels(&desk.harness, Role::Button);
    assert!(
        !chips.contains(&"margin source: Dr Vale".to_owned()),
        "{chips:?}"
    );
}

// The caret.

#[test]
fn arrows_move_the_caret() {
    let mut desk = desk();
    desk.click(desk.before("harbour"));
    desk.key(Key::ArrowRight);
    assert!(desk.before_caret().ends_with("The h"));
    desk.keys(Modifiers::COMMAND, Key::ArrowRight);
    assert!(desk.before_caret().ends_with("harbour"));
    desk.keys(Modifiers::COMMAND, Key::ArrowLeft);
    assert!(desk.before_caret().ends_with("The "));
    desk.key(Key::ArrowLeft);
    assert!(desk.before_caret().ends_with(" The"));
    desk.keys(Modifiers::COMMAND, Key::Home);
    assert_eq!(desk.before_caret(), "");
    desk.key(Key::ArrowDown);
    assert!(desk.before_caret().len() > 40, "{}", desk.before_caret());
    desk.key(Key::ArrowUp);
    assert_eq!(desk.before_caret(), "");
    desk.key(Key::End).key(Key::Home);
    assert_eq!(desk.before_caret(), "");
    desk.keys(Modifiers::COMMAND, Key::End);
    assert!(desk.before_caret().ends_with("more words."));
}

#[test]
fn two_presses_in_one_slow_frame_both_count() {
    let mut desk = desk();
    desk.click(desk.before("harbour"));
    let press = |pressed| egui::Event::Key {
        key: Key::ArrowRight,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    let events = &mut desk.harness.input_mut().events;
    events.extend([press(true), press(false), press(true), press(false)]);
    desk.harness.run();
    assert!(
        desk.before_caret().ends_with("The ha"),
        "{}",
        desk.before_caret()
    );
}

#[test]
fn shift_and_arrows_select_and_the_palette_comes_at_the_caret() {
    let mut desk = desk();
    desk.click(desk.before("harbour"));
    desk.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(desk.selected_words(), "harbour");
    desk.keys(Modifiers::SHIFT, Key::ArrowLeft);
    assert_eq!(desk.selected_words(), "harbou");
    let palette = desk.named(Role::Button, "claim");
    let caret = desk.after("harbou");
    assert!(
        palette.y > caret.y && palette.y < caret.y + 80.0,
        "{palette} {caret}"
    );
    desk.keys(Modifiers::SHIFT, Key::ArrowRight).key(Key::Num3);
    assert!(desk.marks().contains(&"entity: harbour".to_owned()));
}

#[test]
fn the_caret_walks_over_empty_lines() {
    let text = "First line.\n\n\nSecond line.\n\nThird line.";
    let mut desk = Desk::new(workbench(&[("Gaps", text)]), (900.0, 600.0));
    desk.click(desk.after("First"));
    desk.key(Key::ArrowDown);
    assert!(
        desk.before_caret().ends_with("\nSeco"),
        "{:?}",
        desk.before_caret()
    );
    desk.key(Key::ArrowDown);
    assert!(
        desk.before_caret().contains("\nThir"),
        "{:?}",
        desk.before_caret()
    );
    desk.key(Key::ArrowUp)
        .key(Key::ArrowUp)
        .key(Key::End)
        .key(Key::ArrowRight);
    assert!(
        desk.before_caret().ends_with("\n\n\n"),
        "{:?}",
        desk.before_caret()
    );
    desk.key(Key::ArrowLeft);
    assert_eq!(desk.before_caret(), "First line.");
}

#[test]
fn page_down_and_the_arrows_bring_the_caret_along() {
    let mut desk = long();
    desk.click(desk.before("Paragraph 2 "));
    desk.key(Key::PageDown);
    let after = desk.before_caret().len();
    assert!(!desk.shows("The first words") && after > 500, "{after}");
    desk.key(Key::PageUp);
    assert!(desk.before_caret().len() < after);
    for _ in 0..40 {
        desk.key(Key::ArrowDown);
    }
    let line = desk.before_caret().len();
    let text = desk.bench().entry().unwrap().article().text.clone();
    let rest = &text.as_str()[line..line + 9];
    assert!(desk.shows(rest.trim()), "the caret is in view: {rest}");
}

#[test]
fn an_arrow_at_the_lower_edge_scrolls_by_a_line_and_no_more() {
    let mut desk = long();
    desk.click(desk.before("Paragraph 2 "));
    let mut last = 0.0;
    for n in 0..30 {
        desk.key(Key::ArrowDown);
        let words = format!("Paragraph {} ", n + 3);
        let (_, _, y) = desk.find(&words).unwrap();
        assert!(
            y >= last - 40.0,
            "{words} is at {y}, the line before was at {last}"
        );
        last = y;
    }
}

#[test]
fn a_click_on_a_mark_never_moves_the_view() {
    let mut desk = long();
    desk.harness
        .event(egui::Event::PointerMoved(pos2(400.0, 300.0)));
    desk.harness.step();
    let first = desk.mark("claim: The first words");
    let wheel = egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: vec2(0.0, -(first.y - 14.0)),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Trackpad,
        modifiers: Modifiers::NONE,
    };
    desk.harness.event(wheel);
    desk.harness.run();
    desk.pause();
    let before = desk.on("first");
    assert!(before.y < 24.0, "{before}");
    desk.click(before);
    assert_eq!(desk.selected(), Some("m1"));
    assert_eq!(desk.on("first").y, before.y);
}

// The whole.

#[test]
fn a_hundred_idle_frames_change_nothing() {
    let mut desk = desk();
    desk.click(desk.mark("rebuttal: It is not"));
    let (history, asked) = (
        desk.bench().history().done().len(),
        desk.harness.state().asked.len(),
    );
    let revision = desk.bench().revision();
    desk.harness.run_steps(100);
    assert_eq!(desk.bench().history().done().len(), history);
    assert_eq!(desk.bench().revision(), revision);
    assert_eq!(desk.harness.state().asked.len(), asked);
}

#[test]
fn only_marks_in_view_have_a_node_and_the_ruler_leads_to_the_others() {
    let mut desk = long();
    assert!(desk.has(Role::Mark, "claim: The first words"));
    assert!(!desk.has(Role::Mark, "entity: last"));
    let ruler = desk
        .harness
        .get_by_role_and_label(Role::Slider, "Overview of the article")
        .rect();
    desk.click(pos2(ruler.center().x, ruler.bottom() - 4.0));
    assert!(!desk.has(Role::Mark, "claim: The first words"));
    assert!(desk.has(Role::Mark, "entity: last"));
    let position = desk.bench().selection().clone();
    desk.click(pos2(ruler.center().x, ruler.top() + 4.0));
    assert!(desk.has(Role::Mark, "claim: The first words"));
    assert_eq!(
        *desk.bench().selection(),
        position,
        "looking selects nothing"
    );
}

#[test]
fn a_screen_reader_selects_a_mark_by_its_node() {
    let mut desk = desk();
    let node = desk
        .harness
        .get_by_role_and_label(Role::Mark, "source: Dr Vale");
    node.click_accesskit();
    desk.harness.run();
    assert_eq!(desk.selected(), Some("m4"));
}

#[test]
fn another_article_under_the_same_id_is_laid_out_anew() {
    let mut desk = desk();
    desk.harness.state_mut().bench = workbench(&[("Moon", "Short.")]);
    desk.harness.run();
    assert!(desk.shows("Short."));
    desk.drag(desk.before("Short"), desk.after("Short."));
    assert_eq!(desk.selected_words(), "Short.");
}

#[test]
fn links_of_the_selected_mark_have_names_and_lead_there() {
    let mut bench = workbench(&[("Moon", TEXT)]);
    link(&mut bench, "moon", "l1", "rebuts", "m3", "m1");
    link(&mut bench, "moon", "l2", "attributed to", "m3", "m4");
    let mut desk = Desk::new(bench, (1000.0, 600.0));
    assert!(!desk.has(Role::Button, "link rebuts: is made of cheese"));
    desk.click(desk.mark("rebuttal: It is not"));
    let one = desk
        .harness
        .get_by_role_and_label(Role::Button, "link rebuts: is made of cheese")
        .rect();
    let two = desk
        .harness
        .get_by_role_and_label(Role::Button, "link attributed to: Dr Vale")
        .rect();
    assert!(!one.shrink(2.0).intersects(two.shrink(2.0)), "{one} {two}");
    desk.press_named(Role::Button, "link rebuts: is made of cheese");
    assert_eq!(desk.selected(), Some("m1"));
}

#[test]
fn the_handle_for_links_stands_in_the_gutter_and_covers_no_words() {
    let mut desk = desk();
    desk.click(desk.mark("rebuttal: It is not"));
    let handle = desk
        .harness
        .get_by_role_and_label(Role::Button, "Draw a link")
        .rect();
    let lines = desk.harness.get_all_by_role(Role::TextRun);
    let bounds = lines.filter_map(|line| line.accesskit_node().raw_bounds());
    let ends: Vec<f64> = bounds.map(|bounds| bounds.x1).collect();
    assert!(!ends.is_empty());
    for end in ends {
        assert!(end <= f64::from(handle.left()) + 1.0, "{end} {handle}");
    }
}

#[test]
fn links_have_names_for_who_cannot_see_them_in_a_narrow_gutter_too() {
    let mut bench = workbench(&[("Moon", TEXT)]);
    link(&mut bench, "moon", "l1", "rebuts", "m3", "m1");
    link(&mut bench, "moon", "l2", "attributed to", "m3", "m4");
    let mut desk = Desk::new(bench, (460.0, 500.0));
    desk.click(desk.mark("rebuttal: It is not"));
    let rects = [
        "link rebuts: is made of cheese",
        "link attributed to: Dr Vale",
    ]
    .map(|label| {
        desk.harness
            .get_by_role_and_label(Role::Button, label)
            .rect()
    });
    assert!(
        !rects[0].shrink(1.0).intersects(rects[1].shrink(1.0)),
        "{rects:?}"
    );
    for rect in rects {
        assert!(rect.width() >= 23.9 && rect.height() >= 23.9, "{rect}");
    }
    desk.press_named(Role::Button, "link rebuts: is made of cheese");
    assert_eq!(desk.selected(), Some("m1"));
}

#[test]
fn names_of_links_to_marks_out_of_view_lie_side_by_side() {
    let mut text = String::from("The [rebuttal: first] words.\n");
    text.push_str(&"Some words that fill a line or two of the article.\n".repeat(60));
    for _ in 0..5 {
        text.push_str("And [claim: a claim far below the others] stands here.\n");
    }
    let mut bench = workbench(&[("Far", &text)]);
    for nth in 2..=6 {
        let (id, to) = (format!("l{nth}"), format!("m{nth}"));
        link(&mut bench, "far", &id, "rebuts", "m1", &to);
    }
    let mut desk = Desk::new(bench, (1000.0, 600.0));
    desk.click(desk.mark("rebuttal: first"));
    let label = "link rebuts: a claim far below the others";
    let all = desk.harness.get_all_by_role_and_label(Role::Button, label);
    let rects: Vec<_> = all.map(|node| node.rect()).collect();
    assert_eq!(rects.len(), 5);
    for (nth, one) in rects.iter().enumerate() {
        for other in rects.iter().skip(nth + 1) {
            assert!(
                !one.shrink(1.0).intersects(other.shrink(1.0)),
                "{one} {other}"
            );
        }
    }
}

#[test]
fn many_tags_stand_in_rows_inside_the_paper() {
    let mut bench = workbench(&[("Moon", TEXT)]);
    let mut tagset = (**bench.project().tagset()).clone();
    for nth in 0..40 {
        let mut tag = tagset.tags[0].clone();
        tag.id = format!("tag{nth}").as_str().into();
        tag.name = format!("a tag with a long name {nth}");
        tag.key = None;
        tagset.tags.push(tag);
    }
    change(&mut bench, &[Edit::Tagset(std::sync::Arc::new(tagset))]);
    let mut desk = Desk::new(bench, (700.0, 600.0));
    desk.drag(desk.before("harbour"), desk.after("harbour"));
    desk.harness.run();
    let label = "a tag with a long name 3";
    let rect = desk
        .harness
        .get_by_role_and_label(Role::Button, label)
        .rect();
    assert!(rect.left() >= 0.0 && rect.right() <= 700.0, "{rect}");
    desk.press_named(Role::Button, label);
    let entry = desk.harness.state().bench.entry().unwrap();
    assert!(
        entry
            .annotations()
            .values()
            .any(|mark| mark.tag.as_str() == "tag3")
    );
}

#[test]
fn a_press_on_the_count_of_deep_marks_lists_them() {
    let deep = "[claim: [claim: [claim: [claim: [claim: [claim: deep]]]]]] words";
    let mut desk = Desk::new(workbench(&[("Deep", deep)]), (900.0, 600.0));
    assert!(desk.has(Role::Button, "3 more marks on this line"));
    desk.press_named(Role::Button, "3 more marks on this line");
    let rows = desk.harness.get_all_by_role(Role::MenuItem).count();
    assert_eq!(rows, 3);
}

#[test]
fn a_tag_key_asks_for_what_the_pointer_is_on_only_until_something_is_done() {
    let mut desk = desk();
    desk.point(desk.on("harbour")).key(Key::Num3);
    desk.key(Key::Num4);
    assert!(
        desk.marks().contains(&"source: harbour".to_owned()),
        "the second key retags"
    );
    let tags = desk
        .harness
        .state()
        .asked
        .iter()
        .filter(|it| matches!(it, Command::Tag(..)));
    assert_eq!(tags.count(), 2);
}

// Find.

#[test]
fn what_is_found_is_walked_and_can_be_tagged() {
    let mut desk = desk();
    desk.keys(Modifiers::COMMAND, Key::F).types("th");
    desk.harness.get_by_label("4 found");
    desk.press_named(Role::Button, "Whole word");
    desk.harness.get_by_label("nothing found");
    desk.press_named(Role::Button, "Whole word");
    desk.press_named(Role::Button, "Next hit");
    assert_eq!(desk.selected_words(), "Th");
    desk.harness.get_by_label("1 of 4");
    desk.press_named(Role::Button, "Previous hit");
    desk.harness.get_by_label("4 of 4");
    desk.press_named(Role::Button, "Close the find bar");
    desk.key(Key::Num3);
    assert!(
        desk.marks().contains(&"entity: th".to_owned()),
        "{:?}",
        desk.marks()
    );
}

#[test]
fn what_a_merge_left_undecided_is_told_by_the_ruler() {
    use postil::project::{Dispute, DisputeReading, Subject};
    let bench = workbench(&[("Moon", TEXT)]);
    let readings = ["claim", "rebuttal"].map(|tag| DisputeReading {
        value: Some(tag.to_owned()),
        by: "Ana".to_owned(),
    });
    let moon = "moon".into();
    let dispute = |article, thing: &str| {
        let about = Subject::Mark;
        let made = Dispute::new(article, about, &thing.into(), "tag", readings.to_vec());
        std::sync::Arc::new(made)
    };
    let elsewhere = "elsewhere".into();
    let disputes = [dispute(Some(&moon), "m2"), dispute(Some(&elsewhere), "m9")];
    let project = bench.project().clone().with_disputes(disputes);
    let desk = Desk::new(Workbench::new(project, "Mara"), (900.0, 600.0));
    let ruler = desk
        .harness
        .get_by_role_and_label(Role::Slider, "Overview of the article");
    let said = ruler
        .accesskit_node()
        .data()
        .description()
        .map(str::to_owned);
    assert_eq!(
        said.as_deref(),
        Some("1 dispute"),
        "those of other articles are not counted"
    );
}
