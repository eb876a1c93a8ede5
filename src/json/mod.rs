//! JSON with places: text becomes a tree, types are read from it, changes are made to it. Knows nothing of scenarios.

pub(crate) mod optional;
pub mod patch;
pub mod problem;
pub mod read;
pub mod tree;
