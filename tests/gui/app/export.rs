//! The window of the export: every choice reaches the bytes on the disk, what is lost is shown,
//! and nothing is written over that nobody gave up.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use postil::app::file_dialog::{Answer, Purpose, Target};
use postil::formats::datasets::{Unit, jsonl};
use postil::formats::project_file;
use postil::formats::tagset_file::default_tagset;

use super::whole::{Setup, Whole};

const ARTICLES: &str = concat!(
    r#"{"id":"dam","title":"The dam","text":"The dam holds, the council said. Nobody believed it.\n","#,
    r#""spans":[{"id":"whole","tag":"claim","fragments":[[0,13]],"annotator":"Ana"},"#,
    r#"{"id":"part","tag":"claim","fragments":[[8,13]],"annotator":"Ben","note":"=SUM(1)"},"#,
    r#"{"id":"who","tag":"source","fragments":[[15,26]],"annotator":"Ana"}],"#,
    r#""links":[{"id":"l","type":"attributed-to","from":"whole","to":"who","annotator":"Ana"}]}"#,
    "\n",
    r#"{"id":"mill","title":"The mill","text":"The mill stands still.\n","#,
    r#""spans":[{"id":"m","tag":"claim","fragments":[[0,15]],"annotator":"Ben"}]}"#,
    "\n",
);

fn setup() -> Setup {
    let read = jsonl::decode(ARTICLES.as_bytes(), &default_tagset(), None).unwrap();
    assert_eq!(read.left_out, 0, "{:?}", read.problems);
    Setup::files(&[("dam.ron", &project_file::encode(&read.project))])
}

fn opened() -> Whole {
    let mut window = setup().open();
    window.forget();
    window.keys(Modifiers::COMMAND, Key::E);
    assert!(window.asks("Export"));
    window
}

/// Chooses a format by its name.
fn choose(window: &mut Whole, name: &str) {
    window.types_over(name);
    let rows = window.harness.query_all_by_role(Role::ListItem);
    let labels = rows.filter_map(|row| row.accesskit_node().label());
    let labels: Vec<String> = labels.collect();
    let start = format!("{name}: ");
    let label = labels.into_iter().find(|label| label.starts_with(&start));
    let label = label.unwrap();
    window.press_named(Role::ListItem, &label);
}

/// Exports to this name and says what was said; the window of the export is open.
fn export(window: &mut Whole, to: &str) -> String {
    window.will_choose(&[to]);
    window.button("Export…");
    window.says()
}

