//! What the pointer does on the text: select, add, move ends, link, click.

use std::sync::Arc;

use egui::{CursorIcon, Event, PointerButton, Pos2, Response, Ui};

use super::{ArticleView, PaletteAt};
use crate::app::scene::Scene;
use crate::command::{Aim, Command};
use crate::project::{Annotation, Entry, Id};
use crate::span::Span;
use crate::span::{Granularity, TextSelection};
use crate::text::{ByteIndex, Text, TextRange, boundary};
use crate::workbench::Workbench;

/// What the pointer is doing.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Gesture {
    /// Nothing.
    #[default]
    None,
    /// Selecting words.
    Select {
        /// What the press selected: nothing, a word, a sentence, a paragraph.
        begun: TextSelection,
        /// What is selected so far.
        range: TextRange,
        /// The caret is at its start.
        backward: bool,
        /// Where the button went down.
        from: Pos2,
        /// Where the selection is anchored.
        pressed: ByteIndex,
        /// The words are added to what is selected.
        adds: bool,
        /// It moved far enough to be no click.
        dragged: bool,
    },
    /// Moving an end of a mark.
    MoveEnd {
        /// The mark.
        mark: Id,
        /// The words that it would have.
        span: Span,
        /// Its start moves, and not its end.
        start: bool,
    },
    /// Drawing a link.
    Link {
        /// From this mark.
        from: Id,
    },
    /// A finger that scrolls, or is held, or taps.
    Touch {
        /// Where it came down.
        from: Pos2,
        /// Where it was last.
        last: Pos2,
        /// When it came down, in seconds.
        since: f64,
        /// It moved far enough to be no tap.
        moved: bool,
    },
}

/// Presses in quick succession at one place.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Clicks {
    last: Option<(f64, Pos2)>,
    count: u32,
}

/// Presses closer than this in time (seconds) and space (points) belong together.
const QUICK: f64 = 0.4;
const NEAR: f32 = 6.0;
/// A press that moves less than this is a click.
const STILL: f32 = 4.0;
/// Points a second that the view scrolls, for each point that the pointer is beyond its edge.
const PULL: f32 = 20.0;

impl Gesture {
    /// The mark whose end is being moved, and the words that it would have.
    pub(super) fn moving(&self) -> Option<(&Id, &Span)> {
        match self {
            Self::MoveEnd { mark, span, .. } => Some((mark, span)),
            _ => None,
        }
    }

    /// The words that are being selected.
    pub(super) fn selecting(&self) -> Option<TextRange> {
        match self {
            Self::Select { range, .. } => Some(*range),
            _ => None,
        }
    }
}

impl Clicks {
    /// Counts a press: 1, or more if it follows others at once.
    fn press(&mut self, time: f64, place: Pos2) -> u32 {
        let quick = self
            .last
            .is_some_and(|(last, at)| time - last < QUICK && at.distance(place) < NEAR);
        self.count = if quick { self.count % 4 + 1 } else { 1 };
        self.last = Some((time, place));
        self.count
    }
}

/// What the primary button and the pointer did, and where.
enum Step {
    Press(Pos2),
    Move(Pos2),
    Release(Pos2),
}

impl ArticleView {
    /// Takes what the pointer did since the last frame.
    pub(super) fn take_pointer(
        &mut self,
        ui: &Ui,
        entry: &Entry,
        scene: &mut Scene<'_>,
        response: &Response,
    ) {
        let point = ui.input(|input| input.pointer.interact_pos());
        self.look_under(ui, entry, scene, point.filter(|_| on_article(response)));
        let time = ui.input(|input| input.time);
        // A slow frame can hold presses, drags and releases: each is taken where it was.
        for step in steps(ui) {
            match step {
                Step::Press(at) if self.is_pressed(ui, response, at) && Self::is_touched(ui) => {
                    self.touch(at, time);
                    response.request_focus();
                }
                Step::Press(at) if self.is_pressed(ui, response, at) => {
                    self.press(ui, &entry.article().text, scene, at, time);
                    response.request_focus();
                }
                Step::Press(_) => {}
                Step::Move(at) => self.drag(ui, entry, at),
                Step::Release(at) => self.let_go(ui, entry, scene, at),
            }
        }
        self.touch_holds(ui, entry, time);
        let Some(point) = point else { return };
        self.pull_at_edges(ui, point);
        if ui.input(|input| input.pointer.button_down(PointerButton::Primary)) {
            self.drag(ui, entry, point);
        } else {
            self.let_go(ui, entry, scene, point);
        }
    }

