//! Keeping the work: what the journal and a durable save cost, each held against the least that the
//! same disk must do in the same run.
//!
//! `cargo bench --bench keep` prints a line a figure; a size after `--` (`S`, `M` or `L`, which is
//! what it is without one) says how much is saved. The disk is that of the folder for temporary
//! files; `TMPDIR` names another.

#![cfg(test)]

#[path = "../length/input.rs"]
mod input;

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use postil::formats::journal::{Base, Header, Step};
use postil::formats::project_file;
use postil::history::{Happening, How, Whereabouts};
use postil::project::{Edit, Project, Time};
use postil::store::journal::{Journal, step_of};
use postil::store::{Allowed, ProjectFile, RealDisk};
use postil::text::Digest;

use input::{L, M, S};

/// How many gestures are kept, one after the other.
const GESTURES: usize = 300;
/// How often a project is opened, saved, and saved again: the median of a few wanders.
const SAVES: usize = 15;

fn main() {
    let wanted = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    let sizes = [S, M, L];
    let size = sizes
        .into_iter()
        .find(|size| wanted.as_deref() == Some(size.name))
        .unwrap_or(L);
    assert_eq!(input::digests(size), size.digests);
    let project = input::project(size);
    let folder = tempfile::tempdir().expect("a folder can be made");
    journal(folder.path(), &project);
    save(folder.path(), &project, size.name);
}

/// The gesture that is made: a note on the first mark.
fn happening(project: &Project, number: usize) -> Happening {
    let entry = project.entries().first().expect("an article");
    let (id, mark) = entry.annotations().iter().next().expect("a mark");
    let mut noted = (**mark).clone();
    noted.note = format!("note {number}").into();
    let article = entry.article().id.clone();
    let place = Whereabouts {
        article: Some(article.clone()),
        mark: Some(id.clone()),
        ..Whereabouts::default()
    };
    Happening {
        how: How::Made,
        name: "Note".to_owned(),
        edits: vec![Edit::Annotation {
            article,
            id: id.clone(),
            to: Some(Arc::new(noted)),
        }],
        before: place.clone(),
        after: place,
        field: None,
    }
}

fn journal(folder: &Path, project: &Project) {
    let header = Header {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        name: "p.ron".to_owned(),
        path: Some("/work/p.ron".to_owned()),
        base: Base::File(Digest::of(b"base")),
        user: "ana".to_owned(),
        begun: Time::new(1),
    };
    let mut journal = Journal::new(&folder.join("journals"), "session", header);
    let bare_path = folder.join("bare");
    let mut bare = std::fs::File::create(&bare_path).expect("a file can be made");
    let (orders, inbox) = channel::<Vec<Step>>();
    let (mut kept, mut plain, mut frame) = (Vec::new(), Vec::new(), Vec::new());
    let mut len = 0;
    for number in 0..GESTURES {
        let happened = happening(project, number);
        let start = Instant::now();
        // All that the window's thread does: the gesture becomes a step, and is handed over.
        let step = step_of(number as u64 + 1, Time::new(1), happened);
        orders.send(vec![step]).expect("somebody listens");
        frame.push(start.elapsed());
        let steps = inbox.recv().expect("a step");
        let start = Instant::now();
        for step in &steps {
            journal.append(&RealDisk, step).expect("it is kept");
        }
        journal.sync(&RealDisk).expect("it is kept");
        kept.push(start.elapsed());
        let record = usize::try_from(journal.len() - len).expect("a small number");
        len = journal.len();
        let bytes = vec![b'x'; record];
        let start = Instant::now();
        bare.write_all(&bytes).expect("it is written");
        bare.sync_all().expect("it is synced");
        plain.push(start.elapsed());
    }
    let (kept, plain, frame) = (median(kept), median(plain), median(frame));
    line(
        "journal: a gesture appended and synced",
        kept,
        Some((2.0, "bare append and sync", plain)),
    );
    line(
        "journal: of it on the window's thread (at most 50 µs)",
        frame,
        None,
    );
}

fn save(folder: &Path, project: &Project, size: &str) {
    let path = folder.join("p.ron");
    let encoded = project_file::encode(project);
    std::fs::write(&path, &encoded).expect("a file can be written");
    let (mut firsts, mut laters, mut least) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..SAVES {
        let (mut file, loaded) = ProjectFile::open(&RealDisk, &path).expect("it opens");
        let mut project = loaded.project;
        for (later, times) in [&mut firsts, &mut laters].into_iter().enumerate() {
            let edits = happening(&project, 2 * number + later).edits;
            project.apply(&edits).expect("it can be edited");
            let start = Instant::now();
            file.save(&RealDisk, &project, Allowed::default(), &|_| {})
                .expect("it is saved");
            times.push(start.elapsed());
        }
        let start = Instant::now();
        let bytes = project_file::encode(&project);
        let bare = folder.join(format!("bare {number}"));
        let mut to = std::fs::File::create(&bare).expect("a file can be made");
        to.write_all(bytes.as_bytes()).expect("it is written");
        to.sync_all().expect("it is synced");
        least.push(start.elapsed());
        drop(to);
        std::fs::remove_file(bare).expect("it goes");
    }
    let least = median(least);
    let of = format!("{size} ({} MB), read back, durable", encoded.len() >> 20);
    for (what, times) in [("first", firsts), ("later", laters)] {
        line(
            &format!("{what} save of {of}"),
            median(times),
            Some((1.5, "encode, write, sync", least)),
        );
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// A line of the table: what, how long, at most how often the least, what that is.
fn line(what: &str, took: Duration, least: Option<(f64, &str, Duration)>) {
    let held = least.map_or_else(String::new, |(most, name, least)| {
        let ratio = took.as_secs_f64() / least.as_secs_f64().max(f64::MIN_POSITIVE);
        let verdict = if ratio <= most { "met" } else { "MISSED" };
        format!("{name} {least:?}: {ratio:.2} × (at most {most} ×, {verdict})")
    });
    println!("{what:<56} {took:>12.1?}  {held}");
}
