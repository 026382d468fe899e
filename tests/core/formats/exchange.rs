//! Every format: what goes out and comes in again is the same, but for what the table says that
//! the format lacks; no bytes harm a reader; equal input gives equal bytes.

use std::collections::BTreeSet;

use postil::formats::datasets::names::plain;
use postil::formats::datasets::{
    DatasetError, FORMATS, Feature, Files, Format, Import, Loss, Options, format, recognise,
};
use postil::formats::tagset_file::default_tagset;
use postil::project::{Annotation, Attributes, Entry, Id, Project, Stamp};
use postil::span::Span;
use proptest::prelude::*;

use crate::support::arbitrary;

/// Whether some reader takes this for the end of a line.
fn is_break(letter: char) -> bool {
    matches!(letter, '\n'..='\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// What an export said that it loses.
type Losses = BTreeSet<&'static str>;

/// A project as sentences, without what an export said that it loses: two projects that say the
/// same are the same to it.
struct Shown<'p> {
    project: &'p Project,
    losses: &'p Losses,
    /// The marks that they leave out.
    dropped: BTreeSet<(Id, Id)>,
}

/// What a loss says of a mark that is left out.
const DROPS: [Feature; 6] = [
    Feature::Mentions,
    Feature::Implicit,
    Feature::Blank,
    Feature::Breaks,
    Feature::CutBreaks,
    Feature::Overlap,
];

impl Shown<'_> {
    fn lacks(&self, feature: Feature) -> bool {
        self.losses.contains(feature.words())
    }

    fn name(&self, id: &Id) -> String {
        match self.lacks(Feature::OddNames) {
            true => plain(id.as_str()).into_owned(),
            false => id.to_string(),
        }
    }

    fn kind(&self, kind: &Id) -> String {
        match bearing(kind).filter(|_| self.lacks(Feature::LinkKinds)) {
            Some(bearing) => bearing.to_owned(),
            None => self.name(kind),
        }
    }

    fn articles(&self) -> Vec<BTreeSet<String>> {
        if self.lacks(Feature::Articles) {
            return Vec::new();
        }
        let entries = self.project.entries().iter();
        let mut articles: Vec<_> = entries.filter_map(|entry| self.article(entry)).collect();
        articles.sort();
        articles
    }

    fn article(&self, entry: &Entry) -> Option<BTreeSet<String>> {
        let article = entry.article();
        let mut said = BTreeSet::new();
        if !self.lacks(Feature::Texts) && !self.lacks(Feature::Rest) {
            let text = article.text.as_str();
            let start = text.len() - text.trim_start().len();
            let spaces = " ".repeat(text[..start].encode_utf16().count());
            said.insert(match self.lacks(Feature::LeadingBlanks) {
                true => format!("text {:?}", spaces + &text[start..]),
                false => format!("text {text:?}"),
            });
        }
        if !self.lacks(Feature::ArticleIds) {
            said.insert(format!("id {:?}", article.id));
        }
        if !self.lacks(Feature::Titles) {
            said.insert(format!("title {:?}", article.title));
        }
        if !self.lacks(Feature::Meta) {
            said.extend(article.meta.0.iter().map(|pair| format!("meta {pair:?}")));
        }
        if !self.lacks(Feature::Status) {
            said.insert(format!("status {:?}", entry.status()));
        }
        let marks = entry
            .annotations()
            .values()
            .filter(|mark| self.holds(entry, mark));
        let before = said.len();
        for mark in marks {
            said.extend(self.marks(entry, mark));
        }
        let nothing = said.len() == before;
        if nothing && (self.lacks(Feature::Unmarked) || self.has_no_words(entry)) {
            return None;
        }
        if !self.lacks(Feature::Links) {
            said.extend(entry.links().values().filter_map(|link| {
                if self.lacks(Feature::OtherLinks) && bearing(&link.kind).is_none() {
                    return None;
                }
                let author = |id| entry.annotation(id).map(|mark| &mark.stamp.author);
                let across = author(&link.from) != author(&link.to);
                if across && self.lacks(Feature::LinksAcross) {
                    return None;
                }
                let end = |id: &Id| {
                    let mark = entry.annotation(id)?;
                    self.holds(entry, mark).then(|| self.mark(entry, mark))
                };
                let mut words = format!(
                    "link {} {} -> {}",
                    self.kind(&link.kind),
                    end(&link.from)?,
                    end(&link.to)?
                );
                if !self.lacks(Feature::LinkIds) {
                    words += &format!(" id {:?}", link.id);
                }
                if !self.lacks(Feature::LinkValues) {
                    words += &self.values(&link.attributes);
                }
                if !self.lacks(Feature::LinkNotes) {
                    words += &format!(" note {:?}", link.note);
                }
                Some(words + &self.link_author(&link.stamp))
            }));
        }
        Some(said)
    }

    /// Whether nothing is left of a text of which only the words are written.
    fn has_no_words(&self, entry: &Entry) -> bool {
        let blank =
            |letter: char| letter.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&letter);
        let only_words = self.lacks(Feature::Texts) || self.lacks(Feature::BlankTexts);
        only_words && entry.article().text.as_str().chars().all(blank)
    }

    /// A place by the letters before it that are no blanks, where a format changes the blanks.
    fn place(&self, text: &str, at: usize) -> usize {
        let blank =
            |letter: &char| letter.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(letter);
        if self.lacks(Feature::LeadingBlanks) {
            let start = text.len() - text.trim_start().len();
            return at - start + text[..start].encode_utf16().count();
        }
        match self.lacks(Feature::Texts) {
            true => text[..at].chars().filter(|letter| !blank(letter)).count(),
            false => at,
        }
    }

    fn holds(&self, entry: &Entry, mark: &Annotation) -> bool {
        let id = (entry.article().id.clone(), mark.id.clone());
        !self.dropped.contains(&id)
    }

    /// The mark, or the marks that its pieces become.
    fn marks(&self, entry: &Entry, mark: &Annotation) -> Vec<String> {
        let fragments = mark.span().map(|span| self.fragments(entry, span));
        match fragments {
            _ if self.lacks(Feature::Rest) => vec![self.said(entry, mark, None)],
            Some(fragments) if self.lacks(Feature::Fragments) => {
                let pieces = fragments.iter().map(|piece| Some(vec![*piece]));
                pieces.map(|piece| self.said(entry, mark, piece)).collect()
            }
            fragments => vec![self.said(entry, mark, fragments)],
        }
    }

    fn mark(&self, entry: &Entry, mark: &Annotation) -> String {
        self.marks(entry, mark).concat()
    }

    fn said(
        &self,
        entry: &Entry,
        mark: &Annotation,
        fragments: Option<Vec<(usize, usize)>>,
    ) -> String {
        let mut words = match self.lacks(Feature::Tags) {
            true => "mark".to_owned(),
            false => format!("mark {}", self.name(&mark.tag)),
        };
        match fragments {
            _ if self.lacks(Feature::Rest) => words += &format!(" {:?}", statement(entry, mark)),
            Some(fragments) => words += &format!(" {fragments:?}"),
            None => words += &format!(" {:?}", mark.words(&entry.article().text)),
        }
        if !self.lacks(Feature::MarkIds) {
            words += &format!(" id {:?}", mark.id);
        }
        if !self.lacks(Feature::Values) {
            words += &self.values(&mark.attributes);
        }
        if !self.lacks(Feature::Notes) {
            words += &format!(" note {:?}", mark.note);
        }
        if !self.lacks(Feature::Identities) {
            let identity = mark
                .identity
                .as_ref()
                .and_then(|id| self.project.identity(id));
            words += &format!(" is {:?}", identity.map(|it| (&it.id, &it.name, &it.kind)));
        }
        words + &self.author(&mark.stamp)
    }

    fn fragments(&self, entry: &Entry, span: &Span) -> Vec<(usize, usize)> {
        let text = entry.article().text.as_str();
        let mut fragments: Vec<(usize, usize)> = Vec::new();
        let trims = |letter: char| match letter {
            letter if self.lacks(Feature::BlankEnds) => letter.is_whitespace(),
            letter => self.lacks(Feature::BreakEnds) && is_break(letter),
        };
        for fragment in span.fragments() {
            let (mut start, mut end) = (fragment.start.0, fragment.end.0);
            let words = &text[start..end];
            start += words.len() - words.trim_start_matches(trims).len();
            end -= words.len() - words.trim_end_matches(trims).len();
            if start >= end {
                continue;
            }
            match fragments.last_mut() {
                Some(last)
                    if self.lacks(Feature::MeetingFragments)
                        && !self.lacks(Feature::Fragments)
                        && text[last.1..start].chars().all(is_break) =>
                {
                    last.1 = end;
                }
                _ => fragments.push((start, end)),
            }
        }
        let place = |at| self.place(text, at);
        fragments
            .into_iter()
            .map(|(start, end)| (place(start), place(end)))
            .collect()
    }

    fn values(&self, values: &Attributes) -> String {
        values
            .iter()
            .map(|(id, value)| format!(" {} = {value:?}", self.name(id)))
            .collect()
    }

    fn link_author(&self, stamp: &Stamp) -> String {
        match self.lacks(Feature::LinkAuthors) {
            true => String::new(),
            false => self.author(stamp),
        }
    }

    fn author(&self, stamp: &Stamp) -> String {
        match self.lacks(Feature::Authors) {
            true => String::new(),
            false => format!(" by {:?}", stamp.author),
        }
    }
}

