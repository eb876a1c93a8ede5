//! Commands: what a person or the scenario does to the world.

use crate::base::dist::Dist;
use crate::base::ids::{CallId, NodeId, PoolId, SubscriptionId};
use crate::base::packed::packed;
use crate::base::time::{Span, Time};
use crate::model::call::CallPolicy;
use crate::model::delivery::Delivery;
use crate::model::ingress::Ingress;
use crate::model::machine::Machine;
use crate::model::node::Crashes;
use crate::model::pool::HealthCheck;
use crate::policy::failure::Failure;
use serde::{Deserialize, Serialize};

/// Health of a node.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Health {
    /// Works normally.
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
        /// How it fails: `invalid`, `notFound`, `conflict`, `declined` or `unavailable`; no more is known unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kind: Option<Failure>,
    },
    /// Stops in an orderly way, as after SIGTERM: it finishes what it has and takes nothing new, and then it is down.
    #[serde(rename_all = "camelCase")]
    Draining {
        /// How long it may take: then what is left is aborted. 30s unless set (Kubernetes `terminationGracePeriodSeconds`).
        #[serde(default = "grace")]
        grace: Span,
    },
    /// Unreachable, and its current work is aborted: running handlers end where they are, their callers' attempts fail,
    /// and their messages come back as `crashReturns` says; if at once, without using up an attempt. What was written
    /// stays written.
    Down,
    /// Alive, and standing still: it accepts messages and calls as before, and does nothing with them. Its work stops where it is and goes on
    /// when it is well again, as with SIGSTOP and SIGCONT; a crash ends the hang.
    Hung,
}

const fn grace() -> Span {
    Span::from_secs(30)
}

impl std::hash::Hash for Health {
    /// Hashes a code and the bits of the value, so that a fact with a health has a digest.
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        let (code, value) = match *self {
            Health::Up => (0u8, 0.0),
            Health::Slow { factor } => (1, factor),
            Health::Flaky { probability, .. } => (2, probability),
            Health::Down => (3, 0.0),
            Health::Hung => (4, 0.0),
            Health::Draining { grace } => (5, grace.as_millis()),
        };
        state.write_u8(code);
        state.write_u64(f64::to_bits(value));
        if let Health::Flaky { kind: Some(kind), .. } = self {
            kind.hash(state);
        }
    }
}

/// Where in its handling a service crashes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum CrashPoint {
    /// Immediately.
    Now,
    /// Just before it writes its next effect.
    BeforeEffect,
    /// Just after it writes its next effect, together with what the outbox stores in the same transaction, and before
    /// any acknowledgement.
    AfterEffect,
    /// Just after its next acknowledgement.
    AfterAck,
    /// Just after the broker has taken the next message from its outbox, and before the relay marks it as sent.
    BeforeMark,
}

