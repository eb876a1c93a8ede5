//! Calls to and from a node that hangs: what reaches it waits, unread.

use crate::base::ids::NodeId;
use crate::sim::callers::arrive::Due;
use crate::sim::callers::call::{CallStage, CallStep, Called};
use crate::sim::callers::state::Callers;
use crate::sim::cx::Cx;
use crate::sim::keys::{CallKey, CallStepKey};
use crate::trace::{Observer, Reason};

impl Callers {
    /// The request that is about to reach a node that hangs. A sidecar, which does not hang, lets it in first.
    pub fn stalled_request(&mut self, cx: &Cx, index: u32) -> Option<(NodeId, CallKey)> {
        let (key, call) = self.calls.at(index)?;
        let to = cx.model.calls[call.call.index()].to;
        let stalls = call.stage == CallStage::Requesting && cx.nodes[to.index()].is_hung();
        if !stalls || cx.model.sidecar(to).is_some() {
            return None;
        }
        self.queued(cx, key);
        Some((to, key))
    }

    /// The answer that is about to reach a caller that hangs.
    pub fn stalled_answer(&mut self, cx: &Cx, index: u32) -> Option<(NodeId, CallKey)> {
        let (key, call) = self.calls.at_mut(index)?;
        let from = cx.model.calls[call.call.index()].from;
        let stalls = matches!(call.stage, CallStage::Answering(_)) && cx.nodes[from.index()].is_hung();
        stalls.then(|| {
            call.timer = None;
            (from, key)
        })
    }

    /// The call step of a caller that hangs whose timeout or wait is about to end.
    pub fn stalled_step(&mut self, cx: &Cx, index: u32) -> Option<(NodeId, CallStepKey)> {
        let (key, step) = self.steps.at_mut(index)?;
        let from = caller(cx, step);
        cx.nodes[from.index()].is_hung().then(|| {
            step.timer = None;
            (from, key)
        })
    }

    /// A request that nobody has read is read now, or refused if its node is gone. A sidecar has checked it before.
    pub fn read_request<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: CallKey) -> Option<Due> {
        let call = *self.calls.get(key)?;
        let to = cx.model.calls[call.call.index()].to;
        match (cx.model.sidecar(to), cx.is_up(to)) {
            (None, _) => self.request_arrives(cx, o, key),
            (Some(_), true) => Some(Due::Start(key, to)),
            (Some(_), false) => {
                self.answer(cx, key, Some(Reason::UpstreamDown), call.cause);
                None
            }
        }
    }

    /// An answer that nobody has read is read now.
    pub fn read_answer<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: CallKey) -> Option<Called> {
        let CallStage::Answering(failure) = self.calls.get(key)?.stage else { return None };
        self.answer_arrives(cx, o, key, failure)
    }

    /// A timeout or a wait whose end nobody noticed is noticed now, unless an answer has come first.
    pub fn notice_end<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: CallStepKey) -> Option<Called> {
        self.steps.get(key).filter(|step| step.timer.is_none())?;
        self.step_due(cx, o, key.index())
    }
}

/// The node that makes a call step.
pub(super) fn caller(cx: &Cx, step: &CallStep) -> NodeId {
    cx.model.calls[cx.model.pools[step.pool.index()].calls[0].index()].from
}
