//! The journal of a session on the disk: what was done since the last save, so that a crash loses
//! none of it.
//!
//! Each session has a file of its own in a folder of its own, which it holds locked while it runs;
//! a journal that nobody holds was left by a crash. A journal is only added to; when a save is done
//! it begins anew, in one step, with the saved file as its base. When writing fails it is written
//! again whole, so that what cannot be believed never stands before what can.

pub mod past;
mod recover;

use std::io;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

use super::disk::{Disk, DiskFile, Open, folder_of, write_all};
use crate::formats::journal::{self, Base, Header, Spot, Step, Writer};
use crate::history::{Field, Happening, How, Whereabouts};
use crate::project::Time;
use crate::text::Digest;

pub use recover::{
    Found, Left, RecoverError, Recovered, Standing, adopt, discard, find, forget, recover,
};

/// A journal that is longer than this, in bytes, had better begin anew with the whole project.
pub const LONG: u64 = 16 << 20;

/// How journals end while they may be recovered, and when the user did not want them.
const LIVE: &str = "journal";
const DISCARDED: &str = "discarded";

/// The folder of the journals: `postil/journals` in `$XDG_STATE_HOME` or else in `~/.local/state`,
/// elsewhere in the folder for programs' data. None if there is no home folder.
pub fn folder() -> Option<PathBuf> {
    let places = etcetera::choose_base_strategy().ok()?;
    let state = places.state_dir().unwrap_or_else(|| places.data_dir());
    Some(state.join("postil").join("journals"))
}

/// The journal of a session. Nothing stands on the disk until there is something to keep.
pub struct Journal {
    path: PathBuf,
    header: Header,
    /// The gestures since the base, by number, as they are written.
    steps: Vec<(u64, String)>,
    /// What the gestures need not be kept for: all up to this number are in the base.
    in_base: u64,
    writing: Option<Writing>,
    /// The path is ours: what stands there is this journal.
    ours: bool,
    /// Something was written that the disk has not confirmed.
    unsynced: bool,
}

struct Writing {
    file: Box<dyn DiskFile>,
    writer: Writer,
    len: u64,
}

impl Journal {
    /// The journal of a session of this name (which nothing else has), in a folder.
    pub fn new(folder: &Path, session: &str, header: Header) -> Self {
        Self {
            path: folder.join(format!("{session}.{LIVE}")),
            header,
            steps: Vec::new(),
            in_base: 0,
            writing: None,
            ours: false,
            unsynced: false,
        }
    }

