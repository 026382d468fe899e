//! Thrift's compact protocol, in which Parquet writes what it says of itself.
//!
//! Laid down in Apache Thrift's `doc/specs/thrift-compact-protocol.md`.

/// How deep what is read may be nested; Parquet's own needs six.
const DEEPEST: usize = 12;

/// A value that was read.
#[derive(Debug, PartialEq)]
pub(super) enum Value<'b> {
    Flag(bool),
    Whole(i64),
    Bytes(&'b [u8]),
    List(Vec<Value<'b>>),
    Fields(Vec<(i16, Value<'b>)>),
    /// Something that Parquet says nothing with that is used here.
    Other,
}

impl<'b> Value<'b> {
    /// A field of a structure.
    pub(super) fn get(&self, id: i16) -> Option<&Self> {
        let Self::Fields(fields) = self else {
            return None;
        };
        let found = fields.iter().find(|(field, _)| *field == id);
        found.map(|(_, value)| value)
    }

    /// A whole number in a field.
    pub(super) fn whole(&self, id: i16) -> Option<i64> {
        match self.get(id)? {
            Self::Whole(number) => Some(*number),
            _ => None,
        }
    }

    /// A whole number in a field that is not negative.
    pub(super) fn size(&self, id: i16) -> Option<usize> {
        usize::try_from(self.whole(id)?).ok()
    }

    /// The words in a field.
    pub(super) fn words(&self, id: i16) -> Option<&'b str> {
        match self.get(id)? {
            Self::Bytes(bytes) => std::str::from_utf8(bytes).ok(),
            _ => None,
        }
    }

    /// The items of the list in a field; none if there is no list.
    pub(super) fn items(&self, id: i16) -> &[Self] {
        match self.get(id) {
            Some(Self::List(items)) => items,
            _ => &[],
        }
    }
}

/// Reads a structure from the start of these bytes, and how many bytes it took; none if they are
/// none, or too deep.
pub(super) fn read(bytes: &[u8]) -> Option<(Value<'_>, usize)> {
    let mut reader = Reader { rest: bytes };
    let value = reader.fields(0)?;
    Some((value, bytes.len() - reader.rest.len()))
}

struct Reader<'b> {
    rest: &'b [u8],
}

impl<'b> Reader<'b> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// A number whose sign is its last bit.
    fn signed(&mut self) -> Option<i64> {
        let number = self.varint()?;
        let half = i64::try_from(number >> 1).ok()?;
        Some(if number & 1 == 0 { half } else { -half - 1 })
    }

    fn bytes(&mut self, len: usize) -> Option<&'b [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        Some(bytes)
    }

    fn fields(&mut self, depth: usize) -> Option<Value<'b>> {
        if depth > DEEPEST {
            return None;
        }
        let mut fields = Vec::new();
        let mut last = 0_i16;
        loop {
            let head = self.byte()?;
            let kind = head & 0x0f;
            if kind == 0 {
                return Some(Value::Fields(fields));
            }
            last = match head >> 4 {
                0 => i16::try_from(self.signed()?).ok()?,
                step => last.checked_add(i16::from(step))?,
            };
            let value = match kind {
                1 | 2 => Value::Flag(kind == 1),
                _ => self.value(kind, depth + 1)?,
            };
            fields.push((last, value));
        }
    }

    /// A value that is no field's truth, which stands in the field's head.
    fn value(&mut self, kind: u8, depth: usize) -> Option<Value<'b>> {
        Some(match kind {
            1 | 2 => Value::Flag(self.byte()? == 1),
            3 => {
                self.byte()?;
                Value::Other
            }
            4..=6 => Value::Whole(self.signed()?),
            7 => {
                self.bytes(8)?;
                Value::Other
            }
            8 => {
                let len = usize::try_from(self.varint()?).ok()?;
                Value::Bytes(self.bytes(len)?)
            }
            9 | 10 => self.list(depth)?,
            12 => self.fields(depth)?,
            // Maps and ids of 16 bytes stand nowhere in Parquet.
            _ => return None,
        })
    }

    fn list(&mut self, depth: usize) -> Option<Value<'b>> {
        if depth > DEEPEST {
            return None;
        }
        let head = self.byte()?;
        let count = match head >> 4 {
            15 => self.varint()?,
            count => u64::from(count),
        };
        let mut items = Vec::new();
        // Each item takes a byte at least, so that no count of a stranger fills the memory.
        for _ in 0..count {
            items.push(self.value(head & 0x0f, depth + 1)?);
        }
        Some(Value::List(items))
    }
}

/// Writes the fields of a structure, in the order of their ids.
pub(super) struct Writer<'o> {
    out: &'o mut Vec<u8>,
    last: i16,
}

