//! The ground rules, one function each: a source goes in, problems come out.

use crate::source::{
    Named, Source, as_group, as_word, each_level, inside, is_punct, is_word, line,
};
use proc_macro2::{Delimiter, TokenTree};
use std::fmt;

/// The rooms in their order, and which rooms each may use. `*` is every room.
///
/// From `text` to `workbench` a room may use the rooms above it; after that the list is shorter
/// than what stands above, because a file format must not know how the program is worked.
pub const ROOMS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("span", &["text"]),
    ("project", &["text", "span"]),
    ("history", &["text", "span", "project"]),
    ("review", &["text", "span", "project", "history"]),
    ("suggest", &["text", "span", "project", "history", "review"]),
    (
        "command",
        &["text", "span", "project", "history", "review", "suggest"],
    ),
    (
        "workbench",
        &[
            "text", "span", "project", "history", "review", "suggest", "command",
        ],
    ),
    ("formats", &["text", "span", "project", "review"]),
    (
        "store",
        &["text", "span", "project", "history", "review", "formats"],
    ),
    ("cli", &["*"]),
    ("app", &["*"]),
];

/// What may stand at the top of the repository beside files whose names start with a dot.
const TOP: &[&str] = &[
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "assets",
    "benches",
    "deny.toml",
    "projects",
    "src",
    "target",
    "tests",
];

/// A rule that is broken: where, and how.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, from the top of the repository.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, as a sentence without its full stop.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.what)
    }
}

/// Everything that is wrong with one file, in the order of its lines.
pub fn check(source: &Source) -> Vec<Problem> {
    let rules = [
        lexes,
        arrows,
        window,
        serialisation,
        outside_world,
        panics,
        colours,
        waiting,
        file_budget,
        function_budget,
        dispatch_budget,
        documented,
        unfinished,
    ];
    let mut problems: Vec<Problem> = rules.iter().flat_map(|rule| rule(source)).collect();
    problems.sort();
    problems
}

/// Entries at the top of the repository that have no place there.
pub fn top_level(names: &[String]) -> Vec<Problem> {
    names
        .iter()
        .filter(|name| !name.starts_with('.') && !TOP.contains(&name.as_str()))
        .map(|name| Problem {
            path: name.clone(),
            line: 1,
            what: "has no place at the top of the repository".to_owned(),
        })
        .collect()
}

/// The file is Rust as far as its tokens go.
pub fn lexes(source: &Source) -> Vec<Problem> {
    source
        .broken
        .iter()
        .map(|why| problem(source, 1, format!("can't be read: {why}")))
        .collect()
}

/// A room uses only the rooms that the table gives it.
pub fn arrows(source: &Source) -> Vec<Problem> {
    let room = source.room();
    if room.is_empty() {
        // `lib.rs` names every room and `main.rs` starts the program.
        return Vec::new();
    }
    let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
        return vec![problem(
            source,
            1,
            format!("stands in «{room}», which is no room"),
        )];
    };
    let mut problems = Vec::new();
    for named in source.named() {
        let Some(target) = from_root(&named) else {
            continue;
        };
        if ROOMS.iter().all(|(name, _)| *name != target) {
            let what = format!("names crate::{target}, which is no room: name the room it is in");
            problems.push(problem(source, named.line, what));
        } else if target != room && !allowed.contains(&"*") && !allowed.contains(&target.as_str()) {
            let what = format!("«{room}» must not use «{target}»");
            problems.push(problem(source, named.line, what));
        }
    }
    problems
}

/// Only the window knows the window's crates.
pub fn window(source: &Source) -> Vec<Problem> {
    if source.room() == "app" || source.path == "src/main.rs" {
        return Vec::new();
    }
    let crates = [
        "egui",
        "eframe",
        "rfd",
        "epaint",
        "emath",
        "ecolor",
        "winit",
        "accesskit",
    ];
    named_crates(source, &crates, "belongs to app alone")
}

