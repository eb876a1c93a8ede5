//! Edges of synchronous calls, and the policy of their caller.

use crate::base::ids::{NodeId, PoolId};
use crate::base::time::Span;
use crate::policy::breaker::BreakerPolicy;
use crate::policy::budget::BudgetPolicy;
use crate::policy::cache::CachePolicy;
use crate::policy::retry::RetryPolicy;

/// An edge of synchronous calls.
#[derive(Clone, PartialEq, Debug)]
pub struct Call {
    /// Who calls.
    pub from: NodeId,
    /// Who is called; it has an `on_call` handler.
    pub to: NodeId,
    /// The pool that it belongs to.
    pub pool: PoolId,
    /// How patient the caller is, and how stubborn.
    pub policy: CallPolicy,
}

/// How patient a caller is, how stubborn, and how careful. From the outside in: the cache may spare the call; the retry
/// makes attempts, as far as the budget reaches; each of them asks the circuit breaker, and has the timeout to itself.
#[derive(Clone, PartialEq, Debug)]
pub struct CallPolicy {
    /// How long the caller waits for the answer.
    pub timeout: Span,
    /// When it calls again after a failure.
    pub retry: RetryPolicy,
    /// When it stops calling for a while.
    pub breaker: Option<BreakerPolicy>,
    /// What keeps retries from multiplying an outage.
    pub retry_budget: Option<BudgetPolicy>,
    /// How long it uses an answer again.
    pub cache: Option<CachePolicy>,
}
