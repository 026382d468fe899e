//! The command line: one file a subcommand.
//!
//! Results go to standard output, sentences about them to standard error. The program ends with 0
//! if all is well, 1 if there is something to look at and 2 if it could not do what was asked.

mod agree;
mod apart;
mod check;
mod colleague;
mod compare;
mod console;
mod convert;
mod dataset;
mod diff;
mod error;
mod export;
mod feedback;
mod formats;
mod git_setup;
mod import;
mod info;
mod merge;
mod new;
mod open;
mod review;
mod textconv;

use std::ffi::OsString;
use std::fmt::Display;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser as _};

pub use agree::as_csv as agreement_as_csv;
pub use apart::read_articles;
pub use colleague::read_quietly as read_colleagues;
pub use console::Console;
pub use error::CliError;

/// Marks claims, rebuttals, entities and sources in news articles.
#[derive(Debug, clap::Parser)]
#[command(
    name = "postil",
    version,
    color = clap::ColorChoice::Never,
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  postil                                  open the window with the sample
  postil article.txt                      open the window on an article
  postil new project.ron articles/        make a project of a folder of articles
  postil check project.ron                list every problem in a project
  postil export project.ron --format jsonl --out marks.jsonl

Ends with 0 if all is well, 1 if there is something to look at, 2 if it failed.
A file with the name of a command is opened as ./NAME."
)]
pub struct Arguments {
    /// A project, or articles, to open in the window
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// What to do without a window.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What can be done without a window.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Make a project of articles, and say what was guessed or repaired in reading them
    New(new::Arguments),
    /// List every problem in projects, tagsets and datasets: file:line:column: what, and what to do
    Check(check::Arguments),
    /// Count what a project holds by article, tag, annotator and kind of link
    Info(info::Arguments),
    /// Make a project of a dataset; the same dataset always gives the same project
    Import(import::Arguments),
    /// Write a project as a dataset, and say what the format cannot hold
    Export(export::Arguments),
    /// Compare colleagues' marks on the same articles: every place where they differ, and how
    Compare(compare::Arguments),
    /// Open the window on every place where you and colleagues differ, and settle them
    Review(review::Arguments),
    /// Measure how far annotators agree, by tag, article and pair
    Agree(agree::Arguments),
    /// Write for each annotator what was decided otherwise than they marked it
    Feedback(feedback::Arguments),
    /// Turn a dataset of one format into one of another, without a project between
    Convert(convert::Arguments),
    /// Say what differs between two versions of a project
    Diff(diff::Arguments),
    /// Merge two versions of a project by annotation
    Merge(merge::Arguments),
    /// Let git merge and show projects by annotation, in the repository you stand in
    GitSetup(git_setup::Arguments),
    /// Print a project as lines of words, as git diff shows it
    #[command(hide = true)]
    Textconv(textconv::Arguments),
    /// Read the PDF document on standard input, for this program alone
    #[command(hide = true)]
    ReadPdf,
    /// List every dataset format: whether it is read and written, and what it cannot hold
    Formats(formats::Arguments),
}

/// How the program ends when it did what was asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// All is well.
    #[default]
    Nothing,
    /// There is something to look at; it has been said.
    Something,
}

/// Reads the arguments of the process, the program's name first.
///
/// # Errors
/// The code to end with when everything is said already: 0 after help, 2 after a wrong usage.
pub fn parse(words: impl IntoIterator<Item = OsString>) -> Result<Arguments, ExitCode> {
    let words: Vec<OsString> = words.into_iter().collect();
    Arguments::try_parse_from(&words).map_err(|error| {
        let mut console = Console::of_process();
        let text = error.to_string();
        let help = matches!(
            error.kind(),
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
        );
        if help {
            console.raw(text.as_bytes());
            return end(Ok(Finding::Nothing), &mut console);
        }
        console.say(usage_sentence(&text, words.get(1)));
        ExitCode::from(2)
    })
}

/// Does what a subcommand asks. Returns the code to end with.
pub fn run(command: &Command) -> ExitCode {
    let mut console = Console::of_process();
    let done = match command {
        Command::New(arguments) => new::run(arguments, &mut console),
        Command::Check(arguments) => check::run(arguments, &mut console),
        Command::Info(arguments) => info::run(arguments, &mut console),
        Command::Import(arguments) => import::run(arguments, &mut console),
        Command::Export(arguments) => export::run(arguments, &mut console),
        Command::Compare(arguments) => compare::run(arguments, &mut console),
        // The window does it; whoever has none is told so.
        Command::Review(_) => Err(CliError::NeedsWindow),
        Command::Agree(arguments) => agree::run(arguments, &mut console),
        Command::Feedback(arguments) => feedback::run(arguments, &mut console),
        Command::Convert(arguments) => convert::run(arguments, &mut console),
        Command::Diff(arguments) => diff::run(arguments, &mut console),
        Command::Merge(arguments) => merge::run(arguments, &mut console),
        Command::GitSetup(arguments) => git_setup::run(arguments, &mut console),
        Command::Textconv(arguments) => textconv::run(arguments, &mut console),
        Command::ReadPdf => apart::run(&mut console),
        Command::Formats(arguments) => formats::run(arguments, &mut console),
    };
    end(done, &mut console)
}

/// Leaves something as it is when a subcommand ends, and the program with it: what the system takes
/// back at once, a hundred thousand marks, is not taken apart one by one.
fn leave<T>(thing: T) {
    std::mem::forget(thing);
}

/// Says why the program cannot go on. Returns the code to end with.
pub fn fail(why: impl Display) -> ExitCode {
    Console::of_process().say(format!("postil: {why}"));
    ExitCode::from(2)
}

fn end(done: Result<Finding, CliError>, console: &mut Console) -> ExitCode {
    let printed = console.finish().map_err(CliError::Output);
    match done.and_then(|finding| printed.map(|()| finding)) {
        Ok(Finding::Nothing) => ExitCode::SUCCESS,
        Ok(Finding::Something) => ExitCode::from(1),
        Err(error) => fail(error),
    }
}

/// What clap has to say about a wrong usage, in one line. `word` is the first after the program's
/// name.
fn usage_sentence(text: &str, word: Option<&OsString>) -> String {
    let command = word.and_then(|word| word.to_str()).unwrap_or_default();
    let known = Arguments::command().find_subcommand(command).is_some();
    let help = if known {
        format!("postil {command} --help")
    } else {
        "postil --help".to_owned()
    };
    let first = text.split("\n\n").next().unwrap_or_default();
    let words: Vec<&str> = first
        .trim_start_matches("error: ")
        .split_whitespace()
        .collect();
    format!("postil: {}; «{help}» shows how", words.join(" "))
}

/// Prints one JSON value, in lines.
fn print_json(value: &impl serde::Serialize, console: &mut Console) -> Result<(), CliError> {
    let text = serde_json::to_string_pretty(value).map_err(std::io::Error::from);
    console.raw(text.map_err(CliError::Output)?.as_bytes());
    console.raw(b"\n");
    Ok(())
}

/// A count with its noun: «1 mark», «2 marks».
fn counted(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_wrong_usage_is_said_in_one_line() {
        let text = "error: the following were not provided:\n  <PROJECT>\n  <A>\n\nUsage: x\n";
        let sentence = |word: &str| usage_sentence(text, Some(&word.into()));
        assert_eq!(
            sentence("info"),
            "postil: the following were not provided: <PROJECT> <A>; «postil info --help» shows how"
        );
        assert!(sentence("--foo").ends_with("; «postil --help» shows how"));
    }
}
