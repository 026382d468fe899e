//! The figures of one long article: frames, gestures, opening, finding, undoing.

use egui::{Key, Modifiers, pos2};
use postil::formats::project_file;
use postil::history::{History, Whereabouts};
use postil::project::{Edit, Id, Project};
use postil::text::search::{SearchOptions, find_all};
use postil::workbench::Workbench;

use crate::input::{self, Size};
use crate::machine::{median, share, timed};
use crate::stage::{Alone, Screen, Whole, over_article};
use crate::table::Row;
use crate::{Input, peers};

/// Frames that are measured, after those that warm up.
const FRAMES: usize = 400;
const WARM: usize = 30;

/// What nobody reads at one go.
const XL: Size = Size {
    name: "XL",
    chars: 100_000_000,
    marks: 1_000_000,
    digests: ["", ""],
};

/// The frames while an article is scrolled, and while nothing happens.
pub fn frames(inputs: &[Input]) {
    let long = &inputs[2];
    let empty = empty_frame();
    let mut whole = Whole::open(Some(&long.file));
    whole.settle();
    let scrolled = scroll_whole(&mut whole, 60.0);
    Row::new(
        "frame while scrolling L, whole window, p99",
        share(scrolled, 0.99),
        "ms",
    )
    .goals(3.0, 1.5)
    .limit(empty, "an empty frame")
    .print();
    let jumped = share(scroll_whole(&mut whole, 3_000.0), 0.99);
    Row::new(
        "frame while leaping through L, whole window, p99",
        jumped,
        "ms",
    )
    .limit(empty, "an empty frame")
    .print();
    whole.settle();
    let idle: Vec<_> = (0..100).map(|_| whole.frame()).collect();
    let again = idle.iter().filter(|frame| frame.again).count();
    let cpu = idle.iter().map(|frame| frame.cpu).collect();
    Row::new(
        "frame of L in which nothing happens, whole window, p99",
        share(cpu, 0.99),
        "ms",
    )
    .limit(empty, "an empty frame")
    .print();
    Row::new(
        "frames of 100 that ask for another while nothing happens",
        again as f64,
        "",
    )
    .goals(0.0, 0.0)
    .print();
    Row::new(
        "frame of L while the window is made narrower, p99",
        share(narrowed(&mut whole), 0.99),
        "ms",
    )
    .goals(16.7, 8.0)
    .limit(empty, "an empty frame")
    .print();
    drop(whole);
    growth_of_frames(inputs);
}

/// The same frames over a hundred times the text and a thousand times the marks.
fn growth_of_frames(inputs: &[Input]) {
    let short = scroll_alone(inputs[0].project.clone());
    Row::new("frame while scrolling S, article alone, p99", short, "ms").print();
    let long = scroll_alone(inputs[2].project.clone());
    Row::new("frame while scrolling L, article alone, p99", long, "ms")
        .goals(3.0, 1.5)
        .print();
    let longest = scroll_alone(input::project(XL));
    let work = "frame while scrolling 100 MB with 1 M marks, article alone, p99";
    Row::new(work, longest, "ms").limit(short, "S").print();
    Row::new("the same against S", longest / short, "×")
        .goals(2.0, 1.5)
        .print();
}

/// A frame with nothing on it.
fn empty_frame() -> f64 {
    let mut screen = Screen::new();
    let frames = (0..WARM + 100).map(|_| screen.frame(|_| {}).cpu);
    share(frames.skip(WARM).collect(), 0.99)
}

fn scroll_whole(whole: &mut Whole, distance: f32) -> Vec<f64> {
    whole.screen.point(over_article());
    whole.frame();
    let frames = (0..WARM + FRAMES).map(|_| {
        whole.screen.wheel(distance);
        whole.frame().cpu
    });
    frames.skip(WARM).collect()
}

/// Processor time of a frame while an article is scrolled, p99.
pub fn scroll_alone(project: Project) -> f64 {
    let mut alone = Alone::new(Workbench::new(project, "Mara"));
    alone.screen.point(over_article());
    alone.frame();
    let frames = (0..WARM + FRAMES).map(|at| {
        // Down, and near the end up again: S is no longer than that.
        let back = at % 200 >= 100;
        alone.screen.wheel(if back { -60.0 } else { 60.0 });
        alone.frame().cpu
    });
    share(frames.skip(WARM).collect(), 0.99)
}

/// Each frame another width, as while a window or a splitter is dragged.
fn narrowed(whole: &mut Whole) -> Vec<f64> {
    let frames = (0..120).map(|step| {
        whole
            .screen
            .set_width(crate::stage::SIZE.x - 3.0 * step as f32);
        whole.frame().cpu
    });
    let frames = frames.collect();
    whole.screen.set_width(crate::stage::SIZE.x);
    whole.settle();
    frames
}