/// The words of a mark on one line.
fn statement(entry: &Entry, mark: &Annotation) -> String {
    let words = mark.words(&entry.article().text);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a link is to an argument, by its name.
fn bearing(kind: &Id) -> Option<&'static str> {
    let has = |part: &&str| kind.as_str().contains(part);
    match ["rebut", "attack", "contradict", "refute"].iter().any(has) {
        true => Some("attacks"),
        false => has(&"support").then_some("supports"),
    }
}

/// Whether a format can tell all marks of a project apart: it cannot where it splits marks, drops
/// an author, or knows one mark a word.
fn is_simple(shown: &Shown<'_>) -> bool {
    let project = shown.project;
    if shown.lacks(Feature::Controls) || shown.lacks(Feature::OddLetters) {
        return false;
    }
    let texts = project.entries().iter().map(|entry| {
        let text = entry.article().text.as_str();
        match shown.lacks(Feature::Texts) {
            _ if shown.lacks(Feature::Rest) => {
                let marks = entry
                    .in_text_order()
                    .filter(|mark| shown.holds(entry, mark));
                marks.map(|mark| statement(entry, mark) + "\n").collect()
            }
            true => text.split_whitespace().collect(),
            false => text.to_owned(),
        }
    });
    texts.collect::<BTreeSet<String>>().len() == project.entries().len()
        && project
            .entries()
            .iter()
            .all(|entry| tells_apart(shown, entry))
}

