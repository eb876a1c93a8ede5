//! Nodes: clients, services, gateways and brokers, with what only each kind has.

use crate::base::dist::Dist;
use crate::base::ids::HandlerId;
use crate::base::text::Text;
use crate::base::time::Span;
use crate::model::ingress::{Ingress, Sidecar};
use crate::model::machine::Machine;
use serde::{Deserialize, Serialize};

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
    /// Handles messages and calls.
    Service(Service),
    /// Forwards calls.
    Gateway(Gateway),
    /// Holds topics.
    Broker {
        /// Whether its messages survive its going down.
        durable: bool,
        /// The leader and its followers; none: it is one machine.
        replicas: Option<Replicas>,
    },
}

/// What a node is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// Places orders.
    Client,
    /// Handles messages and calls.
    Service,
    /// Holds topics.
    Broker,
    /// Takes calls at its ingress and forwards them by the `call` steps of its handler; any number at once.
    Gateway,
}

impl Kind {
    /// The word in the file.
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Client => "client",
            Kind::Service => "service",
            Kind::Broker => "broker",
            Kind::Gateway => "gateway",
        }
    }
}

impl NodeKind {
    /// The kind's word in the file: `client`, `service`, `gateway` or `broker`.
    pub const fn word(&self) -> &'static str {
        match self {
            NodeKind::Client(_) => Kind::Client.word(),
            NodeKind::Service(_) => Kind::Service.word(),
            NodeKind::Gateway(_) => Kind::Gateway.word(),
            NodeKind::Broker { .. } => Kind::Broker.word(),
        }
    }

    /// Whether other nodes can call such a node.
    pub const fn takes_calls(&self) -> bool {
        matches!(self, NodeKind::Service(_) | NodeKind::Gateway(_))
    }

    /// The handler that runs when the node is called, if it has one.
    #[inline]
    pub const fn on_call(&self) -> Option<HandlerId> {
        match self {
            NodeKind::Service(service) => service.on_call,
            NodeKind::Gateway(gateway) => gateway.on_call,
            NodeKind::Client(_) | NodeKind::Broker { .. } => None,
        }
    }

    /// What is checked of each call to the node, if anything is.
    pub const fn ingress(&self) -> Option<&Ingress> {
        match self {
            NodeKind::Service(service) => service.ingress.as_ref(),
            NodeKind::Gateway(gateway) => gateway.ingress.as_ref(),
            NodeKind::Client(_) | NodeKind::Broker { .. } => None,
        }
    }

    /// Sets what is checked of each call; nothing on a node that takes none.
    pub(crate) fn set_ingress(&mut self, ingress: Ingress) {
        match self {
            NodeKind::Service(service) => service.ingress = Some(ingress),
            NodeKind::Gateway(gateway) => gateway.ingress = Some(ingress),
            NodeKind::Client(_) | NodeKind::Broker { .. } => {}
        }
    }
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
    pub max_waiting_calls: u32,
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
}

/// A gateway: it only forwards calls, any number at once, and is up or down.
#[derive(Clone, PartialEq, Debug)]
pub struct Gateway {
    /// What runs when it is called: `call` steps only.
    pub on_call: Option<HandlerId>,
    /// What is checked of each call before it is taken, unless a command says otherwise.
    pub ingress: Option<Ingress>,
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
