//! `postil compare`: where and how colleagues' marks differ.

use std::path::PathBuf;

use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::{CliError, Console, Finding, colleague, counted};
use crate::review::compare::{ArticleReport, Dispute, DisputeKind, Report, Said, compare};

/// What the subcommand takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  postil compare ana.ron ben.jsonl
  postil compare ana.ron ben.jsonl --write-map tags.tsv
  postil compare ana.ron ben.jsonl --map tags.tsv
  postil compare team.ron --json | jq '.articles[].disputes[] | select(.kind == \"tag\")'

Each annotator of each file is a colleague of their own. Texts that differ in line ends, a typo or a
paragraph are compared as well, and it is said how they differ. A dispute is one of missing, tag,
boundary, fragments, attribute, identity, link_kind and link_end. Ends with 1 if anything differs.")]
pub struct Arguments {
    /// Projects, and datasets told by the ends of their names
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    tags: colleague::Tags,
    /// Print one JSON value
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct JsonReport<'r> {
    annotators: &'r [String],
    articles: Vec<JsonArticle<'r>>,
}

#[derive(Serialize)]
struct JsonArticle<'r> {
    id: &'r str,
    positions: usize,
    agreed: usize,
    disputes: Vec<JsonDispute<'r>>,
}

#[derive(Serialize)]
struct JsonDispute<'r> {
    kind: &'static str,
    quote: &'r str,
    start: Option<usize>,
    readings: Map<String, Json>,
}

/// Prints the disputes.
///
/// # Errors
/// If a file cannot be read, or only one colleague is in all of them.
pub fn run(arguments: &Arguments, console: &mut Console) -> Result<Finding, CliError> {
    let files = colleague::read_all(&arguments.files, &arguments.tags, console)?;
    let Some(files) = files else {
        return Ok(Finding::Nothing);
    };
    let colleagues = colleague::of_files(files);
    if colleagues.len() < 2 {
        return Err(CliError::OneColleague);
    }
    let report = compare(&colleagues);
    colleague::tell_texts(&report.refused, &report.carried, console);
    for (article, name) in &report.alone {
        console.say(format!("article {article:?} was done by {name} alone"));
    }
    if arguments.json {
        super::print_json(&as_json(&report), console)?;
    } else {
        print(&report, console);
    }
    let lost = report.carried.iter().any(|it| !it.lost.is_empty());
    let differs = report.dispute_count() > 0 || !report.refused.is_empty() || lost;
    Ok(if differs {
        Finding::Something
    } else {
        Finding::Nothing
    })
}

fn as_json(report: &Report) -> JsonReport<'_> {
    let articles = report.articles.iter().map(|article| JsonArticle {
        id: article.article.id.as_str(),
        positions: article.positions.len(),
        agreed: article.agreed(),
        disputes: article
            .disputes
            .iter()
            .map(|dispute| JsonDispute {
                kind: dispute.kind.name(),
                quote: &dispute.quote,
                start: start(article, dispute),
                readings: readings(report, dispute),
            })
            .collect(),
    });
    JsonReport {
        annotators: &report.colleagues,
        articles: articles.collect(),
    }
}

/// Where a dispute's words start, in code points.
fn start(article: &ArticleReport, dispute: &Dispute) -> Option<usize> {
    let start = article.article.text.char_from_byte(dispute.start?)?;
    Some(start.0)
}

fn readings(report: &Report, dispute: &Dispute) -> Map<String, Json> {
    let named = report.colleagues.iter().zip(&dispute.readings);
    let said = named.filter_map(|(name, said)| {
        let said = match said {
            Said::Absent => return None,
            Said::Nothing => Json::Null,
            Said::Words(words) => Json::String(words.clone()),
        };
        Some((name.clone(), said))
    });
    said.collect()
}

fn print(report: &Report, console: &mut Console) {
    for article in &report.articles {
        let (id, title) = (&article.article.id, &article.article.title);
        let disputes = counted(article.disputes.len(), "dispute");
        let positions = counted(article.positions.len(), "position");
        let agreed = article.agreed();
        console.line(format!(
            "{id}: {title}: {positions}, {agreed} agreed, {disputes}"
        ));
        for dispute in &article.disputes {
            let place = start(article, dispute).map_or("-".to_owned(), |at| at.to_string());
            let kind = dispute.kind.name();
            console.line(format!("  {place} {kind}: «{}»", one_line(&dispute.quote)));
            for (name, said) in report.colleagues.iter().zip(&dispute.readings) {
                match said {
                    Said::Absent => {}
                    Said::Nothing => console.line(format!("    {name}: –")),
                    Said::Words(words) => {
                        console.line(format!("    {name}: {}", one_line(words)));
                    }
                }
            }
        }
    }
    let all = || report.articles.iter().flat_map(|it| &it.disputes);
    let kinds = DisputeKind::ALL.into_iter().filter_map(|kind| {
        let count = all().filter(|dispute| dispute.kind == kind).count();
        (count > 0).then(|| format!("{} {count}", kind.name()))
    });
    let kinds: Vec<_> = kinds.collect();
    let names = report.colleagues.join(", ");
    let total = counted(report.dispute_count(), "dispute");
    let kinds = if kinds.is_empty() {
        String::new()
    } else {
        format!(": {}", kinds.join(", "))
    };
    console.line(format!("{names}: {total}{kinds}"));
}

/// Words that may go over several lines, on one.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
