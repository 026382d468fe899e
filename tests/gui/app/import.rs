//! Files of other programs come in: recognised, looked at, mapped, and one step to take back.

use std::io::{Cursor, Write as _};
use std::path::Path;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use postil::store::{self, RealDisk};

use super::whole::{Setup, Whole, empty, on};

const DAM: &str = "The dam\n\nThe dam holds, the council said. Nobody believed it.\n";
const ANN: &str = "T1\tPER 24 35\tthe council\nT2\tEvent 9 22\tThe dam holds\n\
                   R1\tsays Arg1:T2 Arg2:T1\nT9\tPER 900 910\tnobody\n";

/// A window on an article, with the same article in brat beside it.
fn with_brat() -> Whole {
    let window = on(&[("dam.txt", DAM)]);
    window.write("brat/dam.txt", DAM);
    window.write("brat/dam.ann", ANN);
    window
}

fn values(window: &Whole, label: &str) -> Option<String> {
    let node = window
        .harness
        .query_by_role_and_label(Role::ComboBox, label)?;
    node.accesskit_node().value()
}

fn choose(window: &mut Whole, field: &str, value: &str) {
    window.press_named(Role::ComboBox, field);
    // The strip of tags above has buttons of the same names.
    let at = window.all(Role::Button, value).last().copied();
    window.click(at.unwrap());
}

#[test]
fn a_brat_folder_is_recognised_and_joins_the_article_that_it_shares() {
    let mut window = with_brat();
    let before = window.bench().project().clone();
    window.drop_files(&["brat"]);
    assert!(window.asks("Import"));
    let looks = "This looks like brat standoff, a text and an annotation file an article.";
    assert!(window.reads(looks));
    assert!(window.reads("0 articles, 2 marks, 1 link."));
    window.button("Add to the project");
    let said = window.notices();
    assert!(
        said.iter().any(|it| it.starts_with("Added 2 marks")),
        "{said:?}"
    );
    assert_eq!(window.articles(), ["The dam"]);
    assert_eq!(window.steps().last().unwrap(), "Import brat");
    assert_eq!(window.marks().len(), 2);
    window.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(*window.bench().project(), before);
}

#[test]
fn what_cannot_be_taken_is_listed_with_file_and_line() {
    let mut window = with_brat();
    window.drop_files(&["brat"]);
    assert!(window.reads("dam.ann, line 4"));
    window.button("Add to the project");
    window.forget();
    window.key(Key::F8);
    assert!(window.reads("dam.ann, line 4"));
}

#[test]
fn new_tags_are_said_at_once() {
    let mut window = with_brat();
    window.drop_files(&["brat"]);
    assert!(window.reads("2 tags are new: PER, Event."));
    assert!(window.reads("dam.ann, line 4"));
    let words = window.harness.query_all_by_role(Role::Label);
    let mut words = words.filter_map(|it| it.accesskit_node().value());
    assert!(!words.any(|it| it.starts_with("Tag ") && it.contains("is new")));
}

#[test]
fn what_is_all_here_already_is_not_added_again() {
    let mut window = with_brat();
    window.drop_files(&["brat"]);
    window.button("Add to the project");
    window.forget();
    window.drop_files(&["brat"]);
    assert!(window.reads("Nothing: all of it is in the project already."));
    let add = window
        .harness
        .get_by_role_and_label(Role::Button, "Add to the project");
    assert!(add.accesskit_node().is_disabled());
    assert!(window.reads("What to look at (1)"), "the mark of nobody");
    window.press_named(Role::RadioButton, "a new project");
    assert!(window.reads("1 article, 2 marks, 1 link."));
    let add = window.harness.get_by_role_and_label(Role::Button, "Import");
    assert!(!add.accesskit_node().is_disabled());
}

