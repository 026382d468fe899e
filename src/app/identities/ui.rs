//! Draws the list of identities.

use std::sync::Arc;

use egui::{Align, Key, Layout, Popup, Response, Sense, Ui, UiBuilder, pos2, vec2};

use super::data::{Asked, IdentityRow, IdentityRows, Order, Row};
use super::dragged::{DraggedIdentity, ghost};
use super::mentions::{Here, mention_row};
use crate::app::drafts::{Drafts, Field};
use crate::app::excerpt;
use crate::app::fonts::TypeStyle;
use crate::app::icons::{Icon, icon};
use crate::app::scene::{Inbox, Scene};
use crate::app::theme::Theme;
use crate::app::widgets::button::Button;
use crate::app::widgets::choice::choice;
use crate::app::widgets::clipped::clipped;
use crate::app::widgets::empty::empty;
use crate::app::widgets::link::action_link;
use crate::app::widgets::long_list::{Heights, LongList, RowPlace};
use crate::app::widgets::menu::{MenuItem, menu_style};
use crate::app::widgets::rename_field::{Renamed, rename_field};
use crate::app::widgets::text_field::TextField;
use crate::app::widgets::{line, put};
use crate::command::Command;
use crate::project::{Id, Identity, Project};

/// The list of identities.
#[derive(Debug, Default)]
pub struct IdentitiesPanel {
    asked: Asked,
    rows: IdentityRows,
    drafts: Drafts,
    renaming: Option<Renaming>,
    merging: Option<Id>,
    chosen: Option<Id>,
    reveal: bool,
}

/// The name that is being typed.
#[derive(Debug)]
struct Renaming {
    identity: Id,
    name: String,
    begun: bool,
}

impl IdentitiesPanel {
    /// Draws the panel.
    pub fn ui(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let theme = Theme::of(ui);
        self.rows.refresh(scene.workbench, &self.asked);
        let room = ui.available_rect_before_wrap();
        let head = room
            .shrink2(vec2(theme.space.s5, 0.0))
            .with_min_y(room.top() + theme.space.s4);
        let drawn = ui.scope_builder(UiBuilder::new().max_rect(head), |ui| {
            self.head(ui, &theme, scene);
            self.rows.refresh(scene.workbench, &self.asked);
            self.nothing(ui);
        });
        let below = room
            .shrink2(vec2(theme.space.s3, 0.0))
            .with_min_y(drawn.response.rect.bottom() + theme.space.s2);
        if !self.rows.rows().is_empty() {
            let mut child = ui.new_child(UiBuilder::new().max_rect(below));
            self.list(&mut child, &theme, scene);
            ghost(ui, &theme);
        }
    }

