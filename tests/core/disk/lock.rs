//! Two at once, on the real disk: a project's lock between processes, and what killed ones leave.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use postil::project::Time;
use postil::store::leftovers::{conflict_copies, sweep};
use postil::store::lock::{Asker, Lock, Machine, Taken, take};
use postil::store::{Disk, RealDisk};

use super::{bytes, proclaim};
use crate::support::mem_disk::{Fault, MemDisk, WRONGS};

const NOW: Time = Time::new(1_764_072_000_000);
const DAY: i64 = 24 * 60 * 60 * 1000;

fn real() -> Arc<dyn Disk> {
    Arc::new(RealDisk)
}

fn asker(user: &str) -> Asker {
    Asker {
        here: Machine::here(&RealDisk),
        user: user.to_owned(),
        now: NOW,
    }
}

/// One who asks from another machine.
fn elsewhere() -> Asker {
    Asker {
        here: Machine {
            host: "a machine far away".to_owned(),
            boot: "another boot".to_owned(),
            process: 4711,
            started: "99".to_owned(),
        },
        user: "Ana".to_owned(),
        now: NOW,
    }
}

fn project() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.ron");
    std::fs::write(&path, bytes(0)).unwrap();
    (folder, path)
}

fn names(folder: &Path) -> Vec<String> {
    let items = std::fs::read_dir(folder).unwrap();
    let names = items.map(|item| item.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

/// Another process that has the lock, until it is killed or told to end.
fn other_process(path: &Path) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "disk::lock::a_process_that_has_the_lock"])
        .args(["--ignored", "--nocapture"])
        .env("POSTIL_LOCKS", path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let mut lines = out.lines().map_while(Result::ok);
    assert!(lines.any(|line| line.ends_with("it is locked")));
    child
}

#[test]
#[ignore = "is started by the tests below"]
fn a_process_that_has_the_lock() {
    let Some(path) = std::env::var_os("POSTIL_LOCKS") else {
        return;
    };
    let path = Path::new(&path);
    let taken = take(&real(), path, &asker("Mara"), false);
    assert!(matches!(taken, Taken::Ours(..)), "{taken:?}");
    // It dies in the middle of a save.
    let half = format!(".p.ron.{}-0.tmp", std::process::id());
    std::fs::write(path.with_file_name(half), "half").unwrap();
    println!("it is locked");
    std::io::stdout().flush().unwrap();
    let _ = std::io::stdin().read_line(&mut String::new());
    std::thread::sleep(Duration::from_millis(50));
}

#[test]
fn row_69_a_project_that_another_process_has_open_says_who_and_since_when() {
    let (folder, path) = project();
    let mut other = other_process(&path);
    let Taken::Held(holder) = take(&real(), &path, &asker("Ana"), false) else {
        panic!("not held")
    };
    assert_eq!((holder.user.as_str(), holder.since), ("Mara", NOW));
    assert_eq!(holder.process, other.id());
    // A link to it is the same project.
    #[cfg(unix)]
    {
        let link = folder.path().join("link.ron");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        let taken = take(&real(), &link, &asker("Ana"), true);
        assert!(matches!(taken, Taken::Held(_)), "{taken:?}");
    }
    // When it is closed there, it is free.
    drop(other.stdin.take());
    other.wait().unwrap();
    let taken = take(&real(), &path, &asker("Ana"), false);
    assert!(matches!(taken, Taken::Ours(_, None)), "{taken:?}");
    drop(taken);
    assert!(!names(folder.path()).contains(&".p.ron.lock".to_owned()));
}

#[test]
fn row_72_the_lock_of_a_killed_process_is_taken_over_and_its_half_save_is_swept() {
    let (folder, path) = project();
    let mut other = other_process(&path);
    let dead = other.id();
    other.kill().unwrap();
    other.wait().unwrap();
    let half = format!(".p.ron.{dead}-0.tmp");
    assert_eq!(
        names(folder.path()),
        [".p.ron.lock", &half, "p.ron"]
            .map(str::to_owned)
            .into_iter()
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect::<Vec<_>>()
    );
    let asker = asker("Ana");
    let Taken::Ours(lock, Some(left_by)) = take(&real(), &path, &asker, false) else {
        panic!("not taken over")
    };
    assert_eq!((left_by.user.as_str(), left_by.process), ("Mara", dead));
    let swept = sweep(&RealDisk, &path, (&asker.here, NOW), Some(dead));
    assert_eq!(swept, [folder.path().join(half)]);
    drop(lock);
    assert_eq!(names(folder.path()), ["p.ron"]);
}

