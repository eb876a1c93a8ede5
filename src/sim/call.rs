//! Synchronous calls: both sides must be there, and the caller's worker waits for the answer.

use crate::base::ids::{CallId, NodeId};
use crate::base::rng::{Purpose, lineage};
use crate::base::time::Span;
use crate::model::NodeKind;
use crate::sim::egress::Failure;
use crate::sim::schedule::Event;
use crate::sim::services::run::{CallStage, CallState, Origin, Run, Stage};
use crate::sim::world::World;
use crate::trace::{FactId, Observer, Reason, What};

/// A name of its own for each attempt of each caller, so that another policy meets the same luck.
fn call_name(run: &Run) -> u32 {
    lineage(run.name, run.handler.0.into()).wrapping_add(run.calls)
}

impl World {
    /// A run's call step: a request leaves, and the run waits. True when a cached answer stands for it: the step is done.
    pub(super) fn begin_call<O: Observer>(&mut self, o: &mut O, slot: u32, call: CallId) -> bool {
        if self.answered_by_cache(o, slot, call) {
            return true;
        }
        let run = &mut self.runs[slot as usize];
        run.calls += 1;
        let cause = run.cause;
        if self.permitted(o, call, cause) {
            self.send_request(o, slot, call);
        } else {
            let (reason, took, retry_after) = (Reason::CallNotPermitted, None, Span::ZERO);
            self.call_failed(o, slot, call, Failure { reason, cause, took, retry_after });
        }
        false
    }

    fn send_request<O: Observer>(&mut self, o: &mut O, slot: u32, call: CallId) {
        let run = &self.runs[slot as usize];
        let name = call_name(run);
        let (order, tag, attempt) = (run.order, run.tag, run.call_failures + 1);
        let cause = self.note(o, self.runs[slot as usize].cause, What::CallSent { call, order, attempt });
        let until = self.now + self.way(self.call_place(call), order, name << 1).plus(self.sidecars_add(call));
        let key = self.calls.insert(CallState {
            tag: 0,
            call,
            order,
            caller: (slot, tag),
            attempt,
            name,
            since: self.now,
            until,
            timer: 0,
            stage: CallStage::Requesting,
            retry_after: Span::ZERO,
            cause,
        });
        self.calls[key].tag = self.new_tag();
        self.calls[key].timer = self.schedule.push(until, Event::Call(key as u32));
        self.ledger.departs(order);
        let gives_up = self.now + self.call_policies[call.index()].timeout;
        let timer = self.schedule.push(gives_up, Event::Run(slot));
        let run = &mut self.runs[slot as usize];
        (run.stage, run.since, run.until, run.timer) = (Stage::Calling { call: key as u32 }, self.now, gives_up, timer);
        run.cause = cause;
    }

    fn call_place(&self, call: CallId) -> usize {
        self.model.topics.len() + self.model.subscriptions.len() + call.index()
    }

    /// A request or an answer arrives.
    pub(super) fn call_due<O: Observer>(&mut self, o: &mut O, slot: u32) {
        match self.calls[slot as usize].stage {
            CallStage::Requesting => self.request_arrives(o, slot),
            CallStage::Answering(failure) => self.answer_arrives(o, slot, failure),
            CallStage::Queued | CallStage::Handled => {}
        }
    }

    /// A worker of the called node takes the call. It cannot know whether the caller still waits.
    pub(super) fn begin_call_handler<O: Observer>(&mut self, o: &mut O, node: NodeId, slot: u32) {
        let call = &mut self.calls[slot as usize];
        (call.stage, call.since) = (CallStage::Handled, self.now);
        let (order, tag, name, attempt, cause) = (call.order, call.tag, call.name, call.attempt, call.cause);
        let NodeKind::Service(service) = &self.model.nodes[node.index()].kind else { return };
        let Some(handler) = service.on_call else { return };
        let mut run = self.new_run(node, handler, order, Origin::Call { slot, tag }, cause);
        run.name = name;
        run.cause = self.note(o, cause, What::RunStarted { run: run.tag, node, order, message: None, attempt });
        run.doomed = self.flaky(node, handler, order, name);
        self.ledger.departs(order);
        self.begin(o, run);
    }

    /// A run's reply step, or its end: the caller gets its answer now, if it has not.
    pub(super) fn reply(&mut self, slot: u32) {
        let run = &mut self.runs[slot as usize];
        if let Origin::Call { slot: call, tag } = run.origin {
            run.origin = Origin::Answered;
            let cause = run.cause;
            self.answer(call, tag, None, cause);
        }
    }