fn tells_apart(shown: &Shown<'_>, entry: &Entry) -> bool {
    let marks = entry
        .annotations()
        .values()
        .filter(|mark| shown.holds(entry, mark));
    let mut places = Vec::new();
    for mark in marks {
        let (tag, author) = (shown.name(&mark.tag), shown.author(&mark.stamp));
        let Some(span) = mark.span() else { continue };
        let fragments = shown.fragments(entry, span);
        let whole = !shown.lacks(Feature::Fragments);
        let pieces = if whole {
            vec![fragments]
        } else {
            fragments.into_iter().map(|it| vec![it]).collect()
        };
        places.extend(
            pieces
                .into_iter()
                .map(|piece| (tag.clone(), author.clone(), piece)),
        );
    }
    let links = entry.links().values();
    let arrows = links.map(|link| {
        (
            shown.name(&link.kind),
            &link.from,
            &link.to,
            shown.link_author(&link.stamp),
        )
    });
    let arrows: Vec<_> = arrows.collect();
    places.iter().collect::<BTreeSet<_>>().len() == places.len()
        && arrows.iter().collect::<BTreeSet<_>>().len() == arrows.len()
}

fn there_and_back(project: &Project, format: &Format) -> Result<(), TestCaseError> {
    let encoded = format.encode(project, &Options::default()).unwrap();
    let again = format.encode(project, &Options::default()).unwrap();
    prop_assert_eq!(
        &encoded,
        &again,
        "{}: other bytes the second time",
        format.name
    );
    prop_assert_eq!(
        &format.losses(project, &Options::default()),
        &encoded.losses
    );
    if !format.reads() {
        return Ok(());
    }
    let mut losses: Losses = encoded.losses.iter().map(|loss| loss.what).collect();
    if format.lacks(Feature::Titles) {
        // An article without a title gets its first words as one.
        losses.insert(Feature::Titles.words());
    }
    let drops = |loss: &&Loss| DROPS.iter().any(|drops| drops.words() == loss.what);
    let dropped = encoded.losses.iter().filter(drops);
    let before = Shown {
        project,
        losses: &losses,
        dropped: dropped.flat_map(|loss| loss.marks.clone()).collect(),
    };
    let how = Import::new(project.tagset());
    let imported = match format.decode(&encoded.files, &how) {
        Ok(imported) => imported,
        Err(DatasetError::Empty) => {
            prop_assert_eq!(before.articles(), Vec::<BTreeSet<_>>::new());
            return Ok(());
        }
        Err(error) => return Err(TestCaseError::fail(format!("{}: {error}", format.name))),
    };
    prop_assert_eq!(imported.project.check(), []);
    if is_simple(&before) {
        let problems = &imported.problems;
        prop_assert_eq!(imported.left_out, 0, "{}: {:?}", format.name, problems);
        let before = before.articles();
        let after = Shown {
            project: &imported.project,
            losses: &losses,
            dropped: BTreeSet::new(),
        }
        .articles();
        prop_assert_eq!(before.len(), after.len(), "{}: {:?}", format.name, problems);
        for (before, after) in before.iter().zip(&after) {
            let lost: Vec<_> = before.difference(after).collect();
            let new: Vec<_> = after.difference(before).collect();
            prop_assert!(
                lost.is_empty() && new.is_empty(),
                "{}: lost {lost:#?}, new {new:#?}",
                format.name
            );
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 4, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_goes_out_comes_in_again_but_for_what_the_format_lacks(project in arbitrary::project()) {
        for format in FORMATS {
            there_and_back(&project, format)?;
        }
    }

    #[test]
    fn no_bytes_harm_a_reader(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        for format in FORMATS.iter().filter(|format| format.reads()) {
            let files = Files::from([
                ("a.txt".to_owned(), b"Moon cheese".to_vec()),
                (format!("a.{}", format.extensions[0]), bytes.clone()),
            ]);
            let _ = format.decode(&files, &Import::new(&default_tagset()));
        }
    }

    #[test]
    fn a_damaged_export_is_read_as_far_as_it_is_sound(
        project in arbitrary::project(),
        at in any::<prop::sample::Index>(),
        with in any::<u8>(),
    ) {
        for format in FORMATS.iter().filter(|format| format.writes() && format.reads()) {
            let mut files = format.encode(&project, &Options::default()).unwrap().files;
            if files.is_empty() {
                continue;
            }
            let name = at.get(&files.keys().cloned().collect::<Vec<_>>()).clone();
            let bytes = files.get_mut(&name).unwrap();
            if bytes.is_empty() {
                continue;
            }
            let place = at.index(bytes.len());
            if with % 2 == 0 { bytes.truncate(place) } else { bytes[place] = with }
            if let Ok(imported) = format.decode(&files, &Import::new(project.tagset())) {
                prop_assert_eq!(imported.project.check(), [], "{}", format.name);
            }
        }
    }
}

/// A project with one of everything that a format may lack.
pub fn sample() -> Project {
    let lines = concat!(
        r#"{"id":"moon","title":"The moon","text":"Moon 🌕 is made of cheese, he said.\nNo.\n","meta":{"outlet":"Gazette"},"spans":["#,
        r#"{"id":"c1","tag":"claim","fragments":[[0,6],[10,24]],"annotator":"ana","attributes":{"certainty":"alleged"},"note":"a \"note\"\nof two lines"},"#,
        r#"{"id":"r1","tag":"rebuttal","fragments":[[35,38]],"annotator":"ana"},"#,
        r#"{"id":"e1","tag":"entity","fragments":[[0,4]],"annotator":"ana"},"#,
        r#"{"id":"s1","tag":"source","fragments":[[26,28]],"annotator":"ben"},"#,
        r#"{"id":"s2","tag":"source","fragments":[],"wording":"the Gazette","annotator":"ben"}],"#,
        r#""links":[{"id":"l1","type":"rebuts","from":"r1","to":"c1","annotator":"ana"},{"id":"l2","type":"attributed_to","from":"c1","to":"s1","annotator":"ana"}],"#,
        r#""identities":[{"id":"i1","name":"Noémi Tarrow","kind":"person","mentions":["s1"]}]}"#,
        "\n",
        r#"{"id":"sun","title":"The sun","text":"A sun. Another sun."}"#,
    );
    let files = Files::from([("a.jsonl".to_owned(), lines.as_bytes().to_vec())]);
    let format = format("jsonl").unwrap();
    let imported = format
        .decode(&files, &Import::new(&default_tagset()))
        .unwrap();
    assert_eq!(imported.left_out, 0, "{:?}", imported.problems);
    imported.project
}

#[test]
fn a_format_is_told_by_what_stands_in_its_files() {
    let project = sample();
    for format in FORMATS
        .iter()
        .filter(|format| format.writes() && format.reads())
    {
        let files = format.encode(&project, &Options::default()).unwrap().files;
        let told = recognise(&files).map(|format| format.name);
        // The files of a hub are those of the other folder of columns.
        let same = if format.name == "hf" {
            "parquet"
        } else {
            format.name
        };
        assert_eq!(told, Some(same));
    }
    for bytes in ["", "Moon", "{}", "[1]", "<html>", "PK\u{3}\u{4}"] {
        let files = Files::from([("x.txt".to_owned(), bytes.as_bytes().to_vec())]);
        assert_eq!(
            recognise(&files).map(|format| format.name),
            None,
            "{bytes:?}"
        );
    }
}

#[test]
fn every_loss_names_its_marks() {
    let project = sample();
    for format in FORMATS.iter().filter(|format| format.writes()) {
        for loss in format.losses(&project, &Options::default()) {
            assert!(loss.marks.len() <= loss.count, "{}: {loss}", format.name);
            for (article, mark) in &loss.marks {
                let entry = project.entry(article).unwrap();
                assert!(entry.annotation(mark).is_some(), "{}: {loss}", format.name);
            }
        }
    }
}

#[test]
fn names_of_formats_are_told_apart() {
    let names: BTreeSet<_> = FORMATS.iter().map(|format| format.name).collect();
    assert_eq!(names.len(), FORMATS.len());
    for format in FORMATS {
        assert!(
            !format.extensions.is_empty() && !format.about.is_empty(),
            "{}",
            format.name
        );
        assert!(format.reads() || format.writes(), "{}", format.name);
    }
}

#[test]
fn a_report_tells_tags_without_colours_and_leads_to_every_piece_and_back() {
    let line = r#"{"id":"a","title":"قال","text":"Ana said it was so.","spans":[
        {"id":"c","tag":"claim","fragments":[[9,11],[16,18]]},{"id":"s","tag":"source","fragments":[[0,3]]}]}"#;
    let files = Files::from([("a.jsonl".to_owned(), line.replace('\n', " ").into_bytes())]);
    let how = default_tagset();
    let read = format("jsonl").unwrap().decode(&files, &Import::new(&how));
    let html = format("html").unwrap();
    let written = html.encode(&read.unwrap().project, &Options::default());
    let page = String::from_utf8(written.unwrap().files.remove("report.html").unwrap()).unwrap();
    for (words, times) in [
        ("<mark class=\"m t0\">claim</mark> 1", 1),
        ("<sup><a href=\"#a1m2\">C2</a></sup>", 1),
        ("<sup id=\"a1w2\"><a href=\"#a1m2\">C2</a></sup>", 1),
        (
            "<a class=\"tag t0\" href=\"#a1w2\">claim</a> <bdi>“it … so”</bdi>",
            1,
        ),
        ("unicode-bidi:plaintext", 1),
        (".m.t3{text-decoration-style:wavy", 1),
    ] {
        assert_eq!(page.matches(words).count(), times, "{words} in {page}");
    }
}

