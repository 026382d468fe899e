//! The keeper: a thread of its own that writes the journal, so that neither a frame nor a slow save
//! makes a gesture wait for the disk.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use egui::Context;

use crate::formats::journal::{Base, Header, Step};
use crate::formats::project_file;
use crate::history::{Happening, History};
use crate::project::{Project, Time};
use crate::store::journal::{self, Found, Journal, Left, RecoverError, Recovered, past};
use crate::store::{Disk, SaveCause};
use crate::text::Digest;

/// What the journal of a project starts from.
pub enum Start {
    /// What its file holds.
    File(Digest),
    /// The project as it is now, in the journal itself.
    Whole(Box<Project>),
}

/// What the keeper is asked for.
pub enum Order {
    /// A journal of this name for a project that is worked on from now on: what is said of it but
    /// for its base, the base, and the number of the last gesture that is in the base.
    Begin(String, Box<Header>, Start, u64),
    /// More gestures.
    Append(Vec<Step>),
    /// The gestures up to a number are in the file that this speaks of, which held that before;
    /// what can be undone in it.
    Saved(Box<Header>, u64, Option<Digest>, Vec<Happening>),
    /// What could be undone in a project, of this number in the window, whose file holds this.
    Past(u64, Digest, Box<Project>),
    /// The project is left. What is still in its journal was given up, and is kept thirty days.
    Leave,
    /// Look for what crashes have left.
    Look(Time),
    /// Make again what a crash has left.
    Recover(Box<Found>),
    /// What was made again is in the present journal.
    Adopt(Box<Found>),
    /// What a crash has left is not wanted.
    Discard(Box<Found>),
}

/// What the keeper says.
pub enum Said {
    /// The disk has every gesture up to this number; how long the journal is, in bytes.
    Kept(u64, u64),
    /// The disk does not take them: why.
    NotKept(String),
    /// What could be undone in the project of a number.
    Past(u64, Box<History>),
    /// What crashes have left.
    Left(Box<Left>),
    /// It was made again.
    Recovered(Box<Found>, Box<Recovered>),
    /// It could not be made again, and is still there.
    NotRecovered(RecoverError),
}

/// The keeper as the window sees it.
pub struct Keeper {
    orders: Option<Sender<Order>>,
    said: Receiver<Said>,
    hand: Hand,
    thread: Option<JoinHandle<()>>,
}

/// Tells the journal that a save is about to put a file in place.
#[derive(Clone)]
pub struct Announcer {
    hand: Option<Hand>,
    up_to: u64,
}

#[derive(Clone)]
struct Hand {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    open: Arc<Mutex<Option<(Journal, u64)>>>,
    outbox: Sender<Said>,
}

impl Keeper {
    /// A keeper that writes to a folder and wakes the window whenever it has something to say.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(ctx: &Context, disk: Arc<dyn Disk>, folder: PathBuf) -> std::io::Result<Self> {
        let mut keeper = Self::inline(disk, folder);
        let (orders, inbox) = channel();
        let (hand, ctx) = (keeper.hand.clone(), ctx.clone());
        let thread = std::thread::Builder::new()
            .name("postil journal".to_owned())
            .spawn(move || {
                // All that waits is written first, and then made durable at once.
                while let Ok(order) = inbox.recv() {
                    hand.guarded(|hand| hand.carry_out(order));
                    while let Ok(order) = inbox.try_recv() {
                        hand.guarded(|hand| hand.carry_out(order));
                    }
                    hand.guarded(Hand::sync);
                    ctx.request_repaint();
                }
            })?;
        keeper.orders = Some(orders);
        keeper.thread = Some(thread);
        Ok(keeper)
    }

    /// Does everything at once: for tests, which need no second thread to be exact.
    pub fn inline(disk: Arc<dyn Disk>, folder: PathBuf) -> Self {
        let (outbox, said) = channel();
        Self {
            orders: None,
            said,
            hand: Hand {
                disk,
                folder,
                open: Arc::default(),
                outbox,
            },
            thread: None,
        }
    }

    /// Asks for something. What is asked for is done in order.
    pub fn ask(&self, order: Order) {
        match &self.orders {
            // The thread ends only with the window.
            Some(orders) => {
                let _ = orders.send(order);
            }
            None => {
                self.hand.guarded(|hand| hand.carry_out(order));
                self.hand.guarded(Hand::sync);
            }
        }
    }

    /// What was said since the last time.
    pub fn said(&self) -> Vec<Said> {
        self.said.try_iter().collect()
    }

    /// What a save of all gestures up to a number tells the journal.
    pub fn announcer(&self, up_to: u64) -> Announcer {
        Announcer {
            hand: Some(self.hand.clone()),
            up_to,
        }
    }
}