#[test]
fn row_60_temporary_files_are_swept_only_when_that_is_safe() {
    let (folder, path) = project();
    let mut gone = Command::new("true").spawn().unwrap();
    let dead = gone.id();
    gone.wait().unwrap();
    let living = std::process::id();
    for name in [
        format!(".p.ron.{dead}-0.tmp"),
        format!(".p.ron.{living}-900.tmp"),
        format!(".q.ron.{dead}-0.tmp"),
        "p.ron.tmp".to_owned(),
    ] {
        std::fs::write(folder.path().join(name), "half").unwrap();
    }
    let here = Machine::here(&RealDisk);
    let written = std::fs::metadata(&path).unwrap().modified().unwrap();
    let written = written.duration_since(std::time::UNIX_EPOCH).unwrap();
    let written = i64::try_from(written.as_millis()).unwrap();
    // A process of another machine may have this number, and be in the middle of a save.
    let soon = sweep(
        &RealDisk,
        &path,
        (&here, Time::new(written + DAY / 2)),
        None,
    );
    assert_eq!(soon, [""; 0].map(PathBuf::from));
    let later = sweep(
        &RealDisk,
        &path,
        (&here, Time::new(written + 2 * DAY)),
        None,
    );
    assert_eq!(later, [folder.path().join(format!(".p.ron.{dead}-0.tmp"))]);
}

#[test]
fn row_72_the_lock_of_another_machine_is_asked_about_and_taken_over_only_when_told() {
    let (_folder, path) = project();
    let Taken::Ours(theirs, None) = take(&real(), &path, &elsewhere(), false) else {
        panic!("not locked")
    };
    // Here the system's own lock tells that it is in use; on a share it may not.
    let taken = take(&real(), &path, &asker("Mara"), false);
    assert!(matches!(taken, Taken::Held(_)), "{taken:?}");
    let left = std::fs::read(theirs.path()).unwrap();
    let place = theirs.path().to_owned();
    drop(theirs);
    std::fs::write(&place, left).unwrap();
    let Taken::Unsure(holder) = take(&real(), &path, &asker("Mara"), false) else {
        panic!("not asked")
    };
    assert_eq!(
        (holder.user.as_str(), holder.host.as_str()),
        ("Ana", "a machine far away")
    );
    let taken = take(&real(), &path, &asker("Mara"), true);
    assert!(matches!(taken, Taken::Ours(..)), "{taken:?}");
}

#[test]
fn row_72_a_torn_lock_is_asked_about() {
    let (folder, path) = project();
    std::fs::write(folder.path().join(".p.ron.lock"), "PostilLock 1\n{\"us").unwrap();
    let taken = take(&real(), &path, &asker("Mara"), false);
    assert!(matches!(taken, Taken::Unsure(_)), "{taken:?}");
}

#[test]
fn a_lock_that_was_taken_over_is_not_removed_by_who_had_it() {
    let (folder, path) = project();
    let first = take(&real(), &path, &asker("Mara"), false);
    std::fs::remove_file(folder.path().join(".p.ron.lock")).unwrap();
    let second = take(&real(), &path, &elsewhere(), false);
    assert!(matches!(second, Taken::Ours(..)), "{second:?}");
    drop(first);
    assert_eq!(names(folder.path()), [".p.ron.lock", "p.ron"]);
    assert!(matches!(
        take(&real(), &path, &asker("Mara"), false),
        Taken::Held(_)
    ));
}

#[test]
fn what_this_process_has_it_is_not_told_of() {
    let (_folder, path) = project();
    let _first = take(&real(), &path, &asker("Mara"), false);
    let again = take(&real(), &path, &asker("Mara"), false);
    assert!(matches!(again, Taken::Already), "{again:?}");
}

#[test]
fn of_many_who_ask_at_once_one_gets_it() {
    for stale in [false, true] {
        let (folder, path) = project();
        if stale {
            let mut other = other_process(&path);
            other.kill().unwrap();
            other.wait().unwrap();
        }
        let others: Vec<Asker> = (0..8)
            .map(|number| {
                let mut asker = asker("Mara");
                asker.here.process = 4_000_000 + number;
                asker
            })
            .collect();
        let path = path.as_path();
        let taken: Vec<Taken> = std::thread::scope(|scope| {
            let threads: Vec<_> = others
                .iter()
                .map(|asker| scope.spawn(move || take(&real(), path, asker, false)))
                .collect();
            threads.into_iter().map(|it| it.join().unwrap()).collect()
        });
        let got = taken.iter().filter(|it| matches!(it, Taken::Ours(..)));
        assert_eq!(got.count(), 1, "stale: {stale}, {taken:?}");
        let told = taken.iter().filter(|it| matches!(it, Taken::Held(_)));
        assert_eq!(told.count(), 7, "stale: {stale}, {taken:?}");
        drop(taken);
        assert!(!names(folder.path()).contains(&".p.ron.lock".to_owned()));
    }
}

