//! What shall become of a save that would replace what it should not.

use egui::{Context, Ui};
use jiff::tz::TimeZone;

use super::sheet::{self, differences, focus_once, said, sheet};
use crate::app::inspector::when::when;
use crate::app::widgets::button::Button;
use crate::project::Time;

/// Why a save waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Another program has changed the file: when, by the file's own time, if that is known.
    Changed(Option<Time>),
    /// The file is read-only.
    ReadOnly,
    /// So many other names lead to the file.
    HardLinks(u64),
}

/// The question what shall become of the save.
#[derive(Clone, Debug)]
pub struct RefusedDialog {
    file: String,
    why: Refusal,
    /// What is wrong, in words.
    words: String,
    /// What differs in the file, once it was asked and once it is known.
    differs: Option<Option<Vec<String>>>,
    came: bool,
}

/// What the user wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusedAnswer {
    /// To know what differs in the file.
    Compare,
    /// To save to a file of another name beside it, and go on with that.
    KeepBoth,
    /// To choose another name.
    SaveAs,
    /// To have what the file holds now in the open project too.
    Merge,
    /// To read what the file holds now and give up the open project's changes.
    Reload,
    /// To replace what is there; it is kept beside the new file.
    Replace,
    /// To do nothing now.
    Cancel,
}

impl RefusedDialog {
    /// The question about a file of this name.
    pub fn new(file: impl Into<String>, why: Refusal, now: Time) -> Self {
        Self {
            file: file.into(),
            why,
            words: words(why, now, &TimeZone::system()),
            differs: None,
            came: false,
        }
    }

    /// Why the save waits.
    pub fn why(&self) -> Refusal {
        self.why
    }

    /// What differs in the file is known.
    pub fn compared(&mut self, lines: Vec<String>) {
        if self.differs.is_some() {
            self.differs = Some(Some(lines));
        }
    }

    /// Shows the question; returns an answer once there is one.
    pub fn ui(&mut self, ctx: &Context) -> Option<RefusedAnswer> {
        let file = &self.file;
        let title = match self.why {
            Refusal::Changed(_) => format!("{file} was changed by another program"),
            Refusal::ReadOnly => format!("{file} is read-only"),
            Refusal::HardLinks(_) => format!("{file} has other names"),
        };
        let (words, differs) = (&self.words, &self.differs);
        let (why, came) = (self.why, &mut self.came);
        let shown = sheet(ctx, "refused", &title, |ui| {
            said(ui, words);
            if let Some(lines) = differs {
                let none = "Nothing differs but how it is written.";
                differences(ui, lines.as_deref(), none);
            }
            sheet::buttons(ui, |ui| choices(ui, why, came))
        });
        let answer = shown.or_cancelled(RefusedAnswer::Cancel)?;
        if answer == RefusedAnswer::Compare {
            self.differs = Some(None);
        }
        Some(answer)
    }
}

/// What can be done.
fn choices(ui: &mut Ui, why: Refusal, came: &mut bool) -> Option<RefusedAnswer> {
    let changed = matches!(why, Refusal::Changed(_));
    let merge = changed.then(|| ui.add(Button::primary("Merge")));
    let both = ui.add(match changed {
        true => Button::plain("Keep both"),
        false => Button::primary("Keep both"),
    });
    focus_once(merge.as_ref().unwrap_or(&both), came);
    let merge = merge.map(|it| it.on_hover_text("Puts theirs into yours; undo takes it back"));
    let both = both.on_hover_text("Saves yours beside it under another name");
    let compare = changed.then(|| ui.add(Button::plain("See what differs")));
    let elsewhere = ui.add(Button::plain("Save as…"));
    let reload = changed.then(|| ui.add(Button::plain("Reload").danger()));
    let replace = ui.add(Button::plain("Replace it").danger());
    let replace = replace.on_hover_text("The file that is there is kept as .bak");
    let cancel = ui.add(Button::plain("Cancel"));
    let answers = [
        (merge, RefusedAnswer::Merge),
        (Some(both), RefusedAnswer::KeepBoth),
        (compare, RefusedAnswer::Compare),
        (Some(elsewhere), RefusedAnswer::SaveAs),
        (reload, RefusedAnswer::Reload),
        (Some(replace), RefusedAnswer::Replace),
        (Some(cancel), RefusedAnswer::Cancel),
    ];
    let pressed = |button: Option<egui::Response>| button.is_some_and(|it| it.clicked());
    let mut answers = answers.into_iter();
    answers.find_map(|(button, answer)| pressed(button).then_some(answer))
}

/// What is wrong, in a sentence or two.
fn words(why: Refusal, now: Time, zone: &TimeZone) -> String {
    let what = match why {
        Refusal::Changed(at) => {
            let at = at.map(|at| when(at, now, zone)).unwrap_or_default();
            let at = match at.strip_prefix("today, ") {
                Some(clock) => format!("It was changed at {clock}, and what"),
                None if at.is_empty() => "What".to_owned(),
                None => format!("It was changed {at}, and what"),
            };
            format!("{at} it holds now is not what you opened or saved last.")
        }
        Refusal::ReadOnly => "Whoever made it so may not want it changed.".to_owned(),
        Refusal::HardLinks(others) => {
            format!("{others} more on this disk lead to the same file and would keep the old one.")
        }
    };
    format!("{what} Nothing was written.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_said_when_the_file_was_changed() {
        const NOON: i64 = 1_772_625_600_000;
        let said = |at: Option<i64>| {
            let why = Refusal::Changed(at.map(|at| Time::new(NOON + at)));
            words(why, Time::new(NOON), &TimeZone::UTC)
        };
        let rest = "it holds now is not what you opened or saved last. Nothing was written.";
        let (minute, day) = (60_000, 86_400_000);
        assert_eq!(said(None), format!("What {rest}"));
        for (at, expected) in [
            (-2 * minute, "at 11:58"),
            (-day, "yesterday, 12:00"),
            (-400 * day, "28 January 2025"),
            // The clock of whoever wrote it goes wrong.
            (400 * day, "8 April 2027"),
        ] {
            let expected = format!("It was changed {expected}, and what {rest}");
            assert_eq!(said(Some(at)), expected);
        }
    }
}
