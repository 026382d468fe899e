//! What saves that were killed have left beside their target.

use std::path::Path;

use super::temporary_stem;
use crate::project::Time;
use crate::store::disk::{Disk, Kind, folder_of};

/// A file that is younger than this, in milliseconds, may belong to a save on another machine.
const YOUNG: i64 = 60 * 60 * 1000;

/// Removes the files `.NAME.PROCESS-NUMBER.tmp` that killed saves to `target` have left behind, and
/// says how many: those whose process `is_alive` does not know and that were last written more than
/// an hour before `now`. Whatever cannot be removed stays.
pub fn sweep(disk: &dyn Disk, target: &Path, now: Time, is_alive: &dyn Fn(u32) -> bool) -> usize {
    let Some(stem) = temporary_stem(target) else {
        return 0;
    };
    let items = disk.list(folder_of(target)).unwrap_or_default();
    let left = items.into_iter().filter(|item| {
        let name = item.path.file_name().unwrap_or_default().to_string_lossy();
        let dead = process_of(&name, &stem).is_some_and(|process| !is_alive(process));
        dead && item.kind == Kind::File && !item.link
    });
    let old = left.filter(|item| {
        let written = disk.stat(&item.path).map(|stat| stat.modified / 1_000_000);
        // A clock that was set back makes a file look as if it came from the future.
        written.is_ok_and(|written| now.0.saturating_sub(written) > YOUNG)
    });
    old.filter(|item| disk.unlink(&item.path).is_ok()).count()
}

/// The process that a name of ours names.
fn process_of(name: &str, stem: &str) -> Option<u32> {
    let middle = name.strip_prefix(stem)?.strip_suffix(".tmp")?;
    let (process, count) = middle.split_once('-')?;
    count.parse::<u32>().ok()?;
    process.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_of_ours_names_a_process() {
        assert_eq!(process_of(".a.ron.12-3.tmp", ".a.ron."), Some(12));
        for name in [
            "a.ron.12-3.tmp",
            ".b.ron.12-3.tmp",
            ".a.ron.12.tmp",
            ".a.ron.x-3.tmp",
            ".a.ron.12-3.txt",
            ".a.ron.12-3",
            ".a.ron.12-3-4.tmp",
        ] {
            assert_eq!(process_of(name, ".a.ron."), None, "{name}");
        }
    }
}
