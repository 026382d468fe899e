//! Electronic books: an article for each chapter, in the order in which the book is read.

use std::collections::BTreeMap;

use super::xml::{Node, Reader, XmlError};
use super::{Package, REPAIR};
use crate::formats::articles::facts::Draft;
use crate::formats::articles::html::{self, PageHow};
use crate::formats::articles::prose::{one_line, word_count};
use crate::formats::articles::{ArticleError, Room, encoding};
use crate::formats::counted;

/// What the errors call it.
const WHAT: &str = "an electronic book";
/// More chapters than any book has.
const MOST_CHAPTERS: usize = 5_000;

/// What the book says about itself, its files, and the order in which they are read.
#[derive(Default)]
struct Contents {
    facts: Vec<(String, String)>,
    /// The name and the properties of each file, by its id.
    files: BTreeMap<String, (String, String)>,
    order: Vec<String>,
}

/// Reads a book.
pub(in crate::formats::articles) fn read(
    bytes: &[u8],
    room: Room,
) -> Result<Vec<Draft>, ArticleError> {
    let mut package = Package::open(bytes, WHAT, room)?;
    let place = package.xml("META-INF/container.xml", contents_place)?;
    if let Some(locked) = ["META-INF/rights.xml", "META-INF/sinf.xml"]
        .iter()
        .find(|part| package.has(part))
    {
        let why = format!("it is locked to one reader's device ({locked})");
        return Err(ArticleError::unusable(
            WHAT,
            why,
            "ask its publisher for a copy without the lock",
        ));
    }
    let contents = package.xml(&place, contents)?;
    if contents.order.len() > MOST_CHAPTERS {
        let why = format!("it has more than {MOST_CHAPTERS} chapters");
        return Err(ArticleError::unusable(WHAT, why, REPAIR));
    }
    let folder = place.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut drafts: Vec<Draft> = Vec::new();
    let (mut left, mut missing, mut empty) = (room, 0, 0);
    for id in &contents.order {
        let Some((name, properties)) = contents.files.get(id) else {
            missing += 1;
            continue;
        };
        let path = joined(folder, name);
        if properties.split_whitespace().any(|it| it == "nav") {
            continue;
        }
        if !package.has(&path) {
            missing += 1;
            continue;
        }
        let (text, title) = page(&mut package, &path, left)?;
        if word_count(&text) == 0 {
            empty += 1;
            continue;
        }
        left.text = left.text.saturating_sub(text.len());
        drafts.push(chapter(text, title, drafts.len() + 1, &contents));
    }
    if let Some(first) = drafts.first_mut() {
        first.notices.extend(left_out(missing, empty));
    }
    Ok(drafts)
}

/// The text of a page, and its title.
fn page(
    package: &mut Package<'_>,
    path: &str,
    room: Room,
) -> Result<(String, Option<String>), ArticleError> {
    let page = package.part(path)?;
    let page = encoding::decode_page(&page)?;
    let how = PageHow {
        whole: true,
        xml: true,
    };
    html::body(&page.text, how, room)
}

fn left_out(missing: usize, empty: usize) -> impl Iterator<Item = String> {
    let kinds = [
        (missing, "chapter", "whose file is missing"),
        (empty, "page", "without words"),
    ];
    let said = kinds.into_iter().filter(|(count, ..)| *count > 0);
    said.map(|(count, noun, why)| format!("left out {} {why}", counted(count, noun)))
}

fn chapter(text: String, title: Option<String>, number: usize, contents: &Contents) -> Draft {
    let mut draft = Draft::of(text);
    let book = contents.facts.iter().find(|(name, _)| name == "title");
    let book = book.map(|(_, title)| title.as_str()).unwrap_or_default();
    let title = title
        .map(|title| one_line(&title))
        .filter(|title| !title.is_empty());
    draft.title = Some(match title {
        Some(title) if title != book => title,
        _ if book.is_empty() => format!("Chapter {number}"),
        _ => format!("{book}, {number}"),
    });
    draft.detail("book", book);
    draft.detail("chapter", &number.to_string());
    for (name, value) in contents.facts.iter().filter(|(name, _)| name != "title") {
        draft.fact(name, value);
    }
    draft
}

/// Where the book's contents stand.
fn contents_place(reader: &mut Reader<'_>) -> Result<String, XmlError> {
    while let Some(node) = reader.next()? {
        if let Node::Start(element) = node
            && element.name == "rootfile"
        {
            return Ok(element.attribute("full-path").to_owned());
        }
    }
    Err(XmlError::Broken(
        "it does not say where the book's contents are".to_owned(),
    ))
}

fn contents(reader: &mut Reader<'_>) -> Result<Contents, XmlError> {
    let mut contents = Contents::default();
    let mut authors = Vec::new();
    while let Some(node) = reader.next()? {
        let Node::Start(element) = node else {
            continue;
        };
        match element.name.as_str() {
            "creator" => authors.push(one_line(&reader.words()?)),
            name @ ("title" | "publisher" | "date" | "language") => {
                let fact = (name.to_owned(), one_line(&reader.words()?));
                contents.facts.push(fact);
            }
            "item" => {
                let value = |name| element.attribute(name).to_owned();
                let file = (value("href"), value("properties"));
                contents.files.insert(value("id"), file);
            }
            // What is not linear is shown on request: notes, answers to exercises.
            "itemref" if element.attribute("linear") != "no" => {
                contents.order.push(element.attribute("idref").to_owned());
            }
            _ => {}
        }
        if contents.order.len() > MOST_CHAPTERS {
            break;
        }
    }
    contents
        .facts
        .push(("author".to_owned(), authors.join("; ")));
    Ok(contents)
}

/// The name of a part in the archive, from the folder of the contents and an address in them.
fn joined(folder: &str, address: &str) -> String {
    let address = address.split(['#', '?']).next().unwrap_or_default();
    let address = decoded(address);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in address.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// An address without the `%20` for a blank.
fn decoded(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digit = |at: usize| char::from(after.get(at).copied()?).to_digit(16);
        if *first == b'%'
            && let (Some(high), Some(low)) = (digit(0), digit(1))
        {
            bytes.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_never_leaves_the_archive() {
        assert_eq!(
            joined("OEBPS", "text/ch%201.xhtml#a"),
            "OEBPS/text/ch 1.xhtml"
        );
        assert_eq!(joined("OEBPS", "../../../etc/passwd"), "etc/passwd");
        assert_eq!(joined("", "/a//b/./c%"), "a/b/c%");
    }
}
