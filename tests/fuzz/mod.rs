//! Fuzzing on stable Rust: seeds are changed at random, over and over, and whatever comes of it must
//! be read or refused, never harm, and be the same each time.
//!
//! The seeds in `seeds/` are replayed as they are; what once did harm is put there and stays. Others
//! are made: arbitrary projects, the journals of arbitrary commands, every dataset format's own files.
//! What makes a reader say something that no input before made it say is changed further, which leads
//! past the first error into the depth. A run of `cargo test` changes each seed some hundred times;
//! `POSTIL_FUZZ=600` goes on for so many seconds a target, from another beginning each time. What does
//! harm is written to `target/fuzz/TARGET-NUMBER` and named. (`cargo fuzz` finds more by looking at
//! which branches were taken, and needs a nightly compiler.)

mod change;
mod made;
mod packed;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use postil::formats::articles::{How, read_all};
use postil::formats::datasets::{self, Import};
use postil::formats::journal;
use postil::formats::project_file;
use postil::project::{Edit, Id, Project, Time};
use postil::store::journal::recover;
use postil::text::Digest;
use postil::workbench::{Workbench, World};
use proptest::collection::vec;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::disk::proclaim;
use crate::support::mem_disk::MemDisk;
use crate::support::{arbitrary, commands};
use change::{Dice, change};

/// How often each seed is changed in a run that is not told to be long.
const ROUNDS: u64 = 150;
/// How many of what was new are changed further, beside the seeds, and how long each may be in bytes.
const KEPT: usize = 3_000;
const LONG: usize = 100_000;
/// After so many that did harm nothing more is learnt.
const ENOUGH: usize = 20;

/// What a target is given: the name of the seed's file, which may say what it is, and bytes. It tells
/// what it saw, in words.
type Target = fn(&str, &[u8]) -> String;

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
fn fuzz(name: &str, seeds: Vec<Seed>, target: Target) {
    assert!(!seeds.is_empty(), "{name} has seeds");
    let mut seen = BTreeSet::new();
    let mut harmed = Vec::new();
    for (file, bytes) in &seeds {
        match harmless(name, target, file, bytes) {
            Ok(told) => drop(is_new(&told, &mut seen)),
            Err(kept) => harmed.push(kept),
        }
    }
    let (mut dice, start) = (Dice(beginning()), Instant::now());
    let (count, mut pool, mut number) = (seeds.len(), seeds, 0);
    let (rounds, wanted) = (ROUNDS * count as u64, wanted());
    while harmed.len() < ENOUGH
        && match wanted {
            None => number < rounds,
            Some(long) => start.elapsed() < long,
        }
    {
        let (file, bytes) = &pool[number as usize % pool.len()];
        let other = &pool[dice.below(pool.len())].1;
        let changed = change(bytes, other, &mut dice);
        number += 1;
        match harmless(name, target, file, &changed) {
            Ok(told) if is_new(&told, &mut seen) && changed.len() < LONG => {
                if pool.len() < count + KEPT {
                    pool.push((file.clone(), changed));
                }
            }
            Ok(_) => {}
            Err(kept) => harmed.push(kept),
        }
    }
    let (new, harm) = (pool.len() - count, harmed.len());
    proclaim(&format!(
        "fuzz {name}: {count} seeds, {number} changed ones, {new} of them new to the reader, {harm} did harm"
    ));
    assert!(harmed.is_empty(), "{name} is harmed by {harmed:?}");
}

/// Whether anything was said that was not said before.
fn is_new(told: &str, seen: &mut BTreeSet<String>) -> bool {
    let mut new = false;
    for part in shape(told).split("; ") {
        new |= seen.insert(part.to_owned());
    }
    new
}

/// What was said, without what stands in the file: its numbers and the words that are quoted.
fn shape(told: &str) -> String {
    let mut quoted = false;
    let kept = told.chars().filter(|letter| {
        quoted ^= *letter == '"';
        !quoted && !letter.is_ascii_digit()
    });
    kept.take(4_000).collect()
}

/// Gives bytes to a target, and says what it told. What does harm is kept: where.
fn harmless(name: &str, target: Target, file: &str, bytes: &[u8]) -> Result<String, PathBuf> {
    if let Ok(told) = catch_unwind(AssertUnwindSafe(|| target(file, bytes))) {
        return Ok(told);
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/fuzz");
    std::fs::create_dir_all(&folder).unwrap();
    let (digest, file) = (Digest::of(bytes), file.replace('/', "-"));
    let number = digest.as_bytes().iter().take(4);
    let number: String = number.map(|it| format!("{it:02x}")).collect();
    let kept = folder.join(format!("{name}-{number}-{file}"));
    std::fs::write(&kept, bytes).unwrap();
    Err(kept)
}

/// The problems of a file, each kind once.
fn kinds<'a>(problems: impl Iterator<Item = &'a str>) -> String {
    let kinds: BTreeSet<String> = problems.map(shape).collect();
    kinds.into_iter().collect::<Vec<_>>().join("; ")
}

