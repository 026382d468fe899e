//! The real window on a screen without a monitor: what a hand's gesture, the start and the memory
//! come to when a server of windows and a drawing library take part.
//!
//! The server keeps its picture in a file, so that a frame is seen the moment it is presented.
//! Times are of the wall, since two processes share the work: they hold on a quiet machine only.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::machine::share;
use crate::table::Row;

/// The screen and the window on it, in pixels.
const SIZE: (u32, u32) = (1280, 800);
/// The lines of the screen that show the article.
const LINES: std::ops::Range<u64> = 90..760;
/// A picture with words on it has more colours than this, for the edges of letters are shaded.
const COLOURS: usize = 40;
/// Above and below a word, the lines that its mark is painted on.
const AROUND: u64 = 16;
/// Between two looks at the picture: to look takes time from those who paint it.
const PAUSE: Duration = Duration::from_micros(500);
/// A picture that is the same for so long will stay so.
const STILL: Duration = Duration::from_millis(400);
const PATIENCE: Duration = Duration::from_secs(60);
const STARTS: usize = 5;
const GESTURES: usize = 40;

/// Prints the rows of the real window, or says why they are left out. Everything that is made
/// stands in `folder`.
pub fn rows(program: &str, file: &Path, folder: &Path) {
    let missing = ["Xvfb", "xdotool"].into_iter().find(|tool| !is_there(tool));
    if let Some(tool) = missing {
        println!("left out: the rows of the real window ({tool} is not here)");
        return;
    }
    let Some(screen) = Screen::start(folder) else {
        println!("left out: the rows of the real window (the screen does not start)");
        return;
    };
    let starts = (0..STARTS).filter_map(|_| screen.open(program, None));
    let starts: Vec<f64> = starts.map(|(_, start)| start).collect();
    Row::new(
        "start to a usable window, real window",
        share(starts, 0.5),
        "ms",
    )
    .goals(300.0, 150.0)
    .print();
    let Some((window, opened)) = screen.open(program, Some(file)) else {
        println!("left out: the real window with L open (no words came to be seen)");
        return;
    };
    Row::new("start to L in view, real window", opened, "ms").print();
    screen.settle();
    let between = "the drawing library of a machine without a graphics card takes 110 MiB of it";
    if let Some(most) = window.most_memory() {
        Row::new("the most memory with L open, real window", most, "MiB")
            .goals(300.0, 200.0)
            .between(between)
            .print();
    }
    gestures(&screen);
}

/// From a key to the mark that it paints.
fn gestures(screen: &Screen) {
    screen.hand(&["search", "--onlyvisible", "--name", "Postil", "windowfocus"]);
    let nothing = ["getmouselocation"];
    let alone = (0..9).map(|_| milliseconds(|| screen.hand(&nothing)));
    let alone = share(alone.collect(), 0.5);
    let mut figures = Vec::new();
    for step in 0..GESTURES {
        // Some word, each time another.
        let (x, y) = (480 + 7 * step, 260 + 9 * step);
        screen.hand(&["mousemove", &x.to_string(), &y.to_string()]);
        screen.settle();
        let at = y as u64;
        let around = at - AROUND..at + AROUND;
        let before = screen.picture(&around);
        let start = Instant::now();
        let key = ["1", "3"][step % 2];
        let hand = screen.command(&["key", "--delay", "0", key]).spawn();
        let Ok(mut hand) = hand.map(Running) else {
            continue;
        };
        let painted = loop {
            if screen.picture(&around) != before {
                break Some(start.elapsed());
            }
            std::thread::sleep(PAUSE);
            // The point was on no word.
            if start.elapsed() > Duration::from_secs(1) {
                break None;
            }
        };
        _ = hand.0.wait();
        figures.extend(painted.map(|took| took.as_secs_f64() * 1e3));
    }
    let count = figures.len();
    let work = format!("key to painted mark in L, real window, p95 of {count}");
    Row::new(work, share(figures, 0.95), "ms")
        .goals(33.0, 16.7)
        .limit(alone, "the hand's own process")
        .print();
}

/// A screen without a monitor.
struct Screen {
    name: String,
    folder: PathBuf,
    _server: Running,
}

