//! The article in the accessibility tree: a document, its paragraphs, its marks by name. Screen
//! readers and tests find them there.

use egui::accesskit::{Action, Role};
use egui::emath::TSTransform;
use egui::text::{CCursor, CharIndex};
use egui::text_selection::CCursorRange;
use egui::text_selection::accesskit_text::update_accesskit_for_text_widget;
use egui::{Rect, Response, Sense, Ui, UiBuilder};

use super::layout::BlockLayout;
use super::{ArticleView, Placed};
use crate::app::scene::Scene;
use crate::command::Command;
use crate::project::{Entry, Id};
use crate::text::ByteIndex;

/// The words of a mark are read out up to this many letters.
const LONGEST: usize = 120;

impl ArticleView {
    /// Puts what is in view into the tree.
    pub(super) fn expose(
        &self,
        ui: &mut Ui,
        entry: &Entry,
        scene: &mut Scene<'_>,
        response: &Response,
    ) {
        let title = entry.article().title.clone();
        let count = entry.annotations().len();
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_role(Role::Document);
            node.set_label(format!("Article: {title}"));
            node.set_description(format!("{count} marks"));
        });
        self.announce(ui, entry, scene);
        for placed in &self.visible {
            if let Some(layout) = &placed.layout {
                self.expose_block(ui, placed, layout, entry, scene, response);
            }
        }
    }

    /// Says what is selected, each time that it changes.
    fn announce(&self, ui: &Ui, entry: &Entry, scene: &Scene<'_>) {
        let text = &entry.article().text;
        let selection = scene.workbench.selection();
        let said = match scene.workbench.selected() {
            Some(mark) => {
                let tag = scene.workbench.project().tagset().tag(&mark.tag);
                let name = tag.map_or("mark", |tag| &tag.name);
                format!("Selected {name}: {}", shortened(&mark.words(text)))
            }
            None if selection.has_words() => {
                let words = selection.ranges();
                let words = words.iter().filter_map(|range| text.slice(*range));
                format!(
                    "Selected: {}",
                    shortened(&words.collect::<Vec<_>>().join(" … "))
                )
            }
            None => String::new(),
        };
        let id = super::article_id().with("announced");
        let place = Rect::from_min_size(self.paper.min, egui::Vec2::ZERO);
        ui.interact(place, id, Sense::hover());
        ui.ctx().accesskit_node_builder(id, |node| {
            node.set_role(Role::Status);
            node.set_live(egui::accesskit::Live::Polite);
            node.set_label(said);
        });
    }

    fn expose_block(
        &self,
        ui: &mut Ui,
        placed: &Placed,
        layout: &BlockLayout,
        entry: &Entry,
        scene: &mut Scene<'_>,
        response: &Response,
    ) {
        let size = egui::vec2(self.column.width(), placed.height);
        let rect = Rect::from_min_size(placed.corner, size).intersect(self.paper);
        if !rect.is_positive() {
            return;
        }
        let id = response.id.with(("block", placed.index));
        let builder = UiBuilder::new()
            .scope_id(id)
            .max_rect(rect)
            .accessibility_parent(response.id)
            .accessibility_role(Role::Paragraph);
        ui.scope_builder(builder, |ui| {
            let cursor = cursor_in(layout, entry, scene);
            let place = TSTransform::from_translation(placed.corner.to_vec2());
            update_accesskit_for_text_widget(ui.ctx(), id, cursor, place, layout.spoken());
            let words = entry.article().text.slice(layout.range());
            ui.ctx()
                .accesskit_node_builder(id, |node| node.set_label(words.unwrap_or_default()));
            let mut last = None;
            for piece in &layout.pieces {
                // The pieces of a mark stand one after the other.
                if last.replace(piece.mark) == Some(piece.mark) {
                    continue;
                }
                let (Some(shown), Some(row)) =
                    (layout.marks.get(piece.mark), layout.rows.get(piece.row))
                else {
                    continue;
                };
                let rect = self.box_of(piece, row, shown.weight.statement);
                let rect = rect.translate(placed.corner.to_vec2());
                if self.paper.intersects(rect) {
                    expose_mark(ui, rect, &shown.annotation.id, entry, scene);
                }
            }
        });
    }
}

/// A mark as a node of its own: its name says its tag and its words.
fn expose_mark(ui: &Ui, rect: Rect, mark: &Id, entry: &Entry, scene: &mut Scene<'_>) {
    let Some(annotation) = entry.annotation(mark) else {
        return;
    };
    let tag = scene.workbench.project().tagset().tag(&annotation.tag);
    let name = tag.map_or("mark", |tag| &tag.name);
    let words = annotation.words(&entry.article().text);
    let words = shortened(&words);
    let label = format!("{name}: {words}");
    let place = entry.rank(annotation);
    let selected = scene.workbench.selection().mark.as_ref() == Some(mark);
    let id = super::article_id().with(("mark", mark.as_str(), rect.top().to_bits()));
    ui.interact(rect, id, Sense::hover());
    ui.ctx().accesskit_node_builder(id, |node| {
        node.set_role(Role::Mark);
        node.set_label(label);
        if let Some(before) = place {
            let (nth, all) = (before + 1, entry.annotations().len());
            node.set_description(format!("{nth} of {all}"));
        }
        node.set_author_id(mark.as_str().to_owned());
        node.set_selected(selected);
        node.set_bounds(egui::accesskit::Rect {
            x0: f64::from(rect.min.x),
            y0: f64::from(rect.min.y),
            x1: f64::from(rect.max.x),
            y1: f64::from(rect.max.y),
        });
        node.add_action(Action::Click);
    });
    if ui.input(|input| input.has_accesskit_action_request(id, Action::Click)) {
        scene.inbox.push(Command::SelectMark(mark.clone()));
    }
}

/// As much of some words as is read out.
fn shortened(words: &str) -> String {
    words.chars().take(LONGEST).collect()
}

/// The selection as far as both its ends are in one block: egui cannot say more.
fn cursor_in(layout: &BlockLayout, entry: &Entry, scene: &Scene<'_>) -> Option<CCursorRange> {
    let selection = scene.workbench.selection();
    let block = layout.range();
    let text = &entry.article().text;
    let within = |byte: ByteIndex| {
        let inside = block.start <= byte && byte <= block.end;
        let words = inside.then(|| crate::text::TextRange::new(block.start, byte))?;
        let chars = text.slice(words)?.chars().count();
        Some(CCursor {
            index: CharIndex(chars),
            prefer_next_row: true,
        })
    };
    let (primary, secondary) = (within(selection.head)?, within(selection.anchor)?);
    Some(CCursorRange {
        primary,
        secondary,
        h_pos: None,
    })
}