/// What stands in a file, or in all files of a folder.
fn written(window: &Whole, name: &str) -> String {
    let path = window.path(name);
    if path.is_file() {
        return window.read(name);
    }
    let items = std::fs::read_dir(path).unwrap();
    let names = items.map(|item| item.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    let each = names
        .iter()
        .map(|inner| written(window, &format!("{name}/{inner}")));
    each.collect()
}

fn field(window: &mut Whole, label: &str, words: &str) {
    window.press_named(Role::TextInput, label);
    window.types_over(words);
}

#[test]
fn a_format_is_chosen_by_what_it_is_for_and_written_where_the_dialog_says() {
    let mut window = opened();
    window.types("paper").key(Key::ArrowDown);
    let said = export(&mut window, "report.html");
    assert!(said.starts_with("Exported to report.html"), "{said}");
    let target = Target {
        name: "dam.html".to_owned(),
        ending: "html",
        format: "html",
    };
    assert_eq!(window.dialogs(), [Purpose::Export(target)]);
    assert!(window.read("report.html").contains("Nobody believed it."));
    assert!(!window.asks("Export"), "it is done");
    window.command("Open the folder of the last export");
    assert_eq!(window.opened_folders(), [window.path("")]);
}

#[test]
fn the_notice_of_an_export_opens_its_folder() {
    let mut window = opened();
    window.will_choose(&["out.jsonl"]);
    window.button("Export…").button("Open folder");
    assert_eq!(window.opened_folders(), [window.path("")]);
}

#[test]
fn only_the_chosen_annotators_marks_are_written() {
    let mut window = opened();
    window.press_named(Role::RadioButton, "some");
    window.press_named(Role::CheckBox, "Ben (2)");
    export(&mut window, "ana.jsonl");
    let text = window.read("ana.jsonl");
    assert!(
        text.contains("\"whole\"") && !text.contains("\"part\""),
        "{text}"
    );
    assert!(!text.contains("Ben"), "{text}");
}

#[test]
fn nobody_is_no_choice() {
    let mut window = opened();
    window.press_named(Role::RadioButton, "some");
    for label in ["Ana (2)", "Ben (2)"] {
        window.press_named(Role::CheckBox, label);
    }
    assert!(window.reads("Choose somebody."));
    let button = window
        .harness
        .get_by_role_and_label(Role::Button, "Export…");
    assert!(button.accesskit_node().is_disabled());
    // Enter is no way round it.
    window.press_named(Role::TextInput, "Find a format");
    window.key(Key::Enter);
    assert_eq!(window.dialogs(), []);
}

#[test]
fn each_annotator_gets_a_folder() {
    let mut window = opened();
    window.press_named(Role::RadioButton, "each separately");
    export(&mut window, "both");
    let (ana, ben) = (written(&window, "both/Ana"), written(&window, "both/Ben"));
    assert!(ana.contains("\"whole\"") && !ana.contains("\"part\""));
    assert!(ben.contains("\"part\"") && !ben.contains("\"whole\""));
}

#[test]
fn tags_are_renamed_and_left_out() {
    let mut window = opened();
    window.button("Change…");
    window.press_named(Role::CheckBox, "source (1)");
    field(&mut window, "What claim becomes", "CLAIM");
    assert!(window.reads("1 renamed, 1 left out"));
    export(&mut window, "out.jsonl");
    let text = window.read("out.jsonl");
    assert!(text.contains("\"tag\":\"CLAIM\""), "{text}");
    assert!(!text.contains("\"who\""), "{text}");
}

#[test]
fn the_table_of_tags_is_saved_and_loaded() {
    let mut window = opened();
    window.button("Change…");
    window.press_named(Role::CheckBox, "source (1)");
    field(&mut window, "What claim becomes", "CLAIM");
    window.will_choose(&["ours"]);
    window.button("Save as a table…");
    assert!(window.reads("Saved as ours.tsv."));
    let table = window.read("ours.tsv");
    for row in [
        "tag\tclaim\tCLAIM\n",
        "tag\tsource\t\n",
        "tag\tentity\tentity\n",
    ] {
        assert!(table.contains(row), "{table}");
    }
    window.button("As they are here");
    assert!(window.reads("all, by their names here"));
    window.will_choose(&["ours.tsv"]);
    window.button("Load a table…");
    assert!(window.reads("1 renamed, 1 left out"));
    window.write("theirs.tsv", "tag\tPER\tclaim\n");
    window.will_choose(&["theirs.tsv"]);
    window.button("Load a table…");
    let nothing = "theirs.tsv names no tag or link of these, and changes nothing.";
    assert!(window.reads(nothing));
    assert!(window.reads("1 renamed, 1 left out"));
}

/// What stands beside each token.
fn column(text: &str) -> Vec<String> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let last = |line: &str| line.split(['\t', ' ']).next_back().unwrap().to_owned();
    lines.map(last).collect()
}

