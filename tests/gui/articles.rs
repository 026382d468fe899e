//! The list of articles.

use std::sync::Arc;

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use postil::app::articles::ArticlesPanel;
use postil::app::articles::data::{ArticleRows, Progress};
use postil::command::{Command, WindowCommand};
use postil::project::{Article, Edit, Id, Metadata, Origin};
use postil::text::Text;
use postil::workbench::Workbench;

use crate::support::{Stage, change, click, dispatch, labels, stage, type_into, workbench};

fn three() -> Workbench {
    let mut bench = workbench(&[
        ("Ferry fares", "One [claim: two].\n\nThree four.\n"),
        ("Grain audit", "[claim: One] [entity: two].\n"),
        ("Salt", "Nothing here.\n"),
    ]);
    dispatch(&mut bench, Command::SetDone("grain-audit".into(), true));
    bench
}

fn shown(bench: Workbench) -> Harness<'static, Stage<ArticlesPanel>> {
    stage(
        bench,
        ArticlesPanel::default(),
        (224.0, 600.0),
        ArticlesPanel::ui,
    )
}

fn in_view(harness: &Harness<'_, Stage<ArticlesPanel>>) -> String {
    let entry = harness.state().bench.entry();
    entry.map_or_else(String::new, |entry| entry.article().title.clone())
}

#[test]
fn a_row_says_how_far_its_article_is() {
    let mut rows = ArticleRows::default();
    rows.refresh(&three(), "");
    let said: Vec<String> = rows.shown().map(|(_, row)| row.label()).collect();
    let expected = [
        "Ferry fares, 1 mark",
        "Grain audit, done, 2 marks",
        "Salt, not started",
    ];
    assert_eq!(said, expected);
    assert_eq!((rows.done(), rows.total()), (1, 3));
    let progress = rows.row(0).map(|row| row.progress);
    let half = Progress::Begun {
        share: 0.5,
        marks: 1,
    };
    assert_eq!(progress, Some(half));
}

#[test]
fn the_filter_finds_titles_and_states() {
    let mut rows = ArticleRows::default();
    let bench = three();
    let cases = [
        ("FARES ferry", 1),
        ("done", 1),
        ("not started", 1),
        ("progress", 1),
        ("x", 0),
    ];
    for (filter, count) in cases {
        rows.refresh(&bench, filter);
        assert_eq!(rows.count(), count, "{filter}");
    }
}

#[test]
fn only_a_changed_article_is_made_anew() {
    let mut bench = three();
    let mut rows = ArticleRows::default();
    let versions =
        |rows: &ArticleRows| rows.shown().map(|(version, _)| version).collect::<Vec<_>>();
    rows.refresh(&bench, "");
    let before = versions(&rows);
    dispatch(&mut bench, Command::SetDone("salt".into(), true));
    rows.refresh(&bench, "");
    let after = versions(&rows);
    assert_eq!(before[..2], after[..2]);
    assert_ne!(before[2], after[2]);
}

#[test]
fn a_click_shows_the_article() {
    let mut harness = shown(three());
    assert_eq!(labels(&harness, Role::Heading), ["Articles 1 of 3 done"]);
    click(&mut harness, Role::ListItem, "Salt, not started");
    assert_eq!(in_view(&harness), "Salt");
    harness.key_press(Key::ArrowUp);
    harness.run();
    assert_eq!(in_view(&harness), "Grain audit");
    harness.key_press(Key::Home);
    harness.run();
    assert_eq!(in_view(&harness), "Ferry fares");
}

#[test]
fn typing_filters_and_the_filter_is_cleared() {
    let mut harness = shown(three());
    type_into(&mut harness, "Filter the articles", "salt");
    assert_eq!(labels(&harness, Role::ListItem), ["Salt, not started"]);
    type_into(&mut harness, "Filter the articles", "x");
    assert!(labels(&harness, Role::ListItem).is_empty());
    click(&mut harness, Role::Button, "Clear the filter");
    assert_eq!(labels(&harness, Role::ListItem).len(), 3);
}

