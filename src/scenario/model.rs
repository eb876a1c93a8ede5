//! The validated scenario: every reference is an index that exists, every value is in its range.

mod command;
mod delivery;

pub use command::{Command, CrashPoint, Health, Start, Tamper, TimedCommand};
pub use delivery::{Ack, Counts, CrashReturns, Delivery, Duplicates, Inbox, Prefetch, Requeue, Window};

use crate::dist::Dist;
use crate::ids::{EffectId, EffectSet, HandlerId, NodeId, PoolId, SubscriptionId, TopicId};
use crate::policy::breaker::BreakerPolicy;
use crate::policy::budget::BudgetPolicy;
use crate::policy::cache::CachePolicy;
use crate::policy::retry::RetryPolicy;
use crate::scenario::claim::Claim;
use crate::scenario::ingress::{Ingress, Sidecar};
use crate::scenario::lesson::Lesson;
use crate::scenario::machine::Machine;
use crate::scenario::pool::Pool;
use crate::text::Text;
use crate::time::{Span, Time};
use serde::{Deserialize, Serialize};

/// A scenario ready to run. Made by [`crate::scenario::load`]; positions in the lists are the ids.
#[derive(Clone, PartialEq, Debug)]
pub struct Model {
    /// Name of the scenario: lower-case letters, digits and hyphens.
    pub id: String,
    /// What the scenario is called.
    pub title: Text,
    /// The lesson's text; its legend words are marked `[word](kind)`.
    pub text: Text,
    /// One thing to do.
    pub try_this: Text,
    /// The seed unless another is asked for.
    pub seed: u64,
    /// The length of a run that nobody watches.
    pub until: Time,
    /// An order that takes longer than this is late.
    pub due_within: Option<Span>,
    /// The time a message, a request or a reply is on the way.
    pub latency: Dist,
    /// The lines an order may write in the books.
    pub effects: Vec<Effect>,
    /// Clients, services, gateways and brokers.
    pub nodes: Vec<Node>,
    /// Topics.
    pub topics: Vec<Topic>,
    /// Subscriptions of all topics.
    pub subscriptions: Vec<Subscription>,
    /// Edges of synchronous calls.
    pub calls: Vec<Call>,
    /// What the steps call: the edges among which each spreads its calls.
    pub pools: Vec<Pool>,
    /// The steps that run on each trigger.
    pub handlers: Vec<Handler>,
    /// Commands that the scenario itself gives, by instant.
    pub faults: Vec<TimedCommand>,
    /// What the scenario says is true at the end of a run.
    pub claims: Vec<Claim>,
    /// What makes a lesson of it.
    pub lesson: Option<Lesson>,
}

impl Model {
    /// The effects that a handler may write, in the order of its steps, with those of all branches.
    pub fn effects_of(&self, handler: HandlerId) -> impl Iterator<Item = EffectId> {
        self.handlers[handler.index()].steps.iter().filter_map(|step| match step {
            Step::Effect(effect) => Some(*effect),
            _ => None,
        })
    }

    /// The effects that a node's handlers may write, in the order of their steps, each once.
    pub fn effects_at(&self, node: NodeId) -> Vec<EffectId> {
        let mut effects = Vec::new();
        let handlers = (0..self.handlers.len()).map(HandlerId::new).filter(|h| self.handlers[h.index()].node == node);
        for effect in handlers.flat_map(|handler| self.effects_of(handler)) {
            if !effects.contains(&effect) {
                effects.push(effect);
            }
        }
        effects
    }

    /// For each effect, those that must be in the books before it.
    pub fn prerequisites(&self) -> Vec<EffectSet> {
        self.effects.iter().map(|effect| effect.after).collect()
    }

    /// The most effects that one of a subscription's handlers writes, whatever it decides.
    pub fn most_effects(&self, subscription: &Subscription) -> usize {
        let most = |c: &Consumer| most_written(&self.handlers[c.handler.index()].steps);
        subscription.consumers.iter().map(most).max().unwrap_or(0)
    }

    /// The effects that an order is expected to have from the start.
    pub fn expected(&self) -> EffectSet {
        (0..self.effects.len()).filter(|i| self.effects[*i].expected).map(EffectId::new).collect()
    }
}

/// The most effects on one way through the steps.
fn most_written(steps: &[Step]) -> usize {
    // From the last step back: jumps lead forward only.
    let mut most = vec![0; steps.len() + 1];
    for (i, step) in steps.iter().enumerate().rev() {
        most[i] = match *step {
            Step::Effect(_) => most[i + 1] + 1,
            Step::Decide { otherwise, .. } => most[i + 1].max(most[usize::from(otherwise)]),
            Step::Jump(to) => most[usize::from(to)],
            _ => most[i + 1],
        };
    }
    most[0]
}

