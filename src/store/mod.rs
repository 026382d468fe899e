//! Files: the only room that touches the disk.
//!
//! [`save`] puts bytes on the disk so that neither a failure nor a crash can harm what stood there
//! before; [`read`] takes bytes from the disk without hanging on a pipe or filling the memory;
//! [`preferences`] keeps what belongs to a person and not to a project. What the bytes mean is
//! known to `formats`.
//!
//! Every call to the operating system stands in `disk.rs`.

mod disk;
pub mod preferences;
mod read;
mod save;
mod shown;

pub use read::{
    ARTICLE_LIMIT, PROJECT_LIMIT, ReadCause, ReadError, articles_in, entries, exists, is_folder,
    read, same_file,
};
pub use save::{SaveCause, SaveError, Saved, save};
pub use shown::{escaped, shown};
