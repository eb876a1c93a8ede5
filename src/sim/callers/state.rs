//! State of the callers, and read access to it.

use crate::base::ids::{CallId, NodeId, OrderId, PoolId};
use crate::base::left_out::left_out;
use crate::base::slots::Slots;
use crate::model::ingress::Ingress;
use crate::model::pool::HealthCheck;
use crate::model::{CallPolicy, Model};
use crate::sim::callers::admission::Admission;
use crate::sim::callers::call::{CallState, CallStep};
use crate::sim::callers::edge::Edge;
use crate::sim::callers::instance::CheckState;
use crate::sim::callers::pool::PoolState;
use crate::sim::cx::Cx;
use crate::sim::keys::{CallKey, CallSlot, CallStepKey, CallStepSlot};
use crate::sim::schedule::Ticket;
use crate::trace::{FactId, Observer, What};

/// State of all callers and of the calls between nodes.
#[derive(Clone, Debug)]
pub struct Callers {
    /// Policies in force, by [`CallId`].
    pub(super) policies: Vec<CallPolicy>,
    /// By [`CallId`].
    pub(super) edges: Vec<Edge>,
    /// Knowledge of the instance at the end of each edge, by [`CallId`].
    pub(super) checks: Vec<CheckState>,
    /// By [`PoolId`].
    pub(super) pools: Vec<PoolState>,
    /// By called node.
    pub(super) admissions: Vec<Admission>,
    pub(super) steps: Slots<CallStep, CallStepSlot>,
    pub(super) calls: Slots<CallState, CallSlot>,
}

impl Callers {
    /// Callers that have not called yet.
    pub fn new(model: &Model) -> Callers {
        Callers {
            policies: model.calls.iter().map(|c| c.policy.clone()).collect(),
            edges: model.calls.iter().map(|c| Edge::new(&c.policy)).collect(),
            checks: vec![CheckState::NEW; model.calls.len()],
            pools: model.pools.iter().map(|pool| PoolState::new(pool.check)).collect(),
            admissions: model.nodes.iter().map(|node| Admission::new(node.kind.ingress())).collect(),
            steps: Slots::new(CallStep::VACANT),
            calls: Slots::new(CallState::VACANT),
        }
    }

    /// All calls under way, with their keys.
    pub fn calls(&self) -> impl Iterator<Item = (CallKey, &CallState)> {
        self.calls.iter()
    }

    /// Memory of the calls under way, in bytes.
    pub fn bytes(&self) -> usize {
        self.steps.bytes() + self.calls.bytes()
    }

    /// A call, while it is under way.
    pub fn call(&self, key: CallKey) -> Option<&CallState> {
        self.calls.get(key)
    }

    /// A call step, while it is under way.
    pub fn step(&self, key: CallStepKey) -> Option<&CallStep> {
        self.steps.get(key)
    }

    /// The call steps under way.
    pub fn steps(&self) -> impl Iterator<Item = (CallStepKey, &CallStep)> {
        self.steps.iter()
    }

    /// The policy in force on an edge.
    pub fn policy(&self, call: CallId) -> &CallPolicy {
        &self.policies[call.index()]
    }

    /// The caller's memory of an edge.
    pub fn edge(&self, call: CallId) -> &Edge {
        &self.edges[call.index()]
    }

    /// The callers' knowledge of the instances, by [`CallId`].
    pub fn checks(&self) -> &[CheckState] {
        &self.checks
    }

    /// The health check in force in a pool.
    pub fn health_check(&self, pool: PoolId) -> Option<HealthCheck> {
        self.pools[pool.index()].check
    }

    /// The checks of calls to a node.
    pub fn admission(&self, node: NodeId) -> &Admission {
        &self.admissions[node.index()]
    }

    /// Whether a call waits for the event with this ticket.
    pub fn call_waits_for(&self, ticket: Ticket, index: u32) -> bool {
        self.calls.at(index).is_some_and(|(_, call)| call.timer == Some(ticket))
    }

    /// Whether a call step waits for the event with this ticket.
    pub fn step_waits_for(&self, ticket: Ticket, index: u32) -> bool {
        self.steps.at(index).is_some_and(|(_, step)| step.timer == Some(ticket))
    }

    /// Whether a half-open breaker waits for the event with this ticket.
    pub fn half_open_waits_for(&self, ticket: Ticket, call: CallId) -> bool {
        self.edges[call.index()].half_open.is_some_and(|(ends, _)| ends == ticket)
    }

    /// Whether an ejected instance waits for the event with this ticket.
    pub fn ejected_waits_for(&self, ticket: Ticket, call: CallId) -> bool {
        self.edges[call.index()].ejected.is_some_and(|(ends, _)| ends == ticket)
    }

    /// Whether the instance at the end of an edge is out: by a health check, or for its failures.
    pub fn is_out(&self, call: CallId) -> bool {
        self.checks[call.index()].out || self.edges[call.index()].ejected.is_some()
    }

    /// Calls `add` with the order of each call under way.
    pub fn under_way(&self, add: &mut dyn FnMut(OrderId)) {
        self.calls().for_each(|(_, call)| add(call.order));
    }

    /// A caller that stops loses its memory: it comes back with closed breakers, full budgets and empty caches.
    pub fn forget(&mut self, cx: &mut Cx, node: NodeId) {
        cx.touch(cx.model.calls.len());
        for (i, _) in cx.model.calls.iter().enumerate().filter(|(_, call)| call.from == node) {
            self.edges[i] = Edge::new(&self.policies[i]);
        }
    }

    /// Replaces the checks of calls to a node.
    pub fn set_ingress<O: Observer>(&mut self, cx: &Cx, o: &mut O, node: NodeId, ingress: Option<&Ingress>) {
        left_out!();
        cx.note(o, FactId::NONE, What::IngressSet { node });
        self.admissions[node.index()].set(ingress.cloned(), cx.now);
    }
}
