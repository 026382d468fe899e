//! Arbitrary projects: any tagset, any text, any marks, all of them sound.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use postil::formats::tagset_file::default_tagset;
use postil::project::build::EntryParts;
use postil::project::{
    Annotation, Article, Aside, Attribute, Attributes, Colour, Comment, Decision, Dispute,
    DisputeReading, EntityKind, Id, Identity, LineEnds, LineStyle, Link, LinkKind, Metadata,
    Number, Origin, Place, Project, Stamp, Status, Subject, Tag, TagStyle, Tagset, Thread, Time,
    Value, ValueKind, Verdict,
};
use postil::span::Span;
use postil::text::{Text, TextRange};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// What texts are made of: what cuts badly, looks like RON, or cannot be seen.
const PIECES: [&str; 28] = [
    "The moon ",
    "is ",
    "made of cheese",
    ", he said. ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    "👩‍👩‍👧",
    "🇩🇪",
    "e\u{301}",
    "你好",
    "Привет ",
    "שלום",
    "\u{202e}",
    "\u{feff}",
    "“no”",
    "\"",
    "\\",
    "'",
    "),\n(",
    "// ",
    "<<<<<<< ",
    "\0",
    "\u{2028}",
    "r#\"",
];

/// Any sound project.
pub fn project() -> impl Strategy<Value = Project> {
    let parts = (
        tagset(),
        vec(article(), 0..4),
        vec(words(), 0..4),
        vec(aside(), 0..3),
    );
    parts.prop_map(|(tagset, articles, names, aside)| build(tagset, articles, &names, aside))
}

/// Any text of up to forty pieces.
pub fn text() -> impl Strategy<Value = String> {
    vec(select(&PIECES[..]), 0..40).prop_map(|pieces| pieces.concat())
}

/// A few words of any kind.
pub fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[a-z ]{1,12}",
        vec(select(&PIECES[..]), 1..4).prop_map(|p| p.concat())
    ]
}

/// The default tagset, or one of any size.
pub fn tagset() -> impl Strategy<Value = Tagset> {
    let own = (
        words(),
        1_usize..6,
        0_usize..4,
        0_usize..4,
        vec(any::<Index>(), 24),
    );
    prop_oneof![
        Just(default_tagset()),
        own.prop_map(|(name, tags, links, kinds, dice)| own_tagset(
            name, tags, links, kinds, &dice
        ))
    ]
}

fn own_tagset(name: String, tags: usize, links: usize, kinds: usize, dice: &[Index]) -> Tagset {
    let mut dice = dice.iter().cycle();
    let mut roll = |sides: usize| dice.next().unwrap().index(sides);
    let tag_id = |n: usize| Id::new(format!("tag {n} \"'"));
    let tags: Vec<_> = (0..tags)
        .map(|n| Tag {
            id: tag_id(n),
            name: format!("tag\t{n}"),
            letter: ['A', 'B', '\'', '\\', 'Ж', '你'][n],
            key: (roll(2) == 0).then(|| char::from_digit(n as u32 + 1, 10).unwrap()),
            colour: Colour::ALL[roll(8)],
            line: LineStyle::ALL[roll(8)],
            style: [TagStyle::Statement, TagStyle::Mention][roll(2)],
            guideline: ["", "When in doubt: \"no\".\nAsk."][roll(2)].to_owned(),
            attributes: attributes(roll(5)),
            retired: roll(4) == 0,
        })
        .collect();
    let count = tags.len();
    let links = (0..links)
        .map(|n| LinkKind {
            id: Id::new(format!("link{n}")),
            name: format!("links {n}"),
            reverse: ["", "linked by"][roll(2)].to_owned(),
            joins: (0..roll(3))
                .map(|_| (tag_id(roll(count)), tag_id(roll(count))))
                .collect(),
            guideline: String::new(),
            attributes: attributes(roll(3)),
        })
        .collect();
    let kind = |n| EntityKind {
        id: Id::new(format!("kind{n}")),
        name: format!("kind {n}"),
    };
    Tagset {
        name,
        tags,
        links,
        entity_kinds: (0..kinds).map(kind).collect(),
        article_attributes: attributes(roll(5)),
    }
}

