//! What crashes have left, and what shall become of it.

use egui::{Context, ScrollArea, Ui};
use jiff::tz::TimeZone;

use super::sheet::{self, focus_once, said, sheet, well};
use crate::app::inspector::when::when;
use crate::app::widgets::button::Button;
use crate::project::Time;
use crate::store::escaped;
use crate::store::journal::{Found, Standing};

/// The question what shall become of work that crashes have left.
#[derive(Debug)]
pub struct RecoveryDialog {
    found: Vec<Found>,
    now: Time,
    /// The one whose edits are looked at.
    looked_at: Option<usize>,
    came: bool,
}

/// What the user wants.
#[derive(Debug)]
pub enum RecoveryAnswer {
    /// This back.
    Recover(Box<Found>),
    /// This no more; it is kept thirty days.
    Discard(Box<Found>),
    /// To be asked again at the next start.
    Later,
}

impl RecoveryDialog {
    /// The question about this work, the newest first, which is not nothing.
    pub fn new(found: Vec<Found>, now: Time) -> Self {
        Self {
            found,
            now,
            looked_at: None,
            came: false,
        }
    }

    /// Whether everything has been answered.
    pub fn is_done(&self) -> bool {
        self.found.is_empty()
    }

    /// Shows the question; returns an answer once there is one.
    pub fn ui(&mut self, ctx: &Context) -> Option<RecoveryAnswer> {
        let Self {
            found,
            now,
            looked_at,
            came,
        } = self;
        let title = "Work that was not saved";
        let shown = sheet(ctx, "recovery", title, |ui| {
            said(ui, "Postil ended before this was saved. It is all here.");
            let mut answer = None;
            for (place, one) in found.iter().enumerate().take(4) {
                ui.push_id(&one.journal, |ui| {
                    said(ui, &words(one, *now));
                    if let Some(pressed) = choices(ui, one, place, looked_at, came) {
                        answer = Some((place, pressed));
                    }
                    if *looked_at == Some(place) {
                        list(ui, one, *now);
                    }
                });
            }
            let later = sheet::buttons(ui, |ui| ui.add(Button::plain("Later")).clicked());
            match answer {
                None if later => Some((usize::MAX, false)),
                answer => answer,
            }
        });
        let (place, recover) = shown.or_cancelled((usize::MAX, false))?;
        if place >= self.found.len() {
            self.found.clear();
            return Some(RecoveryAnswer::Later);
        }
        self.looked_at = None;
        let one = Box::new(self.found.remove(place));
        Some(match recover {
            true => {
                // One project is open at a time; the others wait for the next start.
                self.found.clear();
                RecoveryAnswer::Recover(one)
            }
            false => RecoveryAnswer::Discard(one),
        })
    }
}

/// The buttons of one: whether it was recovered or discarded.
fn choices(
    ui: &mut Ui,
    one: &Found,
    place: usize,
    looked_at: &mut Option<usize>,
    came: &mut bool,
) -> Option<bool> {
    sheet::buttons(ui, |ui| {
        let recover = ui.add(Button::primary("Recover"));
        focus_once(&recover, came);
        let shown = *looked_at == Some(place);
        let look = if shown { "Hide them" } else { "Look at them" };
        if !one.steps.is_empty() && ui.add(Button::plain(look)).clicked() {
            *looked_at = (!shown).then_some(place);
        }
        let discard = ui.add(Button::plain("Discard").danger());
        let discard = discard.on_hover_text("It is kept for 30 days");
        match (recover.clicked(), discard.clicked()) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        }
    })
}

/// What was done, in words.
fn list(ui: &mut Ui, one: &Found, now: Time) {
    let zone = TimeZone::system();
    well(ui, |ui| {
        ScrollArea::vertical().show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            for (at, name) in one.steps.iter().take(500) {
                said(ui, &format!("{}  {}", when(*at, now, &zone), escaped(name)));
            }
        });
    });
}

/// One of them in a sentence.
fn words(one: &Found, now: Time) -> String {
    let zone = TimeZone::system();
    let since = one.steps.first().map_or(one.header.begun, |(at, _)| *at);
    let (name, since) = (escaped(&one.header.name), when(since, now, &zone));
    let edits = match one.steps.len() {
        0 => "as it was".to_owned(),
        1 => "1 edit".to_owned(),
        many => format!("{many} edits"),
    };
    let torn = match one.lost {
        0 => "",
        _ => " The last of them was cut short and is lost.",
    };
    let standing = match one.standing {
        Standing::Unchanged => "",
        Standing::Untitled => " It was in no file yet.",
        Standing::Changed => " Its file was changed since, so that you get a copy.",
        Standing::Gone => " Its file is not there any more.",
    };
    format!("{name}: {edits} since {since}.{standing}{torn}")
}
