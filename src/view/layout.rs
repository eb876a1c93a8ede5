//! The fields of a frame's rows: the names under which the page reads its numbers.

use crate::experiment::CLAIM_SEEDS;
use crate::policy::breaker::BreakerState;
use crate::timeline::{BarKind, BarResult};
use serde::Serialize;

/// The header's fields.
pub const HEADER: [&str; 23] = [
    "nowMs",
    "events",
    "envelopes",
    "orders",
    "done",
    "late",
    "waiting",
    "deadLettered",
    "lost",
    "doneTwice",
    "lostAmount",
    "nextEventMs",
    "facts",
    "headMs",
    "past",
    "commands",
    "headEvents",
    "logged",
    "compensated",
    "outOfOrder",
    "answered",
    "refused",
    "answerP95Ms",
];
/// A node's fields.
pub const NODE: [&str; 19] = [
    "health",
    "healthValue",
    "workers",
    "busy",
    "buffered",
    "backlog",
    "outbox",
    "restartingUntilMs",
    "cores",
    "speed",
    "waitingCore",
    "replicas",
    "replicating",
    "limited",
    "unauthenticated",
    "forbidden",
    "tokens",
    "reservedTokens",
    "orders",
];
/// A subscription's fields.
pub const SUBSCRIPTION: [&str; 21] = [
    "accepted",
    "ready",
    "inFlight",
    "retryWait",
    "delayed",
    "parked",
    "dead",
    "acked",
    "suppressed",
    "retried",
    "dropped",
    "delivered",
    "attempts",
    "sojournMeanMs",
    "sojournP50Ms",
    "sojournP95Ms",
    "sojournP99Ms",
    "on",
    "offset",
    "records",
    "withdrawn",
];
/// An effect's fields.
pub const EFFECT: [&str; 8] = ["expected", "exact", "twice", "late", "waiting", "dead", "lost", "total"];
/// The fields of what a node wrote of one effect: a row for each effect of each node, in their order.
pub const WRITE: [&str; 1] = ["lines"];
/// A call edge's fields: its counts; its circuit breaker's state (-1: it has none) and what that looks at; the tokens of
/// its retry budget; when the answer in its cache was asked for; whether a health check has taken the instance out, how many
/// probes it made and how often it did so. What is not there is not a number.
pub const CALL: [&str; 20] = [
    "sent",
    "answered",
    "failed",
    "retried",
    "notPermitted",
    "opened",
    "throttled",
    "cached",
    "stale",
    "oldestMs",
    "breaker",
    "recorded",
    "failureRate",
    "slowRate",
    "halfOpenAfterMs",
    "tokens",
    "cachedAtMs",
    "out",
    "probes",
    "takenOut",
];
/// An envelope's fields.
pub const ENVELOPE: [&str; 17] = [
    "id",
    "order",
    "state",
    "from",
    "to",
    "subscription",
    "topic",
    "position",
    "sinceMs",
    "untilMs",
    "attempt",
    "redelivered",
    "copy",
    "poison",
    "call",
    "amount",
    "failed",
];
/// A bar's fields.
pub const BAR: [&str; 10] =
    ["node", "kind", "startMs", "endMs", "result", "order", "attempt", "message", "subscription", "call"];
/// The health's names, by code.
pub const HEALTH: [&str; 4] = ["up", "slow", "flaky", "down"];

/// Where an envelope is. From acked to refused they are ghosts: what ended within the last second.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs, reason = "the names on the wire say it")]
pub enum Place {
    Publishing,
    Ready,
    Delivering,
    Buffered,
    Working,
    RetryWait,
    Delayed,
    Parked,
    Dead,
    Outbox,
    Requesting,
    QueuedCall,
    Answering,
    Holding,
    Replicating,
    Acked,
    Suppressed,
    Lost,
    Refused,
    WaitingCore,
    Waiting,
}

impl Place {
    /// The names on the wire, by code.
    pub const NAMES: [&str; 21] = [
        "publishing",
        "ready",
        "delivering",
        "buffered",
        "working",
        "retryWait",
        "delayed",
        "parked",
        "dead",
        "outbox",
        "requesting",
        "queuedCall",
        "answering",
        "holding",
        "replicating",
        "acked",
        "suppressed",
        "lost",
        "refused",
        "waitingCore",
        "waiting",
    ];
}

/// The fields of every kind of row, in order.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Layout {
    header: &'static [&'static str],
    node: &'static [&'static str],
    subscription: &'static [&'static str],
    effect: &'static [&'static str],
    write: &'static [&'static str],
    call: &'static [&'static str],
    envelope: &'static [&'static str],
    bar: &'static [&'static str],
    envelope_states: &'static [&'static str],
    health: &'static [&'static str],
    breaker: &'static [&'static str],
    bar_kinds: &'static [&'static str],
    bar_results: &'static [&'static str],
    claim_seeds: u64,
}

/// The only source of a frame's layout.
pub const fn layout() -> Layout {
    Layout {
        header: &HEADER,
        node: &NODE,
        subscription: &SUBSCRIPTION,
        effect: &EFFECT,
        write: &WRITE,
        call: &CALL,
        envelope: &ENVELOPE,
        bar: &BAR,
        envelope_states: &Place::NAMES,
        health: &HEALTH,
        breaker: &BreakerState::NAMES,
        bar_kinds: &BarKind::NAMES,
        bar_results: &BarResult::NAMES,
        claim_seeds: CLAIM_SEEDS,
    }
}
