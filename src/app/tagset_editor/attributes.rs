//! Attributes as cards: what can be said of marks, links and articles.

use egui::Ui;

use super::data::names::of_value;
use super::data::{AttributeChange, Change, Owner, attributes_of};
use super::desk::{Desk, form_row, hint, refusal};
use super::fields::FieldSpec;
use crate::app::icons::Icon;
use crate::app::theme::Theme;
use crate::app::widgets::card::card;
use crate::app::widgets::icon_button::IconButton;
use crate::app::widgets::section::section;
use crate::app::widgets::segmented::segmented;
use crate::project::{Attribute, ValueKind};

/// Shows the attributes of something, and a field to add one.
pub(super) fn list(ui: &mut Ui, desk: &mut Desk<'_>, owner: &Owner) {
    let theme = Theme::of(ui);
    let heading = match owner {
        Owner::Article => "Attributes of articles",
        Owner::Tag(_) | Owner::Link(_) => "Attributes",
    };
    section(ui, heading, None);
    let all = attributes_of(desk.tagset, owner);
    if all.is_empty() {
        hint(
            ui,
            "None yet: what is said of each, such as how certain it is.",
        );
    }
    for attribute in all {
        ui.push_id(attribute.id.as_str(), |ui| {
            card(ui, |ui| form(ui, desk, owner, attribute));
        });
        ui.add_space(theme.space.s2);
    }
    let key = format!("add attribute {}", path(owner));
    let words = (
        "new attribute",
        "Name of the new attribute",
        "Add attribute",
    );
    let make = |name| Change::AddAttribute(owner.clone(), name);
    desk.adder(ui, &key, words, make);
    ui.add_space(theme.space.s3);
}

/// What owns an attribute, as part of the key of its fields.
fn path(owner: &Owner) -> String {
    match owner {
        Owner::Tag(id) => format!("tag {id}"),
        Owner::Link(id) => format!("link {id}"),
        Owner::Article => "article".to_owned(),
    }
}

fn form(ui: &mut Ui, desk: &mut Desk<'_>, owner: &Owner, attribute: &Attribute) {
    let id = &attribute.id;
    let key = |what: &str| format!("{} attribute {id} {what}", path(owner));
    let make = |change| Change::Attribute(owner.clone(), id.clone(), change);
    let name = &attribute.name;
    let theme = Theme::of(ui);
    let remove = theme.size.control + theme.space.s3;
    let wrong = form_row(ui, "name", |ui| {
        let label = format!("Name of {name}");
        let width = ui.available_width() - remove;
        let spec = FieldSpec::new(key("name"), &label, name).width(width);
        let wrong = desk.field(ui, spec, |text| make(AttributeChange::Name(text)));
        let label = format!("Remove {name}");
        let button = ui.add(IconButton::new(Icon::Delete, &label).small());
        if button.clicked() {
            desk.change(Change::RemoveAttribute(owner.clone(), id.clone()));
        }
        wrong
    });
    if wrong.is_some() {
        form_row(ui, "", |ui| refusal(ui, wrong.as_deref()));
    }
    form_row(ui, "values", |ui| {
        let kinds = kinds(&attribute.kind);
        let names: Vec<&str> = kinds.iter().map(of_value).collect();
        let now = names
            .iter()
            .position(|kind| *kind == of_value(&attribute.kind));
        let label = format!("Values of {name}");
        let pressed = segmented(ui, &label, &names, now).inner;
        if let Some(kind) = pressed.filter(|place| Some(*place) != now) {
            let kind = kinds.get(kind).cloned();
            desk.wish(kind.map(|kind| make(AttributeChange::Kind(kind))));
        }
    });
    if let ValueKind::Choice(words) = &attribute.kind {
        let current = words.join("\n");
        let label = format!("Choices of {name}, one a line");
        let rows = words.len().max(2);
        let spec = FieldSpec::new(key("choices"), &label, &current).rows(rows);
        let spec = spec.hint("one a line");
        desk.row(ui, "choices", spec, |text| {
            make(AttributeChange::Words(text))
        });
    }
    let label = format!("Guideline of {name}");
    let spec = FieldSpec::new(key("guideline"), &label, &attribute.guideline);
    let spec = spec.rows(2).hint("when to use which value");
    desk.row(ui, "guideline", spec, |text| {
        make(AttributeChange::Guideline(text))
    });
}

/// Every kind of value; a choice that is there keeps its words.
fn kinds(now: &ValueKind) -> [ValueKind; 4] {
    let words = match now {
        ValueKind::Choice(words) => words.clone(),
        ValueKind::Flag | ValueKind::Text | ValueKind::Number => Vec::new(),
    };
    [
        ValueKind::Flag,
        ValueKind::Choice(words),
        ValueKind::Text,
        ValueKind::Number,
    ]
}