/// Only formats and the command line know how values become bytes; the window does so for its own
/// preferences and theme.
pub fn serialisation(source: &Source) -> Vec<Problem> {
    let own = source.path.contains("preferences") || source.path.contains("theme");
    match source.room().as_str() {
        "formats" | "cli" => Vec::new(),
        "app" if own => Vec::new(),
        _ => named_crates(
            source,
            &["serde", "ron", "serde_json"],
            "belongs to formats and cli",
        ),
    }
}

/// Files, threads, clocks and chance stay outside the core and the formats; a test may read a file,
/// and one file of the formats does the parts of a long reading at once.
pub fn outside_world(source: &Source) -> Vec<Problem> {
    if matches!(source.room().as_str(), "store" | "cli" | "app") || source.path == "src/main.rs" {
        return Vec::new();
    }
    let outer = ["fs", "thread", "net", "process", "env"];
    let makers: [[&str; 2]; 4] = [
        ["Instant", "now"],
        ["Ulid", "new"],
        ["Ulid", "generate"],
        ["Zoned", "now"],
    ];
    let mut problems = Vec::new();
    for named in source
        .named()
        .into_iter()
        .filter(|named| !source.in_test(named.line))
    {
        let words: Vec<&str> = named.words.iter().map(String::as_str).collect();
        let at_once = source.path == "src/formats/at_once.rs" && words.contains(&"thread");
        let outside = matches!(words.as_slice(), ["std", second, ..] if outer.contains(second));
        let outside = outside && !at_once;
        let clock = words.contains(&"SystemTime") || words.contains(&"UNIX_EPOCH");
        let made = words
            .windows(2)
            .any(|pair| makers.iter().any(|maker| maker == pair));
        if outside || clock || made {
            let what = format!("{} belongs to store, cli and app", words.join("::"));
            problems.push(problem(source, named.line, what));
        }
    }
    problems
}

/// Nothing outside tests gives up on purpose.
pub fn panics(source: &Source) -> Vec<Problem> {
    let (calls, macros) = (["unwrap", "expect"], ["panic", "todo", "unimplemented"]);
    let mut problems = Vec::new();
    each_level(&source.tokens, &mut |level| {
        for (at, token) in level.iter().enumerate() {
            let Some(word) = as_word(Some(token)) else {
                continue;
            };
            let before = at.checked_sub(1).and_then(|before| level.get(before));
            let called = is_punct(before, '.') || is_punct(before, ':');
            let invoked = is_punct(level.get(at + 1), '!')
                && matches!(level.get(at + 2), Some(TokenTree::Group(_)));
            if calls.contains(&word.as_str()) && called {
                problems.push(problem(source, line(token), format!("calls {word}()")));
            } else if macros.contains(&word.as_str()) && invoked {
                problems.push(problem(source, line(token), format!("calls {word}!")));
            }
        }
    });
    without_tests(source, problems)
}

/// In the window, colours stand in the theme.
pub fn colours(source: &Source) -> Vec<Problem> {
    if source.room() != "app" || source.path.contains("theme") {
        return Vec::new();
    }
    let mut problems = Vec::new();
    each_level(&source.tokens, &mut |level| {
        for (at, token) in level.iter().enumerate() {
            match token {
                TokenTree::Literal(literal) if is_hex_colour(&literal.to_string()) => {
                    let what = format!("types the colour {literal} in place");
                    problems.push(problem(source, line(token), what));
                }
                TokenTree::Ident(ident) if ident == "Color32" => {
                    let name = as_word(level.get(at + 3)).unwrap_or_default();
                    if is_punct(level.get(at + 1), ':') && makes_colour(&name) {
                        let what = format!("types a colour in place with Color32::{name}");
                        problems.push(problem(source, line(token), what));
                    }
                }
                TokenTree::Ident(ident) if ident == "hex_color" => {
                    let what = "types a colour in place with hex_color!".to_owned();
                    problems.push(problem(source, line(token), what));
                }
                _ => {}
            }
        }
    });
    without_tests(source, problems)
}