#[test]
fn the_tags_of_a_codebook_are_counted() {
    let mut window = empty();
    let book = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\
        <CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\" origin=\"x\"><Codes>\
        <Code guid=\"11111111-1111-1111-1111-111111111111\" name=\"Dam\" isCodable=\"true\"/>\
        <Code guid=\"22222222-2222-2222-2222-222222222222\" name=\"Mill\" isCodable=\"true\"/>\
        </Codes></CodeBook>";
    window.write("book.qdc", book);
    window.drop_files(&["book.qdc"]);
    assert!(window.asks("Import"));
    assert!(window.reads("2 tags are new: Dam, Mill."));
    assert!(window.reads("No mark has one. Its new tags come in as they are."));
}

#[test]
fn what_comes_in_stands_in_the_order_in_which_it_is_read() {
    let mut window = empty();
    let line = "{\"id\":\"a\",\"title\":\"שלום עולם\",\"text\":\"טוב מאוד\",\
                \"spans\":[{\"id\":\"m\",\"tag\":\"claim\",\"fragments\":[[0,8]]}]}";
    window.write("x.jsonl", line);
    window.drop_files(&["x.jsonl"]);
    let shapes = window.harness.output().shapes.iter();
    let runs = shapes.filter_map(|drawn| match &drawn.shape {
        egui::Shape::Text(text) => Some(text.galley.text().to_owned()),
        _ => None,
    });
    let runs: Vec<String> = runs.collect();
    for words in ["עולם שלום", "מאוד טוב"] {
        assert!(runs.iter().any(|run| run == words), "{words}: {runs:?}");
    }
}

#[test]
fn an_empty_file_of_any_ending_is_said_to_be_empty() {
    for name in ["a.jsonl", "a.csv", "a.conll", "a.ann", "a.txt"] {
        let mut window = empty();
        window.write(name, "");
        window.drop_files(&[name]);
        assert!(!window.asks("Import"), "{name}");
        let said = window.says();
        assert!(said.contains("he file is empty"), "{name}: {said}");
    }
}

#[test]
fn foreign_tags_become_ours_new_or_nothing() {
    let mut window = with_brat();
    window.drop_files(&["brat"]);
    assert_eq!(
        values(&window, "What PER becomes").as_deref(),
        Some("a new tag, PER")
    );
    choose(&mut window, "What PER becomes", "source");
    choose(&mut window, "What says becomes", "attributed to");
    choose(&mut window, "What Event becomes", "claim");
    window.button("Add to the project");
    assert_eq!(
        window.marks(),
        ["claim: The dam holds", "source: the council"]
    );
    let entry = window.bench().entry().unwrap();
    let links: Vec<&str> = entry
        .links()
        .values()
        .map(|link| link.kind.as_str())
        .collect();
    assert_eq!(links, ["attributed_to"]);
    let tags = window.bench().project().tagset().tags.len();
    let mut window = with_brat();
    window.drop_files(&["brat"]);
    choose(&mut window, "What PER becomes", "left out");
    window.button("Add to the project");
    assert_eq!(window.marks(), ["Event: The dam holds"]);
    assert_eq!(window.bench().project().tagset().tags.len(), tags + 1);
}

#[test]
fn the_table_of_tags_is_saved_and_loaded_as_the_command_line_reads_it() {
    let mut window = with_brat();
    window.drop_files(&["brat"]);
    choose(&mut window, "What PER becomes", "source");
    choose(&mut window, "What Event becomes", "left out");
    window.will_choose(&["ours"]);
    window.button("Save as a table…");
    assert!(window.reads("Saved as ours.tsv."));
    let table = window.read("ours.tsv");
    let rows: Vec<&str> = table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect();
    let expected = ["tag\tEvent\t", "tag\tPER\tsource", "link\tsays\tsays"];
    assert_eq!(rows, expected);
    window.button("As in the files");
    let per = || "What PER becomes";
    assert_eq!(values(&window, per()).as_deref(), Some("a new tag, PER"));
    window.write(
        "theirs.tsv",
        "tag\tPER\tperson\nlink\tsays\tattributed_to\n",
    );
    window.will_choose(&["theirs.tsv"]);
    window.button("Load a table…");
    assert!(window.reads("theirs.tsv says what 2 names become."));
    assert_eq!(values(&window, per()).as_deref(), Some("a new tag, person"));
    let says = values(&window, "What says becomes");
    assert_eq!(says.as_deref(), Some("attributed to"));
    window.button("Add to the project");
    assert_eq!(
        window.marks(),
        ["Event: The dam holds", "person: the council"]
    );
}