    /// Notes what the pointer is on.
    fn look_under(&mut self, ui: &Ui, entry: &Entry, scene: &Scene<'_>, point: Option<Pos2>) {
        let over = point.and_then(|point| self.char_under(point));
        self.pointed = over.and_then(|byte| self.innermost(entry, scene, byte));
        if point.is_some() && point != self.pointer_at {
            self.pointer_at = point;
            self.pointer_moved = true;
        }
        let free = self.gesture == Gesture::None && self.linking.is_none();
        if over.is_some() && free {
            ui.ctx().set_cursor_icon(CursorIcon::Text);
        }
    }

    /// Whether a press is meant for the text. One that was let go in the same frame elsewhere is
    /// nobody's for egui: then it is, if nothing else stood there.
    fn is_pressed(&self, ui: &Ui, response: &Response, at: Pos2) -> bool {
        if response.is_pointer_button_down_on() || response.clicked() {
            return true;
        }
        let up = !ui.input(|input| input.pointer.button_down(PointerButton::Primary));
        let on_top = ui.ctx().layer_id_at(at) == Some(ui.layer_id());
        let free = self.taken.iter().all(|rect| !rect.contains(at));
        up && on_top && free && self.paper.contains(at)
    }

    fn let_go(&mut self, ui: &Ui, entry: &Entry, scene: &mut Scene<'_>, point: Pos2) {
        if matches!(self.gesture, Gesture::None) {
            return;
        }
        self.drag(ui, entry, point);
        let gesture = std::mem::take(&mut self.gesture);
        self.release(gesture, entry, scene, point);
    }

    fn press(&mut self, ui: &Ui, text: &Text, scene: &mut Scene<'_>, point: Pos2, time: f64) {
        self.palette = None;
        self.wanted_x = None;
        let Some(byte) = self.hit(point) else { return };
        let (shift, adds) = ui.input(|input| (input.modifiers.shift, input.modifiers.command));
        let granularity = match self.clicks.press(time, point) {
            2 => Granularity::Word,
            3 => Granularity::Sentence,
            4 => Granularity::Paragraph,
            _ => Granularity::Grapheme,
        };
        let begun = TextSelection::begin(text, byte, granularity);
        let extends = shift && granularity == Granularity::Grapheme;
        let pressed = if extends {
            scene.workbench.selection().anchor
        } else {
            byte
        };
        let range = if extends {
            TextRange::new(pressed, byte)
        } else {
            begun.range()
        };
        self.gesture = Gesture::Select {
            begun,
            range,
            backward: byte < pressed,
            from: point,
            pressed,
            adds,
            // With Shift the press itself already selects.
            dragged: extends,
        };
    }

    fn drag(&mut self, ui: &Ui, entry: &Entry, point: Pos2) {
        let text = &entry.article().text;
        let Some(byte) = self.hit(point) else { return };
        let exact = ui.input(|input| input.modifiers.alt);
        match &mut self.gesture {
            Gesture::Select {
                begun,
                range,
                backward,
                from,
                pressed,
                dragged,
                ..
            } => {
                *dragged |= from.distance(point) > STILL;
                if *dragged {
                    let drawn = TextRange::new(*pressed, byte);
                    *backward = byte < *pressed;
                    *range = match begun.granularity() {
                        Granularity::Grapheme if exact => drawn,
                        // A plain drag takes whole words.
                        Granularity::Grapheme => boundary::snap_to_words(text, drawn),
                        _ => begun.extend_to(text, byte).range(),
                    };
                }
            }
            Gesture::MoveEnd { mark, span, start } => {
                let byte = if exact {
                    byte
                } else {
                    nearest_word_end(text, byte, *start)
                };
                let old = entry
                    .annotation(mark)
                    .and_then(|annotation| annotation.span());
                let moved = old.map(|old| match start {
                    true => old.with_start(byte, text),
                    false => old.with_end(byte, text),
                });
                if let Some(Ok(moved)) = moved {
                    *span = without_blanks(moved, text);
                }
                ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
            }
            Gesture::Link { .. } => ui.ctx().set_cursor_icon(CursorIcon::Grabbing),
            Gesture::Touch { .. } => self.touch_moves(point),
            Gesture::None => {}
        }
    }

