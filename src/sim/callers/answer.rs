//! The called node's side of a call: it waits, is handled, and its answer leaves.

use crate::base::ids::CallId;
use crate::base::time::Span;
use crate::sim::callers::call::{CallStage, CallState};
use crate::sim::callers::state::Callers;
use crate::sim::cx::Cx;
use crate::sim::keys::CallKey;
use crate::sim::schedule::Event;
use crate::trace::{FactId, Reason};

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
