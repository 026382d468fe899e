//! What other programs write that is easy to misread: answers that take marks back, columns of numbers,
//! files about the files, cells that are never closed.

use postil::formats::Severity;
use postil::formats::datasets::{
    Files, Import, Imported, Mapping, MappingError, drop_papers, format, recognise,
};
use postil::formats::tagset_file::default_tagset;
use postil::project::{Id, Project, Value};

fn files(all: &[(&str, &str)]) -> Files {
    let all = all.iter();
    all.map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
        .collect()
}

fn read(name: &str, all: &[(&str, &str)]) -> Imported {
    let how = default_tagset();
    let read = format(name).unwrap().decode(files(all), &Import::new(&how));
    read.unwrap()
}

/// The marks, each as its tag and its words.
fn marks(project: &Project) -> Vec<String> {
    let entries = project.entries().iter();
    let marks = entries.flat_map(|entry| {
        let text = &entry.article().text;
        let marks = entry.in_text_order();
        marks.map(|mark| format!("{}: {}", mark.tag, mark.words(text)))
    });
    marks.collect()
}

fn said(read: &Imported) -> Vec<String> {
    let problems = read.problems.iter();
    problems.map(|it| it.what.clone()).collect()
}

fn says(read: &Imported, words: &str) -> bool {
    said(read).iter().any(|it| it.contains(words))
}

#[test]
fn what_is_written_about_a_dataset_is_no_part_of_it() {
    let mut all = files(&[
        ("README.md", "# About"),
        ("train/readme.txt", "About"),
        ("LICENSE-NOTE", "Free"),
        ("CITATION.cff", "cff"),
        ("MANIFEST.json", "{}"),
        ("readme.ann", "T1\tclaim 0 3\tRea"),
        ("readme.txt", "Read"),
        ("manifest.json", "{}"),
        ("license.jsonl", "{}"),
    ]);
    drop_papers(&mut all);
    let left: Vec<_> = all.keys().map(String::as_str).collect();
    assert_eq!(
        left,
        ["license.jsonl", "manifest.json", "readme.ann", "readme.txt"]
    );
}

