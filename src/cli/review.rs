//! `postil review`: the window, with colleagues' files beside one's own.

use std::path::PathBuf;

/// What the subcommand takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  postil review mine.ron ben.ron
  postil review mine.ron ben.jsonl model.jsonl

Opens the window on MINE with every place where you and they differ. THEIRS may be any format that
Postil reads, and are never written; what is decided becomes marks of MINE.")]
pub struct Arguments {
    /// Your own project
    #[arg(value_name = "MINE")]
    pub mine: PathBuf,
    /// Colleagues' files: projects, datasets, or a model's output
    #[arg(value_name = "THEIRS", required = true)]
    pub theirs: Vec<PathBuf>,
}
