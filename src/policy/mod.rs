//! Pure decisions: what a policy says, given what happened. No time passes here: each is a value that is asked and told.

pub mod breaker;
pub mod budget;
pub mod cache;
pub mod limiter;
pub mod retry;
