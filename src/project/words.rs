//! Words that belong to a mark: few or none, and so kept that a mark without them is small.

use std::borrow::Borrow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

/// Whoever made something, by name; empty if nobody knows. A copy shares the name in memory, for most
/// marks of a project have the same.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Author(Option<Arc<Box<str>>>);

/// What somebody wrote: a note, or what an implicit mark stands for. No words take no memory, and
/// some take only a pointer of the mark's own.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Words(Option<Box<Box<str>>>);

/// What any text can do, for both.
macro_rules! as_text {
    ($name:ident, $pointer:ident) => {
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self((!text.is_empty()).then(|| $pointer::new(text.into())))
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self((!text.is_empty()).then(|| $pointer::new(text.into())))
            }
        }

        impl $name {
            /// As text; empty if there is none.
            pub fn as_str(&self) -> &str {
                self.0.as_deref().map_or("", |text| text)
            }
        }

        impl Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                self.as_str()
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                self.as_str()
            }
        }

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", self.as_str())
            }
        }

        impl From<&$name> for String {
            fn from(text: &$name) -> Self {
                text.as_str().to_owned()
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl PartialEq<$name> for String {
            fn eq(&self, other: &$name) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl PartialEq<String> for $name {
            fn eq(&self, other: &String) -> bool {
                self.as_str() == other
            }
        }
    };
}

as_text!(Author, Arc);
as_text!(Words, Box);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_the_text_that_they_were_made_of_and_no_larger_than_a_pointer() {
        for text in ["", "a", "zwei Wörter"] {
            assert_eq!(Author::from(text), text);
            assert_eq!(Words::from(text.to_owned()), *text);
            assert_eq!(Words::from(text).to_string(), text);
            let words = Words::from(text);
            assert_eq!(words == Words::default(), text.is_empty());
        }
        assert!([Author::default(), Author::from("a"), Author::from("b")].is_sorted());
        assert_eq!(size_of::<Author>(), size_of::<usize>());
        assert_eq!(size_of::<Words>(), size_of::<usize>());
    }

    #[test]
    fn copies_of_a_name_share_it() {
        let one = Author::from("Mara");
        let other = one.clone();
        assert_eq!(one.as_ptr(), other.as_ptr());
    }
}
