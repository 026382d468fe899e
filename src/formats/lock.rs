//! The lock file that stands beside a project while a window has it open: who, where, since when.
//!
//! One line of JSON after the line `PostilLock 1`. It is for people and programs of other machines
//! too, so that it can be read without knowing more.

use serde::{Deserialize, Serialize};

use crate::project::Time;

const MAGIC: &str = "PostilLock 1\n";

/// Who has a project open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holder {
    /// The name that goes on their marks, or else their name on the system; empty if unknown.
    pub user: String,
    /// The machine's name; empty if unknown.
    pub host: String,
    /// Which start of the machine it was, as the system names it; empty if it does not.
    pub boot: String,
    /// The program's process number.
    pub process: u32,
    /// When that process was started, as the system counts it; empty if it does not say. A process
    /// number is used again, but not with the same start.
    pub started: String,
    /// When the project was opened.
    pub since: Time,
}

#[derive(Serialize, Deserialize)]
struct FileHolder {
    user: String,
    host: String,
    boot: String,
    process: u32,
    started: String,
    since: i64,
}

/// The bytes of a lock file.
pub fn encode(holder: &Holder) -> Vec<u8> {
    let file = FileHolder {
        user: holder.user.clone(),
        host: holder.host.clone(),
        boot: holder.boot.clone(),
        process: holder.process,
        started: holder.started.clone(),
        since: holder.since.milliseconds(),
    };
    // Words and numbers always become JSON.
    let json = serde_json::to_string(&file).unwrap_or_default();
    format!("{MAGIC}{json}\n").into_bytes()
}

/// Who a lock file speaks of; none if it is torn, or of another kind.
pub fn decode(bytes: &[u8]) -> Option<Holder> {
    let json = bytes.strip_prefix(MAGIC.as_bytes())?;
    let file: FileHolder = serde_json::from_slice(json).ok()?;
    Some(Holder {
        user: file.user,
        host: file.host,
        boot: file.boot,
        process: file.process,
        started: file.started,
        since: Time::new(file.since),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holder() -> Holder {
        Holder {
            user: "Mara \"M\"\nLindqvist".to_owned(),
            host: "vega".to_owned(),
            boot: "b0".to_owned(),
            process: 4711,
            started: "99".to_owned(),
            since: Time::new(1_764_072_000_000),
        }
    }

    #[test]
    fn what_is_written_is_read() {
        assert_eq!(decode(&encode(&holder())), Some(holder()));
    }

    #[test]
    fn a_lock_that_is_cut_anywhere_speaks_of_nobody() {
        let bytes = encode(&holder());
        // Without its last line end it is whole.
        for len in 0..bytes.len() - 1 {
            assert_eq!(decode(&bytes[..len]), None, "{len}");
        }
        assert_eq!(decode(b"PostilLock 2\n{}"), None);
    }
}
