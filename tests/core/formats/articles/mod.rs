//! Texts from outside.

mod documents;
mod hostile;
mod memory;
mod others;
mod pages;
mod pdf;
mod samples;

use postil::formats::articles::{ArticleError, How, Reading, from_paste, read, read_all};
use postil::project::LineEnds;

fn sound(bytes: &[u8]) -> Reading {
    read("folder/moon.txt", bytes, None).unwrap()
}

/// A text in UTF-16, each unit as these two bytes.
fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

const RUSSIAN: &str = "Эксперт обратил внимание на то, что давление США на Северную Корею скоординировано.\nОн сказал это в пятницу.\n";

#[test]
fn utf8_is_read_as_it_is() {
    let reading = sound("\n  The moon \nis “made” of cheese.\n".as_bytes());
    assert_eq!(reading.title, "The moon");
    assert_eq!(reading.text, "\n  The moon \nis “made” of cheese.\n");
    assert_eq!(reading.origin.file, "moon.txt");
    assert_eq!(reading.origin.encoding, "");
    assert!(reading.notices.is_empty() && reading.encodings.is_empty());
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_text() {
    let reading = sound("\u{feff}Moon".as_bytes());
    assert_eq!(reading.text, "Moon");
    assert!(reading.origin.byte_order_mark);
    for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
        let reading = sound(&utf16("\u{feff}Moon\r\n🌕", bytes));
        assert_eq!(reading.text, "Moon\n🌕");
        assert!(reading.origin.byte_order_mark);
        assert!(reading.origin.encoding.starts_with("UTF-16"));
    }
}

#[test]
fn utf16_without_a_mark_is_told_by_its_blanks() {
    for text in ["The moon is made of cheese.", RUSSIAN, "这 是 新闻。\n"] {
        assert_eq!(sound(&utf16(text, u16::to_le_bytes)).text, text);
        assert_eq!(sound(&utf16(text, u16::to_be_bytes)).text, text);
    }
}

#[test]
fn a_legacy_encoding_is_guessed_said_and_can_be_changed() {
    let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(RUSSIAN);
    let reading = sound(&bytes);
    assert_eq!(reading.text, RUSSIAN);
    assert_eq!(reading.origin.encoding, "windows-1251");
    assert_eq!(reading.encodings[0], "windows-1251");
    assert!(reading.encodings.contains(&"KOI8-R"));
    insta::assert_snapshot!(reading.notices.join("\n"), @"read as windows-1251; change the encoding if letters are wrong");
    let forced = read("a.txt", &bytes, Some("koi8-r")).unwrap();
    assert_eq!(forced.origin.encoding, "KOI8-R");
    assert_ne!(forced.text, RUSSIAN);
}

#[test]
fn an_encoding_that_is_asked_for_is_the_one_that_is_used() {
    let marked = read("a.txt", "\u{feff}é".as_bytes(), Some("windows-1252")).unwrap();
    assert_eq!(marked.text, "ï»¿Ã©");
    assert_eq!(marked.origin.encoding, "windows-1252");
    assert!(!marked.origin.byte_order_mark);
    let picture = read("a.png", b"\x89PNG\r\n\x1a\n\0\0", Some("UTF-8"));
    assert!(matches!(picture, Err(ArticleError::Binary(_))));
}

#[test]
fn western_words_in_an_old_encoding_are_guessed() {
    let text = "Le ministre a déclaré que la citation « était fausse », selon l’agence à Paris.";
    let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(text);
    let reading = sound(&bytes);
    assert_eq!(reading.text, text);
    assert_eq!(reading.origin.encoding, "windows-1252");
}

#[test]
fn the_common_encodings_of_the_east_are_guessed() {
    let japanese = "月はチーズでできている、と彼は言った。専門家は金曜日にそう述べた。";
    let chinese = "专家星期五表示，月亮不是奶酪做的。他说这是一种谣言，没有任何证据。";
    let korean = "전문가는 금요일에 달이 치즈로 만들어지지 않았다고 말했다.";
    for (encoding, text) in [
        (encoding_rs::SHIFT_JIS, japanese),
        (encoding_rs::EUC_JP, japanese),
        (encoding_rs::ISO_2022_JP, japanese),
        (encoding_rs::GBK, chinese),
        (encoding_rs::EUC_KR, korean),
    ] {
        let (bytes, ..) = encoding.encode(text);
        let reading = sound(&bytes);
        assert_eq!(reading.text, text, "{}", encoding.name());
        assert_eq!(reading.origin.encoding, encoding.name());
    }
}

#[test]
fn a_few_damaged_places_leave_utf8_what_it_is() {
    let mut bytes = RUSSIAN.as_bytes().to_vec();
    bytes[1] = b'?';
    let reading = sound(&bytes);
    assert!(reading.text.ends_with("в пятницу.\n"));
    insta::assert_snapshot!(reading.notices.join("\n"), @"1 place could not be read as UTF-8 and stand as �; change the encoding if that is wrong");
}

