//! Records as JSON.

use serde::Serialize;

use super::types::*;
use crate::formats::journal::{Base, Header, How, Spot, Step};
use crate::formats::tagset_file;
use crate::project::{
    Annotation, Article, Attributes, Comment, Decision, Dispute, Edit, Id, LineEnds, Link, Place,
    Stamp, Thread, Time, Value,
};
use crate::text::{Digest, TextRange};

/// JSON of our own types; nothing in them can fail to be written.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

pub(in crate::formats::journal) fn header(header: &Header) -> String {
    let Header {
        version,
        name,
        path,
        base,
        user,
        begun,
    } = header.clone();
    json(&FileHeader {
        version,
        name,
        path,
        base: match base {
            Base::File(digest) => FileBase::File(digest.to_string()),
            Base::Snapshot(text) => FileBase::Snapshot(text),
        },
        user,
        begun: begun.milliseconds(),
    })
}

pub(in crate::formats::journal) fn saving(digest: Digest, up_to: u64) -> String {
    let digest = digest.to_string();
    json(&FileRecord::Saving { digest, up_to })
}

pub(in crate::formats::journal) fn step(step: &Step) -> String {
    let words = |id: &Id| id.as_str().to_owned();
    let field = step
        .field
        .as_ref()
        .map(|(article, owner, name)| (article.as_ref().map(words), words(owner), name.clone()));
    json(&FileRecord::Step(Box::new(FileStep {
        number: step.number,
        at: step.at.milliseconds(),
        how: match step.how {
            How::Made => FileHow::Made,
            How::Undone => FileHow::Undone,
            How::Redone => FileHow::Redone,
        },
        name: step.name.clone(),
        edits: step.edits.iter().map(file_edit).collect(),
        before: file_spot(&step.before),
        after: file_spot(&step.after),
        field,
    })))
}

fn file_spot(spot: &Spot) -> FileSpot {
    let ends = |range: &TextRange| (range.start.0, range.end.0);
    FileSpot {
        article: spot.article.as_ref().map(|id| id.as_str().to_owned()),
        mark: spot.mark.as_ref().map(|id| id.as_str().to_owned()),
        range: spot.range.as_ref().map(ends),
        more: spot.more.iter().map(ends).collect(),
    }
}

fn file_edit(edit: &Edit) -> FileEdit {
    let words = |id: &Id| id.as_str().to_owned();
    match edit {
        Edit::Tagset(tagset) => FileEdit::Tagset(tagset_file::encode(tagset)),
        Edit::Article { id, at, to } => {
            FileEdit::Article(words(id), *at, to.as_deref().map(file_article))
        }
        Edit::Status { article, to } => {
            FileEdit::Status(words(article), file_attributes(&to.attributes), to.done)
        }
        Edit::Annotation { article, id, to } => {
            FileEdit::Annotation(words(article), words(id), to.as_deref().map(file_mark))
        }
        Edit::Link { article, id, to } => {
            FileEdit::Link(words(article), words(id), to.as_deref().map(file_link))
        }
        Edit::Identity { id, to } => {
            let to = to.as_deref().map(|it| FileIdentity {
                name: it.name.clone(),
                kind: words(&it.kind),
                note: it.note.clone(),
                stamp: file_stamp(&it.stamp),
            });
            FileEdit::Identity(words(id), to)
        }
        Edit::Aside { at, to } => {
            let to = to.as_deref().map(|it| {
                let article = it.article.as_ref().map(words);
                (article, it.reason.clone(), it.data.clone())
            });
            FileEdit::Aside(*at, to)
        }
        Edit::Dispute { id, to } => FileEdit::Dispute(words(id), to.as_deref().map(file_dispute)),
        Edit::Decision { id, to } => {
            FileEdit::Decision(words(id), to.as_deref().map(file_decision))
        }
        Edit::Comment { id, to } => FileEdit::Comment(words(id), to.as_deref().map(file_comment)),
    }
}

