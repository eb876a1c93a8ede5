//! What is counted and measured of one run.

pub mod figures;
pub mod histogram;
pub mod pursuit;
pub mod reading;
pub mod report;
pub mod tally;

pub use pursuit::{Progress, Pursuit};
pub use reading::Reading;
pub use report::{Report, run_once};
pub use tally::Tally;
