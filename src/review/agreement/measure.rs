//! Every measure by name, with what it means, when not to trust it and where it is laid down.

/// A measure of agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// The share of equal items.
    Raw,
    /// Cohen's kappa.
    CohenKappa,
    /// Fleiss' kappa.
    FleissKappa,
    /// Krippendorff's alpha, nominal.
    KrippendorffAlpha,
    /// F1 over exact marks.
    F1Exact,
    /// F1 over overlapping marks.
    F1Overlap,
    /// F1 over tagged tokens.
    F1Token,
    /// F1 over links of the same kind.
    F1LinksLabelled,
    /// F1 over links of any kind.
    F1LinksUnlabelled,
    /// Krippendorff's older alpha of unitizing.
    UnitizedAlpha,
    /// u-alpha.
    UAlpha,
    /// |u|-alpha.
    BinaryUAlpha,
    /// cu-alpha.
    CuAlpha,
    /// (k)u-alpha.
    KuAlpha,
    /// Gamma.
    Gamma,
    /// Gamma-cat.
    GammaCat,
    /// Gamma-k.
    GammaK,
    /// Precision over exact marks.
    PrecisionExact,
    /// Recall over exact marks.
    RecallExact,
    /// Precision over overlapping marks.
    PrecisionOverlap,
    /// Recall over overlapping marks.
    RecallOverlap,
    /// Precision over tagged tokens.
    PrecisionToken,
    /// Recall over tagged tokens.
    RecallToken,
}

/// What a measure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Code points.
    Character,
    /// Tokens: letters, digits and underscores together, any other sign alone.
    Token,
    /// Marks.
    Span,
    /// Links between marks that both annotators have.
    Link,
}

impl Unit {
    /// Its name in data.
    pub fn name(self) -> &'static str {
        match self {
            Self::Character => "character",
            Self::Token => "token",
            Self::Span => "span",
            Self::Link => "link",
        }
    }
}

impl Measure {
    /// Every measure, in the order in which they are explained.
    pub const ALL: [Self; 23] = [
        Self::Raw,
        Self::CohenKappa,
        Self::FleissKappa,
        Self::KrippendorffAlpha,
        Self::F1Exact,
        Self::F1Overlap,
        Self::F1Token,
        Self::F1LinksLabelled,
        Self::F1LinksUnlabelled,
        Self::UnitizedAlpha,
        Self::UAlpha,
        Self::BinaryUAlpha,
        Self::CuAlpha,
        Self::KuAlpha,
        Self::Gamma,
        Self::GammaCat,
        Self::GammaK,
        Self::PrecisionExact,
        Self::RecallExact,
        Self::PrecisionOverlap,
        Self::RecallOverlap,
        Self::PrecisionToken,
        Self::RecallToken,
    ];

