//! The program: arguments, then the window or a subcommand.

use std::path::PathBuf;
use std::process::ExitCode;

use postil::cli;

fn main() -> ExitCode {
    match cli::parse(std::env::args_os()) {
        Ok(cli::Arguments {
            command: Some(cli::Command::Review(asked)),
            ..
        }) => window(vec![asked.mine], asked.theirs),
        Ok(cli::Arguments {
            command: Some(command),
            ..
        }) => cli::run(&command),
        Ok(cli::Arguments {
            files,
            command: None,
        }) => window(files, Vec::new()),
        Err(code) => code,
    }
}

/// Opens the window, with colleagues' files in review. This is the one place that decides whether there is one.
#[cfg(feature = "gui")]
fn window(files: Vec<PathBuf>, colleagues: Vec<PathBuf>) -> ExitCode {
    match postil::app::run(files, colleagues) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => cli::fail(why),
    }
}

/// Says that there is none.
#[cfg(not(feature = "gui"))]
fn window(_files: Vec<PathBuf>, _colleagues: Vec<PathBuf>) -> ExitCode {
    cli::fail("failed to open the window: it is not built in; «postil --help» shows what is")
}