    fn release(&mut self, gesture: Gesture, entry: &Entry, scene: &mut Scene<'_>, point: Pos2) {
        match gesture {
            Gesture::Select {
                begun,
                range,
                backward,
                adds,
                dragged,
                pressed,
                ..
            } => {
                let plain = begun.granularity() == Granularity::Grapheme;
                if range.is_empty() || (plain && !dragged) {
                    self.click(entry, scene, pressed, point);
                } else {
                    self.select(scene, (range, backward), adds, point);
                }
            }
            Gesture::MoveEnd { mark, span, .. } => {
                scene.inbox.push(Command::SetSpan(mark, span));
            }
            Gesture::Link { from } => {
                if let Some(to) = self.link_target(entry, scene, &from, point) {
                    scene.inbox.push(Command::Link {
                        from,
                        to,
                        kind: None,
                    });
                }
            }
            Gesture::Touch { moved, .. } => {
                if let Some(byte) = self.hit(point).filter(|_| !moved) {
                    self.click(entry, scene, byte, point);
                }
            }
            Gesture::None => {}
        }
    }

    /// A selection has ended: it is tagged at once if a tag is armed, else the palette comes.
    fn select(
        &mut self,
        scene: &mut Scene<'_>,
        (range, backward): (TextRange, bool),
        adds: bool,
        point: Pos2,
    ) {
        if adds {
            scene.inbox.push(Command::AddWords(range));
            let alone = scene.workbench.selected().is_none();
            self.palette = alone.then_some(PaletteAt::Pointer(point));
            return;
        }
        let (anchor, head) = if backward {
            (range.end, range.start)
        } else {
            (range.start, range.end)
        };
        scene.inbox.push(Command::SelectText { anchor, head });
        match scene.workbench.armed() {
            Some(tag) => scene
                .inbox
                .push(Command::Tag(tag.id.clone(), Aim::default())),
            None => self.palette = Some(PaletteAt::Pointer(point)),
        }
    }

    /// A click: makes a link that was started, selects the innermost mark and with each further
    /// click the next one out, or puts the caret there.
    fn click(&mut self, entry: &Entry, scene: &mut Scene<'_>, byte: ByteIndex, point: Pos2) {
        if let Some(from) = self.linking.take() {
            match self.link_target(entry, scene, &from, point) {
                Some(to) => scene.inbox.push(Command::Link {
                    from,
                    to,
                    kind: None,
                }),
                None => self.linking = Some(from),
            }
            return;
        }
        let under = self.char_under(point);
        let marks = under.map_or_else(Vec::new, |byte| shown_first(entry, scene.workbench, byte));
        let selected = scene.workbench.selection().mark.as_ref();
        let place = marks.iter().position(|mark| Some(&mark.id) == selected);
        let next = place.map_or(0, |place| (place + 1) % marks.len().max(1));
        match marks.get(next) {
            Some(mark) => {
                // Whoever clicks on words sees them: the view must not jump under the pointer.
                self.stays = true;
                scene.inbox.push(Command::SelectMark(mark.id.clone()));
            }
            None => scene.inbox.push(Command::SelectText {
                anchor: byte,
                head: byte,
            }),
        }
    }

