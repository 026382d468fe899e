//! The focus frame: round whatever has the keyboard's focus, and only after a key.

use egui::{Context, Id, Painter, Plugin, Rect, StrokeKind, Ui};

use crate::app::theme::Theme;

/// Draws the frame round every widget that has focus; egui's own widgets too.
#[derive(Default)]
struct FocusFrames {
    last: Option<Id>,
    by_key: bool,
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
