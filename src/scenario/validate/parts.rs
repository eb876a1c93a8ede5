//! Checks shared by several parts of a file: new ids, and commands with their instants.

use crate::base::time::{Span, Time};
use crate::model::Model;
use crate::model::TimedCommand;
use crate::model::bounds;
use crate::model::problem::ModelProblem;
use crate::problem::{At, Problem, Word};
use crate::scenario::command::FaultSpec;
use crate::scenario::id::Id;
use crate::scenario::problem::ScenarioProblem;

/// Checks that an id follows the grammar and is not taken in its list.
pub(super) fn new_id(id: &Id, taken: bool) -> Result<(), Problem> {
    bounds::id(id.as_str())?;
    if taken { Err(ModelProblem::RepeatedId { id: Word::of(id.as_str()) }.into()) } else { Ok(()) }
}

/// Resolves a command with its instant, which must not be after the end of the run.
pub(super) fn timed(model: &Model, fault: &FaultSpec, until: Span) -> Result<TimedCommand, Problem> {
    if fault.at > until {
        return Err(Problem::new("at", ScenarioProblem::FaultAfterEnd { at: fault.at, until }));
    }
    let command = fault.command.resolve(model).at("do")?;
    Ok(TimedCommand { at: Time::ZERO + fault.at, command })
}
