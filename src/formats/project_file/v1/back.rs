//! Whether what was written of a project says just that.

use super::decode::{Loader, Wanted, load};
use super::version::{Notes, Version};
use crate::formats::ron_file::{FileError, Opened};
use crate::project::build::EntryParts;
use crate::project::{Entry, Project};

/// Whether a file holds exactly this project, and what was noted of it. All of it is read, as for
/// opening it, and each part is compared; only the indexes, which say nothing that the parts do not,
/// are not made.
pub(in crate::formats::project_file) fn holds(
    opened: &Opened<'_>,
    project: &Project,
    other: Option<Version<'_>>,
) -> Result<Option<Notes>, FileError> {
    let mut loader = load(opened, other, Wanted::NOTES)?;
    let notes = loader.take_notes();
    let same = match project.aside() {
        [] => loader.is(project),
        _ => holds_all_of(&loader.finish(&opened.source)?.project, project),
    };
    Ok(same.then_some(notes))
}

/// Whether all that is in one project is in another. A part that was kept aside may have become
/// sound meanwhile, by a tag that was added, and then it comes back as what it is.
fn holds_all_of(whole: &Project, part: &Project) -> bool {
    let entries = || whole.entries().iter().zip(part.entries());
    let marks = |it: &Entry, of: &Entry| {
        let mut marks = of.annotations().iter();
        marks.all(|(id, mark)| it.annotation(id) == Some(mark))
    };
    let links = |it: &Entry, of: &Entry| {
        let mut links = of.links().iter();
        links.all(|(id, link)| it.link(id) == Some(link))
    };
    let about = |it: &Entry, of: &Entry| it.article() == of.article() && it.status() == of.status();
    whole.tagset() == part.tagset()
        && whole.entries().len() == part.entries().len()
        && whole.aside().len() <= part.aside().len()
        && entries().all(|(it, of)| about(it, of) && marks(it, of) && links(it, of))
        && part
            .identities()
            .all(|identity| whole.identity(&identity.id) == Some(identity))
}

impl Loader<'_> {
    /// Whether all parts were sound and are those of a project, in the order in which it writes them.
    fn is(&self, project: &Project) -> bool {
        let entries = self.entries.iter().zip(project.entries());
        self.is_whole()
            && self.tagset == *project.tagset()
            && self.identities.values().eq(project.identities())
            && self.entries.len() == project.entries().len()
            && entries
                .into_iter()
                .all(|((parts, _), entry)| same(parts, entry))
            && self.disputes.iter().eq(project.disputes())
            && self.decisions.values().eq(project.decisions())
            && self.comments.values().eq(project.comments())
    }
}

fn same(parts: &EntryParts, entry: &Entry) -> bool {
    parts.article == *entry.article()
        && parts.status == *entry.status()
        && parts.annotations.len() == entry.annotations().len()
        && parts.annotations.iter().eq(entry.in_text_order())
        && parts.links.iter().eq(entry.links().values())
}
