//! What a hunt has found, as a run that the page opens.

use crate::base::time::Time;
use crate::lab::deed::Deed;
use crate::lab::hunt::{Catch, Quarry};
use crate::problem::Problem;
use crate::scenario::CommandSpec;
use crate::sim::World;
use crate::trace::Digest;
use crate::view::saved_run::SavedRun;
use serde_json::Map;
use std::sync::Arc;

/// The run with its commands at their places.
///
/// # Errors
/// A deed that the scenario does not allow, or a run that takes more than its budget of events.
pub fn record(quarry: &Quarry, catch: &Catch, scenario: &str) -> Result<SavedRun, Problem> {
    let mut commands: Vec<(Time, &CommandSpec)> = catch.deeds.iter().flat_map(Deed::commands).collect();
    commands.sort_by_key(|(at, _)| *at);
    let mut world = World::new(Arc::clone(&quarry.model), catch.seed);
    let mut facts = Digest::default();
    let mut log = Vec::new();
    for (at, spec) in commands {
        world.run_until(at.min(quarry.until), &mut facts)?;
        let (now, events) = (world.now().as_millis(), world.events());
        if world.apply(&spec.resolve(&quarry.model)?, &mut facts).is_ok() {
            log.push((now, events, serde_json::to_string(spec).unwrap_or_default()));
        }
    }
    world.run_until(quarry.until, &mut facts)?;
    let head_ms = world.now().as_millis();
    Ok(SavedRun {
        version: SavedRun::VERSION,
        scenario: serde_json::from_str(scenario).unwrap_or_default(),
        seed: catch.seed.to_string(),
        log,
        head_ms,
        events: world.events(),
        hash: facts.to_string(),
        hand_in: None,
        rest: Map::from_iter([("nowMs".to_owned(), head_ms.into())]),
    })
}
