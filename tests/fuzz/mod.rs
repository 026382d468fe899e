//! Fuzzing on stable Rust: seeds are changed at random, over and over, and whatever comes of it must
//! be read or refused, never harm, and be the same each time.
//!
//! The seeds in `seeds/` are replayed as they are; what once did harm is put there and stays. A run
//! of `cargo test` changes each seed some hundred times; `POSTIL_FUZZ=600` goes on for so many
//! seconds a target, from another beginning each time. What does harm is written to
//! `target/fuzz/TARGET-NUMBER` and named. (`cargo fuzz` finds more by looking at which branches were
//! taken, and needs a nightly compiler.)

mod change;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use postil::formats::articles::{How, read_all};
use postil::formats::journal;
use postil::formats::project_file;
use postil::project::{Edit, Id, Project, Time};
use postil::store::journal::recover;
use postil::store::{Disk, RealDisk};
use postil::text::Digest;
use postil::workbench::{Workbench, World};
use proptest::collection::vec;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::disk::proclaim;
use crate::support::{arbitrary, commands};
use change::{Dice, change};

/// How often each seed is changed in a run that is not told to be long.
const ROUNDS: u64 = 150;

/// What a target is given: the name of the seed's file, which may say what it is, and bytes.
type Target = fn(&str, &[u8]);

/// A seed: its file's name, and its bytes.
type Seed = (String, Vec<u8>);

fn seeds(target: &str) -> Vec<Seed> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/seeds");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder.join(target))
        .unwrap()
        .map(|item| item.unwrap().path())
        .collect();
    files.sort();
    let read = |path: PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, std::fs::read(path).unwrap())
    };
    files.into_iter().map(read).collect()
}

/// How long each target is worked on; none if only some rounds are.
fn wanted() -> Option<Duration> {
    let seconds = std::env::var("POSTIL_FUZZ").ok()?.parse().ok()?;
    Some(Duration::from_secs(seconds))
}

/// Where the dice begin: always the same, or elsewhere each time if the run is long.
fn beginning() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    wanted().map_or(1, |_| now.as_nanos() as u64)
}

/// Gives all seeds to a target, and then what becomes of them.
fn fuzz(name: &str, target: Target) {
    let seeds = seeds(name);
    assert!(!seeds.is_empty(), "{name} has seeds");
    for (file, bytes) in &seeds {
        harmless(name, target, file, bytes);
    }
    let (mut dice, start) = (Dice(beginning()), Instant::now());
    let (mut rounds, mut number) = (0, 0);
    loop {
        for (file, bytes) in &seeds {
            let other = &seeds[dice.below(seeds.len())].1;
            let changed = change(bytes, other, &mut dice);
            harmless(name, target, file, &changed);
            number += 1;
        }
        rounds += 1;
        let done = match wanted() {
            None => rounds >= ROUNDS,
            Some(long) => start.elapsed() >= long,
        };
        if done {
            break;
        }
    }
    let count = seeds.len();
    proclaim(&format!(
        "fuzz {name}: {count} seeds, {number} changed ones, 0 did harm"
    ));
}

