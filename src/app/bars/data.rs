//! What stands in the menus and in the status bar, as plain rows.

use std::collections::BTreeMap;

use crate::app::can_run::why_not;
use crate::app::keys::Keymap;
use crate::command::{Command, Listed};
use crate::history::Revision;
use crate::project::{Id, Tagset};
use crate::text::boundary::count_words;
use crate::workbench::Workbench;

/// A menu of the menu row.
#[derive(Clone, Debug, PartialEq)]
pub struct Menu {
    /// What it is called.
    pub title: &'static str,
    /// Its rows in groups, between which a line runs.
    pub groups: Vec<Vec<MenuRow>>,
}

/// A row of a menu.
#[derive(Clone, Debug, PartialEq)]
pub struct MenuRow {
    /// What people read.
    pub title: String,
    /// The key that does the same, or nothing.
    pub keys: String,
    /// What it does.
    pub command: Command,
    /// Why it cannot be done now, if it cannot.
    pub why_not: Option<&'static str>,
}

/// The menus, with their commands by name. The commands of the tags come before the named ones
/// of the menu «Tag».
#[rustfmt::skip]
const MENUS: [(&str, &[&[&str]]); 7] = [
    ("File", &[
        &["open", "open-folder", "paste", "sample"],
        &["save", "save-as"],
        &["import", "export", "export-again"],
        &["article-details"],
        &["close", "quit"],
    ]),
    ("Edit", &[
        &["undo", "redo"],
        &["find"],
        &["note", "identity", "link", "delete"],
        &["expand", "shrink", "context-menu"],
        &["annotator", "settings"],
    ]),
    ("Tag", &[
        &["tag-again", "disarm"],
        &["unstated-claim", "unnamed-source", "article-itself"],
        &["tagset", "load-tagset", "save-tagset"],
    ]),
    ("View", &[
        &["articles", "side-panel"],
        &["inspector", "list", "identities", "history", "problems"],
        &["show-all", "hidden-characters"],
        &["zoom-in", "zoom-out", "zoom-reset", "text-larger", "text-smaller", "wider", "narrower"],
        &[
            "theme-system",
            "theme-light",
            "theme-dark",
            "theme-contrast",
            "theme-contrast-light",
            "theme-contrast-dark",
        ],
    ]),
    ("Go", &[
        &["next-mark", "previous-mark", "next-mention"],
        &["next-article", "previous-article", "next-undone"],
        &["done", "done-next"],
    ]),
    ("Review", &[
        &["review", "review-again", "merge", "show-review"],
        &["mark-again", "mark-blind", "reveal"],
        &["take-both", "take-neither", "redraw", "comment", "discuss", "gap", "keep-decision", "later", "with-alike"],
        &["next-dispute", "previous-dispute", "agreement"],
        &["rule-majority", "rule-two", "rule-mine", "rule-first", "rule-union"],
        &["leave-review"],
    ]),
    ("Help", &[
        &["palette", "keys", "notices"],
        &["about"],
    ]),
];

/// What each menu is called, in the order of the menu row.
pub fn menu_titles() -> impl Iterator<Item = &'static str> {
    MENUS.iter().map(|(title, _)| *title)
}

/// The title of the menu that the command of this name stands in.
pub fn menu_of(name: &str) -> Option<&'static str> {
    let has = |groups: &&[&[&str]]| groups.iter().any(|group| group.contains(&name));
    let found = MENUS.iter().find(|(_, groups)| has(groups))?;
    Some(found.0)
}

/// The menu of this title; `workbench` says what can be done now.
pub fn menu(title: &str, workbench: &Workbench, keys: &Keymap) -> Option<Menu> {
    let (title, names) = MENUS.iter().find(|(other, _)| *other == title)?;
    let row = |listed: &Listed| MenuRow {
        title: listed.title.clone(),
        keys: listed.keys.first().cloned().unwrap_or_default(),
        command: listed.command.clone(),
        why_not: why_not(workbench, &listed.command),
    };
    let group = |names: &&[&str]| {
        let found = names.iter().filter_map(|name| keys.command(name));
        found.map(row).collect::<Vec<_>>()
    };
    let mut groups: Vec<_> = names.iter().map(group).collect();
    if *title == "Tag" {
        let tags = workbench.project().tagset().offered();
        let tags = tags.filter_map(|tag| keys.command(&format!("tag {}", tag.id)));
        groups.insert(0, tags.map(row).collect());
    }
    groups.retain(|group| !group.is_empty());
    Some(Menu { title, groups })
}

