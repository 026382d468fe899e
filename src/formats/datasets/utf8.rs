//! Bytes as text.

use super::gather::Gather;
use super::places::position;
use crate::formats::Position;

/// The bytes as text, a byte order mark and all; says so if they are none.
pub(super) fn utf8<'b>(gather: &mut Gather, bytes: &'b [u8]) -> Option<&'b str> {
    sound(gather, checked(bytes))
}

/// Why bytes are no text: the first that is none, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotUtf8 {
    byte: usize,
    at: Position,
}

/// Bytes as text, for those who have nobody to say so to if they are none.
pub(super) fn checked(bytes: &[u8]) -> Result<&str, NotUtf8> {
    simdutf8::compat::from_utf8(bytes).map_err(|error| {
        let byte = error.valid_up_to();
        let sound = bytes
            .get(..byte)
            .and_then(|it| std::str::from_utf8(it).ok());
        let at = position(sound.unwrap_or_default(), byte);
        NotUtf8 { byte, at }
    })
}

/// What was made of bytes that were [`checked`]; says so if they are no text.
pub(super) fn sound<T>(gather: &mut Gather, checked: Result<T, NotUtf8>) -> Option<T> {
    checked
        .map_err(|NotUtf8 { byte, at }| {
            let what = format!("the file is not UTF-8 at byte {byte}; save it as UTF-8");
            gather.leave_out_at(at, what);
        })
        .ok()
}
