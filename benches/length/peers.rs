//! The least that must be done: what ron alone takes to read the same file into plain structs, and
//! what a search of bytes takes on the same text.

use serde::Deserialize;

/// The project file as plain structs that own what they hold, as a program without checks and
/// without indexes would read it.
#[derive(Debug, Deserialize)]
#[serde(rename = "PostilProject")]
#[expect(dead_code, reason = "it is read and dropped")]
pub struct Plain {
    format: u32,
    tagset: ron::Value,
    #[serde(default)]
    articles: Vec<PlainArticle>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "it is read and dropped")]
struct PlainArticle {
    id: String,
    title: String,
    bytes: usize,
    sha256: String,
    text: Vec<String>,
    #[serde(default)]
    annotations: Vec<PlainMark>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "it is read and dropped")]
struct PlainMark {
    id: String,
    tag: String,
    at: Vec<(usize, usize, String)>,
    by: String,
    created: String,
    #[serde(default)]
    changed: Option<String>,
}

/// ron's own read.
pub fn ron(bytes: &str) -> Plain {
    ron::from_str(bytes).expect("the file is RON")
}

/// The places of a word as it is written, by memchr's search for bytes.
pub fn memmem(text: &str, word: &str) -> usize {
    memchr::memmem::find_iter(text.as_bytes(), word.as_bytes()).count()
}
