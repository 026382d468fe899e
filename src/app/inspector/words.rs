//! Words are selected and wait for a tag.

use egui::{Label, Ui};

use super::data::{WordsData, counted};
use super::parts::{Across, pressable};
use crate::app::fonts::TypeStyle;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::chip::ChipSize;
use crate::app::widgets::key_cap::key_cap_size;
use crate::app::widgets::reading_order::label;
use crate::command::{Aim, Command};

/// The most letters of selected words that are shown.
const SHOWN: usize = 400;

/// How many words are selected, in words.
pub fn heading(words: &WordsData) -> String {
    match words.count {
        0 => "Only blanks selected".to_owned(),
        count => format!("{} selected", counted(count, "word", "words")),
    }
}

/// Shows the selected words and what can be done with them.
pub fn words_ui(ui: &mut Ui, scene: &mut Scene<'_>, words: &WordsData) {
    let theme = Theme::of(ui);
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.add(Label::new(TypeStyle::UiStrong.text(heading(words))).wrap());
    if !words.words.is_empty() {
        ui.add_space(theme.space.s3);
        let quoted = format!("“{}”", shortened(&words.words));
        label(ui, &quoted, TypeStyle::Ui, theme.text.secondary);
    }
    ui.add_space(theme.space.s4);
    keys(ui, scene, words, &theme);
    ui.add_space(theme.space.s3);
    let hint = "Hold Shift and press an arrow for a word more or less; with Alt, a character.";
    ui.add(Label::new(TypeStyle::Ui.text(hint).color(theme.text.muted)).wrap());
}

fn keys(ui: &mut Ui, scene: &mut Scene<'_>, words: &WordsData, theme: &Theme) {
    let again = scene.keys.shown("tag-again").unwrap_or_default().to_owned();
    let let_go = match scene.keys.shown("step-back") {
        Some("Escape") => "Esc".to_owned(),
        other => other.unwrap_or_default().to_owned(),
    };
    let caps = words
        .tags
        .iter()
        .map(|tag| tag.key.as_str())
        .chain([again.as_str(), let_go.as_str()]);
    let widest = caps
        .map(|keys| key_cap_size(ui.painter(), keys).x)
        .fold(0.0, f32::max);
    let column = widest + theme.space.s3 + theme.space.s1;
    let height = theme.size.control;
    for tag in &words.tags {
        let label = format!("Tag as {}", tag.name);
        let draw = |across: &mut Across, theme: &Theme| {
            across.key(&tag.key, column);
            across.chip(tag, ChipSize::Small);
            across.words(&tag.name, TypeStyle::Ui, theme.text.secondary);
        };
        let row = ui
            .push_id(tag.id.as_str(), |ui| pressable(ui, &label, height, draw))
            .inner;
        let row = if tag.guideline.is_empty() {
            row
        } else {
            row.on_hover_text(&tag.guideline)
        };
        if row.clicked() {
            scene
                .inbox
                .push(Command::Tag(tag.id.clone(), Aim::default()));
        }
    }
    let mut other = |ui: &mut Ui, keys: &str, says: &str, command: Command| {
        let draw = |across: &mut Across, theme: &Theme| {
            across.key(keys, column);
            across.words(says, TypeStyle::Ui, theme.text.secondary);
        };
        if ui
            .push_id(says, |ui| pressable(ui, says, height, draw))
            .inner
            .clicked()
        {
            scene.inbox.push(command);
        }
    };
    if let Some(last) = &words.last_tag {
        let says = format!("tag again, as {last}");
        other(ui, &again, &says, Command::TagAgain(Aim::default()));
    }
    other(ui, &let_go, "let go", Command::StepBack);
}

/// The beginning of many words.
fn shortened(words: &str) -> String {
    match words.char_indices().nth(SHOWN) {
        None => words.to_owned(),
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default().trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_words_are_shortened_between_letters() {
        let words = "é".repeat(SHOWN + 5);
        assert_eq!(shortened(&words), format!("{}…", "é".repeat(SHOWN)));
        assert_eq!(shortened("few"), "few");
    }
}
