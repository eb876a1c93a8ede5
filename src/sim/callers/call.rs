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

/// What follows from a call that arrives.
#[derive(Clone, Copy, Debug)]
pub enum Due {
    /// A request was let in: it wants a worker of this node.
    Start(CallKey, NodeId),
    /// A call step is over.
    Called(Called),
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
    /// A request or an answer arrives.
    pub fn call_due<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, index: u32) -> Option<Due> {
        let (key, call) = self.calls.at(index)?;
        match call.stage {
            CallStage::Requesting => self.request_arrives(cx, o, key),
            CallStage::Answering(failure) => self.answer_arrives(cx, o, key, failure).map(Due::Called),
            CallStage::Queued | CallStage::Handled => None,
        }
    }

    /// A request reaches the node it was sent to. Where nobody is there, not even a sidecar, nothing is checked.
    fn request_arrives<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: CallKey) -> Option<Due> {
        let CallState { call, order, cause, .. } = *self.calls.get(key)?;
        let to = cx.model.calls[call.index()].to;
        let up = cx.is_up(to);
        if !up && cx.model.sidecar(to).is_none() {
            self.answer(cx, key, Some(Reason::CallRefused), cause);
            return None;
        }
        if let Err((reason, after)) = self.admit(cx, call, order) {
            let cause = cx.note(o, cause, What::IngressRefused { call, node: to, order, reason, after });
            self.calls[key].retry_after = after;
            self.answer(cx, key, Some(reason), cause);
            return None;
        }
        if !up {
            self.answer(cx, key, Some(Reason::UpstreamDown), cause);
            return None;
        }
        Some(Due::Start(key, to))
    }

    fn admit(&mut self, cx: &Cx, call: CallId, order: OrderId) -> Result<(), (Reason, Span)> {
        let edge = &cx.model.calls[call.index()];
        // Every call is made for an order.
        let Some(order) = cx.books.order(order) else { return Ok(()) };
        let client = order.client;
        let authenticated = match &cx.model.nodes[client.index()].kind {
            NodeKind::Client(client) => client.authenticated,
            NodeKind::Service(_) | NodeKind::Broker { .. } => false,
        };
        let identity = cx.model.identity(edge.from);
        self.admissions[edge.to.index()].admit(Credentials { identity, client, authenticated }, cx.now)
    }

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

    fn answer_arrives<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        key: CallKey,
        failure: Option<Reason>,
    ) -> Option<Called> {
        let CallState { call, order, step, retry_after, cause, .. } = self.calls.remove(key)?;
        let mut over = None;
        if let Some(took) = self.asked_for(step, key).map(|since| cx.now - since) {
            over = match failure {
                None => {
                    let cause = cx.note(o, cause, What::CallAnswered { call, order });
                    self.attempt_over(cx, o, call, false, took, cause);
                    self.step_over(step, Ok(cause))
                }
                Some(reason) => {
                    let failure = Failure { reason, cause, took: Some(took), retry_after };
                    self.attempt_failed(cx, o, step, call, failure)
                }
            };
        }
        cx.arrived(o, order, cause);
        over
    }
}
