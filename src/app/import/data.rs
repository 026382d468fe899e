//! What the window of the import shows: what a dataset becomes, in counts and rows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::app::excerpt;
use crate::formats::Problem;
use crate::formats::datasets::{Format, Imported, KEPT_ONCE, Mapping, Unit, said_of_new_tag};
use crate::formats::tagset_file::default_tagset;
use crate::project::{Annotation, Entry, Id, Project, Tag, Tagset};

/// So many marks are shown as they come in.
const ROWS: usize = 40;
/// So many new tags are named.
const TAGS: usize = 20;

/// How a dataset is read.
#[derive(Clone, Debug)]
pub struct Form {
    /// As what.
    pub format: &'static Format,
    /// Who made what names nobody; empty for nobody.
    pub annotator: String,
    /// What positions count, if not what the format says.
    pub unit: Option<Unit>,
    /// What tags and links become.
    pub mapping: Mapping,
    /// Whether it joins the open project, once that was decided.
    pub join: Option<bool>,
}

/// What a dataset becomes.
#[derive(Clone, Debug, PartialEq)]
pub struct Prospect {
    /// The project, problems, counts.
    pub imported: Imported,
    /// How many of its articles are in the open project.
    pub known: usize,
    /// How many articles come in that are not in it.
    pub articles: usize,
    /// How many marks come in.
    pub marks: usize,
    /// How many links come in.
    pub links: usize,
    /// The first marks that come in.
    pub rows: Vec<MarkRow>,
    /// The tags that are added to the tagset.
    pub new_tags: Vec<Tag>,
    /// It would leave the open project, which it joins, as it is.
    pub is_all_here: bool,
}

/// A mark as it comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkRow {
    /// The tag that it gets.
    pub tag: Id,
    /// Its words.
    pub words: String,
    /// The title of its article.
    pub article: String,
}

/// What a foreign tag or kind of link can become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Becomes {
    /// What people read.
    pub words: String,
    /// What the mapping holds for it; none leaves it out.
    pub to: Option<String>,
}

impl Form {
    /// As the format says.
    pub fn new(format: &'static Format) -> Self {
        Self {
            format,
            annotator: String::new(),
            unit: None,
            mapping: Mapping::default(),
            join: None,
        }
    }

    /// Whether it joins the open project.
    pub fn joins(&self) -> bool {
        self.join == Some(true)
    }
}

impl PartialEq for Form {
    fn eq(&self, other: &Self) -> bool {
        self.format.name == other.format.name
            && self.annotator == other.annotator
            && self.unit == other.unit
            && self.mapping == other.mapping
            && self.join == other.join
    }
}

impl Prospect {
    /// What was read, beside the open project, which it has grown from if it `joined` it.
    pub fn of(imported: Imported, open: Option<&Project>, joined: bool) -> Self {
        let texts = open.map(|project| {
            let entries = project.entries().iter();
            entries.map(|entry| (entry.article().text.digest(), &**entry))
        });
        let texts: BTreeMap<_, &Entry> = texts.into_iter().flatten().collect();
        let mut prospect = Self {
            known: 0,
            articles: 0,
            marks: 0,
            links: 0,
            rows: Vec::new(),
            new_tags: Vec::new(),
            is_all_here: joined && open == Some(&imported.project),
            imported,
        };
        let project = prospect.imported.project.clone();
        let before = match open.filter(|_| joined) {
            Some(open) => Arc::clone(open.tagset()),
            None => Arc::new(default_tagset()),
        };
        let tags = project.tagset().tags.iter();
        let new = tags.filter(|tag| before.tag(&tag.id).is_none());
        prospect.new_tags = new.cloned().collect();
        for entry in project.entries() {
            let here = texts.get(&entry.article().text.digest()).copied();
            // A project of its own gets all, whatever else is open.
            let known = here.filter(|_| joined);
            let grown = known.is_some_and(|known| {
                let links = known.links().len() < entry.links().len();
                links || known.annotations().len() < entry.annotations().len()
            });
            // A project that was joined holds articles of its own besides.
            if grown || !joined && here.is_some() {
                prospect.known += 1;
            }
            if known.is_none() {
                prospect.articles += 1;
            }
            let new = |id: &Id| known.is_none_or(|known| known.annotation(id).is_none());
            for mark in entry.in_text_order().filter(|mark| new(&mark.id)) {
                prospect.marks += 1;
                if prospect.rows.len() < ROWS {
                    prospect.rows.push(row(entry, mark));
                }
            }
            for link in entry.links().values() {
                if known.is_none_or(|known| !known.links().contains_key(&link.id)) {
                    prospect.links += 1;
                }
            }
        }
        prospect
    }

    /// How many names of the dataset a table says something of.
    pub fn named_in(&self, mapping: &Mapping) -> usize {
        let tags = self.imported.foreign_tags.keys();
        let tags = tags.filter(|name| mapping.tags.contains_key(*name));
        let links = self.imported.foreign_links.keys();
        let links = links.filter(|name| mapping.links.contains_key(*name));
        tags.count() + links.count()
    }

