//! The one door to the disk, and the proof that going past it is found.

use std::path::Path;
use std::process::Command;

/// Everything that the standard library offers to go past the door.
const PAST: &str = r#"
use std::path::Path;
pub fn past(p: &Path) {
    let _ = std::fs::read(p);
    let _ = std::fs::read_to_string(p);
    let _ = std::fs::write(p, "");
    let _ = std::fs::copy(p, p);
    let _ = std::fs::rename(p, p);
    let _ = std::fs::remove_file(p);
    let _ = std::fs::remove_dir(p);
    let _ = std::fs::remove_dir_all(p);
    let _ = std::fs::create_dir(p);
    let _ = std::fs::create_dir_all(p);
    let _ = std::fs::hard_link(p, p);
    let _ = std::fs::metadata(p);
    let _ = std::fs::symlink_metadata(p);
    let _ = std::fs::read_dir(p);
    let _ = std::fs::read_link(p);
    let _ = std::fs::canonicalize(p);
    let _ = std::fs::exists(p);
    let _ = p.exists();
    let _ = p.try_exists();
    let _ = p.is_file();
    let _ = p.is_dir();
    let _ = p.is_symlink();
    let _ = p.metadata();
    let _ = p.symlink_metadata();
    let _ = p.read_dir();
    let _ = p.read_link();
    let _ = p.canonicalize();
    let _ = std::fs::File::open(p);
    let _ = std::fs::OpenOptions::new();
    let _ = std::fs::DirBuilder::new();
}
"#;

#[test]
fn every_way_past_the_door_is_found_by_clippy() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("past.rs");
    std::fs::write(&source, PAST).unwrap();
    let output = Command::new("clippy-driver")
        .args([
            "--crate-type",
            "lib",
            "--emit",
            "metadata",
            "--edition",
            "2024",
        ])
        .args([
            "-D",
            "clippy::disallowed_methods",
            "-D",
            "clippy::disallowed_types",
        ])
        .arg("--out-dir")
        .arg(folder.path())
        .arg(&source)
        .env("CLIPPY_CONF_DIR", env!("CARGO_MANIFEST_DIR"))
        .output();
    let said = match output {
        Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
        Err(error) => {
            let required = std::env::var_os("POSTIL_REQUIRE_ALL").is_some();
            assert!(!required, "clippy-driver: {error}");
            println!("left out: no clippy-driver ({error})");
            return;
        }
    };
    for (number, line) in PAST.lines().enumerate() {
        let place = format!("past.rs:{}:", number + 1);
        let calls = line.trim_start().starts_with("let _");
        assert_eq!(said.contains(&place), calls, "{line}\n{said}");
    }
}

#[test]
fn the_library_denies_what_clippy_finds_and_only_the_door_expects_it() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let lib = std::fs::read_to_string(top.join("lib.rs")).unwrap();
    assert!(lib.contains("deny(clippy::disallowed_methods, clippy::disallowed_types)"));
    let mut folders = vec![top];
    let mut doors = Vec::new();
    while let Some(folder) = folders.pop() {
        for item in std::fs::read_dir(folder).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if std::fs::read_to_string(&path)
                .unwrap()
                .contains("clippy::disallowed_")
            {
                doors.push(path.file_name().unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    doors.sort();
    assert_eq!(doors, ["lib.rs", "real_disk.rs"]);
}
