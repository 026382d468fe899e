//! What tests of several rooms share.

pub mod arbitrary;
pub mod hostile;
pub mod markup;