fn attributes(count: usize) -> Vec<Attribute> {
    let kinds = [
        ValueKind::Flag,
        ValueKind::Choice(vec!["yes".into(), "no \"way\"".into(), String::new()]),
        ValueKind::Text,
        ValueKind::Number,
    ];
    let attribute = |(n, kind): (usize, ValueKind)| Attribute {
        id: Id::new(format!("a{n}")),
        name: format!("attribute {n}"),
        kind,
        guideline: ["", "a\u{301}\r\n"][n % 2].to_owned(),
    };
    kinds
        .into_iter()
        .enumerate()
        .take(count)
        .map(attribute)
        .collect()
}

/// What an article is made from, before there is a tagset to fit it to.
#[derive(Clone, Debug)]
struct ArticleSeed {
    text: String,
    title: String,
    meta: Vec<(String, Value)>,
    origin: Origin,
    done: bool,
    values: Vec<ValueSeed>,
    marks: Vec<MarkSeed>,
    links: Vec<LinkSeed>,
}

#[derive(Clone, Debug)]
struct MarkSeed {
    cuts: Vec<Index>,
    tag: Index,
    implicit: bool,
    note: String,
    values: Vec<ValueSeed>,
    identity: Option<Index>,
    stamp: Stamp,
}

#[derive(Clone, Debug)]
struct LinkSeed {
    kind: Index,
    ends: (Index, Index),
    values: Vec<ValueSeed>,
    note: String,
    stamp: Stamp,
}

/// A value for some attribute, whichever kind that turns out to be.
type ValueSeed = (Index, String, f64);

fn article() -> impl Strategy<Value = ArticleSeed> {
    let about = (
        text(),
        words(),
        vec((words(), value()), 0..3),
        origin(),
        any::<bool>(),
    );
    let marked = (
        vec(value_seed(), 0..3),
        vec(mark(), 0..12),
        vec(link(), 0..8),
    );
    (about, marked).prop_map(
        |((text, title, meta, origin, done), (values, marks, links))| ArticleSeed {
            text,
            title,
            meta,
            origin,
            done,
            values,
            marks,
            links,
        },
    )
}

fn origin() -> impl Strategy<Value = Origin> {
    let ends = select(vec![
        LineEnds::Kept,
        LineEnds::FromCrLf,
        LineEnds::FromCr,
        LineEnds::FromMixed,
    ]);
    (
        words(),
        select(vec!["", "windows-1251"]),
        ends,
        any::<bool>(),
    )
        .prop_map(|(file, encoding, line_ends, byte_order_mark)| Origin {
            file,
            encoding: encoding.to_owned(),
            line_ends,
            byte_order_mark,
        })
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::Flag),
        number().prop_map(|n| Value::Number(Number::new(n).unwrap())),
        words().prop_map(Value::Text),
    ]
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<i32>().prop_map(f64::from),
        proptest::num::f64::NORMAL,
        Just(0.1),
        Just(-0.0)
    ]
}

fn value_seed() -> impl Strategy<Value = ValueSeed> {
    (any::<Index>(), words(), number())
}

fn stamp() -> impl Strategy<Value = Stamp> {
    let time = || option::of((-70_000_000_000_000_i64..300_000_000_000_000).prop_map(Time::new));
    (select(vec!["", "ana", "Бен \"B\""]), time(), time()).prop_map(|(author, created, changed)| {
        Stamp {
            author: author.into(),
            created,
            changed,
        }
    })
}

fn mark() -> impl Strategy<Value = MarkSeed> {
    let place = (
        vec(any::<Index>(), 2..7),
        any::<Index>(),
        prop::bool::weighted(0.2),
    );
    let said = (
        words(),
        vec(value_seed(), 0..3),
        option::of(any::<Index>()),
        stamp(),
    );
    (place, said).prop_map(
        |((cuts, tag, implicit), (note, values, identity, stamp))| MarkSeed {
            cuts,
            tag,
            implicit,
            note,
            values,
            identity,
            stamp,
        },
    )
}

