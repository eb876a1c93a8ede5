//! What the targets share: a mutator that keeps JSON well-formed, and a bounded run whose laws are checked.

mod json;

pub use json::{cross, mutate};

use carteiro::base::ids::MessageId;
use carteiro::model::{Command, Model};
use carteiro::sim::World;
use carteiro::trace::Observer;
use std::sync::Arc;

/// Events of one run: enough for faults to meet retries, few enough for hundreds of runs a second.
pub const EVENTS: u64 = 4_000;
/// Events between two checks of the laws, which look at everything there is.
const BETWEEN_CHECKS: u64 = 256;

/// A world that may execute [`EVENTS`].
pub fn world(model: Arc<Model>, seed: u64) -> World {
    World::new(model, seed).with_budget(EVENTS)
}

/// Executes up to `events` and checks every law on the way. A spent budget ends the run; it is no failure.
pub fn run_checked<O: Observer>(world: &mut World, events: u64, observer: &mut O) {
    let last = world.events() + events;
    while world.events() < last {
        let most = BETWEEN_CHECKS.min(last - world.events());
        let more = world.run_events(most, observer);
        if let Err(broken) = world.check() {
            panic!("a law is broken: {broken:?}");
        }
        if !matches!(more, Ok(true)) {
            return;
        }
    }
}

/// Messages are numbered as they come, so that a command from elsewhere seldom names one: of those there are, takes one.
pub fn aim(world: &World, command: &mut Command) {
    let (Command::SetPoison { message, .. } | Command::Redrive(message) | Command::Discard(message)) = command else {
        return;
    };
    let mut there: Vec<MessageId> = world.messages().map(|(_, m)| m.id).collect();
    there.sort_by_key(|id| id.0);
    if !there.is_empty() {
        *message = there[message.0 as usize % there.len()];
    }
}