#[test]
fn the_menu_of_a_row_says_done_renames_and_removes() {
    let mut harness = shown(three());
    let menu = |harness: &mut Harness<'_, Stage<ArticlesPanel>>, row: &str, entry: &str| {
        harness
            .get_by_role_and_label(Role::ListItem, row)
            .click_secondary();
        harness.run();
        click(harness, Role::MenuItem, entry);
    };
    menu(&mut harness, "Salt, not started", "Done");
    menu(&mut harness, "Salt, done, 0 marks", "Rename");
    let field = harness.get_by_role_and_label(Role::TextInput, "Title of the article");
    field.type_text("s of the earth");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    menu(
        &mut harness,
        "Grain audit, done, 2 marks",
        "Remove from the project",
    );
    let rows = labels(&harness, Role::ListItem);
    assert_eq!(
        rows,
        ["Ferry fares, 1 mark", "Salts of the earth, done, 0 marks"]
    );
    menu(&mut harness, "Ferry fares, 1 mark", "Details…");
    let asked = harness.state().asked.last().cloned();
    assert_eq!(asked, Some(Command::Window(WindowCommand::ArticleDetails)));
}

#[test]
fn an_empty_project_says_how_to_fill_it() {
    let mut harness = shown(Workbench::default());
    click(&mut harness, Role::Button, "Open…");
    click(&mut harness, Role::Button, "Open articles");
    let open = Command::Window(WindowCommand::Open);
    assert_eq!(harness.state().asked, [open.clone(), open]);
}

#[test]
fn only_the_rows_in_view_of_ten_thousand_articles_are_drawn() {
    let titles: Vec<String> = (0..10_000).map(|n| format!("Article number {n}")).collect();
    let articles: Vec<(&str, &str)> = titles
        .iter()
        .map(|title| (title.as_str(), "Words."))
        .collect();
    let mut harness = shown(many(&articles));
    let drawn = labels(&harness, Role::ListItem).len();
    assert!((8..30).contains(&drawn), "{drawn}");
    click(
        &mut harness,
        Role::ListItem,
        "Article number 1, not started",
    );
    harness.key_press(Key::End);
    harness.run();
    assert_eq!(in_view(&harness), "Article number 9999");
    harness.get_by_role_and_label(Role::ListItem, "Article number 9999, not started");
}

/// Every article has the same text here, which commands would refuse.
fn many(articles: &[(&str, &str)]) -> Workbench {
    workbench(articles)
}

#[test]
fn the_rail_asks_for_what_its_icons_show() {
    let panel = ArticlesPanel::default();
    let mut harness = stage(three(), panel, (44.0, 300.0), ArticlesPanel::rail_ui);
    for label in ["Articles", "Note", "Link the mark", "Side panel"] {
        click(&mut harness, Role::Button, label);
    }
    let asked = [
        WindowCommand::Articles,
        WindowCommand::Note,
        WindowCommand::StartLink,
        WindowCommand::SidePanel,
    ];
    assert_eq!(harness.state().asked, asked.map(Command::Window));
}

#[test]
fn row_32_of_a_hundred_thousand_articles_only_those_in_view_are_drawn_and_any_is_found() {
    let mut bench = workbench(&[("Dam", "The dam holds.")]);
    let add = |number: usize| {
        let id: Id = format!("a{number}").as_str().into();
        let article = Article {
            id: id.clone(),
            title: format!("Article {number}"),
            text: Text::new(format!("The dam {number} holds.")),
            meta: Metadata::default(),
            origin: Origin::default(),
        };
        let to = Some(Arc::new(article));
        Edit::Article { id, at: number, to }
    };
    let edits: Vec<Edit> = (1..100_000).map(add).collect();
    change(&mut bench, &edits);
    let mut harness = shown(bench);
    let rows = |harness: &Harness<'_, _>| labels(harness, Role::ListItem);
    let count = rows(&harness).len();
    assert!((5..60).contains(&count), "{count} rows are drawn");
    type_into(&mut harness, "Filter the articles", "70000");
    assert_eq!(rows(&harness), ["Article 70000, not started"]);
    click(&mut harness, Role::ListItem, "Article 70000, not started");
    assert_eq!(in_view(&harness), "Article 70000");
}
