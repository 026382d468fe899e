//! The journal under faults and crashes: what was said to be kept is there at the next start.

use std::cell::{Cell, RefCell};
use std::path::Path;

use postil::formats::journal::{Base, Header};
use postil::history::{History, Whereabouts};
use postil::project::{Project, Time};
use postil::store::journal::{self, Journal, Standing, step_of};
use postil::store::{Allowed, ProjectFile};
use postil::text::Digest;

use super::{bytes, mark, proclaim, project};
use crate::support::mem_disk::{Fault, MemDisk, Skip, WRONGS};

const MINE: &str = "/work/p.ron";
const FOLDER: &str = "/state/postil/journals";
const NOW: Time = Time::new(1_764_072_000_000);
/// How many ways a crash can go are tried at each call.
const CRASHES: u64 = 12;

fn disk() -> MemDisk {
    let disk = MemDisk::with_folder("/work");
    disk.put(MINE, bytes(0));
    disk
}

fn header(base: Base) -> Header {
    Header {
        version: "0.1.0".to_owned(),
        name: "p.ron".to_owned(),
        path: Some(MINE.to_owned()),
        base,
        user: "ana".to_owned(),
        begun: NOW,
    }
}

/// A window's work without the window.
struct Session {
    disk: MemDisk,
    project: Project,
    history: History,
    journal: RefCell<Journal>,
    file: ProjectFile,
    /// How many marks the user was told are kept.
    kept: Cell<u64>,
}

impl Session {
    fn open(disk: &MemDisk) -> Option<Self> {
        let (file, loaded) = ProjectFile::open(disk, Path::new(MINE)).ok()?;
        let base = Base::File(file.digest()?);
        let mut history = History::default();
        history.listen();
        Some(Self {
            disk: disk.clone(),
            project: loaded.project,
            history,
            journal: RefCell::new(Journal::new(Path::new(FOLDER), "session", header(base))),
            file,
            kept: Cell::new(0),
        })
    }

    /// Makes mark `number` (from 1) and keeps it.
    fn make(&mut self, number: u64) {
        let edit = mark(&self.project, number as usize - 1);
        let places = (Whereabouts::default(), Whereabouts::default());
        let (project, history) = (&mut self.project, &mut self.history);
        history
            .commit(project, format!("Tag {number}"), vec![edit], places, None)
            .unwrap();
        let mut journal = self.journal.borrow_mut();
        for happening in self.history.happened() {
            let step = step_of(number, NOW, happening);
            let _ = journal.append(&self.disk, &step);
        }
        if journal.sync(&self.disk).is_ok() {
            self.kept.set(number);
        }
    }

    fn save(&mut self, up_to: u64) {
        let announce = |digest| {
            let _ = self.journal.borrow_mut().saving(&self.disk, digest, up_to);
        };
        let allowed = Allowed::default();
        let done = self
            .file
            .save(&self.disk, &self.project, allowed, &announce);
        if let Ok(saved) = done {
            self.kept.set(self.kept.get().max(up_to));
            let header = header(Base::File(saved.digest));
            let _ = self.journal.borrow_mut().rebase(&self.disk, header, up_to);
        }
    }
}

/// Three marks, a save, two marks, a save, one mark.
fn session(disk: &MemDisk) -> Option<Session> {
    let mut session = Session::open(disk)?;
    (1..=3).for_each(|number| session.make(number));
    session.save(3);
    (4..=5).for_each(|number| session.make(number));
    session.save(5);
    session.make(6);
    Some(session)
}

/// What the next start finds: the marks in the file, with those of the journal.
fn next_start(disk: &MemDisk) -> Result<usize, String> {
    let left = journal::find(disk, Path::new(FOLDER), NOW);
    if !left.notices.is_empty() {
        return Err(format!("{:?}", left.notices));
    }
    let project = match left.found.as_slice() {
        [] => {
            ProjectFile::open(disk, Path::new(MINE))
                .map_err(|e| e.to_string())?
                .1
                .project
        }
        [found] if found.standing == Standing::Unchanged => {
            let recovered = journal::recover(disk, found, None).map_err(|e| e.to_string())?;
            if !recovered.skipped.is_empty() {
                return Err(format!("skipped: {:?}", recovered.skipped));
            }
            recovered.project
        }
        other => return Err(format!("found {other:?}")),
    };
    let marks = project.mark_count();
    match project == *super::project(marks) {
        true => Ok(marks),
        false => Err(format!("{marks} marks, and another project")),
    }
}

