//! Articles that nobody would write: they open, scroll and are tagged all the same, and what a
//! frame does for them is counted. Time is for the benchmark; a count is the same everywhere.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{
    Event, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, TouchPhase, Vec2, pos2, vec2,
};
use egui_kittest::kittest::Queryable as _;
use postil::app::article::kept::Work;
use postil::project::build::EntryParts;
use postil::project::{Annotation, Article, Id, Metadata, Origin, Place, Project, Stamp, Status};
use postil::span::Span;
use postil::text::{Text, TextRange};
use postil::workbench::Workbench;

use crate::desk::Desk;
use crate::support::{NOW, tagset};

const SIZE: (f32, f32) = (900.0, 600.0);
/// As many blocks as a window of this size can need: an empty line is the lowest.
const BLOCKS: usize = 80;
/// As many pieces of marks as can be drawn in it with all lines full.
const PIECES: usize = 4_000;

/// An article with these words and marks (start and end in bytes).
fn bench(words: String, marks: impl Iterator<Item = (usize, usize)>) -> Workbench {
    let text = Text::new(words);
    let annotations = marks.enumerate().map(|(at, (start, end))| {
        let range = TextRange::new(start, end);
        Arc::new(Annotation {
            id: Id::new(format!("m{at}")),
            tag: ["claim", "rebuttal", "entity", "source"][at % 4].into(),
            place: Place::Span(Span::single(range, &text).unwrap()),
            attributes: Default::default(),
            note: Default::default(),
            identity: None,
            stamp: Stamp::new(&format!("annotator {at}"), NOW),
        })
    });
    let annotations = annotations.collect();
    let article = Arc::new(Article {
        id: "hostile".into(),
        title: "Hostile".to_owned(),
        text: text.clone(),
        meta: Metadata::default(),
        origin: Origin::default(),
    });
    let parts = EntryParts {
        article,
        status: Status::default(),
        annotations,
        links: Vec::new(),
    };
    let project = Project::build(Arc::new(tagset()), Vec::new(), vec![parts], Vec::new());
    Workbench::new(project.unwrap(), "Mara")
}

fn wheel(desk: &mut Desk<'_>, distance: f32) {
    desk.harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, -distance),
        phase: TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
}

fn work(desk: &Desk<'_>) -> Work {
    desk.harness.state().view.work()
}

/// Scrolls through an article in small and large steps, and gives the most that a frame did.
fn most_work(desk: &mut Desk<'_>) -> Work {
    desk.point(pos2(400.0, 300.0));
    let mut most = work(desk);
    let mut look = |desk: &Desk<'_>| {
        let now = work(desk);
        most.blocks = most.blocks.max(now.blocks);
        most.laid_out = most.laid_out.max(now.laid_out);
        most.marks = most.marks.max(now.marks);
        most.pieces = most.pieces.max(now.pieces);
    };
    for distance in [40.0, 40.0, 400.0, 400.0, -200.0, 2_000.0, 2_000.0, -1_000.0] {
        wheel(desk, distance);
        for _ in 0..4 {
            desk.harness.step();
            look(desk);
        }
    }
    // Into the middle, to the end, and back to the start.
    for share in [0.5, 1.0, 0.0] {
        let at = on_ruler(desk, share);
        desk.click(at);
        look(desk);
    }
    most
}

/// The place on the ruler that stands for this share of the article.
fn on_ruler(desk: &Desk<'_>, share: f32) -> Pos2 {
    let ruler = desk
        .harness
        .get_by_role_and_label(Role::Slider, "Overview of the article");
    let rect = ruler.rect();
    let y = rect.top() + share * rect.height();
    pos2(
        rect.center().x,
        y.clamp(rect.top() + 1.0, rect.bottom() - 1.0),
    )
}

/// Tags the word under the pointer.
fn tag(desk: &mut Desk<'_>, at: egui::Pos2) {
    let before = desk.bench().entry().unwrap().annotations().len();
    desk.point(at).key(Key::Num3);
    let marks = desk.bench().entry().unwrap().annotations().len();
    assert_eq!(marks, before + 1, "the word is tagged");
    assert_eq!(desk.bench().project().check(), []);
}

#[test]
fn ten_megabytes_on_one_line() {
    let mut desk = Desk::new(bench("word ".repeat(2_000_000), std::iter::empty()), SIZE);
    let most = most_work(&mut desk);
    assert!(most.blocks <= BLOCKS, "{most:?}");
    tag(&mut desk, pos2(400.0, 300.0));
}

#[test]
fn a_word_of_a_megabyte() {
    let mut desk = Desk::new(bench("x".repeat(1 << 20), std::iter::empty()), SIZE);
    let most = most_work(&mut desk);
    assert!(most.blocks <= BLOCKS, "{most:?}");
    tag(&mut desk, pos2(400.0, 300.0));
}

#[test]
fn a_million_empty_lines() {
    let words = "\n".repeat(1_000_000) + "the last words";
    let mut desk = Desk::new(bench(words, std::iter::empty()), SIZE);
    let most = most_work(&mut desk);
    assert!(most.blocks <= 2 * BLOCKS, "{most:?}");
    let start = pos2(400.0, 300.0);
    desk.click(start).keys(Modifiers::COMMAND, Key::End);
    let at = desk.on("words");
    tag(&mut desk, at);
}

