//! Feature structures as XML.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value as Json;

use super::read::{Found, Sofa, Structures};
use super::structures::{Feature, TYPES, structures, type_name};
use crate::formats::datasets::Files;
use crate::formats::datasets::corpus::{Common, Corpus, Picked};
use crate::formats::datasets::gather::Gather;
use crate::formats::datasets::json::text_of;
use crate::formats::datasets::markup::escaped;
use crate::formats::datasets::places::{Places, position};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

pub(super) fn write(corpus: &Corpus<'_>) -> Files {
    let mut files = Files::new();
    corpus.each(
        |common, picked| {
            let bytes = article(common, picked).into_bytes();
            (format!("{}.xmi", picked.file), bytes)
        },
        |file| files.extend([file]),
    );
    files.insert("TypeSystem.xml".to_owned(), type_system().into_bytes());
    files
}

fn article(corpus: &Common<'_>, picked: &Picked<'_>) -> String {
    let mut xml = HEAD.to_owned();
    xml.push_str(concat!(
        "<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\" ",
        "xmlns:type=\"http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore\" ",
        "xmlns:custom=\"http:///webanno/custom.ecore\" xmi:version=\"2.0\">\n",
        "  <cas:NULL xmi:id=\"0\"/>\n",
    ));
    let mut members = Vec::new();
    for it in structures(corpus, picked) {
        let (before, name) = type_name(it.kind).rsplit_once('.').unwrap_or_default();
        let prefix = before.rsplit('.').next().unwrap_or_default();
        let (id, begin, end) = (it.id, it.begin, it.end);
        let _ = write!(
            xml,
            "  <{prefix}:{name} xmi:id=\"{id}\" sofa=\"1\" begin=\"{begin}\" end=\"{end}\""
        );
        for (name, feature) in it.features {
            let _ = match feature {
                Feature::Words(words) => write!(xml, " {name}=\"{}\"", escaped(&words)),
                Feature::Structure(id) => write!(xml, " {name}=\"{id}\""),
            };
        }
        xml.push_str("/>\n");
        members.push(id.to_string());
    }
    let (text, members) = (escaped(picked.text().as_str()), members.join(" "));
    let _ = write!(
        xml,
        "  <cas:Sofa xmi:id=\"1\" sofaNum=\"1\" sofaID=\"_InitialView\" mimeType=\"text/plain\" sofaString=\"{text}\"/>\n  <cas:View sofa=\"1\" members=\"{members}\"/>\n</xmi:XMI>\n"
    );
    xml
}

fn type_system() -> String {
    let mut xml = HEAD.to_owned();
    xml.push_str(
        "<typeSystemDescription xmlns=\"http://uima.apache.org/resourceSpecifier\">\n  <types>\n",
    );
    for (name, parent, features) in TYPES {
        let _ = write!(
            xml,
            "    <typeDescription>\n      <name>{name}</name>\n      <description/>\n      <supertypeName>{parent}</supertypeName>\n      <features>\n"
        );
        for (feature, range) in features {
            let _ = writeln!(
                xml,
                "        <featureDescription><name>{feature}</name><description/><rangeTypeName>{range}</rangeTypeName></featureDescription>"
            );
        }
        xml.push_str("      </features>\n    </typeDescription>\n");
    }
    xml.push_str("  </types>\n</typeSystemDescription>\n");
    xml
}

pub(super) fn read(gather: &mut Gather, files: &Files) {
    for (name, bytes) in files.iter().filter(|(name, _)| is_meant(name, files.len())) {
        gather.in_file(name);
        let Some(text) = text_of(gather, bytes) else {
            continue;
        };
        let mut structures = Structures::default();
        let mut places = Places::new(gather, files);
        let mut place = |at| places.byte(name, at);
        if let Err((at, why)) = parse(text, &mut place, &mut structures) {
            let what = format!("this is not sound XML from here on: {why}");
            gather.leave_out_at(position(text, at), what);
        }
        structures.gather(gather, name);
        places.settle(gather);
    }
}

/// Whether a file is one of structures and not a type system, which ends in `.xml`; a file alone
/// may be called anything.
fn is_meant(name: &str, count: usize) -> bool {
    name.ends_with(".xmi") || (count == 1 && !name.ends_with("TypeSystem.xml"))
}

/// Reads elements one after the other; none is nested in another, but for the root.
fn parse(
    text: &str,
    place: &mut dyn FnMut(usize) -> usize,
    structures: &mut Structures,
) -> Result<(), (usize, String)> {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut spaces: BTreeMap<String, String> = BTreeMap::new();
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let event = reader
            .read_event()
            .map_err(|error| (at, error.to_string()))?;
        match event {
            Event::DocType(_) => {
                return Err((
                    at,
                    "it declares a document type, which is not read".to_owned(),
                ));
            }
            Event::Start(element) | Event::Empty(element) => {
                one(&element, place(at), &mut spaces, structures).map_err(|why| (at, why))?;
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn one(
    element: &BytesStart<'_>,
    at: usize,
    spaces: &mut BTreeMap<String, String>,
    structures: &mut Structures,
) -> Result<(), String> {
    let name = element.name().0.to_owned();
    let mut fields = Vec::new();
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let key = attribute.key.0.to_owned();
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.map_err(|error| error.to_string())?.into_owned();
        match key.strip_prefix("xmlns:") {
            Some(prefix) => drop(spaces.insert(prefix.to_owned(), value)),
            None => fields.push((key, value)),
        }
    }
    let mut take = |name: &str| {
        let place = fields.iter().position(|(key, _)| key == name)?;
        Some(fields.remove(place).1)
    };
    let id = take("xmi:id").unwrap_or_default();
    if name == "cas:Sofa" {
        structures.sofas.push(Sofa {
            at,
            id,
            name: take("sofaID").unwrap_or_default(),
            text: take("sofaString"),
        });
        return Ok(());
    }
    if id.is_empty() || name == "cas:NULL" || name == "cas:View" {
        return Ok(());
    }
    let (prefix, short) = name.split_once(':').unwrap_or(("", &name));
    let space = spaces.get(prefix).map(String::as_str).unwrap_or_default();
    let space = space
        .trim_start_matches("http:///")
        .trim_end_matches(".ecore");
    let (begin, end, misplaced) = ends([take("begin"), take("end")]);
    let mut found = Found {
        at,
        kind: format!("{}.{short}", space.replace('/', ".")),
        sofa: take("sofa"),
        begin,
        end,
        misplaced,
        ..Found::default()
    };
    for (name, value) in fields {
        // What refers to others looks like any other number; whether it does is seen later.
        let ids = value.split_whitespace().map(str::to_owned).collect();
        found.references.push((name.clone(), ids));
        found.features.push((name, Json::String(value)));
    }
    structures.found.push((id, found));
    Ok(())
}

/// Where a structure begins and ends, and whether that is said but cannot be used.
fn ends(said: [Option<String>; 2]) -> (Option<usize>, Option<usize>, bool) {
    let [begin, end] = said.each_ref().map(|it| it.as_ref()?.parse().ok());
    let mut both = said.iter().zip([begin, end]);
    let misplaced = both.any(|(said, at)| said.is_some() && at.is_none());
    (begin, end, misplaced)
}