    fn head(&mut self, ui: &mut Ui, theme: &Theme, scene: &Scene<'_>) {
        if self.rows.total() == 0 {
            return;
        }
        ui.spacing_mut().item_spacing = vec2(theme.space.s3, theme.space.s3);
        let field = TextField::new(&mut self.asked.filter, "Filter the identities");
        field.hint("Filter").icon(Icon::Search).show(ui);
        ui.horizontal(|ui| {
            let (shown, total) = (self.rows.shown(), self.rows.total());
            let words = if shown == total {
                excerpt::count(total, "identity", "identities")
            } else {
                format!("{} of {}", excerpt::grouped(shown), excerpt::grouped(total))
            };
            ui.label(TypeStyle::Small.text(words).color(theme.text.muted));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let room = ui.available_width();
                ui.set_max_width(room.min(theme.size.drawer));
                let names = Order::ALL.map(Order::name);
                let now = Order::ALL
                    .iter()
                    .position(|order| *order == self.asked.order);
                let picked = choice(ui, "Sort the identities by", &names, now).inner;
                let picked = picked.and_then(|place| Order::ALL.get(place));
                self.asked.order = picked.copied().unwrap_or(self.asked.order);
            });
        });
        self.merge_hint(ui, scene.workbench.project());
    }

    /// What to do next while an identity waits for the one that it shall be.
    fn merge_hint(&mut self, ui: &mut Ui, project: &Project) {
        let merging = self.merging.as_ref().and_then(|id| project.identity(id));
        let Some(identity) = merging else {
            self.merging = None;
            return;
        };
        let stop = empty(ui, |ui| {
            ui.label(format!("Click the one that «{}» shall be.", identity.name));
            action_link(ui, "Cancel").clicked()
        });
        if stop.inner || ui.input(|input| input.key_pressed(Key::Escape)) {
            self.merging = None;
        }
    }

    fn nothing(&mut self, ui: &mut Ui) {
        if self.rows.total() == 0 {
            empty(ui, |ui| {
                ui.label(
                    "People, bodies, places and claims that marks refer to stand here. \
                     Select a mark and name its identity in the inspector.",
                );
            });
        } else if self.rows.shown() == 0 {
            empty(ui, |ui| {
                ui.label("No identity has these words.");
                if action_link(ui, "Clear the filter").clicked() {
                    self.asked.filter.clear();
                }
            });
        }
    }

    fn list(&mut self, ui: &mut Ui, theme: &Theme, scene: &mut Scene<'_>) {
        let mut todo = Vec::new();
        let rows = self.rows.rows();
        let is = |row: &Row| matches!(row, Row::Identity(row) if Some(&row.identity.id) == self.chosen.as_ref());
        let place = rows.iter().position(is);
        let reveal = place.filter(|_| std::mem::take(&mut self.reveal));
        let height = theme.size.row + theme.stroke.hair;
        let list = LongList::new("Identities", Heights::Same(height, rows.len()));
        let (renaming, drafts) = (&mut self.renaming, &mut self.drafts);
        let here = Here::of(scene.workbench);
        let keys = list
            .reveal(reveal)
            .show(ui, |ui, at| match rows.get(at.index) {
                Some(Row::Identity(row)) => {
                    let chosen = place == Some(at.index);
                    let typed = renaming
                        .as_mut()
                        .filter(|typed| typed.identity == row.identity.id);
                    todo.extend(identity_row(ui, theme, &at, row, chosen, typed, scene));
                }
                Some(Row::Tools(id)) => todo.extend(tools(ui, theme, &at, id, scene)),
                Some(Row::Note(id)) => note_row(ui, theme, &at, id, drafts, scene),
                Some(Row::Mention(mention)) => mention_row(ui, theme, &at, mention, &here, scene),
                None => {}
            });
        let at = |place: usize| match rows.get(place) {
            Some(Row::Identity(row)) => Some(row.identity.id.clone()),
            _ => None,
        };
        if keys.enter {
            todo.extend(place.and_then(at).map(Todo::Toggle));
        }
        let identities: Vec<usize> = if keys.steps == 0 {
            Vec::new()
        } else {
            (0..rows.len())
                .filter(|place| at(*place).is_some())
                .collect()
        };
        let here = identities.iter().position(|row| Some(*row) == place);
        let next = keys
            .target(here, identities.len())
            .and_then(|to| identities.get(to));
        todo.extend(next.and_then(|place| at(*place)).map(Todo::Choose));
        for todo in todo {
            self.carry_out(todo, scene.inbox);
        }
    }

    fn carry_out(&mut self, todo: Todo, inbox: &mut Inbox) {
        match todo {
            Todo::Choose(id) => {
                self.chosen = Some(id);
                self.reveal = true;
            }
            Todo::Toggle(id) => match self.merging.take() {
                Some(from) if from != id => inbox.push(Command::MergeIdentities(from, id)),
                _ => {
                    self.chosen = Some(id.clone());
                    if !self.asked.open.remove(&id) {
                        self.asked.open.insert(id);
                    }
                }
            },
            Todo::Rename(identity, name) => {
                self.renaming = Some(Renaming {
                    identity,
                    name,
                    begun: false,
                });
            }
            Todo::Renamed => self.renaming = None,
            Todo::Merge(id) => self.merging = Some(id),
        }
    }
}

