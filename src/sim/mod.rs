//! The world: parts that own their transitions, and one agenda of what happens when.
//!
//! ```text
//! world        takes an event from the agenda, hands it to its part, passes on what follows
//! clients      orders that come by themselves          health   nodes go down and come back
//! services     workers run handlers step by step
//! broker       queues, messages, logs                  callers  call steps, calls, breakers, pools
//! cx           model, clock, agenda, chance, books, who is up, what follows at this instant
//! ```
//!
//! A part calls those below it and answers those above it: with a message that is with its consumer
//! ([`broker::Handed::Begin`]), a call that wants a worker ([`callers::Due::Start`]), and the end of what a run waited
//! for ([`broker::Confirm`], [`callers::Called`]). [`World`] holds no clock and draws no randomness but by name.

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
pub mod schedule;
pub mod services;
mod settle;
mod step;
mod todo;
mod world;

pub use broker::Census;
pub use callers::CheckState;
pub use check::Violation;
pub use command::CommandError;
pub use settle::BudgetSpent;
pub use world::World;
