//! The disk: what a save promises, and what reading refuses.

use std::fs;
use std::path::Path;

use postil::store::{self, RealDisk, preferences};

/// A folder of its own for each test.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// The names in a folder, hidden ones too.
fn names(folder: &Path) -> Vec<String> {
    let items = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = items
        .map(|item| item.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// An error as a sentence, the test's folder cut out of it.
fn sentence(error: impl std::fmt::Display, folder: &tempfile::TempDir) -> String {
    error
        .to_string()
        .replace(folder.path().to_str().unwrap(), "…")
}

#[test]
fn a_save_makes_a_file_and_then_replaces_it() {
    let folder = folder();
    let path = folder.path().join("a.ron");
    let saved = store::save(&RealDisk, &path, b"first").unwrap();
    assert_eq!((saved.len, &saved.path), (5, &path));
    let again = store::save(&RealDisk, &path, b"second, longer").unwrap();
    assert_ne!(saved.digest, again.digest);
    assert_eq!(
        store::save(&RealDisk, &path, b"first").unwrap().digest,
        saved.digest
    );
    assert_eq!(store::read(&RealDisk, &path, 100).unwrap(), b"first");
    assert_eq!(names(folder.path()), ["a.ron"]);
}

#[test]
fn many_saves_at_once_leave_one_of_them_whole() {
    let folder = folder();
    let path = folder.path().join("a.ron");
    let versions: Vec<Vec<u8>> = (b'a'..b'i').map(|letter| vec![letter; 100_000]).collect();
    std::thread::scope(|scope| {
        for version in &versions {
            scope.spawn(|| store::save(&RealDisk, &path, version).unwrap());
        }
    });
    let left = fs::read(&path).unwrap();
    assert!(versions.contains(&left));
    assert_eq!(names(folder.path()), ["a.ron"]);
}

#[test]
fn a_save_without_its_folder_says_so() {
    let folder = folder();
    let error = store::save(&RealDisk, &folder.path().join("no/a.ron"), b"x").unwrap_err();
    insta::assert_snapshot!(sentence(error, &folder), @"failed to save: there is no such folder; nothing on the disk has changed; make the folder or save elsewhere: …/no/a.ron");
    fs::write(folder.path().join("file"), "").unwrap();
    let error = store::save(&RealDisk, &folder.path().join("file/a.ron"), b"x").unwrap_err();
    insta::assert_snapshot!(sentence(error, &folder), @"failed to save: there is no such folder; nothing on the disk has changed; make the folder or save elsewhere: …/file/a.ron");
    assert_eq!(names(folder.path()), ["file"]);
}

#[test]
fn a_save_over_a_folder_says_so_and_leaves_nothing_beside_it() {
    let folder = folder();
    fs::create_dir(folder.path().join("a.ron")).unwrap();
    let error = store::save(&RealDisk, &folder.path().join("a.ron"), b"x").unwrap_err();
    insta::assert_snapshot!(sentence(error, &folder), @"failed to save: a folder has this name; nothing on the disk has changed; save under another name: …/a.ron");
    assert!(matches!(
        store::save(&RealDisk, Path::new("/"), b"x")
            .unwrap_err()
            .cause,
        store::SaveCause::IsFolder
    ));
    assert_eq!(names(folder.path()), ["a.ron"]);
}

#[test]
fn a_name_that_the_disk_does_not_take_is_refused() {
    let folder = folder();
    let error = store::save(&RealDisk, &folder.path().join("a".repeat(300)), b"x").unwrap_err();
    assert!(
        matches!(error.cause, store::SaveCause::BadName),
        "{error:?}"
    );
    // The longest name that it takes leaves no room for anything to be added.
    store::save(&RealDisk, &folder.path().join("a".repeat(255)), b"x").unwrap();
    assert_eq!(names(folder.path()), ["a".repeat(255)]);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
    use std::process::Command;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o7777
    }

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    /// Whether permissions do not bind us.
    fn is_root(folder: &Path) -> bool {
        fs::metadata(folder).unwrap().uid() == 0
    }

    #[test]
    fn the_mode_of_the_old_file_is_kept() {
        let folder = folder();
        let path = folder.path().join("a.ron");
        fs::write(folder.path().join("plain"), "").unwrap();
        store::save(&RealDisk, &path, b"1").unwrap();
        assert_eq!(
            mode(&path),
            mode(&folder.path().join("plain")),
            "a new file is like any other"
        );
        for wanted in [0o664, 0o600, 0o640, 0o666] {
            set_mode(&path, wanted);
            store::save(&RealDisk, &path, b"2").unwrap();
            assert_eq!(mode(&path), wanted);
        }
    }

    #[test]
    fn a_read_only_file_is_refused() {
        let folder = folder();
        let path = folder.path().join("a.ron");
        fs::write(&path, "old").unwrap();
        set_mode(&path, 0o444);
        let error = store::save(&RealDisk, &path, b"new").unwrap_err();
        insta::assert_snapshot!(sentence(error, &folder), @"failed to save: the file is read-only; nothing on the disk has changed; allow writing to it or save under another name: …/a.ron");
        assert_eq!(
            (fs::read(&path).unwrap(), mode(&path)),
            (b"old".to_vec(), 0o444)
        );
        assert_eq!(names(folder.path()), ["a.ron"]);
    }

    #[test]
    fn a_folder_that_takes_no_files_is_named_as_the_reason() {
        let folder = folder();
        if is_root(folder.path()) {
            println!("left out: permissions do not bind the superuser");
            return;
        }
        let path = folder.path().join("a.ron");
        fs::write(&path, "old").unwrap();
        set_mode(folder.path(), 0o555);
        let error = store::save(&RealDisk, &path, b"new");
        set_mode(folder.path(), 0o755);
        insta::assert_snapshot!(sentence(error.unwrap_err(), &folder), @"");
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }

    #[test]
    fn a_link_stays_a_link_and_its_target_is_replaced() {
        let folder = folder();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("far")).unwrap();
        fs::write(at("far/real.ron"), "old").unwrap();
        set_mode(&at("far/real.ron"), 0o640);
        symlink("far/real.ron", at("middle")).unwrap();
        symlink(at("middle"), at("link.ron")).unwrap();
        let saved = store::save(&RealDisk, &at("link.ron"), b"new").unwrap();
        assert!(fs::symlink_metadata(at("link.ron")).unwrap().is_symlink());
        assert!(fs::symlink_metadata(at("middle")).unwrap().is_symlink());
        assert_eq!(fs::read(at("far/real.ron")).unwrap(), b"new");
        assert_eq!(mode(&at("far/real.ron")), 0o640);
        assert_eq!(saved.path, at("far/real.ron"));
        assert_eq!(names(&at("far")), ["real.ron"]);
    }

    #[test]
    fn a_link_to_nothing_gets_its_target_and_a_circle_is_refused() {
        let folder = folder();
        let at = |name: &str| folder.path().join(name);
        symlink("later.ron", at("link.ron")).unwrap();
        store::save(&RealDisk, &at("link.ron"), b"new").unwrap();
        assert_eq!(fs::read(at("later.ron")).unwrap(), b"new");
        symlink("b", at("a")).unwrap();
        symlink("a", at("b")).unwrap();
        let error = store::save(&RealDisk, &at("a"), b"x").unwrap_err();
        insta::assert_snapshot!(sentence(error, &folder), @"failed to save: its links lead in a circle; nothing on the disk has changed; repair the links or save elsewhere: …/a");
        assert_eq!(names(folder.path()), ["a", "b", "later.ron", "link.ron"]);
    }

    #[test]
    fn pipes_and_devices_are_refused_at_once() {
        let folder = folder();
        let pipe = folder.path().join("pipe");
        assert!(
            Command::new("mkfifo")
                .arg(&pipe)
                .status()
                .unwrap()
                .success()
        );
        let error = store::read(&RealDisk, &pipe, 10).unwrap_err();
        insta::assert_snapshot!(sentence(error, &folder), @"failed to read: it is a pipe and not a file; save what it says to a file and name that: …/pipe");
        let error = store::save(&RealDisk, &pipe, b"x").unwrap_err();
        insta::assert_snapshot!(sentence(error, &folder), @"failed to save: it is a pipe and not a file; nothing on the disk has changed; save under another name: …/pipe");
        let error = store::read(&RealDisk, Path::new("/dev/zero"), 10).unwrap_err();
        insta::assert_snapshot!(error, @"failed to read: it is a device and not a file; save what it says to a file and name that: /dev/zero");
    }

    #[test]
    fn links_to_folders_are_not_followed_and_links_to_files_are() {
        let folder = folder();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("inside")).unwrap();
        fs::write(at("inside/a.txt"), "a").unwrap();
        symlink("..", at("inside/up")).unwrap();
        symlink("inside/a.txt", at("b.txt")).unwrap();
        symlink("nothing", at("c.txt")).unwrap();
        let found = store::articles_in(&RealDisk, folder.path()).unwrap();
        assert_eq!(found, [at("b.txt"), at("inside/a.txt")]);
    }

    #[test]
    fn one_file_is_known_under_each_of_its_names() {
        let folder = folder();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("a"), "").unwrap();
        fs::write(at("other"), "").unwrap();
        symlink("a", at("link")).unwrap();
        fs::hard_link(at("a"), at("hard")).unwrap();
        for name in ["a", "link", "hard", "../"] {
            let same = store::same_file(&RealDisk, &at("a"), &at(name));
            assert_eq!(same, name != "../", "{name}");
        }
        assert!(!store::same_file(&RealDisk, &at("a"), &at("other")));
        assert!(!store::same_file(&RealDisk, &at("none"), &at("none")));
    }

    /// The ways to a disk of one's own: in a name space of users, which not every system lets one
    /// have, or as root in a name space of disks alone.
    const WAYS: [&[&str]; 2] = [&["-Urm"], &["-m"]];

    /// The only disk that can be filled in a test is one of our own.
    #[test]
    fn a_full_disk_leaves_the_old_file_whole() {
        let test = "a_full_disk_leaves_the_old_file_whole";
        let Some(way) = WAYS
            .into_iter()
            .find(|way| on_a_small_disk(way, "true") == Some(0))
        else {
            let required = std::env::var_os("POSTIL_REQUIRE_ALL").is_some_and(|it| it == "1");
            let why = "needs unshare (package util-linux) and the right to mount a disk of its own";
            assert!(
                !required,
                "{test} {why}, and POSTIL_REQUIRE_ALL=1 asks for every test"
            );
            println!("left out: {test} {why}");
            return;
        };
        let run = "exec \"$2\" --exact store::unix::on_a_full_disk --ignored --nocapture";
        assert_eq!(on_a_small_disk(way, run), Some(0));
        crate::disk::proclaim("a real disk was filled, 0 files lost");
    }

    /// Runs a script on a disk of 64 kB, and gives its exit code.
    fn on_a_small_disk(way: &[&str], script: &str) -> Option<i32> {
        let folder = folder();
        let test = std::env::current_exe().unwrap();
        let mount = "mount -t tmpfs -o size=64k tmpfs \"$1\" || exit 99; export FULL_DISK=\"$1\"; ";
        let script = format!("{mount}{script}");
        let mut command = Command::new("unshare");
        let command = command.args(way).args(["sh", "-c", &script, "sh"]);
        let status = command.args([folder.path(), &test]).status();
        status.ok().and_then(|status| status.code())
    }

    #[test]
    #[ignore = "runs on a disk that the test above has made"]
    fn on_a_full_disk() {
        let Some(disk) = std::env::var_os("FULL_DISK") else {
            return;
        };
        let path = Path::new(&disk).join("a.ron");
        store::save(&RealDisk, &path, &[b'o'; 40_000]).unwrap();
        let error = store::save(&RealDisk, &path, &[b'n'; 40_000]).unwrap_err();
        assert!(
            matches!(error.cause, store::SaveCause::DiskFull),
            "{error:?}"
        );
        assert_eq!(fs::read(&path).unwrap(), [b'o'; 40_000]);
        assert_eq!(names(Path::new(&disk)), ["a.ron"]);
    }
}

