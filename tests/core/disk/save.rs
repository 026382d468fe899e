//! The save under faults, crashes, other programs, and with a step left out.

use std::path::Path;

use postil::store::{
    Allowed, Backup, Order, ProjectFile, SaveCause, SaveError, Saved, Terms, save, save_with,
};

use super::{bytes, proclaim, project};
use crate::support::mem_disk::{Fault, MemDisk, Skip, WRONGS, Wrong};

const MINE: &str = "/work/p.ron";
const ELSEWHERE: &str = "/work/q.ron";
const EXPORT: &str = "/work/out.jsonl";
/// How many ways a crash can go are tried at each call.
const CRASHES: u64 = 24;

/// What the user was told.
#[derive(Default)]
struct Told {
    opened: bool,
    /// The last save to each place that was said to be done, by the number of marks.
    saved: Option<usize>,
    saved_elsewhere: Option<usize>,
    exported: bool,
    wrong: Vec<String>,
}

/// The file as it stands before, durable; nobody but its owner and group may read it.
fn disk() -> MemDisk {
    let disk = MemDisk::with_folder("/work");
    disk.put(MINE, bytes(0));
    disk.set_mode(MINE, 0o640);
    disk
}

/// A session: open, edit and save, edit and save, save elsewhere, export. Whatever fails, the user
/// goes on; after each step the promises are checked that hold at once.
fn session(disk: &MemDisk) -> Told {
    let mut told = Told::default();
    let Ok((mut file, loaded)) = ProjectFile::open(disk, Path::new(MINE)) else {
        return told;
    };
    told.opened = true;
    if loaded.project != *project(0) {
        told.wrong.push("another project was opened".to_owned());
    }
    let mut on_disk = bytes(0).clone();
    for marks in [1, 2] {
        let done = file.save(disk, project(marks), Allowed::default(), &|_| {});
        check(
            disk,
            MINE,
            Some(&on_disk),
            bytes(marks),
            &done,
            &mut told.wrong,
        );
        if done.is_ok() {
            told.saved = Some(marks);
        }
        on_disk = disk.get(MINE).unwrap_or_default();
    }
    let mut file = ProjectFile::chosen(Path::new(ELSEWHERE));
    let done = file.save(disk, project(2), Allowed::default(), &|_| {});
    check(disk, ELSEWHERE, None, bytes(2), &done, &mut told.wrong);
    told.saved_elsewhere = done.is_ok().then_some(2);
    told.exported = save(disk, Path::new(EXPORT), b"{}\n").is_ok();
    if told.exported && disk.get(EXPORT).as_deref() != Some(b"{}\n") {
        told.wrong
            .push("the export is not what was said".to_owned());
    }
    told
}

/// What holds after a save, whatever came of it.
fn check(
    disk: &MemDisk,
    path: &str,
    before: Option<&Vec<u8>>,
    new: &Vec<u8>,
    done: &Result<Saved, SaveError>,
    wrong: &mut Vec<String>,
) {
    let now = disk.get(path);
    let in_place = |error: &SaveError| matches!(error.cause, SaveCause::Unconfirmed(..));
    match done {
        Ok(_) if now.as_ref() == Some(new) => {}
        Ok(_) => wrong.push(format!("{path} was said to be saved and is not")),
        Err(error) if in_place(error) && now.as_ref() == Some(new) => {}
        Err(error) if !in_place(error) && now.as_ref() == before => {}
        Err(error) => wrong.push(format!("{path} is neither old nor new: {error}")),
    }
    if path == MINE && disk.mode(MINE) != Some(0o640) {
        wrong.push(format!(
            "the permissions became {:o}",
            disk.mode(MINE).unwrap_or(0)
        ));
    }
    if let Ok(saved) = done
        && let Backup::Kept(kept) = &saved.backup
        && disk.get(kept).as_ref() != before
    {
        wrong.push("the file of before is said to be kept and is not".to_owned());
    }
}

/// What holds when all is well again: the next save works, and nothing is left beside the files.
fn recovers(disk: &MemDisk, wrong: &mut Vec<String>) {
    disk.set_fault(None);
    match ProjectFile::open(disk, Path::new(MINE)) {
        Ok((mut file, _)) => {
            let done = file.save(disk, project(3), Allowed::default(), &|_| {});
            if done.is_err() || disk.get(MINE) != Some(bytes(3).clone()) {
                wrong.push(format!("the next save did not work: {done:?}"));
            }
        }
        Err(error) => wrong.push(format!("it does not open again: {error}")),
    }
}

fn leftovers(disk: &MemDisk) -> Vec<String> {
    let names = disk.names("/work");
    let left = names.into_iter().filter(|name| name.ends_with(".tmp"));
    left.collect()
}

