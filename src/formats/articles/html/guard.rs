//! How big and how deep a page is, told in one linear look before it is parsed: the time of a
//! browser's parser grows with the square of the depth and of the attributes of one tag.

/// What a page is like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// How many elements stand open at once at most, counted by tags.
    pub(super) depth: usize,
    /// How many start tags there are.
    pub(super) elements: usize,
    /// How many other signs there are that cut the words of a page into pieces: `<` and `&`.
    pub(super) pieces: usize,
    /// The most attributes of one tag.
    pub(super) attributes: usize,
}

/// Elements that hold nothing, and those that the next of their kind ends.
const FLAT: [&str; 32] = [
    "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html",
    "img", "input", "li", "link", "meta", "optgroup", "option", "p", "param", "path", "rp", "rt",
    "source", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr",
];

/// Looks over a page.
pub(super) fn shape(page: &str) -> Shape {
    let mut shape = Shape::default();
    let mut open = 0_usize;
    let mut rest = page;
    shape.pieces = page.bytes().filter(|byte| *byte == b'&').count();
    while let Some((_, after)) = rest.split_once('<') {
        if let Some(comment) = after.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let (closes, name_on) = match after.strip_prefix('/') {
            Some(after) => (true, after),
            None => (false, after),
        };
        if !name_on.starts_with(|c: char| c.is_ascii_alphabetic()) {
            shape.pieces += 1;
            rest = after;
            continue;
        }
        let tag = tag(name_on);
        rest = tag.rest;
        shape.attributes = shape.attributes.max(tag.attributes);
        let name = tag.name.to_ascii_lowercase();
        if closes {
            open = open.saturating_sub(usize::from(!FLAT.contains(&name.as_str())));
            continue;
        }
        shape.elements += 1;
        if ["script", "style"].contains(&name.as_str()) {
            rest = after_raw(rest, &name);
        } else if !tag.closed && !FLAT.contains(&name.as_str()) {
            open += 1;
            shape.depth = shape.depth.max(open);
        }
    }
    shape
}

struct Tag<'a> {
    name: &'a str,
    attributes: usize,
    /// It ends in `/>`.
    closed: bool,
    rest: &'a str,
}

/// Reads a tag from its name to its end, as the tokenizer of the standard does.
fn tag(text: &str) -> Tag<'_> {
    let blank = |c: char| c.is_ascii_whitespace();
    let end = text
        .find(|c: char| blank(c) || c == '/' || c == '>')
        .unwrap_or(text.len());
    let (name, mut rest) = text.split_at(end);
    let mut attributes = 0;
    let mut closed = false;
    loop {
        let trimmed = rest.trim_start_matches(|c: char| blank(c) || c == '/');
        let skipped = rest.get(..rest.len() - trimmed.len()).unwrap_or_default();
        if trimmed.is_empty() {
            rest = trimmed;
            break;
        }
        if let Some(after) = trimmed.strip_prefix('>') {
            closed = skipped.ends_with('/');
            rest = after;
            break;
        }
        attributes += 1;
        rest = after_attribute(trimmed);
    }
    Tag {
        name,
        attributes,
        closed,
        rest,
    }
}

fn after_attribute(text: &str) -> &str {
    let blank = |c: char| c.is_ascii_whitespace();
    // An equals sign at the start belongs to the name.
    let first = text.chars().next().map_or(0, char::len_utf8);
    let from_first = text.get(first..).unwrap_or_default();
    let end = from_first.find(|c: char| blank(c) || matches!(c, '/' | '>' | '='));
    let rest = from_first
        .get(end.unwrap_or(from_first.len())..)
        .unwrap_or_default();
    let Some(value) = rest.trim_start_matches(blank).strip_prefix('=') else {
        return rest;
    };
    let value = value.trim_start_matches(blank);
    for quote in ['"', '\''] {
        if let Some(quoted) = value.strip_prefix(quote) {
            return quoted.split_once(quote).map_or("", |(_, after)| after);
        }
    }
    let end = value.find(|c: char| blank(c) || c == '>');
    value.get(end.unwrap_or(value.len())..).unwrap_or_default()
}

/// What stands behind the words of an element that holds no tags.
fn after_raw<'a>(text: &'a str, name: &str) -> &'a str {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("</") {
        if after
            .get(..name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name))
        {
            return after;
        }
        rest = after;
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_measured_by_its_tags() {
        let page = "<!DOCTYPE html><html><body class=x><!-- <div> --><div id='a>b' a=/x/y><p>1<p>2 <b>3</b><br/></div>\
            <script>if (a<b && c>d) '<div>'</script><svg/><div><div><i></i></div></div></body>";
        assert_eq!(
            shape(page),
            Shape {
                depth: 3,
                elements: 12,
                pieces: 3,
                attributes: 2
            }
        );
    }

    #[test]
    fn nothing_that_is_cut_off_harms() {
        let page = "<div a='b' c = d /><script>x</script";
        for end in 0..page.len() {
            shape(&page[..end]);
        }
        assert_eq!(shape("<a =b=c d").attributes, 2);
        assert_eq!(shape("a < b <3 </ x").elements, 0);
    }
}
