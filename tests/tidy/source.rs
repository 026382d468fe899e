//! One source file as a tree of tokens, and what the rules want to know of it: which lines are
//! tests, which paths it names, which functions it has.
//!
//! The tokens come from the compiler's own lexer in library form, so that comments, raw strings
//! and lifetimes never pass for code. What is done with them needs no grammar beyond braces.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::ops::RangeInclusive;

/// A file under `src`.
pub struct Source {
    /// Its path from the top of the repository, with `/` between the parts.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Its tokens; empty when `broken` says why.
    pub tokens: Vec<TokenTree>,
    /// Why the text is not Rust, if it is not.
    pub broken: Option<String>,
    tests: Vec<RangeInclusive<usize>>,
}

/// A path that the source names, in a `use` or in the middle of code.
pub struct Named {
    /// The line of its first word, from 1.
    pub line: usize,
    /// Its words; the last is `*` for a glob.
    pub words: Vec<String>,
    /// The module in which it stands, from the crate's root.
    pub module: Vec<String>,
}

/// A function with a body.
pub struct Function {
    /// Its name.
    pub name: String,
    /// The line of its `fn`, from 1.
    pub line: usize,
    /// How many lines it takes, from `fn` to the closing brace.
    pub lines: usize,
    /// Its body.
    pub body: Group,
}

impl Source {
    /// Reads a source text that stands at this path.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let (path, text) = (path.into(), text.into());
        let (tokens, broken) = match text.parse::<TokenStream>() {
            Ok(tokens) => (tokens.into_iter().collect(), None),
            Err(error) => (Vec::new(), Some(error.to_string())),
        };
        let mut tests = Vec::new();
        if is_test_file(&path) || starts_as_test(&tokens) {
            tests.push(1..=usize::MAX);
        }
        collect_tests(&tokens, &mut tests);
        Self {
            path,
            text,
            tokens,
            broken,
            tests,
        }
    }

    /// The room that the file belongs to: the first folder or file name under `src`.
    pub fn room(&self) -> String {
        self.module().into_iter().next().unwrap_or_default()
    }

    /// Whether the line, counted from 1, belongs to something that only tests compile.
    pub fn in_test(&self, line: usize) -> bool {
        self.tests.iter().any(|range| range.contains(&line))
    }

    /// The number of lines that are not tests.
    pub fn lines_without_tests(&self) -> usize {
        (1..=self.text.lines().count())
            .filter(|&line| !self.in_test(line))
            .count()
    }

    /// Every path of two or more words in code, and every path in a `use`.
    pub fn named(&self) -> Vec<Named> {
        let mut all = Vec::new();
        collect_named(&self.tokens, &self.module(), &mut all);
        all
    }

    /// Every function that has a body, inner ones too.
    pub fn functions(&self) -> Vec<Function> {
        let mut all = Vec::new();
        each_level(&self.tokens, &mut |level| {
            collect_functions(level, &mut all)
        });
        all
    }

    /// The file's module path: `src/text/mod.rs` is `[text]`, `src/lib.rs` is `[]`.
    fn module(&self) -> Vec<String> {
        let inner = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let mut parts: Vec<String> = inner
            .trim_end_matches(".rs")
            .split('/')
            .map(str::to_owned)
            .collect();
        let last = parts.last().map(String::as_str);
        let root = parts.len() == 1 && matches!(last, Some("lib" | "main"));
        if root || last == Some("mod") {
            parts.pop();
        }
        parts
    }
}

/// Calls `visit` with the tokens of the file and then with those inside every pair of brackets.
pub fn each_level(level: &[TokenTree], visit: &mut impl FnMut(&[TokenTree])) {
    visit(level);
    for token in level {
        if let TokenTree::Group(group) = token {
            each_level(&inside(group), visit);
        }
    }
}

/// The tokens inside a group.
pub fn inside(group: &Group) -> Vec<TokenTree> {
    group.stream().into_iter().collect()
}

/// The line on which a token starts, from 1.
pub fn line(token: &TokenTree) -> usize {
    token.span().start().line
}

/// Whether the token is this word.
pub fn is_word(token: Option<&TokenTree>, word: &str) -> bool {
    matches!(token, Some(TokenTree::Ident(ident)) if ident == word)
}

/// Whether the token is this mark of punctuation.
pub fn is_punct(token: Option<&TokenTree>, mark: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == mark)
}

/// The group of this kind that the token is, if it is one.
pub fn as_group(token: Option<&TokenTree>, delimiter: Delimiter) -> Option<&Group> {
    match token {
        Some(TokenTree::Group(group)) if group.delimiter() == delimiter => Some(group),
        _ => None,
    }
}

/// The word that the token is, if it is one.
pub fn as_word(token: Option<&TokenTree>) -> Option<String> {
    match token {
        Some(TokenTree::Ident(ident)) => Some(ident.to_string()),
        _ => None,
    }
}