/// Gives bytes to a target. What does harm is kept, and fails the test.
fn harmless(name: &str, target: Target, file: &str, bytes: &[u8]) {
    if catch_unwind(AssertUnwindSafe(|| target(file, bytes))).is_ok() {
        return;
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/fuzz");
    std::fs::create_dir_all(&folder).unwrap();
    let digest = Digest::of(bytes);
    let kept = folder.join(format!("{name}-{:02x?}-{file}", &digest.as_bytes()[..4]));
    std::fs::write(&kept, bytes).unwrap();
    panic!("{name} is harmed by {}", kept.display());
}

#[test]
fn a_project_file_of_any_bytes_is_read_or_refused() {
    fuzz("project", |_, bytes| match project_file::decode(bytes) {
        Ok(loaded) => {
            assert_eq!(loaded.project.check(), []);
            let saved = project_file::encode(&loaded.project);
            let again = project_file::decode(saved.as_bytes()).expect("what is written is read");
            assert_eq!(again.project.mark_count(), loaded.project.mark_count());
            assert_eq!(
                project_file::encode(&again.project),
                saved,
                "and written the same"
            );
        }
        Err(error) => {
            let said = error.to_string();
            assert!(!said.is_empty() && !said.contains('\n'), "{said:?}");
        }
    });
}

#[test]
fn a_journal_of_any_bytes_is_read_as_far_as_it_is_sound() {
    fuzz("journal", |_, bytes| {
        let Ok(read) = journal::read(bytes) else {
            return;
        };
        assert!(read.lost <= bytes.len());
        // What is believed can be tried on any project, and leaves it sound.
        let mut project = sample();
        for record in &read.records {
            if let journal::Record::Step(step) = record
                && let Ok(step) = step.on(&project)
            {
                let _ = project.apply(&step.edits);
                assert_eq!(project.check(), []);
            }
        }
    });
}

#[test]
fn what_a_journal_of_any_records_leads_to_is_sound() {
    // The checks of a journal keep changed records out; here they are made right again.
    fuzz("journal", |_, bytes| {
        let text = String::from_utf8_lossy(bytes);
        let mut lines = text
            .lines()
            .skip(1)
            .map(|line| line.get(26..).unwrap_or_default());
        let header = journal::Header {
            version: "0.1.0".to_owned(),
            name: "p.ron".to_owned(),
            path: None,
            base: journal::Base::Snapshot(project_file::encode(&sample())),
            user: "ana".to_owned(),
            begun: Time(1),
        };
        let _ = lines.next();
        let (mut writer, mut sound) = journal::Writer::begin(&header);
        for line in lines {
            sound.extend(writer.record(line));
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.journal");
        std::fs::write(&path, sound).unwrap();
        let left = postil::store::journal::find(&RealDisk, folder.path(), Time(2));
        for found in &left.found {
            if let Ok(recovered) = recover(&RealDisk as &dyn Disk, found, None) {
                assert_eq!(recovered.project.check(), []);
                undone(recovered);
            }
        }
    });
}

/// Takes back all that was recovered.
fn undone(recovered: postil::store::journal::Recovered) {
    let mut bench = Workbench::recovered(recovered.project, recovered.history, "ana");
    let mut next_id = || Id::new("new");
    let mut world = World {
        now: Time(3),
        next_id: &mut next_id,
    };
    while !bench.history().done().is_empty() {
        let outcome = bench.dispatch(postil::command::Command::Undo, &mut world);
        assert!(outcome.changed, "{:?}", outcome.notice);
    }
    assert_eq!(bench.project(), &recovered.base);
}

#[test]
fn an_article_of_any_bytes_is_read_or_refused() {
    fuzz("article", |name, bytes| {
        let first = read_all(name, bytes, &How::default());
        match &first {
            Ok(opened) => {
                for reading in &opened.readings {
                    assert!(!reading.text.trim().is_empty() && !reading.title.is_empty());
                }
            }
            Err(error) => assert!(!error.to_string().contains('\n'), "{error}"),
        }
        assert_eq!(
            first,
            read_all(name, bytes, &How::default()),
            "the same each time"
        );
    });
}

#[test]
fn any_commands_leave_a_sound_project() {
    let start = Instant::now();
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&beginning().to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let config = Config {
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new_with_rng(config, rng);
    let lists = (arbitrary::project(), vec(commands::seed(), 1..80));
    let (mut count, mut commands) = (0, 0);
    while match wanted() {
        None => count < 40,
        Some(long) => start.elapsed() < long,
    } {
        let (project, seeds) = lists.new_tree(&mut runner).unwrap().current();
        commands += seeds.len();
        let done = catch_unwind(AssertUnwindSafe(|| run(project.clone(), &seeds)));
        assert!(
            done.is_ok(),
            "these do harm: {seeds:?} to {}",
            project_file::encode(&project)
        );
        count += 1;
    }
    proclaim(&format!(
        "fuzz commands: {count} projects, {commands} commands, 0 did harm"
    ));
}

fn run(project: Project, seeds: &[commands::Seed]) {
    let mut bench = Workbench::new(project.clone(), "ana");
    let mut count = 0;
    for seed in seeds {
        let command = seed.command(&bench);
        let mut next_id = || {
            count += 1;
            Id::new(format!("new{count}"))
        };
        let mut world = World {
            now: Time(1_000),
            next_id: &mut next_id,
        };
        bench.dispatch(command, &mut world);
        assert_eq!(bench.project().check(), []);
    }
    let saved = project_file::encode(bench.project());
    let loaded = project_file::decode(saved.as_bytes()).expect("what is written is read");
    assert_eq!(loaded.project, *bench.project());
}

/// The project that the seeds speak of.
fn sample() -> Project {
    let bytes = crate::support::hostile::SOUND.as_bytes();
    project_file::decode(bytes).unwrap().project
}

/// The seed of the journal: a mark made, moved, taken back; a link and an identity that go.
fn journal_seed() -> Vec<u8> {
    let mut project = sample();
    let (article, m3) = (Id::new("moon"), Id::new("m3"));
    let entry = project.entries()[0].clone();
    let mark = entry.annotation(&m3).unwrap();
    let mut noted = (**mark).clone();
    noted.note = "who?\n".to_owned();
    let of_m3 = |to| Edit::Annotation {
        article: article.clone(),
        id: m3.clone(),
        to,
    };
    let unlink = Edit::Link {
        article: article.clone(),
        id: Id::new("l1"),
        to: None,
    };
    let steps = [
        (journal::How::Made, vec![of_m3(Some(Arc::new(noted)))]),
        (journal::How::Undone, vec![of_m3(Some(Arc::clone(mark)))]),
        (journal::How::Made, vec![unlink, of_m3(None)]),
        (
            journal::How::Made,
            vec![Edit::Tagset(Arc::clone(project.tagset()))],
        ),
    ];
    let header = journal::Header {
        version: "0.1.0".to_owned(),
        name: "small.ron".to_owned(),
        path: Some("/work/small.ron".to_owned()),
        base: journal::Base::File(Digest::of(b"small")),
        user: "ana".to_owned(),
        begun: Time(1_764_072_000_000),
    };
    let (mut writer, mut bytes) = journal::Writer::begin(&header);
    for (number, (how, edits)) in (1..).zip(steps) {
        project.apply(&edits).unwrap();
        let spot = journal::Spot {
            article: Some(article.clone()),
            ..journal::Spot::default()
        };
        let step = journal::Step {
            number,
            at: Time(1_764_072_000_000),
            how,
            name: "Note".to_owned(),
            edits,
            before: spot.clone(),
            after: spot,
            field: Some((Some(article.clone()), m3.clone(), "note".to_owned())),
        };
        bytes.extend(writer.record(&journal::step(&step)));
    }
    bytes.extend(writer.record(&journal::saving(Digest::of(b"new"), 3)));
    bytes
}

#[test]
fn the_seed_of_the_journal_is_as_it_is_written() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/seeds/journal/small.journal");
    if std::env::var_os("POSTIL_WRITE_SEEDS").is_some() {
        std::fs::write(&path, journal_seed()).unwrap();
    }
    let bytes = std::fs::read(path).unwrap();
    assert_eq!(String::from_utf8(bytes), String::from_utf8(journal_seed()));
    let read = journal::read(&journal_seed()).unwrap();
    assert_eq!((read.records.len(), read.lost), (5, 0));
}