/// No frame waits for a disk: in the window only what begins before the first frame, or runs on a
/// thread of its own, can name one.
pub fn waiting(source: &Source) -> Vec<Problem> {
    const MAY: [&str; 5] = [
        "src/app/folders.rs",
        "src/app/keeper.rs",
        "src/app/mod.rs",
        "src/app/services.rs",
        "src/app/worker/",
    ];
    let may = MAY.iter().any(|path| source.path.starts_with(path));
    if source.room() != "app" || may {
        return Vec::new();
    }
    let mut problems = Vec::new();
    each_level(&source.tokens, &mut |level| {
        let names_it =
            |token: &&TokenTree| matches!(token, TokenTree::Ident(it) if it == "RealDisk");
        let found = level.iter().filter(names_it);
        let what = "names the disk, which a frame must not wait for".to_owned();
        problems.extend(found.map(|token| problem(source, line(token), what.clone())));
    });
    without_tests(source, problems)
}

/// A file stays short enough to be read at a sitting.
pub fn file_budget(source: &Source) -> Vec<Problem> {
    let (lines, most) = (
        source.lines_without_tests(),
        if in_app(source) { 500 } else { 400 },
    );
    let what = format!("has {lines} lines without its tests; {most} is the most");
    if lines > most {
        vec![problem(source, 1, what)]
    } else {
        Vec::new()
    }
}

/// A function stays short enough to be seen at once.
pub fn function_budget(source: &Source) -> Vec<Problem> {
    let most = if in_app(source) { 100 } else { 60 };
    let long = source
        .functions()
        .into_iter()
        .filter(|function| function.lines > most);
    let problems = long.map(|function| {
        let what = format!(
            "fn {} takes {} lines; {most} is the most",
            function.name, function.lines
        );
        problem(source, function.line, what)
    });
    without_tests(source, problems.collect())
}

/// An arm of a `dispatch` hands on; it does no work itself.
pub fn dispatch_budget(source: &Source) -> Vec<Problem> {
    let mut problems = Vec::new();
    for function in source
        .functions()
        .iter()
        .filter(|function| function.name == "dispatch")
    {
        each_level(&inside(&function.body), &mut |level| {
            for (at, token) in level.iter().enumerate() {
                let arms = level
                    .iter()
                    .skip(at)
                    .find_map(|token| as_group(Some(token), Delimiter::Brace));
                let Some(arms) = arms.filter(|_| is_word(Some(token), "match")) else {
                    continue;
                };
                for (first, lines) in arm_lines(&inside(arms)) {
                    if lines > 5 {
                        let what = format!("an arm of dispatch takes {lines} lines; 5 is the most");
                        problems.push(problem(source, first, what));
                    }
                }
            }
        });
    }
    without_tests(source, problems)
}

/// What others may use says what it is. (The compiler asks the same of what leaves the crate.)
pub fn documented(source: &Source) -> Vec<Problem> {
    let mut problems = Vec::new();
    each_item(&source.tokens, &mut |level| {
        for (at, token) in level.iter().enumerate() {
            let open = is_word(Some(token), "pub")
                && as_group(level.get(at + 1), Delimiter::Parenthesis).is_none();
            // A module's comment stands inside it, a re-export's on the thing itself.
            let elsewhere = is_word(level.get(at + 1), "use") || is_word(level.get(at + 1), "mod");
            if open && !elsewhere && !has_doc(level, at) {
                let words: Vec<String> = (1..=3)
                    .map_while(|next| as_word(level.get(at + next)))
                    .collect();
                let what = format!("pub {} has no doc comment", words.join(" "));
                problems.push(problem(source, line(token), what));
            }
        }
    });
    without_tests(source, problems)
}

/// What is unfinished stands in the list of issues, not in the source.
pub fn unfinished(source: &Source) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, text) in source.text.lines().enumerate() {
        let words = text.split(|c: char| !c.is_alphanumeric());
        for word in words.filter(|word| ["TODO", "FIXME", "XXX"].contains(word)) {
            problems.push(problem(source, at + 1, format!("says {word}")));
        }
    }
    problems
}

