//! How far annotators agree, by every measure that the field accepts.
//!
//! [`agreement`] gives all figures of a study: by tag, by article and by pair. A figure that is not
//! defined says why ([`Undefined`]) and is never 0, 1 or «not a number» instead. [`Measure`]
//! explains each. The measures themselves are functions over plain numbers: [`coding`] over items,
//! [`unitizing`] and [`gamma`] over units on a line, [`f1`] over marks and links. [`against`] holds
//! a model or a beginner against a reference.

mod against;
mod bootstrap;
pub mod coding;
pub mod f1;
mod figures;
pub mod gamma;
mod lacking;
mod measure;
mod report;
pub mod rng;
mod scopes;
pub mod study;
mod undefined;
pub mod unitizing;

pub use against::against;
pub use bootstrap::interval;
pub use figures::{agreement, agreement_while};
pub use measure::{Measure, Unit};
pub use report::{Agreement, Measurement, ScopeNames};
pub use undefined::{Figure, Undefined};