fn all_crashes(skip: Option<Skip>) -> (u64, Vec<String>) {
    let (mut count, mut wrong) = (0, Vec::new());
    for at in 1.. {
        let disk = disk();
        disk.set_skip(skip);
        disk.die_at(at);
        let kept = session(&disk).map_or(0, |session| session.kept.get());
        for seed in 0..CRASHES {
            count += 1;
            match next_start(&disk.after_a_crash(seed)) {
                Ok(marks) if marks as u64 >= kept => {}
                other => wrong.push(format!("at {at}, seed {seed}: {kept} kept, but {other:?}")),
            }
        }
        if disk.calls() < at || (skip.is_some() && !wrong.is_empty()) {
            return (count, wrong);
        }
    }
    unreachable!()
}

#[test]
fn row_61_the_power_fails_at_every_call_and_what_was_kept_is_offered() {
    let (count, wrong) = all_crashes(None);
    assert!(
        wrong.is_empty(),
        "{}: {:#?}",
        wrong.len(),
        &wrong[..wrong.len().min(9)]
    );
    assert!(count > 500, "only {count}");
    proclaim(&format!("journal: {count} power cuts, 0 violations"));
}

#[test]
fn each_sync_of_the_journal_that_is_left_out_is_missed() {
    for skip in [Skip::FileSync, Skip::FolderSync, Skip::Rename] {
        assert!(
            !all_crashes(Some(skip)).1.is_empty(),
            "nobody missed {skip:?}"
        );
    }
}

#[test]
fn rows_58_59_every_call_fails_once_in_every_way_and_the_journal_goes_on() {
    let mut hits = 0;
    for (name, wrong) in WRONGS {
        for for_ever in [false, true] {
            for at in 1.. {
                let disk = disk();
                disk.set_fault(Some(Fault {
                    at,
                    wrong,
                    for_ever,
                }));
                let session = session(&disk);
                let (calls, hit) = (disk.calls(), disk.hits());
                hits += u64::from(hit > 0);
                disk.set_fault(None);
                if let Some(session) = session {
                    // In memory is all of it, and with the disk well again the journal has it too.
                    assert_eq!(session.project, *project(6));
                    session.journal.borrow_mut().sync(&disk).unwrap();
                    drop(session);
                    let found = next_start(&disk.after_a_crash(0));
                    assert_eq!(found, Ok(6), "{name} at {at}, {for_ever}");
                }
                if at > calls {
                    break;
                }
            }
        }
    }
    assert!(hits > 500, "only {hits}");
    proclaim(&format!("journal: {hits} faults injected, 0 violations"));
}

#[test]
fn a_journal_that_a_program_holds_is_not_offered_to_another() {
    let disk = disk();
    let session = session(&disk).unwrap();
    assert!(
        journal::find(&disk, Path::new(FOLDER), NOW)
            .found
            .is_empty()
    );
    drop(session);
    assert_eq!(journal::find(&disk, Path::new(FOLDER), NOW).found.len(), 1);
}

#[test]
fn what_was_recovered_can_be_undone_step_by_step() {
    let disk = disk();
    let mut session = Session::open(&disk).unwrap();
    (1..=3).for_each(|number| session.make(number));
    session.history.undo(&mut session.project).unwrap();
    let undone = session.history.happened().remove(0);
    let mut journal = session.journal.into_inner();
    journal.append(&disk, &step_of(4, NOW, undone)).unwrap();
    journal.sync(&disk).unwrap();
    drop(journal);
    let left = journal::find(&disk, Path::new(FOLDER), NOW);
    let words: Vec<_> = left.found[0]
        .steps
        .iter()
        .map(|(_, it)| it.as_str())
        .collect();
    assert_eq!(words, ["Tag 1", "Tag 2", "Tag 3", "Undo: Tag 3"]);
    let mut recovered = journal::recover(&disk, &left.found[0], None).unwrap();
    assert_eq!(recovered.project, *project(2));
    assert_eq!(recovered.history.undone().len(), 1);
    recovered.history.redo(&mut recovered.project).unwrap();
    assert_eq!(recovered.project, *project(3));
    while recovered
        .history
        .undo(&mut recovered.project)
        .unwrap()
        .is_some()
    {}
    assert_eq!(recovered.project, *project(0));
}

#[test]
fn row_82_on_a_changed_file_the_work_is_made_on_a_copy() {
    let disk = disk();
    let mut session = Session::open(&disk).unwrap();
    (1..=3).for_each(|number| session.make(number));
    drop(session);
    // A colleague has made the first mark too, and saved.
    disk.put(MINE, bytes(1));
    let left = journal::find(&disk, Path::new(FOLDER), NOW);
    assert_eq!(left.found[0].standing, Standing::Changed);
    let recovered = journal::recover(&disk, &left.found[0], None).unwrap();
    assert!(recovered.file.is_none(), "a copy has no file");
    assert_eq!(recovered.project.mark_count(), 3);
    assert_eq!(
        disk.get(MINE).as_ref(),
        Some(bytes(1)),
        "nothing was written"
    );
    // With the file as it was kept beside it, that is what the work is made on.
    disk.put(format!("{MINE}.bak"), bytes(0));
    let recovered = journal::recover(&disk, &left.found[0], None).unwrap();
    assert_eq!(recovered.project, *project(3));
    assert!(recovered.file.is_none());
}

