//! What may be done to the world, by hand or by the scenario.

use crate::base::dist::Dist;
use crate::base::ids::{CallId, NodeId, PoolId, SubscriptionId};
use crate::base::time::{Span, Time};
use crate::model::call::CallPolicy;
use crate::model::delivery::Delivery;
use crate::model::ingress::Ingress;
use crate::model::machine::Machine;
use crate::model::pool::HealthCheck;
use serde::{Deserialize, Serialize};

/// A node's health.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Health {
    /// Works.
    Up,
    /// Its work takes longer.
    #[serde(rename_all = "camelCase")]
    Slow {
        /// How many times as long; from 1 to 1,000.
        factor: f64,
    },
    /// Its attempts fail at random.
    #[serde(rename_all = "camelCase")]
    Flaky {
        /// How likely an attempt fails; from 0 to 1.
        probability: f64,
    },
    /// Does not answer, and aborts the work in hand: the handlers that run end where they are, the attempts of their callers fail, and
    /// their messages come back as `crashReturns` says; at once, they use up no attempt. What was written stays written.
    Down,
}

impl std::hash::Hash for Health {
    /// By its code and the bits of its value, so that a trace of it has a digest.
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        let (code, value) = match *self {
            Health::Up => (0u8, 0.0),
            Health::Slow { factor } => (1, factor),
            Health::Flaky { probability } => (2, probability),
            Health::Down => (3, 0.0),
        };
        state.write_u8(code);
        state.write_u64(f64::to_bits(value));
    }
}

/// Where in its handling a service crashes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum CrashPoint {
    /// At once, whatever it does.
    Now,
    /// When it is about to write its next effect.
    BeforeEffect,
    /// When its next effect is written, with what the outbox stores in the same transaction, and nothing is
    /// acknowledged yet.
    AfterEffect,
    /// Right after its next acknowledgement.
    AfterAck,
}

/// What a person, or the scenario at an instant, does to the world.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub enum Command {
    /// Places an order.
    PlaceOrder {
        /// The client.
        client: NodeId,
        /// What it is worth.
        amount: u32,
    },
    /// Sets a node's health; a broker is up or down.
    SetHealth {
        /// The node.
        node: NodeId,
        /// From now on.
        health: Health,
    },
    /// Lets a service crash; it comes back after its restart time.
    Crash {
        /// The service.
        node: NodeId,
        /// When.
        point: CrashPoint,
    },
    /// Does something to the next message that enters a subscription.
    TamperNext {
        /// The subscription.
        subscription: SubscriptionId,
        /// What.
        tamper: Tamper,
    },
    /// Shuffles the messages that are ready.
    Reorder(SubscriptionId),
    /// Makes a message fail at every attempt, or mends it.
    SetPoison {
        /// The message's number.
        message: crate::base::ids::MessageId,
        /// Whether it is poison from now on.
        poison: bool,
    },
    /// Puts a dead letter back at the tail of its queue, with no attempt used.
    Redrive(crate::base::ids::MessageId),
    /// Puts all dead letters of a subscription back.
    RedriveAll(SubscriptionId),
    /// Throws a dead letter away.
    Discard(crate::base::ids::MessageId),
    /// Changes how a subscription delivers; what is in flight keeps its lease.
    SetDelivery {
        /// The subscription.
        subscription: SubscriptionId,
        /// From now on.
        delivery: Delivery,
    },
    /// Changes how many workers a service has; who is working finishes.
    SetWorkers {
        /// The service.
        node: NodeId,
        /// From 1 to the limit.
        workers: u32,
    },
    /// Changes how much a service computes; what is being worked on finishes as it began.
    SetMachine {
        /// The service.
        node: NodeId,
        /// From now on.
        machine: Machine,
    },
    /// Changes how a caller checks the instances of a pool; all of them are in from now on.
    SetHealthCheck {
        /// The pool.
        pool: PoolId,
        /// From now on.
        check: Option<HealthCheck>,
    },
    /// Changes how patient a caller is.
    SetCall {
        /// The edge.
        call: CallId,
        /// From now on.
        policy: CallPolicy,
    },
    /// Changes what is checked of the calls to a service or gateway.
    SetIngress {
        /// The node.
        node: NodeId,
        /// From now on; none: nothing.
        ingress: Option<Ingress>,
    },
    /// Changes the gap between a client's automatic orders; none stops them.
    SetArrivals {
        /// The client.
        client: NodeId,
        /// The gap.
        every: Option<Dist>,
    },
    /// Connects a subscription, or lets one that is connected read from elsewhere.
    Subscribe {
        /// The subscription.
        subscription: SubscriptionId,
        /// What it gets; a queue only the latest.
        from: Start,
    },
    /// Disconnects a subscription: nothing more is delivered to it.
    Unsubscribe(SubscriptionId),
    /// Sets the offset from which a log's subscription reads.
    Seek {
        /// The subscription, of a log.
        subscription: SubscriptionId,
        /// The next record that it reads; beyond the end of the log, its end.
        offset: u32,
    },
    /// The leader of a broker with replicas fails.
    FailLeader(NodeId),
}

/// From where a subscription reads. In JSON: `"latest"`, `"earliest"` or an offset.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Start {
    /// What is published from now on.
    Latest,
    /// All that the log holds.
    Earliest,
    /// This record and those after it; beyond the end of the log, its end, as Kafka's `auto.offset.reset=latest` has it.
    At(u32),
}

/// What a fault does to one message that enters a subscription.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tamper {
    /// It never arrives.
    Drop,
    /// It arrives twice.
    Duplicate,
    /// It arrives later.
    Delay(Span),
    /// Every attempt at it fails until it is mended.
    Poison,
}

/// A command with its instant.
#[derive(Clone, PartialEq, Debug)]
pub struct TimedCommand {
    /// When.
    pub at: Time,
    /// What.
    pub command: Command,
}
