//! XML as a stream of elements and words. Entities that a document declares are never expanded:
//! one that declares any is refused.

use std::io::BufRead;

use quick_xml::errors::Error;
use quick_xml::events::{BytesStart, Event};

/// More elements inside each other than any document has.
const DEEPEST: usize = 2_000;

/// What comes next in a document.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::formats) enum Node {
    /// An element begins.
    Start(Element),
    /// An element of this local name ends.
    End(String),
    /// Words.
    Words(String),
}

/// The start of an element, by local names: the prefix of a namespace is a document's own choice.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::formats) struct Element {
    pub(in crate::formats) name: String,
    attributes: Vec<(String, String)>,
}

/// Why a document can't be read further.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::formats) enum XmlError {
    /// It gives more text than there is room for.
    Overfull,
    /// It is no XML.
    Broken(String),
}

/// A document that is being read.
pub(in crate::formats) struct Reader<'a> {
    inner: quick_xml::Reader<Box<dyn BufRead + 'a>>,
    buffer: Vec<u8>,
    depth: usize,
    began: u64,
    /// The name of an element without content, whose end comes next.
    ends: Option<String>,
}

impl Element {
    /// The attributes, by their local names.
    pub(in crate::formats) fn attributes(&self) -> &[(String, String)] {
        &self.attributes
    }

    /// The value of an attribute, by its local name; empty if it has none.
    pub(in crate::formats) fn attribute(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|(found, _)| found == name);
        found.map_or("", |(_, value)| value.as_str())
    }
}

impl<'a> Reader<'a> {
    pub(in crate::formats) fn new(inner: impl BufRead + 'a) -> Self {
        let inner: Box<dyn BufRead + 'a> = Box::new(inner);
        let mut inner = quick_xml::Reader::from_reader(inner);
        inner.config_mut().check_end_names = true;
        Self {
            inner,
            buffer: Vec::new(),
            depth: 0,
            began: 0,
            ends: None,
        }
    }

    /// The byte at which that began which was read last.
    pub(in crate::formats) fn began(&self) -> usize {
        usize::try_from(self.began).unwrap_or(usize::MAX)
    }

    /// What comes next; nothing at the end.
    pub(in crate::formats) fn next(&mut self) -> Result<Option<Node>, XmlError> {
        if let Some(name) = self.ends.take() {
            return Ok(Some(Node::End(name)));
        }
        loop {
            self.buffer.clear();
            self.began = self.inner.buffer_position();
            let event = self.inner.read_event_into(&mut self.buffer);
            return match event.map_err(|error| broken(&error))? {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        let why = format!(
                            "its elements stand more than {DEEPEST} deep inside each other"
                        );
                        return Err(XmlError::Broken(why));
                    }
                    Ok(Some(Node::Start(element(&start))))
                }
                Event::Empty(start) => {
                    let element = element(&start);
                    self.ends = Some(element.name.clone());
                    Ok(Some(Node::Start(element)))
                }
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    Ok(Some(Node::End(end.local_name().as_ref().to_owned())))
                }
                Event::Text(words) => Ok(Some(Node::Words(words.xml10_content().into_owned()))),
                Event::CData(words) => Ok(Some(Node::Words(words.xml10_content().into_owned()))),
                Event::GeneralRef(name) => Ok(Some(Node::Words(character(&name)))),
                Event::DocType(declared) if declared.contains('[') => Err(XmlError::Broken(
                    "it declares entities of its own, which are not read".to_owned(),
                )),
                Event::Eof if self.depth > 0 => Err(XmlError::Broken("it is cut off".to_owned())),
                Event::Eof => Ok(None),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => continue,
            };
        }
    }

    /// The words inside the element that has just begun.
    pub(in crate::formats) fn words(&mut self) -> Result<String, XmlError> {
        let mut words = String::new();
        let mut open = 1_usize;
        while let Some(node) = self.next()? {
            match node {
                Node::Start(_) => open += 1,
                Node::End(_) => open -= 1,
                Node::Words(more) if words.len() < 10_000 => words.push_str(&more),
                Node::Words(_) => {}
            }
            if open == 0 {
                break;
            }
        }
        Ok(words)
    }
}

fn element(start: &BytesStart<'_>) -> Element {
    let mut attributes = Vec::new();
    // Whether a name stands twice is not asked: that takes the square of their number.
    for attribute in start.attributes().with_checks(false).flatten().take(200) {
        let value = attribute
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .unwrap_or_default();
        attributes.push((
            attribute.key.local_name().as_ref().to_owned(),
            value.into_owned(),
        ));
    }
    Element {
        name: start.local_name().as_ref().to_owned(),
        attributes,
    }
}

/// The character of `&amp;` or `&#8217;`; an entity that nobody knows stays as it is written.
fn character(name: &quick_xml::events::BytesRef<'_>) -> String {
    match name.resolve_char_ref() {
        Ok(Some(char)) => return char.to_string(),
        Ok(None) => {}
        Err(_) => return char::REPLACEMENT_CHARACTER.to_string(),
    }
    let name: &str = name;
    match name {
        "amp" => "&".to_owned(),
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "quot" => "\"".to_owned(),
        "apos" => "'".to_owned(),
        other => format!("&{other};"),
    }
}

fn broken(error: &Error) -> XmlError {
    XmlError::Broken(match error {
        Error::Io(_) => "it can't be unpacked to its end".to_owned(),
        Error::Encoding(_) => "it is not in the encoding that it says".to_owned(),
        _ => "its XML is broken".to_owned(),
    })
}
