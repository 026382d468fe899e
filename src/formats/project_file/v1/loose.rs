//! Records that stand in no article: identities, disputes, decisions, comments.

use std::sync::Arc;

use super::Part;
use super::decode::{Damage, Loader, read_record};
use super::records;
use super::types::{FileComment, FileDecision, FileDispute, FileIdentity};
use crate::formats::excerpt;
use crate::formats::ron_file::scan::Item;
use crate::formats::ron_file::source::Source;
use crate::project::{Dispute, DisputeReading, Id, Subject};

impl Loader<'_> {
    pub(super) fn identity(&mut self, source: &Source<'_>, item: &Item) -> Result<(), Damage> {
        let file: FileIdentity<'_> =
            read_record(Part::Identity, source, item).map_err(|(damage, _)| damage)?;
        let identity = records::identity(&self.tagset, &self.identities, &file);
        let identity = identity.map_err(|reason| Damage {
            reason: format!("identity {:?} {reason}", file.id.as_str()),
            at: source.position(item.start),
        })?;
        self.note_spot(None, &identity.id, source, item.start);
        self.identities
            .insert(identity.id.clone(), Arc::new(identity));
        Ok(())
    }

    pub(super) fn dispute(&mut self, source: &Source<'_>, item: &Item) -> Result<(), Damage> {
        let file: FileDispute<'_> =
            read_record(Part::Dispute, source, item).map_err(|(damage, _)| damage)?;
        let name = file.about.as_str();
        let about = Subject::ALL.into_iter().find(|about| about.name() == name);
        let about = about.ok_or_else(|| Damage {
            reason: format!(
                "this dispute is about {:?}, which is nothing that can be disputed; correct it",
                excerpt(name, 40)
            ),
            at: source.position(item.start),
        })?;
        let readings = file.readings.iter().map(|reading| DisputeReading {
            by: reading.by.as_str().to_owned(),
            value: reading.value.as_ref().map(|it| it.as_str().to_owned()),
        });
        let article = file.article.as_ref().map(|it| Id::new(it.as_str()));
        self.disputes.push(Arc::new(Dispute::new(
            article.as_ref(),
            about,
            &Id::new(file.thing.as_str()),
            file.field.as_str(),
            readings.collect(),
        )));
        Ok(())
    }

    pub(super) fn decision(&mut self, source: &Source<'_>, item: &Item) -> Result<(), Damage> {
        let file: FileDecision<'_> =
            read_record(Part::Decision, source, item).map_err(|(damage, _)| damage)?;
        let decision = records::decision(&self.decisions, &file).map_err(|reason| Damage {
            reason: format!("decision {:?} {reason}", excerpt(file.id.as_str(), 40)),
            at: source.position(item.start),
        })?;
        self.decisions
            .insert(decision.id.clone(), Arc::new(decision));
        Ok(())
    }

    pub(super) fn comment(&mut self, source: &Source<'_>, item: &Item) -> Result<(), Damage> {
        let file: FileComment<'_> =
            read_record(Part::Comment, source, item).map_err(|(damage, _)| damage)?;
        let comment = records::comment(&self.comments, &file).map_err(|reason| Damage {
            reason: format!("comment {:?} {reason}", excerpt(file.id.as_str(), 40)),
            at: source.position(item.start),
        })?;
        self.comments.insert(comment.id.clone(), Arc::new(comment));
        Ok(())
    }
}
