//! A project as REFI-QDA. Every id is made from what it stands for, so that the same project gives
//! the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::codes::{code_guid, codes};
use super::{CODEBOOK_SPACE, PROJECT_SPACE};
use crate::formats::datasets::corpus::{Corpus, Picked};
use crate::formats::datasets::markup::escaped;
use crate::formats::datasets::{Files, Unit};
use crate::project::{Annotation, Value};
use crate::text::Digest;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

/// A codebook.
pub(super) fn codebook(corpus: &Corpus<'_>) -> Files {
    let codes = codes(corpus);
    let xml = format!(
        "{HEAD}<CodeBook xmlns=\"{CODEBOOK_SPACE}\" origin=\"Postil\">\n{codes}</CodeBook>\n"
    );
    Files::from([("codebook.qdc".to_owned(), xml.into_bytes())])
}

/// A project with its texts.
pub(super) fn project(corpus: &Corpus<'_>) -> Files {
    let mut parts = vec![("project.qde".to_owned(), document(corpus).into_bytes())];
    for picked in &corpus.articles {
        let text = picked.text().as_str();
        // Readers take one byte order mark away, and do not count it.
        let mark = if text.starts_with('\u{feff}') {
            "\u{feff}"
        } else {
            ""
        };
        let name = format!("sources/{}.txt", source_guid(picked));
        parts.push((name, format!("{mark}{text}").into_bytes()));
    }
    Files::from([("project.qdpx".to_owned(), packed(&parts))])
}

/// An id as REFI-QDA wants it: the first digits of a digest, marked as a UUID of an own making
/// (RFC 9562, version 8).
pub(super) fn guid(kind: &str, parts: &[&str]) -> String {
    let digest = Digest::of(format!("{kind} {parts:?}").as_bytes()).to_string();
    let mut guid = String::with_capacity(36);
    for (place, digit) in digest.chars().take(32).enumerate() {
        if matches!(place, 8 | 12 | 16 | 20) {
            guid.push('-');
        }
        guid.push(match place {
            12 => '8',
            16 => 'a',
            _ => digit,
        });
    }
    guid
}

fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (name, bytes) in parts {
        // Writing to memory cannot fail.
        let _ = zip.start_file(name.as_str(), options);
        let _ = zip.write_all(bytes);
    }
    zip.finish().map(Cursor::into_inner).unwrap_or_default()
}

fn document(corpus: &Corpus<'_>) -> String {
    let name = escaped(&corpus.project.tagset().name);
    let mut xml =
        format!("{HEAD}<Project xmlns=\"{PROJECT_SPACE}\" name=\"{name}\" origin=\"Postil\">\n");
    let codes = codes(corpus);
    section(&mut xml, "Users", &users(corpus));
    section(&mut xml, "CodeBook", &codes);
    section(&mut xml, "Variables", &variables(corpus));
    let sources: String = corpus
        .articles
        .iter()
        .map(|it| source(corpus, it))
        .collect();
    section(&mut xml, "Sources", &sources);
    section(&mut xml, "Notes", &notes(corpus));
    let links: String = corpus.articles.iter().map(links).collect();
    section(&mut xml, "Links", &links);
    xml.push_str("</Project>\n");
    xml
}

/// A section, which must not be there without anything in it.
fn section(xml: &mut String, name: &str, inner: &str) {
    if !inner.is_empty() {
        let _ = write!(xml, "<{name}>\n{inner}</{name}>\n");
    }
}

fn users(corpus: &Corpus<'_>) -> String {
    let marks = corpus.articles.iter().flat_map(Picked::spans);
    let names: BTreeSet<&str> = marks.map(|(mark, _)| mark.stamp.author.as_str()).collect();
    let named = names.into_iter().filter(|name| !name.is_empty());
    let user = |name| {
        let (guid, name) = (guid("user", &[name]), escaped(name));
        format!("<User guid=\"{guid}\" name=\"{name}\"/>\n")
    };
    named.map(user).collect()
}

/// The kinds of variable, and the element that holds a value of each.
fn kind(value: &Value) -> (&'static str, &'static str) {
    match value {
        Value::Flag(_) => ("Boolean", "BooleanValue"),
        Value::Number(_) => ("Float", "FloatValue"),
        Value::Text(_) => ("Text", "TextValue"),
    }
}

fn variable_guid(name: &str, value: &Value) -> String {
    guid("variable", &[name, kind(value).0])
}

fn variables(corpus: &Corpus<'_>) -> String {
    let meta = corpus.articles.iter().flat_map(|it| &it.article().meta.0);
    let kinds: BTreeMap<(&str, &str), String> = meta
        .map(|(name, value)| ((name.as_str(), kind(value).0), variable_guid(name, value)))
        .collect();
    let variable = |((name, kind), guid): ((&str, &str), String)| {
        let name = escaped(name);
        format!("<Variable guid=\"{guid}\" name=\"{name}\" typeOfVariable=\"{kind}\"/>\n")
    };
    kinds.into_iter().map(variable).collect()
}

