//! Seeds that are made and not kept: arbitrary projects, journals of arbitrary commands, and every
//! dataset format's own files.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use postil::formats::datasets::{FORMATS, Files, Format, Options};
use postil::formats::{journal, project_file};
use postil::history::Happening;
use postil::project::{Id, Project, Time};
use postil::store::journal::step_of;
use postil::workbench::{Workbench, World};
use proptest::collection::vec;
use proptest::strategy::{Strategy, ValueTree as _};
use proptest::test_runner::TestRunner;

use super::Seed;
use crate::formats::exchange;
use crate::support::{arbitrary, commands};

/// How many of each kind are made.
const COUNT: usize = 12;

/// Things of a kind, always the same.
fn of<T>(kind: impl Strategy<Value = T>) -> Vec<T> {
    let mut runner = TestRunner::deterministic();
    let trees = (0..COUNT).map(|_| kind.new_tree(&mut runner).unwrap());
    trees.map(|tree| tree.current()).collect()
}

/// The files of arbitrary projects.
pub fn projects() -> Vec<Seed> {
    let files = of(arbitrary::project()).into_iter().enumerate();
    files
        .map(|(number, project)| {
            let bytes = project_file::encode(&project).into_bytes();
            (format!("made{number}.ron"), bytes)
        })
        .collect()
}

/// The journals of arbitrary commands on arbitrary projects.
pub fn journals() -> Vec<Seed> {
    let lists = of((arbitrary::project(), vec(commands::seed(), 5..25)));
    let journals = lists
        .into_iter()
        .enumerate()
        .map(|(number, (project, seeds))| {
            let mut bench = Workbench::new(project.clone(), "ana");
            bench.listen();
            let mut count = 0;
            for seed in &seeds {
                let command = seed.command(&bench);
                let mut next_id = || {
                    count += 1;
                    Id::new(format!("new{count}"))
                };
                let mut world = World {
                    now: Time::new(1_000),
                    next_id: &mut next_id,
                };
                bench.dispatch(command, &mut world);
            }
            let bytes = journal(&project, bench.happened());
            (format!("made{number}.journal"), bytes)
        });
    journals.collect()
}

/// The journal of what happened to a project.
pub fn journal(base: &Project, happened: Vec<Happening>) -> Vec<u8> {
    let (mut writer, mut bytes) = journal::Writer::begin(&header(base));
    for (number, happening) in (1..).zip(happened) {
        let step = step_of(number, Time::new(1), happening);
        bytes.extend(writer.record(&journal::step(&step)));
    }
    bytes
}

/// The header of a journal that brings its base along.
pub fn header(base: &Project) -> journal::Header {
    journal::Header {
        version: "0.1.0".to_owned(),
        name: "p.ron".to_owned(),
        path: None,
        base: journal::Base::Snapshot(project_file::encode(base)),
        user: "ana".to_owned(),
        begun: Time::new(1),
    }
}

/// The project that a header brings along, if it can be read.
pub fn base_of(header: &str) -> Option<Project> {
    let json: serde_json::Value = serde_json::from_str(header).ok()?;
    let file = json.pointer("/base/snapshot")?.as_str()?;
    Some(project_file::decode(file.as_bytes()).ok()?.project)
}

/// The files of a format that is read and written, of a sample with one of everything.
pub fn dataset(format: &Format) -> &'static Files {
    static MADE: OnceLock<BTreeMap<&'static str, Files>> = OnceLock::new();
    let all = MADE.get_or_init(|| {
        let (sample, options) = (exchange::sample(), Options::default());
        let read = FORMATS.iter().filter(|it| it.reads() && it.writes());
        let files = read.map(|it| (it.name, it.encode(&sample, &options).unwrap().files));
        files.collect()
    });
    &all[format.name]
}

/// Each file of each format, named `FORMAT/FILE`.
pub fn datasets() -> Vec<Seed> {
    let read = FORMATS.iter().filter(|it| it.reads() && it.writes());
    let files = read.flat_map(|format| {
        let files = dataset(format).iter();
        files.map(|(file, bytes)| (format!("{}/{file}", format.name), bytes.clone()))
    });
    files.collect()
}
