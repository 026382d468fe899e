//! Two programs on one file without a lock between them, as on a share that has none: whatever was
//! said to be saved is in the file at the end, or stands in it as a dispute, or in a conflict copy
//! that is offered beside it.

use std::collections::BTreeSet;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use postil::project::{Edit, Id, Project};
use postil::review::merge::{Names, merge};
use postil::store::disk::{DiskFile, Item, Mode, Open, Stat};
use postil::store::leftovers::conflict_copies;
use postil::store::{Allowed, Disk, ProjectFile, RealDisk, SaveCause};

use super::{bytes, mark, proclaim};

/// How many programs there are.
const PROGRAMS: usize = 2;
/// The marks that the article has room for.
const MOST: usize = 99;

/// How long they work, in milliseconds; `POSTIL_TOGETHER` says it otherwise.
fn together() -> u64 {
    let wanted = std::env::var("POSTIL_TOGETHER").ok();
    wanted.and_then(|it| it.parse().ok()).unwrap_or(4_000)
}

fn program(path: &Path, number: usize, able: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "disk::two::a_program_that_edits_and_saves"])
        .args(["--ignored", "--nocapture"])
        .env("POSTIL_TWO", path)
        .env("POSTIL_TWO_NUMBER", number.to_string())
        .env("POSTIL_TOGETHER", together().to_string())
        .env("POSTIL_TWO_ABLE", able)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn row_69_what_two_programs_have_saved_to_one_file_is_all_in_it() {
    let (kept, lost, said) = work_together("lock");
    assert_eq!(lost, [""; 0], "{kept} edits were said to be saved");
    proclaim(&format!("two programs: {said}, 0 lost"));
}

#[test]
fn row_69_without_locks_of_the_system_the_exchange_keeps_all() {
    let folder = tempfile::tempdir().unwrap();
    let [one, other] = ["one", "other"].map(|name| folder.path().join(name));
    for path in [&one, &other] {
        std::fs::write(path, path.to_str().unwrap()).unwrap();
    }
    if let Err(error) = RealDisk.exchange(&one, &other) {
        assert_eq!(error.kind(), io::ErrorKind::Unsupported);
        proclaim("two programs without locks: left out, the disk cannot exchange files");
        let required = std::env::var_os("POSTIL_REQUIRE_ALL").is_some();
        assert!(!required, "the disk cannot exchange files");
        return;
    }
    assert_eq!(
        std::fs::read_to_string(&one).unwrap(),
        other.to_str().unwrap()
    );
    let (kept, lost, said) = work_together("exchange");
    assert_eq!(lost, [""; 0], "{kept} edits were said to be saved");
    proclaim(&format!("two programs without locks: {said}, 0 lost"));
}

/// Where the disk can neither lock nor exchange, all that is left between two saves is the look just
/// before a file is put in place. It leaves a moment, in which an edit can be lost; that it is a
/// moment is shown.
#[test]
fn row_69_without_locks_or_exchange_the_look_before_a_save_keeps_nearly_all() {
    let (kept, lost, said) = work_together("look");
    let most = kept / 10;
    assert!(lost.len() <= most, "{lost:?} of {kept} edits were lost");
    let lost = lost.len();
    proclaim(&format!(
        "two programs without locks or exchange: {said}, {lost} lost"
    ));
}

/// Two programs work on one file for a while. How many edits were said to be saved, which of them are
/// gone, and what happened in words.
fn work_together(able: &str) -> (usize, Vec<String>, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.ron");
    std::fs::write(&path, bytes(0)).unwrap();
    let children: Vec<Child> = (0..PROGRAMS).map(|it| program(&path, it, able)).collect();
    let (mut said, mut merges) = (Vec::new(), 0);
    for mut child in children {
        let out = BufReader::new(child.stdout.take().unwrap());
        let lines: Vec<String> = out.lines().map_while(Result::ok).collect();
        let status = child.wait_with_output().unwrap();
        assert!(
            status.status.success(),
            "{}",
            String::from_utf8_lossy(&status.stderr)
        );
        merges += lines.iter().filter(|line| *line == "merged").count();
        said.push(lines);
    }
    let read = |path: &Path| {
        let (_, loaded) = ProjectFile::open(&RealDisk, path).unwrap();
        assert_eq!(loaded.problems, []);
        loaded.project
    };
    let project = read(&path);
    let copies = conflict_copies(&RealDisk, &path);
    let copies: Vec<Project> = copies.iter().map(|copy| read(&copy.path)).collect();
    let offered = |id: &str, note: &str| {
        let mut found = copies.iter().filter_map(|copy| {
            let marks = copy.entries()[0].annotations();
            marks.get(&Id::new(id))
        });
        found.any(|mark| note.is_empty() || mark.note == note)
    };
    let disputed: BTreeSet<&str> = project.disputes().map(|it| it.thing.as_str()).collect();
    let (mut kept, mut notes, mut open, mut lost) = (0, 0, 0, Vec::new());
    for line in said.iter().flatten() {
        let Some(saved) = line.strip_prefix("saved ") else {
            continue;
        };
        let (id, note) = saved.split_once(' ').unwrap_or((saved, ""));
        kept += 1;
        let Some(found) = project.entries()[0].annotation(&Id::new(id)) else {
            if !offered(id, note) {
                lost.push(format!("{id} was saved and is gone"));
            }
            continue;
        };
        // Only the last note of one's own mark is looked for; a mark of both may be disputed.
        if !note.is_empty() && last_of(&said, id) == Some(note) {
            notes += 1;
            let disputed = disputed.contains(id);
            open += usize::from(disputed);
            if found.note != note && !disputed && !offered(id, note) {
                lost.push(format!("{id}: {note} became {}", found.note));
            }
        }
    }
    assert!(kept > 20 && merges > 5, "{kept} saved, {merges} merges");
    let beside = copies.len();
    let said = format!(
        "{kept} edits were said to be saved, {merges} merges, {notes} notes looked for, {open} of them disputed, {beside} conflict copies"
    );
    (kept, lost, said)
}

