//! Lines of tokens as annotations of layers, whatever the layers are.

use std::collections::BTreeMap;

use super::cells::{fill, numbered};
use super::{split, unescaped};

/// What a file holds.
#[derive(Default)]
pub(super) struct Parsed<'t> {
    pub(super) text: String,
    /// How long the text is, in UTF-16 units.
    length: usize,
    columns: Vec<Column>,
    pub(super) annotations: Vec<Annotation>,
    pub(super) relations: Vec<Relation>,
    /// The elements of chains, by layer, chain and place in it.
    pub(super) chains: BTreeMap<(String, usize, usize), Element>,
    /// Every unit of the file.
    pub(super) units: Vec<&'t str>,
    /// Which annotations of a layer stand on a unit, if any do.
    standing: BTreeMap<&'t str, BTreeMap<String, Vec<usize>>>,
    numbered: BTreeMap<usize, usize>,
    /// Where the furthest unit ends.
    reached: usize,
    /// What could not be used: a line and why.
    pub(super) faults: Vec<(usize, String)>,
}

/// Something on words.
#[derive(Default)]
pub(super) struct Annotation {
    pub(super) line: usize,
    pub(super) layer: String,
    pub(super) begin: usize,
    pub(super) end: usize,
    pub(super) features: Vec<(String, String)>,
    /// A role and what fills it, as the file names it.
    pub(super) slots: Vec<(String, String)>,
}

/// Something between annotations.
#[derive(Default)]
pub(super) struct Relation {
    pub(super) line: usize,
    pub(super) layer: String,
    /// The layer that its ends are of.
    pub(super) base: String,
    /// The unit that it points to.
    pub(super) unit: String,
    pub(super) features: Vec<(String, String)>,
    /// The unit that it comes from, with the numbers of both ends.
    pub(super) from: String,
}

/// An element of a chain.
pub(super) struct Element {
    pub(super) line: usize,
    pub(super) begin: usize,
    pub(super) end: usize,
    pub(super) kind: Option<String>,
    pub(super) relation: Option<String>,
}

#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) layer: String,
    pub(super) kind: Kind,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// A feature, or none: the layer has no features, and a `*` says that it is there.
    Span(Option<String>),
    Role,
    Slot,
    Relation(Option<String>),
    /// Where a relation comes from, and the layer of its ends.
    From(String),
    ChainRelation,
    ChainElement,
}

/// Reads a whole file.
pub(super) fn parse(text: &str) -> Parsed<'_> {
    let mut parsed = Parsed::default();
    let mut pending = String::new();
    let mut in_head = true;
    let lines = text.split('\n').map(|line| line.trim_end_matches('\r'));
    for (place, line) in lines.enumerate() {
        let number = place + 1;
        if let Some(words) = line.strip_prefix("#Text=") {
            in_head = false;
            pending.push_str(&unescaped(words));
            pending.push('\n');
        } else if line.starts_with('#') && in_head {
            parsed.header(number, line);
        } else if !line.is_empty()
            && !line.starts_with('#')
            && let Err(why) = parsed.unit(number, line, &mut pending)
        {
            parsed.faults.push((number, why));
        }
    }
    parsed.say_if_cut(text, &mut pending);
    // The last line break is the format's, not the text's.
    if parsed.text.ends_with('\n') {
        parsed.text.pop();
    }
    parsed
}

impl<'t> Parsed<'t> {
    /// Says so if the file ends before its last sentence does, whose text is taken all the same.
    fn say_if_cut(&mut self, file: &str, pending: &mut String) {
        let number = file.split('\n').count();
        let what = if !pending.is_empty() {
            let taken = self.sentence(self.length, pending);
            taken.map_or_else(
                |why| why,
                |()| {
                    "the file ends before the tokens of its last sentence; it is cut off".to_owned()
                },
            )
        } else if !file.ends_with('\n')
            && self.reached < self.text.trim_end().encode_utf16().count()
        {
            "the file ends before the last token of its last sentence; it is cut off".to_owned()
        } else {
            return;
        };
        self.faults.push((number, what));
    }

