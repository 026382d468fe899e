//! The measures against published examples and slow textbook versions.

use std::collections::{BTreeMap, BTreeSet};

use postil::review::agreement::coding::{
    self, Items, MISSING, Sums, cohen_kappa, fleiss_kappa, krippendorff_alpha, raw,
};
use postil::review::agreement::gamma::{self, Costs, best_alignment};
use postil::review::agreement::unitizing::{self, coincidences, end_disagreement};
use postil::review::agreement::{Figure, Measure, Undefined, against, agreement};
use postil::review::{Colleague, colleagues};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::command::{folder, run, said};
use super::{gold, marked, optional};

/// Worked examples that are not reproduced, and why.
const LEFT_OUT: [(&str, &str, &str); 9] = [
    (
        "*",
        "scott_pi_nltk",
        "Scott's pi is no measure of ours: it is Fleiss' kappa of two",
    ),
    ("*", "scott_pi_dkpro", "the same"),
    ("*", "alpha_ordinal", "tags have no order"),
    ("*", "alpha_interval", "tags have no distances"),
    ("*", "alpha_ratio", "tags have no zero"),
    (
        "Krippendorff1995 alpha_U p.57",
        "*.alpha",
        "printed for a continuum that was stretched; checked to the source's own tolerance of 0.02",
    ),
    (
        "Krippendorff2004 alpha_U p.254",
        "alpha_U",
        "the book rounds D_o and D_e first; checked to its tolerance of 0.0005",
    ),
    (
        "lindanna README example",
        "*",
        "a program's own figures, no paper's; u and |u| are checked",
    ),
    (
        "Krippendorff2019 Fig.12.11 u-family",
        "bar_u_alpha",
        "printed .413, computed .4136 by three programs; checked to .001",
    ),
];

fn items(rows: Vec<Vec<u16>>) -> Items {
    let values = rows.iter().flatten().filter(|it| **it != MISSING).max();
    Items {
        weights: vec![1; rows[0].len()],
        blocks: vec![0; rows[0].len()],
        values: values.map_or(0, |it| usize::from(*it) + 1),
        rows,
    }
}

fn total(sums: Vec<Sums>) -> Sums {
    coding::sum(&sums)
}

/// The rows of two annotators who gave the pairs of values that a table counts.
fn rows_of_table(table: &Value) -> Vec<Vec<u16>> {
    let mut rows = vec![Vec::new(), Vec::new()];
    for (one, line) in table.as_array().unwrap().iter().enumerate() {
        for (other, count) in line.as_array().unwrap().iter().enumerate() {
            for _ in 0..count.as_u64().unwrap() {
                rows[0].push(one as u16);
                rows[1].push(other as u16);
            }
        }
    }
    rows
}

/// The rows of as many annotators as each line of counts has.
fn rows_of_counts(counts: &Value) -> Vec<Vec<u16>> {
    let lines = counts.as_array().unwrap();
    let columns = lines.iter().map(|line| {
        let counts = line.as_array().unwrap().iter().enumerate();
        let values = counts.flat_map(|(value, count)| {
            std::iter::repeat_n(value as u16, count.as_u64().unwrap() as usize)
        });
        values.collect::<Vec<u16>>()
    });
    transpose(columns.collect())
}

fn rows_of_rows(rows: &Value) -> Vec<Vec<u16>> {
    let mut values: BTreeMap<String, u16> = BTreeMap::new();
    let rows = rows.as_array().unwrap().iter().map(|row| {
        let row = row.as_array().unwrap().iter().map(|value| {
            if value.is_null() {
                return MISSING;
            }
            let next = values.len() as u16;
            *values.entry(value.to_string()).or_insert(next)
        });
        row.collect()
    });
    rows.collect()
}

fn transpose(columns: Vec<Vec<u16>>) -> Vec<Vec<u16>> {
    let count = columns[0].len();
    (0..count)
        .map(|row| columns.iter().map(|column| column[row]).collect())
        .collect()
}

/// Worked examples that are reproduced to their printed digits stand in the collection's files; the
/// tests below count them. Holds a figure against what is printed, to the digits that are printed.
#[track_caller]
fn printed(name: &str, figure: Figure, published: f64, tolerance: f64) {
    let figure = figure.unwrap_or_else(|why| panic!("{name}: undefined, because {why}"));
    assert!(
        (figure - published).abs() <= tolerance,
        "{name}: {figure}, printed {published}"
    );
}

