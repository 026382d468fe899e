//! What the palette offers, and which of it matches what was typed.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::app::can_run::can_run;
use crate::app::icons::Icon;
use crate::app::keys::Keymap;
use crate::command::{Command, WindowCommand};
use crate::project::Id;
use crate::workbench::Workbench;

/// Something that can be run or gone to.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What it is remembered by.
    pub name: String,
    /// What people read and type.
    pub title: String,
    /// What it acts on.
    pub hint: String,
    /// Its key, or nothing.
    pub keys: String,
    /// What stands before it.
    pub sign: Sign,
    /// What happens.
    pub target: Target,
}

/// What stands before an entry.
#[derive(Clone, Debug, PartialEq)]
pub enum Sign {
    /// An icon.
    Icon(Icon),
    /// A tag's chip.
    Tag(Id),
}

/// What an entry leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// A command.
    Command(Command),
    /// An article.
    Article(Id),
    /// The first mention of an identity.
    Identity(Id),
}

/// An entry that matches.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// Its place among the entries.
    pub entry: usize,
    /// The letters of its title that were typed, as places of graphemes.
    pub letters: Vec<u32>,
}

/// What there is and what of it matches.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Everything that can be run now or gone to: commands first.
    pub entries: Vec<Entry>,
    /// What matches, the best first.
    pub matches: Vec<Match>,
}

impl Target {
    /// The commands that lead there.
    pub fn commands(&self, workbench: &Workbench) -> Vec<Command> {
        match self {
            Self::Command(command) => vec![command.clone()],
            Self::Article(article) => vec![Command::ShowArticle(article.clone())],
            Self::Identity(identity) => {
                let mentions = workbench.project().mentions(identity);
                let first = mentions.first();
                let (article, mark) = match first {
                    Some((article, mark)) => ((*article).clone(), mark.id.clone()),
                    None => return Vec::new(),
                };
                vec![Command::ShowArticle(article), Command::SelectMark(mark)]
            }
        }
    }

    fn is_command(&self) -> bool {
        matches!(self, Self::Command(_))
    }
}

impl Found {
    /// What can be run now, and what of it matches `typed`. What was run lately comes first while
    /// nothing is typed, and first among equals afterwards.
    pub fn new(workbench: &Workbench, keys: &Keymap, typed: &str, recent: &[String]) -> Self {
        let mut entries = commands(workbench, keys);
        let typed = typed.trim();
        if !typed.is_empty() {
            entries.extend(places(workbench));
        }
        let matches = matches(&entries, typed, recent);
        Self { entries, matches }
    }

    /// The entry in this row.
    pub fn row(&self, row: usize) -> Option<(&Entry, &Match)> {
        let found = self.matches.get(row)?;
        Some((self.entries.get(found.entry)?, found))
    }

    /// «7 of 94 commands», and how many articles and identities match.
    pub fn summary(&self) -> String {
        let found = || {
            self.matches
                .iter()
                .filter_map(|found| self.entries.get(found.entry))
        };
        let count = |is: fn(&Target) -> bool| found().filter(|entry| is(&entry.target)).count();
        let all = self
            .entries
            .iter()
            .filter(|entry| entry.target.is_command());
        let mut summary = format!("{} of {} commands", count(Target::is_command), all.count());
        let articles = count(|target| matches!(target, Target::Article(_)));
        let identities = count(|target| matches!(target, Target::Identity(_)));
        for (count, one, many) in [
            (articles, "article", "articles"),
            (identities, "identity", "identities"),
        ] {
            match count {
                0 => {}
                1 => summary.push_str(&format!(", 1 {one}")),
                _ => summary.push_str(&format!(", {count} {many}")),
            }
        }
        summary
    }
}

fn commands(workbench: &Workbench, keys: &Keymap) -> Vec<Entry> {
    let listed = keys.listed().iter().filter(|listed| {
        // To open the palette from the palette does nothing.
        listed.command != Command::Window(WindowCommand::Palette)
            && can_run(workbench, &listed.command)
    });
    listed
        .map(|listed| Entry {
            name: listed.name.clone(),
            title: listed.title.clone(),
            hint: listed.hint.clone(),
            keys: listed.keys.first().cloned().unwrap_or_default(),
            sign: sign(&listed.name),
            target: Target::Command(listed.command.clone()),
        })
        .collect()
}

/// Articles and identities, to go to.
fn places(workbench: &Workbench) -> Vec<Entry> {
    let project = workbench.project();
    let entry = |id: &Id, title: &str, hint: &str, icon, target| Entry {
        name: format!("{hint} {id}"),
        title: title.to_owned(),
        hint: hint.to_owned(),
        keys: String::new(),
        sign: Sign::Icon(icon),
        target,
    };
    let articles = project.entries().iter().map(|article| {
        let (id, title) = (&article.article().id, &article.article().title);
        entry(
            id,
            title,
            "article",
            Icon::File,
            Target::Article(id.clone()),
        )
    });
    let identities = project.identities().map(|identity| {
        let kind = project.tagset().entity_kind(&identity.kind);
        let hint = kind.map_or("identity", |kind| kind.name.as_str());
        let target = Target::Identity(identity.id.clone());
        entry(&identity.id, &identity.name, hint, Icon::Person, target)
    });
    articles.chain(identities).collect()
}