fn problem(source: &Source, line: usize, what: String) -> Problem {
    Problem {
        path: source.path.clone(),
        line,
        what,
    }
}

fn without_tests(source: &Source, problems: Vec<Problem>) -> Vec<Problem> {
    problems
        .into_iter()
        .filter(|problem| !source.in_test(problem.line))
        .collect()
}

fn in_app(source: &Source) -> bool {
    source.room() == "app"
}

/// The word that a path names right under the crate's root, if it reaches the root at all.
fn from_root(named: &Named) -> Option<String> {
    let mut words = named.words.iter().map(String::as_str).peekable();
    match words.peek().copied()? {
        "crate" | "postil" => words.nth(1).map(str::to_owned),
        "self" | "super" => {
            let mut left = named.module.len();
            while let Some(word) = words.next_if(|word| ["self", "super"].contains(word)) {
                left = if word == "super" {
                    left.checked_sub(1)?
                } else {
                    left
                };
            }
            if left == 0 {
                words.next().map(str::to_owned)
            } else {
                None
            }
        }
        _ => None,
    }
}

/// A problem for each path that starts in one of these crates.
fn named_crates(source: &Source, crates: &[&str], why: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    for named in source.named() {
        if let Some(first) = named
            .words
            .first()
            .filter(|first| crates.contains(&first.as_str()))
        {
            problems.push(problem(source, named.line, format!("{first} {why}")));
        }
    }
    problems
}

/// Whether a literal is a string like "#aabbcc", of three, four, six or eight digits.
fn is_hex_colour(literal: &str) -> bool {
    let inner = literal.trim_start_matches(['r', '#']).trim_end_matches('#');
    let Some(digits) = inner.trim_matches('"').strip_prefix('#') else {
        return false;
    };
    matches!(digits.len(), 3 | 4 | 6 | 8) && digits.chars().all(|c| c.is_ascii_hexdigit())
}

/// Whether a name in `Color32` gives a colour of its own; white and transparent change nothing
/// that they are multiplied with or laid over.
fn makes_colour(name: &str) -> bool {
    let constant = name.len() > 1 && name.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    let neutral = ["TRANSPARENT", "WHITE", "PLACEHOLDER"].contains(&name);
    name.starts_with("from_") || (constant && !neutral)
}

/// The first line of each arm's right side, and how many lines it takes.
fn arm_lines(arms: &[TokenTree]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < arms.len() {
        if !(is_punct(arms.get(at), '=') && is_punct(arms.get(at + 1), '>')) {
            at += 1;
            continue;
        }
        let block = as_group(arms.get(at + 2), Delimiter::Brace).is_some();
        let first = at + 2;
        at = first + 1;
        while !block && at < arms.len() && !is_punct(arms.get(at), ',') {
            at += 1;
        }
        if let (Some(start), Some(end)) = (arms.get(first), arms.get(at - 1)) {
            found.push((line(start), end.span().end().line + 1 - line(start)));
        }
    }
    found
}

/// Like `each_level`, but leaves out what stands in round brackets: the fields of a tuple and the
/// arguments of a macro need no comment.
fn each_item(level: &[TokenTree], visit: &mut impl FnMut(&[TokenTree])) {
    visit(level);
    for group in level
        .iter()
        .filter_map(|token| as_group(Some(token), Delimiter::Brace))
    {
        each_item(&inside(group), visit);
    }
}

/// Whether one of the attributes right before `at` is a doc comment.
fn has_doc(level: &[TokenTree], mut at: usize) -> bool {
    while at >= 2 {
        let Some(attribute) = as_group(level.get(at - 1), Delimiter::Bracket) else {
            return false;
        };
        if !is_punct(level.get(at - 2), '#') {
            return false;
        }
        if is_word(inside(attribute).first(), "doc") {
            return true;
        }
        at -= 2;
    }
    false
}
