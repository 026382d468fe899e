//! What ten times the input costs, row by row.

use egui::{Key, Modifiers};
use postil::formats::project_file;
use postil::text::search::{SearchOptions, find_all};
use postil::workbench::Workbench;

use crate::machine::median;
use crate::rows::{scroll_alone, undo_and_redo};
use crate::stage::{Alone, Whole};
use crate::table::Row;
use crate::{Input, peers};

/// What is done to an input, in milliseconds.
type Work = (&'static str, fn(&Input) -> f64);

const WORK: [Work; 8] = [
    ("ron's own read", |input| {
        median(3, || peers::ron(&input.bytes))
    }),
    ("open", |input| {
        median(3, || project_file::decode(input.bytes.as_bytes()))
    }),
    ("write", |input| {
        median(3, || project_file::encode(&input.project))
    }),
    ("first frame of the article", |input| {
        let mut alone = Alone::new(Workbench::new(input.project.clone(), "Mara"));
        alone.frame().cpu
    }),
    ("frame while scrolling, p99", |input| {
        scroll_alone(input.project.clone())
    }),
    ("all places of «government», any case", |input| {
        let text = &input.project.entries()[0].article().text;
        median(3, || find_all(text, "government", SearchOptions::default()))
    }),
    ("undo of a tenth of the marks", |input| {
        undo_and_redo(&input.project, input.size.marks / 10).0
    }),
    ("find: all frames of a key", |input| {
        let mut whole = Whole::open(Some(&input.file));
        whole.settle();
        whole.screen.key(Key::F, Modifiers::COMMAND);
        whole.settle();
        whole.screen.event(egui::Event::Text("gov".to_owned()));
        whole.settle()
    }),
];

/// Prints each work for each size, and what it grew by.
pub fn rows(inputs: &[Input]) {
    for (name, work) in WORK {
        let mut before: Option<f64> = None;
        for input in inputs {
            let figure = work(input);
            let size = input.size.name;
            Row::new(format!("{name}, {size}"), figure, "ms").print();
            if let Some(before) = before {
                Row::new(
                    format!("{name}: ten times the input, to {size}"),
                    figure / before,
                    "×",
                )
                .goals(12.0, 12.0)
                .print();
            }
            before = Some(figure);
        }
    }
}
