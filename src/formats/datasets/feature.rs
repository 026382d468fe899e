//! What a format may be unable to hold. Each has one way to be counted, so that what a table says
//! a format lacks and what an export says is lost can't differ.

/// Something that a project can hold and a format may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feature {
    /// Articles and all that is marked in them.
    Articles,
    /// Marks of tags that name something and say nothing: entities, sources.
    Mentions,
    /// Tags.
    Tags,
    /// All words that no statement holds.
    Rest,
    /// Links that neither attack nor support.
    OtherLinks,
    /// Marks without words in the text.
    Implicit,
    /// Marks on blanks alone.
    Blank,
    /// Blanks at the ends of a mark.
    BlankEnds,
    /// Marks of one tag that share words.
    Overlap,
    /// Marks in several pieces.
    Fragments,
    /// Fragments that meet or have only line breaks between them.
    MeetingFragments,
    /// Marks in lines that a span may not cross.
    Breaks,
    /// Line breaks at the ends of a mark.
    BreakEnds,
    /// Marks that begin or end between the two signs of a line break.
    CutBreaks,
    /// Control characters in texts.
    Controls,
    /// Control characters in what is said about a text or a mark.
    OddLetters,
    /// Links.
    Links,
    /// Links between marks of two annotators.
    LinksAcross,
    /// Kinds of link beyond one that attacks and one that supports.
    LinkKinds,
    /// Values of links.
    LinkValues,
    /// Notes on links.
    LinkNotes,
    /// Ids of marks.
    MarkIds,
    /// Ids of links.
    LinkIds,
    /// Values of marks.
    Values,
    /// Notes on marks.
    Notes,
    /// Who made a mark or a link.
    Authors,
    /// Who made a link.
    LinkAuthors,
    /// When it was made.
    Times,
    /// Which identity a mark refers to.
    Identities,
    /// Identities that no mark refers to.
    LooseIdentities,
    /// Notes, authors and times of identities.
    IdentityDetails,
    /// The mark that an implicit mark stands beside.
    Beside,
    /// Names of tags, links and attributes in other letters than a–z, digits, `-` and `_`.
    OddNames,
    /// Ids of marks in other letters than a–z, digits, `-` and `_`.
    OddIds,
    /// Ids of articles that cannot be names of files.
    ArticleIds,
    /// Titles.
    Titles,
    /// What is known about an article.
    Meta,
    /// What is said of an article as a whole, and whether it is finished.
    Status,
    /// Where a text came from and how it was read.
    Origins,
    /// Articles on which nothing is marked.
    Unmarked,
    /// Texts of blanks alone.
    BlankTexts,
    /// Blanks at the start of a text that are no spaces.
    LeadingBlanks,
    /// Texts as they stand, to the last blank.
    Texts,
    /// Damaged parts that are kept aside.
    Aside,
    /// Names, colours, keys and guidelines of the tagset. Never counted: every format but the
    /// project file lacks them.
    Tagset,
}

/// A feature that a format lacks, and what is done instead, as «they are left out».
pub type Lack = (Feature, &'static str);

/// What is done about most things that a format lacks.
pub const LEFT_OUT: &str = "left out";

/// What hardly any format but the project file can hold.
pub const COMMON: &[Lack] = &[
    (Feature::Times, LEFT_OUT),
    (Feature::LooseIdentities, LEFT_OUT),
    (Feature::IdentityDetails, LEFT_OUT),
    (Feature::Beside, LEFT_OUT),
    (Feature::Origins, LEFT_OUT),
    (Feature::Aside, LEFT_OUT),
    (Feature::Tagset, LEFT_OUT),
];

/// What is said of marks.
pub const SAYINGS: &[Lack] = &[
    (Feature::Values, LEFT_OUT),
    (Feature::Notes, LEFT_OUT),
    (Feature::Authors, LEFT_OUT),
    (Feature::Identities, LEFT_OUT),
];

/// What is said of links.
pub const LINK_SAYINGS: &[Lack] = &[
    (Feature::LinkIds, LEFT_OUT),
    (Feature::LinkValues, LEFT_OUT),
    (Feature::LinkNotes, LEFT_OUT),
];

/// Marks in several pieces, where each piece must be a mark.
pub const PIECES: &[Lack] = &[
    (Feature::Fragments, "each piece becomes a mark of its own"),
    (
        Feature::MeetingFragments,
        "each piece becomes a mark of its own",
    ),
];

/// What is known and said of articles.
pub const ABOUT_ARTICLES: &[Lack] = &[
    (Feature::Titles, LEFT_OUT),
    (Feature::Meta, LEFT_OUT),
    (Feature::Status, LEFT_OUT),
];

impl Feature {
    /// Whether hardly any format but the project file can hold it: a table that is read need not
    /// say so of each.
    pub fn is_common(self) -> bool {
        COMMON.iter().any(|(common, _)| *common == self)
    }

    /// What it is, as a plural that goes after «cannot hold».
    pub fn words(self) -> &'static str {
        match self {
            Self::Articles => "articles",
            Self::Mentions => "marks that say nothing: entities, sources",
            Self::Tags => "tags",
            Self::Rest => "words outside statements",
            Self::OtherLinks => "links that neither attack nor support",
            Self::Implicit => "implicit marks",
            Self::Blank => "marks on blanks alone",
            Self::BlankEnds => "blanks at the ends of marks",
            Self::Overlap => "marks of one tag that overlap",
            Self::Fragments => "marks in several pieces",
            Self::MeetingFragments => "pieces of a mark that meet",
            Self::Breaks => "marks on line breaks alone",
            Self::BreakEnds => "line breaks at the ends of marks",
            Self::CutBreaks => "marks with an end inside a line break",
            Self::Controls => "control characters in texts",
            Self::OddLetters => "control characters in notes, titles and names",
            Self::Links => "links",
            Self::LinksAcross => "links between marks of two annotators",
            Self::LinkKinds => "kinds of link beyond attack and support",
            Self::LinkValues => "values of links",
            Self::LinkNotes => "notes on links",
            Self::MarkIds => "ids of marks",
            Self::LinkIds => "ids of links",
            Self::Values => "values of marks",
            Self::Notes => "notes on marks",
            Self::Authors => "authors of marks and links",
            Self::LinkAuthors => "authors of links",
            Self::Times => "times of marks and links",
            Self::Identities => "identities of marks",
            Self::LooseIdentities => "identities that no written mark refers to",
            Self::IdentityDetails => "notes, authors and times of identities",
            Self::Beside => "places beside another mark",
            Self::OddNames => "names in other letters than a–z, digits, - and _",
            Self::OddIds => "ids of marks in other letters than a–z, digits, - and _",
            Self::ArticleIds => "ids of articles that cannot name a file",
            Self::Titles => "titles of articles",
            Self::Meta => "outlets, dates and whatever else is known of articles",
            Self::Status => "values of articles, and whether they are finished",
            Self::Origins => "origins of articles",
            Self::Unmarked => "articles without marks",
            Self::BlankTexts => "texts of blanks alone",
            Self::LeadingBlanks => "line breaks and tabs at the start of a text",
            Self::Texts => "texts to the last blank",
            Self::Aside => "damaged parts kept aside",
            Self::Tagset => "names, colours, keys and guidelines of the tagset",
        }
    }
}
