//! What the tests of panels share: small projects written as text with marks, and a stage on which
//! a panel is drawn and what it asks for is done before the next frame.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Ui, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use postil::app::install_look;
use postil::app::keys::Keymap;
use postil::app::scene::{Inbox, Scene};
use postil::app::theme::ThemeChoice;
use postil::command::{Command, listed};
use postil::project::tagset::EntityKind;
use postil::project::{
    Annotation, Article, Attribute, Colour, Edit, Id, Identity, LineStyle, Link, LinkKind,
    Metadata, Origin, Place, Project, Stamp, Tag, TagStyle, Tagset, Time, Value, ValueKind,
};
use postil::span::Span;
use postil::text::{Text, TextRange};
use postil::workbench::{Outcome, Workbench, World};

/// The time at which everything in the tests happens.
pub const NOW: Time = Time::new(1_700_000_000_000);

/// Claim, rebuttal, entity and source; «rebuts» and «attributed to»; persons and claims.
pub fn tagset() -> Tagset {
    let tag = |at: usize, name: &str, style| Tag {
        id: name.into(),
        name: name.to_owned(),
        letter: name.chars().next().unwrap().to_ascii_uppercase(),
        key: char::from_digit(at as u32 + 1, 10),
        colour: Colour::ALL[at],
        line: LineStyle::ALL[at],
        style,
        guideline: String::new(),
        attributes: vec![Attribute {
            id: "certainty".into(),
            name: "certainty".to_owned(),
            kind: ValueKind::Choice(vec!["possible".to_owned(), "certain".to_owned()]),
            guideline: String::new(),
        }],
        retired: false,
    };
    let link = |name: &str, reverse: &str, joins: &[(&str, &str)]| LinkKind {
        id: name.into(),
        name: name.to_owned(),
        reverse: reverse.to_owned(),
        joins: joins
            .iter()
            .map(|(a, b)| ((*a).into(), (*b).into()))
            .collect(),
        guideline: String::new(),
        attributes: Vec::new(),
    };
    let kind = |name: &str| EntityKind {
        id: name.into(),
        name: name.to_owned(),
    };
    Tagset {
        name: "test".to_owned(),
        tags: vec![
            tag(0, "claim", TagStyle::Statement),
            tag(1, "rebuttal", TagStyle::Statement),
            tag(2, "entity", TagStyle::Mention),
            tag(3, "source", TagStyle::Mention),
        ],
        links: vec![
            link("rebuts", "rebutted by", &[("rebuttal", "claim")]),
            link(
                "attributed to",
                "voices",
                &[("claim", "source"), ("rebuttal", "source")],
            ),
        ],
        entity_kinds: vec![kind("person"), kind("organisation"), kind("claim")],
        article_attributes: Vec::new(),
    }
}

/// A workbench over articles, each a title and a text with marks: «The moon [claim: is made of
/// [entity: cheese]].» The marks of an article are called `m1`, `m2`… in the order in which they
/// open, and an article as its title is, in lower case with dashes.
pub fn workbench(articles: &[(&str, &str)]) -> Workbench {
    let mut project = Project::new(tagset());
    for (at, (title, marked)) in articles.iter().enumerate() {
        project.apply(&article(at, title, marked)).unwrap();
    }
    Workbench::new(project, "Mara")
}

/// The edits that put an article with its marks into a project.
fn article(at: usize, title: &str, marked: &str) -> Vec<Edit> {
    let id = Id::new(title.to_lowercase().replace(' ', "-"));
    let (words, marks) = unmark(marked);
    let text = Text::new(words);
    let article = Article {
        id: id.clone(),
        title: title.to_owned(),
        text: text.clone(),
        meta: Metadata::default(),
        origin: Origin::default(),
    };
    let mut edits = vec![Edit::Article {
        id: id.clone(),
        at,
        to: Some(Arc::new(article)),
    }];
    edits.extend(
        marks
            .into_iter()
            .enumerate()
            .map(|(at, (tag, start, end))| {
                let mark = Id::new(format!("m{}", at + 1));
                let span = Span::single(TextRange::new(start, end), &text).unwrap();
                let annotation = Annotation {
                    id: mark.clone(),
                    tag: tag.as_str().into(),
                    place: Place::Span(span),
                    attributes: Default::default(),
                    note: Default::default(),
                    identity: None,
                    stamp: Stamp::new("Mara", NOW),
                };
                Edit::Annotation {
                    article: id.clone(),
                    id: mark,
                    to: Some(Arc::new(annotation)),
                }
            }),
    );
    edits
}

/// The text without its brackets, and for each pair tag, start and end in bytes.
fn unmark(marked: &str) -> (String, Vec<(String, usize, usize)>) {
    let (mut words, mut marks, mut open) = (String::new(), Vec::new(), Vec::new());
    let mut rest = marked;
    while let Some(c) = rest.chars().next() {
        if c == '[' {
            let (tag, after) = rest[1..].split_once(": ").unwrap();
            open.push(marks.len());
            marks.push((tag.to_owned(), words.len(), 0));
            rest = after;
            continue;
        }
        match c {
            ']' => marks[open.pop().unwrap()].2 = words.len(),
            _ => words.push(c),
        }
        rest = &rest[c.len_utf8()..];
    }
    (words, marks)
}

