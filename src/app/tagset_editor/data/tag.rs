//! Changing the tags of a tagset.

use super::{Named, TagChange, names};
use crate::command::{Mode, listed};
use crate::project::{Colour, Id, LineStyle, Tag, TagStyle, Tagset};

/// Adds a tag with the next free colour, line, letter and key.
pub(super) fn add(tagset: &mut Tagset, name: &str) -> Named {
    let name = names::wanted(
        "a tag",
        name,
        tagset.tags.iter().map(|tag| tag.name.as_str()),
    )?;
    let letter = free_letter(tagset, &name)
        .ok_or("Every letter is taken: retire a tag or change its letter first.")?;
    let (colour, line) = free_look(tagset);
    let step = format!("Add tag {name}");
    let tag = Tag {
        id: names::new_id(&name, tagset.tags.iter().map(|tag| &tag.id)),
        name,
        letter,
        key: ('1'..='9').find(|key| key_of(tagset, *key, None).is_none()),
        colour,
        line,
        style: TagStyle::Statement,
        guideline: String::new(),
        attributes: Vec::new(),
        retired: false,
    };
    tagset.tags.push(tag);
    Ok(step)
}

/// Changes a tag.
pub(super) fn change(tagset: &mut Tagset, id: &Id, change: &TagChange) -> Named {
    if let TagChange::Place(to) = change {
        return place(tagset, id, *to);
    }
    let old = tagset.tag(id).ok_or_else(|| names::gone("tag"))?.clone();
    let (new, step) = changed(tagset, &old, change)?;
    if let Some(tag) = tagset.tags.iter_mut().find(|tag| tag.id == *id) {
        *tag = new;
    }
    Ok(step)
}

/// The command that a letter runs unless a tag has it.
pub fn command_of_letter(tagset: &Tagset, letter: char) -> Option<String> {
    let key = letter.to_uppercase().to_string();
    let mut all = listed(&Tagset {
        tags: Vec::new(),
        ..tagset.clone()
    })
    .into_iter();
    let command = all.find(|it| it.mode() == Mode::Marking && it.keys.contains(&key));
    command.map(|command| command.title)
}

fn changed(tagset: &Tagset, old: &Tag, change: &TagChange) -> Result<(Tag, String), String> {
    let (mut tag, name) = (old.clone(), &old.name);
    let step = match change {
        TagChange::Name(typed) => {
            let others = tagset.tags.iter().filter(|other| other.id != old.id);
            tag.name = names::wanted("a tag", typed, others.map(|other| other.name.as_str()))?;
            format!("Rename tag {name} to {}", tag.name)
        }
        TagChange::Letter(typed) => {
            tag.letter = letter(tagset, &tag, typed)?;
            format!("Give tag {name} the letter {}", tag.letter)
        }
        TagChange::Key(typed) => {
            tag.key = key(tagset, &tag, typed)?;
            match tag.key {
                Some(key) => format!("Give tag {name} the key {key}"),
                None => format!("Take its key from tag {name}"),
            }
        }
        TagChange::Colour(colour) => {
            tag.colour = *colour;
            format!("Colour tag {name} {}", names::of_colour(*colour))
        }
        TagChange::Line(line) => {
            tag.line = *line;
            format!("Draw tag {name} with a line: {}", names::of_line(*line))
        }
        TagChange::Style(style) => {
            tag.style = *style;
            format!("Make tag {name} a {}", names::of_style(*style))
        }
        TagChange::Guideline(words) => {
            tag.guideline = words.trim_end().to_owned();
            format!("Write the guideline of tag {name}")
        }
        TagChange::Retired(true) => {
            tag.retired = true;
            format!("Retire tag {name}")
        }
        TagChange::Retired(false) => offer(tagset, &mut tag)?,
        TagChange::Place(_) => String::new(),
    };
    Ok((tag, step))
}

/// Offers a retired tag again, unless its letter has another owner by now. A digit that has one
/// is given up instead: a tag can do without.
fn offer(tagset: &Tagset, tag: &mut Tag) -> Named {
    tag.retired = false;
    if let Some(other) = letter_of(tagset, tag.letter, Some(&tag.id)) {
        let (letter, other) = (tag.letter, &other.name);
        return Err(format!(
            "{letter} is the letter of {other} by now: change one of the two first."
        ));
    }
    tag.key = tag
        .key
        .filter(|key| key_of(tagset, *key, Some(&tag.id)).is_none());
    Ok(format!("Offer tag {} again", tag.name))
}

