//! A node as it stands: its health, its workers, and what waits for them.

use crate::base::ids::SubscriptionId;
use crate::base::time::Time;
use crate::model::machine::Machine;
use crate::model::{CrashPoint, Health, Node, NodeKind};
use crate::sim::services::admission::Door;
use crate::trace::FactId;
use std::collections::VecDeque;

/// A node as it stands.
#[derive(Clone, Debug)]
pub struct NodeState {
    /// The health that was set.
    pub health: Health,
    /// Until when it restarts after a crash.
    pub restarting: Option<Time>,
    /// The event that ends the restart.
    pub timer: u32,
    /// Handlers that may run at once.
    pub workers: u32,
    /// Handlers that run.
    pub busy: u32,
    /// Replicas of a broker that live, the leader among them; 0 where there are none.
    pub replicas: u32,
    /// What waits here for a worker, oldest first.
    pub inbound: VecDeque<Inbound>,
    /// Calls among them.
    pub waiting_calls: u32,
    /// Where calls come in.
    pub door: Door,
    /// How much it computes.
    pub machine: Machine,
    /// Whether a command has changed it: work that began before may be on more cores than there are now.
    pub machine_changed: bool,
    /// Runs at a `work` step: each has a core.
    pub computing: u32,
    /// Runs that wait for a core, by slot and tag, oldest first.
    pub core_queue: VecDeque<(u32, u32)>,
    /// Where it will crash.
    pub crash_at: Option<CrashPoint>,
    /// Subscriptions it consumes, with its position among their consumers.
    pub consumes: Vec<(SubscriptionId, u16)>,
    /// Whether it is on the list of nodes to look at.
    pub woken: bool,
    /// The fact that made it what it is: its health, or the crash it comes back from.
    pub cause: FactId,
}

/// What waits for a worker.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Inbound {
    /// A message, if it is still held under the tag.
    Message {
        /// Its slot.
        slot: u32,
        /// The hand-out.
        tag: u32,
    },
    /// A call, by its slot and tag.
    Call {
        /// Its slot.
        slot: u32,
        /// Its tag.
        tag: u32,
    },
}

impl NodeState {
    /// The node at the start.
    pub fn new(node: &Node) -> NodeState {
        let (workers, machine) = match &node.kind {
            NodeKind::Service(service) => (service.workers, service.machine),
            // Each order runs on its own, and what only forwards holds no worker.
            NodeKind::Client(_) | NodeKind::Gateway(_) => (u32::MAX, Machine::PLAIN),
            NodeKind::Broker { .. } => (0, Machine::PLAIN),
        };
        NodeState {
            health: Health::Up,
            restarting: None,
            timer: 0,
            workers,
            busy: 0,
            replicas: match node.kind {
                NodeKind::Broker { replicas: Some(replicas), .. } => replicas.count,
                _ => 0,
            },
            inbound: VecDeque::new(),
            waiting_calls: 0,
            door: Door::new(node.kind.ingress()),
            machine,
            machine_changed: false,
            computing: 0,
            core_queue: VecDeque::new(),
            crash_at: None,
            consumes: Vec::new(),
            woken: false,
            cause: FactId::NONE,
        }
    }

    /// Whether it answers.
    #[inline]
    pub fn is_up(&self) -> bool {
        !matches!(self.health, Health::Down) && self.restarting.is_none()
    }
}
