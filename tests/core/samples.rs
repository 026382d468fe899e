//! The sample projects: sound, made of the articles beside them, and rich enough to learn from.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use postil::formats::project_file;
use postil::project::{Annotation, Entry, Project};

const MINE: &str = "tarnholm.ron";
const THEIRS: &str = "tarnholm-jonas-weir.ron";

fn at(folder: &str, name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(folder)
        .join(name)
}

fn sample(name: &str) -> Project {
    let bytes = std::fs::read(at("projects", name)).unwrap();
    let loaded = project_file::decode(&bytes).unwrap();
    assert_eq!(loaded.problems, [], "{name}");
    assert_eq!(loaded.project.check(), [], "{name}");
    assert_eq!(loaded.project.warnings(), [], "{name}");
    assert_eq!(
        project_file::encode(&loaded.project).into_bytes(),
        bytes,
        "{name} is not what saving it would write"
    );
    loaded.project
}

fn marks(project: &Project) -> impl Iterator<Item = (&Entry, &Annotation)> {
    project.entries().iter().flat_map(|entry| {
        let marks = entry.annotations().values();
        marks.map(|mark| (&**entry, &**mark))
    })
}

#[test]
fn the_samples_are_sound_and_written_as_the_program_writes() {
    for name in [MINE, THEIRS] {
        let project = sample(name);
        let done: Vec<bool> = project.entries().iter().map(|e| e.status().done).collect();
        assert_eq!(done, [true, true, false], "{name}");
        assert!(
            marks(&project).all(|(_, mark)| !mark.stamp.author.is_empty()),
            "{name}"
        );
    }
}

#[test]
fn the_samples_hold_the_articles_byte_for_byte() {
    for name in [MINE, THEIRS] {
        for entry in sample(name).entries() {
            let article = entry.article();
            let file = at("assets/articles", &format!("{}.txt", article.id));
            let bytes = std::fs::read(file).unwrap();
            assert_eq!(article.text.as_str().as_bytes(), bytes, "{}", article.id);
            let first = article.text.as_str().lines().next();
            assert_eq!(first, Some(article.title.as_str()));
        }
    }
}

#[test]
fn two_annotators_marked_the_same_articles() {
    let of = |name| -> (Vec<_>, BTreeSet<_>) {
        let project = sample(name);
        let texts = project.entries().iter().map(|e| e.article().text.digest());
        let authors = marks(&project).map(|(_, mark)| mark.stamp.author.clone());
        (texts.collect(), authors.collect())
    };
    let (mine, theirs) = (of(MINE), of(THEIRS));
    assert_eq!(mine.0, theirs.0);
    assert_eq!((mine.1.len(), theirs.1.len()), (1, 1));
    assert_ne!(mine.1, theirs.1);
}

#[test]
fn the_sample_shows_whatever_the_program_can_hold() {
    let project = sample(MINE);
    assert_eq!(project.entries().len(), 3);
    assert!(project.mark_count() >= 90);
    let links: usize = project.entries().iter().map(|e| e.links().len()).sum();
    assert!(links >= 40);
    assert!(marks(&project).filter(|(_, m)| m.is_implicit()).count() >= 3);
    let fragments = |mark: &Annotation| mark.span().map_or(0, |span| span.fragments().len());
    assert!(marks(&project).any(|(_, mark)| mark.tag.as_str() == "claim" && fragments(mark) >= 2));
    for naming in ["named", "unnamed", "outlet"] {
        let is = |mark: &Annotation| {
            let value = mark.attributes.get(&"naming".into());
            value.and_then(|value| value.as_text()) == Some(naming)
        };
        assert!(marks(&project).any(|(_, mark)| is(mark)), "{naming}");
    }
}

#[test]
fn the_sample_holds_a_claim_inside_the_rebuttal_that_denies_it() {
    let project = sample(MINE);
    let nested = project.entries().iter().any(|entry| {
        entry.links().values().any(|link| {
            let span = |id| entry.annotation(id).and_then(|mark| mark.span());
            link.kind.as_str() == "rebuts"
                && span(&link.from)
                    .zip(span(&link.to))
                    .is_some_and(|(rebuttal, claim)| rebuttal.covers(claim) && rebuttal != claim)
        })
    });
    assert!(nested);
}

#[test]
fn the_sample_holds_one_person_under_three_names_and_one_claim_three_times() {
    let project = sample(MINE);
    let words = |identity| -> (usize, BTreeSet<String>) {
        let mentions = project.mentions(identity);
        let words = mentions.iter().map(|(article, mark)| {
            let entry = project.entry(article).unwrap();
            mark.words(&entry.article().text).to_lowercase()
        });
        (mentions.len(), words.collect())
    };
    let of_kind = |kind: &'static str| {
        let identities = project.identities();
        identities.filter(move |identity| identity.kind.as_str() == kind)
    };
    assert!(of_kind("person").any(|identity| words(&identity.id).1.len() >= 3));
    assert!(of_kind("claim").any(|identity| words(&identity.id).0 >= 3));
    // An identity that two articles speak of is one.
    assert!(project.identities().any(|identity| {
        let mentions = project.mentions(&identity.id);
        let articles: BTreeSet<_> = mentions.iter().map(|(article, _)| *article).collect();
        articles.len() >= 2
    }));
    let names: BTreeSet<_> = project.identities().map(|i| (&i.kind, &i.name)).collect();
    assert_eq!(names.len(), project.identities().count());
}

#[test]
fn the_sample_holds_two_tags_on_the_very_same_words() {
    let project = sample(MINE);
    let mut tags: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for (entry, mark) in marks(&project) {
        if let Some(span) = mark.span() {
            let place = (&entry.article().id, span);
            tags.entry(place).or_default().insert(&mark.tag);
        }
    }
    assert!(tags.values().any(|tags| tags.len() >= 2));
}
