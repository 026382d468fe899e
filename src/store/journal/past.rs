//! What can be undone in a saved project, kept from one run to the next.
//!
//! A file a project, written as a journal is and named for the content of the project's file: the
//! steps lead from just that content back, and from there forward. It is a convenience: it is not
//! waited for, what is torn of it ends it, and a file of other content has none.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use super::{happening_of, step_of};
use crate::formats::journal::{self, Base, Header, Record, Writer};
use crate::history::{Happening, History};
use crate::project::Project;
use crate::store::disk::{Disk, Item, Kind, Open, read_up_to, write_all};
use crate::text::Digest;

/// The longest such file, in bytes; steps that are further back are forgotten.
const LIMIT: usize = 4 << 20;
/// How many projects' steps are kept.
const MOST: usize = 200;
const ENDING: &str = "history";

/// Keeps what can be undone in a project whose file holds what the header says, the nearest first.
/// What was kept for `before`, the content that the file had, goes.
///
/// # Errors
/// What the disk says. A project without it can be worked on as well.
pub fn keep(
    disk: &dyn Disk,
    folder: &Path,
    header: &Header,
    past: Vec<Happening>,
    before: Option<Digest>,
) -> io::Result<()> {
    let Base::File(digest) = header.base else {
        return Ok(());
    };
    if let Some(before) = before.filter(|before| *before != digest) {
        // It may never have been there.
        let _ = disk.unlink(&path_of(folder, before));
    }
    if past.is_empty() {
        return Ok(());
    }
    disk.make_folder(folder)?;
    sweep(disk, folder);
    let (mut writer, mut bytes) = Writer::begin(header);
    for (number, happening) in (1..).zip(past) {
        let record = writer.record(&journal::step(&step_of(number, header.begun, happening)));
        if bytes.len() + record.len() > LIMIT {
            break;
        }
        bytes.extend(record);
    }
    let path = path_of(folder, digest);
    let beside = path.with_extension(format!("{}.new", std::process::id()));
    let _ = disk.unlink(&beside);
    let mut file = disk.open(&beside, Open::NewPrivate)?;
    let written = write_all(file.as_mut(), &bytes);
    drop(file);
    let done = written.and_then(|()| disk.rename(&beside, &path));
    done.inspect_err(|_| drop(disk.unlink(&beside)))
}

/// What can be undone in a project whose file holds this content; nothing if nothing was kept.
pub fn of(disk: &dyn Disk, folder: &Path, digest: Digest, project: &Project) -> History {
    let limit = u64::try_from(LIMIT).unwrap_or(u64::MAX);
    let bytes = disk
        .open(&path_of(folder, digest), Open::Read)
        .and_then(|mut file| read_up_to(file.as_mut(), limit));
    let kept = bytes.ok().and_then(|bytes| journal::read(&bytes).ok());
    let kept = kept.filter(|kept| kept.header.base == Base::File(digest));
    let steps = kept.into_iter().flat_map(|kept| kept.records);
    let steps = steps.filter_map(|record| match record {
        Record::Step(step) => Some(step),
        Record::Saving(..) => None,
    });
    // What a step changed is known only with the project as it was then.
    History::from_past(project, steps, |step, project| {
        step.on(project).ok().map(happening_of)
    })
}

fn path_of(folder: &Path, digest: Digest) -> PathBuf {
    let mut name = String::with_capacity(64);
    for byte in digest.as_bytes() {
        // Writing to a string cannot fail.
        let _ = write!(name, "{byte:02x}");
    }
    folder.join(format!("{name}.{ENDING}"))
}

/// Makes room for one more, the oldest first.
fn sweep(disk: &dyn Disk, folder: &Path) {
    let items = disk.list(folder).unwrap_or_default().into_iter();
    let dated = items.filter_map(|Item { path, kind, .. }| {
        let ours = kind == Kind::File && path.extension().is_some_and(|it| it == ENDING);
        let stat = ours.then(|| disk.stat(&path).ok()).flatten()?;
        Some((stat.modified, path))
    });
    let mut dated: Vec<_> = dated.collect();
    dated.sort();
    let too_many = (dated.len() + 1).saturating_sub(MOST);
    for (_, path) in dated.into_iter().take(too_many) {
        let _ = disk.unlink(&path);
    }
}
