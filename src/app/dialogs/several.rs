//! Which articles of a file that holds several come in; of a table, which of its columns are the
//! text and the title.

use std::collections::{BTreeSet, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;

use egui::{Align, Context, Label, Layout, ScrollArea, Ui, vec2};

use super::sheet::{self, focus_once, said, sheet, well};
use crate::app::excerpt;
use crate::app::fonts::TypeStyle;
use crate::app::theme::Theme;
use crate::app::widgets::button::Button;
use crate::app::widgets::check::cell_check;
use crate::app::widgets::choice::choice;
use crate::app::widgets::link::action_link;
use crate::app::widgets::reading_order::line_label;
use crate::formats::articles::{Opened, Reading, TableColumns, kinds};
use crate::store::shown;

/// A file that holds several articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticlesFile {
    /// Where it stands.
    pub path: PathBuf,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The columns that were chosen, by their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// The text.
    pub text: String,
    /// The title, if there is one.
    pub title: Option<String>,
}

/// The question which articles come in.
#[derive(Debug)]
pub struct SeveralDialog {
    file: Arc<ArticlesFile>,
    opened: Opened,
    columns: Option<TableColumns>,
    /// The articles that are left out, by their places.
    left_out: BTreeSet<usize>,
    error: Option<String>,
    came: bool,
}

/// The questions of a drop of many files, one after the other.
#[derive(Debug, Default)]
pub struct Questions {
    dialogs: VecDeque<SeveralDialog>,
}

/// What the user said.
#[derive(Debug)]
pub enum SeveralAnswer {
    /// To read the table with these columns and show how that is.
    Look(Columns),
    /// To add the articles that are ticked.
    Add,
    /// To add nothing of this file.
    Cancel,
}

impl Questions {
    /// Asks about one more file, once those before it are answered.
    pub fn ask(&mut self, file: Arc<ArticlesFile>, opened: Opened) {
        self.dialogs.push_back(SeveralDialog::new(file, opened));
    }

    /// Whether something is asked.
    pub fn are_open(&self) -> bool {
        !self.dialogs.is_empty()
    }

    /// The question that is asked now.
    pub fn current(&mut self) -> Option<&mut SeveralDialog> {
        self.dialogs.front_mut()
    }

    /// Takes the question that was answered, so that the next is asked.
    pub fn take(&mut self) -> Option<SeveralDialog> {
        self.dialogs.pop_front()
    }

    /// Shows the question; returns the answer once there is one.
    pub fn ui(&mut self, ctx: &Context) -> Option<SeveralAnswer> {
        let more = self.dialogs.len().saturating_sub(1);
        self.current()?.ui(ctx, more)
    }
}

impl SeveralDialog {
    /// The question about a file that was read.
    pub fn new(file: Arc<ArticlesFile>, opened: Opened) -> Self {
        Self {
            file,
            columns: opened.table.clone(),
            opened,
            left_out: BTreeSet::new(),
            error: None,
            came: false,
        }
    }

    /// The file that is asked about.
    pub fn file(&self) -> &Arc<ArticlesFile> {
        &self.file
    }

    /// How the table reads with the columns that were chosen.
    pub fn looked(&mut self, file: &Arc<ArticlesFile>, opened: Opened) {
        if Arc::ptr_eq(&self.file, file) {
            self.columns = opened.table.clone().or(self.columns.take());
            self.opened = opened;
            self.left_out.clear();
            self.error = None;
        }
    }

    /// Why it cannot be read with the columns that were chosen.
    pub fn refused(&mut self, why: String) {
        self.error = Some(why);
    }

    /// Whether the file holds only one article.
    pub fn holds_one(&self) -> bool {
        self.opened.readings.len() == 1
    }

    /// The file, and the articles that are to be added.
    pub fn into_readings(self) -> (Arc<ArticlesFile>, Vec<Reading>) {
        let all = self.opened.readings.into_iter().enumerate();
        let wanted = all.filter(|(at, _)| !self.left_out.contains(at));
        (self.file, wanted.map(|(_, reading)| reading).collect())
    }

    /// Shows the question; so many files come after it. Returns the answer once there is one.
    fn ui(&mut self, ctx: &Context, more: usize) -> Option<SeveralAnswer> {
        let name = self.file.path.file_name().unwrap_or_default();
        let title = format!("Articles from {}", shown(name.as_ref()));
        let shown = sheet(ctx, "several", &title, |ui| self.body(ui, more));
        shown.or_cancelled(SeveralAnswer::Cancel)
    }

    fn body(&mut self, ui: &mut Ui, more: usize) -> Option<SeveralAnswer> {
        let theme = Theme::of(ui);
        said(ui, &self.what());
        ui.add_space(theme.space.s3);
        let columns = self.columns.as_ref();
        let looks = columns.and_then(|columns| choices(ui, columns));
        ui.add_space(theme.space.s3);
        if let Some(error) = &self.error {
            let words = TypeStyle::Ui.text(error).color(theme.danger.ink);
            ui.add(Label::new(words).wrap());
        }
        self.ticks(ui, &theme);
        self.list(ui, &theme);
        if more > 0 {
            let come = match more {
                1 => "1 more file of articles comes".to_owned(),
                more => format!("{more} more files of articles come"),
            };
            said(ui, &format!("{come} after this one."));
        }
        let wanted = self.opened.readings.len() - self.left_out.len();
        let articles = excerpt::count(wanted, "article", "articles");
        let answer = sheet::buttons(ui, |ui| {
            let ready = self.error.is_none() && wanted > 0;
            let label = format!("Add {articles}");
            let add = ui.add_enabled(ready, Button::primary(&label));
            focus_once(&add, &mut self.came);
            if add.clicked() {
                return Some(SeveralAnswer::Add);
            }
            let label = match more {
                0 => "Cancel",
                _ => "Leave it out",
            };
            let cancel = ui.add(Button::plain(label));
            cancel.clicked().then_some(SeveralAnswer::Cancel)
        });
        answer.or(looks.map(SeveralAnswer::Look))
    }

