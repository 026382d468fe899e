//! A disk in memory that fails when it is told to, forgets on a crash what was not made durable,
//! and can leave out a step.
//!
//! The crash model is the weakest that a file system may follow: what was written to a file is
//! durable only after its sync, a name only after that of its folder, and until then any part of it
//! may be there after a crash, in any order, torn at 512 or 4096 bytes. A sync that fails loses
//! what it was to make durable, as ext4, XFS and Btrfs do: a second sync proves nothing.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use postil::store::disk::{Disk, DiskFile, FileId, Item, Kind, Mode, Open, Stat};

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The call fails with this error of the system.
    Os(i32),
    /// A write or a read does half of what it could.
    Short,
}

/// Every way in which one call can go wrong, by name.
pub const WRONGS: [(&str, Wrong); 7] = [
    ("no space", Wrong::Os(28)),
    ("I/O error", Wrong::Os(5)),
    ("no permission", Wrong::Os(13)),
    ("interrupted", Wrong::Os(4)),
    ("quota", Wrong::Os(122)),
    ("read-only disk", Wrong::Os(30)),
    ("short", Wrong::Short),
];

/// When it goes wrong.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    /// At this call, counted from 1.
    pub at: u64,
    /// How.
    pub wrong: Wrong,
    /// All calls after it go wrong too.
    pub for_ever: bool,
}

/// A step that a disk says it has done and has not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skip {
    /// Making the content of a file durable.
    FileSync,
    /// Making names durable.
    FolderSync,
    /// Putting the new file in the place of the old one.
    Rename,
    /// Giving the new file the permissions of the old one.
    Mode,
    /// Keeping the old file.
    Link,
    /// Removing what is of no use.
    Unlink,
    /// Exchanging the new file and the old one.
    Exchange,
    /// Looking at what came back from an exchange: it is always what stood there when the disk was
    /// made so.
    LookBack,
    /// Reading what stands there: it is always what stood there when the disk was made so.
    Compare,
}

#[derive(Clone, Debug, Default)]
struct Inode {
    folder: bool,
    mode: u32,
    data: Vec<u8>,
    durable: Vec<u8>,
    /// What was written since the last sync: where, and what.
    pending: Vec<(usize, Vec<u8>)>,
    modified: i64,
    locked: bool,
}

/// A name that was given or taken, and is not durable yet: all of it happens or nothing.
type NameChange = Vec<(PathBuf, Option<usize>)>;

#[derive(Clone, Debug, Default)]
struct State {
    inodes: Vec<Inode>,
    names: BTreeMap<PathBuf, usize>,
    durable: BTreeMap<PathBuf, usize>,
    pending: Vec<NameChange>,
    clock: i64,
    calls: u64,
    hits: u64,
    fault: Option<Fault>,
    /// All calls from this one on fail: the program is dead.
    dies_at: Option<u64>,
    skip: Option<Skip>,
    seen_before: BTreeMap<PathBuf, (Stat, Vec<u8>)>,
    intruders: Vec<(u64, PathBuf, Vec<u8>)>,
    /// What came from where by an exchange.
    came_from: BTreeMap<PathBuf, PathBuf>,
    lockless: bool,
    /// It cannot exchange files, nor rename one only where nothing stands.
    plain: bool,
    /// Every call waits a moment, another each time, so that those of several threads mix.
    mixed: bool,
    /// What another program writes into whatever is read, once it was begun; the last first.
    writers: Vec<Option<Vec<u8>>>,
    log: Vec<String>,
}

/// The disk. A clone is the same disk.
#[derive(Clone, Debug, Default)]
pub struct MemDisk(Arc<Mutex<State>>);

struct MemFile {
    disk: MemDisk,
    inode: usize,
    at: usize,
    append: bool,
    locked: bool,
    blind: Option<Vec<u8>>,
}

impl MemDisk {
    /// A disk with one folder.
    pub fn with_folder(folder: &str) -> Self {
        let disk = Self::default();
        {
            let mut state = disk.state();
            for folder in Path::new(folder).ancestors() {
                let inode = state.new_inode(true);
                state.names.insert(folder.to_owned(), inode);
                state.durable.insert(folder.to_owned(), inode);
            }
        }
        disk
    }

    /// Puts a file there, durably, past all faults.
    pub fn put(&self, path: impl AsRef<Path>, bytes: &[u8]) {
        let mut state = self.state();
        let inode = state.new_inode(false);
        state.inodes[inode].data = bytes.to_vec();
        state.inodes[inode].durable = bytes.to_vec();
        state.names.insert(path.as_ref().to_owned(), inode);
        state.durable.insert(path.as_ref().to_owned(), inode);
    }

