//! Mail, Markdown, subtitles and tables.

use postil::formats::articles::{How, lines_are_texts, read_all};

use super::samples::{one, open, refused, shown};

const MESSAGE: &str = "Return-Path: <edda@courier.example.org>\r\nMessage-ID: <1@courier.example.org>\r\nDate: Wed, 4 Mar 2026 08:15:00 +0100\r\n\
    From: =?utf-8?q?No=C3=A9mi?= Tarrow <noemi@tarnholm.example.org>\r\nTo: desk@courier.example.org\r\nSubject: The =?utf-8?b?ZGFtIOKAlCBhZ2Fpbg==?=\r\n\
    MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n\
    --c\r\nContent-Type: text/plain; charset=iso-8859-1; format=flowed\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nThe wall =\r\nis sound,=20\r\nna=EFve as it =\r\nsounds.\r\n\r\nYours\r\n\
    --c\r\nContent-Type: text/html\r\n\r\n<p>The <b>wall</b></p>\r\n--c--\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n--b--\r\n";

#[test]
fn a_message_is_its_subject_and_its_words() {
    insta::assert_snapshot!(shown(&one("m.eml", MESSAGE)), @r#"
    = The dam — again
    author: Noémi Tarrow
    date: 2026-03-04
    --
    The dam — again

    The wall is sound, naïve as it sounds.

    Yours
    --
    ! left out 1 attachment
    "#);
    let html = "From: a@b.example\nDate: Wed, 4 Mar 2026 08:15:00 +0100\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<style>p{}</style><p>One</p><p>two</p>";
    assert_eq!(one("no-name", html).text, "x\n\nOne\n\ntwo\n");
    let letter = "From: the council\nTo: all residents\nSubject: the dam\n\nDear residents\n";
    assert_eq!(one("letter.txt", letter).text, letter);
}

#[test]
fn a_mailbox_is_an_article_a_message() {
    let plain = |number: usize, body: &str| {
        format!(
            "From edda@x.example Wed Mar  4 08:1{number}:00 2026\nFrom: Edda <edda@x.example>\nDate: Wed, 4 Mar 2026 08:15:00 +0100\nMessage-ID: <{number}>\nSubject: No. {number}\n\n{body}\n"
        )
    };
    let mailbox = [
        plain(1, "One.\n>From the tower\nFrom here on, and on.\n"),
        plain(2, ""),
        plain(3, "Three.\n"),
    ]
    .concat();
    let opened = open("all.mbox", mailbox).unwrap();
    let texts: Vec<_> = opened
        .readings
        .iter()
        .map(|it| it.text.trim_end().to_owned())
        .collect();
    assert_eq!(
        texts,
        [
            "No. 1\n\nOne.\nFrom the tower\nFrom here on, and on.",
            "No. 3\n\nThree."
        ]
    );
    assert_eq!(
        opened.readings[0].notices,
        ["left out 1 message without words"]
    );
}

#[test]
fn markdown_is_its_words() {
    let text = "---\ntitle: \"The gate\"\nauthor: Edda Marsh\ndate: 2026-03-04\ntags: [a, b]\n---\n\n# The *third* gate\n\nIt [closed](https://x.example)\nin `April`,\\\nthey say.[^1]\n\n\
        * one\n* two\n  * three\n\n1. first\n\n> quoted\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```rust\nlet  x = 1;\n\nlet y;\n```\n\n![picture](p.png) ~~gone~~ <b>bold</b><br>new\n\n[^1]: So the council.\n";
    insta::assert_snapshot!(shown(&one("gate.md", text)), @r#"
    = The gate
    author: Edda Marsh
    date: 2026-03-04
    --
    The third gate

    It closed in April,
    they say.

    one
    two
    three

    first

    quoted

    a	b
    1	2

    let  x = 1;

    let y;

    gone bold
    new

    So the council.
    --
    ! kept the words of the Markdown, without its signs
    ! left out 2 pieces of HTML
    "#);
}

#[test]
fn subtitles_are_what_is_said() {
    let srt = "1\r\n00:00:01,000 --> 00:00:02,000\r\n<i>The wall</i>\r\n\r\n2\r\n00:00:02,100 --> 00:00:03,000\r\nis sound, {\\an8}they say.\r\n\r\n\
        3\r\n00:00:09,000 --> 00:00:10,000\r\n- Is it?\r\n- It is &amp; was.\r\n\r\n4\r\n00:00:10,500 --> 00:00:11,000\r\nTARROW: No, in\r\n\r\n2026\r\n\r\n5\r\n00:00:20,000 --> 00:00:21,000\r\nEnd.\r\n";
    insta::assert_snapshot!(shown(&one("a.srt", srt)), @r#"
    = The wall is sound, they say.
    --
    The wall is sound, they say.

    - Is it?

    - It is & was.

    TARROW: No, in

    End.
    --
    ! kept what is said in 5 subtitles; times and styles are left out
    "#);
    let vtt = "WEBVTT\n\nNOTE no words\n\nSTYLE\n::cue { color: red }\n\nintro\n00:01.000 --> 00:02.000 align:start\n<v Noémi Tarrow>The wall\n\n00:02.000 --> 00:03.000\nThe wall\nis <c.loud>sound</c>.\n";
    insta::assert_snapshot!(shown(&one("a.txt", vtt)), @r#"
    = NOÉMI TARROW: The wall The wall is sound.
    --
    NOÉMI TARROW: The wall The wall is sound.
    --
    ! its name ends in .txt, but it is a file of subtitles and was read as that
    ! kept what is said in 2 subtitles; times and styles are left out
    "#);
}

const TABLE: &str = "id;headline;Body;published;votes\n7;The dam;\"The wall is sound,\nthey say; nobody believes it any more.\";2026-03-04;3\n8;Empty;;2026-03-05;\n9;The bell;\"It rang \"\"twice\"\" in the night, and nobody was there.\";;1\n";

#[test]
fn a_table_is_an_article_a_row() {
    let opened = open("a.csv", TABLE).unwrap();
    insta::assert_snapshot!(opened.readings.iter().map(shown).collect::<Vec<_>>().join("\n\n"), @r#"
    = The dam
    date: 2026-03-04
    id: 7
    votes: 3
    --
    The wall is sound,
    they say; nobody believes it any more.
    --
    ! took the column «Body» as the text, and «headline» as the title
    ! left out 1 row without words in that column

    = The bell
    id: 9
    votes: 1
    --
    It rang "twice" in the night, and nobody was there.
    --
    "#);
    let columns = opened.table.unwrap();
    assert!(columns.certain);
    assert_eq!(
        (columns.text, columns.title, columns.rows),
        (Some(2), Some(1), 3)
    );
    let tabs = TABLE.replace(';', "\t");
    assert_eq!(open("a.tsv", tabs).unwrap().readings.len(), 2);
}

#[test]
fn the_columns_of_a_table_are_chosen_by_name() {
    let with = |text, title| {
        let how = How {
            text_column: text,
            title_column: title,
            ..How::default()
        };
        read_all("a.csv", TABLE.as_bytes(), &how)
    };
    let opened = with(Some("HEADLINE"), Some("id")).unwrap();
    let titles: Vec<_> = opened
        .readings
        .iter()
        .map(|it| (it.title.as_str(), it.text.as_str()))
        .collect();
    assert_eq!(
        titles,
        [("7", "The dam"), ("8", "Empty"), ("9", "The bell")]
    );
    insta::assert_snapshot!(with(Some("no"), None).unwrap_err(), @r#"this is a table without a column "no"; it has: id, headline, Body, published, votes"#);
    insta::assert_snapshot!(refused("numbers.csv", "a,b\n1,2\n3,4\n"), @"this is a table, but no column of it looks like the text; name it: a, b");
    let two = "first,second\nA claim that was made by the council in March of this year,A rebuttal that was made by the league in April of this year\n";
    let opened = open("two.csv", two).unwrap();
    assert!(!opened.table.unwrap().certain);
    insta::assert_snapshot!(opened.readings[0].notices.join("\n"), @"took the column «second» as the text, the likeliest one");
    let bare = open(
        "bare.csv",
        "\"The wall is sound, they say, and nobody believes it.\"\n",
    )
    .unwrap();
    assert_eq!(bare.readings.len(), 1);
}

#[test]
fn lines_of_json_are_texts_or_a_dataset() {
    let texts = "{\"title\": \"The dam\", \"text\": \"The wall is sound.\", \"score\": 2.5, \"ok\": true, \"more\": [1], \"none\": null}\n\nnot json\n{\"text\": \"It rang.\", \"lang\": \"en\"}\n";
    let opened = open("a.jsonl", texts).unwrap();
    insta::assert_snapshot!(opened.readings.iter().map(shown).collect::<Vec<_>>().join("\n\n"), @r#"
    = The dam
    ok: true
    score: 2.5
    --
    The wall is sound.
    --
    ! took the column «text» as the text, and «title» as the title
    ! left out line 3, which is no JSON object

    = It rang.
    language: en
    --
    It rang.
    --
    "#);
    assert!(lines_are_texts(texts.as_bytes()));
    for dataset in [
        "{\"id\":\"a\",\"title\":\"t\",\"text\":\"x\",\"meta\":{},\"spans\":[],\"links\":[],\"identities\":[]}\n",
        "{\"text\":\"x\",\"label\":[[0,1,\"A\"]]}\n",
        "{\"text\":\"x\",\"tokens\":[],\"spans\":[]}\n",
        "{\"text\":\"x\"}\n{\"text\":\"x\",\"entities\":[]}\n",
        "not json\n",
        "[1]\n",
        "",
    ] {
        assert!(!lines_are_texts(dataset.as_bytes()), "{dataset}");
    }
    insta::assert_snapshot!(refused("a.jsonl", "{\"text\":\"x\",\"spans\":[]}\n"), @"this is a table of texts, but its lines hold marks, so that it is a dataset; open it as a project, or use «postil import»");
    insta::assert_snapshot!(refused("a.jsonl", "no\n"), @r#"this is a table of texts, but none of its lines is a JSON object; write an object a line, such as {"title": "…", "text": "…"}"#);
}

#[test]
fn a_file_of_columns_is_an_article_a_row() {
    // Written by pyarrow with its defaults: words, days, moments, numbers, truths, and what has no
    // place in an article.
    let bytes = include_bytes!("../../../fuzz/seeds/article/rows.parquet");
    let opened = open("a.parquet", bytes).unwrap();
    insta::assert_snapshot!(opened.readings.iter().map(shown).collect::<Vec<_>>().join("\n\n"), @r#"
    = Moon made of cheese
    date: 2026-11-25
    paid: true
    score: 0.1
    updated: 2026-11-25T10:09:37Z
    views: 12
    --
    The moon 🌕 is made of cheese, they said.
    So they said.
    --
    ! took the column «body» as the text, and «headline» as the title
    ! left out 1 row without words in that column

    = No, it is not
    paid: false
    score: 0.5
    --
    Éva denies it.
    --
    "#);
    let columns = opened.table.unwrap();
    assert_eq!(
        (columns.text, columns.title, columns.rows),
        (Some(1), Some(0), 3)
    );
    let how = How {
        text_column: Some("headline"),
        ..How::default()
    };
    let read = read_all("a.parquet", bytes, &how).unwrap();
    let texts: Vec<_> = read.readings.iter().map(|it| it.text.as_str()).collect();
    assert_eq!(texts, ["Moon made of cheese", "No, it is not"]);
    insta::assert_snapshot!(refused("a.parquet", &bytes[..bytes.len() - 1]), @"it is no whole Parquet file: its end is cut off or damaged; get it again");
    insta::assert_snapshot!(refused("a.parquet", "PAR1"), @"it is no whole Parquet file: its end is cut off or damaged; get it again");
    let project = crate::formats::exchange::sample();
    let marked = postil::formats::datasets::format("parquet").unwrap();
    let marked = marked.encode(&project, &Default::default()).unwrap();
    insta::assert_snapshot!(refused("a.parquet", marked.bytes()), @"this is a table of texts, but its rows hold marks, so that it is a dataset; open it as a project, or use «postil import»");
}

#[test]
fn our_own_dataset_of_an_article_without_marks_is_no_table_of_texts() {
    let project = postil::project::Project::default();
    let encoded = postil::formats::datasets::jsonl::encode(&project, &Default::default());
    assert!(!lines_are_texts(encoded.unwrap().bytes()));
}
