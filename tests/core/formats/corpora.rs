//! Real data of others, where it is there: every file comes in, its marks are as many and on the
//! same words as a plain count of its lines says, and what goes out again comes in as the same.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use postil::formats::datasets::{
    Feature, Files, Format, Import, Imported, Options, format, recognise,
};
use postil::formats::tagset_file::default_tagset;
use postil::project::Project;
use serde_json::Value as Json;

/// The files of a folder of the corpora, by their names there.
fn folder(name: &str) -> Option<Files> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/corpora")
        .join(name);
    if !root.is_dir() {
        println!("left out: {name} is not there");
        return None;
    }
    let mut files = Files::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder)
            .unwrap()
            .map(|item| item.unwrap().path())
        {
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&root).map(PathBuf::from).unwrap();
                files.insert(
                    name.to_str().unwrap().to_owned(),
                    std::fs::read(&path).unwrap(),
                );
            }
        }
    }
    Some(files)
}

fn only(files: &Files, ending: &str) -> Vec<Files> {
    let files = files.iter().filter(|(name, _)| name.ends_with(ending));
    files
        .map(|(name, bytes)| Files::from([(name.clone(), bytes.clone())]))
        .collect()
}

fn import(files: &Files, name: &str) -> Imported {
    let told = recognise(files).map(|format| format.name);
    assert_eq!(told, Some(name), "{:?}", files.keys());
    let imported = format(name)
        .unwrap()
        .decode(files, &Import::new(&default_tagset()))
        .unwrap();
    assert_eq!(imported.project.check(), [], "{:?}", files.keys());
    imported
}

/// Every mark as its tag and its words, counted.
fn words(project: &Project) -> BTreeMap<(String, String), usize> {
    let mut counts = BTreeMap::new();
    for entry in project.entries() {
        for mark in entry.annotations().values() {
            let words = mark.words(&entry.article().text);
            *counts.entry((mark.tag.to_string(), words)).or_default() += 1;
        }
    }
    counts
}

fn comes_back(project: &Project, format: &Format) {
    let files = format.encode(project, &Options::default()).unwrap().files;
    let again = format
        .decode(&files, &Import::new(project.tagset()))
        .unwrap();
    assert_eq!(again.left_out, 0, "{}: {:?}", format.name, again.problems);
    let plain = |project: &Project| -> BTreeMap<(String, String), usize> {
        // The text of tokens has other blanks.
        let blank = |words: String| match format.lacks(Feature::Texts) {
            true => words.replace([' ', '\n'], ""),
            false => words,
        };
        let words = words(project).into_iter();
        words
            .map(|((tag, words), count)| ((tag, blank(words)), count))
            .collect()
    };
    assert_eq!(plain(&again.project), plain(project), "{}", format.name);
    let links = |project: &Project| -> usize {
        project
            .entries()
            .iter()
            .map(|entry| entry.links().len())
            .sum()
    };
    if format.name != "conll" && format.name != "doccano-labels" {
        assert_eq!(links(&again.project), links(project), "{}", format.name);
    }
}

#[test]
fn brats_tutorials_come_in_whole() {
    let Some(files) = folder("brat-tutorials-news") else {
        return;
    };
    let imported = import(&files, "brat");
    assert_eq!(imported.left_out, 0, "{:?}", imported.problems);
    let mut expected = BTreeMap::new();
    let mut links = 0;
    for bytes in files
        .iter()
        .filter(|(name, _)| name.ends_with(".ann"))
        .map(|(_, bytes)| bytes)
    {
        for line in std::str::from_utf8(bytes).unwrap().lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            match line.chars().next() {
                Some('T') => {
                    let tag = cells[1].split(' ').next().unwrap().to_owned();
                    *expected.entry((tag, cells[2].to_owned())).or_default() += 1;
                }
                Some('R') => links += 1,
                Some('E') => links += cells[1].trim().split(' ').count() - 1,
                _ => {}
            }
        }
    }
    assert_eq!(words(&imported.project), expected);
    let entries = imported.project.entries().iter();
    assert_eq!(
        entries.map(|entry| entry.links().len()).sum::<usize>(),
        links
    );
    comes_back(&imported.project, format("brat").unwrap());
}