/// Every call of the session fails once in every way, alone and with all after it. Returns how many
/// faults were injected and hit, and what they broke.
fn all_faults(skip: Option<Skip>) -> (u64, Vec<String>) {
    let (mut hits, mut wrong) = (0, Vec::new());
    for (name, how) in WRONGS {
        for for_ever in [false, true] {
            for at in 1.. {
                let disk = disk();
                disk.set_skip(skip);
                disk.set_fault(Some(Fault {
                    at,
                    wrong: how,
                    for_ever,
                }));
                let told = session(&disk);
                let (calls, hit, log) = (disk.calls(), disk.hits(), disk.log());
                hits += u64::from(hit > 0);
                let mut here = told.wrong;
                let failed = log.get(at as usize - 1).cloned().unwrap_or_default();
                // What cannot be removed stays, and only that.
                let stuck = for_ever || failed.starts_with("unlink");
                if !stuck && !leftovers(&disk).is_empty() {
                    here.push(format!("left: {:?}", leftovers(&disk)));
                }
                recovers(&disk, &mut here);
                let where_it_was =
                    |what| format!("{name} at call {at} ({failed}, {for_ever}): {what}");
                wrong.extend(here.into_iter().map(where_it_was));
                if at > calls || (skip.is_some() && !wrong.is_empty()) {
                    break;
                }
            }
        }
    }
    (hits, wrong)
}

/// The program and the machine die at every call; what is found afterwards is read by the real
/// loader. Returns how many crashes there were, and what they broke.
fn all_crashes(skip: Option<Skip>) -> (u64, Vec<String>) {
    let (mut crashes, mut wrong) = (0, Vec::new());
    for at in 1.. {
        let disk = disk();
        disk.set_skip(skip);
        disk.die_at(at);
        let told = session(&disk);
        for seed in 0..CRASHES {
            crashes += 1;
            let found = disk.after_a_crash(seed);
            let mut say = |what: String| wrong.push(format!("crash at {at}, seed {seed}: {what}"));
            let now = match ProjectFile::open(&found, Path::new(MINE)) {
                Ok((_, loaded)) => loaded.project.mark_count(),
                Err(error) => {
                    say(format!("it does not open: {error}"));
                    continue;
                }
            };
            let least = told.saved.unwrap_or(0);
            if now < least || found.get(MINE) != Some(bytes(now).clone()) {
                say(format!("{now} marks, but {least} were saved"));
            }
            if told.saved.is_some() && found.get("/work/p.ron.bak") != Some(bytes(0).clone()) {
                say("the file of before the first save is lost".to_owned());
            }
            match found.get(ELSEWHERE) {
                None if told.saved_elsewhere.is_none() => {}
                Some(found) if found == bytes(2).clone() => {}
                other => say(format!(
                    "elsewhere stand {:?} bytes",
                    other.map(|it| it.len())
                )),
            }
            if told.exported && found.get(EXPORT).as_deref() != Some(b"{}\n") {
                say("the export is lost".to_owned());
            }
        }
        if disk.calls() < at || (skip.is_some() && !wrong.is_empty()) {
            break;
        }
    }
    (crashes, wrong)
}

/// Another program replaces the file at every call of the first save. Returns how often, and what
/// of theirs was lost.
fn all_intruders(skip: Option<Skip>) -> (u64, Vec<String>) {
    let (mut count, mut wrong) = (0, Vec::new());
    let theirs = bytes(9).clone();
    for at in 1.. {
        let disk = disk();
        let (mut file, _) = ProjectFile::open(&disk, Path::new(MINE)).unwrap();
        disk.set_skip(skip);
        disk.intrude_at(at, MINE, &theirs);
        let done = file.save(&disk, project(1), Allowed::default(), &|_| {});
        let (calls, log) = (disk.calls(), disk.log());
        if calls < at {
            break;
        }
        let now = log.get(at as usize - 1).cloned().unwrap_or_default();
        // Between the last look and the rename is the one moment that nobody can close; after it
        // their file is the newer one.
        if now == format!("rename to {MINE}") {
            continue;
        }
        count += 1;
        let after = log
            .iter()
            .position(|line| *line == format!("rename to {MINE}"));
        let saved_before = after.is_some_and(|rename| rename + 1 < at as usize);
        if disk.get(MINE) != Some(theirs.clone()) {
            wrong.push(format!("at {at} ({now}): theirs is lost: {done:?}"));
        }
        if done.is_ok() && !saved_before {
            wrong.push(format!("at {at} ({now}): it was said to be saved"));
        }
    }
    (count, wrong)
}

