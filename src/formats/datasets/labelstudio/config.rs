//! The labelling configuration: which labels, relations and values the tasks use.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::control;
use crate::formats::datasets::colour_code;
use crate::formats::datasets::corpus::Corpus;
use crate::formats::datasets::markup::escaped;
use crate::project::{Attribute, ValueKind};

/// The configuration as XML.
pub(super) fn config(corpus: &Corpus<'_>) -> String {
    let tagset = corpus.project.tagset();
    let mut xml = "<View>\n  <Relations>\n".to_owned();
    let kinds = tagset.links.iter().map(|kind| kind.id.as_str());
    for kind in kinds {
        let _ = writeln!(xml, "    <Relation value=\"{}\"/>", escaped(kind));
    }
    xml.push_str("  </Relations>\n  <Labels name=\"label\" toName=\"text\">\n");
    let mut seen = BTreeSet::new();
    for tag in &tagset.tags {
        let name = corpus.name(&tag.id);
        if seen.insert(name) {
            let (name, colour) = (escaped(name), colour_code(tag.colour));
            let _ = writeln!(xml, "    <Label value=\"{name}\" background=\"{colour}\"/>");
        }
    }
    xml.push_str("  </Labels>\n  <Text name=\"text\" value=\"$text\" granularity=\"symbol\"/>\n");
    for tag in &tagset.tags {
        for attribute in &tag.attributes {
            values(&mut xml, corpus.name(&tag.id), attribute);
        }
    }
    xml.push_str("</View>\n");
    xml
}

fn values(xml: &mut String, tag: &str, attribute: &Attribute) {
    let name = escaped(&control(tag, attribute.id.as_str()));
    let when = format!(
        "name=\"{name}\" toName=\"text\" perRegion=\"true\" whenTagName=\"label\" whenLabelValue=\"{}\"",
        escaped(tag)
    );
    let choices = |words: &[String]| {
        let choices = words.iter().map(|word| {
            let word = escaped(word);
            format!("    <Choice value=\"{word}\"/>\n")
        });
        choices.collect::<String>()
    };
    let flags = ["true".to_owned(), "false".to_owned()];
    let _ = match &attribute.kind {
        ValueKind::Flag => write!(xml, "  <Choices {when}>\n{}  </Choices>\n", choices(&flags)),
        ValueKind::Choice(words) => {
            write!(xml, "  <Choices {when}>\n{}  </Choices>\n", choices(words))
        }
        ValueKind::Text => writeln!(xml, "  <TextArea {when}/>"),
        ValueKind::Number => writeln!(xml, "  <Number {when}/>"),
    };
}
