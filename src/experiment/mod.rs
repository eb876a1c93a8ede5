//! Experiments: one scenario over many seeds, its claims, and the workload that speed is measured with.

pub mod bench;
pub mod outcome;
pub mod proof;
pub mod summary;
pub mod workload;

/// The number of seeds, from 0, with which the claims of every built-in scenario are tested.
pub const CLAIM_SEEDS: u64 = 1_000;

pub use summary::{Summary, run_many};
