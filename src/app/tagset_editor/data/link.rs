//! Changing the kinds of link of a tagset.

use super::{LinkChange, Named, names};
use crate::project::{Id, LinkKind, Tagset};

/// Adds a kind of link that joins nothing yet.
pub(super) fn add(tagset: &mut Tagset, name: &str) -> Named {
    let taken = tagset.links.iter().map(|kind| kind.name.as_str());
    let name = names::wanted("a link", name, taken)?;
    let step = format!("Add link {name}");
    tagset.links.push(LinkKind {
        id: names::new_id(&name, tagset.links.iter().map(|kind| &kind.id)),
        name,
        reverse: String::new(),
        joins: Vec::new(),
        guideline: String::new(),
        attributes: Vec::new(),
    });
    Ok(step)
}

/// Changes a kind of link.
pub(super) fn change(tagset: &mut Tagset, id: &Id, change: &LinkChange) -> Named {
    let old = tagset.link(id).ok_or_else(|| names::gone("link"))?;
    let (mut kind, name) = (old.clone(), &old.name);
    let step = match change {
        LinkChange::Name(typed) => {
            let others = tagset.links.iter().filter(|other| other.id != *id);
            kind.name = names::wanted("a link", typed, others.map(|other| other.name.as_str()))?;
            format!("Rename link {name} to {}", kind.name)
        }
        LinkChange::Reverse(typed) => {
            kind.reverse = typed.trim().to_owned();
            format!("Read link {name} backwards as {}", kind.reverse)
        }
        LinkChange::Guideline(words) => {
            kind.guideline = words.trim_end().to_owned();
            format!("Write the guideline of link {name}")
        }
        LinkChange::Join { from, to, on } => join(tagset, &mut kind, from, to, *on),
    };
    if let Some(slot) = tagset.links.iter_mut().find(|kind| kind.id == *id) {
        *slot = kind;
    }
    Ok(step)
}

/// Takes a kind of link away.
pub(super) fn remove(tagset: &mut Tagset, id: &Id) -> Named {
    let kind = tagset.link(id).ok_or_else(|| names::gone("link"))?;
    let step = format!("Remove link {}", kind.name);
    tagset.links.retain(|kind| kind.id != *id);
    Ok(step)
}

/// Lets a kind join two tags, or not. The pairs stay in the order of the tags, so that what was
/// taken back leaves no trace.
fn join(tagset: &Tagset, kind: &mut LinkKind, from: &Id, to: &Id, on: bool) -> String {
    kind.joins.retain(|(a, b)| (a, b) != (from, to));
    if on {
        kind.joins.push((from.clone(), to.clone()));
        let place = |id: &Id| tagset.tags.iter().position(|tag| tag.id == *id);
        kind.joins.sort_by_key(|(a, b)| (place(a), place(b)));
    }
    let (start, end) = (names::of_tag(tagset, from), names::of_tag(tagset, to));
    let way = if on { "Let" } else { "Stop" };
    let verb = if on { "join" } else { "joining" };
    format!("{way} link {} {verb} {start} to {end}", kind.name)
}