fn file_dispute(dispute: &Dispute) -> FileDispute {
    let readings = dispute.readings.iter();
    FileDispute {
        article: dispute.article.as_ref().map(ToString::to_string),
        about: dispute.about.name().to_owned(),
        thing: dispute.thing.to_string(),
        field: dispute.field.clone(),
        readings: readings
            .map(|it| (it.by.clone(), it.value.clone()))
            .collect(),
    }
}

fn file_decision(decision: &Decision) -> FileDecision {
    let readings = decision.readings.iter();
    FileDecision {
        article: decision.article.as_ref().map(ToString::to_string),
        kind: decision.kind.clone(),
        quote: decision.quote.clone(),
        verdict: decision.verdict.name().to_owned(),
        of: decision.verdict.of().map(str::to_owned),
        gap: decision.gap,
        comment: decision.comment.clone(),
        readings: readings
            .map(|it| (it.by.clone(), it.value.clone()))
            .collect(),
        stamp: file_stamp(&decision.stamp),
    }
}

fn file_comment(comment: &Comment) -> FileComment {
    FileComment {
        about: match &comment.about {
            Thread::Mark { article, mark } => {
                FileThread::Mark(article.to_string(), mark.to_string())
            }
            Thread::Dispute(dispute) => FileThread::Dispute(dispute.to_string()),
        },
        text: comment.text.clone(),
        stamp: file_stamp(&comment.stamp),
    }
}

fn file_article(article: &Article) -> FileArticle {
    let meta = article.meta.0.iter();
    FileArticle {
        title: article.title.clone(),
        text: article.text.as_str().to_owned(),
        meta: meta.map(|(k, v)| (k.clone(), file_value(v))).collect(),
        file: article.origin.file.clone(),
        encoding: article.origin.encoding.clone(),
        line_ends: match article.origin.line_ends {
            LineEnds::Kept => FileLineEnds::Kept,
            LineEnds::FromCrLf => FileLineEnds::FromCrlf,
            LineEnds::FromCr => FileLineEnds::FromCr,
            LineEnds::FromMixed => FileLineEnds::FromMixed,
        },
        byte_order_mark: article.origin.byte_order_mark,
    }
}

fn file_mark(mark: &Annotation) -> FileMark {
    FileMark {
        tag: mark.tag.as_str().to_owned(),
        place: match &mark.place {
            Place::Span(span) => {
                let fragments = span.fragments().iter();
                FilePlace::At(fragments.map(|it| (it.start.0, it.end.0)).collect())
            }
            Place::Implicit { wording, beside } => {
                let beside = beside.as_ref().map(|id| id.as_str().to_owned());
                FilePlace::Implicit(wording.to_string(), beside)
            }
        },
        attributes: file_attributes(&mark.attributes),
        note: mark.note.to_string(),
        identity: mark.identity.as_deref().map(|id| id.as_str().to_owned()),
        stamp: file_stamp(&mark.stamp),
    }
}

fn file_link(link: &Link) -> FileLink {
    FileLink {
        kind: link.kind.as_str().to_owned(),
        from: link.from.as_str().to_owned(),
        to: link.to.as_str().to_owned(),
        attributes: file_attributes(&link.attributes),
        note: link.note.to_string(),
        stamp: file_stamp(&link.stamp),
    }
}

fn file_attributes(attributes: &Attributes) -> FileAttributes {
    let pairs = attributes.iter();
    pairs
        .map(|(id, value)| (id.as_str().to_owned(), file_value(value)))
        .collect()
}

fn file_value(value: &Value) -> FileValue {
    match value {
        Value::Flag(flag) => FileValue::Flag(*flag),
        Value::Number(number) => FileValue::Number(number.get()),
        Value::Text(words) => FileValue::Text(words.clone()),
    }
}

fn file_stamp(stamp: &Stamp) -> FileStamp {
    let time = |time: Option<Time>| time.map(|time| time.milliseconds());
    (
        stamp.author.to_string(),
        time(stamp.created),
        time(stamp.changed),
    )
}