    fn header(&mut self, number: usize, line: &str) {
        let Some((kind, rest)) = line.trim_start_matches('#').split_once('=') else {
            return;
        };
        let mut parts = rest.split('|');
        let layer = parts.next().unwrap_or_default().to_owned();
        let names: Vec<&str> = parts.filter(|name| !name.is_empty()).collect();
        let base = names.iter().find_map(|name| name.strip_prefix("BT_"));
        let base = base.unwrap_or_default().to_owned();
        let mut column = |kind| {
            let layer = layer.clone();
            self.columns.push(Column { layer, kind });
        };
        match kind {
            "T_SP" if names.is_empty() => column(Kind::Span(None)),
            "T_SP" => {
                let mut after_role = false;
                for name in names {
                    let role = name.starts_with("ROLE_");
                    column(match role {
                        true => Kind::Role,
                        false if after_role => Kind::Slot,
                        false => Kind::Span(Some(name.to_owned())),
                    });
                    after_role = role;
                }
            }
            "T_RL" => {
                if names.iter().all(|name| name.starts_with("BT_")) {
                    column(Kind::Relation(None));
                }
                for name in names {
                    column(match name.starts_with("BT_") {
                        true => Kind::From(base.clone()),
                        false => Kind::Relation(Some(name.to_owned())),
                    });
                }
            }
            "T_CH" => [Kind::ChainRelation, Kind::ChainElement]
                .into_iter()
                .for_each(column),
            "FORMAT" => {}
            _ => self
                .faults
                .push((number, format!("{line:?} is no line of a header"))),
        }
    }

    fn unit(&mut self, line: usize, words: &'t str, pending: &mut String) -> Result<(), String> {
        let cells: Vec<&str> = words.split('\t').collect();
        let [id, offsets, _, cells @ ..] = cells.as_slice() else {
            return Err("this line is no token with its number and positions".to_owned());
        };
        let place = offsets.split_once('-');
        let place = place.and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
        let (begin, end): (usize, usize) =
            place.ok_or("this line is no token with its number and positions")?;
        if !pending.is_empty() {
            self.sentence(begin, pending)?;
        }
        self.reached = self.reached.max(end);
        if cells.len() < self.columns.len() {
            let (found, wanted) = (cells.len(), self.columns.len());
            return Err(format!("this line has {found} columns of {wanted}"));
        }
        let columns = std::mem::take(&mut self.columns);
        let (mut stacks, mut relations) = (Stacks::new(), Stacks::new());
        for (column, cell) in columns.iter().zip(cells) {
            if matches!(cell.as_bytes(), [b'_']) {
                continue;
            }
            let mut spot = Spot {
                line,
                id,
                begin,
                end,
                place: 0,
            };
            if !cell.contains('|') {
                // As nearly all are.
                self.value(&spot, column, cell, (&mut stacks, &mut relations));
                continue;
            }
            for (place, value) in split(cell, '|').into_iter().enumerate() {
                spot.place = place;
                self.value(&spot, column, value, (&mut stacks, &mut relations));
            }
        }
        if !stacks.is_empty() {
            let standing = self.standing.entry(id).or_default();
            let owned = |(layer, stack): (&str, _)| (layer.to_owned(), stack);
            standing.extend(stacks.into_iter().map(owned));
        }
        self.columns = columns;
        self.units.push(id);
        Ok(())
    }

