//! Draws the list of marks.

use std::sync::Arc;

use egui::{Popup, Response, ScrollArea, Ui, UiBuilder, pos2};

use super::data::{MarkRow, MarkRows, Parts};
use super::filters;
use super::query::{self, Only, Query};
use crate::app::excerpt;
use crate::app::fonts::TypeStyle;
use crate::app::icons::{Icon, icon};
use crate::app::scene::{Inbox, Scene};
use crate::app::theme::Theme;
use crate::app::widgets::chip::{ChipSize, ChipState, chip_side, paint_chip};
use crate::app::widgets::clipped::clipped;
use crate::app::widgets::empty::empty;
use crate::app::widgets::link::action_link;
use crate::app::widgets::long_list::{Heights, LongList, RowPlace, let_go_of_focus};
use crate::app::widgets::menu::{MenuItem, menu_style};
use crate::app::widgets::{line, put};
use crate::command::Command;
use crate::project::{Id, Project, Tag};

/// Lower than this, in points, the head stands beside the rows, if the drawer is as wide.
const LOW: f32 = 260.0;

/// The list of marks.
#[derive(Debug, Default)]
pub struct ListPanel {
    query: Query,
    more: bool,
    rows: MarkRows,
    selected: Option<Id>,
}

impl ListPanel {
    /// Shows these marks, with their articles, and no others; `what` says what they have in common.
    pub fn only(&mut self, what: &str, marks: Vec<(Id, Id)>) {
        self.query = Query {
            all: true,
            order: self.query.order,
            only: Some(Arc::new(Only {
                what: what.to_owned(),
                marks: marks.into_iter().collect(),
            })),
            ..Query::default()
        };
    }

    /// Draws the panel.
    pub fn ui(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let theme = Theme::of(ui);
        self.rows.refresh(scene.workbench, &self.query);
        let room = ui.available_rect_before_wrap();
        // In a low drawer the head would leave no room for rows under it: it stands beside them.
        let low = room.height() < LOW && room.width() > LOW;
        let (head, rows) = if low {
            let wide = theme.size.panel_min + 2.0 * theme.space.s5;
            room.split_left_right_at_x(room.left() + wide.min(room.width() / 2.0))
        } else {
            (room, room)
        };
        let head = head
            .shrink2(egui::vec2(theme.space.s5, 0.0))
            .with_min_y(room.top() + theme.space.s4);
        let drawn = ui.scope_builder(UiBuilder::new().max_rect(head), |ui| {
            let scrolled = ScrollArea::vertical()
                .id_salt("head")
                .auto_shrink([false, !low]);
            scrolled.show(ui, |ui| self.head(ui, scene));
        });
        let top = if low {
            room.top()
        } else {
            drawn.response.rect.bottom()
        };
        let below = rows
            .shrink2(egui::vec2(theme.space.s3, 0.0))
            .with_min_y(top + theme.space.s2);
        if self.rows.count() > 0 {
            let mut child = ui.new_child(UiBuilder::new().max_rect(below));
            self.list(&mut child, &theme, scene);
        }
    }

    fn head(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        if scene.workbench.entry().is_none() {
            empty(ui, |ui| {
                ui.label("The marks of the article in view stand here.")
            });
            return;
        }
        filters::head(ui, &mut self.query, &mut self.more, &self.rows, scene);
        self.rows.refresh(scene.workbench, &self.query);
        if self.rows.count() == 0 {
            self.nothing(ui, scene);
        }
    }

    fn nothing(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let hides = scene.workbench.filter().is_active();
        if self.rows.total() > 0 {
            empty(ui, |ui| {
                ui.label("No mark is like that.");
                if action_link(ui, "Clear the filters").clicked() {
                    filters::clear(&mut self.query, scene.inbox, hides);
                }
            });
        } else {
            empty(ui, |ui| {
                ui.label(
                    "Nothing is marked yet. Select words in the article and press a tag’s key.",
                )
            });
        }
    }

