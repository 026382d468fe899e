//! Files of the real world: encodings, line ends, what was repaired, and what is no article.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use postil::project::LineEnds;

use super::whole::{Whole, empty, on};

const DAM: &str = "The dam\n\nThe dam holds, the council said.\n";

/// «Плотина» and a sentence, as old programs of Russian desks wrote them.
const CYRILLIC: &str = "Плотина\n\nПлотина стоит, сказал совет города. Никто этому не поверил.\n";

fn windows_1251(text: &str) -> Vec<u8> {
    let byte = |c: char| match c {
        'А'..='я' => u8::try_from(u32::from(c) - u32::from('А') + 0xC0).unwrap(),
        _ => u8::try_from(u32::from(c)).unwrap(),
    };
    text.chars().map(byte).collect()
}

fn utf16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

/// Drops a file on a window that has an article, and says what it said. Nothing may have changed.
fn refused(name: &str, content: &[u8]) -> String {
    let mut window = on(&[("dam.txt", DAM)]);
    window.write(name, content);
    refused_by(&mut window, name)
}

fn refused_by(window: &mut Whole, name: &str) -> String {
    let (project, title) = (window.bench().project().clone(), window.title());
    window.drop_files(&[name]);
    assert_eq!(*window.bench().project(), project, "{name}");
    assert_eq!(window.title(), title);
    let folder = window.path("").display().to_string();
    window.says().replace(&folder, "…/")
}

fn save_as(window: &mut Whole, name: &str) {
    window.will_choose(&[name]);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
}

