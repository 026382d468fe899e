//! What tells this machine, this start of it and this process from others.

use std::path::Path;

use crate::store::disk::{Disk, Open, read_up_to};

/// This machine and this process, as a lock names them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Machine {
    /// The machine's name; empty if it is not known.
    pub host: String,
    /// Which start of the machine this is; empty if the system does not say.
    pub boot: String,
    /// This process's number.
    pub process: u32,
    /// When this process was started, as the system counts it; empty if it does not say.
    pub started: String,
}

/// What is known of a process of this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Process {
    /// It runs, and was started then.
    Runs(String),
    /// There is none of this number.
    Gone,
    /// The system does not say.
    Unknown,
}

impl Machine {
    /// The machine and the process that this runs in.
    pub fn here(disk: &dyn Disk) -> Self {
        let process = std::process::id();
        let started = match process_of(disk, process, process) {
            Process::Runs(started) => started,
            Process::Gone | Process::Unknown => String::new(),
        };
        let named = |name| std::env::var(name).ok().filter(|name| !name.is_empty());
        let host = line_of(disk, "/proc/sys/kernel/hostname");
        let host = host.or_else(|| named("COMPUTERNAME"));
        Self {
            host: host.or_else(|| named("HOSTNAME")).unwrap_or_default(),
            boot: line_of(disk, "/proc/sys/kernel/random/boot_id").unwrap_or_default(),
            process,
            started,
        }
    }

    /// What is known of the process of a number.
    pub fn process(&self, disk: &dyn Disk, number: u32) -> Process {
        process_of(disk, number, self.process)
    }
}

/// What the system says of a process. Where it says nothing of our own, it says nothing of others.
fn process_of(disk: &dyn Disk, number: u32, own: u32) -> Process {
    let started = |number: u32| {
        let line = line_of(disk, &format!("/proc/{number}/stat"))?;
        // The name in brackets may hold anything; the start is the twentieth field after it.
        let (_, fields) = line.rsplit_once(')')?;
        fields.split_whitespace().nth(19).map(str::to_owned)
    };
    match (started(number), started(own)) {
        (Some(started), _) => Process::Runs(started),
        (None, Some(_)) => Process::Gone,
        (None, None) => Process::Unknown,
    }
}

fn line_of(disk: &dyn Disk, path: &str) -> Option<String> {
    const LIMIT: u64 = 4096;
    let mut file = disk.open(Path::new(path), Open::Read).ok()?;
    let bytes = read_up_to(file.as_mut(), LIMIT).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let line = text.lines().next()?.trim();
    (!line.is_empty()).then(|| line.to_owned())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use crate::store::RealDisk;

    #[test]
    fn this_process_runs_and_one_that_has_ended_does_not() {
        let here = Machine::here(&RealDisk);
        assert!(
            !here.boot.is_empty() && !here.started.is_empty(),
            "{here:?}"
        );
        let own = here.process(&RealDisk, here.process);
        assert_eq!(own, Process::Runs(here.started.clone()));
        let mut child = std::process::Command::new("true").spawn().unwrap();
        let number = child.id();
        child.wait().unwrap();
        assert_eq!(here.process(&RealDisk, number), Process::Gone);
    }
}
