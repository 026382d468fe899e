//! Paths as text: the home folder, the folder and the name that is being typed, what completes it.

use std::path::{MAIN_SEPARATOR, is_separator};

/// How many completions are offered at most.
const MOST: usize = 200;

/// The path with the home folder in the place of a `~` at its start.
pub fn expand(typed: &str, home: &str) -> String {
    let typed = typed.trim();
    match typed.strip_prefix('~') {
        Some(rest) if !home.is_empty() && (rest.is_empty() || rest.starts_with(is_separator)) => {
            let home = home.trim_end_matches(is_separator);
            format!("{home}{rest}")
        }
        _ => typed.to_owned(),
    }
}

/// The folder with its separator, and the name after it that is being typed.
pub fn parts(typed: &str) -> (&str, &str) {
    let after = typed.rfind(is_separator).map_or(0, |at| {
        at + typed
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(1, char::len_utf8)
    });
    typed.split_at_checked(after).unwrap_or((typed, ""))
}

/// The entries that a name can become, folders first. Hidden ones only once a dot is typed.
pub fn completions(name: &str, entries: &[String]) -> Vec<String> {
    let name = name.to_lowercase();
    let fits = |entry: &&String| {
        let hidden = entry.starts_with('.') && !name.starts_with('.');
        entry.to_lowercase().starts_with(&name) && !hidden && entry.to_lowercase() != name
    };
    let mut found: Vec<String> = entries.iter().filter(fits).cloned().collect();
    found.sort_by_key(|entry| (!entry.ends_with(is_separator), entry.to_lowercase()));
    found.truncate(MOST);
    found
}

/// What stands in the field once an entry is chosen.
pub(super) fn completed(typed: &str, entry: &str) -> String {
    let (folder, _) = parts(typed);
    match folder.is_empty() && typed.trim() == "~" {
        true => format!("~{MAIN_SEPARATOR}{entry}"),
        false => format!("{folder}{entry}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn home_stands_for_the_tilde_at_the_start_alone() {
        assert_eq!(expand("~/a.txt", "/home/mara"), "/home/mara/a.txt");
        assert_eq!(expand(" ~ ", "/home/mara/"), "/home/mara");
        assert_eq!(expand("~other/a", "/home/mara"), "~other/a");
        assert_eq!(expand("/a/~", "/home/mara"), "/a/~");
        assert_eq!(expand("~/a", ""), "~/a");
    }

    #[test]
    fn the_name_begins_after_the_last_separator() {
        assert_eq!(parts("~/texts/da"), ("~/texts/", "da"));
        assert_eq!(parts("da"), ("", "da"));
        assert_eq!(parts("/"), ("/", ""));
        assert_eq!(parts(""), ("", ""));
    }

    #[test]
    fn folders_come_first_and_what_is_hidden_not_at_all() {
        let all = ["dam.txt", "Data/", ".dark", "desk.ron", "Über.txt"].map(str::to_owned);
        assert_eq!(completions("da", &all), ["Data/", "dam.txt"]);
        assert_eq!(
            completions("", &all),
            ["Data/", "dam.txt", "desk.ron", "Über.txt"]
        );
        assert_eq!(completions(".", &all), [".dark"]);
        assert_eq!(completions("üb", &all), ["Über.txt"]);
        assert_eq!(completions("dam.txt", &all), [""; 0]);
    }

    #[test]
    fn an_entry_takes_the_place_of_the_name() {
        assert_eq!(completed("/a/da", "dam.txt"), "/a/dam.txt");
        assert_eq!(completed("da", "Data/"), "Data/");
    }
}