fn left_out(example: &str, figure: &str) -> bool {
    LEFT_OUT.iter().any(|(name, left, _)| {
        let names = *name == "*" || *name == example;
        names
            && (*left == "*"
                || *left == figure
                || left
                    .strip_prefix('*')
                    .is_some_and(|end| figure.ends_with(end)))
    })
}

fn units(list: &Value, values: &mut BTreeMap<String, usize>) -> Vec<unitizing::Unit> {
    let units = list.as_array().unwrap().iter().map(|unit| {
        let next = values.len();
        unitizing::Unit {
            start: unit[0].as_u64().unwrap(),
            end: unit[1].as_u64().unwrap(),
            value: *values.entry(unit[2].to_string()).or_insert(next),
        }
    });
    units.collect()
}

#[test]
fn worked_examples_of_coding_come_out_to_their_printed_digits() {
    let test = "worked_examples_of_coding";
    let Some(bytes) = optional("oracle/worked_examples.json", test) else {
        return;
    };
    let examples: Vec<Value> = serde_json::from_slice(&bytes).unwrap();
    let mut held = 0;
    for example in &examples {
        let (name, input) = (example["name"].as_str().unwrap(), &example["input"]);
        let rows = if input.get("confusion").is_some() {
            rows_of_table(&input["confusion"])
        } else if input.get("counts").is_some() {
            rows_of_counts(&input["counts"])
        } else if input.get("rows").is_some() {
            rows_of_rows(&input["rows"])
        } else {
            continue;
        };
        let items = items(rows);
        let tolerance = example["tolerance"].as_f64().unwrap();
        for (figure, published) in example["published"].as_object().unwrap() {
            if left_out(name, figure) {
                continue;
            }
            let value = match figure.as_str() {
                "raw" => raw(&total(items.pair_sums(0, 1))),
                "cohen_kappa" | "cohen_kappa_dkpro" => cohen_kappa(&total(items.pair_sums(0, 1))),
                "fleiss_kappa" | "fleiss_kappa_dkpro" => fleiss_kappa(&total(items.fleiss_sums())),
                it if it.starts_with("alpha_nominal") => {
                    krippendorff_alpha(&total(items.alpha_sums()))
                }
                other => panic!("{name}: nobody said why {other} is left out"),
            };
            printed(
                &format!("{name} {figure}"),
                value,
                published.as_f64().unwrap(),
                tolerance,
            );
            held += 1;
        }
    }
    assert_eq!(held, 24);
}

#[test]
fn worked_examples_of_unitizing_come_out_to_their_printed_digits() {
    let test = "worked_examples_of_unitizing";
    let Some(bytes) = optional("oracle/worked_examples.json", test) else {
        return;
    };
    let examples: Vec<Value> = serde_json::from_slice(&bytes).unwrap();
    let of = |name: &str| {
        examples
            .iter()
            .find(|it| it["name"].as_str().unwrap().starts_with(name))
            .unwrap()
    };

    let family = of("Krippendorff2019");
    let mut values = BTreeMap::new();
    let annotators = family["input"]["units"].as_object().unwrap();
    let annotators: Vec<_> = annotators
        .values()
        .map(|it| units(it, &mut values))
        .collect();
    let found = coincidences(&annotators, 60, values.len()).unwrap();
    printed("u", found.u_alpha(), 0.51, 0.0005);
    printed("|u|", found.binary_u_alpha(), 0.413, 0.001);
    printed("cu", found.cu_alpha(), 0.724, 0.0005);
    for (tag, published) in [
        ("1", 1.0),
        ("2", 0.0),
        ("3", 0.0),
        ("4", 0.0),
        ("5", 1.0),
        ("6", 1.0),
    ] {
        let value = values[&format!("\"{tag}\"")];
        printed(&format!("({tag})u"), found.ku_alpha(value), published, 1e-9);
    }

    let small = of("lindanna");
    let mut values = BTreeMap::new();
    let annotators = small["input"]["units"].as_object().unwrap();
    let annotators: Vec<_> = annotators
        .values()
        .map(|it| units(it, &mut values))
        .collect();
    let found = coincidences(&annotators, 60, values.len()).unwrap();
    printed("u", found.u_alpha(), 0.3982981423791395, 1e-9);
    printed("|u|", found.binary_u_alpha(), 0.5238010446343779, 1e-9);

    let book = of("Krippendorff2004");
    let mut sums = (0.0, 0.0);
    for (tag, observed, expected) in [("c", 0.0144, 0.0532), ("k", 0.0, 0.049)] {
        let mut annotators = vec![Vec::new(), Vec::new()];
        for unit in book["input"]["units_rater_offset_length_tag"]
            .as_array()
            .unwrap()
        {
            if unit[3] == tag {
                let start = unit[1].as_u64().unwrap() - 150;
                let end = start + unit[2].as_u64().unwrap();
                annotators[unit[0].as_u64().unwrap() as usize].push(unitizing::Unit {
                    start,
                    end,
                    value: 0,
                });
            }
        }
        let (seen, chance) = end_disagreement(&annotators, 300).unwrap();
        printed("D_o", Ok(seen), observed, 0.00005);
        printed("D_e", Ok(chance), expected, 0.00005);
        sums = (sums.0 + seen, sums.1 + chance);
        if tag == "c" {
            printed("alpha of c", Ok(1.0 - seen / chance), 0.7286, 0.00005);
        }
    }
    printed("alpha_U", Ok(1.0 - sums.0 / sums.1), 0.8591, 0.0005);

    let lines = of("Krippendorff1995");
    for (name, published) in [
        ("A", 0.03125),
        ("B", 2.26736),
        ("C", 0.02777),
        ("D", 0.38715),
    ] {
        let mut annotators = vec![Vec::new(), Vec::new()];
        for unit in lines["input"]["units"][name].as_array().unwrap() {
            let start = unit[1].as_u64().unwrap();
            let end = start + unit[2].as_u64().unwrap();
            annotators[unit[0].as_u64().unwrap() as usize].push(unitizing::Unit {
                start,
                end,
                value: 0,
            });
        }
        let (seen, _) = end_disagreement(&annotators, 24).unwrap();
        printed(name, Ok(seen), published, 0.00001);
    }
}