#[test]
fn ten_thousand_marks_on_one_word() {
    let words = "One word is marked often. ".to_owned() + &"Others are not. ".repeat(400);
    let mut desk = Desk::new(bench(words, (0..10_000).map(|_| (4, 8))), SIZE);
    let first = work(&desk);
    assert!(first.pieces <= PIECES, "{first:?}");
    desk.harness.step();
    assert_eq!(
        work(&desk).marks,
        0,
        "what has not changed is not looked at again"
    );
    let most = most_work(&mut desk);
    assert!(most.pieces <= PIECES, "{most:?}");
    let at = desk.on("Others");
    tag(&mut desk, at);
}

#[test]
fn nested_marks_without_end() {
    let words = "word ".repeat(4_000) + "and the very last.";
    let marks = (0..2_000).map(|at| (at * 5, 20_000 - at * 5 - 1));
    let mut desk = Desk::new(bench(words, marks), SIZE);
    let most = most_work(&mut desk);
    assert!(most.pieces <= PIECES, "{most:?}");
    // In the innermost of them, where no line has room for all.
    desk.click(pos2(SIZE.0 - 5.0, SIZE.1 / 2.0));
    desk.clicks(pos2(400.0, 300.0), 2).key(Key::Num3);
    let marks = desk.bench().entry().unwrap().annotations().len();
    assert_eq!(marks, 2_001, "{:?}", desk.selected_words());
    assert_eq!(desk.bench().project().check(), []);
}

#[test]
fn the_end_of_the_ruler_is_the_end_of_the_article_however_high_marks_have_made_its_lines() {
    let words = "word ".repeat(4_000) + "and the very last.";
    let marks = (0..2_000).map(|at| (at * 5, 20_000 - at * 5 - 1));
    let mut desk = Desk::new(bench(words, marks), SIZE);
    // A slow frame holds the whole click: there is no second look.
    let pos = on_ruler(&desk, 1.0);
    let button = |pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    desk.point(pos);
    let events = &mut desk.harness.input_mut().events;
    events.extend([button(true), button(false)]);
    desk.harness.run();
    let at = desk.on("last.");
    tag(&mut desk, at);
}

#[test]
fn a_million_marks() {
    let words = "word word free\n".repeat(250_000);
    let places = (0..250_000).flat_map(|at| {
        let at = at * 15;
        [
            (at, at + 4),
            (at + 5, at + 9),
            (at, at + 9),
            (at + 1, at + 3),
        ]
    });
    let mut desk = Desk::new(bench(words, places), SIZE);
    let most = most_work(&mut desk);
    assert!(most.blocks <= BLOCKS, "{most:?}");
    assert!(most.marks <= BLOCKS * 4, "{most:?}");
    let at = desk.on("free");
    tag(&mut desk, at);
}

#[test]
fn ten_thousand_combining_marks_on_one_letter() {
    let words = format!("Before e{} after.", "\u{301}".repeat(10_000));
    let mut desk = Desk::new(bench(words, std::iter::empty()), SIZE);
    let most = most_work(&mut desk);
    assert!(most.blocks <= BLOCKS, "{most:?}");
    let at = desk.on("Before");
    tag(&mut desk, at);
}

/// Paragraphs of which no two neighbours are equally long, with marks that make their lines grow.
fn uneven() -> Workbench {
    let mut words = String::new();
    let mut marks = Vec::new();
    for at in 0..3_000 {
        let start = words.len();
        words += &format!("Paragraph {at} says it. ");
        words += &"It goes on and on, as they do. ".repeat(at * 7 % 11);
        if at % 3 == 0 {
            marks.extend((0..4).map(|more| (start, start + 10 + more)));
        }
        words.push('\n');
    }
    bench(words, marks.into_iter())
}

#[test]
fn scrolling_over_what_was_never_laid_out_moves_the_text_by_just_as_much() {
    let mut desk = Desk::new(uneven(), SIZE);
    // Into the middle, where nothing above or below was ever laid out.
    desk.click(pos2(SIZE.0 - 5.0, SIZE.1 / 2.0));
    desk.point(pos2(400.0, 300.0));
    for step in 0..60 {
        let distance = [-90.0, -41.0, -130.0, 57.0][step % 4];
        let (words, before) = in_the_middle(&desk);
        wheel(&mut desk, distance);
        desk.harness.run();
        let (_, _, after) = desk.find(&words).unwrap();
        let moved = before - after;
        assert!(
            (moved - distance).abs() < 0.1,
            "{words}: {moved} and not {distance}"
        );
    }
}

/// The beginning of a paragraph that is far enough from the edges to stay in view.
fn in_the_middle(desk: &Desk<'_>) -> (String, f32) {
    let near = |y: f32| (150.0..450.0).contains(&y);
    let found = (0..3_000)
        .map(|at| format!("Paragraph {at} says"))
        .find_map(|words| {
            let (_, _, y) = desk.find(&words)?;
            near(y).then_some((words, y))
        });
    found.expect("a paragraph begins in the middle of the window")
}

#[test]
fn a_narrower_window_keeps_what_is_read_at_the_top() {
    let mut desk = Desk::new(uneven(), SIZE);
    desk.click(pos2(SIZE.0 - 5.0, SIZE.1 / 2.0));
    let first = |desk: &Desk<'_>| {
        let seen = (0..3_000).find(|at| desk.shows(&format!("Paragraph {at} says")));
        seen.expect("a paragraph") as i64
    };
    let before = first(&desk);
    for width in (0..20).map(|step| SIZE.0 - 12.0 * step as f32) {
        desk.harness.set_size(Vec2::new(width, SIZE.1));
        desk.harness.step();
        let work = work(&desk);
        assert!(work.laid_out <= BLOCKS, "{work:?}");
    }
    desk.harness.run();
    let after = first(&desk);
    assert!(
        (before - after).abs() <= 2,
        "{before} was at the top, now {after}"
    );
}
