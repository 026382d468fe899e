//! How far annotators agree, in the report and on a page of its own, with the tables of their tags.

use postil::formats::project_file;
use postil::review::compare;
use postil::review::confusion::confusions;
use postil::review::settle::{Cell, Filter, Order, Review};

use super::command::{folder, run, said};
use super::{gold, marked};

const ANA: &str =
    "[claim#1: The moon is cheese], said [source#2: Ada]. [entity#3: Bo] nodded. [claim#4: It is].";
const BEN: &str =
    "The [claim#1: moon is cheese], said [entity#2: Ada]. [entity#3: Bo] nodded. It is.";

fn pair() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, markup) in [("ana", ANA), ("ben", BEN)] {
        let file = project_file::encode(&marked(markup));
        let file = file.replace("by: \"Ana\"", &format!("by: \"{name}\""));
        std::fs::write(folder.path().join(format!("{name}.ron")), file).unwrap();
    }
    folder
}

/// A page from its section of figures to its end.
fn section(page: &str) -> &str {
    let start = page.find("<section class=\"figures\"").unwrap();
    let end = page.find("</section>").unwrap();
    page.get(start..end).unwrap()
}

#[test]
fn a_report_holds_the_figures_and_the_tables_of_those_who_are_named() {
    let folder = pair();
    let line = "export ana.ron --format html --out report.html --figures ben.ron";
    let output = run(folder.path(), line);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let page = std::fs::read_to_string(folder.path().join("report.html")).unwrap();
    let figures = section(&page);
    let (tables, values) = figures.split_once("<h3>all marks</h3>").unwrap();
    insta::assert_snapshot!(tables, @r#"
    <section class="figures" id="figures">
    <h2>How far annotators agree</h2>
    <p class="about">ana, ben: 1 article that at least two of them did.</p>
    <h3>Who gave which tag</h3>
    <p class="about">On a ground: places where both gave the tag. Beside it: disputes where one gave this and the other that.</p>
    <table>
    <caption>Rows: ana. Columns: ben.</caption>
    <tr><th></th><th class="n" scope="col">claim</th><th class="n" scope="col">entity</th><th class="n" scope="col">source</th><th class="n" scope="col">nothing</th></tr>
    <tr><th scope="row">claim</th><td class="n s">1</td><td class="n">·</td><td class="n">·</td><td class="n">1</td></tr>
    <tr><th scope="row">entity</th><td class="n">·</td><td class="n s">1</td><td class="n">·</td><td class="n">·</td></tr>
    <tr><th scope="row">source</th><td class="n">·</td><td class="n">1</td><td class="n s">·</td><td class="n">·</td></tr>
    <tr><th scope="row">nothing</th><td class="n">·</td><td class="n">·</td><td class="n">·</td><td class="n s">·</td></tr>
    </table>
    "#);
    for name in [
        "cohen_kappa (token)",
        "krippendorff_alpha",
        "gamma (span)",
        "f1_exact (span)",
    ] {
        assert!(values.contains(name), "{name}");
    }
    assert!(
        page.contains("<article id=\"a1\">"),
        "the report itself is there"
    );
    // Without them it is the report as it always was.
    run(
        folder.path(),
        "export ana.ron --format html --out plain.html",
    );
    let plain = std::fs::read_to_string(folder.path().join("plain.html")).unwrap();
    assert!(!plain.contains("figures"));
    let whole = format!("{figures}</section>\n");
    let line = "<p class=\"about\"><a href=\"#figures\">How far annotators agree</a> stands at the end.</p>\n";
    let without = page.replace(&whole, "").replace(line, "");
    let (_, body) = without.split_once("<body>").unwrap();
    let (_, expected) = plain.split_once("<body>").unwrap();
    assert_eq!(body, expected);
}

#[test]
fn figures_that_cannot_be_are_refused_in_a_sentence() {
    let folder = folder();
    let converted = run(
        folder.path(),
        "import --format jsonl ana.jsonl --out ana.ron",
    );
    assert_eq!(converted.status.code(), Some(0), "{}", said(&converted));
    let output = run(
        folder.path(),
        "export ana.ron --format html --out r.html --figures",
    );
    insta::assert_snapshot!(said(&output), @r"
    --- Some(2)
    postil: failed to compare: all marks are one annotator's; name another file
    ");
    let line = "export ana.ron --format jsonl --out r.jsonl --figures ben.jsonl";
    insta::assert_snapshot!(said(&run(folder.path(), line)), @r"
    --- Some(2)
    postil: failed to put figures into jsonl: only html takes them; «postil agree» prints them
    ");
    assert!(!folder.path().join("r.html").exists() && !folder.path().join("r.jsonl").exists());
}

#[test]
fn the_page_of_agreement_holds_the_same_tables() {
    let folder = pair();
    let output = run(folder.path(), "agree ana.ron ben.ron --html");
    let page = String::from_utf8(output.stdout).unwrap();
    let (tables, _) = section(&page).split_once("<h3>all marks</h3>").unwrap();
    assert!(tables.contains("Rows: ana. Columns: ben."), "{tables}");
    // Beginners are held against the reference alone.
    std::fs::copy(
        folder.path().join("ben.ron"),
        folder.path().join("gold.ron"),
    )
    .unwrap();
    let output = run(
        folder.path(),
        "agree ana.ron ben.ron --reference gold.ron --html",
    );
    let page = String::from_utf8(output.stdout).unwrap();
    let captions: Vec<&str> = page
        .lines()
        .filter(|it| it.starts_with("<caption>"))
        .collect();
    let expected =
        ["ana", "ben"].map(|name| format!("<caption>Rows: gold. Columns: {name}.</caption>"));
    assert_eq!(captions, expected);
}

#[test]
fn a_table_counts_what_its_cells_list_on_a_real_article() {
    let test = "a_table_counts_what_its_cells_list_on_a_real_article";
    let three = [gold("ana", test), gold("ben", test), gold("cyn", test)];
    let [Some(ana), Some(ben), Some(cyn)] = three else {
        return;
    };
    let named = |name: &str, it: &postil::project::Project| (name.to_owned(), it.clone());
    let all = postil::review::colleagues(vec![
        named("ana", &ana),
        named("ben", &ben),
        named("cyn", &cyn),
    ]);
    let report = compare(&all);
    let tables = confusions(&report);
    let review = Review::open(&all[0].name, &ana, all[1..].to_vec());
    assert_eq!(review.confusions().len(), 3);
    let mut counted = 0;
    for (place, who) in [(0, 1), (0, 2), (1, 2)].into_iter().enumerate() {
        assert_eq!(review.confusions()[place].counts, tables[place].counts);
        for (tags, count) in &tables[place].counts {
            if tags.0 == tags.1 {
                continue;
            }
            let cell = Cell {
                who,
                tags: tags.clone(),
            };
            let filter = Filter {
                cell: Some(cell),
                ..Filter::default()
            };
            assert_eq!(
                review.listed(&filter, Order::Text).len(),
                *count,
                "{tags:?}"
            );
            counted += count;
        }
    }
    assert!(counted > 60, "{counted}");
}
