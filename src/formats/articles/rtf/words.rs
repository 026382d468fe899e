//! The words of control that name code pages, writings and parts without text.

use encoding_rs::Encoding;

/// Destinations whose text is none of the document's.
const SILENT: [&str; 46] = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "annotation",
    "atnid",
    "atnauthor",
    "atndate",
    "atnref",
    "atntime",
    "atrfstart",
    "atrfend",
    "fldinst",
    "listtable",
    "listoverridetable",
    "listtext",
    "pntext",
    "pntxta",
    "pntxtb",
    "revtbl",
    "rsidtbl",
    "generator",
    "xmlnstbl",
    "themedata",
    "colorschememapping",
    "latentstyles",
    "datastore",
    "filetbl",
    "bkmkstart",
    "bkmkend",
    "xe",
    "tc",
    "nonshppict",
    "shppict",
    "template",
    "private",
];

/// Whether the text of a destination is none of the document's.
pub(super) fn is_silent(word: &str) -> bool {
    SILENT.contains(&word)
}

/// The encoding of a code page, by Windows' number for it.
pub(super) fn code_page(number: i32) -> Option<&'static Encoding> {
    let label = match number {
        65001 => "utf-8".to_owned(),
        10000 => "macintosh".to_owned(),
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        number => format!("windows-{number}"),
    };
    Encoding::for_label(label.as_bytes())
}

/// The encoding of a font's writing, by Windows' number for it.
pub(super) fn charset(number: i32) -> Option<&'static Encoding> {
    let label = match number {
        77 => "macintosh",
        128 => "shift_jis",
        129 => "euc-kr",
        134 => "gbk",
        136 => "big5",
        161 => "windows-1253",
        162 => "windows-1254",
        163 => "windows-1258",
        177 => "windows-1255",
        178 => "windows-1256",
        186 => "windows-1257",
        204 => "windows-1251",
        222 => "windows-874",
        238 => "windows-1250",
        _ => return None,
    };
    Encoding::for_label(label.as_bytes())
}