/// What the status bar says of the article in view.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// What is selected: «rebuttal selected», «3 words selected»; nothing if nothing is.
    pub selected: String,
    /// How much of it: «10 words», after a selected mark.
    pub words: String,
    /// How many marks each offered tag has in the article, in the tagset's order.
    pub counts: Vec<(Id, usize)>,
    /// Whether some marks are hidden.
    pub hides: bool,
}

/// The summary, made anew only when what it speaks of changes.
#[derive(Debug, Default)]
pub struct Summaries {
    counted: Option<(Revision, Option<Id>)>,
    counts: BTreeMap<Id, usize>,
    selected: Option<(Revision, Option<Id>, crate::workbench::Selection)>,
    words: (String, String),
}

impl Summaries {
    /// What the status bar says now.
    pub fn get(&mut self, workbench: &Workbench) -> Summary {
        let article = workbench.entry().map(|entry| entry.article().id.clone());
        let state = (workbench.revision(), article);
        if self.counted.as_ref() != Some(&state) {
            self.counts = counts(workbench);
            self.counted = Some(state.clone());
        }
        let selection = (state.0, state.1, workbench.selection().clone());
        if self.selected.as_ref() != Some(&selection) {
            self.words = selected(workbench);
            self.selected = Some(selection);
        }
        let (selected, words) = self.words.clone();
        let counts = in_order(&self.counts, workbench.project().tagset());
        let hides = workbench.filter().is_active();
        Summary {
            selected,
            words,
            counts: if workbench.entry().is_some() {
                counts
            } else {
                Vec::new()
            },
            hides,
        }
    }
}

fn counts(workbench: &Workbench) -> BTreeMap<Id, usize> {
    let entry = workbench.entry();
    entry
        .map(|entry| entry.count_by_tag().clone())
        .unwrap_or_default()
}

/// The counts of the tags on offer, and of those that are not but have marks here.
fn in_order(counts: &BTreeMap<Id, usize>, tagset: &Tagset) -> Vec<(Id, usize)> {
    let count = |id: &Id| counts.get(id).copied().unwrap_or(0);
    let tags = tagset.tags.iter().map(|tag| (tag, count(&tag.id)));
    let shown = tags.filter(|(tag, count)| !tag.retired || *count > 0);
    shown.map(|(tag, count)| (tag.id.clone(), count)).collect()
}

fn selected(workbench: &Workbench) -> (String, String) {
    let Some(entry) = workbench.entry() else {
        return Default::default();
    };
    let text = &entry.article().text;
    if workbench.selection().has_words() {
        let ranges = workbench.selection().ranges();
        let count = ranges
            .iter()
            .map(|range| count_words(text.slice(*range).unwrap_or_default()));
        return (format!("{} selected", words(count.sum())), String::new());
    }
    let Some(mark) = workbench.selected() else {
        return Default::default();
    };
    let tag = workbench.project().tagset().tag(&mark.tag);
    let name = tag.map_or("mark", |tag| tag.name.as_str());
    let count = count_words(&mark.words(text));
    let words = if mark.is_implicit() {
        "implicit".to_owned()
    } else {
        words(count)
    };
    (format!("{name} selected"), words)
}

fn words(count: usize) -> String {
    match count {
        1 => "1 word".to_owned(),
        _ => format!("{count} words"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::listed;

    #[test]
    fn every_menu_names_commands_that_there_are() {
        let keys = Keymap::new(listed(&Tagset::default()));
        for (title, groups) in MENUS {
            for name in groups.iter().copied().flatten() {
                assert!(keys.command(name).is_some(), "{title}: {name}");
            }
        }
    }

    #[test]
    fn without_a_project_a_menu_says_why_its_rows_do_nothing() {
        let workbench = Workbench::default();
        let keys = Keymap::new(listed(&Tagset::default()));
        let menu = menu("Edit", &workbench, &keys).unwrap();
        let rows = menu
            .groups
            .into_iter()
            .flatten()
            .map(|row| match row.why_not {
                Some(reason) => format!("{} ({reason})", row.title),
                None => row.title,
            });
        insta::assert_snapshot!(rows.collect::<Vec<_>>().join("\n"), @r#"
        Undo (nothing was done yet)
        Redo (nothing was undone)
        Find (no article is open)
        Write a note (no mark is selected)
        Say whom it refers to (no mark is selected)
        Link the mark… (no mark is selected)
        Delete the mark (no mark is selected)
        Select more (no article is open)
        Select less (no article is open)
        Menu at the caret (no article is open)
        Annotator…
        Settings…
        "#);
    }

    #[test]
    fn one_word_is_one_word() {
        assert_eq!(words(1), "1 word");
        assert_eq!(
            words(count_words("Nobody kept a thing, she said.")),
            "6 words"
        );
    }
}