/// Commands match by letters in their order, articles and identities by whole stretches: among
/// ten thousand titles any three letters would find hundreds.
fn matches(entries: &[Entry], typed: &str, recent: &[String]) -> Vec<Match> {
    let recency = |entry: &Entry| {
        let place = recent.iter().position(|name| *name == entry.name);
        place.unwrap_or(recent.len())
    };
    let pattern = |kind| Pattern::new(typed, CaseMatching::Ignore, Normalization::Smart, kind);
    let (fuzzy, whole) = (pattern(AtomKind::Fuzzy), pattern(AtomKind::Substring));
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let mut found = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        let mut letters = Vec::new();
        let pattern = if entry.target.is_command() {
            &fuzzy
        } else {
            &whole
        };
        let title = Utf32Str::new(&entry.title, &mut buffer);
        let Some(score) = pattern.indices(title, &mut matcher, &mut letters) else {
            continue;
        };
        letters.sort_unstable();
        letters.dedup();
        let order = (std::cmp::Reverse(score), recency(entry), place);
        let entry = place;
        found.push((order, Match { entry, letters }));
    }
    found.sort_by_key(|(order, _)| *order);
    found.into_iter().map(|(_, found)| found).collect()
}

fn sign(name: &str) -> Sign {
    let icon = match name.split_once(' ') {
        Some(("tag" | "arm", tag)) => return Sign::Tag(tag.into()),
        Some(("only", _)) => Icon::List,
        Some(("next", _)) => Icon::ArrowDown,
        _ => icon(name),
    };
    Sign::Icon(icon)
}

fn icon(name: &str) -> Icon {
    match name {
        "undo" => Icon::Undo,
        "redo" => Icon::Redo,
        "link" => Icon::Link,
        "delete" => Icon::Delete,
        "note" => Icon::Comment,
        "identity" | "annotator" => Icon::Person,
        "next-mark" | "next-article" | "next-mention" | "next-undone" => Icon::ArrowDown,
        "previous-mark" | "previous-article" => Icon::ArrowUp,
        "unstated-claim" | "unnamed-source" | "article-itself" => Icon::Plus,
        "done" | "done-next" => Icon::Check,
        "open-folder" | "open" | "import" => Icon::Folder,
        "paste" => Icon::Clipboard,
        "sample" => Icon::Flask,
        "save" | "save-as" | "export" | "export-again" | "show-export" | "article-details" => {
            Icon::File
        }
        "close" | "quit" => Icon::Close,
        "find" => Icon::Search,
        "keys" => Icon::Keyboard,
        "show-all" | "list" => Icon::List,
        "articles" | "side-panel" | "inspector" | "identities" | "history" => Icon::Panel,
        "problems" => Icon::Warning,
        "notices" | "about" => Icon::Info,
        "tagset" | "load-tagset" | "save-tagset" | "settings" => Icon::Settings,
        "step-back" | "disarm" => Icon::ArrowLeft,
        _ => Icon::ArrowRight,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(title: &str, target: Target) -> Entry {
        Entry {
            name: title.to_owned(),
            title: title.to_owned(),
            hint: String::new(),
            keys: String::new(),
            sign: Sign::Icon(Icon::List),
            target,
        }
    }

    fn found(typed: &str, recent: &[&str]) -> Found {
        let command = |title| entry(title, Target::Command(Command::Undo));
        let entries = vec![
            command("Arm rebuttal"),
            command("Rename the tag number"),
            command("Undo"),
            command("Redo"),
            entry("Rabbits for the elderly board", Target::Article("a".into())),
            entry("Ferry rebuttal", Target::Article("b".into())),
        ];
        let recent: Vec<_> = recent.iter().map(|name| (*name).to_owned()).collect();
        let matches = matches(&entries, typed, &recent);
        Found { entries, matches }
    }

    fn titles(found: &Found) -> Vec<&str> {
        let rows = 0..found.matches.len();
        rows.filter_map(|row| Some(found.row(row)?.0.title.as_str()))
            .collect()
    }

    #[test]
    fn the_best_match_comes_first_and_titles_of_articles_match_whole() {
        let found = found("reb", &[]);
        let titles = titles(&found);
        assert_eq!(
            titles,
            ["Arm rebuttal", "Ferry rebuttal", "Rename the tag number"]
        );
        assert_eq!(found.matches.first().unwrap().letters, [4, 5, 6]);
        assert_eq!(found.summary(), "2 of 4 commands, 1 article");
    }

    #[test]
    fn what_was_run_lately_comes_first_while_nothing_is_typed() {
        let titles_of =
            |recent: &[&str]| titles(&found("", recent)).first().copied() == Some("Redo");
        assert!(titles_of(&["Redo", "Undo"]));
        assert!(!titles_of(&[]));
    }

    #[test]
    fn letters_are_told_by_graphemes_and_accents_need_not_be_typed() {
        let entries = [entry("Déjà vu", Target::Command(Command::Undo))];
        let matches = matches(&entries, "deja", &[]);
        assert_eq!(matches.first().unwrap().letters, [0, 1, 2, 3]);
    }
}
