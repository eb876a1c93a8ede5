//! The services' side: nodes with their doors and workers, runs of handlers, calls and inboxes. [`crate::sim`] moves them.
//!
//! Policies are asked and told by those who keep them here: doors, breakers, caches.

pub mod door;
pub mod egress;
pub mod inbox;
pub mod node;
pub mod run;
