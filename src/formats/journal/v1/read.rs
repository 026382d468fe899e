//! JSON as records, and records as what a project can be changed by.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::types::*;
use crate::formats::journal::{Base, Header, KeptStep, Record, Spot, Step};
use crate::formats::tagset_file;
use crate::project::{
    Annotation, Article, Aside, Attributes, Comment, Decision, Dispute, DisputeReading, Edit, Id,
    Identity, LineEnds, Link, Metadata, Number, Origin, Place, Project, Stamp, Status, Subject,
    Thread, Time, Value, Verdict,
};
use crate::span::Span;
use crate::text::{Digest, Text, TextRange};

pub(in crate::formats::journal) fn read_header(json: &str) -> Option<Header> {
    let file: FileHeader = serde_json::from_str(json).ok()?;
    Some(Header {
        version: file.version,
        name: file.name,
        path: file.path,
        base: match file.base {
            FileBase::File(digest) => Base::File(Digest::from_hex(&digest)?),
            FileBase::Snapshot(text) => Base::Snapshot(text),
        },
        user: file.user,
        begun: Time::new(file.begun),
    })
}

pub(in crate::formats::journal) fn read_record(json: &str) -> Option<Record> {
    match serde_json::from_str(json).ok()? {
        FileRecord::Step(step) => Some(Record::Step(KeptStep(step))),
        FileRecord::Saving { digest, up_to } => {
            Some(Record::Saving(Digest::from_hex(&digest)?, up_to))
        }
    }
}

pub(in crate::formats::journal) fn read_step(
    file: &FileStep,
    project: &Project,
) -> Result<Step, String> {
    let mut texts = Texts {
        project,
        new: BTreeMap::new(),
    };
    let edits = file.edits.iter().map(|file| texts.edit(file));
    let edits = edits.collect::<Result<_, _>>()?;
    let field = file.field.as_ref().map(|(article, owner, name)| {
        (article.as_ref().map(Id::new), Id::new(owner), name.clone())
    });
    Ok(Step {
        number: file.number,
        at: Time::new(file.at),
        how: file.how.into(),
        name: file.name.clone(),
        edits,
        before: spot(&file.before),
        after: spot(&file.after),
        field,
    })
}

fn dispute(file: &FileDispute) -> Result<Dispute, String> {
    let about = Subject::ALL.into_iter().find(|it| it.name() == file.about);
    let about = about.ok_or_else(|| format!("{:?} cannot be disputed", file.about))?;
    let readings = file.readings.iter().map(|(by, value)| DisputeReading {
        by: by.clone(),
        value: value.clone(),
    });
    let (article, thing) = (file.article.as_ref().map(Id::new), Id::new(&file.thing));
    let readings = readings.collect();
    Ok(Dispute::new(
        article.as_ref(),
        about,
        &thing,
        &file.field,
        readings,
    ))
}

fn identity(id: &Id, file: &FileIdentity) -> Identity {
    Identity {
        id: id.clone(),
        name: file.name.clone(),
        kind: Id::new(&file.kind),
        note: file.note.clone(),
        stamp: stamp(&file.stamp),
    }
}

fn decision(id: &Id, file: &FileDecision) -> Result<Decision, String> {
    let verdict = Verdict::from_name(&file.verdict, file.of.as_deref());
    let verdict = verdict.ok_or_else(|| format!("{:?} is no verdict", file.verdict))?;
    let readings = file.readings.iter().map(|(by, value)| DisputeReading {
        by: by.clone(),
        value: value.clone(),
    });
    Ok(Decision {
        id: id.clone(),
        article: file.article.as_ref().map(Id::new),
        kind: file.kind.clone(),
        quote: file.quote.clone(),
        verdict,
        gap: file.gap,
        comment: file.comment.clone(),
        readings: readings.collect(),
        stamp: stamp(&file.stamp),
    })
}

fn aside((article, reason, data): &(Option<String>, String, String)) -> Arc<Aside> {
    Arc::new(Aside {
        article: article.as_ref().map(Id::new),
        reason: reason.clone(),
        data: data.clone(),
    })
}

fn comment(id: &Id, file: &FileComment) -> Comment {
    Comment {
        id: id.clone(),
        about: match &file.about {
            FileThread::Mark(article, mark) => Thread::Mark {
                article: Id::new(article),
                mark: Id::new(mark),
            },
            FileThread::Dispute(dispute) => Thread::Dispute(Id::new(dispute)),
        },
        text: file.text.clone(),
        stamp: stamp(&file.stamp),
    }
}

fn spot(file: &FileSpot) -> Spot {
    let range = |(start, end): &(usize, usize)| TextRange::new(*start, *(end.max(start)));
    Spot {
        article: file.article.as_ref().map(Id::new),
        mark: file.mark.as_ref().map(Id::new),
        range: file.range.as_ref().map(range),
        more: file.more.iter().map(range).collect(),
    }
}

/// The texts that marks may stand on: those of the project, and of articles that come with them.
struct Texts<'a> {
    project: &'a Project,
    new: BTreeMap<Id, Text>,
}

