//! Nodes: clients, services, gateways and brokers, with the settings of each kind.

use crate::base::dist::Dist;
use crate::base::ids::HandlerId;
use crate::base::packed::packed;
use crate::base::text::Text;
use crate::base::time::{Span, Time};
use crate::model::bounds;
use crate::model::ingress::{Ingress, Sidecar};
use crate::model::machine::Machine;
use crate::model::words::OrderWords;
use crate::problem::{At, Problem};
use serde::{Deserialize, Serialize};

/// A node of the graph.
#[derive(Clone, PartialEq, Debug)]
pub struct Node {
    /// Name in the file.
    pub id: String,
    /// Name on the page.
    pub name: Text,
    pub kind: NodeKind,
}

/// Kind of a node, with its settings.
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
        /// Whether its messages survive an outage.
        durable: bool,
        /// The leader and its followers; `None`: a single machine.
        replicas: Option<Replicas>,
    },
}

/// Kind of a node, as the word in the file.
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
    /// Word in the file: `client`, `service`, `gateway` or `broker`.
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

    /// The handler that runs when the node is called, if there is one.
    #[inline]
    pub const fn on_call(&self) -> Option<HandlerId> {
        match self {
            NodeKind::Service(service) => service.on_call,
            NodeKind::Gateway(gateway) => gateway.on_call,
            NodeKind::Client(_) | NodeKind::Broker { .. } => None,
        }
    }

    /// The checks of calls to the node, if there are any.
    pub const fn ingress(&self) -> Option<&Ingress> {
        match self {
            NodeKind::Service(service) => service.ingress.as_ref(),
            NodeKind::Gateway(gateway) => gateway.ingress.as_ref(),
            NodeKind::Client(_) | NodeKind::Broker { .. } => None,
        }
    }

    /// Sets the checks of calls; does nothing on a node that takes none.
    pub(crate) fn set_ingress(&mut self, ingress: Ingress) {
        match self {
            NodeKind::Service(service) => service.ingress = Some(ingress),
            NodeKind::Gateway(gateway) => gateway.ingress = Some(ingress),
            NodeKind::Client(_) | NodeKind::Broker { .. } => {}
        }
    }
}

/// Settings of a client: it places orders by hand or by an arrival process. Each order runs independently, like a
/// customer.
#[derive(Clone, PartialEq, Debug)]
pub struct Client {
    /// The handler that runs for an order.
    pub on_order: HandlerId,
    /// Automatic orders.
    pub arrivals: Option<Arrivals>,
    /// How the rate of automatic orders changes, by instant.
    pub profile: Vec<Rate>,
    /// Default value of an order.
    pub amount: u32,
    /// Whether it is logged in: the calls of its orders carry its identity.
    pub authenticated: bool,
    /// What the page calls its orders; as in the whole scenario unless set.
    pub order: Option<Box<OrderWords>>,
}

/// An arrival process.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Arrivals {
    /// Gap before each arrival; of a closed loop how long a user thinks before each order.
    pub every: Dist,
    /// Maximum number of arrivals.
    pub limit: u32,
    /// Whether it runs from the start.
    pub on: bool,
    /// When the first arrives, or every user's first; `None`: after a gap like the others.
    pub first: Option<Time>,
    /// The users of a closed loop: each waits for its answer, thinks, and comes again. 0: the loop is open.
    pub users: u32,
}

/// From an instant on, orders come so many times as often as their gap says.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Rate {
    pub at: Time,
    pub times: f64,
}

/// Settings of a service.
#[derive(Clone, PartialEq, Debug)]
pub struct Service {
    /// How many handlers run at once.
    pub workers: u32,
    /// How many calls may wait for a worker; one more is refused.
    pub max_waiting_calls: u32,
    /// How long it is down after a crash.
    pub restart: Span,
    /// How it crashes by itself.
    pub crashes: Crashes,
    pub machine: Machine,
    /// How it slows down under load.
    pub overload: Option<Overload>,
    /// The handler that runs when it is called.
    pub on_call: Option<HandlerId>,
    /// Initial checks of calls; a command may change them.
    pub ingress: Option<Ingress>,
    /// The proxy through which its calls go.
    pub sidecar: Option<Sidecar>,
}

/// How a service crashes by itself.
#[derive(Clone, Copy, PartialEq, Default, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Crashes {
    /// How likely a handling ends in a crash, from 0 to 1; 0 unless set.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub per_handling: f64,
    /// How long it runs from its start or restart until it crashes; it does not unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Dist>,
}

impl Crashes {
    /// It does not.
    pub const NEVER: Crashes = Crashes { per_handling: 0.0, after: None };

    /// Whether it does not.
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
    pub fn is_never(&self) -> bool {
        *self == Crashes::NEVER
    }

    /// Checks the values.
    pub(crate) fn check(self) -> Result<(), Problem> {
        bounds::probability(self.per_handling).at("perHandling")?;
        self.after.map_or(Ok(()), |after| bounds::gap(after).at("after"))
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_zero(probability: &f64) -> bool {
    *probability == 0.0
}

/// Settings of a gateway: it only forwards calls, any number at once, and is up or down.
#[derive(Clone, PartialEq, Debug)]
pub struct Gateway {
    /// The handler that runs when it is called: `call` steps only.
    pub on_call: Option<HandlerId>,
    /// Initial checks of calls; a command may change them.
    pub ingress: Option<Ingress>,
}

/// Overload: while `w > above` items wait for a worker, work takes `1 + slowdown · (w - above) / above` times as long,
/// at most [`Overload::WORST`] times.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Overload {
    /// How many may wait before work slows down; at least 1.
    pub above: u32,
    /// Slowdown for each further `above` that wait; from 0 to 10.
    pub slowdown: f64,
}

impl Overload {
    /// Largest factor by which overload slows work down.
    pub const WORST: f64 = 20.0;

    /// Factor on the duration of work while `waiting` items wait.
    pub fn factor(self, waiting: usize) -> f64 {
        let over = waiting.saturating_sub(self.above as usize) as f64 / f64::from(self.above.max(1));
        (1.0 + self.slowdown * over).min(Overload::WORST)
    }
}

/// A leader with followers that copy what it writes. Consumers see a message once every living follower has it, as with
/// Kafka's high watermark; only such a follower is elected (Kafka's `unclean.leader.election.enable=false`, its
/// default), so that what was visible is still there under the next leader. A leader without followers is its own
/// in-sync replica: what it writes is visible at once (`min.insync.replicas=1`, the default).
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Replicas {
    /// Leader and followers; from 2 to 9.
    pub count: u32,
    /// Time until the followers have what the leader wrote; they receive messages in the order of writing.
    pub lag: Dist,
    /// How long the broker is unreachable when its leader fails, until a follower leads.
    pub election: Span,
}

packed! {
    struct Node { id, name, kind }
    enum NodeKind { Client(client), Service(service), Gateway(gateway), Broker { durable, replicas } }
    struct Client { on_order, arrivals, profile, amount, authenticated, order }
    struct Arrivals { every, limit, on, first, users }
    struct Rate { at, times }
    struct Service { workers, max_waiting_calls, restart, crashes, machine, overload, on_call, ingress, sidecar }
    struct Crashes { per_handling, after }
    struct Gateway { on_call, ingress }
    struct Overload { above, slowdown }
    struct Replicas { count, lag, election }
}
