//! The figures: measures, and what is done with two or three files.

use std::hint::black_box;

use postil::formats::project_file;
use postil::project::Project;
use postil::review::agreement::coding::{Items, Sums, cohen_kappa, krippendorff_alpha, sum};
use postil::review::agreement::gamma::{Costs, SAMPLES, best_alignment, gamma as measure};
use postil::review::colleagues;
use postil::review::compare::compare;
use postil::review::diff::diff;
use postil::review::merge::{Names, merge};

use crate::input::{self, L, M, S, Size};
use crate::limits;
use crate::machine::{median, timed};
use crate::studies::{items, units, version};
use crate::table::Row;

/// Gamma with its samples, against as many best alignments of the units themselves.
pub fn gamma() {
    for (count, most, aim) in [
        (1_000, 17.0, 17.0),
        (3_000, 45.0, 45.0),
        (10_000, 150.0, 150.0),
    ] {
        let units = units(count, 2);
        let line = 100.0 * count as f64;
        let costs = Costs::default();
        let best = median(3, || best_alignment(&units, &costs));
        let all = median(3, || measure(&units, line, &costs, SAMPLES, 1));
        Row::new(
            format!("gamma, {count} units × 2, {SAMPLES} samples"),
            all,
            "ms",
        )
        .goals(most, aim)
        .limit(best * (SAMPLES + 1) as f64, "31 best alignments")
        .print();
    }
    for (count, most) in [(200, 1_100.0), (300, 3_200.0)] {
        let units = units(count, 3);
        let line = 100.0 * count as f64;
        let costs = Costs::default();
        let (best, found) = timed(|| best_alignment(&units, &costs));
        let (all, _) = timed(|| measure(&units, line, &costs, SAMPLES, 1));
        let proved = if found.gap == 0.0 {
            "proved best"
        } else {
            "with a gap"
        };
        Row::new(
            format!("best alignment, {count} units × 3, {proved}"),
            best,
            "ms",
        )
        .print();
        Row::new(
            format!("gamma, {count} units × 3, {SAMPLES} samples"),
            all,
            "ms",
        )
        .goals(most, most / 10.0)
        .limit(best * (SAMPLES + 1) as f64, "31 best alignments")
        .print();
    }
}

/// Alpha and kappa, against one pass over the values.
pub fn coding() {
    let pass = |items: &Items| {
        let values = items.rows.iter().flatten();
        median(5, || {
            values
                .clone()
                .map(|it| u64::from(black_box(*it)))
                .sum::<u64>()
        })
    };
    let mut before = Vec::new();
    for count in [100_000, 1_000_000] {
        let (three, two) = (items(count, 3), items(count, 2));
        let total = |blocks: Vec<Sums>| sum(&blocks);
        let alpha = median(5, || krippendorff_alpha(&total(three.alpha_sums())));
        let kappa = median(5, || cohen_kappa(&total(two.pair_sums(0, 1))));
        let goals = |row: Row, most: f64| {
            if count == 1_000_000 {
                row.goals(most, most)
            } else {
                row
            }
        };
        let row = Row::new(format!("Krippendorff's alpha, {count} × 3"), alpha, "ms");
        goals(row, 40.0)
            .limit(pass(&three), "a pass over the values")
            .print();
        let row = Row::new(format!("Cohen's kappa, {count} × 2"), kappa, "ms");
        goals(row, 18.0)
            .limit(pass(&two), "a pass over the values")
            .print();
        before.push((alpha, kappa));
    }
    if let [small, large] = before.as_slice() {
        grown("Krippendorff's alpha", small.0, large.0).print();
        grown("Cohen's kappa", small.1, large.1).print();
    }
}

/// Ten times L, which no text has: by how it grows from L, where marks have long left the processor's
/// caches, it is seen what grows with the input and what with the way to memory.
const XL: Size = Size {
    name: "ten times L",
    chars: 100_000_000,
    marks: 1_000_000,
    digests: ["", ""],
};

/// What is done with files of L: a line each, and what ten times the input costs.
pub fn files() {
    let sizes = [S, M, L].map(|size| {
        let digests = input::digests(size);
        assert_eq!(digests, size.digests, "{} is another input", size.name);
        (size, Figures::of(size))
    });
    sizes[2].1.print();
    for pair in sizes.windows(2) {
        if let [(_, small), (size, large)] = pair {
            growth(small, large, size.name);
        }
    }
    growth(&sizes[2].1, &Figures::of(XL), XL.name);
}