impl Texts<'_> {
    fn edit(&mut self, file: &FileEdit) -> Result<Edit, String> {
        Ok(match file {
            FileEdit::Tagset(text) => {
                let tagset = tagset_file::decode(text.as_bytes());
                Edit::Tagset(Arc::new(tagset.map_err(|error| error.to_string())?))
            }
            FileEdit::Article(id, at, to) => self.article(Id::new(id), *at, to.as_ref())?,
            FileEdit::Status(article, values, done) => Edit::Status {
                article: Id::new(article),
                to: Status {
                    attributes: attributes(values)?,
                    done: *done,
                },
            },
            FileEdit::Annotation(article, id, to) => {
                let (article, id) = (Id::new(article), Id::new(id));
                let to = to.as_ref().map(|it| self.mark(&article, &id, it));
                let to = to.transpose()?.map(Arc::new);
                Edit::Annotation { article, id, to }
            }
            FileEdit::Link(article, id, to) => {
                let id = Id::new(id);
                let to = to.as_ref().map(|it| link(&id, it)).transpose()?;
                Edit::Link {
                    article: Id::new(article),
                    to: to.map(Arc::new),
                    id,
                }
            }
            FileEdit::Identity(id, to) => {
                let id = Id::new(id);
                let to = to.as_ref().map(|it| Arc::new(identity(&id, it)));
                Edit::Identity { id, to }
            }
            FileEdit::Dispute(id, to) => Edit::Dispute {
                id: Id::new(id),
                to: to.as_ref().map(dispute).transpose()?.map(Arc::new),
            },
            FileEdit::Decision(id, to) => {
                let id = Id::new(id);
                let to = to.as_ref().map(|it| decision(&id, it)).transpose()?;
                Edit::Decision {
                    to: to.map(Arc::new),
                    id,
                }
            }
            FileEdit::Comment(id, to) => {
                let id = Id::new(id);
                let to = to.as_ref().map(|it| Arc::new(comment(&id, it)));
                Edit::Comment { id, to }
            }
            FileEdit::Aside(at, to) => Edit::Aside {
                at: *at,
                to: to.as_ref().map(aside),
            },
        })
    }

    /// An article that is there keeps its very text, so that nothing is held twice.
    fn article(&mut self, id: Id, at: usize, to: Option<&FileArticle>) -> Result<Edit, String> {
        let Some(file) = to else {
            return Ok(Edit::Article { id, at, to: None });
        };
        let text = match self.text(&id) {
            Ok(text) if text.as_str() == file.text => text,
            _ => Text::new(file.text.as_str()),
        };
        self.new.insert(id.clone(), text.clone());
        let mut meta = BTreeMap::new();
        for (name, file) in &file.meta {
            meta.insert(name.clone(), value(file)?);
        }
        let article = Article {
            id: id.clone(),
            title: file.title.clone(),
            text,
            meta: Metadata(meta),
            origin: Origin {
                file: file.file.clone(),
                encoding: file.encoding.clone(),
                line_ends: match file.line_ends {
                    FileLineEnds::Kept => LineEnds::Kept,
                    FileLineEnds::FromCrlf => LineEnds::FromCrLf,
                    FileLineEnds::FromCr => LineEnds::FromCr,
                    FileLineEnds::FromMixed => LineEnds::FromMixed,
                },
                byte_order_mark: file.byte_order_mark,
            },
        };
        let to = Some(Arc::new(article));
        Ok(Edit::Article { id, at, to })
    }

    fn mark(&self, article: &Id, id: &Id, file: &FileMark) -> Result<Annotation, String> {
        let place = match &file.place {
            FilePlace::At(ranges) => {
                let text = self.text(article)?;
                let backwards = ranges.iter().any(|(start, end)| start > end);
                let ranges = ranges.iter().filter(|(start, end)| start <= end);
                let ranges = ranges.map(|(start, end)| TextRange::new(*start, *end));
                let span = Span::new(ranges.collect(), &text);
                match span {
                    Ok(span) if !backwards => Place::Span(span),
                    Ok(_) => return Err(format!("mark {id:?} ends before it starts")),
                    Err(error) => return Err(format!("mark {id:?} is no span: {error}")),
                }
            }
            FilePlace::Implicit(wording, beside) => Place::Implicit {
                wording: wording.as_str().into(),
                beside: beside.as_ref().map(Id::new).map(Box::new),
            },
        };
        Ok(Annotation {
            id: id.clone(),
            tag: Id::new(&file.tag),
            place,
            attributes: attributes(&file.attributes)?,
            note: file.note.as_str().into(),
            identity: file.identity.as_deref().map(Id::new).map(Box::new),
            stamp: stamp(&file.stamp),
        })
    }

    fn text(&self, article: &Id) -> Result<Text, String> {
        let new = self.new.get(article).cloned();
        let there = || Some(self.project.entry(article)?.article().text.clone());
        new.or_else(there)
            .ok_or_else(|| format!("article {article:?} is not there"))
    }
}

fn link(id: &Id, file: &FileLink) -> Result<Link, String> {
    Ok(Link {
        id: id.clone(),
        kind: Id::new(&file.kind),
        from: Id::new(&file.from),
        to: Id::new(&file.to),
        attributes: attributes(&file.attributes)?,
        note: file.note.as_str().into(),
        stamp: stamp(&file.stamp),
    })
}

fn attributes(file: &FileAttributes) -> Result<Attributes, String> {
    let pairs = file.iter();
    pairs
        .map(|(id, file)| Ok((Id::new(id), value(file)?)))
        .collect()
}

fn value(file: &FileValue) -> Result<Value, String> {
    Ok(match file {
        FileValue::Flag(flag) => Value::Flag(*flag),
        FileValue::Text(words) => Value::Text(words.clone()),
        FileValue::Number(number) => {
            let number = Number::new(*number);
            Value::Number(number.ok_or_else(|| "a number is not finite".to_owned())?)
        }
    })
}

fn stamp((author, created, changed): &FileStamp) -> Stamp {
    Stamp {
        author: author.as_str().into(),
        created: created.map(Time::new),
        changed: changed.map(Time::new),
    }
}
