//! The broker's side: messages, and the queue of each subscription. No time passes here; [`crate::sim`] moves them.
//!
//! A log with offsets for each group, and replicas with producer acks, take their place beside
//! [`queue`] when the catalogue of lessons needs them: another way to hold the same [`message::Message`].

pub mod message;
pub mod queue;
