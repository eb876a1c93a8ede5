//! The patience of callers: places in a bulkhead, deadlines, and requests that nobody waits for any more.

use crate::base::ids::CallId;
use crate::base::time::Span;
use crate::sim::callers::call::{CallStage, CallState, CallStep, StepStage};
use crate::sim::callers::state::Callers;
use crate::sim::callers::step::{Called, Failure};
use crate::sim::cx::Cx;
use crate::sim::keys::{CallKey, CallStepKey};
use crate::sim::schedule::Event;
use crate::sim::station::Inbound;
use crate::trace::{FactId, Observer, Reason, What};

impl Callers {
    /// An attempt finds no place in its edge's bulkhead: it waits for one, or fails.
    #[cold]
    pub(super) fn hold_back<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        key: CallStepKey,
        call: CallId,
    ) -> Option<Called> {
        let patience = self.policies[call.index()].bulkhead.map_or(Span::ZERO, |bulkhead| bulkhead.wait);
        let step = &mut self.steps[key];
        if patience == Span::ZERO {
            let failure = Failure::without_place(Span::ZERO, step.cause);
            return self.attempt_failed(cx, o, key, call, failure);
        }
        let cause = cx.note(o, step.cause, What::CallHeldBack { call, order: step.order });
        let until = step.within_deadline(cx.now + patience);
        let timer = cx.agenda.push(until, Event::CallStep(key.index()));
        step.enter(StepStage::HeldBack(call), (cx.now, until), timer, cause);
        self.edges[call.index()].held_back.push_back(key);
        None
    }

    /// A step has waited for a place for as long as it would.
    pub(super) fn gives_up_place<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        key: CallStepKey,
        call: CallId,
    ) -> Option<Called> {
        self.leave_line(cx, key, call);
        let step = &self.steps[key];
        let failure = Failure::without_place(cx.now - step.since, step.cause);
        self.attempt_failed(cx, o, key, call, failure)
    }

    /// An attempt is over, or its run is gone: its place is free.
    pub(super) fn free_place<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, call: CallId) {
        let edge = &mut self.edges[call.index()];
        // A caller that stops forgets its edges before its runs end.
        edge.under_way = edge.under_way.saturating_sub(1);
        self.fill_places(cx, o, call);
    }

    /// Steps that wait for a place take those that are free.
    pub(super) fn fill_places<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, call: CallId) {
        while self.edges[call.index()].has_place(&self.policies[call.index()])
            && let Some(key) = self.edges[call.index()].held_back.pop_front()
        {
            cx.touch(1);
            self.send_request(cx, o, key, call);
        }
    }

    /// Drops a call step whose run is gone, with the calls that it makes at once.
    pub fn abandon<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: CallStepKey) {
        let Some(step) = self.steps.remove(key) else { return };
        self.abandon_children(cx, o, step.last_child, None);
        self.let_go(cx, o, key, &step);
    }

    /// Gives back what a step that is gone had: its place, or its turn in a line.
    pub(super) fn let_go<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: CallStepKey, step: &CallStep) {
        if let Some(call) = step.leads {
            self.leave_to_others(cx, key, call);
        }
        match step.stage {
            StepStage::Asking(call) => {
                let Some(&CallState { call: edge, stage, .. }) = self.calls.get(call) else { return };
                if stage == CallStage::Dropped {
                    self.is_void(cx, o, call);
                }
                self.free_place(cx, o, edge);
            }
            StepStage::HeldBack(call) => self.leave_line(cx, key, call),
            StepStage::Joined(call) => self.leave_joined(key, call),
            StepStage::Choosing | StepStage::Backoff(_) | StepStage::Shared(..) | StepStage::Gathering => {}
        }
    }

    fn leave_line(&mut self, cx: &mut Cx, key: CallStepKey, call: CallId) {
        let held_back = &mut self.edges[call.index()].held_back;
        if let Some(at) = held_back.iter().position(|step| *step == key) {
            cx.touch(at);
            held_back.remove(at);
        }
    }

    /// The deadline of a call step is over: no attempt is made any more.
    #[cold]
    pub(super) fn deadline_over<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        key: CallStepKey,
        call: CallId,
    ) -> Option<Called> {
        let step = &self.steps[key];
        let cause = cx.note(o, step.cause, What::DeadlineExceeded { call, order: step.order });
        self.fail_for_good(cx, o, key, call, (Reason::DeadlineExceeded, cause))
    }

    /// The deadline of a step is over before that which it joined.
    #[cold]
    pub(super) fn leaves_joined<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        key: CallStepKey,
        call: CallId,
    ) -> Option<Called> {
        self.leave_joined(key, call);
        self.deadline_over(cx, o, key, call)
    }

    /// Nobody waits for a call any more, and the called node hears of it: a call that waits for a worker leaves the
    /// line, one that travels is dropped on arrival. A handler that has begun goes on, but its own calls fail.
    ///
    /// This takes no time, as if the network had none; so a request that is cancelled uses up no token of a rate limit.
    pub(super) fn cancel<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: CallKey) {
        let Some(call) = self.calls.get_mut(key) else { return };
        call.deadline = Some(call.deadline.map_or(cx.now, |deadline| deadline.min(cx.now)));
        if !matches!(call.stage, CallStage::Queued | CallStage::Dropped) {
            return;
        }
        let station = cx.station(cx.model.calls[call.call.index()].to);
        if let Some(at) = station.inbound.iter().position(|waits| *waits == Inbound::Call(key)) {
            station.inbound.remove(at);
            station.waiting_calls -= 1;
            cx.touch(at);
        }
        self.is_void(cx, o, key);
    }

    /// Drops a request whose deadline is over. Returns whether it was.
    pub fn is_void<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: CallKey) -> bool {
        let is_over = |call: &CallState| call.deadline.is_some_and(|deadline| deadline <= cx.now);
        let Some(&CallState { call, order, cause, step, .. }) = self.calls.get(key).filter(|call| is_over(call)) else {
            return false;
        };
        if self.asked_for(step, key).is_some() {
            self.calls[key].enter(CallStage::Dropped, cx.now, None, None);
            return true;
        }
        self.calls.remove(key);
        let cause = cx.note(o, cause, What::CallCancelled { call, order });
        cx.arrived(o, order, cause);
        true
    }
}

impl Failure {
    /// An attempt that found no place in the bulkhead, after this time.
    const fn without_place(took: Span, cause: FactId) -> Failure {
        Failure { reason: Reason::BulkheadFull, cause, took: Some(took), retry_after: Span::ZERO }
    }
}
