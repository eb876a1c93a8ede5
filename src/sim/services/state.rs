//! State of the services, and read access to it.

use crate::base::ids::{NodeId, OrderId};
use crate::base::slots::{CacheLine, Slots};
use crate::ledger::Order;
use crate::model::{CrashPoint, Model};
use crate::sim::broker::Broker;
use crate::sim::callers::Callers;
use crate::sim::cx::Cx;
use crate::sim::keys::{RunKey, RunSlot};
use crate::sim::schedule::{Item, Ticket};
use crate::sim::services::inbox::Inbox;
use crate::sim::services::run::{Origin, Run};
use crate::sim::services::stalled::Stalled;
use crate::trace::{FactId, Observer, What};
use std::hint::black_box;

/// State of all services, and of the clients' orders that run.
#[derive(Clone, Debug)]
pub struct Services {
    /// By [`SubscriptionId`](crate::base::ids::SubscriptionId).
    pub(super) inboxes: Vec<Inbox>,
    pub(super) runs: Slots<Run, RunSlot, CacheLine>,
    /// What reached nodes that hang, oldest first.
    pub(super) stalled: Vec<(NodeId, Stalled)>,
}

/// The parts below the services, which they may call.
#[derive(Debug)]
pub struct Below<'a> {
    pub broker: &'a mut Broker,
    pub callers: &'a mut Callers,
}

impl Services {
    /// Services at rest.
    pub fn new(model: &Model) -> Services {
        Services {
            inboxes: model.subscriptions.iter().map(|subscription| Inbox::new(model, subscription)).collect(),
            runs: Slots::new(Run::VACANT).with_room(model.workers()),
            stalled: Vec::new(),
        }
    }

    /// All runs of handlers, with their keys.
    pub fn runs(&self) -> impl Iterator<Item = (RunKey, &Run)> {
        self.runs.iter()
    }

    /// Memory of the runs and of the inboxes, in bytes.
    pub fn bytes(&self) -> usize {
        self.runs.bytes()
            + size_of::<(NodeId, Stalled)>() * self.stalled.len()
            + self.inboxes.iter().map(Inbox::bytes).sum::<usize>()
    }

    /// A run, while it goes on.
    pub fn run(&self, key: RunKey) -> Option<&Run> {
        self.runs.get(key)
    }

    /// Whether a run waits for the event with this ticket.
    #[inline]
    pub fn run_waits_for(&self, ticket: Ticket, index: u32) -> bool {
        self.runs.at(index).is_some_and(|(_, run)| run.timer == Some(ticket))
    }

    /// Reads the runs that end soon, with their orders and messages.
    pub fn look_ahead(&self, cx: &Cx, broker: &Broker) {
        for index in cx.agenda.near().filter_map(Item::run) {
            if let Some(run) = self.runs.last_at(index)
                && let Origin::Message(receipt) = run.origin()
            {
                black_box(cx.books.order(run.order).map_or(0, Order::under_way));
                broker.look_at(receipt.message);
            }
        }
    }

    /// Calls `add` with the order of each run that counts as an activity of its own.
    pub fn under_way(&self, broker: &Broker, add: &mut dyn FnMut(OrderId)) {
        // A run and the message it holds count as one.
        self.runs().filter(|(_, run)| !run.holds_its_message(broker)).for_each(|(_, run)| add(run.order));
    }

    /// Makes a service crash at a point.
    pub fn arm_crash<O: Observer>(cx: &mut Cx, o: &mut O, node: NodeId, point: CrashPoint) {
        cx.nodes[node.index()].crash_at(Some(point));
        cx.note(o, FactId::NONE, What::CrashArmed { node, point });
    }
}

/// Whether a node crashes here; disarms the crash if so.
#[inline]
pub(super) fn crashes_at(cx: &mut Cx, node: NodeId, point: CrashPoint) -> bool {
    let crashes = cx.station(node).crash_at == Some(point);
    if crashes {
        cx.nodes[node.index()].crash_at(None);
    }
    crashes
}

impl Run {
    /// Whether the run's message is still held under its receipt.
    #[inline]
    pub fn holds_its_message(&self, broker: &Broker) -> bool {
        matches!(self.origin(), Origin::Message(receipt) if broker.holds(receipt))
    }
}
