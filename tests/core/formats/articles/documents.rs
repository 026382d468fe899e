//! Documents of word processors, and books.

use super::samples::{docx, epub, odt, odt_content, one, open, refused, shown, word_part, zipped};

const PARAGRAPH: &str = "<w:p><w:r><w:t xml:space=\"preserve\">The dam </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>wall</w:t></w:r></w:p>";

#[test]
fn a_word_document_gives_its_words_and_facts() {
    let body = "<w:p><w:pPr><w:pStyle w:val=\"Title\"/></w:pPr><w:r><w:t>Third gate &amp; bell</w:t></w:r></w:p>\
        <w:p><w:r><w:t>It </w:t><w:t>closed</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r><w:ins><w:r><w:t xml:space=\"preserve\"> in April</w:t></w:r></w:ins>\
        <w:del><w:r><w:delText>never</w:delText></w:r></w:del><w:r><w:t>,</w:t><w:br/><w:t>they say.</w:t></w:r></w:p>\
        <w:p><w:r><w:fldChar/></w:r><w:r><w:instrText>HYPERLINK \"x\"</w:instrText></w:r><w:hyperlink><w:r><w:t>a link</w:t></w:r></w:hyperlink></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>gate</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>state</w:t></w:r></w:p></w:tc></w:tr>\
        <w:tr><w:tc><w:p><w:r><w:t>third</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>open</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
        <w:p><mc:AlternateContent xmlns:mc=\"m\"><mc:Choice><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></mc:Choice>\
        <mc:Fallback><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:p><w:sectPr/>";
    let document = word_part("document", &format!("<w:body>{body}</w:body>"));
    let notes = word_part(
        "footnotes",
        "<w:footnote w:id=\"1\"><w:p><w:r><w:t>no</w:t></w:r></w:p></w:footnote><w:footnote w:id=\"2\"><w:p><w:r><w:t>So the council.</w:t></w:r></w:p></w:footnote>",
    );
    let core = "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\" xmlns:dcterms=\"t\"><dc:title>On the third gate</dc:title><dc:creator>Sunniva Rook</dc:creator><dcterms:created>2026-04-21T07:00:00Z</dcterms:created></cp:coreProperties>";
    let bytes = zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document.as_bytes()),
        ("word/footnotes.xml", notes.as_bytes()),
        ("word/comments.xml", b"<c/>"),
        ("word/vbaProject.bin", b"x"),
        ("docProps/core.xml", core.as_bytes()),
    ]);
    insta::assert_snapshot!(shown(&one("gate.docx", bytes)), @r#"
    = On the third gate
    author: Sunniva Rook
    date: 2026-04-21
    --
    Third gate & bell

    It closed in April,
    they say.

    a link

    gate	state
    third	open

    boxed

    So the council.
    --
    ! put 1 note at the end
    ! took tracked changes as accepted: left out 1 deletion
    ! left out its comments
    ! left out its macros, which were not run
    "#);
}

#[test]
fn a_libreoffice_document_gives_its_words_and_facts() {
    let text = "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:h>Third gate &amp; bell</text:h>\n  \
        <text:p>It <text:span>closed</text:span><text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>So the council.</text:p></text:note-body></text:note>\
        <text:s text:c=\"3\"/>in April,<text:line-break/>they say.<office:annotation><dc:creator>x</dc:creator><text:p>no</text:p></office:annotation></text:p>\
        <text:list><text:list-item><text:p>one</text:p></text:list-item><text:list-item><text:p>two</text:p></text:list-item></text:list>\
        <table:table><table:table-row><table:table-cell><text:p>gate</text:p></table:table-cell><table:table-cell><text:p>state</text:p></table:table-cell></table:table-row></table:table>";
    let content = odt_content(text);
    let meta = "<office:document-meta xmlns:office=\"o\" xmlns:meta=\"m\" xmlns:dc=\"d\"><office:meta><meta:initial-creator>Sunniva Rook</meta:initial-creator>\
        <dc:creator>Somebody Else</dc:creator><dc:title>On the third gate</dc:title><meta:creation-date>2026-04-21T07:00:00</meta:creation-date><dc:language>en</dc:language></office:meta></office:document-meta>";
    let bytes = zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
        ("meta.xml", meta.as_bytes()),
    ]);
    insta::assert_snapshot!(shown(&one("gate.odt", bytes)), @r#"
    = On the third gate
    author: Sunniva Rook
    date: 2026-04-21
    language: en
    --
    Third gate & bell

    It closed in April,
    they say.

    one

    two

    gate	state

    So the council.
    --
    ! put 1 note at the end
    ! took tracked changes as accepted: left out what was deleted
    ! left out 1 comment
    "#);
    let flat = content.replace("office:document-content", "office:document");
    assert_eq!(one("gate.fodt", flat).text, one("gate.odt", odt(text)).text);
}

