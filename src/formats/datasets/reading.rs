//! How files of a format are read.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use encoding_rs::{Encoding, UTF_8};

use super::gather::Gather;
use super::package::MANIFEST;
use super::{DatasetError, Files, Format, Mapping, Unit};
use crate::formats::Problem;
use crate::project::{Id, Project, Tagset};

impl Format {
    /// Reads files as a project on a tagset, which grows by what they add. Files that are handed over
    /// take no memory any more while the project is put together.
    ///
    /// # Errors
    /// Says why, if there is no article in them at all. What else cannot be used is a problem of
    /// the result.
    pub fn decode(
        &self,
        files: impl Borrow<Files>,
        how: &Import<'_>,
    ) -> Result<Imported, DatasetError> {
        let read = self.read.ok_or(DatasetError::NotRead(self.name))?;
        let unit = how.unit.or(self.unit).unwrap_or(Unit::Chars);
        let mut gather = Gather::new(how, unit);
        let before = gather.article_count();
        read(&mut gather, files.borrow());
        drop(files);
        if gather.touched() {
            return gather.finish();
        }
        debug_assert_eq!(before, gather.article_count());
        Err(match gather.first_fault() {
            Some(fault) => DatasetError::NoRecord(Box::new(fault)),
            None => DatasetError::Empty,
        })
    }
}

/// Takes out of the files of a folder what is written about the dataset and is no part of it: its
/// README, its licence, how to cite it, and the manifest of an export. A text beside an annotation file
/// of its name is an article, whatever it is called.
pub fn drop_papers(files: &mut Files) {
    const PAPERS: [&str; 5] = ["readme", "license", "licence", "copying", "citation"];
    let is_paper = |name: &String| {
        let file = name.rsplit('/').next().unwrap_or(name);
        let (stem, ending) = file.rsplit_once('.').unwrap_or((file, ""));
        let (stem, ending) = (stem.to_lowercase(), ending.to_lowercase());
        let read_by_people = matches!(ending.as_str(), "" | "md" | "txt" | "rst" | "cff" | "bib");
        let named = PAPERS.iter().any(|paper| stem.starts_with(paper));
        file == MANIFEST || (read_by_people && named)
    };
    let annotated = |name: &String| {
        let stem = name.strip_suffix(".txt");
        stem.is_some_and(|stem| files.contains_key(&format!("{stem}.ann")))
    };
    let papers = files
        .keys()
        .filter(|name| is_paper(name) && !annotated(name));
    for name in papers.cloned().collect::<Vec<_>>() {
        files.remove(&name);
    }
}

/// The bytes of a file that says of itself that it is UTF-16, as spreadsheets write tables, in UTF-8; any
/// others as they are.
pub fn in_utf8(bytes: Vec<u8>) -> Vec<u8> {
    let known = Encoding::for_bom(&bytes).filter(|(encoding, _)| *encoding != UTF_8);
    let Some((encoding, mark)) = known else {
        return bytes;
    };
    let words = bytes.get(mark..).unwrap_or_default();
    let decoded = encoding.decode_without_bom_handling_and_without_replacement(words);
    decoded.map_or_else(|| bytes.clone(), |text| text.into_owned().into_bytes())
}

/// How files are read.
#[derive(Clone, Copy, Debug)]
pub struct Import<'a> {
    /// The tagset to start from.
    pub tagset: &'a Tagset,
    /// The project that the marks are added to; its tagset is started from then. An article with
    /// the same text takes them, any other is added.
    pub into: Option<&'a Project>,
    /// Who made the marks and links that name nobody.
    pub annotator: Option<&'a str>,
    /// What offsets count, if not what the format says.
    pub unit: Option<Unit>,
    /// What foreign tags and links become.
    pub mapping: Option<&'a Mapping>,
}

impl<'a> Import<'a> {
    /// Into a new project, in the format's own unit, every tag as it is.
    pub fn new(tagset: &'a Tagset) -> Self {
        Self {
            tagset,
            into: None,
            annotator: None,
            unit: None,
            mapping: None,
        }
    }
}

/// A dataset that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The project; its `check()` is empty.
    pub project: Project,
    /// What could not be used, what was changed or added, in the order of the files.
    pub problems: Vec<Problem>,
    /// How many marks, links, mentions and values could not be used and are not in the project.
    pub left_out: usize,
    /// The tags of the files as they stand there, and how many marks have each.
    pub foreign_tags: BTreeMap<String, usize>,
    /// The kinds of link of the files, in the same way.
    pub foreign_links: BTreeMap<String, usize>,
}

/// How what is said ends of a mark or a link that is there already.
pub const KEPT_ONCE: &str = "one of the two was kept";

/// What is said of a tag that the tagset did not know.
pub fn said_of_new_tag(tag: &Id) -> String {
    format!("tag {tag:?} is new and was added to the tagset")
}
