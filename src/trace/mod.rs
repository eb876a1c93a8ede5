//! The trace: an append-only list of facts, each with its instant and the fact that caused it.

use crate::base::ids::{CallId, EffectId, MessageId, NodeId, OrderId, SubscriptionId, TopicId};
use crate::base::time::{Span, Time};
use crate::model::{CrashPoint, Health};
use serde::Serialize;
use std::hash::{Hash, Hasher};

/// A fact's place in the trace.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(transparent)]
pub struct FactId(pub u32);

impl FactId {
    /// No fact: the cause of commands and arrivals, and of everything when nothing is recorded.
    pub const NONE: FactId = FactId(u32::MAX);
}

/// One thing that happened.
#[derive(Clone, Copy, PartialEq, Hash, Debug)]
pub struct Fact {
    /// When.
    pub at: Time,
    /// Because of what; [`FactId::NONE`] for commands and arrivals.
    pub cause: FactId,
    /// What.
    pub what: What,
}

/// The number of one run of a handler: unique within a run of the world.
pub type RunId = u32;

/// Why something failed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Reason {
    /// The node is flaky.
    Flaky,
    /// A `work` step failed by its own probability.
    WorkFailed,
    /// The message is poison.
    Poison,
    /// Effects that the handler requires are not in the books.
    PrerequisiteMissing,
    /// A called service did not answer in time.
    CallTimedOut,
    /// A called service is down.
    CallRefused,
    /// A called service answered with a failure.
    CallFailed,
    /// A called service has no room for another waiting call.
    Overloaded,
    /// Nobody would get the message.
    PublishRefused,
    /// The service crashed.
    Crashed,
    /// The service was stopped.
    Stopped,
    /// The lease ran out.
    LeaseExpired,
    /// The broker went down.
    BrokerDown,
    /// An earlier message of a queue that keeps its order waits for a retry.
    Blocked,
    /// A fault dropped it on the way.
    DroppedByFault,
    /// Given up with no dead-letter queue to keep it.
    NoDeadLetterQueue,
    /// A person threw it away.
    Discarded,
    /// The caller's circuit breaker let no call through.
    CallNotPermitted,
    /// Too many calls came to a node's door (429).
    RateLimited,
    /// The order's client is not authenticated (401).
    Unauthenticated,
    /// The calling node may not call there (403).
    Forbidden,
    /// The sidecar is there, its service is not (503).
    UpstreamDown,
    /// A service that it needs is down.
    DependencyDown,
    /// The broker's leader failed before a follower had it.
    LeaderFailed,
}

impl Reason {
    /// Whether a message that comes back for it has failed at nothing: it uses up no attempt.
    pub const fn is_blameless(self) -> bool {
        matches!(self, Reason::Stopped | Reason::BrokerDown | Reason::Blocked)
    }
}

/// How a run of a handler ended.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// All its steps are done.
    Done,
    /// A step failed.
    Failed(Reason),
    /// Another copy had already had the effect.
    Suppressed,
    /// Prerequisites are missing: set aside.
    Parked,
}

/// The value of one of a fact's fields.
#[derive(Clone, Copy, PartialEq, Debug)]
#[allow(missing_docs, reason = "named by their types")]
pub enum Field {
    Nothing,
    Number(u32),
    Flag(bool),
    Node(NodeId),
    Topic(TopicId),
    Subscription(SubscriptionId),
    Effect(EffectId),
    Call(CallId),
    Span(Span),
    Reason(Reason),
    Outcome(Outcome),
    Health(Health),
    Point(CrashPoint),
}

impl Field {
    /// The number or index that it is; none for what is no reference and no number.
    pub fn number(self) -> Option<u32> {
        Some(match self {
            Field::Number(number) => number,
            Field::Node(NodeId(i))
            | Field::Topic(TopicId(i))
            | Field::Subscription(SubscriptionId(i))
            | Field::Effect(EffectId(i))
            | Field::Call(CallId(i)) => i.into(),
            _ => return None,
        })
    }
}

macro_rules! field {
    ($($type:ty: $value:ident => $field:expr;)*) => {
        $(impl From<$type> for Field {
            fn from($value: $type) -> Field {
                $field
            }
        })*
    };
}

