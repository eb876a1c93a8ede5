//! What a hunt has found, as a run that the page opens.

use crate::base::time::Time;
use crate::lab::deed::Deed;
use crate::lab::hunt::{Catch, Quarry};
use crate::problem::Problem;
use crate::scenario::CommandSpec;
use crate::view::saved_run::SavedRun;

/// The run with its commands at their places.
///
/// # Errors
/// A deed that the scenario does not allow, or a run that takes more than its budget of events.
pub fn record(quarry: &Quarry, catch: &Catch, scenario: &str) -> Result<SavedRun, Problem> {
    let mut commands: Vec<(Time, &CommandSpec)> = catch.deeds.iter().flat_map(Deed::commands).collect();
    commands.sort_by_key(|(at, _)| *at);
    let scenario = serde_json::from_str(scenario).unwrap_or_default();
    SavedRun::play(scenario, &quarry.model, catch.seed, quarry.until, &commands)
}
