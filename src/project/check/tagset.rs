//! Every invariant of a tagset.

use super::*;

impl Tagset {
    /// So many tags, kinds of link or kinds of identity a tagset may have.
    pub const MOST: usize = 10_000;

    /// Lists every invariant of a tagset that does not hold. Of one that is too large no more is
    /// said.
    pub fn check(&self) -> Vec<Violation> {
        let mut found = self.too_many();
        if !found.is_empty() {
            return found;
        }
        twice("tag", self.tags.iter().map(|tag| &tag.id), &mut found);
        twice(
            "link kind",
            self.links.iter().map(|kind| &kind.id),
            &mut found,
        );
        twice(
            "entity kind",
            self.entity_kinds.iter().map(|kind| &kind.id),
            &mut found,
        );
        let tags = self.tags.iter().map(|tag| ("tag", &tag.id, &tag.name));
        let links = self
            .links
            .iter()
            .map(|kind| ("link kind", &kind.id, &kind.name));
        let kinds = self
            .entity_kinds
            .iter()
            .map(|kind| ("entity kind", &kind.id, &kind.name));
        found.extend(tags.chain(links).chain(kinds).filter_map(misnamed));
        let lists = self.tags.iter().map(|tag| &tag.attributes);
        let lists = lists.chain(self.links.iter().map(|kind| &kind.attributes));
        for attributes in lists.chain([&self.article_attributes]) {
            twice(
                "attribute",
                attributes.iter().map(|attribute| &attribute.id),
                &mut found,
            );
        }
        found.extend(self.keys_twice());
        for kind in &self.links {
            let ends = kind.joins.iter().flat_map(|(from, to)| [from, to]);
            let unknown: BTreeSet<_> = ends.filter(|tag| self.tag(tag).is_none()).collect();
            found.extend(unknown.into_iter().map(|tag| Violation::JoinsNothing {
                kind: kind.id.clone(),
                tag: tag.clone(),
            }));
        }
        found
    }
}

impl Tagset {
    /// Tags that are offered and have the letter or key of an earlier one.
    fn keys_twice(&self) -> Vec<Violation> {
        let (mut letters, mut keys) = (BTreeMap::new(), BTreeMap::new());
        let mut found = Vec::new();
        for tag in self.offered() {
            let letter: String = tag.letter.to_lowercase().collect();
            let first: &Tag = letters.entry(letter).or_insert(tag);
            let other: Option<&Tag> = tag.key.map(|key| *keys.entry(key).or_insert(tag));
            let mut earlier: Vec<&Id> = [Some(first), other]
                .into_iter()
                .flatten()
                .map(|it| &it.id)
                .collect();
            earlier.dedup();
            let clash = earlier.into_iter().filter(|id| **id != tag.id);
            found.extend(clash.map(|first| Violation::KeyTwice {
                first: first.clone(),
                second: tag.id.clone(),
            }));
        }
        found
    }

    fn too_many(&self) -> Vec<Violation> {
        let counts = [
            ("tags", self.tags.len()),
            ("kinds of link", self.links.len()),
            ("kinds of identity", self.entity_kinds.len()),
        ];
        let too_many = counts.into_iter().filter(|(_, count)| *count > Self::MOST);
        let most = Self::MOST;
        too_many
            .map(|(what, count)| Violation::TooMany { what, count, most })
            .collect()
    }
}

/// What is wrong with a name.
fn misnamed((what, id, name): (&'static str, &Id, &String)) -> Option<Violation> {
    let id = || id.clone();
    if name.contains('\0') {
        return Some(Violation::NulInName { what, id: id() });
    }
    let blank = name.trim().is_empty();
    blank.then(|| Violation::Nameless { what, id: id() })
}
