//! The broker's side: messages, the queue of each subscription, and what a log keeps. No time passes here;
//! [`crate::sim`] moves them.

pub mod log;
pub mod message;
pub mod queue;