#[test]
fn row_82_what_does_not_fit_is_left_out_and_listed() {
    let disk = disk();
    let mut session = Session::open(&disk).unwrap();
    (1..=3).for_each(|number| session.make(number));
    drop(session);
    let other = Project::new(postil::formats::tagset_file::default_tagset());
    let other = postil::formats::project_file::encode(&other);
    disk.put(MINE, other.as_bytes());
    let left = journal::find(&disk, Path::new(FOLDER), NOW);
    let recovered = journal::recover(&disk, &left.found[0], None).unwrap();
    assert_eq!(recovered.project.mark_count(), 0);
    insta::assert_snapshot!(recovered.skipped.join("\n"), @r#"
    Tag 1: article "a" is not there
    Tag 2: article "a" is not there
    Tag 3: article "a" is not there
    "#);
}

#[test]
fn an_untitled_project_is_recovered_whole() {
    let disk = MemDisk::with_folder("/work");
    let text = String::from_utf8(bytes(2).clone()).unwrap();
    let untitled = Header {
        path: None,
        ..header(Base::Snapshot(text))
    };
    let mut journal = Journal::new(Path::new(FOLDER), "session", untitled);
    journal.sync(&disk).unwrap();
    drop(journal);
    let left = journal::find(&disk.after_a_crash(0), Path::new(FOLDER), NOW);
    assert_eq!(left.found[0].standing, Standing::Untitled);
    let recovered = journal::recover(&disk, &left.found[0], None).unwrap();
    assert_eq!(recovered.project, *project(2));
}

#[test]
fn row_81_many_journals_newer_ones_and_damaged_ones_are_bounded_and_left() {
    let disk = MemDisk::with_folder(FOLDER);
    for number in 0..1_200 {
        disk.put(
            format!("{FOLDER}/{number:06}.journal"),
            b"PostilJournal 9\nx",
        );
    }
    disk.put(format!("{FOLDER}/9.journal"), b"something else");
    let left = journal::find(&disk, Path::new(FOLDER), NOW);
    assert!(left.found.is_empty());
    insta::assert_snapshot!(left.notices.join("\n"), @r"
    There are 1201 journals of earlier sessions; the newest 1000 were looked at.
    999 journals of a newer Postil were left as they are; open them with that.
    1 journals of earlier sessions are damaged from their beginning and were left as they are.
    ");
    assert_eq!(disk.names(FOLDER).len(), 1_201);
}

#[test]
fn what_is_discarded_is_kept_thirty_days() {
    let disk = disk();
    let mut session = Session::open(&disk).unwrap();
    session.make(1);
    drop(session);
    let left = journal::find(&disk, Path::new(FOLDER), NOW);
    journal::discard(&disk, &left.found[0]).unwrap();
    assert_eq!(disk.names(FOLDER), ["session.discarded"]);
    let days = |days: i64| Time::new(days * 24 * 60 * 60 * 1000);
    for (after, names) in [(days(29), 1), (days(-400), 1), (days(31), 0)] {
        assert!(
            journal::find(&disk, Path::new(FOLDER), after)
                .found
                .is_empty()
        );
        assert_eq!(disk.names(FOLDER).len(), names, "{after:?}");
    }
}

#[test]
fn a_journal_begins_with_nothing_on_the_disk_and_ends_so() {
    let disk = disk();
    let mut session = Session::open(&disk).unwrap();
    assert!(disk.names(FOLDER).is_empty());
    session.make(1);
    assert_eq!(disk.names(FOLDER), ["session.journal"]);
    session.save(1);
    assert!(disk.names(FOLDER).is_empty());
    assert_eq!(
        Digest::of(&disk.get(MINE).unwrap()),
        session.file.digest().unwrap()
    );
}

#[test]
fn the_journal_of_another_session_is_never_written_over() {
    let disk = disk();
    for marks in [1, 2] {
        let mut session = Session::open(&disk).unwrap();
        (1..=marks).for_each(|number| session.make(number));
    }
    let left = journal::find(&disk, Path::new(FOLDER), NOW);
    let mut edits: Vec<_> = left.found.iter().map(|it| it.steps.len()).collect();
    edits.sort_unstable();
    assert_eq!(edits, [1, 2]);
}

#[test]
fn a_journal_that_was_taken_away_under_the_program_is_written_again() {
    let disk = disk();
    let mut session = Session::open(&disk).unwrap();
    session.make(1);
    disk.lose("/state");
    session.make(2);
    assert_eq!(session.kept.get(), 2);
    drop(session);
    let left = journal::find(&disk.after_a_crash(0), Path::new(FOLDER), NOW);
    let recovered = journal::recover(&disk, &left.found[0], None).unwrap();
    assert_eq!(recovered.project, *project(2));
}
