//! The page of identities: the kinds that one can be of.

use egui::Ui;

use super::data::Change;
use super::desk::{Desk, hint, refusal, scrolled};
use super::fields::FieldSpec;
use crate::app::icons::Icon;
use crate::app::theme::Theme;
use crate::app::widgets::icon_button::IconButton;
use crate::app::widgets::section::section;
use crate::project::EntityKind;

/// Shows the page.
pub(super) fn page(ui: &mut Ui, desk: &mut Desk<'_>) {
    let theme = Theme::of(ui);
    scrolled(ui, "kinds", |ui| {
        section(ui, "Kinds of identity", None);
        hint(
            ui,
            "What an identity can be: a person, an outlet, a claim made more than once.",
        );
        ui.add_space(theme.space.s2);
        for kind in &desk.tagset.entity_kinds {
            row(ui, desk, kind);
        }
        ui.add_space(theme.space.s3);
        ui.scope(|ui| {
            ui.set_max_width(width(&theme));
            let words = ("new kind", "Name of the new kind", "Add kind");
            desk.adder(ui, "add kind", words, Change::AddKind);
        });
    });
}

fn width(theme: &Theme) -> f32 {
    theme.size.inspector
}

fn row(ui: &mut Ui, desk: &mut Desk<'_>, kind: &EntityKind) {
    let theme = Theme::of(ui);
    let id = kind.id.clone();
    ui.horizontal(|ui| {
        let label = format!("Name of {}", kind.name);
        let spec = FieldSpec::new(format!("kind {id}"), &label, &kind.name);
        let spec = spec.width(width(&theme));
        let wrong = desk.field(ui, spec, |text| Change::NameKind(id.clone(), text));
        let count = desk.uses.of_kind(&id);
        let label = format!("Remove {}", kind.name);
        let remove = IconButton::new(Icon::Delete, &label).small();
        if ui.add_enabled(count == 0, remove).clicked() {
            desk.change(Change::RemoveKind(id.clone()));
        }
        match (&wrong, count) {
            (Some(_), _) => refusal(ui, wrong.as_deref()),
            (None, 0) => hint(ui, "not used"),
            (None, 1) => hint(ui, "1 identity"),
            (None, n) => hint(ui, &format!("{n} identities")),
        }
    });
}