/// The program on it.
struct Window(Running);

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        _ = self.0.kill();
        _ = self.0.wait();
    }
}

impl Screen {
    fn start(folder: &Path) -> Option<Self> {
        let folder = folder.join("screen");
        let settings = folder.join("config/postil");
        fs::create_dir_all(&settings).ok()?;
        // Nobody is asked for a name, so that no notice comes and goes.
        let preferences = "(annotator: \"Mara\", theme: Light)\n";
        fs::write(settings.join("preferences.ron"), preferences).ok()?;
        let size = format!("{}x{}x24", SIZE.0, SIZE.1);
        let mut server = Command::new("Xvfb");
        server.args([
            "-displayfd",
            "1",
            "-nolisten",
            "tcp",
            "-screen",
            "0",
            &size,
            "-fbdir",
        ]);
        server
            .arg(&folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut server = Running(server.spawn().ok()?);
        let mut number = String::new();
        BufReader::new(server.0.stdout.take()?)
            .read_line(&mut number)
            .ok()?;
        Some(Self {
            name: format!(":{}", number.trim()),
            folder,
            _server: server,
        })
    }

    /// Opens the program and gives how long it takes until words are seen, in milliseconds.
    fn open(&self, program: &str, file: Option<&Path>) -> Option<(Window, f64)> {
        let mut command = Command::new(program);
        command
            .args(file)
            .env_clear()
            .env("PATH", "/nonexistent")
            .env("DISPLAY", &self.name)
            .env("HOME", &self.folder)
            .env("XDG_CONFIG_HOME", self.folder.join("config"))
            .env("XDG_STATE_HOME", self.folder.join("state"))
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let start = Instant::now();
        let window = Window(Running(command.spawn().ok()?));
        while self.colours() < COLOURS {
            if start.elapsed() > PATIENCE {
                return None;
            }
        }
        let took = start.elapsed().as_secs_f64() * 1e3;
        Some((window, took))
    }

    /// The bytes of some lines of the screen.
    fn lines(&self, lines: &std::ops::Range<u64>) -> Vec<u8> {
        let read = || -> std::io::Result<Vec<u8>> {
            let mut file = File::open(self.folder.join("Xvfb_screen0"))?;
            let mut head = [0; 100];
            file.read_exact(&mut head)?;
            // An X window dump, XWDFile.h: numbers of four bytes, the highest first.
            let field = |at: usize| {
                let bytes = head.get(4 * at..4 * at + 4).unwrap_or_default();
                bytes
                    .iter()
                    .fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte))
            };
            let (size, line, colours) = (field(0), field(12), field(19));
            let from = size + 12 * colours + lines.start * line;
            file.seek(SeekFrom::Start(from))?;
            let mut bytes = vec![0; ((lines.end - lines.start) * line) as usize];
            file.read_exact(&mut bytes)?;
            Ok(bytes)
        };
        read().unwrap_or_default()
    }

    fn picture(&self, lines: &std::ops::Range<u64>) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.lines(lines).hash(&mut hasher);
        hasher.finish()
    }

    fn colours(&self) -> usize {
        let lines = self.lines(&LINES);
        let pixels = lines.chunks_exact(4).step_by(3);
        pixels.collect::<BTreeSet<_>>().len()
    }

    /// Waits until the picture stays as it is.
    fn settle(&self) {
        let start = Instant::now();
        let (mut seen, mut since) = (self.picture(&LINES), Instant::now());
        while since.elapsed() < STILL && start.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(10));
            let now = self.picture(&LINES);
            if now != seen {
                (seen, since) = (now, Instant::now());
            }
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("xdotool");
        command.args(arguments).env("DISPLAY", &self.name);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn hand(&self, arguments: &[&str]) {
        _ = self.command(arguments).status();
    }
}

impl Window {
    /// The most memory that its process had so far, in MiB.
    fn most_memory(&self) -> Option<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0.0.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
        let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
        Some(kib / 1024.0)
    }
}

fn milliseconds(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64() * 1e3
}

fn is_there(tool: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(tool).is_file())
}