/// A kind of line in the ledger.
#[derive(Clone, PartialEq, Debug)]
pub struct Effect {
    /// Name in the file.
    pub id: String,
    /// Name on the page.
    pub name: Text,
    /// Whether an order is expected to have it from the start.
    pub expected: bool,
    /// The effects that must be in the books before it; each has a smaller number.
    pub after: EffectSet,
}

/// A node.
#[derive(Clone, PartialEq, Debug)]
pub struct Node {
    /// Name in the file.
    pub id: String,
    /// Name on the page.
    pub name: Text,
    /// What it is.
    pub kind: NodeKind,
}

/// What a node is, with what only such a node has.
#[derive(Clone, PartialEq, Debug)]
pub enum NodeKind {
    /// Places orders.
    Client(Client),
    /// Handles messages and calls; a gateway forwards calls.
    Service(Service),
    /// Holds topics.
    Broker {
        /// Whether its messages survive its going down.
        durable: bool,
        /// The leader and its followers; none: it is one machine.
        replicas: Option<Replicas>,
    },
}

/// A leader with followers that copy what it writes. Consumers see a message when every follower that lives has it, as
/// up to Kafka's high watermark; only such a follower is elected (Kafka's `unclean.leader.election.enable=false`, its
/// default), so that what was visible is there under the next leader. A leader without followers is its own in-sync
/// replica: what it writes is visible at once (`min.insync.replicas=1`, the default).
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Replicas {
    /// The leader and its followers; from 2 to 9.
    pub count: u32,
    /// How long it takes until the followers have what the leader wrote; what was written earlier is there earlier.
    pub lag: Dist,
    /// How long the broker is out of reach when its leader fails, until a follower leads.
    pub election: Span,
}

/// A client: places orders by hand or by an arrival process. Each order runs on its own, as if by a customer.
#[derive(Clone, PartialEq, Debug)]
pub struct Client {
    /// What runs for an order.
    pub on_order: HandlerId,
    /// Orders that come by themselves.
    pub arrivals: Option<Arrivals>,
    /// What an order is worth unless the command says otherwise.
    pub amount: u32,
    /// Whether it is logged in: each call of its orders shows who it is.
    pub authenticated: bool,
}

/// An arrival process.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Arrivals {
    /// The gap before each arrival, the first included.
    pub every: Dist,
    /// How many come at the most.
    pub limit: u32,
    /// Whether it runs from the start.
    pub on: bool,
}

/// A service.
#[derive(Clone, PartialEq, Debug)]
pub struct Service {
    /// How many handlers run at once.
    pub workers: u32,
    /// How many calls may wait for a worker; one more is refused.
    pub backlog: u32,
    /// How long it is down after a crash.
    pub restart: Span,
    /// How much it computes.
    pub machine: Machine,
    /// How it slows down when much waits for it.
    pub overload: Option<Overload>,
    /// What runs when it is called.
    pub on_call: Option<HandlerId>,
    /// What is checked of each call before it is taken, unless a command says otherwise.
    pub ingress: Option<Ingress>,
    /// The proxy through which its calls go.
    pub sidecar: Option<Sidecar>,
    /// Whether it is a gateway: it only forwards calls, any number at once, and is up or down.
    pub gateway: bool,
}

/// Overload hurts: with `w` waiting for a worker, work takes `1 + slowdown · (w - above) / above` times as long
/// while `w` exceeds `above`, at most [`Overload::WORST`] times.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Overload {
    /// How many may wait before it hurts; at least 1.
    pub above: u32,
    /// How much slower for each further `above` that wait; from 0 to 10.
    pub slowdown: f64,
}

impl Overload {
    /// The most that overload slows work down.
    pub const WORST: f64 = 20.0;

    /// What the time of a piece of work is multiplied by with `waiting` behind it.
    pub fn factor(self, waiting: usize) -> f64 {
        let over = waiting.saturating_sub(self.above as usize) as f64 / f64::from(self.above.max(1));
        (1.0 + self.slowdown * over).min(Overload::WORST)
    }
}

/// A topic: what is published here goes to each of its subscriptions.
#[derive(Clone, PartialEq, Debug)]
pub struct Topic {
    /// Name in the file.
    pub id: String,
    /// Name on the page.
    pub name: Text,
    /// The broker that holds it.
    pub broker: NodeId,
    /// Its subscriptions.
    pub subscriptions: Vec<SubscriptionId>,
    /// A message whose key was published here within this time is confirmed but not delivered again;
    /// a duplicate does not extend it. (JetStream 2 min, SQS FIFO 5 min.)
    pub dedup_window: Option<Span>,
    /// Whether a message that matches no subscription is refused; otherwise it is confirmed all the same.
    pub mandatory: bool,
    /// Whether what is published stays, to be read again.
    pub log: bool,
    /// How many places in the handlers publish to it: an order has this many idempotency keys here.
    pub sites: u16,
}

