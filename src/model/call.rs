//! Edges of synchronous calls, and the caller's policy.

use crate::base::ids::{NodeId, PoolId};
use crate::base::time::Span;
use crate::policy::breaker::BreakerPolicy;
use crate::policy::budget::BudgetPolicy;
use crate::policy::cache::CachePolicy;
use crate::policy::retry::RetryPolicy;
use borsh::{BorshDeserialize, BorshSerialize};

/// An edge of synchronous calls between two nodes.
#[derive(Clone, PartialEq, Debug, BorshSerialize, BorshDeserialize)]
pub struct Call {
    /// Calling node.
    pub from: NodeId,
    /// Called node; it has an `on_call` handler.
    pub to: NodeId,
    /// Pool of the edge.
    pub pool: PoolId,
    pub policy: CallPolicy,
}

/// How a caller makes a call. From the outside in: the cache may make the call unnecessary; the retry policy makes
/// attempts, within the retry budget; each attempt must be permitted by the circuit breaker and has the whole timeout.
#[derive(Clone, PartialEq, Debug, BorshSerialize, BorshDeserialize)]
pub struct CallPolicy {
    /// How long each attempt waits for the answer.
    pub timeout: Span,
    /// When a failed attempt is retried.
    pub retry: RetryPolicy,
    /// When the caller stops calling for a while; `None`: never.
    pub breaker: Option<BreakerPolicy>,
    /// Limits retries, so that they do not multiply an outage; `None`: no limit.
    pub retry_budget: Option<BudgetPolicy>,
    /// How long an answer is reused; `None`: not at all.
    pub cache: Option<CachePolicy>,
}