fn link() -> impl Strategy<Value = LinkSeed> {
    let ends = (any::<Index>(), any::<Index>());
    (
        any::<Index>(),
        ends,
        vec(value_seed(), 0..3),
        words(),
        stamp(),
    )
        .prop_map(|(kind, ends, values, note, stamp)| LinkSeed {
            kind,
            ends,
            values,
            note,
            stamp,
        })
}

/// Damaged parts that stay damaged whatever the tagset.
fn aside() -> impl Strategy<Value = Aside> {
    let data = select(vec![
        "Annotation(id: \"x\", tag: \"no such tag\", at: [(0, 1, \"a\")])",
        "Link(id: \"l\", kind: \"no such kind\", from: \"a\", to: \"b\")",
        "Annotation(",
        "Identity\"\u{202e}\"",
        "nonsense",
        "",
    ]);
    (option::of(0..3_usize), words(), data).prop_map(|(article, reason, data)| Aside {
        article: article.map(|n| Id::new(format!("article {n}"))),
        reason,
        data: data.to_owned(),
    })
}

fn build(
    tagset: Tagset,
    articles: Vec<ArticleSeed>,
    names: &[String],
    aside: Vec<Aside>,
) -> Project {
    let kind = tagset.entity_kinds.first().map(|kind| kind.id.clone());
    let identities: Vec<_> = names
        .iter()
        .enumerate()
        .filter_map(|(n, name)| {
            let (id, name) = (Id::new(format!("i{n}")), name.clone());
            let stamp = Stamp::new("ana", Time::new(n as i64));
            Some(Arc::new(Identity {
                id,
                name,
                kind: kind.clone()?,
                note: Default::default(),
                stamp,
            }))
        })
        .collect();
    let entry = |(n, seed): (usize, ArticleSeed)| build_entry(&tagset, &identities, n, seed);
    let entries = articles.into_iter().enumerate().map(entry).collect();
    let aside = aside.into_iter().map(Arc::new).collect();
    let disputes = names.iter().map(|name| Arc::new(dispute(name)));
    let project = Project::build(Arc::new(tagset.clone()), identities.clone(), entries, aside);
    let decisions = names.iter().map(|name| Arc::new(decision(name)));
    let project = project.unwrap().with_disputes(disputes);
    let comments = names.iter().map(|name| Arc::new(comment(name)));
    project.with_decisions(decisions).with_comments(comments)
}

fn comment(words: &str) -> Comment {
    let about = match words.len() % 2 {
        0 => Thread::Dispute(Id::new(format!("tag/{words}"))),
        _ => Thread::Mark {
            article: Id::new("article 0"),
            mark: Id::new(words),
        },
    };
    Comment {
        id: Id::new(format!("comment {words}")),
        about,
        text: words.to_owned(),
        stamp: Stamp::new(words, Time::new(words.len() as i64)),
    }
}

fn dispute(words: &str) -> Dispute {
    let about = Subject::ALL[words.len() % Subject::ALL.len()];
    let article = words.len().is_multiple_of(2).then(|| Id::new("article 0"));
    let reading = |by: &str, value: Option<&str>| DisputeReading {
        by: by.to_owned(),
        value: value.map(str::to_owned),
    };
    let readings = vec![reading("ours", Some(words)), reading(words, None)];
    Dispute::new(article.as_ref(), about, &Id::new("m0"), words, readings)
}

fn decision(words: &str) -> Decision {
    let verdicts = [
        Verdict::Reading(words.to_owned()),
        Verdict::Both,
        Verdict::Discuss,
        Verdict::Open,
    ];
    let reading = |by: &str, value: Option<&str>| DisputeReading {
        by: by.to_owned(),
        value: value.map(str::to_owned),
    };
    Decision {
        id: Id::new(format!("tag/{words}")),
        article: words.len().is_multiple_of(2).then(|| Id::new("article 0")),
        kind: "tag".to_owned(),
        quote: words.to_owned(),
        verdict: verdicts[words.len() % verdicts.len()].clone(),
        gap: words.len().is_multiple_of(3),
        comment: words.to_owned(),
        readings: vec![reading("ours", Some(words)), reading(words, None)],
        stamp: Stamp::new(words, Time::new(words.len() as i64)),
    }
}

