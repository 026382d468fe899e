//! The page of links: the kinds that there are, and the chosen kind as a form.

use egui::Ui;

use super::attributes;
use super::data::{Change, LinkChange, Owner};
use super::desk::{Desk, hint, scrolled, split};
use super::fields::FieldSpec;
use super::matrix::matrix;
use crate::app::fonts::TypeStyle;
use crate::app::theme::Theme;
use crate::app::widgets::button::Button;
use crate::app::widgets::empty::empty;
use crate::app::widgets::row::Row;
use crate::app::widgets::section::section;
use crate::project::{Id, LinkKind};

/// Shows the page. `chosen` is the kind that is shown as a form.
pub(super) fn page(ui: &mut Ui, desk: &mut Desk<'_>, chosen: &mut Option<Id>) {
    let links = &desk.tagset.links;
    let there = |id: &Id| links.iter().any(|kind| kind.id == *id);
    if !chosen.as_ref().is_some_and(there) {
        *chosen = links.first().map(|kind| kind.id.clone());
    }
    let shown = chosen.clone();
    let list = |ui: &mut Ui, desk: &mut Desk<'_>| list(ui, desk, chosen);
    split(ui, desk, list, |ui, desk| {
        match shown.and_then(|id| desk.tagset.link(&id)) {
            Some(kind) => scrolled(ui, kind.id.as_str(), |ui| form(ui, desk, kind)),
            None => {
                empty(ui, |ui| {
                    ui.label("No links yet. Name one at the left and add it.")
                });
            }
        }
    });
}

fn list(ui: &mut Ui, desk: &mut Desk<'_>, chosen: &mut Option<Id>) {
    let theme = Theme::of(ui);
    let foot = theme.size.control + theme.space.s3 + TypeStyle::Ui.line_height();
    let mut rows = ui.available_rect_before_wrap();
    rows.max.y -= foot;
    ui.scope_builder(egui::UiBuilder::new().max_rect(rows), |ui| {
        scrolled(ui, "links", |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for kind in &desk.tagset.links {
                ui.push_id(kind.id.as_str(), |ui| row(ui, desk, kind, chosen));
            }
        });
    });
    ui.add_space(theme.space.s3);
    let words = ("new link", "Name of the new link", "Add link");
    desk.adder(ui, "add link", words, Change::AddLink);
}

fn row(ui: &mut Ui, desk: &Desk<'_>, kind: &LinkKind, chosen: &mut Option<Id>) {
    let uses = links(desk.uses.of_link(&kind.id));
    let label = format!("{}, {uses}", kind.name);
    let selected = chosen.as_ref() == Some(&kind.id);
    let row = Row::new(&label).selected(selected).tall().show(ui, |ui| {
        ui.add(egui::Label::new(TypeStyle::Ui.text(&kind.name)).truncate());
        hint(ui, &uses);
    });
    if row.response.clicked() {
        *chosen = Some(kind.id.clone());
    }
}

fn links(count: usize) -> String {
    match count {
        0 => "no links".to_owned(),
        1 => "1 link".to_owned(),
        n => format!("{n} links"),
    }
}

fn form(ui: &mut Ui, desk: &mut Desk<'_>, kind: &LinkKind) {
    let theme = Theme::of(ui);
    let id = kind.id.clone();
    let make = |change: LinkChange| Change::Link(id.clone(), change);
    let key = |what: &str| format!("link {id} {what}");
    let name = FieldSpec::new(key("name"), "Name of the link", &kind.name);
    desk.row(ui, "name", name, |text| make(LinkChange::Name(text)));
    let reverse = FieldSpec::new(key("reverse"), "Name read backwards", &kind.reverse);
    let reverse = reverse.hint("rebutted by");
    desk.row(ui, "backwards", reverse, |text| {
        make(LinkChange::Reverse(text))
    });
    let guideline = FieldSpec::new(key("guideline"), "Guideline of the link", &kind.guideline);
    let guideline = guideline.rows(2).hint("when to use it");
    desk.row(ui, "guideline", guideline, |text| {
        make(LinkChange::Guideline(text))
    });
    ui.add_space(theme.space.s3);
    section(ui, "Joins", None);
    matrix(ui, desk, kind);
    ui.add_space(theme.space.s3);
    attributes::list(ui, desk, &Owner::Link(id.clone()));
    let count = desk.uses.of_link(&id);
    let remove = Button::plain("Remove link").danger();
    let remove = ui.add_enabled(count == 0, remove);
    if remove.clicked() {
        desk.change(Change::RemoveLink(id));
    }
    if count > 0 {
        hint(
            ui,
            &format!(
                "In use: {} first.",
                match count {
                    1 => "delete or change its one link".to_owned(),
                    n => format!("delete or change its {n} links"),
                }
            ),
        );
    }
}