field! {
    u16: n => Field::Number(n.into());
    u32: n => Field::Number(n);
    OrderId: order => Field::Number(order.0);
    MessageId: message => Field::Number(message.0);
    Option<MessageId>: message => message.map_or(Field::Nothing, Field::from);
    bool: flag => Field::Flag(flag);
    NodeId: node => Field::Node(node);
    TopicId: topic => Field::Topic(topic);
    SubscriptionId: subscription => Field::Subscription(subscription);
    EffectId: effect => Field::Effect(effect);
    CallId: call => Field::Call(call);
    Span: span => Field::Span(span);
    Reason: reason => Field::Reason(reason);
    Outcome: outcome => Field::Outcome(outcome);
    Health: health => Field::Health(health);
    CrashPoint: point => Field::Point(point);
}

/// Writes the enum, and how to go through the fields of any fact: a derived `Serialize` is four times as large.
macro_rules! what {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty),* },)*) => {
        /// What can happen. `run` is a run of a handler.
        #[derive(Clone, Copy, PartialEq, Hash, Debug)]
        #[allow(missing_docs, reason = "the fields are ids, named by their types")]
        #[non_exhaustive]
        pub enum What {
            $($(#[$doc])* $name { $($field: $type),* },)*
        }

        impl What {
            /// The names of all kinds of fact, in PascalCase.
            pub const WORDS: &'static [&'static str] = &[$(stringify!($name)),*];

            /// The name of the kind of fact, in PascalCase.
            pub const fn word(&self) -> &'static str {
                match self {
                    $(What::$name { .. } => stringify!($name),)*
                }
            }

            /// Hands each field with its name to `to`.
            pub fn fields(&self, to: &mut dyn FnMut(&'static str, Field)) {
                match *self {
                    $(What::$name { $($field),* } => { $(to(stringify!($field), $field.into());)* })*
                }
            }
        }
    };
}