    /// What the file is, in a sentence or two.
    fn what(&self) -> String {
        if let Some(columns) = &self.columns {
            let rows = excerpt::count(columns.rows, "row", "rows");
            let empty = columns.rows.saturating_sub(self.opened.readings.len());
            let each = match empty {
                0 => ", each of which becomes an article.".to_owned(),
                1 => ". One of them has no words in that column and is left out.".to_owned(),
                _ => {
                    let empty = excerpt::grouped(empty);
                    format!(". {empty} of them have no words in that column and are left out.")
                }
            };
            return format!("This is a table of {rows}{each}");
        }
        let mut formats = kinds::FORMATS.iter();
        let format = formats.find(|format| format.name == self.opened.format);
        let (about, without) = format.map_or(("", ""), |it| (it.about, it.leaves_out));
        let articles = excerpt::count(self.opened.readings.len(), "article", "articles");
        let left_out = match without {
            "" => String::new(),
            what => format!(" Left out: {what}."),
        };
        format!("Read as {about}: {articles}.{left_out}")
    }

    /// Ticks all or none at once.
    fn ticks(&mut self, ui: &mut Ui, theme: &Theme) {
        let all = self.opened.readings.len();
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme.space.s4;
            if action_link(ui, "Tick all").clicked() {
                self.left_out.clear();
            }
            if action_link(ui, "Tick none").clicked() {
                self.left_out = (0..all).collect();
            }
        });
        ui.add_space(theme.space.s2);
    }

    /// The articles as they will be, each with its tick.
    fn list(&mut self, ui: &mut Ui, theme: &Theme) {
        let Self {
            opened, left_out, ..
        } = self;
        let readings = &opened.readings;
        well(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let height = row_height(theme);
            ScrollArea::vertical()
                .id_salt("articles")
                .auto_shrink(false)
                .show_rows(ui, height, readings.len(), |ui, rows| {
                    let shown = readings.iter().enumerate();
                    for (at, reading) in shown.skip(rows.start).take(rows.len()) {
                        let mut on = !left_out.contains(&at);
                        let ticked = ui.push_id(at, |ui| row(ui, theme, reading, &mut on));
                        match (ticked.inner, on) {
                            (true, true) => drop(left_out.remove(&at)),
                            (true, false) => drop(left_out.insert(at)),
                            (false, _) => {}
                        }
                    }
                });
        });
    }
}

/// An article with its tick. Says whether that was changed.
fn row(ui: &mut Ui, theme: &Theme, reading: &Reading, on: &mut bool) -> bool {
    let size = vec2(ui.available_width(), row_height(theme));
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_height(size.y);
        let ticked = cell_check(ui, on, &reading.title, theme.size.control);
        ui.with_layout(Layout::top_down(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.add_space(theme.space.s2);
            let (first, second) = (theme.text.primary, theme.text.secondary);
            line_label(ui, &reading.title, TypeStyle::UiStrong, first);
            let words = excerpt::of(&reading.text);
            line_label(ui, &words, TypeStyle::QuoteSmall, second);
        });
        ticked.changed()
    })
    .inner
}

/// Two lines, and what keeps them from those above and below.
fn row_height(theme: &Theme) -> f32 {
    let lines = TypeStyle::UiStrong.line_height() + TypeStyle::QuoteSmall.line_height();
    lines + 2.0 * theme.space.s2
}

/// The choices of the columns of a table. Returns them if others were chosen.
fn choices(ui: &mut Ui, of: &TableColumns) -> Option<Columns> {
    let named = |at: usize| {
        let column = of.columns.get(at);
        column.map_or_else(String::new, |column| match column.sample.as_str() {
            "" => column.name.clone(),
            sample => format!("{}: {}", column.name, excerpt::of(sample)),
        })
    };
    let names: Vec<String> = (0..of.columns.len()).map(named).collect();
    let texts: Vec<&str> = names.iter().map(String::as_str).collect();
    said(ui, "The column that is the text");
    let text = choice(ui, "Text", &texts, of.text).inner;
    let titles: Vec<&str> = std::iter::once("none: the first line of the text")
        .chain(texts.iter().copied())
        .collect();
    said(ui, "The column that is the title");
    let now = of.title.map_or(0, |at| at + 1);
    let title = choice(ui, "Title", &titles, Some(now)).inner;
    if text.is_none() && title.is_none() {
        return None;
    }
    let title = title.map_or(of.title, |at| at.checked_sub(1));
    Some(Columns {
        text: of.name(text.or(of.text)?).to_owned(),
        title: title.map(|at| of.name(at).to_owned()),
    })
}