const I32: u8 = 5;
const I64: u8 = 6;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const STRUCT: u8 = 12;

/// Writes a structure.
pub(super) fn write(out: &mut Vec<u8>, fields: impl FnOnce(&mut Writer<'_>)) {
    fields(&mut Writer { out, last: 0 });
    out.push(0);
}

impl Writer<'_> {
    pub(super) fn small(&mut self, id: i16, number: i32) {
        self.head(id, I32);
        signed(self.out, i64::from(number));
    }

    pub(super) fn whole(&mut self, id: i16, number: usize) {
        self.head(id, I64);
        signed(self.out, i64::try_from(number).unwrap_or(i64::MAX));
    }

    pub(super) fn words(&mut self, id: i16, words: &str) {
        self.head(id, BINARY);
        text(self.out, words);
    }

    pub(super) fn fields(&mut self, id: i16, fields: impl FnOnce(&mut Writer<'_>)) {
        self.head(id, STRUCT);
        write(self.out, fields);
    }

    pub(super) fn list_of_small(&mut self, id: i16, numbers: &[i32]) {
        self.list(id, I32, numbers.len());
        for number in numbers {
            signed(self.out, i64::from(*number));
        }
    }

    pub(super) fn list_of_words(&mut self, id: i16, all: &[String]) {
        self.list(id, BINARY, all.len());
        for words in all {
            text(self.out, words);
        }
    }

    pub(super) fn list_of_fields<T>(
        &mut self,
        id: i16,
        items: &[T],
        mut fields: impl FnMut(&mut Writer<'_>, &T),
    ) {
        self.list(id, STRUCT, items.len());
        for item in items {
            write(self.out, |writer| fields(writer, item));
        }
    }

    fn list(&mut self, id: i16, kind: u8, count: usize) {
        self.head(id, LIST);
        match u8::try_from(count).ok().filter(|count| *count < 15) {
            Some(count) => self.out.push(count << 4 | kind),
            None => {
                self.out.push(0xf0 | kind);
                varint(self.out, count);
            }
        }
    }

    fn head(&mut self, id: i16, kind: u8) {
        // No structure of Parquet has a gap of more than fifteen between its fields.
        let step = u8::try_from(id - self.last).unwrap_or(15);
        self.out.push(step << 4 | kind);
        self.last = id;
    }
}

/// A number in sevens of bits, the lowest first.
pub(super) fn varint(out: &mut Vec<u8>, number: usize) {
    let mut rest = number;
    loop {
        let low = u8::try_from(rest & 0x7f).unwrap_or_default();
        rest >>= 7;
        if rest == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

fn signed(out: &mut Vec<u8>, number: i64) {
    let mut rest = (number << 1 ^ (number >> 63)).cast_unsigned();
    while rest > 0x7f {
        out.push(u8::try_from(rest & 0x7f).unwrap_or_default() | 0x80);
        rest >>= 7;
    }
    out.push(u8::try_from(rest).unwrap_or_default());
}

fn text(out: &mut Vec<u8>, words: &str) {
    varint(out, words.len());
    out.extend_from_slice(words.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut bytes = Vec::new();
        let names: Vec<String> = (0..20).map(|number| format!("é{number}")).collect();
        write(&mut bytes, |it| {
            it.small(1, -3);
            it.whole(3, usize::MAX >> 1);
            it.words(4, "words");
            it.list_of_words(5, &names);
            it.list_of_small(6, &[0, 64, -65, i32::MIN]);
            it.fields(10, |it| it.small(2, 300));
            it.list_of_fields(12, &[7, 8], |it, number| it.small(1, *number));
        });
        let (read, len) = read(&bytes).unwrap();
        assert_eq!(len, bytes.len());
        assert_eq!((read.whole(1), read.size(1)), (Some(-3), None));
        assert_eq!(read.whole(3), Some(i64::MAX));
        assert_eq!(read.words(4), Some("words"));
        assert_eq!(read.items(5).len(), 20);
        assert_eq!(
            read.items(6).last(),
            Some(&Value::Whole(i64::from(i32::MIN)))
        );
        assert_eq!(read.get(10).and_then(|it| it.whole(2)), Some(300));
        assert_eq!(read.items(12).last().and_then(|it| it.whole(1)), Some(8));
        for end in 0..bytes.len() {
            assert_eq!(super::read(&bytes[..end]), None, "{end}");
        }
    }

    #[test]
    fn what_is_too_deep_or_too_long_is_none() {
        assert_eq!(read(&[0x1c; 10_000]), None);
        assert_eq!(read(&[0x19; 10_000]), None);
        // A list of as many items as a number can say, and no bytes for them.
        assert_eq!(read(b"\x19\xfc\xff\xff\xff\xff\xff\xff\xff\xff\x7f"), None);
    }
}