/// A subscription: a queue of its own with competing consumers.
#[derive(Clone, PartialEq, Debug)]
pub struct Subscription {
    /// Name in the file.
    pub id: String,
    /// Name on the page.
    pub name: Text,
    /// The topic.
    pub topic: TopicId,
    /// Who consumes, in the order of their turn; at least one.
    pub consumers: Vec<Consumer>,
    /// Whether it is connected from the start.
    pub on: bool,
    /// How messages are handed out, taken back and given up.
    pub delivery: Delivery,
    /// Where a notice of each message that is given up goes, if the settings say so.
    pub notice: Option<Notice>,
    /// The effects that a message brings, by its handlers and by whatever they publish and call in turn.
    pub brings: Vec<EffectId>,
}

/// Where notices of messages that are given up go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Notice {
    /// The topic, held by the same broker.
    pub topic: TopicId,
    /// The topic's publishing site that these notices are: an order has one idempotency key for them.
    pub site: u16,
}

/// One consumer of a subscription.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Consumer {
    /// The service.
    pub node: NodeId,
    /// What it runs for a message.
    pub handler: HandlerId,
}

/// An edge of synchronous calls.
#[derive(Clone, PartialEq, Debug)]
pub struct Call {
    /// Who calls.
    pub from: NodeId,
    /// Who is called; it has an `on_call` handler.
    pub to: NodeId,
    /// The pool that it belongs to.
    pub pool: PoolId,
    /// How patient the caller is, and how stubborn.
    pub policy: CallPolicy,
}

/// How patient a caller is, how stubborn, and how careful. From the outside in: the cache may spare the call; the retry
/// makes attempts, as far as the budget reaches; each of them asks the circuit breaker, and has the timeout to itself.
#[derive(Clone, PartialEq, Debug)]
pub struct CallPolicy {
    /// How long the caller waits for the answer.
    pub timeout: Span,
    /// When it calls again after a failure.
    pub retry: RetryPolicy,
    /// When it stops calling for a while.
    pub breaker: Option<BreakerPolicy>,
    /// What keeps retries from multiplying an outage.
    pub retry_budget: Option<BudgetPolicy>,
    /// How long it uses an answer again.
    pub cache: Option<CachePolicy>,
}

/// The steps a node runs on one trigger.
#[derive(Clone, PartialEq, Debug)]
pub struct Handler {
    /// The node that runs them.
    pub node: NodeId,
    /// The steps, in order.
    pub steps: Vec<Step>,
}

/// One step of a handler.
#[derive(Clone, PartialEq, Debug)]
pub enum Step {
    /// Takes time and may fail at its end.
    Work {
        /// How long.
        takes: Dist,
        /// How likely it fails, from 0 to 1.
        fails: f64,
    },
    /// Lets time pass without a core: another system works, or a disk.
    Wait {
        /// How long; neither health nor the machine changes it.
        takes: Dist,
    },
    /// Goes on only when the order has all these effects in the books.
    Require {
        /// The effects.
        effects: Vec<EffectId>,
        /// What happens to the message otherwise.
        otherwise: Otherwise,
    },
    /// Writes a line in the books.
    Effect(EffectId),
    /// Hands a message to a topic.
    Publish {
        /// The topic.
        topic: TopicId,
        /// How it is handed over.
        via: Via,
        /// Which of the topic's publishing sites this is: together with the order it is the idempotency key.
        site: u16,
    },
    /// Calls an instance of a pool and waits, with the worker, for the answer.
    Call(PoolId),
    /// Answers the caller now; what follows goes on without it.
    Reply,
    /// Goes on with the next step if the order's draw says yes, else with that at `otherwise`.
    Decide {
        /// How likely it is yes, from 0 to 1.
        probability: f64,
        /// The position of the first step when it is no.
        otherwise: u16,
        /// Names the draw: the trigger, and which decision of its handler this is.
        place: u16,
    },
    /// Goes on with the step at this position, which is behind this one.
    Jump(u16),
    /// From now on the order is expected to have other effects.
    Expect {
        /// What it is expected to have.
        effects: EffectSet,
        /// What it no longer is.
        instead: EffectSet,
    },
}

/// What happens to a message whose prerequisites are missing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Otherwise {
    /// The attempt fails and is retried by the subscription's policy.
    Retry,
    /// It is set aside until the prerequisites are there.
    Park,
}

/// How a message is handed to a topic.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Via {
    /// Sent, and the handler goes on: if the broker is down, the message is lost. Kafka's `acks=0`.
    FireAndForget,
    /// Sent, and the handler waits until the broker's leader has it, which may fail before a follower has it too: Kafka's
    /// `acks=1`. A broker without replicas confirms as for `confirmed`.
    ConfirmedByLeader,
    /// Sent, and the handler waits for the broker's confirm: if it is down, the step fails. A broker with replicas
    /// confirms when they have it: Kafka's `acks=all`.
    Confirmed,
    /// Stored in one transaction with the effect that stands directly before it, and sent by a relay, once a second, until
    /// the broker takes it; with replicas, until they have it.
    Outbox,
}
