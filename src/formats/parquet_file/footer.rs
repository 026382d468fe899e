//! What stands at the end of a file: its columns and where they are.

use super::thrift::{self, Value};
use super::{MAGIC, ParquetError};

/// The longest footer that is read, in bytes.
const LONGEST: usize = 16 << 20;
/// How deep columns may be nested.
const DEEPEST: usize = 24;
/// How many columns there may be, on all levels.
const MOST_COLUMNS: usize = 4_000;

/// A node of the tree of columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) name: String,
    pub(super) repetition: Repetition,
    pub(super) shape: Shape,
}

/// How often a node stands in its parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repetition {
    Once,
    AtMostOnce,
    AnyNumber,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A column: its place among the columns, and what it holds.
    Leaf(usize, Kind),
    Group(Vec<Node>),
    /// A group that is a list.
    List(Vec<Node>),
    /// A group that is a list of keys and values.
    Map(Vec<Node>),
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Flag,
    Whole,
    LongWhole,
    Float,
    Double,
    Words,
    /// Days since 1970.
    Day,
    /// Parts of a millisecond since 1970, of which so many make one.
    Moment(i64),
    /// Nothing that can be said in JSON; so many bytes each, or four for its length and those.
    Unread(Option<usize>),
    /// Whole numbers that mean something else: fractions, times of day.
    UnreadWhole(usize),
}

/// How deep a column stands: how many nodes above and with it may be missing, and how many of them
/// repeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) path: String,
    pub(super) kind: Kind,
    pub(super) deepest: usize,
    pub(super) repeats: usize,
}

/// A group of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) rows: usize,
    pub(super) chunks: Vec<Chunk>,
}

/// Where the part of a column for a group of rows stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chunk {
    pub(super) start: usize,
    pub(super) len: usize,
    pub(super) values: usize,
    pub(super) codec: i64,
}

/// What a file says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Footer {
    pub(super) nodes: Vec<Node>,
    pub(super) columns: Vec<Column>,
    pub(super) groups: Vec<Group>,
}

/// Reads the footer of a file.
pub(super) fn read(bytes: &[u8]) -> Result<Footer, ParquetError> {
    if bytes.ends_with(b"PARE") {
        return Err(ParquetError::Encrypted);
    }
    let rest = bytes.strip_suffix(MAGIC).ok_or(ParquetError::NoEnd)?;
    let (rest, len) = rest.split_last_chunk::<4>().ok_or(ParquetError::NoEnd)?;
    let len = usize::try_from(u32::from_le_bytes(*len)).unwrap_or(usize::MAX);
    let start = rest.len().checked_sub(len).ok_or(ParquetError::NoEnd)?;
    if len > LONGEST {
        return Err(ParquetError::TooMuch);
    }
    let footer = rest.get(start..).unwrap_or_default();
    let (footer, _) = thrift::read(footer).ok_or(ParquetError::NoEnd)?;
    let mut tree = Tree {
        elements: footer.items(2).iter(),
        columns: Vec::new(),
    };
    if footer.items(2).len() > MOST_COLUMNS {
        return Err(ParquetError::TooWide(MOST_COLUMNS));
    }
    let root = tree.elements.next().and_then(|root| root.size(5));
    let nodes = tree.nodes(root.unwrap_or_default(), &Place::default())?;
    let columns = tree.columns;
    let groups = footer.items(4).iter();
    let groups = groups.map(|group| group_of(group, columns.len()));
    Ok(Footer {
        groups: groups.collect::<Result<_, _>>()?,
        nodes,
        columns,
    })
}

fn group_of(group: &Value<'_>, columns: usize) -> Result<Group, ParquetError> {
    let wrong = ParquetError::Damaged("it says nothing sound of where its columns stand");
    let chunk = |chunk: &Value<'_>| {
        let about = chunk.get(3)?;
        let data = about.size(9)?;
        // Some writers say that a dictionary stands at 0, and mean that there is none.
        let dictionary = about.size(11).filter(|at| *at > 0);
        Some(Chunk {
            start: dictionary.map_or(data, |at| at.min(data)),
            len: about.size(7)?,
            values: about.size(5)?,
            codec: about.whole(4)?,
        })
    };
    let chunks: Option<Vec<Chunk>> = group.items(1).iter().map(chunk).collect();
    let chunks = chunks.filter(|chunks| chunks.len() == columns);
    let rows = group.size(3);
    match rows.zip(chunks) {
        Some((rows, chunks)) => Ok(Group { rows, chunks }),
        None => Err(wrong),
    }
}

