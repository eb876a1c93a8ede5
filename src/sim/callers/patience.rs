//! Requests: they leave when there is a place for them, and are dropped when nobody waits for them any more.

use crate::base::ids::CallId;
use crate::base::left_out::left_out;
use crate::base::time::{Span, Time};
use crate::model::CallPolicy;
use crate::sim::callers::answer::{place, sidecars_add};
use crate::sim::callers::call::{CallStage, CallState, CallStep, StepStage};
use crate::sim::callers::state::Callers;
use crate::sim::cx::Cx;
use crate::sim::keys::{CallKey, CallStepKey};
use crate::sim::schedule::Event;
use crate::sim::station::Inbound;
use crate::trace::{FactId, Observer, What};

impl Callers {
    /// An attempt is over, or its run is gone: its place is free.
    pub(super) fn free_place<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, call: CallId) {
        let edge = &mut self.edges[call.index()];
        // A caller that stops forgets its edges before its runs end.
        edge.under_way = edge.under_way.saturating_sub(1);
        self.fill_places(cx, o, call);
    }

    /// Replaces the policy of an edge.
    pub fn set_policy<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, call: CallId, policy: &CallPolicy) {
        left_out!();
        self.edges[call.index()].adopt(&self.policies[call.index()], policy);
        self.policies[call.index()] = policy.clone();
        cx.note(o, FactId::NONE, What::CallPolicySet { call });
        self.fill_places(cx, o, call);
    }

    /// Steps that wait for a place take those that are free.
    pub(super) fn fill_places<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, call: CallId) {
        while self.edges[call.index()].has_place(&self.policies[call.index()])
            && let Some(key) = self.edges[call.index()].held_back.pop_front()
        {
            cx.touch(1);
            // One whose deadline ends at this instant is about to give up.
            if self.steps[key].deadline.is_none_or(|deadline| deadline > cx.now) {
                self.send_request(cx, o, key, call);
            }
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

    pub(super) fn leave_line(&mut self, cx: &mut Cx, key: CallStepKey, call: CallId) {
        left_out!();
        let held_back = &mut self.edges[call.index()].held_back;
        if let Some(at) = held_back.iter().position(|step| *step == key) {
            cx.touch(at);
            held_back.remove(at);
        }
    }

    /// Nobody waits for a call any more, and the called node hears of it: a call that waits for a worker leaves the
    /// line, one that travels is dropped on arrival. A handler that has begun goes on, but its own calls fail.
    ///
    /// This takes no time, as if the network had none; so a request that is cancelled uses up no token of a rate limit.
    pub(super) fn cancel<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: CallKey) {
        left_out!();
        let Some(call) = self.calls.get_mut(key) else { return };
        call.deadline = Some(call.deadline.map_or(cx.now, |deadline| deadline.min(cx.now)));
        let (stage, to) = (call.stage, cx.model.calls[call.call.index()].to);
        if stage == CallStage::Queued {
            let station = cx.station(to);
            // A node that hangs reads the cancellation when it reads the request.
            let Some(at) = station.inbound.iter().position(|waits| *waits == Inbound::Call(key)) else { return };
            station.inbound.remove(at);
            station.waiting_calls -= 1;
            cx.touch(at);
        } else if stage != CallStage::Dropped {
            return;
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

    /// When the call step sent this call, if it still waits for its answer.
    pub(super) fn asked_for(&self, step: CallStepKey, call: CallKey) -> Option<Time> {
        self.steps.get(step).filter(|step| step.stage == StepStage::Asking(call)).map(|step| step.since)
    }

    pub(super) fn send_request<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: CallStepKey, call: CallId) {
        let step = &mut self.steps[key];
        let (order, name) = (step.order, step.name.wrapping_add(step.made));
        let attempt = step.failures + 1;
        let cause = cx.note(o, step.cause, What::CallSent { call, order, attempt });
        let arrives = cx.now + cx.way(place(cx, call), order, name << 1).plus(sidecars_add(cx, call));
        let request = self.calls.insert(CallState {
            call,
            order,
            step: key,
            attempt,
            name,
            since: cx.now,
            until: Some(arrives),
            timer: None,
            stage: CallStage::Requesting,
            deadline: step.deadline,
            retry_after: Span::ZERO,
            cause,
        });
        cx.alive(self.calls.len());
        self.calls[request].timer = Some(cx.agenda.push(arrives, Event::Call(request.index())));
        cx.books.departs(order);
        let gives_up = step.within_deadline(cx.now + self.policies[call.index()].timeout);
        self.edges[call.index()].under_way += 1;
        let timer = cx.agenda.push(gives_up, Event::CallStep(key.index()));
        step.enter(StepStage::Asking(request), (cx.now, gives_up), timer, cause);
    }

    /// Ends the calls that a step makes at once; `cause` is the fact of the answer that made them needless.
    pub(super) fn abandon_children<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        last: Option<CallStepKey>,
        cause: Option<FactId>,
    ) {
        let mut next = last;
        while let Some(key) = next {
            left_out!();
            cx.touch(1);
            let Some(step) = self.steps.remove(key) else { return };
            next = step.sibling;
            let (edge, asked) = match step.stage {
                StepStage::Asking(asked) => (self.calls.get(asked).map(|call| call.call), Some(asked)),
                StepStage::HeldBack(call) => (Some(call), None),
                _ => (None, None),
            };
            if let (Some(call), Some(cause)) = (edge, cause) {
                cx.note(o, cause, What::CallGivenUp { call, order: step.order, asked: asked.is_some() });
            }
            self.let_go(cx, o, key, &step);
            if let (Some(call), Some(asked)) = (edge, asked)
                && self.policies[call.index()].cancel
            {
                self.cancel(cx, o, asked);
            }
        }
    }

    /// Takes a step that is over out of its parent's list.
    pub(super) fn unlink(&mut self, parent: CallStepKey, key: CallStepKey, before: Option<CallStepKey>) {
        left_out!();
        let Some(step) = self.steps.get_mut(parent) else { return };
        if step.last_child == Some(key) {
            step.last_child = before;
            return;
        }
        let mut next = step.last_child;
        while let Some(step) = next.and_then(|child| self.steps.get_mut(child)) {
            next = step.sibling;
            if next == Some(key) {
                step.sibling = before;
                return;
            }
        }
    }
}
