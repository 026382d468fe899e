//! The tabs of the side panel.

/// The tabs of the side panel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// What is selected.
    #[default]
    Inspector,
    /// The marks.
    List,
    /// The identities.
    Identities,
    /// What was done.
    History,
    /// What is wrong.
    Problems,
    /// The review that is open.
    Review,
}

impl Tab {
    /// The tabs in their order.
    pub(super) const ALL: [Self; 6] = [
        Self::Review,
        Self::Inspector,
        Self::List,
        Self::Identities,
        Self::History,
        Self::Problems,
    ];

    /// What it is called.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Inspector => "Inspector",
            Self::List => "List",
            Self::Identities => "Identities",
            Self::History => "History",
            Self::Problems => "Problems",
            Self::Review => "Review",
        }
    }
}
