//! From JSON text to a [`Spec`]: whatever is wrong becomes a problem with a path and a remedy.

use crate::json::problem::JsonProblem;
use crate::json::read::Refusal;
use crate::json::tree::Tree;
use crate::model::limits;
use crate::problem::Problem;
use crate::scenario::spec::Spec;
use serde::de::DeserializeOwned;

/// Reads a scenario file, without checking what it says.
///
/// # Errors
/// The file is too large, is not JSON, or is not of the format's shape.
pub fn parse(json: &str) -> Result<Spec, Problem> {
    from_json(json)
}

/// Reads any of the format's values: a scenario, a command, a retry policy.
///
/// # Errors
/// As [`parse`].
pub fn from_json<T: DeserializeOwned>(json: &str) -> Result<T, Problem> {
    T::deserialize(&tree(json)?).map_err(Refusal::into_problem)
}

/// Reads any JSON text that is not too large.
pub(crate) fn tree(json: &str) -> Result<Tree, Problem> {
    if json.len() > limits::FILE_BYTES {
        return Err(JsonProblem::FileTooBig { bytes: json.len(), most: limits::FILE_BYTES }.into());
    }
    // Some editors begin a file with a byte order mark; JSON has none.
    Tree::parse(json.strip_prefix('\u{feff}').unwrap_or(json))
}
