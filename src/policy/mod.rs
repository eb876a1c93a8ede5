//! Pure decisions: what a policy says, given what happened. No time passes here: each is a value that is asked and told.
//!
//! The rate limiter takes its place here when the catalogue of lessons needs it.

pub mod breaker;
pub mod budget;
pub mod cache;
pub mod retry;
