//! The measures on arbitrary studies against other people's programs: krippendorff, scikit-learn,
//! statsmodels, scipy and pygamma-agreement, which `.ci/run` puts into `target/peers/oracle`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use postil::review::agreement::gamma::{self, Costs, best_alignment};
use serde_json::{Map, Value, json};

use super::command::run;
use super::optional;

/// How many studies there are. The first of at most three annotators are held against gamma too,
/// which takes the others long.
const STUDIES: u64 = 6;
const DISORDERS: usize = 2;
const TAGS: [&str; 3] = ["claim", "entity", "source"];
const WORDS: &str = "the moon is made of cheese said Ada it’s not, Ben: naïve 😀 snow_white 42";

struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        ((u128::from(mixed) * limit as u128) >> 64) as usize
    }
}

/// Some annotators' spans on some texts, as the other programs want them. Marks of one annotator
/// overlap in every other study; somebody may not have done a text.
fn study(seed: u64) -> Value {
    let mut dice = Dice(seed);
    let annotators = 2 + dice.below(3);
    let documents = (0..1 + dice.below(3)).map(|number| {
        let words: Vec<&str> = WORDS.split(' ').collect();
        let count = 30 + dice.below(60);
        let text: Vec<&str> = (0..count).map(|_| words[dice.below(words.len())]).collect();
        let text = text.join(" ");
        let length = text.chars().count();
        let mut spans = Map::new();
        for annotator in 0..annotators {
            if number > 0 && dice.below(6) == 0 {
                continue;
            }
            let overlap = seed % 2 == 1;
            let mut seen = BTreeSet::new();
            let mut at = 0;
            while seen.len() < 2 || dice.below(7) > 0 {
                let start = if overlap {
                    dice.below(length - 1)
                } else {
                    at + dice.below(12)
                };
                let end = (start + 1 + dice.below(25)).min(length);
                if start >= end {
                    break;
                }
                seen.insert((start, end, TAGS[dice.below(3)]));
                at = end;
            }
            let list = seen
                .into_iter()
                .map(|(start, end, tag)| json!({"tag": tag, "start": start, "end": end}));
            spans.insert(format!("a{annotator}"), list.collect());
        }
        json!({"id": format!("d{number}"), "text": text, "annotators": spans})
    });
    json!({ "documents": documents.collect::<Vec<_>>() })
}

/// The annotators' files, one each.
fn write(folder: &Path, study: &Value) -> Vec<String> {
    let documents = study["documents"].as_array().unwrap();
    let names: BTreeSet<&String> = documents
        .iter()
        .flat_map(|it| it["annotators"].as_object().unwrap().keys())
        .collect();
    for name in &names {
        let lines = documents.iter().map(|document| {
            let spans = document["annotators"].get(name.as_str());
            let spans = spans.and_then(Value::as_array).into_iter().flatten().enumerate();
            let spans: Vec<Value> = spans
                .map(|(n, it)| json!({"id": n.to_string(), "tag": it["tag"], "fragments": [[it["start"], it["end"]]], "annotator": name}))
                .collect();
            json!({"id": document["id"], "text": document["text"], "spans": spans}).to_string()
        });
        let lines: Vec<String> = lines.collect();
        std::fs::write(folder.join(format!("{name}.jsonl")), lines.join("\n")).unwrap();
    }
    names
        .into_iter()
        .map(|name| format!("{name}.jsonl"))
        .collect()
}

fn theirs(folder: &Path, script: &Path, root: &Path, study: &Value, gamma: bool) -> Value {
    let path = folder.join("study.json");
    std::fs::write(&path, study.to_string()).unwrap();
    let output = Command::new(root.join("venv/bin/python"))
        .env("ORACLE_ROOT", root)
        .args([script, &path])
        .args(["--r=0", "--java=0", "--gamma-n=2", "--gamma-seeds=1"])
        .arg(format!("--gamma={}", u8::from(gamma)))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {said}"))
}