    /// Writes into a file where it stands, past all faults, and leaves its time as it was.
    pub fn scribble(&self, path: impl AsRef<Path>, bytes: &[u8]) {
        let mut state = self.state();
        let inode = state.names[path.as_ref()];
        state.inodes[inode].data = bytes.to_vec();
        state.inodes[inode].durable = bytes.to_vec();
    }

    /// What a file holds, past all faults.
    pub fn get(&self, path: impl AsRef<Path>) -> Option<Vec<u8>> {
        let state = self.state();
        let inode = *state.names.get(path.as_ref())?;
        Some(state.inodes[inode].data.clone())
    }

    /// The permissions of a file.
    pub fn mode(&self, path: impl AsRef<Path>) -> Option<u32> {
        let state = self.state();
        let inode = *state.names.get(path.as_ref())?;
        Some(state.inodes[inode].mode)
    }

    /// Gives a file other permissions, past all faults.
    pub fn set_mode(&self, path: impl AsRef<Path>, mode: u32) {
        let mut state = self.state();
        let inode = state.names[path.as_ref()];
        state.inodes[inode].mode = mode;
    }

    /// The files in a folder, by name, past all faults.
    pub fn names(&self, folder: &str) -> Vec<String> {
        let state = self.state();
        let inside = state.names.keys();
        let inside = inside.filter(|path| path.parent() == Some(Path::new(folder)));
        let names = inside.filter_map(|path| path.file_name()?.to_str());
        names.map(str::to_owned).collect()
    }

    /// Takes away what stands at a path with all that is in it, durably, past all faults.
    pub fn lose(&self, path: impl AsRef<Path>) {
        let mut state = self.state();
        let stays = |at: &PathBuf| !at.starts_with(path.as_ref());
        state.names.retain(|at, _| stays(at));
        state.durable.retain(|at, _| stays(at));
    }

    /// Puts a folder there, durably, past all faults.
    pub fn put_folder(&self, path: impl AsRef<Path>) {
        let mut state = self.state();
        let inode = state.new_inode(true);
        state.names.insert(path.as_ref().to_owned(), inode);
        state.durable.insert(path.as_ref().to_owned(), inode);
    }

    /// Turns the clock by so many nanoseconds.
    pub fn turn_clock(&self, by: i64) {
        self.state().clock += by;
    }

    /// Makes something go wrong from now on, and counts calls anew.
    pub fn set_fault(&self, fault: Option<Fault>) {
        let mut state = self.state();
        state.fault = fault;
        state.dies_at = None;
        state.calls = 0;
        state.hits = 0;
        state.log.clear();
    }

    /// Kills the program that uses this disk at a call, counted from here on.
    pub fn die_at(&self, call: u64) {
        self.set_fault(None);
        self.state().dies_at = Some(call);
    }

    /// Kills the program at a call, counted from where it is counted already.
    pub fn die_also_at(&self, call: u64) {
        self.state().dies_at = Some(call);
    }

    /// Leaves out a step from now on.
    pub fn set_skip(&self, skip: Option<Skip>) {
        let mut state = self.state();
        state.skip = skip;
        let seen = state.names.iter().filter_map(|(path, inode)| {
            let node = &state.inodes[*inode];
            (!node.folder).then(|| (path.clone(), (state.stat_of(*inode), node.data.clone())))
        });
        state.seen_before = seen.collect();
    }

    /// Lets another program put a file there just before a call, counted from here on.
    pub fn intrude_at(&self, call: u64, path: &str, bytes: &[u8]) {
        self.set_fault(None);
        self.state().intruders = vec![(call, path.into(), bytes.to_vec())];
    }

    /// Lets another one do it too, at a call counted from the same place.
    pub fn intrude_also_at(&self, call: u64, path: &str, bytes: &[u8]) {
        let intruder = (call, path.into(), bytes.to_vec());
        self.state().intruders.push(intruder);
    }

    /// From now on it knows no locks.
    pub fn without_locks(self) -> Self {
        self.state().lockless = true;
        self
    }

    /// From now on it cannot exchange files, nor rename one only where nothing stands.
    pub fn without_exchange(self) -> Self {
        self.state().plain = true;
        self
    }

    /// Lets another program write this into a file each time that its beginning was read, or take
    /// it away, until there is nothing left to write.
    pub fn write_while_reading(&self, mut contents: Vec<Option<Vec<u8>>>) {
        contents.reverse();
        self.state().writers = contents;
    }

    /// From now on every call waits a moment, another each time, so that those of several threads mix.
    pub fn mixed(self) -> Self {
        self.state().mixed = true;
        self
    }