#[test]
fn a_file_is_read_up_to_its_limit() {
    let folder = folder();
    let path = folder.path().join("a.txt");
    fs::write(&path, vec![b'x'; 3 << 20]).unwrap();
    assert_eq!(
        store::read(&RealDisk, &path, 3 << 20).unwrap().len(),
        3 << 20
    );
    let error = store::read(&RealDisk, &path, 2 << 20).unwrap_err();
    insta::assert_snapshot!(sentence(error, &folder), @"failed to read: it is longer than 2 MB; split it: …/a.txt");
}

#[test]
fn what_cannot_be_read_is_named() {
    let folder = folder();
    let error = store::read(&RealDisk, &folder.path().join("no\n.txt"), 10).unwrap_err();
    insta::assert_snapshot!(sentence(error, &folder), @r"failed to read: there is no such file; look at how the name is written: …/no\n.txt");
    let error = store::read(&RealDisk, folder.path(), 10).unwrap_err();
    insta::assert_snapshot!(sentence(error, &folder), @"failed to read: it is a folder; name a file in it: …");
}

#[test]
fn the_articles_of_a_folder_come_sorted_without_what_is_hidden_or_no_text() {
    let folder = folder();
    for name in [
        "b/2.txt",
        "b/deep/er/1.TXT",
        "a.md",
        ".git/x.txt",
        "b/.h.txt",
        "p.png",
        "none",
    ] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "words").unwrap();
    }
    let found = store::articles_in(&RealDisk, folder.path()).unwrap();
    let found: Vec<_> = found
        .iter()
        .map(|path| path.strip_prefix(folder.path()).unwrap())
        .collect();
    assert_eq!(found, ["a.md", "b/2.txt", "b/deep/er/1.TXT"].map(Path::new));
}