/// A continuum of floats, as the worked examples have them.
fn continuum(annotators: &Value) -> Vec<Vec<gamma::Unit>> {
    let mut values: BTreeMap<String, usize> = BTreeMap::new();
    let annotators = annotators.as_object().unwrap().values().map(|list| {
        let units = list.as_array().unwrap().iter().map(|unit| {
            let next = values.len();
            gamma::Unit {
                start: unit[0].as_f64().unwrap(),
                end: unit[1].as_f64().unwrap(),
                value: *values.entry(unit[2].to_string()).or_insert(next),
            }
        });
        units.collect()
    });
    annotators.collect()
}

#[test]
fn worked_examples_of_gamma_have_the_disorder_that_is_printed() {
    let test = "worked_examples_of_gamma";
    let Some(bytes) = optional("oracle/worked_gamma.json", test) else {
        return;
    };
    let examples: Vec<Value> = serde_json::from_slice(&bytes).unwrap();
    let mut held = 0;
    for example in &examples {
        let name = example["name"].as_str().unwrap();
        if name.starts_with("d_pos") {
            continue;
        }
        let input = &example["input"];
        let units = continuum(input.get("units").unwrap_or(input));
        let (alpha, beta) = match name {
            "AlexPaulSuzan alpha=3 shuffle" => (3.0, 1.0),
            "pygamma quickstart alpha=1 beta=2" => (1.0, 2.0),
            _ => (
                input["alpha"].as_f64().unwrap(),
                input["beta"].as_f64().unwrap(),
            ),
        };
        let costs = Costs {
            alpha,
            beta,
            empty: 1.0,
        };
        let best = best_alignment(&units, &costs);
        let oracle = &example["oracle"];
        let theirs = oracle["best"]
            .as_f64()
            .or(oracle["best_alignment_disorder"].as_f64())
            .unwrap();
        printed(name, Ok(best.disorder), theirs, 1e-6);
        assert_eq!(best.gap, 0.0, "{name}");
        held += 1;
    }
    assert_eq!(held, 8);
    // What is exact whatever the samples: tags on which all agree.
    let alex = continuum(
        &examples
            .iter()
            .find(|it| it["name"].as_str().unwrap().starts_with("Alex"))
            .unwrap()["input"],
    );
    let costs = Costs {
        alpha: 3.0,
        beta: 1.0,
        empty: 1.0,
    };
    let found = gamma::gamma(&alex, 62.0, &costs, 30, 1).unwrap();
    assert_eq!((found.gamma_k[0], found.gamma_k[2]), (Ok(1.0), Ok(1.0)));
    // The source counts 6 rows. Two units cost the same together and alone, so 7 are as good.
    assert_eq!(found.best.rows.len(), 7);
}

