//! Rows written as columns.

use serde_json::Value as Json;

use super::MAGIC;
use super::levels::{pack, width};
use super::thrift;

/// What a column of a file is called, and what it holds.
#[derive(Debug)]
pub(in crate::formats) struct Field {
    pub(in crate::formats) name: &'static str,
    /// Whether it may be missing.
    pub(in crate::formats) optional: bool,
    pub(in crate::formats) shape: Shape,
}

/// What a column holds.
#[derive(Debug)]
pub(in crate::formats) enum Shape {
    Words,
    /// A number without fractions, up to 2³¹.
    Whole,
    Float,
    Flag,
    Group(&'static [Field]),
    /// A list of such fields, which all are called `element` as the format wants it.
    List(&'static Field),
}

/// A page is closed when it has this many bytes.
const PAGE: usize = 1 << 20;

/// Who wrote it, as readers look for faults of old programs.
const WRITER: &str = concat!("postil version ", env!("CARGO_PKG_VERSION"));

/// A file that is written row by row. The same rows always give the same bytes.
pub(in crate::formats) struct Writer {
    schema: &'static [Field],
    columns: Vec<Column>,
    rows: usize,
}

/// A column that is written.
struct Column {
    path: Vec<String>,
    kind: i32,
    deepest: u8,
    repeats: u8,
    repeat_levels: Vec<u8>,
    there_levels: Vec<u8>,
    values: Vec<u8>,
    flags: Vec<u8>,
    pages: Vec<u8>,
    entries: usize,
    unpacked: usize,
}

impl Writer {
    /// A file with no rows yet.
    pub(in crate::formats) fn new(schema: &'static [Field]) -> Self {
        let mut columns = Vec::new();
        for field in schema {
            add_columns(field, &mut Vec::new(), (0, 0), &mut columns);
        }
        Self {
            schema,
            columns,
            rows: 0,
        }
    }

    /// Adds a row: an object with a field of each name of the schema.
    pub(in crate::formats) fn row(&mut self, row: &Json) {
        let mut place = 0;
        for field in self.schema {
            let value = row.get(field.name).unwrap_or(&Json::Null);
            self.field(field, value, place, (0, 0), 0);
            place += leaves(field);
        }
        self.rows += 1;
        self.columns.iter_mut().for_each(|column| {
            if column.values.len() >= PAGE {
                column.close_page();
            }
        });
    }

    /// The file.
    pub(in crate::formats) fn finish(mut self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        let mut starts = Vec::new();
        for column in &mut self.columns {
            column.close_page();
            starts.push(out.len());
            out.append(&mut column.pages);
        }
        let body = out.len();
        let lens = starts.iter().skip(1).chain([&body]);
        let lens: Vec<usize> = lens.zip(&starts).map(|(end, start)| end - start).collect();
        let places: Vec<_> = self.columns.iter().zip(starts).zip(lens).collect();
        let mut elements = Vec::new();
        self.schema
            .iter()
            .for_each(|field| add_elements(field, &mut elements));
        let root = Element {
            name: "article",
            children: i32::try_from(self.schema.len()).ok(),
            ..Element::default()
        };
        elements.insert(0, root);
        let rows = self.rows;
        thrift::write(&mut out, |file| {
            file.small(1, 1);
            file.list_of_fields(2, &elements, |it, element| element.write(it));
            file.whole(3, rows);
            let groups = if rows > 0 { 1 } else { 0 };
            file.list_of_fields(4, &vec![(); groups], |group, ()| {
                group.list_of_fields(1, &places, |it, ((column, start), len)| {
                    it.whole(2, 0);
                    it.fields(3, |it| column.write_about(it, *start, *len));
                });
                group.whole(2, places.iter().map(|((it, _), _)| it.unpacked).sum());
                group.whole(3, rows);
            });
            file.words(6, WRITER);
        });
        let len = u32::try_from(out.len() - body).unwrap_or(u32::MAX);
        out.extend_from_slice(&len.to_le_bytes());
        out.extend_from_slice(MAGIC);
        out
    }

    /// Puts a value into its columns, the first of which is `place`: `levels` say how far the list
    /// goes on in which it is, and how many of the nodes above it are there; `depth`, in how many
    /// lists it is.
    fn field(&mut self, field: &Field, value: &Json, place: usize, levels: (u8, u8), depth: u8) {
        let (repeat, there) = levels;
        if field.optional && value.is_null() {
            return self.gap(field, place, levels);
        }
        let there = there + u8::from(field.optional);
        match &field.shape {
            Shape::Group(fields) => {
                let mut place = place;
                for field in *fields {
                    let value = value.get(field.name).unwrap_or(&Json::Null);
                    self.field(field, value, place, (repeat, there), depth);
                    place += leaves(field);
                }
            }
            Shape::List(item) => {
                let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
                if items.is_empty() {
                    return self.gap(field, place, (repeat, there));
                }
                for (number, value) in items.iter().enumerate() {
                    let repeat = if number == 0 { repeat } else { depth + 1 };
                    self.field(item, value, place, (repeat, there + 1), depth + 1);
                }
            }
            leaf => {
                if let Some(column) = self.columns.get_mut(place) {
                    column.levels(repeat, there);
                    column.value(leaf, value);
                }
            }
        }
    }

    /// Says in all columns of a field that nothing stands there.
    fn gap(&mut self, field: &Field, place: usize, (repeat, there): (u8, u8)) {
        let columns = self.columns.iter_mut().skip(place).take(leaves(field));
        columns.for_each(|column| column.levels(repeat, there));
    }
}

impl Column {
    fn levels(&mut self, repeat: u8, there: u8) {
        self.repeat_levels.push(repeat);
        self.there_levels.push(there);
        self.entries += 1;
    }

    fn value(&mut self, shape: &Shape, value: &Json) {
        match shape {
            Shape::Flag => self.flags.push(u8::from(value == &Json::Bool(true))),
            Shape::Whole => {
                let number = value.as_i64().and_then(|it| i32::try_from(it).ok());
                let bytes = number.unwrap_or(i32::MAX).to_le_bytes();
                self.values.extend_from_slice(&bytes);
            }
            Shape::Float => {
                let bytes = value.as_f64().unwrap_or_default().to_le_bytes();
                self.values.extend_from_slice(&bytes);
            }
            _ => {
                let words = value.as_str().unwrap_or_default().as_bytes();
                let len = u32::try_from(words.len()).unwrap_or(u32::MAX);
                self.values.extend_from_slice(&len.to_le_bytes());
                self.values.extend_from_slice(words);
            }
        }
    }

    fn close_page(&mut self) {
        let count = self.there_levels.len();
        if count == 0 {
            return;
        }
        let mut page = Vec::new();
        let levels = [
            (self.repeats, &self.repeat_levels),
            (self.deepest, &self.there_levels),
        ];
        for (most, levels) in levels.into_iter().filter(|(most, _)| *most > 0) {
            let packed = pack(levels, width(usize::from(most)));
            let len = u32::try_from(packed.len()).unwrap_or(u32::MAX);
            page.extend_from_slice(&len.to_le_bytes());
            page.extend(packed);
        }
        page.append(&mut self.values);
        let bits = self.flags.chunks(8).map(|flags| {
            let each = flags.iter().rev();
            each.fold(0, |all, flag| all << 1 | flag)
        });
        page.extend(bits);
        // Packing to memory cannot fail below four gigabytes.
        let packed = snap::raw::Encoder::new().compress_vec(&page);
        let packed = packed.unwrap_or_default();
        let mut crc = flate2::Crc::new();
        crc.update(&packed);
        let small = |len: usize| i32::try_from(len).unwrap_or(i32::MAX);
        let before = self.pages.len();
        thrift::write(&mut self.pages, |it| {
            it.small(1, 0);
            it.small(2, small(page.len()));
            it.small(3, small(packed.len()));
            it.small(4, crc.sum().cast_signed());
            it.fields(5, |it| {
                it.small(1, small(count));
                it.small(2, PLAIN);
                it.small(3, RLE);
                it.small(4, RLE);
            });
        });
        self.unpacked += self.pages.len() - before + page.len();
        self.pages.extend(packed);
        self.repeat_levels.clear();
        self.there_levels.clear();
        self.flags.clear();
    }

    /// Where it stands: `ColumnMetaData`.
    fn write_about(&self, it: &mut thrift::Writer<'_>, start: usize, len: usize) {
        it.small(1, self.kind);
        it.list_of_small(2, &[PLAIN, RLE]);
        it.list_of_words(3, &self.path);
        it.small(4, SNAPPY);
        it.whole(5, self.entries);
        it.whole(6, self.unpacked);
        it.whole(7, len);
        it.whole(9, start);
    }
}

const PLAIN: i32 = 0;
const RLE: i32 = 3;
const SNAPPY: i32 = 1;

/// An element of the schema, as the footer has it.
#[derive(Default)]
struct Element {
    name: &'static str,
    kind: Option<i32>,
    repetition: Option<i32>,
    children: Option<i32>,
    /// What it is by the old names and by the new: words, a list.
    meaning: Option<(i32, i16)>,
}

impl Element {
    fn write(&self, it: &mut thrift::Writer<'_>) {
        let small = |it: &mut thrift::Writer<'_>, id, number: Option<i32>| {
            if let Some(number) = number {
                it.small(id, number);
            }
        };
        small(it, 1, self.kind);
        small(it, 3, self.repetition);
        it.words(4, self.name);
        small(it, 5, self.children);
        if let Some((old, new)) = self.meaning {
            it.small(6, old);
            it.fields(10, |it| it.fields(new, |_| ()));
        }
    }
}

/// The number of a leaf's type.
fn kind(shape: &Shape) -> i32 {
    match shape {
        Shape::Flag => 0,
        Shape::Whole => 1,
        Shape::Float => 5,
        _ => 6,
    }
}

fn add_elements(field: &Field, found: &mut Vec<Element>) {
    let element = Element {
        name: field.name,
        repetition: Some(i32::from(field.optional)),
        ..Element::default()
    };
    match &field.shape {
        Shape::Group(fields) => {
            found.push(Element {
                children: i32::try_from(fields.len()).ok(),
                ..element
            });
            fields.iter().for_each(|field| add_elements(field, found));
        }
        Shape::List(item) => {
            found.push(Element {
                children: Some(1),
                meaning: Some((3, 3)),
                ..element
            });
            found.push(Element {
                name: "list",
                repetition: Some(2),
                children: Some(1),
                ..Element::default()
            });
            add_elements(item, found);
        }
        leaf => found.push(Element {
            kind: Some(kind(leaf)),
            meaning: matches!(leaf, Shape::Words).then_some((0, 1)),
            ..element
        }),
    }
}

/// How many columns a field has.
fn leaves(field: &Field) -> usize {
    match &field.shape {
        Shape::Group(fields) => fields.iter().map(leaves).sum(),
        Shape::List(item) => leaves(item),
        _ => 1,
    }
}

fn add_columns(
    field: &Field,
    path: &mut Vec<String>,
    (deepest, repeats): (u8, u8),
    found: &mut Vec<Column>,
) {
    path.push(field.name.to_owned());
    let deepest = deepest + u8::from(field.optional);
    match &field.shape {
        Shape::Group(fields) => {
            for field in *fields {
                add_columns(field, path, (deepest, repeats), found);
            }
        }
        Shape::List(item) => {
            path.push("list".to_owned());
            add_columns(item, path, (deepest + 1, repeats + 1), found);
            path.pop();
        }
        leaf => found.push(Column {
            path: path.clone(),
            kind: kind(leaf),
            deepest,
            repeats,
            repeat_levels: Vec::new(),
            there_levels: Vec::new(),
            values: Vec::new(),
            flags: Vec::new(),
            pages: Vec::new(),
            entries: 0,
            unpacked: 0,
        }),
    }
    path.pop();
}
