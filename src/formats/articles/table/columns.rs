//! The columns of a table: which is the text, which the title.

use super::rows::{Source, WHAT};
use crate::formats::articles::facts::known_name;
use crate::formats::articles::prose::one_line;
use crate::formats::articles::{ArticleError, How};
use crate::formats::excerpt;

/// Names of a column that holds texts, the likeliest first.
const TEXTS: [&str; 24] = [
    "text",
    "full_text",
    "fulltext",
    "article_text",
    "body",
    "article_body",
    "content",
    "maintext",
    "main_text",
    "article",
    "story",
    "document",
    "doc",
    "texte",
    "текст",
    "post",
    "tweet",
    "message",
    "comment",
    "paragraph",
    "sentence",
    "abstract",
    "summary",
    "description",
];

/// A sample of a column, in code points.
const SAMPLE: usize = 80;

/// One column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name; «column 3» if it has none.
    pub name: String,
    /// In how many rows it is not empty.
    pub filled: usize,
    /// How many code points its cells have on average, those that are not empty.
    pub length: usize,
    /// The start of its first cell that is not empty.
    pub sample: String,
}

/// The columns of a table, and what they are taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableColumns {
    /// The columns, in their order.
    pub columns: Vec<Column>,
    /// How many rows there are.
    pub rows: usize,
    /// The place of the column that is the text.
    pub text: Option<usize>,
    /// The place of the column that is the title.
    pub title: Option<usize>,
    /// Whether there is no doubt which column is the text.
    pub certain: bool,
}

impl TableColumns {
    /// The name of a column.
    pub fn name(&self, at: usize) -> &str {
        self.columns
            .get(at)
            .map_or("", |column| column.name.as_str())
    }

    /// Chooses the columns that are asked for, and the likeliest where none is.
    pub(super) fn choose(&mut self, how: &How<'_>) -> Result<(), ArticleError> {
        self.guess();
        if let Some(name) = how.text_column {
            self.text = Some(self.find(name)?);
            self.certain = true;
        }
        if let Some(name) = how.title_column {
            self.title = Some(self.find(name)?);
        }
        if self.title == self.text && how.title_column.is_none() {
            self.title = None;
        }
        if self.text.is_none() {
            return Err(ArticleError::NoTextColumn(Box::new(self.clone())));
        }
        Ok(())
    }

    /// What the columns were taken for, in words.
    pub(super) fn said(&self) -> String {
        let text = self.text.map(|at| self.name(at)).unwrap_or_default();
        let doubt = if self.certain {
            ""
        } else {
            ", the likeliest one"
        };
        match self.title.map(|at| self.name(at)) {
            Some(title) => {
                format!("took the column «{text}» as the text{doubt}, and «{title}» as the title")
            }
            None => format!("took the column «{text}» as the text{doubt}"),
        }
    }

    fn find(&self, name: &str) -> Result<usize, ArticleError> {
        let same = |column: &Column| column.name == name;
        let alike = |column: &Column| column.name.eq_ignore_ascii_case(name.trim());
        let found = self.columns.iter().position(same);
        let found = found.or_else(|| self.columns.iter().position(alike));
        found.ok_or_else(|| ArticleError::NoColumn {
            name: name.to_owned(),
            names: self.listed(),
        })
    }

    /// The names of the columns in a sentence; of many, the first.
    pub fn listed(&self) -> String {
        let names = self
            .columns
            .iter()
            .take(20)
            .map(|column| excerpt(&one_line(&column.name), 40));
        names.collect::<Vec<_>>().join(", ")
    }

    fn guess(&mut self) {
        let filled = |column: &&(usize, &Column)| column.1.filled > 0;
        let columns: Vec<(usize, &Column)> = self.columns.iter().enumerate().collect();
        let named: Vec<usize> = TEXTS
            .iter()
            .filter_map(|wanted| {
                let found = columns
                    .iter()
                    .filter(filled)
                    .find(|(_, column)| plain(&column.name) == *wanted);
                found.map(|(at, _)| *at)
            })
            .collect();
        let longest = columns
            .iter()
            .filter(filled)
            .max_by_key(|(at, column)| (column.length, usize::MAX - at));
        let long = longest
            .filter(|(_, column)| column.length >= 30)
            .map(|(at, _)| *at);
        let text = named.first().copied().or(long);
        let length = |at: usize| self.columns.get(at).map_or(0, |column| column.length);
        // Another column that is nearly as long, or longer, may be meant as well.
        let rivals = text.map_or(0, |text| {
            let half = length(text) / 2;
            let rival = |at: usize| at != text && length(at) >= 40 && length(at) > half;
            (0..self.columns.len()).filter(|at| rival(*at)).count()
        });
        let title = columns
            .iter()
            .filter(filled)
            .find(|(at, column)| Some(*at) != text && known_name(&column.name) == Some("title"));
        let title = title.map(|(at, _)| *at);
        self.certain = text.is_some() && rivals == 0;
        (self.text, self.title) = (text, title);
    }
}

/// Whether a name is one that columns of texts have.
pub(super) fn is_known(name: &str) -> bool {
    known_name(name).is_some() || TEXTS.contains(&plain(name).as_str()) || plain(name) == "id"
}

/// Looks over the columns.
pub(super) fn of(source: &Source<'_>) -> Result<TableColumns, ArticleError> {
    let names = source.names();
    let mut columns: Vec<Column> = names
        .iter()
        .map(|name| Column {
            name: name.clone(),
            filled: 0,
            length: 0,
            sample: String::new(),
        })
        .collect();
    let mut rows = 0;
    source.each(&mut |row| {
        rows += 1;
        for (at, words) in row {
            let Some(column) = columns.get_mut(*at) else {
                continue;
            };
            if column.filled == 0 {
                column.sample = excerpt(&one_line(words), SAMPLE);
            }
            column.filled += 1;
            column.length += words.chars().count();
        }
    });
    for column in &mut columns {
        column.length = column.length.checked_div(column.filled).unwrap_or(0);
    }
    if rows == 0 || columns.iter().all(|column| column.filled == 0) {
        let why = "it has no rows with words".to_owned();
        return Err(ArticleError::unusable(
            WHAT,
            why,
            "look whether it is the right file",
        ));
    }
    Ok(TableColumns {
        columns,
        rows,
        text: None,
        title: None,
        certain: false,
    })
}

fn plain(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '-'], "_")
}
