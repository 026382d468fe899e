//! What the list of problems says.

use crate::app::excerpt;
use crate::app::seen::Seen;
use crate::formats::{Problem, Severity, project_file};
use crate::project::{Aside, Id, Project, Warning};
use crate::workbench::Workbench;

/// A problem that reading a file gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoadedProblem {
    /// Whether something could not be used; else it only deserves a look.
    pub error: bool,
    /// Where: file, line and column; may be empty.
    pub place: String,
    /// What is wrong and what to do, in a sentence.
    pub what: String,
}

impl LoadedProblem {
    /// A problem of a file of this name, as the formats give it.
    pub fn of(file: &str, problem: &Problem) -> Self {
        let numbers = [
            problem.line,
            problem.column.filter(|_| problem.line.is_some()),
        ];
        let numbers = numbers
            .into_iter()
            .flatten()
            .map(|number| number.to_string());
        let parts: Vec<String> = std::iter::once(file.to_owned()).chain(numbers).collect();
        Self {
            error: problem.severity == Severity::Error,
            place: parts.join(":"),
            what: problem.what.clone(),
        }
    }
}

/// Something that deserves a look, as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// What it is, in a sentence.
    pub what: String,
    /// The words of the mark that it is about; may be empty.
    pub words: String,
    /// The title of the article, where there are several; may be empty.
    pub article: String,
    /// The article and the mark that a click goes to.
    pub target: Option<(Id, Id)>,
}

/// What deserves a look, found once a state.
#[derive(Debug, Default)]
pub struct Looks {
    seen: Seen,
    count: usize,
    first: Vec<Look>,
    /// Which of the first parts that are aside can be put back.
    can_go_back: Vec<bool>,
}

/// As many problems of one kind as are listed; there is no use in more at a time.
pub const MOST: usize = 200;

/// Beyond so many marks looking for warnings at every step would be felt.
const MANY: usize = 20_000;

impl Looks {
    /// Brings the list up to date.
    pub fn refresh(&mut self, workbench: &Workbench) {
        let seen = Seen::of(workbench);
        if self.seen != seen {
            self.seen = seen;
            let project = workbench.project();
            let all = project.warnings();
            self.count = all.len();
            let first = all.iter().take(MOST);
            self.first = first.map(|warning| look(project, warning)).collect();
            let aside = project.aside().iter().take(MOST);
            self.can_go_back = aside.map(|part| can_go_back(project, part)).collect();
        }
    }

    /// Brings the list up to date unless the project is so large that this would be felt.
    pub fn refresh_if_cheap(&mut self, workbench: &Workbench) {
        if self.seen != Seen::of(workbench) && workbench.project().mark_count() <= MANY {
            self.refresh(workbench);
        }
    }

    /// Whether a part that is aside, by its place, can be put where its words stand.
    pub fn can_go_back(&self, place: usize) -> bool {
        self.can_go_back.get(place).is_some_and(|it| *it)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The first [`MOST`] of them, as the list shows them.
    pub fn first(&self) -> &[Look] {
        &self.first
    }
}

fn can_go_back(project: &Project, part: &Aside) -> bool {
    let entry = part.article.as_ref().and_then(|id| project.entry(id));
    entry.is_some_and(|entry| project_file::can_be_put_back(part, &entry.article().text))
}

fn look(project: &Project, warning: &Warning) -> Look {
    match warning {
        Warning::OddLink {
            article,
            link,
            kind,
        } => odd_link(project, article, link, kind),
        Warning::CutsGrapheme { article, mark } => {
            let what = "This mark cuts a character in two: move its ends";
            at_mark(project, article, mark, what.to_owned())
        }
        Warning::Times { article, mark } => {
            let what = "This mark was changed before it was made: a clock was wrong";
            at_mark(project, article, mark, what.to_owned())
        }
        Warning::MixedScripts {
            article,
            id,
            word,
            scripts: (one, other),
        } => {
            let why = format!("«{word}» mixes {one} and {other} letters");
            let what = format!("{why}: it may be another name than it looks like");
            match article {
                Some(article) => at_mark(project, article, id, what),
                None => nowhere(what),
            }
        }
        Warning::Unmentioned { name, .. } => nowhere(format!("No mark refers to «{name}»")),
    }
}

/// What is about no mark.
fn nowhere(what: String) -> Look {
    Look {
        what,
        words: String::new(),
        article: String::new(),
        target: None,
    }
}

fn odd_link(project: &Project, article: &Id, link: &Id, kind: &str) -> Look {
    let entry = project.entry(article);
    let found = entry.and_then(|entry| Some((entry, entry.link(link)?)));
    let Some((entry, link)) = found else {
        let what = format!("A link «{kind}» joins tags that it should not join");
        return nowhere(what);
    };
    let name = |mark: &Id| {
        let tag = &entry.annotation(mark)?.tag;
        Some(project.tagset().tag(tag)?.name.as_str())
    };
    let (from, to) = (name(&link.from), name(&link.to));
    let ends = format!("{} and {}", from.unwrap_or("?"), to.unwrap_or("?"));
    let what = format!("A link «{kind}» joins {ends}, which it should not");
    at_mark(project, article, &link.from, what)
}

fn at_mark(project: &Project, article: &Id, mark: &Id, what: String) -> Look {
    let entry = project.entry(article);
    let mark_here = entry.and_then(|entry| Some((entry, entry.annotation(mark)?)));
    let words = mark_here.map(|(entry, mark)| excerpt::of_mark(mark, &entry.article().text));
    let several = project.entries().len() > 1;
    Look {
        what,
        words: words.unwrap_or_default(),
        article: title(project, Some(article).filter(|_| several)),
        target: Some((article.clone(), mark.clone())),
    }
}

/// The title of an article, if it is there.
pub fn title(project: &Project, article: Option<&Id>) -> String {
    let entry = article.and_then(|id| project.entry(id));
    entry.map_or_else(String::new, |entry| excerpt::of(&entry.article().title))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::Position;

    #[test]
    fn a_problem_of_a_file_says_where_it_stands() {
        let at = |line, column| Some(Position { line, column });
        let place = |at| LoadedProblem::of("dam.ron", &Problem::error(at, "it is cut")).place;
        assert_eq!(place(at(12, 4)), "dam.ron:12:4");
        assert_eq!(place(None), "dam.ron");
        assert!(!LoadedProblem::of("dam.ron", &Problem::warning(None, "look")).error);
    }
}
