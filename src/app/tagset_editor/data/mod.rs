//! What can be changed about a tagset, without a window: a [`Change`] goes in, a new tagset or a
//! sentence that says why not comes out.

mod attribute;
mod link;
pub mod names;
mod tag;
mod uses;

use crate::project::{Colour, EntityKind, Id, LineStyle, TagStyle, Tagset, ValueKind};

pub use attribute::attributes_of;
pub use tag::command_of_letter;
pub use uses::{Uses, marks_in_articles};

/// Something that carries attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Marks with this tag.
    Tag(Id),
    /// Links of this kind.
    Link(Id),
    /// Articles.
    Article,
}

/// One thing that is changed about a tagset.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Names the tagset.
    Name(String),
    /// Adds a tag of this name, with the next free colour, line, letter and key.
    AddTag(String),
    /// Changes a tag.
    Tag(Id, TagChange),
    /// Adds a kind of link of this name; it joins nothing yet.
    AddLink(String),
    /// Changes a kind of link.
    Link(Id, LinkChange),
    /// Takes a kind of link away.
    RemoveLink(Id),
    /// Adds a kind of identity of this name.
    AddKind(String),
    /// Renames a kind of identity.
    NameKind(Id, String),
    /// Takes a kind of identity away.
    RemoveKind(Id),
    /// Adds an attribute of this name; it takes any words.
    AddAttribute(Owner, String),
    /// Changes an attribute.
    Attribute(Owner, Id, AttributeChange),
    /// Takes an attribute away.
    RemoveAttribute(Owner, Id),
}

/// What is changed about a tag.
#[derive(Clone, Debug, PartialEq)]
pub enum TagChange {
    /// Its name.
    Name(String),
    /// Its letter, as it was typed.
    Letter(String),
    /// Its digit key, as it was typed; nothing takes the key away.
    Key(String),
    /// Its colour.
    Colour(Colour),
    /// Its line.
    Line(LineStyle),
    /// How it stands in the text.
    Style(TagStyle),
    /// When to use it.
    Guideline(String),
    /// Its place in the list, counted without it.
    Place(usize),
    /// Whether it is not offered any more.
    Retired(bool),
}

/// What is changed about a kind of link.
#[derive(Clone, Debug, PartialEq)]
pub enum LinkChange {
    /// Its name, read from the start to the end.
    Name(String),
    /// Its name, read backwards.
    Reverse(String),
    /// When to use it.
    Guideline(String),
    /// Whether it may join these two tags.
    Join {
        /// From marks with this tag.
        from: Id,
        /// To marks with this one.
        to: Id,
        /// Whether it may.
        on: bool,
    },
}

/// What is changed about an attribute.
#[derive(Clone, Debug, PartialEq)]
pub enum AttributeChange {
    /// Its name.
    Name(String),
    /// What values it takes.
    Kind(ValueKind),
    /// The words that a choice is between, one a line.
    Words(String),
    /// When to use which value.
    Guideline(String),
}

/// A changed tagset, and what the step is called in the history.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The tagset after the change.
    pub tagset: Tagset,
    /// The step's name, as «Rename tag claim to thesis».
    pub name: String,
}

/// What a change is called, or a sentence that says why it cannot be.
type Named = Result<String, String>;

impl Change {
    /// Makes the change.
    ///
    /// # Errors
    /// A sentence for the user that says why it cannot be made: a name that is empty or taken, a
    /// letter or key that another tag has.
    pub fn apply(&self, tagset: &Tagset) -> Result<Step, String> {
        let mut tagset = tagset.clone();
        let name = self.make(&mut tagset)?;
        match tagset.check().first() {
            None => Ok(Step { tagset, name }),
            Some(violation) => Err(names::sentence(&violation.to_string())),
        }
    }

    fn make(&self, tagset: &mut Tagset) -> Named {
        match self {
            Self::Name(name) => name_tagset(tagset, name),
            Self::AddTag(name) => tag::add(tagset, name),
            Self::Tag(id, change) => tag::change(tagset, id, change),
            Self::AddLink(name) => link::add(tagset, name),
            Self::Link(id, change) => link::change(tagset, id, change),
            Self::RemoveLink(id) => link::remove(tagset, id),
            Self::AddKind(name) => add_kind(tagset, name),
            Self::NameKind(id, name) => name_kind(tagset, id, name),
            Self::RemoveKind(id) => remove_kind(tagset, id),
            Self::AddAttribute(owner, name) => attribute::add(tagset, owner, name),
            Self::Attribute(owner, id, change) => attribute::change(tagset, owner, id, change),
            Self::RemoveAttribute(owner, id) => attribute::remove(tagset, owner, id),
        }
    }
}

fn name_tagset(tagset: &mut Tagset, name: &str) -> Named {
    let name = names::wanted("a tagset", name, [])?;
    let step = format!("Name the tagset {name}");
    tagset.name = name;
    Ok(step)
}

fn add_kind(tagset: &mut Tagset, name: &str) -> Named {
    let kinds = tagset.entity_kinds.iter();
    let name = names::wanted("a kind", name, kinds.map(|kind| kind.name.as_str()))?;
    let id = names::new_id(&name, tagset.entity_kinds.iter().map(|kind| &kind.id));
    let step = format!("Add kind {name}");
    tagset.entity_kinds.push(EntityKind { id, name });
    Ok(step)
}

fn name_kind(tagset: &mut Tagset, id: &Id, name: &str) -> Named {
    let others = tagset.entity_kinds.iter().filter(|kind| kind.id != *id);
    let name = names::wanted("a kind", name, others.map(|kind| kind.name.as_str()))?;
    let kind = tagset.entity_kinds.iter_mut().find(|kind| kind.id == *id);
    let kind = kind.ok_or_else(|| names::gone("kind"))?;
    let step = format!("Rename kind {} to {name}", kind.name);
    kind.name = name;
    Ok(step)
}

fn remove_kind(tagset: &mut Tagset, id: &Id) -> Named {
    let kind = tagset.entity_kind(id).ok_or_else(|| names::gone("kind"))?;
    let step = format!("Remove kind {}", kind.name);
    tagset.entity_kinds.retain(|kind| kind.id != *id);
    Ok(step)
}

#[cfg(test)]
mod tests;
