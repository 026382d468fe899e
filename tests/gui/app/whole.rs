//! The whole window with the world in its hands: scripted answers to file dialogs, a worker that
//! can be held, a folder of its own, and everything that the window asks of the desktop.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use egui::accesskit::Role;
use egui::{
    Context, DroppedFile, Event, FullOutput, Key, Modifiers, OutputCommand, Pos2, Vec2,
    ViewportCommand, ViewportEvent, ViewportId,
};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use postil::app::App;
use postil::app::file_dialog::{Answer, FileDialog, Purpose};
use postil::app::folders::Folders;
use postil::app::keeper::Keeper;
use postil::app::services::{Services, Settings};
use postil::app::worker::{Hand, Worker};
use postil::formats::preferences::Preferences;
use postil::formats::project_file;
use postil::project::{Id, Project};
use postil::store::RealDisk;
use postil::workbench::Workbench;
use tempfile::TempDir;

use crate::desk::{Behind, Desk};
use crate::support::NOW;

/// What stands behind the window.
pub struct Inside {
    app: Option<App>,
    start: Option<(Settings, Option<PathBuf>, Vec<PathBuf>)>,
    journals: Option<PathBuf>,
    measurer: Option<Worker>,
    world: World,
}

/// What the window meets outside itself; copies are one and the same.
#[derive(Clone, Default)]
struct World {
    dialog: Rc<RefCell<Script>>,
    hand: Rc<RefCell<Option<Hand>>>,
    held: Rc<Cell<bool>>,
    sent: Arc<Mutex<Vec<ViewportCommand>>>,
    opened: Rc<RefCell<Vec<PathBuf>>>,
    copied: Arc<Mutex<String>>,
    /// So many times more the clock breaks: a fault in the midst of a frame.
    faults: Rc<Cell<u32>>,
}

/// What file dialogs were asked for, and what they will answer.
#[derive(Default)]
struct Script {
    asked: Vec<Purpose>,
    answers: VecDeque<Answer>,
    open: Option<Purpose>,
}

impl FileDialog for World {
    fn ask(&mut self, purpose: &Purpose) {
        let mut script = self.dialog.borrow_mut();
        // A question that is still open stays the only one.
        if script.open.is_none() {
            script.asked.push(purpose.clone());
            script.open = Some(purpose.clone());
        }
    }

    fn poll(&mut self) -> Option<Answer> {
        let mut script = self.dialog.borrow_mut();
        script.open.as_ref()?;
        let answer = script.answers.pop_front()?;
        script.open = None;
        Some(answer)
    }
}

/// Notes what the window asks of the desktop.
struct Ear(Arc<Mutex<Vec<ViewportCommand>>>, Arc<Mutex<String>>);

impl egui::Plugin for Ear {
    fn debug_name(&self) -> &'static str {
        "ear"
    }

    fn output_hook(&mut self, _ctx: &Context, output: &mut FullOutput) {
        let commands = output.viewport_output.get(&ViewportId::ROOT);
        let commands = commands.map(|output| output.commands.clone());
        self.0.lock().unwrap().extend(commands.unwrap_or_default());
        for command in &output.platform_output.commands {
            if let OutputCommand::CopyText(words) = command {
                self.1.lock().unwrap().clone_from(words);
            }
        }
    }
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

impl Behind for Inside {
    fn bench(&self) -> &Workbench {
        self.app.as_ref().unwrap().workbench()
    }
}

