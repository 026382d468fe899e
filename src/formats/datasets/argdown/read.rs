//! Argdown as statements and links. Read are statements with and without names, arguments as
//! statements, relations in either direction, tags and the title; headings, premises with their
//! conclusions, comments and data are left aside.

use std::collections::{BTreeMap, BTreeSet};

use crate::formats::datasets::Files;
use crate::formats::datasets::gather::{Gather, LinkRecord};
use crate::formats::datasets::json::text_of;
use crate::formats::datasets::statements::{Statement, Statements};
use crate::formats::{Severity, excerpt};

/// The tag of a statement that has none.
const UNTAGGED: &str = "claim";

pub(super) fn read(gather: &mut Gather, files: &Files) {
    for (name, bytes) in files.iter().filter(|(name, _)| !name.ends_with(".txt")) {
        gather.in_file(name);
        let Some(text) = text_of(gather, bytes) else {
            continue;
        };
        if !text.is_empty() && !text.ends_with('\n') {
            let what = "the last line has no end; look whether it is cut off".to_owned();
            gather.say(text.lines().count(), Severity::Warning, what);
        }
        let mut reading = Reading::default();
        for block in blocks(text) {
            reading.block(gather, block);
        }
        reading.finish(gather).gather(gather, files, name, 1);
    }
}

/// A statement or a relation with all its lines.
struct Block {
    line: usize,
    indent: usize,
    words: String,
}

/// What the lines say, without frontmatter and comments, the lines of one statement together.
fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let (mut open, mut front, mut comment) = (false, false, false);
    for (place, line) in text.lines().enumerate() {
        let words = line.trim();
        if words.starts_with("===") && (front || blocks.is_empty()) {
            front = !front;
            continue;
        }
        if words.starts_with("/*") || words.starts_with("<!--") {
            comment = true;
        }
        if comment {
            comment = !(words.ends_with("*/") || words.ends_with("-->"));
            continue;
        }
        if words.is_empty() || words.starts_with("//") || words.starts_with("----") {
            open = false;
            continue;
        }
        let line_number = place + 1;
        let indent = line.len() - line.trim_start().len();
        let words = match front {
            true => format!("={words}"),
            false => words.to_owned(),
        };
        let begins = front || !open || begins(&words);
        match blocks.last_mut().filter(|_| !begins) {
            Some(block) => {
                block.words.push(' ');
                block.words.push_str(&words);
            }
            None => blocks.push(Block {
                line: line_number,
                indent,
                words,
            }),
        }
        open = !front;
    }
    blocks
}

/// Whether a line begins something of its own: a relation, a name, a heading, a premise.
fn begins(words: &str) -> bool {
    relation(words).is_some() || words.starts_with(['[', '<', '#', '(', '*'])
}

/// What a line says of what it stands under: what it is to it, and in which direction.
#[derive(Clone, Copy)]
struct Relation {
    kind: &'static str,
    from_outer: bool,
}

/// The relation that a line begins with, and the rest of the line.
fn relation(words: &str) -> Option<(Relation, &str)> {
    const SIGNS: [(&str, &str, bool); 13] = [
        ("<+", "supports", false),
        ("<-", "rebuts", false),
        ("<_", "rebuts", false),
        ("+>", "supports", true),
        ("->", "rebuts", true),
        ("_>", "rebuts", true),
        ("><", "rebuts", false),
        ("+", "supports", false),
        ("-", "rebuts", false),
        ("_", "rebuts", false),
        ("–", "rebuts", false),
        ("−", "rebuts", false),
        ("—", "rebuts", false),
    ];
    SIGNS.iter().find_map(|(sign, kind, from_outer)| {
        let rest = words.strip_prefix(sign)?;
        let (kind, from_outer) = (*kind, *from_outer);
        rest.starts_with(char::is_whitespace)
            .then_some((Relation { kind, from_outer }, rest.trim_start()))
    })
}

#[derive(Default)]
struct Reading {
    title: Option<String>,
    order: Vec<String>,
    statements: BTreeMap<String, Statement>,
    named: BTreeSet<String>,
    links: Vec<LinkRecord>,
    /// What the next lines may stand under, from the outside in, with how far each is indented.
    under: Vec<(usize, String)>,
}

