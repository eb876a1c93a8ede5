//! Call steps: attempts at a call, one after another, until one is answered or the caller's policy gives up.

use crate::base::ids::{CallId, OrderId, PoolId};
use crate::base::rng::Purpose;
use crate::base::time::{Span, Time};
use crate::policy::breaker::BreakerState;
use crate::sim::callers::answer::{place, sidecars_add};
use crate::sim::callers::call::{CallStage, CallState, CallStep, StepStage};
use crate::sim::callers::state::Callers;
use crate::sim::cx::Cx;
use crate::sim::keys::{CallKey, CallStepKey, RunKey};
use crate::sim::schedule::Event;
use crate::trace::{FactId, Observer, Reason, What};

/// Input of a call step.
#[derive(Clone, Copy, Debug)]
pub struct CallStepStart {
    pub run: RunKey,
    /// The instances to choose from.
    pub pool: PoolId,
    pub order: OrderId,
    /// Names the draws of its attempts.
    pub name: u32,
    /// Attempts made in the run so far.
    pub made: u32,
    /// The fact that caused it.
    pub cause: FactId,
}

/// Result of a call step.
#[derive(Clone, Copy, Debug)]
#[must_use = "a run waits for it"]
pub struct Called {
    /// The waiting run.
    pub run: RunKey,
    /// Attempts made in the run so far.
    pub made: u32,
    /// The fact of the answer; if there is none, the reason and the fact.
    pub answer: Result<FactId, (Reason, FactId)>,
}

/// A failed attempt at a call.
#[derive(Clone, Copy)]
pub(super) struct Failure {
    pub reason: Reason,
    /// The fact by which it failed.
    pub cause: FactId,
    /// How long it took; `None` when no request was sent.
    pub took: Option<Span>,
    /// How long the called service asks not to be called again (HTTP's `Retry-After`, RFC 9110, section 10.2.3).
    pub retry_after: Span,
}