fn place(tagset: &mut Tagset, id: &Id, to: usize) -> Named {
    let from = tagset.tags.iter().position(|tag| tag.id == *id);
    let from = from.ok_or_else(|| names::gone("tag"))?;
    let tag = tagset.tags.remove(from);
    let to = to.min(tagset.tags.len());
    let way = if to < from { "up" } else { "down" };
    let step = format!("Move tag {} {way}", tag.name);
    tagset.tags.insert(to, tag);
    Ok(step)
}

/// The letter that was typed for this tag.
fn letter(tagset: &Tagset, tag: &Tag, typed: &str) -> Result<char, String> {
    let mut letters = typed.trim().chars();
    let (Some(letter), None) = (letters.next(), letters.next()) else {
        return Err("A tag has one letter.".to_owned());
    };
    if !letter.is_alphabetic() {
        return Err(format!("{letter} is no letter."));
    }
    let mut upper = letter.to_uppercase();
    let letter = match (upper.next(), upper.next()) {
        (Some(one), None) => one,
        _ => letter,
    };
    match letter_of(tagset, letter, Some(&tag.id)).filter(|_| !tag.retired) {
        Some(other) => Err(format!("{letter} is the letter of {}.", other.name)),
        None => Ok(letter),
    }
}

/// The digit that was typed for this tag.
fn key(tagset: &Tagset, tag: &Tag, typed: &str) -> Result<Option<char>, String> {
    let mut digits = typed.trim().chars();
    let key = match (digits.next(), digits.next()) {
        (None, _) => return Ok(None),
        (Some(key @ '1'..='9'), None) => key,
        _ => return Err("A key is a digit from 1 to 9, or none.".to_owned()),
    };
    match key_of(tagset, key, Some(&tag.id)).filter(|_| !tag.retired) {
        Some(other) => Err(format!("{key} is the key of {}.", other.name)),
        None => Ok(Some(key)),
    }
}

/// The tag on offer that has this letter, other than `but`.
fn letter_of<'a>(tagset: &'a Tagset, letter: char, but: Option<&Id>) -> Option<&'a Tag> {
    let mut others = tagset.offered().filter(|tag| but != Some(&tag.id));
    others.find(|tag| tag.letter.to_lowercase().eq(letter.to_lowercase()))
}

/// The tag on offer that has this key, other than `but`.
fn key_of<'a>(tagset: &'a Tagset, key: char, but: Option<&Id>) -> Option<&'a Tag> {
    let mut others = tagset.offered().filter(|tag| but != Some(&tag.id));
    others.find(|tag| tag.key == Some(key))
}

/// A letter that no tag on offer has: of the name if one is free, and if it can be one that runs
/// no other command.
fn free_letter(tagset: &Tagset, name: &str) -> Option<char> {
    let own = name.chars().filter(|letter| letter.is_alphabetic());
    let own = own.flat_map(char::to_uppercase);
    let any = ('A'..='Z').chain('\u{391}'..='\u{3A9}').chain('А'..='Я');
    let any = any.filter(|letter| letter.is_alphabetic());
    let free: Vec<char> = own
        .chain(any)
        .filter(|letter| letter_of(tagset, *letter, None).is_none())
        .collect();
    let quiet = free
        .iter()
        .find(|letter| command_of_letter(tagset, **letter).is_none());
    quiet.or(free.first()).copied()
}

/// The next colour and line: such as no tag on offer has, and once all are used from the first
/// again, in pairs that are not.
fn free_look(tagset: &Tagset) -> (Colour, LineStyle) {
    let taken: Vec<(Colour, LineStyle)> =
        tagset.offered().map(|tag| (tag.colour, tag.line)).collect();
    let count = |colour: &Colour| taken.iter().filter(|(other, _)| other == colour).count();
    let lines = |line: &LineStyle| taken.iter().filter(|(_, other)| other == line).count();
    let colour = Colour::ALL.into_iter().min_by_key(count);
    let colour = colour.unwrap_or(Colour::Blue);
    let line = LineStyle::ALL
        .into_iter()
        .min_by_key(|line| (taken.contains(&(colour, *line)), lines(line)));
    (colour, line.unwrap_or(LineStyle::Rule))
}
