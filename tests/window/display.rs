//! A screen of one's own: an X server without a monitor, a window manager, and a program on it
//! that knows no home but an empty folder. What is pressed and clicked here goes through the
//! server as a hand's would, and a program can't tell the difference.
//!
//! Everything that a test starts ends with it, whether it passes or not.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long a window may take to open, on a slow machine that does other things too.
const OPENING: Duration = Duration::from_secs(30);

/// How often a condition is looked at while it is waited for.
const PAUSE: Duration = Duration::from_millis(20);

/// What a test needs beside the program, each with the Debian package that brings it.
const TOOLS: [(&str, &str); 6] = [
    ("Xvfb", "xvfb"),
    ("openbox", "openbox"),
    ("xdotool", "xdotool"),
    ("xev", "x11-utils"),
    ("import", "imagemagick"),
    ("xclip", "xclip"),
];

/// The first tool that this machine lacks, as «Xvfb (package xvfb)».
pub fn missing() -> Option<String> {
    let lacks = |tool: &str| on_path(tool).is_none();
    TOOLS
        .iter()
        .find(|(tool, _)| lacks(tool))
        .map(|(tool, package)| format!("{tool} (package {package})"))
}

/// What a test needs that listens as a screen reader does.
const EARS: [(&str, &str); 3] = [
    ("dbus-daemon", "dbus"),
    ("gdbus", "libglib2.0-bin"),
    ("python3", "python3"),
];

/// Whether a test that listens as a screen reader does can run here. If not, it says that it is left
/// out, and fails where `POSTIL_REQUIRE_ALL=1` asks for every test.
pub fn can_listen(test: &str) -> bool {
    let lacks = EARS.iter().find(|(tool, _)| on_path(tool).is_none());
    let reader = || {
        let mut python = Command::new("/usr/bin/python3");
        let asked = python.args(["-c", "import pyatspi"]).stderr(Stdio::null());
        asked.status().is_ok_and(|status| status.success())
    };
    let bus = Path::new("/usr/share/dbus-1/services/org.a11y.Bus.service");
    let package = match lacks {
        Some((_, package)) => *package,
        None if !reader() => "python3-pyatspi",
        None if !bus.exists() => "at-spi2-core",
        None => return true,
    };
    let required = std::env::var_os("POSTIL_REQUIRE_ALL").is_some_and(|value| value == "1");
    assert!(
        !required,
        "{test} needs the package {package}, and POSTIL_REQUIRE_ALL=1 asks for every test"
    );
    println!("left out: {test} needs the package {package}");
    false
}

/// Whether a test that needs a screen can run here. If not, it says that it is left out, and fails
/// where `POSTIL_REQUIRE_ALL=1` asks for every test.
pub fn can_run(test: &str) -> bool {
    let Some(tool) = missing() else { return true };
    let required = std::env::var_os("POSTIL_REQUIRE_ALL").is_some_and(|value| value == "1");
    assert!(
        !required,
        "{test} needs {tool}, and POSTIL_REQUIRE_ALL=1 asks for every test"
    );
    println!("left out: {test} needs {tool}");
    false
}

/// Waits until a condition holds; fails with `what` if it does not within `limit`.
pub fn wait_until(what: &str, limit: Duration, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(
            start.elapsed() < limit,
            "waited {limit:?} in vain until {what}"
        );
        sleep(PAUSE);
    }
}

/// The processor time that a process has used, in the kernel's ticks (a hundredth of a second on
/// Linux), all its threads together.
pub fn cpu_ticks(process: u32) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).expect("the process runs");
    // The name in brackets may hold blanks; the two times are the 12th and 13th field after it.
    let (_, fields) = stat.rsplit_once(')').expect("the name stands in brackets");
    let times = fields.split_whitespace().skip(11).take(2);
    times
        .map(|time| time.parse::<u64>().expect("a time is a number"))
        .sum()
}

/// A screen without a monitor, and an empty home for what runs on it.
pub struct Display {
    name: String,
    home: TempDir,
    // Dropped in this order: a window manager without its server complains.
    _manager: Running,
    server: Running,
    _bus: Option<Running>,
}

