//! A project that others' marks are added to, and values as its tagset knows them.

use super::{Draft, Gather};
use crate::formats::datasets::grow::Owner;
use crate::formats::datasets::json::json_of;
use crate::project::{Number, Project, Value, ValueKind};

impl Gather {
    /// Takes over what a project holds.
    pub(super) fn start_from(&mut self, project: &Project) {
        self.aside = project.aside().to_vec();
        for identity in project.identities() {
            let id = identity.id.clone();
            self.identities.insert(id, (**identity).clone());
        }
        for entry in project.entries() {
            let article = (**entry.article()).clone();
            self.by_text
                .insert(article.text.digest(), self.articles.len());
            self.article_ids.insert(article.id.clone());
            let mut draft = Draft::new(article, 0);
            draft.status = entry.status().clone();
            for mark in entry.annotations().values() {
                draft.marks.take_over(mark);
            }
            for link in entry.links().values() {
                draft.links.take_over(link);
            }
            self.articles.push(draft);
        }
    }

    /// A value as the kind that the tagset knows the attribute by, for many formats know nothing but
    /// words, and of words that look like something else none knows what they were.
    pub(super) fn of_known_kind(&mut self, owner: Owner<'_>, name: &str, value: Value) -> Value {
        let known = owner.attributes(&mut self.tagset);
        let mut known = known.into_iter().flatten();
        let kind = known.find(|attribute| attribute.id.as_str() == name);
        match (kind.map(|attribute| &attribute.kind), &value) {
            (Some(ValueKind::Flag), Value::Text(word)) => match word.as_str() {
                "true" | "yes" => Value::Flag(true),
                "false" | "no" => Value::Flag(false),
                _ => value,
            },
            (Some(ValueKind::Number), Value::Text(word)) => {
                let number = word.trim().parse().ok().and_then(Number::new);
                number.map_or(value, Value::Number)
            }
            (Some(ValueKind::Text | ValueKind::Choice(_)), Value::Flag(_) | Value::Number(_)) => {
                Value::Text(json_of(&value).to_string())
            }
            _ => value,
        }
    }
}
