//! Fonts, as far as words need them: which letter a code is, and how wide.

use std::collections::BTreeMap;

use encoding_rs::{MACINTOSH, UTF_16BE, WINDOWS_1252};
use hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use hayro_syntax::object::stream::Stream;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, String as PdfString};

use super::names;
use super::room::PdfRoom;
use super::walk::{matrix, unpacked};

/// How wide a letter is of which nobody says it, in sizes of the type.
const USUAL: f64 = 0.5;

/// A font.
#[derive(Debug)]
pub(super) struct Font {
    unicode: Option<CMap>,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    /// A byte a letter.
    Simple {
        letters: BTreeMap<u32, String>,
        first: u32,
        widths: Vec<f64>,
        missing: f64,
    },
    /// Several bytes a letter.
    Composite {
        codes: Codes,
        letters: Letters,
        widths: BTreeMap<u32, f64>,
        usual: f64,
    },
}

/// Which numbers of letters in the font the bytes of a composite font are.
#[derive(Debug)]
enum Codes {
    /// Two bytes, the number itself.
    Numbers,
    /// As a table in the file says, or one that every reader of PDF has.
    Table(Box<CMap>),
}

/// Which letters they are, if the file does not say it.
#[derive(Debug)]
enum Letters {
    /// The bytes are UTF-16.
    Utf16,
    /// Those of a collection of Chinese, Japanese or Korean letters, by their numbers there.
    Collection(Box<CMap>),
    /// Nobody knows.
    Unknown,
}

/// A code in a text that is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Code {
    pub(super) number: u32,
    /// How many bytes it has.
    pub(super) len: u8,
}

impl Font {
    /// Reads a font; nothing if it is none.
    pub(super) fn read(dict: &Dict<'_>, room: &mut PdfRoom) -> Option<Self> {
        let unicode = dict.get::<Stream<'_>>("ToUnicode");
        let unicode = unicode.and_then(|stream| unpacked(&stream, room));
        let unicode = unicode.and_then(|table| CMap::parse(&table, load_embedded));
        let kind = dict.get::<Name<'_>>("Subtype")?;
        let kind = match &*kind {
            b"Type0" => composite(dict, room)?,
            _ => simple(dict),
        };
        Some(Self { unicode, kind })
    }

    /// The codes of a text that is shown.
    pub(super) fn codes<'b>(&'b self, bytes: &'b [u8]) -> impl Iterator<Item = Code> + 'b {
        let mut rest = bytes;
        std::iter::from_fn(move || {
            let len = match &self.kind {
                Kind::Simple { .. } => 1,
                Kind::Composite { codes, letters, .. } => match letters {
                    Letters::Utf16 if is_pair(rest) => 4,
                    Letters::Utf16 => 2,
                    Letters::Collection(_) | Letters::Unknown => codes.len(rest),
                },
            };
            let (code, after) = match rest.split_at_checked(len) {
                Some(split) => split,
                None => (rest, rest.get(rest.len()..)?),
            };
            rest = after;
            let number = code.iter().fold(0, |all, byte| all << 8 | u32::from(*byte));
            let len = u8::try_from(code.len()).ok().filter(|len| *len > 0)?;
            Some(Code { number, len })
        })
    }

    /// Which letter a code is, if the file says it.
    pub(super) fn text(&self, code: &Code) -> Option<String> {
        let known = self.unicode.as_ref();
        let known = known.and_then(|table| table.lookup_bf_string(code.number));
        known
            .map(in_letters)
            .filter(|text| !text.contains('\0'))
            .or_else(|| match &self.kind {
                Kind::Simple { letters, .. } => letters.get(&code.number).cloned(),
                Kind::Composite { codes, letters, .. } => match letters {
                    Letters::Utf16 => utf16(code),
                    Letters::Collection(table) => {
                        let number = codes.number(code)?;
                        table.lookup_bf_string(number).map(in_letters)
                    }
                    Letters::Unknown => None,
                },
            })
    }

