//! Each small widget is found by its role and label, and does what it is pressed for.

use egui::accesskit::{Role, Toggled};
use egui::{Ui, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use postil::app::icons::Icon;
use postil::app::install_look;
use postil::app::theme::{Theme, ThemeChoice};
use postil::app::widgets::button::Button;
use postil::app::widgets::icon_button::IconButton;
use postil::app::widgets::menu::{self, MenuItem};
use postil::app::widgets::notice::{NoticeAnswer, NoticeText, Tone, notice};
use postil::app::widgets::row::Row;
use postil::app::widgets::tag_button::TagButton;
use postil::app::widgets::text_field::TextField;
use postil::app::widgets::{
    avatar, card, check, chip, choice, empty, key_cap, line_sample, link, progress_bar, quote,
    section, segmented, tab_bar,
};
use postil::project::tagset::{Colour, LineStyle};

/// Shows widgets in Postil's look; `state` is what they change.
fn shown<'a, S: 'a>(
    state: S,
    mut draw: impl FnMut(&mut Ui, &mut S) + 'a,
) -> Harness<'a, (S, bool)> {
    let mut harness = Harness::builder()
        .with_size(Vec2::new(480.0, 320.0))
        .build_ui_state(
            move |ui, (state, ready): &mut (S, bool)| {
                // The faces are there from the second frame on.
                if *ready {
                    draw(ui, state);
                } else {
                    install_look(ui.ctx(), ThemeChoice::Light);
                    *ready = true;
                    ui.ctx().request_repaint();
                }
            },
            (state, false),
        );
    harness.run();
    harness
}

/// Presses what has this role and label, and lets the window settle.
fn press<S>(harness: &mut Harness<'_, S>, role: Role, label: &str) {
    harness.get_by_role_and_label(role, label).click();
    harness.run();
}

#[test]
fn a_button_is_pressed() {
    let mut harness = shown([0; 3], |ui, count| {
        count[0] += usize::from(ui.add(Button::primary("Accept").key("A")).clicked());
        count[1] += usize::from(ui.add(Button::plain("Compare…").icon(Icon::List)).clicked());
        count[2] += usize::from(ui.add(Button::quiet("Commands")).clicked());
    });
    for label in ["Accept", "Compare…", "Commands"] {
        press(&mut harness, Role::Button, label);
    }
    assert_eq!(harness.state().0, [1, 1, 1]);
}

#[test]
fn a_disabled_button_is_not_pressed() {
    let mut harness = shown(0, |ui, count| {
        let button = ui.add_enabled(false, Button::plain("Compare…"));
        *count += usize::from(button.clicked());
    });
    press(&mut harness, Role::Button, "Compare…");
    assert_eq!(harness.state().0, 0);
    let button = harness.get_by_role_and_label(Role::Button, "Compare…");
    assert!(button.accesskit_node().is_disabled());
}

#[test]
fn an_icon_button_is_named_by_its_label() {
    let mut harness = shown(false, |ui, on| {
        let button = IconButton::new(Icon::Panel, "Inspector").chosen(*on);
        if ui.add(button).clicked() {
            *on = !*on;
        }
    });
    press(&mut harness, Role::Button, "Inspector");
    assert!(harness.state().0);
    let button = harness.get_by_role_and_label(Role::Button, "Inspector");
    assert_eq!(button.accesskit_node().toggled(), Some(Toggled::True));
}

#[test]
fn what_can_be_pressed_is_large_enough() {
    let harness = shown((), |ui, ()| {
        ui.add(IconButton::new(Icon::Plus, "Add").small());
        ui.add(Button::plain("Go"));
        ui.add(TagButton::new("claim", "C", Colour::Blue));
        link::action_link(ui, "Undo");
    });
    for label in ["Add", "Go", "claim", "Undo"] {
        let rect = harness.get_by_role_and_label(Role::Button, label).rect();
        assert!(
            rect.width() >= 24.0 && rect.height() >= 24.0,
            "{label}: {rect:?}"
        );
    }
}

