//! The links of the selected mark.

use std::collections::BTreeSet;

use egui::{Id as WidgetId, Popup, Rect, Response, Sense, Ui, vec2};

use super::data::{LinkRow, MarkData};
use super::parts::{Across, at_end, mark_row, muted};
use super::values::value_rows;
use crate::app::drafts::{Drafts, Field};
use crate::app::fonts::TypeStyle;
use crate::app::icons::Icon;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::icon_button::IconButton;
use crate::app::widgets::menu::{MenuItem, menu_style};
use crate::app::widgets::section::section;
use crate::command::{Command, WindowCommand};
use crate::project::Id;

/// Which links are unfolded.
pub type Unfolded = BTreeSet<Id>;

/// Shows the links with their heading.
pub fn links_ui(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    drafts: &mut Drafts,
    unfolded: &mut Unfolded,
    mark: &MarkData,
) {
    let add = section(ui, "Links", Some("Add a link")).inner;
    if add.is_some_and(|add| add.clicked()) {
        scene.inbox.window(WindowCommand::StartLink);
    }
    if mark.links.is_empty() {
        muted(
            ui,
            "None yet. Drag from a handle of the mark to another mark.",
        );
    }
    for link in &mark.links {
        ui.push_id(link.id.as_str(), |ui| {
            link_ui(ui, scene, drafts, unfolded, link)
        });
    }
}

/// What a link is called: «rebuts claim: the readings were kept».
pub fn spoken(link: &LinkRow) -> String {
    format!(
        "{} {}: {}",
        link.name, link.other.tag.name, link.other.words
    )
}

fn link_ui(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    drafts: &mut Drafts,
    unfolded: &mut Unfolded,
    link: &LinkRow,
) {
    let theme = Theme::of(ui);
    ui.spacing_mut().item_spacing.y = 0.0;
    let spoken = spoken(link);
    let size = vec2(ui.available_width(), theme.size.link_kind);
    let (line, response) = ui.allocate_exact_size(size, Sense::hover());
    let mut across = Across::new(ui, line);
    across.icon(arrow(link), theme.size.icon_tiny, theme.text.muted);
    across.words(&link.name, TypeStyle::Small, theme.text.muted);
    if !link.guideline.is_empty() {
        response.on_hover_text(&link.guideline);
    }
    let row = mark_row(ui, scene, &link.other, &spoken);
    buttons(
        ui,
        scene,
        unfolded,
        link,
        line,
        line.union(row.rect),
        &spoken,
    );
    let summary = link.summary();
    if unfolded.contains(&link.id) {
        details(ui, scene, drafts, link);
    } else if !summary.is_empty() {
        muted(ui, &summary);
    }
    ui.add_space(theme.space.s2);
}

/// The direction of a link as an icon.
pub fn arrow(link: &LinkRow) -> Icon {
    if link.outgoing {
        Icon::ArrowRight
    } else {
        Icon::ArrowLeft
    }
}

/// Unfold and more: drawn only while the pointer or the focus is here, found always.
fn buttons(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    unfolded: &mut Unfolded,
    link: &LinkRow,
    line: Rect,
    whole: Rect,
    spoken: &str,
) {
    let theme = Theme::of(ui);
    let open = unfolded.contains(&link.id);
    let seen = WidgetId::unique(("link buttons seen", link.id.as_str()));
    let shows = ui.rect_contains_pointer(whole)
        || open
        || ui.data(|data| data.get_temp(seen)).unwrap_or(false);
    let mut end = line;
    end.set_right(line.right() + (theme.size.control - theme.size.icon_small) / 2.0);
    at_end(ui, end, |ui| {
        if !shows {
            ui.set_opacity(0.0);
        }
        let label = format!("More about the link: {spoken}");
        let more = ui.add(IconButton::new(Icon::More, &label).small());
        let label = format!("Values and note of the link: {spoken}");
        let shown = if open {
            Icon::ChevronUp
        } else {
            Icon::ChevronDown
        };
        let fold = ui.add(IconButton::new(shown, &label).chosen(open).small());
        let menu_open = Popup::is_id_open(ui.ctx(), Popup::default_response_id(&more));
        let keep = menu_open || more.has_focus() || fold.has_focus();
        ui.data_mut(|data| data.insert_temp(seen, keep));
        if fold.clicked() {
            turn(unfolded, &link.id);
        }
        menu(ui, scene, unfolded, link, &more);
    });
}

fn menu(ui: &Ui, scene: &mut Scene<'_>, unfolded: &mut Unfolded, link: &LinkRow, more: &Response) {
    Popup::menu(more).style(menu_style(ui)).show(|ui| {
        for (kind, name) in link.kinds.iter().filter(|(kind, _)| *kind != link.kind) {
            let label = format!("Change to “{name}”");
            if ui.add(MenuItem::new(&label)).clicked() {
                scene
                    .inbox
                    .push(Command::SetLinkKind(link.id.clone(), kind.clone()));
            }
        }
        if ui.add(MenuItem::new("Values and note")).clicked() {
            unfolded.insert(link.id.clone());
        }
        if ui.add(MenuItem::new("Delete the link").danger()).clicked() {
            scene.inbox.push(Command::Unlink(link.id.clone()));
        }
    });
}

fn details(ui: &mut Ui, scene: &mut Scene<'_>, drafts: &mut Drafts, link: &LinkRow) {
    let theme = Theme::of(ui);
    egui::Frame::new()
        .inner_margin(egui::Margin {
            left: egui::Margin::from(theme.space.s5).left,
            top: egui::Margin::from(theme.space.s2).top,
            ..egui::Margin::ZERO
        })
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = theme.space.s2;
            let owner = WidgetId::unique(("inspector link", link.id.as_str()));
            value_rows(ui, drafts, owner, &link.values, |row, value| {
                let command = Command::SetLinkValue(link.id.clone(), row.attribute.clone(), value);
                scene.inbox.push(command);
            });
            let field = Field {
                hint: "A note on the link",
                rows: 2,
                ..Field::line(owner.with("note"), "Note on the link", &link.note)
            };
            if let (_, Some(note)) = drafts.show(ui, &field) {
                scene
                    .inbox
                    .push(Command::SetLinkNote(link.id.clone(), note));
            }
        });
}

fn turn(unfolded: &mut Unfolded, link: &Id) {
    if !unfolded.remove(link) {
        unfolded.insert(link.clone());
    }
}
