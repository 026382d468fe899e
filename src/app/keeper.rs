//! The keeper: a thread of its own that writes the journal, so that neither a frame nor a slow save
//! makes a gesture wait for the disk.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use egui::Context;

use crate::formats::journal::{Base, Header, Step};
use crate::formats::project_file;
use crate::history::{Happening, History};
use crate::project::{Project, Time};
use crate::store::Disk;
use crate::store::journal::{self, Found, Journal, Left, RecoverError, Recovered, past};
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
                    hand.carry_out(order);
                    while let Ok(order) = inbox.try_recv() {
                        hand.carry_out(order);
                    }
                    hand.sync();
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
                self.hand.carry_out(order);
                self.hand.sync();
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
                    self.say(Said::NotKept(error.to_string()));
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
            self.say(Said::NotKept(error.to_string()));
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
            // An error shows again, and is said, when all of it is made durable.
            let _ = journal.append(self.disk.as_ref(), step);
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
            Err(error) => Said::NotKept(error.to_string()),
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
            self.say(Said::NotKept(error.to_string()));
        }
    }

    fn say(&self, said: Said) {
        // Nobody listens any more when the window is gone.
        let _ = self.outbox.send(said);
    }
}
