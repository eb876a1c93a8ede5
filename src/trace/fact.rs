//! Facts: what can happen, with its instant and its cause.

use crate::base::ids::{CallId, EffectId, MessageId, NodeId, OrderId, SubscriptionId, TopicId};
use crate::base::time::{Span, Time};
use crate::model::{CrashPoint, Health};
use serde::Serialize;

/// Index of a fact in the trace.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(transparent)]
pub struct FactId(pub u32);

impl FactId {
    /// No fact: the cause of commands and arrivals, and of everything when nothing is recorded.
    pub const NONE: FactId = FactId(u32::MAX);
}

/// Something that happened.
#[derive(Clone, Copy, PartialEq, Hash, Debug)]
pub struct Fact {
    pub at: Time,
    /// The fact that caused it; [`FactId::NONE`] for commands and arrivals.
    pub cause: FactId,
    pub what: What,
}

/// Number of a run of a handler, unique within a run of the world.
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
    /// No subscription would receive the message.
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
    /// Given up without a dead-letter queue to keep it.
    NoDeadLetterQueue,
    /// A person discarded it.
    Discarded,
    /// The caller's circuit breaker did not permit the call.
    CallNotPermitted,
    /// A node's rate limit refused the call (429).
    RateLimited,
    /// The order's client is not authenticated (401).
    Unauthenticated,
    /// The calling node may not call there (403).
    Forbidden,
    /// The sidecar is up, its service is not (503).
    UpstreamDown,
    /// A service that it needs is down.
    DependencyDown,
    /// The broker's leader failed before a follower had the message.
    LeaderFailed,
    /// The broker did not confirm in time.
    ConfirmTimedOut,
    /// What was asked for is wrong in itself (400, 422).
    Invalid,
    /// What was asked for does not exist (404).
    NotFound,
    /// It contradicts what others have done meanwhile (409).
    Conflict,
    /// It was refused as a matter of business (402).
    Declined,
    /// Something that was needed is away for a while (503).
    Unavailable,
    /// Its time in the queue was over.
    Expired,
    /// The queue was full.
    QueueFull,
    /// It lies in a queue that nobody consumes.
    NoConsumer,
    /// The time for the call with all its attempts is over.
    DeadlineExceeded,
    /// The caller has as many calls under way there as its bulkhead allows.
    BulkheadFull,
    /// All instances are out.
    NoInstance,
    /// Its attempts had been used up when it would have been delivered next.
    LimitReached,
}

impl Reason {
    /// Whether a message that comes back for this reason uses up no attempt, because nothing failed.
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
    /// Another copy of the message had already brought the effect.
    Suppressed,
    /// Prerequisites are missing: the message is set aside.
    Parked,
}

/// Value of a fact's field.
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
    /// The number or index; `None` for any other field.
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

/// Declares the enum together with a visitor of its fields: a derived `Serialize` is four times as large.
macro_rules! what {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty),* },)*) => {
        /// Kinds of fact. `run` is a run of a handler.
        #[derive(Clone, Copy, PartialEq, Hash, Debug)]
        #[allow(missing_docs, reason = "the fields are ids, named by their types")]
        #[non_exhaustive]
        pub enum What {
            $($(#[$doc])* $name { $($field: $type),* },)*
        }

        impl What {
            /// Names of all kinds of fact, in PascalCase.
            pub const WORDS: &'static [&'static str] = &[$(stringify!($name)),*];

            /// The names of each kind's fields, each with a space behind it.
            const FIELDS: &'static [&'static str] = &[$(concat!($(stringify!($field), " "),*)),*];

            const MOST_FIELDS: usize = {
                let mut most = 0;
                let mut kind = 0;
                while kind < What::COUNTS.len() {
                    most = if What::COUNTS[kind] > most { What::COUNTS[kind] } else { most };
                    kind += 1;
                }
                most
            };
            const COUNTS: &'static [usize] = &[$(<[&str]>::len(&[$(stringify!($field)),*])),*];

            const fn number(&self) -> usize {
                enum Number { $($name),* }
                match self {
                    $(What::$name { .. } => Number::$name as usize,)*
                }
            }

            /// Name of the kind of fact, in PascalCase.
            pub const fn word(&self) -> &'static str {
                What::WORDS[self.number()]
            }

            /// Passes each field with its name to `to`.
            pub fn fields(&self, to: &mut dyn FnMut(&'static str, Field)) {
                for (name, value) in What::FIELDS[self.number()].split_ascii_whitespace().zip(self.values()) {
                    to(name, value);
                }
            }

            /// The values of the fields, and nothing after the last. Without the names, kinds that have the same types of
            /// fields share their code.
            fn values(&self) -> [Field; What::MOST_FIELDS] {
                let mut values = [Field::Nothing; What::MOST_FIELDS];
                let mut to = values.iter_mut();
                match *self {
                    $(What::$name { $($field),* } => {
                        $(if let Some(to) = to.next() { *to = $field.into(); })*
                    })*
                }
                values
            }
        }
    };
}

