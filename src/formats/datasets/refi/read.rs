//! REFI-QDA as records. Of a source that is no text, the text that is given beside it is taken.

use std::collections::{BTreeMap, HashSet};

use super::codes;
use super::tree::{Branch, Tree};
use super::write::piece_of;
use crate::formats::articles::Room;
use crate::formats::articles::package::Package;
use crate::formats::datasets::Files;
use crate::formats::datasets::gather::{ArticleRecord, Gather, LinkRecord, SpanRecord};
use crate::formats::datasets::json::text_of;
use crate::formats::datasets::pieces::Pieces;
use crate::formats::excerpt;
use crate::project::{Id, Number, Value};
use crate::text::Text;

/// Whether an archive holds a project.
pub(super) fn is_project(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK") && bytes.windows(11).any(|at| at == b"project.qde")
}

/// Reads the tags of codebooks.
pub(super) fn codebook(gather: &mut Gather, files: &Files) {
    for (name, bytes) in files.iter().filter(|(name, _)| !name.ends_with(".txt")) {
        gather.in_file(name);
        let Some(text) = text_of(gather, bytes) else {
            continue;
        };
        let tree = Tree::read(gather, text);
        if tree.all("CodeBook").next().is_some() {
            gather.touch();
            codes::take(gather, &tree);
        } else {
            gather.leave_out(1, "there is no CodeBook in it".to_owned());
        }
    }
}

/// Reads projects.
pub(super) fn project(gather: &mut Gather, files: &Files) {
    for (name, bytes) in files.iter().filter(|(name, _)| !name.ends_with(".txt")) {
        gather.in_file(name);
        let package = Package::open(bytes, "a REFI-QDA project", Room::of(bytes));
        let opened = package.and_then(|mut package| {
            let names = package.names();
            let document = names.iter().find(|name| name.ends_with(".qde"));
            let bytes = document.map(|name| package.part(name)).transpose()?;
            Ok((package, names, bytes))
        });
        match opened {
            Ok((package, names, Some(bytes))) => {
                let text = text_of(gather, &bytes);
                let tree = text.map(|text| Tree::read(gather, text));
                // What was read of it need not stand in memory beside what is made of it.
                drop(bytes);
                if let Some(tree) = tree {
                    Project::new(gather, tree, package, names).read(gather);
                }
            }
            Ok((.., None)) => gather.leave_out(0, "there is no project.qde in it".to_owned()),
            Err(error) => gather.leave_out(0, error.to_string()),
        }
    }
}

/// A project that is being read.
struct Project<'b> {
    tree: Tree,
    package: Package<'b>,
    /// The names of its parts by what they are in small letters.
    names: BTreeMap<String, String>,
    /// Whether names of selections are ids of marks.
    ours: bool,
    codes: BTreeMap<String, String>,
    users: BTreeMap<String, String>,
    variables: BTreeMap<String, String>,
    notes: BTreeMap<String, String>,
    /// The ids at which links begin or end, in a set: of what has no such id nobody asks.
    ends: HashSet<String>,
}

/// What the marks of a source are called that links may join, by the ids of their selections and codings.
type Marks = BTreeMap<String, String>;