    /// Its name in data.
    pub fn name(self) -> &'static str {
        match self {
            Self::Raw => "raw",
            Self::CohenKappa => "cohen_kappa",
            Self::FleissKappa => "fleiss_kappa",
            Self::KrippendorffAlpha => "krippendorff_alpha",
            Self::F1Exact => "f1_exact",
            Self::F1Overlap => "f1_overlap",
            Self::F1Token => "f1_token",
            Self::F1LinksLabelled => "f1_links_labelled",
            Self::F1LinksUnlabelled => "f1_links_unlabelled",
            Self::UnitizedAlpha => "unitized_alpha",
            Self::UAlpha => "u_alpha",
            Self::BinaryUAlpha => "binary_u_alpha",
            Self::CuAlpha => "cu_alpha",
            Self::KuAlpha => "ku_alpha",
            Self::Gamma => "gamma",
            Self::GammaCat => "gamma_cat",
            Self::GammaK => "gamma_k",
            Self::PrecisionExact => "precision_exact",
            Self::RecallExact => "recall_exact",
            Self::PrecisionOverlap => "precision_overlap",
            Self::RecallOverlap => "recall_overlap",
            Self::PrecisionToken => "precision_token",
            Self::RecallToken => "recall_token",
        }
    }

    /// What it means, in a sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Raw => "the share of items that two annotators gave the same value",
            Self::CohenKappa => {
                "raw agreement of two annotators beyond what their own use of the tags would give by chance"
            }
            Self::FleissKappa => {
                "agreement of all annotators beyond what their common use of the tags would give by chance"
            }
            Self::KrippendorffAlpha => {
                "one minus observed by expected disagreement, for any number of annotators and with missing ones"
            }
            Self::F1Exact => {
                "how many marks have the same words and tag; pairs of annotators pooled"
            }
            Self::F1Overlap => {
                "how many marks share a character and the tag, one to one, as many as there can be; pairs pooled"
            }
            Self::F1Token => "how many tagged tokens are tagged alike; pairs of annotators pooled",
            Self::F1LinksLabelled => {
                "how many links go the same way with the same kind, of those whose ends both marked"
            }
            Self::F1LinksUnlabelled => {
                "how many links go the same way, whatever their kind, of those whose ends both marked"
            }
            Self::UnitizedAlpha => {
                "how far apart the ends of overlapping units are, against chance; over all tags together or for one"
            }
            Self::UAlpha => {
                "on what length units and gaps of two annotators coincide, against chance"
            }
            Self::BinaryUAlpha => {
                "on what length marked and unmarked text coincide, whatever the tags"
            }
            Self::CuAlpha => "whether units that meet have the same tag, whatever their ends",
            Self::KuAlpha => "whether units that meet a unit of this tag have it too",
            Self::Gamma => {
                "one minus the disorder of the best alignment by that of chance: places and tags at once"
            }
            Self::GammaCat => "the same for tags alone, of marks that mean each other",
            Self::GammaK => "the same for one tag, of marks that mean each other",
            Self::PrecisionExact => {
                "of the marks that were made, how many have the words and tag of one of the reference"
            }
            Self::RecallExact => {
                "of the marks of the reference, how many were made with the same words and tag"
            }
            Self::PrecisionOverlap => {
                "of the marks that were made, how many share a character and the tag with one of the reference, one to one"
            }
            Self::RecallOverlap => {
                "of the marks of the reference, how many share a character and the tag with one that was made, one to one"
            }
            Self::PrecisionToken => {
                "of the tokens that were tagged, how many have this tag in the reference"
            }
            Self::RecallToken => "of the tokens tagged in the reference, how many were tagged so",
        }
    }

    /// When not to trust it, in a sentence.
    pub fn caution(self) -> &'static str {
        match self {
            Self::Raw => {
                "unmarked text makes it high whatever the marks are; never report it alone"
            }
            Self::CohenKappa | Self::FleissKappa => {
                "a rare tag makes it low although the annotators agree; look at F1 beside it"
            }
            Self::KrippendorffAlpha => {
                "long marks count more than short ones, for every character or token is an item"
            }
            Self::F1Exact => "a full stop more makes a mark another; look at f1_overlap beside it",
            Self::F1Overlap => "one common character is enough; look at f1_exact beside it",
            Self::F1Token => "chance is not taken out, so long marks make it high",
            Self::F1LinksLabelled | Self::F1LinksUnlabelled => {
                "links at marks that only one annotator has are not counted; see f1_overlap for those"
            }
            Self::UnitizedAlpha => "not defined where marks with one tag overlap",
            Self::UAlpha | Self::BinaryUAlpha => {
                "not defined where one annotator's marks overlap; long gaps make it high"
            }
            Self::CuAlpha | Self::KuAlpha => {
                "says nothing of marks that meet no other; not defined where one annotator's marks overlap"
            }
            Self::Gamma => {
                "chance is sampled: the interval is that of the sampling alone; a mark in fragments counts from its first to its last word"
            }
            Self::GammaCat | Self::GammaK => "says nothing of marks without a partner",
            Self::PrecisionExact | Self::PrecisionOverlap | Self::PrecisionToken => {
                "few and safe marks make it high; look at recall beside it"
            }
            Self::RecallExact | Self::RecallOverlap | Self::RecallToken => {
                "marks on everything make it high; look at precision beside it"
            }
        }
    }

    /// Where it is laid down.
    pub fn source(self) -> &'static str {
        match self {
            Self::Raw => "Scott, Public Opinion Quarterly 19, 1955",
            Self::CohenKappa => "Cohen, Educational and Psychological Measurement 20, 1960",
            Self::FleissKappa => "Fleiss, Psychological Bulletin 76, 1971",
            Self::KrippendorffAlpha => {
                "Krippendorff, Content Analysis, 2004; Computing Krippendorff's Alpha-Reliability, 2011"
            }
            Self::F1Exact
            | Self::F1Overlap
            | Self::F1Token
            | Self::PrecisionExact
            | Self::RecallExact
            | Self::PrecisionOverlap
            | Self::RecallOverlap
            | Self::PrecisionToken
            | Self::RecallToken => {
                "Hripcsak and Rothschild, Journal of the American Medical Informatics Association 12, 2005"
            }
            Self::F1LinksLabelled | Self::F1LinksUnlabelled => {
                "the same over links, as attachment scores do"
            }
            Self::UnitizedAlpha => {
                "Krippendorff, Sociological Methodology 25, 1995; Content Analysis, 2004, page 251"
            }
            Self::UAlpha | Self::BinaryUAlpha | Self::CuAlpha | Self::KuAlpha => {
                "Krippendorff, Mathet, Bouvry and Widlöcher, Quality & Quantity 50, 2016"
            }
            Self::Gamma => {
                "Mathet, Widlöcher and Métivier, Computational Linguistics 41, 2015; α = β = Δ = 1, chance by rotation"
            }
            Self::GammaCat | Self::GammaK => "Mathet, Computational Linguistics 43, 2017",
        }
    }
}
