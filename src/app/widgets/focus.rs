//! The focus frame: round whatever has the keyboard's focus, and only after a key. And the way
//! back: what opens over the work gives the focus back when it goes.

use egui::{Context, Id, LayerId, Painter, Plugin, Rect, StrokeKind, Ui};

use crate::app::theme::Theme;

/// Draws the frame round every widget that has focus; egui's own widgets too.
#[derive(Default)]
struct FocusFrames {
    last: Option<Id>,
    by_key: bool,
}

/// A window or dialog that is shown and took the focus from somewhere.
#[derive(Clone, Debug)]
struct Loan {
    layer: LayerId,
    from: Option<Id>,
    /// The last pass in which it was shown.
    pass: u64,
}

/// Says that a window or dialog on this layer is shown in this pass. When it no longer is, what
/// had the focus before it has it again, unless something else took it meanwhile. Returns whether
/// it was not shown in the pass before.
pub fn borrow(ctx: &Context, layer: LayerId) -> bool {
    let pass = ctx.cumulative_pass_nr();
    let from = ctx.memory(egui::Memory::focused);
    ctx.data_mut(|data| {
        let loans: &mut Vec<Loan> = data.get_temp_mut_or_default(loans_id());
        if let Some(loan) = loans.iter_mut().find(|loan| loan.layer == layer) {
            loan.pass = pass;
            return false;
        }
        loans.push(Loan { layer, from, pass });
        true
    })
}

/// The layer of the window that lies over all other windows, if one is shown.
pub fn topmost(ctx: &Context) -> Option<LayerId> {
    let shown: Vec<LayerId> = ctx.data_mut(|data| {
        let loans: &mut Vec<Loan> = data.get_temp_mut_or_default(loans_id());
        loans.iter().map(|loan| loan.layer).collect()
    });
    ctx.memory(|memory| memory.layer_ids().filter(|id| shown.contains(id)).last())
}

fn loans_id() -> Id {
    Id::unique("loans of the focus")
}

/// Gives the focus back that windows had which are no longer shown.
fn give_back(ctx: &Context) {
    let pass = ctx.cumulative_pass_nr();
    let over: Vec<Loan> = ctx.data_mut(|data| {
        let loans: &mut Vec<Loan> = data.get_temp_mut_or_default(loans_id());
        let (kept, over) = loans.drain(..).partition(|loan| loan.pass >= pass);
        *loans = kept;
        over
    });
    for loan in over {
        let focused = ctx.memory(egui::Memory::focused);
        let layer = focused.and_then(|id| Some(ctx.read_response(id)?.layer_id));
        let elsewhere = layer.is_some_and(|layer| layer != loan.layer);
        if let Some(from) = loan.from.filter(|_| !elsewhere) {
            ctx.memory_mut(|memory| memory.request_focus(from));
            ctx.request_repaint();
        }
    }
}

/// Lets the focus frame be drawn in this context from now on. Calling it again changes nothing.
pub fn install(ctx: &Context) {
    ctx.add_plugin(FocusFrames::default());
}

/// Says that this widget shows its focus itself, as the article does round the mark.
pub fn shows_own(ctx: &Context, id: Id) {
    ctx.data_mut(|data| data.insert_temp(id.with("shows its own focus"), true));
}

/// Draws a focus frame outside this rectangle.
pub fn frame(painter: &Painter, rect: Rect, radius: f32) {
    let theme = Theme::of_context(painter.ctx());
    let gap = theme.size.focus_gap;
    painter.rect_stroke(
        rect.expand(gap),
        radius + gap,
        (theme.focus, theme.accent.base),
        StrokeKind::Outside,
    );
}

/// Draws the narrower frame that says «chosen» round the chip of a selected mark.
pub fn chosen_frame(painter: &Painter, rect: Rect, radius: f32) {
    let theme = Theme::of_context(painter.ctx());
    let gap = theme.size.chip_gap;
    painter.rect_stroke(
        rect.expand(gap),
        radius + gap,
        (theme.stroke.rule, theme.accent.base),
        StrokeKind::Outside,
    );
}

impl Plugin for FocusFrames {
    fn debug_name(&self) -> &'static str {
        "focus frames"
    }

    fn on_end_pass(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        give_back(&ctx);
        let focused = ctx.memory(egui::Memory::focused);
        let (key, pressed) = ctx.input(|input| {
            let key = |event: &egui::Event| matches!(event, egui::Event::Key { pressed: true, .. });
            (input.events.iter().any(key), input.pointer.any_pressed())
        });
        if pressed {
            self.by_key = false;
        } else if key && focused != self.last {
            self.by_key = true;
        }
        self.last = focused;
        if let Some(id) = focused.filter(|_| self.by_key) {
            draw(&ctx, id);
        }
    }
}

fn draw(ctx: &Context, id: Id) {
    let own = ctx.data(|data| data.get_temp::<bool>(id.with("shows its own focus")));
    let Some(response) = ctx.read_response(id).filter(|_| own.is_none()) else {
        return;
    };
    let theme = Theme::of_context(ctx);
    // What is scrolled half out of view must not be framed over its neighbours.
    let whole = response.interact_rect.contains_rect(response.rect);
    let clip = if whole {
        ctx.content_rect()
    } else {
        response
            .interact_rect
            .expand(theme.size.focus_gap + theme.focus)
    };
    let painter = Painter::new(ctx.clone(), response.layer_id, clip);
    frame(&painter, response.rect, theme.radius.control);
}
