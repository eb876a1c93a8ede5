//! The services' side: nodes with their doors and workers, runs of handlers, calls and inboxes. [`crate::sim`] moves them.
//!
//! A health check takes its place here when the catalogue of lessons needs it.

pub mod door;
pub mod egress;
pub mod inbox;
pub mod node;
pub mod run;
