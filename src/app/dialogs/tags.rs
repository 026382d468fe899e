//! What colleagues' tags are in the open project, before their marks are reviewed.

use std::collections::BTreeMap;

use egui::Context;

use super::sheet::{self, focus_once, said, sheet};
use super::tag_table;
use crate::app::tables::{self, Note, TableAsk};
use crate::app::widgets::button::Button;
use crate::formats::datasets::Mapping;
use crate::project::{Id, Project, Tagset};
use crate::review::Colleague;
use crate::review::retag::{Retag, foreign};

/// The question what colleagues' tags are.
#[derive(Debug)]
pub struct TagsDialog {
    colleagues: Vec<Colleague>,
    foreign: Vec<(Id, Option<Id>)>,
    table: Retag,
    /// What came of a table that was loaded or saved.
    note: Option<Note>,
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
    /// To load or save the table.
    Table(TableAsk),
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
            note: None,
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

    /// The table with a row for each of their tags, as a file keeps it.
    pub fn table(&self) -> Mapping {
        let mut kept = BTreeMap::new();
        tag_table::keep(&self.foreign, &self.table, &mut kept);
        Mapping {
            tags: kept,
            ..Mapping::default()
        }
    }

    /// Takes from a file what it says of their tags. Says of how many it does; tags that the
    /// project does not have say nothing.
    pub fn take_table(&mut self, mapping: &Mapping, tagset: &Tagset) -> usize {
        let mut named = 0;
        for (tag, _) in &self.foreign {
            let Some(to) = mapping.tags.get(tag.as_str()) else {
                continue;
            };
            let to = to.as_ref().map(Id::new);
            match &to {
                Some(to) if to == tag => drop(self.table.tags.remove(tag)),
                Some(to) if tagset.tag(to).is_none() => continue,
                _ => drop(self.table.tags.insert(tag.clone(), to)),
            }
            named += 1;
        }
        named
    }

    /// Says what came of a table that was loaded or saved.
    pub fn note(&mut self, note: Note) {
        self.note = Some(note);
    }

    /// Shows the question; returns the answer once there is one.
    pub fn ui(&mut self, ctx: &Context, tagset: &Tagset) -> Option<TagsAnswer> {
        let Self {
            foreign,
            table,
            note,
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
            let back = (!table.tags.is_empty(), "Each a tag of its own");
            let asked = tables::links(ui, note.as_ref(), back, || table.tags.clear());
            let answered = sheet::buttons(ui, |ui| {
                let review = ui.add(Button::primary("Open the review"));
                focus_once(&review, came);
                let cancel = ui.add(Button::plain("Cancel"));
                match (review.clicked(), cancel.clicked()) {
                    (true, _) => Some(TagsAnswer::Review),
                    (_, true) => Some(TagsAnswer::Cancel),
                    _ => None,
                }
            });
            answered.or(asked.map(TagsAnswer::Table))
        });
        shown.or_cancelled(TagsAnswer::Cancel)
    }
}
