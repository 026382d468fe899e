//! What the window of the export shows: formats by what they are for, people, tags, losses in words.

use std::collections::BTreeMap;

use crate::app::excerpt;
use crate::app::seen::Seen;
use crate::formats::datasets::export::Lost;
use crate::formats::datasets::{self, FORMATS, Format};
use crate::project::Id;
use crate::project::tagset::Colour;
use crate::workbench::Workbench;

/// A format as it is offered.
#[derive(Clone, Copy, Debug)]
pub struct Offer {
    /// What it is for, with a capital.
    pub purpose: &'static str,
    /// Its name on the command line.
    pub name: &'static str,
    /// The format.
    pub format: Option<&'static Format>,
}

/// What the open project holds, counted once a state.
#[derive(Debug, Default)]
pub struct Facts {
    seen: Seen,
    /// Everybody who made a mark, and how many.
    pub people: Vec<(String, usize)>,
    /// The tags of the tagset that are offered or used.
    pub tags: Vec<TagFact>,
    /// How many articles there are.
    pub articles: usize,
    /// How many marks there are.
    pub marks: usize,
}

/// A tag and how many marks have it.
#[derive(Clone, Debug)]
pub struct TagFact {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Its letter.
    pub letter: String,
    /// Its colour.
    pub colour: Colour,
    /// How many marks have it.
    pub marks: usize,
}

impl Offer {
    /// The format of this name.
    pub fn of(name: &str) -> Self {
        let format = datasets::format(name).filter(|format| format.writes());
        format.map_or(
            Self {
                purpose: "",
                name: "",
                format: None,
            },
            Self::from,
        )
    }

    /// What it writes, in a few words: the format, a file or a folder, what positions count.
    pub fn about(&self) -> String {
        let Some(format) = self.format else {
            return String::new();
        };
        let counts = format.positions();
        let positions = counts.map(|counts| format!(" Positions count {counts}."));
        let positions = positions.unwrap_or_default();
        let mut letters = format.about.chars();
        let first = letters.next().map(char::to_uppercase).into_iter().flatten();
        let about: String = first.chain(letters).collect();
        format!("{about}.{positions}")
    }
}

impl From<&'static Format> for Offer {
    fn from(format: &'static Format) -> Self {
        Self {
            purpose: format.purpose,
            name: format.name,
            format: Some(format),
        }
    }
}

/// The formats that are written and whose purpose, name or description holds every word that is
/// typed, in the order of the table.
pub fn offers(typed: &str) -> Vec<Offer> {
    let typed = typed.to_lowercase();
    let fits = |format: &&Format| {
        let all = format!("{} {} {}", format.purpose, format.name, format.about).to_lowercase();
        format.writes() && typed.split_whitespace().all(|word| all.contains(word))
    };
    FORMATS.iter().filter(fits).map(Offer::from).collect()
}

impl Facts {
    /// Counts again, if the project changed.
    pub fn refresh(&mut self, workbench: &Workbench) {
        let seen = Seen::of(workbench);
        if self.seen == seen {
            return;
        }
        let project = workbench.project();
        let (mut people, mut tags) = (BTreeMap::new(), BTreeMap::new());
        let entries = project.entries().iter();
        for mark in entries.flat_map(|entry| entry.annotations().values()) {
            *people.entry(&mark.stamp.author).or_insert(0_usize) += 1;
            *tags.entry(&mark.tag).or_insert(0_usize) += 1;
        }
        let count = |id: &Id| tags.get(id).copied().unwrap_or_default();
        let all = project.tagset().tags.iter().map(|tag| TagFact {
            id: tag.id.clone(),
            name: tag.name.clone(),
            letter: tag.letter.to_string(),
            colour: tag.colour,
            marks: count(&tag.id),
        });
        *self = Self {
            seen,
            tags: all.collect(),
            articles: project.entries().len(),
            marks: project.mark_count(),
            people: people
                .into_iter()
                .map(|(name, marks)| (name.to_string(), marks))
                .collect(),
        };
    }

    /// «2 articles, 31 marks».
    pub fn summary(&self) -> String {
        let articles = excerpt::count(self.articles, "article", "articles");
        let marks = excerpt::count(self.marks, "mark", "marks");
        format!("{articles}, {marks}")
    }
}

/// A person as lists name them.
pub fn person(name: &str) -> &str {
    match name {
        "" => "not known",
        name => name,
    }
}

/// What is lost, and of whom where that is said.
pub fn lost(lost: &Lost) -> String {
    match &lost.of {
        Some(name) => format!("{}: {}", person(name), lost.loss.what),
        None => lost.loss.what.to_owned(),
    }
}

/// What is done instead. The table of formats speaks to the command line too. Where fewer than two
/// `people` made marks, nothing can be written «each separately».
pub fn instead(lost: &Lost, people: usize) -> String {
    let instead = lost.loss.instead;
    match instead.split_once("; --separately") {
        Some((alone, _)) if people < 2 => alone.to_owned(),
        _ => instead.replace("--separately", "«each separately»"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::datasets::{Feature, Loss};

    #[test]
    fn a_format_is_found_by_what_it_is_for_and_by_its_name() {
        let names = |typed: &str| -> Vec<&str> {
            let found = offers(typed).into_iter();
            found.map(|offer| offer.name).collect()
        };
        assert_eq!(names("paper"), ["html"]);
        assert_eq!(names("INCEpTION user"), ["cas-json"]);
        assert_eq!(names("brat")[0], "brat");
        assert_eq!(names("no such thing"), [""; 0]);
        let written = FORMATS.iter().filter(|format| format.writes());
        assert_eq!(names("").len(), written.count());
    }

    #[test]
    fn what_is_not_offered_is_not_advised() {
        let mut lacks = Offer::of("brat")
            .format
            .unwrap()
            .lacks
            .iter()
            .copied()
            .flatten();
        let authors = lacks.find(|(feature, _)| *feature == Feature::Authors);
        let loss = Loss {
            what: "annotators",
            count: 1,
            instead: authors.unwrap().1,
            marks: Vec::new(),
        };
        let lost = Lost { loss, of: None };
        assert_eq!(instead(&lost, 1), "left out");
        assert!(instead(&lost, 2).starts_with("left out; «each separately» writes"));
    }

    #[test]
    fn numbers_are_grouped() {
        let facts = Facts {
            articles: 1,
            marks: 180_000,
            ..Facts::default()
        };
        assert_eq!(facts.summary(), "1 article, 180,000 marks");
    }

    #[test]
    fn what_a_format_is_stands_in_a_sentence() {
        for format in FORMATS.iter().filter(|format| format.writes()) {
            let about = Offer::from(format).about();
            assert!(about.ends_with('.') && !about.contains(".."), "{about}");
        }
        let about = Offer::of("jsonl").about();
        assert!(
            about.ends_with("Positions count Unicode code points."),
            "{about}"
        );
    }
}
