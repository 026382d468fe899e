//! The ground rules of the source, and the proof that each of them bites.
#![cfg(test)]

#[path = "tidy/rules.rs"]
mod rules;
#[path = "tidy/source.rs"]
mod source;

use rules::Problem;
use source::Source;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn the_source_keeps_the_rules() {
    let sources = sources();
    assert!(
        sources.iter().any(|source| source.path == "src/lib.rs"),
        "src was not read"
    );
    report(sources.iter().flat_map(rules::check).collect());
}

#[test]
fn the_top_of_the_repository_holds_what_belongs_there() {
    let names = entries(Path::new(env!("CARGO_MANIFEST_DIR")));
    let names: Vec<String> = names.iter().map(|path| name(path)).collect();
    report(rules::top_level(&names));
}

#[test]
fn an_arrow_that_points_up_is_found_in_every_way_of_writing_it() {
    let text = "use crate::workbench::Workbench;\n\
                use crate::{text, app::{self, Shell}};\n\
                fn f() -> crate::store::Disk { super::super::formats::read() }\n\
                pub(crate) mod inner { use super::super::super::cli::Run; }\n\
                use postil::suggest;\n\
                macro_rules! m { () => { $crate::history::undo() } }\n";
    let found = rules::arrows(&Source::new("src/project/check.rs", text));
    assert_eq!(
        sentences(&found),
        [
            "1: «project» must not use «workbench»",
            "2: «project» must not use «app»",
            "2: «project» must not use «app»",
            "3: «project» must not use «store»",
            "3: «project» must not use «formats»",
            "4: «project» must not use «cli»",
            "5: «project» must not use «suggest»",
            "6: «project» must not use «history»",
        ]
    );
}

#[test]
fn an_arrow_that_points_down_is_let_through() {
    let text = "use crate::{text::Article, span::{self, Span}};\nuse super::tagset::Id;\n\
                // use crate::app;\nconst S: &str = \"crate::app::x\";\n";
    assert_eq!(
        rules::arrows(&Source::new("src/project/check.rs", text)),
        []
    );
    let text = "use crate::{cli, store, workbench};";
    assert_eq!(rules::arrows(&Source::new("src/app/mod.rs", text)), []);
}

#[test]
fn every_room_keeps_to_its_row_of_the_table() {
    let bad = [
        ("text", "span"),
        ("span", "project"),
        ("history", "review"),
        ("review", "suggest"),
        ("suggest", "command"),
        ("command", "workbench"),
        ("workbench", "formats"),
        ("formats", "workbench"),
        ("formats", "command"),
        ("formats", "history"),
        ("formats", "store"),
        ("store", "workbench"),
        ("store", "command"),
        ("store", "suggest"),
        ("store", "app"),
    ];
    for (room, target) in bad {
        let source = Source::new(
            format!("src/{room}/mod.rs"),
            format!("use crate::{target}::T;"),
        );
        assert_eq!(
            sentences(&rules::arrows(&source)),
            [format!("1: «{room}» must not use «{target}»")]
        );
    }
    let command = Source::new("src/command.rs", "use crate::workbench::Workbench;");
    assert_eq!(
        sentences(&rules::arrows(&command)),
        ["1: «command» must not use «workbench»"]
    );
}

#[test]
fn a_name_at_the_root_that_is_no_room_is_found() {
    let source = Source::new("src/text/mod.rs", "use crate::Project;\nuse crate::*;\n");
    assert_eq!(
        sentences(&rules::arrows(&source)),
        [
            "1: names crate::Project, which is no room: name the room it is in",
            "2: names crate::*, which is no room: name the room it is in",
        ]
    );
    let source = Source::new("src/shed/mod.rs", "");
    assert_eq!(
        sentences(&rules::arrows(&source)),
        ["1: stands in «shed», which is no room"]
    );
}

#[test]
fn the_window_outside_app_is_found() {
    let text = "use egui::Ui;\nfn f() { eframe::run(); }\nuse {rfd as dialogs};\n";
    assert_eq!(
        sentences(&rules::window(&Source::new("src/workbench/mod.rs", text))),
        [
            "1: egui belongs to app alone",
            "2: eframe belongs to app alone",
            "3: rfd belongs to app alone",
        ]
    );
    assert_eq!(rules::window(&Source::new("src/app/list/ui.rs", text)), []);
    assert_eq!(rules::window(&Source::new("src/main.rs", text)), []);
}

#[test]
fn serialisation_outside_formats_is_found() {
    let text = "#[derive(serde::Serialize)]\nstruct S;\nuse ron::Value;\nuse serde_json as json;\n";
    let expected = [
        "1: serde belongs to formats and cli",
        "3: ron belongs to formats and cli",
        "4: serde_json belongs to formats and cli",
    ];
    for path in [
        "src/project/mod.rs",
        "src/store/mod.rs",
        "src/app/list/data.rs",
    ] {
        assert_eq!(
            sentences(&rules::serialisation(&Source::new(path, text))),
            expected
        );
    }
    for path in [
        "src/formats/jsonl.rs",
        "src/cli/info.rs",
        "src/app/preferences/mod.rs",
    ] {
        assert_eq!(rules::serialisation(&Source::new(path, text)), []);
    }
}

