//! Columns put together as rows.

use serde_json::{Map, Value as Json};

use super::ParquetError;
use super::footer::{self, Footer, Group, Node, Repetition, Shape};
use super::page::{Cursor, Entry, Room};

/// A file whose rows can be gone through.
pub(in crate::formats) struct Table<'b> {
    bytes: &'b [u8],
    footer: Footer,
    times: usize,
}

/// The columns of a group of rows; none where one is not wanted.
type Cursors<'b> = Vec<Option<Cursor<'b>>>;

impl<'b> Table<'b> {
    /// Looks at what a file says of itself.
    pub(in crate::formats) fn open(bytes: &'b [u8]) -> Result<Self, ParquetError> {
        let footer = footer::read(bytes)?;
        Ok(Self {
            bytes,
            footer,
            times: 24,
        })
    }

    /// The same file, of which no more is read than so many times its length.
    pub(in crate::formats) fn within(self, times: usize) -> Self {
        Self { times, ..self }
    }

    /// The names of the columns, or of the trees of columns.
    pub(in crate::formats) fn names(&self) -> impl Iterator<Item = &str> {
        self.footer.nodes.iter().map(|node| node.name.as_str())
    }

    /// Whether there is a tree of this name, and not a single column.
    pub(in crate::formats) fn is_tree(&self, name: &str) -> bool {
        let leaf = |node: &&Node| !matches!(node.shape, Shape::Leaf(..));
        let found = self.footer.nodes.iter().find(|node| node.name == name);
        found.filter(leaf).is_some()
    }

    /// How many rows it says that it has.
    pub(in crate::formats) fn row_count(&self) -> usize {
        let rows = self.footer.groups.iter().map(|group| group.rows);
        rows.fold(0, usize::saturating_add)
    }

