//! The scenario file as written: plain serde types, not yet validated.

use crate::base::dist::Dist;
use crate::base::text::Text;
use crate::base::time::Span;
use crate::model::Kind;
use crate::model::pool::HealthCheck;
use crate::model::{Bulkhead, Crashes, Ejection, OrderWords, Otherwise, Overload, Parallel, Replicas, TopicKey, Via};
use crate::policy::breaker::BreakerPolicy;
use crate::policy::budget::BudgetPolicy;
use crate::policy::cache::CachePolicy;
use crate::policy::retry::RetryPolicy;
use crate::scenario::command::FaultSpec;
use crate::scenario::delivery::DeliverySpec;
use crate::scenario::fails::FailsSpec;
use crate::scenario::id::{Id, Targets};
use crate::scenario::ingress::{IngressSpec, SidecarSpec};
use crate::scenario::lesson::LessonSpec;
use serde::{Deserialize, Serialize};

/// A scenario: nodes and how they communicate, faults and when they happen, and claims about the end of a run.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(title = "Carteiro scenario, version 1"))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Spec {
    /// Where editors find the JSON Schema of this file; not used otherwise.
    #[serde(default, rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The version of the format: 1.
    pub version: u32,
    /// The scenario's identifier.
    pub id: Id,
    /// The scenario's title.
    pub title: Text,
    /// The lesson's text. Legend words are marked `[word](kind)`; the kinds are transit, working, retry, done, dead,
    /// suppressed, ready, topic and lost.
    #[serde(default)]
    pub text: Text,
    /// One sentence: what to do.
    #[serde(default)]
    pub task: Text,
    /// The random seed of a run that names no other, from 0 to 2^53 - 1.
    pub seed: u64,
    /// The length of a run that is not interactive.
    pub until: Span,
    /// An order that takes longer than this is late. No order is late unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_within: Option<Span>,
    /// The network between the nodes.
    #[serde(default)]
    pub network: NetworkSpec,
    /// What an order is called and what a customer does to place one; "order" and "Buy" unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderWords>,
    /// The effects that orders have in the books; each is expected once per order, unless it says otherwise. At most
    /// 32.
    #[serde(default)]
    pub effects: Vec<EffectSpec>,
    /// Clients, services, gateways and brokers. At most 64.
    pub nodes: Vec<NodeSpec>,
    /// Topics. At most 64, with at most 128 subscriptions in all.
    #[serde(default)]
    pub topics: Vec<TopicSpec>,
    /// Commands that the scenario itself gives. At most 10,000.
    #[serde(default)]
    pub faults: Vec<FaultSpec>,
    /// Statements that hold at the end of a run with any seed. At most 64.
    #[serde(default)]
    pub claims: Vec<ClaimSpec>,
    /// The lesson that the scenario teaches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lesson: Option<LessonSpec>,
}

/// The network between the nodes.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NetworkSpec {
    /// The transit time of a message, a request or a reply, on every edge. Zero unless set. A broker's confirm and a
    /// consumer's acknowledgement take no time.
    #[serde(default = "no_time")]
    pub latency: Dist,
}

impl Default for NetworkSpec {
    fn default() -> NetworkSpec {
        NetworkSpec { latency: Dist::NONE }
    }
}

fn no_time() -> Dist {
    Dist::NONE
}

/// An effect: a kind of line in the books.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EffectSpec {
    /// Its identifier, also in claims; not a word that claims use otherwise (`orders`, `done`, `late`, `lost` …).
    pub id: Id,
    /// Its name on the page.
    pub name: Text,
    /// Whether an order is expected to have it from the start; true unless set. The step `expect` may change that.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub expected: bool,
    /// The effects that must be in the books before this one; only effects that precede it in the list of effects. An
    /// order that has it earlier counts as `outOfOrder`; only the handlers' `require` prevents that. At
    /// most 32.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<Id>,
    /// The topic whose `key` says which orders must have this effect in the order in which they were placed. One that
    /// has it for the first time after a later order of its key counts as `outOfOrder`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_order: Option<Id>,
}

