//! A tagset that grows by what a dataset holds and it does not know.

use super::super::Severity;
use super::gather::Gather;
use super::said_of_new_tag;
use crate::project::{
    Attribute, Colour, EntityKind, Id, LineStyle, LinkKind, Tag, TagStyle, Tagset, Value, ValueKind,
};

/// Whose attributes are meant.
#[derive(Clone, Copy, Debug)]
pub(super) enum Owner<'a> {
    Tag(&'a Id),
    Link(&'a Id),
    Article,
}

impl Owner<'_> {
    /// How it is called in a sentence.
    fn noun(self) -> String {
        match self {
            Self::Tag(id) => format!("tag {id:?}"),
            Self::Link(id) => format!("link kind {id:?}"),
            Self::Article => "articles".to_owned(),
        }
    }

    pub(super) fn attributes(self, tagset: &mut Tagset) -> Option<&mut Vec<Attribute>> {
        match self {
            Self::Tag(id) => {
                let mut tags = tagset.tags.iter_mut();
                tags.find(|tag| tag.id == *id)
                    .map(|tag| &mut tag.attributes)
            }
            Self::Link(id) => {
                let mut kinds = tagset.links.iter_mut();
                kinds
                    .find(|kind| kind.id == *id)
                    .map(|kind| &mut kind.attributes)
            }
            Self::Article => Some(&mut tagset.article_attributes),
        }
    }
}

/// What is said of a tag too many.
pub(super) fn beyond(what: &str) -> String {
    let most = Tagset::MOST;
    format!(
        "has {what} beyond the {most} tags that there can be and was left out; put tags together"
    )
}

impl Gather {
    /// The id of a tag, which is added if it is new; none if there are too many already.
    pub(super) fn tag(&mut self, name: &str, line: usize) -> Option<Id> {
        if let Some(tag) = self.tagset.tags.iter().find(|tag| tag.id.as_str() == name) {
            return Some(tag.id.clone());
        }
        if self.tagset.tags.len() >= Tagset::MOST {
            return None;
        }
        let tag = new_tag(&self.tagset, name);
        let id = tag.id.clone();
        self.tagset.tags.push(tag);
        self.say(line, Severity::Warning, said_of_new_tag(&id));
        Some(id)
    }

    /// Adds a tag of a codebook, with its guideline and its colour, if there is none of that name.
    pub(super) fn code(
        &mut self,
        name: &str,
        guideline: &str,
        colour: Option<Colour>,
        line: usize,
    ) {
        let Some(name) = self.mapped_tag(name) else {
            return;
        };
        let before = self.tagset.tags.len();
        if self.tag(&name, line).is_none() {
            let what = format!("code {name:?} {}", beyond("a place"));
            self.leave_out(line, what);
        }
        for tag in self.tagset.tags.iter_mut().skip(before) {
            guideline.clone_into(&mut tag.guideline);
            tag.colour = colour.unwrap_or(tag.colour);
        }
    }

    /// The id of a kind of link, which is added if it is new. An added kind joins the tags that it
    /// is seen to join.
    pub(super) fn link_kind(&mut self, name: &str, ends: (&Id, &Id), line: usize) -> Id {
        let join = (ends.0.clone(), ends.1.clone());
        let place = self
            .tagset
            .links
            .iter()
            .position(|kind| kind.id.as_str() == name);
        let known = place.and_then(|place| self.tagset.links.get_mut(place));
        if let Some(kind) = known {
            if self.added_links.contains(&kind.id) && !kind.joins.contains(&join) {
                kind.joins.push(join);
            }
            return kind.id.clone();
        }
        let id = Id::new(name);
        self.tagset.links.push(LinkKind {
            id: id.clone(),
            name: shown_name(name),
            reverse: String::new(),
            joins: vec![join],
            guideline: String::new(),
            attributes: Vec::new(),
        });
        self.added_links.insert(id.clone());
        let what = format!("link kind {id:?} is new and was added to the tagset");
        self.say(line, Severity::Warning, what);
        id
    }

    /// The id of a kind of identity, which is added if it is new.
    pub(super) fn entity_kind(&mut self, name: &str, line: usize) -> Id {
        let mut kinds = self.tagset.entity_kinds.iter();
        if let Some(kind) = kinds.find(|kind| kind.id.as_str() == name) {
            return kind.id.clone();
        }
        let id = Id::new(name);
        self.tagset.entity_kinds.push(EntityKind {
            id: id.clone(),
            name: shown_name(name),
        });
        let what = format!("identity kind {id:?} is new and was added to the tagset");
        self.say(line, Severity::Warning, what);
        id
    }