    /// Goes through the rows, of which only the wanted columns are read, until `visit` says that it
    /// has seen enough.
    ///
    /// # Errors
    /// Says why the rest of them cannot be read.
    pub(in crate::formats) fn each(
        &self,
        wanted: &dyn Fn(&str) -> bool,
        visit: &mut dyn FnMut(Map<String, Json>) -> bool,
    ) -> Result<(), ParquetError> {
        let mut room = Room::of(self.bytes.len(), self.times);
        let nodes = self.footer.nodes.iter();
        let nodes: Vec<&Node> = nodes.filter(|node| wanted(&node.name)).collect();
        for group in &self.footer.groups {
            let mut cursors = self.cursors(group, &nodes)?;
            for _ in 0..group.rows {
                room.next_row();
                let mut reader = Reader {
                    cursors: &mut cursors,
                    room: &mut room,
                };
                let mut row = Map::new();
                for node in &nodes {
                    row.insert(node.name.clone(), reader.node(node, 0, 0)?);
                }
                if !visit(row) {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn cursors(&self, group: &Group, nodes: &[&Node]) -> Result<Cursors<'b>, ParquetError> {
        let mut used = Vec::new();
        nodes.iter().for_each(|node| leaves(node, &mut used));
        let columns = self.footer.columns.iter().zip(&group.chunks).enumerate();
        let cursor = |(place, (column, chunk)): (usize, (&footer::Column, &footer::Chunk))| {
            if !used.contains(&place) {
                return Ok(None);
            }
            let cursor = Cursor::new(self.bytes, column, *chunk);
            let wrong = ParquetError::Damaged("a column stands outside the file");
            cursor.map(Some).ok_or(wrong)
        };
        columns.map(cursor).collect()
    }
}

fn leaves(node: &Node, found: &mut Vec<usize>) {
    match &node.shape {
        Shape::Leaf(place, _) => found.push(*place),
        Shape::Group(nodes) | Shape::List(nodes) | Shape::Map(nodes) => {
            nodes.iter().for_each(|node| leaves(node, found));
        }
    }
}

struct Reader<'r, 'b> {
    cursors: &'r mut Cursors<'b>,
    room: &'r mut Room,
}

impl Reader<'_, '_> {
    /// What stands at a node, below so many that may be missing, of which so many repeat.
    fn node(&mut self, node: &Node, there: usize, repeats: usize) -> Result<Json, ParquetError> {
        match node.repetition {
            Repetition::Once => self.present(node, there, repeats),
            Repetition::AtMostOnce => match self.entry(node)?.there > there {
                true => self.present(node, there + 1, repeats),
                false => self.skip(node).map(|()| Json::Null),
            },
            Repetition::AnyNumber => self.repeated(node, there, repeats, Self::present),
        }
    }

    /// The items of a node that stands any number of times.
    fn repeated(
        &mut self,
        node: &Node,
        there: usize,
        repeats: usize,
        item: impl Fn(&mut Self, &Node, usize, usize) -> Result<Json, ParquetError>,
    ) -> Result<Json, ParquetError> {
        if self.entry(node)?.there <= there {
            return self.skip(node).map(|()| Json::Array(Vec::new()));
        }
        let mut items = Vec::new();
        loop {
            items.push(item(self, node, there + 1, repeats + 1)?);
            let next = self.next(node)?;
            if next.is_none_or(|next| next.repeat <= repeats) {
                return Ok(Json::Array(items));
            }
        }
    }

    /// What stands at a node that is there.
    fn present(&mut self, node: &Node, there: usize, repeats: usize) -> Result<Json, ParquetError> {
        match &node.shape {
            Shape::Leaf(place, _) => self.take(*place),
            Shape::Group(nodes) => {
                let mut fields = Map::new();
                for node in nodes {
                    fields.insert(node.name.clone(), self.node(node, there, repeats)?);
                }
                Ok(Json::Object(fields))
            }
            Shape::List(nodes) => {
                match nodes.as_slice() {
                    [node] => {
                        self.repeated(node, there, repeats, |reader, node, there, repeats| {
                            match item_of(node) {
                                Some(item) => reader.node(item, there, repeats),
                                None => reader.present(node, there, repeats),
                            }
                        })
                    }
                    _ => Err(ParquetError::Damaged("a list in it is none")),
                }
            }
            Shape::Map(nodes) => match nodes.as_slice() {
                [node] => {
                    let pairs = self.repeated(node, there, repeats, Self::present)?;
                    Ok(object(pairs))
                }
                _ => Err(ParquetError::Damaged("a table of names in it is none")),
            },
        }
    }

    fn entry(&mut self, node: &Node) -> Result<Entry, ParquetError> {
        let short = ParquetError::Damaged("a column is shorter than others");
        self.next(node)?.ok_or(short)
    }

    /// The next entry of the first column of a node.
    fn next(&mut self, node: &Node) -> Result<Option<Entry>, ParquetError> {
        let mut node = node;
        loop {
            match &node.shape {
                Shape::Leaf(place, _) => {
                    let cursor = self.cursors.get_mut(*place).and_then(Option::as_mut);
                    let gone = ParquetError::Damaged("its columns are not a tree");
                    return cursor.ok_or(gone)?.peek(self.room);
                }
                Shape::Group(nodes) | Shape::List(nodes) | Shape::Map(nodes) => {
                    let empty = ParquetError::Damaged("its columns are not a tree");
                    node = nodes.first().ok_or(empty)?;
                }
            }
        }
    }

    /// Goes past a node that is not there, in each of its columns.
    fn skip(&mut self, node: &Node) -> Result<(), ParquetError> {
        match &node.shape {
            Shape::Leaf(place, _) => self.take(*place).map(|_| ()),
            Shape::Group(nodes) | Shape::List(nodes) | Shape::Map(nodes) => {
                nodes.iter().try_for_each(|node| self.skip(node))
            }
        }
    }

    fn take(&mut self, place: usize) -> Result<Json, ParquetError> {
        let cursor = self.cursors.get_mut(place).and_then(Option::as_mut);
        let gone = ParquetError::Damaged("its columns are not a tree");
        cursor.ok_or(gone)?.take(self.room)
    }
}

/// The node that is the item of a list, below the one that repeats; none if that itself is it, as in
/// files of old programs (`LogicalTypes.md`, «Backward-compatibility rules»).
fn item_of(repeated: &Node) -> Option<&Node> {
    let Shape::Group(nodes) = &repeated.shape else {
        return None;
    };
    let own = repeated.name == "array" || repeated.name.ends_with("_tuple");
    match nodes.as_slice() {
        [item] if !own => Some(item),
        _ => None,
    }
}

/// Pairs of names and values as an object; as they are if a name is none.
fn object(pairs: Json) -> Json {
    let Json::Array(items) = &pairs else {
        return pairs;
    };
    let pair = |item: &Json| {
        let mut values = item.as_object()?.values();
        let name = values.next()?.as_str()?.to_owned();
        Some((name, values.next().cloned().unwrap_or_default()))
    };
    let fields: Option<Map<String, Json>> = items.iter().map(pair).collect();
    fields.map_or(pairs, Json::Object)
}