/// What another program wrote into the file while it was open here is never replaced.
fn changed_files(skip: Option<Skip>) -> (u64, Vec<String>) {
    let mut wrong = Vec::new();
    let theirs = bytes(9).clone();
    let same_length = {
        let mut bytes = bytes(0).clone();
        let at = bytes.windows(4).position(|it| it == b"moon").unwrap_or(40);
        bytes[at] ^= 1;
        bytes
    };
    for (how, theirs) in [
        ("longer", theirs),
        ("of the same length and time", same_length),
    ] {
        let disk = disk();
        let (mut file, _) = ProjectFile::open(&disk, Path::new(MINE)).unwrap();
        disk.set_skip(skip);
        disk.scribble(MINE, &theirs);
        let done = file.save(&disk, project(1), Allowed::default(), &|_| {});
        if disk.get(MINE) != Some(theirs) {
            wrong.push(format!("a file that is {how} was replaced: {done:?}"));
        }
    }
    (2, wrong)
}

/// What the first part of the suite finds that finds anything, with a step left out.
fn whole_suite(skip: Option<Skip>) -> Vec<String> {
    let parts = [changed_files, all_intruders, all_crashes, all_faults];
    let mut found = parts.iter().map(|part| part(skip).1);
    found.find(|wrong| !wrong.is_empty()).unwrap_or_default()
}

fn none(wrong: &[String]) {
    assert!(
        wrong.is_empty(),
        "{} violations:\n{}",
        wrong.len(),
        wrong
            .iter()
            .take(20)
            .cloned()
            .collect::<Vec<_>>()
            .join("\n")
    );
}

#[test]
fn a_session_without_faults_keeps_every_promise() {
    let disk = disk();
    let told = session(&disk);
    none(&told.wrong);
    assert_eq!((told.saved, told.saved_elsewhere), (Some(2), Some(2)));
    assert!(told.opened && told.exported);
    assert_eq!(
        disk.names("/work"),
        ["out.jsonl", "p.ron", "p.ron.bak", "q.ron"]
    );
}

#[test]
fn rows_58_59_62_every_call_fails_once_in_every_way_and_nothing_is_lost() {
    let (hits, wrong) = all_faults(None);
    none(&wrong);
    assert!(hits > 300, "only {hits} faults were reached");
    proclaim(&format!("saves: {hits} faults injected, 0 violations"));
}

#[test]
fn row_61_the_power_fails_at_every_call_and_the_file_is_old_or_new() {
    let (crashes, wrong) = all_crashes(None);
    none(&wrong);
    assert!(crashes > 500, "only {crashes} crashes");
    proclaim(&format!("saves: {crashes} power cuts, 0 violations"));
}

#[test]
fn row_70_what_another_program_wrote_is_never_replaced() {
    none(&changed_files(None).1);
    let (count, wrong) = all_intruders(None);
    none(&wrong);
    assert!(count > 10, "only {count} moments");
    proclaim(&format!(
        "saves: another program wrote at {count} moments, 0 violations"
    ));
}

#[test]
fn each_step_that_is_left_out_is_missed() {
    for skip in [
        Skip::FileSync,
        Skip::FolderSync,
        Skip::Rename,
        Skip::Mode,
        Skip::Link,
        Skip::Unlink,
        Skip::Compare,
    ] {
        let wrong = whole_suite(Some(skip));
        assert!(!wrong.is_empty(), "nobody missed {skip:?}");
    }
    proclaim("saves: each of 7 steps was left out once and missed");
}

#[test]
fn what_does_not_read_back_replaces_nothing() {
    let disk = disk();
    let order = |verify| Order {
        path: Path::new(MINE),
        bytes: &|| b"PostilProject(",
        terms: Terms::default(),
        verify,
        announce: &|_| {},
    };
    let error = save_with(&disk, &order(&|_, _| Err("line 1: cut".to_owned()))).unwrap_err();
    assert!(matches!(error.cause, SaveCause::NotReadBack(_)), "{error}");
    assert_eq!(disk.get(MINE), Some(bytes(0).clone()));
    assert_eq!(leftovers(&disk), [""; 0]);
    // And without that look it would.
    save_with(&disk, &order(&|_, _| Ok(()))).unwrap();
    assert_ne!(disk.get(MINE), Some(bytes(0).clone()));
}

#[test]
fn a_failed_sync_is_not_asked_again_of_the_same_file() {
    let disk = disk();
    let (mut file, _) = ProjectFile::open(&disk, Path::new(MINE)).unwrap();
    disk.set_fault(None);
    let save = |file: &mut ProjectFile| file.save(&disk, project(1), Allowed::default(), &|_| {});
    save(&mut file.clone()).unwrap();
    let at = disk.log().iter().position(|line| line == "sync ").unwrap() as u64 + 1;
    let disk_log = |from: usize| disk.log().split_off(from);
    disk.scribble(MINE, bytes(0));
    disk.set_fault(Some(Fault {
        at,
        wrong: Wrong::Os(5),
        for_ever: false,
    }));
    let before = disk.log().len();
    save(&mut file).unwrap_err();
    let after = disk_log(before);
    let syncs = after.iter().filter(|line| *line == "sync ").count();
    assert_eq!(syncs, 1, "{after:?}");
    save(&mut file).unwrap();
    assert_eq!(disk.get(MINE), Some(bytes(1).clone()));
}
