//! Articles from files of others, each read where it can do no harm.
//!
//! A PDF document can unpack to any length in any time. So this program starts itself again to read
//! one, with a limit to its memory and to its time, and takes its answer.

use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{CliError, Console, Finding};
use crate::formats::articles::{self, ArticleError, How, Opened};
use crate::store::ARTICLE_LIMIT;

/// The subcommand that reads a document from standard input.
pub const NAME: &str = "read-pdf";

/// A document is read within so many seconds, or not at all.
const SECONDS: u64 = 40;
/// So often it is looked whether it is read.
const EACH: Duration = Duration::from_millis(5);
/// No answer is longer, in bytes.
const LONGEST: u64 = 256 << 20;

/// So many bytes of addresses a process may have that reads a document.
#[cfg(target_os = "linux")]
const ADDRESSES: u64 = 1 << 30;

/// Reads all texts of a file, as [`articles::read_all`] does; a PDF document in another process.
///
/// # Errors
/// Says what the bytes are, if they are no text or hold no words.
pub fn read_articles(name: &str, bytes: &[u8], how: &How<'_>) -> Result<Opened, ArticleError> {
    if !articles::is_pdf(bytes) {
        return articles::read_all(name, bytes, how);
    }
    // Where there is no program to start, the limits of the reader itself must do.
    let child = program().and_then(|program| start(program).ok());
    let Some(child) = child else {
        return articles::read_all(name, bytes, how);
    };
    articles::of_pdf_answer(name, &answer(child, bytes)?)
}

/// Reads the document on standard input, and says on standard output what came of it.
///
/// # Errors
/// If the one cannot be read or the other not be written.
pub fn run(console: &mut Console) -> Result<Finding, CliError> {
    limit();
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(ARTICLE_LIMIT + 1);
    let mut read = read;
    read.read_to_end(&mut bytes).map_err(CliError::Input)?;
    console.raw(&articles::pdf_answer(&bytes));
    Ok(Finding::Nothing)
}

/// This program, if it is the one that knows the subcommand: tests and other programs are not.
fn program() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    (program.file_stem()? == "postil").then_some(program)
}

fn start(program: PathBuf) -> std::io::Result<Child> {
    Command::new(program)
        .arg(NAME)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
}

/// What a process says of a document that it is given, unless it takes too much.
fn answer(mut child: Child, bytes: &[u8]) -> Result<Vec<u8>, ArticleError> {
    let (input, output) = (child.stdin.take(), child.stdout.take());
    let ends = Instant::now() + Duration::from_secs(SECONDS);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // A process that has ended reads no more, and its end says why.
            let _ = input.map(|mut input| input.write_all(bytes));
        });
        let said = scope.spawn(move || {
            let mut said = Vec::new();
            let read = output.map(|output| output.take(LONGEST).read_to_end(&mut said));
            read.and_then(Result::ok).map(|_| said)
        });
        let well = loop {
            match child.try_wait() {
                Ok(None) if Instant::now() >= ends => break None,
                Ok(None) => std::thread::sleep(EACH),
                Ok(Some(status)) => break Some(status.success()),
                Err(_) => break Some(false),
            }
        };
        // Nothing is left to end of a process that has ended.
        let _ = child.kill();
        let _ = child.wait();
        match (well, said.join().ok().flatten()) {
            (None, _) => Err(articles::pdf_is_slow(SECONDS)),
            (Some(true), Some(said)) => Ok(said),
            (Some(_), _) => Err(articles::pdf_broke()),
        }
    })
}

/// Limits the memory and the time of this process.
#[cfg(target_os = "linux")]
fn limit() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    for (what, most) in [(Resource::As, ADDRESSES), (Resource::Cpu, SECONDS)] {
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        // Without it the clock of whoever has started this still runs.
        let _ = setrlimit(what, limit);
    }
}

/// Other systems have no such limit that holds: whoever has started this has a clock.
#[cfg(not(target_os = "linux"))]
fn limit() {}
