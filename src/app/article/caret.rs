//! The caret: arrow keys move it and, with Shift, select.

use egui::{Event, EventFilter, Key, Modifiers, Response, Ui};

use super::ArticleView;
use crate::app::scene::Scene;
use crate::command::Command;
use crate::project::Entry;
use crate::text::{ByteIndex, Text, TextRange, boundary};

impl ArticleView {
    /// Takes the keys that move the caret, if the article or nothing has the focus.
    pub(super) fn take_keys(
        &mut self,
        ui: &Ui,
        entry: &Entry,
        scene: &mut Scene<'_>,
        response: &Response,
    ) {
        let focused = ui.memory(|memory| memory.focused());
        if focused.is_some_and(|id| id != response.id) {
            return;
        }
        if response.has_focus() {
            let filter = EventFilter {
                horizontal_arrows: true,
                vertical_arrows: true,
                ..EventFilter::default()
            };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        }
        let text = &entry.article().text;
        for event in ui.input(|input| input.events.clone()) {
            match event {
                Event::Copy => copy(ui, text, scene),
                Event::Key {
                    key,
                    pressed: true,
                    modifiers,
                    ..
                } => {
                    self.key(ui, text, scene, key, modifiers);
                }
                _ => {}
            }
        }
    }

    fn key(&mut self, ui: &Ui, text: &Text, scene: &mut Scene<'_>, key: Key, held: Modifiers) {
        let selection = scene.workbench.selection();
        let (anchor, head) = (selection.anchor, selection.head);
        if key == Key::A && held.command_only() {
            let (anchor, head) = (ByteIndex(0), text.len());
            scene.inbox.push(Command::SelectText { anchor, head });
            return;
        }
        if held.alt {
            return;
        }
        let range = TextRange::new(anchor, head);
        let lets_go = !held.shift && !range.is_empty() && !held.command;
        let to = match (key, held.command) {
            (Key::ArrowLeft, _) if lets_go => range.start,
            (Key::ArrowRight, _) if lets_go => range.end,
            (Key::ArrowLeft, false) => boundary::previous_grapheme(text, head),
            (Key::ArrowRight, false) => boundary::next_grapheme(text, head),
            (Key::ArrowLeft, true) => boundary::previous_word_start(text, head),
            (Key::ArrowRight, true) => boundary::next_word_end(text, head),
            (Key::Home, true) => ByteIndex(0),
            (Key::End, true) => text.len(),
            (Key::Home | Key::End, false) => self.row_end(head, key == Key::End),
            (Key::ArrowUp, false) => self.vertical(head, -1),
            (Key::ArrowDown, false) => self.vertical(head, 1),
            (Key::PageUp, false) => self.page(head, -1.0),
            (Key::PageDown, false) => self.page(head, 1.0),
            _ => return,
        };
        if !matches!(
            key,
            Key::ArrowUp | Key::ArrowDown | Key::PageUp | Key::PageDown
        ) {
            self.wanted_x = None;
        }
        self.palette_at = None;
        self.pointer_moved = false;
        let anchor = if held.shift { anchor } else { to };
        scene.inbox.push(Command::SelectText { anchor, head: to });
        self.reveal(TextRange::at(to));
        if held.shift && anchor != to {
            self.palette_at = self.caret_on_screen(to);
        }
        ui.ctx().request_repaint();
    }

    /// The start or the end of the line that the caret is on.
    fn row_end(&self, head: ByteIndex, end: bool) -> ByteIndex {
        let Some((place, row)) = self.row_of(head) else {
            return head;
        };
        let x = if end { f32::INFINITY } else { 0.0 };
        let layout = self
            .visible
            .get(place)
            .and_then(|placed| placed.layout.as_ref());
        layout.map_or(head, |layout| layout.hit_in(row, x))
    }

