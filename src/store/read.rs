//! Reading: whole files up to a limit, and the articles in a folder.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::{Disk, Item, Kind, Open, read_up_to};
use super::shown;
use crate::formats::articles::kinds::folder_extensions;

/// The longest project file or dataset that is read, in bytes.
pub const PROJECT_LIMIT: u64 = 256 << 20;

/// The longest article that is read, in bytes.
pub const ARTICLE_LIMIT: u64 = 64 << 20;

/// How many folders deep a folder is searched.
const MOST_LEVELS: usize = 8;

/// How many articles are taken from one folder.
const MOST_ARTICLES: usize = 100_000;

/// Why reading failed, and of which file or folder.
///
/// Reads as one sentence: why, what to do, and the path last.
#[derive(Debug, thiserror::Error)]
#[error("failed to read: {cause}; {}: {}", cause.remedy(), shown(path))]
pub struct ReadError {
    /// The path as it was asked for.
    pub path: PathBuf,
    /// Why.
    pub cause: ReadCause,
}

/// Why reading failed.
#[derive(Debug, thiserror::Error)]
pub enum ReadCause {
    /// Nothing stands there.
    #[error("there is no such file")]
    Missing,
    /// A folder stands there.
    #[error("it is a folder")]
    IsFolder,
    /// A file stands where a folder should.
    #[error("it is not a folder")]
    NotAFolder,
    /// A pipe, a socket or a device stands there: reading it could last for ever.
    #[error("it is {0} and not a file")]
    NotAFile(&'static str),
    /// We may not read it.
    #[error("you may not read it")]
    NoPermission,
    /// It is longer than what is read at once, in bytes.
    #[error("it is longer than {} MB", .limit >> 20)]
    TooLong {
        /// What is read at once, in bytes.
        limit: u64,
    },
    /// Another program wrote to it while it was read, and again when it was read once more.
    #[error("it changes while it is read")]
    Changing,
    /// No file in the folder looks like an article.
    #[error("there is no article in this folder")]
    NoArticles,
    /// The folder holds more articles than are taken at once.
    #[error("there are more than {limit} articles in this folder")]
    TooMany {
        /// How many are taken at once.
        limit: usize,
    },
    /// The folder holds more files than are taken at once.
    #[error("there are more than {limit} files in this folder")]
    TooManyFiles {
        /// How many are taken at once.
        limit: usize,
    },
    /// Something else.
    #[error("{0}")]
    Other(#[source] io::Error),
}

impl ReadCause {
    /// What a person can do about it, in words.
    pub fn remedy(&self) -> String {
        match self {
            Self::Missing => "look at how the name is written".to_owned(),
            Self::IsFolder => "name a file in it".to_owned(),
            Self::NotAFolder => "name a folder".to_owned(),
            Self::NotAFile(_) => "save what it says to a file and name that".to_owned(),
            Self::NoPermission => "ask its owner to let you".to_owned(),
            Self::TooLong { .. } => "split it".to_owned(),
            Self::Changing => "wait until the program that writes it is done".to_owned(),
            Self::NoArticles => {
                let endings: Vec<&str> = folder_extensions().collect();
                format!("put files there that end in .{}", endings.join(", ."))
            }
            Self::TooMany { .. } | Self::TooManyFiles { .. } => {
                "name the folders in it one by one".to_owned()
            }
            Self::Other(_) => "try again".to_owned(),
        }
    }
}

impl From<io::Error> for ReadCause {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind as E;
        match error.kind() {
            E::NotFound | E::NotADirectory => Self::Missing,
            E::PermissionDenied => Self::NoPermission,
            E::IsADirectory => Self::IsFolder,
            _ => Self::Other(error),
        }
    }
}

/// Reads a whole file of at most `limit` bytes.
///
/// # Errors
/// Nothing but a regular file is opened, so that a pipe or a device cannot keep the program
/// waiting; a longer file is refused before more than `limit` bytes of it are held.
pub fn read(disk: &dyn Disk, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
    read_file(disk, path, limit).map_err(|cause| ReadError {
        path: path.to_owned(),
        cause,
    })
}

/// The articles in a folder and in the folders inside it: files with the ending of a text that are
/// not hidden, sorted by path. Links to folders are not followed, so that none leads in a circle.
///
/// # Errors
/// A folder without articles is an error, as are one with more than a hundred thousand and one
/// that cannot be read. A folder further inside that cannot be read is an error, too, so that no
/// article goes missing in silence.
pub fn articles_in(disk: &dyn Disk, folder: &Path) -> Result<Vec<PathBuf>, ReadError> {
    let fail = |cause| ReadError {
        path: folder.to_owned(),
        cause,
    };
    let stat = disk.stat(folder).map_err(|error| fail(error.into()))?;
    if stat.kind != Kind::Folder {
        return Err(fail(ReadCause::NotAFolder));
    }
    let mut found = Vec::new();
    search(disk, folder, MOST_LEVELS, &mut found)?;
    if found.is_empty() {
        return Err(fail(ReadCause::NoArticles));
    }
    if found.len() > MOST_ARTICLES {
        return Err(fail(ReadCause::TooMany {
            limit: MOST_ARTICLES,
        }));
    }
    found.sort();
    Ok(found)
}

/// The names of what stands in a folder, sorted, folders with a separator at the end; none if it
/// cannot be read. For completing a path that is typed.
pub fn entries(disk: &dyn Disk, folder: &Path) -> Vec<String> {
    let items = disk.list(folder).unwrap_or_default();
    let mut names: Vec<String> = items
        .into_iter()
        .filter_map(|item| {
            let name = item.path.file_name()?.to_str()?.to_owned();
            let end = if item.kind == Kind::Folder {
                std::path::MAIN_SEPARATOR_STR
            } else {
                ""
            };
            Some(name + end)
        })
        .collect();
    names.sort();
    names
}

/// Whether anything stands at a path.
pub fn exists(disk: &dyn Disk, path: &Path) -> bool {
    disk.stat(path).is_ok()
}

/// Whether a folder stands at a path.
pub fn is_folder(disk: &dyn Disk, path: &Path) -> bool {
    disk.stat(path).is_ok_and(|stat| stat.kind == Kind::Folder)
}

/// Whether two paths lead to one and the same file, by whatever names and links.
pub fn same_file(disk: &dyn Disk, a: &Path, b: &Path) -> bool {
    match (disk.stat(a), disk.stat(b)) {
        (Ok(a), Ok(b)) => a.id == b.id,
        _ => false,
    }
}

/// Reads it once more if it was changed meanwhile, so that half of it is never taken for all.
fn read_file(disk: &dyn Disk, path: &Path, limit: u64) -> Result<Vec<u8>, ReadCause> {
    for _ in 0..2 {
        if let Some(bytes) = read_once(disk, path, limit)? {
            return Ok(bytes);
        }
    }
    Err(ReadCause::Changing)
}

/// What stands in a file; none if it was changed while it was read.
fn read_once(disk: &dyn Disk, path: &Path, limit: u64) -> Result<Option<Vec<u8>>, ReadCause> {
    let stat = disk.stat(path)?;
    match stat.kind {
        Kind::Folder => return Err(ReadCause::IsFolder),
        Kind::Other(what) => return Err(ReadCause::NotAFile(what)),
        Kind::File if stat.len > limit => return Err(ReadCause::TooLong { limit }),
        Kind::File => {}
    }
    // A file can grow while it is read, and some say that they are empty and are not.
    let mut file = disk.open(path, Open::Read)?;
    let bytes = read_up_to(file.as_mut(), limit.saturating_add(1))?;
    let len = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if len > limit {
        return Err(ReadCause::TooLong { limit });
    }
    let whole = stat.len == 0 || stat.len == len;
    let now = disk.stat(path)?;
    let same = (now.len, now.id, now.modified) == (stat.len, stat.id, stat.modified);
    Ok(Some(bytes).filter(|_| whole && same))
}

fn search(
    disk: &dyn Disk,
    folder: &Path,
    levels: usize,
    found: &mut Vec<PathBuf>,
) -> Result<(), ReadError> {
    let items = disk.list(folder).map_err(|error| ReadError {
        path: folder.to_owned(),
        cause: error.into(),
    })?;
    for item in items.into_iter().filter(|item| !is_hidden(&item.path)) {
        if found.len() > MOST_ARTICLES {
            return Ok(());
        }
        match item {
            Item {
                path,
                kind: Kind::Folder,
                link: false,
            } if levels > 1 => {
                search(disk, &path, levels - 1, found)?;
            }
            Item {
                path,
                kind: Kind::File,
                ..
            } if looks_like_article(&path) => found.push(path),
            _ => {}
        }
    }
    Ok(())
}

pub(super) fn is_hidden(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

fn looks_like_article(path: &Path) -> bool {
    let ending = path.extension().and_then(OsStr::to_str);
    ending.is_some_and(|ending| folder_extensions().any(|it| ending.eq_ignore_ascii_case(it)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_tells_an_article_in_either_case() {
        assert!(looks_like_article(Path::new("a/b.TXT")));
        assert!(looks_like_article(Path::new("b.md")));
        assert!(looks_like_article(Path::new("b.docx")));
        assert!(!looks_like_article(Path::new("numbers.csv")));
        assert!(!looks_like_article(Path::new("txt")));
        assert!(!looks_like_article(Path::new("a.txt/b.png")));
    }

    #[test]
    fn a_name_that_begins_with_a_dot_is_hidden() {
        assert!(is_hidden(Path::new("a/.b.txt")));
        assert!(!is_hidden(Path::new("./b.txt")));
    }

    #[test]
    fn every_cause_says_what_to_do() {
        let cases = [
            ReadCause::Missing,
            ReadCause::IsFolder,
            ReadCause::NotAFolder,
            ReadCause::NotAFile("a pipe"),
            ReadCause::NoPermission,
            ReadCause::TooLong {
                limit: ARTICLE_LIMIT,
            },
            ReadCause::NoArticles,
            ReadCause::TooMany {
                limit: MOST_ARTICLES,
            },
            ReadCause::Other(io::Error::other("the cable is out")),
        ];
        let sentence = |cause| {
            ReadError {
                path: "a\n.txt".into(),
                cause,
            }
            .to_string()
        };
        insta::assert_snapshot!(cases.map(sentence).join("\n"), @r#"
        failed to read: there is no such file; look at how the name is written: a\n.txt
        failed to read: it is a folder; name a file in it: a\n.txt
        failed to read: it is not a folder; name a folder: a\n.txt
        failed to read: it is a pipe and not a file; save what it says to a file and name that: a\n.txt
        failed to read: you may not read it; ask its owner to let you: a\n.txt
        failed to read: it is longer than 64 MB; split it: a\n.txt
        failed to read: there is no article in this folder; put files there that end in .txt, .text, .md, .markdown, .html, .htm, .xhtml, .mhtml, .mht, .docx, .docm, .dotx, .odt, .ott, .fodt, .rtf, .epub, .pdf, .eml, .mbox, .srt, .vtt: a\n.txt
        failed to read: there are more than 100000 articles in this folder; name the folders in it one by one: a\n.txt
        failed to read: the cable is out; try again: a\n.txt
        "#);
    }
}
