//! The files of a package.

use std::collections::BTreeMap;

/// What is in each, by its path in the package.
pub type Files = BTreeMap<String, Vec<u8>>;