impl Inside {
    fn frame(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        if let Some((settings, folder, files)) = self.start.take() {
            let (sent, copied) = (&self.world.sent, &self.world.copied);
            ctx.add_plugin(Ear(Arc::clone(sent), Arc::clone(copied)));
            let (worker, hand) = Worker::by_hand();
            *self.world.hand.borrow_mut() = Some(hand);
            let mut count = 0;
            let opened = Rc::clone(&self.world.opened);
            let faults = Rc::clone(&self.world.faults);
            let services = Services {
                clock: Box::new(move || {
                    if let Some(left) = faults.get().checked_sub(1) {
                        faults.set(left);
                        panic!("a fault that a test makes");
                    }
                    NOW
                }),
                next_id: Box::new(move || {
                    count += 1;
                    Id::new(format!("new{count}"))
                }),
                dialog: Box::new(self.world.clone()),
                worker,
                measurer: self.measurer.take().unwrap_or_else(|| Worker::by_hand().0),
                folders: Folders::inline(),
                open_folder: Box::new(move |folder| {
                    opened.borrow_mut().push(folder.to_owned());
                    Ok(())
                }),
                settings: folder,
            };
            let mut app = App::new(&ctx, services, settings, files);
            if let Some(folder) = self.journals.take() {
                app.keep_with(Keeper::inline(Arc::new(RealDisk), folder));
            }
            self.app = Some(app);
            // The faces are there from the second frame on.
            ctx.request_repaint();
            return;
        }
        let Some(app) = &mut self.app else { return };
        app.before_frame(&ctx);
        app.draw(ui);
        // The worker and the desktop's dialogs wake the window when they have an answer.
        if !self.world.held.get() {
            self.world.work(&ctx);
        }
        let script = self.world.dialog.borrow();
        if script.open.is_some() && !script.answers.is_empty() {
            ctx.request_repaint();
        }
    }
}

impl World {
    fn work(&self, ctx: &Context) {
        let hand = self.hand.borrow();
        while hand
            .as_ref()
            .is_some_and(|hand| hand.carry_out_next(&|| ctx.request_repaint()))
        {}
    }
}

/// The whole window, and a folder for its files.
pub struct Whole {
    desk: Desk<'static, Inside>,
    folder: TempDir,
    world: World,
    closes: bool,
}

impl Deref for Whole {
    type Target = Desk<'static, Inside>;

    fn deref(&self) -> &Self::Target {
        &self.desk
    }
}

impl DerefMut for Whole {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.desk
    }
}

/// Work that has begun and stands still.
pub struct MidWork {
    arrived: Receiver<()>,
    gate: Sender<()>,
    thread: JoinHandle<Hand>,
}

impl MidWork {
    /// Goes on to the next thing that it says.
    pub fn go_on(&mut self, window: &mut Whole) {
        self.gate.send(()).unwrap();
        self.arrived.recv().unwrap();
        window.harness.run();
    }

    /// Goes on to its end.
    pub fn finish(self, window: &mut Whole) {
        drop(self.gate);
        let hand = self.thread.join().unwrap();
        *window.world.hand.borrow_mut() = Some(hand);
        window.harness.run();
    }
}

/// A window to be opened.
pub struct Setup {
    folder: TempDir,
    files: Vec<PathBuf>,
    size: (f32, f32),
    keeps_settings: bool,
    keeps_journal: bool,
    measures: bool,
}

impl Setup {
    /// On these files: name and content.
    pub fn files(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let write = |(name, content): &(&str, &str)| {
            let path = folder.path().join(name);
            std::fs::write(&path, content).unwrap();
            path
        };
        let files = files.iter().map(write).collect();
        Self {
            folder,
            files,
            size: (1280.0, 800.0),
            keeps_settings: false,
            keeps_journal: false,
            measures: false,
        }
    }

    /// That measures agreement, which takes long.
    pub fn measuring(self) -> Self {
        Self {
            measures: true,
            ..self
        }
    }

    /// With a folder of settings that holds these files.
    pub fn settings(mut self, files: &[(&str, &str)]) -> Self {
        let folder = self.settings_folder();
        std::fs::create_dir_all(&folder).unwrap();
        for (name, content) in files {
            std::fs::write(folder.join(name), content).unwrap();
        }
        self.keeps_settings = true;
        self
    }

    /// With a journal, and with what earlier windows on its folder have left.
    pub fn journal(self) -> Self {
        Self {
            keeps_journal: true,
            ..self
        }
    }

    /// Of this size, in points.
    pub fn size(self, size: (f32, f32)) -> Self {
        Self { size, ..self }
    }

    /// On a path, whatever stands there.
    pub fn on(mut self, path: &Path) -> Self {
        self.files.push(path.to_owned());
        self
    }