#[test]
fn tasks_that_were_rejected_or_cancelled_bring_no_marks() {
    let span = r#""spans":[{"start":0,"end":3,"label":"source"}]"#;
    let line = |answer| format!(r#"{{"text":"Ana said {answer}",{span},"answer":"{answer}"}}"#);
    let lines = ["accept", "reject", "ignore"].map(line).join("\n");
    let prodigy = read("prodigy", &[("a.jsonl", &lines)]);
    assert_eq!(prodigy.project.entries().len(), 3);
    assert_eq!(marks(&prodigy.project), ["source: Ana"]);
    assert!(says(
        &prodigy,
        "the answer to this task is \"reject\": 1 span left out"
    ));
    assert_eq!(prodigy.left_out, 2);

    let region = r#"{"id":"r","type":"labels","value":{"start":0,"end":3,"text":"Ana","labels":["source"]}}"#;
    let bare = region.replace(r#"["source"]"#, "[]");
    let tasks = format!(
        r#"[{{"data":{{"text":"Ana said"}},"annotations":[{{"was_cancelled":true,"result":[{region}]}}]}},
            {{"data":{{"text":"Ana told"}},"annotations":[{{"was_cancelled":false,"result":[{region},{bare}]}}]}}]"#
    );
    let studio = read("labelstudio", &[("a.json", &tasks)]);
    assert_eq!(marks(&studio.project), ["source: Ana"]);
    assert!(says(
        &studio,
        "this annotation was cancelled: 1 region left out"
    ));
    assert!(says(&studio, "has no label"));
}

#[test]
fn values_of_tables_are_of_the_kind_that_their_column_is() {
    let head = "doc_id,span_id,tag,start,end,attribute:sure,attribute:score,attribute:code\n";
    let rows = "a,1,claim,0,3,true,2.5,007\na,2,claim,4,8,false,3,1\na,3,claim,0,8,,,\n";
    let tables = [
        ("articles.csv", "doc_id,text\na,Ana said\n"),
        ("spans.csv", &format!("{head}{rows}")),
    ];
    let table = read("csv", &tables);
    let values = |id: &str| {
        let entry = table.project.entries().first().unwrap();
        let mark = entry.annotation(&Id::new(id)).unwrap();
        let values = mark.attributes.iter();
        values
            .map(|(_, value)| format!("{value:?}"))
            .collect::<Vec<_>>()
    };
    let text = |words: &str| format!("{:?}", Value::text(words));
    assert_eq!(values("1")[0], text("007"));
    assert!(values("1")[2].contains("Flag(true)"), "{:?}", values("1"));
    assert!(values("2")[1].contains("Number"), "{:?}", values("2"));
    assert_eq!(values("3"), [""; 0]);
    // Where the tagset knows the attribute as words, they are words.
    let words = rows.replace("2.5", "very");
    let known = read(
        "csv",
        &[tables[0], ("spans.csv", &format!("{head}{words}"))],
    );
    let how = Import::new(known.project.tagset());
    let again = format("csv").unwrap().decode(files(&tables), &how).unwrap();
    let mark = again.project.entries()[0].annotation(&Id::new("2"));
    let score = mark
        .unwrap()
        .attributes
        .iter()
        .find(|(id, _)| id.is("score"));
    assert_eq!(
        score.map(|(_, value)| value.clone()),
        Some(Value::text("3"))
    );
}

#[test]
fn a_cell_that_is_never_closed_and_cells_beyond_the_head_are_said() {
    let cut = read(
        "csv",
        &[(
            "articles.csv",
            "doc_id,title,text\na,T,\"Hello and the rest\n",
        )],
    );
    let problem = cut
        .problems
        .iter()
        .find(|it| it.what.contains("never closed"));
    assert_eq!(
        problem.map(|it| (it.severity, it.line)),
        Some((Severity::Error, Some(2)))
    );
    let beyond = read("csv", &[("a.csv", "doc_id,text\na,Hello,there\nb,Bye,\n")]);
    assert!(says(&beyond, "this row has 3 cells, the head 2"));
    assert_eq!(beyond.problems.len(), 1, "{:?}", beyond.problems);
}

#[test]
fn a_quotation_mark_amid_a_cell_opens_none() {
    for cell in ["5\" pipe", "\"x\",5\" pipe", "\"5\"\" pipe\"", "\"x\""] {
        for end in ["", "\n", ",", ",\n"] {
            let table = format!("doc_id,text\na,{cell}{end}");
            let whole = read("csv", &[("a.csv", &table)]);
            assert!(!says(&whole, "never closed"), "{table}: {:?}", said(&whole));
        }
    }
}

#[test]
fn a_flag_of_label_studio_is_a_flag_again() {
    let label = r#"{"id":"r","type":"labels","value":{"start":0,"end":3,"text":"Ana","labels":["source"]}}"#;
    let choice = r#"{"id":"r","type":"choices","from_name":"sure","value":{"start":0,"end":3,"choices":["true"]}}"#;
    let tasks = format!(
        r#"[{{"data":{{"text":"Ana said"}},"annotations":[{{"result":[{label},{choice}]}}]}}]"#
    );
    let studio = read("labelstudio", &[("a.json", &tasks)]);
    let mark = studio.project.entries()[0].in_text_order().next().unwrap();
    let sure = mark.attributes.iter().find(|(id, _)| id.is("sure"));
    assert_eq!(
        sure.map(|(_, value)| value.clone()),
        Some(Value::Flag(true))
    );
}

#[test]
fn tables_of_a_decimal_comma_are_told() {
    let table = files(&[("a.csv", "doc_id;text\na;Hello, you\n")]);
    assert_eq!(recognise(&table).unwrap().name, "csv");
    let read = read("csv", &[("a.csv", "doc_id;text\na;Hello, you\n")]);
    assert_eq!(
        read.project.entries()[0].article().text.as_str(),
        "Hello, you"
    );
}

#[test]
fn all_that_is_said_of_an_id_that_stands_twice_is_of_the_first() {
    let lines =
        "T1\tclaim 0 3\tAna\nT1\tsource 4 8\tsaid\n#1\tAnnotatorNotes T1\tmine\nA1\tsure T1\n";
    let brat = read("brat", &[("a.txt", "Ana said"), ("a.ann", lines)]);
    let entry = brat.project.entries().first().unwrap();
    let first = entry.annotation(&Id::new("T1")).unwrap();
    assert_eq!((first.tag.as_str(), first.note.as_str()), ("claim", "mine"));
    assert_eq!(first.attributes.len(), 1);
}

#[test]
fn a_byte_order_mark_is_no_part_of_brats_lines() {
    let brat = read(
        "brat",
        &[
            ("a.txt", "Ana said"),
            ("a.ann", "\u{feff}T1\tclaim 0 3\tAna\n"),
        ],
    );
    assert_eq!(marks(&brat.project), ["claim: Ana"]);
}

#[test]
fn brats_positions_may_count_two_letters_of_a_line_end_as_one() {
    let text = "Ana said\r\nit is so\r\nand so\r\n";
    let ours = "T1\tclaim 10 15\tit is\nT2\tclaim 20 23\tand\n";
    let theirs = "T1\tclaim 9 14\tit is\nT2\tclaim 18 21\tand\n";
    for (lines, ends) in [(ours, "\r\n"), (theirs, "\n")] {
        let brat = read("brat", &[("a.txt", text), ("a.ann", lines)]);
        assert_eq!(marks(&brat.project), ["claim: it is", "claim: and"]);
        let kept = brat.project.entries()[0].article().text.as_str();
        assert_eq!(kept, text.replace("\r\n", ends));
        assert_eq!(
            says(&brat, "those of the text with LF for CRLF"),
            ends == "\n"
        );
    }
}

#[test]
fn brats_positions_may_leave_a_byte_order_mark_out() {
    let text = "\u{feff}Ana said\r\nit is so\r\n";
    for (lines, kept) in [
        ("T1\tclaim 1 4\tAna\n", text),
        ("T1\tclaim 0 3\tAna\n", &text[3..]),
        (
            "T1\tclaim 0 3\tAna\nT2\tclaim 9 11\tit\n",
            "Ana said\nit is so\n",
        ),
    ] {
        let brat = read("brat", &[("a.txt", text), ("a.ann", lines)]);
        assert_eq!(brat.project.entries()[0].article().text.as_str(), kept);
        assert_eq!(brat.left_out, 0, "{:?}", said(&brat));
    }
}

#[test]
fn words_stand_behind_their_numbers_in_some_columns() {
    let lines = "#\thttp://x [2009]\n1\tUni\tB-ORG\tO\n2\tof\tI-ORG\tO\n3\tBonn\tI-ORG\tB-LOC\n\n1\t#\tO\tO\n2\tYes\tO\tO\n";
    let numbered = read("conll", &[("a.conll", lines)]);
    let text = numbered.project.entries()[0].article().text.as_str();
    assert_eq!(text, "Uni of Bonn\n# Yes");
    assert_eq!(marks(&numbered.project), ["LOC: Bonn"]);
    assert!(says(
        &numbered,
        "column 3 holds labels such as \"B-ORG\", too"
    ));
    let several = "1\tIch\tO\tO\n2-3\tzum\t_\t_\n2\tzu\tO\tO\n3\tdem\tO\tB-x\n";
    let several = read("conll", &[("a.conll", several)]);
    assert_eq!(marks(&several.project), ["x: dem"]);
    assert_eq!(
        several.project.entries()[0].article().text.as_str(),
        "Ich zu dem"
    );
    // A text of numbers is none of them.
    let plain = read("conll", &[("a.conll", "1\tx\tO\n7\ty\tB-n\n")]);
    assert_eq!(plain.project.entries()[0].article().text.as_str(), "1 7");
}

#[test]
fn positions_beyond_the_text_are_noticed_in_another_unit_though_nothing_is_quoted() {
    let line = r#"{"text":"😀😀 dam","label":[[5,8,"claim"]]}"#;
    let read = read("doccano-labels", &[("a.jsonl", line)]);
    assert!(says(&read, "look like UTF-16"), "{:?}", said(&read));
}

#[test]
fn comments_of_doccano_stay() {
    let line = r#"{"text":"Ana said","label":[],"Comments":["first","second"]}"#;
    let read = read("doccano-labels", &[("a.jsonl", line)]);
    let meta = &read.project.entries()[0].article().meta;
    assert_eq!(meta.text("Comments"), Some("first\nsecond"));
}

#[test]
fn a_text_under_two_ids_is_said() {
    let lines = "{\"id\":\"a\",\"text\":\"Same\"}\n{\"id\":\"b\",\"text\":\"Same\"}\n";
    let read = read("jsonl", &[("a.jsonl", lines)]);
    assert!(
        says(&read, "stands twice, with another id"),
        "{:?}",
        said(&read)
    );
    // What joins a project by its text is the article that is there.
    let how = Import {
        into: Some(&read.project),
        ..Import::new(read.project.tagset())
    };
    let line = files(&[("b.jsonl", "{\"id\":\"c\",\"text\":\"Same\"}\n")]);
    let joined = format("jsonl").unwrap().decode(&line, &how).unwrap();
    assert_eq!(joined.problems, []);
}

#[test]
fn a_quotation_that_stands_twice_is_said_to() {
    let annotation = r#"{"@context":"http://www.w3.org/ns/anno.jsonld","id":"x:1","type":"Annotation","motivation":"tagging",
        "body":{"type":"TextualBody","purpose":"tagging","value":"claim"},
        "target":{"source":"a.txt","selector":{"type":"TextQuoteSelector","exact":"it"}}}"#;
    let read = read(
        "w3c",
        &[("a.txt", "it is it"), ("annotations.jsonld", annotation)],
    );
    assert_eq!(marks(&read.project), ["claim: it"]);
    assert!(
        says(&read, "stand 2 times in the text"),
        "{:?}",
        said(&read)
    );
}

#[test]
fn a_sentence_without_its_tokens_is_still_text() {
    let head = "#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Mark|label\n\n\n";
    let first = "#Text=Ana said\n1-1\t0-3\tAna\tclaim\t\n";
    let whole = read(
        "webanno",
        &[("a.tsv", &format!("{head}{first}1-2\t4-8\tsaid\t_\t\n"))],
    );
    assert!(!says(&whole, "cut off"), "{:?}", said(&whole));
    let cut = read(
        "webanno",
        &[("a.tsv", &format!("{head}{}", first.trim_end()))],
    );
    assert!(
        says(&cut, "before the last token of its last sentence"),
        "{:?}",
        said(&cut)
    );
    let cut = read("webanno", &[("a.tsv", &format!("{head}#Text=Ana said"))]);
    assert_eq!(cut.project.entries()[0].article().text.as_str(), "Ana said");
    assert!(
        says(&cut, "before the tokens of its last sentence"),
        "{:?}",
        said(&cut)
    );
}

#[test]
fn a_table_of_tags_says_one_thing_of_each() {
    let twice = Mapping::decode(b"tag\tclaim\ta\ntag\tclaim\tb\n").unwrap_err();
    assert_eq!(twice, MappingError::Twice(2, "claim".to_owned()));
}