what! {
    /// A client placed an order.
    OrderPlaced { order: OrderId, client: NodeId, amount: u32 },
    /// The client's handler came to its end: the customer has the answer.
    OrderAnswered { order: OrderId },
    /// The client's handler failed: the customer was told so.
    OrderFailed { order: OrderId, reason: Reason },
    /// Every expected effect of the order is in the books.
    OrderDone { order: OrderId, late: bool },
    /// Nothing is left that could complete the order.
    OrderLost { order: OrderId },
    /// A node stored a message in its outbox.
    OutboxStored { order: OrderId, node: NodeId, topic: TopicId },
    /// A node sent a message to a topic.
    PublishSent { order: OrderId, node: NodeId, topic: TopicId },
    /// The topic took the message.
    PublishAccepted { order: OrderId, topic: TopicId },
    /// The topic took the message but had seen its key: nothing is delivered.
    PublishDeduplicated { order: OrderId, topic: TopicId },
    /// The broker did not take the message, and the sender knows.
    PublishRefused { order: OrderId, topic: TopicId, reason: Reason },
    /// The broker did not take the message, and nobody knows.
    PublishLost { order: OrderId, topic: TopicId, reason: Reason },
    /// A copy of the message entered a subscription.
    MessageAccepted { message: MessageId, order: OrderId, subscription: SubscriptionId },
    /// A further copy of a message came up: it will arrive later.
    MessageDuplicated { message: MessageId, order: OrderId, subscription: SubscriptionId },
    /// A fault holds the message back.
    MessageDelayed { message: MessageId, order: OrderId, subscription: SubscriptionId, by: Span },
    /// The message is ready in its queue, again or late.
    MessageReady { message: MessageId, order: OrderId, subscription: SubscriptionId },
    /// The broker handed the message to a consumer.
    MessageHandedOut { message: MessageId, order: OrderId, subscription: SubscriptionId, node: NodeId, redelivered: bool },
    /// The message came back to its queue.
    MessageReturned { message: MessageId, order: OrderId, subscription: SubscriptionId, reason: Reason },
    /// The message will be tried again after a wait.
    RetryScheduled { message: MessageId, order: OrderId, subscription: SubscriptionId, attempt: u32, delay: Span },
    /// The message is acknowledged. `sojourn`: since it was published.
    MessageAcked { message: MessageId, order: OrderId, subscription: SubscriptionId, sojourn: Span },
    /// The inbox knew the message's key: acknowledged without another effect.
    MessageSuppressed { message: MessageId, order: OrderId, subscription: SubscriptionId },
    /// An acknowledgement came when the message was no longer the consumer's.
    AckTooLate { order: OrderId, subscription: SubscriptionId },
    /// The message is set aside until its prerequisites are there.
    MessageParked { message: MessageId, order: OrderId, subscription: SubscriptionId },
    /// The message is given up and kept.
    MessageDeadLettered { message: MessageId, order: OrderId, subscription: SubscriptionId, reason: Reason },
    /// A dead letter went back to its queue.
    MessageRedriven { message: MessageId, order: OrderId, subscription: SubscriptionId },
    /// The message is gone for good.
    MessageDropped { message: MessageId, order: OrderId, subscription: SubscriptionId, reason: Reason },
    /// A message became poison, or was mended.
    MessagePoisoned { message: MessageId, order: OrderId, subscription: SubscriptionId, poison: bool },
    /// A handler began. `message` is absent in a call or an order.
    RunStarted { run: RunId, node: NodeId, order: OrderId, message: Option<MessageId>, attempt: u32 },
    /// A handler ended.
    RunEnded { run: RunId, node: NodeId, order: OrderId, outcome: Outcome },
    /// A line was written in the books; `times` counts this one.
    EffectWritten { order: OrderId, effect: EffectId, node: NodeId, times: u32 },
    /// A request left.
    CallSent { call: CallId, order: OrderId, attempt: u32 },
    /// The answer is with the caller.
    CallAnswered { call: CallId, order: OrderId },
    /// The caller gave up this attempt.
    CallAttemptFailed { call: CallId, order: OrderId, reason: Reason },
    /// The caller will call again after a wait.
    CallRetryScheduled { call: CallId, order: OrderId, delay: Span },
    /// A node's health was set.
    HealthSet { node: NodeId, health: Health },
    /// A service will crash at a point.
    CrashArmed { node: NodeId, point: CrashPoint },
    /// A service crashed; it is back after `restart`.
    NodeCrashed { node: NodeId, restart: Span },
    /// A service is back after a crash.
    NodeRestarted { node: NodeId },
    /// A fault waits for the next message of a subscription.
    TamperArmed { subscription: SubscriptionId },
    /// A queue's order was shuffled.
    QueueReordered { subscription: SubscriptionId },
    /// A subscription's settings were changed.
    DeliverySet { subscription: SubscriptionId },
    /// A service's workers were changed.
    WorkersSet { node: NodeId, workers: u32 },
    /// A caller's patience was changed.
    CallPolicySet { call: CallId },
    /// A client's automatic orders were changed.
    ArrivalsSet { client: NodeId },
    /// A circuit breaker opened: of the calls it looked at so many failed, and so many were slow.
    BreakerOpened { call: CallId, calls: u32, failed: u32, slow: u32 },
    /// A circuit breaker lets a few calls through, to see how they end.
    BreakerHalfOpened { call: CallId, permits: u32 },
    /// A circuit breaker lets all calls through again.
    BreakerClosed { call: CallId },
    /// An earlier answer, so old, stood for a call: a fresh one for a call that was not made, a stale one for one that failed.
    CallAnsweredFromCache { call: CallId, order: OrderId, age: Span, stale: bool },
    /// A retry was due, and the retry budget had no token for it.
    RetryThrottled { call: CallId, order: OrderId },
    /// A call was refused at a node's door, before a worker saw it; it may come back `after`.
    IngressRefused { call: CallId, node: NodeId, order: OrderId, reason: Reason, after: Span },
    /// What is checked at a node's door was changed.
    IngressSet { node: NodeId },
    /// A service was given another machine; `cores` is 0 when they are not limited, `percent` is its speed.
    MachineSet { node: NodeId, cores: u32, percent: u32 },
    /// How a caller checks the instance at the end of an edge was changed: it is in, and nothing is held against it.
    HealthCheckSet { call: CallId },
    /// An instance that is in failed a probe, for the `streak`th time in a row.
    ProbeFailed { call: CallId, reason: Reason, streak: u32 },
    /// An instance that is out passed a probe, for the `streak`th time in a row.
    ProbePassed { call: CallId, streak: u32 },
    /// The caller calls this instance no more.
    InstanceTakenOut { call: CallId },
    /// The caller calls this instance again.
    InstanceLetBack { call: CallId },
    /// A subscription was connected.
    Subscribed { subscription: SubscriptionId },
    /// A subscription was disconnected.
    Unsubscribed { subscription: SubscriptionId },
    /// A log's subscription reads from this offset on.
    OffsetSet { subscription: SubscriptionId, offset: u32 },
    /// A message was taken out of a log's subscription; its record stays in the log.
    MessageWithdrawn { message: MessageId, order: OrderId, subscription: SubscriptionId },
    /// A broker's leader wrote the message; its followers do not have it yet.
    LeaderWrote { order: OrderId, topic: TopicId },
    /// A broker's leader failed; so many replicas are left.
    LeaderFailed { node: NodeId, replicas: u32 },
    /// A follower leads.
    LeaderElected { node: NodeId },
    /// A node decided about an order; each time the same.
    OrderDecided { order: OrderId, node: NodeId, yes: bool },
    /// From now on the order is expected to have this effect, or no longer.
    ExpectationSet { order: OrderId, effect: EffectId, node: NodeId, expected: bool },
    /// The broker published a notice that a message about the order was given up.
    NoticeSent { order: OrderId, subscription: SubscriptionId, topic: TopicId },
}

