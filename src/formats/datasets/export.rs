//! An export as it is asked for, by whoever asks: the format, whose marks, what tags become, how
//! articles are dealt out. The command line and the window ask in the same words.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::names::FileNames;
use super::package::Package;
use super::splits::Split;
use super::stream::Put;
use super::{
    DatasetError, Feature, Files, Format, Loss, Options, Overlap, Pulse, Scheme, Unit, format,
    jsonl,
};
use crate::formats::tagset_file::default_tagset;
use crate::project::{Author, Id, Project};

/// What is wished for, as it is typed, chosen and remembered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wish {
    /// The format's name.
    pub format: String,
    /// Only the marks and links of these annotators; of everybody if there is none.
    pub annotators: Option<Vec<String>>,
    /// A folder for each annotator.
    pub separately: bool,
    /// What tags become, by their ids; a tag that becomes nothing is left out.
    pub tags: BTreeMap<String, Option<String>>,
    /// Which of overlapping marks is written where only one can be.
    pub overlap: Overlap,
    /// How token formats mark the tokens of a mark.
    pub scheme: Scheme,
    /// What positions count, if not what is usual; heeded where readers of the format differ.
    pub unit: Option<Unit>,
    /// Whether cells that a spreadsheet could take for a formula get a `'` before them.
    pub guard_formulas: bool,
    /// The shares of train, dev and test, such as 80/10/10, if articles are dealt out.
    pub split: Option<String>,
    /// Where the chance of the split starts.
    pub seed: u64,
    /// The licence that the card names; empty if it names none.
    pub licence: String,
    /// Whether a report says how far the annotators of a review agree.
    pub figures: bool,
}

/// An export that can be carried out.
#[derive(Clone, Debug)]
pub struct Export {
    /// The format.
    pub format: &'static Format,
    /// What is written.
    pub options: Options,
    /// A folder for each annotator. A package is never that.
    pub separately: bool,
    /// Dealt out to parts, with a card and a manifest.
    pub package: Option<Package>,
}

/// What came of an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// The files.
    pub files: Files,
    /// All else.
    pub written: Written,
}

/// What came of an export whose files were given away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// What the format could not hold.
    pub losses: Vec<Lost>,
    /// The articles that are in no part, because they nearly repeat articles of two.
    pub left_out: Vec<Id>,
}

/// Something that an export leaves behind, and of whose marks, where each is written separately.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// The annotator; none if all are written together.
    pub of: Option<String>,
    /// What is lost.
    pub loss: Loss,
}

/// Which options change what a format writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heeds {
    /// [`Options::overlap`].
    pub overlap: bool,
    /// [`Options::scheme`].
    pub scheme: bool,
    /// [`Options::unit`].
    pub unit: bool,
    /// [`Options::guard_formulas`].
    pub guard: bool,
    /// [`Options::figures`].
    pub figures: bool,
}

/// Why what is wished for cannot be carried out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WishError {
    /// No format that is written has this name.
    #[error("failed to find a format {0:?}; «postil formats» lists them")]
    NoFormat(String),
    /// Shares of a split are not what they should be.
    #[error(
        "failed to split: {0:?} is not three shares such as 80/10/10, or two for train and test"
    )]
    Shares(String),
}

impl Default for Wish {
    fn default() -> Self {
        Self {
            format: "jsonl".to_owned(),
            annotators: None,
            separately: false,
            tags: BTreeMap::new(),
            overlap: Overlap::default(),
            scheme: Scheme::default(),
            unit: None,
            guard_formulas: false,
            split: None,
            seed: 1,
            licence: String::new(),
            figures: false,
        }
    }
}

impl Wish {
    /// The export that is wished for; `name` is what its card calls the dataset.
    ///
    /// # Errors
    /// Says which word of the wish means nothing.
    pub fn export(&self, name: &str) -> Result<Export, WishError> {
        let written = format(&self.format).filter(|format| format.writes());
        let format = written.ok_or_else(|| WishError::NoFormat(self.format.clone()))?;
        let split = |shares: &String| {
            let split = Split::parse(shares, self.seed);
            split.ok_or_else(|| WishError::Shares(shares.clone()))
        };
        let split = self.split.as_ref().map(split).transpose()?;
        let licence = Some(self.licence.trim()).filter(|licence| !licence.is_empty());
        let packed = split.is_some() || format.stream.is_some();
        let package = packed.then(|| Package {
            split,
            licence: licence.map(str::to_owned),
            name: name.to_owned(),
        });
        let renamed = self.tags.iter();
        Ok(Export {
            format,
            options: Options {
                annotators: self.annotators.clone(),
                articles: None,
                tags: renamed
                    .map(|(from, to)| (Id::new(from), to.clone()))
                    .collect(),
                overlap: self.overlap,
                scheme: self.scheme,
                unit: self.unit.filter(|_| format.heeds().unit),
                guard_formulas: self.guard_formulas,
                figures: None,
            },
            separately: self.separately && package.is_none(),
            package,
        })
    }
}