#[test]
fn doccanos_samples_come_in() {
    let Some(files) = folder("doccano-samples") else {
        return;
    };
    for file in only(&files, ".jsonl") {
        let text = std::str::from_utf8(file.values().next().unwrap()).unwrap();
        let rows = text
            .lines()
            .map(|line| serde_json::from_str::<Json>(line).unwrap());
        let mut expected = BTreeMap::new();
        for row in rows.filter(|row| row["text"].is_string()) {
            let letters: Vec<char> = row["text"].as_str().unwrap().chars().collect();
            let slice = |start: &Json, end: &Json| -> String {
                let at = |json: &Json| json.as_u64().unwrap() as usize;
                letters[at(start)..at(end)].iter().collect()
            };
            for label in row["label"].as_array().into_iter().flatten() {
                let tag = label[2].as_str().unwrap().to_owned();
                expected.insert((tag, slice(&label[0], &label[1])), 1);
            }
            for entity in row["entities"].as_array().into_iter().flatten() {
                let tag = entity["label"].as_str().unwrap().to_owned();
                let words = slice(&entity["start_offset"], &entity["end_offset"]);
                *expected.entry((tag, words)).or_default() += 1;
            }
        }
        let relations = text.contains("\"entities\"");
        let name = if relations {
            "doccano"
        } else {
            "doccano-labels"
        };
        let imported = import(&file, name);
        assert_eq!(words(&imported.project), expected, "{:?}", file.keys());
        comes_back(&imported.project, format(name).unwrap());
    }
}

#[test]
fn columns_of_tokens_come_in() {
    let files = [folder("wnut17-conll"), folder("doccano-samples")];
    for file in files
        .iter()
        .flatten()
        .flat_map(|files| only(files, ".conll"))
    {
        let imported = import(&file, "conll");
        let text = std::str::from_utf8(file.values().next().unwrap()).unwrap();
        let begun = text.lines().filter(|line| line.contains("\tB-")).count();
        let marks: usize = words(&imported.project).values().sum();
        assert_eq!(marks, begun, "{:?}", file.keys());
        let covered = text
            .lines()
            .filter(|line| line.contains("\tB-") || line.contains("\tI-"));
        let covered: String = covered.filter_map(|line| line.split('\t').next()).collect();
        let entries = imported.project.entries().iter();
        let ours: String = entries
            .flat_map(|entry| {
                entry
                    .in_text_order()
                    .map(|mark| mark.words(&entry.article().text))
            })
            .collect();
        assert_eq!(ours.replace([' ', '\n'], ""), covered, "{:?}", file.keys());
        comes_back(&imported.project, format("conll").unwrap());
    }
}

#[test]
fn units_without_a_text_come_in_on_dots() {
    let Some(files) = folder("gamma-csv") else {
        return;
    };
    for file in only(&files, ".csv") {
        let imported = import(&file, "csv");
        let text = std::str::from_utf8(file.values().next().unwrap()).unwrap();
        // Marks that are the same once their ends are whole numbers are one.
        let whole = |cell: &str| format!("{:.0}", cell.trim().parse::<f64>().unwrap().round());
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        let rows: BTreeSet<_> = lines
            .map(|line| {
                let cells: Vec<&str> = line.split(',').collect();
                (cells[0], cells[1], whole(cells[2]), whole(cells[3]))
            })
            .collect();
        let entry = &imported.project.entries()[0];
        let marks = entry.annotations().len();
        assert_eq!(
            marks + imported.left_out,
            rows.len(),
            "{:?}: {:?}",
            file.keys(),
            imported.problems
        );
        comes_back(&imported.project, format("csv").unwrap());
    }
}