#[test]
fn the_way_with_overlaps_and_the_scheme_reach_the_tokens() {
    let mut window = opened();
    choose(&mut window, "conll");
    export(&mut window, "outer.conll");
    let outer = written(&window, "outer.conll");
    assert!(outer.contains("B-claim"), "{outer}");
    window.keys(Modifiers::COMMAND, Key::E);
    window.press_named(Role::ComboBox, "Where marks overlap");
    window.press_named(Role::Button, "the innermost is written");
    export(&mut window, "inner.conll");
    let inner = written(&window, "inner.conll");
    assert_ne!(column(&outer), column(&inner));
    window.keys(Modifiers::COMMAND, Key::E);
    window.press_named(Role::RadioButton, "B, I, E, S and O");
    export(&mut window, "ends.conll");
    assert!(written(&window, "ends.conll").contains("S-claim"));
}

#[test]
fn a_table_for_spreadsheets_is_guarded_unless_that_is_unticked() {
    let mut window = opened();
    choose(&mut window, "csv");
    export(&mut window, "guarded");
    assert!(window.read("guarded/spans.csv").contains("'=SUM(1)"));
    window.keys(Modifiers::COMMAND, Key::E);
    window.press_named(
        Role::CheckBox,
        "Keep them from running what looks like a formula",
    );
    export(&mut window, "plain");
    let plain = window.read("plain/spans.csv");
    assert!(
        plain.contains("=SUM(1)") && !plain.contains("'=SUM(1)"),
        "{plain}"
    );
}

#[test]
fn positions_count_what_the_reader_of_the_table_counts() {
    let mut window = opened();
    assert!(window.all(Role::ComboBox, "Positions count").is_empty());
    choose(&mut window, "csv");
    window.unfold("Positions count", "UTF-8 bytes");
    export(&mut window, "bytes");
    let export = window.preferences().export.clone().unwrap();
    assert_eq!(export.wish.unit, Some(Unit::Bytes));
}

#[test]
fn articles_are_dealt_out_with_a_card_that_names_the_licence() {
    let mut window = opened();
    window.press_named(Role::CheckBox, "Deal articles out to train, dev and test");
    field(&mut window, "Shares", "50/x");
    assert!(window.reads("Write shares such as 80/10/10."));
    field(&mut window, "Shares", "50/50");
    field(&mut window, "Seed", "7");
    field(&mut window, "Licence", "CC-BY-4.0");
    export(&mut window, "parts");
    let card = window.read("parts/README.md");
    assert!(card.contains("license: \"CC-BY-4.0\""), "{card}");
    assert!(card.contains("50/0/50 from the seed 7"), "{card}");
    assert!(window.path("parts/train").is_dir() && window.path("parts/test").is_dir());
}

#[test]
fn a_seed_that_is_no_number_is_no_choice() {
    let mut window = opened();
    window.press_named(Role::CheckBox, "Deal articles out to train, dev and test");
    field(&mut window, "Seed", "50/60");
    assert!(window.reads("Write the seed as a whole number, such as 7."));
    let ready = |window: &Whole| {
        let button = window
            .harness
            .get_by_role_and_label(Role::Button, "Export…");
        !button.accesskit_node().is_disabled()
    };
    assert!(!ready(&window));
    field(&mut window, "Seed", "60");
    assert!(ready(&window));
    // Where nothing is dealt out there is no seed.
    field(&mut window, "Seed", "sixty");
    window.press_named(Role::CheckBox, "Deal articles out to train, dev and test");
    assert!(ready(&window));
}

#[test]
fn the_first_lines_are_those_that_are_written() {
    for format in ["jsonl", "conll", "csv", "html"] {
        let mut window = opened();
        choose(&mut window, format);
        let labels = window.harness.query_all_by_role(Role::Label);
        let shown: Vec<String> = labels
            .filter_map(|it| it.accesskit_node().value())
            .collect();
        export(&mut window, "out.jsonl");
        let path = window.path("out.jsonl");
        let files = match path.is_dir() {
            true => std::fs::read_dir(path)
                .unwrap()
                .map(|item| item.unwrap().path())
                .collect(),
            false => vec![path, window.path("out.jsonl.html")],
        };
        let texts = files
            .iter()
            .filter_map(|path| std::fs::read_to_string(path).ok());
        // The file that tells most is shown first.
        let longest = texts.max_by_key(String::len).unwrap();
        let cut = |line: &str| match line.chars().count() {
            401.. => line.chars().take(400).collect::<String>() + "…",
            _ => line.to_owned(),
        };
        let first: Vec<String> = longest.lines().take(40).map(cut).collect();
        assert!(shown.contains(&first.join("\n")), "{format}: {shown:#?}");
    }
}

