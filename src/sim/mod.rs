//! The world: nodes and queues brought together by a schedule of events.
//!
//! [`World`] is stepped, commanded and cloned; it holds no clock and draws no randomness but by name.
//! Each file is one part of what can happen: [`publish`](self) on the way in, delivery, handling,
//! calls, and what people and faults do.

pub mod broker;
mod call;
pub mod callers;
mod check;
mod command;
mod decide;
mod deliver;
mod egress;
mod fault;
mod give_up;
mod handle;
mod health;
mod ingress;
mod log;
mod machine;
mod pool;
pub mod problem;
mod publish;
mod replicate;
mod schedule;
pub mod services;
mod world;

pub use check::{Census, Violation};
pub use command::CommandError;
pub use health::CheckState;
pub use world::{BudgetSpent, World};
