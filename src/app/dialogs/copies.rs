//! Conflict copies that stand beside the open project: what they hold, and what shall become of
//! them.

use std::path::PathBuf;

use egui::{Context, Ui};

use super::sheet::{self, differences, focus_once, said, sheet};
use crate::app::widgets::button::Button;
use crate::app::worker::name_of;
use crate::store::escaped;
use crate::store::leftovers::ConflictCopy;

/// So many of them are shown; the folder has the others.
const MOST: usize = 4;

/// The question what shall become of conflict copies.
#[derive(Clone, Debug)]
pub struct CopiesDialog {
    copies: Vec<ConflictCopy>,
    /// What differs in one of them, once it is known.
    looked_at: Option<(PathBuf, Option<Vec<String>>)>,
    came: bool,
}

/// What the user wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopiesAnswer {
    /// To know what differs in this one.
    Compare(PathBuf),
    /// To have this one in the open project too.
    Merge(PathBuf),
    /// Nothing more.
    Close,
}

impl CopiesDialog {
    /// The question about these, which are not none.
    pub fn new(copies: Vec<ConflictCopy>) -> Self {
        Self {
            copies,
            looked_at: None,
            came: false,
        }
    }

    /// What differs in one of them is known.
    pub fn compared(&mut self, path: PathBuf, lines: Vec<String>) {
        if self.looked_at.as_ref().is_some_and(|(of, _)| *of == path) {
            self.looked_at = Some((path, Some(lines)));
        }
    }

    /// Shows the question; returns an answer once there is one.
    pub fn ui(&mut self, ctx: &Context) -> Option<CopiesAnswer> {
        let Self {
            copies,
            looked_at,
            came,
        } = self;
        let title = match copies.len() {
            1 => "A conflict copy of this project".to_owned(),
            many => format!("{many} conflict copies of this project"),
        };
        let shown = sheet(ctx, "copies", &title, |ui| {
            said(
                ui,
                "A program that keeps folders in step has left them, or two saves at the same moment, because the project was changed in two places. Merging changes the open project and leaves the copy where it is.",
            );
            let mut answer = None;
            for copy in copies.iter().take(MOST) {
                ui.push_id(&copy.path, |ui| {
                    said(ui, &words(copy));
                    answer = choices(ui, copy, came).or(answer.take());
                    if let Some((_, lines)) = looked_at.as_ref().filter(|(of, _)| *of == copy.path)
                    {
                        differences(ui, lines.as_deref(), "Nothing differs: you can delete it.");
                    }
                });
            }
            let closed = sheet::buttons(ui, |ui| ui.add(Button::plain("Close")).clicked());
            answer.or(closed.then_some(CopiesAnswer::Close))
        });
        let answer = shown.or_cancelled(CopiesAnswer::Close)?;
        if let CopiesAnswer::Compare(path) = &answer {
            self.looked_at = Some((path.clone(), None));
        }
        Some(answer)
    }
}

fn choices(ui: &mut Ui, copy: &ConflictCopy, came: &mut bool) -> Option<CopiesAnswer> {
    sheet::buttons(ui, |ui| {
        let compare = ui.add(Button::primary("See what differs"));
        focus_once(&compare, came);
        let merge = ui.add(Button::plain("Merge"));
        let merge = merge.on_hover_text("One step, which can be undone");
        match (compare.clicked(), merge.clicked()) {
            (true, _) => Some(CopiesAnswer::Compare(copy.path.clone())),
            (_, true) => Some(CopiesAnswer::Merge(copy.path.clone())),
            _ => None,
        }
    })
}

fn words(copy: &ConflictCopy) -> String {
    let from = match copy.from.as_str() {
        "" => String::new(),
        from => format!(", of {}", escaped(from)),
    };
    format!("{} ({}{from})", name_of(&copy.path), copy.service.name())
}
