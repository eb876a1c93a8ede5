//! Edges of synchronous calls, and the caller's policy.

use crate::base::ids::{NodeId, PoolId};
use crate::base::packed::packed;
use crate::base::time::Span;
use crate::policy::breaker::BreakerPolicy;
use crate::policy::budget::BudgetPolicy;
use crate::policy::cache::CachePolicy;
use crate::policy::retry::RetryPolicy;
use serde::{Deserialize, Serialize};

/// An edge of synchronous calls between two nodes.
#[derive(Clone, PartialEq, Debug)]
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
#[derive(Clone, PartialEq, Debug)]
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
    /// When the instance is taken out for its failures; `None`: never.
    pub ejection: Option<Ejection>,
    /// Several instances are called for one answer; `None`: one at a time. Of a pool that of its first edge counts.
    pub parallel: Option<Parallel>,
}

/// Passive health check: an instance is taken out for a while after failures in a row of real calls. Follows Envoy's
/// outlier detection (v1.22); its name and default are given with each setting.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Ejection {
    /// Failures in a row (`consecutive_5xx`, 5); from 1 to 100. Refusals by a rate limit or for who calls do not count.
    pub failures: u32,
    /// How long it is out the first time; the n-th time n times as long, at most ten times (`base_ejection_time`, 30 s,
    /// and `max_ejection_time`, 300 s).
    pub out_for: Span,
    /// No further instance is taken out while this share of them is; one always may be (`max_ejection_percent`, 10 %).
    pub most: f64,
    /// What happens when all are out, by this or by a health check.
    #[serde(default)]
    pub all_out: AllOut,
}

/// One call that is made several times at once, to instances in turn. Scatter-gather: all at once, and the call is
/// answered when `need` of them are. A hedged request (gRPC's gRFC A6, "Hedging Policy"): another one each `after`, as
/// long as none is answered; whoever is first wins.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Parallel {
    /// How many are made at most, each with the retries of the policy; from 1 to 10 (A6 `maxAttempts`).
    pub calls: u32,
    /// How many must be answered; 1 unless set: the first. Nobody waits for the others then.
    #[serde(default = "first")]
    pub need: u32,
    /// The time between two of them (A6 `hedgingDelay`); all at once unless set. One that fails is followed at once by the
    /// next.
    #[serde(default)]
    pub after: Span,
}

const fn first() -> u32 {
    1
}

/// What becomes of a call when all instances are out.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum AllOut {
    /// All are called as if all were in (Envoy's panic mode).
    #[default]
    Call,
    /// It fails without a request (Envoy with a panic threshold of 0).
    Refuse,
}

/// The most attempts that one node has under way over one edge, whichever of its handlers makes them: a bulkhead, or a
/// pool of connections.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Bulkhead {
    /// How many attempts may be under way (Resilience4j `maxConcurrentCalls`, 25); from 1 to 10,000.
    pub calls: u32,
    /// How long one more waits for a place, first come, first served, before it fails; it fails at once unless set
    /// (`maxWaitDuration`, 0).
    #[serde(default)]
    pub wait: Span,
    /// How the number adapts itself, up to `calls`; it is always `calls` unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adaptive: Option<Adaptive>,
}

/// A limit that finds itself: additive increase, multiplicative decrease (Netflix's concurrency-limits, `AIMDLimit`). An
/// answered attempt adds one if at least half of the limit was under way; one that timed out, or was refused for overload
/// or by a rate limit, takes a share away, at least one.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Adaptive {
    /// The limit at first (`initialLimit`, 10); from 1 to `calls`.
    pub start: u32,
    /// What is left of it after a drop (`backoffRatio`, 0.9); from 0.5 to 1.
    pub decrease: f64,
    /// An answer that takes longer counts as a drop (`timeout`, 5 s); none does unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slow: Option<Span>,
}

impl Adaptive {
    /// The limit after a drop.
    pub fn lowered(&self, limit: u32) -> u32 {
        ((f64::from(limit) * self.decrease) as u32).min(limit.saturating_sub(1)).max(1)
    }
}

packed! {
    struct Call { from, to, pool, policy }
    struct CallPolicy { timeout, retry, breaker, retry_budget, cache, deadline, cancel, bulkhead, ejection, parallel }
    struct Ejection { failures, out_for, most, all_out }
    struct Parallel { calls, need, after }
    enum AllOut { Call, Refuse }
    struct Bulkhead { calls, wait, adaptive }
    struct Adaptive { start, decrease, slow }
}
