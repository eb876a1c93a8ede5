//! The world: parts that own their transitions, and one agenda of what happens when.
//!
//! ```text
//! world        takes events from the agenda, passes each to its part and the result to the services
//! clients      automatic orders                        health   nodes go down and come back
//! services     workers run handlers step by step
//! broker       queues, messages, logs                  callers  call steps, calls, breakers, pools
//! cx           model, clock, agenda, randomness, ledger, nodes, polls of this instant
//! ```
//!
//! The life of a run:
//!
//! 1. [`World::new`] schedules the scenario's timed commands, the clients' first orders and the first probes.
//! 2. A step takes the earliest event from the agenda. If its ticket is still awaited, the clock advances to it, and
//!    the part that the event belongs to handles it. An event that nobody waits for any more is skipped.
//! 3. What a part cannot do by itself it returns, and the world passes it to the services: a message that is with its
//!    consumer ([`broker::Handed`]), a call that needs a worker ([`callers::Due::Start`]), and the end of what a
//!    run waited for ([`broker::Confirm`], [`callers::Called`]).
//! 4. Before time advances, the world polls the nodes and queues that may have work at this instant, until none has.
//! 5. The run ends at the scenario's length, when no event is left, or when the budget of events is spent.
//!
//! A part calls only those below it. [`World::apply`] executes a command between events. [`World`] reads no clock and
//! draws no randomness but by name, so equal seeds and commands give equal facts.

pub mod broker;
pub mod callers;
mod check;
mod clients;
mod command;
mod cx;
mod health;
pub mod keys;
mod known_keys;
pub mod nodes;
pub mod problem;
pub mod program;
pub mod schedule;
pub mod services;
mod settle;
pub mod station;
mod step;
#[cfg(test)]
mod test_models;
mod todo;
pub mod topic_keys;
mod world;

pub use broker::Census;
pub use callers::CheckState;
pub use check::{Checker, Violation};
pub use command::CommandError;
pub use cx::TOUCHES_PER_EVENT;
pub use settle::BudgetSpent;
pub use world::World;
