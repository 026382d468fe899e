//! Figures of agreement: a page of their own, or a section of the report. What each is about, its
//! value and interval, and what it means; and which tags annotators take for each other.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::html::head;
use crate::formats::counted;
use crate::formats::datasets::markup::of_page as plain;
use crate::project::Id;
use crate::review::agreement::{Agreement, Measure, Measurement};
use crate::review::confusion::Confusion;

/// How its tables look, on the page and in the report.
pub(super) const RULES: &str = "\
.figures table{border-collapse:collapse;font:.85rem/1.4 sans-serif;margin:.5rem 0 1.5rem}\
.figures th,.figures td{text-align:left;padding:.2rem .6rem .2rem 0;border-bottom:1px solid #ccc;vertical-align:top}\
.figures th.n,.figures td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}\
.figures .s{background:#e8e8e8;color:#111}\
.figures h3{font-size:1.1rem;margin-top:2rem}.figures caption{text-align:left;color:#555;padding-bottom:.3rem}\
.figures dt{font:600 .85rem sans-serif;margin-top:.8rem}.figures dd{margin:0;font-size:.9rem}\
@media(prefers-color-scheme:dark){.figures th,.figures td{border-bottom-color:#444}.figures caption{color:#a5a9b0}}\
.figures{break-before:page}@media print{.figures h3,.figures dt{break-after:avoid}.figures tr,.figures dd{break-inside:avoid}}";

/// What says at the head of a report that the figures stand at its end.
pub(super) const WHERE: &str =
    "<p class=\"about\"><a href=\"#figures\">How far annotators agree</a> stands at the end.</p>\n";

/// Tables of tags are left out where they would be more than so many.
const MOST_TABLES: usize = 15;

/// How far some annotators agree, and which tags each two of them take for each other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measured {
    /// The figures.
    pub agreement: Agreement,
    /// The tables of each two.
    pub tables: Vec<Confusion>,
}

/// What ids are called.
pub(super) trait Names {
    /// A tag's name.
    fn of_tag(&self, id: &str) -> String;
    /// An article's title.
    fn of_article(&self, id: &str) -> String;
}

/// Where nothing is known but the ids.
struct ById;

impl Names for ById {
    fn of_tag(&self, id: &str) -> String {
        id.to_owned()
    }

    fn of_article(&self, id: &str) -> String {
        id.to_owned()
    }
}

/// The page, with every figure. The same figures always give the same bytes.
pub fn page(measured: &Measured) -> String {
    let mut page = head("How far annotators agree", RULES);
    page.push_str("<section class=\"figures\">\n");
    body(measured, &ById, |_| true, &mut page);
    page.push_str("</section>\n</body>\n</html>\n");
    page
}

/// The section of a report: what is measured of all articles, and of each with all tags.
pub(super) fn section(measured: &Measured, names: &dyn Names, page: &mut String) {
    page.push_str(
        "<section class=\"figures\" id=\"figures\">\n<h2>How far annotators agree</h2>\n",
    );
    let short = |it: &Measurement| it.scope.article.is_none() || it.scope.tag.is_none();
    body(measured, names, short, page);
    page.push_str("</section>\n");
}

fn body(
    measured: &Measured,
    names: &dyn Names,
    wanted: impl Fn(&Measurement) -> bool,
    page: &mut String,
) {
    let agreement = &measured.agreement;
    let people: Vec<String> = agreement.annotators.iter().map(|it| plain(it)).collect();
    let articles = counted(agreement.articles, "article");
    // Writing to a string cannot fail.
    let _ = writeln!(
        page,
        "<p class=\"about\">{}: {articles} that at least two of them did.</p>",
        people.join(", ")
    );
    tables(&measured.tables, names, page);
    let shown: Vec<&Measurement> = agreement
        .measurements
        .iter()
        .filter(|it| wanted(it))
        .collect();
    for rows in shown.chunk_by(|a, b| a.scope == b.scope) {
        let Some(first) = rows.first() else { continue };
        let heading = plain(&heading(first, agreement, names));
        let _ = writeln!(page, "<h3>{heading}</h3>");
        page.push_str("<table>\n<tr><th>measure</th><th class=\"n\">value</th><th class=\"n\">interval</th></tr>\n");
        rows.iter().for_each(|it| row(it, page));
        page.push_str("</table>\n");
    }
    explained(agreement, page);
}

