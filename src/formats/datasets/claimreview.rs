//! `claimreview`: each claim as schema.org's ClaimReview, as fact-checkers publish it.
//!
//! The rating is the claim's value `verdict`, «unrated» where there is none; who made the claim is
//! whom it is attributed to; the address is the article's with the mark's id.

use serde_json::{Value as Json, json};

use super::argument::{STATEMENTS_ALONE, sources, title, words};
use super::corpus::{Corpus, Picked};
use super::feature::{COMMON, LEFT_OUT, LINK_SAYINGS, SAYINGS};
use super::json::{Fields, pretty_list};
use super::names::encoded;
use super::{Feature, Files, Format};
use crate::project::{Annotation, Id};

/// What the format is and can do.
pub const FORMAT: Format = Format {
    name: "claimreview",
    about: "claims as schema.org's ClaimReview, with their verdicts",
    purpose: "publish checked claims",
    extensions: &["json"],
    folder: false,
    stream: None,
    lacks: &[
        STATEMENTS_ALONE,
        &[(Feature::Meta, LEFT_OUT), (Feature::Status, LEFT_OUT)],
        SAYINGS,
        LINK_SAYINGS,
        COMMON,
    ],
    unit: None,
    offsets: "none: words alone",
    specification: "https://schema.org/ClaimReview",
    recognises: |_, _| false,
    read: None,
    write: Some(write),
};

fn write(corpus: &Corpus<'_>) -> Files {
    let claims = corpus.project.tagset().tag(&Id::new("claim")).is_some();
    let reviews = corpus.articles.iter().flat_map(|picked| {
        let marks = picked.marks.iter();
        let marks = marks.filter(move |mark| !claims || mark.tag.as_str() == "claim");
        marks.map(move |mark| review(corpus, picked, mark))
    });
    Files::from([("claims.json".to_owned(), pretty_list(reviews))])
}

fn review(corpus: &Corpus<'_>, picked: &Picked<'_>, mark: &Annotation) -> Json {
    let meta = &picked.article().meta;
    let address = meta.text("url").map(str::to_owned);
    let address = address.unwrap_or_else(|| format!("urn:postil:doc:{}", encoded(&picked.file)));
    let verdict = mark.attributes.get(&Id::new("verdict"));
    let verdict = verdict.map_or_else(|| "unrated".to_owned(), ToString::to_string);
    let mut work = Fields::new();
    work.insert("@type".to_owned(), json!("CreativeWork"));
    work.insert("name".to_owned(), json!(title(picked)));
    for (field, name) in [
        ("url", "url"),
        ("publisher", "outlet"),
        ("datePublished", "date"),
    ] {
        if let Some(words) = meta.text(name) {
            work.insert(field.to_owned(), json!(words));
        }
    }
    let mut claim = Fields::new();
    claim.insert("@type".to_owned(), json!("Claim"));
    claim.insert("appearance".to_owned(), Json::Object(work));
    if let Some(source) = sources(corpus, picked, mark).first() {
        let author = json!({"@type": "Person", "name": source});
        claim.insert("author".to_owned(), author);
    }
    let mut review = Fields::new();
    review.insert("@context".to_owned(), json!("https://schema.org"));
    review.insert("@type".to_owned(), json!("ClaimReview"));
    review.insert(
        "url".to_owned(),
        json!(format!("{address}#{}", encoded(mark.id.as_str()))),
    );
    review.insert("claimReviewed".to_owned(), json!(words(picked, mark)));
    if !mark.stamp.author.is_empty() {
        let author = json!({"@type": "Person", "name": mark.stamp.author.as_str()});
        review.insert("author".to_owned(), author);
    }
    let rating = json!({"@type": "Rating", "alternateName": verdict});
    review.insert("reviewRating".to_owned(), rating);
    review.insert("itemReviewed".to_owned(), Json::Object(claim));
    Json::Object(review)
}