#[test]
fn a_table_that_says_nothing_or_is_none_changes_nothing() {
    let mut window = with_brat();
    window.drop_files(&["brat"]);
    choose(&mut window, "What PER becomes", "source");
    let path = window.path("t.tsv");
    let wrong = format!(
        "Failed to read the table: line 1 is not «tag», a tab, the name in the files, a tab, \
         the name here: {}.",
        path.display()
    );
    let nothing = "t.tsv names no tag or link of these, and changes nothing.";
    for (table, words) in [("tag\tLOC\tentity\n", nothing), ("PER source\n", &wrong)] {
        window.write("t.tsv", table);
        window.will_choose(&["t.tsv"]);
        window.button("Load a table…");
        assert!(window.reads(words), "{words}");
        let per = values(&window, "What PER becomes");
        assert_eq!(per.as_deref(), Some("source"));
    }
}

#[test]
fn what_tags_became_is_remembered_by_the_format_also_in_another_window() {
    let mut window = Setup::files(&[("dam.txt", DAM)]).settings(&[]).open();
    window.forget();
    window.write("brat/dam.txt", DAM);
    window.write("brat/dam.ann", ANN);
    window.drop_files(&["brat"]);
    choose(&mut window, "What PER becomes", "source");
    window.button("Add to the project");
    let mut window = window.again().open();
    window.forget();
    window.drop_files(&["brat"]);
    assert!(window.reads("As it was chosen the last time in this format."));
    assert_eq!(
        values(&window, "What PER becomes").as_deref(),
        Some("source")
    );
    window.button("As in the files");
    assert!(!window.reads("As it was chosen the last time in this format."));
    window.button("Import");
    assert!(
        window.preferences().mappings.is_empty(),
        "it is forgotten again"
    );
}

#[test]
fn unsigned_marks_get_the_name_that_is_typed() {
    let mut window = with_brat();
    window.drop_files(&["brat"]);
    window.press_named(Role::TextInput, "Who made what names nobody");
    window.types("Ben");
    window.button("Add to the project");
    let entry = window.bench().entry().unwrap();
    let authors: Vec<&str> = entry
        .annotations()
        .values()
        .map(|mark| mark.stamp.author.as_str())
        .collect();
    assert_eq!(authors, ["Ben", "Ben"]);
}

#[test]
fn positions_are_read_in_the_unit_that_is_chosen() {
    let mut window = empty();
    let line =
        r#"{"id":"a","text":"é dam.","spans":[{"id":"m","tag":"claim","fragments":[[3,6]]}]}"#;
    window.write("x.jsonl", line);
    window.drop_files(&["x.jsonl"]);
    choose(&mut window, "Positions count", "UTF-8 bytes");
    window.button("Import");
    assert_eq!(window.marks(), ["claim: dam"]);
}

#[test]
fn a_dataset_makes_a_new_project_once_unsaved_work_is_saved_or_given_up() {
    let mut window = with_brat();
    window.drop_files(&["brat"]);
    window.press_named(Role::RadioButton, "a new project");
    window.button("Import");
    assert!(window.asks("Save untitled.ron?"));
    window.button("Cancel");
    assert_eq!(window.marks().len(), 0);
    assert!(window.asks("Import"), "nothing was lost");
    window.button("Import").button("Don’t save");
    assert_eq!(window.file(), "brat.ron, unsaved");
    assert_eq!(window.marks().len(), 2);
    assert!(!window.asks("Import"));
}

#[test]
fn closing_the_window_changes_nothing() {
    let mut window = with_brat();
    let before = window.bench().project().clone();
    window.drop_files(&["brat"]);
    window.key(Key::Escape);
    assert!(!window.asks("Import"));
    assert_eq!(*window.bench().project(), before);
    assert_eq!(window.steps().len(), 1, "the article alone");
}

