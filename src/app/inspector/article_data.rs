//! What the inspector shows of an article as a whole.

use super::data::{MarkFace, TagFace, ValueRow, counted};
use crate::project::{Article, Entry, Id, LineEnds, Metadata, Number, Tagset, Value};

/// How many digits of an article's digest are shown.
const SHORT_DIGEST: usize = 12;

/// An article as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleData {
    /// Which article.
    pub id: Id,
    /// What lists call it.
    pub title: String,
    /// What is known about it: the usual names first, then the others by name.
    pub fields: Vec<FieldRow>,
    /// What can be said of it.
    pub values: Vec<ValueRow>,
    /// Whether it is done.
    pub done: bool,
    /// The tags in use, with how many marks have each.
    pub counts: Vec<(TagFace, usize)>,
    /// Its implicit marks.
    pub implicit: Vec<MarkFace>,
    /// What reading it took: pairs of a name and what there is to say.
    pub origin: Vec<(&'static str, String)>,
    /// Its SHA-256 in hexadecimal digits.
    pub digest: String,
}

/// Something that is known about an article.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldRow {
    /// What.
    pub name: String,
    /// Whether the window always shows it.
    pub usual: bool,
    /// What is known.
    pub value: Option<Value>,
}

impl ArticleData {
    /// The article of `entry` as a whole.
    pub fn new(tagset: &Tagset, entry: &Entry) -> Self {
        let article = entry.article();
        let status = entry.status();
        let implicit = entry
            .implicit()
            .map(|mark| MarkFace::new(tagset, &article.text, mark));
        Self {
            id: article.id.clone(),
            title: article.title.clone(),
            fields: fields(&article.meta),
            values: ValueRow::all(&tagset.article_attributes, &status.attributes),
            done: status.done,
            counts: counts(tagset, entry),
            implicit: implicit.collect(),
            origin: origin(article),
            digest: article.text.digest().to_string(),
        }
    }

    /// The first digits of the digest.
    pub fn short_digest(&self) -> &str {
        self.digest.get(..SHORT_DIGEST).unwrap_or(&self.digest)
    }
}

impl FieldRow {
    /// The value as words; empty if there is none.
    pub fn shown(&self) -> String {
        self.value
            .as_ref()
            .map(Value::to_string)
            .unwrap_or_default()
    }

    /// What the field holds after `typed` was typed. A number stays one while it reads as one; a
    /// usual field that is emptied is gone, another stays, empty, until it is taken away.
    pub fn typed(&self, typed: &str) -> Option<Value> {
        if typed.is_empty() && self.usual {
            return None;
        }
        let number = typed.trim().parse().ok().and_then(Number::new);
        match (&self.value, number) {
            (Some(Value::Number(_)), Some(number)) => Some(Value::Number(number)),
            _ => Some(Value::text(typed)),
        }
    }
}

fn fields(meta: &Metadata) -> Vec<FieldRow> {
    let usual = Metadata::USUAL.iter().map(|name| FieldRow {
        name: (*name).to_owned(),
        usual: true,
        value: meta.0.get(*name).cloned(),
    });
    let others = meta
        .0
        .iter()
        .filter(|(name, _)| !Metadata::USUAL.contains(&name.as_str()));
    let others = others.map(|(name, value)| FieldRow {
        name: name.clone(),
        usual: false,
        value: Some(value.clone()),
    });
    usual.chain(others).collect()
}

/// How many marks each tag has here: in the tagset's order, tags that it lacks last.
fn counts(tagset: &Tagset, entry: &Entry) -> Vec<(TagFace, usize)> {
    let counted = entry.count_by_tag();
    let mut rows = Vec::new();
    for tag in &tagset.tags {
        if let Some(count) = counted.get(&tag.id) {
            rows.push((TagFace::new(tag), *count));
        }
    }
    let others = counted.iter().filter(|(id, _)| tagset.tag(id).is_none());
    rows.extend(others.map(|(id, count)| (TagFace::of(tagset, id), *count)));
    rows
}

