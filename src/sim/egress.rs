//! A caller's policies at work: what spares a call, what forbids one, and what follows when an attempt ends.

use crate::base::ids::{CallId, NodeId};
use crate::base::time::{Span, Time};
use crate::model::CallPolicy;
use crate::policy::breaker::BreakerState;
use crate::sim::callers::egress::Egress;
use crate::sim::services::run::Stage;
use crate::sim::world::World;
use crate::trace::{FactId, Observer, Reason, What};

/// How an attempt at a call failed.
#[derive(Clone, Copy)]
pub(super) struct Failure {
    /// Why.
    pub reason: Reason,
    /// The fact that it failed by.
    pub cause: FactId,
    /// How long it took; none when no request left.
    pub took: Option<Span>,
    /// How long the called service asks not to be called again (HTTP's `Retry-After`, RFC 9110, section 10.2.3).
    pub retry_after: Span,
}

impl World {
    /// A call step that a fresh answer stands for is done: no request leaves.
    pub(super) fn answered_by_cache<O: Observer>(&mut self, o: &mut O, slot: u32, call: CallId) -> bool {
        let fresh = |age: &Span| self.call_policies[call.index()].cache.is_some_and(|cache| cache.is_fresh(*age));
        let Some(age) = self.egress[call.index()].age(self.now).filter(fresh) else { return false };
        let cause = self.runs[slot as usize].cause;
        self.use_cached(o, slot, call, (age, false), cause);
        true
    }

    /// A call step that has failed for good is done all the same when a stale answer may stand for it.
    pub(super) fn answered_stale<O: Observer>(&mut self, o: &mut O, slot: u32, call: CallId, cause: FactId) -> bool {
        let serves =
            |age: &Span| self.call_policies[call.index()].cache.is_some_and(|cache| cache.serves_on_error(*age));
        let Some(age) = self.egress[call.index()].age(self.now).filter(serves) else { return false };
        self.use_cached(o, slot, call, (age, true), cause);
        true
    }

    fn use_cached<O: Observer>(
        &mut self,
        o: &mut O,
        slot: u32,
        call: CallId,
        (age, stale): (Span, bool),
        cause: FactId,
    ) {
        let order = self.runs[slot as usize].order;
        let cause = self.note(o, cause, What::CallAnsweredFromCache { call, order, age, stale });
        self.call_step_done(slot, cause);
    }

    /// The run goes on after its call step.
    pub(super) fn call_step_done(&mut self, slot: u32, cause: FactId) {
        let run = &mut self.runs[slot as usize];
        (run.stage, run.timer, run.cause) = (Stage::Stepping, 0, cause);
        (run.call_failures, run.waited) = (0, Span::ZERO);
        run.step += 1;
    }

    /// Whether an edge's breaker lets an attempt through. Where there is none, it does.
    pub(super) fn permitted<O: Observer>(&mut self, o: &mut O, call: CallId, cause: FactId) -> bool {
        let Some(policy) = self.call_policies[call.index()].breaker else { return true };
        let before = self.egress[call.index()].breaker.state();
        let permitted = self.egress[call.index()].breaker.permits(&policy, self.now);
        self.note_breaker(o, call, before, cause);
        permitted
    }

    /// An attempt whose request had left is over, well or not.
    pub(super) fn attempt_over<O: Observer>(
        &mut self,
        o: &mut O,
        call: CallId,
        failed: bool,
        took: Span,
        cause: FactId,
    ) {
        let policy = &self.call_policies[call.index()];
        let egress = &mut self.egress[call.index()];
        match (&mut egress.budget, &policy.retry_budget) {
            (Some(budget), Some(policy)) if !failed => budget.succeeded(policy),
            (Some(budget), _) => budget.failed(),
            (None, _) => {}
        }
        if !failed && policy.cache.is_some() {
            // The answer is as old as the question: nobody knows when on the way it was true.
            let asked = Time::from_micros(self.now.as_micros() - took.as_micros());
            egress.cached = egress.cached.max(Some(asked));
        }
        if let Some(policy) = policy.breaker {
            let before = egress.breaker.state();
            egress.breaker.record(&policy, self.now, failed, took);
            self.note_breaker(o, call, before, cause);
        }
    }

    /// Tells of a breaker that is not in the state in which it was.
    fn note_breaker<O: Observer>(&mut self, o: &mut O, call: CallId, before: BreakerState, cause: FactId) {
        let egress = &mut self.egress[call.index()];
        let recorded = egress.breaker.recorded();
        let what = match (before, egress.breaker.state()) {
            (BreakerState::Closed | BreakerState::HalfOpen { .. }, BreakerState::Open { .. }) => {
                What::BreakerOpened { call, calls: recorded.calls, failed: recorded.failed, slow: recorded.slow }
            }
            (BreakerState::Open { .. }, BreakerState::HalfOpen { permits }) => {
                // The one that is let through with this very question is one of them.
                What::BreakerHalfOpened { call, permits: permits + 1 }
            }
            (BreakerState::HalfOpen { .. }, BreakerState::Closed) => What::BreakerClosed { call },
            _ => return,
        };
        self.note(o, cause, what);
    }

    /// Whether the retry budget has a token for another attempt; where there is none, it needs no token.
    pub(super) fn budget_allows<O: Observer>(
        &mut self,
        o: &mut O,
        slot: u32,
        call: CallId,
        cause: FactId,
    ) -> Result<(), FactId> {
        let egress = &mut self.egress[call.index()];
        let policy = self.call_policies[call.index()].retry_budget.as_ref();
        if egress.budget.zip(policy).is_none_or(|(budget, policy)| budget.allows_retry(policy)) {
            return Ok(());
        }
        let order = self.runs[slot as usize].order;
        Err(self.note(o, cause, What::RetryThrottled { call, order }))
    }

    /// A caller that stops loses what it remembers: it comes back with closed breakers, full budgets, empty caches.
    pub(super) fn forget_callers(&mut self, node: NodeId) {
        for (i, _) in self.model.calls.iter().enumerate().filter(|(_, call)| call.from == node) {
            self.egress[i] = Egress::new(&self.call_policies[i]);
        }
    }

    /// From now on another policy holds on an edge.
    pub(super) fn set_call<O: Observer>(&mut self, o: &mut O, call: CallId, policy: &CallPolicy) {
        self.egress[call.index()].adopt(&self.call_policies[call.index()], policy);
        self.call_policies[call.index()] = policy.clone();
        self.note(o, FactId::NONE, What::CallPolicySet { call });
    }
}