#[test]
fn structures_of_uima_come_in() {
    let Some(files) = folder("uima-cas-cassis/tests/test_files") else {
        return;
    };
    let mut told = Vec::new();
    for (ending, name) in [(".json", "cas-json"), (".xmi", "cas-xmi")] {
        for file in only(&files, ending) {
            let tagset = default_tagset();
            let how = Import::new(&tagset);
            let path = file.keys().next().unwrap().clone();
            let format = format(name).unwrap();
            let line = match format.decode(&file, &how) {
                Ok(imported) => {
                    assert_eq!(imported.project.check(), [], "{path}");
                    comes_back(&imported.project, format);
                    let marks = words(&imported.project).values().sum::<usize>();
                    format!("{marks} marks, {} left out", imported.left_out)
                }
                Err(error) => error.to_string(),
            };
            told.push(format!("{path}: {line}"));
        }
    }
    told.sort();
    insta::assert_snapshot!(told.join("\n"), @r#"
    json/child_type_before_parent.json: there is no article in it; line 21: view "_InitialView" holds no text and was left out
    json/fs_as_array/one-way/casWithBadSofaFsOrder/data-ref.json: 0 marks, 0 left out
    json/fs_as_array/one-way/casWithBadSofaFsOrder/data.json: 0 marks, 0 left out
    json/fs_as_array/one-way/tsv3-testSimpleSlotFeature/data-ref.json: 3 marks, 0 left out
    json/fs_as_array/one-way/tsv3-testSimpleSlotFeature/data.json: 3 marks, 0 left out
    json/fs_as_array/one-way/tsv3-testSimpleSlotFeature/debug.xmi: 3 marks, 0 left out
    json/fs_as_array/ser-ref/casExtendingDocumentAnnotation/data.json: 0 marks, 0 left out
    json/fs_as_array/ser-ref/casWithEmojiUnicodeTextAndAnnotations/data.json: 9 marks, 0 left out
    json/fs_as_array/ser-ref/casWithEmojiUnicodeTextAndAnnotations/debug.xmi: 9 marks, 0 left out
    json/fs_as_array/ser-ref/casWithFloatingPointSpecialValues/data.json: there is no article in it; line 3: view "_InitialView" holds no text and was left out
    json/fs_as_array/ser-ref/casWithFloatingPointSpecialValues/debug.xmi: there is no article in it; line 1: there is no text in it
    json/fs_as_array/ser-ref/casWithLeftToRightTextAndAnnotations/data.json: 2 marks, 0 left out
    json/fs_as_array/ser-ref/casWithLeftToRightTextAndAnnotations/debug.xmi: 2 marks, 0 left out
    json/fs_as_array/ser-ref/casWithSofaDataArray/data.json: there is no article in it; line 7: view "_InitialView" holds no text and was left out
    json/fs_as_array/ser-ref/casWithSofaDataArray/debug.xmi: there is no article in it; line 3: view "_InitialView" holds no text and was left out
    json/fs_as_array/ser-ref/casWithSofaDataURI/data.json: there is no article in it; line 3: view "_InitialView" holds no text and was left out
    json/fs_as_array/ser-ref/casWithSofaDataURI/debug.xmi: there is no article in it; line 3: view "_InitialView" holds no text and was left out
    json/fs_as_array/ser-ref/casWithText/data.json: 0 marks, 0 left out
    json/fs_as_array/ser-ref/casWithText/debug.xmi: 0 marks, 0 left out
    json/fs_as_array/ser-ref/casWithTextAndAnnotations/data.json: 4 marks, 0 left out
    json/fs_as_array/ser-ref/casWithTextAndAnnotations/debug.xmi: there is no article in it; line 7: view "_InitialView" holds no text and was left out
    json/fs_as_array/ser-ref/casWithTraditionalChineseTextAndAnnotations/data.json: 4 marks, 0 left out
    json/fs_as_array/ser-ref/casWithTraditionalChineseTextAndAnnotations/debug.xmi: 4 marks, 0 left out
    json/fs_as_array/ser-ref/casWithoutTextButWithAnnotations/data.json: there is no article in it; line 3: view "_InitialView" holds no text and was left out
    json/fs_as_array/ser-ref/casWithoutTextButWithAnnotations/debug.xmi: there is no article in it; line 7: view "_InitialView" holds no text and was left out
    json/fs_as_array/ser-ref/emptyCas/data.json: there is no article in it; line 1: there are no %FEATURE_STRUCTURES in it
    json/fs_as_array/ser-ref/emptyCas/debug.xmi: there is no article in it; line 1: there is no text in it
    xmi/cas_has_fs_with_no_namespace.xmi: 1 marks, 0 left out
    xmi/cas_with_array_features.xmi: there is no article in it; line 18: view "_InitialView" holds no text and was left out
    xmi/cas_with_collections.xmi: 0 marks, 3 left out
    xmi/cas_with_empty_array_reference.xmi: 0 marks, 0 left out
    xmi/cas_with_floating_point_special_values.xmi: 0 marks, 0 left out
    xmi/cas_with_inheritance.xmi: 5 marks, 0 left out
    xmi/cas_with_list_features.xmi: there is no article in it; line 15: view "_InitialView" holds no text and was left out
    xmi/cas_with_multiple_references_allowed_string_array.xmi: 0 marks, 1 left out
    xmi/cas_with_nonindexed_fs.xmi: 0 marks, 0 left out
    xmi/cas_with_references.xmi: 3 marks, 0 left out
    xmi/cas_with_reserved_names.xmi: 0 marks, 1 left out
    xmi/cas_with_smileys.xmi: 5 marks, 0 left out
    xmi/cas_with_two_sofas.xmi: 0 marks, 0 left out
    xmi/empty_cas.xmi: 0 marks, 1 left out
    xmi/lenient_cas.xmi: 1 marks, 0 left out
    xmi/small_cas.xmi: 0 marks, 0 left out
    "#);
}

#[test]
fn columns_of_layers_say_what_the_structures_beside_them_say() {
    let Some(files) = folder("webanno-tsv-inception") else {
        return;
    };
    let mut differing = Vec::new();
    let mut marks = 0;
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".tsv")) {
        if !bytes.starts_with(b"#FORMAT=WebAnno TSV 3") {
            // Files of the versions before are told and refused.
            continue;
        }
        let file = Files::from([(name.clone(), bytes.clone())]);
        let tagset = default_tagset();
        let how = Import::new(&tagset);
        let ours = format("webanno").unwrap().decode(&file, &how).unwrap();
        assert_eq!(ours.project.check(), [], "{name}");
        comes_back(&ours.project, format("webanno").unwrap());
        marks += ours.project.mark_count();
        let beside = name.replace(".tsv", ".xmi");
        let Some(bytes) = files.get(&beside) else {
            continue;
        };
        let file = Files::from([(beside, bytes.clone())]);
        let theirs = format("cas-xmi").unwrap().decode(&file, &how).unwrap();
        if words(&ours.project) != words(&theirs.project) {
            differing.push(name.trim_start_matches("tsv3-suite/").to_owned());
        }
    }
    println!("{marks} marks");
    insta::assert_snapshot!(differing.join("\n"), @r#"
        testAnnotationWithLeadingWhitespace/reference.tsv
        testAnnotationWithLeadingWhitespaceAtStart/reference.tsv
        testAnnotationWithTrailingWhitespace/reference.tsv
        testAnnotationWithTrailingWhitespaceAtEnd/reference.tsv
        testCrossSentenceSpanWithoutFeatureValue/reference.tsv
        testDependencyWithValues/reference.tsv
        testElevatedType/reference.tsv
        testMultiTokenSpanWithoutFeatureValue/reference.tsv
        testMultiTokenStackedSpanWithoutFeatureValue/reference.tsv
        testSentenceWithEmoji/reference.tsv
        testSentenceWithLineBreak/reference.tsv
        testSentenceWithTab/reference.tsv
        testSingleNonMultiTokenRelationWithMultipleFeatureValues/reference.tsv
        testSingleNonMultiTokenRelationWithoutFeatureValue/reference.tsv
        testSingleNonTokenRelationWithoutFeature/reference.tsv
        testSingleNonTokenRelationWithoutFeatureValue/reference.tsv
        testSingleStackedNonTokenOverlappingRelationWithoutFeatureValue/reference.tsv
        testSingleStackedNonTokenRelationWithoutFeatureValue/reference.tsv
        testSingleStackedNonTokenRelationWithoutFeatureValue2/reference.tsv
        testSingleStackedNonTokenRelationWithoutFeatureValue3/reference.tsv
        testSingleTokenRelationWithFeatureValue/reference.tsv
        testSingleTokenRelationWithMultipleFeatureValues/reference.tsv
        testSingleTokenRelationWithoutFeatureValue/reference.tsv
        testSingleTokenWithoutFeatureValue/reference.tsv
        testStackedNonMultiTokenRelationWithMultipleFeatureValues/reference.tsv
        testSubMultiTokenSpanWithoutFeatureValue/reference.tsv
        testSubMultiTokenSpanWithoutFeatureValue2/reference.tsv
        testSubMultiTokenSpanWithoutFeatureValue3/reference.tsv
        testTokenBoundedSpanWithoutFeatureValue/reference.tsv
        "#);
}