impl<'b> Project<'b> {
    fn new(gather: &mut Gather, tree: Tree, package: Package<'b>, names: Vec<String>) -> Self {
        let small = |name: String| (name.replace('\\', "/").to_lowercase(), name);
        let names = names.into_iter().map(small).collect();
        let codes = codes::take(gather, &tree);
        let by_guid = |name: &'static str| {
            let all = tree.all(name);
            let named = all.map(|it| (it.guid("guid"), it.value("name").to_owned()));
            named.collect::<BTreeMap<_, _>>()
        };
        let (users, variables) = (by_guid("User"), by_guid("Variable"));
        let ends = tree.all("Link");
        let ends = ends.flat_map(|it| [it.guid("originGUID"), it.guid("targetGUID")]);
        let ends = ends.collect();
        let root = tree.all("Project").next();
        let ours = root.is_some_and(|it| it.value("origin") == "Postil");
        let mut project = Self {
            ours,
            codes,
            users,
            variables,
            notes: BTreeMap::new(),
            ends,
            tree,
            package,
            names,
        };
        project.read_notes();
        project
    }

    fn read_notes(&mut self) {
        let mut notes = BTreeMap::new();
        let mut stored = Vec::new();
        for note in self.tree.all("Note") {
            match self.tree.words(note, "PlainTextContent") {
                Some(words) => drop(notes.insert(note.guid("guid"), words.to_owned())),
                None => stored.push((note.guid("guid"), note.value("plainTextPath").to_owned())),
            }
        }
        for (guid, path) in stored {
            if let Ok(words) = self.stored(&path) {
                notes.insert(guid, words);
            }
        }
        self.notes = notes;
    }

    /// A text that stands in the archive beside the document.
    fn stored(&mut self, path: &str) -> Result<String, String> {
        let shown = excerpt(path, 80);
        let inner = path.strip_prefix("internal://");
        let inner = inner.ok_or_else(|| match path.is_empty() {
            true => "it has no plain text".to_owned(),
            false => format!("its text is not in the project but at {shown:?}"),
        })?;
        let wanted = format!("sources/{inner}");
        let name = self.names.get(&wanted.to_lowercase()).cloned();
        let name = name.ok_or_else(|| format!("its text {shown:?} is not in the project"))?;
        let bytes = self
            .package
            .part(&name)
            .map_err(|error| error.to_string())?;
        let text = String::from_utf8(bytes).map_err(|_| "its text is not UTF-8".to_owned())?;
        Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
    }

    fn read(mut self, gather: &mut Gather) {
        let mut articles = Vec::new();
        let mut homes = BTreeMap::new();
        let texts = self.texts(gather);
        let sources: Vec<&Branch> = self.sources().collect();
        for (place, text) in texts {
            let Some(source) = sources.get(place) else {
                continue;
            };
            let mut marks = Marks::new();
            let article = self.article(gather, source, text, &mut marks);
            for (guid, mark) in marks {
                homes.insert(guid, (articles.len(), mark));
            }
            articles.push(article);
        }
        for link in self.tree.all("Link") {
            let end = |name| homes.get(&link.guid(name));
            match end("originGUID").zip(end("targetGUID")) {
                Some(((home, from), (other, to))) if home == other => {
                    let link = self.link(link, from, to);
                    if let Some(article) = articles.get_mut(*home) {
                        article.links.push(link);
                    }
                }
                _ => {
                    let what = format!(
                        "link {:?} does not join two marks of one text and was left out",
                        excerpt(link.value("name"), 60)
                    );
                    gather.leave_out(link.line, what);
                }
            }
        }
        drop((self, homes));
        for article in articles {
            gather.article(article);
        }
    }

    /// The sources of which there may be a text.
    fn sources(&self) -> impl Iterator<Item = &Branch> {
        let text = self.tree.all("TextSource");
        text.chain(self.tree.all("Representation"))
            .chain(self.tree.all("Transcript"))
    }

    /// The texts of the sources that have one, by their places among the sources.
    fn texts(&mut self, gather: &mut Gather) -> Vec<(usize, String)> {
        let about = |source: &Branch| {
            let inline = self.tree.words(source, "PlainTextContent");
            let (name, path) = (source.value("name"), source.value("plainTextPath"));
            let (name, path) = (name.to_owned(), path.to_owned());
            (source.line, name, path, inline.map(str::to_owned))
        };
        let sources: Vec<_> = self.sources().map(about).collect();
        let mut texts = Vec::new();
        for (place, (line, name, path, inline)) in sources.into_iter().enumerate() {
            let text = inline.map_or_else(|| self.stored(&path), Ok);
            match text {
                Ok(text) => texts.push((place, text)),
                Err(why) => {
                    let name = excerpt(&name, 60);
                    gather.leave_out(line, format!("source {name:?} was left out: {why}"));
                }
            }
        }
        for name in ["PictureSource", "AudioSource", "VideoSource"] {
            for source in self.tree.all(name) {
                let what = format!("{name} {:?} is no text", excerpt(source.value("name"), 60));
                gather.leave_out(source.line, what);
            }
        }
        texts
    }

    fn article(
        &self,
        gather: &mut Gather,
        source: &Branch,
        text: String,
        marks: &mut Marks,
    ) -> ArticleRecord {
        let outer = self
            .tree
            .outer(source)
            .filter(|it| it.name() == "PDFSource");
        let named = [Some(source), outer].into_iter().flatten();
        let mut named = named
            .map(|it| it.value("name"))
            .filter(|name| !name.is_empty());
        let mut pieces = Pieces::default();
        for inner in self.tree.inside(source) {
            match inner.name() {
                "PlainTextSelection" => self.selection(gather, inner, &mut pieces, marks),
                "Coding" | "TranscriptSelection" => {
                    let what = format!("a {} of the source is no mark on words", inner.name());
                    gather.leave_out(inner.line, what);
                }
                _ => {}
            }
        }
        let variables = self.tree.named(source, "VariableValue");
        ArticleRecord {
            line: source.line,
            id: named.next().map(str::to_owned),
            title: self.tree.words(source, "Description").map(str::to_owned),
            text: Text::new(text),
            meta: variables.filter_map(|it| self.variable(it)).collect(),
            spans: pieces.marks(),
            ..ArticleRecord::default()
        }
    }

    fn selection(
        &self,
        gather: &mut Gather,
        selection: &Branch,
        pieces: &mut Pieces,
        marks: &mut Marks,
    ) {
        let number = |name| selection.value(name).trim().parse::<usize>().ok();
        let ends = number("startPosition").zip(number("endPosition"));
        let (guid, name) = (selection.guid("guid"), selection.value("name"));
        let Some(ends) = ends else {
            let what = format!(
                "selection {:?} has no positions and was left out",
                excerpt(name, 60)
            );
            return gather.leave_out(selection.line, what);
        };
        let mut codings = self.tree.named(selection, "Coding").peekable();
        if codings.peek().is_none() {
            let what = format!(
                "selection {:?} has no code and was left out",
                excerpt(name, 60)
            );
            return gather.leave_out(selection.line, what);
        }
        let whole = piece_of(name).filter(|it| self.ours || !it.contains(char::is_whitespace));
        let own = if self.ours { name } else { guid.as_str() };
        let id = whole.unwrap_or(own);
        for (place, coding) in codings.enumerate() {
            let code = self.tree.named(coding, "CodeRef").next();
            let code = code.and_then(|code| self.codes.get(&code.guid("targetGUID")));
            let Some(code) = code else {
                let what = format!("a coding of selection {:?} has no code", excerpt(name, 60));
                gather.leave_out(coding.line, what);
                continue;
            };
            // A second code on the same words is a mark of its own.
            let id = match place {
                0 => id.to_owned(),
                _ => coding.guid("guid"),
            };
            let guids = [guid.clone(), coding.guid("guid")].into_iter();
            for guid in guids.filter(|guid| self.ends.contains(guid)) {
                marks.entry(guid).or_insert_with(|| id.clone());
            }
            let group = whole.filter(|_| place == 0);
            pieces.add(
                group,
                SpanRecord {
                    line: Some(selection.line),
                    id: Some(Id::new(id)),
                    tag: Id::new(code),
                    fragments: [ends].into(),
                    annotator: self.user(coding).or_else(|| self.user(selection)),
                    note: self.note(selection).into(),
                    ..SpanRecord::default()
                },
            );
        }
    }

    fn user(&self, branch: &Branch) -> Option<String> {
        self.users.get(&branch.guid("creatingUser")).cloned()
    }

    /// The notes that something refers to, and its description.
    fn note(&self, branch: &Branch) -> String {
        let notes = self.tree.named(branch, "NoteRef");
        let notes = notes.filter_map(|it| self.notes.get(&it.guid("targetGUID")));
        let described = self.tree.words(branch, "Description");
        let all = notes.map(String::as_str).chain(described);
        all.collect::<Vec<_>>().join("\n")
    }

    fn variable(&self, value: &Branch) -> Option<(String, Value)> {
        let mut inner = self.tree.inside(value);
        let name = self.tree.named(value, "VariableRef").next()?;
        let name = self.variables.get(&name.guid("targetGUID"))?;
        let value = inner.find(|it| it.name() != "VariableRef")?;
        let words = value.words.as_str();
        let number = || words.trim().parse().ok().and_then(Number::new);
        let value = match (value.name(), words.trim()) {
            ("BooleanValue", "true" | "1") => Value::Flag(true),
            ("BooleanValue", "false" | "0") => Value::Flag(false),
            ("IntegerValue" | "FloatValue", _) => Value::Number(number()?),
            _ => Value::Text(words.to_owned()),
        };
        Some((name.clone(), value))
    }

    fn link(&self, link: &Branch, from: &str, to: &str) -> LinkRecord {
        let kind = link.value("name");
        LinkRecord {
            line: Some(link.line),
            kind: if kind.is_empty() { "link" } else { kind }.to_owned(),
            from: from.to_owned(),
            to: to.to_owned(),
            note: self.note(link).into(),
            ..LinkRecord::default()
        }
    }
}