/// A node. Which fields it may have depends on its kind.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NodeSpec {
    /// Its identifier.
    pub id: Id,
    /// Client, service, gateway or broker.
    pub kind: Kind,
    /// Its name on the page.
    pub name: Text,
    /// Client: automatic orders. Without it orders are placed by commands only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrivals: Option<ArrivalsSpec>,
    /// Client: an order's amount, up to 1,000,000,000; 100 unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<u32>,
    /// Client: whether it is logged in, so that the calls of its orders carry its identity; true unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authenticated: Option<bool>,
    /// Client: what its orders are called; as in the whole scenario unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderWords>,
    /// Client, service, gateway: how it handles an order, a message or a call. At most 64.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub handlers: Vec<HandlerSpec>,
    /// Service: how many handlers run at once, from 1 to 10,000; 1 unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workers: Option<u32>,
    /// Service: how many calls may wait for a worker, up to 1,000,000; further calls are refused. 1,000 unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_waiting_calls: Option<u32>,
    /// Service: how long it is down after a crash; 1s unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restart: Option<Span>,
    /// Service: how it crashes by itself; it does not unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crashes: Option<Crashes>,
    /// Service: the number of `work` steps that proceed at once, from 1 to 10,000; the others wait for a core, first
    /// come, first served. The number of workers unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cores: Option<u32>,
    /// Service: the factor on its speed, from 0.01 to 1,000; 1 unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speed: Option<f64>,
    /// Service: how it slows down as more work waits for it; it does not unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overload: Option<Overload>,
    /// Service, gateway: the checks on each call before it is taken; none unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ingress: Option<IngressSpec>,
    /// Service: a proxy beside it that its calls go through; none unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sidecar: Option<SidecarSpec>,
    /// Broker: whether its messages survive an outage of the broker; true unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub durable: Option<bool>,
    /// Broker: a leader with followers that copy what is published. Without it the broker is one machine, and a message
    /// that it took is safe at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replicas: Option<Replicas>,
}

/// Automatic orders.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ArrivalsSpec {
    /// An open loop: the gap before each order, including the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<Dist>,
    /// A closed loop instead: so many users, from 1 to 10,000. Each places an order, waits for the answer, thinks, and comes
    /// again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub users: Option<u32>,
    /// A closed loop: how long a user thinks before each order, the first included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub think: Option<Dist>,
    /// The instant of the first order, or of every user's first; after a gap like the others unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Span>,
    /// An open loop: how the rate changes. At most 1,000, in the order of their instants. A command that changes the gap
    /// ends it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub profile: Vec<RateSpec>,
    /// The most orders that arrive, from 1 to 10,000,000.
    pub limit: u32,
    /// Whether they arrive from the start; true unless set.
    #[serde(default = "yes")]
    pub on: bool,
}

/// From an instant on, orders come so many times as often as their gap says.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RateSpec {
    /// The instant.
    pub at: Span,
    /// The factor, from 0 to 1,000; with 0 none come.
    pub times: f64,
}

fn yes() -> bool {
    true
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_yes(flag: &bool) -> bool {
    *flag
}

/// The steps that a node runs on one trigger.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HandlerSpec {
    /// The event that starts the handler.
    pub on: TriggerSpec,
    /// The steps, in order. At most 64, including both branches of each `decide`.
    pub steps: Vec<StepSpec>,
}

/// An event that starts a handler.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum TriggerSpec {
    /// An order; clients only.
    Order,
    /// A call by another node; services and gateways only.
    Call,
    /// A message of this subscription; only services that consume it.
    Subscription(Id),
}

