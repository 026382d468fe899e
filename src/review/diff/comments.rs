//! What differs in what people say of marks and disputes.

use super::words::{named_mark, quote};
use super::{Change, How, change};
use crate::project::{Comment, Project, Thread};

/// Comments that are new, gone or worded otherwise.
pub(super) fn comments(one: &Project, other: &Project, found: &mut Vec<Change>) {
    let mut add = |project: &Project, it: &Comment, how, what: &str| {
        let on = subject(project, it);
        let sentence = format!("{what} on {on}: {}", quote(&it.text));
        let article = it.about.article();
        found.push(change(article, "comment", &it.id, how, sentence));
    };
    for new in other.comments() {
        match one.comment(&new.id) {
            None => add(other, new, How::Added, "commented"),
            Some(old) if old != new => add(other, new, How::Changed, "changed a comment"),
            Some(_) => {}
        }
    }
    for old in one.comments() {
        if other.comment(&old.id).is_none() {
            add(one, old, How::Deleted, "took back a comment");
        }
    }
}

fn subject(project: &Project, comment: &Comment) -> String {
    match &comment.about {
        Thread::Mark { article, mark } => {
            let entry = project.entry(article);
            let found = entry.and_then(|entry| Some(named_mark(entry, entry.annotation(mark)?)));
            found.unwrap_or_else(|| "a mark that is gone".to_owned())
        }
        Thread::Dispute(key) => {
            let decision = project.decision(key);
            let words = decision.map(|it| format!("the dispute about {}", quote(&it.quote)));
            words.unwrap_or_else(|| "a dispute".to_owned())
        }
    }
}
