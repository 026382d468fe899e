//! Real deaths: a child that works on the real disk is killed at any moment, and what it said was
//! kept is there at the next start.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use postil::formats::journal::{Base, Header};
use postil::history::{History, Whereabouts};
use postil::project::Time;
use postil::store::journal::{self, Journal, Standing, step_of};
use postil::store::{Allowed, ProjectFile, RealDisk};

use super::{bytes, mark, proclaim};

const NOW: Time = Time::new(1_764_072_000_000);
/// The most marks that the article has room for.
const MOST: usize = 99;

/// How often a child is killed; `POSTIL_DEATHS` says it otherwise.
fn deaths() -> u64 {
    let wanted = std::env::var("POSTIL_DEATHS").ok();
    wanted.and_then(|it| it.parse().ok()).unwrap_or(200)
}

#[test]
fn row_60_what_was_kept_survives_kill_9() {
    let (mut kept_in_all, mut in_a_save) = (0, 0);
    for death in 0..deaths() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p.ron");
        std::fs::write(&path, bytes(0)).unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "disk::deaths::a_session_until_it_is_killed"])
            .args(["--ignored", "--nocapture"])
            .env("POSTIL_DEATH", folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let mut lines = out.lines().map_while(Result::ok);
        // It has begun; from here on it dies at another moment each time.
        let first = lines.find(|line| line.starts_with("kept "));
        std::thread::sleep(Duration::from_micros(death * 7_919 % 40_000));
        child.kill().unwrap();
        child.wait().unwrap();
        let last = first
            .into_iter()
            .chain(lines)
            .filter_map(|line| number(&line))
            .max();
        let kept = last.expect("it said something");
        kept_in_all += kept;
        let names = std::fs::read_dir(folder.path()).unwrap();
        in_a_save += names
            .filter(|it| {
                it.as_ref()
                    .unwrap()
                    .file_name()
                    .to_string_lossy()
                    .ends_with(".tmp")
            })
            .count();
        let found = next_start(folder.path());
        assert!(
            found >= kept,
            "death {death}: {kept} were kept, {found} are there"
        );
    }
    proclaim(&format!(
        "deaths: {} kills, {in_a_save} of them in the middle of a save, {kept_in_all} gestures kept, 0 lost",
        deaths()
    ));
}

fn number(line: &str) -> Option<usize> {
    line.strip_prefix("kept ")?.trim().parse().ok()
}

/// The marks that the next start has, which are the first ones without a gap.
fn next_start(folder: &Path) -> usize {
    let left = journal::find(&RealDisk, &folder.join("journals"), NOW);
    assert_eq!(left.notices, [""; 0]);
    let project = match left.found.as_slice() {
        [] => {
            ProjectFile::open(&RealDisk, &folder.join("p.ron"))
                .unwrap()
                .1
                .project
        }
        [found] => {
            assert_eq!(found.standing, Standing::Unchanged);
            let recovered = journal::recover(&RealDisk, found, None).unwrap();
            assert_eq!(recovered.skipped, [""; 0]);
            recovered.project
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(project.check(), []);
    let marks = project.mark_count();
    for number in 0..marks {
        let id = format!("m{number}").as_str().into();
        assert!(
            project.entries()[0].annotation(&id).is_some(),
            "{number} of {marks}"
        );
    }
    marks
}

#[test]
#[ignore = "is started and killed by the test above"]
fn a_session_until_it_is_killed() {
    let Some(folder) = std::env::var_os("POSTIL_DEATH") else {
        return;
    };
    let folder = Path::new(&folder);
    let path = folder.join("p.ron");
    let (mut file, loaded) = ProjectFile::open(&RealDisk, &path).unwrap();
    let header = |digest| Header {
        version: "0.1.0".to_owned(),
        name: "p.ron".to_owned(),
        path: path.to_str().map(str::to_owned),
        base: Base::File(digest),
        user: "ana".to_owned(),
        begun: NOW,
    };
    let base = header(file.digest().unwrap());
    let journal = Journal::new(&folder.join("journals"), "session", base);
    let journal = std::cell::RefCell::new(journal);
    let (mut project, mut history) = (loaded.project, History::default());
    history.listen();
    for number in 1..=MOST {
        let edit = mark(&project, number - 1);
        let places = (Whereabouts::default(), Whereabouts::default());
        history
            .commit(&mut project, "Tag", vec![edit], places, None)
            .unwrap();
        for happening in history.happened() {
            let step = step_of(number as u64, NOW, happening);
            journal.borrow_mut().append(&RealDisk, &step).unwrap();
        }
        journal.borrow_mut().sync(&RealDisk).unwrap();
        say(number);
        if number % 4 == 0 {
            let announce = |digest| {
                let mut journal = journal.borrow_mut();
                journal.saving(&RealDisk, digest, number as u64).unwrap();
            };
            let saved = file
                .save(&RealDisk, &project, Allowed::default(), &announce)
                .unwrap();
            let header = header(saved.digest);
            let mut journal = journal.borrow_mut();
            journal.rebase(&RealDisk, header, number as u64).unwrap();
        }
    }
    std::thread::sleep(Duration::from_secs(5));
}

fn say(number: usize) {
    let mut out = std::io::stdout();
    writeln!(out, "kept {number}").unwrap();
    out.flush().unwrap();
}
