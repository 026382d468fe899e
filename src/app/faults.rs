//! Faults of the program itself. One in a frame costs that frame: what was done goes to the journal,
//! the user hears of it, and the window goes on. One that comes back in every frame ends the program,
//! with all that was done in the journal for the next start.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use egui::{Context, Ui};

use super::window::App;
use crate::command::{Command, WindowCommand};
use crate::workbench::Notice;

/// So many frames in a row may break before the program gives up.
const MOST: u32 = 5;

/// What a user reads of a fault in a frame.
const WHAT_TO_DO: &str = "What you did is in the journal. Save and go on, or close the window and \
                          start again: what is not saved is offered then.";

/// The frames that broke.
#[derive(Debug, Default)]
pub struct Faults {
    in_a_row: u32,
    in_this_frame: bool,
}

impl App {
    /// Everything between two frames.
    pub fn before_frame(&mut self, ctx: &Context) {
        self.faults.in_this_frame = false;
        self.guarded(ctx, |app| app.between_frames(ctx));
    }

    /// Draws a frame.
    pub fn draw(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        self.guarded(&ctx, |app| app.draw_all(ui));
        if !self.faults.in_this_frame {
            self.faults.in_a_row = 0;
        }
    }

    fn guarded(&mut self, ctx: &Context, work: impl FnOnce(&mut Self)) {
        if let Err(fault) = catch_unwind(AssertUnwindSafe(|| work(self))) {
            self.broke(ctx, fault);
        }
    }

    fn broke(&mut self, ctx: &Context, fault: Box<dyn Any + Send>) {
        self.faults.in_this_frame = true;
        self.faults.in_a_row += 1;
        // Before anything else; should that break too, the journal has all but the last gesture.
        let kept = catch_unwind(AssertUnwindSafe(|| self.keep_gestures()));
        drop(kept);
        if self.faults.in_a_row >= MOST {
            resume_unwind(fault);
        }
        let notice = Notice::error("The program has a fault", WHAT_TO_DO);
        let save = Command::Window(WindowCommand::Save);
        self.told(notice.with_action("Save", save));
        ctx.request_repaint();
    }
}
