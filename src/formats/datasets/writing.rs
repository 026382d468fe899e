//! How a project is written in a format.

use super::corpus::{self, Pulse};
use super::{DatasetError, Encoded, Format, Loss, Options};
use crate::project::Project;

impl Format {
    /// Writes a project, as far as the format and the options take it. The same project always
    /// gives the same bytes.
    ///
    /// # Errors
    /// If the format is only read.
    pub fn encode(&self, project: &Project, options: &Options) -> Result<Encoded, DatasetError> {
        self.encode_while(project, options, &Pulse::default())
    }

    /// The same, as long as nobody stops it: `pulse` beats at every article, as often as the format
    /// comes to it ([`Self::passes`]).
    ///
    /// # Errors
    /// As [`Self::encode`], and [`DatasetError::Stopped`].
    pub fn encode_while(
        &self,
        project: &Project,
        options: &Options,
        pulse: &Pulse<'_>,
    ) -> Result<Encoded, DatasetError> {
        let write = self.write.ok_or(DatasetError::NotWritten(self.name))?;
        let (corpus, losses) = corpus::select(project, options, self, pulse);
        if pulse.is_stopped() {
            return Err(DatasetError::Stopped);
        }
        let files = write(&corpus);
        match pulse.is_stopped() {
            true => Err(DatasetError::Stopped),
            false => Ok(Encoded { files, losses }),
        }
    }

    /// What [`Self::encode`] would lose, without writing anything.
    pub fn losses(&self, project: &Project, options: &Options) -> Vec<Loss> {
        corpus::select(project, options, self, &Pulse::default()).1
    }
}
