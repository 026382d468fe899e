//! What the elements of a page do to its text.

use html5ever::tokenizer::Tag;

use crate::formats::articles::prose::Gap;

/// Elements whose words are none of the page's text. A tag of the page's body ends those that
/// can't hold it.
const SILENT: [&str; 22] = [
    "applet", "audio", "button", "canvas", "datalist", "dialog", "head", "iframe", "math",
    "noframes", "noscript", "object", "script", "select", "style", "svg", "template", "textarea",
    "title", "video", "noembed", "map",
];

/// Elements around which there is an empty line.
const BLOCKS: [&str; 31] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dir",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
];

/// Elements that stand in a line of their own.
const LINES: [&str; 8] = [
    "dd", "dt", "li", "legend", "option", "summary", "tr", "details",
];

/// What stands before and behind an element.
pub(super) fn gap_around(name: &str) -> Gap {
    match name {
        "td" | "th" => Gap::Tab,
        _ if is_block(name) => Gap::Paragraph,
        _ if LINES.contains(&name) => Gap::Line,
        _ => Gap::None,
    }
}

/// Whether an empty line stands around an element.
pub(super) fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

/// Whether an element's words are not shown.
pub(super) fn silences(name: &str, tag: &Tag) -> bool {
    let hidden = tag.attrs.iter().any(|it| match &*it.name.local {
        "hidden" => true,
        "style" => {
            let style = it.value.to_ascii_lowercase().replace(' ', "");
            style.contains("display:none") || style.contains("visibility:hidden")
        }
        _ => false,
    });
    SILENT.contains(&name)
        || (hidden && !matches!(name, "html" | "body" | "li" | "p" | "td" | "tr" | "th"))
}

/// Whether an element holds nothing and has no end.
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}
