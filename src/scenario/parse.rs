//! From JSON text to a [`Spec`]: whatever is wrong becomes a problem with a path and a remedy.

use crate::json::problem::JsonProblem;
use crate::json::read::Refusal;
use crate::json::tree::Tree;
use crate::model::limits;
use crate::problem::Problem;
use crate::scenario::renamed::{self, OldName};
use crate::scenario::spec::Spec;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// A scenario file, read: its values, and the old names in it.
#[derive(Clone, PartialEq, Debug)]
pub struct ScenarioFile {
    /// What it says. Nothing is checked yet.
    pub spec: Spec,
    /// The names in it that have another name now, in no order.
    pub old_names: Vec<OldName>,
}

impl ScenarioFile {
    /// Reads a scenario file, without checking what it says.
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

    /// A problem of [`ScenarioFile::spec`] with its path as the file writes it.
    #[must_use]
    pub fn as_written(&self, problem: Problem) -> Problem {
        renamed::as_written(problem, &self.old_names)
    }
}

/// Reads a scenario file, without checking what it says.
///
/// # Errors
/// The file is too large, is not JSON, or is not of the format's shape.
pub fn parse(json: &str) -> Result<Spec, Problem> {
    ScenarioFile::read(json).map(|file| file.spec)
}

/// Reads any of the format's values but a scenario: a command, a retry policy.
///
/// # Errors
/// As [`parse`].
pub fn from_json<T: DeserializeOwned>(json: &str) -> Result<T, Problem> {
    T::deserialize(&tree(json)?).map_err(Refusal::into_problem)
}

/// Reads a scenario file as a tree in which every field has the name that it has now, with the old names that stood there.
pub(super) fn modern_tree(json: &str) -> Result<(Tree, Vec<OldName>), Problem> {
    let mut tree = tree(json)?;
    let old_names = renamed::modernise(&mut tree)?;
    Ok((tree, old_names))
}

/// Reads any JSON text that is not too large.
fn tree(json: &str) -> Result<Tree, Problem> {
    if json.len() > limits::FILE_BYTES {
        return Err(JsonProblem::FileTooBig { bytes: json.len(), most: limits::FILE_BYTES }.into());
    }
    // Some editors begin a file with a byte order mark; JSON has none.
    Tree::parse(json.strip_prefix('\u{feff}').unwrap_or(json))
}