#[test]
fn files_threads_and_clocks_in_the_core_are_found() {
    let text = "use std::{fmt, fs, thread::spawn};\n\
                fn f() { std::fs::read(p); Instant::now(); }\n\
                use std::time::SystemTime;\n\
                fn g() { std::time::Instant::now(); Ulid::new(); Ulid::from_parts(1, 2); }\n\
                #[cfg(test)]\nmod tests { use std::fs; }\n";
    let expected = [
        "1: std::fs belongs to store, cli and app",
        "1: std::thread::spawn belongs to store, cli and app",
        "2: std::fs::read belongs to store, cli and app",
        "2: Instant::now belongs to store, cli and app",
        "3: std::time::SystemTime belongs to store, cli and app",
        "4: std::time::Instant::now belongs to store, cli and app",
        "4: Ulid::new belongs to store, cli and app",
    ];
    for path in [
        "src/text/mod.rs",
        "src/workbench/mod.rs",
        "src/formats/mod.rs",
    ] {
        assert_eq!(
            sentences(&rules::outside_world(&Source::new(path, text))),
            expected
        );
    }
    assert_eq!(
        rules::outside_world(&Source::new("src/store/mod.rs", text)),
        []
    );
    let at_once = Source::new("src/formats/at_once.rs", text);
    let others = expected.into_iter().filter(|it| !it.contains("thread"));
    assert_eq!(
        sentences(&rules::outside_world(&at_once)),
        others.collect::<Vec<_>>()
    );
}

#[test]
fn giving_up_is_found_outside_tests_only() {
    let text = "fn f() { a.unwrap(); vec![b.expect(\"x\")]; c.map(Option::unwrap); }\n\
                fn g() { panic!(\"no\"); todo!(); unimplemented![]; }\n\
                #[expect(dead_code, reason = \"…\")]\n\
                fn h() { a.unwrap_or(1); /* b.unwrap() */ \"c.unwrap()\"; }\n\
                #[cfg(test)]\n\
                mod tests {\n    fn i() { a.unwrap(); }\n}\n\
                fn j() { d.unwrap(); }\n";
    assert_eq!(
        sentences(&rules::panics(&Source::new("src/text/mod.rs", text))),
        [
            "1: calls unwrap()",
            "1: calls expect()",
            "1: calls unwrap()",
            "2: calls panic!",
            "2: calls todo!",
            "2: calls unimplemented!",
            "9: calls unwrap()",
        ]
    );
}

#[test]
fn a_colour_typed_in_place_is_found_outside_the_theme() {
    let text = "fn f() { Color32::from_rgb(1, 2, 3); egui::Color32::RED; }\n\
                fn g() { c(\"#aabbcc\"); c(r\"#FFF\"); c(r##\"#11223344\"##); }\n\
                fn h() { Color32::TRANSPARENT; c(\"#1\"); c(\"#claims\"); }\n";
    assert_eq!(
        sentences(&rules::colours(&Source::new("src/app/list/ui.rs", text))),
        [
            "1: types a colour in place with Color32::from_rgb",
            "1: types a colour in place with Color32::RED",
            "2: types the colour \"#aabbcc\" in place",
            "2: types the colour r\"#FFF\" in place",
            "2: types the colour r##\"#11223344\"## in place",
        ]
    );
    assert_eq!(rules::colours(&Source::new("src/app/theme.rs", text)), []);
}

#[test]
fn a_frame_that_could_wait_for_the_disk_is_found() {
    let text = "use crate::store::{self, RealDisk};\n\
                fn f() -> bool { store::exists(&RealDisk, path) }\n";
    let of = |path| sentences(&rules::waiting(&Source::new(path, text)));
    assert_eq!(
        of("src/app/paths.rs"),
        [
            "1: names the disk, which a frame must not wait for",
            "2: names the disk, which a frame must not wait for",
        ]
    );
    assert_eq!(of("src/app/worker/work.rs"), [""; 0]);
    assert_eq!(of("src/cli/open.rs"), [""; 0]);
}

#[test]
fn a_long_file_is_found_and_its_tests_are_not_counted() {
    let tests = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", "// t\n".repeat(300));
    let file = |path: &str, lines| Source::new(path, "// c\n".repeat(lines) + &tests);
    assert_eq!(rules::file_budget(&file("src/text/mod.rs", 400)), []);
    assert_eq!(rules::file_budget(&file("src/app/mod.rs", 500)), []);
    assert_eq!(
        sentences(&rules::file_budget(&file("src/text/mod.rs", 401))),
        ["1: has 401 lines without its tests; 400 is the most"]
    );
    assert_eq!(
        sentences(&rules::file_budget(&file("src/app/mod.rs", 501))),
        ["1: has 501 lines without its tests; 500 is the most"]
    );
}