    /// How many calls there were.
    pub fn calls(&self) -> u64 {
        self.state().calls
    }

    /// How many calls went wrong.
    pub fn hits(&self) -> u64 {
        self.state().hits
    }

    /// What was called, in order, since the faults were set.
    pub fn log(&self) -> Vec<String> {
        self.state().log.clone()
    }

    /// The disk as it may be found after the power was cut. Seed 0 keeps nothing that was not
    /// durable, seed 1 all of it, any other some of it.
    pub fn after_a_crash(&self, seed: u64) -> Self {
        let mut state = self.state().clone();
        let mut dice = Dice(seed);
        let mut names = state.durable.clone();
        for change in std::mem::take(&mut state.pending) {
            if dice.keeps() {
                apply(&mut names, change);
            }
        }
        for inode in &mut state.inodes {
            let pending = std::mem::take(&mut inode.pending);
            for (at, bytes) in pending {
                let kept = dice.part(bytes.len());
                write_at(&mut inode.durable, at, &bytes[..kept]);
            }
            inode.data = inode.durable.clone();
            inode.locked = false;
        }
        state.names = names.clone();
        state.durable = names;
        state.dies_at = None;
        state.fault = None;
        state.skip = None;
        Self(Arc::new(Mutex::new(state)))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// Counts a call, and fails it if it is its turn.
    fn call(&self, what: &str, path: &Path) -> io::Result<MutexGuard<'_, State>> {
        let mut state = self.state();
        if state.mixed {
            let moment = Dice(state.calls).roll() % 100;
            drop(state);
            std::thread::sleep(Duration::from_micros(moment));
            state = self.state();
        }
        state.calls += 1;
        state.clock += 1_000_000;
        let calls = state.calls;
        let line = format!("{what} {}", path.display());
        state.log.push(line);
        let now = state.intruders.extract_if(.., |(at, ..)| *at == calls);
        let now: Vec<_> = now.collect();
        for (_, path, bytes) in now {
            let inode = state.new_inode(false);
            state.inodes[inode].data = bytes.clone();
            state.inodes[inode].durable = bytes;
            state.names.insert(path.clone(), inode);
            state.durable.insert(path, inode);
        }
        if state.dies_at.is_some_and(|at| calls >= at) {
            return Err(io::Error::other("the program is dead"));
        }
        match state.wrong() {
            Some(Wrong::Os(code)) => {
                state.hits += 1;
                Err(io::Error::from_raw_os_error(code))
            }
            _ => Ok(state),
        }
    }
}

impl State {
    fn new_inode(&mut self, folder: bool) -> usize {
        self.clock += 1_000_000;
        self.inodes.push(Inode {
            folder,
            mode: if folder { 0o755 } else { 0o644 },
            modified: self.clock,
            ..Inode::default()
        });
        self.inodes.len() - 1
    }

    fn wrong(&self) -> Option<Wrong> {
        let fault = self.fault?;
        let now = self.calls == fault.at || (fault.for_ever && self.calls > fault.at);
        now.then_some(fault.wrong)
    }

    /// How much of `wanted` a read or write does.
    fn share(&mut self, wanted: usize) -> usize {
        match self.wrong() {
            Some(Wrong::Short) if wanted > 1 => {
                self.hits += 1;
                wanted.div_ceil(2)
            }
            _ => wanted,
        }
    }

