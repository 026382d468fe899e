//! What colleagues' tags are in the open project, before their marks are reviewed.

use std::collections::BTreeMap;

use egui::Context;

use super::sheet::{self, focus_once, said, sheet};
use super::tag_table;
use crate::app::widgets::button::Button;
use crate::project::{Id, Project, Tagset};
use crate::review::Colleague;
use crate::review::retag::{Retag, foreign};

/// The question what colleagues' tags are.
#[derive(Debug)]
pub struct TagsDialog {
    colleagues: Vec<Colleague>,
    foreign: Vec<(Id, Option<Id>)>,
    table: Retag,
    came: bool,
}

/// What was said of their tags.
#[derive(Clone, Debug)]
pub struct Table {
    /// Their tags, each with one of the project's that is spelled alike.
    pub foreign: Vec<(Id, Option<Id>)>,
    /// What they are.
    pub tags: Retag,
}

/// What the user wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagsAnswer {
    /// To go on, with the tags as the table has them.
    Review,
    /// To leave it.
    Cancel,
}

impl TagsDialog {
    /// The question about these colleagues; none if all their tags are the project's. `kept` is
    /// what was said of foreign tags before.
    pub fn about(
        colleagues: Vec<Colleague>,
        mine: &Project,
        kept: &BTreeMap<String, Option<String>>,
    ) -> Result<Self, Vec<Colleague>> {
        let mut all: BTreeMap<Id, Option<Id>> = BTreeMap::new();
        for colleague in &colleagues {
            all.extend(foreign(mine, &colleague.project));
        }
        if all.is_empty() {
            return Err(colleagues);
        }
        let foreign: Vec<(Id, Option<Id>)> = all.into_iter().collect();
        Ok(Self {
            table: tag_table::table(&foreign, kept, mine.tagset()),
            colleagues,
            foreign,
            came: false,
        })
    }

    /// Who is reviewed, and what their tags are.
    pub fn into_parts(self) -> (Vec<Colleague>, Table) {
        let table = Table {
            foreign: self.foreign,
            tags: self.table,
        };
        (self.colleagues, table)
    }

    /// Shows the question; returns the answer once there is one.
    pub fn ui(&mut self, ctx: &Context, tagset: &Tagset) -> Option<TagsAnswer> {
        let Self {
            foreign,
            table,
            came,
            ..
        } = self;
        let title = match foreign.as_slice() {
            [_] => "A tag that you do not use",
            _ => "Tags that you do not use",
        };
        let shown = sheet(ctx, "their tags", title, |ui| {
            said(
                ui,
                "Say what they are here; it is kept for the next time. Their files stay as they are.",
            );
            tag_table::ui(ui, foreign, tagset, table);
            sheet::buttons(ui, |ui| {
                let review = ui.add(Button::primary("Open the review"));
                focus_once(&review, came);
                let cancel = ui.add(Button::plain("Cancel"));
                match (review.clicked(), cancel.clicked()) {
                    (true, _) => Some(TagsAnswer::Review),
                    (_, true) => Some(TagsAnswer::Cancel),
                    _ => None,
                }
            })
        });
        shown.or_cancelled(TagsAnswer::Cancel)
    }
}