/// One step of a handler.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
#[allow(clippy::large_enum_variant, reason = "a file has few steps, and most are calls or short-lived")]
pub enum StepSpec {
    /// Takes time and may fail at its end.
    Work {
        /// How long it takes.
        takes: Dist,
        /// The probability that it fails, from 0 to 1, or one for each kind of failure; 0 unless set.
        #[serde(default)]
        fails: FailsSpec,
    },
    /// Takes time without a core, as when another system or a disk works. Speed and slowness do not change it.
    Wait {
        /// How long it takes.
        takes: Dist,
    },
    /// Continues only if the order has all these effects in the books.
    Require {
        /// The effects; at least one, at most 32.
        effects: Vec<Id>,
        /// What happens if one is missing.
        otherwise: Otherwise,
    },
    /// Writes one line of this effect in the books.
    Effect(Id),
    /// Publishes a message to a topic.
    Publish(PublishSpec),
    /// Calls another service and waits for the answer, which keeps the worker busy.
    Call {
        /// A service, or a list of services: instances that are called in turn. A retry goes to another one.
        to: Targets,
        /// How long the caller waits for the answer.
        timeout: Span,
        /// When the caller retries after a failure; never unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry: Option<RetryPolicy>,
        /// A circuit breaker, which every attempt must pass; none unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        breaker: Option<BreakerPolicy>,
        /// A retry budget, which keeps retries from amplifying an outage; none unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_budget: Option<BudgetPolicy>,
        /// How long the caller reuses an answer; not at all unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cache: Option<CachePolicy>,
        /// How long the call may take with all its attempts and waits; as long as it takes unless set. It is passed on: what
        /// the called service calls in its turn has only the time that is left, and a call that still waits there when
        /// it is over is dropped.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        deadline: Option<Span>,
        /// Whether an attempt that times out is cancelled: if it still waits at the called service it leaves the line. A
        /// handler that has begun goes on. False unless set: the called service does not hear of the timeout.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        cancel: bool,
        /// How many attempts the caller may have under way there; any number unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        bulkhead: Option<Bulkhead>,
        /// When an instance is taken out for failures in a row; never unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ejection: Option<Ejection>,
        /// Several instances are called for one answer: scatter-gather, or a hedged request. One at a time unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parallel: Option<Parallel>,
        /// How the caller finds out which instances to call; all are called unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        health_check: Option<HealthCheck>,
    },
    /// Answers the caller now; it does not wait for the steps that follow.
    Reply,
    /// Decides by chance, once per order: a retry decides the same. Both branches continue with the step after this
    /// one.
    Decide {
        /// The probability of `then`, from 0 to 1.
        probability: f64,
        /// The steps taken with that probability.
        #[serde(default)]
        then: Vec<StepSpec>,
        /// The steps taken otherwise.
        #[serde(default)]
        otherwise: Vec<StepSpec>,
    },
    /// Changes which effects the order is expected to have: it is done when it has them. Lines that are written stay.
    Expect {
        /// The effects that are expected from now on; at most 32.
        #[serde(default)]
        effects: Vec<Id>,
        /// The effects that are no longer expected; at most 32.
        #[serde(default)]
        instead: Vec<Id>,
    },
}

/// A message that a step publishes, and how its sender hands it over.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PublishSpec {
    /// The topic's id.
    pub topic: Id,
    /// How the broker is handed the message.
    pub via: Via,
    /// When a sender that waits for a confirm sends a message again that was refused, or not confirmed in time; never
    /// unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry: Option<RetryPolicy>,
    /// How long such a sender waits for the confirm of one try; until it comes unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout: Option<Span>,
    /// How long such a sender tries in all; unless set, as long as it has attempts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_timeout: Option<Span>,
    /// Whether the broker stores a message once that such a sender sends several times; false unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotent: Option<bool>,
    /// Outbox: how long its relay waits before it sends a message again; 1s unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<Span>,
    /// How long the message may stay in a queue, if that is shorter than the queue's own `ttl`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ttl: Option<Span>,
    /// What bindings filter it by: words between dots, as in `order.paid`, at most 64 characters; none unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub routing_key: Option<String>,
    /// How long the message is held back when it enters a queue; as the queue says unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delay: Option<Span>,
}

