//! Articles as tables.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{ATTRIBUTE, is_formula};
use crate::formats::datasets::Files;
use crate::formats::datasets::corpus::{Corpus, Picked};
use crate::formats::datasets::json::{attributes_of, object_of};
use crate::formats::datasets::offsets::Walk;
use crate::project::{Annotation, Attributes, Id, Value};

pub(super) fn write(corpus: &Corpus<'_>, separator: u8, ending: &str) -> Files {
    let tables: [(&str, Fill); 5] = [
        ("articles", articles),
        ("spans", spans),
        ("relations", relations),
        ("implicit", implicit),
        ("identities", identities),
    ];
    let mut files = Files::new();
    for (name, fill) in tables {
        let mut table = Table::new(separator, corpus.guard_formulas);
        fill(corpus, &mut table);
        // A table of which there is only the head says nothing, but for the two that are read
        // together.
        if table.rows > 1 || matches!(name, "articles" | "spans") {
            files.insert(format!("{name}.{ending}"), table.bytes());
        }
    }
    files
}

/// Writes the rows of a table.
type Fill = fn(&Corpus<'_>, &mut Table);

/// A table that is being written, a row at a time.
struct Table {
    writer: csv::Writer<Vec<u8>>,
    guard: bool,
    /// How many there are, the head too.
    rows: usize,
}

type Cell<'c> = Cow<'c, str>;

impl Table {
    fn new(separator: u8, guard: bool) -> Self {
        let mut writer = csv::WriterBuilder::new();
        writer.delimiter(separator);
        writer.quote_style(csv::QuoteStyle::Necessary);
        Self {
            writer: writer.from_writer(Vec::new()),
            guard,
            rows: 0,
        }
    }

    fn head(&mut self, columns: &[&str], names: &[&Id]) {
        let columns = columns.iter().map(|column| Cell::from(*column));
        let names = names.iter().map(|name| format!("{ATTRIBUTE}{name}").into());
        self.row(columns.chain(names));
    }

    fn row<'c>(&mut self, cells: impl IntoIterator<Item = Cell<'c>>) {
        let guard = self.guard;
        let cells = cells.into_iter().map(|cell| guarded(cell, guard));
        // Writing to memory cannot fail, and every row has as many cells as the head.
        let written = cells.map(|cell| self.writer.write_field(cell.as_bytes()));
        let _ = written.collect::<Result<(), _>>();
        let _ = self.writer.write_record(None::<&[u8]>);
        self.rows += 1;
    }

    fn bytes(self) -> Vec<u8> {
        self.writer.into_inner().unwrap_or_default()
    }
}

/// A cell that no spreadsheet takes for a formula, if that is wanted. One that has the sign of a
/// guard on its own gets another in any case, so that reading can take one away.
fn guarded(cell: Cell<'_>, guard: bool) -> Cell<'_> {
    match is_formula(&cell) && (guard || cell.starts_with('\'')) {
        true => format!("'{cell}").into(),
        false => cell,
    }
}

fn articles(corpus: &Corpus<'_>, table: &mut Table) {
    table.head(
        &["doc_id", "title", "done", "attributes", "meta", "text"],
        &[],
    );
    for picked in &corpus.articles {
        let (article, status) = (picked.article(), picked.entry.status());
        let meta = article.meta.0.iter();
        let meta = meta.map(|(name, value)| (name.as_str(), value));
        table.row([
            picked.id().into(),
            article.title.as_str().into(),
            status.done.to_string().into(),
            attributes_of(&status.attributes).to_string().into(),
            object_of(meta).to_string().into(),
            article.text.as_str().into(),
        ]);
    }
}

fn spans(corpus: &Corpus<'_>, table: &mut Table) {
    let marks = corpus.articles.iter().flat_map(|picked| picked.spans());
    let names = names(marks.map(|(mark, _)| &mark.attributes));
    let columns = [
        "doc_id",
        "span_id",
        "tag",
        "fragment",
        "start",
        "end",
        "text",
        "annotator",
        "note",
        "identity",
    ];
    table.head(&columns, &names);
    for picked in &corpus.articles {
        let text = picked.text();
        let mut walk = Walk::new(corpus.unit, text);
        for (mark, span) in picked.spans() {
            for (number, fragment) in span.fragments().iter().enumerate() {
                let Some((start, end)) = walk.offsets(*fragment) else {
                    continue;
                };
                let own = [number, start, end].map(|number| Cell::from(number.to_string()));
                let words = text.slice(*fragment).unwrap_or_default();
                let own = own.into_iter().chain([words.into()]);
                let cells = start_of(picked, mark, corpus).into_iter().chain(own);
                table.row(cells.chain(rest_of(mark, &names)));
            }
        }
    }
}

fn implicit(corpus: &Corpus<'_>, table: &mut Table) {
    let all = || {
        corpus
            .articles
            .iter()
            .flat_map(|picked| picked.marks.iter().map(move |it| (picked, *it)))
    };
    let marks = || all().filter(|(_, mark)| mark.is_implicit());
    let names = names(marks().map(|(_, mark)| &mark.attributes));
    let columns = [
        "doc_id",
        "span_id",
        "tag",
        "wording",
        "annotator",
        "note",
        "identity",
    ];
    table.head(&columns, &names);
    for (picked, mark) in marks() {
        let cells = start_of(picked, mark, corpus).into_iter();
        let cells = cells.chain([mark.words(picked.text()).into()]);
        table.row(cells.chain(rest_of(mark, &names)));
    }
}

fn start_of<'c>(
    picked: &Picked<'c>,
    mark: &'c Annotation,
    corpus: &'c Corpus<'_>,
) -> [Cell<'c>; 3] {
    let (id, tag) = (mark.id.as_str(), corpus.name(&mark.tag));
    [picked.id().into(), id.into(), tag.into()]
}

