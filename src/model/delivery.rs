//! Delivery settings of a subscription: how messages are handed out, taken back and given up.

use crate::base::packed::packed;
use crate::base::time::Span;
use crate::model::returns::{CrashCharges, GiveUp, LateAck, Lease, Renewal, RetryAs, Stale, is_usual};
use crate::policy::retry::RetryPolicy;
use serde::{Deserialize, Serialize};

/// How a subscription hands out, takes back and gives up messages: the settings in which real brokers differ.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Delivery {
    /// When a message is acknowledged.
    pub ack: Ack,
    /// How many messages a consumer may hold unacknowledged.
    pub prefetch: Prefetch,
    /// Whose messages `prefetch` limits.
    #[serde(skip_serializing_if = "PrefetchPer::is_consumer")]
    pub prefetch_per: PrefetchPer,
    /// Whether a message that waits for its retry still counts as held; needs [`PrefetchPer::Subscription`].
    #[serde(skip_serializing_if = "is_false")]
    pub retry_holds_place: bool,
    /// Whether one consumer at a time is handed messages, while the others stand by (RabbitMQ's `x-single-active-consumer`).
    #[serde(skip_serializing_if = "is_false")]
    pub single_active_consumer: bool,
    /// How long a consumer may hold a message before the broker gives it to another; `None`: as long as it is
    /// connected.
    pub lease: Option<Lease>,
    /// How consumers prolong their leases; `None`: they do not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renewal: Option<Renewal>,
    /// What becomes of a message whose lease ends in a consumer's buffer.
    #[serde(skip_serializing_if = "is_usual")]
    pub stale: Stale,
    /// What an acknowledgement does that comes too late.
    #[serde(skip_serializing_if = "is_usual")]
    pub late_ack: LateAck,
    /// Where a returned message goes.
    pub requeue: Requeue,
    /// When a crashed consumer's messages come back.
    pub crash_returns: CrashReturns,
    /// Which events use up attempts.
    pub counts: Counts,
    /// Whose attempts a crash uses up.
    #[serde(skip_serializing_if = "is_usual")]
    pub crash_charges: CrashCharges,
    /// When a failed message is retried, and how often.
    pub retry: RetryPolicy,
    /// As what a message comes back after the wait for its retry.
    #[serde(skip_serializing_if = "is_usual")]
    pub retry_as: RetryAs,
    /// When a message is given up whose attempts are used up.
    #[serde(skip_serializing_if = "is_usual")]
    pub give_up: GiveUp,
    /// Which order is kept.
    pub ordering: Ordering,
    /// Who sets the pace at which messages are handed out.
    #[serde(skip_serializing_if = "Fetch::is_push")]
    pub fetch: Fetch,
    /// How many messages are acknowledged at once.
    #[serde(skip_serializing_if = "Commit::is_message")]
    pub commit: Commit,
    /// What becomes of a message that is given up.
    pub dead_letter: DeadLetter,
    /// How long a message may stay in the queue; `None`: for ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ttl: Option<Span>,
    /// How long a message is held back when it enters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delay: Option<Span>,
    /// How many messages may be ready, and what happens to one more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<MaxLength>,
    /// Id of the topic to which the broker publishes a notice about the order when a message is given up, so that a
    /// service can tell the customer; `None`: no notice. (JetStream: the advisory `MAX_DELIVERIES`. To the same end a
    /// service may consume RabbitMQ's dead-letter exchange or the dead-letter queue of SQS.)
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dead_letter_notice: Option<String>,
    /// The consumer's memory of idempotency keys; `None`: it does not notice duplicates.
    pub inbox: Option<Inbox>,
    /// Messages that the network delivers a second time.
    pub duplicates: Option<Duplicates>,
}

/// What becomes of a message that is given up. In JSON: `true` (kept), `false` (lost), or `{"topic": id}`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DeadLetter {
    /// It is lost.
    Dropped,
    /// It lies aside until a command redrives or discards it.
    Kept,
    /// The broker publishes it to the topic of this id, with its key and its reason.
    Topic(String),
}

/// How long a queue may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MaxLength {
    /// Most messages that are ready; what consumers hold does not count, nor what came back.
    pub messages: u32,
    /// What happens to one more.
    pub overflow: Overflow,
}

/// What happens to a message that finds its queue full.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Overflow {
    /// It enters, and the oldest one is given up (RabbitMQ `drop-head`, JetStream `DiscardOld`).
    DropHead,
    /// The topic refuses it (RabbitMQ `reject-publish`, JetStream `DiscardNew`).
    RejectPublish,
    /// It waits until there is room, and so does a sender that waits for its confirm.
    Block,
}

impl Delivery {
    /// The lease of the hand-out after this many, where there are leases.
    #[inline]
    pub fn lease_after(&self, deliveries: u16) -> Span {
        self.lease.as_ref().map_or(Span::LONGEST, |lease| lease.after(deliveries))
    }
}

/// When a message is acknowledged.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Ack {
    /// Before the work: at most once.
    Before,
    /// After the work: at least once.
    After,
}

