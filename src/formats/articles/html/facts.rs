//! What a page says about itself, from the best place in which it says it.

use serde_json::{Map, Value as Json};

use super::tokens::Head;
use crate::formats::articles::facts::Draft;
use crate::formats::articles::prose::one_line;

/// The kinds of schema.org that are articles.
const ARTICLES: [&str; 12] = [
    "NewsArticle",
    "Article",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BackgroundNewsArticle",
    "ReviewNewsArticle",
    "BlogPosting",
    "LiveBlogPosting",
    "Report",
    "SatiricalArticle",
    "ScholarlyArticle",
];

/// Where the facts of a page stand in its `<meta>`s, the best place first.
const METAS: [(&str, &[&str]); 6] = [
    (
        "title",
        &[
            "og:title",
            "twitter:title",
            "dc.title",
            "dcterms.title",
            "citation_title",
            "parsely-title",
        ],
    ),
    (
        "outlet",
        &[
            "og:site_name",
            "dc.publisher",
            "dcterms.publisher",
            "citation_journal_title",
            "publisher",
            "application-name",
        ],
    ),
    (
        "author",
        &[
            "author",
            "article:author",
            "dc.creator",
            "dcterms.creator",
            "parsely-author",
            "citation_author",
            "sailthru.author",
            "byl",
        ],
    ),
    (
        "date",
        &[
            "article:published_time",
            "datepublished",
            "og:published_time",
            "dc.date.issued",
            "dcterms.issued",
            "dc.date",
            "dcterms.date",
            "dcterms.created",
            "parsely-pub-date",
            "citation_publication_date",
            "pubdate",
            "publishdate",
            "date",
        ],
    ),
    ("url", &["og:url", "twitter:url", "parsely-link"]),
    (
        "language",
        &[
            "og:locale",
            "content-language",
            "dc.language",
            "dcterms.language",
        ],
    ),
];

/// Puts what the page says into the draft.
pub(super) fn note(draft: &mut Draft, head: &Head) {
    for block in &head.json_ld {
        if let Ok(json) = serde_json::from_str::<Json>(block)
            && let Some(article) = article_in(&json, 0)
        {
            schema(draft, article);
        }
    }
    draft.fact("url", &head.canonical);
    for (name, places) in METAS {
        let found = places.iter().find_map(|place| meta(head, place, name));
        if let Some(found) = found {
            draft.fact(name, found);
        }
    }
    draft.fact("language", &head.language);
    draft.fact("date", &head.time);
    draft.fact("author", &head.author);
    draft.fact("url", &head.saved_from);
    draft.fact("title", &head.heading);
    let outlet = draft.known("outlet").map(str::to_owned);
    draft.fact("title", without_outlet(&head.title, outlet.as_deref()));
}

fn meta<'h>(head: &'h Head, place: &str, name: &str) -> Option<&'h str> {
    let found = head
        .metas
        .iter()
        .find(|(found, content)| found == place && !(name == "author" && is_address(content)));
    found.map(|(_, content)| content.as_str())
}

fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// The first article among objects, lists and graphs.
fn article_in(json: &Json, level: usize) -> Option<&Map<String, Json>> {
    if level > 4 {
        return None;
    }
    match json {
        Json::Array(items) => items.iter().find_map(|item| article_in(item, level + 1)),
        Json::Object(fields) if is_article(fields) => Some(fields),
        Json::Object(fields) => {
            let inner = fields.get("@graph").or_else(|| fields.get("mainEntity"))?;
            article_in(inner, level + 1)
        }
        _ => None,
    }
}

fn is_article(fields: &Map<String, Json>) -> bool {
    let article = |kind: &Json| {
        let kind = kind.as_str().unwrap_or_default();
        ARTICLES.contains(&kind.rsplit('/').next().unwrap_or_default())
    };
    match fields.get("@type") {
        Some(Json::Array(kinds)) => kinds.iter().any(article),
        Some(kind) => article(kind),
        None => false,
    }
}

fn schema(draft: &mut Draft, article: &Map<String, Json>) {
    let mut fact = |name, key: &str| {
        if let Some(words) = article.get(key).and_then(words) {
            draft.fact(name, &words);
        }
    };
    fact("title", "headline");
    fact("outlet", "publisher");
    fact("author", "author");
    fact("author", "creator");
    fact("date", "datePublished");
    fact("date", "dateCreated");
    fact("url", "url");
    fact("url", "mainEntityOfPage");
    fact("language", "inLanguage");
}

/// A value as words: a string, the name of an object, or those of a list.
fn words(json: &Json) -> Option<String> {
    match json {
        Json::String(words) => Some(super::words_of(words)),
        Json::Object(fields) => ["name", "@id", "url"]
            .iter()
            .find_map(|key| Some(super::words_of(fields.get(*key)?.as_str()?))),
        Json::Array(items) => {
            let all: Vec<String> = items
                .iter()
                .filter(|item| !item.is_array())
                .filter_map(words)
                .collect();
            (!all.is_empty()).then(|| all.join("; "))
        }
        _ => None,
    }
}

/// A page's title without the outlet's name behind it.
fn without_outlet<'t>(title: &'t str, outlet: Option<&str>) -> &'t str {
    let Some(outlet) = outlet else {
        return title;
    };
    for sign in [" | ", " - ", " – ", " — ", " · ", " :: ", " » "] {
        if let Some((before, after)) = title.rsplit_once(sign)
            && one_line(after).to_lowercase() == outlet.to_lowercase()
        {
            return before;
        }
    }
    title
}