    /// «2 tags are new: Event, PER.»; nothing if none is.
    pub fn new_tags(&self) -> Option<String> {
        let names: Vec<&str> = self.new_tags.iter().map(|tag| tag.name.as_str()).collect();
        let are = match names.len() {
            0 => return None,
            1 => "1 tag is".to_owned(),
            many => format!("{} tags are", excerpt::grouped(many)),
        };
        let more = match names.len().saturating_sub(TAGS) {
            0 => String::new(),
            more => format!(" and {} more", excerpt::grouped(more)),
        };
        let first: Vec<&str> = names.into_iter().take(TAGS).collect();
        Some(format!("{are} new: {}{more}.", first.join(", ")))
    }

    /// What deserves a look before it comes in: not that tags are new, which is said of all at
    /// once, and not that each mark is here already where all of them are.
    pub fn problems(&self) -> Vec<&Problem> {
        let new: BTreeSet<String> = self
            .new_tags
            .iter()
            .map(|tag| said_of_new_tag(&tag.id))
            .collect();
        let is_said = |problem: &Problem| {
            let here = self.is_all_here && problem.what.ends_with(KEPT_ONCE);
            here || new.contains(&problem.what)
        };
        let problems = self.imported.problems.iter();
        problems.filter(|problem| !is_said(problem)).collect()
    }

    /// «2 articles, 31 marks, 12 links».
    pub fn summary(&self) -> String {
        let articles = excerpt::count(self.articles, "article", "articles");
        let marks = excerpt::count(self.marks, "mark", "marks");
        let links = excerpt::count(self.links, "link", "links");
        format!("{articles}, {marks}, {links}")
    }
}

fn row(entry: &Entry, mark: &Annotation) -> MarkRow {
    MarkRow {
        tag: mark.tag.clone(),
        words: excerpt::of_mark(mark, &entry.article().text),
        article: entry.article().title.clone(),
    }
}

/// What a tag of the files can become: itself, one of ours, nothing; and what it becomes `now`,
/// where a table says otherwise.
pub fn tag_becomes(tagset: &Tagset, foreign: &str, now: Option<&str>) -> Vec<Becomes> {
    let ours = tagset
        .offered()
        .map(|tag| (tag.id.as_str(), tag.name.as_str()));
    becomes("tag", ours, foreign, now)
}

/// What a kind of link of the files can become.
pub fn kind_becomes(tagset: &Tagset, foreign: &str, now: Option<&str>) -> Vec<Becomes> {
    let ours = tagset.links.iter();
    let ours = ours.map(|kind| (kind.id.as_str(), kind.name.as_str()));
    becomes("link", ours, foreign, now)
}

fn becomes<'a>(
    what: &str,
    ours: impl Iterator<Item = (&'a str, &'a str)>,
    foreign: &str,
    now: Option<&str>,
) -> Vec<Becomes> {
    let mut all: Vec<Becomes> = ours
        .map(|(id, name)| Becomes {
            words: name.to_owned(),
            to: Some(id.to_owned()),
        })
        .collect();
    for new in [Some(foreign), now].into_iter().flatten() {
        let to = Some(new.to_owned());
        if !all.iter().any(|known| known.to == to) {
            let words = format!("a new {what}, {new}");
            all.insert(0, Becomes { words, to });
        }
    }
    all.push(Becomes {
        words: "left out".to_owned(),
        to: None,
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::datasets::{format, jsonl};

    #[test]
    fn a_foreign_tag_becomes_itself_one_of_ours_or_nothing() {
        let words = |foreign: &str| -> Vec<String> {
            let all = tag_becomes(&default_tagset(), foreign, None);
            all.into_iter().map(|it| it.words).collect()
        };
        assert_eq!(words("PER").first().unwrap(), "a new tag, PER");
        assert_eq!(words("PER").last().unwrap(), "left out");
        assert_eq!(words("claim").len() + 1, words("PER").len());
        let by_table = tag_becomes(&default_tagset(), "PER", Some("person"));
        assert_eq!(by_table.first().unwrap().words, "a new tag, person");
    }

    #[test]
    fn only_what_is_new_to_the_open_project_is_counted() {
        let tagset = default_tagset();
        let read = |spans: &str| {
            let line = format!("{{\"id\":\"a\",\"text\":\"The dam.\",\"spans\":[{spans}]}}");
            jsonl::decode(line.as_bytes(), &tagset, None).unwrap()
        };
        let one = r#"{"id":"m","tag":"claim","fragments":[[0,3]]}"#;
        let two = r#"{"id":"n","tag":"claim","fragments":[[4,7]]}"#;
        let open = read(one).project;
        let both = read(&format!("{one},{two}"));
        let prospect = Prospect::of(both.clone(), Some(&open), true);
        let counts = (prospect.known, prospect.articles, prospect.marks);
        assert_eq!(counts, (1, 0, 1));
        assert_eq!(prospect.rows.first().unwrap().words, "dam");
        let beside = Prospect::of(both.clone(), Some(&open), false);
        assert_eq!(beside.known, 1);
        assert_eq!(beside.summary(), "1 article, 2 marks, 0 links");
        let alone = Prospect::of(both, None, false);
        assert_eq!(alone.summary(), "1 article, 2 marks, 0 links");
        assert!(!Form::new(format("jsonl").unwrap()).joins());
    }
}
