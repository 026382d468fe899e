//! What a colleague's tagset has and one's own lacks, taken along with what uses it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::draft::{Done, Draft};
use crate::project::{Edit, Id, LinkKind, Tag, Tagset};

impl Draft<'_, '_, '_> {
    /// Puts a tag into one's own tagset, unless it is there.
    pub(super) fn adopt_tag(&mut self, tag: &Id, theirs: &Tagset) -> Done {
        let own = Arc::clone(self.mine().tagset());
        let (None, Some(tag)) = (own.tag(tag), theirs.tag(tag)) else {
            return Ok(());
        };
        let mut tagset = Tagset::clone(&own);
        tagset.tags.push(without_clash(tag, &own));
        self.make(Edit::Tagset(Arc::new(tagset)))
    }

    /// Puts a kind of link into one's own tagset, unless it is there.
    pub(super) fn adopt_link_kind(&mut self, kind: &Id, theirs: &Tagset) -> Done {
        let own = Arc::clone(self.mine().tagset());
        let (None, Some(kind)) = (own.link(kind), theirs.link(kind)) else {
            return Ok(());
        };
        let known = |(from, to): &&(Id, Id)| own.tag(from).is_some() && own.tag(to).is_some();
        let joins = kind.joins.iter().filter(known).cloned().collect();
        let mut tagset = Tagset::clone(&own);
        tagset.links.push(LinkKind {
            joins,
            ..kind.clone()
        });
        self.make(Edit::Tagset(Arc::new(tagset)))
    }

    /// Puts a kind of entity into one's own tagset, unless it is there.
    pub(super) fn adopt_entity_kind(&mut self, kind: &Id, theirs: &Tagset) -> Done {
        let own = Arc::clone(self.mine().tagset());
        let (None, Some(kind)) = (own.entity_kind(kind), theirs.entity_kind(kind)) else {
            return Ok(());
        };
        let mut tagset = Tagset::clone(&own);
        tagset.entity_kinds.push(kind.clone());
        self.make(Edit::Tagset(Arc::new(tagset)))
    }
}

/// A tag with a letter that is free, and its key only if that is. If no letter is free, it is
/// offered no more.
fn without_clash(tag: &Tag, own: &Tagset) -> Tag {
    let upper = |letter: char| letter.to_uppercase().next().unwrap_or(letter);
    let letters: BTreeSet<char> = own.offered().map(|it| upper(it.letter)).collect();
    let keys: BTreeSet<char> = own.offered().filter_map(|it| it.key).collect();
    let wanted = std::iter::once(tag.letter).chain(tag.name.chars());
    let mut wanted = wanted.map(upper).chain('A'..='Z');
    let free = wanted.find(|it| it.is_alphabetic() && !letters.contains(it));
    Tag {
        letter: free.unwrap_or(tag.letter),
        key: tag.key.filter(|key| !keys.contains(key)),
        retired: tag.retired || free.is_none(),
        ..tag.clone()
    }
}
