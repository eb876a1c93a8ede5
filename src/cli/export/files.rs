//! The files of a package.

use crate::cli::lang::{Lang, code};
use std::collections::BTreeMap;

/// What is in each, by its path in the package.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The path of a built-in lesson's picture, in the build of the page and in the package.
pub fn poster(id: &str, lang: Lang) -> String {
    format!("posters/{id}.{}.svg", code(lang))
}
