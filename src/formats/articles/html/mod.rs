//! Web pages: the headline and the main text, and what the page says about itself. Nothing is
//! fetched and nothing is run.
//!
//! The main text is found as the reader's view of a browser finds it, by `dom_smoothie`, which
//! follows Mozilla's Readability. Its tree costs much memory and, on a page that was made to harm,
//! much time; a page that is too big or too deep for it is read whole, in one pass without a tree.

mod elements;
mod facts;
mod guard;
mod tokens;

use std::collections::BTreeSet;

use dom_smoothie::{Config, Readability};

use self::guard::Shape;
use self::tokens::{Head, Walk, walk};
use super::facts::Draft;
use super::prose::{one_line, paragraphs, word_count};
use super::{ArticleError, Room};
use crate::formats::counted;

/// A browser nests no deeper.
const DEEPEST: usize = 512;
/// More attributes than any tag has that was not made to harm.
const MOST_ATTRIBUTES: usize = 500;
/// So many bytes the tree of a page takes for each element, and for each piece of its words, while
/// its main text is looked for.
const TREE: usize = 1_000;
/// More elements, and more of them times the depth, take seconds.
const MOST_ELEMENTS: usize = 200_000;
const MOST_LEVELS: usize = 4_000_000;
/// A main text of fewer words is none.
const FEWEST_WORDS: usize = 25;

/// How a page is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PageHow {
    /// Keep all its text.
    pub(super) whole: bool,
    /// It is XHTML.
    pub(super) xml: bool,
}

/// Reads a page.
pub(super) fn read(page: &str, how: PageHow, room: Room) -> Result<Draft, ArticleError> {
    let shape = guard::shape(page);
    if shape.attributes > MOST_ATTRIBUTES {
        let why = format!("one of its tags has {} attributes", shape.attributes);
        return Err(ArticleError::unusable(
            "a web page",
            why,
            "save its words as plain text",
        ));
    }
    let walk_how = Walk {
        xml: how.xml,
        most: room.text,
    };
    let whole = walk(page, walk_how);
    if whole.overfull {
        return Err(room.overfull("a web page"));
    }
    let mut draft = Draft::default();
    facts::note(&mut draft, &whole.head);
    let fits = fits(shape, room);
    let main = match () {
        () if how.whole => None,
        () if fits => main_text(page, walk_how),
        () => None,
    };
    let what = "of the page";
    let notice = match &main {
        Some(main) => format!(
            "kept the main text {what}: {}, {} of its {} words; left out menus, comments and what else stands around it",
            counted(paragraphs(main), "paragraph"),
            word_count(main),
            word_count(&whole.text).max(word_count(main)),
        ),
        None if how.whole => format!("kept all the text {what}"),
        None if fits => {
            format!("kept all the text {what}, since no part of it looks like the article")
        }
        None => format!(
            "kept all the text {what}, which is too big or too deep for telling its parts apart"
        ),
    };
    draft.notices.push(notice);
    let text = main.unwrap_or(whole.text);
    draft.text = with_headline(text, draft.title.as_deref(), &whole.head);
    Ok(draft)
}

/// Whether the tree of a page is small enough to look for its main text.
fn fits(shape: Shape, room: Room) -> bool {
    let tree = shape
        .elements
        .saturating_add(shape.pieces)
        .saturating_mul(TREE);
    shape.depth <= DEEPEST
        && shape.elements <= MOST_ELEMENTS
        && shape.elements.saturating_mul(shape.depth) <= MOST_LEVELS
        && tree <= room.working
}

/// The text of a piece of a page, without its title and what else it says about itself.
pub(super) fn body(
    page: &str,
    how: PageHow,
    room: Room,
) -> Result<(String, Option<String>), ArticleError> {
    let shape = guard::shape(page);
    if shape.attributes > MOST_ATTRIBUTES {
        let why = format!("one of its tags has {} attributes", shape.attributes);
        return Err(ArticleError::unusable(
            "a web page",
            why,
            "save its words as plain text",
        ));
    }
    let page = walk(
        page,
        Walk {
            xml: how.xml,
            most: room.text,
        },
    );
    if page.overfull {
        return Err(room.overfull("a web page"));
    }
    let title = [page.head.heading, page.head.title]
        .into_iter()
        .find(|title| !title.is_empty());
    Ok((page.text, title))
}

/// Words in which there may be tags and names of characters, as plain words in one line.
pub(super) fn words_of(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return one_line(html);
    }
    one_line(
        &walk(
            html,
            Walk {
                xml: false,
                most: usize::MAX,
            },
        )
        .text,
    )
}

fn main_text(page: &str, how: Walk) -> Option<String> {
    let config = Config {
        // What the page says about itself has been read already.
        disable_json_ld: true,
        ..Config::default()
    };
    let mut reader = Readability::new(page, None, Some(config)).ok()?;
    let found = reader.parse().ok()?;
    let text = walk(&found.content, how).text;
    (word_count(&text) >= FEWEST_WORDS).then_some(text)
}

/// The text with its headline before it: a headline claims, too. The reader's view takes it away.
fn with_headline(text: String, title: Option<&str>, head: &Head) -> String {
    let title = title.unwrap_or_default();
    // The largest heading of some pages is the outlet's name.
    let heading = Some(head.heading.as_str()).filter(|heading| are_alike(heading, title));
    let headline = heading.unwrap_or(title);
    if headline.is_empty() || text.is_empty() {
        return text;
    }
    let start = text.lines().filter(|line| !line.is_empty()).take(8);
    if start.into_iter().any(|line| one_line(line) == headline) {
        return text;
    }
    format!("{headline}\n\n{text}")
}

/// Whether two headlines share most of their words.
fn are_alike(a: &str, b: &str) -> bool {
    let words = |text: &str| -> BTreeSet<String> {
        text.to_lowercase()
            .split_whitespace()
            .map(str::to_owned)
            .collect()
    };
    let (a, b) = (words(a), words(b));
    let shared = a.intersection(&b).count();
    shared > 0 && shared * 2 >= a.len().min(b.len())
}
