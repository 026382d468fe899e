//! The program: arguments, then the window or a subcommand.

use std::path::PathBuf;
use std::process::ExitCode;

use postil::cli;

fn main() -> ExitCode {
    match cli::parse(std::env::args_os()) {
        Ok(cli::Arguments {
            command: Some(command),
            ..
        }) => cli::run(&command),
        Ok(cli::Arguments {
            files,
            command: None,
        }) => window(files),
        Err(code) => code,
    }
}

/// Opens the window. This is the one place that decides whether there is one.
fn window(_files: Vec<PathBuf>) -> ExitCode {
    cli::fail("failed to open the window: it is not built in; «postil --help» shows what is")
}
