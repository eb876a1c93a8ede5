//! The codes of a node's health and of an envelope's place in a frame.

/// The names of health, by code.
pub const HEALTH: [&str; 6] = ["up", "slow", "flaky", "down", "hung", "draining"];

/// Where an envelope is. From `Acked` to `Refused` it is a ghost, which ended within the last second.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs, reason = "the names on the wire say it")]
pub enum Place {
    Publishing,
    Ready,
    Delivering,
    Buffered,
    Working,
    RetryScheduled,
    Delayed,
    Parked,
    Dead,
    Outbox,
    Requesting,
    WaitingCall,
    Answering,
    Holding,
    Replicating,
    Acked,
    Suppressed,
    Lost,
    Refused,
    WaitingCore,
    Waiting,
    Handled,
    HeldUp,
    Blocked,
    Stale,
}

impl Place {
    /// The names on the wire, by code.
    pub const NAMES: [&str; 25] = [
        "publishing",
        "ready",
        "delivering",
        "buffered",
        "working",
        "retryScheduled",
        "delayed",
        "parked",
        "dead",
        "outbox",
        "requesting",
        "waitingCall",
        "answering",
        "holding",
        "replicating",
        "acked",
        "suppressed",
        "lost",
        "refused",
        "waitingCore",
        "waiting",
        "handled",
        "heldUp",
        "blocked",
        "stale",
    ];
}
