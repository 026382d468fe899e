//! `postil agree`: how far annotators agree, by every measure.

use std::path::PathBuf;

use serde::Serialize;

use super::{CliError, Console, Finding, colleague, counted};
use crate::formats::datasets::report::agreement::{Measured, page};
use crate::review::agreement::{Agreement, Measure, Measurement, against, agreement};
use crate::review::compare;
use crate::review::confusion::confusions;

/// What the subcommand takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  postil agree ana.ron ben.jsonl cyn.jsonl
  postil agree model.jsonl --reference gold.ron
  postil agree team.ron --csv > figures.csv
  postil agree team.ron --html > figures.html
  postil agree team.ron --json | jq '.measures[] | select(.measure == \"gamma\")'
  postil agree --explain

Each annotator of each file is one. The same files always give the same figures, intervals
included. A figure that is not defined says why.")]
pub struct Arguments {
    /// Projects, and datasets told by the ends of their names
    #[arg(value_name = "FILE", required_unless_present = "explain")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    tags: colleague::Tags,
    /// Hold each annotator against the marks of this file: precision, recall and F1
    #[arg(long, value_name = "FILE")]
    reference: Option<PathBuf>,
    /// Print one JSON value
    #[arg(long)]
    json: bool,
    /// Print the figures as a table for spreadsheets
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    /// Print the figures as a page
    #[arg(long, conflicts_with_all = ["json", "csv"])]
    html: bool,
    /// Say what each measure means, when not to trust it and where it is laid down
    #[arg(long)]
    explain: bool,
}

#[derive(Serialize)]
struct JsonAgreement<'a> {
    annotators: &'a [String],
    articles: usize,
    measures: Vec<JsonMeasure<'a>>,
}

#[derive(Serialize)]
struct JsonMeasure<'a> {
    measure: &'static str,
    unit: &'static str,
    scope: JsonScope<'a>,
    value: Option<f64>,
    undefined: Option<String>,
    interval: Option<(f64, f64)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gap: Option<f64>,
}

#[derive(Serialize)]
struct JsonScope<'a> {
    tag: Option<&'a str>,
    article: Option<&'a str>,
    annotators: &'a [String],
}

#[derive(Serialize)]
struct JsonExplanation {
    measure: &'static str,
    meaning: &'static str,
    caution: &'static str,
    source: &'static str,
}

/// Prints the figures.
///
/// # Errors
/// If a file cannot be read, or only one annotator is in all of them.
pub fn run(arguments: &Arguments, console: &mut Console) -> Result<Finding, CliError> {
    if arguments.explain {
        return explain(arguments.json, console);
    }
    let mut files = arguments.files.clone();
    files.splice(0..0, arguments.reference.clone());
    let files = colleague::read_all(&files, &arguments.tags, console)?;
    let Some(mut files) = files else {
        return Ok(Finding::Nothing);
    };
    let reference = arguments.reference.as_ref().map(|_| files.remove(0));
    let mut colleagues = colleague::of_files(files);
    if let Some((path, project)) = reference {
        colleagues.insert(0, colleague::whole(&path, project));
    }
    if colleagues.len() < 2 {
        return Err(CliError::OneColleague);
    }
    let found = match arguments.reference {
        Some(_) => against(&colleagues),
        None => agreement(&colleagues),
    };
    colleague::tell_texts(&found.refused, &found.carried, console);
    if arguments.json {
        super::print_json(&as_json(&found), console)?;
    } else if arguments.csv {
        console.raw(as_csv(&found).map_err(CliError::Output)?.as_bytes());
    } else if arguments.html {
        let mut tables = confusions(&compare(&colleagues));
        if arguments.reference.is_some() {
            // Beginners are held against the reference and not against each other.
            tables.retain(|it| Some(&it.names.0) == colleagues.first().map(|it| &it.name));
        }
        let measured = Measured {
            agreement: found,
            tables,
        };
        console.raw(page(&measured).as_bytes());
    } else {
        print(&found, console);
    }
    Ok(Finding::Nothing)
}

fn as_json(found: &Agreement) -> JsonAgreement<'_> {
    let measures = found.measurements.iter().map(|it| JsonMeasure {
        measure: it.measure.name(),
        unit: it.unit.name(),
        scope: JsonScope {
            tag: it.scope.tag.as_deref(),
            article: it.scope.article.as_deref(),
            annotators: &it.scope.annotators,
        },
        value: it.value.ok(),
        undefined: it.value.err().map(|why| why.to_string()),
        interval: it.interval,
        gap: (it.gap > 0.0).then_some(it.gap),
    });
    JsonAgreement {
        annotators: &found.annotators,
        articles: found.articles,
        measures: measures.collect(),
    }
}

