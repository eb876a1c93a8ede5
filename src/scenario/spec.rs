//! The scenario file as it is written: plain types for serde, in which nothing is checked yet.

use crate::base::dist::Dist;
use crate::base::text::Text;
use crate::base::time::Span;
use crate::model::Kind;
use crate::model::pool::HealthCheck;
use crate::model::{Otherwise, Overload, Replicas, Via};
use crate::policy::breaker::BreakerPolicy;
use crate::policy::budget::BudgetPolicy;
use crate::policy::cache::CachePolicy;
use crate::policy::retry::RetryPolicy;
use crate::scenario::command::FaultSpec;
use crate::scenario::delivery::DeliverySpec;
use crate::scenario::id::{Id, Targets};
use crate::scenario::ingress::{IngressSpec, SidecarSpec};
use crate::scenario::lesson::LessonSpec;
use serde::{Deserialize, Serialize};

/// A scenario: who talks to whom, what goes wrong and when, and what is true in the end.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(title = "Carteiro scenario, version 1"))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Spec {
    /// Where editors find the JSON Schema of this file; not used otherwise.
    #[serde(default, rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The version of the format: 1.
    pub version: u32,
    /// The scenario's name for programs.
    pub id: Id,
    /// What the scenario is called.
    pub title: Text,
    /// The lesson's text. Legend words are marked `[word](kind)`; the kinds are transit, working, retry, done, dead,
    /// suppressed, ready, topic and lost.
    #[serde(default)]
    pub text: Text,
    /// One sentence: what to do.
    #[serde(default)]
    pub task: Text,
    /// The seed of chance; from 0 to 2^53 - 1.
    pub seed: u64,
    /// The length of a run that nobody watches.
    pub until: Span,
    /// An order that takes longer than this is late. Without it none is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_within: Option<Span>,
    /// The network.
    #[serde(default)]
    pub network: NetworkSpec,
    /// What an order writes in the books; each effect is expected once per order, unless it says otherwise. At most 32.
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
    /// What is true at the end of a run, whatever the seed. At most 64.
    #[serde(default)]
    pub claims: Vec<ClaimSpec>,
    /// What makes a lesson of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lesson: Option<LessonSpec>,
}

/// The network between the nodes.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NetworkSpec {
    /// How long a message, a request or a reply is on the way, on every edge. No time unless set. A broker's confirm and
    /// a consumer's acknowledgement take none.
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

/// A kind of line in the books.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EffectSpec {
    /// Its name for programs and claims; not a word that claims use otherwise (`orders`, `done`, `late`, `lost` …).
    pub id: Id,
    /// Its name on the page.
    pub name: Text,
    /// Whether an order is expected to have it from the start; true unless set. What is not may become expected by the
    /// step `expect`.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub expected: bool,
    /// The effects that must be in the books before this one; only effects that stand before it in this list. An order
    /// that has it earlier is counted as `outOfOrder`; nothing prevents it but the handlers' `require`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<Id>,
}

/// A node. Which fields it may have depends on its kind.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NodeSpec {
    /// Its name for programs.
    pub id: Id,
    /// What it is.
    pub kind: Kind,
    /// Its name on the page.
    pub name: Text,
    /// Client: orders that come by themselves. Without it orders are placed by hand only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrivals: Option<ArrivalsSpec>,
    /// Client: what an order is worth, up to 1,000,000,000; 100 unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<u32>,
    /// Client: whether it is logged in, so that the calls of its orders show who it is; true unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authenticated: Option<bool>,
    /// Client, service, gateway: what it does for an order, a message, a call. At most 64.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub handlers: Vec<HandlerSpec>,
    /// Service: how many handlers run at once, from 1 to 10,000; 1 unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workers: Option<u32>,
    /// Service: how many calls may wait for a worker, up to 1,000,000; one more is refused. 1,000 unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_waiting_calls: Option<u32>,
    /// Service: how long it is down after a crash; 1s unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restart: Option<Span>,
    /// Service: how many `work` steps proceed at once, from 1 to 10,000; the others wait for a core, first come, first
    /// served. As many as workers unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cores: Option<u32>,
    /// Service: how many times as fast it works, from 0.01 to 1,000; 1 unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speed: Option<f64>,
    /// Service: how it slows down when much waits for it. Without it, it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overload: Option<Overload>,
    /// Service, gateway: what is checked of each call before it is taken. Without it nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ingress: Option<IngressSpec>,
    /// Service: a proxy beside it that its calls go through. Without it there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sidecar: Option<SidecarSpec>,
    /// Broker: whether its messages survive its going down; true unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub durable: Option<bool>,
    /// Broker: a leader with followers that copy what is published. Without it the broker is one machine, and what it
    /// has taken it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replicas: Option<Replicas>,
}

/// Orders that come by themselves.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ArrivalsSpec {
    /// The gap before each order, the first included.
    pub every: Dist,
    /// How many come at the most; from 1 to 10,000,000.
    pub limit: u32,
    /// Whether they come from the start; true unless set.
    #[serde(default = "yes")]
    pub on: bool,
}

fn yes() -> bool {
    true
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_yes(flag: &bool) -> bool {
    *flag
}

/// What a node does on one trigger.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HandlerSpec {
    /// The trigger.
    pub on: TriggerSpec,
    /// The steps, in order. At most 64, with those of both branches of each `decide`.
    pub steps: Vec<StepSpec>,
}