#[test]
fn a_field_is_typed_in() {
    let mut harness = shown(String::new(), |ui, text| {
        let field = TextField::new(text, "Filter")
            .hint("Filter")
            .icon(Icon::Search);
        field.key("Ctrl+F").show(ui);
    });
    let field = harness.get_by_role_and_label(Role::TextInput, "Filter");
    field.focus();
    harness.run();
    harness
        .get_by_role_and_label(Role::TextInput, "Filter")
        .type_text("dam");
    harness.run();
    assert_eq!(harness.state().0, "dam");
}

#[test]
fn fields_are_as_wide_and_high_as_they_should_be() {
    let harness = shown(String::new(), |ui, text| {
        TextField::new(text, "Split")
            .error(true)
            .width(170.0)
            .show(ui);
    });
    let rect = harness
        .get_by_role_and_label(Role::TextInput, "Split")
        .rect();
    assert_eq!(rect.size(), Vec2::new(170.0, 26.0));
}

#[test]
fn a_segment_is_chosen() {
    let mut harness = shown(0, |ui, chosen| {
        let values = ["possible", "probable", "certain"];
        let shown = segmented::segmented(ui, "certainty", &values, Some(*chosen));
        *chosen = shown.inner.unwrap_or(*chosen);
    });
    harness.get_by_role_and_label(Role::RadioGroup, "certainty");
    press(&mut harness, Role::RadioButton, "certain");
    assert_eq!(harness.state().0, 2);
    let segment = harness.get_by_role_and_label(Role::RadioButton, "certain");
    assert_eq!(segment.accesskit_node().toggled(), Some(Toggled::True));
}

#[test]
fn a_choice_unfolds() {
    let mut harness = shown(None, |ui, chosen| {
        let shown = choice::choice(ui, "verdict", &["not checked", "true", "false"], *chosen);
        *chosen = shown.inner.or(*chosen);
    });
    press(&mut harness, Role::ComboBox, "verdict");
    press(&mut harness, Role::Button, "true");
    assert_eq!(harness.state().0, Some(1));
}

#[test]
fn a_tab_is_chosen() {
    let mut harness = shown(0, |ui, chosen| {
        let shown = tab_bar::tab_bar(ui, &["Inspector", "List"], *chosen);
        *chosen = shown.inner.unwrap_or(*chosen);
    });
    press(&mut harness, Role::Tab, "List");
    assert_eq!(harness.state().0, 1);
}

#[test]
fn a_row_is_pressed_and_so_is_what_stands_in_it() {
    let mut harness = shown((0, 0), |ui, (rows, buttons)| {
        let row = Row::new("a.txt").selected(true).show(ui, |ui| {
            ui.label("a.txt, 12 marks");
            ui.add(IconButton::new(Icon::More, "More")).clicked()
        });
        *rows += usize::from(row.response.clicked());
        *buttons += usize::from(row.inner);
        Row::new("b.txt").tall().show(ui, |ui| ui.label("b"));
    });
    press(&mut harness, Role::ListItem, "a.txt");
    assert_eq!(harness.state().0, (1, 0));
    press(&mut harness, Role::Button, "More");
    assert_eq!(harness.state().0, (1, 1));
    let row = harness.get_by_role_and_label(Role::ListItem, "b.txt");
    assert!(row.rect().width() > 400.0);
}

#[test]
fn a_tick_box_is_turned_over() {
    let mut harness = shown(false, |ui, ticked| {
        check::check(ui, ticked, "word for word");
    });
    press(&mut harness, Role::CheckBox, "word for word");
    assert!(harness.state().0);
}

#[test]
fn a_notice_says_what_happened_and_offers_its_action() {
    let mut harness = shown(Vec::new(), |ui, answers| {
        let text = NoticeText {
            tone: Tone::Error,
            title: "a.ron was not saved".to_owned(),
            detail: "The disk is full.".to_owned(),
            action: "Save as…".to_owned(),
            ..NoticeText::default()
        };
        answers.extend(notice(ui, &text).1);
    });
    harness.get_by_role_and_label(Role::Alert, "a.ron was not saved The disk is full.");
    press(&mut harness, Role::Button, "Save as…");
    press(&mut harness, Role::Button, "Close");
    let answers = [NoticeAnswer::Action, NoticeAnswer::Close];
    assert_eq!(harness.state().0, answers);
}