#[cfg(unix)]
#[test]
fn row_63_where_no_lock_can_be_made_the_reason_is_said() {
    let disk = MemDisk::with_folder("/work");
    disk.put("/work/p.ron", bytes(0));
    let as_disk: Arc<dyn Disk> = Arc::new(disk.clone());
    let (mut impossible, mut tried) = (0, 0);
    for (_, wrong) in WRONGS {
        for at in 1..40 {
            for for_ever in [false, true] {
                disk.set_fault(Some(Fault {
                    at,
                    wrong,
                    for_ever,
                }));
                let taken = take(&as_disk, Path::new("/work/p.ron"), &elsewhere(), false);
                tried += 1;
                match &taken {
                    Taken::Ours(..) => {}
                    Taken::Impossible(why) => {
                        assert!(!why.is_empty());
                        impossible += 1;
                    }
                    other => panic!("{wrong:?} at {at}: {other:?}"),
                }
                disk.set_fault(None);
                drop(taken);
                assert_eq!(disk.get("/work/p.ron").as_ref(), Some(bytes(0)));
                for name in disk.names("/work") {
                    // What could not be removed then is removed by hand here.
                    if name != "p.ron" {
                        assert!(
                            for_ever || name.ends_with(".lock") || name.ends_with(".tmp"),
                            "{name}"
                        );
                        let _ = as_disk.unlink(&Path::new("/work").join(name));
                    }
                }
            }
        }
    }
    assert!(impossible > 20, "{impossible} of {tried}");
    proclaim(&format!(
        "locks: {tried} faults, {impossible} of them left no lock, 0 harmed the project"
    ));
}

#[test]
fn row_73_conflict_copies_in_the_folder_are_found() {
    let (folder, path) = project();
    for name in [
        "p.sync-conflict-20261125-140211-ABCDEFG.ron",
        "p (Ana's conflicted copy 2026-11-25).ron",
        "p (2).ron",
        "q (conflicted copy 2026-11-25).ron",
    ] {
        std::fs::write(folder.path().join(name), bytes(1)).unwrap();
    }
    let copies = conflict_copies(&RealDisk, &path);
    let said = copies
        .iter()
        .map(|copy| (copy.service.name(), copy.from.as_str()));
    let said: Vec<_> = said.collect();
    assert_eq!(said, [("Dropbox", "Ana"), ("Syncthing", "ABCDEFG")]);
}

#[test]
fn row_69_the_command_line_reads_what_is_open_and_writes_nothing_over_it() {
    let (folder, path) = project();
    std::fs::write(folder.path().join("a.txt"), "The dam holds.\n").unwrap();
    std::fs::write(folder.path().join("q.ron"), bytes(1)).unwrap();
    let mut other = other_process(&path);
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_postil"))
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        (output.status.code(), said)
    };
    for reading in [
        &["check", "p.ron"][..],
        &["info", "p.ron"],
        &["export", "p.ron", "--format", "jsonl", "--out", "-"],
        &["merge", "p.ron", "q.ron", "p.ron"],
    ] {
        let (code, said) = run(reading);
        assert_eq!(code, Some(0), "{reading:?}: {said}");
    }
    for writing in [
        &["merge", "p.ron", "q.ron", "p.ron", "--out", "p.ron"][..],
        &["new", "p.ron", "a.txt", "--force"],
    ] {
        let (code, said) = run(writing);
        assert_eq!(code, Some(2), "{said}");
        assert!(
            said.contains("Mara on ") && said.contains("close it there"),
            "{said}"
        );
    }
    assert_eq!(std::fs::read(&path).unwrap(), *bytes(0));
    drop(other.stdin.take());
    other.wait().unwrap();
    let (code, said) = run(&["merge", "p.ron", "q.ron", "p.ron", "--out", "p.ron"]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(std::fs::read(&path).unwrap(), *bytes(1));
}

/// A lock is part of no other test, but it must be possible to keep one.
#[test]
fn a_lock_can_go_to_another_thread() {
    fn is_send<T: Send>() {}
    is_send::<Lock>();
}
