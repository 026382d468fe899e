//! The table of what foreign tags and kinds of link become.

use std::collections::BTreeMap;

use egui::{Align, Label, Layout, Ui, vec2};

use super::data::{Becomes, kind_becomes, tag_becomes};
use super::{Ask, Shown};
use crate::app::excerpt;
use crate::app::fonts::TypeStyle;
use crate::app::scene::Scene;
use crate::app::tables;
use crate::app::theme::Theme;
use crate::app::widgets::choice::choice;
use crate::app::widgets::reading_order::line_label;
use crate::app::widgets::section::section;
use crate::formats::datasets::Mapping;
use crate::formats::tagset_file::default_tagset;
use crate::project::Tagset;

/// What a name becomes, of those that a tagset offers, and what it becomes now.
type Offered = fn(&Tagset, &str, Option<&str>) -> Vec<Becomes>;

/// Draws the table, a row a tag and a row a kind of link. Returns what is asked for.
pub(super) fn ui(shown: &mut Shown, ui: &mut Ui, scene: &Scene<'_>) -> Option<Ask> {
    let theme = Theme::of(ui);
    let Some(Ok(prospect)) = shown.prospect() else {
        return None;
    };
    let tags = prospect.imported.foreign_tags.clone();
    let links = prospect.imported.foreign_links.clone();
    let heeded = prospect.named_in(&shown.form.mapping) > 0;
    let default = default_tagset();
    let tagset = match shown.form.joins() {
        true => &**scene.workbench.project().tagset(),
        false => &default,
    };
    section(ui, "What its tags become", None);
    match (tags.is_empty(), prospect.new_tags.is_empty()) {
        (true, true) => said(ui, &theme, "It has none."),
        (true, false) => said(
            ui,
            &theme,
            "No mark has one. Its new tags come in as they are.",
        ),
        (false, _) => {}
    }
    if heeded && shown.form.mapping == shown.remembered() {
        said(ui, &theme, "As it was chosen the last time in this format.");
    }
    let mapping = &mut shown.form.mapping;
    rows(ui, &mut mapping.tags, &tags, tagset, tag_becomes);
    if !links.is_empty() {
        section(ui, "What its links become", None);
    }
    rows(ui, &mut mapping.links, &links, tagset, kind_becomes);
    if tags.is_empty() && links.is_empty() {
        return None;
    }
    ui.add_space(theme.space.s2);
    let clear = || *mapping = Mapping::default();
    let back = (heeded, "As in the files");
    tables::links(ui, shown.note.as_ref(), back, clear).map(Ask::Table)
}

fn rows(
    ui: &mut Ui,
    mapping: &mut BTreeMap<String, Option<String>>,
    names: &BTreeMap<String, usize>,
    tagset: &Tagset,
    offered: Offered,
) {
    for (name, count) in names {
        let now = mapping.get(name).cloned().flatten();
        let values = offered(tagset, name, now.as_deref());
        let words = format!("{name} ({})", excerpt::grouped(*count));
        row(ui, mapping, (name, &words), &values);
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
                line_label(ui, words, TypeStyle::Ui, theme.text.primary);
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

fn said(ui: &mut Ui, theme: &Theme, words: &str) {
    let words = TypeStyle::Ui.text(words).color(theme.text.secondary);
    ui.add(Label::new(words).wrap());
}