fn origin(article: &Article) -> Vec<(&'static str, String)> {
    let origin = &article.origin;
    let mut rows = Vec::new();
    if !origin.file.is_empty() {
        rows.push(("file", origin.file.clone()));
    }
    if !origin.encoding.is_empty() {
        rows.push(("read as", origin.encoding.clone()));
    }
    let ends = match origin.line_ends {
        LineEnds::Kept => "",
        LineEnds::FromCrLf => "each CRLF became LF",
        LineEnds::FromCr => "each CR became LF",
        LineEnds::FromMixed => "several kinds became LF",
    };
    if !ends.is_empty() {
        rows.push(("line ends", ends.to_owned()));
    }
    if origin.byte_order_mark {
        rows.push(("byte order mark", "left out".to_owned()));
    }
    let letters = article.text.as_str().chars().count();
    rows.push(("length", counted(letters, "character", "characters")));
    rows
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::super::data::InspectorData;
    use super::super::testing::Bench;
    use super::*;
    use crate::command::{Command, Implicit};
    use crate::project::{Origin, Project};
    use crate::text::Text;
    use crate::workbench::Workbench;

    fn article(bench: &Bench) -> ArticleData {
        match InspectorData::new(&bench.workbench, true, |_| 0) {
            InspectorData::Article(article) => *article,
            other => panic!("{other:?} is no article"),
        }
    }

    #[test]
    fn usual_fields_come_first_and_are_always_there() {
        let mut bench = Bench::new();
        let set = |name: &str, value: &str| {
            Command::SetMeta("dam".into(), name.to_owned(), Some(Value::text(value)))
        };
        bench.run(set("desk", "national"));
        bench.run(set("date", "4 March"));
        let rows = article(&bench).fields;
        let rows: Vec<_> = rows
            .iter()
            .map(|row| format!("{}={}", row.name, row.shown()))
            .collect();
        assert_eq!(
            rows,
            [
                "outlet=",
                "author=",
                "date=4 March",
                "url=",
                "language=",
                "desk=national"
            ]
        );
    }

    #[test]
    fn marks_are_counted_by_tag_and_implicit_ones_listed() {
        let mut bench = Bench::new();
        bench.tag("source", "Verro added");
        bench.tag("claim", "the dam is moving");
        bench.run(Command::AddImplicit(Implicit::UnnamedSource));
        let data = article(&bench);
        let counts: Vec<_> = data
            .counts
            .iter()
            .map(|(tag, count)| (tag.name.as_str(), *count))
            .collect();
        assert_eq!(counts, [("claim", 1), ("source", 2)]);
        let implicit: Vec<_> = data
            .implicit
            .iter()
            .map(|mark| mark.words.as_str())
            .collect();
        assert_eq!(implicit, ["unnamed source"]);
    }

    #[test]
    fn what_reading_took_is_told() {
        let article = Article {
            id: "a".into(),
            title: "A".to_owned(),
            text: Text::new("Words"),
            meta: Metadata::default(),
            origin: Origin {
                file: "dam.txt".to_owned(),
                encoding: "windows-1251".to_owned(),
                line_ends: LineEnds::FromCrLf,
                byte_order_mark: true,
            },
        };
        let workbench = Workbench::new(Project::default(), "");
        let told = |article: &Article| {
            let rows = origin(article);
            let rows = rows.iter().map(|(name, says)| format!("{name}: {says}"));
            rows.collect::<Vec<_>>().join("\n")
        };
        assert!(workbench.entry().is_none());
        assert_snapshot!(told(&article), @r#"
        file: dam.txt
        read as: windows-1251
        line ends: each CRLF became LF
        byte order mark: left out
        length: 5 characters
        "#);
        let pasted = Article {
            origin: Origin::default(),
            ..article
        };
        assert_snapshot!(told(&pasted), @"length: 5 characters");
    }

    #[test]
    fn a_field_keeps_its_kind_while_what_is_typed_reads_as_one() {
        let row = |usual, value| FieldRow {
            name: "pages".to_owned(),
            usual,
            value,
        };
        let number = |n| Number::new(n).map(Value::Number);
        assert_eq!(row(false, number(3.0)).typed("12"), number(12.0));
        assert_eq!(
            row(false, number(3.0)).typed("many"),
            Some(Value::text("many"))
        );
        assert_eq!(
            row(false, Some(Value::text("3"))).typed("12"),
            Some(Value::text("12"))
        );
        assert_eq!(row(true, Some(Value::text("3"))).typed(""), None);
        assert_eq!(
            row(false, Some(Value::text("3"))).typed(""),
            Some(Value::text(""))
        );
    }
}
