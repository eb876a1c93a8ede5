//! Call steps: attempts at a call, one after another or several at once, until one is answered or the caller's policy
//! gives up.
//!
//! The end of one attempt may begin the next, that of one of several the end of their parent: what calls each other is
//! here, in one file.

use crate::base::ids::CallId;
use crate::base::left_out::left_out;
use crate::base::rng::{Purpose, lineage};
use crate::base::time::Span;
use crate::model::{AllOut, Parallel};
use crate::sim::callers::answer::place;
use crate::sim::callers::call::{CallState, CallStep, CallStepStart, Called, Failure, StepStage};
use crate::sim::callers::coalesce::cache_key;
use crate::sim::callers::state::Callers;
use crate::sim::cx::Cx;
use crate::sim::keys::{CallKey, CallStepKey};
use crate::sim::schedule::Event;
use crate::trace::{FactId, Observer, Reason, What};

impl Callers {
    /// Begins a run's call step. Returns `Err` with the result when the step is over at once.
    pub fn begin<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, start: CallStepStart) -> Result<CallStepKey, Called> {
        let CallStepStart { run, pool, order, name, made, deadline, cause } = start;
        let (since, began, until) = (cx.now, cx.now, cx.now);
        let step = CallStep { run, pool, order, name, made, began, deadline, since, until, cause, ..CallStep::VACANT };
        let key = self.steps.insert(step);
        let first = cx.model.pools[pool.index()].calls[0];
        let over = match self.policies[first.index()].parallel {
            None => self.attempt(cx, o, key),
            Some(parallel) => self.scatter(cx, o, key, parallel),
        };
        over.map_or(Ok(key), Err)
    }

    /// An attempt's timeout, or the wait before the next attempt, is over.
    pub fn step_due<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, index: u32) -> Option<Called> {
        let (key, step) = self.steps.at(index)?;
        match step.stage {
            StepStage::Asking(call) => self.times_out(cx, o, key, call),
            StepStage::HeldBack(call) => self.gives_up_place(cx, o, key, call),
            StepStage::Joined(call) => self.leaves_joined(cx, o, key, call),
            StepStage::Shared(call, failure) => self.shared(cx, o, key, call, failure),
            StepStage::Gathering => self.hedge(cx, o, key),
            StepStage::Backoff(_) | StepStage::Choosing => self.attempt(cx, o, key),
        }
    }

    /// Ends a call step.
    pub(super) fn step_over<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        key: CallStepKey,
        answer: Result<FactId, (Reason, FactId)>,
    ) -> Option<Called> {
        let step = self.steps.remove(key)?;
        if let Some(call) = step.leads {
            self.share(cx, key, call, answer);
        }
        match step.parent {
            Some(parent) => {
                self.unlink(parent, key, step.sibling);
                self.gather(cx, o, parent, step.made, answer)
            }
            None => Some(Called { run: step.run, made: step.made, answer }),
        }
    }

    /// Makes an attempt: a fresh cached answer may make the call unnecessary, the breaker may forbid it.
    pub(super) fn attempt<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: CallStepKey) -> Option<Called> {
        let step = self.steps[key];
        let failed = match step.stage {
            StepStage::Backoff(failed) => Some(failed),
            _ => None,
        };
        let out = |call: CallId| self.checks[call.index()].out || self.edges[call.index()].ejected.is_some();
        let instances = &cx.model.pools[step.pool.index()].calls;
        let known = failed.unwrap_or(instances[0]);
        let own = self.policies[known.index()].deadline.map(|span| step.began + span);
        let deadline = step.deadline.into_iter().chain(own).min();
        self.steps[key].deadline = deadline;
        if deadline.is_some_and(|deadline| deadline <= cx.now) {
            return self.deadline_over(cx, o, key, known);
        }
        if self.policies[known.index()].ejection.is_some_and(|ejection| ejection.all_out == AllOut::Refuse)
            && instances.iter().all(|call| out(*call))
        {
            let (reason, retry_after) = (Reason::NoInstance, Span::ZERO);
            return self.attempt_failed(
                cx,
                o,
                key,
                known,
                Failure { reason, cause: step.cause, took: None, retry_after },
            );
        }
        let call = self.pools[step.pool.index()].next_instance(instances, out, failed);
        let cache = self.policies[call.index()].cache;
        let fresh = |age: &Span| cache.is_some_and(|cache| cache.is_fresh(*age));
        if let Some(cache) = &cache {
            let name = cache_key(cx, cache, call, step.order);
            if let Some(age) = self.edges[call.index()].age(name, cx.now).filter(fresh) {
                return self.use_cached(cx, o, key, call, (age, false), step.cause);
            }
            if cache.coalesce && step.leads.is_none() && self.joins(cx, o, key, call, name) {
                return None;
            }
        }
        self.steps[key].made += 1;
        if self.permitted(cx, o, call, step.cause) {
            if !self.edges[call.index()].has_place(&self.policies[call.index()]) {
                return self.hold_back(cx, o, key, call);
            }
            self.send_request(cx, o, key, call);
            return None;
        }
        let (reason, took, retry_after) = (Reason::CallNotPermitted, None, Span::ZERO);
        self.attempt_failed(cx, o, key, call, Failure { reason, cause: step.cause, took, retry_after })
    }

    fn times_out<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: CallStepKey, asked: CallKey) -> Option<Called> {
        let CallState { call, cause, deadline, .. } = *self.calls.get(asked)?;
        let took = Some(cx.now - self.steps[key].since);
        let failure = Failure { reason: Reason::CallTimedOut, cause, took, retry_after: Span::ZERO };
        let over = self.attempt_failed(cx, o, key, call, failure);
        if self.policies[call.index()].cancel || deadline.is_some_and(|deadline| deadline <= cx.now) {
            self.cancel(cx, o, asked);
        }
        over
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
            self.attempt_over(cx, o, (call, order), true, took, cause);
            self.count_failure(cx, o, call, Some(reason), cause);
            self.adapt(cx, o, call, (Some(reason), took), cause);
            // Before the next attempt, which may need it.
            if reason != Reason::BulkheadFull {
                self.free_place(cx, o, call);
            }
        }
        if self.steps[key].deadline.is_some_and(|deadline| deadline <= cx.now) {
            self.steps[key].cause = cause;
            return self.deadline_over(cx, o, key, call);
        }
        let cause = match self.delay_before_retry(cx, o, key, call, (reason, cause)) {
            Ok(delay) => {
                let delay = delay.max(retry_after);
                // A wait that goes beyond the deadline ends there, and the step with it.
                let until = self.steps[key].within_deadline(cx.now + delay);
                let timer = cx.agenda.push(until, Event::CallStep(key.index()));
                let cause = cx.note(o, cause, What::CallRetryScheduled { call, order, delay });
                let step = &mut self.steps[key];
                step.waited = delay;
                step.enter(StepStage::Backoff(call), (cx.now, until), timer, cause);
                return None;
            }
            Err(cause) => cause,
        };
        self.fail_for_good(cx, o, key, call, (reason, cause))
    }

    /// A call step makes no more attempts: it uses a stale answer, or fails.
    pub(super) fn fail_for_good<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        key: CallStepKey,
        call: CallId,
        (reason, cause): (Reason, FactId),
    ) -> Option<Called> {
        let order = self.steps[key].order;
        let stale = self.policies[call.index()].cache.and_then(|cache| {
            let age = self.edges[call.index()].age(cache_key(cx, &cache, call, order), cx.now);
            age.filter(|age| cache.serves_on_error(*age))
        });
        match stale {
            Some(age) => self.use_cached(cx, o, key, call, (age, true), cause),
            None => self.step_over(cx, o, key, Err((reason, cause))),
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
        cx: &mut Cx,
        o: &mut O,
        key: CallStepKey,
        call: CallId,
        (age, stale): (Span, bool),
        cause: FactId,
    ) -> Option<Called> {
        let order = self.steps[key].order;
        let cause = cx.note(o, cause, What::CallAnsweredFromCache { call, order, age, stale });
        self.step_over(cx, o, key, Ok(cause))
    }

    /// An attempt finds no place in its edge's bulkhead: it waits for one, or fails.
    #[cold]
    pub(super) fn hold_back<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        key: CallStepKey,
        call: CallId,
    ) -> Option<Called> {
        left_out!();
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
        left_out!();
        self.leave_line(cx, key, call);
        let step = &self.steps[key];
        let failure = Failure::without_place(cx.now - step.since, step.cause);
        self.attempt_failed(cx, o, key, call, failure)
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
        left_out!();
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
        left_out!();
        self.leave_joined(key, call);
        self.deadline_over(cx, o, key, call)
    }

    /// A step has what the one that it joined has.
    #[cold]
    pub(super) fn shared<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        key: CallStepKey,
        call: CallId,
        failure: Option<Reason>,
    ) -> Option<Called> {
        left_out!();
        let step = &self.steps[key];
        let what = What::CallShared { call, order: step.order, failed: failure.is_some() };
        let cause = cx.note(o, step.cause, what);
        self.step_over(cx, o, key, failure.map_or(Ok(cause), |reason| Err((reason, cause))))
    }

    /// Begins the calls that a step makes at once, or the first of them.
    #[cold]
    pub(super) fn scatter<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        key: CallStepKey,
        parallel: Parallel,
    ) -> Option<Called> {
        left_out!();
        self.steps[key].stage = StepStage::Gathering;
        if parallel.after > Span::ZERO {
            return self.begin_child(cx, o, key, parallel);
        }
        let mut over = None;
        // It may be over before all are begun, by answers from a cache or by refusals.
        while over.is_none() && self.steps.get(key).is_some_and(|step| step.gathered.begun < parallel.calls) {
            over = self.begin_child(cx, o, key, parallel);
        }
        over
    }

    /// No answer came for a while: one more call is made.
    #[cold]
    pub(super) fn hedge<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: CallStepKey) -> Option<Called> {
        left_out!();
        let parallel = self.parallel(cx, key)?;
        let step = &self.steps[key];
        let call = cx.model.pools[step.pool.index()].calls[0];
        let cause = cx.note(o, step.cause, What::CallHedged { call, order: step.order });
        self.steps[key].cause = cause;
        self.begin_child(cx, o, key, parallel)
    }

    /// The setting in force. Without one, because it was taken away meanwhile, what was begun is gathered.
    fn parallel(&self, cx: &Cx, key: CallStepKey) -> Option<Parallel> {
        let step = self.steps.get(key)?;
        let call = cx.model.pools[step.pool.index()].calls[0];
        let begun = step.gathered.begun;
        let none = Parallel { calls: begun, need: 1, after: Span::ZERO };
        Some(self.policies[call.index()].parallel.unwrap_or(none))
    }

    fn begin_child<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        parent: CallStepKey,
        parallel: Parallel,
    ) -> Option<Called> {
        left_out!();
        let step = &mut self.steps[parent];
        step.gathered.begun += 1;
        step.since = cx.now;
        step.timer = None;
        if step.gathered.begun < parallel.calls && parallel.after > Span::ZERO {
            step.until = cx.now + parallel.after;
            step.timer = Some(cx.agenda.push(step.until, Event::CallStep(parent.index())));
        }
        let &mut CallStep { run, pool, order, name, made, began, deadline, cause, last_child, gathered, .. } = step;
        let name = lineage(name, gathered.begun);
        let (since, until) = (cx.now, cx.now);
        let child = CallStep {
            run,
            pool,
            order,
            name,
            made,
            began,
            deadline,
            since,
            until,
            cause,
            parent: Some(parent),
            sibling: last_child,
            ..CallStep::VACANT
        };
        let key = self.steps.insert(child);
        self.steps[parent].last_child = Some(key);
        self.attempt(cx, o, key)
    }

    /// One of the calls that a step makes at once is over.
    #[cold]
    pub(super) fn gather<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        key: CallStepKey,
        made: u32,
        answer: Result<FactId, (Reason, FactId)>,
    ) -> Option<Called> {
        left_out!();
        let parallel = self.parallel(cx, key)?;
        let step = &mut self.steps[key];
        step.made = step.made.max(made);
        *(if answer.is_ok() { &mut step.gathered.good } else { &mut step.gathered.bad }) += 1;
        let gathered = step.gathered;
        let most = parallel.calls.max(gathered.begun);
        if gathered.good >= parallel.need || most - gathered.bad < parallel.need {
            let (Ok(cause) | Err((_, cause))) = answer;
            let children = step.last_child;
            self.abandon_children(cx, o, children, Some(cause));
            return self.step_over(cx, o, key, answer);
        }
        if gathered.good + gathered.bad == gathered.begun {
            // Nothing is under way, and more is needed.
            return self.begin_child(cx, o, key, parallel);
        }
        None
    }
}
