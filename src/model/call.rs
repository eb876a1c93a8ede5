//! Edges of synchronous calls, and the caller's policy.

use crate::base::ids::{NodeId, PoolId};
use crate::base::time::Span;
use crate::policy::breaker::BreakerPolicy;
use crate::policy::budget::BudgetPolicy;
use crate::policy::cache::CachePolicy;
use crate::policy::retry::RetryPolicy;
use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

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

/// How a caller makes a call. From the outside in: the deadline covers everything; the cache may make the call
/// unnecessary; the retry policy makes attempts, within the retry budget; each attempt must be permitted by the circuit
/// breaker, needs a place in the bulkhead, and then has the whole timeout.
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
    /// How long the call step may take with all its attempts and waits. What it calls knows the instant, and what that
    /// calls has no more time (gRPC's deadline propagation). `None`: as long as it takes.
    pub deadline: Option<Span>,
    /// Whether an attempt that timed out is cancelled at the called node.
    pub cancel: bool,
    /// The most attempts under way at a time; `None`: any number.
    pub bulkhead: Option<Bulkhead>,
}

/// The most attempts that one node has under way over one edge, whichever of its handlers makes them: a bulkhead, or a
/// pool of connections.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Bulkhead {
    /// How many attempts may be under way (Resilience4j `maxConcurrentCalls`, 25); from 1 to 10,000.
    pub calls: u32,
    /// How long one more waits for a place, first come, first served, before it fails; it fails at once unless set
    /// (`maxWaitDuration`, 0).
    #[serde(default)]
    pub wait: Span,
}