/// The figures as a table: a line a figure, under a line of heads.
///
/// # Errors
/// If a line cannot be written, which memory never refuses.
pub fn as_csv(found: &Agreement) -> std::io::Result<String> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record([
        "measure",
        "unit",
        "tag",
        "article",
        "annotators",
        "value",
        "low",
        "high",
        "undefined",
    ])?;
    let number = |figure: Option<f64>| figure.map(|it| it.to_string()).unwrap_or_default();
    for it in &found.measurements {
        let scope = &it.scope;
        table.write_record([
            it.measure.name(),
            it.unit.name(),
            scope.tag.as_deref().unwrap_or_default(),
            scope.article.as_deref().unwrap_or_default(),
            &scope.annotators.join("; "),
            &number(it.value.ok()),
            &number(it.interval.map(|it| it.0)),
            &number(it.interval.map(|it| it.1)),
            &it.value
                .err()
                .map(|why| why.to_string())
                .unwrap_or_default(),
        ])?;
    }
    let bytes = table
        .into_inner()
        .map_err(csv::IntoInnerError::into_error)?;
    String::from_utf8(bytes).map_err(std::io::Error::other)
}

fn explain(json: bool, console: &mut Console) -> Result<Finding, CliError> {
    let all = Measure::ALL.into_iter().map(|measure| JsonExplanation {
        measure: measure.name(),
        meaning: measure.meaning(),
        caution: measure.caution(),
        source: measure.source(),
    });
    let all: Vec<JsonExplanation> = all.collect();
    if json {
        super::print_json(&all, console)?;
        return Ok(Finding::Nothing);
    }
    for it in all {
        console.line(it.measure);
        console.line(format!("  means: {}", it.meaning));
        console.line(format!("  beware: {}", it.caution));
        console.line(format!("  source: {}", it.source));
    }
    console.line("");
    console
        .line("An annotator who has not done an article is missing there; one who has done it and");
    console
        .line("marked nothing agrees with nothing. An article without marks counts as done if its");
    console
        .line("file says so. Implicit marks have no place and are not measured. A figure that is");
    console
        .line("not defined is never 0 or 1 instead. Intervals hold 95 of 100 figures of as many");
    console
        .line("paragraphs (of twenty articles or more: articles) drawn again by chance; those of");
    console.line("gamma hold the sampling of chance alone.");
    Ok(Finding::Nothing)
}

fn print(found: &Agreement, console: &mut Console) {
    let names = found.annotators.join(", ");
    console.line(format!("{names}: {}", counted(found.articles, "article")));
    let mut before = None;
    for it in &found.measurements {
        if before != Some(&it.scope) {
            console.line("");
            console.line(heading(it, found));
            before = Some(&it.scope);
        }
        console.line(row(it));
    }
    console.line("");
    console.line("«postil agree --explain» says what each figure means");
}

fn heading(it: &Measurement, found: &Agreement) -> String {
    let mut words = match (&it.scope.tag, &it.scope.article) {
        (Some(tag), Some(article)) => format!("{tag} in article {article}"),
        (Some(tag), None) => tag.clone(),
        (None, Some(article)) => format!("article {article}"),
        (None, None) => "all marks".to_owned(),
    };
    if it.scope.annotators.len() < found.annotators.len() {
        words = format!("{words}, {}", it.scope.annotators.join(" and "));
    }
    words
}

/// Numbers stand first, so that columns stay straight.
fn row(it: &Measurement) -> String {
    let name = match it.unit.name() {
        "span" | "link" => it.measure.name().to_owned(),
        unit => format!("{} by {unit}", it.measure.name()),
    };
    let value = match it.value {
        Ok(value) => format!("{value:>7.3}"),
        Err(why) => return format!("      –  {name}: undefined, because {why}"),
    };
    let interval = it
        .interval
        .map(|(low, high)| format!(" ({low:.3} to {high:.3})"));
    let gap = (it.gap > 0.0).then(|| format!("; may be up to {:.3} more", it.gap));
    let (interval, gap) = (interval.unwrap_or_default(), gap.unwrap_or_default());
    format!("{value}  {name}{interval}{gap}")
}