    /// An answer leaves for the caller.
    pub(super) fn answer(&mut self, slot: u32, tag: u32, failure: Option<Reason>, cause: FactId) {
        let Some(call) = self.calls.get(slot as usize).filter(|c| c.tag == tag) else { return };
        let (place, order, name) = (self.call_place(call.call), call.order, call.name);
        let passage = self.sidecars_add(call.call);
        let until = self.now + self.way(place, order, name << 1 | 1).plus(passage);
        let timer = self.schedule.push(until, Event::Call(slot));
        let call = &mut self.calls[slot as usize];
        (call.stage, call.since, call.until, call.timer) = (CallStage::Answering(failure), self.now, until, timer);
        call.cause = cause;
    }

    fn answer_arrives<O: Observer>(&mut self, o: &mut O, slot: u32, failure: Option<Reason>) {
        let call = self.calls.remove(slot as usize);
        let (run, tag) = call.caller;
        let waits =
            self.runs.get(run as usize).is_some_and(|r| r.tag == tag && r.stage == Stage::Calling { call: slot });
        if waits {
            match failure {
                None => {
                    let took = self.now - self.runs[run as usize].since;
                    let cause = self.note(o, call.cause, What::CallAnswered { call: call.call, order: call.order });
                    self.attempt_over(o, call.call, false, took, cause);
                    self.call_step_done(run, cause);
                    self.proceed(o, run);
                }
                Some(reason) => {
                    let took = Some(self.now - self.runs[run as usize].since);
                    let failure = Failure { reason, cause: call.cause, took, retry_after: call.retry_after };
                    self.call_failed(o, run, call.call, failure);
                }
            }
        }
        self.arrived(o, call.order, call.cause);
    }

    pub(super) fn call_times_out<O: Observer>(&mut self, o: &mut O, slot: u32) {
        let run = &self.runs[slot as usize];
        let Stage::Calling { call } = run.stage else { return };
        let (edge, cause) = (self.calls[call as usize].call, self.calls[call as usize].cause);
        let (reason, took, retry_after) = (Reason::CallTimedOut, Some(self.now - run.since), Span::ZERO);
        self.call_failed(o, slot, edge, Failure { reason, cause, took, retry_after });
    }

    /// An attempt at a call failed: the run calls again after a wait, goes on with a stale answer, or fails.
    fn call_failed<O: Observer>(&mut self, o: &mut O, slot: u32, call: CallId, failure: Failure) {
        let Failure { reason, cause, took, retry_after } = failure;
        let order = self.runs[slot as usize].order;
        let cause = self.note(o, cause, What::CallAttemptFailed { call, order, reason });
        if let Some(took) = took {
            self.attempt_over(o, call, true, took, cause);
        }
        match self.next_attempt(o, slot, call, cause) {
            Ok(delay) => self.call_again_after(o, slot, call, delay.max(retry_after), cause),
            Err(cause) if self.answered_stale(o, slot, call, cause) => self.proceed(o, slot),
            Err(cause) => {
                self.runs[slot as usize].stage = Stage::Stepping;
                self.fail(o, slot, reason, cause);
            }
        }
    }

    /// How long to wait before the next attempt; when there is none, the fact that is behind it.
    fn next_attempt<O: Observer>(&mut self, o: &mut O, slot: u32, call: CallId, cause: FactId) -> Result<Span, FactId> {
        let (place, streams) = (self.call_place(call), self.streams);
        let run = &mut self.runs[slot as usize];
        run.call_failures += 1;
        let (name, order) = (call_name(run), run.order);
        let draw = || streams.draw(Purpose::Jitter, place, order.0, name);
        let delay = self.call_policies[call.index()].retry.next_delay(run.call_failures, run.waited, draw);
        let delay = delay.ok_or(cause)?;
        self.budget_allows(o, slot, call, cause).map(|()| delay)
    }

    fn call_again_after<O: Observer>(&mut self, o: &mut O, slot: u32, call: CallId, delay: Span, cause: FactId) {
        let until = self.now + delay;
        let timer = self.schedule.push(until, Event::Run(slot));
        let order = self.runs[slot as usize].order;
        let cause = self.note(o, cause, What::CallRetryScheduled { call, order, delay });
        let run = &mut self.runs[slot as usize];
        (run.stage, run.since, run.until, run.timer) = (Stage::CallBackoff { failed: call }, self.now, until, timer);
        (run.waited, run.cause) = (delay, cause);
    }

    /// A run that waited for the broker's confirm hears from it.
    pub(super) fn publish_confirmed<O: Observer>(
        &mut self,
        o: &mut O,
        slot: u32,
        tag: u32,
        answer: Result<FactId, (Reason, FactId)>,
    ) {
        let waits = self.runs.get(slot as usize).is_some_and(|r| r.tag == tag && r.stage == Stage::Confirming);
        if !waits {
            return;
        }
        let run = &mut self.runs[slot as usize];
        run.stage = Stage::Stepping;
        match answer {
            Ok(cause) => {
                run.cause = cause;
                run.step += 1;
                self.proceed(o, slot);
            }
            Err((reason, cause)) => self.fail(o, slot, reason, cause),
        }
    }
}
