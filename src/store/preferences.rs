//! Where a person's settings stand: `preferences.ron` and `keys.ron` in a folder of their own.
//!
//! Settings are no reason not to start: whatever is wrong with them, there are values to go on
//! with and one notice that says what happened.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

use super::disk::Disk;
use super::read::{ReadCause, ReadError, read};
use super::save::{SaveError, Saved, save};
use super::shown;
use crate::formats::keys::{self, KeyBinding};
use crate::formats::preferences::{self, Preferences, SettingsError};

/// The longest settings that are read, in bytes.
const LIMIT: u64 = 1 << 20;

/// Settings, and what has to be said about them.
#[derive(Debug)]
pub struct Loaded<T> {
    /// The settings, or the defaults where they could not be read.
    pub value: T,
    /// What went wrong, if something did.
    pub notice: Option<SettingsNotice>,
}

/// What went wrong with settings, as a sentence for their owner.
#[derive(Debug, thiserror::Error)]
pub enum SettingsNotice {
    /// The file could not be read. It is as it was.
    #[error("your settings are the usual ones: {}: {}", .0.cause, shown(&.0.path))]
    Unreadable(#[source] ReadError),
    /// The file's content could not be understood.
    #[error(
        "your settings are the usual ones: {error}; {}: {}",
        kept_words(kept),
        shown(path)
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Where it was put out of the way, if that was needed and could be done.
        kept: Kept,
        /// What is wrong with it, and where.
        #[source]
        error: SettingsError,
    },
}

/// What became of damaged settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// They are where they were, since the program never writes this file.
    InPlace,
    /// They were renamed, so that the next save does not destroy them.
    As(PathBuf),
    /// They could not be renamed; the next save will destroy them.
    Endangered,
}

/// The folder of the settings: `postil` in `$XDG_CONFIG_HOME` or else in `~/.config`, on Windows in
/// the roaming folder for programs' data. None if there is no home folder.
pub fn folder() -> Option<PathBuf> {
    let places = etcetera::choose_base_strategy().ok()?;
    Some(places.config_dir().join("postil"))
}

/// Reads the preferences from the settings' folder. Where there are none yet, that is no notice.
/// Damaged ones are renamed to `preferences.ron.bad`.
pub fn load(disk: &dyn Disk, folder: &Path) -> Loaded<Preferences> {
    let path = folder.join("preferences.ron");
    load_settings(disk, &path, preferences::read, || {
        let mut bad = OsString::from(&path);
        bad.push(".bad");
        match disk.rename(&path, Path::new(&bad)) {
            Ok(()) => Kept::As(bad.into()),
            Err(_) => Kept::Endangered,
        }
    })
}

/// Reads the keys from `keys.ron` in the settings' folder, which the program itself never writes.
/// Where there is none, that is no notice.
pub fn load_keys(disk: &dyn Disk, folder: &Path) -> Loaded<Vec<KeyBinding>> {
    load_settings(disk, &folder.join("keys.ron"), keys::read, || Kept::InPlace)
}

/// Saves the preferences to the settings' folder, which is made if it is not there.
///
/// # Errors
/// As [`save`].
pub fn store(
    disk: &dyn Disk,
    folder: &Path,
    preferences: &Preferences,
) -> Result<Saved, SaveError> {
    let path = folder.join("preferences.ron");
    let fail = |cause| SaveError {
        path: path.clone(),
        cause,
    };
    let text = preferences::write(preferences)
        .map_err(|error| fail(std::io::Error::other(error).into()))?;
    disk.make_folder(folder)
        .map_err(|error| fail(error.into()))?;
    save(disk, &path, text.as_bytes())
}

fn load_settings<T: Default>(
    disk: &dyn Disk,
    path: &Path,
    parse: impl Fn(&[u8]) -> Result<T, SettingsError>,
    keep: impl Fn() -> Kept,
) -> Loaded<T> {
    let notice = match read(disk, path, LIMIT) {
        Ok(bytes) => match parse(&bytes) {
            Ok(value) => {
                return Loaded {
                    value,
                    notice: None,
                };
            }
            Err(error) => Some(SettingsNotice::Damaged {
                path: path.to_owned(),
                kept: keep(),
                error,
            }),
        },
        Err(ReadError {
            cause: ReadCause::Missing,
            ..
        }) => None,
        Err(error) => Some(SettingsNotice::Unreadable(error)),
    };
    Loaded {
        value: T::default(),
        notice,
    }
}

fn kept_words(kept: &Kept) -> String {
    match kept {
        Kept::InPlace => "repair the file and start again".to_owned(),
        Kept::As(path) => {
            let name = path.file_name().map(Path::new).unwrap_or(path);
            format!("the file is kept beside it as {}", shown(name))
        }
        Kept::Endangered => "the file could not be renamed; copy it if you need it".to_owned(),
    }
}