/// Files that a parent declares under `#[cfg(test)]`, by the one name the house gives them.
fn is_test_file(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

/// Whether the file opens with `#![cfg(test)]`.
fn starts_as_test(tokens: &[TokenTree]) -> bool {
    tokens.windows(3).any(|window| {
        is_punct(window.first(), '#')
            && is_punct(window.get(1), '!')
            && as_group(window.get(2), Delimiter::Bracket).is_some_and(is_cfg_test)
    })
}

/// Whether the inside of an attribute reads `cfg(test)` or `cfg(all(test, …))`.
fn is_cfg_test(attribute: &Group) -> bool {
    let tokens = inside(attribute);
    let Some(condition) = as_group(tokens.get(1), Delimiter::Parenthesis) else {
        return false;
    };
    let condition = inside(condition);
    let all = is_word(condition.first(), "all")
        && as_group(condition.get(1), Delimiter::Parenthesis).is_some_and(|group| {
            inside(group)
                .iter()
                .any(|token| is_word(Some(token), "test"))
        });
    let alone = condition.len() == 1 && is_word(condition.first(), "test");
    is_word(tokens.first(), "cfg") && (alone || all)
}

/// Notes the lines of every item under `#[cfg(test)]`, from the attribute to the item's end.
fn collect_tests(tokens: &[TokenTree], tests: &mut Vec<RangeInclusive<usize>>) {
    each_level(tokens, &mut |level| {
        for (at, token) in level.iter().enumerate() {
            let attribute = as_group(level.get(at + 1), Delimiter::Bracket);
            if !is_punct(Some(token), '#') || !attribute.is_some_and(is_cfg_test) {
                continue;
            }
            let end = level.iter().skip(at + 2).find(|&token| {
                is_punct(Some(token), ';') || as_group(Some(token), Delimiter::Brace).is_some()
            });
            let last = end
                .or(level.last())
                .map_or(line(token), |end| end.span().end().line);
            tests.push(line(token)..=last);
        }
    });
}

/// Notes the paths of one level, and of all levels inside it.
fn collect_named(level: &[TokenTree], module: &[String], all: &mut Vec<Named>) {
    let mut at = 0;
    while let Some(token) = level.get(at) {
        if is_word(Some(token), "use") && !is_punct(level.get(at + 1), '<') {
            at = collect_use(level, at + 1, &[], module, all);
        } else if is_word(Some(token), "mod")
            && let Some(name) = as_word(level.get(at + 1))
            && let Some(group) = as_group(level.get(at + 2), Delimiter::Brace)
        {
            let inner: Vec<String> = module.iter().cloned().chain([name]).collect();
            collect_named(&inside(group), &inner, all);
            at += 3;
        } else if let TokenTree::Group(group) = token {
            collect_named(&inside(group), module, all);
            at += 1;
        } else if let Some(word) = as_word(Some(token)) {
            at = collect_path(level, at, word, module, all);
        } else {
            at += 1;
        }
    }
}

/// Notes the path that starts with `word` at `at`, if it has two words or more; gives the place
/// after it.
fn collect_path(
    level: &[TokenTree],
    mut at: usize,
    word: String,
    module: &[String],
    all: &mut Vec<Named>,
) -> usize {
    let first = level.get(at).map_or(0, line);
    let mut words = vec![word];
    at += 1;
    while is_punct(level.get(at), ':')
        && is_punct(level.get(at + 1), ':')
        && let Some(word) = as_word(level.get(at + 2))
    {
        words.push(word);
        at += 3;
    }
    if words.len() > 1 {
        all.push(Named {
            line: first,
            words,
            module: module.to_vec(),
        });
    }
    at
}

/// Notes every leaf of the `use` tree that starts at `at`; gives the place after the tree.
fn collect_use(
    level: &[TokenTree],
    mut at: usize,
    before: &[String],
    module: &[String],
    all: &mut Vec<Named>,
) -> usize {
    let first = level.get(at).map_or(0, line);
    let mut words = before.to_vec();
    loop {
        match level.get(at) {
            Some(TokenTree::Group(group)) => {
                let branches = inside(group);
                let mut branch = 0;
                while branch < branches.len() {
                    branch = collect_use(&branches, branch, &words, module, all) + 1;
                }
                return at + 1;
            }
            Some(TokenTree::Ident(ident)) if ident == "as" => at += 2,
            Some(TokenTree::Ident(ident)) => {
                // A `{self}` names what stands before it.
                if words.is_empty() || ident != "self" {
                    words.push(ident.to_string());
                }
                at += 1;
            }
            Some(TokenTree::Punct(punct)) if punct.as_char() == ':' => at += 1,
            Some(TokenTree::Punct(punct)) if punct.as_char() == '*' => {
                words.push("*".to_owned());
                at += 1;
            }
            _ => break,
        }
    }
    all.push(Named {
        line: first,
        words,
        module: module.to_vec(),
    });
    at
}

/// Notes the functions that start on one level.
fn collect_functions(level: &[TokenTree], all: &mut Vec<Function>) {
    for (at, token) in level.iter().enumerate() {
        if !is_word(Some(token), "fn") {
            continue;
        }
        let Some(name) = as_word(level.get(at + 1)) else {
            continue;
        };
        let end = level.iter().skip(at + 2).find(|&token| {
            is_punct(Some(token), ';') || as_group(Some(token), Delimiter::Brace).is_some()
        });
        if let Some(body) = as_group(end, Delimiter::Brace) {
            let (line, last) = (line(token), body.span_close().end().line);
            all.push(Function {
                name,
                line,
                lines: last + 1 - line,
                body: body.clone(),
            });
        }
    }
}
