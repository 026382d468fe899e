//! What bytes are that are no text, told by how they begin.

/// How files begin that people take for texts, and what to call them.
const KNOWN: [(&[u8], &str); 18] = [
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (
        b"\xd0\xcf\x11\xe0",
        "an old Word, Excel or PowerPoint document",
    ),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"(\xb5/\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"OggS", "an Ogg recording"),
    (b"ID3", "an MP3 recording"),
];

/// What the bytes are, if they are a well-known kind of file that is no text.
pub(super) fn known_binary(bytes: &[u8]) -> Option<&'static str> {
    let found = KNOWN.iter().find(|(start, _)| bytes.starts_with(start));
    // Some of the signs are letters: such a file is binary only if the rest is no text either.
    let letters = |start: &[u8]| start.iter().all(u8::is_ascii_graphic);
    let found = found.filter(|(start, _)| !letters(start) || is_binary(bytes));
    let found = found.map(|(_, what)| *what);
    let boxed = |at, name: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(name));
    found.or_else(|| match () {
        () if boxed(4, b"ftyp") => Some("a video or a HEIC picture"),
        () if boxed(0, b"RIFF") && boxed(8, b"WEBP") => Some("a WebP picture"),
        () if boxed(0, b"RIFF") && is_binary(bytes) => Some("a recording"),
        () => None,
    })
}

/// Whether so many bytes are control characters that this is no text in any encoding.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    let odd = |byte: &&u8| {
        matches!(**byte, 0..=8 | 14..=26 | 28..=31 | 127) && **byte != 0x0e && **byte != 0x0f
    };
    bytes.iter().filter(odd).count() * 50 > bytes.len()
}
