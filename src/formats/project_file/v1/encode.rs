//! A project as the text of a file.

use std::sync::Arc;

use super::ahead;
use super::types::line_ends_name;
use super::version::{Finder, Noted, Version};
use crate::formats::at_once;
use crate::formats::ron_file::write::{Record, Writer, list, pairs, quote, record, write_display};
use crate::formats::tagset_file;
use crate::project::{
    Annotation, Article, Aside, Comment, Decision, Dispute, DisputeReading, Entry, Identity,
    LineEnds, Link, Metadata, Origin, Place, Project, Thread,
};
use crate::span::Span;
use crate::text::Text;

/// How a project is written: the same bytes in each way.
#[derive(Clone, Copy, Default)]
pub(in crate::formats::project_file) struct How<'v> {
    /// What has not changed since this version of the file was written is copied from it.
    pub before: Option<Version<'v>>,
    /// Long lists are written on as many threads as there are.
    pub at_once: bool,
}

/// Writes a project.
pub(in crate::formats::project_file) fn encode(project: &Project, how: How<'_>) -> String {
    let mut writer = Writer::for_bytes(how.before.map_or(0, |it| it.file.len()));
    writer.line(0, "PostilProject(");
    writer.line(1, "format: 1,");
    tagset_file::write_field(&mut writer, 1, project.tagset());
    write_list(
        &mut writer,
        1,
        "identities",
        project.identities(),
        |writer, identity| {
            writer.record_line(2, |record| write_identity(record, identity));
        },
    );
    write_list(
        &mut writer,
        1,
        "articles",
        project.entries(),
        |writer, entry| {
            write_entry(writer, entry, how);
        },
    );
    let disputes = project.disputes();
    write_list(&mut writer, 1, "disputes", disputes, |writer, dispute| {
        writer.record_line(2, |record| write_dispute(record, dispute));
    });
    let decisions = project.decisions();
    write_list(
        &mut writer,
        1,
        "decisions",
        decisions,
        |writer, decision| {
            writer.record_line(2, |record| write_decision(record, decision));
        },
    );
    let comments = project.comments();
    write_list(&mut writer, 1, "comments", comments, |writer, comment| {
        writer.record_line(2, |record| write_comment(record, comment));
    });
    write_list(&mut writer, 1, "aside", project.aside(), |writer, aside| {
        writer.record_line(2, |record| write_aside(record, aside));
    });
    writer.line(0, ")");
    writer.into_string()
}

/// A field that is a list with an item a line; left out if there are none.
fn write_list<T>(
    writer: &mut Writer,
    depth: usize,
    name: &str,
    items: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut Writer, T),
) {
    let mut items = items.into_iter().peekable();
    if items.peek().is_none() {
        return;
    }
    writer.line(depth, &format!("{name}: ["));
    items.for_each(|item| write(writer, item));
    writer.line(depth, "],");
}

fn write_entry(writer: &mut Writer, entry: &Entry, how: How<'_>) {
    writer.line(2, "(");
    write_article(writer, entry.article());
    let status = entry.status();
    if status.done {
        writer.line(3, "done: true,");
    }
    if !status.attributes.is_empty() {
        writer.field_line(3, "attributes", |out| {
            pairs(
                out,
                status
                    .attributes
                    .iter()
                    .map(|(id, value)| (id.as_str(), value)),
            );
        });
    }
    let text = &entry.article().text;
    let before = how.before;
    let before = before.and_then(|it| Some((it.file, it.of_text(entry)?)));
    write_text(writer, text, before);
    let marks: Vec<_> = entry.in_text_order().collect();
    let threads = match how.at_once {
        true => ahead::threads(marks.len()),
        false => 1,
    };
    write_marks(writer, &marks, (text, before), threads);
    write_list(
        writer,
        3,
        "links",
        entry.links().values(),
        |writer, link| {
            writer.record_line(4, |record| write_link(record, link));
        },
    );
    writer.line(2, "),");
}

/// The list of marks; parts of it are written at once.
fn write_marks(
    writer: &mut Writer,
    marks: &[&Arc<Annotation>],
    (text, before): (&Text, Option<(&[u8], &Noted)>),
    threads: usize,
) {
    let write = |writer: &mut Writer, marks: &[&Arc<Annotation>]| {
        let mut finder = before.map(|(file, noted)| Finder::new(file, noted));
        for mark in marks {
            let copied = finder.as_mut().and_then(|it| it.record_of(mark));
            match copied {
                Some(record) => writer.copied_line(4, record),
                None => writer.record_line(4, |record| write_annotation(record, mark, text)),
            }
        }
    };
    if marks.is_empty() {
        return;
    }
    writer.line(3, "annotations: [");
    let size = marks.len().div_ceil(threads.max(1));
    let parts: Vec<_> = marks.chunks(size).collect();
    if let [all] = parts.as_slice() {
        write(writer, all);
    } else {
        let written = at_once::each(parts, |part| {
            let mut writer = Writer::default();
            write(&mut writer, part);
            writer.into_string()
        });
        written.iter().for_each(|lines| writer.lines(lines));
    }
    writer.line(3, "],");
}

fn write_article(writer: &mut Writer, article: &Article) {
    writer.text_line(3, "id", article.id.as_str());
    writer.text_line(3, "title", &article.title);
    let Metadata(meta) = &article.meta;
    if !meta.is_empty() {
        writer.field_line(3, "meta", |out| {
            pairs(out, meta.iter().map(|(name, value)| (name.as_str(), value)));
        });
    }
    if article.origin != Origin::default() {
        writer.field_line(3, "origin", |out| {
            record(out, |record| write_origin(record, &article.origin));
        });
    }
}

