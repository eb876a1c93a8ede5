//! Reads JSON text into a [`Spec`]; every error becomes a problem with a path and a remedy.

use crate::json::problem::JsonProblem;
use crate::json::refusal::Refusal;
use crate::json::tree::Tree;
use crate::model::limits;
use crate::problem::Problem;
use crate::scenario::renamed::{self, OldName};
use crate::scenario::spec::Spec;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// A scenario file that was read, but not validated.
#[derive(Clone, PartialEq, Debug)]
pub struct ScenarioFile {
    /// Its values, under the names that fields have now.
    pub spec: Spec,
    /// The old names found in it, in no particular order.
    pub old_names: Vec<OldName>,
}

impl ScenarioFile {
    /// Reads a scenario file without validating it.
    ///
    /// # Errors
    /// As [`parse`].
    pub fn read(json: &str) -> Result<ScenarioFile, Problem> {
        let (tree, old_names) = modern_tree(json)?;
        match Spec::deserialize(&tree) {
            Ok(spec) => Ok(ScenarioFile { spec, old_names }),
            Err(refusal) => Err(renamed::as_written(refusal.into_problem(), &old_names)),
        }
    }

    /// Changes the path of a problem of [`ScenarioFile::spec`] to the names that the file uses.
    #[must_use]
    pub fn as_written(&self, problem: Problem) -> Problem {
        renamed::as_written(problem, &self.old_names)
    }
}

/// Reads a scenario file without validating it.
///
/// # Errors
/// The file is too large, is not JSON, or does not have the format's shape.
pub fn parse(json: &str) -> Result<Spec, Problem> {
    ScenarioFile::read(json).map(|file| file.spec)
}

/// Reads any value of the format other than a scenario, such as a command or a retry policy.
///
/// # Errors
/// As [`parse`].
pub fn from_json<T: DeserializeOwned>(json: &str) -> Result<T, Problem> {
    T::deserialize(&tree(json)?).map_err(Refusal::into_problem)
}

/// The version that a file says, before the rest of it is read: another version may have other fields. `None` if it says
/// none, which reading it refuses.
///
/// # Errors
/// The text is too large, or not JSON.
pub fn version_in(json: &str) -> Result<Option<u64>, Problem> {
    let Tree::Object(fields) = tree(json)? else { return Ok(None) };
    let version = fields.into_iter().find_map(|(name, value)| (name == "version").then_some(value));
    Ok(if let Some(Tree::Whole(version)) = version { Some(version) } else { None })
}

/// Reads a scenario file as a tree with current field names, and returns the old names found.
pub(super) fn modern_tree(json: &str) -> Result<(Tree, Vec<OldName>), Problem> {
    let mut tree = tree(json)?;
    let old_names = renamed::modernise(&mut tree)?;
    Ok((tree, old_names))
}

/// Parses JSON text of at most [`limits::FILE_BYTES`].
fn tree(json: &str) -> Result<Tree, Problem> {
    if json.len() > limits::FILE_BYTES {
        return Err(JsonProblem::FileTooBig { bytes: json.len(), most: limits::FILE_BYTES }.into());
    }
    // Some editors begin a file with a byte order mark; JSON has none.
    Tree::parse(json.strip_prefix('\u{feff}').unwrap_or(json))
}
