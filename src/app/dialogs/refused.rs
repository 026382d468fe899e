//! What shall become of a save that would replace what it should not.

use egui::Context;

use super::sheet::{self, focus_once, said, sheet};
use crate::app::widgets::button::Button;

/// Why a save waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Another program has changed the file.
    Changed,
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
    came: bool,
}

/// What the user wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusedAnswer {
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
    pub fn new(file: impl Into<String>, why: Refusal) -> Self {
        Self {
            file: file.into(),
            why,
            came: false,
        }
    }

    /// Why the save waits.
    pub fn why(&self) -> Refusal {
        self.why
    }

    /// Shows the question; returns the answer once there is one.
    pub fn ui(&mut self, ctx: &Context) -> Option<RefusedAnswer> {
        let file = &self.file;
        let (title, words) = match self.why {
            Refusal::Changed => (
                format!("{file} was changed by another program"),
                "What it holds now is not what you opened or saved last. Nothing was written."
                    .to_owned(),
            ),
            Refusal::ReadOnly => (
                format!("{file} is read-only"),
                "Whoever made it so may not want it changed. Nothing was written.".to_owned(),
            ),
            Refusal::HardLinks(others) => (
                format!("{file} has other names"),
                format!(
                    "{others} more on this disk lead to the same file and would keep the old one. Nothing was written."
                ),
            ),
        };
        let (changed, came) = (self.why == Refusal::Changed, &mut self.came);
        let shown = sheet(ctx, "refused", &title, |ui| {
            said(ui, &words);
            sheet::buttons(ui, |ui| {
                let merge = changed.then(|| ui.add(Button::primary("Merge")));
                let both = ui.add(match changed {
                    true => Button::plain("Keep both"),
                    false => Button::primary("Keep both"),
                });
                focus_once(merge.as_ref().unwrap_or(&both), came);
                let merge =
                    merge.map(|it| it.on_hover_text("Puts theirs into yours; undo takes it back"));
                let both = both.on_hover_text("Saves yours beside it under another name");
                let elsewhere = ui.add(Button::plain("Save as…"));
                let reload = changed.then(|| ui.add(Button::plain("Reload").danger()));
                let replace = ui.add(Button::plain("Replace it").danger());
                let replace = replace.on_hover_text("The file that is there is kept as .bak");
                let cancel = ui.add(Button::plain("Cancel"));
                let answers = [
                    (merge, RefusedAnswer::Merge),
                    (Some(both), RefusedAnswer::KeepBoth),
                    (Some(elsewhere), RefusedAnswer::SaveAs),
                    (reload, RefusedAnswer::Reload),
                    (Some(replace), RefusedAnswer::Replace),
                    (Some(cancel), RefusedAnswer::Cancel),
                ];
                let pressed =
                    |button: Option<egui::Response>| button.is_some_and(|it| it.clicked());
                let mut answers = answers.into_iter();
                answers.find_map(|(button, answer)| pressed(button).then_some(answer))
            })
        });
        shown.or_cancelled(RefusedAnswer::Cancel)
    }
}