impl Reading {
    fn block(&mut self, gather: &mut Gather, block: Block) {
        if let Some(setting) = block.words.strip_prefix('=') {
            let title = setting.strip_prefix("title:").map(str::trim);
            let quoted = |words: &str| serde_json::from_str(words).ok();
            self.title = title
                .map(|words| quoted(words).unwrap_or_else(|| words.to_owned()))
                .or(self.title.take());
            return;
        }
        if block.words.starts_with("# ") || block.words.starts_with("##") {
            return;
        }
        while self
            .under
            .last()
            .is_some_and(|(indent, _)| *indent >= block.indent)
        {
            self.under.pop();
        }
        let (relation, words) = match relation(&block.words) {
            Some((relation, words)) => (Some(relation), words),
            None => (None, block.words.as_str()),
        };
        let words = unlisted(words);
        let id = self.statement(gather, block.line, words);
        let outer = self.under.last().map(|(_, outer)| outer.clone());
        match (relation, outer) {
            (Some(relation), Some(outer)) => {
                let (from, to) = match relation.from_outer {
                    true => (outer, id.clone()),
                    false => (id.clone(), outer),
                };
                self.links.push(LinkRecord {
                    line: Some(block.line),
                    kind: relation.kind.to_owned(),
                    from,
                    to,
                    ..LinkRecord::default()
                });
            }
            (Some(_), None) => {
                let what = "this relation stands under no statement and was left out";
                gather.leave_out(block.line, what.to_owned());
            }
            (None, _) => {}
        }
        self.under.push((block.indent, id));
    }

    /// Takes a statement, and gives its id.
    fn statement(&mut self, gather: &mut Gather, line: usize, words: &str) -> String {
        let (name, rest) = named(words);
        let (said, tags) = plain(rest.trim_start_matches(':'));
        let id = name.unwrap_or_else(|| format!("s{}", self.order.len() + 1));
        if said.is_empty() {
            // Only a name: what it says stands elsewhere.
            self.named.insert(id.clone());
            return id;
        }
        let tag = tags
            .into_iter()
            .next()
            .unwrap_or_else(|| UNTAGGED.to_owned());
        if let Some(known) = self.statements.get(&id) {
            if known.words != said {
                let what = format!("statement {id:?} is worded twice; the first was kept");
                gather.leave_out(line, what);
            }
            return id;
        }
        self.order.push(id.clone());
        let statement = Statement {
            line: Some(line),
            id: id.clone(),
            tag,
            words: said,
        };
        self.statements.insert(id.clone(), statement);
        id
    }

    fn finish(mut self, gather: &mut Gather) -> Statements {
        for name in &self.named {
            if !self.statements.contains_key(name) {
                let what = format!(
                    "statement {:?} has no words and was left out",
                    excerpt(name, 60)
                );
                gather.leave_out(1, what);
            }
        }
        let order = std::mem::take(&mut self.order);
        let list = order.iter().filter_map(|id| self.statements.remove(id));
        Statements {
            list: list.collect(),
            title: self.title,
            links: self.links,
        }
    }
}

/// A line without the sign of a list or the number of a premise.
fn unlisted(words: &str) -> &str {
    let number = words.strip_prefix('(').and_then(|rest| {
        let (number, rest) = rest.split_once(')')?;
        let digits = !number.is_empty() && number.chars().all(|it| it.is_ascii_digit());
        digits.then_some(rest.trim_start())
    });
    number.or_else(|| words.strip_prefix("* ")).unwrap_or(words)
}

/// The name of a statement or an argument, and what comes behind it.
fn named(words: &str) -> (Option<String>, &str) {
    for (open, close) in [('[', ']'), ('<', '>')] {
        let name = words
            .strip_prefix(open)
            .and_then(|rest| rest.split_once(close));
        if let Some((name, rest)) = name {
            return (Some(name.trim().to_owned()), rest.trim_start());
        }
    }
    (None, words)
}

/// Words without signs that mean something, and the tags among them.
fn plain(words: &str) -> (String, Vec<String>) {
    let (mut said, mut tags) = (String::new(), Vec::new());
    let mut depth = 0_usize;
    let mut letters = words.chars().peekable();
    while let Some(letter) = letters.next() {
        let at_border = said.is_empty() || said.ends_with(char::is_whitespace);
        match letter {
            '\\' if depth == 0 => said.extend(letters.next()),
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '#' if at_border => tags.push(tag(&mut letters)),
            '*' | '_' if at_border || letters.peek().is_none_or(|it| !it.is_alphanumeric()) => {}
            '@' if letters.peek().is_some_and(|it| matches!(it, '[' | '<')) => {}
            _ => said.push(letter),
        }
    }
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    (said, tags)
}

/// A tag, behind its sign: a word, or words in parentheses.
fn tag(letters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> String {
    let mut tag = String::new();
    let several = letters.next_if_eq(&'(').is_some();
    while let Some(letter) = letters.next_if(|it| match several {
        true => *it != ')',
        false => it.is_alphanumeric() || matches!(it, '-' | '_'),
    }) {
        tag.push(letter);
    }
    if several {
        letters.next();
    }
    tag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lose_what_only_argdown_reads() {
        let (said, tags) = plain(r"The **moon** is\# snake_case {a: {b}} #claim #(my tag)");
        assert_eq!(said, "The moon is# snake_case");
        assert_eq!(tags, ["claim", "my tag"]);
        assert_eq!(named("[a b]: c"), (Some("a b".to_owned()), ": c"));
        assert_eq!(unlisted("(12) x"), "x");
    }
}