/// Where a node stands.
#[derive(Clone, Default)]
struct Place {
    path: Vec<String>,
    deepest: usize,
    repeats: usize,
}

struct Tree<'f, 'b> {
    elements: std::slice::Iter<'f, Value<'b>>,
    columns: Vec<Column>,
}

impl Tree<'_, '_> {
    fn nodes(&mut self, count: usize, above: &Place) -> Result<Vec<Node>, ParquetError> {
        let mut nodes = Vec::new();
        for _ in 0..count {
            nodes.push(self.node(above)?);
        }
        Ok(nodes)
    }

    fn node(&mut self, above: &Place) -> Result<Node, ParquetError> {
        const WRONG: ParquetError = ParquetError::Damaged("its columns are not a tree");
        let element = self.elements.next().ok_or(WRONG)?;
        let name = element.words(4).ok_or(WRONG)?.to_owned();
        let mut place = above.clone();
        place.path.push(name.clone());
        if place.path.len() > DEEPEST {
            return Err(ParquetError::TooDeep(DEEPEST));
        }
        let repetition = match element.whole(3) {
            Some(0) | None => Repetition::Once,
            Some(1) => Repetition::AtMostOnce,
            Some(2) => Repetition::AnyNumber,
            Some(_) => return Err(WRONG),
        };
        place.deepest += usize::from(repetition != Repetition::Once);
        place.repeats += usize::from(repetition == Repetition::AnyNumber);
        let shape = match element.size(5).filter(|children| *children > 0) {
            Some(children) => {
                let nodes = self.nodes(children, &place)?;
                let (old, new) = (element.whole(6), element.get(10));
                let new = |id| new.is_some_and(|new| new.get(id).is_some());
                match () {
                    () if new(3) || old == Some(3) => Shape::List(nodes),
                    () if new(2) || matches!(old, Some(1 | 2)) => Shape::Map(nodes),
                    () => Shape::Group(nodes),
                }
            }
            None => {
                let kind = kind(element).ok_or(WRONG)?;
                self.columns.push(Column {
                    path: place.path.join("."),
                    kind,
                    deepest: place.deepest,
                    repeats: place.repeats,
                });
                Shape::Leaf(self.columns.len() - 1, kind)
            }
        };
        Ok(Node {
            name,
            repetition,
            shape,
        })
    }
}

/// What a column holds, by its physical type and what is said of it.
fn kind(element: &Value<'_>) -> Option<Kind> {
    let old = element.whole(6);
    let new = |id| element.get(10).and_then(|new| new.get(id));
    // Fractions, times of day, intervals, and what its own programs alone can read.
    let fraction = old == Some(5) || new(5).is_some();
    let time_of_day = matches!(old, Some(7 | 8)) || new(7).is_some();
    let moment = match (old, new(8).and_then(|it| it.get(2))) {
        (_, Some(unit)) if unit.get(1).is_some() => Some(1),
        (_, Some(unit)) if unit.get(2).is_some() => Some(1_000),
        (_, Some(unit)) if unit.get(3).is_some() => Some(1_000_000),
        (Some(9), None) => Some(1),
        (Some(10), None) => Some(1_000),
        _ => None,
    };
    Some(match element.whole(1)? {
        0 => Kind::Flag,
        1 if fraction || time_of_day => Kind::UnreadWhole(4),
        1 if old == Some(6) || new(6).is_some() => Kind::Day,
        1 => Kind::Whole,
        2 if fraction || time_of_day => Kind::UnreadWhole(8),
        2 => moment.map_or(Kind::LongWhole, Kind::Moment),
        3 => Kind::Unread(Some(12)),
        4 => Kind::Float,
        5 => Kind::Double,
        6 if fraction => Kind::Unread(None),
        6 => Kind::Words,
        7 => Kind::Unread(Some(element.size(2)?)),
        _ => return None,
    })
}
