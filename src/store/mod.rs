//! Files: the only room that touches the disk.
//!
//! [`save`] puts bytes on the disk so that neither a failure nor a crash can harm what stood there
//! before; [`read`] takes bytes from the disk without hanging on a pipe or filling the memory;
//! [`journal`] holds what no save has made durable yet, [`lock`] says who has a project open, and
//! [`leftovers`] knows what killed saves and other programs leave beside it;
//! [`preferences`] keeps what belongs to a person and not to a project. What the bytes mean is
//! known to `formats`.
//!
//! The disk itself is a [`Disk`]: [`RealDisk`] is the machine's, and tests bring their own that fail,
//! fill up or lose their power. No other room may go past it; clippy sees to that.

pub mod disk;
mod folder;
pub mod journal;
pub mod leftovers;
pub mod lock;
pub mod preferences;
mod project;
mod read;
mod real_disk;
mod save;
mod shown;
mod source;

pub use disk::Disk;
pub use folder::{read_folder, save_folder, save_folder_of};
pub use project::{Allowed, OpenError, ProjectFile};
pub use read::{
    ARTICLE_LIMIT, PROJECT_LIMIT, ReadCause, ReadError, articles_in, entries, exists, is_folder,
    read, same_file,
};
pub use real_disk::RealDisk;
pub use save::{
    Backup, Held, Make, Order, Over, SaveCause, SaveError, Saved, Terms, Verify, backups, save,
    save_with,
};
pub use shown::{escaped, shown};
pub use source::Source;
