//! A scenario is data: a JSON file ([`spec`]) that validation turns into a [`Model`] with no wrong states.

pub mod advice;
pub mod catalogue;
pub mod command;
pub mod delivery;
mod egress;
pub mod id;
pub mod ingress;
pub mod lesson;
mod notice;
pub mod parse;
pub mod problem;
pub mod renamed;
mod resolve;
pub mod spec;
mod validate;

pub use catalogue::{BuiltIn, catalogue};
pub use command::CommandSpec;
pub use parse::ScenarioFile;
pub use spec::Spec;
pub use validate::claims::quantity;
pub use validate::model;

use crate::json::{patch, tree};
use crate::model::Model;
use crate::problem::{At, Problem};
use problem::ScenarioProblem;

/// Reads and checks a scenario file.
///
/// # Errors
/// The first thing that is wrong, with its place in the file and what to do about it; see [`ScenarioProblem`].
pub fn load(json: &str) -> Result<Model, Problem> {
    let file = ScenarioFile::read(json)?;
    model(&file.spec).map_err(|problem| file.as_written(problem))
}

/// The file of the same scenario without its lesson's idea, as `lesson.contrast` says. The lesson itself is left out:
/// its question and goals may speak of what is not there any more.
///
/// # Errors
/// The file is wrong, has no contrast, or the changes name places that are not there. What they lead to is for
/// [`load`] to judge.
pub fn contrast(json: &str) -> Result<tree::Tree, Problem> {
    let spec = parse::parse(json)?;
    let contrast = spec.lesson.and_then(|lesson| lesson.contrast).ok_or(ScenarioProblem::NoContrast {})?;
    let (mut tree, _) = parse::modern_tree(json)?;
    patch::apply(&mut tree, &contrast.changes).at("lesson.contrast.changes")?;
    let lesson = patch::Change { op: patch::Op::Remove, path: "/lesson".to_owned(), value: None };
    patch::apply(&mut tree, &[lesson])?;
    Ok(tree)
}

/// The JSON Schema of the scenario file.
#[cfg(feature = "schema")]
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Spec).to_value();
    renamed::add_to_schema(&mut schema);
    schema
}