fn source_guid(picked: &Picked<'_>) -> String {
    guid("source", &[picked.id()])
}

fn selection_guid(picked: &Picked<'_>, mark: &str, piece: usize) -> String {
    guid("selection", &[picked.id(), mark, &piece.to_string()])
}

fn note_guid(picked: &Picked<'_>, kind: &str, id: &str) -> String {
    guid("note", &[picked.id(), kind, id])
}

fn source(corpus: &Corpus<'_>, picked: &Picked<'_>) -> String {
    let (guid, name) = (source_guid(picked), escaped(picked.id()));
    let mut xml = format!(
        "<TextSource guid=\"{guid}\" name=\"{name}\" plainTextPath=\"internal://{guid}.txt\">\n"
    );
    let title = escaped(&picked.article().title);
    let _ = writeln!(xml, "<Description>{title}</Description>");
    for (mark, _) in picked.spans() {
        selections(corpus, picked, mark, &mut xml);
    }
    for (name, value) in &picked.article().meta.0 {
        let (guid, element) = (variable_guid(name, value), kind(value).1);
        let value = escaped(&match value {
            Value::Flag(flag) => flag.to_string(),
            Value::Number(number) => number.get().to_string(),
            Value::Text(words) => words.clone(),
        });
        let _ = writeln!(
            xml,
            "<VariableValue><VariableRef targetGUID=\"{guid}\"/><{element}>{value}</{element}></VariableValue>"
        );
    }
    xml.push_str("</TextSource>\n");
    xml
}

fn selections(corpus: &Corpus<'_>, picked: &Picked<'_>, mark: &Annotation, xml: &mut String) {
    let fragments = mark.span().map(|span| span.fragments()).unwrap_or_default();
    let id = mark.id.as_str();
    let user = match mark.stamp.author.as_str() {
        "" => String::new(),
        author => format!(" creatingUser=\"{}\"", guid("user", &[author])),
    };
    let code = code_guid(corpus.name(&mark.tag));
    for (piece, fragment) in fragments.iter().enumerate() {
        let Some((start, end)) = Unit::Chars.offsets(picked.text(), *fragment) else {
            continue;
        };
        let name = match fragments.len() == 1 && piece_of(id).is_none() {
            true => id.to_owned(),
            false => format!("{id}#{}", piece + 1),
        };
        let (name, own) = (escaped(&name), selection_guid(picked, id, piece));
        let coding = guid("coding", &[picked.id(), id, &piece.to_string()]);
        let _ = write!(
            xml,
            "<PlainTextSelection guid=\"{own}\" name=\"{name}\" startPosition=\"{start}\" endPosition=\"{end}\"{user}><Coding guid=\"{coding}\"{user}><CodeRef targetGUID=\"{code}\"/></Coding>"
        );
        if piece == 0 && !mark.note.is_empty() {
            let note = note_guid(picked, "mark", id);
            let _ = write!(xml, "<NoteRef targetGUID=\"{note}\"/>");
        }
        xml.push_str("</PlainTextSelection>\n");
    }
}

/// The mark that a piece is of, by the name of its selection.
pub(super) fn piece_of(name: &str) -> Option<&str> {
    let (mark, number) = name.rsplit_once('#')?;
    let counts = !number.is_empty() && number.chars().all(|digit| digit.is_ascii_digit());
    counts.then_some(mark)
}

fn notes(corpus: &Corpus<'_>) -> String {
    let mut xml = String::new();
    for picked in &corpus.articles {
        let marks = picked
            .spans()
            .map(|(mark, _)| ("mark", &mark.id, &mark.note));
        let links = picked
            .links
            .iter()
            .map(|link| ("link", &link.id, &link.note));
        for (kind, id, note) in marks.chain(links).filter(|(.., note)| !note.is_empty()) {
            let guid = note_guid(picked, kind, id.as_str());
            let (name, note) = (escaped(id.as_str()), escaped(note));
            let _ = writeln!(
                xml,
                "<Note guid=\"{guid}\" name=\"{name}\"><PlainTextContent>{note}</PlainTextContent></Note>"
            );
        }
    }
    xml
}

fn links(picked: &Picked<'_>) -> String {
    let link = |link: &&crate::project::Link| {
        let own = guid("link", &[picked.id(), link.id.as_str()]);
        let kind = escaped(link.kind.as_str());
        let end = |id: &crate::project::Id| selection_guid(picked, id.as_str(), 0);
        let (from, to) = (end(&link.from), end(&link.to));
        let note = match link.note.is_empty() {
            true => String::new(),
            false => format!(
                "<NoteRef targetGUID=\"{}\"/>",
                note_guid(picked, "link", link.id.as_str())
            ),
        };
        format!(
            "<Link guid=\"{own}\" name=\"{kind}\" direction=\"OneWay\" originGUID=\"{from}\" targetGUID=\"{to}\">{note}</Link>\n"
        )
    };
    picked.links.iter().map(link).collect()
}