#[test]
fn a_folder_of_nothing_is_an_error() {
    let folder = folder();
    fs::write(folder.path().join("p.png"), "").unwrap();
    let error = store::articles_in(&RealDisk, folder.path()).unwrap_err();
    insta::assert_snapshot!(sentence(error, &folder), @"failed to read: there is no article in this folder; put files there that end in .txt, .text, .md, .markdown, .html, .htm, .xhtml, .mhtml, .mht, .docx, .docm, .dotx, .odt, .ott, .fodt, .rtf, .epub, .pdf, .eml, .mbox, .srt, .vtt: …");
    let error = store::articles_in(&RealDisk, &folder.path().join("p.png")).unwrap_err();
    insta::assert_snapshot!(sentence(error, &folder), @"failed to read: it is not a folder; name a folder: …/p.png");
}

#[cfg(unix)]
#[test]
fn settings_stand_in_the_folder_that_the_environment_names() {
    let place_with = |name: &str, value: &str| {
        let output = std::process::Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "store::where_settings_stand",
                "--ignored",
                "--nocapture",
            ])
            .env_remove("XDG_CONFIG_HOME")
            .env(name, value)
            .output()
            .unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        let place = said
            .split('«')
            .nth(1)
            .and_then(|rest| rest.split('»').next());
        place.unwrap_or_default().to_owned()
    };
    assert_eq!(
        place_with("XDG_CONFIG_HOME", "/some/where"),
        "/some/where/postil"
    );
    assert_eq!(place_with("HOME", "/home/ana"), "/home/ana/.config/postil");
}