/// How many messages a consumer may hold unacknowledged. In JSON: `"workers"`, `"unlimited"` or a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Prefetch {
    /// As many as it has workers.
    Workers,
    /// Without limit.
    Unlimited,
    /// At most this many; at least 1.
    AtMost(u32),
}

impl Prefetch {
    /// How many messages a consumer with so many workers may hold.
    #[inline]
    pub const fn most(self, workers: u32) -> u32 {
        match self {
            Prefetch::Workers => workers,
            Prefetch::AtMost(most) => most,
            Prefetch::Unlimited => u32::MAX,
        }
    }
}

/// Whose unacknowledged messages [`Prefetch`] limits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum PrefetchPer {
    /// Those of each consumer (AMQP's `basic.qos`).
    Consumer,
    /// Those of all consumers together, dead ones included (JetStream's MaxAckPending).
    Subscription,
}

/// Which order is kept among the messages of a queue.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Ordering {
    /// None: others pass while a message waits for its retry.
    None,
    /// That of the whole queue: the messages behind one that waits for its retry wait too (a partition of Kafka).
    Queue,
    /// That of each key, by the topic's `key`: one message of a key is under way at a time, and others pass (a group of
    /// SQS FIFO, an ordering key of Pub/Sub, a session of Service Bus).
    Key,
}

/// Who sets the pace at which messages are handed out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Fetch {
    /// The broker: a message goes to a consumer that may hold one more.
    Push,
    /// The consumer: it asks when a worker is free and nothing waits for it, and is given what is ready.
    Pull {
        /// The most that it is given at once.
        messages: u32,
    },
}

impl Fetch {
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
    const fn is_push(&self) -> bool {
        matches!(self, Fetch::Push)
    }
}

/// When what is handled is acknowledged.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Commit {
    /// Each message when it is handled.
    Message,
    /// All that a consumer holds, when all of it is handled.
    Batch,
    /// All that is handled, this long after the first of it.
    Interval(Span),
}

impl Commit {
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
    const fn is_message(&self) -> bool {
        matches!(self, Commit::Message)
    }
}

impl PrefetchPer {
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
    const fn is_consumer(&self) -> bool {
        matches!(self, PrefetchPer::Consumer)
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// Where a returned message goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Requeue {
    /// To the head of the queue, the last one first.
    Head,
    /// To the tail of the queue (RabbitMQ quorum queues without a delivery limit).
    Tail,
    /// To its original place (RabbitMQ classic queues).
    Position,
    /// Before all that was never handed out, behind all that came back earlier (RabbitMQ quorum queues with a delivery
    /// limit, JetStream).
    Returned,
}

/// When a crashed consumer's messages come back.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum CrashReturns {
    /// At once, in order: the broker sees the connection break (RabbitMQ).
    AtOnce,
    /// Each when its lease ends (JetStream, SQS, Pub/Sub); needs a lease.
    AtLeaseEnd,
}

/// Which events use up attempts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Counts {
    /// Each time a handler begins with the message.
    Handlings,
    /// Each time it is handed out, even if it was only buffered in a consumer that crashed (RabbitMQ, SQS, JetStream).
    Deliveries,
    /// Failed handlings and crashes only (RabbitMQ from 4.3).
    Failures,
}

/// The consumer's memory of idempotency keys: how long a key is remembered. A duplicate does not extend it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Inbox {
    /// How long a key is remembered: `"forever"` or a duration.
    pub window: Window,
}

/// How long something is remembered. In JSON: `"forever"` or a duration.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Window {
    /// For the whole run.
    Forever,
    /// For this long after it happened.
    For(Span),
}

/// Second deliveries by the network: a copy of the message with its own count of attempts.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Duplicates {
    /// How likely a message is delivered again, from 0 to 1.
    pub probability: f64,
    /// Delay after the first delivery.
    pub after: Span,
}

packed! {
    struct Delivery {
        ack, prefetch, prefetch_per, single_active_consumer, retry_holds_place, lease, renewal, stale, late_ack,
        requeue, crash_returns, counts, crash_charges, retry, retry_as, give_up, ordering, fetch, commit, dead_letter,
        ttl, delay, max_length, dead_letter_notice, inbox, duplicates
    }
    enum DeadLetter { Dropped, Kept, Topic(topic) }
    struct MaxLength { messages, overflow }
    enum Overflow { DropHead, RejectPublish, Block }
    enum Ack { Before, After }
    enum Prefetch { Workers, Unlimited, AtMost(number) }
    enum PrefetchPer { Consumer, Subscription }
    enum Ordering { None, Queue, Key }
    enum Fetch { Push, Pull { messages } }
    enum Commit { Message, Batch, Interval(span) }
    enum Requeue { Head, Tail, Position, Returned }
    enum CrashReturns { AtOnce, AtLeaseEnd }
    enum Counts { Handlings, Deliveries, Failures }
    struct Inbox { window }
    enum Window { Forever, For(span) }
    struct Duplicates { probability, after }
}
