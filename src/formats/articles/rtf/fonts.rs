//! Which code page the bytes of a document are in, font by font.

use encoding_rs::Encoding;

use super::{Reader, words};

impl Reader<'_> {
    pub(super) fn code_page(&mut self, number: Option<i32>) {
        if let Some(encoding) = number.and_then(words::code_page) {
            self.take_encoding(encoding);
        }
    }

    pub(super) fn take_encoding(&mut self, encoding: &'static Encoding) {
        self.flush();
        self.code_page = encoding;
        self.group.encoding = encoding;
    }

    pub(super) fn font(&mut self, number: i32) {
        self.flush();
        self.font = number;
        if !self.group.in_fonts {
            let known = self.fonts.get(&number).copied();
            self.group.encoding = known.unwrap_or(self.code_page);
        }
    }

    /// The writing of a font, as Windows numbers them.
    pub(super) fn charset(&mut self, number: Option<i32>) {
        if self.group.in_fonts
            && self.fonts.len() < 10_000
            && let Some(encoding) = number.and_then(words::charset)
        {
            self.fonts.insert(self.font, encoding);
        }
    }
}
