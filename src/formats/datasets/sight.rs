//! How an export will begin: the first lines of its files, as they will be written, and what is
//! lost.

use std::collections::BTreeSet;

use super::export::{Export, Lost};
use super::{DatasetError, Files};
use crate::project::{Id, Project};

/// A project of no more text than this is written whole for its first lines, in bytes.
const WHOLE: usize = 1 << 20;
/// Of a larger one, so much is written.
const BEGINNING: usize = 1 << 17;
/// So many files are shown.
const MOST_FILES: usize = 40;
/// So many lines of a file are shown.
const MOST_LINES: usize = 40;
/// So many characters of a line are shown.
const MOST_LETTERS: usize = 400;

/// What an export will look like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    /// Its first files.
    pub files: Vec<Beginning>,
    /// How many files there are; none if the project is so long that only its first articles were
    /// written.
    pub count: Option<usize>,
    /// What the format cannot hold, of the whole project.
    pub losses: Vec<Lost>,
    /// The articles that are in no part, because they nearly repeat articles of two.
    pub left_out: Vec<Id>,
}

/// The beginning of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beginning {
    /// Its name, with `/` between folders.
    pub name: String,
    /// Its first lines; none if it is no text.
    pub lines: Option<Vec<String>>,
    /// How many bytes it has, of which a longer project would have more.
    pub bytes: usize,
}

impl Export {
    /// How the export of a project will begin.
    ///
    /// # Errors
    /// As [`Export::encode`].
    pub fn sight(&self, project: &Project) -> Result<Sight, DatasetError> {
        let first = first_articles(project);
        let Some(first) = first else {
            let exported = self.encode(project)?;
            return Ok(Sight {
                files: beginnings(&exported.files),
                count: Some(exported.files.len()),
                losses: exported.written.losses,
                left_out: exported.written.left_out,
            });
        };
        let mut beginning = Self {
            package: None,
            ..self.clone()
        };
        beginning.options.articles = Some(first);
        Ok(Sight {
            files: beginnings(&beginning.encode(project)?.files),
            count: None,
            losses: self.losses(project),
            left_out: Vec::new(),
        })
    }
}

/// The first articles of a project that is too long to be written for a look.
fn first_articles(project: &Project) -> Option<BTreeSet<Id>> {
    let articles = project.entries().iter().map(|entry| entry.article());
    let len = |text: &crate::text::Text| text.as_str().len();
    if articles.clone().map(|it| len(&it.text)).sum::<usize>() <= WHOLE {
        return None;
    }
    let mut so_far = 0;
    let first = articles.take_while(|article| {
        let wanted = so_far < BEGINNING;
        so_far += len(&article.text);
        wanted
    });
    Some(first.map(|article| article.id.clone()).collect())
}

fn beginnings(files: &Files) -> Vec<Beginning> {
    let first = files.iter().take(MOST_FILES);
    first
        .map(|(name, bytes)| Beginning {
            name: name.clone(),
            lines: lines(bytes),
            bytes: bytes.len(),
        })
        .collect()
}

fn lines(bytes: &[u8]) -> Option<Vec<String>> {
    let whole = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let first = whole.split(|byte| *byte == b'\n').take(MOST_LINES);
    first.map(line).collect()
}

/// The beginning of a line; none if it is no text.
fn line(bytes: &[u8]) -> Option<String> {
    // No character takes more than four bytes.
    let head = bytes.get(..MOST_LETTERS * 4).unwrap_or(bytes);
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        // A character that is cut at the end is none that is wrong.
        Err(error) if error.error_len().is_none() && head.len() < bytes.len() => {
            std::str::from_utf8(head.get(..error.valid_up_to())?).ok()?
        }
        Err(_) => return None,
    };
    (!text.contains('\0')).then(|| crate::formats::excerpt(text, MOST_LETTERS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_has_no_lines_and_a_cut_character_is_no_fault() {
        assert_eq!(lines(b"PAR1\0\x15"), None);
        assert_eq!(lines(b"\xff\xfe"), None);
        let long = "é".repeat(MOST_LINES * MOST_LETTERS);
        let [first] = lines(long.as_bytes()).unwrap().try_into().unwrap();
        assert_eq!(first.chars().count(), MOST_LETTERS + 1);
        assert_eq!(lines(b"a\nb\n"), Some(vec!["a".to_owned(), "b".to_owned()]));
    }
}