#[test]
fn a_project_file_of_any_bytes_is_read_or_refused() {
    let seeds = [seeds("project"), made::projects()].concat();
    fuzz("project", seeds, |_, bytes| {
        match project_file::decode(bytes) {
            Ok(loaded) => {
                assert_eq!(loaded.project.check(), []);
                // A part that was aside because of another may be sound once that is aside too, and then
                // comes back; that ends.
                let (mut project, mut loads) = (loaded.project, 0);
                loop {
                    let saved = project_file::encode(&project);
                    let again =
                        project_file::decode(saved.as_bytes()).expect("what is written is read");
                    assert_eq!(again.project.check(), []);
                    assert!(again.project.mark_count() >= project.mark_count());
                    if project_file::encode(&again.project) == saved {
                        break;
                    }
                    assert!(again.project.aside().len() < project.aside().len());
                    (project, loads) = (again.project, loads + 1);
                    assert!(loads < 9, "it comes to rest");
                }
                kinds(loaded.problems.iter().map(|it| it.what.as_str()))
            }
            Err(error) => {
                let said = error.to_string();
                assert!(!said.is_empty() && !said.contains('\n'), "{said:?}");
                said
            }
        }
    });
}

#[test]
fn a_journal_of_any_bytes_is_read_as_far_as_it_is_sound() {
    let seeds = [seeds("journal"), made::journals()].concat();
    fuzz("journal", seeds, |_, bytes| {
        let read = match journal::read(bytes) {
            Ok(read) => read,
            Err(error) => return error.to_string(),
        };
        assert!(read.lost <= bytes.len());
        format!("{} {}", read.records.len(), read.lost > 0)
    });
}

#[test]
fn what_a_journal_of_any_records_leads_to_is_sound() {
    // The checks of a journal keep changed records out; here they are made right again.
    let seeds = [seeds("journal"), made::journals()].concat();
    fuzz("records", seeds, |_, bytes| {
        let text = String::from_utf8_lossy(bytes);
        let mut lines = text
            .lines()
            .skip(1)
            .map(|line| line.get(26..).unwrap_or_default());
        let header = lines.next().unwrap_or_default();
        let base = made::base_of(header).unwrap_or_else(sample);
        let disk = MemDisk::with_folder("/j");
        let (mut writer, mut sound) = journal::Writer::begin(&made::header(&base));
        for line in lines {
            sound.extend(writer.record(line));
        }
        disk.put("/j/a.journal", &sound);
        let left = postil::store::journal::find(&disk, Path::new("/j"), Time::new(2));
        let mut told = Vec::new();
        for found in &left.found {
            match recover(&disk, found, None) {
                Ok(recovered) => {
                    assert_eq!(recovered.project.check(), []);
                    told.push(kinds(recovered.skipped.iter().map(String::as_str)));
                    undone(recovered);
                }
                Err(error) => told.push(error.to_string()),
            }
        }
        told.join("; ")
    });
}

/// Takes back all that was recovered.
fn undone(recovered: postil::store::journal::Recovered) {
    let mut bench = Workbench::recovered(recovered.project, recovered.history, "ana");
    let mut next_id = || Id::new("new");
    let mut world = World {
        now: Time::new(3),
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
    fuzz("article", seeds("article"), |name, bytes| {
        let first = read_all(name, bytes, &How::default());
        assert_eq!(
            first,
            read_all(name, bytes, &How::default()),
            "the same each time"
        );
        match first {
            Ok(opened) => {
                for reading in &opened.readings {
                    assert!(!reading.text.trim().is_empty() && !reading.title.is_empty());
                }
                let notices = opened.readings.iter().flat_map(|it| &it.notices);
                kinds(notices.map(String::as_str))
            }
            Err(error) => {
                let said = error.to_string();
                assert!(!said.contains('\n'), "{said}");
                said
            }
        }
    });
}

#[test]
fn a_dataset_of_any_bytes_is_read_or_refused() {
    fuzz("dataset", made::datasets(), |name, bytes| {
        let (format, file) = name.split_once('/').unwrap();
        let format = datasets::format(format).unwrap();
        let mut files = made::dataset(format).clone();
        files.insert(file.to_owned(), bytes.to_vec());
        let project = sample();
        let into = Import {
            into: Some(&project),
            ..Import::new(project.tagset())
        };
        let read = format.decode(&files, &Import::new(project.tagset()));
        let again = format.decode(&files, &Import::new(project.tagset()));
        assert_eq!(read, again, "the same each time");
        let told = match &read {
            Ok(read) => {
                assert_eq!(read.project.check(), []);
                kinds(read.problems.iter().map(|it| it.what.as_str()))
            }
            Err(error) => error.to_string(),
        };
        let grown = format.decode(&files, &into);
        assert_eq!(grown.is_ok(), read.is_ok());
        if let Ok(grown) = grown {
            assert_eq!(grown.project.check(), []);
            assert!(grown.project.mark_count() >= project.mark_count());
        }
        format!("{} {told}", format.name)
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
    bench.listen();
    let mut count = 0;
    for seed in seeds {
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
        assert_eq!(bench.project().check(), []);
    }
    let saved = project_file::encode(bench.project());
    let loaded = project_file::decode(saved.as_bytes()).expect("what is written is read");
    assert_eq!(loaded.project, *bench.project());
    let disk = MemDisk::with_folder("/j");
    disk.put("/j/a.journal", &made::journal(&project, bench.happened()));
    let left = postil::store::journal::find(&disk, Path::new("/j"), Time::new(2));
    let recovered = recover(&disk, &left.found[0], None).unwrap();
    assert_eq!(recovered.skipped, [""; 0]);
    assert_eq!(
        recovered.project,
        *bench.project(),
        "the journal has it all"
    );
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
    noted.note = "who?\n".into();
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
        begun: Time::new(1_764_072_000_000),
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
            at: Time::new(1_764_072_000_000),
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
