//! Whatever bytes come: a result or a sentence, the same each time.

use std::sync::LazyLock;

use postil::formats::articles::{How, read_all};
use proptest::prelude::*;

use super::samples::{docx, epub, odt, page};

/// A small file of each format.
static FILES: LazyLock<Vec<(&str, Vec<u8>)>> = LazyLock::new(|| {
    let eml = "Message-ID: <1>\nDate: Wed, 4 Mar 2026 08:15:00 +0100\nFrom: A <a@b.example>\nSubject: =?utf-8?q?x=C3=A9?=\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=c\n\n--c\nContent-Type: text/plain; charset=koi8-r\n\n\u{fffd}x\n--c\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nPHA+eDwvcD4=\n--c--\n";
    let mhtml = eml.replace("multipart/alternative", "multipart/related; type=text/html");
    vec![
        ("a.html", page().into_bytes()),
        ("a.docx", docx("<w:p><w:r><w:t>The dam &#8217;s wall</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>")),
        ("a.odt", odt("<text:p>The dam<text:note><text:p>x</text:p></text:note></text:p>")),
        ("a.epub", epub(&[("a.xhtml", "<html><body><p>The dam</p></body></html>")])),
        ("a.rtf", b"{\\rtf1\\ansi{\\fonttbl{\\f0\\fcharset204 x;}}\\u8212 ?\\'e9 \\b wall\\par{\\*\\x y}\\bin2 ab\\cell}".to_vec()),
        ("a.eml", eml.as_bytes().to_vec()),
        ("a.mhtml", mhtml.into_bytes()),
        ("a.mbox", format!("From a Wed Mar 4 08:15:00 2026\n{eml}\nFrom b Wed Mar 4 08:15:00 2026\n{eml}").into_bytes()),
        ("a.md", b"---\ntitle: x\n---\n# A *b* [c](d)\n\n| a |\n|---|\n| 1 |\n\n* x\n  > y\n\n```\nz\n```\n[^1]: n\n".to_vec()),
        ("a.srt", b"1\n00:00:01,000 --> 00:00:02,000\n<i>The</i> {\\an8}wall\n\n2\n00:00:09,000 --> 00:00:10,000\n<v A>x\n".to_vec()),
        ("a.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>The wall\n".to_vec()),
        ("a.csv", b"text;\"title\"\n\"The wall; is \"\"sound\"\"\";x\n".to_vec()),
        ("a.jsonl", b"{\"text\":\"The wall\",\"n\":[1,{\"a\":2}]}\n{\"text\":\"x\"}\n".to_vec()),
    ]
});

/// Reads twice: nothing harms, and both are the same.
fn read(name: &str, bytes: &[u8]) {
    for whole_page in [false, true] {
        let how = How {
            whole_page,
            ..How::default()
        };
        let first = read_all(name, bytes, &how);
        match &first {
            Ok(opened) => {
                assert!(!opened.readings.is_empty());
                for reading in &opened.readings {
                    assert!(!reading.text.trim().is_empty() && !reading.text.contains('\r'));
                    assert!(!reading.title.is_empty());
                }
            }
            Err(error) => assert!(!error.to_string().contains('\n'), "{error}"),
        }
        assert_eq!(first, read_all(name, bytes, &how));
    }
}

#[test]
fn a_file_that_is_cut_at_any_byte_is_read_or_refused() {
    for (name, bytes) in FILES.iter() {
        // Of the page every 31st place: its main text is looked for each time.
        let step = if bytes.len() > 2_000 { 31 } else { 1 };
        for end in (0..bytes.len()).step_by(step) {
            read(name, &bytes[..end]);
        }
    }
}

#[test]
fn a_file_under_another_name_is_read_or_refused() {
    for (_, bytes) in FILES.iter() {
        for (name, _) in FILES.iter() {
            read(name, bytes);
        }
    }
}

#[test]
fn a_column_whose_name_has_two_lines_is_named_in_one() {
    let table = b"$ext;\"t\ntle\"\n1;2\n";
    read("a.csv", table);
    let error = read_all("a.csv", table, &How::default()).unwrap_err();
    assert!(
        error.to_string().ends_with("name it: $ext, t tle"),
        "{error}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 200, ..Default::default() })]

    #[test]
    fn a_file_with_changed_bytes_is_read_or_refused(
        which in 0..13_usize,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), prop_oneof![any::<u8>(), prop::sample::select(b"<>{}&;\"\\=/\n-".to_vec())]), 1..12),
        cut in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        let (name, bytes) = &FILES[which];
        let mut bytes = bytes.clone();
        for (at, byte) in &changes {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        read(name, &bytes);
    }

    #[test]
    fn a_page_of_any_tags_is_read(pieces in proptest::collection::vec(prop::sample::select(vec![
        "<div>", "</div>", "<p>", "<table>", "<td>", "</table>", "<svg>", "</svg>", "<title>", "<script>", "</script>", "<!--", "-->", "<b>", "</b>", "<br>", "<h1>", "</h1>",
        "<article class=content>", "</article>", "words, and more words. ", "&amp;", "<a href=x>", "</a>", "<pre>\n", "<li>", "<ul>", "<template>", "<select>", "<textarea>", "<body>", "</html>", "<head>", "<frameset>", "<form>", "<blockquote>", "<img>", "<font>", "<br><br>", "<noscript><img src=a></noscript>",
    ]), 0..60)) {
        let page = format!("<html>{}", pieces.concat());
        if let Ok(opened) = read_all("a.html", page.as_bytes(), &How::default()) {
            prop_assert!(!opened.readings.is_empty());
        }
    }
}