/// How everything grows, and beside it what grows most: a single look at each mark.
fn growth(small: &Figures, large: &Figures, to: &str) {
    let look = format!("a look at each mark by its id, to {to}: ten times the input");
    Row::new(look, large.look / small.look, "×").print();
    for ((name, before), (_, after)) in small.all().into_iter().zip(large.all()) {
        grown(&format!("{name}, to {to}"), before, after)
            .between(
                "marks of the smaller input lie nearer to the processor; from L on all do alike",
            )
            .print();
    }
}

fn grown(name: &str, before: f64, after: f64) -> Row {
    Row::new(format!("{name}: ten times the input"), after / before, "×").goals(12.0, 12.0)
}

struct Figures {
    conflicts: usize,
    ron: f64,
    read: f64,
    check: f64,
    merge: f64,
    diff: f64,
    /// Reading all three beside each other, as `postil merge` does.
    versions: f64,
    /// Looking once at every mark of one, by its id.
    look: f64,
    changes: usize,
    compare: f64,
    disputes: usize,
}

impl Figures {
    fn of(size: Size) -> Self {
        // What is over at once is measured more often.
        let runs = (300_000 / size.marks).clamp(3, 31);
        let base = input::project(size);
        let (ours, theirs) = (version(&base, "ours", 31), version(&base, "theirs", 32));
        let files: Vec<String> = [&base, &ours, &theirs]
            .into_iter()
            .map(project_file::encode)
            .collect();
        let ron = median(runs, || limits::ron(&files[1]));
        let read = median(runs, || project_file::decode(files[1].as_bytes()));
        let loaded: Vec<Project> = files
            .iter()
            .map(|file| {
                project_file::decode(file.as_bytes())
                    .expect("a project")
                    .project
            })
            .collect();
        let [base, ours, theirs] = loaded.as_slice() else {
            unreachable!("three files")
        };
        let names = Names {
            ours: "ours",
            theirs: "theirs",
        };
        let merged = || merge(Some(base), ours, theirs, names).expect("a merge");
        let found = merged();
        let merge = median(runs, merged);
        let check = median(runs, || found.project.check());
        let bytes: Vec<&[u8]> = files.iter().map(String::as_bytes).collect();
        let versions = median(runs, || {
            project_file::decode_versions(bytes[0], &bytes[1..])
        });
        let look = median(runs, || {
            let marks = ours
                .entries()
                .iter()
                .flat_map(|it| it.annotations().values());
            marks.map(|mark| mark.note.len()).sum::<usize>()
        });
        let changes = diff(base, ours).len();
        let diff = median(runs, || diff(base, ours));
        let pair = || {
            let pair = [("ours", ours), ("theirs", theirs)];
            let mut pair = colleagues(
                pair.map(|(name, it)| (name.to_owned(), it.clone()))
                    .to_vec(),
            );
            // One colleague a file, whoever made its marks.
            pair.dedup_by_key(|it| it.project.entries()[0].annotations().len());
            pair.iter_mut().for_each(|it| it.author = None);
            pair
        };
        let pair = pair();
        let report = compare(&pair);
        let compare = median(runs, || compare(&pair));
        Self {
            conflicts: found.conflicts.len(),
            ron,
            read,
            check,
            merge,
            diff,
            versions,
            look,
            changes,
            compare,
            disputes: report.dispute_count(),
        }
    }

    fn all(&self) -> [(&'static str, f64); 5] {
        [
            ("read one file", self.read),
            ("merge of three versions", self.merge),
            ("check of the result", self.check),
            ("diff of two versions", self.diff),
            ("compare of two files", self.compare),
        ]
    }

    fn print(&self) {
        let ron = "ron's own read of as many";
        Row::new("read one file of L", self.read, "ms")
            .limit(self.ron, ron)
            .print();
        let merge = format!("merge of three versions of L, {} conflicts", self.conflicts);
        Row::new(merge, self.merge, "ms")
            .goals(250.0, 250.0)
            .limit(3.0 * self.ron, ron)
            .print();
        let whole = self.versions + self.merge + self.check;
        Row::new("the same with reading and check", whole, "ms")
            .goals(250.0, 250.0)
            .limit(3.0 * self.ron, ron)
            .between("reading three projects as RON, which a merge of lines does not do")
            .print();
        let diff = format!("diff of two versions of L, {} sentences", self.changes);
        Row::new(diff, self.diff, "ms")
            .goals(130.0, 130.0)
            .limit(2.0 * self.ron, ron)
            .print();
        let compare = format!("compare of two files of L, {} disputes", self.disputes);
        Row::new(compare, self.compare, "ms")
            .goals(1_000.0, 500.0)
            .limit(2.0 * self.ron, ron)
            .print();
    }
}
