//! What becomes of an article's marks on the words that its file has now.

use std::collections::BTreeSet;

use egui::{Context, ScrollArea, Ui};

use super::sheet::{self, focus_once, said, sheet, well};
use crate::app::excerpt;
use crate::app::widgets::button::Button;
use crate::app::widgets::check::check;
use crate::app::worker::{OtherWords, name_of};
use crate::project::Id;
use crate::review::reread::{Fate, Found};
use crate::store::escaped;

/// So many marks are listed one by one.
const MOST: usize = 500;
/// So many characters of a mark's words are shown.
const WORDS: usize = 40;

/// The question which marks go over to the new words.
#[derive(Clone, Debug)]
pub struct RereadDialog {
    other: OtherWords,
    chosen: BTreeSet<Id>,
    came: bool,
}

/// What the user wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RereadAnswer {
    /// The new words, with these marks on them.
    Take(BTreeSet<Id>),
    /// Nothing.
    Cancel,
}

impl RereadDialog {
    /// The question, with all marks chosen whose very words were found.
    pub fn new(other: OtherWords) -> Self {
        let fates = other.reread.fates.iter();
        let sure = fates.filter(|it| matches!(it.found, Found::Here | Found::Moved));
        Self {
            chosen: sure.map(|it| it.mark.id.clone()).collect(),
            other,
            came: false,
        }
    }

    /// What was looked at.
    pub fn other(&self) -> &OtherWords {
        &self.other
    }

    /// Shows the question; returns an answer once there is one.
    pub fn ui(&mut self, ctx: &Context) -> Option<RereadAnswer> {
        let title = format!("{} has other words now", name_of(&self.other.path));
        let shown = sheet(ctx, "reread", &title, |ui| self.body(ui));
        shown.or_cancelled(RereadAnswer::Cancel)
    }

    fn body(&mut self, ui: &mut Ui) -> Option<RereadAnswer> {
        said(ui, &summary(&self.other.reread.fates));
        self.list(ui);
        let all = self.chosen.len() == self.other.reread.fates.len();
        said(
            ui,
            match all {
                true => "The new text takes the place of the old one. Undo takes it back.",
                false => {
                    "What is not ticked stays on the earlier text, which stays beside the new one. \
                     Undo takes it back."
                }
            },
        );
        sheet::buttons(ui, |ui| {
            let take = ui.add(Button::primary("Take over the new text"));
            focus_once(&take, &mut self.came);
            let cancel = ui.add(Button::plain("Cancel"));
            match (take.clicked(), cancel.clicked()) {
                (true, _) => Some(RereadAnswer::Take(self.chosen.clone())),
                (_, true) => Some(RereadAnswer::Cancel),
                _ => None,
            }
        })
    }

    /// The marks that are not just where they were, each with its tick.
    fn list(&mut self, ui: &mut Ui) {
        let Self { other, chosen, .. } = self;
        let of = |found: Found| {
            other
                .reread
                .fates
                .iter()
                .filter(move |it| it.found == found)
        };
        let kinds = [Found::Changed, Found::Lost, Found::Moved];
        let listed = kinds.into_iter().flat_map(of);
        let count = listed.clone().count();
        if count == 0 {
            return;
        }
        well(ui, |ui| {
            ScrollArea::vertical().show(ui, |ui| {
                ui.set_min_width(ui.available_width());
                for fate in listed.take(MOST) {
                    let id = &fate.mark.id;
                    let mut ticked = chosen.contains(id);
                    let label = label(fate, other);
                    let row = ui.push_id(id.as_str(), |ui| {
                        ui.add_enabled_ui(fate.can_go(), |ui| check(ui, &mut ticked, &label))
                            .inner
                    });
                    if row.inner.changed() || ticked != chosen.contains(id) {
                        match ticked {
                            true => chosen.insert(id.clone()),
                            false => chosen.remove(id),
                        };
                    }
                }
                if count > MOST {
                    said(ui, &format!("and {} more", excerpt::grouped(count - MOST)));
                }
            });
        });
    }
}

/// How many marks there are of each kind.
fn summary(fates: &[Fate]) -> String {
    let count = |found: Found| fates.iter().filter(|it| it.found == found).count();
    let said = [
        (Found::Here, "where they were"),
        (Found::Moved, "elsewhere in it"),
        (Found::Changed, "on other words"),
        (Found::Lost, "nowhere any more"),
    ];
    let parts: Vec<String> = said
        .into_iter()
        .map(|(found, where_)| (count(found), where_))
        .filter(|(count, _)| *count > 0)
        .map(|(count, where_)| format!("{} {where_}", excerpt::grouped(count)))
        .collect();
    match parts.is_empty() {
        true => "The article has no marks.".to_owned(),
        false => format!("Of its marks: {}.", parts.join(", ")),
    }
}

fn label(fate: &Fate, other: &OtherWords) -> String {
    let mark = &fate.mark;
    let entry = other.ours.entry(&other.reread.article);
    let was = entry.map_or_else(String::new, |it| mark.words(&it.article().text));
    let (was, tag) = (short(&was), mark.tag.as_str());
    match fate.found {
        Found::Here | Found::Moved => format!("{tag}: «{was}» elsewhere"),
        Found::Lost => format!("{tag}: «{was}» is lost"),
        Found::Changed => {
            let now = short(&fate.words(&other.article.text));
            format!("{tag}: «{was}» is «{now}»")
        }
    }
}

fn short(words: &str) -> String {
    let line = escaped(&excerpt::of(words));
    let mut letters = line.chars();
    let mut short: String = letters.by_ref().take(WORDS).collect();
    if letters.next().is_some() {
        short.push('…');
    }
    short
}
