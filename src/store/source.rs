//! Datasets on the disk: which files are meant, and where a problem stands.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::disk::Disk;
use super::{PROJECT_LIMIT, ReadError, is_folder, read, read_folder};
use crate::formats::Problem;
use crate::formats::datasets::{Files, drop_papers, in_utf8};

/// The files of a dataset, and where each stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    files: Files,
    paths: BTreeMap<String, PathBuf>,
}

impl Source {
    /// Adds a file, or all that stands in a folder but what is written about the dataset.
    ///
    /// # Errors
    /// The first that cannot be read, or that there is too much.
    pub fn load(&mut self, disk: &dyn Disk, path: &Path) -> Result<(), ReadError> {
        if is_folder(disk, path) {
            let mut files = read_folder(disk, path, PROJECT_LIMIT)?;
            drop_papers(&mut files);
            for (name, bytes) in files {
                self.add(&name, path.join(&name), bytes);
            }
        } else {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            self.add(&name, path.to_owned(), read(disk, path, PROJECT_LIMIT)?);
        }
        Ok(())
    }

    /// Adds a file that was read; one of the same name keeps its own.
    pub fn add(&mut self, name: &str, path: PathBuf, bytes: Vec<u8>) {
        let mut unique = name.to_owned();
        while self.files.contains_key(&unique) {
            unique.insert(0, '_');
        }
        self.paths.insert(unique.clone(), path);
        self.files.insert(unique, in_utf8(bytes));
    }

    /// The files by name.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// Hands the files over, once nothing else is to be done with them; where each stands is still
    /// known.
    pub fn take_files(&mut self) -> Files {
        std::mem::take(&mut self.files)
    }

    /// Where the first file stands.
    pub fn first_path(&self) -> PathBuf {
        self.paths.values().next().cloned().unwrap_or_default()
    }

    /// Where the file of a problem stands.
    pub fn path(&self, problem: &Problem) -> PathBuf {
        let file = problem.file.as_ref().and_then(|name| self.paths.get(name));
        file.cloned().unwrap_or_else(|| self.first_path())
    }
}