#[test]
fn a_long_function_is_found() {
    let function = |lines: usize| format!("\nfn long(\n) {{\n{}}}\n", "f();\n".repeat(lines - 3));
    let check = |path: &str, lines| rules::function_budget(&Source::new(path, function(lines)));
    assert_eq!(check("src/store/mod.rs", 60), []);
    assert_eq!(check("src/app/mod.rs", 100), []);
    assert_eq!(
        sentences(&check("src/store/mod.rs", 61)),
        ["2: fn long takes 61 lines; 60 is the most"]
    );
    assert_eq!(
        sentences(&check("src/app/mod.rs", 101)),
        ["2: fn long takes 101 lines; 100 is the most"]
    );
}

#[test]
fn a_dispatch_arm_that_works_itself_is_found() {
    let arm = |lines: usize| {
        let block = format!("A {{ x }}\n| B => {{\n{}}}\n", "f();\n".repeat(lines - 2));
        let call = format!("C => f(\n{}),\n", "a,\n".repeat(lines - 2));
        format!("fn dispatch(&mut self) {{ match command {{\n{block}{call} D => 1 }} }}")
    };
    let check = |lines| rules::dispatch_budget(&Source::new("src/workbench/mod.rs", arm(lines)));
    assert_eq!(check(5), []);
    assert_eq!(
        sentences(&check(6)),
        [
            "3: an arm of dispatch takes 6 lines; 5 is the most",
            "9: an arm of dispatch takes 6 lines; 5 is the most",
        ]
    );
}

#[test]
fn a_public_item_without_a_comment_is_found() {
    let text = "pub fn bare() {}\n\
                /// Said.\n#[derive(Debug)]\npub struct Said { pub field: u8, pub(crate) own: u8 }\n\
                /// Said.\npub struct Tuple(pub u8);\n\
                #[must_use]\npub const fn count() {}\n\
                pub use said::Said;\npub mod said;\n";
    assert_eq!(
        sentences(&rules::documented(&Source::new("src/text/mod.rs", text))),
        [
            "1: pub fn bare has no doc comment",
            "4: pub field has no doc comment",
            "8: pub const fn count has no doc comment",
        ]
    );
}

#[test]
fn a_word_for_unfinished_work_is_found() {
    let text = "// TODO: more\nconst A: &str = \"FIXME\";\n//XXX\nconst TODOS: u8 = 1;\n";
    assert_eq!(
        sentences(&rules::unfinished(&Source::new("src/text/mod.rs", text))),
        ["1: says TODO", "2: says FIXME", "3: says XXX"]
    );
}

#[test]
fn an_entry_that_does_not_belong_at_the_top_is_found() {
    let names = ["Cargo.toml", ".gitignore", "target", "notes.md"].map(str::to_owned);
    assert_eq!(
        sentences(&rules::top_level(&names)),
        ["1: has no place at the top of the repository"]
    );
}

#[test]
fn a_file_that_is_not_rust_is_found() {
    let source = Source::new("src/text/mod.rs", "fn f( {");
    assert_eq!(rules::check(&source).len(), 1);
}

#[test]
fn every_rule_is_run_by_check() {
    let text = "use crate::app;\nuse egui::Ui;\nuse ron::Value;\nuse std::fs;\n\
                pub fn f() { a.unwrap(); } // TODO\n";
    let long = "// c\n".repeat(400);
    let function = format!(
        "fn dispatch() {{ match x {{ A => {{\n{}}} }} }}\n",
        "f();\n".repeat(70)
    );
    let found = rules::check(&Source::new(
        "src/text/mod.rs",
        format!("{text}{function}{long}"),
    ));
    assert_eq!(found.len(), 10, "{found:#?}");
    let found = rules::check(&Source::new("src/app/mod.rs", "fn f() { c(\"#abcdef\"); }"));
    assert_eq!(found.len(), 1, "{found:#?}");
}

/// Fails with the problems as a list, a line each.
fn report(mut problems: Vec<Problem>) {
    problems.sort();
    let list: Vec<String> = problems.iter().map(Problem::to_string).collect();
    assert!(
        list.is_empty(),
        "{} broken rules:\n{}",
        list.len(),
        list.join("\n")
    );
}

/// The problems of one file as «line: what», in the order of the lines.
fn sentences(problems: &[Problem]) -> Vec<String> {
    let mut problems: Vec<&Problem> = problems.iter().collect();
    problems.sort_by_key(|problem| problem.line);
    problems
        .iter()
        .map(|problem| format!("{}: {}", problem.line, problem.what))
        .collect()
}

/// Every Rust file under `src`, in the order of the paths.
fn sources() -> Vec<Source> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Vec::new();
    let mut folders = vec![top.join("src")];
    while let Some(folder) = folders.pop() {
        for path in entries(&folder) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("a source is UTF-8");
                let inner = path
                    .strip_prefix(top)
                    .expect("src stands in the repository");
                let parts: Vec<String> = inner.iter().map(|part| name(Path::new(part))).collect();
                sources.push(Source::new(parts.join("/"), text));
            }
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

/// What stands in a folder.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let list = fs::read_dir(folder).expect("the folder can be read");
    list.map(|entry| entry.expect("the entry can be read").path())
        .collect()
}

/// The last part of a path, as text.
fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