/// What the others say of one of our figures.
fn expected<'t>(it: &Value, theirs: &'t Value, study: &Value) -> Option<&'t Value> {
    let (tag, article) = (it["scope"]["tag"].as_str(), it["scope"]["article"].as_str());
    let level = match it["unit"].as_str()? {
        "character" => "char",
        unit => unit,
    };
    let names = it["scope"]["annotators"].as_array()?.iter();
    let names: Vec<&str> = names.filter_map(Value::as_str).collect();
    let everybody = names.len() == theirs["annotators"].as_array()?.len();
    let view = &theirs["agreement"][level]["views"][tag.unwrap_or("set")];
    let pair = &view["pairs"][names.join("|")];
    let f1 = &theirs["f1"][names.join("|")][tag.unwrap_or("(all)")];
    let documents = study["documents"].as_array()?;
    let of_one = |id: &str| {
        let document = documents.iter().find(|it| it["id"] == id)?;
        let done = document["annotators"].as_object()?.len();
        (done == names.len()).then(|| &theirs["unitizing"][id])
    };
    let family = match article {
        Some(id) => of_one(id),
        None if documents.len() == 1 => of_one("d0"),
        None => Some(&theirs["unitizing"]["(concatenation of the documents every annotator saw)"]),
    };
    let family = family.map(|it| tag.map_or(&it["all_tags"], |tag| &it["per_tag"][tag]));
    let family = family.map(|it| &it["published_formula"]);
    match (it["measure"].as_str()?, article) {
        ("raw", None) if names.len() == 2 => Some(&pair["raw"]),
        ("cohen_kappa", None) if names.len() == 2 => Some(&pair["cohen_kappa_sklearn"]),
        ("f1_exact", None) if names.len() == 2 => Some(&f1["exact"]["f1"]),
        ("f1_overlap", None) if names.len() == 2 => Some(&f1["overlap_one_to_one_scipy"]["f1"]),
        ("f1_token", None) if names.len() == 2 => Some(&f1["token"]["f1"]),
        ("fleiss_kappa", None) if everybody => Some(&view["fleiss_kappa_statsmodels"]),
        ("krippendorff_alpha", None) if everybody => Some(&view["alpha_nominal_krippendorff"]),
        ("u_alpha", _) if everybody => family.map(|it| &it["u_alpha"]),
        ("binary_u_alpha", _) if everybody => family.map(|it| &it["bar_u_alpha"]),
        ("cu_alpha", _) if everybody => family.map(|it| &it["cu_alpha"]),
        _ => None,
    }
}

fn disorder(document: &Value) -> f64 {
    let annotators = document["annotators"].as_object().unwrap().values();
    let units = annotators.map(|list| {
        let units = list.as_array().unwrap().iter().map(|it| gamma::Unit {
            start: it["start"].as_f64().unwrap(),
            end: it["end"].as_f64().unwrap(),
            value: TAGS.iter().position(|tag| it["tag"] == *tag).unwrap(),
        });
        units.collect()
    });
    let units: Vec<Vec<gamma::Unit>> = units.collect();
    let best = best_alignment(&units, &Costs::default());
    assert_eq!(best.gap, 0.0);
    best.disorder
}

#[test]
fn other_programs_agree() {
    let test = "other_programs_agree";
    if optional("oracle/agree_oracle.py", test).is_none() {
        return;
    }
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = top.join("target/peers/oracle");
    if !root.join("venv/bin/python").exists() {
        let required = std::env::var_os("POSTIL_REQUIRE_ALL").is_some_and(|it| it == "1");
        assert!(
            !required,
            "{} is not there: .ci/run makes it",
            root.display()
        );
        eprintln!(
            "left out: {test} needs {}, which .ci/run makes",
            root.display()
        );
        return;
    }
    let collection = std::env::var_os("POSTIL_COLLECTION");
    let collection = collection.map_or_else(|| top.join("../shared"), PathBuf::from);
    let script = collection.join("oracle/agree_oracle.py");
    let (mut held, mut kinds, mut disorders) = (0, BTreeSet::new(), 0);
    for seed in 0..STUDIES {
        let study = study(seed);
        let folder = tempfile::tempdir().unwrap();
        let files = write(folder.path(), &study);
        let gamma = files.len() <= 3 && disorders < DISORDERS;
        let theirs = theirs(folder.path(), &script, &root, &study, gamma);
        let output = run(folder.path(), &format!("agree {} --json", files.join(" ")));
        let ours: Value = serde_json::from_slice(&output.stdout).unwrap();
        for it in ours["measures"].as_array().unwrap() {
            let Some(expected) = expected(it, &theirs, &study).and_then(Value::as_f64) else {
                continue;
            };
            let Some(value) = it["value"].as_f64() else {
                // Where others give 0 or 1 for want of a figure, ours says why there is none.
                assert!([0.0, 1.0].contains(&expected), "{seed}: {it}: {expected}");
                continue;
            };
            assert!((expected - value).abs() < 1e-9, "{seed}: {it}: {expected}");
            kinds.insert(it["measure"].as_str().unwrap().to_owned());
            held += 1;
        }
        let documents = study["documents"].as_array().unwrap().iter();
        for document in documents.filter(|_| gamma) {
            let theirs = &theirs["gamma"][document["id"].as_str().unwrap()];
            let Some(best) = theirs["best_alignment_disorder"].as_f64() else {
                continue;
            };
            let ours = disorder(document);
            // Theirs counts in single precision.
            assert!((ours - best).abs() < 1e-5, "{seed}: {ours}, theirs {best}");
            disorders += 1;
        }
    }
    println!("{held} figures and {disorders} disorders are those of other programs");
    assert!(held >= 200, "only {held} figures were held against others'");
    assert_eq!(kinds.len(), 10, "{kinds:?}");
    assert!(disorders >= DISORDERS, "only {disorders}");
}
