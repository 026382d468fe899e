//! The table of what foreign tags and kinds of link become.

use std::collections::BTreeMap;

use egui::{Align, Label, Layout, Ui, vec2};

use super::Shown;
use super::data::{Becomes, kind_becomes, tag_becomes};
use crate::app::excerpt;
use crate::app::fonts::TypeStyle;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::choice::choice;
use crate::app::widgets::section::section;
use crate::formats::tagset_file::default_tagset;

/// Draws the table, a row a tag and a row a kind of link.
pub(super) fn ui(shown: &mut Shown, ui: &mut Ui, scene: &Scene<'_>) {
    let Some(Ok(prospect)) = shown.prospect() else {
        return;
    };
    let tags = prospect.imported.foreign_tags.clone();
    let default = default_tagset();
    let tagset = match shown.form.joins() {
        true => &**scene.workbench.project().tagset(),
        false => &default,
    };
    section(ui, "What its tags become", None);
    if tags.is_empty() {
        let ink = Theme::of(ui).text.secondary;
        ui.label(TypeStyle::Ui.text("It has none.").color(ink));
    }
    for (name, count) in &tags {
        let values = tag_becomes(tagset, name);
        let words = format!("{name} ({})", excerpt::grouped(*count));
        row(ui, &mut shown.form.mapping.tags, (name, &words), &values);
    }
    if !shown.kinds.is_empty() {
        section(ui, "What its links become", None);
    }
    for name in &shown.kinds {
        let values = kind_becomes(tagset, name);
        row(ui, &mut shown.form.mapping.links, (name, name), &values);
    }
}

/// A foreign name and what it becomes.
fn row(
    ui: &mut Ui,
    mapping: &mut BTreeMap<String, Option<String>>,
    (name, words): (&str, &str),
    values: &[Becomes],
) {
    let theme = Theme::of(ui);
    let size = vec2(ui.available_width(), theme.size.control);
    ui.push_id(name, |ui| {
        ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
            let width = vec2(size.x * 0.42, size.y);
            ui.allocate_ui_with_layout(width, Layout::left_to_right(Align::Center), |ui| {
                ui.set_min_width(width.x);
                let words = TypeStyle::Ui.text(words).color(theme.text.primary);
                ui.add(Label::new(words).truncate());
            });
            let shown: Vec<&str> = values.iter().map(|value| value.words.as_str()).collect();
            let itself = Some(name.to_owned());
            let to = mapping.get(name).unwrap_or(&itself);
            let now = values.iter().position(|value| value.to == *to);
            let label = format!("What {name} becomes");
            let picked = choice(ui, &label, &shown, now).inner;
            if let Some(picked) = picked.and_then(|place| values.get(place)) {
                match picked.to == itself {
                    true => mapping.remove(name),
                    false => mapping.insert(name.to_owned(), picked.to.clone()),
                };
            }
        });
    });
}