#[test]
fn a_report_runs_nothing_and_hides_nothing() {
    let evil = "</title><script>alert('1')</script>\" onload=\"x";
    let line = serde_json::json!({
        "id": evil, "title": evil, "text": evil, "meta": {"outlet": evil},
        "spans": [{"id": evil, "tag": "claim", "fragments": [[0, 8]], "note": evil, "annotator": evil}],
    });
    let files = Files::from([("a.jsonl".to_owned(), line.to_string().into_bytes())]);
    let tagset = default_tagset();
    let project = format("jsonl")
        .unwrap()
        .decode(&files, &Import::new(&tagset))
        .unwrap()
        .project;
    let page = format("html")
        .unwrap()
        .encode(&project, &Options::default())
        .unwrap();
    let page = String::from_utf8(page.bytes().to_vec()).unwrap();
    assert!(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'\""));
    assert!(
        !page.contains("<script") && !page.contains("\" onload"),
        "{page}"
    );
    assert_eq!(page.matches("&lt;script&gt;").count(), 5, "{page}");
    let note = format("markdown")
        .unwrap()
        .encode(&project, &Options::default())
        .unwrap();
    let note = String::from_utf8(note.bytes().to_vec()).unwrap();
    assert!(
        !note.contains("<script")
            || note.matches("\\<script").count() == note.matches("<script").count()
    );
}

#[test]
fn a_table_that_is_guarded_for_a_spreadsheet_comes_back_as_it_went_out() {
    let line = serde_json::json!({
        "id": "=a", "title": "+1", "text": "=1+1 is 2, '=x and 'y.\n", "meta": {"outlet": "@x"},
        "spans": [
            {"id": "m", "tag": "claim", "fragments": [[0, 4], [11, 14]], "note": "'=1", "annotator": "-ana"},
            {"id": "n", "tag": "entity", "fragments": [[19, 21]], "note": "'y", "annotator": "-ana"},
        ],
    });
    let files = Files::from([("a.jsonl".to_owned(), line.to_string().into_bytes())]);
    let tagset = default_tagset();
    let read = |name: &str, files: &Files| {
        let read = format(name).unwrap().decode(files, &Import::new(&tagset));
        let read = read.unwrap();
        assert_eq!(read.problems, [], "{name}");
        read.project
    };
    let project = read("jsonl", &files);
    for (name, guard_formulas) in [("csv", true), ("csv", false), ("tsv", true)] {
        let options = Options {
            guard_formulas,
            ..Options::default()
        };
        let files = format(name).unwrap().encode(&project, &options).unwrap();
        assert!(
            read(name, &files.files) == project,
            "{name} {guard_formulas}"
        );
    }
}
