//! The called node's side of a call: it is queued, handled, and answered.

use crate::base::ids::CallId;
use crate::base::time::Span;
use crate::sim::callers::call::{CallStage, CallState};
use crate::sim::callers::state::Callers;
use crate::sim::cx::Cx;
use crate::sim::keys::CallKey;
use crate::sim::schedule::Event;
use crate::trace::{FactId, Reason};

/// The place that names the draws of an edge's travel times.
pub(super) fn place(cx: &Cx, call: CallId) -> usize {
    cx.model.topics.len() + cx.model.subscriptions.len() + call.index()
}

/// Time that the sidecars at both ends add to each direction of a call.
pub(super) fn sidecars_add(cx: &Cx, call: CallId) -> Span {
    let edge = &cx.model.calls[call.index()];
    let adds = |node| cx.model.sidecar(node).map_or(Span::ZERO, |sidecar| sidecar.latency);
    adds(edge.from).plus(adds(edge.to))
}

impl Callers {
    /// Queues a call for a worker of the node that admitted it.
    pub fn queued(&mut self, cx: &Cx, key: CallKey) {
        if let Some(call) = self.calls.get_mut(key) {
            call.enter(CallStage::Queued, cx.now, None, None);
        }
    }

    /// A worker takes a call. Whether the caller still waits is not known here.
    pub fn handled(&mut self, cx: &Cx, key: CallKey) -> Option<CallState> {
        let call = self.calls.get_mut(key)?;
        (call.stage, call.since) = (CallStage::Handled, cx.now);
        Some(*call)
    }

    /// Sends the answer to the caller; `failure` is the reason if it failed.
    pub fn answer(&mut self, cx: &mut Cx, key: CallKey, failure: Option<Reason>, cause: FactId) {
        let Some(call) = self.calls.get_mut(key) else { return };
        let way = cx.way(place(cx, call.call), call.order, call.name << 1 | 1);
        let until = cx.now + way.plus(sidecars_add(cx, call.call));
        let timer = cx.agenda.push(until, Event::Call(key.index()));
        call.enter(CallStage::Answering(failure), cx.now, Some(until), Some(timer));
        call.cause = cause;
    }
}
