//! Pure decisions of policies. Nothing here keeps time: each policy is a value that is queried and told what happened.

pub mod breaker;
pub mod budget;
pub mod cache;
pub mod failure;
pub mod limiter;
pub mod retry;
