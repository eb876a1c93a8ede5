//! Experiments: one scenario over many seeds, its claims, and the workload that speed is measured with.

pub mod report;
pub mod workload;
