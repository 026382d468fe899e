//! What the window needs from the world: the time, ids, dialogs, the disk. Tests bring their own.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use egui::Context;

use super::file_dialog::{DesktopDialog, FileDialog};
use super::folders::Folders;
use super::worker::Worker;
use crate::formats::preferences::Preferences;
use crate::project::{Id, Time};
use crate::store::{self, RealDisk};

/// Opens a folder in the desktop's own window.
pub type FolderOpener = Box<dyn FnMut(&Path) -> std::io::Result<()>>;

/// What the window needs from the world.
pub struct Services {
    /// Now.
    pub clock: Box<dyn Fn() -> Time>,
    /// Gives an id that nothing else has.
    pub next_id: Box<dyn FnMut() -> Id>,
    /// Asks for paths.
    pub dialog: Box<dyn FileDialog>,
    /// Does what takes long.
    pub worker: Worker,
    /// Measures how far colleagues agree; that takes long, and no save waits for it.
    pub measurer: Worker,
    /// Says what stands in the folders of a path that is typed.
    pub folders: Folders,
    /// Opens a folder in the desktop's own window.
    pub open_folder: FolderOpener,
    /// Where settings stand; none if nothing is to be kept.
    pub settings: Option<PathBuf>,
}

/// What the user likes, as it was read.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Theme, sizes, recent files.
    pub preferences: Preferences,
    /// Which commands have other keys.
    pub key_changes: Vec<(String, Vec<String>)>,
    /// What is wrong with the files of settings, in sentences.
    pub complaints: Vec<String>,
}

impl Settings {
    /// Reads the settings from their folder; without one, everything is as designed.
    pub fn read(folder: Option<&Path>) -> Self {
        let Some(folder) = folder else {
            return Self::default();
        };
        let loaded = store::preferences::load(&RealDisk, folder);
        let keys = store::preferences::load_keys(&RealDisk, folder);
        let notices = loaded.notice.into_iter().chain(keys.notice);
        Self {
            preferences: loaded.value,
            key_changes: super::keys::changes(&keys.value),
            complaints: notices.map(|notice| notice.to_string()).collect(),
        }
    }
}

impl Services {
    /// The real world.
    ///
    /// # Errors
    /// If the system gives no thread for the worker.
    pub fn real(ctx: &Context) -> std::io::Result<Self> {
        Ok(Self {
            clock: Box::new(now),
            next_id: Box::new(|| Id::new(ulid::Ulid::new().to_string())),
            dialog: Box::new(DesktopDialog::new(ctx)),
            worker: Worker::start(ctx)?,
            measurer: Worker::start_unawaited(ctx)?,
            folders: Folders::start(ctx),
            open_folder: Box::new(open_folder),
            settings: store::preferences::folder(),
        })
    }
}

/// Asks the desktop to open a folder, and does not wait for it.
fn open_folder(folder: &Path) -> std::io::Result<()> {
    let opener = match std::env::consts::OS {
        "windows" => "explorer",
        "macos" => "open",
        _ => "xdg-open",
    };
    let mut child = Command::new(opener).arg(folder).spawn()?;
    // Nobody would ask how the program ended: a thread does, so that it can go.
    let thread = std::thread::Builder::new().name("postil opener".to_owned());
    thread.spawn(move || child.wait()).map(drop)
}

/// The system's time; the start of 1970 on a system whose clock is before that.
fn now() -> Time {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Time::new(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