#[test]
fn a_dataset_that_is_none_says_where_and_imports_nothing() {
    let mut window = on(&[("dam.txt", DAM)]);
    window.write("bad.jsonl", "this is no dataset\n");
    window.drop_files(&["bad.jsonl"]);
    let words = window.harness.query_all_by_role(Role::Label);
    let words: Vec<String> = words.filter_map(|it| it.accesskit_node().value()).collect();
    let said = words
        .iter()
        .find(|it| it.starts_with("There is no article in it."));
    assert!(
        said.is_some_and(|it| it.contains("bad.jsonl, line 1")),
        "{words:#?}"
    );
    let button = window.harness.get_by_role_and_label(Role::Button, "Import");
    assert!(button.accesskit_node().is_disabled());
    assert_eq!(window.articles(), ["The dam"]);
}

#[test]
fn what_is_done_meanwhile_is_heeded() {
    let mut window = on(&[("mill.txt", "The mill\n\nThe mill stands still.\n")]);
    window.write("brat/dam.txt", DAM);
    window.write("brat/dam.ann", ANN);
    window.write("dam.txt", DAM);
    window.drop_files(&["brat"]);
    window.press_named(Role::RadioButton, "untitled.ron");
    assert!(window.reads("1 article, 2 marks, 1 link."));
    window.drop_files(&["dam.txt"]);
    assert_eq!(window.articles().len(), 2);
    assert!(
        window.reads("0 articles, 2 marks, 1 link."),
        "it is shared now"
    );
    window.button("Add to the project");
    assert_eq!(window.articles().len(), 2);
    assert_eq!(window.marks().len(), 2);
}

#[test]
fn every_corpus_that_is_read_is_recognised_in_the_window() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    let folders = [
        "brat-tutorials-news",
        "webanno-tsv-inception",
        "wnut17-conll",
    ];
    for name in folders {
        let folder = root.join(name);
        if !folder.is_dir() {
            println!("left out: {name} is not there");
            continue;
        }
        let mut window = empty();
        // The system's faces have their emoji, and are not there.
        let ctx = &window.harness.ctx;
        ctx.set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
        window.drop_files(&[folder.to_str().unwrap()]);
        assert!(window.asks("Import"), "{name}");
        window.button("Import");
        assert!(window.bench().project().mark_count() > 0, "{name}");
        assert_eq!(window.bench().project().check(), []);
    }
}

#[test]
fn a_table_of_texts_asks_for_its_columns() {
    let mut window = empty();
    let rows = "id,headline,summary,body\n\
                1,The dam,It holds.,The dam holds and nobody believed it at all.\n\
                2,The mill,It stands.,The mill stands still and everybody saw it.\n";
    window.write("news.csv", rows);
    window.drop_files(&["news.csv"]);
    assert!(window.asks("Articles from news.csv"));
    assert!(window.reads("This is a table of 2 rows, each of which becomes an article."));
    window.press_named(Role::ComboBox, "Text");
    window.press_named(Role::Button, "summary: It holds.");
    assert!(window.reads("It holds."));
    window.button("Add 2 articles");
    assert_eq!(window.articles(), ["The dam", "The mill"]);
    let text = window.bench().entry().unwrap().article().text.as_str();
    assert_eq!(text.trim(), "It holds.");
    let mut window = empty();
    window.write("news.csv", rows);
    window.drop_files(&["news.csv"]);
    window.key(Key::Escape);
    assert_eq!(window.title(), "Postil", "nothing was added");
}

#[test]
fn rows_of_a_table_without_words_are_said_to_be_left_out() {
    let mut window = empty();
    let rows = "headline,body\n\
                The dam,The dam holds and nobody believed it at all.\n\
                The mill,\nThe lake,\n";
    window.write("news.csv", rows);
    window.drop_files(&["news.csv"]);
    let words =
        "This is a table of 3 rows. 2 of them have no words in that column and are left out.";
    assert!(window.reads(words));
    assert!(window.has(Role::Button, "Add 1 article"));
}