#[test]
fn a_book_is_an_article_a_chapter() {
    let opened = open(
        "gates.epub",
        epub(&[
            (
                "cover.xhtml",
                "<?xml version=\"1.0\"?><html><head><title/></head><body><img src=\"c.png\"/></body></html>",
            ),
            (
                "ch 1.xhtml",
                "<?xml version=\"1.0\"?><html><head><title>The Gates of Tarnholm</title><script src=\"x\"/></head><body><h1>The first gate</h1><p>It was built&#160;first.</p></body></html>",
            ),
            (
                "ch2.xhtml",
                "<html><head><title>The Gates of Tarnholm</title></head><body><p>It was built second.</p></body></html>",
            ),
        ]),
    );
    let readings = opened.unwrap().readings;
    insta::assert_snapshot!(readings.iter().map(shown).collect::<Vec<_>>().join("\n\n"), @r#"
    = The first gate
    author: Edda Marsh; Pim Aldous
    book: The Gates of Tarnholm
    chapter: 1
    date: 2025-09-01
    language: en
    outlet: Valley Press
    --
    The first gate

    It was built first.
    --
    ! left out 1 page without words

    = The Gates of Tarnholm, 2
    author: Edda Marsh; Pim Aldous
    book: The Gates of Tarnholm
    chapter: 2
    date: 2025-09-01
    language: en
    outlet: Valley Press
    --
    It was built second.
    --
    "#);
}

#[test]
fn rich_text_is_its_words_in_any_code_page() {
    let rtf = br"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Times;}{\f1\fcharset204 Times Cyr;}}{\info{\title On the third gate}{\author Sunniva Rook}}
{\*\generator Riched20;}{\header page 1}\pard The dam{\b  wall} caf\'e9\u8212 ?\u55357 ?\u56832 ?\line second line\par
\f1\'cf\'eb\'ee\'f2\'e8\'ed\'e0\f0 , \ldblquote x\rdblquote{\footnote\pard a note}{\v hidden}{\field{\*\fldinst HYPERLINK}{\fldrslt a link}}\par
\trowd a\cell b\cell\row c\~d {\pict 89504e47}\bin3 }}}end}
";
    insta::assert_snapshot!(shown(&one("gate.rtf", rtf)), @r#"
    = On the third gate
    author: Sunniva Rook
    --
    The dam wall café—😀
    second line

    Плотина, “x”a link

    a	b
    c d end

    a note
    --
    ! put 1 note at the end
    ! left out 1 piece of hidden or deleted words
    "#);
    let cut = one("gate.rtf", &rtf[..rtf.len() - 9]);
    assert!(
        cut.notices.iter().any(|it| it.contains("cut off")),
        "{:?}",
        cut.notices
    );
}