#[test]
fn cohens_table_gives_the_kappa_of_the_paper() {
    let table = json!([[88, 14, 18], [10, 40, 10], [2, 6, 12]]);
    let items = items(rows_of_table(&table));
    printed(
        "kappa",
        cohen_kappa(&total(items.pair_sums(0, 1))),
        0.492,
        0.0005,
    );
}

#[test]
fn degenerate_studies_are_undefined_and_say_why() {
    let one_value = items(vec![vec![0, 0, 0], vec![0, 0, 0]]);
    assert_eq!(
        cohen_kappa(&total(one_value.pair_sums(0, 1))),
        Err(Undefined::OneValue)
    );
    assert_eq!(
        fleiss_kappa(&total(one_value.fleiss_sums())),
        Err(Undefined::OneValue)
    );
    assert_eq!(
        krippendorff_alpha(&total(one_value.alpha_sums())),
        Err(Undefined::OneValue)
    );
    assert_eq!(raw(&total(one_value.pair_sums(0, 1))), Ok(1.0));
    let never = items(vec![vec![0, MISSING], vec![MISSING, 1]]);
    assert_eq!(raw(&total(never.pair_sums(0, 1))), Err(Undefined::NoItems));
    assert_eq!(
        fleiss_kappa(&total(never.fleiss_sums())),
        Err(Undefined::NoCommonItem)
    );
    let overlap = [0, 3].map(|start| unitizing::Unit {
        start,
        end: 5,
        value: 0,
    });
    let found = coincidences(&[overlap.to_vec(), Vec::new()], 9, 1);
    assert_eq!(found, Err(Undefined::Overlap));
    assert_eq!(coincidences(&[Vec::new()], 9, 1), Err(Undefined::Alone));
}

#[test]
fn every_figure_of_any_study_is_a_number_or_says_why_it_is_none() {
    let nothing = "The moon is cheese.";
    let texts = [
        nothing,
        "[claim: The moon is cheese].",
        "[claim: The [entity: moon] is cheese].",
        "The [entity: moon] is [claim: cheese].",
        "[claim: T]he moon is cheese.",
    ];
    for one in texts {
        for other in texts {
            let projects = vec![
                ("a".to_owned(), marked(one)),
                ("b".to_owned(), marked(other)),
            ];
            for it in agreement(&colleagues(projects)).measurements {
                if let Ok(value) = it.value {
                    assert!(value.is_finite() && value <= 1.0 + 1e-12, "{it:?}");
                }
                if let Some((low, high)) = it.interval {
                    assert!(low <= high && low.is_finite() && high.is_finite(), "{it:?}");
                }
            }
        }
    }
}

#[test]
fn who_marks_the_same_agrees_wholly() {
    let text = "[claim#1: The moon is cheese]. [rebuttal#2: It is not], says [source: Ada].\n---\n#2 rebuts #1";
    let projects = vec![
        ("a".to_owned(), marked(text)),
        ("b".to_owned(), marked(text)),
    ];
    for it in agreement(&colleagues(projects)).measurements {
        assert!(
            matches!(it.value, Ok(value) if (value - 1.0).abs() < 1e-9) || it.value.is_err(),
            "{it:?}"
        );
    }
}