/// From a gesture to what it puts on the screen.
pub fn gestures(long: &Input) {
    let mut whole = Whole::open(Some(&long.file));
    whole.settle();
    let mut figures = Vec::new();
    for step in 0..40 {
        // Some word on the screen, each time another.
        let at = pos2(480.0 + 7.0 * step as f32, 260.0 + 9.0 * step as f32);
        whole.screen.point(at);
        whole.settle();
        let before = whole.app.workbench().revision();
        whole
            .screen
            .key([Key::Num1, Key::Num3][step % 2], Modifiers::NONE);
        // The frame that takes the key, and the next if that only asks for it.
        let mut cpu = 0.0;
        for _ in 0..3 {
            cpu += whole.frame().cpu;
            if whole.app.workbench().revision() != before {
                break;
            }
        }
        if whole.app.workbench().revision() != before {
            figures.push(cpu);
        }
        whole.settle();
    }
    assert!(figures.len() > 20, "the keys tag: {}", figures.len());
    Row::new(
        "key to painted mark in L, whole window, p95",
        share(figures, 0.95),
        "ms",
    )
    .goals(33.0, 16.7)
    .print();

    let mut figures = Vec::new();
    for _ in 0..7 {
        for (name, counts) in [("Short", false), (long.size.name, true)] {
            let at = whole.find(&format!("{name}, "));
            whole.screen.point(at);
            whole.settle();
            whole.screen.button(at, true);
            whole.frame();
            whole.screen.button(at, false);
            let cpu = whole.settle();
            let shown = whole
                .app
                .workbench()
                .entry()
                .map(|it| it.article().id.clone());
            assert_eq!(shown, Some(Id::new(name)), "a click shows the article");
            if counts {
                figures.push(cpu);
            }
        }
    }
    Row::new(
        "click on an article to its painted frames, L, median",
        share(figures, 0.5),
        "ms",
    )
    .goals(200.0, 50.0)
    .print();
}

/// Reading a project.
pub fn open(long: &Input) {
    let ron = median(5, || peers::ron(&long.bytes));
    let ours = median(5, || project_file::decode(long.bytes.as_bytes()));
    Row::new("open L: read, validated, indexed", ours, "ms")
        .limit(ron, "ron's own read")
        .print();
    Row::new("the same against ron's own read", ours / ron, "×")
        .goals(2.0, 1.3)
        .between(
            "every mark is held against its neighbours, the words against their offsets and digest",
        )
        .print();
    let encode = median(3, || project_file::encode(&long.project));
    Row::new("write L as RON", encode, "ms").print();
}

/// Finding as one types.
pub fn find(long: &Input) {
    let text = &long.project.entries()[0].article().text;
    let absent = median(5, || peers::memmem(text.as_str(), "zzz not there"));
    let present = median(5, || peers::memmem(text.as_str(), "government"));
    let mut whole = Whole::open(Some(&long.file));
    whole.settle();
    whole.screen.key(Key::F, Modifiers::COMMAND);
    whole.settle();
    let (mut slowest, mut all) = (Vec::new(), Vec::new());
    for letter in "government".chars() {
        whole.screen.event(egui::Event::Text(letter.to_string()));
        // The field takes the letter in one frame, and from the next on it is looked for.
        let frames = whole.frames();
        slowest.push(share(frames.clone(), 1.0));
        all.push(frames.iter().sum());
    }
    Row::new(
        "find as you type, L, any case: the slowest frame of all keys",
        share(slowest, 1.0),
        "ms",
    )
    .goals(8.0, 2.0)
    .limit(absent, "memmem, absent")
    .print();
    let work = "find as you type, L, any case: until all is found, median key";
    Row::new(work, share(all.clone(), 0.5), "ms")
        .limit(present, "memmem, the word")
        .print();
    let work = "find as you type, L, any case: until all is found, slowest key";
    Row::new(work, share(all, 1.0), "ms")
        .limit(present, "memmem, the word")
        .print();
    for word in ["government", "zürich", "e", "zzz not there"] {
        let all = median(3, || find_all(text, word, SearchOptions::default()));
        let least = median(3, || peers::memmem(text.as_str(), word));
        Row::new(format!("all places of «{word}» in L, any case"), all, "ms")
            .limit(least, "memmem, as written")
            .print();
    }
}

/// Undoing and redoing many marks that were made at once.
pub fn undo(long: &Input) {
    let (undo, redo) = undo_and_redo(&long.project, 10_000);
    let between = "each mark is looked up by its id in a map of 100,000, which takes most of it";
    Row::new("undo of 10,000 marks made at once, in L", undo, "ms")
        .goals(16.0, 5.0)
        .between(between)
        .print();
    Row::new("redo of 10,000 marks made at once, in L", redo, "ms")
        .goals(16.0, 5.0)
        .between(between)
        .print();
}

/// How long it takes to undo and to redo `count` marks made at once, in milliseconds.
pub fn undo_and_redo(project: &Project, count: usize) -> (f64, f64) {
    let mut project = project.clone();
    let mut history = History::default();
    let entry = &project.entries()[0];
    let article = entry.article().id.clone();
    let every = (entry.annotations().len() / count).max(1);
    let copies = entry.annotations().values().step_by(every).take(count);
    let edits: Vec<Edit> = copies
        .map(|mark| {
            let mut copy = (**mark).clone();
            copy.id = Id::new(format!("copy of {}", mark.id));
            copy.stamp.author = "somebody else".into();
            let (article, id) = (article.clone(), copy.id.clone());
            let to = Some(std::sync::Arc::new(copy));
            Edit::Annotation { article, id, to }
        })
        .collect();
    let places = (Whereabouts::default(), Whereabouts::default());
    history
        .commit(&mut project, "mark", edits, places, None)
        .expect("marks can be made");
    let (mut undos, mut redos) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        undos.push(timed(|| history.undo(&mut project).map(|step| step.is_some())).0);
        redos.push(timed(|| history.redo(&mut project).map(|step| step.is_some())).0);
    }
    (share(undos, 0.5), share(redos, 0.5))
}
