//! The services' side: nodes with their workers, runs of handlers, calls and inboxes. [`crate::sim`] moves them.
//!
//! A sidecar takes its place here when the catalogue of lessons needs it.

pub mod door;
pub mod egress;
pub mod inbox;
pub mod node;
pub mod run;
