//! What several parts of a file have in common: new ids, and commands with their instants.

use crate::base::time::{Span, Time};
use crate::model::Model;
use crate::model::TimedCommand;
use crate::model::bounds;
use crate::model::problem::ModelProblem;
use crate::problem::{At, Problem, Word};
use crate::scenario::command::FaultSpec;
use crate::scenario::id::Id;
use crate::scenario::problem::ScenarioProblem;

/// An id within the grammar that is not yet taken in its list.
pub(super) fn new_id(id: &Id, taken: bool) -> Result<(), Problem> {
    bounds::id(id.as_str())?;
    if taken { Err(ModelProblem::RepeatedId { id: Word::of(id.as_str()) }.into()) } else { Ok(()) }
}

/// A command with its instant, which is not after the end of the run.
pub(super) fn timed(model: &Model, fault: &FaultSpec, until: Span) -> Result<TimedCommand, Problem> {
    if fault.at > until {
        return Err(Problem::new("at", ScenarioProblem::FaultAfterEnd { at: fault.at, until }));
    }
    let command = fault.command.resolve(model).at("do")?;
    Ok(TimedCommand { at: Time::ZERO + fault.at, command })
}