#[test]
fn line_ends_become_one_kind_and_that_is_said() {
    for (text, kind) in [
        ("a\nb", LineEnds::Kept),
        ("a\r\nb\r\n", LineEnds::FromCrLf),
        ("a\rb", LineEnds::FromCr),
        ("a\r\nb\nc", LineEnds::FromMixed),
        ("a\r\nb\rc", LineEnds::FromMixed),
    ] {
        let reading = sound(text.as_bytes());
        assert_eq!(reading.origin.line_ends, kind, "{text:?}");
        assert!(!reading.text.contains('\r'));
        assert_eq!(reading.notices.is_empty(), kind == LineEnds::Kept);
        assert_eq!(from_paste(text).unwrap().text, reading.text);
    }
    insta::assert_snapshot!(sound(b"a\r\nb").notices.join("\n"), @"line ends were CRLF and are LF now");
}

#[test]
fn what_is_no_text_is_called_by_its_name() {
    let refused = |bytes: &[u8]| read("a.txt", bytes, None).unwrap_err().to_string();
    let zeros = [b"abc".as_slice(), &[0; 100], &[1, 2, 0xFF]].concat();
    let utf32: Vec<u8> = [0xFF, 0xFE, 0, 0, b'a', 0, 0, 0].to_vec();
    let told = [
        refused(b""),
        refused(" \r\n\u{a0}".as_bytes()),
        refused(b"\x89PNG\r\n\x1a\n\0\0"),
        refused(b"PK\x03\x04\x14\0"),
        refused(&zeros),
        refused(&utf32),
        read("a", b"a", Some("klingon")).unwrap_err().to_string(),
    ];
    insta::assert_snapshot!(told.join("\n"), @r#"
    the file is empty
    there is nothing in it but blanks
    this is a PNG picture, not a text; save its words as plain text first
    this is a ZIP archive, but it is damaged or cut off; open it in its own program and save it once more
    this is a binary file, not a text; save its words as plain text first
    this is UTF-32, which is not read; save it as UTF-8
    there is no encoding "klingon"; use a name such as UTF-8 or windows-1251
    "#);
    assert_eq!(from_paste(" \n"), Err(ArticleError::Blank));
}

#[test]
fn words_that_look_like_the_start_of_another_file_are_words() {
    for text in [
        "BZh is a sign.",
        "Rar! he cried.",
        "ID3 tags",
        "RIFF raff",
        "OggS",
    ] {
        assert_eq!(sound(text.as_bytes()).text, text);
    }
}

#[test]
fn a_long_first_line_is_cut_at_a_word() {
    let line = "word ".repeat(60);
    let title = from_paste(&line).unwrap().title;
    assert!(title.ends_with("word…"), "{title}");
    assert!(title.chars().count() <= 120);
    let title = from_paste(&"é".repeat(500)).unwrap().title;
    assert_eq!(title.chars().count(), 120);
}

#[test]
fn the_readme_lists_what_is_read() {
    let readme = include_str!("../../../../README.md");
    let table = postil::formats::articles::kinds::markdown().join("\n");
    assert!(readme.contains(&table), "README.md must have:\n{table}");
}

#[test]
fn every_format_has_a_name_and_extensions_of_its_own() {
    use postil::formats::articles::kinds::{FORMATS, extensions};
    let mut names: Vec<_> = FORMATS.iter().map(|format| format.name).collect();
    let mut endings: Vec<_> = extensions().collect();
    let (named, ended) = (names.len(), endings.len());
    names.sort_unstable();
    names.dedup();
    endings.sort_unstable();
    endings.dedup();
    assert_eq!((named, ended), (names.len(), endings.len()));
    for ending in endings {
        let words = "The wall is sound, they say, and nobody in the valley believes it.";
        let opened = read_all(&format!("a.{ending}"), words.as_bytes(), &How::default());
        let text = opened.map(|opened| opened.readings[0].text.trim().to_owned());
        match ending {
            // These are told by their content alone, or have none without their signs.
            "jsonl" | "ndjson" | "mhtml" | "mht" | "eml" | "mbox" | "srt" | "vtt" | "csv" => {}
            _ => assert_eq!(text.as_deref(), Ok(words), "{ending}"),
        }
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_bytes_harm(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
        for encoding in [None, Some("utf-16le"), Some("gb18030"), Some("iso-2022-jp")] {
            if let Ok(reading) = read("a.txt", &bytes, encoding) {
                proptest::prop_assert!(!reading.text.trim().is_empty() && !reading.text.contains('\r'));
            }
        }
    }
}
