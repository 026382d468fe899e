//! What a figure is taken with: the thread's own processor time, the process's memory, and the
//! name of the machine.

use std::time::Duration;

/// Processor time of this thread. Other work on the machine does not count, so that a figure holds
/// where a clock on the wall would only say how busy the machine is.
#[cfg(unix)]
pub fn thread_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Where a thread has no clock of its own, the one on the wall.
#[cfg(not(unix))]
pub fn thread_time() -> Duration {
    use std::sync::OnceLock;
    use std::time::Instant;
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}

/// How long something takes on this thread, in milliseconds, and what it gives.
pub fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let before = thread_time();
    let done = std::hint::black_box(work());
    ((thread_time() - before).as_secs_f64() * 1e3, done)
}

/// The median of `times` runs, in milliseconds. What a run gives is dropped outside its time.
pub fn median<T>(times: usize, mut work: impl FnMut() -> T) -> f64 {
    let runs = (0..times).map(|_| timed(&mut work).0).collect();
    share(runs, 0.5)
}

/// The figure that this share of the figures does not exceed.
pub fn share(mut figures: Vec<f64>, share: f64) -> f64 {
    figures.sort_by(f64::total_cmp);
    let last = figures.len().saturating_sub(1) as f64;
    figures
        .get((last * share).round() as usize)
        .copied()
        .unwrap_or_default()
}

/// Resident memory of this process now and at most so far, in MiB; only Linux says so.
pub fn memory() -> Option<(f64, f64)> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let field = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name))?;
        let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
        Some(kib / 1024.0)
    };
    Some((field("VmRSS:")?, field("VmHWM:")?))
}

/// The machine in a line: processor, cores, memory, system, and how busy it is.
pub fn name() -> String {
    let read = |path| std::fs::read_to_string(path).unwrap_or_default();
    let cpus = read("/proc/cpuinfo");
    let processor = cpus
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or(std::env::consts::ARCH, |(_, name)| name);
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let memory = read("/proc/meminfo");
    let memory: f64 = memory
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:")?.split_whitespace().next())
        .and_then(|kib| kib.parse().ok())
        .unwrap_or_default();
    let load = read("/proc/loadavg");
    let load = load.split_whitespace().next().unwrap_or("?");
    format!(
        "{processor}, {cores} cores, {:.0} GiB, {} {}, load {load}",
        memory / 1024.0 / 1024.0,
        std::env::consts::OS,
        read("/proc/sys/kernel/osrelease").trim()
    )
}