/// Makes a change that no command makes.
pub fn change(bench: &mut Workbench, edits: &[Edit]) {
    let mut project = bench.project().clone();
    project.apply(edits).unwrap();
    *bench = Workbench::new(project, bench.author());
}

/// Links two marks of an article.
pub fn link(bench: &mut Workbench, article: &str, id: &str, kind: &str, from: &str, to: &str) {
    let link = Link {
        id: id.into(),
        kind: kind.into(),
        from: from.into(),
        to: to.into(),
        attributes: Default::default(),
        note: Default::default(),
        stamp: Stamp::new("Mara", NOW),
    };
    let edit = Edit::Link {
        article: article.into(),
        id: id.into(),
        to: Some(Arc::new(link)),
    };
    change(bench, &[edit]);
}

/// Changes a mark.
pub fn alter(bench: &mut Workbench, article: &str, mark: &str, how: impl FnOnce(&mut Annotation)) {
    let entry = bench.project().entry(&article.into()).unwrap();
    let mut new = (**entry.annotation(&mark.into()).unwrap()).clone();
    how(&mut new);
    let edit = Edit::Annotation {
        article: article.into(),
        id: mark.into(),
        to: Some(Arc::new(new)),
    };
    change(bench, &[edit]);
}

/// Adds an identity that these marks (article, mark) refer to.
pub fn identity(bench: &mut Workbench, id: &str, name: &str, kind: &str, marks: &[(&str, &str)]) {
    let identity = Identity {
        id: id.into(),
        name: name.to_owned(),
        kind: kind.into(),
        note: Default::default(),
        stamp: Stamp::new("Mara", NOW),
    };
    let edit = Edit::Identity {
        id: id.into(),
        to: Some(Arc::new(identity)),
    };
    change(bench, &[edit]);
    for (article, mark) in marks {
        alter(bench, article, mark, |mark| {
            mark.identity = Some(Box::new(id.into()))
        });
    }
}

/// A choice's value for a mark.
pub fn certainty(value: &str) -> (Id, Value) {
    ("certainty".into(), Value::text(value))
}

/// Carries a command out, with ids that count up.
pub fn dispatch(bench: &mut Workbench, command: Command) -> Outcome {
    let mut n = bench.project().mark_count() + bench.history().done().len();
    let mut next_id = || {
        n += 1;
        Id::new(format!("new{n}"))
    };
    let mut world = World {
        now: NOW,
        next_id: &mut next_id,
    };
    bench.dispatch(command, &mut world)
}

/// A panel with the program behind it.
pub struct Stage<P> {
    /// The program.
    pub bench: Workbench,
    /// The panel.
    pub panel: P,
    /// Everything that the panel asked for so far.
    pub asked: Vec<Command>,
    /// The mark whose row the pointer was on in the last frame.
    pub hovered: Option<Id>,
    keys: Keymap,
    ready: bool,
}

/// Draws a panel; what it asks for is done after each frame.
pub fn stage<'a, P: 'a>(
    bench: Workbench,
    panel: P,
    (width, height): (f32, f32),
    mut draw: impl FnMut(&mut P, &mut Ui, &mut Scene<'_>) + 'a,
) -> Harness<'a, Stage<P>> {
    let keys = Keymap::new(listed(bench.project().tagset()));
    let stage = Stage {
        bench,
        panel,
        asked: Vec::new(),
        hovered: None,
        keys,
        ready: false,
    };
    let mut harness = Harness::builder()
        .with_size(Vec2::new(width, height))
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(60)
        .build_ui_state(
            move |ui, stage: &mut Stage<P>| {
                if !stage.ready {
                    // The faces are there from the second frame on.
                    install_look(ui.ctx(), ThemeChoice::Light);
                    stage.ready = true;
                    ui.ctx().request_repaint();
                    return;
                }
                let mut inbox = Inbox::default();
                let mut scene = Scene {
                    workbench: &stage.bench,
                    keys: &stage.keys,
                    inbox: &mut inbox,
                    now: NOW,
                };
                draw(&mut stage.panel, ui, &mut scene);
                stage.hovered = inbox.take_hovered();
                for command in inbox.drain() {
                    dispatch(&mut stage.bench, command.clone());
                    stage.asked.push(command);
                    ui.ctx().request_repaint();
                }
            },
            stage,
        );
    harness.run();
    harness
}

/// Clicks what has this role and label, and lets the window settle.
pub fn click<S>(harness: &mut Harness<'_, S>, role: Role, label: &str) {
    harness.get_by_role_and_label(role, label).click();
    harness.run();
}

/// The labels of everything with this role, from top to bottom.
pub fn labels<S>(harness: &Harness<'_, S>, role: Role) -> Vec<String> {
    use egui_kittest::kittest::NodeT as _;
    let nodes = harness.query_all_by_role(role);
    nodes
        .filter_map(|node| node.accesskit_node().label())
        .collect()
}

/// Types into the field of this label.
pub fn type_into<S>(harness: &mut Harness<'_, S>, label: &str, text: &str) {
    let field = harness.get_by_role_and_label(Role::TextInput, label);
    field.focus();
    harness.run();
    harness
        .get_by_role_and_label(Role::TextInput, label)
        .type_text(text);
    harness.run();
}