    /// One of the values that are stacked in a cell.
    fn value<'c>(
        &mut self,
        spot: &Spot<'_>,
        column: &'c Column,
        value: &str,
        (stacks, relations): (&mut Stacks<'c>, &mut Stacks<'c>),
    ) {
        match &column.kind {
            Kind::Relation(_) | Kind::From(_) => {
                let stack = relations.entry(&column.layer).or_default();
                self.relation(spot, column, value, stack);
            }
            Kind::ChainRelation | Kind::ChainElement => self.chain(spot, column, value),
            _ => {
                let stack = stacks.entry(&column.layer).or_default();
                self.annotation(spot, column, value, stack);
            }
        }
    }

    /// Puts the text of a sentence where its first token begins.
    fn sentence(&mut self, begin: usize, pending: &mut String) -> Result<(), String> {
        /// More blanks than this between two sentences are a fault, not a text.
        const WIDEST: usize = 10_000_000;
        if self.length.checked_sub(1) == Some(begin) && self.text.ends_with('\n') {
            self.text.pop();
            self.length -= 1;
        }
        if self.length > begin || begin - self.length > WIDEST {
            let length = self.length;
            return Err(format!(
                "this sentence begins at {begin}, but the text is {length} long"
            ));
        }
        self.text.push_str(&" ".repeat(begin - self.length));
        self.text.push_str(pending);
        self.length = begin + pending.encode_utf16().count();
        pending.clear();
        Ok(())
    }

    fn annotation(
        &mut self,
        spot: &Spot<'_>,
        column: &Column,
        value: &str,
        stack: &mut Vec<usize>,
    ) {
        let (value, number) = match column.kind {
            Kind::Slot => (value, None),
            _ => numbered(value),
        };
        if stack.get(spot.place).is_none() {
            let known = number
                .and_then(|number| self.numbered.get(&number))
                .copied();
            let known = known.filter(|at| {
                self.annotations
                    .get(*at)
                    .is_some_and(|it| it.layer == column.layer)
            });
            let at = known.unwrap_or(self.annotations.len());
            if known.is_none() {
                self.annotations.push(Annotation {
                    line: spot.line,
                    layer: column.layer.clone(),
                    begin: spot.begin,
                    end: spot.end,
                    ..Annotation::default()
                });
            }
            if let Some(number) = number {
                self.numbered.insert(number, at);
            }
            stack.push(at);
        }
        let at = stack.get(spot.place);
        let Some(annotation) = at.and_then(|at| self.annotations.get_mut(*at)) else {
            return;
        };
        annotation.end = annotation.end.max(spot.end);
        fill(annotation, spot, column, value);
    }

    fn relation(&mut self, spot: &Spot<'_>, column: &Column, value: &str, stack: &mut Vec<usize>) {
        if stack.get(spot.place).is_none() {
            stack.push(self.relations.len());
            self.relations.push(Relation {
                line: spot.line,
                layer: column.layer.clone(),
                unit: spot.id.to_owned(),
                ..Relation::default()
            });
        }
        let at = stack.get(spot.place);
        let Some(relation) = at.and_then(|at| self.relations.get_mut(*at)) else {
            return;
        };
        match &column.kind {
            Kind::From(base) => {
                value.clone_into(&mut relation.from);
                base.clone_into(&mut relation.base);
            }
            Kind::Relation(Some(name)) if value != "*" => {
                relation.features.push((name.clone(), unescaped(value)));
            }
            _ => {}
        }
    }

    fn chain(&mut self, spot: &Spot<'_>, column: &Column, value: &str) {
        let said = |value: &str| (value != "*").then(|| unescaped(value));
        if column.kind == Kind::ChainRelation {
            let Some((relation, place)) = value.rsplit_once("->") else {
                return;
            };
            let place = place.split_once('-');
            let place = place.and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
            let Some((chain, number)): Option<(usize, usize)> = place else {
                return;
            };
            let key = (column.layer.clone(), chain, number);
            let element = self.chains.entry(key).or_insert_with(|| Element {
                line: spot.line,
                begin: spot.begin,
                end: spot.end,
                kind: None,
                relation: said(relation),
            });
            element.end = element.end.max(spot.end);
            return;
        }
        let (value, chain) = numbered(value);
        let here = |(key, element): &(&(String, usize, usize), &mut Element)| {
            key.0 == column.layer && Some(key.1) == chain && element.end == spot.end
        };
        if let Some((_, element)) = self.chains.iter_mut().find(here) {
            element.kind = element.kind.take().or_else(|| said(value));
        }
    }

    /// The annotation that a reference means, as `1-3[4]`; of several the number says which.
    pub(super) fn target(&self, layer: &str, unit: &str, number: usize) -> Option<usize> {
        if number > 0 {
            return self.numbered.get(&number).copied();
        }
        let standing = self.standing.get(unit)?;
        let own = standing.get(layer).filter(|stack| stack.len() == 1);
        let any = || standing.values().find(|stack| stack.len() == 1);
        own.or_else(|| any().filter(|_| layer.is_empty()))?
            .first()
            .copied()
    }
}

/// Annotations of a layer that are stacked on a unit.
type Stacks<'c> = BTreeMap<&'c str, Vec<usize>>;

/// Where a value was found.
pub(super) struct Spot<'a> {
    pub(super) line: usize,
    id: &'a str,
    begin: usize,
    end: usize,
    /// Which of those stacked in its cell.
    place: usize,
}
