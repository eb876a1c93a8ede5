//! The services: workers take messages and calls, and run handlers step by step.
//!
//! A part that stands above the broker and the callers: it acknowledges, rejects and publishes with the one, calls and
//! answers with the other, and is told by them only that something may begin or go on.

mod check;
mod end;
mod machine;
pub mod run;
mod state;
pub mod station;
mod steps;
mod stop;
mod work;

pub use state::{Below, Services};
pub use station::Station;