fn write_origin(record: &mut Record<'_>, origin: &Origin) {
    record.some_text("file", &origin.file);
    record.some_text("encoding", &origin.encoding);
    if origin.line_ends != LineEnds::Kept {
        record.field("line_ends", |out| {
            out.push_str(line_ends_name(origin.line_ends))
        });
    }
    if origin.byte_order_mark {
        record.field("byte_order_mark", |out| out.push_str("true"));
    }
}

/// A text is a list of its lines, so that a change is seen as one; joined with LF they are the
/// text, byte for byte.
fn write_text(writer: &mut Writer, text: &Text, before: Option<(&[u8], &Noted)>) {
    writer.line(3, &format!("bytes: {},", text.len()));
    writer.text_line(3, "sha256", &text.digest().to_string());
    let lines = before.and_then(|(file, noted)| file.get(noted.lines.clone()));
    let lines = lines.and_then(|lines| std::str::from_utf8(lines).ok());
    if let Some(lines) = lines.filter(|lines| !lines.is_empty()) {
        writer.field_line(3, "text", |out| out.push_str(lines));
        return;
    }
    write_list(
        writer,
        3,
        "text",
        text.as_str().split('\n'),
        |writer, line| {
            writer.item_line(4, line);
        },
    );
}

fn write_annotation(record: &mut Record<'_>, annotation: &Annotation, text: &Text) {
    record.text("id", annotation.id.as_str());
    record.text("tag", annotation.tag.as_str());
    match &annotation.place {
        Place::Span(span) => record.field("at", |out| write_span(out, span, text)),
        Place::Implicit { wording, beside } => {
            record.text("wording", wording);
            if let Some(beside) = beside {
                record.text("beside", beside.as_str());
            }
        }
    }
    record.attributes(&annotation.attributes);
    if let Some(identity) = &annotation.identity {
        record.text("identity", identity.as_str());
    }
    record.some_text("note", &annotation.note);
    record.stamp(&annotation.stamp);
}

fn write_span(out: &mut String, span: &Span, text: &Text) {
    list(out, span.fragments(), |out, fragment| {
        write_display(out, format_args!("({}, {}, ", fragment.start, fragment.end));
        quote(out, text.slice(*fragment).unwrap_or_default());
        out.push(')');
    });
}

fn write_link(record: &mut Record<'_>, link: &Link) {
    record.text("id", link.id.as_str());
    record.text("kind", link.kind.as_str());
    record.text("from", link.from.as_str());
    record.text("to", link.to.as_str());
    record.attributes(&link.attributes);
    record.some_text("note", &link.note);
    record.stamp(&link.stamp);
}

fn write_identity(record: &mut Record<'_>, identity: &Identity) {
    record.text("id", identity.id.as_str());
    record.text("name", &identity.name);
    record.text("kind", identity.kind.as_str());
    record.some_text("note", &identity.note);
    record.stamp(&identity.stamp);
}

fn write_dispute(out: &mut Record<'_>, dispute: &Dispute) {
    out.text("about", dispute.about.name());
    if let Some(article) = &dispute.article {
        out.text("article", article.as_str());
    }
    out.text("thing", dispute.thing.as_str());
    out.text("field", &dispute.field);
    write_readings(out, &dispute.readings);
}

fn write_decision(out: &mut Record<'_>, decision: &Decision) {
    out.text("id", decision.id.as_str());
    if let Some(article) = &decision.article {
        out.text("article", article.as_str());
    }
    out.text("kind", &decision.kind);
    out.some_text("quote", &decision.quote);
    out.text("verdict", decision.verdict.name());
    if let Some(of) = decision.verdict.of() {
        out.text("of", of);
    }
    if decision.gap {
        out.field("gap", |out| out.push_str("true"));
    }
    out.some_text("comment", &decision.comment);
    write_readings(out, &decision.readings);
    out.stamp(&decision.stamp);
}

fn write_comment(out: &mut Record<'_>, comment: &Comment) {
    out.text("id", comment.id.as_str());
    match &comment.about {
        Thread::Mark { article, mark } => {
            out.text("article", article.as_str());
            out.text("mark", mark.as_str());
        }
        Thread::Dispute(dispute) => out.text("dispute", dispute.as_str()),
    }
    out.text("text", &comment.text);
    out.stamp(&comment.stamp);
}

fn write_readings(out: &mut Record<'_>, readings: &[DisputeReading]) {
    out.field("readings", |out| {
        list(out, readings, |out, reading| {
            record(out, |record| {
                record.text("by", &reading.by);
                if let Some(value) = &reading.value {
                    record.text("value", value);
                }
            });
        });
    });
}

fn write_aside(record: &mut Record<'_>, aside: &Aside) {
    if let Some(article) = &aside.article {
        record.text("article", article.as_str());
    }
    record.text("reason", &aside.reason);
    record.text("data", &aside.data);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::project_file::decode;

    #[test]
    fn any_number_of_threads_writes_the_same_lines() {
        let sample = include_bytes!("../../../../tests/core/support/sound.ron");
        let project = decode(sample).unwrap().project;
        let entry = project.entries().first().unwrap();
        let marks: Vec<_> = entry.in_text_order().collect();
        assert!(marks.len() > 2);
        let lines = |threads| {
            let mut writer = Writer::default();
            write_marks(&mut writer, &marks, (&entry.article().text, None), threads);
            writer.into_string()
        };
        let alone = lines(1);
        assert_eq!(alone.lines().count(), marks.len() + 2);
        for threads in 0..9 {
            assert_eq!(lines(threads), alone, "{threads}");
        }
    }
}
