//! Documents in the making: what other programs write, built here in a few lines.

use std::io::{Cursor, Write};

use postil::formats::articles::{ArticleError, How, Opened, Reading, read_all};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Reads a file as it comes.
pub fn open(name: &str, bytes: impl AsRef<[u8]>) -> Result<Opened, ArticleError> {
    read_all(name, bytes.as_ref(), &How::default())
}

/// The only article of a file that is sound.
pub fn one(name: &str, bytes: impl AsRef<[u8]>) -> Reading {
    let opened = open(name, bytes).unwrap();
    let [reading] = opened.readings.try_into().unwrap();
    reading
}

/// What is said of a file that can't be used.
pub fn refused(name: &str, bytes: impl AsRef<[u8]>) -> String {
    match open(name, bytes) {
        Ok(opened) => panic!("{name} was read: {opened:?}"),
        Err(error) => error.to_string(),
    }
}

/// An article with its facts and notices, to look at.
pub fn shown(reading: &Reading) -> String {
    let mut lines = vec![format!("= {}", reading.title)];
    for (name, value) in &reading.meta.0 {
        lines.push(format!("{name}: {}", value.as_text().unwrap_or("?")));
    }
    if !reading.origin.encoding.is_empty() {
        lines.push(format!("({})", reading.origin.encoding));
    }
    lines.push("--".to_owned());
    lines.push(reading.text.trim_end().to_owned());
    lines.push("--".to_owned());
    lines.extend(reading.notices.iter().map(|notice| format!("! {notice}")));
    lines.join("\n")
}

/// A ZIP archive of these parts, deflated.
pub fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let method = if *name == "mimetype" {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A Word document with this inside its body.
pub fn docx(body: &str) -> Vec<u8> {
    let document = word_part("document", &format!("<w:body>{body}</w:body>"));
    zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document.as_bytes()),
    ])
}

/// A part of a Word document.
pub fn word_part(root: &str, inside: &str) -> String {
    let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:{root} xmlns:w=\"{space}\">{inside}</w:{root}>"
    )
}

/// A LibreOffice document with this inside its text.
pub fn odt(text: &str) -> Vec<u8> {
    let content = odt_content(text);
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
    ])
}

/// The content of a LibreOffice document.
pub fn odt_content(text: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:table=\"tb\" xmlns:dc=\"dc\">\
        <office:body><office:text>{text}</office:text></office:body></office:document-content>"
    )
}

/// A book of these pages, in this order.
pub fn epub(pages: &[(&str, &str)]) -> Vec<u8> {
    let items: String = pages
        .iter()
        .enumerate()
        .map(|(at, (name, _))| {
            format!(
                "<item id=\"i{at}\" href=\"{}\" media-type=\"application/xhtml+xml\"/>",
                name.replace(' ', "%20")
            )
        })
        .collect();
    let order: String = (0..pages.len())
        .map(|at| format!("<itemref idref=\"i{at}\"/>"))
        .collect();
    let contents = format!(
        "<package xmlns=\"http://www.idpf.org/2007/opf\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><metadata>\
        <dc:title>The Gates of Tarnholm</dc:title><dc:creator>Edda Marsh</dc:creator><dc:creator>Pim Aldous</dc:creator>\
        <dc:publisher>Valley Press</dc:publisher><dc:date>2025-09-01</dc:date><dc:language>en</dc:language></metadata>\
        <manifest><item id=\"nav\" href=\"nav.xhtml\" properties=\"nav\"/>{items}</manifest><spine><itemref idref=\"nav\"/>{order}</spine></package>"
    );
    let container = "<container><rootfiles><rootfile full-path=\"OEBPS/book.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>";
    let names: Vec<String> = pages
        .iter()
        .map(|(name, _)| format!("OEBPS/{name}"))
        .collect();
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", container.as_bytes()),
        ("OEBPS/book.opf", contents.as_bytes()),
        (
            "OEBPS/nav.xhtml",
            b"<html><body><nav>1 2 3</nav></body></html>",
        ),
    ];
    for (name, (_, page)) in names.iter().zip(pages) {
        parts.push((name, page.as_bytes()));
    }
    zipped(&parts)
}

/// A page of an outlet, with an article in the middle of all that stands around one.
pub fn page() -> String {
    let paragraphs = [
        "The council of Tarnholm said on Friday that the dam wall is sound, and that the cracks which residents photographed in spring are only in its plaster.",
        "“Nobody in the valley has to fear for a house,” said Noémi Tarrow, a hydrologist whom the council had asked for an opinion, “and nobody ever had to.”",
        "The residents’ league denied that. Its speaker, Jonas Weir, called the opinion bought, and said that the <em>third gate</em> has not closed since March.",
        "The council answered that the gate was repaired in April; it showed a bill, on which the name of the firm had been made illegible, to this newspaper.",
    ];
    let body: String = paragraphs
        .iter()
        .map(|words| format!("<p>{words}</p>\n"))
        .collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\"><title>Dam wall is sound, council says - Tarnholm Courier</title>\
        <meta property=\"og:site_name\" content=\"Tarnholm Courier\"><meta property=\"og:title\" content=\"Dam wall is sound, council says\">\
        <link rel=\"canonical\" href=\"https://courier.example.org/dam\"><script>alert('no')</script><style>p {{ color: red }}</style>\
        <script type=\"application/ld+json\">{{\"@context\":\"https://schema.org\",\"@graph\":[{{\"@type\":\"WebSite\",\"name\":\"x\"}},\
        {{\"@type\":\"NewsArticle\",\"headline\":\"Dam wall is sound, council says\",\"datePublished\":\"2026-03-04T06:00:00Z\",\
        \"author\":[{{\"@type\":\"Person\",\"name\":\"Edda Marsh\"}},{{\"name\":\"Pim Aldous\"}}],\"publisher\":{{\"name\":\"Tarnholm Courier\"}}}}]}}</script></head>\
        <body><header><a href=\"/\">Tarnholm Courier</a></header><nav class=\"menu\"><ul><li><a href=\"/news\">News</a></li><li><a href=\"/sport\">Sport</a></li></ul></nav>\
        <main><article class=\"article-body\"><h1>Dam wall is sound, council&nbsp;says</h1>\n{body}</article></main>\
        <aside class=\"sidebar related\"><h2>Most read</h2><ul><li><a href=\"/1\">Storm bell rings again</a></li></ul></aside>\
        <section id=\"comments\" class=\"comments\"><h2>Comments</h2><div class=\"comment\"><p>Lies, all of it!</p></div></section>\
        <footer>Imprint, privacy, <a href=\"/about\">about us</a></footer></body></html>"
    )
}