fn rest_of<'c>(mark: &'c Annotation, names: &[&Id]) -> impl Iterator<Item = Cell<'c>> {
    let identity = mark.identity.as_deref().map(Id::as_str).unwrap_or_default();
    let said = [mark.stamp.author.as_str(), &mark.note];
    let said = said.into_iter().chain([identity]).map(Cell::from);
    said.chain(names.iter().map(|name| cell(mark.attributes.get(*name))))
}

fn relations(corpus: &Corpus<'_>, table: &mut Table) {
    let links = corpus.articles.iter().flat_map(|picked| &picked.links);
    let names = names(links.map(|link| &link.attributes));
    let columns = [
        "doc_id",
        "relation_id",
        "type",
        "from",
        "to",
        "annotator",
        "note",
    ];
    table.head(&columns, &names);
    for picked in &corpus.articles {
        for link in &picked.links {
            let ids = [&link.id, &link.kind, &link.from, &link.to].map(Id::as_str);
            let said = [link.stamp.author.as_str(), &link.note];
            let cells = [picked.id()].into_iter().chain(ids).chain(said);
            let values = names.iter().map(|name| cell(link.attributes.get(*name)));
            table.row(cells.map(Cell::from).chain(values));
        }
    }
}

fn identities(corpus: &Corpus<'_>, table: &mut Table) {
    let marks = corpus.articles.iter().flat_map(|picked| &picked.marks);
    let used: BTreeSet<&Id> = marks.filter_map(|mark| mark.identity.as_deref()).collect();
    table.head(&["identity_id", "name", "kind"], &[]);
    for identity in used
        .into_iter()
        .filter_map(|id| corpus.project.identity(id))
    {
        let cells = [identity.id.as_str(), &identity.name, identity.kind.as_str()];
        table.row(cells.map(Cell::from));
    }
}

/// The attributes that some mark or link has, sorted.
fn names<'p>(all: impl Iterator<Item = &'p Attributes>) -> Vec<&'p Id> {
    let names: BTreeSet<&Id> = all.flat_map(|attributes| attributes.keys()).collect();
    names.into_iter().collect()
}

/// A value as a cell; words that would be taken for something else are quoted.
fn cell(value: Option<&Value>) -> Cell<'_> {
    match value {
        None => Cell::default(),
        Some(Value::Flag(flag)) => flag.to_string().into(),
        Some(Value::Number(number)) => number.get().to_string().into(),
        Some(Value::Text(words)) if words.is_empty() || words.starts_with('"') => {
            serde_json::Value::from(words.as_str()).to_string().into()
        }
        Some(Value::Text(words)) => words.as_str().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn row_92_what_a_spreadsheet_would_run_is_guarded_when_that_is_asked_for() {
        let cells = [
            "=1+1", "+1", "-1", "@a", "\ta", "\ra", "a=1", "", "1", "'=1", "'a",
        ];
        let table = |guard| {
            let mut table = Table::new(b',', guard);
            table.row(cells.map(Cell::from));
            String::from_utf8(table.bytes()).unwrap()
        };
        let guarded = table(true);
        assert_eq!(guarded, "'=1+1,'+1,'-1,'@a,'\ta,\"'\ra\",a=1,,1,''=1,'a\n");
        // For another program the data stays what it is.
        let plain = table(false);
        assert_eq!(plain, "=1+1,+1,-1,@a,\ta,\"\ra\",a=1,,1,''=1,'a\n");
    }
}
