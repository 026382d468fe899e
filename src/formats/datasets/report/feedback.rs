//! Feedback for an annotator as one page: what was decided otherwise, each in its sentence.

use std::fmt::Write as _;
use std::sync::Arc;

use super::html::head;
use crate::formats::counted;
use crate::formats::datasets::markup::of_page as plain;
use crate::formats::ron_file::value::time_to_words;
use crate::project::{Article, Comment};
use crate::review::compare::DisputeKind;
use crate::review::feedback::{ArticleFeedback, Feedback, Item};
use crate::span::{Span, runs};
use crate::text::{Text, TextRange, boundary};

/// How many bytes of the text stand around the words that an item is about, at least.
const AROUND: usize = 90;

const RULES: &str = "\
.items{padding-left:0;list-style:none}\
.items li{margin:1.6rem 0;padding-left:1rem;border-left:3px solid #8a8f98;break-inside:avoid}\
.items h3{font:600 .85rem sans-serif;margin:0 0 .3rem}\
.items p{margin:.3rem 0}\
.items .talk{list-style:none;margin:.6rem 0 0;padding:0;font-size:.9rem}\
.items .talk li{margin:.5rem 0;padding:0 0 0 .8rem;border-left:2px dotted #8a8f98}\
.talk b,.talk time{font:600 .8rem sans-serif}.talk time{font-weight:400;color:#555}\
.items dl{display:grid;grid-template-columns:5.5rem 1fr;gap:.15rem .6rem;margin:.4rem 0 0;font-size:.9rem}\
.items dt{font:.8rem/1.7 sans-serif;color:#555}.items dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}\
.y,.d,.yd{color:inherit;background:none}\
.y,.yd{border-bottom:2px dashed #a33}\
.d,.yd{background:#dcebd9}\
@media(prefers-color-scheme:dark){.y,.yd{border-bottom-color:#f0998c}.d,.yd{background:#274a2c;color:#e6e6e6}.items dt,.talk time{color:#a5a9b0}}\
@media print{.d,.yd{print-color-adjust:exact;-webkit-print-color-adjust:exact}}";

/// The page. The same feedback always gives the same bytes.
pub fn page(feedback: &Feedback) -> String {
    let mut page = head(&format!("Feedback for {}", feedback.annotator), RULES);
    overview(feedback, &mut page);
    for article in &feedback.articles {
        section(article, &mut page);
    }
    page.push_str("</body>\n</html>\n");
    page
}

fn overview(feedback: &Feedback, page: &mut String) {
    let (places, same) = feedback.places();
    let counts = feedback.counts().into_iter();
    let counts: Vec<_> = counts
        .map(|(kind, count)| format!("{} {count}", name(kind)))
        .collect();
    let counts = match counts.is_empty() {
        true => String::new(),
        false => format!(" What differs: {}.", counts.join(", ")),
    };
    let _ = writeln!(
        page,
        "<p class=\"about\">Held against “{}”.</p>\n<p>Of {} that somebody marked, {same} {} just as you marked them.{counts}</p>",
        plain(&feedback.decider),
        counted(places, "place"),
        if same == 1 { "stands" } else { "stand" },
    );
    if places > same {
        page.push_str("<p class=\"about\">In the sentences, <mark class=\"y\">your words are underlined with dashes</mark> and <mark class=\"d\">the decided words have a ground</mark>.</p>\n");
    }
    let carried = feedback.carried.iter().map(ToString::to_string);
    let refused = feedback.refused.iter().map(ToString::to_string);
    let undecided = feedback.undecided.iter();
    let undecided = undecided.map(|id| format!("On article {id:?} nothing is decided yet"));
    for sentence in carried.chain(refused).chain(undecided) {
        let _ = writeln!(page, "<p class=\"about\">{}.</p>", plain(&sentence));
    }
}

fn section(it: &ArticleFeedback, page: &mut String) {
    let title = match it.article.title.trim() {
        "" => it.article.id.as_str(),
        title => title,
    };
    let _ = writeln!(
        page,
        "<article>\n<h2>{}</h2>\n<p class=\"about\">{}, {} as you marked them.</p>",
        plain(title),
        counted(it.places, "place"),
        it.same
    );
    if !it.items.is_empty() {
        page.push_str("<ol class=\"items\">\n");
        for item in &it.items {
            entry(&it.article, item, page);
        }
        page.push_str("</ol>\n");
    }
    if !it.talks.is_empty() {
        page.push_str("<h3>Talked about, and as you marked it</h3>\n<ol class=\"items\">\n");
        for talked in &it.talks {
            let _ = writeln!(page, "<li><h3>“{}”</h3>", plain(&short(&talked.quote)));
            thread(&talked.talk, page);
            page.push_str("</li>\n");
        }
        page.push_str("</ol>\n");
    }
    page.push_str("</article>\n");
}

