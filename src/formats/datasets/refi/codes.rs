//! Codes: the tagset as it is written, and codes as tags.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::tree::{Branch, Tree};
use super::write::guid;
use crate::formats::Severity;
use crate::formats::datasets::colour_code;
use crate::formats::datasets::corpus::Corpus;
use crate::formats::datasets::gather::Gather;
use crate::formats::datasets::markup::escaped;
use crate::project::Colour;

/// What a tag's code is known by.
pub(super) fn code_guid(tag: &str) -> String {
    guid("code", &[tag])
}

/// Every tag of the export as a code; nothing if there is none.
pub(super) fn codes(corpus: &Corpus<'_>) -> String {
    let mut xml = String::new();
    let mut seen = BTreeSet::new();
    for tag in &corpus.project.tagset().tags {
        let name = corpus.name(&tag.id);
        if !seen.insert(name) {
            continue;
        }
        let (guid, colour) = (code_guid(name), colour_code(tag.colour));
        let (name, guideline) = (escaped(name), escaped(&tag.guideline));
        // Writing to a string cannot fail.
        let _ = writeln!(
            xml,
            "<Code guid=\"{guid}\" name=\"{name}\" isCodable=\"true\" color=\"{colour}\"><Description>{guideline}</Description></Code>"
        );
    }
    match xml.is_empty() {
        true => xml,
        false => format!("<Codes>\n{xml}</Codes>\n"),
    }
}

/// Takes codes over as tags, and gives their names by their ids. Of two codes of one name the second
/// is called after what it stands in, too.
pub(super) fn take(gather: &mut Gather, tree: &Tree) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for code in tree.all("Code") {
        let own = code.value("name");
        let outer = tree.outer(code).filter(|outer| outer.name() == "Code");
        let long = outer.map(|outer| format!("{}/{own}", outer.value("name")));
        let name = match long {
            Some(long) if taken.contains(own) => long,
            _ => own.to_owned(),
        };
        if own.is_empty() {
            gather.leave_out(code.line, "a code has no name and was left out".to_owned());
            continue;
        }
        taken.insert(name.clone());
        names.insert(code.guid("guid"), name.clone());
        if is_heading(code) {
            let what = format!("code {name:?} only groups others; it is no tag here");
            gather.say(code.line, Severity::Warning, what);
            continue;
        }
        let guideline = tree.words(code, "Description");
        let guideline = guideline.unwrap_or_else(|| code.value("description"));
        gather.code(&name, guideline, colour(code.value("color")), code.line);
    }
    names
}

fn is_heading(code: &Branch) -> bool {
    matches!(code.value("isCodable"), "false" | "0")
}

/// The colour that is written so.
fn colour(code: &str) -> Option<Colour> {
    let is = |colour: &Colour| colour_code(*colour).eq_ignore_ascii_case(code);
    Colour::ALL.into_iter().find(is)
}
