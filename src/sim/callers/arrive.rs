//! Arrivals: a request is admitted or refused, an answer ends its attempt.

use crate::base::ids::{CallId, NodeId, OrderId};
use crate::base::time::Span;
use crate::model::NodeKind;
use crate::sim::callers::admission::Credentials;
use crate::sim::callers::call::{CallStage, CallState};
use crate::sim::callers::call::{Called, Failure};
use crate::sim::callers::state::Callers;
use crate::sim::cx::Cx;
use crate::sim::keys::CallKey;
use crate::trace::{Observer, Reason, What};

/// What follows from the arrival of a call.
#[derive(Clone, Copy, Debug)]
pub enum Due {
    /// A request was admitted and needs a worker of this node.
    Start(CallKey, NodeId),
    /// A call step is over.
    Called(Called),
}

impl Callers {
    /// A request or an answer arrives.
    pub fn call_due<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, index: u32) -> Option<Due> {
        let (key, call) = self.calls.at(index)?;
        match call.stage {
            CallStage::Requesting => self.request_arrives(cx, o, key),
            CallStage::Answering(failure) => self.answer_arrives(cx, o, key, failure).map(Due::Called),
            CallStage::Queued | CallStage::Handled | CallStage::Dropped => None,
        }
    }

    /// A request reaches its node. A node that is down checks nothing, unless it has a sidecar, which does it in its
    /// place.
    pub(super) fn request_arrives<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: CallKey) -> Option<Due> {
        if self.is_void(cx, o, key) {
            return None;
        }
        let CallState { call, order, cause, .. } = *self.calls.get(key)?;
        let to = cx.model.calls[call.index()].to;
        // One that drains has closed its door.
        let up = cx.nodes[to.index()].takes_new();
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

    pub(super) fn admit(&mut self, cx: &Cx, call: CallId, order: OrderId) -> Result<(), (Reason, Span)> {
        let edge = &cx.model.calls[call.index()];
        // Every call belongs to an order.
        let Some(order) = cx.books.order(order) else { return Ok(()) };
        let client = order.client;
        let authenticated = match &cx.model.nodes[client.index()].kind {
            NodeKind::Client(client) => client.authenticated,
            NodeKind::Service(_) | NodeKind::Gateway(_) | NodeKind::Broker { .. } => false,
        };
        let identity = cx.model.identity(edge.from);
        self.admissions[edge.to.index()].admit(Credentials { identity, client, authenticated }, cx.now)
    }

    pub(super) fn answer_arrives<O: Observer>(
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
                    self.attempt_over(cx, o, (call, order), false, took, cause);
                    self.count_failure(cx, o, call, None, cause);
                    self.adapt(cx, o, call, (None, took), cause);
                    self.free_place(cx, o, call);
                    self.step_over(cx, o, step, Ok(cause))
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