#[test]
fn what_cannot_be_read_of_a_document_is_said() {
    let bomb = vec![b' '; 40 << 20];
    let bomb = zipped(&[("word/document.xml", &bomb)]);
    let entities = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>";
    let deep = format!("{}{}", "<w:sdt>".repeat(10_000), "</w:sdt>".repeat(10_000));
    let manifest = "<manifest:manifest xmlns:manifest=\"m\"><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let mut encrypted = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    encrypted.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    let many: Vec<(String, &[u8])> = (0..20_001)
        .map(|at| (format!("{at}"), b"".as_slice()))
        .collect();
    let many: Vec<(&str, &[u8])> = many
        .iter()
        .map(|(name, bytes)| (name.as_str(), *bytes))
        .collect();
    let mut cut = docx(PARAGRAPH);
    cut.truncate(cut.len() - 30);
    let told = [
        refused("bomb.docx", bomb),
        refused(
            "entities.docx",
            zipped(&[("word/document.xml", entities.as_bytes())]),
        ),
        refused("deep.docx", docx(&deep)),
        refused("cut.docx", cut),
        refused(
            "cut inside.docx",
            zipped(&[("word/document.xml", b"<w:document><w:body><w:p>")]),
        ),
        refused("empty.docx", docx("")),
        refused("half.docx", zipped(&[("[Content_Types].xml", b"<Types/>")])),
        refused(
            "locked.odt",
            zipped(&[
                ("mimetype", b"application/vnd.oasis.opendocument.text"),
                ("META-INF/manifest.xml", manifest.as_bytes()),
                ("content.xml", b"\x13\x07"),
            ]),
        ),
        refused("locked.docx", encrypted),
        refused(
            "old.doc",
            [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0],
        ),
        refused(
            "sheet.xlsx",
            zipped(&[
                ("[Content_Types].xml", b"<Types/>"),
                ("xl/workbook.xml", b"<w/>"),
            ]),
        ),
        refused("many.zip", zipped(&many)),
        refused(
            "other.zip",
            zipped(&[("../../etc/passwd", b"x"), ("/absolute", b"y")]),
        ),
        refused(
            "book.epub",
            zipped(&[
                ("mimetype", b"application/epub+zip"),
                ("META-INF/container.xml", b"<container/>"),
            ]),
        ),
        refused("deep.rtf", "{\\rtf1".to_owned() + &"{".repeat(100_000)),
    ];
    insta::assert_snapshot!(told.join("\n"), @r#"
    this is a Word document, but it unpacks to more than 200 times its size, or to more than 8 MB of text; split it, or ask where it comes from
    this is a Word document, but a part of it (word/document.xml) is damaged: it declares entities of its own, which are not read; open it in its own program and save it once more
    this is a Word document, but a part of it (word/document.xml) is damaged: its elements stand more than 2000 deep inside each other; open it in its own program and save it once more
    this is a ZIP archive, but it is damaged or cut off; open it in its own program and save it once more
    this is a Word document, but a part of it (word/document.xml) is damaged: it is cut off; open it in its own program and save it once more
    this is a Word document without words; look whether it is the right file
    this is a Word document, but its text (word/document.xml) is missing; open it in its own program and save it once more
    this is a LibreOffice document that is locked with a password; open it in its own program and save it without one
    this is a document of Word, Excel or PowerPoint that is locked with a password; open it in its own program and save it without one
    this is an old Word, Excel or PowerPoint document, not a text; save its words as plain text first
    this is an Excel workbook, not a text; save its words as plain text first
    this is a ZIP archive, but it holds more than 20000 files; open it in its own program and save it once more
    this is a ZIP archive, not a text; save its words as plain text first
    this is an electronic book, but a part of it (META-INF/container.xml) is damaged: it does not say where the book's contents are; open it in its own program and save it once more
    this is an RTF document, but its groups stand more than 1000 deep inside each other; save its words as plain text
    "#);
}

#[test]
fn the_first_of_two_parts_of_one_name_is_said() {
    // The writer refuses a second part of one name: the name is changed in the bytes.
    let first = word_part("document", &format!("<w:body>{PARAGRAPH}</w:body>"));
    let second = word_part(
        "document",
        "<w:body><w:p><w:r><w:t>other</w:t></w:r></w:p></w:body>",
    );
    let bytes = zipped(&[
        ("word/document.xml", first.as_bytes()),
        ("word/documens.xml", second.as_bytes()),
    ]);
    let mut doubled = bytes.clone();
    for at in 0..bytes.len().saturating_sub(17) {
        if bytes[at..].starts_with(b"word/documens.xml") {
            doubled[at + 12] = b't';
        }
    }
    let reading = one("a.docx", doubled);
    assert!(
        reading.notices.iter().any(|it| it.contains("one name")),
        "{:?}",
        reading.notices
    );
}