/// What a row asks of its panel.
enum Todo {
    Choose(Id),
    Toggle(Id),
    Rename(Id, String),
    Renamed,
    Merge(Id),
}

fn identity_row(
    ui: &mut Ui,
    theme: &Theme,
    at: &RowPlace,
    row: &IdentityRow,
    chosen: bool,
    typed: Option<&mut Renaming>,
    scene: &mut Scene<'_>,
) -> Option<Todo> {
    let identity = &row.identity;
    let sense = Sense::CLICK | Sense::DRAG;
    let response = at.sensing(ui, identity.id.as_str(), &row.label(), chosen, sense);
    draw_identity(ui, theme, at, row, typed.is_none());
    if let Some(typed) = typed {
        return name_field(ui, theme, at, typed, scene.inbox).then_some(Todo::Renamed);
    }
    response.dnd_set_drag_payload(DraggedIdentity(Arc::clone(identity)));
    if takes_drop(ui, at) {
        let another = |dragged: &DraggedIdentity| dragged.0.id != identity.id;
        let hovering = response.dnd_hover_payload::<DraggedIdentity>();
        if hovering.is_some_and(|dragged| another(&dragged)) {
            let stroke = (theme.stroke.accent, theme.accent.base);
            let inside = egui::StrokeKind::Inside;
            ui.painter()
                .rect_stroke(at.rect, theme.radius.row, stroke, inside);
        }
        let dropped = response.dnd_release_payload::<DraggedIdentity>();
        if let Some(dropped) = dropped.filter(|dropped| another(dropped)) {
            let (from, to) = (dropped.0.id.clone(), identity.id.clone());
            scene.inbox.push(Command::MergeIdentities(from, to));
        }
    }
    let menu = identity_menu(ui, &response, identity, scene);
    let toggled = response
        .clicked()
        .then(|| Todo::Toggle(identity.id.clone()));
    menu.or(toggled)
}

/// Whether what is dragged would fall on this row: on the edge that two rows share only one takes
/// it.
fn takes_drop(ui: &Ui, at: &RowPlace) -> bool {
    let pointer = ui.ctx().pointer_latest_pos();
    pointer.is_some_and(|pointer| at.rect.top() <= pointer.y && pointer.y < at.rect.bottom())
}

fn draw_identity(ui: &Ui, theme: &Theme, at: &RowPlace, row: &IdentityRow, with_name: bool) {
    let painter = ui.painter();
    let middle = at.rect.center().y;
    let size = theme.size.icon_tiny;
    let muted = theme.text.muted;
    let chevron = if row.open {
        Icon::ChevronDown
    } else {
        Icon::ChevronRight
    };
    let mut left = at.rect.left() + theme.space.s3;
    icon(
        painter,
        chevron,
        pos2(left + size / 2.0, middle),
        size,
        muted,
    );
    left += size + theme.space.s2;
    let number = line(
        painter,
        &excerpt::grouped(row.mentions),
        TypeStyle::Tiny,
        muted,
    );
    let column = number.size().x.max(theme.size.chip);
    let mut right = at.rect.right() - theme.space.s3;
    put(painter, right - number.size().x, middle, number);
    right -= column + theme.space.s2;
    if with_name {
        let kind = clipped(
            painter,
            &row.kind,
            TypeStyle::Tiny,
            muted,
            (right - left) / 3.0,
            1,
        );
        right -= kind.size().x;
        put(painter, right, middle, kind);
        let ink = theme.text.primary;
        let room = right - theme.space.s3 - left;
        let name = clipped(painter, &row.identity.name, TypeStyle::Ui, ink, room, 1);
        put(painter, left, middle, name);
    }
}

