//! The door: a call that arrives at a node is checked before it waits or holds a worker.

use crate::base::ids::{CallId, NodeId};
use crate::base::time::{Span, Time};
use crate::model::NodeKind;
use crate::model::ingress::Ingress;
use crate::sim::services::admission::Visitor;
use crate::sim::services::node::Inbound;
use crate::sim::services::run::CallStage;
use crate::sim::world::World;
use crate::trace::{FactId, Observer, Reason, What};

impl World {
    /// A request reaches the node it was sent to. Where nobody is there to open, not even a sidecar, nothing is checked.
    pub(super) fn request_arrives<O: Observer>(&mut self, o: &mut O, slot: u32) {
        let call = &self.calls[slot as usize];
        let (tag, cause) = (call.tag, call.cause);
        let to = self.model.calls[call.call.index()].to;
        let up = self.nodes[to.index()].is_up();
        let has_sidecar = self.model.sidecar(to).is_some();
        if !up && !has_sidecar {
            self.answer(slot, tag, Some(Reason::CallRefused), cause);
            return;
        }
        if let Err((reason, after)) = self.admit(to, slot) {
            let (call, order) = (self.calls[slot as usize].call, self.calls[slot as usize].order);
            let cause = self.note(o, cause, What::IngressRefused { call, node: to, order, reason, after });
            self.calls[slot as usize].retry_after = after;
            self.answer(slot, tag, Some(reason), cause);
            return;
        }
        if up {
            self.take_in(to, slot);
        } else {
            self.answer(slot, tag, Some(Reason::UpstreamDown), cause);
        }
    }

    fn admit(&mut self, node: NodeId, slot: u32) -> Result<(), (Reason, Span)> {
        let call = &self.calls[slot as usize];
        let client = self.ledger.order(call.order).map_or(NodeId(u16::MAX), |order| order.client);
        let authenticated = match self.model.nodes.get(client.index()).map(|node| &node.kind) {
            Some(NodeKind::Client(client)) => client.authenticated,
            _ => false,
        };
        let identity = self.model.identity(self.model.calls[call.call.index()].from);
        self.nodes[node.index()].door.admit(Visitor { identity, client, authenticated }, self.now)
    }

    /// A call that was let in waits for a worker, unless too many wait already.
    fn take_in(&mut self, to: NodeId, slot: u32) {
        let call = &self.calls[slot as usize];
        let (tag, cause) = (call.tag, call.cause);
        let node = &self.nodes[to.index()];
        let most_waiting = match &self.model.nodes[to.index()].kind {
            NodeKind::Service(service) => service.max_waiting_calls,
            NodeKind::Client(_) | NodeKind::Gateway(_) | NodeKind::Broker { .. } => 0,
        };
        if node.busy >= node.workers && node.waiting_calls >= most_waiting {
            self.answer(slot, tag, Some(Reason::Overloaded), cause);
            return;
        }
        let node = &mut self.nodes[to.index()];
        node.waiting_calls += 1;
        node.inbound.push_back(Inbound::Call { slot, tag });
        let call = &mut self.calls[slot as usize];
        (call.stage, call.since, call.until, call.timer) = (CallStage::Queued, self.now, Time::MAX, 0);
        self.wake_node(to);
    }

    /// What the sidecars of both ends add to each way of a call.
    pub(super) fn sidecars_add(&self, call: CallId) -> Span {
        let edge = &self.model.calls[call.index()];
        let adds = |node| self.model.sidecar(node).map_or(Span::ZERO, |sidecar| sidecar.latency);
        adds(edge.from).plus(adds(edge.to))
    }

    pub(super) fn set_ingress<O: Observer>(&mut self, o: &mut O, node: NodeId, ingress: Option<&Ingress>) {
        self.note(o, FactId::NONE, What::IngressSet { node });
        self.nodes[node.index()].door.set(ingress.cloned(), self.now);
    }
}