#[test]
fn a_section_adds_one_and_leaves_the_panel_as_wide_as_it_was() {
    let mut harness = shown((0, 0.0), |ui, (added, widened)| {
        let before = ui.available_width();
        let shown = section::section(ui, "Links", Some("Add a link"));
        *added += usize::from(shown.inner.is_some_and(|button| button.clicked()));
        *widened = ui.available_width() - before;
    });
    harness.get_by_role_and_label(Role::Heading, "Links");
    press(&mut harness, Role::Button, "Add a link");
    assert_eq!(harness.state().0, (1, 0.0));
}

#[test]
fn a_tag_is_armed() {
    let mut harness = shown(false, |ui, armed| {
        let tag = TagButton::new("claim", "C", Colour::Blue)
            .sample(LineStyle::Rule)
            .key("1")
            .armed(*armed);
        if ui.add(tag).clicked() {
            *armed = true;
        }
    });
    press(&mut harness, Role::Button, "claim");
    assert!(harness.state().0);
}

#[test]
fn what_only_shows_is_in_the_tree_where_it_says_something() {
    let harness = shown((), |ui, ()| {
        progress_bar::progress_bar(ui, "6 of 40 done", 0.15, false);
        key_cap::key_cap(ui, "Ctrl+F");
        card::card(ui, |ui| ui.label("in a card"));
        empty::empty(ui, |ui| ui.label("No links yet."));
        chip::chip(ui, "C", Colour::Blue, chip::ChipSize::Large);
        avatar::avatar(ui, "Jonas Weir");
        let edge = Theme::of(ui).tag(Colour::Teal).edge;
        quote::quote(ui, "has not grown by a hair", edge);
        for style in LineStyle::ALL {
            line_sample::line_sample(ui, style, edge);
        }
    });
    let bar = harness.get_by_role_and_label(Role::ProgressIndicator, "6 of 40 done");
    assert_eq!(bar.accesskit_node().numeric_value(), Some(15.0));
    let words = [
        "Ctrl+F",
        "in a card",
        "No links yet.",
        "has not grown by a hair",
    ];
    for text in words.into_iter().chain(["Jonas Weir"]) {
        harness.get_by_label(text);
    }
}

#[test]
fn a_menu_opens_and_its_items_are_pressed() {
    let mut harness = shown((0, false), |ui, (opened, ruler)| {
        menu::menu_bar(ui, |ui| {
            ui.menu_button("File", |ui| {
                *opened += usize::from(ui.add(MenuItem::new("Open…").key("Ctrl+O")).clicked());
                if ui.add(MenuItem::new("Ruler").ticked(*ruler)).clicked() {
                    *ruler = true;
                }
            });
        });
    });
    press(&mut harness, Role::Button, "File");
    press(&mut harness, Role::MenuItem, "Open…");
    press(&mut harness, Role::Button, "File");
    press(&mut harness, Role::MenuItemCheckBox, "Ruler");
    assert_eq!(harness.state().0, (1, true));
}

/// Whether a focus frame is drawn anywhere.
fn focus_frame_shows<S>(harness: &Harness<'_, S>) -> bool {
    let theme = Theme::of_context(&harness.ctx);
    harness.output().shapes.iter().any(|clipped| {
        matches!(&clipped.shape, egui::Shape::Rect(rect)
            if rect.stroke.width == theme.focus && rect.stroke.color == theme.accent.base)
    })
}

#[test]
fn the_focus_frame_comes_with_a_key_and_goes_with_the_pointer() {
    let mut harness = shown(String::new(), |ui, text| {
        ui.add(Button::plain("Compare…"));
        TextField::new(text, "Filter").show(ui);
    });
    assert!(!focus_frame_shows(&harness));
    harness.key_press(egui::Key::Tab);
    harness.run();
    assert!(focus_frame_shows(&harness));
    press(&mut harness, Role::TextInput, "Filter");
    assert!(!focus_frame_shows(&harness));
}
