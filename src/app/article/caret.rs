//! The caret: arrow keys move it and, with Shift, select.

use egui::{Event, EventFilter, Key, Modifiers, OutputCommand, Response, Ui};

use super::blocks::BlockKind;
use super::{ArticleView, PaletteAt, Reveal};
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
        // A window that holds the keys lies over it.
        if !ui.memory(|memory| memory.allows_interaction(ui.layer_id())) {
            return;
        }
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
        // While a link is being made, its letters and arrows are no steps of the caret.
        if egui::Popup::is_any_open(ui.ctx()) || self.takes_letters() {
            return;
        }
        let text = &entry.article().text;
        let selection = scene.workbench.selection();
        // A slow frame can hold several presses: each goes on from where the one before led.
        let mut caret = (selection.anchor, selection.head);
        for event in ui.input(|input| input.events.clone()) {
            match event {
                Event::Copy => copy(ui, text, scene),
                Event::Key {
                    key: Key::Enter,
                    pressed: true,
                    modifiers,
                    ..
                } if modifiers.is_none() => {
                    scene.inbox.push(Command::SelectAtCaret);
                }
                Event::Key {
                    key,
                    pressed: true,
                    modifiers,
                    ..
                } => {
                    let moved = self.moved(ui, entry, scene, caret, (key, modifiers));
                    if let Some((anchor, head)) = moved {
                        caret = (anchor, head);
                        scene.inbox.push(Command::SelectText { anchor, head });
                        ui.ctx().request_repaint();
                    }
                }
                _ => {}
            }
        }
    }

    /// Where the selection's ends come to stand after a key.
    fn moved(
        &mut self,
        ui: &Ui,
        entry: &Entry,
        scene: &Scene<'_>,
        (anchor, head): (ByteIndex, ByteIndex),
        (key, held): (Key, Modifiers),
    ) -> Option<(ByteIndex, ByteIndex)> {
        let text = &entry.article().text;
        if key == Key::A && held.command_only() {
            return Some((ByteIndex(0), text.len()));
        }
        if held.alt {
            return None;
        }
        let upright = matches!(
            key,
            Key::ArrowUp | Key::ArrowDown | Key::PageUp | Key::PageDown
        );
        if !upright {
            self.wanted_x = None;
        }
        let range = TextRange::new(anchor, head);
        let lets_go = !held.shift && !range.is_empty() && !held.command;
        let to = match (key, held.command) {
            (Key::ArrowLeft, _) if lets_go => range.start,
            (Key::ArrowRight, _) if lets_go => range.end,
            (Key::ArrowLeft, false) => {
                self.beside_blanks(head, |at| boundary::previous_grapheme(text, at))
            }
            (Key::ArrowRight, false) => {
                self.beside_blanks(head, |at| boundary::next_grapheme(text, at))
            }
            (Key::ArrowLeft, true) => boundary::previous_word_start(text, head),
            (Key::ArrowRight, true) => boundary::next_word_end(text, head),
            (Key::Home, true) => ByteIndex(0),
            (Key::End, true) => text.len(),
            (Key::Home | Key::End, false) => self.row_end(head, key == Key::End),
            (Key::ArrowUp, false) => self.vertical(ui, entry, scene, head, -1),
            (Key::ArrowDown, false) => self.vertical(ui, entry, scene, head, 1),
            (Key::PageUp, false) => self.page(ui, entry, scene, head, -1.0),
            (Key::PageDown, false) => self.page(ui, entry, scene, head, 1.0),
            _ => return None,
        };
        self.pointer_moved = false;
        let (range, least) = (TextRange::at(to), true);
        self.reveal = Some(Reveal { range, least });
        let anchor = if held.shift { anchor } else { to };
        self.palette = (anchor != to).then_some(PaletteAt::Caret);
        Some((anchor, to))
    }

    /// A step further, over empty lines, on which no caret can be seen.
    fn beside_blanks(&self, head: ByteIndex, step: impl Fn(ByteIndex) -> ByteIndex) -> ByteIndex {
        let mut to = step(head);
        while self.is_blank(to) {
            let next = step(to);
            if next == to {
                return head;
            }
            to = next;
        }
        to
    }

    fn is_blank(&self, byte: ByteIndex) -> bool {
        let block = self.blocks.get(self.blocks.at(byte));
        block.is_some_and(|block| block.kind == BlockKind::Blank)
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

    /// The same place on the line above or below.
    fn vertical(
        &mut self,
        ui: &Ui,
        entry: &Entry,
        scene: &Scene<'_>,
        head: ByteIndex,
        step: isize,
    ) -> ByteIndex {
        let mut index = self.blocks.at(head);
        let here = self.lay_out_block(ui, index, entry, scene).layout;
        let (row, x) = here.as_ref().map_or((0, 0.0), |here| here.caret(head));
        let x = *self.wanted_x.get_or_insert(x);
        if let Some((here, row)) = here.zip(row.checked_add_signed(step))
            && row < here.rows.len()
        {
            return here.hit_in(row, x);
        }
        while let Some(next) = index.checked_add_signed(step) {
            if next >= self.blocks.len() {
                break;
            }
            index = next;
            if let Some(layout) = self.lay_out_block(ui, index, entry, scene).layout {
                let last = layout.rows.len().saturating_sub(1);
                return layout.hit_in(if step > 0 { 0 } else { last }, x);
            }
        }
        // Beyond the last line is its end, as everywhere.
        if step > 0 {
            entry.article().text.len()
        } else {
            ByteIndex(0)
        }
    }

    /// About a view further, at the same height of it.
    fn page(
        &mut self,
        ui: &Ui,
        entry: &Entry,
        scene: &Scene<'_>,
        head: ByteIndex,
        direction: f32,
    ) -> ByteIndex {
        let distance = self.paper.height() - self.measure.line_height * 2.0;
        let line = self.caret_on_screen(head);
        let here = line.map_or(self.paper.center().y, |at| {
            at.y - self.measure.line_height / 2.0
        });
        let x = line.map_or(0.0, |at| at.x - self.column.left());
        let x = *self.wanted_x.get_or_insert(x);
        let before = self.anchor;
        self.scroll_by(distance * direction);
        self.lay_out(ui, entry, scene);
        if self.anchor == before {
            let end = entry.article().text.len();
            return if direction > 0.0 { end } else { ByteIndex(0) };
        }
        let here = here.clamp(self.paper.top(), self.paper.bottom());
        self.hit(egui::pos2(self.column.left() + x, here))
            .unwrap_or(head)
    }

    /// Offers words that were just selected to other programs, as every text does on a desktop
    /// whose middle button pastes them.
    pub(super) fn offer_selection(&mut self, ui: &Ui, entry: &Entry, scene: &Scene<'_>) {
        let ranges = scene.workbench.selection().ranges();
        if ranges == self.offered || ui.input(|input| input.pointer.any_down()) {
            return;
        }
        if !ranges.is_empty() {
            let words = words_of(&ranges, &entry.article().text);
            ui.send_cmd(OutputCommand::TextSelectionSettled(words));
        }
        self.offered = ranges;
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

    /// Where the caret is, a little below it.
    pub(super) fn caret_on_screen(&self, byte: ByteIndex) -> Option<egui::Pos2> {
        let index = self.blocks.at(byte);
        let placed = self.visible.iter().find(|placed| placed.index == index)?;
        let rect = placed.layout.as_ref()?.caret_rect(byte);
        Some(rect.left_bottom() + placed.corner.to_vec2())
    }
}

/// Copies the selected words, or those of the selected mark.
fn copy(ui: &Ui, text: &Text, scene: &Scene<'_>) {
    let ranges = scene.workbench.selection().ranges();
    match (ranges.is_empty(), scene.workbench.selected()) {
        (false, _) => ui.ctx().copy_text(words_of(&ranges, text)),
        (true, Some(mark)) => ui.ctx().copy_text(mark.words(text)),
        (true, None) => {}
    }
}

fn words_of(ranges: &[TextRange], text: &Text) -> String {
    let words = ranges.iter().filter_map(|range| text.slice(*range));
    words.collect::<Vec<_>>().join(" … ")
}