#[test]
fn a_table_of_json_lines_asks_too() {
    let mut window = empty();
    let rows = "{\"headline\":\"The dam\",\"story\":\"The dam holds.\"}\n";
    window.write("news.jsonl", rows);
    window.drop_files(&["news.jsonl"]);
    assert!(window.asks("Articles from news.jsonl"));
    window.button("Add 1 article");
    assert_eq!(window.articles(), ["The dam"]);
}

#[test]
fn every_table_of_a_drop_is_asked_about() {
    let mut window = empty();
    window.write(
        "a.csv",
        "headline,body\nThe dam,The dam holds and nobody believed it.\n",
    );
    window.write("b.csv", "x,y\n1,2\n3,4\n");
    window.write("c.txt", "The mill\n\nThe mill stands.\n");
    window.drop_files(&["a.csv", "b.csv", "c.txt"]);
    assert_eq!(
        window.articles(),
        ["The mill"],
        "what needs no question is there"
    );
    assert!(window.asks("Articles from a.csv"));
    assert!(window.reads("1 more file of articles comes after this one."));
    window.button("Add 1 article");
    assert!(window.asks("Articles from b.csv"));
    window.press_named(Role::ComboBox, "Text");
    window.press_named(Role::Button, "y: 2");
    window.press_named(Role::CheckBox, "4");
    window.button("Add 1 article");
    assert_eq!(window.articles(), ["The mill", "The dam", "2"]);
    window.drop_files(&["a.csv", "b.csv"]);
    window.button("Leave it out");
    assert!(window.asks("Articles from b.csv"));
    window.key(Key::Escape);
    assert_eq!(window.articles().len(), 3);
}

/// A book of these chapters.
fn book(chapters: &[&str]) -> Vec<u8> {
    let container = "<?xml version=\"1.0\"?><container version=\"1.0\" \
        xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles><rootfile \
        full-path=\"book.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>";
    let (mut items, mut spine) = (String::new(), String::new());
    let mut parts = vec![
        ("mimetype".to_owned(), "application/epub+zip".to_owned()),
        ("META-INF/container.xml".to_owned(), container.to_owned()),
    ];
    for (at, words) in chapters.iter().enumerate() {
        let media = "application/xhtml+xml";
        items += &format!("<item id=\"c{at}\" href=\"c{at}.xhtml\" media-type=\"{media}\"/>");
        spine += &format!("<itemref idref=\"c{at}\"/>");
        let page = format!(
            "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>{words}</title></head>\
             <body><h1>{words}</h1><p>{words}, the council said, and nobody believed it.</p></body></html>"
        );
        parts.push((format!("c{at}.xhtml"), page));
    }
    let opf = format!(
        "<?xml version=\"1.0\"?><package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\">\
         <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>Dams</dc:title></metadata>\
         <manifest>{items}</manifest><spine>{spine}</spine></package>"
    );
    parts.push(("book.opf".to_owned(), opf));
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, it)| (&**name, &**it)).collect();
    zipped(&parts)
}

#[test]
fn of_a_book_one_takes_the_chapters_that_one_wants() {
    let mut window = empty();
    window.write("dams.epub", book(&["The dam holds", "The mill", "Imprint"]));
    window.drop_files(&["dams.epub"]);
    assert!(window.asks("Articles from dams.epub"));
    let words = "Read as electronic book: 3 articles. \
                 Left out: tables of contents, pictures, scripts.";
    assert!(window.reads(words));
    window.button("Tick none");
    let add = window
        .harness
        .get_by_role_and_label(Role::Button, "Add 0 articles");
    assert!(add.accesskit_node().is_disabled());
    window.button("Tick all");
    window.press_named(Role::CheckBox, "Imprint");
    window.button("Add 2 articles");
    assert_eq!(window.articles(), ["The dam holds", "The mill"]);
    window.keys(Modifiers::COMMAND, Key::Z);
    assert!(window.articles().is_empty(), "they came in one step");
}

