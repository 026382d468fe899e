//! PDF documents, as several kinds of programs write them.

use super::samples::{one, open, refused};

/// Objects of a file, numbered from 1: the first is the catalogue, the second the pages.
#[derive(Default)]
pub struct Pdf {
    objects: Vec<Vec<u8>>,
    trailer: String,
}

/// A font of fixed width, six tenths of its size.
const FIXED: &str = "/Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding \
                     /FirstChar 32 /LastChar 255";

impl Pdf {
    /// A file of pages with these steps, with one font `/F`.
    pub fn of(pages: &[String]) -> Self {
        let widths = "600 ".repeat(224);
        Self::with_font(pages, &format!("<< {FIXED} /Widths [{widths}] >>"))
    }

    /// The same with another font.
    fn with_font(pages: &[String], font: &str) -> Self {
        let mut pdf = Self {
            objects: vec![Vec::new(); 3],
            trailer: String::new(),
        };
        pdf.objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>".to_vec();
        pdf.objects[2] = font.as_bytes().to_vec();
        let mut kids = String::new();
        for content in pages {
            let content = pdf.stream("", content.as_bytes());
            let page = pdf.object(format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R \
                 /Resources << /Font << /F 3 0 R >> /XObject << /X 4 0 R >> >> >>"
            ));
            kids += &format!("{page} 0 R ");
        }
        let count = pages.len();
        pdf.objects[1] = format!("<< /Type /Pages /Count {count} /Kids [{kids}] >>").into_bytes();
        pdf
    }

    fn object(&mut self, object: impl Into<Vec<u8>>) -> usize {
        self.objects.push(object.into());
        self.objects.len()
    }

    fn stream(&mut self, about: &str, content: &[u8]) -> usize {
        let head = format!("<< {about} /Length {} >>\nstream\n", content.len());
        self.object([head.as_bytes(), content, b"\nendstream"].concat())
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = b"%PDF-1.7\n".to_vec();
        let mut places = Vec::new();
        for (at, object) in self.objects.iter().enumerate() {
            places.push(bytes.len());
            bytes.extend(format!("{} 0 obj\n", at + 1).bytes());
            bytes.extend(object);
            bytes.extend(b"\nendobj\n");
        }
        let (start, count) = (bytes.len(), places.len() + 1);
        bytes.extend(format!("xref\n0 {count}\n0000000000 65535 f \n").bytes());
        for place in places {
            bytes.extend(format!("{place:010} 00000 n \n").bytes());
        }
        let trailer = &self.trailer;
        let end = format!("<< /Size {count} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n");
        bytes.extend(format!("trailer\n{end}").bytes());
        bytes
    }
}

/// Steps that draw lines: how high, how large, and the words.
fn page(lines: &[(u32, u32, &str)]) -> String {
    let line = |(height, size, words): &(u32, u32, &str)| {
        format!("BT /F {size} Tf 72 {height} Td ({words}) Tj ET\n")
    };
    lines.iter().map(line).collect()
}

/// What a text file says of a document.
fn text(pdf: &Pdf) -> String {
    one("dam.pdf", pdf.bytes()).text
}

#[test]
fn lines_become_paragraphs_and_words_that_were_broken_become_whole() {
    let mut pdf = Pdf::of(&[page(&[
        (700, 18, "The dam holds"),
        (660, 10, "Nobody had been informed before-"),
        (648, 10, "hand, the well-known council of"),
        (636, 10, "Tarnholm told the papers, and well-"),
        (624, 10, "known engineers agreed."),
        (612, 10, "Others did not; they had asked for"),
        (600, 10, "nothing."),
        (576, 10, "The end."),
    ])]);
    let info = pdf.object(
        "<< /Title (Dams \\(I\\)) /Author (No\\351mi) /CreationDate (D:20260304100000Z) >>",
    );
    pdf.trailer = format!("/Info {info} 0 R");
    let read = one("dam.pdf", pdf.bytes());
    let paragraphs: Vec<&str> = read.text.trim_end().split("\n\n").collect();
    assert_eq!(
        paragraphs,
        [
            "The dam holds",
            "Nobody had been informed beforehand, the well-known council of Tarnholm told the \
             papers, and well-known engineers agreed.",
            "Others did not; they had asked for nothing.",
            "The end.",
        ]
    );
    assert_eq!(read.title, "Dams (I)");
    assert_eq!(read.meta.text("author"), Some("Noémi"));
    assert_eq!(read.meta.text("date"), Some("2026-03-04"));
    assert_eq!(read.notices, ["1 word broken at line ends joined"]);
}