    /// The mark that a link would go to if it were let go here: the innermost that it can go to.
    pub(super) fn link_target(
        &self,
        entry: &Entry,
        scene: &Scene<'_>,
        from: &Id,
        point: Pos2,
    ) -> Option<Id> {
        let legal = |mark: &Id| !scene.workbench.link_kinds(from, mark).0.is_empty();
        if let Some(mark) = self.extra_at(point).filter(legal) {
            return Some(mark);
        }
        let marks = shown_first(entry, scene.workbench, self.char_under(point)?);
        marks
            .iter()
            .map(|mark| &mark.id)
            .find(|id| legal(id))
            .cloned()
    }

    /// The innermost mark at a position; one that the filter hides only if there is no other.
    fn innermost(&self, entry: &Entry, scene: &Scene<'_>, byte: ByteIndex) -> Option<Id> {
        // Looked for in every frame with the pointer on words: the rest need no order for that.
        let marks = entry.overlapping(TextRange::new(byte, ByteIndex(byte.0 + 1)));
        let marks = marks.filter_map(|mark| Some((mark, mark.span()?)));
        let on_it = marks.filter(|(_, span)| span.contains(byte));
        let filter = scene.workbench.filter();
        let first = on_it.min_by(|(one, a), (two, b)| {
            let order = |mark: &Annotation, span: &Span| (!filter.shows(mark), span.len());
            let order = order(one, a).cmp(&order(two, b));
            order.then_with(|| one.id.cmp(&two.id))
        });
        first.map(|(mark, _)| mark.id.clone())
    }

    /// Scrolls while the pointer is dragged beyond the upper or lower edge.
    fn pull_at_edges(&mut self, ui: &Ui, point: Pos2) {
        // A click at the edge is no drag beyond it.
        let still = match self.gesture {
            Gesture::None | Gesture::Touch { .. } => true,
            Gesture::Select { dragged, .. } => !dragged,
            Gesture::MoveEnd { .. } | Gesture::Link { .. } => false,
        };
        if still {
            return;
        }
        let above = (point.y - self.paper.top() - NEAR).min(0.0);
        let below = (point.y - self.paper.bottom() + NEAR).max(0.0);
        let beyond = above + below;
        if beyond != 0.0 {
            let seconds = ui.input(|input| input.stable_dt).min(0.1);
            self.scroll_by(beyond * seconds * PULL);
            ui.ctx().request_repaint();
        }
    }
}

/// The marks on a character, innermost first, those that the filter hides after all others.
pub(super) fn shown_first<'a>(
    entry: &'a Entry,
    workbench: &Workbench,
    byte: ByteIndex,
) -> Vec<&'a Arc<Annotation>> {
    let mut marks = entry.at(byte);
    marks.sort_by_key(|mark| !workbench.filter().shows(mark));
    marks
}

/// Whether the pointer is on the article and on nothing over it, or was pressed on it.
fn on_article(response: &Response) -> bool {
    response.contains_pointer() || response.is_pointer_button_down_on()
}

/// What the pointer did in this frame, in order.
fn steps(ui: &Ui) -> Vec<Step> {
    let step = |event: &Event| match event {
        Event::PointerMoved(at) => Some(Step::Move(*at)),
        Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            ..
        } => Some(if *pressed {
            Step::Press(*pos)
        } else {
            Step::Release(*pos)
        }),
        _ => None,
    };
    ui.input(|input| input.events.iter().filter_map(step).collect())
}

/// A mark's words without the blanks that an end was dragged over: they never belong to it.
fn without_blanks(span: Span, text: &Text) -> Span {
    let whole = boundary::trim(text, span.hull());
    let trimmed = whole.and_then(|whole| {
        let span = span.with_start(whole.start, text).ok()?;
        span.with_end(whole.end, text).ok()
    });
    trimmed.unwrap_or(span)
}

/// The end of a word nearest to a position: a start if a mark's start moves, else an end.
fn nearest_word_end(text: &Text, byte: ByteIndex, start: bool) -> ByteIndex {
    let word = boundary::word_at(text, byte);
    let middle = ByteIndex(word.start.0 + word.len() / 2);
    match start {
        true if byte <= middle => word.start,
        true => boundary::next_word_start(text, byte),
        false if byte > middle || byte == word.end => word.end,
        false => boundary::previous_word_end(text, byte),
    }
}