fn entry(article: &Article, item: &Item, page: &mut String) {
    let _ = writeln!(page, "<li><h3>{}</h3>", plain(&heading(item)));
    sentence(article, item, page);
    page.push_str("<dl>");
    let said = |words: &Option<String>| match words {
        Some(words) => plain(words),
        None => "nothing".to_owned(),
    };
    let _ = write!(page, "<dt>You</dt><dd>{}</dd>", said(&item.yours));
    let _ = write!(page, "<dt>Decided</dt><dd>{}</dd>", said(&item.decided));
    for why in &item.why {
        let _ = write!(page, "<dt>Why</dt><dd>{}</dd>", plain(why));
    }
    if item.gap {
        page.push_str("<dt>Guideline</dt><dd>It does not say what is right here.</dd>");
    }
    page.push_str("</dl>");
    if !item.talk.is_empty() {
        page.push('\n');
        thread(&item.talk, page);
    }
    page.push_str("</li>\n");
}

/// What was said, by whom and when, the oldest first.
fn thread(talk: &[Arc<Comment>], page: &mut String) {
    page.push_str("<ul class=\"talk\">\n");
    for it in talk {
        let who = match it.stamp.author.trim() {
            "" => "Somebody",
            name => name,
        };
        let _ = write!(page, "<li><b>{}</b>", plain(who));
        if let Some(at) = it.stamp.created {
            let at = time_to_words(at);
            // To the minute: «2026-11-25 10:09 UTC».
            let day = at.get(..10).unwrap_or(&at);
            let clock = at.get(11..16).unwrap_or_default();
            let _ = write!(page, " <time datetime=\"{at}\">{day} {clock} UTC</time>");
        }
        let _ = writeln!(page, "<p class=\"note\">{}</p></li>", plain(&it.text));
    }
    page.push_str("</ul>\n");
}

/// What differs, in words.
fn heading(item: &Item) -> String {
    let quote = short(&item.quote);
    let what = match (item.kind, &item.yours, &item.decided) {
        (DisputeKind::Missing, None, _) => "You left out",
        (DisputeKind::Missing, ..) => "Is not to be marked",
        (DisputeKind::Tag, ..) => "Has another tag",
        (DisputeKind::Boundary, ..) => "Begins or ends elsewhere",
        (DisputeKind::Fragments, ..) => "Is cut otherwise",
        (DisputeKind::Attribute, ..) => "Has another value",
        (DisputeKind::Identity, ..) => "Is somebody or something else",
        (DisputeKind::LinkKind, ..) => "Has a link of another kind",
        (DisputeKind::LinkEnd, None, _) => "Lacks a link",
        (DisputeKind::LinkEnd, _, None) => "Has a link too many",
        (DisputeKind::LinkEnd, ..) => "Has a link that goes elsewhere",
    };
    format!("{what}: “{quote}”")
}

/// The beginning of some words, on one line.
fn short(quote: &str) -> String {
    let quote = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    match quote.char_indices().nth(70) {
        Some((end, _)) => format!("{}…", quote.get(..end).unwrap_or_default()),
        None => quote,
    }
}

/// A kind in an enumeration.
fn name(kind: DisputeKind) -> &'static str {
    match kind {
        DisputeKind::Missing => "left out or too many",
        DisputeKind::Tag => "tags",
        DisputeKind::Boundary => "begin or end",
        DisputeKind::Fragments => "fragments",
        DisputeKind::Attribute => "values",
        DisputeKind::Identity => "identities",
        DisputeKind::LinkKind => "kinds of link",
        DisputeKind::LinkEnd => "links",
    }
}

/// The words in their sentence, with what both marked.
fn sentence(article: &Article, item: &Item, page: &mut String) {
    let text = &article.text;
    let yours = item.your_spans.iter().map(|span| (false, span.clone()));
    let decided = item.decided_spans.iter().map(|span| (true, span.clone()));
    let spans: Vec<(bool, Span)> = yours.chain(decided).collect();
    let Some(hull) = spans
        .iter()
        .map(|(_, span)| span.hull())
        .reduce(TextRange::hull)
    else {
        return;
    };
    let window = window(text, hull);
    let words = |from, to| plain(text.slice(TextRange::new(from, to)).unwrap_or_default());
    let (before, after) = (
        if window.start.0 > 0 { "… " } else { "" },
        if window.end < text.len() { " …" } else { "" },
    );
    let _ = write!(page, "<p class=\"text\">{before}");
    let mut at = window.start;
    for run in runs(&spans, window) {
        page.push_str(&words(at, run.range.start));
        let class = match (run.keys.contains(&false), run.keys.contains(&true)) {
            (true, true) => "yd",
            (true, false) => "y",
            _ => "d",
        };
        let marked = words(run.range.start, run.range.end);
        let _ = write!(page, "<mark class=\"{class}\">{marked}</mark>");
        at = run.range.end;
    }
    page.push_str(&words(at, window.end));
    let _ = writeln!(page, "{after}</p>");
}

/// Some words around a range, whole ones of its paragraphs.
fn window(text: &Text, range: TextRange) -> TextRange {
    let paragraph = boundary::paragraph_range_at(text, range.start);
    let last = boundary::paragraph_range_at(text, range.end);
    let around = TextRange::new(
        range.start.0.saturating_sub(AROUND).max(paragraph.start.0),
        (range.end.0 + AROUND).min(last.end.0).max(range.end.0),
    );
    let around = text.clamp_range(around);
    let words = boundary::snap_to_words(text, around);
    boundary::trim(text, words).map_or(range, |words| words.hull(range))
}