    fn list(&mut self, ui: &mut Ui, theme: &Theme, scene: &mut Scene<'_>) {
        let workbench = scene.workbench;
        let project = workbench.project();
        let place = self.rows.selected(workbench);
        let selected = workbench.selected().map(|mark| mark.id.clone());
        let reveal = place.filter(|_| self.selected != selected);
        self.selected = selected;
        let rows = &self.rows;
        let parts = Parts {
            article: self.query.all,
            // Where one person made all marks, the name says nothing.
            annotator: rows.annotators().nth(1).is_some(),
        };
        let height = row_height(theme);
        let list = LongList::new("Marks", Heights::Same(height, rows.count()));
        let keys = list.reveal(reveal).show(ui, |ui, at| {
            let Some(row) = rows.row(project, at.index) else {
                return;
            };
            let chosen = place == Some(at.index);
            let response = shown(ui, theme, project, &at, row, chosen, parts);
            if response.clicked() {
                go_to(row, scene.inbox);
            }
            if response.hovered() {
                scene.inbox.hover(&row.mark.id);
            }
            menu(ui, &response, project, row, scene.inbox);
        });
        if keys.enter && place.is_some() {
            // The keys go on to the article, where the mark is.
            let_go_of_focus(ui);
            if let Some(row) = place.and_then(|place| rows.row(project, place)) {
                go_to(row, scene.inbox);
            }
        }
        if keys.delete
            && let Some(place) = place
        {
            if let Some(row) = rows.row(project, place) {
                scene.inbox.push(Command::DeleteMark(row.mark.id.clone()));
            }
            let next = rows.row(project, place + 1);
            let before = place
                .checked_sub(1)
                .and_then(|place| rows.row(project, place));
            if let Some(row) = next.or(before) {
                go_to(row, scene.inbox);
            }
        }
        let target = keys.target(place, rows.count());
        if let Some(row) = target.and_then(|to| rows.row(project, to)) {
            go_to(row, scene.inbox);
        }
    }
}

fn row_height(theme: &Theme) -> f32 {
    let lines = TypeStyle::QuoteSmall.line_height() + TypeStyle::Tiny.line_height();
    lines + theme.space.s1 + 2.0 * (theme.space.s2 + theme.space.s1)
}

fn go_to(row: MarkRow<'_>, inbox: &mut Inbox) {
    inbox.push(Command::ShowArticle(row.entry.article().id.clone()));
    inbox.push(Command::SelectMark(row.mark.id.clone()));
}

fn tag_of<'a>(project: &'a Project, row: MarkRow<'_>) -> Option<&'a Tag> {
    project.tagset().tag(&row.mark.tag)
}

fn shown(
    ui: &Ui,
    theme: &Theme,
    project: &Project,
    at: &RowPlace,
    row: MarkRow<'_>,
    chosen: bool,
    parts: Parts,
) -> Response {
    let label = query::label(project, row.entry, row.mark);
    let id = (row.entry.article().id.as_str(), row.mark.id.as_str());
    let response = at.row(ui, id, &label, chosen);
    let painter = ui.painter();
    let rect = at.rect;
    let pad = theme.space.s3;
    let quote = TypeStyle::QuoteSmall.line_height();
    let links = row.links();
    let below = row.second_line(project, parts);
    let first = if links == 0 && below.is_empty() {
        // What stands alone stands in the middle.
        rect.center().y
    } else {
        rect.top() + theme.space.s2 + theme.space.s1 + quote / 2.0
    };
    let second = first + quote / 2.0 + theme.space.s1 + TypeStyle::Tiny.line_height() / 2.0;
    let chip = chip_side(theme, ChipSize::Small);
    if let Some(tag) = tag_of(project, row) {
        let state = if chosen {
            ChipState::Selected
        } else {
            ChipState::Plain
        };
        let centre = pos2(rect.left() + pad + chip / 2.0, first);
        let colours = theme.tag(tag.colour);
        let letter = tag.letter.to_string();
        paint_chip(painter, centre, &letter, colours, ChipSize::Small, state);
    }
    let left = rect.left() + pad + chip + pad;
    let mut right = rect.right() - pad;
    let words = excerpt::of_mark(row.mark, &row.entry.article().text);
    let style = if row.mark.is_implicit() {
        TypeStyle::Wording
    } else {
        TypeStyle::QuoteSmall
    };
    let ink = theme.text.primary;
    let words = clipped(painter, &words, style, ink, right - left, 1);
    put(painter, left, first, words);
    let muted = theme.text.muted;
    if links > 0 {
        let number = line(painter, &links.to_string(), TypeStyle::Tiny, muted);
        let size = theme.size.icon_tiny;
        right -= number.size().x;
        put(painter, right, second, number);
        right -= theme.space.s1 + size / 2.0;
        icon(painter, Icon::Link, pos2(right, second), size, muted);
        right -= size / 2.0 + theme.space.s3;
    }
    let below = clipped(painter, &below, TypeStyle::Tiny, muted, right - left, 1);
    put(painter, left, second, below);
    response
}

fn menu(ui: &Ui, response: &Response, project: &Project, row: MarkRow<'_>, inbox: &mut Inbox) {
    let menu = Popup::context_menu(response).style(menu_style(ui));
    menu.show(|ui| {
        if let Some(tag) = tag_of(project, row) {
            let only = format!("Show only {} marks", tag.name);
            if ui.add(MenuItem::new(&only)).clicked() {
                inbox.push(Command::SoloTag(tag.id.clone()));
            }
        }
        if ui.add(MenuItem::new("Delete").danger()).clicked() {
            inbox.push(Command::ShowArticle(row.entry.article().id.clone()));
            inbox.push(Command::DeleteMark(row.mark.id.clone()));
        }
    });
}
