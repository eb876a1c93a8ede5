//! JSON with places: parsing, typed reading, patching and writing. Knows nothing of scenarios.

pub(crate) mod optional;
pub mod patch;
pub mod problem;
pub mod read;
pub mod refusal;
pub mod tree;
pub mod write;
