//! Fingers, and the buttons and wheels that move the paper: a finger that is drawn scrolls, one
//! that is held selects a word, two zoom the text. The middle button drags the paper.

use egui::{CursorIcon, PointerButton, Pos2, Ui};

use super::ArticleView;
use super::gestures::Gesture;
use crate::app::scene::Scene;
use crate::command::WindowCommand;
use crate::project::Entry;
use crate::span::{Granularity, TextSelection};

/// A finger that is held this long, in seconds, selects.
const HELD: f64 = 0.45;
/// A finger that moves less than this, in points, is held still: it is not as sharp as a mouse.
const STILL: f32 = 9.0;
/// The text grows by a step for each such factor of a pinch.
const STEP: f32 = 1.06;

impl ArticleView {
    /// Whether a finger is on the screen.
    pub(super) fn is_touched(ui: &Ui) -> bool {
        ui.input(|input| input.any_touches())
    }

    /// A finger comes down.
    pub(super) fn touch(&mut self, at: Pos2, time: f64) {
        self.palette = None;
        self.gesture = Gesture::Touch {
            from: at,
            last: at,
            since: time,
            moved: false,
        };
    }

    /// A finger moves: the paper goes along.
    pub(super) fn touch_moves(&mut self, at: Pos2) {
        let Gesture::Touch {
            from, last, moved, ..
        } = &mut self.gesture
        else {
            return;
        };
        *moved |= from.distance(at) > STILL;
        let distance = last.y - at.y;
        if *moved {
            *last = at;
            self.scroll_by(distance);
        }
    }

    /// A finger that is held still selects the word under it; drawn from there it selects more.
    pub(super) fn touch_holds(&mut self, ui: &Ui, entry: &Entry, time: f64) {
        let Gesture::Touch {
            from, since, moved, ..
        } = self.gesture
        else {
            return;
        };
        if ui.input(|input| input.multi_touch().is_some()) {
            if let Gesture::Touch { moved, .. } = &mut self.gesture {
                *moved = true;
            }
            return;
        }
        let held = time - since;
        if moved {
            return;
        }
        if held < HELD {
            let rest = std::time::Duration::from_secs_f64((HELD - held).max(0.0));
            ui.ctx().request_repaint_after(rest);
            return;
        }
        let Some(byte) = self.char_under(from) else {
            return;
        };
        let begun = TextSelection::begin(&entry.article().text, byte, Granularity::Word);
        self.gesture = Gesture::Select {
            range: begun.range(),
            begun,
            backward: false,
            from,
            pressed: byte,
            adds: false,
            dragged: false,
        };
    }

    /// Two fingers, or the wheel with Ctrl: the text grows and shrinks by whole steps.
    pub(super) fn zoom_by_pinch(&mut self, ui: &Ui, scene: &mut Scene<'_>) {
        let factor = ui.input(|input| input.zoom_delta());
        let over = ui.rect_contains_pointer(self.paper);
        if factor == 1.0 || !(over || Self::is_touched(ui)) {
            return;
        }
        self.pinch *= factor;
        while self.pinch >= STEP {
            self.pinch /= STEP;
            scene.inbox.window(WindowCommand::TextLarger);
        }
        while self.pinch <= 1.0 / STEP {
            self.pinch *= STEP;
            scene.inbox.window(WindowCommand::TextSmaller);
        }
    }

    /// The middle button takes hold of the paper, as in a viewer of pages. It selects nothing.
    pub(super) fn drag_paper(&mut self, ui: &Ui, response: &egui::Response) {
        if response.dragged_by(PointerButton::Middle) {
            self.scroll_by(-response.drag_delta().y);
            ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
        }
    }
}