#[test]
fn measures_of_a_real_article_are_as_they_were() {
    let test = "measures_of_a_real_article";
    let projects = ["ana", "ben", "cyn"].map(|name| Some((name.to_owned(), gold(name, test)?)));
    let Some(projects) = projects.into_iter().collect::<Option<Vec<_>>>() else {
        return;
    };
    let found = agreement(&colleagues(projects));
    let again = found.clone();
    let all = found
        .measurements
        .iter()
        .filter(|it| it.scope.tag.is_none() && it.scope.annotators.len() == 3);
    let lines: Vec<String> = all
        .map(|it| {
            let value = it
                .value
                .map_or_else(|why| why.to_string(), |value| format!("{value:.4}"));
            format!("{} {}: {value}", it.measure.name(), it.unit.name())
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    fleiss_kappa character: 0.2904
    krippendorff_alpha character: 0.2905
    fleiss_kappa token: 0.2703
    krippendorff_alpha token: 0.2707
    f1_exact span: 0.2958
    f1_overlap span: 0.6995
    f1_token token: 0.6083
    f1_links_labelled link: 0.6596
    f1_links_unlabelled link: 0.6596
    unitized_alpha character: marks of one annotator overlap
    u_alpha character: marks of one annotator overlap
    binary_u_alpha character: marks of one annotator overlap
    cu_alpha character: marks of one annotator overlap
    gamma span: 0.5963
    gamma_cat span: 0.7999
    ");
    assert_eq!(again, found);
}

#[test]
fn every_measure_is_explained_and_has_a_name_of_its_own() {
    let names: BTreeSet<_> = Measure::ALL.iter().map(|it| it.name()).collect();
    assert_eq!(names.len(), Measure::ALL.len());
    for measure in Measure::ALL {
        let words = [measure.meaning(), measure.caution(), measure.source()];
        assert!(words.iter().all(|words| words.len() > 20), "{measure:?}");
    }
}

#[test]
fn agree_prints_figures_with_reasons() {
    let folder = folder();
    let output = run(folder.path(), "agree ana.jsonl ben.jsonl");
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!(said(&output), @r"
    ana, ben: 1 article

    all marks
      0.897  raw by character
      0.794  cohen_kappa by character
      0.791  fleiss_kappa by character
      0.794  krippendorff_alpha by character
      0.909  raw by token
      0.833  cohen_kappa by token
      0.832  fleiss_kappa by token
      0.840  krippendorff_alpha by token
      0.500  f1_exact
      1.000  f1_overlap
      0.933  f1_token by token
      0.000  f1_links_labelled
      0.000  f1_links_unlabelled
      0.960  unitized_alpha by character
      0.840  u_alpha by character
      0.778  binary_u_alpha by character
      1.000  cu_alpha by character
      0.998  gamma (0.998 to 0.998)
          –  gamma_cat: undefined, because chance would give no disorder either

    claim
      1.000  ku_alpha by character
          –  gamma_k: undefined, because chance would give no disorder either
      0.897  raw by character
      0.772  cohen_kappa by character
      0.769  fleiss_kappa by character
      0.772  krippendorff_alpha by character
      0.909  raw by token
      0.814  cohen_kappa by token
      0.812  fleiss_kappa by token
      0.821  krippendorff_alpha by token
      0.000  f1_exact
      1.000  f1_overlap
      0.923  f1_token by token
      0.957  unitized_alpha by character
      0.822  u_alpha by character
      0.980  gamma (0.960 to 0.987)

    source
      1.000  ku_alpha by character
          –  gamma_k: undefined, because chance would give no disorder either
      1.000  raw by character
      1.000  cohen_kappa by character
      1.000  fleiss_kappa by character
      1.000  krippendorff_alpha by character
      1.000  raw by token
      1.000  cohen_kappa by token
      1.000  fleiss_kappa by token
      1.000  krippendorff_alpha by token
      1.000  f1_exact
      1.000  f1_overlap
      1.000  f1_token by token
      1.000  unitized_alpha by character
      1.000  u_alpha by character
      1.000  gamma (1.000 to 1.000)

    «postil agree --explain» says what each figure means
    --- Some(0)
    ");
    let output = run(folder.path(), "agree ana.jsonl ben.jsonl --json");
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(value["annotators"], json!(["ana", "ben"]));
    assert_eq!(value["articles"], 1);
    let measures = value["measures"].as_array().unwrap();
    for it in measures {
        let keys: Vec<&str> = it.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(
            keys,
            ["measure", "unit", "scope", "value", "undefined", "interval"]
        );
        assert!(
            it["value"].is_number() != it["undefined"].is_string(),
            "{it}"
        );
    }
    assert!(
        measures
            .iter()
            .any(|it| it["scope"]["tag"] == "claim" && it["measure"] == "gamma_k")
    );
}

// Slow textbook versions.

fn slow_kappa(rows: &[Vec<u16>]) -> Option<f64> {
    let pairs: Vec<_> = rows[0]
        .iter()
        .zip(&rows[1])
        .filter(|(a, b)| **a != MISSING && **b != MISSING)
        .collect();
    let count = pairs.len() as f64;
    let observed = pairs.iter().filter(|(a, b)| a == b).count() as f64 / count;
    let values: BTreeSet<u16> = rows.iter().flatten().copied().collect();
    let chance: f64 = values
        .iter()
        .map(|value| {
            let one = pairs.iter().filter(|(a, _)| *a == value).count() as f64;
            let other = pairs.iter().filter(|(_, b)| *b == value).count() as f64;
            one * other / (count * count)
        })
        .sum();
    (chance < 1.0 && count > 0.0).then(|| (observed - chance) / (1.0 - chance))
}

/// Over the coincidence matrix, cell by cell.
fn slow_alpha(rows: &[Vec<u16>]) -> Option<f64> {
    let mut cells: BTreeMap<(u16, u16), f64> = BTreeMap::new();
    for item in 0..rows[0].len() {
        let values: Vec<u16> = rows
            .iter()
            .map(|row| row[item])
            .filter(|it| *it != MISSING)
            .collect();
        for one in 0..values.len() {
            for other in 0..values.len() {
                if one != other {
                    let weight = 1.0 / (values.len() as f64 - 1.0);
                    *cells.entry((values[one], values[other])).or_default() += weight;
                }
            }
        }
    }
    let count: f64 = cells.values().sum();
    let mut sums: BTreeMap<u16, f64> = BTreeMap::new();
    for ((value, _), weight) in &cells {
        *sums.entry(*value).or_default() += weight;
    }
    let observed: f64 = cells
        .iter()
        .filter(|((a, b), _)| a != b)
        .map(|(_, weight)| weight)
        .sum::<f64>()
        / count;
    let mut expected = 0.0;
    for (one, a) in &sums {
        for (other, b) in &sums {
            if one != other {
                expected += a * b / (count * (count - 1.0));
            }
        }
    }
    (expected > 0.0).then(|| 1.0 - observed / expected)
}

/// Every way to put units together, one after the other.
fn slow_disorder(annotators: &[Vec<gamma::Unit>], costs: &Costs) -> f64 {
    fn rest(annotators: &[Vec<gamma::Unit>], costs: &Costs, used: &mut Vec<Vec<bool>>) -> f64 {
        let free = used.iter().enumerate().find_map(|(annotator, used)| {
            used.iter()
                .position(|it| !it)
                .map(|place| (annotator, place))
        });
        let Some((annotator, place)) = free else {
            return 0.0;
        };
        let mut best = f64::INFINITY;
        let mut choice = vec![None; annotators.len()];
        choice[annotator] = Some(place);
        used[annotator][place] = true;
        rows(
            annotators,
            costs,
            used,
            &mut choice,
            annotator + 1,
            &mut best,
        );
        used[annotator][place] = false;
        best
    }
    fn rows(
        annotators: &[Vec<gamma::Unit>],
        costs: &Costs,
        used: &mut Vec<Vec<bool>>,
        choice: &mut Vec<Option<usize>>,
        next: usize,
        best: &mut f64,
    ) {
        if next == annotators.len() {
            let mut cost = 0.0;
            let mut pairs = 0.0;
            for one in 0..annotators.len() {
                for other in one + 1..annotators.len() {
                    pairs += 1.0;
                    cost += match (choice[one], choice[other]) {
                        (Some(a), Some(b)) => {
                            costs.both(&annotators[one][a], &annotators[other][b])
                        }
                        _ => costs.empty,
                    };
                }
            }
            *best = best.min(cost / pairs + rest(annotators, costs, used));
            return;
        }
        rows(annotators, costs, used, choice, next + 1, best);
        for place in 0..annotators[next].len() {
            if !used[next][place] {
                used[next][place] = true;
                choice[next] = Some(place);
                rows(annotators, costs, used, choice, next + 1, best);
                choice[next] = None;
                used[next][place] = false;
            }
        }
    }
    let mut used: Vec<Vec<bool>> = annotators
        .iter()
        .map(|units| vec![false; units.len()])
        .collect();
    let count: usize = annotators.iter().map(Vec::len).sum();
    rest(annotators, costs, &mut used) * annotators.len() as f64 / count as f64
}

fn arbitrary_units() -> impl Strategy<Value = Vec<gamma::Unit>> {
    let unit = (0_u8..40, 1_u8..20, 0_usize..3).prop_map(|(start, size, value)| gamma::Unit {
        start: f64::from(start),
        end: f64::from(start) + f64::from(size),
        value,
    });
    vec(unit, 0..4)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn kappas_and_alpha_are_those_of_the_textbook(
        columns in vec(vec(prop_oneof![4 => 0_u16..4, 1 => Just(MISSING)], 3), 1..40),
    ) {
        let rows = transpose(columns);
        let items = items(rows.clone());
        let close = |figure: Figure, slow: Option<f64>| match (figure, slow) {
            (Ok(figure), Some(slow)) => (figure - slow).abs() < 1e-9,
            (Err(_), slow) => slow.is_none_or(f64::is_nan),
            (Ok(_), None) => false,
        };
        prop_assert!(close(cohen_kappa(&total(items.pair_sums(0, 1))), slow_kappa(&rows)));
        prop_assert!(close(krippendorff_alpha(&total(items.alpha_sums())), slow_alpha(&rows)));
    }

    #[test]
    fn the_best_alignment_of_two_three_and_four_is_the_best_of_all(
        units in vec(arbitrary_units(), 2..5),
        weights in (1_u8..4, 0_u8..3),
    ) {
        let count: usize = units.iter().map(Vec::len).sum();
        prop_assume!(count > 0 && count < 11);
        let costs = Costs { alpha: f64::from(weights.0), beta: f64::from(weights.1), empty: 1.0 };
        let found = best_alignment(&units, &costs);
        prop_assert!((found.disorder - slow_disorder(&units, &costs)).abs() < 1e-9);
        prop_assert_eq!(found.gap, 0.0);
        let mut seen: Vec<(usize, usize)> = found
            .rows
            .iter()
            .flat_map(|row| row.iter().enumerate().filter_map(|(n, place)| Some((n, (*place)?))))
            .collect();
        seen.sort_unstable();
        seen.dedup();
        prop_assert_eq!(seen.len(), count);
    }
}

/// The shared generator of the peers' measurements.
struct SplitMix(u64);

impl SplitMix {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        ((u128::from(mixed) * u128::from(limit)) >> 64) as u64
    }
}

fn peers_units(count: u64, annotators: usize) -> Vec<Vec<gamma::Unit>> {
    let mut rng = SplitMix(7);
    let mut base = Vec::new();
    for number in 0..count {
        let start = 100 * number + rng.below(60);
        base.push((start, start + 8 + rng.below(80), rng.below(4)));
    }
    let unit = |start: u64, end: u64, value: u64| gamma::Unit {
        start: start as f64,
        end: end as f64,
        value: value as usize,
    };
    let mut all = vec![
        base.iter()
            .map(|it| unit(it.0, it.1, it.2))
            .collect::<Vec<_>>(),
    ];
    for _ in 1..annotators {
        let mut units = Vec::new();
        for (start, end, value) in &base {
            let dice = rng.below(100);
            if dice < 10 {
                continue;
            }
            if dice < 20 {
                let at = rng.below(100 * count);
                let size = 8 + rng.below(80);
                units.push(unit(at, at + size, rng.below(4)));
            }
            let start = (start + rng.below(21)).saturating_sub(10);
            let end = (end + rng.below(21)).saturating_sub(10).max(start + 1);
            let other = rng.below(100) < 15;
            units.push(unit(start, end, if other { rng.below(4) } else { *value }));
        }
        all.push(units);
    }
    all
}

#[test]
fn the_disorder_of_the_peers_studies_is_theirs() {
    // Printed by pygamma-agreement on the same units.
    for (count, theirs) in [(100, 0.277_617), (1000, 0.332_436)] {
        let best = best_alignment(&peers_units(count, 2), &Costs::default());
        assert!(
            (best.disorder - theirs).abs() < 1e-6,
            "{count}: {}",
            best.disorder
        );
    }
}

#[test]
fn sixty_units_of_three_annotators_are_proved_best() {
    let best = best_alignment(&peers_units(60, 3), &Costs::default());
    assert_eq!(best.gap, 0.0);
    insta::assert_snapshot!(format!("{:.6}", best.disorder), @"0.446835");
}

#[test]
fn fifty_annotators_are_answered_with_a_gap() {
    let units = peers_units(20, 50);
    let best = best_alignment(&units, &Costs::default());
    assert!(best.gap > 0.0 && best.disorder < 3.0, "{}", best.disorder);
    let found: usize = best
        .rows
        .iter()
        .map(|row| row.iter().flatten().count())
        .sum();
    assert_eq!(found, units.iter().map(Vec::len).sum::<usize>());
}

#[test]
fn a_model_is_held_against_a_reference() {
    let folder = folder();
    let output = run(folder.path(), "agree ben.jsonl --reference ana.jsonl");
    insta::assert_snapshot!(said(&output), @r"
    ana, ben: 1 article

    all marks
      0.500  precision_exact
      0.500  recall_exact
      0.500  f1_exact
      1.000  precision_overlap
      1.000  recall_overlap
      1.000  f1_overlap
      1.000  precision_token by token
      0.875  recall_token by token
      0.933  f1_token by token

    claim
      0.000  precision_exact
      0.000  recall_exact
      0.000  f1_exact
      1.000  precision_overlap
      1.000  recall_overlap
      1.000  f1_overlap
      1.000  precision_token by token
      0.857  recall_token by token
      0.923  f1_token by token

    source
      1.000  precision_exact
      1.000  recall_exact
      1.000  f1_exact
      1.000  precision_overlap
      1.000  recall_overlap
      1.000  f1_overlap
      1.000  precision_token by token
      1.000  recall_token by token
      1.000  f1_token by token

    «postil agree --explain» says what each figure means
    --- Some(0)
    ");
    let output = run(folder.path(), "agree ben.jsonl --reference ana.jsonl --csv");
    insta::assert_snapshot!(said(&output), @r"
    measure,unit,tag,article,annotators,value,low,high,undefined
    precision_exact,span,,,ana; ben,0.5,,,
    recall_exact,span,,,ana; ben,0.5,,,
    f1_exact,span,,,ana; ben,0.5,,,
    precision_overlap,span,,,ana; ben,1,,,
    recall_overlap,span,,,ana; ben,1,,,
    f1_overlap,span,,,ana; ben,1,,,
    precision_token,token,,,ana; ben,1,,,
    recall_token,token,,,ana; ben,0.875,,,
    f1_token,token,,,ana; ben,0.9333333333333333,,,
    precision_exact,span,claim,,ana; ben,0,,,
    recall_exact,span,claim,,ana; ben,0,,,
    f1_exact,span,claim,,ana; ben,0,,,
    precision_overlap,span,claim,,ana; ben,1,,,
    recall_overlap,span,claim,,ana; ben,1,,,
    f1_overlap,span,claim,,ana; ben,1,,,
    precision_token,token,claim,,ana; ben,1,,,
    recall_token,token,claim,,ana; ben,0.8571428571428571,,,
    f1_token,token,claim,,ana; ben,0.9230769230769231,,,
    precision_exact,span,source,,ana; ben,1,,,
    recall_exact,span,source,,ana; ben,1,,,
    f1_exact,span,source,,ana; ben,1,,,
    precision_overlap,span,source,,ana; ben,1,,,
    recall_overlap,span,source,,ana; ben,1,,,
    f1_overlap,span,source,,ana; ben,1,,,
    precision_token,token,source,,ana; ben,1,,,
    recall_token,token,source,,ana; ben,1,,,
    f1_token,token,source,,ana; ben,1,,,
    --- Some(0)
    ");
}

#[test]
fn precision_and_recall_are_those_of_the_textbook() {
    // Three of the model's five marks are right, of four that the reference has.
    let gold = marked("[claim: a b] c [claim: d e] [entity: f] g [source: h].");
    let model = marked("[claim: a b] c [claim: d] e [entity: f] [entity: g] [source: h].");
    let whole = |name: &str, project| Colleague {
        name: name.to_owned(),
        project,
        author: None,
    };
    let found = against(&[whole("gold", gold), whole("model", model)]);
    let figure = |name: &str, tag: Option<&str>| {
        let mut all = found.measurements.iter();
        let found = all.find(|it| it.measure.name() == name && it.scope.tag.as_deref() == tag);
        found.unwrap().value
    };
    assert_eq!(figure("precision_exact", None), Ok(0.6));
    assert_eq!(figure("recall_exact", None), Ok(0.75));
    assert_eq!(figure("precision_overlap", None), Ok(0.8));
    assert_eq!(figure("recall_overlap", None), Ok(1.0));
    assert_eq!(figure("precision_exact", Some("entity")), Ok(0.5));
    assert_eq!(figure("recall_token", Some("claim")), Ok(0.75));
    let empty = marked("a b c d e f g h.");
    let found = against(&[
        whole("gold", marked("[claim: a b] c d e f g h.")),
        whole("model", {
            let mut empty = empty;
            let mut status = empty.entries()[0].status().clone();
            status.done = true;
            let edit = postil::project::Edit::Status {
                article: "a1".into(),
                to: status,
            };
            empty.apply(&[edit]).unwrap();
            empty
        }),
    ]);
    assert_eq!(found.measurements[0].value, Err(Undefined::NothingFound));
    assert_eq!(found.measurements[1].value, Ok(0.0));
}
