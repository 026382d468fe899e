//! A real git repository that merges and shows marks.

use std::path::Path;
use std::process::{Command, Output};

use postil::formats::project_file;
use postil::project::Project;

use super::marked;

/// Git in a folder, with the program in its path; none if there is no git.
fn git(folder: &Path, words: &[&str]) -> Option<Output> {
    let program = Path::new(env!("CARGO_BIN_EXE_postil"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path);
    let folders = std::iter::once(program.parent().unwrap().to_owned()).chain(folders);
    let output = Command::new("git")
        .current_dir(folder)
        .env("PATH", std::env::join_paths(folders).unwrap())
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("HOME", folder)
        .args(["-c", "user.name=Ana", "-c", "user.email=ana@example.org"])
        .args(words)
        .output();
    output.ok()
}

/// The program where it stands in no folder of the path.
fn postil(folder: &Path, line: &str) -> Output {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).filter(|it| !it.join("postil").exists());
    let output = Command::new(env!("CARGO_BIN_EXE_postil"))
        .current_dir(folder)
        .env("PATH", std::env::join_paths(folders).unwrap())
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .args(line.split(' '))
        .output();
    output.unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A repository with a project on its main branch, set up; none if there is no git.
struct Repository(tempfile::TempDir);

impl Repository {
    fn new(test: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        if git(folder.path(), &["init", "-q", "-b", "main"]).is_none() {
            let required = std::env::var_os("POSTIL_REQUIRE_ALL").is_some_and(|it| it == "1");
            assert!(!required, "{test} needs git, and every test is asked for");
            eprintln!("left out: {test} needs git");
            return None;
        }
        let repository = Self(folder);
        assert!(postil(repository.path(), "git-setup").status.success());
        Some(repository)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn git(&self, words: &[&str]) -> Output {
        git(self.path(), words).unwrap()
    }

    fn commit(&self, markup: &str) {
        let file = project_file::encode(&marked(markup));
        std::fs::write(self.path().join("project.ron"), file).unwrap();
        self.git(&["add", "project.ron"]);
        let output = self.git(&["commit", "-qm", "marks"]);
        assert!(output.status.success(), "{}", text(&output.stderr));
    }

    /// Two branches that grew out of one.
    fn branches(&self, base: &str, ours: &str, theirs: &str) {
        self.commit(base);
        self.git(&["checkout", "-qb", "theirs"]);
        self.commit(theirs);
        self.git(&["checkout", "-q", "main"]);
        self.commit(ours);
    }

    fn project(&self) -> Project {
        let bytes = std::fs::read(self.path().join("project.ron")).unwrap();
        let loaded = project_file::decode(&bytes).unwrap();
        assert_eq!(loaded.problems, []);
        loaded.project
    }
}

#[test]
fn git_merges_neighbouring_marks_without_a_conflict() {
    let Some(repository) = Repository::new("git_merges_neighbouring_marks") else {
        return;
    };
    repository.branches(
        "[claim#1: The moon is cheese], said [source#2: Ada].",
        "[rebuttal#1: The moon is cheese], said [source#2: Ada].",
        "[claim#1: The moon is cheese], said [entity#2: Ada].",
    );
    let output = repository.git(&["merge", "-q", "theirs", "-m", "both"]);
    assert!(
        output.status.success(),
        "{}{}",
        text(&output.stdout),
        text(&output.stderr)
    );
    let project = repository.project();
    let tags: Vec<_> = project.entries()[0]
        .in_text_order()
        .map(|it| it.tag.to_string())
        .collect();
    assert_eq!(tags, ["rebuttal", "entity"]);
    assert_eq!(project.disputes().count(), 0);
}

#[test]
fn git_keeps_a_true_conflict_as_a_dispute_in_a_sound_project() {
    let Some(repository) = Repository::new("git_keeps_a_true_conflict") else {
        return;
    };
    repository.branches(
        "[claim#1: The moon is cheese], said Ada.",
        "[rebuttal#1: The moon is cheese], said Ada.",
        "[source#1: The moon is cheese], said Ada.",
    );
    let output = repository.git(&["merge", "-q", "theirs"]);
    assert_eq!(output.status.code(), Some(1));
    let project = repository.project();
    let disputes: Vec<_> = project.disputes().map(ToString::to_string).collect();
    insta::assert_snapshot!(disputes.join("\n"), @"article a1, mark m1, tag: ours says «rebuttal», theirs says «source»");
}

#[test]
fn git_shows_differences_in_words() {
    let Some(repository) = Repository::new("git_shows_differences_in_words") else {
        return;
    };
    repository.commit("[claim#1: The moon is cheese], said [source#2: Ada].");
    repository
        .commit("[claim#1: The moon] is cheese, said [source#2: Ada].\n---\n#1 attributed_to #2");
    let output = repository.git(&["log", "-p", "-1", "--format="]);
    let lines: Vec<_> = text(&output.stdout)
        .lines()
        .filter(|line| {
            line.starts_with(['+', '-']) && !line.starts_with("+++") && !line.starts_with("---")
        })
        .map(str::to_owned)
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    -  claim «The moon is cheese»
    +  claim «The moon»
    +  claim «The moon» attributed_to source «Ada»
    ");
}

#[test]
fn setting_git_up_is_said_and_can_be_undone() {
    let Some(repository) = Repository::new("setting_git_up_is_said") else {
        return;
    };
    let attributes = repository.path().join(".git/info/attributes");
    std::fs::write(&attributes, "*.txt text\n").unwrap();
    let output = postil(repository.path(), "git-setup");
    insta::assert_snapshot!(text(&output.stdout), @r"
    set merge.postil.name to «Postil: by annotation»
    set merge.postil.driver to «postil merge %O %A %B --out %A»
    set diff.postil.textconv to «postil textconv»
    «*.ron merge=postil diff=postil» stands in .git/info/attributes
    «postil git-setup --undo» takes all of it out again
    ");
    // A driver that git does not find would keep one side and call it a conflict.
    let unfound = "git will not find «postil»: put it into a folder of PATH";
    assert!(text(&output.stderr).contains(unfound));
    let line = "*.txt text\n*.ron merge=postil diff=postil\n";
    assert_eq!(std::fs::read_to_string(&attributes).unwrap(), line);
    postil(repository.path(), "git-setup");
    assert_eq!(std::fs::read_to_string(&attributes).unwrap(), line);
    postil(repository.path(), "git-setup --undo");
    assert_eq!(
        std::fs::read_to_string(&attributes).unwrap(),
        "*.txt text\n"
    );
    let output = repository.git(&["config", "--local", "--list"]);
    assert!(!text(&output.stdout).contains("postil"));
    let nowhere = tempfile::tempdir().unwrap();
    assert_eq!(postil(nowhere.path(), "git-setup").status.code(), Some(2));
}