/// What was to be kept is kept before the window goes, whatever it goes for.
impl Drop for Keeper {
    fn drop(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            // A thread that has panicked has said so itself.
            let _ = thread.join();
        }
    }
}

impl Announcer {
    /// Tells nobody.
    pub fn silent() -> Self {
        Self {
            hand: None,
            up_to: 0,
        }
    }

    /// A file of this digest is about to be put in place.
    pub fn announce(&self, digest: Digest) {
        let Some(hand) = &self.hand else { return };
        let mut open = hand.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((journal, _)) = open.as_mut() {
            // The save goes on all the same: at worst it is offered once more after a crash.
            let _ = journal.saving(hand.disk.as_ref(), digest, self.up_to);
        }
    }
}

impl std::fmt::Debug for Announcer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Announcer({})", self.up_to)
    }
}

impl Hand {
    /// Does something, and goes on after a fault in it: the journal is then written anew, whole.
    fn guarded(&self, work: impl FnOnce(&Self)) {
        if catch_unwind(AssertUnwindSafe(|| work(self))).is_err() {
            let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((journal, _)) = open.as_mut() {
                journal.doubt();
            }
            drop(open);
            self.say(Said::NotKept("the program has a fault there".to_owned()));
        }
    }

    fn carry_out(&self, order: Order) {
        match order {
            Order::Begin(session, header, start, up_to) => {
                self.begin(&session, *header, start, up_to);
            }
            Order::Append(steps) => self.append(&steps),
            Order::Saved(header, up_to, before, past) => {
                let kept = header.clone();
                self.change(|journal, disk| journal.rebase(disk, *header, up_to));
                // A project without it can be worked on as well.
                let _ = past::keep(self.disk.as_ref(), &self.histories(), &kept, past, before);
            }
            Order::Past(number, digest, project) => {
                let history = past::of(self.disk.as_ref(), &self.histories(), digest, &project);
                self.say(Said::Past(number, Box::new(history)));
            }
            Order::Leave => self.leave(),
            Order::Look(now) => {
                let left = journal::find(self.disk.as_ref(), &self.folder, now);
                self.say(Said::Left(Box::new(left)));
            }
            Order::Recover(found) => {
                match journal::recover(self.disk.as_ref(), &found, Some(&self.histories())) {
                    Ok(recovered) => self.say(Said::Recovered(found, Box::new(recovered))),
                    Err(error) => self.say(Said::NotRecovered(error)),
                }
            }
            Order::Adopt(found) => self.change(|journal, disk| {
                // Only what is durable here may go there.
                journal.sync(disk)?;
                journal::adopt(disk, &found)
            }),
            Order::Discard(found) => {
                if let Err(error) = journal::discard(self.disk.as_ref(), &found) {
                    self.say(Said::NotKept(why(error)));
                }
            }
        }
    }

    /// Where it is kept what can be undone: beside the journals.
    fn histories(&self) -> PathBuf {
        self.folder.with_file_name("histories")
    }

    fn begin(&self, session: &str, mut header: Header, start: Start, up_to: u64) {
        header.base = match start {
            Start::File(digest) => Base::File(digest),
            Start::Whole(project) => Base::Snapshot(project_file::encode(&project)),
        };
        let mut journal = Journal::new(&self.folder, session, header.clone());
        let begun = journal.rebase(self.disk.as_ref(), header, up_to);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let old = open.replace((journal, up_to));
        drop(open);
        if let Err(error) = begun {
            self.say(Said::NotKept(why(error)));
        }
        if let Some((old, _)) = old.filter(|(old, _)| !old.is_empty()) {
            journal::forget(self.disk.as_ref(), old.path());
        }
    }

    fn append(&self, steps: &[Step]) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((journal, last)) = open.as_mut() else {
            return;
        };
        for step in steps {
            // An error shows again, and is said, when all of it is made durable. A fault in one step
            // takes none of the others with it.
            let append = || journal.append(self.disk.as_ref(), step);
            if catch_unwind(AssertUnwindSafe(append)).is_err() {
                journal.doubt();
            }
            *last = (*last).max(step.number);
        }
    }

    fn leave(&self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((journal, _)) = open.take().filter(|(journal, _)| !journal.is_empty()) {
            journal::forget(self.disk.as_ref(), journal.path());
        }
    }

    fn sync(&self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((journal, last)) = open.as_mut() else {
            return;
        };
        let said = match journal.sync(self.disk.as_ref()) {
            Ok(()) => Said::Kept(*last, journal.len()),
            Err(error) => Said::NotKept(why(error)),
        };
        self.say(said);
    }

    fn change(&self, work: impl FnOnce(&mut Journal, &dyn Disk) -> std::io::Result<()>) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((journal, _)) = open.as_mut() else {
            return;
        };
        let done = work(journal, self.disk.as_ref());
        drop(open);
        if let Err(error) = done {
            self.say(Said::NotKept(why(error)));
        }
    }

    fn say(&self, said: Said) {
        // Nobody listens any more when the window is gone.
        let _ = self.outbox.send(said);
    }
}