impl Display {
    /// A screen of this many pixels, with a window manager on it.
    pub fn start(width: u32, height: u32) -> Self {
        let mut command = Command::new("Xvfb");
        // The server finds a free number itself and writes it to its standard output.
        command.args([
            "-displayfd",
            "1",
            "-nolisten",
            "tcp",
            "-noreset",
            "-screen",
            "0",
        ]);
        command
            .arg(format!("{width}x{height}x24"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut server = Running(command.spawn().expect("Xvfb starts"));
        let mut number = String::new();
        let output = server.0.stdout.take().expect("the output is piped");
        BufReader::new(output)
            .read_line(&mut number)
            .expect("Xvfb says its number");
        let name = format!(":{}", number.trim());

        let home = tempfile::tempdir().expect("a folder can be made");
        // Asked for before the window manager is through with its start, a window may never be
        // shown; so it says itself when it is, by making a file.
        let ready = home.path().join("ready");
        let mut command = Command::new("openbox");
        command.args([
            "--sm-disable",
            "--startup",
            &format!("touch {}", ready.display()),
        ]);
        private(&mut command, &name, home.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let manager = Running(command.spawn().expect("openbox starts"));
        wait_until("the window manager is there", OPENING, || ready.exists());
        Self {
            name,
            home,
            _manager: manager,
            server,
            _bus: None,
        }
    }

    /// The same with a message bus of its own, on which a screen reader is said to listen.
    pub fn start_with_bus(width: u32, height: u32) -> Self {
        let mut display = Self::start(width, height);
        let mut command = Command::new("dbus-daemon");
        private(&mut command, &display.name, display.home())
            .args(["--session", "--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut bus = Running(command.spawn().expect("dbus-daemon starts"));
        let output = bus.0.stdout.take().expect("the output is piped");
        let mut address = String::new();
        BufReader::new(output)
            .read_line(&mut address)
            .expect("the bus says its address");
        fs::write(display.home().join(BUS), address.trim()).expect("a file can be written");
        display._bus = Some(bus);
        let set = [
            "call",
            "--session",
            "--dest",
            "org.a11y.Bus",
            "--object-path",
            "/org/a11y/bus",
        ];
        let what = [
            "--method",
            "org.freedesktop.DBus.Properties.Set",
            "org.a11y.Status",
        ];
        let arguments = [&set[..], &what, &["IsEnabled", "<true>"]].concat();
        display.tool("gdbus", &arguments);
        display
    }

    /// Runs a script that listens to the bus, to its end, and gives what it wrote; fails if it did.
    pub fn hear(&self, script: &str, arguments: &[&str]) -> String {
        let mut command = Command::new("/usr/bin/python3");
        private(&mut command, &self.name, self.home())
            .arg(script)
            .args(arguments);
        let output = command.output().expect("python3 starts");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}{errors}");
        said
    }

    /// The folder that programs here take for their home; preferences and state stand in it.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// A project of one article in the home: `harbour.ron`.
    pub fn project(&self) -> PathBuf {
        let text = self.home().join("harbour.txt");
        let words =
            "Harbour\n\nA line under the title.\n\nAnnaberg said that the river rose again.\n";
        std::fs::write(&text, words).expect("the article can be written");
        let project = self.home().join("harbour.ron");
        let made = Command::new(env!("CARGO_BIN_EXE_postil"))
            .arg("new")
            .args([&project, &text])
            .status()
            .expect("the program runs");
        assert!(made.success());
        project
    }

    /// The screen goes away at once, as when its server crashes.
    pub fn die(&self) {
        let process = self.server.0.id().to_string();
        let killed = Command::new("kill").args(["-9", &process]).status();
        assert!(killed.is_ok_and(|it| it.success()), "the server is killed");
    }

    /// Starts Postil and waits for its window. It finds no other program, and so no dialogs of the
    /// desktop's: it asks for paths itself.
    pub fn postil(&self, arguments: &[&str]) -> Window<'_> {
        let program = env!("CARGO_BIN_EXE_postil");
        self.open_finding(program, arguments, "Postil", Some(self.home()))
    }

    /// Starts a program and waits for the window in whose title these words stand.
    pub fn open(&self, program: &str, arguments: &[&str], title: &str) -> Window<'_> {
        self.open_finding(program, arguments, title, None)
    }

    /// The same; the program finds others only in the folder `path`, if there is one.
    fn open_finding(
        &self,
        program: &str,
        arguments: &[&str],
        title: &str,
        path: Option<&Path>,
    ) -> Window<'_> {
        let said = self.home().join("said.txt");
        let file = File::create(&said).expect("a file can be made");
        let mut command = Command::new(program);
        private(&mut command, &self.name, self.home()).args(arguments);
        if let Some(path) = path {
            command.env("PATH", path);
        }
        command
            .stdout(file.try_clone().expect("a file can be shared"))
            .stderr(file);
        // Another window of the same program may be open.
        let search = ["search", "--onlyvisible", "--name", title];
        let before = self.tool("xdotool", &search);
        let mut program = Running(command.spawn().expect("the program starts"));

        let mut id = String::new();
        wait_until(&format!("a window «{title}» opens"), OPENING, || {
            if let Some(status) = program.0.try_wait().expect("the program can be asked") {
                let said = fs::read_to_string(&said).unwrap_or_default();
                panic!("no window «{title}»: the program ended ({status}) and said: {said}");
            }
            let found = self.tool("xdotool", &search);
            let new = |id: &&str| !before.lines().any(|known| known == *id);
            id = found.lines().rfind(new).unwrap_or_default().to_owned();
            !id.is_empty()
        });
        let window = Window {
            display: self,
            program,
            id,
            said,
        };
        window.act(&["windowactivate", "--sync", &window.id]);
        window
    }

    /// Writes a picture of the whole screen; the ending of the path says which kind.
    pub fn screenshot(&self, path: &Path) {
        let path = path.to_str().expect("the path is UTF-8");
        self.tool("import", &["-window", "root", path]);
        assert!(
            Path::new(path).exists(),
            "import wrote no picture to {path}"
        );
    }

    /// The words that the middle button would paste; none if no program offers any.
    pub fn primary(&self) -> String {
        self.tool("xclip", &["-o", "-selection", "primary"])
    }

    /// Another program that offers these words to the middle button, until it is dropped.
    pub fn select(&self, words: &str) -> impl Drop {
        let mut command = Command::new("xclip");
        private(&mut command, &self.name, self.home())
            .args(["-quiet", "-i", "-selection", "primary"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut program = Running(command.spawn().expect("xclip starts"));
        let mut input = program.0.stdin.take().expect("the input is piped");
        input
            .write_all(words.as_bytes())
            .expect("xclip takes words");
        program
    }

    /// Runs a tool on this screen to its end and gives what it wrote. Its exit code says nothing
    /// that matters: `xdotool search` fails when it finds nothing.
    fn tool(&self, tool: &str, arguments: &[&str]) -> String {
        let mut command = Command::new(tool);
        private(&mut command, &self.name, self.home()).args(arguments);
        let output = command.output().expect("the tool starts");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

/// A program's window. Places are pixels from the upper left corner of what the program draws,
/// without the frame that the window manager lays around it.
pub struct Window<'d> {
    display: &'d Display,
    program: Running,
    id: String,
    said: PathBuf,
}

impl Window<'_> {
    /// The program's process.
    pub fn process(&self) -> u32 {
        self.program.0.id()
    }

    /// What the program has written so far, to standard output and standard error.
    pub fn said(&self) -> String {
        fs::read_to_string(&self.said).unwrap_or_default()
    }

    /// The title as it stands now.
    pub fn title(&self) -> String {
        self.display
            .tool("xdotool", &["getwindowname", &self.id])
            .trim_end()
            .to_owned()
    }

    /// One click of the left button.
    pub fn click(&self, x: i32, y: i32) {
        self.clicks(x, y, 1);
    }

    /// One click of the middle button.
    pub fn middle_click(&self, x: i32, y: i32) {
        self.move_to(x, y);
        self.act(&["click", "2"]);
    }

    /// Two clicks, as fast as a hand makes them.
    pub fn double_click(&self, x: i32, y: i32) {
        self.clicks(x, y, 2);
    }

    /// This many clicks of the left button in one place.
    pub fn clicks(&self, x: i32, y: i32, count: usize) {
        self.move_to(x, y);
        self.act(&[
            "click",
            "--repeat",
            &count.to_string(),
            "--delay",
            "60",
            "1",
        ]);
    }

    /// Moves the pointer without pressing anything.
    pub fn move_to(&self, x: i32, y: i32) {
        self.act(&[
            "mousemove",
            "--sync",
            "--window",
            &self.id,
            &x.to_string(),
            &y.to_string(),
        ]);
    }

    /// Drags with the left button, in steps, so that the program sees the way and not only its end.
    pub fn drag(&self, from: (i32, i32), to: (i32, i32)) {
        const STEPS: i32 = 8;
        self.move_to(from.0, from.1);
        self.act(&["mousedown", "1"]);
        for step in 1..=STEPS {
            let between = |from: i32, to: i32| from + (to - from) * step / STEPS;
            sleep(PAUSE);
            self.move_to(between(from.0, to.0), between(from.1, to.1));
        }
        sleep(PAUSE);
        self.act(&["mouseup", "1"]);
    }

    /// Presses and releases a key, by its X name: `Delete`, `ctrl+s`, `alt+shift+Left`.
    pub fn key(&self, name: &str) {
        self.act(&["key", "--delay", "30", name]);
    }

    /// Does something while a key is held: `ctrl`, `alt`, `shift`.
    pub fn holding(&self, key: &str, act: impl FnOnce(&Self)) {
        self.act(&["keydown", key]);
        act(self);
        self.act(&["keyup", key]);
    }

    /// Types a text, a key at a time. Only what an American keyboard has: for any other letter
    /// `xdotool` lends itself a key and takes it back, and a slow program then reads the key as
    /// something else, while the window manager loses its own keys for a moment.
    pub fn type_text(&self, text: &str) {
        assert!(
            text.is_ascii(),
            "«{text}» can't be typed on an American keyboard"
        );
        self.act(&["type", "--delay", "20", "--", text]);
    }

    /// Asks the window to close, as its cross does: the program hears `WM_DELETE_WINDOW` and may
    /// still ask its user something. (`xdotool windowclose` would destroy the window unasked.)
    pub fn close_window(&self) {
        self.act(&["windowactivate", "--sync", &self.id]);
        self.key("alt+F4");
    }

    /// Waits until the program has ended by itself, and gives its exit status.
    pub fn wait_for_end(&mut self, limit: Duration) -> ExitStatus {
        let mut status = None;
        wait_until("the program ends", limit, || {
            status = self.program.0.try_wait().expect("the program can be asked");
            status.is_some()
        });
        status.expect("the program has ended")
    }

    fn act(&self, arguments: &[&str]) {
        self.display.tool("xdotool", arguments);
    }
}

/// A process that ends when its owner is dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to do.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Where a program of this name stands.
fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|path| path.is_file())
}

/// The file in the home that says where the message bus is, if there is one.
const BUS: &str = "bus";

/// Gives a command the screen and the home, and takes away what it could reach of the real ones.
fn private<'c>(command: &'c mut Command, display: &str, home: &Path) -> &'c mut Command {
    command
        .env("DISPLAY", display)
        .env("HOME", home)
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_STATE_HOME", home.join("state"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env("XDG_RUNTIME_DIR", home)
        .env("LANG", "C.UTF-8")
        .env("LIBGL_ALWAYS_SOFTWARE", "1")
        .env_remove("LC_ALL")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .stdin(Stdio::null());
    if let Ok(address) = fs::read_to_string(home.join(BUS)) {
        command.env("DBUS_SESSION_BUS_ADDRESS", address);
    }
    command
}