/// What sets a handler going.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum TriggerSpec {
    /// An order; clients only.
    Order,
    /// A call by another node; services and gateways only.
    Call,
    /// A message of this subscription; services that consume it only.
    Subscription(Id),
}

/// One step of a handler.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum StepSpec {
    /// Takes time and may fail at its end.
    Work {
        /// How long.
        takes: Dist,
        /// How likely it fails, from 0 to 1; 0 unless set.
        #[serde(default)]
        fails: f64,
    },
    /// Lets time pass without a core: another system works, or a disk. Speed and slowness do not change it.
    Wait {
        /// How long.
        takes: Dist,
    },
    /// Goes on only when the order has all these effects in the books.
    Require {
        /// The effects; at least one.
        effects: Vec<Id>,
        /// What happens otherwise.
        otherwise: Otherwise,
    },
    /// Writes one line in the books.
    Effect(Id),
    /// Hands a message to a topic.
    Publish {
        /// The topic.
        topic: Id,
        /// How it is handed over.
        via: Via,
    },
    /// Calls another service and waits, with the worker, for the answer.
    Call {
        /// The service; or a list of services, instances that are called in turn. A retry goes to another one.
        to: Targets,
        /// How long the caller waits for the answer.
        timeout: Span,
        /// When it calls again after a failure; never unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry: Option<RetryPolicy>,
        /// When it stops calling for a while: a circuit breaker, which each attempt asks. Without it, it never does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        breaker: Option<BreakerPolicy>,
        /// What keeps retries from multiplying an outage; nothing unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_budget: Option<BudgetPolicy>,
        /// How long it uses an answer again; not at all unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cache: Option<CachePolicy>,
        /// How the caller finds out which instances to call; never unless set: then all are called.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        health_check: Option<HealthCheck>,
    },
    /// Answers the caller now; what follows goes on without it.
    Reply,
    /// Decides by chance, once for each order: a retry decides the same. Both ways go on with the step behind this one.
    Decide {
        /// How likely the answer is yes, from 0 to 1.
        probability: f64,
        /// What is done when it is yes.
        #[serde(default)]
        then: Vec<StepSpec>,
        /// What is done when it is no.
        #[serde(default)]
        otherwise: Vec<StepSpec>,
    },
    /// From now on the order is expected to have other effects: it is done when it has them. What is written stays
    /// written.
    Expect {
        /// What it is expected to have from now on.
        #[serde(default)]
        effects: Vec<Id>,
        /// What it is no longer expected to have.
        #[serde(default)]
        instead: Vec<Id>,
    },
}

/// A topic: what is published here goes to each of its subscriptions.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TopicSpec {
    /// Its name for programs.
    pub id: Id,
    /// Its name on the page.
    pub name: Text,
    /// The broker that holds it.
    pub broker: Id,
    /// A message published here again within this time is confirmed but not delivered again. Without it each is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dedup_window: Option<Span>,
    /// Whether a message that matches no subscription is refused; otherwise it is confirmed all the same. A log keeps
    /// it in any case.
    #[serde(default)]
    pub mandatory: bool,
    /// Whether it is a log: what is published stays, numbered by offsets from 0, and each subscription, as a consumer
    /// group, reads it in order and can read it again. Its broker is durable. Unlike a topic of Kafka it has one
    /// partition, and records stay for ever.
    #[serde(default)]
    pub log: bool,
    /// Its subscriptions.
    #[serde(default)]
    pub subscriptions: Vec<SubscriptionSpec>,
}

/// A subscription: a queue of its own with competing consumers; of a log, a consumer group with an offset of its own, in
/// which one consumer reads at a time and another takes over when it is down.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SubscriptionSpec {
    /// Its name for programs; subscriptions of different topics have different ids too.
    pub id: Id,
    /// Its name on the page; that of its first consumer unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// The services that compete for its messages; at least one.
    pub consumers: Vec<Id>,
    /// Whether it is connected from the start; true unless set. Nothing is delivered to one that is off, until the
    /// command `subscribe`. What its handlers would write is missing all the same, and who lacks it is lost: an effect
    /// of a listener that comes later is best not `expected`.
    #[serde(default = "yes")]
    pub on: bool,
    /// How it delivers; by the preset `plain` unless set, or `log` for a log.
    #[serde(default)]
    pub delivery: DeliverySpec,
}

/// What is true at the end of a run, whatever the seed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClaimSpec {
    /// A comparison: `lost == 0`, `maxAttempts <= 5`, `shipped == paid`, `stock.dead == 0`. It speaks of numbers,
    /// effects (`shipped`, `effect:shipped.once`), `subscription.name`, `node:id.name`, `call:from/to.name` (all names are in
    /// docs/measures.md), and orders, done, late, waiting,
    /// deadLettered, lost, doneTwice, outOfOrder, lostAmount, compensated, maxAttempts, answered, refused, answerP50, answerP95 and
    /// commands.
    pub expect: String,
    /// The same in words.
    pub text: Text,
    /// Whether it is what the lesson's idea brings: in the lesson's contrast it falls.
    #[serde(default)]
    pub contrasts: bool,
}