    /// The same place on the line above or below. Lines out of view are reached because the view
    /// follows the caret.
    fn vertical(&mut self, head: ByteIndex, step: isize) -> ByteIndex {
        let Some((mut place, row)) = self.row_of(head) else {
            return head;
        };
        let x = self.x_of(place, head);
        let mut row = row.checked_add_signed(step);
        while let Some(placed) = self.visible.get(place) {
            match (&placed.layout, row) {
                (Some(layout), Some(row)) if row < layout.rows.len() => {
                    return layout.hit_in(row, x);
                }
                _ => {}
            }
            let Some(next) = place.checked_add_signed(step) else {
                break;
            };
            place = next;
            let rows = self
                .visible
                .get(place)
                .and_then(|placed| placed.layout.as_ref());
            let rows = rows.map_or(0, |layout| layout.rows.len());
            row = if step > 0 {
                Some(0)
            } else {
                rows.checked_sub(1)
            };
        }
        self.beyond(head, step)
    }

    /// The start of the next block or the end of the one before, where that is out of view.
    fn beyond(&self, head: ByteIndex, step: isize) -> ByteIndex {
        let mut index = self.blocks.at(head);
        while let Some(next) = index.checked_add_signed(step) {
            let Some(block) = self.blocks.get(next) else {
                break;
            };
            index = next;
            if !block.range.is_empty() {
                return if step > 0 {
                    block.range.start
                } else {
                    block.range.end
                };
            }
        }
        head
    }

    /// About a view further.
    fn page(&mut self, head: ByteIndex, direction: f32) -> ByteIndex {
        let distance = self.paper.height() - self.measure.line_height * 2.0;
        let here = self.caret_on_screen(head).unwrap_or(self.column.center());
        let before = self.anchor;
        self.scroll_by(distance * direction);
        if self.anchor == before {
            let end = self.blocks.get(self.blocks.len().saturating_sub(1));
            let end = end.map_or(head, |block| block.range.end);
            return if direction > 0.0 { end } else { ByteIndex(0) };
        }
        // What is there now is laid out in this frame: until then, by the share of the article.
        let (index, _) = self.heights.find(
            self.heights.top(self.anchor.block)
                + f64::from(self.anchor.offset + here.y - self.paper.top()),
        );
        self.blocks
            .get(index)
            .map_or(head, |block| block.range.start)
    }

    fn row_of(&self, byte: ByteIndex) -> Option<(usize, usize)> {
        let index = self.blocks.at(byte);
        let place = self
            .visible
            .iter()
            .position(|placed| placed.index == index)?;
        let layout = self.visible.get(place)?.layout.as_ref()?;
        Some((place, layout.caret(byte).0))
    }

    fn x_of(&mut self, place: usize, byte: ByteIndex) -> f32 {
        let layout = self
            .visible
            .get(place)
            .and_then(|placed| placed.layout.as_ref());
        let here = layout.map_or(0.0, |layout| layout.caret(byte).1);
        *self.wanted_x.get_or_insert(here)
    }

    /// Where the caret is, a little below it.
    fn caret_on_screen(&self, byte: ByteIndex) -> Option<egui::Pos2> {
        let index = self.blocks.at(byte);
        let placed = self.visible.iter().find(|placed| placed.index == index)?;
        let rect = placed.layout.as_ref()?.caret_rect(byte);
        Some(rect.left_bottom() + placed.corner.to_vec2())
    }
}

/// Copies the selected words, or those of the selected mark.
fn copy(ui: &Ui, text: &Text, scene: &Scene<'_>) {
    let ranges = scene.workbench.selection().ranges();
    let words: Vec<&str> = ranges
        .iter()
        .filter_map(|range| text.slice(*range))
        .collect();
    match (words.is_empty(), scene.workbench.selected()) {
        (false, _) => ui.ctx().copy_text(words.join(" … ")),
        (true, Some(mark)) => ui.ctx().copy_text(mark.words(text)),
        (true, None) => {}
    }
}
