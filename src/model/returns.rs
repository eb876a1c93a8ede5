//! What a hand-out that did not succeed leads to: when a hold ends, what it charges, and where the message goes next.

use crate::base::packed::packed;
use crate::base::time::Span;
use serde::{Deserialize, Serialize};

/// Serde: leaves out what is as usual.
pub(crate) fn is_usual<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// How long a consumer may hold a message, by delivery: the first, the second, ...; the last repeats. In JSON: a
/// duration, or a list of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lease(pub Vec<Span>);

impl Lease {
    /// The lease of the hand-out after this many.
    #[inline]
    pub fn after(&self, deliveries: u16) -> Span {
        let at = |n: usize| self.0.get(n).copied();
        at(deliveries.into()).or(at(self.0.len().saturating_sub(1))).unwrap_or(Span::ZERO)
    }
}

/// How a consumer prolongs its leases: while it is up and holds a message, each renewal begins its lease anew.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Renewal {
    /// The wait before each renewal; shorter than the shortest lease.
    pub every: Span,
    /// How long after the message arrived it is renewed at most; as long as the consumer holds it unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub up_to: Option<Span>,
}

/// What becomes of a message whose lease ends while its consumer has not begun it.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Stale {
    /// It leaves the buffer.
    #[default]
    Skipped,
    /// The consumer knows nothing of it, and works on it all the same (most clients). What the consumer has in hand
    /// takes up a place of its own prefetch until it is worked on.
    Worked,
}

/// What an acknowledgement does that comes after the hold has ended.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum LateAck {
    /// Nothing: the message comes again (RabbitMQ).
    #[default]
    Ignored,
    /// It settles the message, though it was handed out again (JetStream, Kombu over Redis).
    Settles,
}

/// Whose attempts a crash uses up; those that `counts` has counted already it charges once.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum CrashCharges {
    /// Those of the messages being worked on.
    #[default]
    Working,
    /// Those of all messages that the consumer held (RabbitMQ quorum queues).
    Held,
}

/// When a message is given up whose attempts are used up.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum GiveUp {
    /// At its last failure.
    #[default]
    AtFailure,
    /// When it would be handed out next, after the wait (SQS, JetStream).
    AtNextDelivery,
}

/// As what a message comes back after the wait for its retry.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum RetryAs {
    /// As the same message, marked as redelivered.
    #[default]
    Redelivery,
    /// As a new one, at the tail and not marked: a retry queue publishes it again.
    NewMessage,
}

packed! {
    struct Lease(spans);
    struct Renewal { every, up_to }
    enum Stale { Skipped, Worked }
    enum LateAck { Ignored, Settles }
    enum CrashCharges { Working, Held }
    enum GiveUp { AtFailure, AtNextDelivery }
    enum RetryAs { Redelivery, NewMessage }
}
