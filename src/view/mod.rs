//! The page's view of a run: frames of numbers, facts with names, and the settings in force.

pub mod bars;
pub mod command;
pub mod envelopes;
pub mod facts;
pub mod frame;
#[cfg(feature = "lab")]
pub mod hunted;
pub mod judgement;
pub mod layout;
pub mod place;
pub mod playground;
pub mod press;
mod row;
pub mod saved_run;
pub mod scenario;
pub mod settings;
#[cfg(feature = "lab")]
pub mod turned;