#[test]
fn the_bar_below_the_first_lines_leaves_them_whole() {
    let mut window = opened();
    choose(&mut window, "csv");
    let shapes: Vec<&egui::Shape> = window
        .harness
        .output()
        .shapes
        .iter()
        .map(|it| &it.shape)
        .collect();
    let mut lines = shapes.iter().filter_map(|shape| match shape {
        egui::Shape::Text(text) if text.galley.text().contains(",claim,") => {
            Some(text.visual_bounding_rect())
        }
        _ => None,
    });
    let lines = lines.next().unwrap();
    let cards = shapes.iter().filter_map(|shape| match shape {
        egui::Shape::Rect(card) if card.rect.contains(lines.left_top()) => Some(card.rect),
        _ => None,
    });
    let card = cards
        .min_by(|one, two| one.area().total_cmp(&two.area()))
        .unwrap();
    let room = card.bottom() - lines.bottom();
    assert!(room >= 10.0, "{room}");
}

#[test]
fn what_is_lost_is_listed_and_a_click_shows_its_marks() {
    let mut window = opened();
    choose(&mut window, "conll");
    window.press_named(Role::ListItem, "marks of one tag that overlap: 1");
    assert!(!window.asks("Export"));
    assert_eq!(window.selected(), Some("part"));
    assert!(window.has(Role::ListItem, "claim: holds"));
    assert!(!window.has(Role::ListItem, "claim: The dam holds"));
    window.button("Show all");
    assert!(window.has(Role::ListItem, "claim: The dam holds"));
    window.keys(Modifiers::COMMAND, Key::E);
    assert!(
        window.has(Role::ListItem, "marks of one tag that overlap: 1"),
        "the format is still chosen"
    );
}

#[test]
fn a_large_number_stands_beside_the_sign_of_a_loss_and_not_on_it() {
    let span =
        |end: usize| format!("{{\"id\":\"m{end}\",\"tag\":\"claim\",\"fragments\":[[0,{end}]]}}");
    let spans: Vec<String> = (1..=1200).map(span).collect();
    let (words, spans) = ("dam ".repeat(400), spans.join(","));
    let text = format!("{{\"id\":\"a\",\"text\":\"{words}\",\"spans\":[{spans}]}}");
    let read = jsonl::decode(text.as_bytes(), &default_tagset(), None).unwrap();
    let project = project_file::encode(&read.project);
    let mut window = Setup::files(&[("dam.ron", &project)]).open();
    window.forget();
    window.keys(Modifiers::COMMAND, Key::E);
    assert!(window.reads("1 article, 1,200 marks, as one file"));
    choose(&mut window, "conll");
    let rows = window.harness.query_all_by_role(Role::ListItem);
    let lost = rows.filter(|row| {
        let label = row.accesskit_node().label();
        label.is_some_and(|label| label.ends_with(": 1,199"))
    });
    let row = lost.collect::<Vec<_>>().pop().unwrap().rect();
    let number = window.harness.query_all_by_value("1,199");
    let number = number.last().unwrap().rect();
    // Beside the sign, as a small number does.
    assert!(number.left() > row.left() + 28.0, "{number:?} in {row:?}");
}

#[test]
fn a_format_that_holds_everything_says_so() {
    let window = opened();
    assert!(window.reads("Nothing: it holds everything in this project."));
    let whole = "2 articles, 4 marks, as one file";
    assert!(window.reads(whole));
}