    fn find(&self, path: &Path) -> io::Result<usize> {
        let found = self.names.get(path).copied();
        found.ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn stat_of(&self, inode: usize) -> Stat {
        let node = &self.inodes[inode];
        let names = self.names.values().filter(|it| **it == inode).count();
        Stat {
            kind: if node.folder {
                Kind::Folder
            } else {
                Kind::File
            },
            len: node.data.len() as u64,
            mode: Mode(node.mode),
            id: FileId(7, inode as u64),
            links: names as u64,
            modified: node.modified,
        }
    }

    fn change(&mut self, change: NameChange) {
        apply(&mut self.names, change.clone());
        self.pending.push(change);
    }

    fn has_folder_of(&self, path: &Path) -> io::Result<()> {
        let folder = path.parent().unwrap_or(Path::new("/"));
        match self.names.get(folder) {
            Some(inode) if self.inodes[*inode].folder => Ok(()),
            Some(_) => Err(io::ErrorKind::NotADirectory.into()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

impl Disk for MemDisk {
    fn stat(&self, path: &Path) -> io::Result<Stat> {
        let state = self.call("stat", path)?;
        let found = state.find(path)?;
        match state.seen_before.get(path) {
            Some((stat, _)) if state.skip == Some(Skip::Compare) => Ok(*stat),
            _ => Ok(state.stat_of(found)),
        }
    }

    fn link_target(&self, path: &Path) -> io::Result<Option<PathBuf>> {
        let state = self.call("read link", path)?;
        state.find(path).map(|_| None)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Item>> {
        let state = self.call("list", folder)?;
        state.find(folder)?;
        let inside = state.names.iter();
        let inside = inside.filter(|(path, _)| path.parent() == Some(folder));
        let items = inside.map(|(path, inode)| Item {
            path: path.clone(),
            kind: state.stat_of(*inode).kind,
            link: false,
        });
        Ok(items.collect())
    }

    fn open(&self, path: &Path, how: Open) -> io::Result<Box<dyn DiskFile>> {
        let mut state = self.call(&format!("open {how:?}"), path)?;
        let mut blind = None;
        let inode = match how {
            Open::New | Open::NewPrivate => {
                state.has_folder_of(path)?;
                if state.names.contains_key(path) {
                    return Err(io::ErrorKind::AlreadyExists.into());
                }
                let inode = state.new_inode(false);
                if how == Open::NewPrivate {
                    state.inodes[inode].mode = 0o600;
                }
                state.change(vec![(path.to_owned(), Some(inode))]);
                inode
            }
            Open::Read | Open::Append => {
                let seen_as = match state.skip {
                    Some(Skip::Compare) => Some(path),
                    Some(Skip::LookBack) => state.came_from.get(path).map(PathBuf::as_path),
                    _ => None,
                };
                let seen = seen_as.and_then(|path| state.seen_before.get(path));
                if let Some((_, bytes)) = seen {
                    blind = Some(bytes.clone());
                }
                state.find(path)?
            }
        };
        Ok(Box::new(MemFile {
            disk: self.clone(),
            inode,
            at: 0,
            append: how == Open::Append,
            locked: false,
            blind,
        }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.call("rename to", to)?;
        let inode = *state
            .names
            .get(from)
            .ok_or(io::Error::from(io::ErrorKind::NotFound))?;
        if state.skip != Some(Skip::Rename) {
            let mut change = vec![(from.to_owned(), None), (to.to_owned(), Some(inode))];
            // What stands in a folder goes with it.
            for (path, inode) in &state.names {
                if let Ok(inside) = path.strip_prefix(from)
                    && path != from
                {
                    change.push((path.clone(), None));
                    change.push((to.join(inside), Some(*inode)));
                }
            }
            state.change(change);
        }
        Ok(())
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.call("rename new to", to)?;
        if state.plain {
            return Err(io::ErrorKind::Unsupported.into());
        }
        let inode = state.find(from)?;
        if state.names.contains_key(to) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        if state.skip != Some(Skip::Rename) {
            state.change(vec![(from.to_owned(), None), (to.to_owned(), Some(inode))]);
        }
        Ok(())
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        let mut state = self.call("exchange with", other)?;
        if state.plain {
            return Err(io::ErrorKind::Unsupported.into());
        }
        let (first, second) = (state.find(one)?, state.find(other)?);
        if state.skip != Some(Skip::Exchange) {
            let change = vec![
                (one.to_owned(), Some(second)),
                (other.to_owned(), Some(first)),
            ];
            state.change(change);
            state.came_from.insert(one.to_owned(), other.to_owned());
        }
        Ok(())
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.call("link", to)?;
        let inode = state.find(from)?;
        if state.names.contains_key(to) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        if state.skip != Some(Skip::Link) {
            state.change(vec![(to.to_owned(), Some(inode))]);
        }
        Ok(())
    }

    fn unlink(&self, path: &Path) -> io::Result<()> {
        let mut state = self.call("unlink", path)?;
        if !state.names.contains_key(path) {
            return Err(io::ErrorKind::NotFound.into());
        }
        if state.skip != Some(Skip::Unlink) {
            state.change(vec![(path.to_owned(), None)]);
        }
        Ok(())
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        let mut state = self.call("make folder", folder)?;
        let missing: Vec<_> = folder
            .ancestors()
            .filter(|folder| !state.names.contains_key(*folder))
            .map(Path::to_owned)
            .collect();
        for folder in missing.into_iter().rev() {
            let inode = state.new_inode(true);
            state.change(vec![(folder, Some(inode))]);
        }
        Ok(())
    }

    fn remove_empty_folder(&self, folder: &Path) -> io::Result<()> {
        let mut state = self.call("remove folder", folder)?;
        state.find(folder)?;
        let is_in = |path: &PathBuf| path.starts_with(folder) && path != folder;
        if state.names.keys().any(is_in) {
            return Err(io::ErrorKind::DirectoryNotEmpty.into());
        }
        state.change(vec![(folder.to_owned(), None)]);
        Ok(())
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let mut state = self.call("sync folder", folder)?;
        if state.skip == Some(Skip::FolderSync) {
            return Ok(());
        }
        let touches =
            |change: &NameChange| change.iter().any(|(path, _)| path.parent() == Some(folder));
        let (now, later) = std::mem::take(&mut state.pending)
            .into_iter()
            .partition(touches);
        state.pending = later;
        let now: Vec<NameChange> = now;
        for change in now {
            apply(&mut state.durable, change);
        }
        Ok(())
    }
}

impl DiskFile for MemFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut state = self.disk.call("read", Path::new(""))?;
        let data = self.blind.clone();
        let data = data.unwrap_or_else(|| state.inodes[self.inode].data.clone());
        let rest = data.get(self.at..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        let mut count = state.share(count);
        if self.at == 0
            && let Some(next) = state.writers.pop()
        {
            count = count.min(8);
            let (inode, clock) = (self.inode, state.clock);
            match next {
                None => state.names.retain(|_, named| *named != inode),
                Some(content) => {
                    state.inodes[inode].data = content;
                    state.inodes[inode].modified = clock;
                }
            }
        }
        buffer[..count].copy_from_slice(&rest[..count]);
        self.at += count;
        Ok(count)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut state = self.disk.call("write", Path::new(""))?;
        let count = state.share(bytes.len());
        let clock = state.clock;
        let inode = &mut state.inodes[self.inode];
        let at = if self.append {
            inode.data.len()
        } else {
            self.at
        };
        write_at(&mut inode.data, at, &bytes[..count]);
        inode.pending.push((at, bytes[..count].to_vec()));
        inode.modified = clock;
        self.at = at + count;
        Ok(count)
    }

    fn set_mode(&mut self, mode: Mode) -> io::Result<()> {
        let mut state = self.disk.call("set mode", Path::new(""))?;
        if state.skip != Some(Skip::Mode) {
            state.inodes[self.inode].mode = mode.0;
        }
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        let done = self.disk.call("sync", Path::new("")).map(|_| ());
        let mut state = self.disk.state();
        if state.skip == Some(Skip::FileSync) {
            return done;
        }
        let inode = &mut state.inodes[self.inode];
        let pending = std::mem::take(&mut inode.pending);
        if done.is_ok() {
            for (at, bytes) in pending {
                write_at(&mut inode.durable, at, &bytes);
            }
        }
        done
    }

    fn try_lock(&mut self) -> io::Result<bool> {
        let mut state = self.disk.call("lock", Path::new(""))?;
        if state.lockless {
            return Err(io::ErrorKind::Unsupported.into());
        }
        let inode = &mut state.inodes[self.inode];
        if inode.locked && !self.locked {
            return Ok(false);
        }
        inode.locked = true;
        self.locked = true;
        Ok(true)
    }

    fn stat(&self) -> io::Result<Stat> {
        let state = self.disk.call("stat open", Path::new(""))?;
        Ok(state.stat_of(self.inode))
    }
}

impl Drop for MemFile {
    fn drop(&mut self) {
        if self.locked {
            self.disk.state().inodes[self.inode].locked = false;
        }
    }
}

fn apply(names: &mut BTreeMap<PathBuf, usize>, change: NameChange) {
    for (path, inode) in change {
        match inode {
            Some(inode) => names.insert(path, inode),
            None => names.remove(&path),
        };
    }
}

/// Writes into the middle or past the end; a hole is zeros.
fn write_at(data: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    let end = at + bytes.len();
    if data.len() < end && !bytes.is_empty() {
        data.resize(end, 0);
    }
    if !bytes.is_empty() {
        data[at..end].copy_from_slice(bytes);
    }
}

/// Chance that is the same each time (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn keeps(&mut self) -> bool {
        match self.0 {
            0 | 1 => self.0 == 1,
            _ => self.roll().is_multiple_of(2),
        }
    }

    /// How much of a write is there: nothing, all, or up to where it was torn.
    fn part(&mut self, len: usize) -> usize {
        match self.0 {
            0 => return 0,
            1 => return len,
            _ => {}
        }
        let block = if self.roll().is_multiple_of(2) {
            512
        } else {
            4096
        };
        match self.roll() % 4 {
            0 => 0,
            1 => len,
            _ => (self.roll() as usize % (len / block + 1) * block).min(len),
        }
    }
}
