//! What killed saves and other people's programs leave beside a project: temporary files, which are
//! swept when that is safe, and conflict copies, which are named.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::disk::{Disk, Item, Kind, folder_of};
use super::lock::{Machine, Process};
use super::save::{CONFLICT, resolve};
use crate::project::Time;

/// So old is the temporary file of a process that is not known to be dead from elsewhere, in
/// milliseconds: one day. Another machine's process may have the number of none of ours.
const OLD: i64 = 24 * 60 * 60 * 1000;
/// How many temporary files are swept at once.
const MOST: usize = 100;

/// What leaves both versions of a file that was changed in two places: a program that copies folders
/// from machine to machine, or we ourselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Service {
    /// `NAME.sync-conflict-DATE-TIME-DEVICE.ron`.
    Syncthing,
    /// `NAME (SOMEBODY's conflicted copy DATE).ron`.
    Dropbox,
    /// `NAME-DESKTOP-MACHINE.ron`.
    OneDrive,
    /// `NAME (conflicted copy DATE TIME).ron`, or `NAME_conflict-DATE-TIME.ron` of old.
    Nextcloud,
    /// `NAME.save-conflict-PROCESS-COUNT.ron`: our own, of two saves at the same moment on a disk
    /// without locks.
    Postil,
}

/// Another version of a project that was left beside it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConflictCopy {
    /// Where it stands.
    pub path: PathBuf,
    /// Which program has left it.
    pub service: Service,
    /// Whose it is, or of which machine, if the name says so.
    pub from: String,
}

impl Service {
    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Syncthing => "Syncthing",
            Self::Dropbox => "Dropbox",
            Self::OneDrive => "OneDrive",
            Self::Nextcloud => "Nextcloud",
            Self::Postil => "Postil",
        }
    }
}

/// The conflict copies of a file in its folder, by name. That the folder cannot be listed is no
/// reason not to open the file.
pub fn conflict_copies(disk: &dyn Disk, path: &Path) -> Vec<ConflictCopy> {
    let Ok(target) = resolve(disk, path) else {
        return Vec::new();
    };
    let files = files_beside(disk, &target);
    let copies = files.filter_map(|path| {
        let (service, from) = conflict(target.file_name()?, path.file_name()?)?;
        Some(ConflictCopy {
            path,
            service,
            from,
        })
    });
    let mut copies: Vec<_> = copies.collect();
    copies.sort();
    copies
}

/// Which program made a file's conflict copy, and whose it is; none if it is no such copy.
fn conflict(file: &OsStr, copy: &OsStr) -> Option<(Service, String)> {
    let (file, copy) = (Path::new(file), Path::new(copy));
    if file.extension() != copy.extension() {
        return None;
    }
    let (stem, copy) = (file.file_stem()?.to_str()?, copy.file_stem()?.to_str()?);
    let rest = copy.strip_prefix(stem)?;
    if let Some(rest) = rest.strip_prefix(".sync-conflict-") {
        // Date, time, and the first letters of the device's name.
        let mut parts = rest.splitn(3, '-');
        let digits = |part: &str, count| part.len() == count && is_number(part);
        let dated = digits(parts.next()?, 8) && digits(parts.next()?, 6);
        return dated.then(|| {
            let device = parts.next().unwrap_or_default();
            (Service::Syncthing, device.to_owned())
        });
    }
    if let Some(rest) = rest.strip_prefix(CONFLICT) {
        let (process, count) = rest.split_once('-')?;
        let numbered = is_number(process) && is_number(count);
        return numbered.then(|| (Service::Postil, String::new()));
    }
    if let Some(rest) = rest.strip_prefix("_conflict-") {
        return is_number(rest.get(..8)?).then(|| (Service::Nextcloud, String::new()));
    }
    if let Some(note) = rest.strip_prefix(" (").and_then(|it| it.strip_suffix(')')) {
        return noted(note);
    }
    let machine = rest.strip_prefix('-')?;
    let named = machine.starts_with("DESKTOP-") || machine.starts_with("LAPTOP-");
    let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
    (named && machine.chars().all(plain)).then(|| (Service::OneDrive, machine.to_owned()))
}

