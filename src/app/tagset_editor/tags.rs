//! The page of tags: the list, and the chosen tag as a form.

use egui::Ui;

use super::attributes;
use super::data::names::of_style;
use super::data::{Change, Owner, TagChange, command_of_letter};
use super::desk::{Desk, form_row, hint, line_row, refusal, scrolled, split};
use super::fields::FieldSpec;
use super::swatches::{lines, swatches};
use super::tag_list;
use crate::app::fonts::TypeStyle;
use crate::app::theme::Theme;
use crate::app::widgets::button::Button;
use crate::app::widgets::chip::{ChipSize, chip};
use crate::app::widgets::empty::empty;
use crate::app::widgets::segmented::segmented;
use crate::project::{Id, Tag, TagStyle};

const STYLES: [TagStyle; 2] = [TagStyle::Statement, TagStyle::Mention];

/// Shows the page. `chosen` is the tag that is shown as a form.
pub(super) fn page(
    ui: &mut Ui,
    desk: &mut Desk<'_>,
    chosen: &mut Option<Id>,
    dragged: &mut Option<Id>,
) {
    let tags = &desk.tagset.tags;
    let there = |id: &Id| tags.iter().any(|tag| tag.id == *id);
    if !chosen.as_ref().is_some_and(there) {
        *chosen = tags.first().map(|tag| tag.id.clone());
    }
    let shown = chosen.clone();
    let list = |ui: &mut Ui, desk: &mut Desk<'_>| tag_list::list(ui, desk, chosen, dragged);
    split(ui, desk, list, |ui, desk| {
        match shown.and_then(|id| desk.tagset.tag(&id)) {
            Some(tag) => scrolled(ui, tag.id.as_str(), |ui| form(ui, desk, tag)),
            None => {
                empty(ui, |ui| {
                    ui.label("No tags yet. Name one at the left and add it.")
                });
            }
        }
    });
}

fn form(ui: &mut Ui, desk: &mut Desk<'_>, tag: &Tag) {
    let theme = Theme::of(ui);
    let id = tag.id.clone();
    let make = |change: TagChange| Change::Tag(id.clone(), change);
    head(ui, desk, tag);
    let key = |what: &str| format!("tag {id} {what}");
    let name = FieldSpec::new(key("name"), "Name of the tag", &tag.name);
    desk.row(ui, "name", name, |text| make(TagChange::Name(text)));
    keys(ui, desk, tag);
    form_row(ui, "colour", |ui| {
        if let Some(colour) = swatches(ui, tag.colour) {
            desk.change(make(TagChange::Colour(colour)));
        }
    });
    form_row(ui, "line", |ui| {
        if let Some(line) = lines(ui, tag.line, tag.colour) {
            desk.change(make(TagChange::Line(line)));
        }
    });
    form_row(ui, "style", |ui| {
        let names = STYLES.map(of_style);
        let now = STYLES.iter().position(|style| *style == tag.style);
        let pressed = segmented(ui, "Style", &names, now).inner;
        if let Some(style) = pressed.and_then(|place| STYLES.get(place)) {
            desk.change(make(TagChange::Style(*style)));
        }
    });
    form_row(ui, "", |ui| {
        hint(
            ui,
            match tag.style {
                TagStyle::Statement => "Says something: tints its words and rules them.",
                TagStyle::Mention => "Names something: underlines its words.",
            },
        );
    });
    let guideline = FieldSpec::new(key("guideline"), "Guideline of the tag", &tag.guideline);
    let guideline = guideline.rows(3).hint("when to use it");
    desk.row(ui, "guideline", guideline, |text| {
        make(TagChange::Guideline(text))
    });
    ui.add_space(theme.space.s3);
    attributes::list(ui, desk, &Owner::Tag(id.clone()));
}

/// Chip and name large, and what is done with the tag as a whole.
fn head(ui: &mut Ui, desk: &mut Desk<'_>, tag: &Tag) {
    let theme = Theme::of(ui);
    let size = egui::vec2(ui.available_width(), theme.size.control);
    let line = egui::Layout::right_to_left(egui::Align::Center);
    ui.allocate_ui_with_layout(size, line, |ui| {
        if ui.add(Button::plain("Delete…").danger()).clicked() {
            desk.delete(&tag.id);
        }
        let (label, why) = match tag.retired {
            true => ("Offer again", "Its key and letter tag again"),
            false => ("Retire", "Offered no more; marks that have it keep it"),
        };
        if ui.add(Button::plain(label)).on_hover_text(why).clicked() {
            let change = TagChange::Retired(!tag.retired);
            desk.change(Change::Tag(tag.id.clone(), change));
        }
        ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
            chip(ui, &tag.letter.to_string(), tag.colour, ChipSize::Large);
            let name = TypeStyle::UiLarge.text(&tag.name);
            ui.add(egui::Label::new(name).truncate());
            if tag.retired {
                hint(ui, "retired");
            }
        });
    });
    ui.add_space(theme.space.s3);
}

/// Letter and digit, with what stands against them beside.
fn keys(ui: &mut Ui, desk: &mut Desk<'_>, tag: &Tag) {
    let width = Theme::of(ui).sheet.short;
    let id = tag.id.clone();
    let make = |change: TagChange| Change::Tag(id.clone(), change);
    let (letter, digit) = (tag.letter.to_string(), tag.key.map(String::from));
    let letter_key = format!("tag {id} letter");
    line_row(ui, "letter", |ui| {
        let spec = FieldSpec::new(letter_key.clone(), "Letter", &letter).width(width);
        let wrong = desk.field(ui, spec, |text| make(TagChange::Letter(text)));
        let typed = desk.typed(&letter_key).trim().chars().next();
        let command = typed.and_then(|letter| command_of_letter(desk.tagset, letter));
        match (&wrong, command) {
            (Some(_), _) => refusal(ui, wrong.as_deref()),
            (None, Some(command)) => hint(ui, &format!("Then it does not run “{command}”.")),
            (None, None) => hint(ui, "in its chip, and a key that tags"),
        }
    });
    line_row(ui, "key", |ui| {
        let current = digit.unwrap_or_default();
        let spec = FieldSpec::new(format!("tag {id} key"), "Digit key", &current);
        let spec = spec.width(width).hint("none");
        let wrong = desk.field(ui, spec, |text| make(TagChange::Key(text)));
        match &wrong {
            Some(_) => refusal(ui, wrong.as_deref()),
            None => hint(ui, "1 to 9; with Shift it arms, with Ctrl it filters"),
        }
    });
}