/// A change to the world by a person, or by the scenario at an instant.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub enum Command {
    /// Places an order.
    PlaceOrder {
        client: NodeId,
        /// Value of the order.
        amount: u32,
    },
    /// Places several orders at once.
    PlaceOrders {
        client: NodeId,
        /// Value of each.
        amount: u32,
        count: u32,
    },
    /// Sets a node's health; a broker is only up or down.
    SetHealth { node: NodeId, health: Health },
    /// Makes a service crash; it comes back after its restart time.
    Crash { node: NodeId, point: CrashPoint },
    /// Tampers with the next message that enters a subscription.
    TamperNext { subscription: SubscriptionId, tamper: Tamper },
    /// Shuffles the ready messages of a subscription.
    Reorder(SubscriptionId),
    /// Makes a message fail at every attempt, or cures it.
    SetPoison {
        message: crate::base::ids::MessageId,
        /// What it does to each attempt; `None` cures it.
        poison: Option<Harm>,
    },
    /// Puts a dead letter back at the tail of its queue, with its attempts reset.
    Redrive(crate::base::ids::MessageId),
    /// Redrives all dead letters of a subscription.
    RedriveAll(SubscriptionId),
    /// Discards a dead letter.
    Discard(crate::base::ids::MessageId),
    /// Changes the delivery settings of a subscription; messages in flight keep their lease.
    SetDelivery { subscription: SubscriptionId, delivery: Delivery },
    /// Changes the number of workers of a service; busy workers finish.
    SetWorkers {
        node: NodeId,
        /// From 1 to the limit.
        workers: u32,
    },
    /// Changes the machine of a service; work in progress finishes at its old pace.
    SetMachine { node: NodeId, machine: Machine },
    /// Changes how a service crashes by itself.
    SetCrashes { node: NodeId, crashes: Crashes },
    /// Changes how a caller checks the instances of a pool, and lets all of them in.
    SetHealthCheck {
        pool: PoolId,
        /// The new check; `None` turns it off.
        check: Option<HealthCheck>,
    },
    /// Changes the policy of a call edge.
    SetCall { call: CallId, policy: CallPolicy },
    /// Changes the checks of calls to a service or gateway.
    SetIngress {
        node: NodeId,
        /// The new checks; `None` removes them.
        ingress: Option<Ingress>,
    },
    /// Changes the gap between a client's automatic orders.
    SetArrivals {
        client: NodeId,
        /// The gap; `None` stops them.
        every: Option<Dist>,
        /// How many more there may be. `None`: any number by hand, as many as are left by the scenario.
        limit: Option<u32>,
        /// The users of a closed loop; `None`: as many as before.
        users: Option<u32>,
    },
    /// Connects a subscription, or moves the position of one that is connected.
    Subscribe {
        subscription: SubscriptionId,
        /// Where it starts to read; for a queue only [`Start::Latest`].
        from: Start,
    },
    /// Disconnects a subscription: nothing more is delivered to it.
    Unsubscribe(SubscriptionId),
    /// Sets the offset from which a subscription of a log reads.
    Seek {
        subscription: SubscriptionId,
        /// The next record to read; past the end of the log it means the end.
        offset: u32,
    },
    /// Makes the leader of a broker with replicas fail.
    FailLeader(NodeId),
}

/// What a command goes on to hold: a kind of state of one part. From a person's command on, the scenario's own commands
/// about the same no longer apply.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Held {
    /// Whether a node is up, and how well it works; its crashes and those of its leader too.
    Health(NodeId),
    Workers(NodeId),
    Machine(NodeId),
    Crashes(NodeId),
    Ingress(NodeId),
    Arrivals(NodeId),
    Delivery(SubscriptionId),
    /// Whether a subscription is connected, and where it reads.
    Reading(SubscriptionId),
    Call(CallId),
    HealthCheck(PoolId),
}

/// The settings in force: what the commands that set something find before them.
pub trait InForce {
    fn delivery(&self, subscription: SubscriptionId) -> &Delivery;
    fn health(&self, node: NodeId) -> Health;
    /// The number of workers; `None` for a node that is not a service.
    fn workers_of(&self, node: NodeId) -> Option<u32>;
    fn machine(&self, node: NodeId) -> Machine;
    fn crashes(&self, node: NodeId) -> Crashes;
    fn ingress(&self, node: NodeId) -> Option<&Ingress>;
    fn health_check(&self, pool: PoolId) -> Option<HealthCheck>;
    fn call_policy(&self, call: CallId) -> &CallPolicy;
    /// The gap of a client's automatic orders, `None` when they are off; how many more there may be; and the users of a
    /// closed loop, 0 for an open one.
    fn arrivals(&self, client: NodeId) -> (Option<Dist>, u32, u32);
}

impl Command {
    /// What the command goes on to hold; `None` if it concerns single orders or messages.
    pub const fn holds(&self) -> Option<Held> {
        Some(match *self {
            Command::SetHealth { node, .. } | Command::Crash { node, .. } | Command::FailLeader(node) => {
                Held::Health(node)
            }
            Command::SetWorkers { node, .. } => Held::Workers(node),
            Command::SetMachine { node, .. } => Held::Machine(node),
            Command::SetCrashes { node, .. } => Held::Crashes(node),
            Command::SetIngress { node, .. } => Held::Ingress(node),
            Command::SetArrivals { client, .. } => Held::Arrivals(client),
            Command::SetDelivery { subscription, .. } => Held::Delivery(subscription),
            Command::Subscribe { subscription, .. }
            | Command::Unsubscribe(subscription)
            | Command::Seek { subscription, .. } => Held::Reading(subscription),
            Command::SetCall { call, .. } => Held::Call(call),
            Command::SetHealthCheck { pool, .. } => Held::HealthCheck(pool),
            Command::PlaceOrder { .. }
            | Command::PlaceOrders { .. }
            | Command::TamperNext { .. }
            | Command::Reorder(_)
            | Command::SetPoison { .. }
            | Command::Redrive(_)
            | Command::RedriveAll(_)
            | Command::Discard(_) => return None,
        })
    }