    /// Where it stands, or will.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether there is anything in it that no save has made durable.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty() && !matches!(self.header.base, Base::Snapshot(_))
    }

    /// How long it is, in bytes.
    pub fn len(&self) -> u64 {
        self.writing.as_ref().map_or(0, |writing| writing.len)
    }

    /// Adds a gesture. It is durable after [`Self::sync`].
    ///
    /// # Errors
    /// What the disk says. The gesture is remembered and will be written with the next.
    pub fn append(&mut self, disk: &dyn Disk, step: &Step) -> io::Result<()> {
        if step.number <= self.in_base {
            return Ok(());
        }
        // It is remembered before the disk is asked, whatever comes of that.
        self.steps.push((step.number, journal::step(step)));
        let added = match (&mut self.writing, self.steps.last()) {
            (Some(writing), Some((_, json))) => writing.add(json),
            _ => Err(io::ErrorKind::NotFound.into()),
        };
        match added {
            Ok(()) => {
                self.unsynced = true;
                Ok(())
            }
            Err(_) => self.rewrite(disk),
        }
    }

    /// Believes nothing of the file any more: it is written again whole with what comes next, or by
    /// [`Self::sync`].
    pub fn doubt(&mut self) {
        self.writing = None;
    }

    /// Waits until the disk has all that was added, in a file that stands where it should.
    ///
    /// # Errors
    /// What the disk says. After a failure the whole journal is written to a new file, since asking
    /// the same file again would prove nothing.
    pub fn sync(&mut self, disk: &dyn Disk) -> io::Result<()> {
        let Some(writing) = self.writing.as_mut().filter(|_| self.unsynced) else {
            return match self.is_empty() || self.writing.is_some() {
                true => Ok(()),
                false => self.rewrite(disk),
            };
        };
        match writing.file.sync() {
            Ok(()) if is_at(disk, &self.path, writing.file.as_ref()) => {
                self.unsynced = false;
                Ok(())
            }
            _ => self.rewrite(disk),
        }
    }

    /// Notes that a save is about to put a file of this digest in place, with all gestures up to a
    /// number, so that a crash just after it offers nothing that is saved already.
    ///
    /// # Errors
    /// What the disk says; the save may go on all the same.
    pub fn saving(&mut self, disk: &dyn Disk, digest: Digest, up_to: u64) -> io::Result<()> {
        let Some(writing) = &mut self.writing else {
            return Ok(());
        };
        match writing.add(&journal::saving(digest, up_to)) {
            Ok(()) => {
                self.unsynced = true;
                self.sync(disk)
            }
            Err(error) => {
                self.rewrite(disk)?;
                Err(error)
            }
        }
    }

    /// Begins anew on what is now durable elsewhere: the gestures up to a number are in it. With
    /// nothing left to keep, the file goes.
    ///
    /// # Errors
    /// What the disk says. Until it works the old journal stands, and is sound.
    pub fn rebase(&mut self, disk: &dyn Disk, header: Header, up_to: u64) -> io::Result<()> {
        self.header = header;
        self.in_base = self.in_base.max(up_to);
        self.steps.retain(|(number, _)| *number > up_to);
        if !self.is_empty() {
            return self.rewrite(disk);
        }
        let was_there = self.writing.take().is_some();
        self.unsynced = false;
        match was_there {
            true => {
                disk.unlink(&self.path)?;
                disk.sync_folder(folder_of(&self.path))
            }
            false => Ok(()),
        }
    }

    /// Writes all of it to a new file, which takes the place of the old one in one step.
    fn rewrite(&mut self, disk: &dyn Disk) -> io::Result<()> {
        self.writing = None;
        self.unsynced = false;
        let folder = folder_of(&self.path).to_owned();
        disk.make_folder(&folder)?;
        disk.sync_folder(folder_of(&folder))?;
        self.find_free(disk);
        let beside = self.path.with_extension("new");
        // A file that was left there by a failure is ours: no other session has this name.
        let _ = disk.unlink(&beside);
        let mut renamed = false;
        let done = self.write_beside(disk, &beside).and_then(|writing| {
            disk.rename(&beside, &self.path)?;
            renamed = true;
            disk.sync_folder(&folder)?;
            Ok(writing)
        });
        self.ours |= renamed;
        match done {
            Ok(writing) => {
                self.writing = Some(writing);
                Ok(())
            }
            Err(error) => {
                let _ = disk.unlink(&beside);
                Err(error)
            }
        }
    }

    /// Another session's journal is never written over, should it have the same name.
    fn find_free(&mut self, disk: &dyn Disk) {
        let stem = self.path.file_stem().unwrap_or_default().to_owned();
        let mut number = 1;
        while !self.ours && number < 1_000 && disk.stat(&self.path).is_ok() {
            number += 1;
            let mut name = stem.clone();
            name.push(format!("-{number}.{LIVE}"));
            self.path.set_file_name(name);
        }
    }

    fn write_beside(&self, disk: &dyn Disk, beside: &Path) -> io::Result<Writing> {
        let mut file = disk.open(beside, Open::NewPrivate)?;
        // Where there are no locks, the process's number in the name of a lock says as much.
        let _ = file.try_lock();
        let (mut writer, mut bytes) = Writer::begin(&self.header);
        for (_, json) in &self.steps {
            bytes.extend(writer.record(json));
        }
        write_all(file.as_mut(), &bytes)?;
        file.sync()?;
        let len = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        Ok(Writing { file, writer, len })
    }
}

impl Writing {
    fn add(&mut self, json: &str) -> io::Result<()> {
        let bytes = self.writer.record(json);
        write_all(self.file.as_mut(), &bytes)?;
        self.len += u64::try_from(bytes.len()).unwrap_or(0);
        Ok(())
    }
}

/// Whether a file still stands at its path: what was written to one that was taken away is lost with
/// the program.
fn is_at(disk: &dyn Disk, path: &Path, file: &dyn DiskFile) -> bool {
    match (disk.stat(path), file.stat()) {
        (Ok(there), Ok(ours)) => there.id == ours.id,
        _ => false,
    }
}

/// What happened in a window, as a journal keeps it.
pub fn step_of(number: u64, at: Time, happening: Happening) -> Step {
    Step {
        number,
        at,
        how: match happening.how {
            How::Made => journal::How::Made,
            How::Undone => journal::How::Undone,
            How::Redone => journal::How::Redone,
        },
        name: happening.name,
        edits: happening.edits,
        before: spot_of(happening.before),
        after: spot_of(happening.after),
        field: happening
            .field
            .map(|field| (field.article, field.owner, field.name)),
    }
}

/// What a journal kept, as it happened.
fn happening_of(step: Step) -> Happening {
    Happening {
        how: match step.how {
            journal::How::Made => How::Made,
            journal::How::Undone => How::Undone,
            journal::How::Redone => How::Redone,
        },
        name: step.name,
        edits: step.edits,
        before: place_of(step.before),
        after: place_of(step.after),
        field: step.field.map(|(article, owner, name)| Field {
            article,
            owner,
            name,
        }),
    }
}

fn spot_of(place: Whereabouts) -> Spot {
    Spot {
        article: place.article,
        mark: place.mark,
        range: place.range,
        more: place.more,
    }
}

fn place_of(spot: Spot) -> Whereabouts {
    Whereabouts {
        article: spot.article,
        mark: spot.mark,
        range: spot.range,
        more: spot.more,
    }
}
