//! What a merge would do, before it is done: how much is new, changed and in conflict, and which,
//! in words, article by article.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use egui::{Context, Label, ScrollArea, Ui};

use super::sheet::{self, focus_once, said, sheet, well};
use super::tag_table;
use crate::app::excerpt;
use crate::app::fonts::TypeStyle;
use crate::app::theme::Theme;
use crate::app::widgets::button::Button;
use crate::app::widgets::choice::choice;
use crate::app::widgets::section::section;
use crate::app::worker::merging::{BaseWish, MergeSight};
use crate::app::worker::{JobId, name_of};
use crate::project::Tagset;
use crate::review::merge::forecast::{Forecast, Part};
use crate::review::retag::Retag;
use crate::store::escaped;

/// So many sentences are listed in all.
const MOST_LINES: usize = 500;

/// The question whether another version shall be merged into the open project.
#[derive(Debug)]
pub struct MergeDialog {
    path: PathBuf,
    /// It is what another program has written into the project's own file.
    own: bool,
    form: Form,
    /// The look that is under way, and for which form.
    asked: Option<(JobId, Form)>,
    known: Option<(Form, Result<Box<MergeSight>, String>)>,
    /// The table was filled once, from what was kept and from how tags are spelled.
    filled: bool,
    came: bool,
}

/// What can be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// The common version.
    pub base: BaseWish,
    /// What their tags are here.
    pub tags: Retag,
}

/// What the user wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MergeAnswer {
    /// To take a file as the common version.
    ChooseBase,
    /// To merge as it is shown.
    Merge,
    /// To leave everything as it is.
    Cancel,
}

impl MergeDialog {
    /// The question about the version in this file; `own` says that it is the project's own.
    pub fn new(path: PathBuf, own: bool) -> Self {
        Self {
            path,
            own,
            form: Form {
                // What was opened or saved last is what both grew out of, and nothing else.
                base: if own {
                    BaseWish::Opened
                } else {
                    BaseWish::Best
                },
                tags: Retag::default(),
            },
            asked: None,
            known: None,
            filled: false,
            came: false,
        }
    }

    /// The other version.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it is the project's own file.
    pub fn is_own(&self) -> bool {
        self.own
    }

    /// What to look at, if what was chosen is neither known nor being found out.
    pub fn wants(&self) -> Option<&Form> {
        let known = self.known.as_ref();
        let here = known.is_some_and(|(form, _)| *form == self.form);
        (!here && self.asked.is_none()).then_some(&self.form)
    }

    /// Notes that the look was asked for as this request.
    pub fn looking(&mut self, job: JobId) {
        self.asked = Some((job, self.form.clone()));
    }

    /// Notes what came of it. `kept` is what was said of foreign tags before.
    pub fn looked(
        &mut self,
        job: JobId,
        sight: Result<MergeSight, String>,
        kept: &BTreeMap<String, Option<String>>,
        tagset: &Tagset,
    ) {
        let Some((_, form)) = self.asked.take_if(|(of, _)| *of == job) else {
            return;
        };
        if let Ok(sight) = &sight
            && !std::mem::replace(&mut self.filled, true)
        {
            self.form.tags = tag_table::table(&sight.foreign, kept, tagset);
        }
        self.known = Some((form, sight.map(Box::new)));
    }

    /// Takes a file as the common version.
    pub fn set_base(&mut self, path: PathBuf) {
        self.form.base = BaseWish::File(path);
    }

    /// What comes of the merge as it was chosen, once that is known.
    pub fn take(self) -> Option<(MergeSight, Form)> {
        let (form, sight) = self.known?;
        let sight = sight.ok().filter(|_| form == self.form)?;
        Some((*sight, form))
    }

    fn is_ready(&self) -> bool {
        let known = self.known.as_ref();
        known.is_some_and(|(form, sight)| *form == self.form && sight.is_ok())
    }

    /// Shows the question; returns the answer once there is one.
    pub fn ui(&mut self, ctx: &Context, tagset: &Tagset) -> Option<MergeAnswer> {
        let title = format!("Merge {}", name_of(&self.path));
        let shown = sheet(ctx, "merge", &title, |ui| self.body(ui, tagset));
        shown.or_cancelled(MergeAnswer::Cancel)
    }

