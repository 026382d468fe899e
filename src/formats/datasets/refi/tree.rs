//! A document of XML as a list of elements, each after the one that it stands in: as deep as it may
//! be, nothing calls itself.

use crate::formats::articles::package::xml::{Element, Node, Reader, XmlError};
use crate::formats::datasets::gather::Gather;

/// The elements of a document, the root first.
#[derive(Default)]
pub(super) struct Tree {
    nodes: Vec<Branch>,
}

/// An element, with what stands in it.
pub(super) struct Branch {
    pub(super) element: Element,
    /// Its own words, without those of the elements in it.
    pub(super) words: String,
    /// The line that it begins on.
    pub(super) line: usize,
    parent: Option<usize>,
    children: Vec<usize>,
}

impl Tree {
    /// Reads a document as far as it is sound, and says where it is not.
    pub(super) fn read(gather: &mut Gather, text: &str) -> Self {
        let mut tree = Self::default();
        let mut reader = Reader::new(text.as_bytes());
        let mut lines = Lines::default();
        let mut open: Vec<usize> = Vec::new();
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
                    let parent = open.last().copied();
                    let place = tree.nodes.len();
                    if let Some(parent) = parent.and_then(|at| tree.nodes.get_mut(at)) {
                        parent.children.push(place);
                    }
                    tree.nodes.push(Branch {
                        element,
                        words: String::new(),
                        line,
                        parent,
                        children: Vec::new(),
                    });
                    open.push(place);
                }
                Node::End(_) => drop(open.pop()),
                Node::Words(words) => {
                    let inner = open.last().and_then(|at| tree.nodes.get_mut(*at));
                    if let Some(inner) = inner {
                        inner.words.push_str(&words);
                    }
                }
            }
        }
        tree
    }

    /// Every element of this name, in the order of the document.
    pub(super) fn all<'t>(&'t self, name: &'t str) -> impl Iterator<Item = &'t Branch> {
        self.nodes.iter().filter(move |it| it.name() == name)
    }

    /// The elements that stand in another, in their order.
    pub(super) fn inside<'t>(&'t self, outer: &'t Branch) -> impl Iterator<Item = &'t Branch> {
        outer.children.iter().filter_map(|at| self.nodes.get(*at))
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
        self.nodes.get(inner.parent?)
    }
}

impl Branch {
    pub(super) fn name(&self) -> &str {
        &self.element.name
    }

    pub(super) fn value(&self, name: &str) -> &str {
        self.element.attribute(name)
    }

    /// An id, which may stand in braces and in letters of either case.
    pub(super) fn guid(&self, name: &str) -> String {
        let value = self.value(name).trim();
        value.trim_matches(['{', '}']).to_lowercase()
    }
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