    /// How wide a code is, in sizes of the type.
    pub(super) fn width(&self, code: &Code) -> f64 {
        match &self.kind {
            Kind::Simple {
                first,
                widths,
                missing,
                letters,
            } => {
                let place = code.number.checked_sub(*first);
                let place = place.and_then(|place| usize::try_from(place).ok());
                let width = place.and_then(|place| widths.get(place)).copied();
                width.unwrap_or_else(|| match widths.is_empty() {
                    true => guess(letters.get(&code.number)),
                    false => *missing,
                })
            }
            Kind::Composite {
                codes,
                widths,
                usual,
                ..
            } => {
                let width = codes.number(code).and_then(|number| widths.get(&number));
                width.copied().unwrap_or(*usual)
            }
        }
    }
}

impl Codes {
    /// How many bytes the first code has.
    fn len(&self, bytes: &[u8]) -> usize {
        let Self::Table(table) = self else { return 2 };
        let mut number = 0;
        for (len, byte) in (1..).zip(bytes.iter().take(4)) {
            number = number << 8 | u32::from(*byte);
            if table.lookup_cid_code(number, len).is_some() {
                return usize::from(len);
            }
        }
        2
    }

    /// Which letter of the font a code is.
    fn number(&self, code: &Code) -> Option<u32> {
        match self {
            Self::Table(table) => table.lookup_cid_code(code.number, code.len),
            Self::Numbers => Some(code.number),
        }
    }
}

fn in_letters(text: BfString) -> String {
    match text {
        BfString::Char(letter) => letter.to_string(),
        BfString::String(text) => text,
    }
}

/// Whether UTF-16 begins with a letter of two units.
fn is_pair(bytes: &[u8]) -> bool {
    matches!(bytes, [0xd8..=0xdb, _, 0xdc..=0xdf, _, ..])
}

/// The letter that a code is in UTF-16.
fn utf16(code: &Code) -> Option<String> {
    let units = [(code.number >> 16) as u16, code.number as u16];
    let units = match code.len {
        4 => units.as_slice(),
        _ => units.get(1..)?,
    };
    String::from_utf16(units).ok()
}

/// How wide a letter of a face that every program has may be.
fn guess(letter: Option<&String>) -> f64 {
    match letter.and_then(|text| text.chars().next()) {
        Some(' ' | 'f' | 'i' | 'j' | 'l' | 't' | 'I' | '.' | ',' | ':' | ';' | '!' | '\'') => 0.27,
        Some('m' | 'w' | 'M' | 'W') => 0.83,
        Some(letter) if letter.is_uppercase() => 0.67,
        _ => USUAL,
    }
}

fn simple(dict: &Dict<'_>) -> Kind {
    let scale = dict.get::<Array<'_>>("FontMatrix");
    let scale = scale
        .and_then(|it| matrix(&it))
        .map_or(0.001, |[a, ..]| a.abs());
    let widths = dict.get::<Array<'_>>("Widths");
    let widths = widths.into_iter().flat_map(|it| it.iter::<Number>());
    let first = dict.get::<Number>("FirstChar").map_or(0, |it| it.as_i64());
    let about = dict.get::<Dict<'_>>("FontDescriptor");
    let missing = about.and_then(|it| it.get::<Number>("MissingWidth"));
    Kind::Simple {
        letters: letters(dict),
        first: u32::try_from(first).unwrap_or_default(),
        widths: widths.take(256).map(|it| it.as_f64() * scale).collect(),
        missing: missing.map_or(0.0, |it| it.as_f64() * scale),
    }
}

/// Which letters the bytes of a simple font are.
fn letters(dict: &Dict<'_>) -> BTreeMap<u32, String> {
    let mut letters = BTreeMap::new();
    let encoding = dict.get::<Object<'_>>("Encoding");
    let base = match &encoding {
        Some(Object::Name(name)) => Some(name.clone()),
        Some(Object::Dict(encoding)) => encoding.get::<Name<'_>>("BaseEncoding"),
        _ => None,
    };
    for byte in 0x20..=0xff_u8 {
        let letter = match base.as_deref() {
            Some(b"MacRomanEncoding") => MACINTOSH
                .decode_without_bom_handling(&[byte])
                .0
                .into_owned(),
            Some(b"WinAnsiEncoding") => WINDOWS_1252
                .decode_without_bom_handling(&[byte])
                .0
                .into_owned(),
            _ => match names::standard(byte) {
                Some(letter) => letter.to_string(),
                None => continue,
            },
        };
        if !letter.contains(char::is_control) {
            letters.insert(u32::from(byte), letter);
        }
    }
    let Some(Object::Dict(encoding)) = encoding else {
        return letters;
    };
    let changes = encoding.get::<Array<'_>>("Differences");
    let mut next = 0_u32;
    for change in changes.into_iter().flat_map(|it| it.iter::<Object<'_>>()) {
        match change {
            Object::Number(number) => next = u32::try_from(number.as_i64()).unwrap_or_default(),
            Object::Name(name) => {
                match names::letter(&name) {
                    Some(letter) => letters.insert(next, letter),
                    None => letters.remove(&next),
                };
                next = next.saturating_add(1);
            }
            _ => {}
        }
    }
    letters
}