    fn body(&mut self, ui: &mut Ui, tagset: &Tagset) -> Option<MergeAnswer> {
        let theme = Theme::of(ui);
        match &self.known {
            None => said(ui, "Reading it…"),
            Some((_, Err(why))) => {
                let words = TypeStyle::Ui.text(why).color(theme.danger.ink);
                ui.add(Label::new(words).wrap());
            }
            Some((_, Ok(sight))) => head(ui, &theme, &sight.forecast),
        }
        let mut answer = self.base(ui);
        if let Some((_, Ok(sight))) = &self.known {
            if !sight.foreign.is_empty() {
                section(ui, "What their tags are here", None);
                tag_table::ui(ui, &sight.foreign, tagset, &mut self.form.tags);
            }
            ui.add_space(theme.space.s3);
            list(ui, sight);
        }
        sheet::buttons(ui, |ui| {
            let ready = self.is_ready();
            let nothing = |it: &MergeSight| it.forecast.is_empty() && it.kept.is_none();
            let empty = matches!(&self.known, Some((_, Ok(sight))) if nothing(sight));
            let merge = ui.add_enabled(ready && !empty, Button::primary("Merge"));
            let merge = merge.on_hover_text("One step, which can be undone");
            let cancel = ui.add(Button::plain("Cancel"));
            let first = if empty { &cancel } else { &merge };
            if ready || self.known.is_some() {
                focus_once(first, &mut self.came);
            }
            if merge.clicked() {
                answer = Some(MergeAnswer::Merge);
            } else if cancel.clicked() {
                answer = Some(MergeAnswer::Cancel);
            }
        });
        answer
    }

    /// Which version both grew out of.
    fn base(&mut self, ui: &mut Ui) -> Option<MergeAnswer> {
        let (_, Ok(sight)) = self.known.as_ref()? else {
            return None;
        };
        if self.own {
            let words = match sight.base {
                Some(_) => "Both grew out of the file as you opened or saved it last.",
                None => "It is not known what both grew out of, so that whatever differs counts.",
            };
            said(ui, words);
            return None;
        }
        let theme = Theme::of(ui);
        ui.add_space(theme.space.s2);
        said(ui, "The version that both grew out of");
        let none = "none: whatever differs counts";
        let file = "another file…";
        let named = sight.bases.iter().map(|it| it.0.as_str());
        let values: Vec<&str> = std::iter::once(none).chain(named).chain([file]).collect();
        let now = sight.base.map_or(0, |place| place + 1);
        let label = "The version that both grew out of";
        let picked = choice(ui, label, &values, Some(now)).inner;
        if sight.base.is_none() {
            said(
                ui,
                "Without one, what only one of you has is kept, and what both have in different ways is in conflict.",
            );
        } else if let Some(doubt) = &sight.doubt {
            let words = TypeStyle::Ui.text(doubt).color(theme.warning.ink);
            ui.add(Label::new(words).wrap());
        } else if sight.forecast.deleted > 0 {
            said(
                ui,
                "What is gone from their file since then goes here too. If they never had it, choose another version, or none.",
            );
        }
        match picked? {
            0 => self.form.base = BaseWish::None,
            place if place + 1 == values.len() => return Some(MergeAnswer::ChooseBase),
            place => {
                let wish = sight.bases.get(place - 1).map(|it| it.1.clone());
                self.form.base = wish.unwrap_or_default();
            }
        }
        None
    }
}

/// How much would be new, changed, gone, in conflict.
fn head(ui: &mut Ui, theme: &Theme, forecast: &Forecast) {
    let words = match forecast.is_empty() {
        true => "It holds nothing that is not here.".to_owned(),
        false => forecast.to_string(),
    };
    let words = TypeStyle::UiStrong.text(words).color(theme.text.primary);
    ui.add(Label::new(words).wrap());
    if forecast.conflicts > 0 {
        said(
            ui,
            "Of what both changed in different ways one reading stands, and both are kept to be settled in a review.",
        );
    }
}

/// Everything that would change, in words, article by article.
fn list(ui: &mut Ui, sight: &MergeSight) {
    let theme = Theme::of(ui);
    let parts = &sight.forecast.parts;
    if parts.is_empty() && sight.said.is_empty() {
        return;
    }
    well(ui, |ui| {
        ScrollArea::vertical()
            .id_salt("changes")
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.set_min_width(ui.available_width());
                for sentence in &sight.said {
                    said(ui, &escaped(sentence));
                }
                let mut left = MOST_LINES;
                for part in parts {
                    left = lines(ui, &theme, part, left);
                }
                let all = parts.iter().map(|it| it.conflicts.len() + it.changes.len());
                let more = all.sum::<usize>().saturating_sub(MOST_LINES);
                if more > 0 {
                    said(ui, &format!("… and {} more", excerpt::grouped(more)));
                }
            });
    });
}

/// The sentences of a part, conflicts first. Returns how many more may be listed.
fn lines(ui: &mut Ui, theme: &Theme, part: &Part, left: usize) -> usize {
    if left == 0 {
        return 0;
    }
    let title = part.title.as_deref().unwrap_or("The project as a whole");
    let words = TypeStyle::UiStrong.text(escaped(title));
    ui.add(Label::new(words.color(theme.text.primary)).truncate());
    for conflict in part.conflicts.iter().take(left) {
        let words = format!("Conflict: {}", escaped(conflict));
        let words = TypeStyle::Ui.text(words).color(theme.warning.ink);
        ui.add(Label::new(words).wrap());
    }
    let left = left.saturating_sub(part.conflicts.len());
    for change in part.changes.iter().take(left) {
        said(ui, &escaped(change));
    }
    ui.add_space(theme.space.s2);
    left.saturating_sub(part.changes.len())
}