#[test]
#[ignore = "runs in the environment that the test above has made"]
fn where_settings_stand() {
    println!("«{}»", preferences::folder().unwrap().display());
}

#[test]
fn preferences_are_stored_and_loaded() {
    let folder = folder();
    let place = folder.path().join("made/on/the/way");
    let first = preferences::load(&RealDisk, &place);
    assert!(first.notice.is_none(), "no settings are no fault");
    let mut changed = first.value;
    changed.annotator = "Ana".to_owned();
    preferences::store(&RealDisk, &place, &changed).unwrap();
    let second = preferences::load(&RealDisk, &place);
    assert_eq!(second.value, changed);
    assert!(second.notice.is_none());
    assert_eq!(names(&place), ["preferences.ron"]);
}

#[test]
fn damaged_preferences_are_kept_beside_and_said_once() {
    let folder = folder();
    let path = folder.path().join("preferences.ron");
    fs::write(&path, "(zoom: 2, theme: ").unwrap();
    let loaded = preferences::load(&RealDisk, folder.path());
    assert_eq!(loaded.value, Default::default());
    insta::assert_snapshot!(sentence(loaded.notice.unwrap(), &folder), @"your settings are the usual ones: line 1, column 17: Unexpected end of RON; the file is kept beside it as preferences.ron.bad: …/preferences.ron");
    assert_eq!(names(folder.path()), ["preferences.ron.bad"]);
    assert_eq!(
        fs::read(path.with_extension("ron.bad")).unwrap(),
        b"(zoom: 2, theme: "
    );
    assert!(preferences::load(&RealDisk, folder.path()).notice.is_none());
}

#[test]
fn preferences_that_cannot_be_read_are_said_and_left() {
    let folder = folder();
    fs::create_dir(folder.path().join("preferences.ron")).unwrap();
    let loaded = preferences::load(&RealDisk, folder.path());
    insta::assert_snapshot!(sentence(loaded.notice.unwrap(), &folder), @"your settings are the usual ones: it is a folder: …/preferences.ron");
    assert_eq!(names(folder.path()), ["preferences.ron"]);
}

#[test]
fn damaged_keys_stay_where_their_owner_wrote_them() {
    let folder = folder();
    assert!(
        preferences::load_keys(&RealDisk, folder.path())
            .notice
            .is_none()
    );
    fs::write(
        folder.path().join("keys.ron"),
        "[\n  (\"undo\", Ctrl+Z),\n]",
    )
    .unwrap();
    let loaded = preferences::load_keys(&RealDisk, folder.path());
    assert!(loaded.value.is_empty());
    insta::assert_snapshot!(sentence(loaded.notice.unwrap(), &folder), @"your settings are the usual ones: line 2, column 12: Expected string; repair the file and start again: …/keys.ron");
    assert_eq!(names(folder.path()), ["keys.ron"]);
}