impl Export {
    /// Whether it is a folder of files and not one file.
    pub fn is_folder(&self) -> bool {
        self.format.folder || self.separately || self.package.is_some()
    }

    /// Writes a project, all in memory. The same project always gives the same bytes.
    ///
    /// # Errors
    /// If the format is only read.
    pub fn encode(&self, project: &Project) -> Result<Exported, DatasetError> {
        self.encode_while(project, &Pulse::default())
    }

    /// The same, as long as nobody stops it.
    ///
    /// # Errors
    /// As [`Self::encode`], and [`DatasetError::Stopped`].
    pub fn encode_while(
        &self,
        project: &Project,
        pulse: &Pulse<'_>,
    ) -> Result<Exported, DatasetError> {
        let mut files = Files::new();
        let written = self.write(project, pulse, &mut |name, bytes| {
            files.insert(name, bytes);
            ControlFlow::Continue(())
        })?;
        Ok(Exported { files, written })
    }

    /// How often the pulse of [`Self::write`] beats, about.
    pub fn beats(&self, project: &Project) -> usize {
        let times = match self.separately {
            true => self.each(project).len(),
            false => 1,
        };
        times * self.format.passes() * project.entries().len()
    }

    /// Writes a project, as long as nobody stops it, and gives each file away as soon as it is made,
    /// so that only what goes into one is in memory if the format is a [`Stream`](super::Stream).
    ///
    /// # Errors
    /// If the format is only read; [`DatasetError::Stopped`] if `pulse` was stopped or `put` broke
    /// off.
    pub fn write(
        &self,
        project: &Project,
        pulse: &Pulse<'_>,
        put: &mut Put<'_>,
    ) -> Result<Written, DatasetError> {
        if let Some(package) = &self.package {
            let packed = package.pack(project, self.format, &self.options, pulse, put)?;
            return Ok(Written {
                losses: together(packed.losses),
                left_out: packed.left_out,
            });
        }
        let mut written = Written::default();
        let mut give = |files: Files, folder: &str| {
            let mut files = files.into_iter();
            let kept = files.try_for_each(|(name, bytes)| put(format!("{folder}{name}"), bytes));
            match kept {
                ControlFlow::Continue(()) => Ok(()),
                ControlFlow::Break(()) => Err(DatasetError::Stopped),
            }
        };
        if !self.separately {
            let encoded = self.format.encode_while(project, &self.options, pulse)?;
            give(encoded.files, "")?;
            written.losses = together(encoded.losses);
            return Ok(written);
        }
        let mut names = FileNames::default();
        for annotator in self.each(project) {
            let (folder, options) = (format!("{}/", names.give(&annotator)), self.of(&annotator));
            let encoded = self.format.encode_while(project, &options, pulse)?;
            give(encoded.files, &folder)?;
            written.losses.extend(of_one(&annotator, encoded.losses));
        }
        Ok(written)
    }

    /// What [`Self::encode`] would lose, without writing anything.
    pub fn losses(&self, project: &Project) -> Vec<Lost> {
        if !self.separately {
            return together(self.format.losses(project, &self.options));
        }
        let each = self.each(project).into_iter();
        each.flat_map(|annotator| {
            let losses = self.format.losses(project, &self.of(&annotator));
            of_one(&annotator, losses)
        })
        .collect()
    }

    fn each(&self, project: &Project) -> Vec<String> {
        let all = annotators(project).into_iter();
        all.filter(|name| self.options.takes(name)).collect()
    }

    fn of(&self, annotator: &str) -> Options {
        Options {
            annotators: Some(vec![annotator.to_owned()]),
            ..self.options.clone()
        }
    }
}

fn together(losses: Vec<Loss>) -> Vec<Lost> {
    let all = losses.into_iter();
    all.map(|loss| Lost { of: None, loss }).collect()
}

fn of_one(annotator: &str, losses: Vec<Loss>) -> Vec<Lost> {
    let of = |loss| Lost {
        of: Some(annotator.to_owned()),
        loss,
    };
    // Whose they are is what the folder is called.
    let others = losses.into_iter();
    let others = others.filter(|loss| loss.what != Feature::Authors.words());
    others.map(of).collect()
}

/// Everybody who made a mark or a link, sorted.
pub fn annotators(project: &Project) -> BTreeSet<String> {
    let entries = project.entries().iter();
    let names = entries.flat_map(|entry| {
        let marks = entry.annotations().values().map(|mark| &mark.stamp.author);
        marks.chain(entry.links().values().map(|link| &link.stamp.author))
    });
    names.map(Author::to_string).collect()
}

impl Format {
    /// Which options it heeds, found out by writing a project in which each would show.
    pub fn heeds(&self) -> Heeds {
        let (Some(project), plain) = (probe(), Options::default()) else {
            return Heeds::default();
        };
        let files = |options: &Options| self.encode(&project, options).map(|it| it.files);
        let as_usual = files(&plain);
        let changes = |options: Options| files(&options) != as_usual;
        Heeds {
            overlap: self.lacks(Feature::Overlap),
            scheme: changes(Options {
                scheme: Scheme::Iobes,
                ..plain.clone()
            }),
            unit: changes(Options {
                unit: Some(Unit::Bytes),
                ..plain.clone()
            }),
            guard: changes(Options {
                guard_formulas: true,
                ..plain.clone()
            }),
            figures: changes(Options {
                figures: Some(Arc::default()),
                ..plain.clone()
            }),
        }
    }
}

