//! What stands in folders, looked up away from the frame: a folder on a network may take its time,
//! and no frame waits for it.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};

use egui::Context;

use crate::store::{self, RealDisk};

/// So many questions may be open at once. A folder that hangs keeps one for ever.
const MOST: usize = 8;

/// A question about the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Question {
    /// What stands in a folder?
    Entries(PathBuf),
    /// Is there anything of this name?
    Exists(PathBuf),
    /// Which name beside this one is not taken?
    Free(PathBuf),
}

/// What the disk says.
#[derive(Clone, Debug)]
enum Answer {
    Entries(Vec<String>),
    Exists(bool),
    Free(PathBuf),
}

/// Asks the disk what stands in folders.
pub struct Folders {
    /// The window that is woken by an answer; without one, everything is answered at once.
    window: Option<Context>,
    outbox: Sender<(Question, Answer)>,
    inbox: Receiver<(Question, Answer)>,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    asked: Vec<Question>,
    answered: Vec<(Question, Answer)>,
}

impl Folders {
    /// Asks on threads of its own, and wakes the window.
    pub fn start(window: &Context) -> Self {
        Self {
            window: Some(window.clone()),
            ..Self::inline()
        }
    }

    /// Asks at once: for tests, which need no second thread to be exact.
    pub fn inline() -> Self {
        let (outbox, inbox) = channel();
        Self {
            window: None,
            outbox,
            inbox,
            state: RefCell::default(),
        }
    }

    /// The names of what is in a folder, folders with a separator at the end; empty if there is no
    /// such folder. None while the disk has not said so; asked again, it is looked up anew.
    pub fn entries(&self, folder: &str) -> Option<Vec<String>> {
        match self.answer(Question::Entries(folder.into()))? {
            Answer::Entries(entries) => Some(entries),
            Answer::Exists(_) | Answer::Free(_) => None,
        }
    }

    /// Whether anything stands at a path; none while the disk has not said so.
    pub fn exists(&self, path: &Path) -> Option<bool> {
        match self.answer(Question::Exists(path.to_owned()))? {
            Answer::Exists(there) => Some(there),
            Answer::Entries(_) | Answer::Free(_) => None,
        }
    }

    /// A path beside another at which nothing stands, as `a (2).ron`; none while the disk has not
    /// said so.
    pub fn free_name(&self, path: &Path) -> Option<PathBuf> {
        match self.answer(Question::Free(path.to_owned()))? {
            Answer::Free(free) => Some(free),
            Answer::Entries(_) | Answer::Exists(_) => None,
        }
    }

    /// The answer, if it is there; else it is asked for.
    fn answer(&self, question: Question) -> Option<Answer> {
        let Some(window) = &self.window else {
            return Some(ask_disk(&question));
        };
        let mut state = self.state.borrow_mut();
        for (question, answer) in self.inbox.try_iter() {
            state.asked.retain(|asked| *asked != question);
            state.answered.push((question, answer));
        }
        let place = state.answered.iter().position(|(of, _)| *of == question);
        if let Some(place) = place {
            let (_, answer) = state.answered.swap_remove(place);
            // What was asked for before is not wanted any more.
            state.answered.clear();
            return Some(answer);
        }
        if state.asked.contains(&question) || state.asked.len() >= MOST {
            return None;
        }
        let (outbox, window, asked) = (self.outbox.clone(), window.clone(), question.clone());
        let thread = std::thread::Builder::new().name("postil folders".to_owned());
        let started = thread.spawn(move || {
            let answer = ask_disk(&asked);
            // Nobody listens any more when the window is gone.
            let _ = outbox.send((asked, answer));
            window.request_repaint();
        });
        if started.is_ok() {
            state.asked.push(question);
        }
        None
    }
}

fn ask_disk(question: &Question) -> Answer {
    match question {
        Question::Entries(folder) => Answer::Entries(store::entries(&RealDisk, folder)),
        Question::Exists(path) => Answer::Exists(store::exists(&RealDisk, path)),
        Question::Free(path) => {
            let taken = |path: &Path| store::exists(&RealDisk, path);
            Answer::Free(free_name(path, &taken))
        }
    }
}

/// A path beside another at which nothing stands: `a (2).ron`.
fn free_name(path: &Path, exists: &dyn Fn(&Path) -> bool) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let named = |number: u32| path.with_file_name(format!("{stem} ({number}).{ending}"));
    let mut free = (2..10_000).map(named).filter(|path| !exists(path));
    free.next().unwrap_or_else(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_comes_later_once_and_wakes_the_window() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("a.txt"), "").expect("a file");
        let ctx = Context::default();
        let folders = Folders::start(&ctx);
        let path = folder.path().to_str().expect("a path in Unicode");
        let mut found = None;
        while found.is_none() {
            found = folders.entries(path);
            std::thread::yield_now();
        }
        assert_eq!(found, Some(vec!["a.txt".to_owned()]));
        while !ctx.has_requested_repaint() {
            std::thread::yield_now();
        }
        // The next time it is looked up anew.
        std::fs::write(folder.path().join("b.txt"), "").expect("a file");
        let mut found = folders.entries(path);
        while found.is_none() {
            found = folders.entries(path);
            std::thread::yield_now();
        }
        assert_eq!(found.map(|it| it.len()), Some(2));
    }

    #[test]
    fn a_free_name_is_the_first_that_is_not_taken() {
        let taken = |path: &Path| path == Path::new("f/a.b (2).ron");
        let free = free_name(Path::new("f/a.b.ron"), &taken);
        assert_eq!(free, Path::new("f/a.b (3).ron"));
    }
}
