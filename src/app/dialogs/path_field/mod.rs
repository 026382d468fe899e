//! A path that is typed, for when the desktop shows no dialog for files.

mod data;
mod ui;

use std::path::{Path, PathBuf};

use crate::app::file_dialog::Purpose;

pub use data::{completions, expand, parts};

/// What a path is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathPurpose {
    /// To open articles or a project.
    Open,
    /// To open all articles of a folder.
    OpenFolder,
    /// To save the project elsewhere.
    SaveAs,
    /// To export a dataset.
    Export,
    /// To export a dataset that is a folder of files.
    ExportFolder,
    /// To load a tagset.
    LoadTagset,
    /// A colleague's file to review.
    Review,
    /// A colleague's version to merge.
    Merge,
    /// The version that both grew out of.
    MergeBase,
    /// A colleague's file to mark without its marks.
    Blind,
    /// To save the tagset.
    SaveTagset,
    /// To load a table of what tags become.
    LoadTable,
    /// To save it.
    SaveTable,
    /// To save figures of agreement.
    SaveFigures,
}

/// What a path field must know of the disk.
pub struct PathWorld<'a> {
    /// The home folder that `~` stands for; empty if it is not known.
    pub home: &'a str,
    /// The names of what is in a folder, folders with a separator at the end; empty if there is
    /// no such folder, none while that is not known. Asked until it is, for each folder that is typed.
    pub entries: &'a dyn Fn(&str) -> Option<Vec<String>>,
    /// Whether a file is there; none while that is not known. Asked until it is, for each path that
    /// is typed or given.
    pub exists: &'a dyn Fn(&Path) -> Option<bool>,
}

/// The question for a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathDialog {
    purpose: PathPurpose,
    text: String,
    error: Option<String>,
    replace: bool,
    came: bool,
    /// The folder that was read last, and what is in it.
    folder: Option<(String, Vec<String>)>,
    /// The path that was looked for last, and whether it is there.
    found: Option<(String, bool)>,
    /// The path for which Enter was pressed before it was known whether it is there.
    awaited: Option<String>,
    /// The path that was given, until it is known whether it is there.
    given: Option<PathBuf>,
    row: Option<usize>,
    /// Whether the caret must go to the end of what was completed.
    to_end: bool,
}

/// What the user said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathAnswer {
    /// This path, with the home folder in the place of `~`. Where something is written, a file
    /// that is there may be replaced; where something is read, it is there.
    Path(PathBuf),
    /// Nothing.
    Cancel,
}

impl PathDialog {
    /// The question, with a path to begin with.
    pub fn new(purpose: PathPurpose, path: impl Into<String>) -> Self {
        Self {
            purpose,
            text: path.into(),
            error: None,
            replace: false,
            came: false,
            folder: None,
            found: None,
            awaited: None,
            given: None,
            row: None,
            to_end: false,
        }
    }

    /// What the path is asked for.
    pub fn purpose(&self) -> PathPurpose {
        self.purpose
    }

    /// Says why the path that was given cannot be used: the sentence stands beside the field
    /// until something else is typed.
    pub fn set_error(&mut self, sentence: impl Into<String>) {
        self.error = Some(sentence.into());
        // Enter has taken the focus from the field.
        self.came = false;
    }

    /// Forgets what is known of the disk, so that it is asked again.
    pub fn forget(&mut self) {
        self.folder = None;
        self.found = None;
    }
}

impl PathPurpose {
    /// What a path that the desktop's dialog would give is for.
    pub fn of(purpose: &Purpose) -> Self {
        match purpose {
            Purpose::Open => Self::Open,
            Purpose::OpenFolder => Self::OpenFolder,
            Purpose::Review => Self::Review,
            Purpose::Merge => Self::Merge,
            Purpose::MergeBase => Self::MergeBase,
            Purpose::Blind => Self::Blind,
            Purpose::SaveAs(_) => Self::SaveAs,
            Purpose::Export(target) if target.is_folder() => Self::ExportFolder,
            Purpose::Export(_) => Self::Export,
            Purpose::LoadTagset => Self::LoadTagset,
            Purpose::SaveTagset(_) => Self::SaveTagset,
            Purpose::LoadTable(_) => Self::LoadTable,
            Purpose::SaveTable(..) => Self::SaveTable,
            Purpose::SaveFigures(_) => Self::SaveFigures,
        }
    }

    /// The dialog's title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Open => "Open articles or a project",
            Self::OpenFolder => "Open a folder of articles",
            Self::SaveAs => "Save the project as",
            Self::Export => "Export to a file",
            Self::ExportFolder => "Export to a folder",
            Self::LoadTagset => "Load a tagset",
            Self::Review => "Review a colleague’s file",
            Self::Merge => "Merge a colleague’s file",
            Self::MergeBase => "The version that both grew out of",
            Self::Blind => "Mark a colleague’s articles, blind",
            Self::SaveTagset => "Save the tagset as",
            Self::LoadTable => "Load a table of tags",
            Self::SaveTable => "Save the table of tags as",
            Self::SaveFigures => "Save the figures as",
        }
    }

    /// The button that goes on.
    pub fn action(self) -> &'static str {
        match self {
            Self::Open | Self::OpenFolder => "Open",
            Self::SaveAs | Self::SaveTagset | Self::SaveTable | Self::SaveFigures => "Save",
            Self::Export | Self::ExportFolder => "Export",
            Self::LoadTagset | Self::LoadTable => "Load",
            Self::Review => "Review",
            Self::Merge => "Merge",
            Self::MergeBase => "Choose",
            Self::Blind => "Mark",
        }
    }

    /// Whether a file is written there.
    pub fn writes(self) -> bool {
        matches!(
            self,
            Self::SaveAs
                | Self::Export
                | Self::ExportFolder
                | Self::SaveTagset
                | Self::SaveTable
                | Self::SaveFigures
        )
    }

    /// The tick that what is there may go.
    pub fn replacing(self) -> &'static str {
        match self {
            Self::ExportFolder => "Replace the folder that is there",
            _ => "Replace the file that is there",
        }
    }
}