/// The last note that anybody was told is saved, if only one wrote on this mark.
fn last_of<'s>(said: &'s [Vec<String>], id: &str) -> Option<&'s str> {
    let of = |lines: &'s Vec<String>| {
        let mut found = lines.iter().rev().filter_map(|line| {
            let (of, note) = line.strip_prefix("saved ")?.split_once(' ')?;
            (of == id).then_some(note)
        });
        found.next()
    };
    let mut writers = said.iter().filter_map(of);
    let first = writers.next();
    first.filter(|_| writers.next().is_none())
}

/// The real disk, of a system that knows no locks.
struct NoLocks {
    /// Whether it can exchange files, and rename one only where nothing stands.
    exchange: bool,
}

struct NoLocksFile(Box<dyn DiskFile>);

impl Disk for NoLocks {
    fn stat(&self, path: &Path) -> io::Result<Stat> {
        RealDisk.stat(path)
    }
    fn link_target(&self, path: &Path) -> io::Result<Option<PathBuf>> {
        RealDisk.link_target(path)
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<Item>> {
        RealDisk.list(folder)
    }
    fn open(&self, path: &Path, how: Open) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(NoLocksFile(RealDisk.open(path, how)?)))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.rename(from, to)
    }
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        match self.exchange {
            true => RealDisk.rename_new(from, to),
            false => Err(io::ErrorKind::Unsupported.into()),
        }
    }
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        match self.exchange {
            true => RealDisk.exchange(one, other),
            false => Err(io::ErrorKind::Unsupported.into()),
        }
    }
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.link(from, to)
    }
    fn unlink(&self, path: &Path) -> io::Result<()> {
        RealDisk.unlink(path)
    }
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        RealDisk.make_folder(folder)
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        RealDisk.sync_folder(folder)
    }
}

impl DiskFile for NoLocksFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }
    fn set_mode(&mut self, mode: Mode) -> io::Result<()> {
        self.0.set_mode(mode)
    }
    fn sync(&mut self) -> io::Result<()> {
        self.0.sync()
    }
    fn try_lock(&mut self) -> io::Result<bool> {
        Err(io::ErrorKind::Unsupported.into())
    }
    fn stat(&self) -> io::Result<Stat> {
        self.0.stat()
    }
}

/// Whose turn a roll of the dice is; the same for the same start.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) as usize % sides
    }
}

#[test]
#[ignore = "is started by the test above, twice"]
fn a_program_that_edits_and_saves() {
    let Some(path) = std::env::var_os("POSTIL_TWO") else {
        return;
    };
    let number: usize = std::env::var("POSTIL_TWO_NUMBER").unwrap().parse().unwrap();
    let path = Path::new(&path);
    let mut dice = Dice(number as u64 + 1);
    let disk: &dyn Disk = match std::env::var("POSTIL_TWO_ABLE").unwrap().as_str() {
        "lock" => &RealDisk,
        "exchange" => &NoLocks { exchange: true },
        _ => &NoLocks { exchange: false },
    };
    let (mut file, loaded) = ProjectFile::open(disk, path).unwrap();
    let (mut project, mut base) = (loaded.project.clone(), loaded.project);
    let end = Instant::now() + Duration::from_millis(together());
    let mut round = 0;
    while Instant::now() < end {
        let edits = edit(&project, number, round, &mut dice);
        round += 1;
        project.apply(&edits).unwrap();
        loop {
            match file.save(disk, &project, Allowed::default(), &|_| {}) {
                Ok(_) => break,
                Err(error) if matches!(error.cause, SaveCause::Changed) => {}
                Err(error) => panic!("{error}"),
            }
            // What the window offers: theirs is merged into ours, and saved then.
            let (theirs_file, theirs) = ProjectFile::open(disk, path).unwrap();
            let names = Names {
                ours: "here",
                theirs: "there",
            };
            let merged = merge(Some(&base), &project, &theirs.project, names).unwrap();
            project = merged.project;
            assert_eq!(project.check(), []);
            base = theirs.project;
            file = theirs_file;
            say("merged");
        }
        base = project.clone();
        for edit in edits {
            if let Edit::Annotation {
                id, to: Some(it), ..
            } = edit
            {
                say(format!("saved {id} {}", it.note).trim_end());
            }
        }
        std::thread::sleep(Duration::from_micros(dice.roll(3_000) as u64));
    }
}

/// A new mark of one's own, or another note on a mark of one's own or, now and then, of both.
fn edit(project: &Project, number: usize, round: usize, dice: &mut Dice) -> Vec<Edit> {
    let entry = &project.entries()[0];
    let own: Vec<&Id> = entry
        .annotations()
        .keys()
        .filter(|id| id.as_str()[1..].parse::<usize>().unwrap() % PROGRAMS == number)
        .collect();
    let place = own.len() * PROGRAMS + number;
    if place < MOST && (own.is_empty() || dice.roll(3) == 0) {
        return vec![mark(project, place)];
    }
    let of: Vec<&Id> = match dice.roll(8) {
        0 => entry.annotations().keys().collect(),
        _ => own,
    };
    let id = of[dice.roll(of.len())];
    let mut changed = (**entry.annotation(id).unwrap()).clone();
    changed.note = format!("note-{number}-{round}").into();
    vec![Edit::Annotation {
        article: entry.article().id.clone(),
        id: id.clone(),
        to: Some(std::sync::Arc::new(changed)),
    }]
}

fn say(line: &str) {
    let mut out = std::io::stdout();
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}
