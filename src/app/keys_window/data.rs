//! Every command with its keys, in groups and columns.

use crate::app::bars::data::menu_of;
use crate::app::keys::Keymap;
use crate::command::Listed;

/// Commands that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// What they are about.
    pub title: &'static str,
    /// Its commands.
    pub rows: Vec<Row>,
}

/// A command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// What people read.
    pub title: String,
    /// What `keys.ron` calls it.
    pub name: String,
    /// Its keys.
    pub keys: Vec<String>,
}

/// The order of the groups.
const GROUPS: [&str; 8] = [
    "Tag", "Mark", "Go", "Edit", "File", "Review", "View", "Help",
];

/// What matches `filter`, by title, name or key, in two columns of about the same height.
pub(super) fn columns(keys: &Keymap, filter: &str) -> [Vec<Group>; 2] {
    let filter = filter.trim().to_lowercase();
    let matches = |text: &str| text.to_lowercase().contains(&filter);
    let fits = |listed: &&Listed| {
        let named = matches(&listed.title) || matches(&listed.name);
        named || listed.keys.iter().any(|key| matches(key))
    };
    let group = |title: &'static str| {
        let rows = keys
            .listed()
            .iter()
            .filter(|it| group_of(&it.name) == title);
        let rows = rows.filter(fits).map(|it| Row {
            title: it.title.clone(),
            name: it.name.clone(),
            keys: it.keys.clone(),
        });
        let rows = rows.collect();
        Group { title, rows }
    };
    let groups = GROUPS.into_iter().map(group);
    let groups: Vec<_> = groups.filter(|group| !group.rows.is_empty()).collect();
    let height = |groups: &[Group]| {
        groups
            .iter()
            .map(|group| group.rows.len() + 2)
            .sum::<usize>()
    };
    // The first column ends where the two are most alike.
    let all = height(&groups);
    let apart = |split: &usize| {
        let left = height(groups.get(..*split).unwrap_or_default());
        left.abs_diff(all - left)
    };
    let split = (0..=groups.len()).rev().min_by_key(apart).unwrap_or(0);
    let mut left = groups;
    let right = left.split_off(split);
    [left, right]
}

fn group_of(name: &str) -> &'static str {
    match name {
        "step-back" | "note" | "identity" | "link" | "delete" | "expand" | "shrink" => "Mark",
        _ if name.starts_with("end-") || name.starts_with("start-") => "Mark",
        "redrawn" | "stop-redrawing" => "Review",
        _ if name.starts_with("take-") => "Review",
        _ => menu_of(name).unwrap_or("Tag"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::listed;
    use crate::project::Tagset;

    fn shown(filter: &str) -> Vec<String> {
        let keys = Keymap::new(listed(&Tagset::default()));
        let groups = columns(&keys, filter).into_iter().flatten();
        let rows = groups.flat_map(|group| group.rows);
        rows.map(|row| format!("{}: {}", row.title, row.keys.join(", ")))
            .collect()
    }

    #[test]
    fn every_command_is_in_one_group() {
        assert_eq!(shown("").len(), listed(&Tagset::default()).len());
    }

    #[test]
    fn the_filter_finds_titles_and_keys() {
        assert_eq!(shown("redo"), ["Redo: Ctrl+Shift+Z, Ctrl+Y"]);
        assert_eq!(shown("ctrl+k"), ["Commands: Ctrl+K, Ctrl+Shift+P"]);
        assert_eq!(shown("theme-dark"), ["Dark theme: "], "by its name");
        assert!(shown("no such key").is_empty());
    }

    #[test]
    fn the_columns_are_about_as_high() {
        let keys = Keymap::new(listed(&Tagset::default()));
        let heights = columns(&keys, "").map(|groups| {
            let rows = groups.iter().map(|group| group.rows.len() + 2);
            rows.sum::<usize>()
        });
        assert!(heights[0].abs_diff(heights[1]) <= 14, "{heights:?}");
    }
}
