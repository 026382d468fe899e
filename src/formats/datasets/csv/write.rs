//! Articles as tables.

use std::collections::BTreeSet;

use super::{ATTRIBUTE, is_formula};
use crate::formats::datasets::Files;
use crate::formats::datasets::corpus::{Corpus, Picked};
use crate::formats::datasets::json::{attributes_of, object_of};
use crate::project::{Annotation, Attributes, Id, Value};

pub(super) fn write(corpus: &Corpus<'_>, separator: u8, ending: &str) -> Files {
    let tables = [
        ("articles", articles(corpus)),
        ("spans", spans(corpus)),
        ("relations", relations(corpus)),
        ("implicit", implicit(corpus)),
        ("identities", identities(corpus)),
    ];
    let mut files = Files::new();
    for (name, rows) in tables {
        // A table of which there is only the head says nothing, but for the two that are read
        // together.
        if rows.len() > 1 || matches!(name, "articles" | "spans") {
            let bytes = table(&rows, separator, corpus.guard_formulas);
            files.insert(format!("{name}.{ending}"), bytes);
        }
    }
    files
}

type Row = Vec<String>;

fn table(rows: &[Row], separator: u8, guard: bool) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(separator)
        .quote_style(csv::QuoteStyle::Necessary)
        .from_writer(Vec::new());
    for row in rows {
        let cells = row.iter().map(|cell| guarded(cell, guard));
        // Writing to memory cannot fail, and every row has as many cells as the head.
        let _ = writer.write_record(cells);
    }
    writer.into_inner().unwrap_or_default()
}

/// A cell that no spreadsheet takes for a formula, if that is wanted. One that has the sign of a
/// guard on its own gets another in any case, so that reading can take one away.
fn guarded(cell: &str, guard: bool) -> String {
    match is_formula(cell) && (guard || cell.starts_with('\'')) {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    }
}

fn articles(corpus: &Corpus<'_>) -> Vec<Row> {
    let mut rows = vec![head(
        &["doc_id", "title", "done", "attributes", "meta", "text"],
        &[],
    )];
    for picked in &corpus.articles {
        let (article, status) = (picked.article(), picked.entry.status());
        let meta = article
            .meta
            .0
            .iter()
            .map(|(name, value)| (name.as_str(), value));
        rows.push(vec![
            picked.id().to_owned(),
            article.title.clone(),
            status.done.to_string(),
            attributes_of(&status.attributes).to_string(),
            object_of(meta).to_string(),
            article.text.as_str().to_owned(),
        ]);
    }
    rows
}

fn spans(corpus: &Corpus<'_>) -> Vec<Row> {
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
    let mut rows = vec![head(&columns, &names)];
    for picked in &corpus.articles {
        for (mark, span) in picked.spans() {
            for (number, fragment) in span.fragments().iter().enumerate() {
                let Some((start, end)) = corpus.unit.offsets(picked.text(), *fragment) else {
                    continue;
                };
                let mut row = start_of(picked, mark, corpus);
                row.push(number.to_string());
                row.extend([start.to_string(), end.to_string()]);
                row.push(
                    picked
                        .text()
                        .slice(*fragment)
                        .unwrap_or_default()
                        .to_owned(),
                );
                rows.push(with_rest(row, mark, &names));
            }
        }
    }
    rows
}

fn implicit(corpus: &Corpus<'_>) -> Vec<Row> {
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
    let mut rows = vec![head(&columns, &names)];
    for (picked, mark) in marks() {
        let mut row = start_of(picked, mark, corpus);
        row.push(mark.words(picked.text()));
        rows.push(with_rest(row, mark, &names));
    }
    rows
}

fn start_of(picked: &Picked<'_>, mark: &Annotation, corpus: &Corpus<'_>) -> Row {
    let tag = corpus.name(&mark.tag).to_owned();
    vec![picked.id().to_owned(), mark.id.to_string(), tag]
}

fn with_rest(mut row: Row, mark: &Annotation, names: &[&Id]) -> Row {
    row.push(mark.stamp.author.clone());
    row.push(mark.note.clone());
    row.push(
        mark.identity
            .as_ref()
            .map(Id::to_string)
            .unwrap_or_default(),
    );
    row.extend(names.iter().map(|name| cell(mark.attributes.get(*name))));
    row
}

fn relations(corpus: &Corpus<'_>) -> Vec<Row> {
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
    let mut rows = vec![head(&columns, &names)];
    for picked in &corpus.articles {
        for link in &picked.links {
            let mut row = vec![picked.id().to_owned()];
            row.extend([&link.id, &link.kind, &link.from, &link.to].map(Id::to_string));
            row.extend([link.stamp.author.clone(), link.note.clone()]);
            row.extend(names.iter().map(|name| cell(link.attributes.get(*name))));
            rows.push(row);
        }
    }
    rows
}

fn identities(corpus: &Corpus<'_>) -> Vec<Row> {
    let marks = corpus.articles.iter().flat_map(|picked| &picked.marks);
    let used: BTreeSet<&Id> = marks.filter_map(|mark| mark.identity.as_ref()).collect();
    let mut rows = vec![head(&["identity_id", "name", "kind"], &[])];
    for identity in used
        .into_iter()
        .filter_map(|id| corpus.project.identity(id))
    {
        rows.push(vec![
            identity.id.to_string(),
            identity.name.clone(),
            identity.kind.to_string(),
        ]);
    }
    rows
}

fn head(columns: &[&str], names: &[&Id]) -> Row {
    let columns = columns.iter().map(|column| (*column).to_owned());
    let names = names.iter().map(|name| format!("{ATTRIBUTE}{name}"));
    columns.chain(names).collect()
}

/// The attributes that some mark or link has, sorted.
fn names<'p>(all: impl Iterator<Item = &'p Attributes>) -> Vec<&'p Id> {
    let names: BTreeSet<&Id> = all.flat_map(|attributes| attributes.keys()).collect();
    names.into_iter().collect()
}

/// A value as a cell; words that would be taken for something else are quoted.
fn cell(value: Option<&Value>) -> String {
    match value {
        None => String::new(),
        Some(Value::Flag(flag)) => flag.to_string(),
        Some(Value::Number(number)) => number.get().to_string(),
        Some(Value::Text(words)) if words.is_empty() || words.starts_with('"') => {
            serde_json::Value::from(words.as_str()).to_string()
        }
        Some(Value::Text(words)) => words.clone(),
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
        let rows = vec![cells.map(str::to_owned).to_vec()];
        let guarded = String::from_utf8(table(&rows, b',', true)).unwrap();
        assert_eq!(guarded, "'=1+1,'+1,'-1,'@a,'\ta,\"'\ra\",a=1,,1,''=1,'a\n");
        // For another program the data stays what it is.
        let plain = String::from_utf8(table(&rows, b',', false)).unwrap();
        assert_eq!(plain, "=1+1,+1,-1,@a,\ta,\"\ra\",a=1,,1,''=1,'a\n");
    }
}
