//! A project that somebody else has open: who, since when, and what shall be done.

use egui::Context;
use jiff::tz::TimeZone;

use super::sheet::{self, focus_once, said, sheet};
use crate::app::inspector::when::when;
use crate::app::widgets::button::Button;
use crate::project::Time;
use crate::store::escaped;
use crate::store::lock::Holder;

/// The question how a project shall be opened that somebody else has open.
#[derive(Clone, Debug)]
pub struct InUseDialog {
    file: String,
    words: String,
    unsure: bool,
    waits: bool,
    came: bool,
}

/// What the user wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InUseAnswer {
    /// To read it and change nothing.
    ReadOnly,
    /// To work on a copy that has no file yet.
    Copy,
    /// To have it as soon as it is closed there.
    Wait,
    /// To have it now, because nobody has it open any more.
    Anyway,
    /// Not to open it.
    Cancel,
}

impl InUseDialog {
    /// The question about a file of this name; `unsure` if nobody can know from here whether the
    /// holder still has it open.
    pub fn new(file: impl Into<String>, holder: &Holder, unsure: bool, now: Time) -> Self {
        Self {
            file: file.into(),
            words: words(holder, unsure, now, &TimeZone::system()),
            unsure,
            waits: false,
            came: false,
        }
    }

    /// Whether the user waits for it.
    pub fn waits(&self) -> bool {
        self.waits
    }

    /// Goes on waiting, with what is known now.
    pub fn still(&mut self, holder: &Holder, unsure: bool, now: Time) {
        self.words = words(holder, unsure, now, &TimeZone::system());
        self.unsure = unsure;
    }

    /// Shows the question; returns the answer once there is one.
    pub fn ui(&mut self, ctx: &Context) -> Option<InUseAnswer> {
        let Self {
            file,
            words,
            unsure,
            waits,
            came,
        } = self;
        let title = match waits {
            true => format!("Waiting for {file}"),
            false => format!("{file} is open already"),
        };
        let shown = sheet(ctx, "in use", &title, |ui| {
            said(ui, words);
            if *waits {
                said(ui, "It opens here as soon as it is closed there.");
            }
            sheet::buttons(ui, |ui| {
                let read = ui.add(Button::primary("Read only"));
                focus_once(&read, came);
                let copy = ui.add(Button::plain("Open a copy"));
                let copy = copy.on_hover_text("A project of its own, to be merged later");
                let wait = (!*waits).then(|| ui.add(Button::plain("Wait")));
                let anyway = unsure.then(|| ui.add(Button::plain("Open anyway").danger()));
                let anyway = anyway.map(|it| it.on_hover_text("If nobody has it open any more"));
                let cancel = ui.add(Button::plain("Cancel"));
                let answers = [
                    (Some(read), InUseAnswer::ReadOnly),
                    (Some(copy), InUseAnswer::Copy),
                    (wait, InUseAnswer::Wait),
                    (anyway, InUseAnswer::Anyway),
                    (Some(cancel), InUseAnswer::Cancel),
                ];
                let mut answers = answers.into_iter();
                answers.find_map(|(button, answer)| {
                    button.is_some_and(|it| it.clicked()).then_some(answer)
                })
            })
        });
        let answer = shown.or_cancelled(InUseAnswer::Cancel)?;
        if answer == InUseAnswer::Wait {
            *waits = true;
        }
        Some(answer)
    }
}

/// Who has it open, where and since when, in sentences.
fn words(holder: &Holder, unsure: bool, now: Time, zone: &TimeZone) -> String {
    let who = match holder.user.as_str() {
        "" => "Somebody".to_owned(),
        user => escaped(user),
    };
    let since = match when(holder.since, now, zone) {
        _ if holder.since.milliseconds() <= 0 => String::new(),
        since => format!(" since {since}"),
    };
    let host = match holder.host.as_str() {
        "" => String::new(),
        host => format!(" on {}", escaped(host)),
    };
    match unsure {
        false => format!("{who} has it open{host}{since}. Nothing was opened here."),
        true => format!(
            "{who} opened it{host}{since}. Postil cannot see from here whether it is still open there."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_where_and_since_when_are_said_as_far_as_they_are_known() {
        let now = Time::new(1_764_072_271_000);
        let mara = Holder {
            user: "Mara\u{202e}".to_owned(),
            host: "vega".to_owned(),
            since: Time::new(1_764_072_000_000),
            ..Holder::default()
        };
        let said = |holder: &Holder, unsure| words(holder, unsure, now, &TimeZone::UTC);
        insta::assert_snapshot!([said(&mara, false), said(&mara, true), said(&Holder::default(), true)].join("\n"), @r"
        Mara\u{202e} has it open on vega since today, 12:00. Nothing was opened here.
        Mara\u{202e} opened it on vega since today, 12:00. Postil cannot see from here whether it is still open there.
        Somebody opened it. Postil cannot see from here whether it is still open there.
        ");
    }
}
