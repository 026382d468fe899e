//! The panels round the article and the dialogs over it: which are there, and where they stand.

use egui::{CentralPanel, Context, Frame, Panel, Ui};

use super::app::App;
use super::articles::ArticlesPanel;
use super::bars::status_bar::StatusBar;
use super::bars::{Progress, SaveState, Status, menu_bar, tag_strip};
use super::file_dialog::Purpose;
use super::files::Doubtful;
use super::scene::Scene;
use super::theme::Theme;
use crate::project::Id;
use crate::workbench::{Notice, Workbench};

/// The panels' own state.
#[derive(Default)]
pub struct Panels {
    articles: ArticlesPanel,
    status: StatusBar,
    /// The tab of the side panel.
    tab: Tab,
    /// The list of articles is put away.
    pub articles_hidden: bool,
    /// The side panel is put away.
    pub side_hidden: bool,
    /// Long work: what, and the share that is done.
    pub progress: Option<(String, f32)>,
    /// What the desktop was asked a path for.
    pub asking: Option<Purpose>,
    /// The window of keys is open.
    pub keys_open: bool,
    /// The window that says what the program is is open.
    pub about_open: bool,
}

/// The tabs of the side panel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// What is selected.
    #[default]
    Inspector,
    /// The marks.
    List,
    /// The identities.
    Identities,
    /// What was done.
    History,
    /// What is wrong.
    Problems,
}