impl Callers {
    /// Begins a run's call step. Returns `Err` with the result when the step is over at once.
    pub fn begin<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, start: CallStepStart) -> Result<CallStepKey, Called> {
        let CallStepStart { run, pool, order, name, made, cause } = start;
        let key = self.steps.insert(CallStep {
            run,
            pool,
            order,
            name,
            made,
            failures: 0,
            waited: Span::ZERO,
            since: cx.now,
            until: cx.now,
            timer: None,
            stage: StepStage::Choosing,
            cause,
        });
        self.attempt(cx, o, key).map_or(Ok(key), Err)
    }

    /// Drops a call step whose run is gone.
    pub fn abandon(&mut self, key: CallStepKey) {
        self.steps.remove(key);
    }

    /// An attempt's timeout, or the wait before the next attempt, is over.
    pub fn step_due<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, index: u32) -> Option<Called> {
        let (key, step) = self.steps.at(index)?;
        match step.stage {
            StepStage::Asking(call) => self.times_out(cx, o, key, call),
            StepStage::Backoff(_) | StepStage::Choosing => self.attempt(cx, o, key),
        }
    }

    /// When the call step sent this call, if it still waits for its answer.
    pub(super) fn asked_for(&self, step: CallStepKey, call: CallKey) -> Option<Time> {
        self.steps.get(step).filter(|step| step.stage == StepStage::Asking(call)).map(|step| step.since)
    }

    /// Ends a call step.
    pub(super) fn step_over(&mut self, key: CallStepKey, answer: Result<FactId, (Reason, FactId)>) -> Option<Called> {
        self.steps.remove(key).map(|step| Called { run: step.run, made: step.made, answer })
    }

    /// Makes an attempt: a fresh cached answer may make the call unnecessary, the breaker may forbid it.
    fn attempt<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: CallStepKey) -> Option<Called> {
        let step = self.steps[key];
        let failed = match step.stage {
            StepStage::Backoff(failed) => Some(failed),
            StepStage::Choosing | StepStage::Asking(_) => None,
        };
        let out = |call: CallId| self.checks[call.index()].out;
        let instances = &cx.model.pools[step.pool.index()].calls;
        let call = self.pools[step.pool.index()].next_instance(instances, out, failed);
        let cache = self.policies[call.index()].cache;
        let fresh = |age: &Span| cache.is_some_and(|cache| cache.is_fresh(*age));
        if let Some(age) = self.edges[call.index()].age(cx.now).filter(fresh) {
            return self.use_cached(cx, o, key, call, (age, false), step.cause);
        }
        self.steps[key].made += 1;
        if self.permitted(cx, o, call, step.cause) {
            self.send_request(cx, o, key, call);
            return None;
        }
        let (reason, took, retry_after) = (Reason::CallNotPermitted, None, Span::ZERO);
        self.attempt_failed(cx, o, key, call, Failure { reason, cause: step.cause, took, retry_after })
    }

    fn send_request<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: CallStepKey, call: CallId) {
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
            retry_after: Span::ZERO,
            cause,
        });
        cx.alive(self.calls.len());
        self.calls[request].timer = Some(cx.agenda.push(arrives, Event::Call(request.index())));
        cx.books.departs(order);
        let gives_up = cx.now + self.policies[call.index()].timeout;
        let timer = cx.agenda.push(gives_up, Event::CallStep(key.index()));
        step.enter(StepStage::Asking(request), (cx.now, gives_up), timer, cause);
    }

    fn times_out<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: CallStepKey, call: CallKey) -> Option<Called> {
        let CallState { call, cause, .. } = *self.calls.get(call)?;
        let took = Some(cx.now - self.steps[key].since);
        let failure = Failure { reason: Reason::CallTimedOut, cause, took, retry_after: Span::ZERO };
        self.attempt_failed(cx, o, key, call, failure)
    }

    /// Handles a failed attempt: the step retries after a wait, uses a stale answer, or fails.
    pub(super) fn attempt_failed<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        key: CallStepKey,
        call: CallId,
        failure: Failure,
    ) -> Option<Called> {
        let Failure { reason, cause, took, retry_after } = failure;
        let order = self.steps[key].order;
        let cause = cx.note(o, cause, What::CallAttemptFailed { call, order, reason });
        if let Some(took) = took {
            self.attempt_over(cx, o, call, true, took, cause);
        }
        let cause = match self.delay_before_retry(cx, o, key, call, (reason, cause)) {
            Ok(delay) => {
                let delay = delay.max(retry_after);
                let until = cx.now + delay;
                let timer = cx.agenda.push(until, Event::CallStep(key.index()));
                let cause = cx.note(o, cause, What::CallRetryScheduled { call, order, delay });
                let step = &mut self.steps[key];
                step.waited = delay;
                step.enter(StepStage::Backoff(call), (cx.now, until), timer, cause);
                return None;
            }
            Err(cause) => cause,
        };
        let cache = self.policies[call.index()].cache;
        let serves = |age: &Span| cache.is_some_and(|cache| cache.serves_on_error(*age));
        match self.edges[call.index()].age(cx.now).filter(serves) {
            Some(age) => self.use_cached(cx, o, key, call, (age, true), cause),
            None => self.step_over(key, Err((reason, cause))),
        }
    }

    /// The wait before the next attempt; if there is none, the fact that explains it.
    fn delay_before_retry<O: Observer>(
        &mut self,
        cx: &Cx,
        o: &mut O,
        key: CallStepKey,
        call: CallId,
        (reason, cause): (Reason, FactId),
    ) -> Result<Span, FactId> {
        let step = &mut self.steps[key];
        step.failures += 1;
        let (name, order) = (step.name.wrapping_add(step.made), step.order);
        let policy = &self.policies[call.index()];
        if !policy.retry.retries(reason.failure()) {
            return Err(cause);
        }
        let draw = || cx.chance.draw(Purpose::Jitter, place(cx, call), order.0, name);
        let delay = policy.retry.next_delay(step.failures, step.waited, draw).ok_or(cause)?;
        let budget = self.edges[call.index()].budget.as_ref().zip(policy.retry_budget.as_ref());
        if budget.is_none_or(|(budget, policy)| budget.allows_retry(policy)) {
            return Ok(delay);
        }
        Err(cx.note(o, cause, What::RetryThrottled { call, order }))
    }

    /// Uses an earlier answer in place of the call.
    fn use_cached<O: Observer>(
        &mut self,
        cx: &Cx,
        o: &mut O,
        key: CallStepKey,
        call: CallId,
        (age, stale): (Span, bool),
        cause: FactId,
    ) -> Option<Called> {
        let order = self.steps[key].order;
        let cause = cx.note(o, cause, What::CallAnsweredFromCache { call, order, age, stale });
        self.step_over(key, Ok(cause))
    }

    /// Whether an edge's breaker permits an attempt; always where there is none.
    fn permitted<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, call: CallId, cause: FactId) -> bool {
        let Some(policy) = self.policies[call.index()].breaker else { return true };
        let breaker = &mut self.edges[call.index()].breaker;
        let before = breaker.state();
        let permitted = breaker.permits(&policy, cx.now);
        self.note_breaker(cx, o, call, before, cause);
        permitted
    }

    /// An attempt whose request was sent is over, successfully or not.
    pub(super) fn attempt_over<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        call: CallId,
        failed: bool,
        took: Span,
        cause: FactId,
    ) {
        let policy = &self.policies[call.index()];
        let edge = &mut self.edges[call.index()];
        match (&mut edge.budget, &policy.retry_budget) {
            (Some(budget), Some(policy)) if !failed => budget.succeeded(policy),
            (Some(budget), _) => budget.failed(),
            (None, _) => {}
        }
        if !failed && policy.cache.is_some() {
            // The answer's age counts from the request, because the caller cannot know when on the way it was true.
            let asked = Time::from_micros(cx.now.as_micros() - took.as_micros());
            edge.cached = edge.cached.max(Some(asked));
        }
        if let Some(policy) = policy.breaker {
            let before = edge.breaker.state();
            edge.breaker.record(&policy, cx.now, failed, took);
            self.note_breaker(cx, o, call, before, cause);
        }
    }

    /// A breaker was half-open for as long as it may be.
    #[cold]
    pub fn half_open_due<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, call: CallId) {
        let edge = &mut self.edges[call.index()];
        let Some((_, cause)) = edge.half_open else { return };
        let before = edge.breaker.state();
        edge.breaker.end_half_open(cx.now);
        let cause = cx.note(o, cause, What::HalfOpenEnded { call });
        self.note_breaker(cx, o, call, before, cause);
    }

    /// Records the new state of a breaker, if it changed.
    fn note_breaker<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, call: CallId, before: BreakerState, cause: FactId) {
        let edge = &mut self.edges[call.index()];
        let breaker = &edge.breaker;
        let recorded = breaker.recorded();
        let what = match (before, breaker.state()) {
            (BreakerState::Closed | BreakerState::HalfOpen { .. }, BreakerState::Open { .. }) => {
                What::BreakerOpened { call, calls: recorded.calls, failed: recorded.failed, slow: recorded.slow }
            }
            (BreakerState::Open { .. }, BreakerState::HalfOpen { permits }) => {
                // The attempt being permitted right now is one of the permits.
                What::BreakerHalfOpened { call, permits: permits + 1 }
            }
            (BreakerState::HalfOpen { .. }, BreakerState::Closed) => What::BreakerClosed { call },
            _ => return,
        };
        let fact = cx.note(o, cause, what);
        let half_open_for = self.policies[call.index()].breaker.and_then(|policy| policy.half_open_for);
        edge.half_open = half_open_for
            .filter(|_| matches!(what, What::BreakerHalfOpened { .. }))
            .map(|span| (cx.agenda.push(cx.now + span, Event::HalfOpen(call.0.into())), fact));
    }
}