#[test]
fn of_a_mailbox_one_takes_the_messages_that_one_wants() {
    let message = |subject: &str| {
        format!(
            "From a@example.org Wed Mar  4 10:00:00 2026\nFrom: a@example.org\n\
             To: b@example.org\nSubject: {subject}\nDate: Wed, 4 Mar 2026 10:00:00 +0000\n\n\
             {subject}, the council said.\n\n"
        )
    };
    let mut window = empty();
    window.write("news.mbox", message("The dam holds") + &message("Lunch"));
    window.drop_files(&["news.mbox"]);
    assert!(window.asks("Articles from news.mbox"));
    window.press_named(Role::CheckBox, "Lunch");
    window.button("Add 1 article");
    assert_eq!(window.articles(), ["The dam holds"]);
}

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, words) in parts {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(*name, options).unwrap();
        writer.write_all(words.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn documents_open_by_dropping_and_say_what_they_were_read_as() {
    let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let word = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"{space}\"><w:body><w:p><w:r>\
         <w:t>The dam holds.</w:t></w:r></w:p></w:body></w:document>"
    );
    let docx = zipped(&[
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", &word),
    ]);
    let page = "<!doctype html><html><head><title>The dam</title></head><body><article>\
                <h1>The dam</h1><p>The dam holds, the council said, and nobody believed it.</p>\
                </article></body></html>";
    let mail = "From: a@example.org\r\nTo: b@example.org\r\nSubject: The dam\r\n\
                Date: Wed, 4 Mar 2026 10:00:00 +0000\r\n\r\nThe dam holds.\r\n";
    let markdown = "# The dam\n\nThe dam *holds*.\n";
    let office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"{office}\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:text>\
         <text:p>The dam holds.</text:p></office:text></office:body></office:document-content>"
    );
    let odt = zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", &content),
    ]);
    let saved = format!(
        "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://example.org/dam\r\n\
         Subject: The dam\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; \
         type=\"text/html\"; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html\r\n\
         Content-Location: https://example.org/dam\r\n\r\n{page}\r\n--b--\r\n"
    );
    let subtitles = "1\n00:00:01,000 --> 00:00:02,000\nThe dam holds.\n\n\
                     2\n00:00:09,000 --> 00:00:12,000\nNobody believed it.\n";
    let caption = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>The dam holds.\n";
    let chapter = book(&["The dam holds"]);
    let files: [(&str, &[u8]); 9] = [
        ("dam.odt", &odt),
        ("dam.mhtml", saved.as_bytes()),
        ("dam.srt", subtitles.as_bytes()),
        ("dam.vtt", caption.as_bytes()),
        ("dam.epub", &chapter),
        ("dam.docx", &docx),
        ("dam.html", page.as_bytes()),
        ("dam.eml", mail.as_bytes()),
        ("dam.md", markdown.as_bytes()),
    ];
    for (name, bytes) in files {
        let mut window = empty();
        window.write(name, bytes);
        window.drop_files(&[name]);
        assert_eq!(window.articles().len(), 1, "{name}");
        let said = window.notices();
        assert!(
            said.iter().any(|it| it.contains("read as ")),
            "{name}: {said:?}"
        );
        let text = window
            .bench()
            .entry()
            .unwrap()
            .article()
            .text
            .as_str()
            .to_owned();
        assert!(text.contains("The dam holds"), "{name}: {text}");
    }
}

#[test]
fn in_a_small_window_a_dataset_can_still_be_imported() {
    for size in [(900.0, 650.0), (800.0, 520.0), (520.0, 400.0)] {
        let mut window = Setup::files(&[("dam.txt", DAM)]).size(size).open();
        window.forget();
        window.write("brat/dam.txt", DAM);
        window.write("brat/dam.ann", ANN);
        window.drop_files(&["brat"]);
        let button = window.named(Role::Button, "Add to the project");
        assert!(
            button.x < size.0 && button.y < size.1,
            "{size:?}: {button:?}"
        );
        window.button("Add to the project");
        assert_eq!(window.marks().len(), 2);
    }
}

#[test]
fn the_disk_knows_nothing_of_an_import_until_it_is_saved() {
    let mut window = with_brat();
    window.drop_files(&["brat"]);
    window.button("Add to the project");
    let names = store::entries(&RealDisk, &window.path(""));
    assert_eq!(names.len(), 2, "{names:?}");
}