/// Who gave which tag where the other gave which, for each two.
fn tables(all: &[Confusion], names: &dyn Names, page: &mut String) {
    let all: Vec<&Confusion> = all.iter().filter(|it| !it.counts.is_empty()).collect();
    if all.is_empty() {
        return;
    }
    page.push_str("<h3>Who gave which tag</h3>\n");
    if all.len() > MOST_TABLES {
        let _ = writeln!(
            page,
            "<p class=\"about\">There would be {}, one for each two annotators.</p>",
            counted(all.len(), "table")
        );
        return;
    }
    page.push_str("<p class=\"about\">On a ground: places where both gave the tag. Beside it: disputes where one gave this and the other that.</p>\n");
    for it in all {
        table(it, names, page);
    }
}

fn table(it: &Confusion, names: &dyn Names, page: &mut String) {
    let tags: Vec<Option<&Id>> = it.tags().into_iter().map(Some).chain([None]).collect();
    let name = |tag: &Option<&Id>| tag.map_or("nothing".to_owned(), |it| names.of_tag(it.as_str()));
    let (rows, columns) = (plain(&it.names.0), plain(&it.names.1));
    let _ = write!(
        page,
        "<table>\n<caption>Rows: {rows}. Columns: {columns}.</caption>\n<tr><th></th>"
    );
    for tag in &tags {
        let _ = write!(
            page,
            "<th class=\"n\" scope=\"col\">{}</th>",
            plain(&name(tag))
        );
    }
    page.push_str("</tr>\n");
    for one in &tags {
        let _ = write!(page, "<tr><th scope=\"row\">{}</th>", plain(&name(one)));
        for other in &tags {
            let class = if one == other { "n s" } else { "n" };
            let count = match it.count(*one, *other) {
                0 => "·".to_owned(),
                count => count.to_string(),
            };
            let _ = write!(page, "<td class=\"{class}\">{count}</td>");
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</table>\n");
}

fn heading(it: &Measurement, of: &Agreement, names: &dyn Names) -> String {
    let tag = it.scope.tag.as_deref().map(|id| names.of_tag(id));
    let article = it.scope.article.as_deref().map(|id| names.of_article(id));
    let what = match (tag, article) {
        (Some(tag), Some(article)) => format!("{tag} in {article}"),
        (Some(tag), None) => tag,
        (None, Some(article)) => format!("all tags in {article}"),
        (None, None) => "all marks".to_owned(),
    };
    match it.scope.annotators.len() < of.annotators.len() {
        true => format!("{what}: {}", it.scope.annotators.join(" and ")),
        false => what,
    }
}

fn row(it: &Measurement, page: &mut String) {
    let cells = match it.value {
        Err(why) => format!("<td colspan=\"2\">undefined, because {why}</td>"),
        Ok(value) => {
            let interval = it.interval;
            let interval = interval.map(|(low, high)| format!("{low:.3} to {high:.3}"));
            let interval = interval.unwrap_or_default();
            format!("<td class=\"n\">{value:.3}</td><td class=\"n\">{interval}</td>")
        }
    };
    let (name, unit) = (it.measure.name(), it.unit.name());
    let _ = writeln!(page, "<tr><td>{name} ({unit})</td>{cells}</tr>");
}

/// What each measure that stands on the page means.
fn explained(agreement: &Agreement, page: &mut String) {
    let used: BTreeSet<Measure> = agreement.measurements.iter().map(|it| it.measure).collect();
    page.push_str("<h3>What they mean</h3>\n<dl>\n");
    for measure in used {
        let _ = writeln!(
            page,
            "<dt>{}</dt><dd>{}. Beware: {}. {}.</dd>",
            measure.name(),
            plain(measure.meaning()),
            plain(measure.caution()),
            plain(measure.source())
        );
    }
    page.push_str("</dl>\n");
}
