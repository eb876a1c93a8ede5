//! A scenario is a JSON file that validation turns into a [`Model`] without invalid states.
//!
//! Reading one gives a [`ScenarioFile`]: renamed fields get their new names ([`renamed`]), then serde reads the
//! [`Spec`]. [`model()`] resolves its references, checks its values and builds the [`Model`]. Commands go the same way:
//! a [`CommandSpec`] is read, then resolved against the model. Of the built-in scenarios, the package of the page holds the
//! resolved model, too ([`prepared`]).

pub mod advice;
pub mod beat;
pub mod catalogue;
pub mod command;
pub mod deed;
pub mod delivery;
mod egress;
pub mod fails;
#[cfg(feature = "reading")]
mod fingerprint;
pub mod id;
pub mod ingress;
pub mod lesson;
mod notice;
pub mod parse;
pub mod prepared;
pub mod problem;
pub mod renamed;
mod resolve;
pub mod spec;
mod validate;

pub use catalogue::{BuiltIn, catalogue};
pub use command::CommandSpec;
#[cfg(feature = "reading")]
pub use fingerprint::fingerprint;
pub use parse::ScenarioFile;
pub use spec::Spec;
pub use validate::claims::{comparison, quantity};
pub use validate::model;

use crate::json::{patch, tree};
use crate::model::{Model, bounds, limits};
use crate::problem::{At, Problem};
use problem::ScenarioProblem;

/// Reads and checks a scenario file.
///
/// # Errors
/// The first problem, with its place in the file and its remedy; see [`ScenarioProblem`].
pub fn load(json: &str) -> Result<Model, Problem> {
    let file = ScenarioFile::read(json)?;
    model(&file.spec).map_err(|problem| file.as_written(problem))
}

/// Applies the changes of `lesson.contrast`: the same scenario without its lesson's idea. The lesson itself is left
/// out, for its question and goals may refer to things that are gone.
///
/// # Errors
/// The file cannot be read, has no contrast, or a change names a place that does not exist. The result is not
/// validated; [`load`] does that.
pub fn contrast(json: &str) -> Result<tree::Tree, Problem> {
    let spec = parse::parse(json)?;
    let contrast = spec.lesson.and_then(|lesson| lesson.contrast).ok_or(ScenarioProblem::NoContrast {})?;
    bounds::count(&contrast.changes, limits::CHANGES).at("lesson.contrast.changes")?;
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