#[test]
fn what_is_no_article_gets_a_sentence_and_changes_nothing() {
    let said = [
        refused("photo.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        refused("report.txt", b"%PDF-1.7\n%\xe2\xe3"),
        refused("noise.txt", &(0..=255).collect::<Vec<u8>>()),
        refused("empty.txt", b""),
        refused("blanks.txt", b" \n\t\n"),
        refused("wide.txt", &[0xFF, 0xFE, 0, 0, b'a', 0, 0, 0]),
    ];
    insta::assert_snapshot!(said.join("\n"), @r"
    One file was not opened This is a PNG picture, not a text; save its words as plain text first: …/photo.txt.
    One file was not opened This is a PDF document, but it is damaged; open it in a reader of PDF and print it to a new one: …/report.txt.
    One file was not opened This is a binary file, not a text; save its words as plain text first: …/noise.txt.
    One file was not opened The file is empty: …/empty.txt.
    One file was not opened There is nothing in it but blanks: …/blanks.txt.
    One file was not opened This is UTF-32, which is not read; save it as UTF-8: …/wide.txt.
    ");
}

#[test]
fn what_is_not_there_gets_a_sentence_and_changes_nothing() {
    let mut window = on(&[("dam.txt", DAM)]);
    std::fs::create_dir(window.path("nothing")).unwrap();
    window.write("pictures/a.png", b"\x89PNG");
    let long = std::fs::File::create(window.path("long.txt")).unwrap();
    long.set_len(65 << 20).unwrap();
    let names = ["missing.txt", "nothing", "pictures", "long.txt"];
    let causes = [
        "there is no such file",
        "there is no article in this folder",
        "there is no article in this folder",
        "it is longer than 64 MB",
    ];
    for (name, cause) in names.into_iter().zip(causes) {
        let said = refused_by(&mut window, name);
        let begun = format!("One file was not opened Failed to read: {cause}; ");
        assert!(said.starts_with(&begun), "{said}");
        assert!(said.ends_with(&format!(": …/{name}.")), "{said}");
    }
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_gets_a_sentence_and_changes_nothing() {
    use std::os::unix::fs::PermissionsExt as _;
    use std::os::unix::net::UnixListener;

    let mut window = on(&[("dam.txt", DAM)]);
    let _socket = UnixListener::bind(window.path("socket.txt")).unwrap();
    let said = refused_by(&mut window, "socket.txt");
    insta::assert_snapshot!(said, @"One file was not opened Failed to read: it is a socket and not a file; save what it says to a file and name that: …/socket.txt.");
    let path = window.write("secret.txt", DAM);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&path).is_ok() {
        println!("left out: permissions do not bind the superuser");
        return;
    }
    let said = refused_by(&mut window, "secret.txt");
    insta::assert_snapshot!(said, @"One file was not opened Failed to read: you may not read it; ask its owner to let you: …/secret.txt.");
}

#[test]
fn what_cannot_be_opened_does_not_keep_the_others_out() {
    let mut window = empty();
    window.write("a.txt", DAM);
    window.write("b.txt", "");
    window.write("c.txt", b"\x89PNG");
    window.drop_files(&["b.txt", "a.txt", "c.txt"]);
    assert_eq!(window.articles(), ["The dam"]);
    let said = window.says();
    assert!(said.starts_with("2 files were not opened"), "{said}");
    // A start window on which nothing could be opened stays one.
    let mut window = empty();
    window.write("b.txt", "");
    window.drop_files(&["b.txt"]);
    assert_eq!(window.title(), "Postil");
    assert!(window.says().starts_with("One file was not opened"));
}

#[test]
fn nothing_in_the_clipboard_is_said() {
    let mut window = on(&[("dam.txt", DAM)]);
    window.paste(" \n ");
    assert_eq!(window.articles().len(), 1);
    assert!(window.says().starts_with("Nothing was pasted"));
}

#[test]
fn a_legacy_encoding_is_read_said_and_kept_in_the_file() {
    let mut window = empty();
    window.write("plotina.txt", windows_1251(CYRILLIC));
    window.drop_files(&["plotina.txt"]);
    assert_eq!(window.in_view(), "Плотина");
    assert!(window.shows("Никто"));
    assert_eq!(
        window.says(),
        "Плотина: read as windows-1251; change the encoding if letters are wrong"
    );
    save_as(&mut window, "p.ron");
    let project = window.saved("p.ron");
    let origin = &project.entries()[0].article().origin;
    assert_eq!(
        (origin.file.as_str(), origin.encoding.as_str()),
        ("plotina.txt", "windows-1251")
    );
}

#[test]
fn another_encoding_is_one_press_away_and_one_step_back() {
    let mut window = empty();
    window.write("plotina.txt", windows_1251(CYRILLIC));
    window.drop_files(&["plotina.txt"]);
    window.button("Change…");
    assert!(window.asks("Read plotina.txt in another encoding"));
    window.press_named(Role::ListItem, "windows-1257");
    window.button("Read it again");
    assert_ne!(window.in_view(), "Плотина");
    assert_eq!(
        window.articles().len(),
        1,
        "it takes the place of the one before"
    );
    window.forget();
    window.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.articles(), ["Плотина"]);
    window.keys(Modifiers::COMMAND, Key::Y);
    window.command("Read again in another encoding");
    window.press_named(Role::ListItem, "windows-1251");
    window.button("Read it again");
    assert_eq!(window.articles(), ["Плотина"]);
}

#[test]
fn each_of_two_guesses_is_changed_by_its_own_notice() {
    let mut window = empty();
    window.write("a.txt", windows_1251(CYRILLIC));
    window.write(
        "b.txt",
        windows_1251(
            "Мост\n\nМост закрыт, сказал мэр. Город ждёт весны.\n"
                .replace('ё', "е")
                .as_str(),
        ),
    );
    window.drop_files(&["a.txt"]).drop_files(&["b.txt"]);
    let changes = window.all(Role::Button, "Change…");
    assert_eq!(changes.len(), 2, "{:?}", window.notices());
    window.click(changes[0]);
    assert!(
        window.asks("Read a.txt in another encoding"),
        "the first notice is about a.txt"
    );
}

#[test]
fn an_article_with_marks_is_not_read_again() {
    let mut window = empty();
    window.write("plotina.txt", windows_1251(CYRILLIC));
    window.drop_files(&["plotina.txt"]);
    window.forget();
    let word = window.on("стоит");
    window.clicks(word, 2);
    window.key(Key::Num3);
    window.command("Read again in another encoding");
    window.press_named(Role::ListItem, "windows-1257");
    window.button("Read it again");
    assert_eq!(window.marks(), ["entity: стоит"]);
    let said = window.says();
    assert!(
        said.starts_with("The article was not read again It has marks"),
        "{said}"
    );
}

#[test]
fn reading_again_what_reads_the_same_changes_nothing() {
    let mut window = on(&[("dam.txt", DAM)]);
    window.command("Read again in another encoding");
    window.press_named(Role::ListItem, "windows-1252");
    window.button("Read it again");
    assert_eq!(
        window.says(),
        "It reads the same as windows-1252 Nothing was changed."
    );
    assert_eq!(window.steps().len(), 1);
}

#[test]
fn utf_16_and_windows_line_ends_are_repaired_said_and_kept_in_the_file() {
    let mut window = empty();
    window.write("dam.txt", utf16(&DAM.replace('\n', "\r\n")));
    window.drop_files(&["dam.txt"]);
    assert_eq!(window.says(), "The dam: line ends were CRLF and are LF now");
    assert_eq!(window.bench().entry().unwrap().article().text.as_str(), DAM);
    save_as(&mut window, "p.ron");
    let project = window.saved("p.ron");
    let origin = &project.entries()[0].article().origin;
    assert_eq!(origin.encoding, "UTF-16LE");
    assert!(origin.byte_order_mark);
    assert_eq!(origin.line_ends, LineEnds::FromCrLf);
}

#[test]
fn what_is_true_of_many_files_is_said_once() {
    let mut window = empty();
    for n in 0..5 {
        window.write(
            &format!("{n}.txt"),
            format!("Article {n}\r\n\r\nWords.\r\n"),
        );
    }
    window.drop_files(&["0.txt", "1.txt", "2.txt", "3.txt", "4.txt"]);
    assert_eq!(window.articles().len(), 5);
    assert_eq!(
        window.says(),
        "5 articles: line ends were CRLF and are LF now"
    );
}

/// A PDF of one page with these lines, one above the other, in a font of fixed width.
fn pdf(lines: &[&str]) -> Vec<u8> {
    let shown = lines
        .iter()
        .enumerate()
        .map(|(at, line)| format!("1 0 0 1 72 {} Tm ({line}) Tj ", 700 - 14 * at));
    let content = format!("BT /F 12 Tf {}ET", shown.collect::<String>());
    let widths = "600 ".repeat(95);
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F 5 0 R >> >> >>"
            .to_owned(),
        format!(
            "<< /Length {} >>\nstream\n{content}\nendstream",
            content.len()
        ),
        format!(
            "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding \
             /FirstChar 32 /LastChar 126 /Widths [{widths}] >>"
        ),
    ];
    let (mut file, mut table) = ("%PDF-1.7\n".to_owned(), String::new());
    for (at, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", file.len());
        file += &format!("{} 0 obj\n{object}\nendobj\n", at + 1);
    }
    let (place, count) = (file.len(), objects.len() + 1);
    file += &format!(
        "xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R >>\n\
         startxref\n{place}\n%%EOF\n"
    );
    file.into_bytes()
}

#[test]
fn a_pdf_that_is_dropped_is_read_and_is_one_step_to_take_back() {
    let mut window = empty();
    window.write(
        "dam.pdf",
        pdf(&["The dam holds, the council said.", "Nobody believed it."]),
    );
    window.write("scan.pdf", pdf(&[]));
    window.drop_files(&["dam.pdf"]);
    assert!(window.shows("Nobody believed it."));
    let text = window
        .bench()
        .entry()
        .unwrap()
        .article()
        .text
        .as_str()
        .to_owned();
    assert_eq!(
        text.trim_end(),
        "The dam holds, the council said. Nobody believed it."
    );
    window.drop_files(&["scan.pdf"]);
    assert_eq!(window.articles().len(), 1);
    let said = window.notices();
    let refused = |it: &String| it.contains("PDF document without words");
    assert!(said.iter().any(refused), "{said:?}");
    window.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.articles().len(), 0);
}