    /// What a person who gives the command takes out of the scenario's hands: what it holds, unless it is a crash. From that a
    /// service comes back by itself, and one that the scenario has taken down would have nobody to bring it up again.
    pub const fn takes_over(&self) -> Option<Held> {
        match self {
            Command::Crash { .. } => None,
            _ => self.holds(),
        }
    }

    /// The command that restores the settings in force before this one; `None` if this one sets nothing. What it did
    /// to messages, calls and runs stays.
    pub fn inverse(&self, before: &impl InForce) -> Option<Command> {
        Some(match *self {
            Command::SetHealth { node, .. } => Command::SetHealth { node, health: before.health(node) },
            Command::SetDelivery { subscription, .. } => {
                Command::SetDelivery { subscription, delivery: before.delivery(subscription).clone() }
            }
            Command::SetWorkers { node, .. } => Command::SetWorkers { node, workers: before.workers_of(node)? },
            Command::SetMachine { node, .. } => Command::SetMachine { node, machine: before.machine(node) },
            Command::SetCrashes { node, .. } => Command::SetCrashes { node, crashes: before.crashes(node) },
            Command::SetHealthCheck { pool, .. } => Command::SetHealthCheck { pool, check: before.health_check(pool) },
            Command::SetCall { call, .. } => Command::SetCall { call, policy: before.call_policy(call).clone() },
            Command::SetIngress { node, .. } => Command::SetIngress { node, ingress: before.ingress(node).cloned() },
            Command::SetArrivals { client, .. } => {
                let (every, left, users) = before.arrivals(client);
                Command::SetArrivals { client, every, limit: Some(left), users: Some(users) }
            }
            Command::PlaceOrder { .. }
            | Command::PlaceOrders { .. }
            | Command::Crash { .. }
            | Command::TamperNext { .. }
            | Command::Reorder(_)
            | Command::SetPoison { .. }
            | Command::Redrive(_)
            | Command::RedriveAll(_)
            | Command::Discard(_)
            | Command::Subscribe { .. }
            | Command::Unsubscribe(_)
            | Command::Seek { .. }
            | Command::FailLeader(_) => return None,
        })
    }
}

/// Where a subscription starts to read. In JSON: `"latest"`, `"earliest"` or an offset.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Start {
    /// What is published from now on.
    Latest,
    /// Everything in the log.
    Earliest,
    /// This record and those after it; past the end of the log it means the end, as with Kafka's
    /// `auto.offset.reset=latest`.
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
    /// Every attempt at it comes to harm until it is cured.
    Poison(Harm),
}

/// What a poison message does to each attempt at it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Harm {
    /// The attempt fails.
    Fails(Failure),
    /// The service that handles it crashes.
    Crashes,
}

/// A command and its instant.
#[derive(Clone, PartialEq, Debug)]
pub struct TimedCommand {
    pub at: Time,
    pub command: Command,
}

packed! {
    enum Health { Up, Slow { factor }, Flaky { probability, kind }, Draining { grace }, Down, Hung }
    enum CrashPoint { Now, BeforeEffect, AfterEffect, AfterAck, BeforeMark }
    enum Command {
        PlaceOrder { client, amount }, PlaceOrders { client, amount, count }, SetHealth { node, health },
        Crash { node, point }, TamperNext { subscription, tamper }, Reorder(subscription),
        SetPoison { message, poison }, Redrive(message), RedriveAll(subscription), Discard(message),
        SetDelivery { subscription, delivery }, SetWorkers { node, workers }, SetMachine { node, machine },
        SetCrashes { node, crashes }, SetHealthCheck { pool, check }, SetCall { call, policy },
        SetIngress { node, ingress }, SetArrivals { client, every, limit, users }, Subscribe { subscription, from },
        Unsubscribe(subscription), Seek { subscription, offset }, FailLeader(broker)
    }
    enum Start { Latest, Earliest, At(at) }
    enum Tamper { Drop, Duplicate, Delay(span), Poison(harm) }
    enum Harm { Fails(failure), Crashes }
    struct TimedCommand { at, command }
}