what! {
    /// A client placed an order.
    OrderPlaced { order: OrderId, client: NodeId, amount: u32 },
    /// The client's handler ended: the customer has the answer.
    OrderAnswered { order: OrderId },
    /// The client's handler failed: the customer was told so.
    OrderFailed { order: OrderId, reason: Reason },
    /// Every expected effect of the order is in the ledger.
    OrderDone { order: OrderId, late: bool },
    /// Nothing is left that could complete the order.
    OrderLost { order: OrderId },
    /// A node stored a message in its outbox.
    OutboxStored { order: OrderId, node: NodeId, topic: TopicId },
    /// A node sent a message to a topic.
    PublishSent { order: OrderId, node: NodeId, topic: TopicId },
    /// The topic took the message.
    PublishAccepted { order: OrderId, topic: TopicId },
    /// The topic recognised the message's key: nothing is delivered.
    PublishDeduplicated { order: OrderId, topic: TopicId },
    /// The broker refused the message, and the sender knows.
    PublishRefused { order: OrderId, topic: TopicId, reason: Reason },
    /// The broker refused the message, and the sender is not told.
    PublishLost { order: OrderId, topic: TopicId, reason: Reason },
    /// A copy of the message entered a subscription.
    MessageAccepted { message: MessageId, order: OrderId, subscription: SubscriptionId },
    /// Another copy of a message was created.
    MessageDuplicated { message: MessageId, order: OrderId, subscription: SubscriptionId },
    /// A fault holds the message back.
    MessageDelayed { message: MessageId, order: OrderId, subscription: SubscriptionId, by: Span },
    /// The message is ready in its queue, again or after a delay.
    MessageReady { message: MessageId, order: OrderId, subscription: SubscriptionId },
    /// The broker handed the message to a consumer.
    MessageHandedOut { message: MessageId, order: OrderId, subscription: SubscriptionId, node: NodeId, redelivered: bool },
    /// The message came back to its queue.
    MessageReturned { message: MessageId, order: OrderId, subscription: SubscriptionId, reason: Reason },
    /// The message will be retried after a delay.
    RetryScheduled { message: MessageId, order: OrderId, subscription: SubscriptionId, attempt: u32, delay: Span },
    /// The message is acknowledged. `sojourn` is the time since it was published.
    MessageAcked { message: MessageId, order: OrderId, subscription: SubscriptionId, sojourn: Span },
    /// The inbox knew the message's key: acknowledged without an effect.
    MessageSuppressed { message: MessageId, order: OrderId, subscription: SubscriptionId },
    /// An acknowledgement arrived after the consumer had lost the message.
    AckTooLate { order: OrderId, subscription: SubscriptionId },
    /// The message is set aside until its prerequisites are there.
    MessageParked { message: MessageId, order: OrderId, subscription: SubscriptionId },
    /// The message is given up and kept as a dead letter.
    MessageDeadLettered { message: MessageId, order: OrderId, subscription: SubscriptionId, reason: Reason },
    /// A dead letter returned to its queue.
    MessageRedriven { message: MessageId, order: OrderId, subscription: SubscriptionId },
    /// The message is gone for good.
    MessageDropped { message: MessageId, order: OrderId, subscription: SubscriptionId, reason: Reason },
    /// A message became poison, or was cured.
    MessagePoisoned { message: MessageId, order: OrderId, subscription: SubscriptionId, poison: bool },
    /// A handler began. `message` is absent for a call or an order.
    RunStarted { run: RunId, node: NodeId, order: OrderId, message: Option<MessageId>, attempt: u32 },
    /// A handler ended.
    RunEnded { run: RunId, node: NodeId, order: OrderId, outcome: Outcome },
    /// A line was written in the ledger; `times` includes it.
    EffectWritten { order: OrderId, effect: EffectId, node: NodeId, times: u32 },
    /// A request was sent.
    CallSent { call: CallId, order: OrderId, attempt: u32 },
    /// The caller received the answer.
    CallAnswered { call: CallId, order: OrderId },
    /// An attempt at a call failed.
    CallAttemptFailed { call: CallId, order: OrderId, reason: Reason },
    /// The call will be retried after a delay.
    CallRetryScheduled { call: CallId, order: OrderId, delay: Span },
    /// A node's health was set.
    HealthSet { node: NodeId, health: Health },
    /// A service will crash at a point.
    CrashArmed { node: NodeId, point: CrashPoint },
    /// A service crashed; it restarts after `restart`.
    NodeCrashed { node: NodeId, restart: Span },
    /// A service is back after a crash.
    NodeRestarted { node: NodeId },
    /// A fault is set for the next message of a subscription.
    TamperArmed { subscription: SubscriptionId },
    /// A queue's order was shuffled.
    QueueReordered { subscription: SubscriptionId },
    /// A subscription's settings were changed.
    DeliverySet { subscription: SubscriptionId },
    /// A service's workers were changed.
    WorkersSet { node: NodeId, workers: u32 },
    /// A call edge's policy was changed.
    CallPolicySet { call: CallId },
    /// A client's automatic orders were changed.
    ArrivalsSet { client: NodeId },
    /// A circuit breaker opened; `failed` and `slow` count among the `calls` it considered.
    BreakerOpened { call: CallId, calls: u32, failed: u32, slow: u32 },
    /// A circuit breaker permits a few calls, to see how they end.
    BreakerHalfOpened { call: CallId, permits: u32 },
    /// A circuit breaker permits all calls again.
    BreakerClosed { call: CallId },
    /// An earlier answer of this age was used: a fresh one instead of a call, a stale one after a failed call.
    CallAnsweredFromCache { call: CallId, order: OrderId, age: Span, stale: bool },
    /// A retry was due, but the retry budget had no token for it.
    RetryThrottled { call: CallId, order: OrderId },
    /// A call was refused at a node's ingress, before any worker saw it; it may be repeated after `after`.
    IngressRefused { call: CallId, node: NodeId, order: OrderId, reason: Reason, after: Span },
    /// The checks at a node's ingress were changed.
    IngressSet { node: NodeId },
    /// A service's machine was changed; `cores` is 0 when not limited, `percent` is its speed.
    MachineSet { node: NodeId, cores: u32, percent: u32 },
    /// The health check of the instance at the end of an edge was changed: the instance is in, with no failures
    /// counted.
    HealthCheckSet { call: CallId },
    /// An instance that is in failed a probe, the `streak`th in a row.
    ProbeFailed { call: CallId, reason: Reason, streak: u32 },
    /// An instance that is out passed a probe, the `streak`th in a row.
    ProbePassed { call: CallId, streak: u32 },
    /// The caller stops calling this instance.
    InstanceTakenOut { call: CallId },
    /// The caller calls this instance again.
    InstanceLetBack { call: CallId },
    /// A subscription was connected.
    Subscribed { subscription: SubscriptionId },
    /// A subscription was disconnected.
    Unsubscribed { subscription: SubscriptionId },
    /// A subscription of a log reads from this offset on.
    OffsetSet { subscription: SubscriptionId, offset: u32 },
    /// A message was removed from a subscription of a log; its record stays in the log.
    MessageWithdrawn { message: MessageId, order: OrderId, subscription: SubscriptionId },
    /// A broker's leader wrote the message; its followers do not have it yet.
    LeaderWrote { order: OrderId, topic: TopicId },
    /// A broker's leader failed; `replicas` are left.
    LeaderFailed { node: NodeId, replicas: u32 },
    /// A follower became the leader.
    LeaderElected { node: NodeId },
    /// A `decide` step decided about an order, the same on every attempt.
    OrderDecided { order: OrderId, node: NodeId, yes: bool },
    /// The effect is expected of the order from now on, or no longer.
    ExpectationSet { order: OrderId, effect: EffectId, node: NodeId, expected: bool },
    /// The broker published a notice that it gave up a message about the order.
    NoticeSent { order: OrderId, subscription: SubscriptionId, topic: TopicId },
    /// A half-open circuit breaker came to no verdict in its time.
    HalfOpenEnded { call: CallId },
    /// The sender had no confirm in time; the broker may have the message all the same.
    ConfirmTimedOut { order: OrderId, topic: TopicId },
    /// The sender will send the message again after a delay.
    PublishRetryScheduled { order: OrderId, topic: TopicId, attempt: u32, delay: Span },
    /// How a service crashes by itself was changed.
    CrashesSet { node: NodeId },
    /// A message that was given up, or redriven, leaves its subscription for a topic.
    MessageRouted { message: MessageId, order: OrderId, subscription: SubscriptionId, topic: TopicId },
    /// The message lies in a queue that nobody consumes, as a dead letter.
    MessageShelved { message: MessageId, order: OrderId, subscription: SubscriptionId, reason: Reason },
    /// The message waits at the broker until there is room in its queue.
    PublishBlocked { order: OrderId, topic: TopicId },
    /// The time for a call with all its attempts is over.
    DeadlineExceeded { call: CallId, order: OrderId },
    /// A request that nobody waits for any more was dropped, before any worker saw it.
    CallCancelled { call: CallId, order: OrderId },
    /// An attempt waits for a place in the caller's bulkhead.
    CallHeldBack { call: CallId, order: OrderId },
    /// No request is sent: another call is under way for the same answer.
    CallJoined { call: CallId, order: OrderId },
    /// The call that was joined is over; its answer serves this one, too, or its failure.
    CallShared { call: CallId, order: OrderId, failed: bool },
    /// An instance is taken out for this time, because of failures in a row.
    InstanceEjected { call: CallId, failures: u32, out: Span },
    /// The time for which an instance was taken out is over.
    EjectionEnded { call: CallId },
    /// The call has what it needs, or cannot have it any more: nobody waits for this one. `asked`: its request had left.
    CallGivenUp { call: CallId, order: OrderId, asked: bool },
    /// No answer came for a while: another instance is called, too.
    CallHedged { call: CallId, order: OrderId },
    /// How many calls may be under way at a time adapted itself.
    CallLimitAdapted { call: CallId, calls: u32 },
    /// A consumer renewed its lease of a message.
    LeaseRenewed { message: MessageId, order: OrderId, subscription: SubscriptionId },
    /// The message is handled; its acknowledgement waits for the next commit.
    MessageHandled { message: MessageId, order: OrderId, subscription: SubscriptionId },
    /// A consumer acknowledged all that it had handled: so many messages.
    BatchCommitted { subscription: SubscriptionId, node: NodeId, messages: u32 },
    /// A consumer joined or left the group of a log with partitions, of which so many consumers are members: it hands out
    /// nothing until each of them has finished what it has.
    RebalanceStarted { subscription: SubscriptionId, members: u32 },
    /// A partition, numbered from 0, has another owner.
    PartitionAssigned { subscription: SubscriptionId, partition: u32, node: NodeId },
    /// The partitions are shared among so many members.
    RebalanceEnded { subscription: SubscriptionId, members: u32 },
    /// The topic took the message, and no queue that is connected takes it: it is lost, and its sender is not told.
    MessageUnroutable { order: OrderId, topic: TopicId },
}
