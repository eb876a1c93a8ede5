//! Pure decisions: what a policy says, given what happened. No time passes here and nothing is stored.
//!
//! The circuit breaker takes its place beside [`retry`] and [`limiter`] when the catalogue of lessons needs it: a value
//! that is asked and told, like [`retry::RetryPolicy`].

pub mod limiter;
pub mod retry;