    /// Whether a value fits, after an unknown attribute or word of a choice was added; says so
    /// if it does not.
    pub(super) fn takes(
        &mut self,
        owner: Owner<'_>,
        name: &str,
        value: &Value,
        line: usize,
    ) -> bool {
        let Some(attributes) = owner.attributes(&mut self.tagset) else {
            return false;
        };
        let known = attributes
            .iter_mut()
            .find(|attribute| attribute.id.as_str() == name);
        let (fits, said) = match known {
            None => {
                attributes.push(new_attribute(name, value));
                let what = format!(
                    "attribute {name:?} of {} is new and was added to the tagset",
                    owner.noun()
                );
                (true, Some((Severity::Warning, what)))
            }
            Some(attribute) if attribute.kind.takes(value) => (true, None),
            Some(attribute) => match (&mut attribute.kind, value) {
                (ValueKind::Choice(words), Value::Text(word)) => {
                    words.push(word.clone());
                    let what =
                        format!("value {word:?} of {name:?} is new and was added to the tagset");
                    (true, Some((Severity::Warning, what)))
                }
                _ => {
                    let value = super::super::excerpt(&value.to_string(), 60);
                    let what = format!(
                        "value {value:?} does not fit {name:?} of {} and was left out; change the tagset or the file",
                        owner.noun()
                    );
                    (false, Some((Severity::Error, what)))
                }
            },
        };
        if let Some((severity, what)) = said {
            self.say(line, severity, what);
        }
        fits
    }
}

fn new_attribute(name: &str, value: &Value) -> Attribute {
    Attribute {
        id: Id::new(name),
        name: shown_name(name),
        kind: match value {
            Value::Flag(_) => ValueKind::Flag,
            Value::Number(_) => ValueKind::Number,
            Value::Text(_) => ValueKind::Text,
        },
        guideline: String::new(),
    }
}

/// As many letters as the alphabets have that a new tag's is taken from first.
const ALPHABETS: usize = 75;

fn new_tag(tagset: &Tagset, name: &str) -> Tag {
    let taken = |letter: char| {
        let same = |tag: &Tag| tag.letter.to_lowercase().eq(letter.to_lowercase());
        tagset.tags.iter().any(same)
    };
    let own = name
        .chars()
        .filter(char::is_ascii_alphabetic)
        .map(|letter| letter.to_ascii_uppercase());
    // Beyond the alphabet come other scripts, so that there is a letter for any number of tags. Where
    // there are many, those are not tried whose letters are gone.
    let gone = tagset.tags.len().checked_sub(ALPHABETS);
    let many = gone.and_then(|gone| char::from_u32(u32::try_from(gone).ok()? + u32::from('一')));
    let letters = own
        .chain('A'..='Z')
        .chain('Α'..='Ρ')
        .chain('А'..='Я')
        .filter(|_| many.is_none())
        .chain(many.unwrap_or('一')..='鿿');
    let keys = ('1'..='9').find(|key| tagset.tags.iter().all(|tag| tag.key != Some(*key)));
    let place = tagset.tags.len();
    let unused_colour = Colour::ALL
        .iter()
        .find(|c| tagset.tags.iter().all(|tag| tag.colour != **c));
    let unused_line = LineStyle::ALL
        .iter()
        .find(|l| tagset.tags.iter().all(|tag| tag.line != **l));
    let nth = |place: usize| place % Colour::ALL.len();
    Tag {
        id: Id::new(name),
        name: shown_name(name),
        letter: letters
            .into_iter()
            .find(|letter| !taken(*letter))
            .unwrap_or('?'),
        key: keys,
        colour: unused_colour
            .or(Colour::ALL.get(nth(place)))
            .copied()
            .unwrap_or(Colour::Grey),
        line: unused_line
            .or(LineStyle::ALL.get(nth(place)))
            .copied()
            .unwrap_or(LineStyle::Rule),
        style: TagStyle::Mention,
        guideline: String::new(),
        attributes: Vec::new(),
        retired: false,
    }
}

/// What people are shown of a name that programs use; never nothing.
fn shown_name(id: &str) -> String {
    let shown = id.replace('_', " ").trim().to_owned();
    if shown.is_empty() {
        format!("{id:?}")
    } else {
        shown
    }
}