    /// A path in the window's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn settings_folder(&self) -> PathBuf {
        self.folder.path().join("settings")
    }

    /// Opens it.
    pub fn open(self) -> Whole {
        let world = World::default();
        let kept = self.keeps_settings.then(|| self.settings_folder());
        let start = (Settings::read(kept.as_deref()), kept, self.files);
        let inside = Inside {
            app: None,
            start: Some(start),
            journals: self
                .keeps_journal
                .then(|| self.folder.path().join("journals")),
            measurer: self.measures.then(Worker::inline),
            world: world.clone(),
        };
        let (width, height) = self.size;
        let mut harness = Harness::builder()
            .with_size(Vec2::new(width, height))
            .with_step_dt(1.0 / 60.0)
            .with_max_steps(120)
            .build_ui_state(|ui, inside: &mut Inside| inside.frame(ui), inside);
        harness.run();
        Whole {
            desk: Desk::over(harness),
            folder: self.folder,
            world,
            closes: false,
        }
    }
}

/// A window with nothing open in it.
pub fn empty() -> Whole {
    let mut window = Setup::files(&[]).open();
    window.keys(Modifiers::COMMAND, Key::W);
    assert_eq!(window.title(), "Postil");
    window.forget();
    window
}

/// A window on these files.
pub fn on(files: &[(&str, &str)]) -> Whole {
    let mut window = Setup::files(files).open();
    window.forget();
    window
}

impl Whole {
    /// Forgets what was done and said up to now.
    pub fn forget(&mut self) {
        self.desk.gestures = 0;
        let close = self
            .desk
            .harness
            .query_all_by_role_and_label(Role::Button, "Close");
        let count = close.count();
        for _ in 0..count {
            let close = self
                .desk
                .harness
                .query_all_by_role_and_label(Role::Button, "Close");
            if let Some(button) = close.last() {
                let at = button.rect().center();
                self.desk.click(at);
            }
        }
        self.desk.gestures = 0;
    }

    /// The middles of all that have this role and name, from top to bottom.
    pub fn all(&self, role: Role, label: &str) -> Vec<Pos2> {
        let all = self.harness.query_all_by_role_and_label(role, label);
        let mut all: Vec<Pos2> = all.map(|node| node.rect().center()).collect();
        all.sort_by(|one, two| one.y.total_cmp(&two.y));
        all
    }

    /// So many times from now on there is a fault in the midst of a frame.
    pub fn breaks(&mut self, times: u32) {
        self.world.faults.set(times);
    }

    /// Closes it; another will be opened in the same folder and with the same settings.
    pub fn again(self) -> Setup {
        Setup {
            folder: self.folder,
            files: Vec::new(),
            size: (1280.0, 800.0),
            keeps_settings: true,
            keeps_journal: false,
            measures: false,
        }
    }

    /// The worker begins with one thing and stands still after each thing that it says.
    pub fn begin_work(&mut self) -> MidWork {
        let hand = self.world.hand.borrow_mut().take().unwrap();
        let ((reached, arrived), (gate, opened)) = (channel(), channel::<()>());
        let ctx = self.harness.ctx.clone();
        let thread = std::thread::spawn(move || {
            let wake = || {
                ctx.request_repaint();
                let _ = reached.send(());
                // Once nobody holds the gate any more it stays open.
                let _ = opened.recv();
            };
            assert!(hand.carry_out_next(&wake), "the worker had something to do");
            hand
        });
        arrived.recv().unwrap();
        self.harness.run();
        MidWork {
            arrived,
            gate,
            thread,
        }
    }

    /// Ends as a crash does: without a word to the window. Returns what opens the next one.
    pub fn crash(self, files: &[&str]) -> Setup {
        let Self { desk, folder, .. } = self;
        drop(desk);
        let files = files.iter().map(|name| folder.path().join(name)).collect();
        Setup {
            folder,
            files,
            size: (1280.0, 800.0),
            keeps_settings: false,
            keeps_journal: true,
            measures: false,
        }
    }

    /// What the user likes.
    pub fn preferences(&self) -> &Preferences {
        self.harness.state().app.as_ref().unwrap().preferences()
    }

