//! The figures of a review of two files of one long article: opening it, scrolling it, deciding.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Key, Modifiers};
use postil::app::file_dialog::{Answer, FileDialog, Purpose};
use postil::formats::project_file;
use postil::project::build::EntryParts;
use postil::project::{Annotation, Place, Project};
use postil::span::Span;
use postil::text::{Text, TextRange};

use crate::Input;
use crate::machine::{median, share};
use crate::peers;
use crate::stage::{Whole, over_article};
use crate::table::Row;

/// Frames that are measured, after those that warm up.
const FRAMES: usize = 400;
const WARM: usize = 30;

/// A dialog in which a file is chosen at once.
struct Chosen {
    path: PathBuf,
    asked: bool,
}

impl FileDialog for Chosen {
    fn ask(&mut self, _purpose: &Purpose) {
        self.asked = true;
    }

    fn poll(&mut self) -> Option<Answer> {
        let asked = std::mem::take(&mut self.asked);
        asked.then(|| Answer::Paths(vec![self.path.clone()]))
    }
}

/// Prints them.
pub fn rows(long: &Input, folder: &Path) {
    let theirs = folder.join("ben.ron");
    let bytes = project_file::encode(&theirs_of(&long.project));
    std::fs::write(&theirs, &bytes).expect("a file can be written");
    let mut whole = Whole::open_with(
        Some(&long.file),
        Box::new(Chosen {
            path: theirs,
            asked: false,
        }),
    );
    whole.settle();
    let ron = median(3, || peers::ron(&bytes));
    whole.screen.key(Key::R, Modifiers::COMMAND);
    // The file is asked for in one frame and comes before the next.
    whole.frame();
    let frames = whole.frames();
    let review = whole.app.workbench().review().expect("a review");
    let cases = review.review().cases().len();
    Row::new(
        format!("review of two files of L opens, {cases} disputes, all frames and reading"),
        frames.iter().sum(),
        "ms",
    )
    .goals(1_000.0, 500.0)
    .limit(ron, "ron's own read")
    .print();
    let scrolled = scroll(&mut whole, 60.0);
    let work = "frame while scrolling a review of two files of L, whole window, p99";
    Row::new(work, share(scrolled, 0.99), "ms")
        .goals(3.0, 1.5)
        .print();
    let leapt = scroll(&mut whole, 3_000.0);
    let work = "frame while leaping through it, whole window, p99";
    Row::new(work, share(leapt, 0.99), "ms").print();
    for (key, what) in [
        (Key::Num1, "that keeps one's own"),
        (Key::Num2, "that takes theirs"),
    ] {
        let before = whole.app.workbench().tally().decided;
        let decide = |_| {
            whole.screen.key(key, Modifiers::NONE);
            whole.settle()
        };
        let decided: Vec<f64> = (0..20).map(decide).collect();
        let now = whole.app.workbench().tally().decided;
        assert_eq!(now, before + 20, "the key decides");
        let work = format!("key {what} to the next dispute in a review of two files of L, median");
        Row::new(work, share(decided, 0.5), "ms")
            .goals(33.0, 16.7)
            .print();
    }
}

fn scroll(whole: &mut Whole, distance: f32) -> Vec<f64> {
    whole.screen.point(over_article());
    whole.settle();
    let frames = (0..WARM + FRAMES).map(|_| {
        whole.screen.wheel(distance);
        whole.frame().cpu
    });
    frames.skip(WARM).collect()
}

/// What somebody else made of the same articles: some marks have another tag, some end elsewhere,
/// some are not there.
fn theirs_of(project: &Project) -> Project {
    let parts = project.entries().iter().map(|entry| EntryParts {
        article: Arc::clone(entry.article()),
        status: entry.status().clone(),
        annotations: entry
            .in_text_order()
            .filter(|mark| mark.stamp.author == "Mara")
            .enumerate()
            .filter(|(at, _)| at % 17 != 0)
            .map(|(at, mark)| Arc::new(changed(at, mark, &entry.article().text)))
            .collect(),
        links: Vec::new(),
    });
    let tagset = Arc::clone(project.tagset());
    Project::build(tagset, Vec::new(), parts.collect(), Vec::new()).expect("a sound project")
}

fn changed(at: usize, mark: &Annotation, text: &Text) -> Annotation {
    let mut mark = mark.clone();
    mark.stamp.author = "Ben".into();
    if at.is_multiple_of(10) {
        mark.tag = if mark.tag.as_str() == "claim" {
            "rebuttal"
        } else {
            "claim"
        }
        .into();
    }
    if at.is_multiple_of(13)
        && let Some(span) = mark.span()
        && let Some(words) = text.slice(span.hull())
        && let Some(cut) = words.rfind(' ').filter(|cut| *cut > 0)
    {
        let range = TextRange::new(span.start().0, span.start().0 + cut);
        mark.place = Place::Span(Span::single(range, text).expect("whole words"));
    }
    mark
}
