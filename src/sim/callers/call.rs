//! Calls: a request travels to a node, is let in or refused there, and its answer travels back.

use crate::base::ids::{CallId, NodeId, OrderId};
use crate::base::time::{Span, Time};
use crate::model::NodeKind;
use crate::sim::callers::admission::Credentials;
use crate::sim::callers::state::Callers;
use crate::sim::callers::step::{Called, Failure};
use crate::sim::cx::Cx;
use crate::sim::keys::{CallKey, CallStepKey};
use crate::sim::schedule::{Event, Ticket};
use crate::trace::{FactId, Observer, Reason, What};

/// A call under way.
#[derive(Clone, Copy, Debug)]
pub struct CallState {
    /// The edge.
    pub call: CallId,
    /// The order.
    pub order: OrderId,
    /// The call step that waits for the answer, if it still does.
    pub step: CallStepKey,
    /// The attempt, from 1.
    pub attempt: u16,
    /// The name of its draws.
    pub name: u32,
    /// Since when it is in its stage.
    pub since: Time,
    /// When it arrives; none while it is at the called node.
    pub until: Option<Time>,
    /// The event that ends its way.
    pub timer: Option<Ticket>,
    /// Where it is.
    pub stage: CallStage,
    /// How long the called service asks not to be called again, if its answer is a refusal that says so.
    pub retry_after: Span,
    /// The fact that brought it here.
    pub cause: FactId,
}

/// Where a call is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CallStage {
    /// The request is on its way.
    Requesting,
    /// It waits for a worker.
    Queued,
    /// It is handled.
    Handled,
    /// The answer is on its way: a failure has its reason.
    Answering(Option<Reason>),
}

impl CallState {
    fn enter(&mut self, stage: CallStage, now: Time, until: Option<Time>, timer: Option<Ticket>) {
        (self.stage, self.since, self.until, self.timer) = (stage, now, until, timer);
    }
}

/// The place of an edge, which names the draws of its ways.
pub(super) fn place(cx: &Cx, call: CallId) -> usize {
    cx.model.topics.len() + cx.model.subscriptions.len() + call.index()
}

/// What the sidecars of both ends add to each way of a call.
pub(super) fn sidecars_add(cx: &Cx, call: CallId) -> Span {
    let edge = &cx.model.calls[call.index()];
    let adds = |node| cx.model.sidecar(node).map_or(Span::ZERO, |sidecar| sidecar.latency);
    adds(edge.from).plus(adds(edge.to))
}

impl Callers {
    /// A call waits for a worker of the node that let it in.
    pub fn queued(&mut self, cx: &Cx, key: CallKey) {
        if let Some(call) = self.calls.get_mut(key) {
            call.enter(CallStage::Queued, cx.now, None, None);
        }
    }

    /// A worker takes a call. It cannot know whether the caller still waits.
    pub fn handled(&mut self, cx: &Cx, key: CallKey) -> Option<CallState> {
        let call = self.calls.get_mut(key)?;
        (call.stage, call.since) = (CallStage::Handled, cx.now);
        Some(*call)
    }

    /// An answer leaves for the caller: a failure has its reason.
    pub fn answer(&mut self, cx: &mut Cx, key: CallKey, failure: Option<Reason>, cause: FactId) {
        let Some(call) = self.calls.get_mut(key) else { return };
        let way = cx.way(place(cx, call.call), call.order, call.name << 1 | 1);
        let until = cx.now + way.plus(sidecars_add(cx, call.call));
        let timer = cx.agenda.push(until, Event::Call(key.index()));
        call.enter(CallStage::Answering(failure), cx.now, Some(until), Some(timer));
        call.cause = cause;
    }
}
