//! Changing the attributes of tags, links and articles.

use super::{AttributeChange, Named, Owner, names};
use crate::project::{Attribute, Id, Tagset, ValueKind};

/// Adds an attribute that takes any words.
pub(super) fn add(tagset: &mut Tagset, owner: &Owner, name: &str) -> Named {
    let of = owner_name(tagset, owner);
    let list = attributes(tagset, owner)?;
    let taken = list.iter().map(|attribute| attribute.name.as_str());
    let name = names::wanted("an attribute", name, taken)?;
    let step = format!("Add attribute {name} to {of}");
    list.push(Attribute {
        id: names::new_id(&name, list.iter().map(|attribute| &attribute.id)),
        name,
        kind: ValueKind::Text,
        guideline: String::new(),
    });
    Ok(step)
}

/// Changes an attribute.
pub(super) fn change(
    tagset: &mut Tagset,
    owner: &Owner,
    id: &Id,
    change: &AttributeChange,
) -> Named {
    let of = owner_name(tagset, owner);
    let list = attributes(tagset, owner)?;
    let others: Vec<String> = list
        .iter()
        .filter(|other| other.id != *id)
        .map(|other| other.name.clone())
        .collect();
    let attribute = list.iter_mut().find(|attribute| attribute.id == *id);
    let attribute = attribute.ok_or_else(|| names::gone("attribute"))?;
    let name = attribute.name.clone();
    Ok(match change {
        AttributeChange::Name(typed) => {
            let taken = others.iter().map(String::as_str);
            attribute.name = names::wanted("an attribute", typed, taken)?;
            format!("Rename attribute {name} of {of} to {}", attribute.name)
        }
        AttributeChange::Kind(kind) => {
            attribute.kind = kind.clone();
            let kind = names::of_value(kind);
            format!("Make attribute {name} of {of} a {kind}")
        }
        AttributeChange::Words(typed) => {
            attribute.kind = ValueKind::Choice(words(typed)?);
            format!("Set the values of attribute {name} of {of}")
        }
        AttributeChange::Guideline(words) => {
            attribute.guideline = words.trim_end().to_owned();
            format!("Write the guideline of attribute {name} of {of}")
        }
    })
}

/// Takes an attribute away.
pub(super) fn remove(tagset: &mut Tagset, owner: &Owner, id: &Id) -> Named {
    let of = owner_name(tagset, owner);
    let list = attributes(tagset, owner)?;
    let place = list.iter().position(|attribute| attribute.id == *id);
    let place = place.ok_or_else(|| names::gone("attribute"))?;
    let old = list.remove(place);
    Ok(format!("Remove attribute {} of {of}", old.name))
}

/// The words that were typed, one a line.
fn words(typed: &str) -> Result<Vec<String>, String> {
    let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut words: Vec<String> = Vec::new();
    for line in lines {
        if words.iter().any(|word| word == line) {
            return Err(format!("{line} stands twice."));
        }
        words.push(line.to_owned());
    }
    Ok(words)
}

fn attributes<'a>(tagset: &'a mut Tagset, owner: &Owner) -> Result<&'a mut Vec<Attribute>, String> {
    match owner {
        Owner::Tag(id) => {
            let mut tags = tagset.tags.iter_mut();
            let tag = tags.find(|tag| tag.id == *id);
            tag.map(|tag| &mut tag.attributes)
                .ok_or_else(|| names::gone("tag"))
        }
        Owner::Link(id) => {
            let mut links = tagset.links.iter_mut();
            let kind = links.find(|kind| kind.id == *id);
            kind.map(|kind| &mut kind.attributes)
                .ok_or_else(|| names::gone("link"))
        }
        Owner::Article => Ok(&mut tagset.article_attributes),
    }
}

/// The attributes of something.
pub fn attributes_of<'a>(tagset: &'a Tagset, owner: &Owner) -> &'a [Attribute] {
    match owner {
        Owner::Tag(id) => tagset.tag(id).map_or(&[], |tag| &tag.attributes),
        Owner::Link(id) => tagset.link(id).map_or(&[], |kind| &kind.attributes),
        Owner::Article => &tagset.article_attributes,
    }
}

fn owner_name(tagset: &Tagset, owner: &Owner) -> String {
    let name = match owner {
        Owner::Tag(id) => tagset.tag(id).map(|tag| tag.name.as_str()),
        Owner::Link(id) => tagset.link(id).map(|kind| kind.name.as_str()),
        Owner::Article => Some("articles"),
    };
    name.unwrap_or_default().to_owned()
}