/// A topic: a message published to it goes to each of its subscriptions, and to those of other topics that are bound to it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TopicSpec {
    /// Its identifier.
    pub id: Id,
    /// Its name on the page.
    pub name: Text,
    /// The id of the broker that holds it.
    pub broker: Id,
    /// A message published again within this time is confirmed but not delivered again. Every one is delivered unless
    /// set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dedup_window: Option<Span>,
    /// Whether a message that matches no subscription is refused; otherwise it is confirmed. A log keeps it in any
    /// case.
    #[serde(default)]
    pub mandatory: bool,
    /// Whether it is a log: records stay, numbered by offsets from 0, and each subscription, as a consumer group, reads
    /// them in order and can reread them. Its broker must be durable. Unlike those of a Kafka topic its records never
    /// expire.
    #[serde(default)]
    pub log: bool,
    /// Log: the number of its partitions, from 1 to 32; 1 unless set. A record goes to the partition of its key. The
    /// consumers of a group that are up share the partitions, and each reads its own in order.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub partitions: u32,
    /// Which messages have a key in common; those of an order unless set. A queue can keep the order of each key.
    #[serde(default, skip_serializing_if = "is_default_key")]
    pub key: TopicKey,
    /// Its subscriptions; a topic may have none.
    #[serde(default)]
    pub subscriptions: Vec<SubscriptionSpec>,
}

fn one() -> u32 {
    1
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_one(n: &u32) -> bool {
    *n == 1
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_default_key(key: &TopicKey) -> bool {
    *key == TopicKey::Order
}

/// A subscription: a queue of its own with competing consumers. On a log it is a consumer group with its own offset, in
/// which one consumer reads at a time and another takes over when that one is down.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SubscriptionSpec {
    /// Its identifier, unique among the subscriptions of all topics.
    pub id: Id,
    /// Its name on the page; the name of its first consumer unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Further topics whose messages reach this queue, too, and which messages it takes of a topic, its own included; of
    /// its own topic it takes all unless that is named here. Not on a log. At most 256 over all subscriptions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bindings: Vec<BindingSpec>,
    /// The ids of the services that compete for its messages; at least one.
    pub consumers: Vec<Id>,
    /// Whether it is connected from the start; true unless set. Nothing is delivered to one that is off, until the
    /// command `subscribe`. Meanwhile orders lack the effects of its handlers and count as lost if those are expected,
    /// so an effect of a listener that comes later is best not `expected`.
    #[serde(default = "yes")]
    pub on: bool,
    /// How it delivers; by the preset `plain` unless set, or `log` on a log.
    #[serde(default)]
    pub delivery: DeliverySpec,
}

/// What a queue takes of a topic. A message that no queue takes is lost, unless the topic is `mandatory`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BindingSpec {
    /// The topic's id: one of the same broker that is no log.
    pub topic: Id,
    /// The messages whose `routingKey` matches one of these patterns, in which `*` stands for one word and `#`, once, for
    /// any number of words; all messages unless set. A message without a key matches only `#`. At most 8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub routing_keys: Option<Vec<String>>,
}

/// A statement that holds at the end of a run with any seed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClaimSpec {
    /// A comparison: `lost == 0`, `maxAttempts <= 5`, `shipped == paid`, `stock.dead == 0`. Its sides are numbers,
    /// effects (`shipped`, `effect:shipped.once`), `subscription.name`, `node:id.name`, `call:from/to.name` (all names
    /// are in docs/measures.md), or one of orders, done, late, waiting, deadLettered, lost, doneTwice, outOfOrder,
    /// lostAmount, compensated, maxAttempts, answered, refused, answerP50, answerP95, unroutable and commands.
    pub expect: String,
    /// The claim in words.
    pub text: Text,
    /// Whether the claim depends on the lesson's idea: it does not hold in the lesson's contrast.
    #[serde(default)]
    pub contrasts: bool,
}