fn build_entry(
    tagset: &Tagset,
    identities: &[Arc<Identity>],
    n: usize,
    seed: ArticleSeed,
) -> EntryParts {
    let text = Text::new(seed.text);
    let mut places = BTreeSet::new();
    let mut annotations: Vec<Arc<Annotation>> = Vec::new();
    for (m, mark) in seed.marks.into_iter().enumerate() {
        let tag = mark.tag.get(&tagset.tags);
        let Some(place) = place(&text, &mark, annotations.last()) else {
            continue;
        };
        if let Place::Span(span) = &place
            && !places.insert((tag.id.clone(), mark.stamp.author.clone(), span.clone()))
        {
            continue;
        }
        annotations.push(Arc::new(Annotation {
            id: Id::new(format!("m{m}")),
            tag: tag.id.clone(),
            place,
            attributes: fitting(&tag.attributes, &mark.values),
            note: mark.note.into(),
            identity: mark
                .identity
                .filter(|_| !identities.is_empty())
                .map(|i| Box::new(i.get(identities).id.clone())),
            stamp: mark.stamp,
        }));
    }
    let mut links = BTreeMap::new();
    for (l, link) in seed.links.into_iter().enumerate() {
        if annotations.is_empty() || tagset.links.is_empty() {
            break;
        }
        let kind = link.kind.get(&tagset.links);
        let (from, to) = (link.ends.0.get(&annotations), link.ends.1.get(&annotations));
        if from.id == to.id {
            continue;
        }
        let key = (
            kind.id.clone(),
            from.id.clone(),
            to.id.clone(),
            link.stamp.author.clone(),
        );
        links.entry(key).or_insert_with(|| {
            Arc::new(Link {
                id: Id::new(format!("l{l}")),
                kind: kind.id.clone(),
                from: from.id.clone(),
                to: to.id.clone(),
                attributes: fitting(&kind.attributes, &link.values),
                note: link.note.into(),
                stamp: link.stamp,
            })
        });
    }
    EntryParts {
        article: Arc::new(Article {
            id: Id::new(format!("article {n}")),
            title: seed.title,
            text,
            meta: Metadata(seed.meta.into_iter().collect()),
            origin: seed.origin,
        }),
        status: Status {
            attributes: fitting(&tagset.article_attributes, &seed.values),
            done: seed.done,
        },
        annotations,
        links: links.into_values().collect(),
    }
}

fn place(text: &Text, mark: &MarkSeed, before: Option<&Arc<Annotation>>) -> Option<Place> {
    if mark.implicit {
        let wording = format!("{} unstated", mark.note);
        return Some(Place::Implicit {
            wording: wording.into(),
            beside: before.map(|mark| Box::new(mark.id.clone())),
        });
    }
    let chars: Vec<usize> = text
        .as_str()
        .char_indices()
        .map(|(at, _)| at)
        .chain([text.len().0])
        .collect();
    let mut cuts: Vec<usize> = mark.cuts.iter().map(|cut| *cut.get(&chars)).collect();
    cuts.sort_unstable();
    let pairs = cuts.chunks_exact(2).filter(|pair| pair[0] < pair[1]);
    let ranges = pairs.map(|pair| TextRange::new(pair[0], pair[1])).collect();
    Span::new(ranges, text).ok().map(Place::Span)
}

fn fitting(attributes: &[Attribute], seeds: &[ValueSeed]) -> Attributes {
    let mut values = Attributes::new();
    if attributes.is_empty() {
        return values;
    }
    for (which, words, number) in seeds {
        let attribute = which.get(attributes);
        let value = match &attribute.kind {
            ValueKind::Flag => Value::Flag(words.is_empty()),
            ValueKind::Choice(choice) => Value::Text(choice[words.len() % choice.len()].clone()),
            ValueKind::Text => Value::Text(words.clone()),
            ValueKind::Number => Value::Number(Number::new(*number).unwrap()),
        };
        values.insert(attribute.id.clone(), value);
    }
    values
}
