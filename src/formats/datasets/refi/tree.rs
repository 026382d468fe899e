//! A document of XML as a list of elements, each after the one that it stands in: as deep as it may
//! be, nothing calls itself.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::rc::Rc;

use crate::formats::articles::package::xml::{Element, Node, Reader, XmlError};
use crate::formats::datasets::gather::Gather;

/// The elements of a document, the root first.
#[derive(Default)]
pub(super) struct Tree {
    nodes: Vec<Branch>,
}

/// An element, with what stands in it. A mark has three of them, so they are kept small.
pub(super) struct Branch {
    name: Rc<str>,
    /// The names and values of its attributes, each with [`END`] behind it.
    attributes: Box<str>,
    /// Its own words, without those of the elements in it.
    pub(super) words: String,
    /// The line that it begins on.
    pub(super) line: usize,
    /// What it stands in, the first that stands in it, and the next that stands in the same: places
    /// among the elements, from 1.
    outer: Option<NonZeroUsize>,
    first: Option<NonZeroUsize>,
    next: Option<NonZeroUsize>,
}

/// No attribute has this letter, which XML does not know.
const END: char = '\0';

impl Tree {
    /// Reads a document as far as it is sound, and says where it is not.
    pub(super) fn read(gather: &mut Gather, text: &str) -> Self {
        let mut tree = Self::default();
        let mut reader = Reader::new(text.as_bytes());
        let mut lines = Lines::default();
        let mut names = BTreeMap::new();
        // The places of the elements that are open, and of the last that stands in each.
        let mut open: Vec<(NonZeroUsize, Option<NonZeroUsize>)> = Vec::new();
        loop {
            let node = match reader.next() {
                Ok(Some(node)) => node,
                Ok(None) => break,
                Err(error) => {
                    let line = lines.line(text, reader.began());
                    let why = match error {
                        XmlError::Broken(why) => why,
                        XmlError::Overfull => "it holds too much".to_owned(),
                    };
                    gather.leave_out(line, format!("the file ends here for us: {why}"));
                    break;
                }
            };
            match node {
                Node::Start(element) => {
                    let line = lines.line(text, reader.began());
                    let place = NonZeroUsize::MIN.saturating_add(tree.nodes.len());
                    let outer = open.last_mut().map(|(outer, last)| {
                        match (last.replace(place), *outer) {
                            (Some(last), _) => tree.change(last, |it| it.next = Some(place)),
                            (None, outer) => tree.change(outer, |it| it.first = Some(place)),
                        }
                        *outer
                    });
                    tree.nodes.push(Branch {
                        name: known(&mut names, &element.name),
                        attributes: packed(&element),
                        words: String::new(),
                        line,
                        outer,
                        first: None,
                        next: None,
                    });
                    open.push((place, None));
                }
                Node::End(_) => drop(open.pop()),
                Node::Words(words) => {
                    if let Some((inner, _)) = open.last() {
                        tree.change(*inner, |it| it.words.push_str(&words));
                    }
                }
            }
        }
        tree
    }

    fn at(&self, place: Option<NonZeroUsize>) -> Option<&Branch> {
        self.nodes.get(place?.get() - 1)
    }

    fn change(&mut self, place: NonZeroUsize, change: impl FnOnce(&mut Branch)) {
        if let Some(branch) = self.nodes.get_mut(place.get() - 1) {
            change(branch);
        }
    }

    /// Every element of this name, in the order of the document.
    pub(super) fn all<'t>(&'t self, name: &'t str) -> impl Iterator<Item = &'t Branch> {
        self.nodes.iter().filter(move |it| it.name() == name)
    }

    /// The elements that stand in another, in their order.
    pub(super) fn inside<'t>(&'t self, outer: &'t Branch) -> impl Iterator<Item = &'t Branch> {
        std::iter::successors(self.at(outer.first), |inner| self.at(inner.next))
    }

    /// The elements of this name that stand in another.
    pub(super) fn named<'t>(
        &'t self,
        outer: &'t Branch,
        name: &'t str,
    ) -> impl Iterator<Item = &'t Branch> {
        self.inside(outer).filter(move |it| it.name() == name)
    }

    /// The words of the first element of this name that stands in another.
    pub(super) fn words<'t>(&'t self, outer: &'t Branch, name: &'t str) -> Option<&'t str> {
        let mut named = self.named(outer, name);
        named.next().map(|inner| inner.words.as_str())
    }

    /// What an element stands in.
    pub(super) fn outer(&self, inner: &Branch) -> Option<&Branch> {
        self.at(inner.outer)
    }
}

impl Branch {
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn value(&self, name: &str) -> &str {
        let mut parts = self.attributes.split(END);
        while let (Some(known), Some(value)) = (parts.next(), parts.next()) {
            if known == name {
                return value;
            }
        }
        ""
    }

    /// An id, which may stand in braces and in letters of either case.
    pub(super) fn guid(&self, name: &str) -> String {
        let value = self.value(name).trim();
        value.trim_matches(['{', '}']).to_lowercase()
    }
}

/// A name, of which there are few, once for all elements that have it.
fn known(names: &mut BTreeMap<String, Rc<str>>, name: &str) -> Rc<str> {
    if let Some(known) = names.get(name) {
        return Rc::clone(known);
    }
    let kept: Rc<str> = Rc::from(name);
    names.insert(name.to_owned(), Rc::clone(&kept));
    kept
}

fn packed(element: &Element) -> Box<str> {
    let attributes = element.attributes().iter();
    let parts = attributes.flat_map(|(name, value)| [name.as_str(), value.as_str()]);
    let mut packed = String::new();
    for part in parts {
        packed.extend(part.split(END));
        packed.push(END);
    }
    packed.into_boxed_str()
}

/// Counts the lines up to places that only go forward.
#[derive(Default)]
struct Lines {
    at: usize,
    breaks: usize,
}

impl Lines {
    fn line(&mut self, text: &str, at: usize) -> usize {
        let passed = text.as_bytes().get(self.at..at).unwrap_or_default();
        self.breaks += passed.iter().filter(|byte| **byte == b'\n').count();
        self.at = at.max(self.at);
        self.breaks + 1
    }
}