    /// A path in the window's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file into the window's folder.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    /// What stands in a file of the window's folder.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// The project in a file of the window's folder.
    pub fn saved(&self, name: &str) -> Project {
        let loaded = project_file::decode(self.read(name).as_bytes()).unwrap();
        assert_eq!(loaded.project.check(), []);
        loaded.project
    }

    /// What the next file dialog will answer: files of the window's folder.
    pub fn will_choose(&mut self, names: &[&str]) -> &mut Self {
        let paths = names.iter().map(|name| self.path(name)).collect();
        self.will_answer(Answer::Paths(paths))
    }

    /// What the next file dialog will answer.
    pub fn will_answer(&mut self, answer: Answer) -> &mut Self {
        self.world.dialog.borrow_mut().answers.push_back(answer);
        self
    }

    /// What file dialogs were asked for, up to now.
    pub fn dialogs(&self) -> Vec<Purpose> {
        self.world.dialog.borrow().asked.clone()
    }

    /// Answers a file dialog that is open.
    pub fn answer(&mut self, answer: Answer) {
        self.will_answer(answer);
        self.harness.run();
    }

    /// Drops files of the window's folder on it: one gesture.
    pub fn drop_files(&mut self, names: &[&str]) -> &mut Self {
        for name in names {
            let dropped = Arc::new(Dropped(self.path(name)));
            self.harness.input_mut().dropped_files.push(dropped);
        }
        self.gestures += 1;
        self.harness.run();
        self
    }

    /// Presses the keys that paste while this is in the clipboard.
    pub fn paste(&mut self, words: &str) -> &mut Self {
        self.harness.event(Event::Paste(words.to_owned()));
        self.gestures += 1;
        self.harness.run();
        self
    }

    /// Runs a command by its name in the palette.
    pub fn command(&mut self, title: &str) -> &mut Self {
        self.keys(Modifiers::COMMAND, Key::K);
        self.types(title);
        self.key(Key::Enter);
        self
    }

    /// Chooses a row of a menu.
    pub fn menu(&mut self, menu: &str, row: &str) -> &mut Self {
        self.press_named(Role::Button, menu);
        self.press_named(Role::MenuItem, row);
        self
    }

    /// Chooses one of the values of a field.
    pub fn unfold(&mut self, field: &str, value: &str) -> &mut Self {
        self.press_named(Role::ComboBox, field);
        // What is unfolded is drawn last.
        let all = self
            .harness
            .query_all_by_role_and_label(Role::Button, value);
        let at = all.last().map(|node| node.rect().center()).unwrap();
        self.click(at);
        self
    }

    /// The words that were copied last.
    pub fn copied(&self) -> String {
        self.world.copied.lock().unwrap().clone()
    }

    /// Presses a button.
    pub fn button(&mut self, label: &str) -> &mut Self {
        self.press_named(Role::Button, label);
        self
    }

    /// Presses a tag in the small palette at the pointer.
    pub fn small_palette(&mut self, tag: &str) -> &mut Self {
        // The strip above has a button of the same name, which arms the tag.
        let buttons = self.harness.query_all_by_role_and_label(Role::Button, tag);
        let rects = buttons.map(|button| button.rect());
        let lowest = rects.max_by(|one, two| one.top().total_cmp(&two.top()));
        self.click(lowest.unwrap().center());
        self
    }

    /// Presses the button of the frame that closes the window, and does what the desktop then
    /// does.
    pub fn close(&mut self) -> &mut Self {
        self.sent().clear();
        let viewports = &mut self.harness.input_mut().viewports;
        let viewport = viewports.get_mut(&ViewportId::ROOT).unwrap();
        viewport.events.push(ViewportEvent::Close);
        self.harness.step();
        self.closes = !self.was_sent(&ViewportCommand::CancelClose);
        self.harness.run();
        self
    }

    /// Whether the window is gone: closed from outside, or by itself.
    pub fn is_gone(&mut self) -> bool {
        if !self.closes && self.was_sent(&ViewportCommand::Close) {
            self.close();
        }
        self.closes
    }