/// The field in place of a name. Returns whether typing has ended.
fn name_field(
    ui: &mut Ui,
    theme: &Theme,
    at: &RowPlace,
    typed: &mut Renaming,
    inbox: &mut Inbox,
) -> bool {
    let mut rect = at.rect.shrink2(vec2(0.0, theme.space.s1));
    rect.min.x += theme.space.s3 + theme.size.icon_tiny;
    rect.max.x -= theme.space.s3 + theme.size.chip + theme.space.s2;
    let label = "Name of the identity";
    let ended = rename_field(ui, rect, &mut typed.name, label, &mut typed.begun);
    if ended == Some(Renamed::Kept) {
        inbox.push(Command::RenameIdentity(
            typed.identity.clone(),
            typed.name.clone(),
        ));
    }
    ended.is_some()
}

fn identity_menu(
    ui: &Ui,
    response: &Response,
    identity: &Identity,
    scene: &mut Scene<'_>,
) -> Option<Todo> {
    let tagset = scene.workbench.project().tagset();
    let inbox = &mut *scene.inbox;
    let menu = Popup::context_menu(response).style(menu_style(ui));
    let shown = menu.show(|ui| {
        let mut todo = None;
        if ui.add(MenuItem::new("Rename")).clicked() {
            todo = Some(Todo::Rename(identity.id.clone(), identity.name.clone()));
        }
        if ui.add(MenuItem::new("Merge into…")).clicked() {
            todo = Some(Todo::Merge(identity.id.clone()));
        }
        ui.separator();
        for kind in &tagset.entity_kinds {
            let item = MenuItem::new(&kind.name).ticked(kind.id == identity.kind);
            if ui.add(item).clicked() {
                inbox.push(Command::SetIdentityKind(
                    identity.id.clone(),
                    kind.id.clone(),
                ));
            }
        }
        todo
    });
    shown.and_then(|shown| shown.inner)
}

/// The line below an unfolded identity: its kind, and what can be done with it.
fn tools(
    ui: &mut Ui,
    theme: &Theme,
    at: &RowPlace,
    id: &Id,
    scene: &mut Scene<'_>,
) -> Option<Todo> {
    let project = scene.workbench.project();
    let identity = project.identity(id)?;
    let kinds = &project.tagset().entity_kinds;
    let mut rect = at.rect.shrink2(vec2(theme.space.s3, theme.space.s1));
    rect.min.x += theme.size.icon_tiny + theme.space.s2;
    let layout = Layout::right_to_left(Align::Center);
    let builder = UiBuilder::new().max_rect(rect).layout(layout);
    let mut child = ui.new_child(builder.id_salt(("tools", id.as_str())));
    child.spacing_mut().item_spacing.x = theme.space.s2;
    let merge = child.add(Button::quiet("Merge…")).clicked();
    let rename = child.add(Button::quiet("Rename")).clicked();
    let names: Vec<&str> = kinds.iter().map(|kind| kind.name.as_str()).collect();
    let now = kinds.iter().position(|kind| kind.id == identity.kind);
    let label = format!("Kind of {}", identity.name);
    let picked = choice(&mut child, &label, &names, now).inner;
    if let Some(kind) = picked.and_then(|place| kinds.get(place)) {
        scene
            .inbox
            .push(Command::SetIdentityKind(id.clone(), kind.id.clone()));
    }
    if rename {
        Some(Todo::Rename(id.clone(), identity.name.clone()))
    } else {
        merge.then(|| Todo::Merge(id.clone()))
    }
}

/// What is noted of an unfolded identity.
fn note_row(
    ui: &mut Ui,
    theme: &Theme,
    at: &RowPlace,
    id: &Id,
    drafts: &mut Drafts,
    scene: &mut Scene<'_>,
) {
    let Some(identity) = scene.workbench.project().identity(id) else {
        return;
    };
    let mut rect = at.rect.shrink2(vec2(theme.space.s3, theme.space.s1));
    rect.min.x += theme.size.icon_tiny + theme.space.s2;
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect));
    let label = format!("Note on {}", identity.name);
    let field = Field {
        hint: "Note",
        ..Field::line(
            ui.scope_id().with((id.as_str(), "note")),
            &label,
            &identity.note,
        )
    };
    if let (_, Some(note)) = drafts.show(&mut child, &field) {
        scene.inbox.push(Command::SetIdentityNote(id.clone(), note));
    }
}
