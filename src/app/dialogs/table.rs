//! Which columns of a table are the text and the title of an article.

use std::path::PathBuf;
use std::sync::Arc;

use egui::{Context, Label, ScrollArea, Ui};

use super::sheet::{self, focus_once, said, sheet, well};
use crate::app::excerpt;
use crate::app::fonts::TypeStyle;
use crate::app::theme::Theme;
use crate::app::widgets::button::Button;
use crate::app::widgets::choice::choice;
use crate::formats::articles::{Opened, TableColumns};
use crate::store::shown;

/// So many rows are shown as they will be read.
const ROWS: usize = 8;

/// A file that holds a table of texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableFile {
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

/// The question for the columns.
#[derive(Debug)]
pub struct TableDialog {
    table: Arc<TableFile>,
    opened: Opened,
    columns: TableColumns,
    error: Option<String>,
    came: bool,
}

/// What the user said.
#[derive(Debug)]
pub enum TableAnswer {
    /// To read the table with these columns and show how that is.
    Look(Columns),
    /// To add the articles as they are shown.
    Add,
    /// To add nothing.
    Cancel,
}

impl TableDialog {
    /// The question about a table that was read; nothing if it was none.
    pub fn new(table: Arc<TableFile>, opened: Opened) -> Option<Self> {
        let columns = opened.table.clone()?;
        Some(Self {
            table,
            opened,
            columns,
            error: None,
            came: false,
        })
    }

    /// The table that is asked about.
    pub fn table(&self) -> &Arc<TableFile> {
        &self.table
    }

    /// How it reads with the columns that were chosen.
    pub fn looked(&mut self, table: &Arc<TableFile>, opened: Opened) -> bool {
        if !Arc::ptr_eq(&self.table, table) {
            return false;
        }
        self.columns = opened.table.clone().unwrap_or_else(|| self.columns.clone());
        self.opened = opened;
        self.error = None;
        true
    }

    /// Why it cannot be read with the columns that were chosen.
    pub fn refused(&mut self, why: String) {
        self.error = Some(why);
    }

    /// What was read, to be added.
    pub fn into_opened(self) -> (Arc<TableFile>, Opened) {
        (self.table, self.opened)
    }

    /// Shows the question; returns the answer once there is one.
    pub fn ui(&mut self, ctx: &Context) -> Option<TableAnswer> {
        let name = self.table.path.file_name().unwrap_or_default();
        let title = format!("Articles from {}", shown(name.as_ref()));
        let shown = sheet(ctx, "table", &title, |ui| self.body(ui));
        shown.or_cancelled(TableAnswer::Cancel)
    }

    fn body(&mut self, ui: &mut Ui) -> Option<TableAnswer> {
        let theme = Theme::of(ui);
        let rows = excerpt::count(self.columns.rows, "row", "rows");
        said(
            ui,
            &format!("This is a table of {rows}, each of which becomes an article."),
        );
        ui.add_space(theme.space.s3);
        let looks = self.choices(ui);
        ui.add_space(theme.space.s3);
        if let Some(error) = &self.error {
            let words = TypeStyle::Ui.text(error).color(theme.danger.ink);
            ui.add(Label::new(words).wrap());
        }
        self.preview(ui, &theme);
        let articles = excerpt::count(self.opened.readings.len(), "article", "articles");
        let answer = sheet::buttons(ui, |ui| {
            let ready = self.error.is_none();
            let label = format!("Add {articles}");
            let add = ui.add_enabled(ready, Button::primary(&label));
            focus_once(&add, &mut self.came);
            if add.clicked() {
                return Some(TableAnswer::Add);
            }
            let cancel = ui.add(Button::plain("Cancel"));
            cancel.clicked().then_some(TableAnswer::Cancel)
        });
        answer.or(looks.map(TableAnswer::Look))
    }

    /// The two choices. Returns the columns if others were chosen.
    fn choices(&self, ui: &mut Ui) -> Option<Columns> {
        let of = &self.columns;
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

    /// The first articles as they will be.
    fn preview(&self, ui: &mut Ui, theme: &Theme) {
        well(ui, |ui| {
            ScrollArea::vertical()
                .id_salt("rows")
                .auto_shrink(false)
                .show(ui, |ui| {
                    for reading in self.opened.readings.iter().take(ROWS) {
                        let title = TypeStyle::UiStrong.text(&reading.title);
                        ui.add(Label::new(title.color(theme.text.primary)).truncate());
                        let words = TypeStyle::QuoteSmall.text(excerpt::of(&reading.text));
                        ui.add(Label::new(words.color(theme.text.secondary)).truncate());
                    }
                });
        });
    }
}