/// Why the disk does not take something, in words.
fn why(error: std::io::Error) -> String {
    SaveCause::from(error).to_string()
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::path::Path;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;
    use crate::formats::journal::{How, Spot};
    use crate::formats::tagset_file::default_tagset;
    use crate::store::RealDisk;
    use crate::store::disk::{DiskFile, Item, Mode, Open, Stat};
    use crate::store::journal::{find, recover};

    /// A disk with a fault in it: it breaks the program once whenever that is asked for.
    struct Breaking(Arc<AtomicBool>);

    struct BreakingFile(Box<dyn DiskFile>, Arc<AtomicBool>);

    impl Disk for Breaking {
        fn stat(&self, path: &Path) -> io::Result<Stat> {
            RealDisk.stat(path)
        }
        fn link_target(&self, path: &Path) -> io::Result<Option<PathBuf>> {
            RealDisk.link_target(path)
        }
        fn list(&self, folder: &Path) -> io::Result<Vec<Item>> {
            RealDisk.list(folder)
        }
        fn open(&self, path: &Path, how: Open) -> io::Result<Box<dyn DiskFile>> {
            let file = RealDisk.open(path, how)?;
            Ok(Box::new(BreakingFile(file, Arc::clone(&self.0))))
        }
        fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
            RealDisk.rename(from, to)
        }
        fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
            RealDisk.link(from, to)
        }
        fn unlink(&self, path: &Path) -> io::Result<()> {
            RealDisk.unlink(path)
        }
        fn make_folder(&self, folder: &Path) -> io::Result<()> {
            RealDisk.make_folder(folder)
        }
        fn sync_folder(&self, folder: &Path) -> io::Result<()> {
            RealDisk.sync_folder(folder)
        }
    }

    impl DiskFile for BreakingFile {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.0.read(buffer)
        }
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.1.swap(false, Ordering::Relaxed) {
                self.0.write(bytes.get(..7).expect("a record is longer"))?;
                panic!("a fault that a test makes");
            }
            self.0.write(bytes)
        }
        fn set_mode(&mut self, mode: Mode) -> io::Result<()> {
            self.0.set_mode(mode)
        }
        fn sync(&mut self) -> io::Result<()> {
            self.0.sync()
        }
        fn try_lock(&mut self) -> io::Result<bool> {
            self.0.try_lock()
        }
        fn stat(&self) -> io::Result<Stat> {
            self.0.stat()
        }
    }

    fn step(number: u64) -> Step {
        Step {
            number,
            at: Time::new(1),
            how: How::Made,
            name: format!("Step {number}"),
            edits: Vec::new(),
            before: Spot::default(),
            after: Spot::default(),
            field: None,
        }
    }

    #[test]
    fn row_78_a_fault_while_a_gesture_is_kept_loses_neither_it_nor_the_next() {
        let folder = tempfile::tempdir().expect("a folder");
        let fault = Arc::new(AtomicBool::new(false));
        let disk = Arc::new(Breaking(Arc::clone(&fault)));
        let keeper = Keeper::inline(disk, folder.path().to_owned());
        let header = Header {
            version: "0.1.0".to_owned(),
            name: "p.ron".to_owned(),
            path: None,
            base: Base::File(Digest::of(b"")),
            user: "ana".to_owned(),
            begun: Time::new(1),
        };
        let project = Box::new(Project::new(default_tagset()));
        let begin = Order::Begin("s".to_owned(), Box::new(header), Start::Whole(project), 0);
        keeper.ask(begin);
        keeper.ask(Order::Append(vec![step(1)]));
        fault.store(true, Ordering::Relaxed);
        keeper.ask(Order::Append(vec![step(2), step(3)]));
        assert!(!fault.load(Ordering::Relaxed), "the fault was met");
        keeper.ask(Order::Append(vec![step(4)]));
        let kept = keeper.said().into_iter().next_back();
        assert!(matches!(kept, Some(Said::Kept(4, _))));
        // Its lock goes with it, as it does in a crash.
        drop(keeper);
        let left = find(&RealDisk, folder.path(), Time::new(2));
        let found = left.found.first().expect("a journal");
        assert_eq!((found.steps.len(), found.lost), (4, 0));
        let recovered = recover(&RealDisk, found, None).expect("it is sound");
        assert_eq!(recovered.skipped, [""; 0]);
    }
}
