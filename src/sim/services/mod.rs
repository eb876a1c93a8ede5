//! The services' side: nodes with their admission and workers, runs of handlers, calls and inboxes.

pub mod admission;
pub mod inbox;
pub mod node;
pub mod run;