impl Format {
    /// How often it comes to each article, found out by writing a project of one.
    pub fn passes(&self) -> usize {
        let pulse = Pulse::default();
        if let Some(project) = probe() {
            // What only reads comes to none.
            let _ = self.encode_while(&project, &Options::default(), &pulse);
        }
        pulse.beats().max(1)
    }
}

/// A project whose one mark is one token, whose words look like a formula, and in which every unit
/// counts otherwise.
fn probe() -> Option<Project> {
    let line = json!({
        "id": "a",
        "text": "=1+1 é😀\n",
        "spans": [{"id": "=m", "tag": "claim", "fragments": [[0, 4]], "note": "=1+1"}, {"id": "n", "tag": "claim", "fragments": [[6, 7]]}],
    });
    let tagset = default_tagset();
    let read = jsonl::decode(line.to_string().as_bytes(), &tagset, None);
    read.ok().map(|imported| imported.project)
}

impl Overlap {
    /// Every way, as they are offered.
    pub const ALL: [Self; 4] = [Self::Outermost, Self::Innermost, Self::Longest, Self::First];

    /// The name that the command line knows it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Outermost => "outermost",
            Self::Innermost => "innermost",
            Self::Longest => "longest",
            Self::First => "first",
        }
    }
}

impl Scheme {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Iob2, Self::Iobes];

    /// The name that the command line knows it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Iob2 => "iob2",
            Self::Iobes => "iobes",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::datasets::FORMATS;

    #[test]
    fn options_are_offered_where_they_change_what_is_written() {
        let heeds = |name: &str| format(name).unwrap().heeds();
        assert_eq!(heeds("jsonl"), Heeds::default());
        assert!(heeds("conll").scheme && heeds("conll").overlap);
        assert!(heeds("csv").guard && heeds("tsv").guard && !heeds("csv").scheme);
        let units = FORMATS.iter().filter(|format| format.heeds().unit);
        let units: Vec<_> = units.map(|format| format.name).collect();
        assert_eq!(units, ["labelstudio", "csv", "tsv"]);
        let figures = FORMATS.iter().filter(|format| format.heeds().figures);
        assert_eq!(figures.map(|it| it.name).collect::<Vec<_>>(), ["html"]);
        let tokens = FORMATS.iter().filter(|format| format.heeds().scheme);
        assert!(tokens.count() < FORMATS.len() / 2);
    }

    #[test]
    fn every_format_stops_at_whatever_article_it_is() {
        let lines = ["a", "b", "c"].map(|id| {
            let spans = json!([{"id": "m", "tag": "claim", "fragments": [[0, 3]]}]);
            json!({"id": id, "text": format!("The dam {id}.\n"), "spans": spans}).to_string()
        });
        let read = jsonl::decode(lines.join("\n").as_bytes(), &default_tagset(), None).unwrap();
        for format in FORMATS.iter().filter(|format| format.writes()) {
            let wish = |split: Option<&str>, separately| Wish {
                format: format.name.to_owned(),
                split: split.map(str::to_owned),
                separately,
                ..Wish::default()
            };
            for wish in [
                wish(None, false),
                wish(Some("80/10/10"), false),
                wish(None, true),
            ] {
                let export = wish.export("x").unwrap();
                let pulse = Pulse::default();
                let whole = export.encode_while(&read.project, &pulse).unwrap();
                assert_eq!(whole, export.encode(&read.project).unwrap());
                let (all, about) = (pulse.beats(), export.beats(&read.project));
                let near = all <= 2 * about && about <= 2 * all.max(3);
                assert!(near, "{wish:?}: {all} of {about}");
                for last in 1..=all {
                    let listener = |beat| beat < last;
                    let pulse = Pulse::new(&listener);
                    let left = export.encode_while(&read.project, &pulse);
                    assert_eq!(left, Err(DatasetError::Stopped), "{wish:?} at {last}");
                    assert_eq!(pulse.beats(), last, "{wish:?}");
                }
            }
        }
    }

    #[test]
    fn a_wish_that_means_nothing_is_named() {
        let of = |wish: Wish| wish.export("x").map(|export| export.is_folder());
        let named = |name: &str| Wish {
            format: name.to_owned(),
            ..Wish::default()
        };
        assert_eq!(of(Wish::default()), Ok(false));
        assert_eq!(of(named("brat")), Ok(true));
        assert_eq!(of(named("x")), Err(WishError::NoFormat("x".to_owned())));
        let split = |shares: &str| Wish {
            split: Some(shares.to_owned()),
            separately: true,
            ..Wish::default()
        };
        assert_eq!(of(split("80/x")), Err(WishError::Shares("80/x".to_owned())));
        let export = split("80/20").export("x").unwrap();
        assert!(export.is_folder() && !export.separately);
    }
}