#[test]
fn the_project_itself_is_not_written_over() {
    let mut window = opened();
    let before = window.read("dam.ron");
    let own = window.path("dam.ron");
    std::fs::hard_link(&own, window.path("dam.jsonl")).unwrap();
    let said = export(&mut window, "dam.jsonl");
    assert_eq!(
        said,
        "The dataset was not written That is the project’s own file. Choose another name."
    );
    assert_eq!(window.read("dam.ron"), before);
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_that_is_ticked() {
    let mut window = opened();
    let path = window.write("out.jsonl", "mine");
    window.will_answer(Answer::NoDialog);
    window.button("Export…");
    assert!(window.asks("Export to a file"));
    window.types_over(path.to_str().unwrap()).key(Key::Enter);
    assert_eq!(window.read("out.jsonl"), "mine");
    window.press_named(Role::CheckBox, "Replace the file that is there");
    window.button("Export");
    assert!(window.read("out.jsonl").contains("The dam"));
}

#[test]
fn a_folder_that_is_there_is_asked_about_and_never_loses_what_is_not_ours() {
    let mut window = opened();
    choose(&mut window, "brat");
    export(&mut window, "brat");
    assert!(window.path("brat/dam.ann").exists());
    window.write("brat/diary.doc", "mine");
    window.keys(Modifiers::COMMAND, Key::E);
    window.will_choose(&["brat"]);
    window.button("Export…");
    assert!(window.asks("Export to a folder"));
    window.press_named(Role::CheckBox, "Replace the folder that is there");
    window.button("Export");
    let said = window.says();
    assert!(said.starts_with("The dataset was not written"), "{said}");
    assert_eq!(window.read("brat/diary.doc"), "mine");
    std::fs::remove_file(window.path("brat/diary.doc")).unwrap();
    window.keys(Modifiers::COMMAND, Key::E);
    window.will_choose(&["brat"]);
    window.button("Export…");
    window.press_named(Role::CheckBox, "Replace the folder that is there");
    window.button("Export");
    assert!(window.says().starts_with("Exported to brat"));
}

#[test]
fn an_export_that_fails_says_so() {
    let mut window = opened();
    let said = export(&mut window, "gone/out.jsonl");
    assert!(
        said.starts_with("The dataset was not written Failed to save: there is no such folder"),
        "{said}"
    );
}

#[test]
fn an_export_can_be_cancelled_and_then_nothing_is_there() {
    for (format, to) in [("jsonl", "out.jsonl"), ("brat", "out")] {
        let mut window = opened();
        choose(&mut window, format);
        let before = std::fs::read_dir(window.path("")).unwrap().count();
        window.hold_worker().will_choose(&[to]);
        window.button("Export…");
        let mut work = window.begin_work();
        work.go_on(&mut window);
        window.harness.step();
        std::thread::sleep(std::time::Duration::ZERO);
        for _ in 0..30 {
            window.harness.step();
        }
        window.button("Cancel");
        work.finish(&mut window);
        assert_eq!(window.says(), "Cancelled Nothing was written.");
        assert_eq!(std::fs::read_dir(window.path("")).unwrap().count(), before);
    }
}

#[test]
fn a_long_export_is_cancelled_in_the_middle_of_a_file_and_of_a_folder() {
    let line = |at: usize| {
        format!(
            "{{\"id\":\"a{at}\",\"text\":\"The dam {at}.\\n\",\"spans\":[{{\"id\":\"m{at}\",\
             \"tag\":\"claim\",\"fragments\":[[0,7]],\"annotator\":\"Ana\"}}]}}\n"
        )
    };
    let lines: String = (0..200).map(line).collect();
    let read = jsonl::decode(lines.as_bytes(), &default_tagset(), None).unwrap();
    let project = project_file::encode(&read.project);
    for (format, to, steps) in [
        ("jsonl", "out.jsonl", 40),
        ("brat", "out", 40),
        ("brat", "out", 74),
    ] {
        let mut window = Setup::files(&[("dams.ron", &project)]).open();
        window.forget();
        window.keys(Modifiers::COMMAND, Key::E);
        choose(&mut window, format);
        let before = std::fs::read_dir(window.path("")).unwrap().count();
        window.hold_worker().will_choose(&[to]);
        window.button("Export…");
        let mut work = window.begin_work();
        for _ in 0..steps {
            work.go_on(&mut window);
        }
        for _ in 0..30 {
            window.harness.step();
        }
        let during = std::fs::read_dir(window.path("")).unwrap().count();
        assert_eq!(
            during - before,
            usize::from(format == "brat"),
            "a folder beside it"
        );
        window.button("Cancel");
        work.finish(&mut window);
        assert_eq!(window.says(), "Cancelled Nothing was written.");
        assert_eq!(std::fs::read_dir(window.path("")).unwrap().count(), before);
    }
}

#[test]
fn one_key_exports_again_as_last_time_also_in_another_window() {
    let mut window = setup().settings(&[]).open();
    window.forget();
    let again = Modifiers::COMMAND | Modifiers::SHIFT;
    window.keys(again, Key::E);
    assert!(window.asks("Export"), "there was no last time");
    choose(&mut window, "conll");
    window.press_named(Role::RadioButton, "B, I, E, S and O");
    export(&mut window, "out.conll");
    let first = written(&window, "out.conll");
    std::fs::remove_dir_all(window.path("out.conll")).unwrap();
    window.keys(again, Key::E);
    assert!(window.says().starts_with("Exported to out.conll"));
    assert_eq!(written(&window, "out.conll"), first);
    assert_eq!(window.dialogs().len(), 1, "nobody was asked where");
    std::fs::remove_dir_all(window.path("out.conll")).unwrap();
    let own = window.path("dam.ron");
    let mut window = window.again().on(&own).open();
    window.forget();
    window.keys(again, Key::E);
    assert_eq!(written(&window, "out.conll"), first);
    window.forget();
    window.keys(Modifiers::COMMAND, Key::E);
    assert!(window.has(Role::Button, "Export to out.conll again"));
    // Another project has no last place, but the last choice.
    let other = window.write("other.ron", window.read("dam.ron"));
    let mut window = window.again().on(&other).open();
    window.forget();
    window.keys(again, Key::E);
    assert!(window.asks("Export"));
    assert!(window.has(Role::RadioButton, "B, I, E, S and O"));
}

#[test]
fn in_a_small_window_everything_is_still_there() {
    for size in [(900.0, 650.0), (800.0, 520.0), (520.0, 400.0)] {
        let mut window = setup().size(size).open();
        window.forget();
        window.keys(Modifiers::COMMAND, Key::E);
        let button = window.named(Role::Button, "Export…");
        assert!(
            button.x < size.0 && button.y < size.1,
            "{size:?}: {button:?}"
        );
        export(&mut window, "out.jsonl");
        assert!(window.read("out.jsonl").contains("The dam"));
    }
}

#[test]
fn what_is_found_is_chosen_and_enter_exports_it() {
    let mut window = opened();
    window.types_over("conll");
    window.will_choose(&["out.conll"]);
    window.key(Key::Enter);
    assert!(window.says().starts_with("Exported to out.conll"));
    assert!(written(&window, "out.conll").contains("B-claim"));
}

#[test]
fn what_is_typed_at_the_window_marks_nothing_behind_it() {
    let mut window = setup().open();
    let words = window.on("believed");
    window.clicks(words, 2);
    window.forget();
    window.keys(Modifiers::COMMAND, Key::E);
    window.types_over("no such format").key(Key::Enter);
    window.key(Key::Num1).types("3 4");
    assert_eq!(window.steps(), [""; 0]);
    assert_eq!(window.notices(), [""; 0]);
    // One who clicks into the article again goes on marking it.
    window.key(Key::Escape);
    window.key(Key::Num3);
    assert_eq!(window.steps().len(), 1);
}