/// Sees every fact as it happens. Chosen by type, so that what is not observed is not computed.
pub trait Observer {
    /// Takes note of a fact; the answer names it as a cause of later ones.
    fn record(&mut self, fact: Fact) -> FactId;
}

/// Observes nothing, and costs nothing.
#[derive(Clone, Copy, Default, Debug)]
pub struct Silent;

impl Observer for Silent {
    #[inline(always)]
    fn record(&mut self, _: Fact) -> FactId {
        FactId::NONE
    }
}

/// A running hash of every fact, in order: two runs are the same when their digests are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Digest {
    hash: u64,
    facts: u32,
}

impl Default for Digest {
    fn default() -> Digest {
        Digest { hash: 0xCBF2_9CE4_8422_2325, facts: 0 }
    }
}

impl Digest {
    /// The hash so far.
    pub const fn value(self) -> u64 {
        self.hash
    }

    /// How many facts it is of.
    pub const fn count(self) -> usize {
        self.facts as usize
    }
}

impl Observer for Digest {
    #[inline]
    fn record(&mut self, fact: Fact) -> FactId {
        let id = FactId(self.facts);
        fact.hash(self);
        self.facts += 1;
        id
    }
}

/// Every integer is widened to 64 bits, so that the hash does not depend on the target's word.
impl Hasher for Digest {
    fn finish(&self) -> u64 {
        self.hash
    }
    fn write(&mut self, bytes: &[u8]) {
        for b in bytes {
            self.write_u64(u64::from(*b));
        }
    }
    fn write_u64(&mut self, word: u64) {
        let x = (self.hash ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.hash = x ^ x >> 29;
    }
    fn write_u8(&mut self, i: u8) {
        self.write_u64(u64::from(i));
    }
    fn write_u16(&mut self, i: u16) {
        self.write_u64(u64::from(i));
    }
    fn write_u32(&mut self, i: u32) {
        self.write_u64(u64::from(i));
    }
    fn write_usize(&mut self, i: usize) {
        self.write_u64(i as u64);
    }
    fn write_isize(&mut self, i: isize) {
        self.write_u64(i as i64 as u64);
    }
}

/// Keeps every fact. It can be rewound: then what was recorded after that point is still known, and is gone through
/// again when it happens again.
#[derive(Clone, Default, Debug)]
pub struct Trace {
    recorded: Vec<Fact>,
    seen: Digest,
}

impl Trace {
    /// The facts up to the point that the trace was rewound to, and gone on from since; oldest first.
    pub fn facts(&self) -> &[Fact] {
        &self.recorded[..self.seen.count()]
    }

    /// One of them, if there is such.
    pub fn get(&self, id: FactId) -> Option<&Fact> {
        self.facts().get(id.0 as usize)
    }

    /// All facts, those of a later time too.
    pub fn recorded(&self) -> &[Fact] {
        &self.recorded
    }

    /// Whether no fact of a later time is known.
    pub fn is_at_end(&self) -> bool {
        self.seen.count() == self.recorded.len()
    }

    /// The hash of [`Trace::facts`].
    pub const fn digest(&self) -> Digest {
        self.seen
    }

    /// Goes to where the trace had this digest.
    pub fn rewind(&mut self, to: Digest) {
        self.seen = to;
    }

    /// Forgets the facts of a later time.
    pub fn cut(&mut self) {
        self.recorded.truncate(self.seen.count());
    }
}

impl Observer for Trace {
    fn record(&mut self, fact: Fact) -> FactId {
        let id = self.seen.record(fact);
        match self.recorded.get(id.0 as usize) {
            Some(before) => debug_assert_eq!(*before, fact, "what happened before happens otherwise"),
            None => self.recorded.push(fact),
        }
        id
    }
}
