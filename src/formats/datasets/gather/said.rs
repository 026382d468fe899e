//! What is said of the files: of a line, of a place, or of a number that becomes a place.

use super::Gather;
use crate::formats::{Position, Problem, Severity};

/// How much was said and read when a reader began.
pub(in crate::formats::datasets) struct Since {
    problems: usize,
    articles: usize,
}

impl Gather {
    /// What is said from now on is said of this file.
    pub(in crate::formats::datasets) fn in_file(&mut self, name: &str) {
        self.file = Some(name.to_owned());
    }

    /// Says something about a line of the file; line 0 is the file as a whole.
    pub(in crate::formats::datasets) fn say(
        &mut self,
        line: usize,
        severity: Severity,
        what: String,
    ) {
        self.problems.push(Problem {
            file: self.file.clone(),
            line: Some(line).filter(|line| *line > 0),
            ..Problem::on_line(line, severity, what)
        });
    }

    /// Says that something could not be used, and counts it.
    pub(in crate::formats::datasets) fn leave_out(&mut self, line: usize, what: String) {
        self.left_out += 1;
        self.say(line, Severity::Error, what);
    }

    /// Says that something at a place could not be used, and counts it.
    pub(in crate::formats::datasets) fn leave_out_at(&mut self, at: Position, what: String) {
        self.left_out += 1;
        self.problems.push(Problem {
            file: self.file.clone(),
            ..Problem::error(Some(at), what)
        });
    }

    /// Says something about a place of the file.
    pub(in crate::formats::datasets) fn say_at(
        &mut self,
        at: Position,
        severity: Severity,
        what: String,
    ) {
        self.problems.push(Problem {
            file: self.file.clone(),
            severity,
            ..Problem::error(Some(at), what)
        });
    }

    /// How much was said and read so far.
    pub(in crate::formats::datasets) fn since(&self) -> Since {
        Since {
            problems: self.problems.len(),
            articles: self.articles.len(),
        }
    }

    /// Whether something was said since.
    pub(in crate::formats::datasets) fn said_since(&self, since: &Since) -> bool {
        self.problems.len() > since.problems
    }

    /// Makes files and places of the numbers that were said in the stead of lines since; what was
    /// said of a place with its column stays as it is.
    pub(in crate::formats::datasets) fn settle<'f>(
        &mut self,
        since: &Since,
        place: impl Fn(usize) -> Option<(&'f str, Option<usize>, Option<usize>)>,
    ) {
        let problems = self.problems.iter_mut().skip(since.problems);
        for problem in problems.filter(|problem| problem.column.is_none()) {
            let Some((file, line, column)) = problem.line.and_then(&place) else {
                continue;
            };
            problem.file = Some(file.to_owned());
            (problem.line, problem.column) = (line, column);
        }
        for draft in self.articles.iter_mut().skip(since.articles) {
            if let Some((file, line, _)) = place(draft.line) {
                draft.file = Some(file.to_owned());
                draft.line = line.unwrap_or_default();
            }
        }
    }

    /// The first thing that could not be used.
    pub(in crate::formats::datasets) fn first_fault(&self) -> Option<Problem> {
        let faults = self.problems.iter();
        let mut faults = faults.filter(|problem| problem.severity == Severity::Error);
        faults.next().cloned()
    }
}
