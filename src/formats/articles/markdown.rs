//! Markdown: its words. The signs that a reader never sees (`**`, `#`, addresses of links) would
//! stand inside quotations and between them, so that they are left out, as a browser leaves them
//! out when it shows the page.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::prose::{Gap, Prose};
use super::{Draft, Room};

/// So many bytes the parser's tree takes for each sign of mark-up, at most.
const SIGN: usize = 150;

/// Reads Markdown; its front matter, if it has one, is metadata.
pub(super) fn read(text: &str, room: Room) -> Draft {
    let is_sign = |byte: &u8| b"*_[]()<>!`~|#\\\n".contains(byte);
    let signs = text.as_bytes().iter().copied().filter(is_sign).count();
    if signs.saturating_mul(SIGN) > room.working {
        let mut draft = Draft::of(text.to_owned());
        draft.notices.push(
            "kept the Markdown as it stands, with its signs: there are too many of them".to_owned(),
        );
        return draft;
    }
    let (front, body) = front_matter(text);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut reader = Reader::default();
    for event in Parser::new_ext(body, options) {
        reader.event(event);
    }
    let mut draft = Draft::of(reader.prose.unwrap_or_else(empty).finish());
    for (name, value) in front {
        draft.fact(name, value);
    }
    draft
        .notices
        .push("kept the words of the Markdown, without its signs".to_owned());
    if reader.skipped > 0 {
        let what = crate::formats::counted(reader.skipped, "piece");
        draft.notices.push(format!("left out {what} of HTML"));
    }
    draft
}

#[derive(Default)]
struct Reader {
    prose: Option<Prose>,
    verbatim: bool,
    /// Inside an item the first paragraph stands in the item's own line.
    in_item: usize,
    skipped: usize,
    picture: usize,
}

fn empty() -> Prose {
    Prose::new(usize::MAX)
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        let prose = self.prose.get_or_insert_with(empty);
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(words) if self.picture == 0 && self.verbatim => prose.verbatim(&words),
            Event::Text(words) | Event::Code(words) if self.picture == 0 => prose.words(&words),
            Event::SoftBreak => prose.gap(Gap::Blank),
            Event::HardBreak => prose.line_end(),
            Event::Rule => prose.gap(Gap::Paragraph),
            Event::InlineHtml(html) if is_line_break(&html) => prose.line_end(),
            // Alone in its line: a mark for a tool. Its words, if any, come as text of their own.
            Event::Html(_) | Event::InlineHtml(_) => self.skipped += 1,
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::CodeBlock(_) => self.verbatim = true,
            Tag::Item => self.in_item += 1,
            Tag::Image { .. } => self.picture += 1,
            _ => {}
        }
        if let Some(gap) = gap(&tag.to_end(), self.in_item > 0) {
            self.gap(gap);
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::CodeBlock => self.verbatim = false,
            TagEnd::Item => self.in_item = self.in_item.saturating_sub(1),
            TagEnd::Image => self.picture = self.picture.saturating_sub(1),
            _ => {}
        }
        if let Some(gap) = gap(&tag, self.in_item > 0) {
            self.gap(gap);
        }
    }

    fn gap(&mut self, gap: Gap) {
        if let Some(prose) = &mut self.prose {
            prose.gap(gap);
        }
    }
}

/// What stands around an element.
fn gap(tag: &TagEnd, in_item: bool) -> Option<Gap> {
    match tag {
        TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead => Some(Gap::Line),
        TagEnd::TableCell => Some(Gap::Tab),
        TagEnd::List(_) | TagEnd::Paragraph if in_item => Some(Gap::Line),
        TagEnd::Emphasis
        | TagEnd::Strong
        | TagEnd::Strikethrough
        | TagEnd::Superscript
        | TagEnd::Subscript
        | TagEnd::Link
        | TagEnd::Image => None,
        _ => Some(Gap::Paragraph),
    }
}

fn is_line_break(html: &str) -> bool {
    let name = html.trim_matches(['<', '>', '/', ' ']);
    name.eq_ignore_ascii_case("br")
}

/// The pairs of a front matter between two lines of `---` that are one word and one value each,
/// and what stands behind it.
fn front_matter(text: &str) -> (Vec<(&str, &str)>, &str) {
    let none = (Vec::new(), text);
    let Some(rest) = text.strip_prefix("---\n") else {
        return none;
    };
    let Some((matter, body)) = rest
        .split_once("\n---\n")
        .or_else(|| rest.split_once("\n...\n"))
    else {
        return none;
    };
    let pairs = matter.lines().filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        let word = !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || "_-".contains(c));
        let value = value.trim().trim_matches(['"', '\'']);
        (word && !value.is_empty()).then_some((name, value))
    });
    (pairs.collect(), body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_pairs_and_anything_else_is_text() {
        let (pairs, body) = front_matter("---\ntitle: \"A: b\"\n- x\ntags:\n---\nBody");
        assert_eq!(pairs, [("title", "A: b")]);
        assert_eq!(body, "Body");
        assert_eq!(front_matter("--- a\n---\n").1, "--- a\n---\n");
        assert_eq!(front_matter("---\nnever ends").0, []);
    }
}