fn composite(dict: &Dict<'_>, room: &mut PdfRoom) -> Option<Kind> {
    let inner = dict.get::<Array<'_>>("DescendantFonts")?;
    let inner = inner.iter::<Dict<'_>>().next()?;
    let (table, is_utf16) = match dict.get::<Object<'_>>("Encoding") {
        Some(Object::Stream(stream)) => {
            let table = unpacked(&stream, room)?;
            (CMap::parse(&table, load_embedded), false)
        }
        Some(Object::Name(name)) => (named(CMapName::from_bytes(&name)), is_unicode(&name)),
        _ => (None, false),
    };
    let codes = table.map_or(Codes::Numbers, |table| Codes::Table(Box::new(table)));
    let collection = || collection(&inner).map(|table| Letters::Collection(Box::new(table)));
    let letters = match is_utf16 {
        true => Letters::Utf16,
        false => collection().unwrap_or(Letters::Unknown),
    };
    let usual = inner.get::<Number>("DW").map_or(1000.0, |it| it.as_f64());
    let mut widths = BTreeMap::new();
    if let Some(list) = inner.get::<Array<'_>>("W") {
        composite_widths(&list, &mut widths);
    }
    Some(Kind::Composite {
        codes,
        letters,
        widths,
        usual: usual / 1000.0,
    })
}

/// A table that every reader of PDF has.
fn named(name: CMapName<'_>) -> Option<CMap> {
    // With these a code is the number itself.
    let plain = matches!(name, CMapName::IdentityH | CMapName::IdentityV);
    let table = load_embedded(name).filter(|_| !plain)?;
    CMap::parse(table, load_embedded)
}

/// The letters of the collection that a font numbers its letters by, if it is one that everybody knows.
fn collection(inner: &Dict<'_>) -> Option<CMap> {
    let of = inner.get::<Dict<'_>>("CIDSystemInfo")?;
    let (registry, ordering) = (
        of.get::<PdfString<'_>>("Registry")?,
        of.get::<PdfString<'_>>("Ordering")?,
    );
    let family = CidFamily::from_registry_ordering(registry.as_bytes(), ordering.as_bytes());
    named(family.ucs2_cmap()?)
}

fn is_unicode(name: &[u8]) -> bool {
    let has = |what: &[u8]| name.windows(what.len()).any(|it| it == what);
    has(b"UCS2") || has(b"UTF16")
}

/// The widths of a composite font: a number and a list, or two numbers and a width for all between.
fn composite_widths(list: &Array<'_>, widths: &mut BTreeMap<u32, f64>) {
    /// No font has more letters.
    const MOST: u32 = 0xffff;
    let mut items = list.iter::<Object<'_>>();
    let number = |item: Option<Object<'_>>| match item {
        Some(Object::Number(number)) => Some(number.as_f64()),
        _ => None,
    };
    while let Some(from) = number(items.next()) {
        let from = from as u32;
        match items.next() {
            Some(Object::Array(each)) => {
                let each = each.iter::<Number>().map(|it| it.as_f64() / 1000.0);
                widths.extend((from..=MOST).zip(each));
            }
            Some(Object::Number(to)) => {
                let to = (to.as_f64() as u32).min(MOST);
                let Some(width) = number(items.next()) else {
                    return;
                };
                widths.extend((from..=to).map(|it| (it, width / 1000.0)));
            }
            _ => return,
        }
    }
}

/// A text of the file that is none of a page, such as its title.
pub(super) fn text_string(bytes: &[u8]) -> String {
    let text = match bytes {
        [0xfe, 0xff, rest @ ..] => UTF_16BE.decode_without_bom_handling(rest).0,
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest),
        _ => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    };
    text.chars().filter(|letter| !letter.is_control()).collect()
}
