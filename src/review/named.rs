//! The parts of a tagset that are known by an id.

use crate::project::{Attribute, EntityKind, Id, LinkKind, Tag};

/// A part of one of a tagset's lists.
pub(super) trait Named: Clone + PartialEq + std::fmt::Debug {
    /// Its id, which is unique in its list.
    fn id(&self) -> &Id;

    /// The same under another id.
    fn under(&self, id: Id) -> Self;
}

macro_rules! named {
    ($($part:ty),*) => {
        $(impl Named for $part {
            fn id(&self) -> &Id {
                &self.id
            }

            fn under(&self, id: Id) -> Self {
                Self { id, ..self.clone() }
            }
        })*
    };
}

named!(Tag, LinkKind, EntityKind, Attribute);
