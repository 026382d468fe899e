//! The report as Markdown: the text with a footnote where each mark ends.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{counts, known, links_from, title, values};
use crate::formats::counted;
use crate::formats::datasets::Files;
use crate::formats::datasets::corpus::{Corpus, Picked};
use crate::project::Annotation;
use crate::text::TextRange;

pub(super) fn write(corpus: &Corpus<'_>) -> Files {
    let mut text = String::new();
    let tags = counts(corpus).into_iter();
    let tags: Vec<_> = tags
        .map(|(tag, count)| format!("{} {count}", escaped(&tag)))
        .collect();
    let articles = counted(corpus.articles.len(), "article");
    let _ = writeln!(text, "{articles}. {}", tags.join(", "));
    for (number, picked) in corpus.articles.iter().enumerate() {
        article(corpus, picked, number + 1, &mut text);
    }
    Files::from([("report.md".to_owned(), text.into_bytes())])
}

fn article(corpus: &Corpus<'_>, picked: &Picked<'_>, number: usize, out: &mut String) {
    let _ = writeln!(out, "\n## {}\n", escaped(&on_one_line(title(picked))));
    let mut about = known(picked);
    about.extend(values(&picked.entry.status().attributes));
    if !about.is_empty() {
        let about = about.iter().map(|words| escaped(&on_one_line(words)));
        let _ = writeln!(out, "*{}*\n", about.collect::<Vec<_>>().join(" · "));
    }
    let mut ends: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, mark) in picked.marks.iter().enumerate() {
        if let Some(span) = mark.span() {
            ends.entry(span.end().0).or_default().push(place + 1);
        }
    }
    let mut at = 0;
    let words = |from, to| {
        let words = picked.text().slice(TextRange::new(from, to));
        escaped(words.unwrap_or_default())
    };
    for (end, marks) in ends {
        out.push_str(&words(at, end));
        for mark in marks {
            let _ = write!(out, "[^{number}-{mark}]");
        }
        at = end;
    }
    out.push_str(&words(at, picked.text().len().0));
    out.push_str("\n\n");
    for (place, mark) in picked.marks.iter().enumerate() {
        footnote(corpus, picked, (number, place + 1), mark, out);
    }
}

fn footnote(
    corpus: &Corpus<'_>,
    picked: &Picked<'_>,
    (article, number): (usize, usize),
    mark: &Annotation,
    out: &mut String,
) {
    let words = escaped(&on_one_line(&mark.words(picked.text())));
    let tag = escaped(corpus.name(&mark.tag));
    let _ = write!(out, "[^{article}-{number}]: **{tag}** “{words}”");
    let mut about = values(&mark.attributes);
    about.extend(
        corpus
            .identity(mark)
            .map(|identity| format!("is {}", identity.name)),
    );
    about.extend(Some(format!("by {}", mark.stamp.author)).filter(|it| it.len() > 3));
    about.extend(Some(mark.note.to_string()).filter(|note| !note.is_empty()));
    for words in about {
        let _ = write!(out, " · {}", escaped(&on_one_line(&words)));
    }
    for (name, to, said) in links_from(corpus, picked, mark) {
        let _ = write!(out, " · {} [^{article}-{to}]", escaped(&name));
        if !said.is_empty() {
            let _ = write!(out, " ({})", escaped(&on_one_line(&said)));
        }
    }
    out.push('\n');
}

/// Words with a backslash before everything that means something in Markdown or HTML.
fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for letter in words.chars() {
        if "\\`*_{}[]<>()#+-!|~&^".contains(letter) {
            text.push('\\');
        }
        text.push(letter);
    }
    text
}

fn on_one_line(words: &str) -> String {
    words
        .split(super::super::corpus::is_break)
        .collect::<Vec<_>>()
        .join(" ")
}
