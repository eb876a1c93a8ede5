//! Experiments: one scenario over many seeds, its claims, and the workload that speed is measured with.

pub mod bench;
pub mod report;
pub mod summary;
pub mod wire;
pub mod workload;

pub use report::{Report, Tally, run_once};
pub use summary::{Summary, run_many};
