//! What becomes of the marks of a tag that is deleted: asked once, in words.

use egui::{Context, Ui};

use super::data::marks_in_articles;
use crate::app::dialogs::sheet::{self, said, sheet};
use crate::app::theme::Theme;
use crate::app::widgets::button::Button;
use crate::app::widgets::choice::choice;
use crate::command::TagMarks;
use crate::project::{Id, Tagset};

/// The question about a tag that marks have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeleteQuestion {
    tag: Id,
    name: String,
    uses: (usize, usize),
    others: Vec<(Id, String)>,
    into: usize,
    retired: bool,
}

/// What the user wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeleteAnswer {
    /// To delete the tag, and this to its marks.
    Marks(TagMarks),
    /// Nothing.
    Cancel,
}

impl DeleteQuestion {
    /// The question about a tag that has so many marks in so many articles; `None` where there is
    /// nothing to ask, because no mark has it.
    pub fn new(tagset: &Tagset, tag: &Id, uses: (usize, usize)) -> Option<Self> {
        let asked = tagset.tag(tag).filter(|_| uses.0 > 0)?;
        let others = tagset.offered().filter(|other| other.id != *tag);
        Some(Self {
            tag: tag.clone(),
            name: asked.name.clone(),
            uses,
            others: others
                .map(|tag| (tag.id.clone(), tag.name.clone()))
                .collect(),
            into: 0,
            retired: asked.retired,
        })
    }

    /// The tag that is asked about.
    pub fn tag(&self) -> &Id {
        &self.tag
    }

    /// Shows the question; returns the answer once there is one.
    pub fn ui(&mut self, ctx: &Context) -> Option<DeleteAnswer> {
        let title = format!("Delete the tag {}?", self.name);
        let shown = sheet(ctx, "delete tag", &title, |ui| self.body(ui));
        shown.or_cancelled(DeleteAnswer::Cancel)
    }

    fn body(&mut self, ui: &mut Ui) -> Option<DeleteAnswer> {
        let theme = Theme::of(ui);
        let (marks, _) = self.uses;
        let verb = if marks == 1 { "has" } else { "have" };
        said(
            ui,
            &format!("{} {verb} this tag.", marks_in_articles(self.uses)),
        );
        ui.add_space(theme.space.s3);
        let mut answer = self.retag(ui);
        ui.add_space(theme.space.s3);
        sheet::buttons(ui, |ui| {
            let retire = Button::plain("Keep it as retired");
            if !self.retired && ui.add(retire).clicked() {
                answer = Some(TagMarks::Retire);
            }
            let what = if marks == 1 { "mark" } else { "marks" };
            let delete = format!("Delete {marks} {what}");
            if ui.add(Button::plain(&delete).danger()).clicked() {
                answer = Some(TagMarks::Delete);
            }
            let cancel = ui.add(Button::plain("Cancel")).clicked();
            let marks = answer.take().map(DeleteAnswer::Marks);
            marks.or(cancel.then_some(DeleteAnswer::Cancel))
        })
    }

    /// The tag that the marks get instead, and the button that gives it.
    fn retag(&mut self, ui: &mut Ui) -> Option<TagMarks> {
        if self.others.is_empty() {
            return None;
        }
        let theme = Theme::of(ui);
        let names: Vec<&str> = self.others.iter().map(|(_, name)| name.as_str()).collect();
        let mut into = self.into;
        let line = ui.horizontal(|ui| {
            said(ui, "Retag them as");
            ui.scope(|ui| {
                ui.set_max_width(theme.size.panel_min);
                let chosen = choice(ui, "Another tag", &names, Some(into)).inner;
                into = chosen.unwrap_or(into);
            });
            ui.add(Button::primary("Retag")).clicked()
        });
        let pressed = line.inner;
        self.into = into;
        let (tag, _) = self.others.get(self.into)?;
        pressed.then(|| TagMarks::Retag(tag.clone()))
    }
}
