//! What is counted and measured of one run.

pub mod histogram;
pub mod report;
pub mod tally;

pub use report::{Report, run_once};
pub use tally::Tally;