#[test]
fn what_stands_on_every_page_is_left_out_and_a_sentence_goes_over_to_the_next() {
    let pages: Vec<String> = (1..=4)
        .map(|number| {
            let (first, number) = (format!("of page {number} goes"), number.to_string());
            page(&[
                (800, 8, "The Tarnholm Echo"),
                (700, 10, first.as_str()),
                (688, 10, "on and on and on"),
                (30, 8, number.as_str()),
            ])
        })
        .collect();
    let read = one("dam.pdf", Pdf::of(&pages).bytes());
    let each: Vec<String> = (1..=4)
        .map(|number| format!("of page {number} goes on and on and on"))
        .collect();
    assert_eq!(read.text.trim_end(), each.join(" "));
    let said = "8 lines left out that stand on many pages, such as running heads and page numbers";
    assert_eq!(read.notices, [said]);
}

#[test]
fn letters_are_what_the_file_says_they_are() {
    let table =
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> \
        endcodespacerange 2 beginbfchar <0001> <0414> <0002> <00660069> endbfchar \
        1 beginbfrange <0010> <0012> <0430> endbfrange endcmap end";
    let hex = "BT /F 10 Tf 72 700 Td <000100100002> Tj ET".to_owned();
    let mut pdf = Pdf::with_font(&[hex], "");
    let table = pdf.stream("", table);
    let inner = pdf.object("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /DW 600 >>");
    pdf.objects[2] = format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H \
         /DescendantFonts [{inner} 0 R] /ToUnicode {table} 0 R >>"
    )
    .into_bytes();
    assert_eq!(text(&pdf).trim_end(), "Даfi");
    let names = "<< /Type /Font /Subtype /Type1 /BaseFont /B /FirstChar 65 /LastChar 68 \
                 /Widths [600 600 600 600] /Encoding << /Differences [65 /eacute /f_i /uni20AC] >> >>";
    let pdf = Pdf::with_font(&[page(&[(700, 10, "ABC D")])], names);
    assert_eq!(text(&pdf).trim_end(), "éfi€ D");
}

#[test]
fn chinese_japanese_and_korean_letters_are_known_without_a_table_in_the_file() {
    let read = |encoding: &str, ordering: &str, hex: &str| {
        let mut pdf = Pdf::with_font(&[format!("BT /F 10 Tf 72 700 Td <{hex}> Tj ET")], "");
        let inner = pdf.object(format!(
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /A /DW 1000 /CIDSystemInfo \
             << /Registry (Adobe) /Ordering ({ordering}) /Supplement 2 >> >>"
        ));
        pdf.objects[2] = format!(
            "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /{encoding} \
             /DescendantFonts [{inner} 0 R] >>"
        )
        .into_bytes();
        text(&pdf).trim_end().to_owned()
    };
    for (encoding, ordering, hex, words) in [
        ("90ms-RKSJ-H", "Japan1", "938c8b9e41", "東京A"),
        ("EUC-H", "Japan1", "c5ecb5fe", "東京"),
        ("UniJIS-UCS2-H", "Japan1", "67714eac", "東京"),
        ("UniJIS-UTF16-H", "Japan1", "d842dfb791ce", "𠮷野"),
        ("UniJIS-UTF16-H", "Japan1", "d83dde0091ce", "😀野"),
        ("UniJIS2004-UTF16-H", "Japan1", "d842dfb791ce", "𠮷野"),
        ("Identity-H", "Japan1", "0465034b", "亜あ"),
        ("GBK-EUC-H", "GB1", "b1b1bea9", "北京"),
        ("ETen-B5-H", "CNS1", "a578a55f", "台北"),
        ("KSCms-UHC-H", "Korea1", "bcadbfef", "서울"),
    ] {
        assert_eq!(read(encoding, ordering, hex), words, "{encoding}");
    }
}

