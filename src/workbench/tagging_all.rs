//! Tagging many places at once: what was found becomes marks, in one step of the history.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::tagging::{span_of, twin};
use super::{Notice, Outcome, Workbench, World};
use crate::command::Command;
use crate::project::{Annotation, Attributes, Edit, Id, Place, Stamp, Words};
use crate::text::TextRange;

impl Workbench {
    /// Marks each of some places, article by article, with a tag. Words that carry this tag by this
    /// annotator already are left as they are and counted. What is selected stays selected.
    pub(super) fn tag_all(
        &mut self,
        tag: &Id,
        places: &[(Id, Vec<TextRange>)],
        world: &mut World<'_>,
    ) -> Outcome {
        let tagset = Arc::clone(self.project.tagset());
        let Some(tag) = tagset.tag(tag).filter(|tag| !tag.retired) else {
            return Outcome::default();
        };
        let (mut edits, mut there, mut seen) = (Vec::new(), 0, BTreeSet::new());
        for (article, ranges) in places {
            let Some(entry) = self.project.entry(article) else {
                continue;
            };
            let text = &entry.article().text;
            let spans = ranges.iter().filter_map(|range| span_of(&[*range], text));
            for span in spans {
                // Two places may come to the same words once blanks are cut off.
                if !seen.insert((article, span.clone())) {
                    continue;
                }
                if twin(entry, &tag.id, &span, &self.author, None).is_some() {
                    there += 1;
                    continue;
                }
                let id = (world.next_id)();
                let annotation = Annotation {
                    id: id.clone(),
                    tag: tag.id.clone(),
                    place: Place::Span(span),
                    attributes: Attributes::new(),
                    note: Words::default(),
                    identity: None,
                    stamp: Stamp::new(&self.author, world.now),
                };
                edits.push(Edit::Annotation {
                    article: article.clone(),
                    id,
                    to: Some(Arc::new(annotation)),
                });
            }
        }
        let before = match there {
            0 => String::new(),
            1 => "One was marked so already.".to_owned(),
            n => format!("{n} were marked so already."),
        };
        let made = match edits.len() {
            0 => return Outcome::notice(Notice::plain("Nothing new to tag", before)),
            1 => "1 place".to_owned(),
            n => format!("{n} places"),
        };
        self.last_tag = Some(tag.id.clone());
        let mark = self.selection.mark.clone();
        let outcome = self.commit(format!("Tag {made} as {}", tag.name), edits, mark);
        let notice = Notice::good(format!("Tagged {made} as {}", tag.name), before);
        outcome.saying(notice.with_action("Undo", Command::Undo))
    }
}
