//! Pure decisions: what a policy says, given what happened. No time passes here and nothing is stored.
//!
//! The circuit breaker and the rate limiter take their place beside [`retry`] when the catalogue of
//! lessons needs them: each a value that is asked and told, like [`retry::RetryPolicy`].

pub mod retry;
