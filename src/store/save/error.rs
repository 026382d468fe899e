//! Why a save failed, what is safe all the same, and what to do.

use std::io;
use std::path::PathBuf;

use crate::store::shown;
use crate::text::Digest;

/// Why a save failed, and of which file.
///
/// Reads as one sentence: why, what is safe, what to do, and the path last.
#[derive(Debug, thiserror::Error)]
#[error("failed to save: {cause}; {}; {}: {}", cause.safe(), cause.remedy(), shown(path))]
pub struct SaveError {
    /// The path as it was asked for.
    pub path: PathBuf,
    /// Why.
    pub cause: SaveCause,
}

/// Why a save failed.
#[derive(Debug, thiserror::Error)]
pub enum SaveCause {
    /// The folder is not there.
    #[error("there is no such folder")]
    NoFolder,
    /// The folder takes no new files from us.
    #[error("you may not write to this folder")]
    NoPermission,
    /// The disk or the quota is used up.
    #[error("the disk is full")]
    DiskFull,
    /// The file's own permissions forbid writing.
    #[error("the file is read-only")]
    ReadOnlyFile,
    /// So many other names lead to the file.
    #[error("{0} other {verb} to the same file", verb = if *.0 == 1 { "name leads" } else { "names lead" })]
    HardLinked(u64),
    /// The file holds something else than when it was read or saved last.
    #[error("the file was changed by another program")]
    Changed,
    /// What would have been written does not say what it should.
    #[error("what was to be written does not read back as the same project ({0})")]
    NotReadBack(String),
    /// The whole disk takes no writing.
    #[error("the disk is read-only")]
    ReadOnlyDisk,
    /// A folder stands there.
    #[error("a folder has this name")]
    IsFolder,
    /// A file stands where a folder is to be.
    #[error("a file has this name")]
    IsFile,
    /// The folder that is to be replaced holds files of other kinds.
    #[error("the folder holds other files, too")]
    OtherFiles,
    /// A pipe, a socket or a device stands there.
    #[error("it is {0} and not a file")]
    NotAFile(&'static str),
    /// The path has no name at its end, or one that the disk does not take.
    #[error("the name is too long or not allowed")]
    BadName,
    /// Symbolic links lead in a circle.
    #[error("its links lead in a circle")]
    LinkLoop,
    /// The file was replaced by one of this digest, but the disk did not confirm that the change
    /// will last.
    #[error("the disk did not confirm the change ({1})")]
    Unconfirmed(Digest, #[source] io::Error),
    /// Something else.
    #[error("{0}")]
    Other(#[source] io::Error),
}

impl SaveCause {
    /// What has come to no harm, in words.
    pub fn safe(&self) -> &'static str {
        match self {
            Self::Unconfirmed(..) => "the new file is in place, but a power cut could undo that",
            _ => "nothing on the disk has changed",
        }
    }

    /// What a person can do about it, in words.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::NoFolder => "make the folder or save elsewhere",
            Self::NoPermission | Self::ReadOnlyDisk => "save elsewhere",
            Self::DiskFull => "free some space or save elsewhere",
            Self::ReadOnlyFile => "allow writing to it or save under another name",
            Self::HardLinked(_) => "save under another name, or let the others keep the old file",
            Self::Changed => "look at what it holds now, or save under another name",
            Self::NotReadBack(_) => "export the project as a dataset and report this",
            Self::IsFolder | Self::IsFile | Self::NotAFile(_) | Self::BadName => {
                "save under another name"
            }
            Self::OtherFiles => "name a folder that is not there yet",
            Self::LinkLoop => "repair the links or save elsewhere",
            Self::Unconfirmed(..) | Self::Other(_) => "save again or elsewhere",
        }
    }
}

impl From<io::Error> for SaveCause {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind as E;
        match error.kind() {
            E::NotFound | E::NotADirectory => Self::NoFolder,
            E::PermissionDenied => Self::NoPermission,
            E::StorageFull | E::QuotaExceeded => Self::DiskFull,
            E::ReadOnlyFilesystem => Self::ReadOnlyDisk,
            E::IsADirectory => Self::IsFolder,
            E::InvalidFilename => Self::BadName,
            _ => Self::Other(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cause_says_what_is_safe_and_what_to_do() {
        let other = || io::Error::other("the cable is out");
        let cases = [
            SaveCause::NoFolder,
            SaveCause::NoPermission,
            SaveCause::DiskFull,
            SaveCause::ReadOnlyFile,
            SaveCause::HardLinked(1),
            SaveCause::HardLinked(2),
            SaveCause::Changed,
            SaveCause::NotReadBack("line 3: no tag".to_owned()),
            SaveCause::ReadOnlyDisk,
            SaveCause::IsFolder,
            SaveCause::NotAFile("a pipe"),
            SaveCause::BadName,
            SaveCause::LinkLoop,
            SaveCause::Unconfirmed(Digest::of(b""), other()),
            SaveCause::Other(other()),
        ];
        let sentence = |cause| {
            SaveError {
                path: "a\n.ron".into(),
                cause,
            }
            .to_string()
        };
        insta::assert_snapshot!(cases.map(sentence).join("\n"), @r#"
        failed to save: there is no such folder; nothing on the disk has changed; make the folder or save elsewhere: a\n.ron
        failed to save: you may not write to this folder; nothing on the disk has changed; save elsewhere: a\n.ron
        failed to save: the disk is full; nothing on the disk has changed; free some space or save elsewhere: a\n.ron
        failed to save: the file is read-only; nothing on the disk has changed; allow writing to it or save under another name: a\n.ron
        failed to save: 1 other name leads to the same file; nothing on the disk has changed; save under another name, or let the others keep the old file: a\n.ron
        failed to save: 2 other names lead to the same file; nothing on the disk has changed; save under another name, or let the others keep the old file: a\n.ron
        failed to save: the file was changed by another program; nothing on the disk has changed; look at what it holds now, or save under another name: a\n.ron
        failed to save: what was to be written does not read back as the same project (line 3: no tag); nothing on the disk has changed; export the project as a dataset and report this: a\n.ron
        failed to save: the disk is read-only; nothing on the disk has changed; save elsewhere: a\n.ron
        failed to save: a folder has this name; nothing on the disk has changed; save under another name: a\n.ron
        failed to save: it is a pipe and not a file; nothing on the disk has changed; save under another name: a\n.ron
        failed to save: the name is too long or not allowed; nothing on the disk has changed; save under another name: a\n.ron
        failed to save: its links lead in a circle; nothing on the disk has changed; repair the links or save elsewhere: a\n.ron
        failed to save: the disk did not confirm the change (the cable is out); the new file is in place, but a power cut could undo that; save again or elsewhere: a\n.ron
        failed to save: the cable is out; nothing on the disk has changed; save again or elsewhere: a\n.ron
        "#);
    }
}