/// What a note in brackets says: «Ana's conflicted copy 2026-11-25», «conflicted copy 2026-11-25
/// 140211».
fn noted(note: &str) -> Option<(Service, String)> {
    if note.starts_with("conflicted copy") {
        // Both write this; only Nextcloud adds the time of day.
        let timed = note.rsplit(' ').next().is_some_and(is_number);
        let service = match timed {
            true => Service::Nextcloud,
            false => Service::Dropbox,
        };
        return Some((service, String::new()));
    }
    let (who, _) = note.split_once(" conflicted copy")?;
    let who = who.strip_suffix("'s").or_else(|| who.strip_suffix("’s"));
    Some((Service::Dropbox, who?.to_owned()))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Removes the temporary files that killed saves of a file have left: those of `dead`, the process
/// whose lock was just found to be a dead one's, and those a day old whose process does not run.
/// Returns what was removed. Whoever asks has the file's lock.
pub fn sweep(
    disk: &dyn Disk,
    path: &Path,
    (here, now): (&Machine, Time),
    dead: Option<u32>,
) -> Vec<PathBuf> {
    let Ok(target) = resolve(disk, path) else {
        return Vec::new();
    };
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let is_old = |path: &Path| {
        let stat = disk.stat(path);
        stat.is_ok_and(|stat| now.milliseconds().saturating_sub(stat.modified / 1_000_000) > OLD)
    };
    let is_swept = |path: &PathBuf| {
        let maker = path
            .file_name()
            .and_then(OsStr::to_str)
            .and_then(|it| maker(&name, it));
        maker.is_some_and(|maker| {
            dead == Some(maker) || (is_old(path) && here.process(disk, maker) == Process::Gone)
        })
    };
    let swept = files_beside(disk, &target).filter(is_swept).take(MOST);
    swept.filter(|path| disk.unlink(path).is_ok()).collect()
}

/// The process that made a temporary file of this file: `.NAME.PROCESS-COUNT.tmp`, or that of its
/// lock, `..NAME.lock.PROCESS-COUNT.tmp`.
fn maker(file: &str, temporary: &str) -> Option<u32> {
    let rest = temporary.strip_prefix('.')?.strip_suffix(".tmp")?;
    let (named, numbers) = rest.rsplit_once('.')?;
    let lock = || named.strip_prefix('.')?.strip_suffix(".lock");
    // A long name is cut.
    let is_of = |named: &str| named == file || (named.len() > 190 && file.starts_with(named));
    if !is_of(named) && !lock().is_some_and(is_of) {
        return None;
    }
    let (process, count) = numbers.split_once('-')?;
    is_number(count).then(|| process.parse().ok()).flatten()
}

fn files_beside<'d>(disk: &'d dyn Disk, target: &Path) -> impl Iterator<Item = PathBuf> + use<'d> {
    let items = disk.list(folder_of(target)).unwrap_or_default();
    let files = items
        .into_iter()
        .filter(|item| item.kind == Kind::File && !item.link);
    files.map(|Item { path, .. }| path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn row_73_the_names_of_conflict_copies_are_known_and_others_are_not() {
        use Service as S;
        let found = [
            (
                "dam.sync-conflict-20261125-140211-ABCDEFG.ron",
                S::Syncthing,
                "ABCDEFG",
            ),
            (
                "dam (Ana Ito's conflicted copy 2026-11-25).ron",
                S::Dropbox,
                "Ana Ito",
            ),
            (
                "dam (vega’s conflicted copy 2026-11-25).ron",
                S::Dropbox,
                "vega",
            ),
            ("dam (conflicted copy 2026-11-25).ron", S::Dropbox, ""),
            (
                "dam (conflicted copy 2026-11-25 140211).ron",
                S::Nextcloud,
                "",
            ),
            ("dam_conflict-20261125-140211.ron", S::Nextcloud, ""),
            ("dam-DESKTOP-AB12CD3.ron", S::OneDrive, "DESKTOP-AB12CD3"),
            ("dam.save-conflict-4711-3.ron", S::Postil, ""),
        ];
        let of = |copy: &str| conflict(OsStr::new("dam.ron"), OsStr::new(copy));
        for (copy, service, from) in found {
            assert_eq!(of(copy), Some((service, from.to_owned())), "{copy}");
        }
        let others = [
            "dam.ron",
            "dam.ron.bak",
            "dam (2).ron",
            "dam-final.ron",
            "dam-DESKTOP-notes.ron",
            "dam.sync-conflict-20261125-140211-ABCDEFG.jsonl",
            "dam.sync-conflict-tomorrow-now-ABC.ron",
            "damage (conflicted copy 2026-11-25).ron",
            "dam_conflict-é.ron",
            "dam.save-conflict-4711-3-4.ron",
            "dam.save-conflict-x-3.ron",
        ];
        for other in others {
            assert_eq!(of(other), None, "{other}");
        }
    }

    #[test]
    fn only_temporary_files_of_this_file_have_a_maker() {
        let of = |temporary: &str| maker("a.ron", temporary);
        assert_eq!(of(".a.ron.4711-0.tmp"), Some(4711));
        assert_eq!(of("..a.ron.lock.4711-12.tmp"), Some(4711));
        for other in [
            "a.ron.4711-0.tmp",
            ".b.ron.4711-0.tmp",
            ".a.ron.4711.tmp",
            ".a.ron.x-0.tmp",
            ".a.ron.4711-0.tmp.bak",
            ".a.ron.99999999999-0.tmp",
        ] {
            assert_eq!(of(other), None, "{other}");
        }
        let long = "é".repeat(120);
        let (cut, _) = long.split_at(200);
        assert_eq!(maker(&long, &format!(".{cut}.7-0.tmp")), Some(7));
    }
}
