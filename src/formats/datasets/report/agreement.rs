//! Figures of agreement as one page: what each is about, its value and interval, and what it means.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::html::head;
use crate::formats::counted;
use crate::formats::datasets::markup::of_page as plain;
use crate::review::agreement::{Agreement, Measure, Measurement};

const RULES: &str = "\
table{border-collapse:collapse;font:.85rem/1.4 sans-serif;margin:.5rem 0 1.5rem}\
th,td{text-align:left;padding:.2rem .6rem .2rem 0;border-bottom:1px solid #ccc;vertical-align:top}\
td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}\
h2{font-size:1.1rem;margin-top:2rem}dt{font:600 .85rem sans-serif;margin-top:.8rem}dd{margin:0;font-size:.9rem}\
@media(prefers-color-scheme:dark){th,td{border-bottom-color:#444}}";

/// The page. The same figures always give the same bytes.
pub fn page(agreement: &Agreement) -> String {
    let mut page = head("How far annotators agree", RULES);
    let names: Vec<String> = agreement.annotators.iter().map(|it| plain(it)).collect();
    let articles = counted(agreement.articles, "article");
    // Writing to a string cannot fail.
    let _ = writeln!(
        page,
        "<p class=\"about\">{}: {articles} that at least two of them did.</p>",
        names.join(", ")
    );
    let rows = agreement.measurements.chunk_by(|a, b| a.scope == b.scope);
    for rows in rows {
        let Some(first) = rows.first() else { continue };
        let _ = writeln!(page, "<h2>{}</h2>", plain(&heading(first, agreement)));
        page.push_str("<table>\n<tr><th>measure</th><th>value</th><th>interval</th></tr>\n");
        rows.iter().for_each(|it| row(it, &mut page));
        page.push_str("</table>\n");
    }
    explained(agreement, &mut page);
    page.push_str("</body>\n</html>\n");
    page
}

fn heading(it: &Measurement, of: &Agreement) -> String {
    let what = match (&it.scope.tag, &it.scope.article) {
        (Some(tag), Some(article)) => format!("{tag} in {article}"),
        (Some(tag), None) => tag.clone(),
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
    page.push_str("<h2>What they mean</h2>\n<dl>\n");
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
