//! The report as one page: no script, nothing fetched, light and dark, fit to print.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{agreement, counts, known, links_from, title, values};
use crate::formats::counted;
use crate::formats::datasets::corpus::{Corpus, Picked};
use crate::formats::datasets::markup::of_page as plain;
use crate::formats::datasets::{Files, colour_code};
use crate::project::{Annotation, Id, LineStyle, Place, Tag};
use crate::span::runs;
use crate::text::TextRange;

const STYLE: &str = "\
:root{color-scheme:light dark}\
body{font:18px/1.55 Georgia,'Libertinus Serif',serif;max-width:44rem;margin:2rem auto;padding:0 1rem;background:#fff;color:#111;overflow-wrap:anywhere}\
h1,h2,h3,p,li,.text,.note{unicode-bidi:plaintext;text-align:start}\
h1{font-size:1.5rem}h2{font-size:1.25rem;margin-top:3rem}\
.about{color:#555;font-size:.85rem}\
.text{white-space:pre-wrap}\
.m{color:#111;border-radius:2px;padding-bottom:.25em;text-decoration:underline #333 2px;text-underline-offset:3px;text-decoration-skip-ink:none}\
sup{margin:0 .15em}sup a,.marks a{font-size:.7rem;text-decoration:none;color:#1450a0}\
.marks{font-size:.85rem;padding-left:2.5rem}.marks li{margin:.35rem 0;break-inside:avoid}\
.marks .tag{color:#111;border-radius:3px;padding:0 .3rem;font-family:sans-serif;font-size:.75rem}\
.note{white-space:pre-wrap}\
@media(prefers-color-scheme:dark){body{background:#16181c;color:#e6e6e6}.about{color:#a5a9b0}sup a,.marks a{color:#8ab8f5}}\
@media print{body{background:#fff;color:#000;max-width:none;margin:0}article+article{break-before:page}.m,.tag{print-color-adjust:exact;-webkit-print-color-adjust:exact}}";

pub(super) fn write(corpus: &Corpus<'_>) -> Files {
    let name = match corpus.project.tagset().name.trim() {
        "" => "Marked articles",
        name => name,
    };
    let mut rules = colours(corpus);
    if corpus.figures.is_some() {
        rules.push_str(agreement::RULES);
    }
    let mut page = head(name, &rules);
    overview(corpus, &mut page);
    if corpus.figures.is_some() {
        page.push_str(agreement::WHERE);
    }
    for (number, picked) in corpus.articles.iter().enumerate() {
        article(corpus, picked, number + 1, &mut page);
    }
    if let Some(figures) = corpus.figures {
        agreement::section(figures, corpus, &mut page);
    }
    page.push_str("</body>\n</html>\n");
    Files::from([("report.html".to_owned(), page.into_bytes())])
}

/// A page up to its first heading, with its own rules behind those of all pages.
pub(super) fn head(title: &str, rules: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{0}</title>\n<style>{STYLE}</style>\n<style>{rules}</style>\n</head>\n<body>\n<h1>{0}</h1>\n",
        plain(title),
    )
}

/// A class a tag, by its place in the tagset: its ground, and a line for those who see no colours.
fn colours(corpus: &Corpus<'_>) -> String {
    let tags = corpus.project.tagset().tags.iter().enumerate();
    let rule = |(place, tag): (usize, &Tag)| {
        let ground = colour_code(tag.colour);
        let line = match tag.line {
            LineStyle::Rule | LineStyle::Capped => "solid",
            LineStyle::Thick | LineStyle::Bar => "solid;text-decoration-thickness:4px",
            LineStyle::Double => "double",
            LineStyle::Wave => "wavy;text-decoration-thickness:1px",
            LineStyle::Dots => "dotted",
            LineStyle::Ticked => "dashed",
        };
        format!(".t{place}{{background:{ground}}}.m.t{place}{{text-decoration-style:{line}}}")
    };
    tags.map(rule).collect()
}

impl agreement::Names for Corpus<'_> {
    fn of_tag(&self, id: &str) -> String {
        self.name(&Id::new(id)).to_owned()
    }

    fn of_article(&self, id: &str) -> String {
        let known = self.project.entry(&Id::new(id));
        let title = known.map(|entry| entry.article().title.trim());
        title.filter(|it| !it.is_empty()).unwrap_or(id).to_owned()
    }
}

fn class(corpus: &Corpus<'_>, mark: &Annotation) -> usize {
    let mut tags = corpus.project.tagset().tags.iter();
    tags.position(|tag| tag.id == mark.tag).unwrap_or_default()
}

fn overview(corpus: &Corpus<'_>, page: &mut String) {
    let marks: usize = corpus
        .articles
        .iter()
        .map(|picked| picked.marks.len())
        .sum();
    let links: usize = corpus
        .articles
        .iter()
        .map(|picked| picked.links.len())
        .sum();
    let marked = || corpus.articles.iter().flat_map(|picked| &picked.marks);
    let shown = |(tag, count): (String, usize)| {
        let one = marked().find(|mark| corpus.tag(mark) == tag);
        let class = one.map(|mark| class(corpus, mark)).unwrap_or_default();
        format!("<mark class=\"m t{class}\">{}</mark> {count}", plain(&tag))
    };
    let tags: Vec<_> = counts(corpus).into_iter().map(shown).collect();
    let (articles, marks, links) = (
        counted(corpus.articles.len(), "article"),
        counted(marks, "mark"),
        counted(links, "link"),
    );
    let tags = match tags.is_empty() {
        true => String::new(),
        false => format!(": {}", tags.join(", ")),
    };
    let _ = writeln!(
        page,
        "<p class=\"about\">{articles}, {marks}{tags}; {links}.</p>"
    );
}