#[test]
fn words_are_told_from_gaps_and_from_what_the_file_says_of_them() {
    let steps = "BT /F 10 Tf 72 700 Td [(The) -400 (dam) 20 (s) -200 (hold)] TJ ET \
                 /Artifact BMC BT /F 10 Tf 72 686 Td (Advert) Tj ET EMC \
                 /Span << /ActualText (first) >> BDC BT /F 10 Tf 72 686 Td (1st) Tj ET EMC";
    let pdf = Pdf::of(&[steps.to_owned()]);
    assert_eq!(text(&pdf).trim_end(), "The dams hold first");
}

#[test]
fn words_in_a_drawing_are_read_and_one_that_draws_itself_ends() {
    let mut pdf = Pdf::of(&[]);
    let form = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Matrix [1 0 0 1 10 10] \
                /Resources << /Font << /F 3 0 R >> /XObject << /X 4 0 R >> >>";
    pdf.stream(form, b"BT /F 10 Tf 72 700 Td (In a drawing) Tj ET /X Do");
    let content = pdf.stream("", b"/X Do");
    pdf.object(format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R \
         /Resources << /XObject << /X 4 0 R >> >> >>"
    ));
    pdf.objects[1] = b"<< /Type /Pages /Count 1 /Kids [6 0 R] >>".to_vec();
    assert!(text(&pdf).starts_with("In a drawing"));
}

#[test]
fn what_has_no_words_says_why() {
    let scan = {
        let mut pdf = Pdf::of(&[]);
        let image = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 \
                     /ColorSpace /DeviceGray";
        pdf.stream(image, b"\xff");
        let content = pdf.stream("", b"q 595 0 0 842 0 0 cm /X Do Q");
        pdf.object(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R \
             /Resources << /XObject << /X 4 0 R >> >> >>"
        ));
        pdf.objects[1] = b"<< /Type /Pages /Count 1 /Kids [6 0 R] >>".to_vec();
        pdf
    };
    let nameless = Pdf::with_font(
        &[page(&[(700, 10, "ABCD")])],
        "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H \
         /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A >>] >>",
    );
    let mut locked = Pdf::of(&[page(&[(700, 10, "The dam")])]);
    let (one, two) = ("00".repeat(32), "11".repeat(32));
    let lock = locked.object(format!(
        "<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{one}> /U <{two}> >>"
    ));
    let id = "00".repeat(16);
    locked.trailer = format!("/Encrypt {lock} 0 R /ID [<{id}> <{id}>]");
    let said = [
        refused("scan.pdf", scan.bytes()),
        refused("nameless.pdf", nameless.bytes()),
        refused("empty.pdf", Pdf::of(&[String::new()]).bytes()),
        refused("locked.pdf", locked.bytes()),
        refused("bad.pdf", b"%PDF-1.7\nHello"),
    ];
    insta::assert_snapshot!(said.join("\n"), @r"
    this is a PDF document, but its pages are pictures without text, as a scanner makes them; have its text recognised (OCR), and open what comes of that
    this is a PDF document, but it draws its letters without saying which they are; have its text recognised (OCR), and open what comes of that
    this is a PDF document without words; look whether it is the right file
    this is a PDF document that is locked with a password; open it in its own program and save it without one
    this is a PDF document, but it is damaged; open it in a reader of PDF and print it to a new one
    ");
}

#[test]
fn a_document_that_is_cut_off_or_changed_is_read_or_refused() {
    let lines = [(700, 18, "The dam holds"), (660, 10, "Nobody believed it.")];
    let whole = Pdf::of(&[page(&lines), page(&lines)]).bytes();
    for len in (5..whole.len()).step_by(3) {
        let _ = open("dam.pdf", &whole[..len]);
        let mut changed = whole.clone();
        changed[len] = changed[len].wrapping_add(1 + (len % 250) as u8);
        let _ = open("dam.pdf", changed);
    }
}
