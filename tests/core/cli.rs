//! The command line, run as people run it: as a process, in a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

#[cfg(target_os = "linux")]
use crate::support::hostile::hostile;

/// How a run ended.
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

impl std::fmt::Display for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let code = self
            .code
            .map_or("killed".to_owned(), |code| code.to_string());
        write!(f, "{}--- {code}\n{}", self.out, self.err)
    }
}

/// A folder to run the program in.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, words: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, words).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The names of the files here, hidden ones too.
    fn names(&self) -> Vec<String> {
        let items = fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<_> = items
            .map(|item| item.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.0.path()).stdin(Stdio::null());
        command.env("XDG_CONFIG_HOME", self.path(".config"));
        command
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("WAYLAND_SOCKET");
        command
    }

    fn end(&self, command: &mut Command) -> Run {
        let output = command.output().unwrap();
        Run {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs the program with the words of `line`.
    fn run(&self, line: &str) -> Run {
        self.end(
            self.command(POSTIL)
                .args(line.split(' ').filter(|word| !word.is_empty())),
        )
    }

    /// Runs the program and asks that all was well. Returns what it printed.
    fn well(&self, line: &str) -> String {
        let run = self.run(line);
        assert_eq!(run.code, Some(0), "{line}\n{run}");
        run.out
    }

    /// Runs a line of the shell, in which `$POSTIL` is the program.
    #[cfg(unix)]
    fn shell(&self, line: &str) -> Run {
        self.end(self.command("sh").args(["-c", line]).env("POSTIL", POSTIL))
    }
}

const POSTIL: &str = env!("CARGO_BIN_EXE_postil");

/// Two articles, four marks, a link, an identity: what most tests need.
const DATASET: &str = concat!(
    r#"{"id":"moon","title":"The moon","text":"The moon is made of cheese, they say.\nÉva denies it 😀.","#,
    r#""spans":[{"id":"m1","tag":"claim","fragments":[[0,26]],"annotator":"Ana","attributes":{"certainty":"reported"}},"#,
    r#"{"id":"m2","tag":"source","fragments":[[28,32]],"annotator":"Ana"},"#,
    r#"{"id":"m3","tag":"rebuttal","fragments":[[38,51]],"annotator":"Ben","note":"flat"},"#,
    r#"{"id":"m4","tag":"entity","fragments":[[38,41]],"annotator":"Ben"}],"#,
    r#""links":[{"id":"l1","type":"rebuts","from":"m3","to":"m1","annotator":"Ben"}],"#,
    r#""identities":[{"id":"i1","name":"Éva","kind":"person","mentions":["m4"]}]}"#,
    "\n",
    r#"{"id":"sun","title":"The sun","text":"The sun is hot.","spans":[]}"#,
    "\n"
);

/// A place with [`DATASET`] in `data.jsonl` and imported to `project.ron`.
fn imported() -> Place {
    let place = Place::new();
    place.write("data.jsonl", DATASET);
    place.well("import --format jsonl data.jsonl --out project.ron");
    place
}

fn json_lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn help_shows_the_commands_with_examples() {
    let place = Place::new();
    insta::assert_snapshot!(place.well("--help"), @r#"
    Marks claims, rebuttals, entities and sources in news articles

    Usage: postil [FILE]...
           postil <COMMAND>

    Commands:
      new        Make a project of articles, and say what was guessed or repaired in reading them
      check      List every problem in projects, tagsets and datasets: file:line:column: what, and what to do
      info       Count what a project holds by article, tag, annotator and kind of link
      import     Make a project of a dataset; the same dataset always gives the same project
      export     Write a project as a dataset, and say what the format cannot hold
      compare    Compare colleagues' marks on the same articles: every place where they differ, and how
      review     Open the window on every place where you and colleagues differ, and settle them
      agree      Measure how far annotators agree, by tag, article and pair
      feedback   Write for each annotator what was decided otherwise than they marked it
      convert    Turn a dataset of one format into one of another, without a project between
      diff       Say what differs between two versions of a project
      merge      Merge two versions of a project by annotation
      git-setup  Let git merge and show projects by annotation, in the repository you stand in
      formats    List every dataset format: whether it is read and written, and what it cannot hold
      help       Print this message or the help of the given subcommand(s)

    Arguments:
      [FILE]...  A project, or articles, to open in the window

    Options:
      -h, --help     Print help
      -V, --version  Print version

    Examples:
      postil                                  open the window with the sample
      postil article.txt                      open the window on an article
      postil new project.ron articles/        make a project of a folder of articles
      postil check project.ron                list every problem in a project
      postil export project.ron --format jsonl --out marks.jsonl

    Ends with 0 if all is well, 1 if there is something to look at, 2 if it failed.
    A file with the name of a command is opened as ./NAME.
    "#);
}

#[test]
fn help_of_each_command_ends_with_examples() {
    let place = Place::new();
    insta::assert_snapshot!(place.well("new --help"), @r#"
    Make a project of articles, and say what was guessed or repaired in reading them

    Usage: postil new [OPTIONS] <PROJECT> <ARTICLE>...

    Arguments:
      <PROJECT>     The project file to write
      <ARTICLE>...  Articles, and folders of articles

    Options:
          --force                  Write over a project that is there
          --encoding <NAME>        Read texts in this encoding, whatever they look like
          --whole-pages            Keep all text of web pages, not only the article
          --text-column <COLUMN>   The column of a table that is the text
          --title-column <COLUMN>  The column of a table that is the title
      -h, --help                   Print help

    Examples:
      postil new project.ron article.txt page.html paper.docx
      postil new project.ron monday/ tuesday/ extra.txt
      postil new project.ron posts.csv --text-column message --title-column name

    A file that holds several articles (a book, a mailbox, a table of texts) gives them all.
    «postil formats» lists what is read.
    "#);
    insta::assert_snapshot!(place.well("check --help"), @r#"
    List every problem in projects, tagsets and datasets: file:line:column: what, and what to do

    Usage: postil check <FILE>...

    Arguments:
      <FILE>...  Projects, tagsets, and datasets told by what stands in them

    Options:
      -h, --help  Print help

    Examples:
      postil check project.ron
      postil check project.ron colleague.ron marks.jsonl

    Ends with 1 if there is a problem; warnings alone are no problem.
    "#);
    insta::assert_snapshot!(place.well("info --help"), @r#"
    Count what a project holds by article, tag, annotator and kind of link

    Usage: postil info [OPTIONS] <PROJECT>

    Arguments:
      <PROJECT>  The project

    Options:
          --json  Print one JSON value
      -h, --help  Print help

    Examples:
      postil info project.ron
      postil info project.ron --json | jq '.tags[] | select(.marks > 0)'
    "#);
}

#[test]
fn help_of_what_trades_datasets_ends_with_examples() {
    let place = Place::new();
    insta::assert_snapshot!(place.well("import --help"), @r#"
    Make a project of a dataset; the same dataset always gives the same project

    Usage: postil import [OPTIONS] <PATH>...

    Arguments:
      <PATH>...  The dataset's files and folders, which make one project; - is standard input

    Options:
          --format <FORMAT>    The dataset's format, if not what it looks like; «postil formats» lists them
          --out <PROJECT>      The project file to write, or - for standard output
          --into <PROJECT>     Start from this project: an article with the same text takes the marks
          --annotator <NAME>   Who made the marks and links of which the dataset does not say it
          --offsets <UNIT>     What the positions count, if not what the format says [possible values: chars, utf16, bytes]
          --map <TABLE>        A table of what tags and links become; --write-map makes one to edit
          --write-map <TABLE>  Write a table of the dataset's tags, to edit and use with --map, and nothing else
          --force              Write over a file that is there
      -h, --help               Print help

    Examples:
      postil import marks.jsonl --out project.ron
      postil import --format jsonl model.jsonl --annotator model-7 --out model.ron
      postil import brat/ --write-map tags.tsv
      postil import brat/ --map tags.tsv --into project.ron --out both.ron

    The format is told by what stands in the files, unless it is named. Every record that cannot be
    used is said; the rest is imported and the program ends with 1.
    "#);
    insta::assert_snapshot!(place.well("export --help"), @r#"
    Write a project as a dataset, and say what the format cannot hold

    Usage: postil export [OPTIONS] --format <FORMAT> <PROJECT>

    Arguments:
      <PROJECT>  The project

    Options:
          --format <FORMAT>      The dataset's format; «postil formats» lists them
          --out <PATH>           The file or folder to write, or - for standard output
          --annotator <NAME>     Only the marks and links of this annotator; may be given again
          --separately           A folder for each annotator
          --tags <TABLE>         A table of what tags become: in each row the word tag, the tag's id here and its name there, with tabs between; nothing there leaves its marks out
          --overlap <OVERLAP>    Which of overlapping marks is written where a format can hold only one; outermost if not said [possible values: outermost, innermost, longest, first]
          --scheme <SCHEME>      How token formats mark tokens; iob2 if not said [possible values: iob2, iobes]
          --offsets <UNIT>       What positions count, where readers of the format differ [possible values: chars, utf16, bytes]
          --guard-formulas       Keep spreadsheets from running what looks like a formula: puts a ' before it
          --split <SHARES>       Deal the articles out to train, dev and test, such as 80/10/10; with a card and a manifest
          --seed <SEED>          Where the chance of --split starts [default: 1]
          --licence <LICENCE>    The licence that the card names; a card comes with --split, and with parquet and hf
          --figures [<FILE>...]  In the report, how far the project's annotators agree, with those of these files
          --dry-run              Say what would be lost, and write nothing
          --json                 Print what is lost as one JSON value, with the marks that it befalls
          --force                Write over a file or folder that is there
      -h, --help                 Print help

    Examples:
      postil export project.ron --format jsonl --out marks.jsonl
      postil export project.ron --format jsonl --out - --annotator Ana --annotator Ben | wc -l
      postil export project.ron --format brat --dry-run
      postil export project.ron --format conll --out data --split 80/10/10 --seed 7
      postil export mine.ron --format html --out report.html --figures ben.ron cyn.jsonl
      postil export project.ron --format hf --out dataset --split 80/10/10 --licence cc-by-4.0

    What the format cannot hold is said, with how many there are and what is done instead.
    "#);
    insta::assert_snapshot!(place.well("formats --help"), @r#"
    List every dataset format: whether it is read and written, and what it cannot hold

    Usage: postil formats [OPTIONS]

    Options:
          --json      Print one JSON value
          --markdown  Print a table in Markdown
      -h, --help      Print help

    Examples:
      postil formats
      postil formats --markdown
      postil formats --json | jq -r '.[] | select(.writes) | .name'
    "#);
}

#[test]
fn the_version_is_that_of_the_crate() {
    let place = Place::new();
    assert_eq!(
        place.well("--version"),
        format!("postil {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn a_wrong_usage_is_one_sentence_and_ends_with_2() {
    let place = Place::new();
    let lines = [
        "--colour",
        "new",
        "new a.ron",
        "info",
        "import x",
        "export a --format wav --out -",
    ];
    let runs = lines.map(|line| place.run(line).to_string());
    insta::assert_snapshot!(runs.join(""), @r#"
    --- 2
    postil: unexpected argument '--colour' found; «postil --help» shows how
    --- 2
    postil: the following required arguments were not provided: <PROJECT> <ARTICLE>...; «postil new --help» shows how
    --- 2
    postil: the following required arguments were not provided: <ARTICLE>...; «postil new --help» shows how
    --- 2
    postil: the following required arguments were not provided: <PROJECT>; «postil info --help» shows how
    --- 2
    postil: the following required arguments were not provided: --out <PROJECT>; «postil import --help» shows how
    --- 2
    postil: invalid value 'wav' for '--format <FORMAT>' [possible values: jsonl, brat, labelstudio, prodigy, doccano, doccano-labels, webanno, conll, semeval, spacy, csv, tsv, parquet, hf, w3c, cas-json, cas-xmi, qdpx, qdc, html, markdown, dot, argdown, aif, claimreview]; «postil export --help» shows how
    "#);
    let escape = place.end(place.command(POSTIL).arg("--\u{1b}[2J"));
    assert_eq!(escape.code, Some(2));
    assert!(!escape.err.contains('\u{1b}'), "{:?}", escape.err);
}

#[test]
fn without_a_display_it_says_why_there_is_no_window() {
    let place = Place::new();
    let run = place.run("");
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
    assert!(
        run.err.starts_with("postil: failed to open the window: "),
        "{run}"
    );
    assert_eq!(run.err.lines().count(), 1, "{run}");
    assert!(place.names().is_empty());
}

#[test]
fn new_makes_a_project_of_files_and_folders() {
    let place = Place::new();
    place.write("news/b.txt", "Second.\r\nWith CRLF.\r\n");
    place.write("news/a.txt", "First article.\nIt has two lines.\n");
    place.write("news/.hidden.txt", "Not this one.");
    place.write("news/picture.png", [0x89, b'P', b'N', b'G']);
    place.write(
        "latin.txt",
        b"Caf\xe9 cr\xe8me, d\xe9j\xe0 vu, na\xefve \xe0 No\xebl.\n",
    );
    place.write("again.txt", "First article.\nIt has two lines.\n");
    insta::assert_snapshot!(place.run("new project.ron news latin.txt again.txt"), @r#"
    --- 0
    news/b.txt: line ends were CRLF and are LF now
    latin.txt: read as windows-1252; change the encoding if letters are wrong
    again.txt: left out, it has the same words as news/a.txt
    "#);
    insta::assert_snapshot!(place.run("info project.ron"), @r#"
    project.ron: 3 articles (0 done), 0 marks (0 implicit), 0 links, 0 identities

    marks  implicit  links  done  article
        0         0      0  no    a: First article.
        0         0      0  no    b: Second.
        0         0      0  no    latin: Café crème, déjà vu, naïve à Noël.

    marks  tag
        0  claim
        0  rebuttal
        0  entity
        0  source

    links  kind
        0  rebuts
        0  attributed to
        0  supports
        0  about
    --- 0
    "#);
    insta::assert_snapshot!(place.run("check project.ron"), @"--- 0");
}

#[test]
fn new_gives_articles_of_one_name_ids_of_their_own() {
    let place = Place::new();
    for folder in ["a", "b", "c"] {
        place.write(&format!("{folder}/news.txt"), format!("News of {folder}."));
    }
    place.well("new project.ron a b c");
    let info: Value = serde_json::from_str(&place.well("info --json project.ron")).unwrap();
    let ids = info["articles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|article| &article["id"]);
    assert_eq!(ids.collect::<Vec<_>>(), ["news", "news-2", "news-3"]);
}

#[test]
fn new_writes_nothing_if_an_article_cannot_be_used() {
    let place = Place::new();
    place.write("good.txt", "Good.");
    place.write("empty.txt", "");
    place.write("binary.txt", [0, 1, 2, 3, 0, 0, 0xff, 0xfe, 0, 0]);
    fs::create_dir(place.path("nothing")).unwrap();
    insta::assert_snapshot!(place.run("new p.ron good.txt empty.txt binary.txt none.txt nothing"), @r#"
    --- 2
    postil: failed to read: there is no article in this folder; put files there that end in .txt, .text, .md, .markdown, .html, .htm, .xhtml, .mhtml, .mht, .docx, .docm, .dotx, .odt, .ott, .fodt, .rtf, .epub, .pdf, .eml, .mbox, .srt, .vtt: nothing
    postil: failed to read: the file is empty: empty.txt
    postil: failed to read: this is a binary file, not a text; save its words as plain text first: binary.txt
    postil: failed to read: there is no such file; look at how the name is written: none.txt
    postil: failed to make the project: 4 paths could not be used; nothing was written
    "#);
    assert!(!place.path("p.ron").exists());
}

#[test]
fn nothing_is_written_over_without_force_and_the_source_never() {
    let place = imported();
    place.write("a.txt", "An article.");
    let before = place.read("project.ron");
    let lines = [
        "new project.ron a.txt",
        "new a.txt a.txt --force",
        "import --format jsonl data.jsonl --out project.ron",
        "import --format jsonl data.jsonl --out data.jsonl --force",
        "export project.ron --format jsonl --out data.jsonl",
        "export project.ron --format jsonl --out ./project.ron --force",
    ];
    let runs = lines.map(|line| place.run(line).to_string());
    insta::assert_snapshot!(runs.join(""), @r#"
    --- 2
    postil: failed to write: there is a file of this name; choose another or add --force: project.ron
    --- 2
    postil: failed to write: this is the file that is being read; choose another: a.txt
    --- 2
    postil: failed to write: there is a file of this name; choose another or add --force: project.ron
    --- 2
    postil: failed to write: this is the file that is being read; choose another: data.jsonl
    --- 2
    postil: failed to write: there is a file of this name; choose another or add --force: data.jsonl
    --- 2
    postil: failed to write: this is the file that is being read; choose another: ./project.ron
    "#);
    assert_eq!(place.read("project.ron"), before);
    assert_eq!(place.read("data.jsonl"), DATASET);
    place.well("new project.ron a.txt --force");
    assert_ne!(place.read("project.ron"), before);
}

#[test]
fn a_project_in_no_folder_is_said_to_be_unsaved() {
    let place = Place::new();
    place.write("a.txt", "An article.");
    insta::assert_snapshot!(place.run("new no/project.ron a.txt"), @r#"
    --- 2
    postil: failed to save: there is no such folder; nothing on the disk has changed; make the folder or save elsewhere: no/project.ron
    "#);
}

#[test]
fn import_and_export_give_the_same_data_back() {
    let place = imported();
    let run = place.run("export project.ron --format jsonl --out -");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert_same_data(&run.out, DATASET);
    place.well("export project.ron --format jsonl --out again.jsonl");
    assert_eq!(place.read("again.jsonl"), run.out);
}

#[test]
fn import_is_the_same_every_time() {
    let place = imported();
    place.well("import --format jsonl data.jsonl --out second.ron");
    assert_eq!(place.read("project.ron"), place.read("second.ron"));
}

#[test]
fn import_can_name_the_annotator_and_export_can_choose_some() {
    let place = imported();
    let ana = place.well("export project.ron --format jsonl --out - --annotator Ana");
    let ids = |text: &str| -> Vec<String> {
        let lines = json_lines(text);
        let spans = lines
            .iter()
            .flat_map(|line| line["spans"].as_array().cloned().unwrap_or_default());
        spans
            .map(|span| span["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(ids(&ana), ["m1", "m2"]);
    let both =
        place.well("export project.ron --format jsonl --out - --annotator Ana --annotator Ben");
    assert_eq!(ids(&both).len(), 4);
    insta::assert_snapshot!(place.run("export project.ron --format jsonl --out - --annotator Cyn").err, @"nothing in the project is by Cyn");

    place.write(
        "anonymous.jsonl",
        DATASET.replace(r#","annotator":"Ana""#, ""),
    );
    place.well("import --format jsonl anonymous.jsonl --annotator Zoë --out named.ron");
    let info: Value = serde_json::from_str(&place.well("info named.ron --json")).unwrap();
    let names = info["annotators"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["name"]);
    assert_eq!(names.collect::<Vec<_>>(), ["Ben", "Zoë"]);
}

#[test]
fn a_dataset_with_faults_says_each_with_its_line() {
    let place = Place::new();
    let damaged = DATASET
        .replace("[[28,32]]", "[[28,3200]]")
        .replace(r#""to":"m1""#, r#""to":"m9""#);
    place.write("data.jsonl", damaged + "not json\n");
    insta::assert_snapshot!(place.run("check data.jsonl"), @r#"
    data.jsonl:1: link "l1" from "m3" to "m9" has an end at no other mark and was left out
    data.jsonl:1: span "m2" has no words at 28..3200 and was left out; correct its offsets
    data.jsonl:3: this line was left out: expected ident at column 2
    --- 1
    "#);
    insta::assert_snapshot!(place.run("import --format jsonl data.jsonl --out project.ron"), @r#"
    --- 1
    data.jsonl:1: link "l1" from "m3" to "m9" has an end at no other mark and was left out
    data.jsonl:1: span "m2" has no words at 28..3200 and was left out; correct its offsets
    data.jsonl:3: this line was left out: expected ident at column 2
    "#);
}

#[test]
fn info_counts_what_a_project_holds() {
    let place = imported();
    insta::assert_snapshot!(place.run("info project.ron"), @r#"
    project.ron: 2 articles (0 done), 4 marks (0 implicit), 1 link, 1 identity

    marks  implicit  links  done  article
        4         0      1  no    moon: The moon
        0         0      0  no    sun: The sun

    marks  tag
        1  claim
        1  rebuttal
        1  entity
        1  source

    marks  links  annotator
        2      0  Ana
        2      1  Ben

    links  kind
        1  rebuts
        0  attributed to
        0  supports
        0  about
    --- 0
    "#);
}

#[test]
fn info_as_json_is_one_value() {
    let place = imported();
    insta::assert_snapshot!(place.run("info project.ron --json"), @r#"
    {
      "totals": {
        "articles": 2,
        "done": 0,
        "marks": 4,
        "implicit": 0,
        "links": 1,
        "identities": 1,
        "aside": 0
      },
      "articles": [
        {
          "id": "moon",
          "title": "The moon",
          "marks": 4,
          "implicit": 0,
          "links": 1,
          "done": false
        },
        {
          "id": "sun",
          "title": "The sun",
          "marks": 0,
          "implicit": 0,
          "links": 0,
          "done": false
        }
      ],
      "tags": [
        {
          "id": "claim",
          "name": "claim",
          "marks": 1
        },
        {
          "id": "rebuttal",
          "name": "rebuttal",
          "marks": 1
        },
        {
          "id": "entity",
          "name": "entity",
          "marks": 1
        },
        {
          "id": "source",
          "name": "source",
          "marks": 1
        }
      ],
      "annotators": [
        {
          "name": "Ana",
          "marks": 2,
          "links": 0
        },
        {
          "name": "Ben",
          "marks": 2,
          "links": 1
        }
      ],
      "link_kinds": [
        {
          "id": "rebuts",
          "name": "rebuts",
          "links": 1
        },
        {
          "id": "attributed_to",
          "name": "attributed to",
          "links": 0
        },
        {
          "id": "supports",
          "name": "supports",
          "links": 0
        },
        {
          "id": "about",
          "name": "about",
          "links": 0
        }
      ]
    }
    --- 0
    "#);
}

#[test]
fn check_is_quiet_about_sound_files() {
    let place = imported();
    insta::assert_snapshot!(place.run("check project.ron data.jsonl"), @"--- 0");
}

#[test]
fn check_lists_damage_in_every_file_and_goes_on() {
    let place = imported();
    let sound = place.read("project.ron");
    place.write("tag.ron", sound.replace("\"source\", ", "\"sauce\", "));
    place.write("cut.ron", &sound[..sound.len() / 2]);
    place.write("quote.ron", sound.replace("\"they\"", "\"them\""));
    let run = place.run("check tag.ron none.ron cut.ron quote.ron project.ron");
    assert_eq!(
        run.code,
        Some(2),
        "a file that cannot be read is a failure: {run}"
    );
    insta::assert_snapshot!(run, @r#"
    tag.ron:3:3: the tagset cannot be used: link kind "attributed_to" joins tag "sauce", which is not in the tagset
    cut.ron:57:159: the file is cut off (it is whole up to line 48, column 8); look for a whole copy of it
    quote.ron:123:9: mark "m2" quotes "them", but at 28..32 stands "they"; its words were not found in the text: correct its offsets or delete it
    --- 2
    postil: failed to read: there is no such file; look at how the name is written: none.ron
    "#);
    assert_eq!(place.run("check quote.ron").code, Some(1));
}

#[test]
fn check_takes_a_tagset_that_stands_alone() {
    let place = Place::new();
    place.write("tagset.ron", include_str!("../../assets/tagset.ron"));
    assert_eq!(place.well("check tagset.ron"), "");
    place.write(
        "bad.ron",
        "PostilTagset(\n  format: 1,\n  colour_of_the_sky: 3,\n)",
    );
    insta::assert_snapshot!(place.run("check bad.ron"), @r#"
    bad.ron:3:3: the tagset has a field "colour_of_the_sky" that this Postil does not know; take it out, or open the file with a newer Postil
    --- 1
    "#);
}

#[test]
fn a_damaged_project_is_used_as_far_as_it_is_sound_and_that_is_said() {
    let place = imported();
    let damaged = place.read("project.ron").replace("\"they\"", "\"them\"");
    place.write("project.ron", damaged);
    let export = place.run("export project.ron --format jsonl --out marks.jsonl");
    insta::assert_snapshot!(export, @r#"
    --- 1
    project.ron: 1 problem; «postil check» lists them
    project.ron: jsonl cannot hold damaged parts kept aside: 1, left out
    "#);
    assert_eq!(place.read("marks.jsonl").matches("\"tag\"").count(), 3);
    let info = place.run("info project.ron --json");
    assert_eq!(
        (info.code, info.err),
        (
            Some(1),
            export.err.lines().next().unwrap().to_owned() + "\n"
        )
    );
    let counts: Value = serde_json::from_str(&info.out).unwrap();
    assert_eq!(counts["totals"]["aside"], 1);
}

#[test]
fn formats_lists_what_can_be_read_and_written() {
    let place = Place::new();
    let table = place.well("formats");
    let (datasets, articles) = table.split_once("\n\n").unwrap();
    let first: Vec<&str> = datasets.lines().take(5).collect();
    insta::assert_snapshot!(articles, @r#"
    articles     ends in               what is read of it
    text         .txt .text            plain text: everything, as it stands
    markdown     .md .markdown         Markdown: the words, a paragraph a block; title, author and date of the front matter
                                       left out: signs of mark-up, addresses of links, pictures, HTML
    html         .html .htm .xhtml     web page: the headline and the main text; outlet, author, date, language and address
                                       left out: menus, comments, adverts, scripts, pictures, all that is not on the page itself
    mhtml        .mhtml .mht           web page saved in one file: what is taken of a web page
                                       left out: what is left out of a web page, and the files saved with it
    docx         .docx .docm .dotx     Word document: paragraphs, lists, tables, footnotes; title, author and date; insertions as if accepted
                                       left out: deletions, comments, headers and footers, pictures, fields' codes, macros
    odt          .odt .ott .fodt       LibreOffice text document: paragraphs, lists, tables, footnotes; title, author and date
                                       left out: deletions, comments, headers and footers, pictures, macros
    rtf          .rtf                  Rich Text Format: paragraphs, tables, footnotes; title and author
                                       left out: comments, headers and footers, hidden words, pictures, fields' codes
    epub         .epub                 electronic book: an article a chapter; title, author, publisher, date and language
                                       left out: tables of contents, pictures, scripts
    pdf          .pdf                  PDF document: the words of its pages, lines joined to paragraphs; title, author and date
                                       left out: pictures, running heads, page numbers, forms, comments; a scan without text is refused
    email        .eml .mbox            e-mail, a message or a mailbox: an article a message: subject and body; sender, date
                                       left out: attachments, all other headers
    subtitles    .srt .vtt             subtitles: what is said, a paragraph a pause, with the names of speakers
                                       left out: times, numbers, styles, places on the screen, notes
    csv          .csv .tsv .tab        table of texts: an article a row: the columns of title and text; every other column as metadata
                                       left out: rows without words
    jsonl-texts  .jsonl .ndjson        texts, a JSON object a line: an article a line: the keys of title and text; other words and numbers as metadata
                                       left out: lists and objects among the values; files with marks are datasets
    parquet      .parquet              texts, a row of columns each: an article a row: the columns of title and text; other words, numbers and dates as metadata
                                       left out: columns of lists and records; files with marks are datasets
    The old Word format (.doc), spreadsheets and presentations are not read: save their words as DOCX, ODT, HTML or plain text, tables as CSV
    "#);
    insta::assert_snapshot!(first.join("\n"), @r#"
    read  written  format          ends in    what it is
    yes   yes      jsonl           .jsonl     Postil's neutral format, an article a line
                   positions count Unicode code points
                   cannot hold times of marks and links; names, colours, keys and guidelines of the
                   tagset; notes, authors and times of identities; places beside another mark; origins
    "#);
    let formats: Value = serde_json::from_str(&place.well("formats --json")).unwrap();
    let names = formats
        .as_array()
        .unwrap()
        .iter()
        .map(|format| &format["name"]);
    assert!(
        names.collect::<Vec<_>>().contains(&&Value::from("jsonl")),
        "{formats}"
    );
}

#[test]
fn the_readmes_table_of_formats_is_the_programs() {
    let table = Place::new().well("formats --markdown");
    let readme = include_str!("../../README.md");
    assert!(readme.contains(&table), "put this into README.md:\n{table}");
}

#[test]
fn a_folder_goes_out_and_comes_in_again() {
    let place = imported();
    let run = place.run("export project.ron --format brat --out brat");
    insta::assert_snapshot!(run, @r#"
    --- 0
    project.ron: brat cannot hold authors of marks and links: 5, left out; --separately writes a folder for each annotator
    project.ron: brat cannot hold ids of marks: 4, numbered T1, T2, …
    project.ron: brat cannot hold ids of links: 1, numbered R1, R2, …
    project.ron: brat cannot hold titles of articles: 2, left out
    "#);
    insta::assert_snapshot!(place.read("brat/moon.ann"), @r#"
    T1	claim 0 26	The moon is made of cheese
    T2	source 28 32	they
    T3	rebuttal 38 51	Éva denies it
    T4	entity 38 41	Éva
    R1	rebuts Arg1:T3 Arg2:T1
    A1	certainty T1 reported
    #1	AnnotatorNotes T3	flat
    N4	Reference T4 person:i1	Éva
    "#);
    place.well("import brat --annotator Cyn --out back.ron");
    let counts = |file| {
        let info = place.run(&format!("info {file} --json")).out;
        let info: Value = serde_json::from_str(&info).unwrap();
        (
            info["totals"]["marks"].clone(),
            info["totals"]["links"].clone(),
        )
    };
    assert_eq!(counts("back.ron"), counts("project.ron"));
}

#[test]
fn a_folder_is_replaced_only_if_it_holds_nothing_else() {
    let place = imported();
    place.run("export project.ron --format brat --out brat");
    let again = place.run("export project.ron --format brat --out brat");
    assert_eq!(again.code, Some(2), "{again}");
    place.run("export project.ron --format brat --out brat --force");
    place.write("brat/thesis.doc", "years of work");
    let refused = place.run("export project.ron --format brat --out brat --force");
    insta::assert_snapshot!(refused, @r#"
    --- 2
    postil: failed to save: the folder holds other files, too; nothing on the disk has changed; name a folder that is not there yet: brat
    "#);
    assert_eq!(place.read("brat/thesis.doc"), "years of work");
    assert!(
        place
            .names()
            .iter()
            .all(|name| !name.contains(".tmp") && !name.contains(".old"))
    );
    insta::assert_snapshot!(place.run("export project.ron --format brat --out -"), @r#"
    --- 2
    postil: failed to print: brat is a folder of files, which a pipe does not take; name a folder to write
    "#);
    insta::assert_snapshot!(place.run("export project.ron --format jsonl --out - --json"), @r#"
    --- 2
    postil: failed to print: --json and --out - both want standard output; leave one of them out
    "#);
    insta::assert_snapshot!(place.run("export project.ron --format brat --out x --offsets utf16"), @r#"
    --- 2
    postil: failed to count otherwise: positions in brat are Unicode code points; leave --offsets out
    "#);
}

#[test]
fn a_dry_run_says_the_losses_and_writes_nothing() {
    let place = imported();
    let before = place.names();
    let run = place.run("export project.ron --format doccano --dry-run");
    insta::assert_snapshot!(run, @r#"
    --- 0
    project.ron: doccano cannot hold ids of links: 1, numbered
    project.ron: doccano cannot hold values of marks: 1, left out
    project.ron: doccano cannot hold notes on marks: 1, left out
    project.ron: doccano cannot hold authors of marks and links: 5, left out
    project.ron: doccano cannot hold identities of marks: 1, left out
    "#);
    let run = place.run("export project.ron --format doccano --dry-run --json");
    let report: Value = serde_json::from_str(&run.out).unwrap();
    let authors = report["losses"].as_array().unwrap().iter();
    let authors = authors.filter(|loss| loss["what"] == "authors of marks and links");
    let authors: Vec<_> = authors.collect();
    assert_eq!(authors[0]["marks"].as_array().unwrap().len(), 4);
    assert_eq!(place.names(), before);
}

#[test]
fn a_split_is_a_package_with_a_card_and_a_manifest() {
    let place = Place::new();
    let article = |n: usize| {
        let words: String = (0..60).map(|word| format!("word{n}x{word} ")).collect();
        format!(
            r#"{{"id":"a{n}","text":"{words}","spans":[{{"id":"m","tag":"{}","fragments":[[0,6]]}}]}}"#,
            if n.is_multiple_of(5) {
                "claim"
            } else {
                "entity"
            }
        )
    };
    let lines = |count: usize| (0..count).map(article).collect::<Vec<_>>().join("\n");
    place.write("a.jsonl", lines(40));
    place.write("b.jsonl", lines(50));
    for name in ["a", "b"] {
        place.well(&format!("import {name}.jsonl --out {name}.ron"));
        let line = format!(
            "export {name}.ron --format jsonl --out {name} --split 80/10/10 --seed 7 --licence CC0"
        );
        assert_eq!(place.run(&line).code, Some(0));
    }
    let manifest: Value = serde_json::from_str(&place.read("a/MANIFEST.json")).unwrap();
    let parts = manifest["parts"].as_array().unwrap().iter();
    let parts: Vec<_> = parts
        .map(|part| format!("{} {} {}", part["name"], part["articles"], part["tags"]))
        .collect();
    insta::assert_snapshot!(parts.join("\n"), @r#"
    "train" 32 {"claim":6,"entity":26}
    "dev" 4 {"claim":1,"entity":3}
    "test" 4 {"claim":1,"entity":3}
    "#);
    assert!(
        place
            .read("a/README.md")
            .starts_with("---\nlicense: \"CC0\"\n")
    );
    for part in ["train", "dev", "test"] {
        let data = |name: &str| place.read(&format!("{name}/{part}/dataset.jsonl"));
        let later = data("b");
        assert!(
            data("a").lines().all(|line| later.contains(line)),
            "{part} is not stable"
        );
    }
    insta::assert_snapshot!(place.run("export a.ron --format jsonl --out c --split 80"), @r#"
    --- 2
    postil: failed to split: "80" is not three shares such as 80/10/10, or two for train and test
    "#);
}

/// The files in a folder and in those inside it, sorted.
fn listed(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for item in fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        match path.is_dir() {
            true => found.extend(listed(&path).iter().map(|it| format!("{name}/{it}"))),
            false => found.push(name),
        }
    }
    found.sort();
    found
}

#[test]
fn a_corpus_goes_out_as_columns_and_comes_in_again() {
    let place = imported();
    let lines = place.well("export project.ron --format jsonl --out -");
    for (format, split, expected) in [
        (
            "parquet",
            "",
            "MANIFEST.json README.md data/articles-00000.parquet",
        ),
        (
            "parquet",
            " --split 50/50",
            "MANIFEST.json README.md split=test/articles-00000.parquet split=train/articles-00000.parquet",
        ),
        (
            "hf",
            "",
            "MANIFEST.json README.md data/train-00000-of-00001.parquet",
        ),
        (
            "hf",
            " --split 0/50/50 --licence cc0-1.0",
            "MANIFEST.json README.md data/test-00000-of-00001.parquet data/validation-00000-of-00001.parquet",
        ),
    ] {
        let run = place.run(&format!(
            "export project.ron --format {format} --out out --force{split}"
        ));
        assert_eq!(run.code, Some(0), "{run}");
        let out = place.path("out");
        assert_eq!(listed(&out).join(" "), expected);
        let bytes = |name: &String| fs::read(out.join(name)).unwrap();
        let before: Vec<_> = listed(&out).iter().map(bytes).collect();
        place.run(&format!(
            "export project.ron --format {format} --out out --force{split}"
        ));
        let after: Vec<_> = listed(&out).iter().map(bytes).collect();
        assert!(before == after, "{format}{split}");
        place.well("import out --out back.ron --force");
        let mut back = json_lines(&place.well("export back.ron --format jsonl --out -"));
        // Parts come in by their names.
        back.sort_by_key(|line| line["id"].to_string());
        let mut lines = json_lines(&lines);
        lines.sort_by_key(|line| line["id"].to_string());
        assert_eq!(back, lines, "{format}{split}");
    }
    let card = place.read("out/README.md");
    let head: Vec<&str> = card.lines().take(26).collect();
    insta::assert_snapshot!(head.join("\n"), @r#"
    ---
    license: "cc0-1.0"
    pretty_name: "project"
    task_categories:
    - token-classification
    size_categories:
    - n<1K
    configs:
    - config_name: default
      data_files:
      - split: validation
        path: data/validation-*
      - split: test
        path: data/test-*
    ---

    # project

    News articles with marks and links, as Parquet files with a card, as hubs of datasets want them.

    | part | articles | marks | links |
    |---|---|---|---|
    | validation | 1 | 0 | 0 |
    | test | 1 | 4 | 1 |

    Positions count Unicode code points; ends are exclusive.
    "#);
    insta::assert_snapshot!(place.run("export project.ron --format hf --out -"), @r#"
    --- 2
    postil: failed to print: hf is a folder of files, which a pipe does not take; name a folder to write
    "#);
    let run = place.run("export project.ron --format jsonl --out x.jsonl --licence MIT");
    insta::assert_snapshot!(run, @r#"
    --- 0
    no card is written without --split, so that the licence is named nowhere
    "#);
}

#[test]
fn a_dataset_is_turned_into_another_format_without_a_project() {
    let place = imported();
    let run = place.run("convert data.jsonl brat --to brat --force");
    assert_eq!(run.code, Some(0), "{run}");
    let back = place.run("convert brat again.jsonl");
    assert_eq!(back.code, Some(0), "{back}");
    assert!(place.read("again.jsonl").contains("\"rebuts\""));
    let lost = place.run("convert data.jsonl nameless");
    insta::assert_snapshot!(lost, @r#"
    --- 2
    postil: failed to tell the format to write by the name; name it with --to: nameless
    "#);
}

#[test]
fn marks_join_a_project_that_has_their_text() {
    let place = imported();
    place.run("export project.ron --format brat --out brat");
    let run = place.run("import brat --annotator Cyn --into project.ron --out both.ron");
    assert_eq!(run.code, Some(0), "{run}");
    let info: Value = serde_json::from_str(&place.well("info both.ron --json")).unwrap();
    assert_eq!(info["totals"]["articles"], 2);
    let cyn = info["annotators"].as_array().unwrap().iter();
    let cyn: Vec<_> = cyn.filter(|it| it["name"] == "Cyn").collect();
    assert_eq!(cyn[0]["marks"], 4);
    let again = place.run("import brat --annotator Cyn --into both.ron --out twice.ron");
    assert_eq!(place.read("twice.ron"), place.read("both.ron"), "{again}");
}

#[test]
fn an_import_goes_through_a_pipe_and_a_table_too() {
    let place = imported();
    let project = place.well("import data.jsonl --out -");
    assert!(project.starts_with("PostilProject("), "{project}");
    place.well("import data.jsonl --out there.ron");
    assert_eq!(project, place.read("there.ron"));
    assert!(
        place
            .well("import data.jsonl --write-map -")
            .contains("tag\tclaim\tclaim")
    );
    assert!(!place.names().contains(&"-".to_owned()));
}

#[test]
fn nothing_is_said_to_be_nothing_and_files_of_a_folder_are_named() {
    let place = imported();
    place.write("empty.jsonl", "");
    fs::create_dir(place.path("bare")).unwrap();
    for path in ["empty.jsonl", "bare"] {
        let run = place.run(&format!("import {path} --out new.ron"));
        let said = format!("there is nothing in it: {path}");
        assert!(run.code == Some(2) && run.err.contains(&said), "{run}");
    }
    place.write("brat/a.txt", "Ana said");
    place.write("brat/a.ann", "T1\tclaim 0 3\tBen\n");
    let run = place.run("check brat");
    assert!(run.out.contains("a.ann:1: "), "{run}");
}

#[test]
fn a_table_in_utf_16_is_read() {
    let place = Place::new();
    let table = "doc_id\ttext\na\tÉva denies it 😀\n";
    let words: Vec<u8> = [0xFEFF]
        .into_iter()
        .chain(table.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    place.write("a.tsv", words);
    place.well("import a.tsv --out a.ron");
    assert!(place.read("a.ron").contains("Éva denies it 😀"));
    // What only begins like that is said to be no text.
    place.write("b.tsv", b"\xFF\xFE\x00\xD8x");
    assert_eq!(
        place.run("import b.tsv --format tsv --out b.ron").code,
        Some(2)
    );
}

#[test]
fn a_split_dataset_comes_back_without_its_card() {
    let place = imported();
    for format in ["jsonl", "conll", "semeval", "csv", "labelstudio"] {
        place.run(&format!(
            "export project.ron --format {format} --out {format} --split 50/50"
        ));
        assert!(
            place.path(format).join("MANIFEST.json").exists(),
            "{format}"
        );
        let run = place.run(&format!(
            "import --format {format} {format} --out {format}.ron"
        ));
        assert!(
            !run.err.contains("MANIFEST") && !run.err.contains("README"),
            "{run}"
        );
        let project = place.read(&format!("{format}.ron"));
        assert_eq!(project.matches("text: ").count(), 2, "{format}: {project}");
    }
}

#[test]
fn options_that_mean_nothing_are_refused_and_tables_of_tags_are_told() {
    let place = imported();
    for (option, format) in [
        ("--scheme iobes", "jsonl"),
        ("--overlap longest", "jsonl"),
        ("--guard-formulas", "brat"),
    ] {
        let run = place.run(&format!(
            "export project.ron --format {format} --dry-run {option}"
        ));
        assert!(run.err.contains("means nothing in"), "{run}");
        assert_eq!(run.code, Some(2), "{run}");
    }
    place.write("tags.tsv", "tag\tclaim\ntag\tnone\tother\n");
    let run = place.run("export project.ron --format brat --dry-run --tags tags.tsv --separately");
    for said in [
        "the table leaves \"claim\" out: 1 mark",
        "the table names \"none\", which is no tag of the project",
        "brat of \"Ana\" cannot hold",
    ] {
        assert!(run.err.contains(said), "{said}: {run}");
    }
    assert!(!run.err.contains("authors of marks"), "{run}");
}

#[test]
fn foreign_tags_become_what_the_table_says() {
    let place = Place::new();
    place.write(
        "a.jsonl",
        r#"{"id":1,"text":"Ada met Bob","label":[[0,3,"PER"],[8,11,"MISC"]]}"#,
    );
    place.well("import a.jsonl --write-map tags.tsv");
    insta::assert_snapshot!(place.read("tags.tsv"), @r#"
    # tag or link, its name in the files, its name here (nothing: left out)
    tag	MISC	MISC
    tag	PER	PER
    "#);
    place.write("tags.tsv", "tag\tPER\tentity\ntag\tMISC\t\n");
    place.well("import a.jsonl --map tags.tsv --out a.ron");
    let info: Value = serde_json::from_str(&place.well("info a.ron --json")).unwrap();
    assert_eq!(
        (&info["totals"]["marks"], &info["tags"][2]["marks"]),
        (&1.into(), &1.into())
    );
    place.write("tags.tsv", "PER entity");
    insta::assert_snapshot!(place.run("import a.jsonl --map tags.tsv --out b.ron"), @r#"
    --- 2
    postil: failed to read the table: line 1 is not «tag», a tab, the name in the files, a tab, the name here: tags.tsv
    "#);
}

#[test]
fn positions_in_another_unit_are_noticed_by_the_words() {
    let place = Place::new();
    let text = "T1\tclaim 3 7\tMoon\nT2\tclaim 8 10\tis\n";
    place.write("a/x.ann", text);
    place.write("a/x.txt", "😀 Moon is");
    insta::assert_snapshot!(place.run("import a --out a.ron"), @r#"
    --- 1
    a/x.ann:1: span "T1" quotes "Moon", but at 3..7 stands "oon "; it was left out: correct its offsets or its words
    a/x.ann:1: the positions in article "x" look like UTF-16 units, not Unicode code points: read the file again with --offsets utf16
    a/x.ann:2: span "T2" has no words at 8..10 and was left out; correct its offsets
    "#);
    place.well("import a --offsets utf16 --out b.ron");
}

#[cfg(unix)]
#[test]
fn a_dataset_goes_through_pipes() {
    let place = imported();
    let line = "\"$POSTIL\" export project.ron --format jsonl --out - | \"$POSTIL\" convert - - --to jsonl | \"$POSTIL\" import - --out piped.ron";
    let run = place.shell(line);
    assert_eq!(run.code, Some(0), "{run}");
    let run = place.run("info piped.ron");
    assert_eq!(run.code, Some(0), "{run}");
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_fault_and_a_full_disk_is() {
    let place = imported();
    // The reader is gone before there is anything to read.
    let line = "(sleep 0.2; \"$POSTIL\" info project.ron --json; echo $? >code) | true; cat code";
    let run = place.shell(line);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("0\n", ""));
    if Path::new("/dev/full").exists() {
        insta::assert_snapshot!(place.shell("\"$POSTIL\" info project.ron >/dev/full"), @r#"
        --- 2
        postil: failed to print: No space left on device (os error 28)
        "#);
    }
}

#[cfg(unix)]
#[test]
fn a_project_that_is_a_pipe_is_refused_at_once() {
    let place = Place::new();
    let run = place.shell("mkfifo pipe.ron && exec \"$POSTIL\" info pipe.ron");
    insta::assert_snapshot!(run, @r#"
    --- 2
    postil: failed to read: it is a pipe and not a file; save what it says to a file and name that: pipe.ron
    "#);
}

#[cfg(unix)]
#[test]
fn names_with_control_characters_are_escaped() {
    let place = imported();
    fs::rename(place.path("project.ron"), place.path("a\u{1b}[2J.ron")).unwrap();
    for line in [
        "info a\u{1b}[2J.ron",
        "check a\u{1b}[2J.ron b\u{1b}[2J",
        "new b a\u{1b}[2J.txt",
    ] {
        let run = place.run(line);
        assert!(!run.to_string().contains('\u{1b}'), "{run}");
    }
}

/// Equal as data: keys in any order, and a key that is absent is as good as an empty one.
#[track_caller]
fn assert_same_data(ours: &str, theirs: &str) {
    let lines = |text| {
        json_lines(text)
            .iter()
            .map(without_empty)
            .collect::<Vec<_>>()
    };
    let (ours, theirs) = (lines(ours), lines(theirs));
    assert_eq!(ours.len(), theirs.len());
    for (ours, theirs) in ours.iter().zip(&theirs) {
        let keys = |value: &Value| {
            value
                .as_object()
                .unwrap()
                .keys()
                .cloned()
                .collect::<Vec<_>>()
        };
        for key in keys(theirs).into_iter().chain(keys(ours)) {
            let (ours, theirs) = (by_id(&ours[&key]), by_id(&theirs[&key]));
            assert_eq!(ours, theirs, "{key}");
        }
    }
}

/// Lists of records by their ids, and the mentions of an identity, which are a set, by theirs.
fn by_id(value: &Value) -> Value {
    let Some(items) = value.as_array() else {
        return value.clone();
    };
    let mut items = items.clone();
    for item in &mut items {
        if let Some(mentions) = item.get_mut("mentions").and_then(Value::as_array_mut) {
            mentions.sort_by_key(Value::to_string);
        }
    }
    items.sort_by_key(|item| item["id"].to_string());
    items.into()
}

fn without_empty(value: &Value) -> Value {
    let empty = |value: &Value| {
        value.as_object().is_some_and(|it| it.is_empty())
            || value.as_array().is_some_and(|it| it.is_empty())
            || value.as_str() == Some("")
            || value.is_null()
    };
    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(key, value)| (key.clone(), without_empty(value)))
            .filter(|(key, value)| key == "fragments" || !empty(value))
            .collect(),
        Value::Array(items) => items.iter().map(without_empty).collect(),
        other => other.clone(),
    }
}

/// Real articles marked whole, if they are there: `gold.jsonl` and three colleagues' versions.
#[test]
fn real_articles_come_back_as_they_went_in() {
    let articles = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/articles");
    for name in ["gold", "gold-ana", "gold-ben", "gold-cyn"] {
        let Ok(data) = fs::read_to_string(articles.join(format!("{name}.jsonl"))) else {
            println!("left out: {name}.jsonl is not there");
            continue;
        };
        let place = Place::new();
        place.write("data.jsonl", &data);
        let imported = place.run("import --format jsonl data.jsonl --out project.ron");
        let check = place.run("check data.jsonl project.ron");
        for (run, said) in [(&imported, &imported.err), (&check, &check.out)] {
            assert_eq!(run.code, Some(0), "{name}: {run}");
            let warnings = said.lines().all(|line| line.contains(": warning: "));
            assert!(warnings, "{name}: {run}");
        }
        let exported = place.run("export project.ron --format jsonl --out -");
        assert_eq!(
            (exported.code, exported.err.as_str()),
            (Some(0), ""),
            "{name}"
        );
        assert_same_data(&exported.out, &data);
    }
}

/// The most memory, in kilobytes of address space, that any hostile file may take.
#[cfg(target_os = "linux")]
const MOST_MEMORY: u32 = 300_000;

#[cfg(target_os = "linux")]
#[test]
fn hostile_files_each_get_a_sentence_with_a_place_and_are_left_as_they_are() {
    let place = Place::new();
    let limited = |limit: u32, line: &str| {
        place.shell(&format!(
            "ulimit -v {limit}; exec timeout 20 \"$POSTIL\" {line}"
        ))
    };
    let starved = limited(1_000, "--version");
    assert_ne!(
        starved.code,
        Some(0),
        "the limit of memory must bite: {starved}"
    );
    let mut sentences = String::new();
    for (name, bytes) in hostile() {
        place.write("hostile.ron", &bytes);
        let check = limited(MOST_MEMORY, "check hostile.ron");
        assert_eq!(
            (check.code, check.err.as_str()),
            (Some(1), ""),
            "{name}: {check}"
        );
        let [file, line, column, what] = parts(&check.out);
        assert_eq!(file, "hostile.ron", "{name}: {check}");
        let position = format!("line {line}, column {column}");
        sentences += &format!("{name}: {position}:{what}\n");
        let lines = [
            "info hostile.ron",
            "info hostile.ron --json",
            "export hostile.ron --format jsonl --out out.jsonl",
        ];
        for line in lines {
            let run = limited(MOST_MEMORY, line);
            assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{name}: {run}");
            let sentence = format!("postil: failed to read: {position}:{what}: hostile.ron\n");
            assert_eq!(run.err, sentence, "{name}");
        }
        assert_eq!(
            fs::read(place.path("hostile.ron")).unwrap(),
            bytes,
            "{name}"
        );
        assert_eq!(place.names(), ["hostile.ron"], "{name}");
    }
    assert_eq!(sentences.lines().count(), 18);
    insta::assert_snapshot!(sentences, @r#"
    empty: line 1, column 1: the file is empty; look for a copy of the project, or start a new one
    cut in its first word: line 1, column 7: the file is cut off; look for a whole copy of it
    cut in the tagset: line 10, column 9: the file is cut off; look for a whole copy of it
    cut in the text: line 48, column 31: the file is cut off (it is whole up to line 40, column 4); look for a whole copy of it
    cut before its last bracket: line 60, column 5: the file is cut off (it is whole up to line 60, column 4); look for a whole copy of it
    nested (: line 1, column 65: the brackets are nested more than 64 deep, which Postil never writes; get a sound copy of the file
    nested [: line 1, column 65: the brackets are nested more than 64 deep, which Postil never writes; get a sound copy of the file
    nested {: line 1, column 65: the brackets are nested more than 64 deep, which Postil never writes; get a sound copy of the file
    nested Some(: line 1, column 325: the brackets are nested more than 64 deep, which Postil never writes; get a sound copy of the file
    nested [ in an unknown field: line 2, column 84: the brackets are nested more than 64 deep, which Postil never writes; get a sound copy of the file
    UTF-16: line 1, column 1: the file is UTF-16, not UTF-8; save it as UTF-8
    bad UTF-8: line 48, column 31: the file is not UTF-8 at byte 1014; get a fresh copy of it, or save it as UTF-8
    another program's RON: line 1, column 1: this is RON of another program (it begins with "Level"), not a Postil project
    newer format: line 2, column 11: written by a newer Postil (format 2); this one reads 1: update Postil, the file stays as it is
    unknown field: line 41, column 3: the project has a field "colour" that this Postil does not know; take it out, or open the file with a newer Postil
    text after the end: line 62, column 1: there is more after the end of the project; take it out
    conflict markers: line 41, column 1: the file holds an unresolved git merge; resolve the merge first
    a million digits: line 2, column 11: format 11111111111111111111… never existed; this Postil reads format 1
    "#);
}

/// A line of `check`, taken apart: file, line, column, and what is wrong. It must be one line.
#[cfg(target_os = "linux")]
#[track_caller]
fn parts(out: &str) -> [&str; 4] {
    let line = out.strip_suffix('\n').unwrap_or_default();
    assert!(!line.contains('\n') && line.len() < 400, "{out}");
    let parts: Vec<_> = line.splitn(4, ':').collect();
    let parts: [&str; 4] = parts.try_into().unwrap_or_else(|_| panic!("{out}"));
    assert!(
        parts[1].parse::<usize>().is_ok_and(|line| line > 0),
        "{out}"
    );
    assert!(
        parts[2].parse::<usize>().is_ok_and(|column| column > 0),
        "{out}"
    );
    parts
}

/// A PDF document of one page with these steps, packed in these ways.
fn pdf(steps: &[u8], filters: &str) -> Vec<u8> {
    let mut bytes = format!(
        "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n\
         2 0 obj\n<< /Type /Pages /Count 1 /Kids [3 0 R] >>\nendobj\n\
         3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Courier \
         /Encoding /WinAnsiEncoding >> >> >> >>\nendobj\n\
         4 0 obj\n<< /Length {} /Filter [{filters}] >>\nstream\n",
        steps.len()
    )
    .into_bytes();
    bytes.extend(steps);
    bytes.extend(b"\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n");
    bytes
}

/// So many times 128 blanks, packed to very little.
fn blanks(count: usize) -> Vec<u8> {
    let mut runs = [129, b' '].repeat(count);
    runs.push(128);
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packed, &runs).unwrap();
    packed.finish().unwrap()
}

#[test]
fn a_pdf_document_becomes_an_article() {
    let place = Place::new();
    let steps = b"BT /F 12 Tf 72 700 Td (The dam holds, the council said.) Tj ET";
    place.write("dam.pdf", pdf(steps, ""));
    place.well("new p.ron dam.pdf");
    let words = "The dam holds, the council said.";
    assert!(place.read("p.ron").contains(words));
}

#[cfg(target_os = "linux")]
#[test]
fn row_53_a_pdf_document_that_unpacks_without_end_is_left_with_a_sentence() {
    let broken = "reading it broke off: it is damaged, or takes more memory than it may; \
                  print it to a new PDF, or save its words as text: bomb.pdf";
    let long = "it unpacks to more than 200 times its size, or to more than 8 MB of text; \
                split it, or ask where it comes from: bomb.pdf";
    for (blocks, why) in [(800_000, long), (12_000_000, broken)] {
        let place = Place::new();
        let bomb = pdf(&blanks(blocks), "/FlateDecode /RunLengthDecode");
        assert!(bomb.len() < 1_000_000);
        place.write("bomb.pdf", bomb);
        let run = place.run("new p.ron bomb.pdf");
        assert_eq!(run.code, Some(2), "{run}");
        let sentence = format!("this is a PDF document, but {why}");
        assert!(run.err.contains(&sentence), "{run}");
        assert_eq!(place.names(), ["bomb.pdf"]);
    }
}
