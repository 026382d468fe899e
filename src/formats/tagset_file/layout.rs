//! How a tagset stands in a file: a few lines a tag, an attribute a line.

use crate::formats::ron_file::write::{Record, Writer, list, quote, quote_char};
use crate::project::{Attribute, Colour, LineStyle, LinkKind, Tag, TagStyle, Tagset, ValueKind};

/// Writes the fields of a tagset, each on lines of its own.
pub(super) fn write_tagset(writer: &mut Writer, depth: usize, tagset: &Tagset) {
    if !tagset.name.is_empty() {
        writer.text_line(depth, "name", &tagset.name);
    }
    if !tagset.tags.is_empty() {
        writer.line(depth, "tags: [");
        tagset
            .tags
            .iter()
            .for_each(|tag| write_tag(writer, depth + 1, tag));
        writer.line(depth, "],");
    }
    if !tagset.links.is_empty() {
        writer.line(depth, "links: [");
        tagset
            .links
            .iter()
            .for_each(|kind| write_link_kind(writer, depth + 1, kind));
        writer.line(depth, "],");
    }
    if !tagset.entity_kinds.is_empty() {
        writer.line(depth, "entity_kinds: [");
        for kind in &tagset.entity_kinds {
            writer.record_line(depth + 1, |record| {
                record.text("id", kind.id.as_str());
                record.text("name", &kind.name);
            });
        }
        writer.line(depth, "],");
    }
    write_attributes(
        writer,
        depth,
        "article_attributes",
        &tagset.article_attributes,
    );
}

fn write_tag(writer: &mut Writer, depth: usize, tag: &Tag) {
    writer.line(depth, "(");
    let inner = depth + 1;
    writer.text_line(inner, "id", tag.id.as_str());
    writer.text_line(inner, "name", &tag.name);
    writer.field_line(inner, "letter", |out| quote_char(out, tag.letter));
    if let Some(key) = tag.key {
        writer.field_line(inner, "key", |out| quote_char(out, key));
    }
    writer.line(inner, &format!("colour: {},", colour_name(tag.colour)));
    writer.line(inner, &format!("line: {},", line_name(tag.line)));
    writer.line(inner, &format!("style: {},", style_name(tag.style)));
    if !tag.guideline.is_empty() {
        writer.text_line(inner, "guideline", &tag.guideline);
    }
    write_attributes(writer, inner, "attributes", &tag.attributes);
    if tag.retired {
        writer.line(inner, "retired: true,");
    }
    writer.line(depth, "),");
}

fn write_link_kind(writer: &mut Writer, depth: usize, kind: &LinkKind) {
    writer.line(depth, "(");
    let inner = depth + 1;
    writer.text_line(inner, "id", kind.id.as_str());
    writer.text_line(inner, "name", &kind.name);
    if !kind.reverse.is_empty() {
        writer.text_line(inner, "reverse", &kind.reverse);
    }
    if !kind.joins.is_empty() {
        writer.field_line(inner, "joins", |out| {
            list(out, &kind.joins, |out, (from, to)| {
                out.push('(');
                quote(out, from.as_str());
                out.push_str(", ");
                quote(out, to.as_str());
                out.push(')');
            });
        });
    }
    if !kind.guideline.is_empty() {
        writer.text_line(inner, "guideline", &kind.guideline);
    }
    write_attributes(writer, inner, "attributes", &kind.attributes);
    writer.line(depth, "),");
}

fn write_attributes(writer: &mut Writer, depth: usize, name: &str, attributes: &[Attribute]) {
    if attributes.is_empty() {
        return;
    }
    writer.line(depth, &format!("{name}: ["));
    for attribute in attributes {
        writer.record_line(depth + 1, |record| write_attribute(record, attribute));
    }
    writer.line(depth, "],");
}

fn write_attribute(record: &mut Record<'_>, attribute: &Attribute) {
    record.text("id", attribute.id.as_str());
    record.text("name", &attribute.name);
    record.field("kind", |out| match &attribute.kind {
        ValueKind::Flag => out.push_str("flag"),
        ValueKind::Text => out.push_str("text"),
        ValueKind::Number => out.push_str("number"),
        ValueKind::Choice(words) => {
            out.push_str("choice(");
            list(out, words, |out, word| quote(out, word));
            out.push(')');
        }
    });
    record.some_text("guideline", &attribute.guideline);
}

fn style_name(style: TagStyle) -> &'static str {
    match style {
        TagStyle::Statement => "statement",
        TagStyle::Mention => "mention",
    }
}

fn colour_name(colour: Colour) -> &'static str {
    match colour {
        Colour::Blue => "blue",
        Colour::Orange => "orange",
        Colour::Green => "green",
        Colour::Purple => "purple",
        Colour::Olive => "olive",
        Colour::Pink => "pink",
        Colour::Grey => "grey",
        Colour::Teal => "teal",
    }
}

fn line_name(line: LineStyle) -> &'static str {
    match line {
        LineStyle::Rule => "rule",
        LineStyle::Double => "double",
        LineStyle::Thick => "thick",
        LineStyle::Wave => "wave",
        LineStyle::Bar => "bar",
        LineStyle::Dots => "dots",
        LineStyle::Ticked => "ticked",
        LineStyle::Capped => "capped",
    }
}