    fn sent(&self) -> std::sync::MutexGuard<'_, Vec<ViewportCommand>> {
        self.world.sent.lock().unwrap()
    }

    /// Whether the window asked this of the desktop.
    pub fn was_sent(&self, command: &ViewportCommand) -> bool {
        self.sent().contains(command)
    }

    /// The window's title.
    pub fn title(&self) -> String {
        let sent = self.sent();
        let title = sent.iter().rev().find_map(|command| match command {
            ViewportCommand::Title(title) => Some(title.clone()),
            _ => None,
        });
        title.unwrap_or_default()
    }

    /// The folders that the desktop was asked to open.
    pub fn opened_folders(&self) -> Vec<PathBuf> {
        self.world.opened.borrow().clone()
    }

    /// From now on the worker does nothing until it is told to.
    pub fn hold_worker(&mut self) -> &mut Self {
        self.world.held.set(true);
        self
    }

    /// The worker does one thing.
    pub fn work_once(&mut self) -> &mut Self {
        let ctx = self.harness.ctx.clone();
        let hand = self.world.hand.borrow();
        let did = hand
            .as_ref()
            .unwrap()
            .carry_out_next(&|| ctx.request_repaint());
        drop(hand);
        assert!(did, "the worker had something to do");
        self.harness.run();
        self
    }

    /// The worker does everything that it was asked for, and goes on doing so.
    pub fn let_worker_go(&mut self) -> &mut Self {
        self.world.held.set(false);
        self.world.work(&self.harness.ctx.clone());
        self.harness.run();
        self
    }

    /// Makes the word an entity.
    pub fn mark_word(&mut self, word: &str) -> &mut Self {
        let words = self.on(word);
        self.clicks(words, 2);
        self.key(Key::Num3);
        self
    }

    /// Presses the key that saves.
    pub fn save(&mut self) -> &mut Self {
        self.keys(Modifiers::COMMAND, Key::S);
        self
    }

    /// What the window says at the moment: notices and errors, each with its detail.
    pub fn notices(&self) -> Vec<String> {
        let all = self.harness.query_all_by_role(Role::Status);
        let all = all.chain(self.harness.query_all_by_role(Role::Alert));
        // What is only announced to screen readers has no place on the screen.
        let seen = all.filter(|node| node.accesskit_node().bounding_box().is_some());
        let live = seen.filter(|node| node.accesskit_node().data().live().is_some());
        live.filter_map(|node| node.accesskit_node().label())
            .collect()
    }

    /// The one notice that is shown; then it is closed.
    pub fn says(&mut self) -> String {
        let notices = self.notices();
        let [notice] = notices.as_slice() else {
            panic!("not one notice: {notices:#?}")
        };
        let (notice, gestures) = (notice.clone(), self.gestures);
        self.forget();
        self.gestures = gestures;
        notice
    }

    /// The file and its state, as the menu row shows them: «untitled.ron, unsaved».
    pub fn file(&self) -> String {
        let all = self.harness.query_all_by_role(Role::Status);
        let mut file = all.filter(|node| node.accesskit_node().data().live().is_none());
        let label = file.find_map(|node| node.accesskit_node().label());
        label.unwrap_or_default()
    }

    /// The rows of the list of articles.
    pub fn articles(&self) -> Vec<String> {
        let entries = self.bench().project().entries().iter();
        entries.map(|entry| entry.article().title.clone()).collect()
    }

    /// The article in view.
    pub fn in_view(&self) -> String {
        let entry = self.bench().entry();
        entry.map_or_else(String::new, |entry| entry.article().title.clone())
    }

    /// The names of the steps that were done.
    pub fn steps(&self) -> Vec<String> {
        let done = self.bench().history().done().iter();
        done.map(|step| step.name().to_owned()).collect()
    }

    /// Whether a dialog of this title is open.
    pub fn asks(&self, title: &str) -> bool {
        self.has(Role::Dialog, title)
    }

    /// Whether there is something that reads so.
    pub fn reads(&self, words: &str) -> bool {
        self.harness.query_all_by_label(words).next().is_some()
    }

    /// Types into the field that has the focus, in the place of what stands there.
    pub fn types_over(&mut self, words: &str) -> &mut Self {
        self.keys(Modifiers::COMMAND, Key::A);
        self.types(words);
        self
    }
}