fn article(corpus: &Corpus<'_>, picked: &Picked<'_>, number: usize, page: &mut String) {
    let _ = writeln!(
        page,
        "<article id=\"a{number}\">\n<h2>{}</h2>",
        plain(title(picked))
    );
    let mut about = known(picked);
    about.extend(values(&picked.entry.status().attributes));
    if !about.is_empty() {
        let about = about.iter().map(|words| plain(words)).collect::<Vec<_>>();
        let _ = writeln!(page, "<p class=\"about\">{}</p>", about.join(" · "));
    }
    let _ = write!(page, "<div class=\"text\">");
    text(corpus, picked, number, page);
    page.push_str("</div>\n");
    if !picked.marks.is_empty() {
        page.push_str("<ol class=\"marks\">\n");
        for (place, mark) in picked.marks.iter().enumerate() {
            entry(corpus, picked, (number, place + 1), mark, page);
        }
        page.push_str("</ol>\n");
    }
    page.push_str("</article>\n");
}

/// The text with a background where something is marked, and a mark's letter and number where a piece
/// of it ends.
fn text(corpus: &Corpus<'_>, picked: &Picked<'_>, number: usize, page: &mut String) {
    let text = picked.text();
    let spans = picked.marks.iter().enumerate();
    let spans: Vec<_> = spans
        .filter_map(|(place, mark)| Some((place, mark.span()?.clone())))
        .collect();
    // Each with whether it is the last piece of its mark.
    let mut ends: BTreeMap<usize, Vec<(usize, bool)>> = BTreeMap::new();
    for (place, span) in &spans {
        for piece in span.fragments() {
            let last = piece.end == span.end();
            let here = ends.entry(piece.end.0).or_default();
            here.push((*place, last));
        }
    }
    let mut at = 0;
    let words = |from, to| plain(text.slice(TextRange::new(from, to)).unwrap_or_default());
    for run in runs(&spans, text.range()) {
        page.push_str(&words(at, run.range.start.0));
        let inner = run.keys.last().and_then(|place| picked.marks.get(*place));
        let class = inner.map(|mark| class(corpus, mark)).unwrap_or_default();
        let tags = run.keys.iter().filter_map(|place| picked.marks.get(*place));
        let tags: Vec<_> = tags.map(|mark| plain(corpus.name(&mark.tag))).collect();
        let marked = words(run.range.start.0, run.range.end.0);
        let _ = write!(
            page,
            "<mark class=\"m t{class}\" title=\"{}\">{marked}</mark>",
            tags.join(", ")
        );
        at = run.range.end.0;
        for (place, last) in ends.get(&at).into_iter().flatten() {
            let mark = picked.marks.get(*place);
            let tag = mark.and_then(|mark| corpus.project.tagset().tag(&mark.tag));
            let letter = tag.map(|tag| plain(&tag.letter.to_string()));
            // The list leads back to where the mark ends.
            let id = match *last {
                true => format!(" id=\"a{number}w{}\"", place + 1),
                false => String::new(),
            };
            let _ = write!(
                page,
                "<sup{id}><a href=\"#a{number}m{0}\">{1}{0}</a></sup>",
                place + 1,
                letter.unwrap_or_default()
            );
        }
    }
    page.push_str(&words(at, text.len().0));
}

fn entry(
    corpus: &Corpus<'_>,
    picked: &Picked<'_>,
    (article, number): (usize, usize),
    mark: &Annotation,
    page: &mut String,
) {
    let (class, tag) = (class(corpus, mark), plain(corpus.name(&mark.tag)));
    let words = plain(&mark.words(picked.text()));
    let (back, words) = match mark.place {
        Place::Span(_) => (
            format!(" href=\"#a{article}w{number}\""),
            format!("<bdi>“{words}”</bdi>"),
        ),
        Place::Implicit { .. } => (
            String::new(),
            format!("<bdi>{words}</bdi> (not in the text)"),
        ),
    };
    let _ = write!(
        page,
        "<li id=\"a{article}m{number}\"><a class=\"tag t{class}\"{back}>{tag}</a> {words}"
    );
    let mut about = values(&mark.attributes);
    about.extend(
        corpus
            .identity(mark)
            .map(|identity| format!("is {}", identity.name)),
    );
    about.extend(Some(format!("by {}", mark.stamp.author)).filter(|it| it.len() > 3));
    for words in about {
        let _ = write!(page, " · {}", plain(&words));
    }
    for (name, to, said) in links_from(corpus, picked, mark) {
        let name = plain(&name);
        let _ = write!(page, "<br>{name} <a href=\"#a{article}m{to}\">{to}</a>");
        if !said.is_empty() {
            let _ = write!(page, " ({})", plain(&said));
        }
    }
    if !mark.note.is_empty() {
        let _ = write!(
            page,
            "<br><span class=\"note\">{}</span>",
            plain(&mark.note)
        );
    }
    page.push_str("</li>\n");
}
